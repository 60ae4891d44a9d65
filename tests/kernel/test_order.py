"""Inequalities by each route: what is proved, and the near misses that must not be."""

from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Ne, Rational, Sum, exp, log, sqrt

from derive import judge
from derive.kernel.core import Verdict

x, y = sp.symbols("x y", real=True)
a, b = sp.symbols("a b", positive=True)
q = sp.Symbol("q", nonnegative=True)
K = sp.Symbol("K", integer=True, positive=True)
k, i = sp.symbols("k i", integer=True)
Z = sp.IndexedBase("z", real=True)
SOFTMAX = exp(Z[k]) / Sum(exp(Z[i]), (i, 1, K))

TRUE = {
    "a quadratic without roots": (x**2 - x + 1, ">", 0, ()),
    "a quadratic form": (x**2 + x * y + y**2, ">=", 0, ()),
    "a quartic that touches 0": (x**4 - 4 * x + 3, ">=", 0, ()),
    "a cubic beyond its root": (x**3 - 3 * x + 2, ">=", 0, (x >= 0,)),
    "a cubic without a root on the right": (x**3 - 3 * x + 3, ">", 0, (x > 0,)),
    "a sextic without roots": (x**6 - x + 1, ">", 0, ()),
    "two means": (sqrt(a * b), "<=", (a + b) / 2, ()),
    "three means": (2 * a * b / (a + b), "<=", sqrt(a * b), ()),
    "a number and its reciprocal": (a + 1 / a, ">=", 2, ()),
    "log below its tangent": (log(1 + a), "<", a, ()),
    "log at most its tangent": (log(1 + q), "<=", q, ()),
    "equality at 1 only": (log(a), "!=", a - 1, (Ne(a, 1),)),
    "exp above its tangent": (exp(x), ">", 1 + x, (Ne(x, 0),)),
    "one term of a sum": (SOFTMAX, "<=", 1, (k >= 1, k <= K)),
}
FALSE = {
    "a quadratic form at 0": (x**2 + x * y + y**2, ">", 0, ()),
    "an indefinite form": (x**2 + 3 * x * y + y**2, ">=", 0, ()),
    "a quartic at its root": (x**4 - 4 * x + 3, ">", 0, ()),
    "a cubic at its root": (x**3 - 3 * x + 2, ">", 0, (x >= 0,)),
    "a cubic far to the left": (x**3 - 3 * x + 3, ">", 0, ()),
    "a root just inside": (x**2 - 2, "<", 0, (x > 0, x < Rational(3, 2))),
    "a root at the end": (x**2 - x, ">", 0, (x >= 1,)),
    "means that are equal": (sqrt(a * b), "<", (a + b) / 2, ()),
    "log at its tangent's point": (log(1 + q), "<", q, ()),
    "exp at its tangent's point": (exp(x), ">", 1 + x, ()),
    "an index outside": (SOFTMAX, "<=", 1, (k >= 0, k <= K)),
    "no other term": (SOFTMAX, "<", 1, (k >= 1, k <= K)),
}


@pytest.mark.parametrize("name", TRUE)
def test_an_inequality_is_proved(name: str) -> None:
    lhs, op, rhs, facts = TRUE[name]
    assert judge(lhs, rhs, op, given=facts).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_a_near_miss_is_not_proved(name: str, refutation: bool) -> None:
    lhs, op, rhs, facts = FALSE[name]
    assert judge(lhs, rhs, op, given=facts, refutation=refutation).verdict is not Verdict.PROVED


SMALL = st.integers(min_value=-4, max_value=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(SMALL, min_size=3, max_size=6), SMALL, st.integers(min_value=1, max_value=6))
def test_the_sign_of_a_polynomial_is_that_of_its_roots(coefficients: list[int], low: int, width: int) -> None:
    """On a closed interval a polynomial is proved positive exactly when SymPy's exact roots leave no other way."""
    f = sum((c * x**e for e, c in enumerate(coefficients)), sp.S.Zero)
    if not f.has(x):
        return
    interval = sp.Interval(low, low + width)
    roots = [r for r in sp.real_roots(f) if r in interval]
    positive = not roots and f.subs(x, low) > 0
    for refutation in (True, False):
        found = judge(f, 0, ">", given=(x >= low, x <= low + width), refutation=refutation).verdict
        assert (found is Verdict.PROVED) == positive, (f, interval)
