"""Statements that are false at a point and were PROVED; true ones that were REFUTED (audit)."""

from __future__ import annotations

import pytest
import sympy as sp

from derive import judge
from derive.kernel.core import InvalidStatement, Verdict

x, w = sp.symbols("x w", real=True)
z = sp.Symbol("z")
a, b = sp.symbols("a b", nonnegative=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
K = sp.Symbol("K", integer=True)
i, j = sp.symbols("i j", integer=True)
Z = sp.IndexedBase("Z", real=True)
FAR = sp.Max(-x - 10**6, 0)
EMPTY = sp.Sum(1 / x, (i, 1, m))

FALSE = {
    "log of a power known positive (x=-2, K=4)": (sp.log(x**K), K * sp.log(x), (x**K > 0,)),
    "the same where sampling does not look (x=-1000001, K=2)": (
        sp.log(x**K) * FAR, K * sp.log(x) * FAR, (x**K > 0,)),
    "0^0 split as 0 * 0^-1 through an equation (a=b=0, w=-1)": ((a * b) ** (w + 1), 0, (sp.Eq(a * b, 0), w >= -1)),
    "an empty sum conditions nothing (x=0, m=0)": (sp.sign(x) ** 2 + EMPTY, 1 + EMPTY, ()),
}  # fmt: skip
NEVER_REFUTED = {
    "even and negative": sp.Symbol("k", even=True, negative=True) ** 2,
    "no integer": sp.Symbol("u", integer=False) - 1,
    "not rational": sp.Symbol("u", rational=False) - 1,
    "not positive": sp.Symbol("u", positive=False) - 1,
    "not even": sp.Symbol("u", real=True, even=False) - 2,
    "not prime": sp.Symbol("u", integer=True, prime=False) - 2,
}
"""Terms that are never 0 in the domain of their symbol."""


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_not_proved(name: str, refutation: bool) -> None:
    lhs, rhs, given = FALSE[name]
    assert judge(lhs, rhs, given=given, refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", NEVER_REFUTED)
def test_no_point_outside_the_domain_refutes(name: str) -> None:
    assert judge(NEVER_REFUTED[name], 0, "!=").verdict is not Verdict.REFUTED


K0, M0 = sp.symbols("k0 m0", integer=True, nonnegative=True)
BINOMIAL = sp.binomial(M0, K0)


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize(
    ("lhs", "op", "rhs"),
    [(BINOMIAL, "!=", 0), (BINOMIAL, ">", 0), (sp.sign(BINOMIAL) ** 2, "==", 1), (0, "!=", 5 * BINOMIAL)],
)
def test_a_binomial_may_be_zero(lhs: sp.Expr, op: str, rhs: sp.Expr, refutation: bool) -> None:
    assert judge(lhs, rhs, op, refutation=refutation).verdict is not Verdict.PROVED


def test_a_binomial_within_its_range_is_positive() -> None:
    assert judge(BINOMIAL, 0, ">", given=(K0 <= M0,)).verdict is Verdict.PROVED


class Square(sp.Function):
    """A function with a meaning that the kernel does not know."""

    @classmethod
    def eval(cls, argument):
        return argument**2 if argument.is_Number else None


MEANING_UNKNOWN = {
    "arg": (sp.Abs(z) * sp.exp(sp.I * sp.arg(z)), z),
    "Si": (sp.Si(-x), -sp.Si(x)),
    "a class of the author": (Square(x), x**2),
}


@pytest.mark.parametrize("name", MEANING_UNKNOWN)
def test_no_value_is_picked_for_a_function_with_a_meaning_of_its_own(name: str) -> None:
    lhs, rhs = MEANING_UNKNOWN[name]
    assert judge(lhs, rhs).verdict is not Verdict.REFUTED


def test_a_value_for_the_element_that_a_derivative_is_taken_by_is_refused() -> None:
    with pytest.raises(InvalidStatement, match="work that out first"):
        judge(sp.Subs(sp.Derivative(Z[j] ** 2, Z[j]), Z[j], 3), 0)


def test_a_real_claim_gets_a_verdict_and_no_kernel_error() -> None:
    judge((a * (1 - a)) ** (K + 1), 0, given=(sp.Eq(a * (1 - a), 0), K >= -1))


v = sp.Symbol("v", nonpositive=True)
POWERS_OF_ZERO = {
    "0^1 > 0": (a**-x, ">", 0, ()),
    "0^2 != 0": (a ** (-v - 1), "!=", 0, ()),
    "1/(1 + 0^1) < 1": (1 / (1 + a**-x), "<", 1, ()),
    "0^1 + 0 > 0": (a**-x + b, ">", 0, ()),
    "0^1 w = 0 says nothing of w": (w, "==", 0, (sp.Eq(a**-x * w, 0),)),
    "0^1 w >= 0 says nothing of w": (w, ">=", 0, (a**-x * w >= 0,)),
    "floor(1/(1 + 0^1)) is 1": (sp.floor(1 / (1 + a**-x)), "==", 0, ()),
    "sign(0^1)": (sp.sign(a**-x), "==", 1, ()),
}


@pytest.mark.parametrize("name", POWERS_OF_ZERO)
def test_a_power_in_the_denominator_is_no_number_where_its_base_is_zero(name: str) -> None:
    lhs, relation, rhs, given = POWERS_OF_ZERO[name]
    assert judge(lhs, rhs, relation, given=given, refutation=False).verdict is not Verdict.PROVED


@pytest.mark.parametrize(("lhs", "relation"), [(a**-x, ">="), (a ** (-K0 - 1), ">"), (a**-K0, "!=")])
def test_the_order_of_powers_in_a_denominator(lhs: sp.Expr, relation: str) -> None:
    assert judge(lhs, 0, relation, refutation=False).verdict is Verdict.PROVED
