"""An evaluator that shares nothing with the kernel: SymPy trees by mpmath, with points of its own.

It says whether two lines really differ, so that the kernel's verdicts can be held against it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import Defined
from derive.symbols import Each, Variable

DIGITS = 40
FAR = 70
NEAR = mpmath.mpf(10) ** -18
TOLERANCE = mpmath.mpf(10) ** -12


class NoValue(Exception):
    """The expression has no value at the point, or none that this evaluator can find."""


@dataclass
class Point:
    """Values of symbols and family elements; those not asked for yet are chosen at random within their domains."""

    seed: int
    values: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def value(self, atom: Any, label: Any) -> Any:
        if atom not in self.values:
            self.values[atom] = self._chosen(label)
        return self.values[atom]

    def _chosen(self, label: Any) -> Any:
        d = label.domain if isinstance(label, Variable) else None
        if d is not None and d.values:
            return mpmath.mpf(int(self.random.choice(d.values)))
        if d is not None and d.numbers == "integer":
            low = 1 if d.lower is None else int(d.lower)
            return mpmath.mpf(low + self.random.randint(0, 2))
        low = None if d is None or d.lower is None else mpmath.mpf(int(d.lower))
        high = None if d is None or d.upper is None else mpmath.mpf(int(d.upper))
        if low is not None and high is not None:
            closed = [b for b, is_open in ((low, d.lower_open), (high, d.upper_open)) if not is_open]
            if closed and self.random.random() < 0.2:
                return self.random.choice(closed)
            return low + (high - low) * self.random.randint(1, 96) / mpmath.mpf(97)
        step = mpmath.mpf(self.random.randint(1, 60)) / self.random.randint(7, 29)
        return (low or 0) + step if low is not None else step * self.random.choice((-1, 1))


def evaluate(expr: Any, at: Point, bound: Mapping[Any, Any] | None = None) -> Any:
    """The value of an expression at a point. Raises NoValue."""
    return _Evaluation(at).of(sp.sympify(expr), dict(bound or {}))


class _Evaluation:
    def __init__(self, at: Point) -> None:
        self.at = at

    def of(self, e: Any, bound: dict[Any, Any]) -> Any:
        if e in bound:
            return bound[e]
        if isinstance(e, Defined):
            return self.of(e.definition.body, bound)
        if isinstance(e, sp.Symbol):
            return self.at.value(e, e)
        for kind, rule in _RULES.items():
            if isinstance(e, kind):
                return rule(self, e, bound)
        raise NoValue(type(e).__name__)

    def indexed(self, e: Any, bound: dict[Any, Any]) -> Any:
        label = e.base.args[0]
        indices = tuple(int(self.of(i, bound)) for i in e.indices)
        if isinstance(label, Defined):
            d = label.definition
            return self.of(d.body, {**bound, **dict(zip(d.parameters, map(mpmath.mpf, indices), strict=True))})
        key = (label.name, indices)
        return bound[key] if key in bound else self.at.value(key, label)

    def power(self, e: Any, bound: dict[Any, Any]) -> Any:
        base, exponent = (self.of(a, bound) for a in e.args)
        if base == 0:
            if exponent < 0:
                raise NoValue("division by 0")
            return mpmath.mpf(1 if exponent == 0 else 0)
        return base**exponent

    def logarithm(self, e: Any, bound: dict[Any, Any]) -> Any:
        return self._log(self.of(e.args[0], bound))

    @staticmethod
    def _log(x: Any) -> Any:
        if x == 0:
            raise NoValue("log 0")
        return mpmath.log(x)

    def pile(self, e: Any, bound: dict[Any, Any]) -> Any:
        *inner, (variable, low, high) = e.limits
        body = e.func(e.function, *inner) if inner else e.function
        total = mpmath.mpf(0 if isinstance(e, sp.Sum) else 1)
        for k in range(int(self.of(low, bound)), int(self.of(high, bound)) + 1):
            term = self.of(body, {**bound, variable: mpmath.mpf(k)})
            total = total + term if isinstance(e, sp.Sum) else total * term
        return total

    def derivative(self, e: Any, bound: dict[Any, Any]) -> Any:
        target, order = e.args[1]
        key: Any = target
        if isinstance(target, sp.Indexed):
            key = (target.base.args[0].name, tuple(int(self.of(i, bound)) for i in target.indices))
        place = self.of(target, bound)
        return mpmath.diff(lambda v: self.of(e.args[0], {**bound, key: v}), place, int(order))

    def limit(self, e: Any, bound: dict[Any, Any]) -> Any:
        body, variable, point, direction = e.args
        if point.is_infinite:
            near = mpmath.mpf(FAR if point == sp.oo else -FAR)
        else:
            near = self.of(point, bound) + (NEAR if str(direction) != "-" else -NEAR)
        return self.of(body, {**bound, variable: near})

    def applied(self, e: Any, bound: dict[Any, Any]) -> Any:
        if e.func.__name__ == "xlogy":
            x = self.of(e.args[0], bound)
            return mpmath.mpf(0) if x == 0 else x * self._log(self.of(e.args[1], bound))
        d = e.func.derive_definition
        values = [self.of(a, bound) for a in e.args]
        return self.of(d.body, {**bound, **dict(zip(d.parameters, values, strict=True))})

    def delta(self, e: Any, bound: dict[Any, Any]) -> Any:
        return mpmath.mpf(1 if self.of(e.args[0], bound) == self.of(e.args[1], bound) else 0)


_RULES: dict[Any, Callable[[_Evaluation, Any, dict[Any, Any]], Any]] = {
    sp.Rational: lambda v, e, b: mpmath.mpf(int(e.p)) / int(e.q),
    sp.Add: lambda v, e, b: mpmath.fsum(v.of(a, b) for a in e.args),
    sp.Mul: lambda v, e, b: mpmath.fprod(v.of(a, b) for a in e.args),
    sp.Pow: _Evaluation.power,
    sp.log: _Evaluation.logarithm,
    sp.exp: lambda v, e, b: mpmath.exp(v.of(e.args[0], b)),
    sp.Abs: lambda v, e, b: abs(v.of(e.args[0], b)),
    sp.binomial: lambda v, e, b: mpmath.binomial(v.of(e.args[0], b), v.of(e.args[1], b)),
    sp.Indexed: _Evaluation.indexed,
    sp.Sum: _Evaluation.pile,
    sp.Product: _Evaluation.pile,
    sp.Derivative: _Evaluation.derivative,
    sp.Limit: _Evaluation.limit,
    sp.KroneckerDelta: _Evaluation.delta,
    AppliedUndef: _Evaluation.applied,
    type(sp.I): lambda v, e, b: mpmath.mpc(0, 1),
    type(sp.pi): lambda v, e, b: mpmath.pi,
    type(sp.E): lambda v, e, b: mpmath.e,
}


# ------------------------------------------------------------------------------------------------------------- claims


def relation_holds(relation: str, left: Any, right: Any) -> bool:
    if relation in ("==", "!="):
        same = abs(left - right) <= TOLERANCE * (1 + abs(left) + abs(right))
        return bool(same == (relation == "=="))
    if mpmath.im(left) != 0 or mpmath.im(right) != 0:
        raise NoValue("order of complex values")
    slack = TOLERANCE * (1 + abs(left) + abs(right))
    low, high = (left, right) if relation[0] == "<" else (right, left)
    return bool(low <= high + slack if relation[1:] else low < high - slack)


def fact_holds(fact: Any, at: Point) -> bool:
    """Whether a hypothesis holds at a point (equations to within rounding)."""
    if isinstance(fact, Each):
        low, high = (int(evaluate(b, at)) for b in (fact.lower, fact.upper))
        return all(fact_holds(fact.fact.xreplace({fact.variable: sp.Integer(k)}), at) for k in range(low, high + 1))
    if isinstance(fact, sp.And | sp.Or):
        parts = [fact_holds(f, at) for f in fact.args]
        return all(parts) if isinstance(fact, sp.And) else any(parts)
    if isinstance(fact, sp.Not):
        return not fact_holds(fact.args[0], at)
    return relation_holds({"!=": "!=", "==": "=="}.get(fact.rel_op, fact.rel_op), *(evaluate(a, at) for a in fact.args))


def points(given: Iterable[Any], count: int, seed: int) -> Iterable[Point]:
    """Points that satisfy the facts: equations are met by setting a symbol, the rest by trying again."""
    facts = tuple(given)
    found = 0
    for attempt in range(40 * count):
        at = Point(seed * 100_003 + attempt)
        try:
            for fact in facts:
                _set_by(fact, at)
            if all(fact_holds(f, at) for f in facts) and _ranges_hold(at):
                found += 1
                yield at
        except (NoValue, ZeroDivisionError, ValueError):
            continue
        if found >= count:
            return


def _ranges_hold(at: Point) -> bool:
    """Index symbols lie in their declared ranges."""
    for atom, value in list(at.values.items()):
        if isinstance(atom, Variable) and atom.domain.ranges:
            low, high = (evaluate(b, at) for b in atom.domain.ranges[0])
            if not low <= value <= high:
                return False
    return True


def _set_by(fact: Any, at: Point) -> None:
    """Make `x = value` true by giving x that value; other equations by moving a real symbol along the secant."""
    if not isinstance(fact, sp.Eq):
        return
    left, right = fact.args
    if isinstance(left, Variable) and not right.has(left):
        at.values[left] = evaluate(right, at)
        return
    for x in sorted((s for s in fact.free_symbols if isinstance(s, Variable)), key=str):
        if x.domain.numbers != "real" or x.domain.values or not isinstance(x, sp.Symbol) or at.values.get(x) is None:
            continue
        before = at.values[x]
        residual = []
        for trial in (0, 1):
            at.values[x] = mpmath.mpf(trial)
            residual.append(evaluate(left - right, at))
        at.values[x] = before
        if residual[0] != residual[1]:
            at.values[x] = residual[0] / (residual[0] - residual[1])
            return
