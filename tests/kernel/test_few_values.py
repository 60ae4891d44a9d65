"""A finite set of values: a power relation, case splits, what is left when some are excluded."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Abs, Derivative, Eq, Max, Ne, Piecewise, Rational, exp, log, oo, sign

from derive import D, count, index, integer, judge, proportion, real, sigmoid, softplus, total, xlogy
from derive.kernel.core import InvalidStatement, Verdict
from derive.kernel.judge import judge as judge_statement
from derive.kernel.terms import Term
from derive.kernel.terms import num as t_num
from derive.kernel.terms import rel as t_rel
from derive.kernel.terms import sym as t_sym
from derive.statements import close
from derive.symbols import family

s, t, k = integer("s", values=(-1, 1)), integer("t", values=(0, 1)), integer("k", values=(-1, 0, 2))
h = integer("h", values=(Rational(1, 2), 3))
x, z = real("x"), real("z")
n = count("n")
i, j = index("i", 1, n), index("j", 1, n)
y, e = family("y", i, values=(0, 1)), family("e", i, values=(-1, 1))
a, b = family("a", i), family("b", i)
p, eps = proportion("p", open=True), proportion("epsilon")
q, r = family("q", i, proportion=True), family("r", i, proportion=True)
half = Rational(1, 2)
jump = Piecewise((x, sign(x) < -half), (sp.Integer(0), sign(x) < half), (x, True))

TRUE: list[tuple[Any, Any, str, tuple[Any, ...]]] = [
    (s**2, 1, "==", ()),
    (s**3, s, "==", ()),
    (1 / s, s, "==", ()),
    (Abs(s), 1, "==", ()),
    (s, 0, "!=", ()),
    (k**3, k**2 + 2 * k, "==", ()),
    (h**2, Rational(7, 2) * h - Rational(3, 2), "==", ()),
    (h, half, "==", (h < 1,)),
    (s, 1, "==", (Ne(s, -1),)),
    (k, 2, "==", (Ne(k, -1), Ne(k, 0))),
    (k, 2, "==", (k > 0,)),
    (-s * sigmoid(-s * z), sigmoid(z) - (1 + s) / 2, "==", ()),
    (softplus(-s * z), (1 + s) / 2 * softplus(-z) + (1 - s) / 2 * softplus(z), "==", ()),
    (total(y[i] ** 2, i), total(y[i], i), "==", ()),
    (total(e[i] ** 2, i), n, "==", ()),
    (total(e[i] ** 3 * a[i], i), total(e[i] * a[i], i), "==", ()),
    (total((a[i] - e[i]) ** 2, i), total(a[i] ** 2, i) - 2 * total(e[i] * a[i], i) + n, "==", ()),
    (y[j], 1, "==", (Ne(y[j], 0),)),
    (softplus(-e[j] * z), (1 + e[j]) / 2 * softplus(-z) + (1 - e[j]) / 2 * softplus(z), "==", ()),
    (eps, 0, ">", (Ne(eps, 0),)),
    ((1 - p) * q[j] + p / n, 0, ">", ()),
    (total(q[i] * (1 - q[i]), i), q[j] * (1 - q[j]), ">=", ()),
    (x * z, 0, ">", (softplus(-x * z) < log(2),)),
    (p, half, "<", (log(p / (1 - p)) < 0,)),
    (sp.Symbol("u", positive=True), sp.Symbol("v", positive=True), "==",
     (Eq(log(sp.Symbol("u", positive=True)), log(sp.Symbol("v", positive=True))),)),
    (D(-xlogy(p, p) - xlogy(1 - p, 1 - p), (p, 2)), -1 / (p * (1 - p)), "==", ()),
    (total(q[i] * r[i], i), sp.sqrt(total(q[i] ** 2, i)) * sp.sqrt(total(r[i] ** 2, i)), "<=", ()),
    (sp.sqrt(total(a[i] ** 2, i)) * sp.sqrt(total(b[i] ** 2, i)), total(a[i] * b[i], i), ">=", ()),
    (x, sp.sqrt(x**2 + 1), "<", ()),
    (r[j], q[j], "==", (Eq(total(r[i], i), 1), Eq(total(q[i], i), 1), Eq(total(xlogy(q[i], q[i]) - xlogy(q[i], r[i]), i), 0))),
]  # fmt: skip

FALSE: list[tuple[Any, Any, str, tuple[Any, ...]]] = [
    (s**2, s, "==", ()),
    (s**3, 1, "==", ()),
    (s, 1, "<", ()),
    (s, 0, ">", ()),
    (t, 0, "!=", ()),
    (t**2, 1, "==", ()),
    (t**2, 1, "==", (Ne(s, 0),)),
    (k**3, k, "==", ()),
    (k, 2, "==", (Ne(k, -1),)),
    (k, 2, "==", (k > -1,)),
    (h**2, h, "==", ()),
    (h, 3, "==", (h < 4,)),
    (-s * sigmoid(-s * z), sigmoid(z) - (1 - s) / 2, "==", ()),
    (softplus(-s * z), (1 + s) / 2 * softplus(z) + (1 - s) / 2 * softplus(-z), "==", ()),
    (total(y[i] ** 2, i), total(y[i], i) + 1, "==", ()),
    (total(e[i] ** 2, i), total(e[i], i), "==", ()),
    (total(e[i] * e[j], i), n, "==", ()),
    (total(y[i] * y[j], i), total(y[i], i), "==", ()),
    (total(e[i] ** 3 * a[i], i), total(a[i], i), "==", ()),
    (y[j], 1, "==", (Ne(y[i], 0),)),
    (y[j], 0, "==", (Ne(y[j], 0),)),
    (eps, 0, ">", ()),
    (eps, 1, "<", (Ne(eps, 0),)),
    ((1 - eps) * q[j] + eps / n, 0, ">", ()),
    ((1 - p) * q[j], 0, ">", ()),
    (total(q[i] * (1 - q[i]), i), q[j], ">=", ()),
    (total(q[i] * (1 - 2 * q[i]), i), q[j] * (1 - 2 * q[j]), ">=", ()),
    (x, 0, ">", (softplus(-x * z) < log(2),)),
    (x * z, 1, ">", (softplus(-x * z) < log(2),)),
    (x, z, "==", (Eq(x**2, z**2),)),
    (x, z, "==", (x <= z,)),
    (p, half, "<", (log(p / (1 - p)) < 1,)),
    (total(q[i] * r[i], i), sp.sqrt(total(q[i] ** 2, i)) * sp.sqrt(total(r[i] ** 2, i)), "<", ()),
    (total(q[i] * r[i], i), sp.sqrt(total(q[i] ** 2, i)) * sp.sqrt(total(r[i] ** 2, i)), ">=", ()),
    (-sp.sqrt(x**2 + 1), x, ">", ()),
    (x, -sp.sqrt(x**2 + 1), "<", ()),
    (sp.sqrt(x**2 + 1), x + 1, "<=", ()),
    (r[j], q[j], "==", (Eq(total(r[i], i), 1), Eq(total(q[i], i), 1))),
]


def verdict(case: tuple[Any, Any, str, tuple[Any, ...]], **options: Any) -> Verdict:
    lhs, rhs, relation, given = case
    return judge(lhs, rhs, relation, given=given, **options).verdict


@pytest.mark.parametrize("case", TRUE, ids=str)
def test_true_statements_are_proved(case: Any) -> None:
    assert verdict(case) is Verdict.PROVED


@pytest.mark.parametrize("case", FALSE, ids=str)
def test_false_statements_are_refuted(case: Any) -> None:
    assert verdict(case) is Verdict.REFUTED


@pytest.mark.parametrize("case", FALSE, ids=str)
def test_false_statements_are_not_proved_without_refutation(case: Any) -> None:
    assert verdict(case, refutation=False) is Verdict.UNDECIDED


def cover(symbol: Any, *values: int) -> Verdict:
    """What is known of: the symbol has one of the values."""
    claim = Term("or", tuple(t_rel("==", t_sym(symbol.name), t_num(v)) for v in values))
    return judge_statement(close(symbol, 0, "==", ()).statement.claiming(claim), refutation=False).verdict


def test_a_cover_by_the_values_is_proved() -> None:
    assert cover(s, 1, -1) is Verdict.PROVED
    assert cover(k, -1, 0, 2) is Verdict.PROVED


def test_a_cover_that_misses_a_value_is_not_proved() -> None:
    assert cover(k, -1, 2) is Verdict.UNDECIDED


def test_excluding_every_value_is_a_contradiction() -> None:
    with pytest.raises(InvalidStatement):
        judge(s, 5, "==", given=(Ne(s, 1), Ne(s, -1)))


def test_a_value_between_the_values_is_a_contradiction() -> None:
    with pytest.raises(InvalidStatement):
        judge(x, x, "==", given=Eq(s, 0))


def test_a_symbol_of_few_values_is_no_variable_of_a_derivative() -> None:
    with pytest.raises(InvalidStatement):
        judge(D(s**2, s), 0, "==")


def test_the_power_relation_is_not_differentiated() -> None:
    assert judge(D(h**2, h), 2 * h, "==").verdict is not Verdict.REFUTED
    assert judge(D(h**2, h), Rational(7, 2), "==", refutation=False).verdict is not Verdict.PROVED
    assert judge(D(e[i] ** 2, e[i]), 0, "==", refutation=False).verdict is not Verdict.PROVED


def test_no_derivative_where_the_condition_of_a_case_jumps() -> None:
    assert judge(Derivative(jump, x), 0, "==", given=Eq(x, 0), refutation=False).verdict is Verdict.UNDECIDED


def test_a_second_derivative_at_a_corner_is_not_proved() -> None:
    assert (
        judge(D(Abs(x) * x, (x, 2)), 2 * sign(x), "==", given=Eq(x, 0), refutation=False).verdict is not Verdict.PROVED
    )


def test_a_second_derivative_where_a_need_jumps_is_not_proved() -> None:
    f = Abs(x - sp.floor(z))
    assert judge(D(D(f, x), z), 0, "==", given=(Eq(x, 0), Eq(z, 1)), refutation=False).verdict is not Verdict.PROVED


def test_an_index_without_end_has_points() -> None:
    m = index("m", 0, oo)
    u = sp.Symbol("u", positive=True)
    assert judge(D(m / u - 1, u), -m / u**2, "==").verdict is Verdict.PROVED
    assert judge(D(log(u**m * exp(-u) / sp.factorial(m)), u), m / u - 1, "==").verdict is Verdict.PROVED
    assert judge(D(m / u - 1, u), m / u**2, "==").verdict is Verdict.REFUTED


def test_a_maximum_of_signs() -> None:
    assert judge(Max(s, -s), 1, "==").verdict is Verdict.PROVED
