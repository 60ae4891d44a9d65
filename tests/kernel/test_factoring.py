"""Factors found in a small ring are those of the polynomial in its own."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.kernel.factoring import irreducible_factors, ring

SIZE = 32
WIDE = ring(SIZE)
exponents = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 3), max_size=2)
terms = st.lists(st.tuples(exponents, st.integers(-4, 4).filter(bool)), min_size=1, max_size=3)


def polynomial(parts: list[tuple[dict[int, int], int]]) -> Any:
    generators, total = WIDE.gens(), WIDE.constant(0)
    for powers, c in parts:
        term = WIDE.constant(c)
        for i, e in powers.items():
            term *= generators[i] ** e
        total += term
    return total


def used(p: Any) -> list[int]:
    return [i for i, e in enumerate(p.degrees()) if e]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(terms, min_size=1, max_size=3))
def test_the_factors_multiply_out_to_the_polynomial_and_are_those_found_in_its_own_ring(factors: list[Any]) -> None:
    p = WIDE.constant(1)
    for parts in factors:
        p *= polynomial(parts)
    if p == 0 or p.is_constant():
        return
    lead, found = irreducible_factors(p, used(p), SIZE)
    product = WIDE.constant(lead)
    for f, e in found:
        product *= f**e
    assert product == p
    own = {(str(f / f.leading_coefficient()), int(e)) for f, e in p.factor()[1]}
    assert {(str(f), e) for f, e in found} == own


@pytest.mark.parametrize("places", [(0, 1), (5, 30), (30, 31)])
def test_equal_shapes_at_other_generators_do_not_share_their_generators(places: tuple[int, int]) -> None:
    a, b = (WIDE.gens()[i] for i in places)
    assert irreducible_factors(a**2 - b**2, list(places), SIZE) == (fmpq(1), [(a - b, 1), (a + b, 1)])
