"""Inequalities: the sign of a difference, comparison through logarithms, and the sign of a slope.

Soundness: a True from `holds` means that the relation holds at every point of the domain where both sides are defined.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from derive.kernel import calculus
from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.conditions import conditions, never_zero
from derive.kernel.core import Statement
from derive.kernel.domain import (
    ANY_SIGN,
    NEGATIVE,
    POSITIVE,
    SIGNS_OF,
    ZERO,
    Interval,
    mirrored,
    sign_product,
    simple_bound,
)
from derive.kernel.normal import Normalizer, Rat, Unsupported
from derive.kernel.regular import continuous, differentiable
from derive.kernel.signs import bind, is_nonnegative, is_nonzero, is_real, remember, sign, sign_poly
from derive.kernel.terms import Term


def holds(n: Normalizer, statement: Statement) -> str:
    """The name of the argument by which a relation of order, or !=, is proved; '' when none succeeds."""
    op, a, b = statement.claim.args
    difference = n.minus(n.rat(a), n.rat(b))
    if op == "!=" and is_nonzero(n, difference):
        return "sign"
    wanted = SIGNS_OF[op]
    s = sign(n, difference)
    if s is None:
        return ""
    if s & ~wanted == 0:
        return "sign"
    if (s & _sign_by_logarithms(n, difference)) & ~wanted == 0:
        return "logarithms"
    by = by_slope(n, statement)
    if by:
        return by
    _remember_members(n, statement)
    s = sign(n, difference)
    if s is not None and s & ~wanted == 0:
        return "one of the terms"
    _remember_tangents(n, difference)
    s = sign(n, difference)
    return "tangents" if s is not None and s & ~wanted == 0 else ""


# -------------------------------------------------------------------------------------------------------- logarithms


def _sign_by_logarithms(n: Normalizer, a: Rat, depth: int = 2) -> int:
    """sum c log f has the sign of prod f^c - 1; P - Q of positive P and Q that of log P - log Q; factor by factor."""
    bottom = sign_poly(n, a[1])
    if bottom not in (POSITIVE, NEGATIVE) or depth == 0 or n.is_zero(a):
        return ANY_SIGN
    lead, factors = n.factored(a[0])
    result = bottom if lead > 0 else mirrored(bottom)
    for f, e in factors:
        s = (sign_poly(n, f) or ANY_SIGN) & _sign_of_factor(n, f, depth)
        result = sign_product(result, s if e % 2 else sign_product(s, s) & ~NEGATIVE)
    return result


def _sign_of_factor(n: Normalizer, p: Any, depth: int) -> int:
    product = _exponential_of_logarithms(n, (p, n.one_poly))
    by_product = ANY_SIGN if product is None else sign(n, n.minus(product, n.one)) or ANY_SIGN
    return by_product & _sign_of_difference(n, p, depth)


def _sign_of_difference(n: Normalizer, p: Any, depth: int) -> int:
    """The sign of log P - log Q, when p is P - Q with positive P and Q, each a product."""
    if len(p) != 2:
        return ANY_SIGN
    (m1, c1), (m2, c2) = p.terms()
    if (c1 > 0) == (c2 > 0):
        return ANY_SIGN
    up, down = ((m1, c1), (m2, -c2)) if c1 > 0 else ((m2, c2), (m1, -c1))
    pieces = [(n.ring.from_dict({m: c}), n.one_poly) for m, c in (up, down)]
    if any(sign(n, piece) != POSITIVE for piece in pieces):
        return ANY_SIGN
    difference = n.minus(ex.log(n, pieces[0]), ex.log(n, pieces[1]))
    return (sign(n, difference) or ANY_SIGN) & _sign_by_logarithms(n, difference, depth - 1)


def _exponential_of_logarithms(n: Normalizer, a: Rat) -> Rat | None:
    """exp(a), when `a` is real and a sum with a rational multiple of a logarithm in it."""
    if not a[1].is_one() or not is_real(n, a):
        return None
    logarithms = [i for i, degree in n.present(a[0]) if degree == 1 and n.kernels[i].logarithm_of is not None]
    alone = [i for i in logarithms if any(sum(m) == 1 and m[i] == 1 for m, _ in a[0].terms())]
    return ex.exp(n, a) if alone else None


def _remember_tangents(n: Normalizer, a: Rat) -> None:
    """log f <= f - 1 and f log f >= f - 1 for f > 0; exp t >= 1 + t for real t: for the kernels of `a`."""
    present = {i for p in a for i, _ in n.present(p)}
    for i in sorted(present):
        kernel, value = n.kernels[i], (n.generators[i], n.one_poly)
        f = kernel.logarithm_of
        if f is not None and sign(n, f) == POSITIVE:
            above = _strict_unless_zero(n, n.minus(f, n.one))
            remember(n, n.minus(n.minus(f, n.one), value), above)
            remember(n, n.minus(n.times(f, value), n.minus(f, n.one)), above)
        elif kernel.exponent is not None and is_real(n, kernel.exponent) and not kernel.formal:
            remember(n, n.minus(n.minus(value, n.one), kernel.exponent), _strict_unless_zero(n, kernel.exponent))


def _strict_unless_zero(n: Normalizer, distance: Rat) -> int:
    """The signs of a tangent inequality's two sides' difference: 0 only where the distance from the point is 0."""
    return POSITIVE if is_nonzero(n, distance) else POSITIVE | ZERO


def _remember_members(n: Normalizer, statement: Statement) -> None:
    """sum_i f(i) >= f(k) for f >= 0 and a k in the range: for the sums and the whole numbers of the claim."""
    symbols = [a for a in sorted(t.atoms(statement.claim), key=repr) if a.op == "sym" and n.domain.is_integer(a)]
    for kernel in list(n.kernels):
        if kernel.kind != "sum" or kernel.free or kernel.term.args[1].op == "sum":
            continue
        number, body, lower, upper = kernel.term.args
        for k in symbols:
            inside = (n.minus(n.rat(k), n.rat(lower)), n.minus(n.rat(upper), n.rat(k)))
            inner = n.rat(t.substitute(body, {t.var(number): t.var(bind(n, n.rat(lower), n.rat(upper)))}))
            if all(is_nonnegative(n, d) for d in inside) and is_nonnegative(n, inner):
                member = n.rat(t.substitute(body, {t.var(number): k}))
                remember(n, n.minus(n.rat(kernel.term), member), POSITIVE | ZERO)


# ------------------------------------------------------------------------------------------------------------- slope


def by_slope(n: Normalizer, statement: Statement) -> str:
    """f(x) < f(c) for x != c on an interval: f rises strictly before c and falls strictly after it.

    By the mean value theorem: f is continuous on the interval and differentiable inside, with f' > 0 to the left of c
    and f' < 0 to the right of it. For f(x) > f(c) the signs change places. Needs a hypothesis x != c, x otherwise
    bounded by numbers only, and c provably in the interval.
    """
    op, low, high = statement.claim.args
    if op in (">", ">="):
        op, low, high = {">": "<", ">=": "<="}[op], high, low
    if op not in ("<", "<="):
        return ""
    for x, c in _excluded_points(statement):
        for side, direction in ((low, 1), (high, -1)):
            other = high if direction == 1 else low
            if _is_value_at(n, side, other, x, c) and _has_slopes(n, statement, side, x, c, direction):
                return "sign of the slope"
    return ""


def _excluded_points(statement: Statement) -> list[tuple[Term, Term]]:
    """The pairs (x, c) of a hypothesis x != c, where nothing else but numeric bounds is said of x."""
    found = []
    for h in statement.hypotheses:
        if h.claim.op != "rel" or h.claim.args[0] != "!=" or h.binders:
            continue
        _, a, b = h.claim.args
        for x, c in ((a, b), (b, a)):
            if x.op == "sym" and not t.mentions(c, x.args[0]) and _only_bounded(statement, x, h.claim):
                found.append((x, c))
    return found


def _only_bounded(statement: Statement, x: Term, excluded: Term) -> bool:
    others = [h for h in statement.hypotheses if h.claim != excluded and t.mentions(h.claim, x.args[0])]
    return all(not h.binders and simple_bound(h) is not None for h in others)


def _is_value_at(n: Normalizer, f: Term, value: Term, x: Term, c: Term) -> bool:
    if not t.mentions(f, x.args[0]) or t.mentions(value, x.args[0]):
        return False
    return n.is_zero(n.minus(n.rat(t.substitute(f, {x: c})), n.rat(value)))


def _has_slopes(n: Normalizer, statement: Statement, f: Term, x: Term, c: Term, direction: int) -> bool:
    bounds = n.domain.interval(x)
    whole = None if bounds is None else _without_bare_ends(n, f, x, bounds)
    if whole is None or n.domain.is_integer(x) or not _contains(n, whole, n.rat(c)):
        return False
    inside = Interval(whole.lo, whole.hi)
    if not continuous(n, *_opened(n, f, x, whole)):
        return False
    left = _slope_is(n, f, x, inside, c, NEGATIVE, POSITIVE if direction == 1 else NEGATIVE)
    return left and _slope_is(n, f, x, inside, c, POSITIVE, NEGATIVE if direction == 1 else POSITIVE)


def _without_bare_ends(n: Normalizer, f: Term, x: Term, whole: Interval) -> Interval:
    """The interval without those ends at which f has no value: there the statement says nothing."""
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


def _slope_is(n: Normalizer, f: Term, x: Term, inside: Interval, c: Term, side: int, wanted: int) -> bool:
    """Whether f' has the wanted sign at every inner point on one side of c (there may be none)."""
    body, number = _opened(n, f, x, inside)
    v = t.var(number)
    distance = n.minus(n.rat(v), n.rat(c))
    s = sign(n, distance)
    if s is not None and not s & side:
        return True
    remember(n, distance, side)
    if not differentiable(n, body, number):
        return False
    try:
        slope, needs = calculus.differentiate(body, v, n.domain.is_smooth)
    except calculus.NoDerivative:
        return False
    if not all(never_zero(n, need) for need in needs):
        return False
    try:
        form = n.rat(slope)
        return ((sign(n, form) or ANY_SIGN) & _sign_by_logarithms(n, form)) == wanted
    except Unsupported:
        return False
