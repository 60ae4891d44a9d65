"""Definite integrals: term by term, each by a closed form whose convergence is proved; else a kernel of its own.

Soundness: where the integral exists it has the value given. The integrand's normal form is equal to it inside the
range, so almost everywhere. Parts that are in the tables converge by themselves, and so do those of which a hypothesis
gives the integral; what is left over stays one integral, which then exists if the whole does.

    over (-oo, oo)   v^k exp(c2 v^2 + c1 v)     c2 < 0, k = 0, 1, ...     moments of a normal law
    over (0, oo)     v^p exp(c1 v)              re c1 < 0, p > -1          Gamma(p+1) (-c1)^-(p+1)
                     v^p exp(c2 v^2)            re c2 < 0, p > -1          Gamma((p+1)/2) (-c2)^(-(p+1)/2) / 2
    over (0, 1)      v^p (1-v)^q                p, q > -1                 B(p+1, q+1)
                     v^p (log v)^k              p > -1                    (-1)^k k! / (p+1)^(k+1)
    over (l, u)      v^k exp(c1 v)              c1 = 0 or never 0         by parts
                     c f'/f                     f > 0                     c log(f(u)/f(l))

An integrand with |c v + b| is cut where that is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import factorial
from typing import Any

from flint import fmpq

from derive.kernel import calculus
from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import ABOVE_ZERO, NEGATIVE, POSITIVE, REAL, Interval
from derive.kernel.normal import Normalizer, Rat, rational_value
from derive.kernel.opaque import opaque_binder, opaque_term
from derive.kernel.regular import differentiable
from derive.kernel.shapes import Shape, moving_parts, shape
from derive.kernel.signs import (
    is_nonnegative,
    is_nonzero,
    is_positive,
    is_real,
    may_divide_by,
    remember,
    sign,
    sign_poly,
)
from derive.kernel.terms import Term

MAX_MOMENT = 24


def integral_term(n: Normalizer, a: Term) -> Rat:
    known = _value(n, a)
    return opaque_binder(n, a) if known is None else n.simplified(known)


def _value(n: Normalizer, a: Term, whole: bool = False) -> Rat | None:
    """The integral in closed form, as far as its parts have one; None where none has. whole: only where all have."""
    number, body, lower, upper = a.args
    where = _range(n, lower, upper)
    if where is None:
        return None
    v = n.variable(where, integer=False)
    _remember_range(n, v, lower, upper)
    inner = n.rat(t.substitute(body, {t.var(number): t.var(v)}))
    if n.is_zero(inner):
        return n.zero
    pieces = moving_parts(n, inner, frozenset({v}))
    values = [_part(n, shape(n, inside, v), lower, upper) for _, inside in pieces]
    if None in values:
        found = _logarithmic(n, inner, v, lower, upper) or _cut_at_a_corner(n, a, v)
        if found is not None or whole or (len(pieces) == 1 and pieces[0][0] == n.one):
            return found
    total, rest = n.zero, n.zero
    for (outside, inside), value in zip(pieces, values, strict=True):
        stands = _as_it_stands(v, n.term_of(inside), lower, upper)
        if value is None and opaque_term(n, stands) in _given(n):
            value = opaque_binder(n, stands)
        if value is None:
            rest = n.plus(rest, n.times(outside, inside))
        else:
            total = n.plus(total, n.times(outside, value))
    for outside, inside in [(n.one, rest)] if len(moving := moving_parts(n, rest, frozenset({v}))) > 1 else moving:
        left = opaque_binder(n, _as_it_stands(v, n.term_of(inside), lower, upper))
        total = n.plus(total, n.times(outside, left))
    return total


def _given(n: Normalizer) -> set[Term]:
    """The integrals, without constant factors, that exist because a hypothesis says what they are."""
    if n.integrals is None:
        n.integrals = set()  # first: these integrals are read by the same rule
        for h in n.domain.hypotheses:
            if not h.binders:
                for a in _strict_integrals(h.claim):
                    n.integrals |= {opaque_term(n, a)} | _without_factor(n, a)
    return n.integrals


def _strict_integrals(a: Term) -> Iterator[Term]:
    """The integrals without which a term has no value."""
    if a.op == "int" and not a.free:
        yield a
    elif a.op in ("rel", "and", "add", "mul", "pow") or (a.op == "fn" and a.args[0] != "xlogy"):
        for part in a.children():
            yield from _strict_integrals(part)


def _without_factor(n: Normalizer, a: Term) -> set[Term]:
    number, body, lower, upper = a.args
    where = _range(n, lower, upper)
    if where is None:
        return set()
    v = n.variable(where, integer=False)
    inner = n.rat(t.substitute(body, {t.var(number): t.var(v)}))
    pieces = moving_parts(n, inner, frozenset({v}))
    own = [inside for outside, inside in pieces if len(pieces) == 1 and is_nonzero(n, outside)]
    return {opaque_term(n, _as_it_stands(v, n.term_of(inside), lower, upper)) for inside in own}


def _as_it_stands(v: int, integrand: Term, lower: Term, upper: Term) -> Term:
    number = t.fresh()
    return t.big("int", number, t.substitute(integrand, {t.var(v): t.var(number)}), lower, upper)


def _cut_at_a_corner(n: Normalizer, a: Term, v: int) -> Rat | None:
    """int_l^u f = int_0^(x-l) f(x - w) dw + int_0^(u-x) f(x + w) dw, x being where a |c v + b| in f is 0, if both are known."""
    number, body, lower, upper = a.args
    for kernel in [k for k in n.kernels if k.kind == "abs" and v in k.free]:
        corner = _zero_of_linear(n, n.rat(kernel.term.args[1]), v)
        if corner is None:
            continue
        halves = []
        for end, infinity, direction in ((lower, t.MINUS_INFINITY, -1), (upper, t.INFINITY, 1)):
            distance = _distance(n, end, corner, infinity, direction)
            if distance is not None:
                w = t.fresh()
                place = t.add(n.term_of(corner), t.mul(t.num(direction), t.var(w)))
                moved = t.big("int", w, t.substitute(body, {t.var(number): place}), t.ZERO, distance)
                halves.append(_value(n, moved, whole=True))
        known = [half for half in halves if half is not None]
        if len(known) == 2:
            return n.total(known)
    return None


def _zero_of_linear(n: Normalizer, f: Rat, v: int) -> Rat | None:
    """-b/c for a real f = c v + b with a c that is never 0."""
    own = n.present(n.rat(t.var(v))[0])[0][0]
    if not f[1].is_one() or not is_real(n, f) or dict(n.present(f[0])).get(own) != 1:
        return None
    slope = n.ring.from_dict({(*m[:own], 0, *m[own + 1 :]): q for m, q in f[0].terms() if m[own]})
    rest = f[0] - slope * n.generators[own]
    if v in n.free_of_poly(slope) | n.free_of_poly(rest) or not is_nonzero(n, (slope, n.one_poly)):
        return None
    return n.times((-rest, n.one_poly), n.inverse((slope, n.one_poly)))


def _distance(n: Normalizer, end: Term, corner: Rat, infinity: Term, direction: int) -> Term | None:
    """How far the corner is from an end of the range; None where it may lie beyond."""
    if end == infinity:
        return t.INFINITY
    if end in (t.INFINITY, t.MINUS_INFINITY):
        return None
    distance = n.scaled(n.minus(n.rat(end), corner), direction)
    return n.term_of(distance) if is_nonnegative(n, distance) else None


def _range(n: Normalizer, lower: Term, upper: Term) -> Interval | None:
    """An interval that holds every inner point of the range of integration; None when it is no real range."""
    if (lower, upper) == (t.MINUS_INFINITY, t.INFINITY):
        return REAL
    if (lower, upper) == (t.ZERO, t.INFINITY):
        return ABOVE_ZERO
    if "const" in (lower.op, upper.op) and {lower, upper} & {t.INFINITY, t.MINUS_INFINITY}:
        return None
    ends = n.rat(lower), n.rat(upper)
    if not all(is_real(n, end) for end in ends):
        return None
    low, high = (rational_value(end) for end in ends)
    if low is None and high is None:
        return REAL
    if low is None or high is None:
        return Interval(low, high) if is_nonnegative(n, n.minus(ends[1], ends[0])) else REAL
    return Interval(low, high) if low < high else None


def _remember_range(n: Normalizer, v: int, lower: Term, upper: Term) -> None:
    """lower < v < upper, where both ends are finite and in that order."""
    if {lower, upper} & {t.INFINITY, t.MINUS_INFINITY}:
        return
    low, high, at = n.rat(lower), n.rat(upper), n.rat(t.var(v))
    if is_positive(n, n.minus(high, low)):
        remember(n, n.minus(at, low), POSITIVE)
        remember(n, n.minus(high, at), POSITIVE)


def _part(n: Normalizer, s: Shape, lower: Term, upper: Term) -> Rat | None:
    """scale . exp(c0) times the integral of the rest."""
    moving = (s.power, s.complement, *s.exponent)
    if not all(is_real(n, e) for e in (s.power, s.complement)):
        return None
    if any(ex.mentions_formal(n, e) for e in moving):  # 0^v is no exponential
        return None
    if s.others:
        found = _logarithm_moment(n, s, lower, upper)
    elif lower == t.MINUS_INFINITY:
        found = _normal_moment(n, s)
    elif upper == t.INFINITY:
        found = _gamma_integral(n, s)
    else:
        found = _beta_integral(n, s, lower, upper) or _by_parts(n, s, lower, upper)
    if found is None:
        return None
    return n.product((s.scale, ex.exp(n, s.exponent[0]), found))


def _whole(n: Normalizer, power: Rat) -> int | None:
    """The power as a whole number from 0 to MAX_MOMENT."""
    q = rational_value(power)
    return int(q.p) if q is not None and q.q == 1 and 0 <= q <= MAX_MOMENT else None


def _normal_moment(n: Normalizer, s: Shape) -> Rat | None:
    """int v^k exp(c2 v^2 + c1 v) = sqrt(pi/-c2) exp(c1^2/(-4 c2)) E[V^k], V normal, mean c1/(-2 c2), variance 1/(-2 c2)"""
    k, (_, c1, c2) = _whole(n, s.power), s.exponent
    if k is None or not n.is_zero(s.complement) or sign(n, c2) != NEGATIVE:
        return None
    variance = n.inverse(n.scaled(c2, -2))
    mean = n.times(c1, variance)
    before, moment = n.zero, n.one
    for j in range(k):
        before, moment = moment, n.plus(n.times(mean, moment), n.scaled(n.times(variance, before), j))
    mass = ex.power(n, n.times(n.rat(t.PI), n.scaled(variance, 2)), n.constant(fmpq(1, 2)))
    return n.product((mass, ex.exp(n, n.scaled(n.times(c1, mean), fmpq(1, 2))), moment))


def _gamma_integral(n: Normalizer, s: Shape) -> Rat | None:
    """int_0^oo v^p exp(c v) = Gamma(p+1) (-c)^-(p+1); with v^2 for v in the exponent, half of it at (p+1)/2"""
    _, c1, c2 = s.exponent
    more = n.plus(s.power, n.one)
    if not n.is_zero(s.complement) or not is_positive(n, more) or not (n.is_zero(c1) or n.is_zero(c2)):
        return None
    square = n.is_zero(c1)
    rate = n.negated(c2 if square else c1)
    order = n.scaled(more, fmpq(1, 2)) if square else more
    if not is_positive(n, n.rat(t.fn("re", n.term_of(rate)))):
        return None
    value = n.times(_gamma(n, order), ex.power(n, rate, n.negated(order)))
    return n.scaled(value, fmpq(1, 2)) if square else value


def _gamma(n: Normalizer, a: Rat) -> Rat:
    return n.rat(t.fn("gamma", n.term_of(a)))


def _beta_integral(n: Normalizer, s: Shape, lower: Term, upper: Term) -> Rat | None:
    """int_0^1 v^p (1-v)^q = B(p+1, q+1)"""
    orders = [n.plus(e, n.one) for e in (s.power, s.complement)]
    moves = not (n.is_zero(s.exponent[1]) and n.is_zero(s.exponent[2]))
    if (lower, upper) != (t.ZERO, t.ONE) or moves or not all(is_positive(n, o) for o in orders):
        return None
    return n.rat(t.fn("beta", *(n.term_of(o) for o in orders)))


def _logarithm_moment(n: Normalizer, s: Shape, lower: Term, upper: Term) -> Rat | None:
    """int_0^1 v^p (log v)^k = (-1)^k k! / (p+1)^(k+1)"""
    more, k = n.plus(s.power, n.one), s.others[0][1]
    still = all(n.is_zero(e) for e in (s.complement, *s.exponent))
    if (lower, upper) != (t.ZERO, t.ONE) or not still or not is_positive(n, more) or len(s.others) > 1:
        return None
    if not 0 < k <= MAX_MOMENT or s.others[0][0] != ex.log(n, s.variable)[0]:
        return None
    return n.scaled(n.inverse(n.power(more, k + 1)), (-1) ** k * factorial(k))


def _by_parts(n: Normalizer, s: Shape, lower: Term, upper: Term) -> Rat | None:
    """int_l^u v^k exp(c v) = F(u) - F(l), with F_k = (v^k exp(c v) - k F_(k-1))/c, or v^(k+1)/(k+1) for c = 0"""
    (_, c, c2), ends = s.exponent, (n.rat(upper), n.rat(lower))
    if not n.is_zero(s.complement) or not n.is_zero(c2):
        return None
    if n.is_zero(c):
        return _power_rule(n, s.power, ends)
    k = _whole(n, s.power)
    if k is None or not may_divide_by(n, c):
        return None

    def antiderivative(v: Rat) -> Rat:
        wave, found = ex.exp(n, n.times(c, v)), n.zero
        for j in range(k + 1):
            found = n.times(n.minus(n.times(n.power(v, j), wave), n.scaled(found, j)), n.inverse(c))
        return found

    return n.minus(*map(antiderivative, ends))


def _power_rule(n: Normalizer, k: Rat, ends: tuple[Rat, Rat]) -> Rat | None:
    """(u^(k+1) - l^(k+1))/(k+1), for a whole number k >= 0"""
    if not n.is_integer(k) or not is_nonnegative(n, k):
        return None
    more = n.plus(k, n.one)
    return n.times(n.minus(*(ex.power(n, end, more) for end in ends)), n.inverse(more))


def _logarithmic(n: Normalizer, a: Rat, v: int, lower: Term, upper: Term) -> Rat | None:
    """int_l^u c f'/f = c log f(u) - c log f(l), for a differentiable f > 0 in the denominator"""
    if {lower, upper} & {t.INFINITY, t.MINUS_INFINITY}:
        return None
    for f, _ in n.factored(a[1])[1]:
        if v in n.free_of_poly(f) and sign_poly(n, f) == POSITIVE:
            c = _multiple_of_slope(n, a, f, v)
            if c is not None and v not in n.free_of_poly(c[0]) | n.free_of_poly(c[1]):
                ends = (t.substitute(n.term_of_poly(f), {t.var(v): end}) for end in (upper, lower))
                high, low = (ex.log(n, n.rat(end)) for end in ends)
                return n.times(c, n.minus(high, low))
    return None


def _multiple_of_slope(n: Normalizer, a: Rat, f: Any, v: int) -> Rat | None:
    """a f/f', or None where f is not known to be differentiable."""
    term = n.term_of_poly(f)
    if not differentiable(n, term, v):
        return None
    try:
        slope, needs = calculus.differentiate(term, t.var(v), n.domain.is_smooth)
    except calculus.NoDerivative:
        return None
    form = n.rat(slope)
    if needs or n.is_zero(form):
        return None
    return n.simplified(n.times(n.times(a, (f, n.one_poly)), n.inverse(form)))
