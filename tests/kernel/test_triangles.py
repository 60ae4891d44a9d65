"""Sums over triangles: order of summation, the diagonal, mirror images."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Sum, exp

from derive import judge
from derive.kernel.core import Verdict

n = sp.Symbol("n", integer=True, positive=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
i, j, k = sp.symbols("i j k", integer=True)
W, X, Y = (sp.IndexedBase(name, real=True) for name in ("W", "X", "Y"))


def below(f, last=n):
    """j <= i"""
    return Sum(f, (j, 1, i), (i, 1, last))


def strictly_below(f, last=n):
    """j < i"""
    return Sum(f, (j, 1, i - 1), (i, 1, last))


def total(f, last=n):
    return Sum(f, (i, 1, last))


TRUE = {
    "order of summation": (below(W[i, j]), Sum(W[i, j], (i, j, n), (j, 1, n))),
    "strict order of summation": (strictly_below(X[i] * Y[j], m), Sum(X[i] * Y[j], (i, j + 1, m), (j, 1, m))),
    "the diagonal": (below(exp(W[i, j])), strictly_below(exp(W[i, j])) + total(exp(W[i, i]))),
    "both triangles": (
        strictly_below(X[i] * Y[j]) + strictly_below(X[j] * Y[i]) + total(X[i] * Y[i]), total(X[i]) * total(Y[i])),
    "pairs": (strictly_below(X[i] * X[j], m), (total(X[i], m) ** 2 - total(X[i] ** 2, m)) / 2),
    "a summand of one index": (below(X[j]), total((n - i + 1) * X[i])),
    "how many": (below(sp.Integer(1)), n * (n + 1) / 2),
    "a denominator without a value on the diagonal": (2 * strictly_below(1 / (i - j)), strictly_below(2 / (i - j))),
    "a range that may be empty": (below(W[i, j] ** 2, k), Sum(W[i, j] ** 2, (i, j, k), (j, 1, k))),
}  # fmt: skip
FALSE = {
    "a transposed summand": (below(W[i, j]), below(W[j, i])),
    "a transposed product": (strictly_below(X[i] * Y[j], m), strictly_below(X[j] * Y[i], m)),
    "a diagonal forgotten": (below(exp(W[i, j])), strictly_below(exp(W[i, j]))),
    "a diagonal counted twice": (below(X[i] * X[j]), total(X[i]) ** 2 / 2),
    "one too few": (below(X[j]), total((n - i) * X[i])),
    "a range shifted": (below(W[i, j]), Sum(W[i, j], (i, j + 1, n), (j, 1, n))),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_rearrangement_is_proved(name: str) -> None:
    assert judge(*TRUE[name]).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_another_triangle_is_refuted(name: str) -> None:
    lhs, rhs = FALSE[name]
    assert judge(lhs, rhs).verdict is Verdict.REFUTED
    assert judge(lhs, rhs, refutation=False).verdict is not Verdict.PROVED
