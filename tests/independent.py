"""An evaluator that shares nothing with the kernel: SymPy trees by mpmath, with points of its own.

It says whether two lines really differ, so that the kernel's verdicts can be held against it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import Defined
from derive.symbols import Domain, Each, Variable

DIGITS = 40
FAR = 70
NEAR = mpmath.mpf(10) ** -18
TOLERANCE = mpmath.mpf(10) ** -12
NOISE = mpmath.mpf(10) ** -24
"""What is nearer than this to 0, to a branch cut or to a whole number may be there, but for rounding."""


class NoValue(Exception):
    """The expression has no value at the point, or none that this evaluator can find."""


@dataclass
class Point:
    """Values of symbols and family elements; those not asked for yet are chosen at random within their domains.

    reach: powers and exponentials of a size above this, or below its inverse, are not looked at.
    """

    seed: int
    values: dict[Any, Any] = field(default_factory=dict)
    labels: dict[Any, Any] = field(default_factory=dict)
    reach: Any = mpmath.inf

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def value(self, atom: Any, label: Any) -> Any:
        if atom not in self.values:
            is_index = atom is label and isinstance(label, Variable) and label.domain.ranges
            self.values[atom] = self._in_range(*label.domain.ranges[0]) if is_index else self._chosen(label)
            self.labels[atom] = label
        return self.values[atom]

    def _in_range(self, lower: Any, upper: Any) -> Any:
        """One of the whole numbers of an index's range, or of the first few where that has no end."""
        low = int(evaluate(lower, self))
        high = low + 3 if upper is sp.oo else int(evaluate(upper, self))
        if low > high:
            raise NoValue("an empty range")
        return mpmath.mpf(self.random.randint(low, high))

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
        return _rule(type(e))(self, e, bound)

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
        if not (mpmath.isint(exponent) and exponent >= 0):
            clear_of_zero(base)
            if not mpmath.isint(exponent):
                off_the_cut(base)
        return self._within_reach(base**exponent)

    def exponential(self, e: Any, bound: dict[Any, Any]) -> Any:
        return self._within_reach(mpmath.exp(self.of(e.args[0], bound)))

    def _within_reach(self, x: Any) -> Any:
        if not 1 / self.at.reach <= abs(x) <= self.at.reach:
            raise NoValue("out of reach")
        return x

    def logarithm(self, e: Any, bound: dict[Any, Any]) -> Any:
        return self._log(self.of(e.args[0], bound))

    @staticmethod
    def _log(x: Any) -> Any:
        if x == 0:
            raise NoValue("log 0")
        clear_of_zero(x)
        off_the_cut(x)
        return mpmath.log(x)

    def pile(self, e: Any, bound: dict[Any, Any]) -> Any:
        return self._piled(e.args[0], e.args[1:], isinstance(e, sp.Sum), bound)

    def _piled(self, body: Any, limits: tuple[Any, ...], adds: bool, bound: dict[Any, Any]) -> Any:
        """The sum or product of a body; the last variable runs outermost."""
        if not limits:
            return self.of(body, bound)
        variable, low, high = limits[-1]
        total = mpmath.mpf(0 if adds else 1)
        for k in range(int(self.of(low, bound)), int(self.of(high, bound)) + 1):
            term = self._piled(body, limits[:-1], adds, {**bound, variable: mpmath.mpf(k)})
            total = total + term if adds else total * term
        return total

    def derivative(self, e: Any, bound: dict[Any, Any]) -> Any:
        return self._slope(e.args[0], e.args[1:], bound)

    def _slope(self, body: Any, targets: tuple[Any, ...], bound: dict[Any, Any]) -> Any:
        """The derivative by one target after the other."""
        if not targets:
            return self.of(body, bound)
        target, order = targets[-1]
        key: Any = target
        if isinstance(target, sp.Indexed):
            key = (target.base.args[0].name, tuple(int(self.of(i, bound)) for i in target.indices))
        place = self.of(target, bound)
        return mpmath.diff(lambda v: self._slope(body, targets[:-1], {**bound, key: v}), place, int(order))

    def limit(self, e: Any, bound: dict[Any, Any]) -> Any:
        body, variable, point, direction = e.args
        if body.has(sp.Derivative):
            raise NoValue("a slope beside a point: its step may reach across")
        if point.is_infinite:
            places = [mpmath.mpf(far if point == sp.oo else -far) for far in (FAR, 2 * FAR)]
        else:
            side = -1 if str(direction) == "-" else 1
            places = [self.of(point, bound) + side * near for near in (NEAR, NEAR / 1000)]
        first, last = (self.of(body, {**bound, variable: place}) for place in places)
        if abs(first - last) > TOLERANCE / 10 * (1 + abs(last)):
            raise NoValue("the limit is not near yet")
        return last

    def applied(self, e: Any, bound: dict[Any, Any]) -> Any:
        if e.func.__name__ == "xlogy":
            x = self.of(e.args[0], bound)
            return mpmath.mpf(0) if x == 0 else x * self._log(self.of(e.args[1], bound))
        d = getattr(e.func, "derive_definition", None)
        if d is None:
            raise NoValue("a function of which nothing is said")
        values = [self.of(a, bound) for a in e.args]
        return self.of(d.body, {**bound, **dict(zip(d.parameters, values, strict=True))})

    def delta(self, e: Any, bound: dict[Any, Any]) -> Any:
        return mpmath.mpf(1 if self.of(e.args[0], bound) == self.of(e.args[1], bound) else 0)

    def extreme(self, e: Any, bound: dict[Any, Any]) -> Any:
        values = [real_value(self.of(a, bound)) for a in e.args]
        return max(values) if isinstance(e, sp.Max) else min(values)

    def sign(self, e: Any, bound: dict[Any, Any]) -> Any:
        x = real_value(self.of(e.args[0], bound))
        if x != 0:
            clear_of_zero(x)
        return mpmath.sign(x)

    def rounded(self, e: Any, bound: dict[Any, Any]) -> Any:
        x = real_value(self.of(e.args[0], bound))
        if not mpmath.isint(x):
            clear_of_zero(x - mpmath.nint(x))
        return (mpmath.floor if isinstance(e, sp.floor) else mpmath.ceil)(x)

    def piecewise(self, e: Any, bound: dict[Any, Any]) -> Any:
        for value, condition in e.args:
            if condition == sp.true or self._is_met(condition, bound):
                return self.of(value, bound)
        raise NoValue("no case applies")

    def _is_met(self, condition: Any, bound: dict[Any, Any]) -> bool:
        left, right = (self.of(a, bound) for a in condition.args)
        if left == right:
            return condition.rel_op in ("==", "<=", ">=")
        clear_of_zero(left - right)
        below = real_value(left) < real_value(right)
        return {"==": False, "!=": True}.get(condition.rel_op, below == (condition.rel_op[0] == "<"))


def clear_of_zero(x: Any) -> None:
    """Raise NoValue where x may be 0 but for rounding, or is."""
    if abs(x) < NOISE:
        raise NoValue("0, but for rounding")


def off_the_cut(x: Any) -> None:
    """Raise NoValue where rounding decides on which side of the negative reals x lies."""
    if isinstance(x, mpmath.mpc) and x.real < 0 and 0 < abs(x.imag) < NOISE * abs(x.real):
        raise NoValue("on a branch cut, but for rounding")


def real_value(x: Any) -> Any:
    if mpmath.im(x) != 0:
        raise NoValue("order of complex values")
    return mpmath.re(x)


_RULES: dict[Any, Callable[[_Evaluation, Any, dict[Any, Any]], Any]] = {
    sp.Rational: lambda v, e, b: mpmath.mpf(int(e.p)) / int(e.q),
    sp.Add: lambda v, e, b: mpmath.fsum(v.of(a, b) for a in e.args),
    sp.Mul: lambda v, e, b: mpmath.fprod(v.of(a, b) for a in e.args),
    sp.Pow: _Evaluation.power,
    sp.log: _Evaluation.logarithm,
    sp.exp: _Evaluation.exponential,
    sp.sin: lambda v, e, b: mpmath.sin(v.of(e.args[0], b)),
    sp.cos: lambda v, e, b: mpmath.cos(v.of(e.args[0], b)),
    sp.Abs: lambda v, e, b: abs(v.of(e.args[0], b)),
    sp.re: lambda v, e, b: mpmath.re(v.of(e.args[0], b)),
    sp.im: lambda v, e, b: mpmath.im(v.of(e.args[0], b)),
    sp.conjugate: lambda v, e, b: mpmath.conj(v.of(e.args[0], b)),
    sp.cosh: lambda v, e, b: mpmath.cosh(v.of(e.args[0], b)),
    sp.Max: _Evaluation.extreme,
    sp.Min: _Evaluation.extreme,
    sp.sign: _Evaluation.sign,
    sp.floor: _Evaluation.rounded,
    sp.ceiling: _Evaluation.rounded,
    sp.Piecewise: _Evaluation.piecewise,
    sp.factorial: lambda v, e, b: mpmath.factorial(v.of(e.args[0], b)),
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


@cache
def _rule(cls: type) -> Callable[[_Evaluation, Any, dict[Any, Any]], Any]:
    for kind, rule in _RULES.items():
        if issubclass(cls, kind):
            return rule
    raise NoValue(cls.__name__)


# ------------------------------------------------------------------------------------------------------------- claims


def relation_holds(relation: str, left: Any, right: Any) -> bool:
    """Whether `left relation right`. Raises NoValue where rounding decides, or where complex values have no order."""
    difference, scale = abs(left - right), 1 + abs(left) + abs(right)
    near = difference <= TOLERANCE * scale
    if near and relation in ("!=", "<", ">") and difference > scale * mpmath.mpf(10) ** (-4 * mpmath.mp.dps // 5):
        raise NoValue("too near to tell apart")
    if relation in ("==", "!="):
        return bool(near == (relation == "=="))
    low, high = (left, right) if relation[0] == "<" else (right, left)
    low, high = real_value(low), real_value(high)
    return bool(near and relation[1:] == "=") or bool(not near and low < high)


def fact_holds(fact: Any, at: Point) -> bool:
    """Whether a hypothesis holds at a point (equations to within rounding)."""
    if fact in (sp.true, sp.false):
        return bool(fact == sp.true)
    if isinstance(fact, Each):
        low, high = (int(evaluate(b, at)) for b in (fact.lower, fact.upper))
        return all(fact_holds(_at_place(fact.fact, fact.variable, sp.Integer(k)), at) for k in range(low, high + 1))
    if isinstance(fact, sp.And | sp.Or):
        parts = [fact_holds(f, at) for f in fact.args]
        return all(parts) if isinstance(fact, sp.And) else any(parts)
    if isinstance(fact, sp.Not):
        return not fact_holds(fact.args[0], at)
    return relation_holds(fact.rel_op, *(evaluate(a, at) for a in fact.args))


def points(
    given: Iterable[Any], count: int, seed: int, tries: int = 40, make: Callable[[int], Point] = Point
) -> Iterable[Point]:
    """Points that satisfy the facts: equations are met by setting a symbol, the rest by trying again.

    tries: how many attempts are made for each point that is asked for. make: gives the point of a seed.
    """
    facts = tuple(given)
    found = 0
    for attempt in range(tries * count):
        try:
            at = make(seed * 100_003 + attempt)
            for fact in facts:
                _set_by(fact, at)
            if all(fact_holds(f, at) for f in facts) and _in_domain(at):
                found += 1
                yield at
        except (NoValue, ZeroDivisionError, ValueError):
            continue
        if found >= count:
            return


def _in_domain(at: Point) -> bool:
    """Values that were set lie in the declared domains, and index symbols in their ranges."""
    for atom, value in list(at.values.items()):
        label = at.labels.get(atom, atom)
        if not isinstance(label, Variable):
            continue
        if not allowed(label.domain, value):
            return False
        if label is atom and label.domain.ranges:
            low, high = label.domain.ranges[0]
            if value < evaluate(low, at) or (high is not sp.oo and value > evaluate(high, at)):
                return False
    return True


def allowed(d: Domain, value: Any) -> bool:
    if d.numbers == "complex":
        return True
    if mpmath.im(value) != 0 or (d.numbers == "integer" and not mpmath.isint(value)):
        return False
    if d.values and not any(value == mpmath.mpf(int(v.p)) / int(v.q) for v in d.values):
        return False
    low, high = (None if b is None else mpmath.mpf(int(b.p)) / int(b.q) for b in (d.lower, d.upper))
    above = low is None or (value > low if d.lower_open else value >= low)
    return bool(above and (high is None or (value < high if d.upper_open else value <= high)))


def _set_by(fact: Any, at: Point) -> None:
    """Make an equation true: `x = value` by giving x that value, others by moving a real number along the secant."""
    if isinstance(fact, Each):
        low, high = (int(evaluate(b, at)) for b in (fact.lower, fact.upper))
        for k in range(low, high + 1):
            _set_by(_at_place(fact.fact, fact.variable, sp.Integer(k)), at)
    if not isinstance(fact, sp.Eq):
        return
    left, right = fact.args
    if isinstance(left, Variable | sp.Indexed) and not right.has(left):
        atom, label = _place(left, at)
        at.values[atom], at.labels[atom] = evaluate(right, at), label
        return
    evaluate(left - right, at)
    for atom in sorted(at.values, key=str):
        if _may_move(at.labels.get(atom, atom)) and _moved(left - right, atom, at):
            return


def _at_place(fact: Any, variable: Any, k: Any) -> Any:
    if isinstance(fact, Each):
        low, high = (b.xreplace({variable: k}) for b in (fact.lower, fact.upper))
        return Each(fact.variable, low, high, _at_place(fact.fact, variable, k))
    return fact.xreplace({variable: k})


def _place(target: Any, at: Point) -> tuple[Any, Any]:
    """The key of a symbol or element among the values, and the symbol that has its domain."""
    if isinstance(target, sp.Indexed):
        label = target.base.args[0]
        return (label.name, tuple(int(evaluate(i, at)) for i in target.indices)), label
    return target, target


def _may_move(label: Any) -> bool:
    return isinstance(label, Variable) and label.domain.numbers == "real" and not label.domain.values


def _moved(residual: Any, atom: Any, at: Point) -> bool:
    """Give an atom the value at which the secant of a residual through 0 and 1 vanishes; whether that is one."""
    before = at.values[atom]
    with suppress(NoValue, ZeroDivisionError):
        r = []
        for trial in (0, 1):
            at.values[atom] = mpmath.mpf(trial)
            r.append(evaluate(residual, at))
        if r[0] != r[1]:
            at.values[atom] = r[0] / (r[0] - r[1])
            return True
    at.values[atom] = before
    return False
