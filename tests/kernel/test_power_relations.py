"""Equations that say what a power of one symbol or of each element is: labels with y^2 = y, signs with s^2 = 1."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq, KroneckerDelta, Sum

from derive import count, each, family, index, real, total
from tests.kernel.equalities import assert_proved, assert_refuted

n = count("n")
i, j = index("i", 1, n), index("j", 1, n)
y, r = family("y", i), real("r")
LABELS, SIGNS = each(i, Eq(y[i] ** 2, y[i])), each(i, Eq(y[i] ** 2, 1))
LATER = each((i, 2, n), Eq(y[i] ** 2, y[i]))
mean = total(y[i], i) / n

PROVED: dict[str, tuple[Any, ...]] = {
    "squares of labels": (total(y[i] ** 2, i), total(y[i], i), LABELS),
    "the variance of labels": (total((y[i] - mean) ** 2, i), total(y[i], i) * (1 - mean), LABELS),
    "the square of a sum of signs": (
        total(y[i], i) ** 2, n + Sum(y[i] * y[j] * (1 - KroneckerDelta(i, j)), (i, 1, n), (j, 1, n)), SIGNS),
    "the reciprocal of a sign": (1 / y[1], y[1], SIGNS),
    "a symbol": (r**5, r, Eq(r**2, 1)),
    "a third power": (r**7, r, Eq(r**3, 1)),
    "an index in the range": (y[n] ** 2, y[n], LATER, n >= 2),
}  # fmt: skip
REFUTED: dict[str, tuple[Any, ...]] = {
    "an index outside of the range": (y[1] ** 2, y[1], LATER),
    "an odd power": (r**3, 1, Eq(r**2, 1)),
    "the square of a sum": (total(y[i], i) ** 2, total(y[i], i), LABELS),
}


@pytest.mark.parametrize("name", PROVED)
def test_it_is_proved(name: str) -> None:
    assert_proved(*PROVED[name])


@pytest.mark.parametrize("name", REFUTED)
def test_it_is_refuted(name: str) -> None:
    assert_refuted(*REFUTED[name])
