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
from derive.kernel.normal import Kernel, Normalizer, Rat, Unsupported
from derive.kernel.signs import is_nonzero, sign
from derive.kernel.terms import Term


class Growth(NamedTuple):
    """exp(rate w) w^degree (log w)^slow; the rate may be symbolic."""

    rate: Rat
    degree: int
    slow: int


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
        growth = Growth(n.minus(top.rate, bottom.rate), top.degree - bottom.degree, top.slow - bottom.slow)
        if growth.slow or (n.is_zero(growth.rate) and not growth.degree):
            continue
        v = n.rat(t.var(w))
        exponent = n.plus(n.times(growth.rate, v), n.scaled(n.rat(t.log(t.var(w))), growth.degree))
        rest = n.times(kernel.logarithm_of, ex.exp(n, n.negated(exponent)))
        a = n.replaced(a, i, n.plus(exponent, ex.logarithm_kernel(n, rest)))
    return a


def _moves(n: Normalizer, a: Rat, w: int) -> bool:
    return w in n.free_of_poly(a[0]) | n.free_of_poly(a[1])


def _grouped(n: Normalizer, p: Any, w: int) -> list[tuple[Growth, Rat]]:
    """The terms of p by their growth, each with the limit of its coefficient."""
    groups: list[tuple[Growth, Rat]] = []
    for exponents, c in p.terms():
        growth, coefficient = Growth(n.zero, 0, 0), n.constant(c)
        for i, e in enumerate(exponents):
            if e:
                more, factor = _kernel_at_infinity(n, i, w)
                growth = Growth(
                    n.plus(growth.rate, n.scaled(more.rate, int(e))),
                    growth.degree + more.degree * int(e),
                    growth.slow + more.slow * int(e),
                )
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
    kernel, still = n.kernels[i], Growth(n.zero, 0, 0)
    if w not in kernel.free:
        return still, (n.generators[i], n.one_poly)
    if kernel.term == t.var(w):
        return Growth(n.zero, 1, 0), n.one
    if kernel.term == t.log(t.var(w)):
        return Growth(n.zero, 0, 1), n.one
    if kernel.exponent is not None:
        return _exponential_at_infinity(n, kernel, kernel.exponent, w)
    if kernel.logarithm_of is not None:
        inner = _limit(n, kernel.logarithm_of, w)
        if sign(n, inner) != POSITIVE:
            raise Unsupported("a limit of a logarithm that does not stay finite")
        return still, ex.log(n, inner)
    raise Unsupported("a limit of this kind")


def _exponential_at_infinity(n: Normalizer, kernel: Kernel, exponent: Rat, w: int) -> tuple[Growth, Rat]:
    """exp of r w with r free of w, or of something that converges."""
    rate = n.times(exponent, n.inverse(n.rat(t.var(w))))
    if not _moves(n, rate, w):
        return Growth(rate, 0, 0), n.one
    return Growth(n.zero, 0, 0), ex.exp(n, _limit(n, exponent, w))


def _compare(n: Normalizer, a: Growth, b: Growth) -> int:
    """1, 0 or -1: which grows faster."""
    s = sign(n, n.minus(a.rate, b.rate))
    if s not in (POSITIVE, NEGATIVE, ZERO):
        raise Unsupported("a limit that depends on the sign of a rate")
    if s != ZERO:
        return 1 if s == POSITIVE else -1
    here, there = (a.degree, a.slow), (b.degree, b.slow)
    return (here > there) - (here < there)


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
