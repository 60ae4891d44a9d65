"""Signs of polynomials that intervals are too coarse for: quadratics, roots as squares, Sturm's theorem.

Soundness: each function returns a set that contains the sign of p at every point of the domain.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from flint import fmpq, fmpq_poly

from derive.kernel.domain import ANY_SIGN, NEGATIVE, POSITIVE, ZERO, Interval
from derive.kernel.normal import Kernel, Normalizer, Rat

MAX_DEGREE = 30
MAX_TERMS = 60

SignOf = Callable[[Normalizer, Any], "int | None"]


def sign_as_quadratic(n: Normalizer, p: Any, sign_of: SignOf) -> int:
    """a g^2 + b g + c has the sign of a where b^2 - 4ac < 0, or 0 at most where b^2 - 4ac <= 0; p and g are real."""
    if len(p) > MAX_TERMS:
        return ANY_SIGN
    for i, degree in n.present(p):
        if degree != 2:
            continue
        n.spend(1 + len(p))
        c, b, a = _coefficients(n, p, i)
        lead = sign_of(n, a)
        if lead not in (POSITIVE, NEGATIVE):
            continue
        s = sign_of(n, b * b - 4 * a * c)
        if s is not None and not s & POSITIVE:
            return lead if not s & ZERO else lead | ZERO
    return ANY_SIGN


def _coefficients(n: Normalizer, p: Any, i: int) -> list[Any]:
    """The coefficients of 1, g and g^2 for the kernel i."""
    parts: list[dict[tuple[int, ...], fmpq]] = [{}, {}, {}]
    for exponents, c in p.terms():
        parts[exponents[i]][(*exponents[:i], 0, *exponents[i + 1 :])] = c
    return [n.ring.from_dict(part) for part in parts]


def with_roots_for_radicands(n: Normalizer, p: Any) -> Any:
    """p with g written as r^L, where r is the L-th root of a kernel g >= 0: a + b - 2 sqrt(a) sqrt(b) is then a square."""
    for i, _ in n.present(p):
        relation = n.kernels[i].relation
        if n.kernels[i].kind != "root" or relation is None:
            continue
        length, (top, bottom) = relation
        present = n.present(top)
        if bottom.is_one() and len(top) == 1 and len(present) == 1 and top == n.generators[present[0][0]]:
            g = present[0][0]
            p = n.with_power(p, g, 1, (n.generators[i] ** length, n.one_poly))[0]
    return p


def sign_by_roots(n: Normalizer, p: Any) -> int:
    """The sign of a polynomial in one kernel that has no root inside the kernel's interval, by Sturm's theorem."""
    present = n.present(p)
    if len(present) != 1 or not 2 <= present[0][1] <= MAX_DEGREE:
        return ANY_SIGN
    i, degree = present[0]
    bounds = n.kernels[i].interval(n)
    if bounds is None:
        return ANY_SIGN
    n.spend(degree * degree)
    coefficients = [fmpq(0)] * (degree + 1)
    for exponents, c in p.terms():
        coefficients[exponents[i]] = c
    f = fmpq_poly(coefficients)
    if _roots_between(f, bounds) != 0 or any(f(end) == 0 for end in (bounds.lo, bounds.hi) if end is not None):
        return ANY_SIGN
    return POSITIVE if f(_inner_point(bounds)) > 0 else NEGATIVE


def _inner_point(a: Interval) -> fmpq:
    if a.lo is not None and a.hi is not None:
        return (a.lo + a.hi) / 2
    if a.lo is not None or a.hi is not None:
        return a.lo + 1 if a.lo is not None else (a.hi or fmpq(0)) - 1
    return fmpq(0)


def _roots_between(f: fmpq_poly, a: Interval) -> int:
    """How many different real roots f has in (lo, hi], by the changes of sign in its Sturm sequence."""
    sequence = [f, f.derivative()]
    while sequence[-1].degree() >= 0:
        sequence.append(-(sequence[-2] % sequence[-1]))
    sequence.pop()
    return _changes(sequence, a.lo, -1) - _changes(sequence, a.hi, 1)


def _changes(sequence: list[fmpq_poly], at: fmpq | None, direction: int) -> int:
    """Changes of sign along the sequence at a point, or at infinity in the direction."""
    values = [_far(g, direction) if at is None else g(at) for g in sequence]
    signs = [v > 0 for v in values if v != 0]
    return sum(x != y for x, y in pairwise(signs))


def _far(g: fmpq_poly, direction: int) -> fmpq:
    lead = g[g.degree()]
    return -lead if direction < 0 and g.degree() % 2 else lead


def may_have_a_pole(n: Normalizer, kernel: Kernel, sign: Callable[[Normalizer, Rat], int | None]) -> bool:
    """Whether an exponential may be a power b^e with a b that may be 0 and an e that may be negative."""
    if kernel.exponent is None:
        return False
    top, bottom = kernel.exponent
    for exponents, c in top.terms():
        for j in (j for j, e in enumerate(exponents) if e and n.kernels[j].formal):
            inner = n.kernels[j]
            plain = inner.kind == "log" or (inner.kind == "sum" and inner.term.args[1].args[:1] == ("log",))
            rest = n.ring.from_dict({(*exponents[:j], exponents[j] - 1, *exponents[j + 1 :]): c})
            s = sign(n, n.reduced(rest, bottom)) if plain else None
            if s is None or s & NEGATIVE:
                return True
    return False
