"""Induction on a whole number: what it proves, and where it may not be used."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Product, Sum, factorial, log

from derive import each, family, index, integer, judge, real
from derive.kernel.core import Verdict

m = sp.Symbol("m", integer=True, nonnegative=True)
i = sp.Symbol("i", integer=True)
s, x, z = sp.Symbol("s", positive=True), sp.Symbol("x", real=True), sp.Symbol("z")
A = sp.IndexedBase("A", nonnegative=True)

PROVED: dict[str, tuple[Any, ...]] = {
    "a geometric sum, also for the ratio 1": ((1 - s) * Sum(s**i, (i, 0, m - 1)), "==", 1 - s**m),
    "a ratio that may be 0": ((1 - x) * Sum(x**i, (i, 0, m - 1)), "==", 1 - x**m),
    "a complex ratio": ((1 - z) * Sum(z**i, (i, 0, m - 1)), "==", 1 - z**m),
    "odd factors": (factorial(2 * m), "==", 2**m * factorial(m) * Product(2 * i - 1, (i, 1, m))),
    "a product that telescopes": (Product((i + 1) / i, (i, 1, m)), "==", m + 1),
    "another": (Product(1 - 1 / (i + 1) ** 2, (i, 1, m)), "==", (m + 2) / (2 * m + 2)),
    "reciprocals of odd numbers": (Sum(1 / ((2 * i - 1) * (2 * i + 1)), (i, 1, m)), "==", m / (2 * m + 1)),
    "factorials": (Sum(i * factorial(i), (i, 1, m)), "==", factorial(m + 1) - 1),
    "logarithms": (Sum(log(1 + 1 / i), (i, 1, m)), "==", log(m + 1)),
    "Bernoulli": ((1 + x) ** m, ">=", 1 + m * x, x >= -1),
    "a product above a sum": (Product(1 + A[i], (i, 1, m)), ">=", 1 + Sum(A[i], (i, 1, m))),
    "powers of two": (2**m, ">", m),
    "factorials above powers": (factorial(m + 1), ">=", 2**m),
}
"""Not one has a closed form on both sides."""

NOT_PROVED: dict[str, tuple[Any, ...]] = {
    "the step holds, not the beginning": (Sum(i, (i, 1, m)), "==", m * (m + 1) / 2 + 1),
    "the beginning holds, not the step": (2**m, ">=", m**2),
    "up to a number only": ((m - 1) * (m - 2) * (m - 3) * m, "==", 0),
    "an order that fails late": (100 * m, ">=", m**2),
}


def _verdict(lhs: Any, op: str, rhs: Any, *given: Any, refutation: bool = True) -> Verdict:
    return judge(lhs, rhs, op, given=given, refutation=refutation).verdict


@pytest.mark.parametrize("name", PROVED)
def test_it_is_proved(name: str) -> None:
    assert _verdict(*PROVED[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", NOT_PROVED)
def test_it_is_not_proved(name: str) -> None:
    assert _verdict(*NOT_PROVED[name], refutation=False) is Verdict.UNDECIDED


def test_what_is_given_for_each_index_is_known_of_the_next_one() -> None:
    n = integer("n", lower=1)
    j = index("j", 1, n)
    t = family("t", j)
    claim = (Product(1 + t[j], (j, 1, n)), 1 + Sum(t[j], (j, 1, n)), ">=")
    assert judge(*claim, given=(each(j, t[j] >= 0),)).verdict is Verdict.PROVED
    assert judge(*claim).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "number",
    [
        sp.Symbol("e", integer=True, even=True, nonnegative=True),
        sp.Symbol("e", prime=True),
        sp.Symbol("e", integer=True),
        sp.Symbol("e", nonnegative=True),
    ],
)
def test_only_every_whole_number_from_a_least_one_on(number: Any) -> None:
    """The step from e to e + 1 leaves the even numbers, the primes, and goes past no beginning."""
    claim = ((1 + x) ** number, 1 + number * x, ">=")
    assert judge(*claim, given=(x > -1,), refutation=False).verdict is Verdict.UNDECIDED


def test_a_number_that_another_fact_ties() -> None:
    k = integer("k", lower=0)
    y = real("y")
    assert judge((1 - y) * Sum(y**i, (i, 0, m - 1)), 1 - y**k, given=(k <= m,)).verdict is Verdict.REFUTED
