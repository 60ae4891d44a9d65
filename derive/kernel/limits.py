"""Limits by leading terms: a quotient of polynomials in exp(s w), w and log w, as w grows without bound.

Every limit is brought to w -> oo (v = w, -w, c + 1/w or c - 1/w). Kernels that converge are replaced by their limits;
of the rest, exp(s w) with s > 0 outgrows every power of w, which outgrows every power of log w. Numerator and
denominator are divided by the leading growth of the denominator, whose coefficient must provably not tend to 0.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import fmpq

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import NEGATIVE, POSITIVE, ZERO, Interval
from derive.kernel.normal import Normalizer, Rat, Unsupported
from derive.kernel.signs import is_nonzero, sign
from derive.kernel.terms import Term


class Growth(NamedTuple):
    """exp(rate w) w^degree (log w)^slow; rate and degree may be symbolic."""

    rate: Rat
    degree: Rat
    slow: int

    def times(self, n: Normalizer, other: Growth, e: int) -> Growth:
        """This growth times another one to the power e."""
        rate = n.plus(self.rate, n.scaled(other.rate, e))
        return Growth(rate, n.plus(self.degree, n.scaled(other.degree, e)), self.slow + other.slow * e)


def _still(n: Normalizer) -> Growth:
    return Growth(n.zero, n.zero, 0)


def limit_term(n: Normalizer, a: Term) -> Rat:
    number, body, point, direction = a.args
    w = n.variable(Interval(fmpq(1)), integer=False)
    limits = [_at_infinity(n, t.substitute(body, {t.var(number): place}), w) for place in _places(point, direction, w)]
    if any(not n.is_zero(n.minus(limits[0], other)) for other in limits[1:]):
        raise Unsupported("a limit that differs from the two sides")
    return limits[0]


def _places(point: Term, direction: str, w: int) -> list[Term]:
    """What is put for the variable, so that w -> oo takes it to the point."""
    v = t.var(w)
    if point == t.INFINITY:
        return [v]
    if point == t.MINUS_INFINITY:
        return [t.neg(v)]
    right, left = t.add(point, t.power(v, t.MINUS_ONE)), t.sub(point, t.power(v, t.MINUS_ONE))
    return {"+": [right], "-": [left]}.get(direction, [right, left])


def _at_infinity(n: Normalizer, body: Term, w: int) -> Rat:
    return _limit(n, n.rat(body), w)


def _limit(n: Normalizer, a: Rat, w: int) -> Rat:
    """The finite limit of `a` as w -> oo; raises Unsupported when there is none, or none is found."""
    n.spend(10)
    if not _moves(n, a, w):
        return a
    a = _with_logarithms_split(n, a, w)
    bottom = _leading(n, _grouped(n, a[1], w))
    if not is_nonzero(n, bottom[1]):
        raise Unsupported("a limit whose denominator may vanish in the limit")
    total = n.zero
    for growth, coefficient in _grouped(n, a[0], w):
        order = _compare(n, growth, bottom[0])
        if order > 0 and not n.is_zero(coefficient):
            raise Unsupported("a limit that is not finite")
        if order == 0:
            total = n.plus(total, coefficient)
        if order > 0:
            raise Unsupported("a limit of the form 0 times infinity")
    return n.times(total, n.inverse(bottom[1]))


def _with_logarithms_split(n: Normalizer, a: Rat, w: int) -> Rat:
    """log f = log M + log(f/M), with M the growth of an f that does not stay finite and positive."""
    for i in sorted({i for p in a for i, _ in n.present(p)}):
        kernel = n.kernels[i]
        if kernel.logarithm_of is None or w not in kernel.free or kernel.term == t.log(t.var(w)):
            continue
        top, bottom = (_leading(n, _grouped(n, p, w))[0] for p in kernel.logarithm_of)
        growth = top.times(n, bottom, -1)
        if growth.slow or (n.is_zero(growth.rate) and n.is_zero(growth.degree)):
            continue
        v = t.var(w)
        exponent = n.plus(n.times(growth.rate, n.rat(v)), n.times(growth.degree, n.rat(t.log(v))))
        rest = n.times(kernel.logarithm_of, ex.exp(n, n.negated(exponent)))
        a = n.replaced(a, i, n.plus(exponent, ex.logarithm_kernel(n, rest)))
    return a


def _moves(n: Normalizer, a: Rat, w: int) -> bool:
    return w in n.free_of_poly(a[0]) | n.free_of_poly(a[1])


def _grouped(n: Normalizer, p: Any, w: int) -> list[tuple[Growth, Rat]]:
    """The terms of p by their growth, each with the limit of its coefficient."""
    groups: list[tuple[Growth, Rat]] = []
    for exponents, c in p.terms():
        growth, coefficient = _still(n), n.constant(c)
        for i, e in enumerate(exponents):
            if e:
                more, factor = _kernel_at_infinity(n, i, w)
                growth = growth.times(n, more, int(e))
                coefficient = n.times(coefficient, n.power(factor, int(e)))
        groups.append((growth, coefficient))
    return _joined(n, groups)


def _joined(n: Normalizer, groups: list[tuple[Growth, Rat]]) -> list[tuple[Growth, Rat]]:
    joined: list[tuple[Growth, Rat]] = []
    for growth, coefficient in groups:
        same = next((k for k, (g, _) in enumerate(joined) if g == growth), None)
        if same is None:
            joined.append((growth, coefficient))
        else:
            joined[same] = (growth, n.plus(joined[same][1], coefficient))
    return joined


def _kernel_at_infinity(n: Normalizer, i: int, w: int) -> tuple[Growth, Rat]:
    """A kernel as a growth times a coefficient that converges."""
    kernel, still = n.kernels[i], _still(n)
    if w not in kernel.free:
        return still, (n.generators[i], n.one_poly)
    if kernel.term == t.var(w):
        return Growth(n.zero, n.one, 0), n.one
    if kernel.term == t.log(t.var(w)):
        return Growth(n.zero, n.zero, 1), n.one
    if kernel.exponent is not None:
        return _exponential_at_infinity(n, kernel.exponent, w)
    if kernel.logarithm_of is not None:
        inner = _limit(n, kernel.logarithm_of, w)
        if sign(n, inner) != POSITIVE:
            raise Unsupported("a limit of a logarithm that does not stay finite")
        return still, ex.log(n, inner)
    raise Unsupported("a limit of this kind")


def _exponential_at_infinity(n: Normalizer, exponent: Rat, w: int) -> tuple[Growth, Rat]:
    """exp(r w + s log w + rest) with r and s free of w and a rest that converges."""
    exponent = _with_logarithms_split(n, exponent, w)
    if w in n.free_of_poly(exponent[1]):
        return _still(n), ex.exp(n, _limit(n, exponent, w))
    parts = [n.zero, n.zero, n.zero]
    for exponents, c in exponent[0].terms():
        piece = n.times((n.ring.from_dict({exponents: c}), n.one_poly), n.inverse((exponent[1], n.one_poly)))
        moving = [(n.kernels[i].term, e) for i, e in enumerate(exponents) if e and w in n.kernels[i].free]
        place = [[(t.var(w), 1)], [(t.log(t.var(w)), 1)], moving].index(moving)
        parts[place] = n.plus(parts[place], piece)
    rate = n.times(parts[0], n.inverse(n.rat(t.var(w))))
    degree = n.times(parts[1], n.inverse(n.rat(t.log(t.var(w)))))
    return Growth(rate, degree, 0), ex.exp(n, _limit(n, parts[2], w))


def _compare(n: Normalizer, a: Growth, b: Growth) -> int:
    """1, 0 or -1: which grows faster."""
    for x, y in ((a.rate, b.rate), (a.degree, b.degree)):
        s = sign(n, n.minus(x, y))
        if s not in (POSITIVE, NEGATIVE, ZERO):
            raise Unsupported("a limit that depends on the sign of a rate")
        if s != ZERO:
            return 1 if s == POSITIVE else -1
    return (a.slow > b.slow) - (a.slow < b.slow)


def _leading(n: Normalizer, groups: list[tuple[Growth, Rat]]) -> tuple[Growth, Rat]:
    best = groups[0]
    for g in groups[1:]:
        if _compare(n, g[0], best[0]) > 0:
            best = g
    total = n.zero
    for growth, coefficient in groups:
        if _compare(n, growth, best[0]) == 0:
            total = n.plus(total, coefficient)
    return best[0], total
