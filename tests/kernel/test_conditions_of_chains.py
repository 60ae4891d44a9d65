"""What both sides being defined implies comes with every proof: a chain must not pass through a line without a value."""

from __future__ import annotations

import pytest
from sympy import Max, Rational, sign

from derive import Verdict, calc, claim, count, family, index, judge, real, total
from derive.outcomes import Session

n = count("n")
i = index("i", 1, n)
x = family("x", i)
u, r, s = real("u"), real("r"), real("s")


@pytest.mark.parametrize("place", [Rational(317, 1009), 0])
def test_a_chain_through_a_line_without_a_value_is_no_lemma(place: object) -> None:
    """n <= sum max(1 + 1/d^2, 1) - 1/d^2 <= sum sign(d)^2 holds where no d is 0; n <= sum sign(d)^2 does not hold everywhere."""
    d = x[i] - place
    chain = (
        calc("Each term is 1.", n * n)
        .at_most(n * total(Max(1 + 1 / d**2, 1) - 1 / d**2, i), by="each is 1")
        .at_most(n * total(sign(d) ** 2, i), by="each is 1")
    )
    for false in (
        claim("False.", n * n, "<=", n * total(sign(d) ** 2, i), by=chain),
        claim("False.", n, "<=", total(sign(d) ** 2, i), by=chain),
    ):
        (outcome,) = Session().outcomes(false)
        assert outcome.verdict != "proved"


@pytest.mark.parametrize(("left", "right"), [(u / s**2, r / s**2), (u, (r * s + r) / s - r / s), ((u - r) / s**2, 0)])
def test_a_proof_by_contradiction_says_what_must_not_be_0(left: object, right: object) -> None:
    found = judge(left, right, "<=", given=u**3 + u <= r**3 + r)
    assert found.verdict is Verdict.PROVED
    assert found.fact is not None and found.fact.conditions


def test_a_symbol_in_a_range_has_one_domain() -> None:
    """The declaration of n was written in two ways, so a chain whose lines do not all mention it was no lemma."""
    chain = calc("A.", n).at_most(total(1 + x[i] ** 2, i), by="each term is 1 or more")
    (outcome,) = Session().outcomes(claim("B.", n - 1, "<=", total(1 + x[i] ** 2, i) - 1, using=chain))
    assert outcome.verdict == "proved"
