"""Irreducible factors of polynomials, found in the smallest ring that has their generators, and remembered there.

A ring with many generators that a polynomial lacks makes factoring it slow. Soundness: generators are renamed one to one and
back, which keeps factors irreducible and their product what it was.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

SIZES = (4, 8, 16, 32, 64)
"""Of the rings in which polynomials are factored, if their own is larger."""
MAX_REMEMBERED = 20_000

Factors = tuple[fmpq, list[tuple[Any, int]]]
"""A constant, and factors with leading coefficient 1 and their exponents."""

_remembered: dict[str, Factors] = {}


@lru_cache
def ring(size: int) -> Any:
    """The polynomials over the rationals in k0, k1, ..."""
    return fmpq_mpoly_ctx.get(tuple(f"k{i}" for i in range(size)), Ordering.lex)


def irreducible_factors(p: Any, used: list[int], size: int) -> Factors:
    """The factors of a polynomial in the ring of that size, of which these generators occur in it."""
    small = next((s for s in SIZES if len(used) <= s < size), None)
    if small is None:
        return _normed(*p.factor())
    lead, factors = _in_small_ring(p.project_to_context(ring(small), {i: k for k, i in enumerate(used)}))
    back = dict(enumerate(used))
    return lead, [(f.project_to_context(ring(size), back), e) for f, e in factors]


def _in_small_ring(p: Any) -> Factors:
    key = str(p)
    if key not in _remembered:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        _remembered[key] = _normed(*p.factor())
    return _remembered[key]


def _normed(lead: fmpq, factors: list[tuple[Any, int]]) -> Factors:
    found = []
    for f, e in factors:
        c = f.leading_coefficient()
        lead = lead * c ** int(e)
        found.append((f / c, int(e)))
    return lead, found
