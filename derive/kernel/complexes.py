"""Complex values in normal form: conjugates, real and imaginary parts, moduli, and Euler's formulas.

Where the normalizer is told to (`euler`), everything is written with exponentials and conjugates, in which equal things
look alike: re z = (z + z*)/2, |z|^2 = z z*, cos z = (exp(iz) + exp(-iz))/2. Otherwise real and imaginary parts are
kernels of their own, which are known to be real.

Soundness: conjugation is a homomorphism of the field, and (exp a)* = exp(a*); it does not pass through logarithms and
roots, whose branch cut it does not keep.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import fmpq

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import ABOVE_ZERO, FROM_ZERO, POSITIVE, REAL, ZERO
from derive.kernel.normal import Kernel, Normalizer, Rat
from derive.kernel.signs import is_nonzero, is_real, is_real_poly, remember
from derive.kernel.terms import Term, fn

HALF = fmpq(1, 2)
MAX_MODULI = 6


def conjugate(n: Normalizer, a: Rat) -> Rat:
    """a*, kernel by kernel."""
    if is_real(n, a):
        return a
    top, bottom = (_conjugate_of_poly(n, p) for p in a)
    return n.simplified(n.times(top, n.inverse(bottom)))


def _conjugate_of_poly(n: Normalizer, p: Any) -> Rat:
    if is_real_poly(n, p):
        return (p, n.one_poly)
    present = [i for i, _ in n.present(p)]
    images = {i: _conjugate_of_kernel(n, i) for i in present}
    total = n.zero
    for exponents, c in p.terms():
        powers = (n.power(images[i], int(exponents[i])) for i in present if exponents[i])
        total = n.plus(total, n.scaled(n.product(powers), c))
    return total


def _conjugate_of_kernel(n: Normalizer, i: int) -> Rat:
    kernel = n.kernels[i]
    own: Rat = (n.generators[i], n.one_poly)
    if kernel.real:
        return own
    term = kernel.term
    if term == t.IMAGINARY:
        return n.negated(own)
    if kernel.kind == "exp" and kernel.exponent is not None and not kernel.formal:
        return ex.exp(n, conjugate(n, kernel.exponent))
    if term.op == "fn" and term.args[0] == "conjugate":
        return n.rat(term.args[1])
    if term.op in ("sum", "prod"):
        number, body, lower, upper = term.args
        return n.rat(t.big(term.op, number, fn("conjugate", body), lower, upper))
    return n.atom(fn("conjugate", term), None, kind="function")


def real_part(n: Normalizer, a: Rat) -> Rat:
    if is_real(n, a):
        return a
    if n.euler:
        return n.scaled(n.plus(a, conjugate(n, a)), HALF)
    return _by_terms(n, a, "re", _real_part_of)


def imaginary_part(n: Normalizer, a: Rat) -> Rat:
    if is_real(n, a):
        return n.zero
    if n.euler:
        turned = n.times(n.minus(conjugate(n, a), a), n.rat(t.IMAGINARY))
        return n.scaled(turned, HALF)
    return _by_terms(n, a, "im", _imaginary_part_of)


def _by_terms(n: Normalizer, a: Rat, name: str, part: Callable[[Normalizer, Term, bool], Rat]) -> Rat:
    """The part of a sum of r u, with real r and a product u of kernels that may be complex, by its terms."""
    top, bottom = a
    if not is_real_poly(n, bottom):
        return n.atom(fn(name, n.term_of(a)), REAL, kind="function")
    total = n.zero
    for exponents, c in top.terms():
        real, other, turned = list(exponents), [0] * len(exponents), False
        for i, e in enumerate(exponents):
            if e and not n.kernels[i].real:
                real[i] = 0
                turned |= n.kernels[i].term == t.IMAGINARY
                other[i] = 0 if n.kernels[i].term == t.IMAGINARY else e
        u = n.term_of_poly(n.ring.from_dict({tuple(other): 1}))
        factor: Rat = (n.ring.from_dict({tuple(real): c}), n.one_poly)
        total = n.plus(total, n.times(factor, part(n, u, turned)))
    return n.times(total, n.inverse((bottom, n.one_poly)))


def _real_part_of(n: Normalizer, u: Term, turned: bool) -> Rat:
    """re u, or re(i u) = -im u."""
    if turned:
        return n.negated(_imaginary_part_of(n, u, False))
    return n.one if u == t.ONE else n.atom(fn("re", u), REAL, kind="function")


def _imaginary_part_of(n: Normalizer, u: Term, turned: bool) -> Rat:
    """im u, or im(i u) = re u."""
    if turned:
        return _real_part_of(n, u, False)
    return n.zero if u == t.ONE else n.atom(fn("im", u), REAL, kind="function")


def modulus(n: Normalizer, a: Rat) -> Rat:
    """|a|, factor by factor; |exp e| = exp(re e)."""
    if is_real(n, a):
        return ex.absolute(n, a)
    result = n.one
    for p, direction in ((a[0], 1), (a[1], -1)):
        lead, factors = n.factored(p)
        result = n.scaled(result, abs(lead) if direction == 1 else 1 / abs(lead))
        for f, e in factors:
            result = n.times(result, n.power(_modulus_of_factor(n, f), e * direction))
    return n.simplified(result)


def _modulus_of_factor(n: Normalizer, f: Any) -> Rat:
    own: Rat = (f, n.one_poly)
    if is_real(n, own):
        return ex.absolute(n, own)
    if len(f) == 1 and f.total_degree() == 1:
        kernel = n.kernels[n.present(f)[0][0]]
        if kernel.term == t.IMAGINARY:
            return n.one
        if kernel.kind == "exp" and kernel.exponent is not None and not kernel.formal:
            return ex.exp(n, real_part(n, kernel.exponent))
        if kernel.term.op == "fn" and kernel.term.args[0] == "conjugate":
            own = n.rat(kernel.term.args[1])
    bounds = ABOVE_ZERO if is_nonzero(n, own) else FROM_ZERO
    if not n.euler:
        return n.atom(fn("abs", n.term_of(own)), bounds, kind="function")
    other = conjugate(n, own)
    term = min((fn("abs", n.term_of(value)) for value in (own, other)), key=repr)  # |f| = |f*|
    square = n.simplified(n.times(own, other))
    return n.kernel(term, lambda: Kernel("modulus", term, bounds, relation=(2, square)))


def from_exponentials(n: Normalizer, a: Rat, odd: bool) -> Rat:
    """sin a (odd) or cos a by exponentials."""
    i = n.rat(t.IMAGINARY)
    forth = ex.exp(n, n.times(i, a))
    back = n.inverse(forth)
    if odd:
        return n.simplified(n.scaled(n.times(n.minus(back, forth), i), HALF))
    return n.scaled(n.plus(forth, back), HALF)


# ------------------------------------------------------------------------------------------------------ inequalities


def remember_moduli(n: Normalizer, a: Rat) -> None:
    """|re u|, |im u| <= |u|, |u|^2 = (re u)^2 + (im u)^2, and |u + v| <= |u| + |v|, for what occurs in `a`."""
    parts = [n.kernels[i].term for i, _ in n.present(a[0]) if n.kernels[i].term.op == "fn" and not n.kernels[i].free]
    for u in dict.fromkeys(p.args[1] for p in parts if p.args[0] in ("re", "im")):
        _remember_parts(n, n.rat(u))
    inner = [n.rat(p.args[1]) for p in parts if p.args[0] == "abs"]
    moduli = [f for f in inner if not is_real(n, f)][:MAX_MODULI]
    sizes = [modulus(n, f) for f in moduli]
    for k, (f, size) in enumerate(zip(moduli, sizes, strict=True)):
        _remember_parts(n, f)
        _remember_terms(n, f, size)
        for g, other in zip(moduli[:k], sizes[:k], strict=True):
            for third in (modulus(n, n.plus(f, g)), modulus(n, n.minus(f, g))):
                if third in sizes:
                    _at_least(n, n.plus(size, third), other)
                    _at_least(n, n.plus(other, third), size)


def _remember_parts(n: Normalizer, u: Rat) -> None:
    size, real, imaginary = modulus(n, u), real_part(n, u), imaginary_part(n, u)
    for part in (real, imaginary):
        _at_least(n, size, part)
        _at_least(n, size, n.negated(part))
    squares = n.plus(n.times(real, real), n.times(imaginary, imaginary))
    remember(n, n.minus(n.times(size, size), squares), ZERO)


def _remember_terms(n: Normalizer, f: Rat, size: Rat) -> None:
    """The modulus of a sum, of several terms or of symbolic size, is at most the sum of the moduli."""
    if f[1].is_one() and len(f[0]) > 1:
        pieces = (modulus(n, (n.ring.from_dict({m: c}), n.one_poly)) for m, c in f[0].terms())
        _at_least(n, n.total(pieces), size)
    term = n.term_of(f)
    if term.op == "sum":
        number, body, lower, upper = term.args
        _at_least(n, n.rat(t.big("sum", number, fn("abs", body), lower, upper)), size)


def _at_least(n: Normalizer, a: Rat, b: Rat) -> None:
    remember(n, n.minus(a, b), POSITIVE | ZERO)
