"""Intervals, signs and what follows from hypotheses."""

from __future__ import annotations

import pytest
import sympy as sp
from flint import fmpq

from derive.kernel.core import Hypothesis, Statement, Verdict
from derive.kernel.domain import NEGATIVE, POSITIVE, REAL, UNIT, UNIT_OPEN, ZERO, Interval, sign_product, to_integers
from derive.kernel.judge import judge
from derive.kernel.reading import Reader

x, w = sp.symbols("x w", real=True)
a, b = sp.symbols("a b", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
k = sp.Symbol("k", integer=True)


def verdict(claim, *given):
    reader = Reader()
    statement = Statement(reader.read(claim), (), tuple(Hypothesis(reader.read(g)) for g in given))
    return judge(Statement(statement.claim, tuple(reader.declarations.values()), statement.hypotheses)).verdict


def test_a_product_of_intervals_attains_zero_only_at_closed_ends():
    assert (UNIT_OPEN * REAL).contains_zero()
    assert not (UNIT_OPEN * Interval(fmpq(0))).contains_zero()
    assert (UNIT * Interval(fmpq(0))).contains_zero()


def test_an_even_power_is_not_negative():
    assert (Interval(fmpq(-1), fmpq(2), False, False) ** 2) == Interval(fmpq(0), fmpq(4), False, False)


def test_whole_numbers_close_open_bounds():
    assert to_integers(Interval(fmpq(0), fmpq(5, 2))) == Interval(fmpq(1), fmpq(2), False, False)


@pytest.mark.parametrize("first", range(1, 8))
@pytest.mark.parametrize("second", range(1, 8))
def test_signs_multiply_as_numbers_do(first, second):
    numbers = {NEGATIVE: -2, ZERO: 0, POSITIVE: 3}
    products = [p * q for s, p in numbers.items() if s & first for t, q in numbers.items() if t & second]
    expected = sum({NEGATIVE if v < 0 else POSITIVE if v > 0 else ZERO for v in products})
    assert sign_product(first, second) == expected


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (sp.Gt(sp.exp(x), 0), ()),
        (sp.Ge(x**2 - 2 * x * w + w**2, 0), ()),
        (sp.Gt(a + b, 0), ()),
        (sp.Lt(sp.log(a), sp.log(b)), (a < b,)),
        (sp.Lt(sp.exp(x), sp.exp(w)), (x < w,)),
        (sp.Le(a * (1 - a), sp.Rational(1, 4)), ()),
        (sp.Gt(b - a, 0), (a < b,)),
        (sp.Ge(k - 1, 0), (k > 0,)),
        (sp.Ge(n, 1), ()),
        (sp.Ne(a, 0), ()),
        (sp.Gt(sp.log(1 + sp.exp(x)), 0), ()),
    ],
)
def test_true_relations_are_proved(claim, given):
    assert verdict(claim, *given) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (sp.Gt(x**2, 0), ()),
        (sp.Lt(a, b), ()),
        (sp.Lt(sp.log(a), 0), (a < 2,)),
        (sp.Gt(n, 1), ()),
        (sp.Ge(k - 2, 0), (k > 0,)),
        (sp.Ne(x, w), ()),
        (sp.Ge(x, 0), (x * w > 0,)),
    ],
)
def test_false_relations_are_refuted(claim, given):
    assert verdict(claim, *given) is Verdict.REFUTED
