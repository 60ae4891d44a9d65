"""Terms at a point, in ball arithmetic: a ball that is certain to hold the value, or no answer.

`Undefined` says that the term has no value at the point; `Inconclusive` that it is not known. Conventions: 0^0 = 1; an
empty sum is 0 and an empty product 1; principal branches; x log y is 0 at x = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq

from derive.kernel import calculus
from derive.kernel import terms as t
from derive.kernel.ball_functions import (
    EXACT,
    FUNCTIONS,
    Inconclusive,
    Number,
    Undefined,
    as_ball,
    finite,
    plus,
    power,
    real_part,
    times,
)
from derive.kernel.terms import Term

MAX_RANGE = 400
MAX_STEPS = 40_000
MAX_SLOPES = 500


class Values:
    """Where terms are evaluated: exact values of atoms, and of bound variables while their binder is open.

    atom: gives the value of a symbol, a family element or an opaque function at exact arguments; it may choose it.
    is_real: whether an atom is declared real.
    """

    def __init__(
        self,
        atom: Callable[[Term], Number],
        smooth: Callable[[str], bool] = lambda name: False,
        is_real: Callable[[Term], bool] = lambda atom: False,
    ) -> None:
        self.atom, self.smooth, self.is_real = atom, smooth, is_real
        self.bound: dict[int, Number] = {}
        self.known: dict[Term, Number] = {}
        self.steps = 0


def evaluate(a: Term, at: Values) -> Number:
    """The value of a term: exact when it is rational and easily so, else a ball. Closed parts are worked out once."""
    if a.op == "num":
        at.steps += 1
        return _num(a, at)
    shared = not a.free and a.op != "sym"
    if shared:
        known = at.known.get(a)
        if known is not None:
            return known
    at.steps += 1
    if at.steps > MAX_STEPS:
        raise Inconclusive("too much work")
    rule = _RULES.get(a.op)
    if rule is None:
        raise Inconclusive(f"a {a.op}")
    value = rule(a, at)
    if shared:
        at.known[a] = value
    return value


# ------------------------------------------------------------------------------------------------- atoms and algebra


def _num(a: Term, at: Values) -> fmpq:
    value: fmpq = a.args[0]
    return value


def _const(a: Term, at: Values) -> acb:
    match a.args[0]:
        case "pi":
            return acb(arb.pi())
        case "i":
            return acb(0, 1)
        case "euler_gamma":
            return acb(arb.const_euler())
    raise Inconclusive("infinity")


def _symbol(a: Term, at: Values) -> Number:
    return at.atom(a)


def _var(a: Term, at: Values) -> Number:
    if a.args[0] not in at.bound:
        raise Inconclusive("a free variable")
    return at.bound[a.args[0]]


def _located(a: Term, first: int, at: Values) -> Term:
    """The atom with its indices or arguments replaced by numbers."""
    places = []
    for x in a.args[first:]:
        if x.op == "num":
            places.append(x)
            continue
        value = _var(x, at) if x.op == "var" else evaluate(x, at)
        if not isinstance(value, fmpq):
            raise Inconclusive("an argument that is not exact")
        places.append(t.num(value))
    return Term(a.op, (*a.args[:first], *places))


def _item(a: Term, at: Values) -> Number:
    atom = _located(a, 1, at)
    if any(x.args[0].q != 1 for x in atom.args[1:]):
        raise Undefined("an index that is no whole number")
    return at.atom(atom)


def _app(a: Term, at: Values) -> Number:
    return at.atom(_located(a, 1, at))


def _dapp(a: Term, at: Values) -> Number:
    return at.atom(_located(a, 2, at))


def _add(a: Term, at: Values) -> Number:
    total: Number = fmpq(0)
    for x in a.args:
        total = plus(total, evaluate(x, at))
    return total


def _mul(a: Term, at: Values) -> Number:
    total: Number = fmpq(1)
    for x in a.args:
        total = times(total, evaluate(x, at))
    return total


def _pow(a: Term, at: Values) -> Number:
    return power(evaluate(a.args[0], at), evaluate(a.args[1], at))


def _fn(a: Term, at: Values) -> Number:
    name, *args = a.args
    if name == "xlogy":
        return _xlogy(evaluate(args[0], at), args[1], at)
    values = [evaluate(x, at) for x in args]
    exact = EXACT.get(name)
    if exact is not None and all(isinstance(v, fmpq) for v in values):
        found = exact(*values)
        if found is not None:
            return found
    rule = FUNCTIONS.get(name)
    if rule is None:
        raise Inconclusive(name)
    result = rule(*values)
    return result if isinstance(result, fmpq) else finite(result)


def _xlogy(x: Number, y: Term, at: Values) -> Number:
    if isinstance(x, fmpq) and x == 0:
        return fmpq(0)
    return times(x, evaluate(t.log(y), at))


# -------------------------------------------------------------------------------------------------- cases and binders


def _cases(a: Term, at: Values) -> Number:
    for value, condition in zip(a.args[::2], a.args[1::2], strict=True):
        true = holds(condition, at)
        if true is None:
            raise Inconclusive("a condition on its edge")
        if true:
            return evaluate(value, at)
    raise Undefined("no case applies")


def _range(a: Term, at: Values) -> range:
    ends = []
    for x in a.args[2:]:
        if x.op == "const":
            raise Inconclusive("an infinite range")
        value = evaluate(x, at)
        if not isinstance(value, fmpq) or value.q != 1:
            raise Inconclusive("a range whose end is no whole number")
        ends.append(int(value.p))
    if ends[1] - ends[0] > MAX_RANGE:
        raise Inconclusive("a range too long")
    return range(ends[0], ends[1] + 1)


def _pile(start: int, join: Callable[[Number, Number], Number]) -> Callable[[Term, Values], Number]:
    def rule(a: Term, at: Values) -> Number:
        total: Number = fmpq(start)
        for value in over_range(a, at):
            total = join(total, evaluate(a.args[1], value))
        return total

    return rule


def over_range(a: Term, at: Values) -> Any:
    """`at` with the binder's variable set to each number of its range in turn."""
    number = a.args[0]
    outer = at.bound.get(number)
    try:
        for k in _range(a, at):
            at.bound[number] = fmpq(k)
            yield at
    finally:
        if outer is None:
            at.bound.pop(number, None)
        else:
            at.bound[number] = outer


def _derivative(a: Term, at: Values) -> Number:
    if _may_turn(a, at):
        raise Inconclusive("a derivative by a complex number of what has a branch cut or a corner")
    slope, needs = _slope(a, at.smooth)
    evaluate(_original(a), at)
    if not all(_surely_not_zero(need, at) for need in needs):
        raise Inconclusive("a derivative where it may not exist")
    return evaluate(slope, at)


def _may_turn(a: Term, at: Values) -> bool:
    """Whether complex values occur in what is differentiated, and a function that is not analytic everywhere."""
    parts = list(t.subterms(a))
    is_complex = any(s == t.IMAGINARY or (s.op in ("sym", "item", "app", "dapp") and not at.is_real(s)) for s in parts)
    return is_complex and any(
        (s.op == "fn" and s.args[0] not in ANALYTIC) or (s.op == "pow" and t.integer_value(s.args[1]) is None)
        for s in parts
    )


ANALYTIC = frozenset({"exp", "sin", "cos", "sinh", "cosh", "erf", "erfc"})

_slopes: dict[Term, tuple[Term, list[Term]]] = {}


def _slope(a: Term, smooth: Callable[[str], bool]) -> tuple[Term, list[Term]]:
    """The derivative carried out, and what must not vanish; remembered where no opaque function occurs."""
    if a in _slopes:
        return _slopes[a]
    try:
        found = calculus.without_derivatives(a, smooth)
    except calculus.NoDerivative as e:
        raise Inconclusive(str(e)) from None
    if not any(s.op in ("app", "dapp") for s in t.subterms(a)):
        if len(_slopes) > MAX_SLOPES:
            _slopes.clear()
        _slopes[a] = found
    return found


def _original(a: Term) -> Term:
    """What is differentiated, at the point where the derivative is taken: it must have a value there."""
    return t.instantiate(a, a.args[2]) if a.op == "deriv" else a.args[0]


def _surely_not_zero(need: Term, at: Values) -> bool:
    if need.op == "forall":
        return all(_surely_not_zero(need.args[1], inner) for inner in over_range(need, at))
    return not as_ball(evaluate(need, at)).contains(0)


_RULES: dict[str, Callable[[Term, Values], Number]] = {
    "num": _num,
    "const": _const,
    "sym": _symbol,
    "var": _var,
    "item": _item,
    "app": _app,
    "dapp": _dapp,
    "add": _add,
    "mul": _mul,
    "pow": _pow,
    "fn": _fn,
    "cases": _cases,
    "sum": _pile(0, plus),
    "prod": _pile(1, times),
    "deriv": _derivative,
    "ideriv": _derivative,
}


# -------------------------------------------------------------------------------------------------------------- claims


def holds(claim: Term, at: Values) -> bool | None:
    """Whether a claim is true at the point; None when that is not known. Raises Undefined where a side has no value."""
    match claim.op:
        case "true" | "false":
            return claim.op == "true"
        case "not":
            inner = holds(claim.args[0], at)
            return None if inner is None else not inner
        case "and" | "or":
            return _combined(claim.op == "and", [holds(c, at) for c in claim.args])
        case "forall":
            return _combined(True, [holds(claim.args[1], inner) for inner in over_range(claim, at)])
        case "rel":
            op, a, b = claim.args
            return compare(op, evaluate(a, at), evaluate(b, at))
    return None


def _combined(every: bool, parts: list[bool | None]) -> bool | None:
    if (not every) in parts:
        return not every
    return None if None in parts else every


def compare(op: str, a: Number, b: Number) -> bool | None:
    """Whether `a op b`, for values known exactly or as balls."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        d = a - b
        return bool({"==": d == 0, "!=": d != 0, "<": d < 0, "<=": d <= 0, ">": d > 0, ">=": d >= 0}[op])
    difference = as_ball(a) - as_ball(b)
    if op in ("==", "!="):
        return None if difference.contains(0) else op == "!="
    try:
        gap = real_part(as_ball(a)) - real_part(as_ball(b))
    except Inconclusive:
        return None
    if gap > 0 or gap < 0:
        return (gap > 0) == (op[0] == ">")
    return None
