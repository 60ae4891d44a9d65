"""What an independent review of the kernel found: false statements that were PROVED, true ones that were REFUTED, crashes."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    I,
    IndexedBase,
    Limit,
    Max,
    Piecewise,
    Product,
    Sum,
    atan,
    exp,
    log,
    oo,
    sign,
    sqrt,
)  # fmt: skip

from derive import D, count, define, index, judge, real, softplus, total
from derive.kernel.core import InvalidStatement, Verdict
from derive.symbols import family

x, y, w, v = sp.symbols("x y w v", real=True)
z, c = sp.symbols("z c")
a, b = sp.symbols("a b", nonnegative=True)
i, j = sp.symbols("i j", integer=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
n = sp.Symbol("n", integer=True, positive=True)
Z, A = IndexedBase("Z", real=True), IndexedBase("A", nonnegative=True)
f, xlogy = Function("f", real=True), Function("xlogy")
FAR = Max(-x - 10**6, 0)
"""0 wherever points are tried, so that only the provers stand between a false statement and PROVED."""

FALSE: dict[str, tuple[Any, ...]] = {
    "an opaque value below a number": (f(1), "<", 10**9),
    "an opaque value that is no number": (f(1), "!=", 10**9),
    "a logarithm that turns": (Limit(log(exp(I * x)) / x, x, oo), "==", I),
    "a logarithm that may turn": (Limit(log(exp(c * x)) / x, x, oo), "==", c),
    "a logarithm of a complex power": (Limit(log(x**I) / log(x), x, oo), "==", I),
    "a root that turns": (Limit(log(sqrt(exp(2 * I * x))) / x, x, oo), "==", I),
    "atan on its cut (z=2i)": (Limit(atan(z - 1 / x), x, oo), "==", atan(z)),
    "0^x tends to 0": (Limit(b**x, x, 0), "==", 1),
    "0^(1/x) tends to 0": (Limit(b ** (1 / x), x, oo), "==", 1),
    "a product that may be 0": (Limit(Product(A[i], (i, 1, n)) ** x, x, 0), "==", 1),
    "an empty sum of 1/m (m=0)": (Sum(1 / m, (i, 1, m)) * FAR, "==", FAR),
    "an empty softmax (m=0)": (Sum(exp(Z[i]) / Sum(exp(Z[j]), (j, 1, m)), (i, 1, m)) * FAR, "==", FAR),
    "an empty sum over its own sum (m=y=0)": (
        Sum(Z[i] / y, (i, 1, m)) * FAR, "==", FAR, Eq(Sum(Z[i], (i, 1, m)), y)),
    "0^0 from 0^1 (b=0, y=1, w=-1)": (b ** (y + w), "==", 0, Eq(b**y, 0)),
    "0^0 for 0^1": (b ** (y + v), "==", b ** (w + v), Eq(b**y, b**w)),
    "0^0 above 0^1": (b ** (y + v), "<=", b ** (w + v), b**y <= b**w),
    "xlogy at 0 of anything (w=y=0)": (FAR * (sign(w) ** 2 + xlogy(y, 1 / w)), "==", FAR * (1 + xlogy(y, 1 / w))),
}  # fmt: skip
NEVER_REFUTED: dict[str, tuple[Any, ...]] = {
    "a logarithm that turns": (Limit(log(exp(I * x)) / x, x, oo), "==", 0),
    "0^x by cases": (Limit(b**x, x, 0), "==", Piecewise((0, Eq(b, 0)), (1, True))),
    "a derivative on a cut": (
        Derivative(log(-1 + I * x), x), "==", Piecewise((0, Eq(x, 0)), (I / (-1 + I * x), True))),
    "a derivative that is nowhere": (Derivative(Abs(z), z, evaluate=False), "==", 5),
    "a function with prime values": (Function("f", prime=True)(x), "!=", 4),
}  # fmt: skip
nn, xx = count("nn"), real("xx")
ii = index("ii", 1, nn)
X = family("X", ii)
square, slope = define("h", X[ii] ** 2), define("g", xx, D(xx * X[ii], X[ii]))
REFUSED: dict[str, tuple[Any, Any]] = {
    "an element into its own derivative": (Limit(Derivative(y * Z[j], Z[j]), y, Z[j]), 2 * Z[j]),
    "the same through a definition": (slope(X[ii]), 2 * X[ii]),
    "a limit towards which an element runs": (Limit(Z[i] ** 2, Z[i], 3), Z[i] ** 2),
    "a sum over an element": (Sum(Z[i], (Z[i], 1, 2)), 2 * Z[i]),
    "a function with the name of a definition": (Function("softplus")(x) + softplus(y), softplus(x) + softplus(y)),
    "a definition whose variable runs": (total(square, ii), nn * square),
    "a transform": (sp.LaplaceTransform(y**2, y, a), sp.LaplaceTransform(y, y, a)),
}


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_not_proved(name: str, refutation: bool) -> None:
    lhs, op, rhs, *facts = FALSE[name]
    assert judge(lhs, rhs, op, given=tuple(facts), refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", NEVER_REFUTED)
def test_a_true_statement_is_not_refuted(name: str) -> None:
    lhs, op, rhs = NEVER_REFUTED[name]
    assert judge(lhs, rhs, op).verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_misread_is_refused(name: str) -> None:
    with pytest.raises(InvalidStatement):
        judge(*REFUSED[name])


def test_equations_with_roots_and_many_parts_are_read() -> None:
    many = sum(sp.symbols("x1:18", real=True))
    assert judge(x, y, given=(Eq(sqrt(a), x),)).verdict is Verdict.REFUTED
    assert judge(x, y, given=(Eq(many, 1),)).verdict is Verdict.REFUTED


_P, _Y, _X = sp.Symbol("p_9", positive=True), sp.Symbol("y_9", positive=True), sp.Symbol("x_9", real=True)
_Z = sp.Symbol("z_9")


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize(
    ("lhs", "op", "rhs"),
    [
        (sp.sqrt(sp.E) * _P + 1 / sp.sqrt(sp.E), ">", 2 * sp.sqrt(_P)),
        (sp.sqrt(_Y) * _P**2 + 1 / sp.sqrt(_Y), ">", 2 * _P),
        (sp.im(sp.floor((_X + _Z) / (1 + _P))), "==", 0),
        (sp.re(sp.sign(_X + _Z)), "==", sp.sign(_X + _Z)),
        (1 / sp.gamma(_X + _Z + 1) ** 2, ">=", 0),
        (_Z + 1, ">", _Z),
        (sp.re(sp.floor((_X + _Z) / (1 + _P))), "==", sp.floor((_X + _Z) / (1 + _P))),
    ],
)
def test_a_zero_discriminant_and_complex_sums_have_no_strict_sign(lhs, op, rhs, refutation) -> None:
    assert judge(lhs, rhs, op, refutation=refutation).verdict is not Verdict.PROVED


_R, _V, _U = sp.Symbol("r_9", nonnegative=True), sp.Symbol("v_9", real=True), sp.Symbol("u_9", real=True)
_POWERS = sp.Integral(_R**_V, (_V, 0, 1))
"""0 where r = 0."""


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize(
    ("lhs", "op", "rhs", "facts"),
    [
        (_POWERS, ">", 0, (_R < 1,)),
        (0**_POWERS, "==", 0, (_R < 1,)),
        (sp.sign(_POWERS), "==", 1, (_R < 1,)),
        (sp.Integral(_R**_V, (_V, 0, oo)), ">", 0, (_R < 1,)),
        (sp.Integral(_R ** (_V**2), (_V, -oo, oo)), ">", 0, (_R < 1,)),
        (sp.Integral(_R ** (-log(_V)), (_V, 0, 1)), ">", 0, (_R < 1,)),
        (Limit(_R**x * sp.sin(x) / (exp(x) - 1), x, 0), "==", 1, ()),
        (Limit(_R**x * (sp.cos(x) - 1) / (exp(x) - 1 - x), x, 0), "==", -1, ()),
        (Limit(_R ** (1 / x) * sp.sin(1 / x) / (exp(1 / x) - 1), x, oo), "==", 1, ()),
        (Limit(Product(A[i], (i, 1, n)) ** x * sp.sin(x) / (exp(x) - 1), x, 0), "==", 1, ()),
        (_U + I, ">", I - 1, (_U > 0, _U < 1)),
        (2 * exp(_U) + I, ">", I + _U, (_U > 0, _U < 1)),
        (FAR * (sp.KroneckerDelta(z, 0) + sp.conjugate(z)), "==", FAR * (sp.KroneckerDelta(z, 0) + z), ()),
        (sp.Integral(sp.conjugate(c), (c, 0, I)), "==", sp.Integral(c, (c, 0, I)), ()),
        (sp.Integral(Abs(c) ** 2, (c, 0, z)), "==", sp.Integral(c**2, (c, 0, z)), ()),
    ],
)
def test_limits_and_integrals_of_powers_of_zero_and_what_is_complex(lhs, op, rhs, facts, refutation) -> None:
    assert judge(lhs, rhs, op, given=facts, refutation=refutation).verdict is not Verdict.PROVED


def test_nothing_is_said_of_a_series_without_a_value_within_a_limit() -> None:
    harmonic = Limit(x * Sum(1 / i, (i, 1, oo)), x, 0)
    for value in (0, 1):
        assert judge(harmonic, value).verdict is Verdict.UNDECIDED
    assert judge(Limit(x * Sum(2**-i, (i, 1, oo)), x, 0), 0).verdict is Verdict.PROVED


_T, _K = sp.Symbol("t_9", real=True), sp.Symbol("k_9", integer=True)
_LAPLACE = Limit(_V * sp.Integral(exp(-x * _T), (_T, 0, oo)), _V, 0)
_ZETA = Limit(_V * Sum(_K**-x, (_K, 1, oo)), _V, 0)


@pytest.mark.parametrize(
    ("lhs", "op", "rhs"),
    [
        (_LAPLACE + x, ">", 0),
        (_ZETA + x, ">", 1),
        (_ZETA + x, "!=", 0),
        (_ZETA + Abs(x - 1), "==", x - 1),
        (sp.Integral(_V * sp.Integral(exp(-x * _T), (_T, 0, oo)), (_V, -1, 1)) + x, ">", 0),
        (Derivative(_V**2 * sp.Integral(exp(-x * _T), (_T, 0, oo)), _V).subs(_V, 0) + x, ">", 0),
    ],
)
def test_a_point_where_what_is_inside_diverges_refutes_nothing(lhs, op, rhs) -> None:
    """Each holds wherever the inner integral or series has a value."""
    assert judge(lhs, rhs, op).verdict is not Verdict.REFUTED


def test_factoring_a_polynomial_of_high_degree_is_over_budget() -> None:
    """Roots of many orders: few terms, of degrees in the hundreds."""
    q, c = sp.Rational, sp.Symbol("c_9", nonnegative=True)
    left, right = _P ** q(1, 7) + _Y ** q(1, 11) + c ** q(1, 13), _P ** q(1, 3) * _Y ** q(1, 5) * c ** q(1, 2)
    assert judge(left, right, ">=", refutation=False).verdict is Verdict.UNDECIDED
