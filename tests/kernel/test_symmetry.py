"""Equations for each index that lead back to where they began: W_ij = W_ji, f_i = f_(n+1-i). They are used in one direction."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq

from derive import count, each, family, index, total
from tests.kernel.equalities import assert_proved, assert_refuted

n = count("n")
i, j = index("i", 1, n), index("j", 1, n)
W, f, x = family("W", i, j), family("f", i), family("x", i)
SYMMETRIC, TURNED = each(i, each(j, Eq(W[i, j], W[j, i]))), each(i, each(j, Eq(W[i, j], -W[j, i])))
MIRRORED = each(i, Eq(f[i], f[n + 1 - i]))
form = total(total(x[i] * W[i, j] * x[j], j), i)

PROVED: dict[str, tuple[Any, ...]] = {
    "an element": (W[i, j], W[j, i], SYMMETRIC),
    "one of the diagonal": (W[i, i] + W[i, j], W[j, i] + W[i, i], SYMMETRIC),
    "the other element has the other sign": (W[i, j], -W[j, i], TURNED),
    "sums over rows and columns": (total(W[i, j], j), total(W[j, i], j), SYMMETRIC),
    "a quadratic form": (total(total(x[i] * (W[i, j] + W[j, i]) * x[j], j), i), 2 * form, SYMMETRIC),
    "a mirrored place": (f[i], f[n + 1 - i], MIRRORED),
    "sums of what is mirrored": (total(i * f[i], i), total(i * f[n + 1 - i], i), MIRRORED),
}
REFUTED: dict[str, tuple[Any, ...]] = {
    "the diagonal": (total(W[i, j], j), total(W[i, i], j), SYMMETRIC),
    "an element that only changes its sign": (W[i, j], 0, TURNED),
    "elements with different signs": (W[i, j], W[j, i], TURNED),
    "neighbours": (f[1], f[2], MIRRORED, n > 3),
}


@pytest.mark.parametrize("name", PROVED)
def test_it_is_proved(name: str) -> None:
    assert_proved(*PROVED[name])


@pytest.mark.parametrize("name", REFUTED)
def test_it_is_refuted(name: str) -> None:
    assert_refuted(*REFUTED[name])
