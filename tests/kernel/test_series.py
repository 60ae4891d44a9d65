"""Closed forms of finite and infinite sums: what is proved, and what must not be."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Ne, Rational, Sum, binomial, exp, factorial, oo

from derive import judge
from derive.kernel.core import Verdict

x, r, t = sp.symbols("x r t", real=True)
a, rate, p = sp.symbols("a lambda p", positive=True)
n = sp.Symbol("n", integer=True, positive=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
k, i = sp.symbols("k i", integer=True)
BELOW_ONE = (p < 1,)
INSIDE = (r > -1, r < 1)
POISSON = rate**i * exp(-rate) / factorial(i)
BINOMIAL = binomial(n, i) * p**i * (1 - p) ** (n - i)
GEOMETRIC = p * (1 - p) ** (i - 1)


def total(f, low, high):
    return Sum(f, (i, low, high))


TRUE = {
    "geometric sum": (total(a**i, 0, n), (1 - a ** (n + 1)) / (1 - a), ()),
    "powers of two": (total(2**i, 0, n - 1), 2**n - 1, ()),
    "weighted geometric sum": (total(i * a**i, 1, n), a * (1 - (n + 1) * a**n + n * a ** (n + 1)) / (1 - a) ** 2, ()),
    "bias correction": ((1 - p) * total(p ** (n - i), 1, n), 1 - p**n, BELOW_ONE),
    "geometric series": (total(r**i, 0, oo), 1 / (1 - r), INSIDE),
    "derivative of the geometric series": (total(i * r**i, 0, oo), r / (1 - r) ** 2, INSIDE),
    "a law of waiting": (total(GEOMETRIC, 1, oo), 1, BELOW_ONE),
    "its mean": (total(i * GEOMETRIC, 1, oo), 1 / p, BELOW_ONE),
    "its second moment": (total(i**2 * GEOMETRIC, 1, oo), (2 - p) / p**2, BELOW_ONE),
    "exponential series": (total(x**i / factorial(i), 0, oo), exp(x), ()),
    "Poisson mean": (total(i * POISSON, 0, oo), rate, ()),
    "Poisson variance": (total((i - rate) ** 2 * POISSON, 0, oo), rate, ()),
    "binomial theorem": (total(binomial(n, i) * x**i, 0, n), (1 + x) ** n, ()),
    "subsets": (total(binomial(m, i), 0, m), 2**m, ()),
    "binomial law": (total(BINOMIAL, 0, n), 1, BELOW_ONE),
    "binomial mean": (total(i * BINOMIAL, 0, n), n * p, BELOW_ONE),
    "binomial variance": (total((i - n * p) ** 2 * BINOMIAL, 0, n), n * p * (1 - p), BELOW_ONE),
    "a half, a quarter, ...": (total(Rational(1, 2) ** i, 1, oo), 1, ()),
}
NOT_PROVED = {
    "one term too few": (total(a**i, 0, n), (1 - a**n) / (1 - a), ()),
    "a ratio outside the disc": (total(r**i, 0, oo), 1 / (1 - r), ()),
    "a ratio that may be 1": (total(exp(-t * i), 0, oo), 1 / (1 - exp(-t)), (t >= 0,)),
    "a range that may be far below": (total(a**i, 0, k), (1 - a ** (k + 1)) / (1 - a), ()),
    "the value at ratio 1": (total(a**i, 1, n), 0, (sp.Eq(a, 1),)),
    "Poisson mean doubled": (total(i * POISSON, 0, oo), 2 * rate, ()),
    "Poisson from 1": (total(POISSON, 1, oo), 1, ()),
    "binomial mean squared": (total(i * BINOMIAL, 0, n), n * p**2, BELOW_ONE),
    "a bound too low": (total(BINOMIAL, 0, n - 1), 1, BELOW_ONE),
    "alternating subsets of nothing": (total(binomial(m, i) * (-1) ** i, 0, m), 0, ()),
    "an infinite sum to minus infinity": (total(a**i, -oo, 0), 1 / (1 - a), ()),
}
REFUTED = ("one term too few", "Poisson mean doubled", "binomial mean squared", "alternating subsets of nothing")


@pytest.mark.parametrize("name", TRUE)
def test_known_sums_are_proved(name: str) -> None:
    lhs, rhs, facts = TRUE[name]
    assert judge(lhs, rhs, given=facts).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_does_not_hold_everywhere_is_not_proved(name: str, refutation: bool) -> None:
    lhs, rhs, facts = NOT_PROVED[name]
    assert judge(lhs, rhs, given=facts, refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", REFUTED)
def test_a_wrong_value_is_refuted(name: str) -> None:
    lhs, rhs, facts = NOT_PROVED[name]
    assert judge(lhs, rhs, given=facts).verdict is Verdict.REFUTED


def test_a_ratio_of_one_is_excluded_by_the_closed_form_itself() -> None:
    judgement = judge(total(a**i, 0, n), (1 - a ** (n + 1)) / (1 - a))
    assert judgement.evidence.conditions == (Ne(1 - a, 0),)


def test_a_sum_that_may_have_ratio_one_is_left_alone_where_it_need_not_be_closed() -> None:
    assert judge(total(a**i, 1, n) * 2, total(2 * a**k, 1, n).subs(k, i)).verdict is Verdict.PROVED


r0 = sp.Symbol("r_0", real=True)
z0 = sp.Symbol("z_0")
c0 = sp.Symbol("c_0", nonnegative=True)
N0 = sp.Symbol("N_0", integer=True, positive=True)
M0 = sp.Symbol("M_0", integer=True, nonnegative=True)
v0 = sp.Symbol("v_0", integer=True)
RATIOS_THAT_MAY_BE_ZERO = {
    "real, from 0": (sp.Sum(r0**v0, (v0, 0, N0)), (1 - r0 ** (N0 + 1)) / (1 - r0), ()),
    "complex, from 0": (sp.Sum(z0**v0, (v0, 0, N0)), (1 - z0 ** (N0 + 1)) / (1 - z0), ()),
    "one term at least": (sp.Sum(c0**v0, (v0, 0, M0)), (1 - c0 ** (M0 + 1)) / (1 - c0), ()),
    "a power less": (sp.Sum(r0 ** (v0 - 1), (v0, 1, N0)), (1 - r0**N0) / (1 - r0), ()),
    "a power more": (sp.Sum(r0 ** (v0 + 1), (v0, 0, N0)), r0 * sp.Sum(r0**v0, (v0, 0, N0)), ()),
    "the first term alone": (sp.Sum(r0**v0, (v0, 0, N0)), 1 + sp.Sum(r0**v0, (v0, 1, N0)), ()),
    "to infinity": (sp.Sum(r0**v0, (v0, 0, sp.oo)), 1 / (1 - r0), (sp.Abs(r0) < 1,)),
}


@pytest.mark.parametrize("name", RATIOS_THAT_MAY_BE_ZERO)
def test_the_ratio_of_a_geometric_sum_may_be_zero(name: str) -> None:
    lhs, rhs, facts = RATIOS_THAT_MAY_BE_ZERO[name]
    assert judge(lhs, rhs, given=facts).verdict is Verdict.PROVED
    for refutation in (True, False):
        assert judge(lhs, rhs + r0**2 + z0, given=facts, refutation=refutation).verdict is not Verdict.PROVED


def test_the_first_term_is_0_to_the_0() -> None:
    assert judge(sp.Sum(c0**v0, (v0, 0, M0)), 1, given=sp.Eq(c0, 0)).verdict is Verdict.PROVED
    assert judge(sp.Sum(r0**v0, (v0, 1, N0)), (1 - r0**N0) / (1 - r0)).verdict is Verdict.REFUTED


def reciprocal(*factors: sp.Expr) -> sp.Sum:
    return sp.Sum(1 / sp.Mul(*factors), (v0, 1, N0))


TELESCOPES = {
    "neighbours": (reciprocal(v0, v0 + 1), N0 / (N0 + 1)),
    "two apart": (reciprocal(v0, v0 + 2), Rational(3, 4) - 1 / (2 * (N0 + 1)) - 1 / (2 * (N0 + 2))),
    "three factors": (reciprocal(v0, v0 + 1, v0 + 2), Rational(1, 4) - 1 / (2 * (N0 + 1) * (N0 + 2))),
    "from 2": (sp.Sum(1 / (v0 * (v0 + 1)), (v0, 2, N0)), Rational(1, 2) - 1 / (N0 + 1)),
    "perhaps empty": (sp.Sum(1 / (v0 * (v0 + 1)), (v0, 1, M0)), M0 / (M0 + 1)),
}
NO_TELESCOPES = {
    "off by one": (reciprocal(v0, v0 + 1), 1 - 1 / N0),
    "a pole in the range": (reciprocal(v0, v0 - 1), 1 - 1 / N0),
    "a square": (reciprocal(v0**2, v0 + 1), N0 / (N0 + 1)),
}


@pytest.mark.parametrize("name", TELESCOPES)
def test_partial_fractions_telescope(name: str) -> None:
    lhs, rhs = TELESCOPES[name]
    assert judge(lhs, rhs).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NO_TELESCOPES)
def test_what_does_not_telescope_so(name: str, refutation: bool) -> None:
    lhs, rhs = NO_TELESCOPES[name]
    assert judge(lhs, rhs, refutation=refutation).verdict is not Verdict.PROVED
