"""Inequalities in one variable by the sign of the slope, by the mean value theorem.

f(x) <= f(c) on an interval, where f' >= 0 before c and f' <= 0 after it; f(x) < f(c) for x != c where the slopes are
not 0. f is continuous on the interval and differentiable inside. The sign of a slope g on one side of c may be found
in the same way: from g(c) and the sign of g'. The points c are tried, not solved for: each is checked by f(c) and by
the slopes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flint import fmpq

from derive.kernel import calculus
from derive.kernel import terms as t
from derive.kernel.conditions import conditions, never_zero
from derive.kernel.core import Statement
from derive.kernel.domain import ANY_SIGN, NEGATIVE, POSITIVE, SIGNS_OF, ZERO, Interval, mirrored, simple_bound
from derive.kernel.normal import NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.regular import continuous, differentiable
from derive.kernel.signs import remember, sign
from derive.kernel.terms import Term

MAX_DEPTH = 3
MAX_SIZE = 300
SignOf = Callable[[Normalizer, Rat], int]
"""The possible signs of what is in normal form."""

USUAL = (t.ZERO, t.ONE, t.HALF, t.MINUS_ONE, t.TWO, t.exp(t.MINUS_ONE), t.exp(t.ONE))


class Curve(NamedTuple):
    """f as a function of x on an interval, which is open where f has no value at its end."""

    f: Term
    x: Term
    whole: Interval


def by_slope(n: Normalizer, statement: Statement, sign_of: SignOf) -> bool:
    """Whether a < b, a <= b, ... follows from the slopes of a - b in one of its symbols."""
    op, a, b = statement.claim.args
    f = t.sub(a, b)
    if t.size(f, MAX_SIZE) > MAX_SIZE:
        return False
    for x in sorted((s for s in t.atoms(statement.claim) if s.op == "sym"), key=repr):
        if n.domain.is_integer(x) or not n.domain.is_real(x) or not _only_bounded(statement, x):
            continue
        for c in _places(n, statement, x):
            try:
                if _follows(n, statement, Curve(f, x, _interval_with(n, x, c)), c, op, sign_of):
                    return True
            except (Unsupported, NeedCase):
                continue
    return False


def _only_bounded(statement: Statement, x: Term) -> bool:
    """Whether nothing but numeric bounds, and points left out, is said of x."""
    for h in statement.hypotheses:
        if t.mentions(h.claim, x.args[0]):
            left_out = h.claim.op == "rel" and h.claim.args[0] == "!=" and x in h.claim.args[1:]
            if h.binders or not (left_out or simple_bound(h) is not None):
                return False
    return True


def _places(n: Normalizer, statement: Statement, x: Term) -> Iterator[Term]:
    """Where f may be largest: the points left out, the ends, other symbols, and some numbers."""
    tried: set[Term] = set()
    bounds = n.domain.interval(x) or Interval()
    ends = [t.num(end) for end in (bounds.lo, bounds.hi) if end is not None]
    others = sorted((s for s in t.atoms(statement.claim) if s.op == "sym" and n.domain.is_real(s)), key=repr)
    for c in (*_left_out(statement, x), *ends, *others, *USUAL):
        if c not in tried and not t.mentions(c, x.args[0]):
            tried.add(c)
            yield c


def _left_out(statement: Statement, x: Term) -> list[Term]:
    """The c of each hypothesis x != c."""
    found = []
    for h in statement.hypotheses:
        if h.claim.op == "rel" and h.claim.args[0] == "!=" and not h.binders:
            _, a, b = h.claim.args
            found += [c for y, c in ((a, b), (b, a)) if y == x]
    return found


def _interval_with(n: Normalizer, x: Term, c: Term) -> Interval:
    """The interval of x, closed at an end that is c."""
    bounds, number = n.domain.interval(x) or Interval(), t.value(c)
    at_low, at_high = (number is not None and end == number for end in (bounds.lo, bounds.hi))
    return Interval(bounds.lo, bounds.hi, bounds.lo_open and not at_low, bounds.hi_open and not at_high)


def _follows(n: Normalizer, statement: Statement, curve: Curve, c: Term, op: str, sign_of: SignOf) -> bool:
    whole = _without_bare_ends(n, curve)
    curve = Curve(curve.f, curve.x, whole)
    if not _contains(n, whole, n.rat(c)):
        return False
    value = n.rat(t.substitute(curve.f, {curve.x: c}))
    number = t.value(c)
    if not n.is_zero(value) and (number is None or number not in (whole.lo, whole.hi)):
        return False
    there = sign(n, value)
    if there is None:
        return False
    apart = c in _left_out(statement, curve.x) or _is_open_end(n.domain.interval(curve.x) or Interval(), c)
    for beyond in (NEGATIVE, POSITIVE):
        if not there & ~(beyond | ZERO) and _leads_to(op, beyond, there, apart):
            strict = there != beyond and op not in ("<=", ">=")
            if _falls_away(n, curve, c, beyond, strict, sign_of):
                return True
    return False


def _is_open_end(bounds: Interval, c: Term) -> bool:
    number = t.value(c)
    return number is not None and ((bounds.lo_open and number == bounds.lo) or (bounds.hi_open and number == bounds.hi))


def _leads_to(op: str, beyond: int, there: int, apart: bool) -> bool:
    """Whether it is enough that f moves from f(c) in the direction `beyond`."""
    reached = beyond if there == beyond or (apart and op not in ("<=", ">=")) else beyond | ZERO
    return reached & ~SIGNS_OF[op] == 0


def _falls_away(n: Normalizer, curve: Curve, c: Term, beyond: int, strict: bool, sign_of: SignOf) -> bool:
    """Whether f(x) lies on the side `beyond` of f(c), or is equal to it unless strict, at every x."""
    if not continuous(n, *_opened(n, curve.f, curve.x, curve.whole)):
        return False
    allowed = beyond if strict else beyond | ZERO
    return all(
        not _slope_beside(n, curve, c, side, sign_of) & ~wanted
        for side, wanted in ((POSITIVE, allowed), (NEGATIVE, mirrored(allowed)))
    )


def _slope_beside(n: Normalizer, curve: Curve, c: Term, side: int, sign_of: SignOf) -> int:
    """The signs of f' at the inner points on one side of c: none when there are no such points."""
    inside = Interval(curve.whole.lo, curve.whole.hi)
    body, number = _opened(n, curve.f, curve.x, _half(inside, c, side))
    distance = n.minus(n.rat(t.var(number)), n.rat(c))
    s = sign(n, distance)
    if s is not None and not s & side:
        return 0
    remember(n, distance, side)
    if not differentiable(n, body, number):
        return ANY_SIGN
    slope = _derivative(n, body, number)
    return ANY_SIGN if slope is None else _sign_beside(n, Curve(slope, t.var(number), curve.whole), c, side, sign_of, 1)


def _half(inside: Interval, c: Term, side: int) -> Interval:
    number = t.value(c)
    if number is None:
        return inside
    return inside.meet(Interval(lo=number) if side == POSITIVE else Interval(hi=number))


def _sign_beside(n: Normalizer, curve: Curve, c: Term, side: int, sign_of: SignOf, depth: int) -> int:
    """The signs of g on one side of c: seen at once, or from g(c) and the slope of g."""
    s = sign_of(n, n.rat(curve.f))
    if depth > MAX_DEPTH or not (s & POSITIVE and s & NEGATIVE):
        return s
    g, v, number = curve.f, curve.x, curve.x.args[0]
    there = sign(n, n.rat(t.substitute(g, {v: c})))
    if there is None or (there & POSITIVE and there & NEGATIVE):
        return s
    slope = _derivative(n, g, number) if differentiable(n, g, number) else None
    if slope is None or not continuous(n, *_opened(n, g, v, curve.whole)):
        return s
    steep = _sign_beside(n, Curve(slope, v, curve.whole), c, side, sign_of, depth + 1)
    rise = steep if side == POSITIVE else mirrored(steep)
    for one in (POSITIVE, NEGATIVE):
        if not (rise | there) & ~(one | ZERO):
            return s & (one if one in (rise, there) else one | ZERO)
    return s


def _derivative(n: Normalizer, f: Term, number: int) -> Term | None:
    """df/dv for v = var(number), or None where something would have to be excluded."""
    try:
        slope, needs = calculus.differentiate(f, t.var(number), n.domain.is_smooth)
    except calculus.NoDerivative:
        return None
    return slope if all(never_zero(n, need) for need in needs) else None


def _without_bare_ends(n: Normalizer, curve: Curve) -> Interval:
    """The interval without those ends at which f has no value: there the statement says nothing."""
    f, x, whole = curve
    needed = [c.args[1] for c in conditions(n, f) if c.op == "rel"]

    def bare(end: fmpq | None) -> bool:
        return end is not None and any(n.is_zero(n.rat(t.substitute(c, {x: t.num(end)}))) for c in needed)

    return Interval(whole.lo, whole.hi, whole.lo_open or bare(whole.lo), whole.hi_open or bare(whole.hi))


def _contains(n: Normalizer, whole: Interval, c: Rat) -> bool:
    ends = ((whole.lo, whole.lo_open, 1), (whole.hi, whole.hi_open, -1))
    for end, is_open, direction in ends:
        if end is not None:
            s = sign(n, n.scaled(n.minus(c, n.constant(end)), direction))
            if s is None or s & NEGATIVE or (is_open and s & ZERO):
                return False
    return True


def _opened(n: Normalizer, f: Term, x: Term, where: Interval) -> tuple[Term, int]:
    """f with x as a new variable that lies in `where`."""
    number = n.variable(where, integer=False)
    return t.substitute(f, {x: t.var(number)}), number
