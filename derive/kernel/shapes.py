"""How a term moves with one variable v: as v^p (1-v)^q exp(c2 v^2 + c1 v + c0), times what is not of that kind.

Closed forms of integrals (`integrals.py`) and series (`series.py`) are looked up by these exponents.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.normal import Normalizer, Rat


class Shape(NamedTuple):
    """scale . v^power . (1-v)^complement . exp(exponent[2] v^2 + exponent[1] v + exponent[0]) . (the others).

    scale, power, complement and the exponents are free of v; others are kernels and their whole powers.
    """

    variable: Rat
    scale: Rat
    power: Rat
    complement: Rat
    exponent: tuple[Rat, Rat, Rat]
    others: tuple[tuple[Any, int], ...]


def moving_parts(n: Normalizer, a: Rat, own: frozenset[int]) -> list[tuple[Rat, Rat]]:
    """`a` as a sum of products (what is free of the variables `own`, one product of kernels that moves with them)."""
    free_bottom, bound_bottom = _split_denominator(n, a[1], own)
    groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for exponents, c in a[0].terms():
        bound = tuple(e if e and n.kernels[i].free & own else 0 for i, e in enumerate(exponents))
        free = tuple(e - b for e, b in zip(exponents, bound, strict=True))
        groups.setdefault(bound, {})[free] = c
    return [
        (n.reduced(n.ring.from_dict(free), free_bottom), n.reduced(n.ring.from_dict({bound: 1}), bound_bottom))
        for bound, free in groups.items()
    ]


def _split_denominator(n: Normalizer, p: Any, own: frozenset[int]) -> tuple[Any, Any]:
    if p.is_one():
        return p, p
    lead, factors = n.factored(p)
    free, bound = n.ring.constant(lead), n.one_poly
    for f, e in factors:
        if n.free_of_poly(f) & own:
            bound = bound * f**e
        else:
            free = free * f**e
    return free, bound


def shape(n: Normalizer, a: Rat, number: int) -> Shape:
    """The shape of one product of kernels (over a denominator) in var(number)."""
    found = _Reading(n, number)
    for i, e in n.present(a[0]):
        found.kernel(i, e)
    lead, factors = n.factored(a[1])
    for f, e in factors:
        found.factor(f, -e)
    scale = n.scaled(n.constant(found.sign * a[0].leading_coefficient()), 1 / lead)
    c0, c1, c2 = found.exponent
    return Shape(found.v, scale, found.power, found.complement, (c0, c1, c2), tuple(found.others))


class _Reading:
    """The exponents of a product, collected factor by factor."""

    def __init__(self, n: Normalizer, number: int) -> None:
        self.n, self.number = n, number
        self.v = n.rat(t.var(number))
        self.one_less = n.minus(n.one, self.v)
        self.sign, self.power, self.complement = 1, n.zero, n.zero
        self.exponent = [n.zero, n.zero, n.zero]
        self.others: list[tuple[Any, int]] = []

    def factor(self, f: Any, e: int) -> None:
        n = self.n
        present = n.present(f)
        if len(f) == 1 and len(present) == 1:
            self.kernel(present[0][0], e * present[0][1])
        elif f == -self.one_less[0]:
            self.complement = n.plus(self.complement, n.constant(e))
            self.sign *= (-1) ** (e % 2)
        else:
            self.others.append((f, e))

    def kernel(self, i: int, e: int) -> None:
        n, kernel = self.n, self.n.kernels[i]
        if kernel.term == t.var(self.number):
            self.power = n.plus(self.power, n.constant(e))
        elif not (self._exponential(i, e) or self._root(i, e)):
            self.others.append((n.generators[i], e))

    def _root(self, i: int, e: int) -> bool:
        """Take in a root of v or 1 - v."""
        kernel = self.n.kernels[i]
        if kernel.kind != "root" or kernel.relation is None:
            return False
        length, radicand = kernel.relation
        part = self.n.constant(fmpq(e, length))
        if radicand == self.v:
            self.power = self.n.plus(self.power, part)
        elif radicand == self.one_less:
            self.complement = self.n.plus(self.complement, part)
        else:
            return False
        return True

    def _exponential(self, i: int, e: int) -> bool:
        """Take in exp(t)^e, if t is made of powers of v up to 2, log v and log(1 - v)."""
        n, own = self.n, self.n.kernels[i].exponent
        if own is None:
            return False
        exponent = n.scaled(own, e)
        if self.number in n.free_of_poly(exponent[1]):
            return False
        placed = [(self._place(monomial), monomial, c) for monomial, c in exponent[0].terms()]
        if any(place is None for place, _, _ in placed):
            return False
        for place, monomial, c in placed:
            still = tuple(0 if e and self.number in n.kernels[i].free else e for i, e in enumerate(monomial))
            part = n.reduced(n.ring.from_dict({still: c}), exponent[1])
            if place == "log v":
                self.power = n.plus(self.power, part)
            elif place == "log(1 - v)":
                self.complement = n.plus(self.complement, part)
            else:
                degree = int(place or 0)
                self.exponent[degree] = n.plus(self.exponent[degree], part)
        return True

    def _place(self, monomial: tuple[int, ...]) -> str | None:
        """Which of the exponents a term of the exponent belongs to."""
        kernels = self.n.kernels
        moving = [(kernels[i], int(e)) for i, e in enumerate(monomial) if e and self.number in kernels[i].free]
        if not moving:
            return "0"
        if len(moving) > 1:
            return None
        kernel, degree = moving[0]
        if kernel.term == t.var(self.number):
            return str(degree) if degree <= 2 else None
        if degree == 1 and kernel.logarithm_of == self.v:
            return "log v"
        return "log(1 - v)" if degree == 1 and kernel.logarithm_of == self.one_less else None
