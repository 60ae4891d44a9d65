"""The ledger of docs/soundness.md: each unsoundness ever found, held here."""

from __future__ import annotations

import pytest
import sympy as sp

from derive.kernel import terms as t
from derive.kernel.core import Hypothesis, Statement, Verdict
from derive.kernel.judge import judge
from derive.kernel.reading import Reader

x = sp.Symbol("x", real=True)
p = sp.Symbol("p", nonnegative=True)
e = sp.Symbol("e", nonnegative=True)
n, m = sp.symbols("n m", integer=True, positive=True)
i, j = sp.symbols("i j", integer=True)
A = sp.IndexedBase("A", positive=True)


def judged(lhs, op, rhs, *given, refutation=False):
    reader = Reader()
    claim = t.rel(op, reader.read(lhs), reader.read(rhs))
    hypotheses = tuple(Hypothesis(reader.read(g)) for g in given)
    return judge(Statement(claim, tuple(reader.declarations.values()), hypotheses), refutation=refutation)


def test_the_floor_of_a_fraction():
    judgement = judged(sp.floor(x), ">=", 1, x > 0, x < 1)
    assert judgement.verdict is not Verdict.PROVED


def test_a_base_of_unknown_exponent_is_no_condition():
    s = sp.Symbol("s", real=True)
    judgement = judged(p**s * 2, "==", p**s + p**s)
    assert judgement.verdict is Verdict.PROVED
    assert judgement.evidence.conditions == ()


def test_bounds_of_triangular_sums():
    triangle = sp.Sum(A[i] + 1, (j, 1, i), (i, 1, n))
    judgement = judged(triangle, ">=", n**2)
    assert judgement.verdict is not Verdict.PROVED


def test_an_empty_range_makes_each_say_nothing():
    reader = Reader()
    claim = t.rel("==", reader.read(x + x), reader.read(2 * x))
    empty = Hypothesis(t.rel("==", t.ONE, t.TWO), ((900, t.ONE, t.sym("k")),))
    k = Reader()
    k.read(sp.Symbol("k", integer=True, nonnegative=True))
    declared = (*reader.declarations.values(), *k.declarations.values())
    assert judge(Statement(claim, declared, (empty,))).verdict is Verdict.PROVED


def test_a_power_of_zero_is_not_split_into_zero_and_a_rest():
    y = sp.IndexedBase("y", integer=True, nonnegative=True)
    ones = sp.Eq(sp.Sum(y[i], (i, 1, n)), n)
    at_most_one = each_at_most_one(y)
    product = sp.Product(sp.Integer(0) ** (1 - y[i]), (i, 1, n))
    reader = Reader()
    claim = t.rel("==", reader.read(product), t.ZERO)
    given = (Hypothesis(reader.read(ones)), Hypothesis(*reader.read_each([(i, 1, n)], at_most_one)))
    judgement = judge(Statement(claim, tuple(reader.declarations.values()), given), refutation=False)
    assert judgement.verdict is not Verdict.PROVED


def each_at_most_one(y):
    return sp.Le(y[i], 1)


def test_a_product_of_what_may_be_zero_may_be_zero():
    u = sp.IndexedBase("u", nonnegative=True)
    judgement = judged(sp.Product(u[i] ** n, (i, 1, n)), "!=", 0)
    assert judgement.verdict is not Verdict.PROVED


_T = sp.Symbol("t_9", real=True)
_Z = sp.IndexedBase("Z_9", real=True)


def _through_limit(body):
    return sp.Limit(body * (1 + 1 / _T), _T, sp.oo)


@pytest.mark.parametrize(
    ("inner", "value", "fact"),
    [
        (sp.Derivative(sp.Integral(_Z[1] * sp.exp(_T), (_T, 0, x)), x), 0, sp.Eq(_Z[1], 2)),
        (sp.Derivative(_through_limit(_Z[1] * x), x), 0, sp.Eq(_Z[1], 2)),
        (sp.Derivative(_through_limit(_Z[1] * x), x), 0, sp.Eq(_Z[1], p)),
        (sp.Derivative(_through_limit(p * x), x), 1, sp.Eq(_Z[1], p)),
        (sp.Derivative(_through_limit(sp.floor(_Z[1]) * x), x), 0, sp.Eq(_Z[1], 0)),
    ],
)
def test_a_limit_under_a_derivative_by_an_element_is_not_worked_out_at_its_value(inner, value, fact):
    judgement = judged(sp.Derivative(inner, _Z[1], evaluate=False), "==", value, fact)
    assert judgement.verdict is not Verdict.PROVED


def test_a_limit_within_a_derivative_by_an_element():
    inner = sp.Derivative(_through_limit(_Z[1] * x), _Z[1], evaluate=False)
    mixed = sp.Derivative(inner, x, evaluate=False)
    for fact in (sp.Eq(_Z[1], 2), sp.Ge(_Z[1], 1)):
        assert judged(mixed, "==", 0, fact).verdict is not Verdict.PROVED
        assert judged(inner, "==", x, fact, refutation=True).verdict is not Verdict.REFUTED
    assert judged(mixed, "==", 1).verdict is Verdict.PROVED


def test_a_value_may_not_be_put_under_a_derivative_by_an_element_of_its_family():
    """Taking the limit here raised InvalidStatement."""
    slope = sp.Derivative(_through_limit(_Z[1]), _Z[1], evaluate=False)
    assert judged(slope, "==", 0, sp.Eq(_Z[1], 2), refutation=True).verdict is not Verdict.PROVED
