"""Definite integrals in closed form: what is proved, what must not be, and values against numerical integration."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Abs, Eq, Integral, Rational, beta, cos, exp, gamma, log, oo, pi, sign, sqrt

from derive import judge
from derive.kernel.core import Verdict

x, t, w = sp.symbols("x t w", real=True)
a, b, s, rate = sp.symbols("a b s lambda", positive=True)
q = sp.Symbol("q", nonnegative=True)
z = sp.Symbol("z")
n, m = sp.symbols("n m", integer=True, positive=True)
f, g = sp.Function("f"), sp.Function("g")


def over(f, low, high):
    return Integral(f, (x, low, high))


TRUE = {
    "normalised normal density": (over(exp(-((x - t) ** 2) / (2 * s**2)) / sqrt(2 * pi * s**2), -oo, oo), 1),
    "fourth moment": (over(x**4 * exp(-(x**2) / 2), -oo, oo), 3 * sqrt(2 * pi)),
    "generating function": (over(exp(w * x - x**2 / 2), -oo, oo), sqrt(2 * pi) * exp(w**2 / 2)),
    "half of a normal": (over(exp(-(x**2) / 2), 0, oo), sqrt(pi / 2)),
    "gamma function": (over(x ** (a - 1) * exp(-rate * x), 0, oo), gamma(a) / rate**a),
    "mean of a gamma": (over(x**a * rate**a * exp(-rate * x) / gamma(a), 0, oo), a / rate),
    "beta function": (over(x ** (a - 1) * (1 - x) ** (b - 1), 0, 1), beta(a, b)),
    "root": (over(sqrt(x), 0, 1), Rational(2, 3)),
    "beta-Bernoulli": (over(x**3 * (1 - x) ** 7, 0, 1), Rational(1, 1320)),
    "power rule with a symbol": (over(x**n, 0, t), t ** (n + 1) / (n + 1)),
    "backwards": (over(x, 1, t), t**2 / 2 - Rational(1, 2)),
    "by parts": (over(x * exp(s * x), 0, t), (s * t - 1) * exp(s * t) / s**2 + 1 / s**2),
    "a rate that may be 0": (over(exp(t * x), 0, w), (exp(t * w) - 1) / t),
    "logistic": (over(1 / (1 + exp(-x)), w, t), log(1 + exp(t)) - log(1 + exp(w))),
    "logarithm of a square and one": (over(2 * x / (1 + x**2), 0, t), log(1 + t**2)),
    "complex factor": (over(z * x, 0, 2), 2 * z),
    "normalised Laplace density": (over(exp(-Abs(x - t) / s) / (2 * s), -oo, oo), 1),
    "variance of a Laplace law": (over((x - t) ** 2 * exp(-Abs(x - t) / s) / (2 * s), -oo, oo), 2 * s**2),
    "mean distance of a normal law": (over(Abs(x) * exp(-(x**2) / 2), -oo, oo), 2),
    "across a corner": (over(Abs(x), -1, 2), Rational(5, 2)),
    "across a corner that moves": (over(Abs(x - a), 0, a + b), (a**2 + b**2) / 2),
    "rectified": (over(sp.Max(x, 0) * exp(-(x**2) / 2), -oo, oo), 1),
    "different frequencies": (over(cos(n * x) * cos((n + 1) * x), 0, 2 * pi), 0),
    "the same frequency": (over(cos(n * x) ** 2, 0, 2 * pi), pi),
    "sine by parts": (over(x * sp.sin(x), 0, pi), pi),
    "characteristic function of a normal law": (
        over(exp(sp.I * t * x - x**2 / 2), -oo, oo),
        sqrt(2 * pi) * exp(-(t**2) / 2),
    ),
    "of an exponential law": (over(exp(sp.I * t * x - x), 0, oo), 1 / (1 - sp.I * t)),
    "logarithm": (over(log(x), 0, 1), -1),
    "power and logarithm": (over(x**s * log(x) ** 2, 0, 1), 2 / (s + 1) ** 3),
    "a constant factor of what is not known": (over(s * f(x), 0, 1), s * over(f(x), 0, 1)),
    "one part that is not known": (over(f(x) + x, 0, 1), over(f(x), 0, 1) + Rational(1, 2)),
}
NOT_PROVED = {
    "through a pole": (over(1 / x, -1, 1), 0),
    "through a double pole": (over(x**-2, -1, 1), -2),
    "ends that may straddle a pole": (over(1 / x, t, w), log(w) - log(t)),
    "a rate that may be negative": (over(exp(-t * x), 0, oo), 1 / t),
    "a precision that may be negative": (over(exp(-t * x**2), -oo, oo), sqrt(pi / t)),
    "an order that may diverge": (over(x**t, 0, 1), 1 / (t + 1)),
    "a denominator with roots": (over(2 * x / (x**2 - 1), 0, t), log(1 - t**2)),
    "tangent over its poles": (over(sp.tan(x), 0, t), -log(cos(t))),
    "absolute value as odd": (over(Abs(x), -1, 1), 0),
    "half for the whole": (over(exp(-(x**2) / 2), 0, oo), sqrt(2 * pi)),
    "the wrong order": (over(x ** (a - 1) * (1 - x) ** (b - 1), 0, 1), beta(a + 1, b)),
    "a rate that is 0 by hypothesis": (over(exp(t * x), 0, 1), 2, (Eq(t, 0),)),
    "an orientation": (over(x, 1, 0), Rational(1, 2)),
    "sign as 1": (over(sign(x), -1, 1), 2),
    "0 to a power": (over(q**x, 0, 1), 0),
    "two parts of which neither is known to exist": (over(f(x) + g(x), 0, 1), over(f(x), 0, 1) + over(g(x), 0, 1)),
    "a product": (over(f(x) * x, 0, 1), over(f(x), 0, 1) / 2),
    "frequencies that may be the same": (over(cos(n * x) * cos(m * x), 0, 2 * pi), 0),
    "a rate that turns without falling": (over(exp(sp.I * t * x), 0, oo), sp.I / t),
    "a corner that may lie outside": (over(Abs(x - t), 0, 1), t**2 - t + Rational(1, 2)),
}
REFUTED = ("the wrong order", "half for the whole")


@pytest.mark.parametrize("name", TRUE)
def test_known_integrals_are_proved(name: str) -> None:
    lhs, rhs = TRUE[name]
    assert judge(lhs, rhs).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_does_not_hold_everywhere_is_not_proved(name: str, refutation: bool) -> None:
    lhs, rhs, *facts = NOT_PROVED[name]
    assert judge(lhs, rhs, given=facts[0] if facts else (), refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", REFUTED)
def test_a_wrong_value_is_refuted_by_the_right_one(name: str) -> None:
    lhs, rhs = NOT_PROVED[name]
    assert judge(lhs, rhs).verdict is Verdict.REFUTED


def test_a_rate_in_the_denominator_is_a_condition() -> None:
    judgement = judge(over(exp(t * x), 0, 1), (exp(t) - 1) / t)
    assert judgement.evidence.conditions == (sp.Ne(t, 0),)


SMALL = st.integers(min_value=1, max_value=4)
FRACTION = st.fractions(min_value=Rational(1, 4), max_value=3, max_denominator=4).map(
    lambda f: Rational(f.numerator, f.denominator)
)
KINDS = {
    "normal": lambda k, c, d: (x**k * exp(-c * x**2 + d * x), -oo, oo),
    "gamma": lambda k, c, d: (x ** (d - 1) * exp(-c * x) * x**k, 0, oo),
    "beta": lambda k, c, d: (x ** (c - 1) * (1 - x) ** (d - 1) * x**k, 0, 1),
    "parts": lambda k, c, d: (x**k * exp(c * x), -1, d),
}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(KINDS)), SMALL, FRACTION, FRACTION)
def test_values_agree_with_numerical_integration(kind: str, k: int, c: sp.Rational, d: sp.Rational) -> None:
    """The closed form lies within a fifth of a percent of the numerical value."""
    f, low, high = KINDS[kind](k, c, d)
    ends = [
        mpmath.inf * (1 if e > 0 else -1) if e in (oo, -oo) else mpmath.mpf(e.p) / e.q
        for e in map(sp.sympify, (low, high))
    ]
    middle = [0] if low == -oo else [1] if high == oo else []
    numeric = mpmath.quad(sp.lambdify(x, f, "mpmath"), [ends[0], *middle, ends[1]])
    near = Rational(mpmath.nstr(numeric, 4))
    margin = Rational(mpmath.nstr(abs(numeric), 1)) / 500
    integral = over(f, low, high)
    assert judge(integral, near - margin, ">").verdict is Verdict.PROVED
    assert judge(integral, near + margin, "<").verdict is Verdict.PROVED
    assert judge(integral, near + margin).verdict is not Verdict.PROVED


# ------------------------------------------------------------------------------------------- derivatives of integrals

END, SHIFT, WAVE = sp.symbols("t_1 mu_1 x_1", real=True)
BELOW, RATE, WIDTH = (
    sp.Symbol("c_1", nonnegative=True),
    sp.Symbol("lambda_1", positive=True),
    sp.Symbol("s_1", positive=True),
)
BELL = exp(-((WAVE - SHIFT) ** 2) / (2 * WIDTH**2)) / (sqrt(2 * pi) * WIDTH)
DERIVATIVES = {
    "a power by its end": (Integral(WAVE**2, (WAVE, 0, END)), END, END**2),
    "without a closed form": (Integral(sp.sin(WAVE) ** 3, (WAVE, 0, END)), END, sp.sin(END) ** 3),
    "a distribution function": (Integral(BELL, (WAVE, -oo, END)), END, BELL.subs(WAVE, END)),
    "both ends": (Integral(exp(-(WAVE**2)), (WAVE, -END, END**2)), END, 2 * END * exp(-(END**4)) + exp(-(END**2))),
    "under the sign": (
        Integral(exp(END * WAVE) * BELL, (WAVE, -oo, oo)),
        END,
        (SHIFT + WIDTH**2 * END) * exp(SHIFT * END + WIDTH**2 * END**2 / 2),
    ),
    "a total that does not move": (Integral(BELL, (WAVE, -oo, oo)), SHIFT, 0),
    "a rate": (Integral(exp(-RATE * WAVE), (WAVE, 0, oo)), RATE, -1 / RATE**2),
    "a power in the gamma function": (
        Integral(WAVE**RATE * exp(-WAVE), (WAVE, 0, oo)),
        RATE,
        sp.gamma(RATE + 1) * sp.digamma(RATE + 1),
    ),
}
UNDECIDABLE_OR_FALSE = {
    "across a pole": (Integral(1 / WAVE, (WAVE, -1, END)), END, 1 / END),
    "across a jump": (Integral(sp.sign(WAVE), (WAVE, -1, END)), END, sp.sign(END)),
    "at the end of a domain": (Integral(sp.sqrt(WAVE), (WAVE, 0, BELOW)), BELOW, sp.sqrt(BELOW)),
    "a slip": (Integral(WAVE, (WAVE, 0, END)), END, END + 1),
    "the lower end": (Integral(sp.sin(WAVE) ** 3, (WAVE, END, 0)), END, sp.sin(END) ** 3),
    "the end in the integrand": (Integral(sp.sin(WAVE * END) ** 3, (WAVE, 0, END)), END, sp.sin(END**2) ** 3),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_the_derivative_of_an_integral(name: str) -> None:
    integral, by, slope = DERIVATIVES[name]
    assert judge(sp.Derivative(integral, by), slope).verdict is Verdict.PROVED
    for refutation in (True, False):
        wrong = judge(sp.Derivative(integral, by), slope + by, refutation=refutation)
        assert wrong.verdict is not Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", UNDECIDABLE_OR_FALSE)
def test_an_integral_that_has_no_such_derivative(name: str, refutation: bool) -> None:
    integral, by, slope = UNDECIDABLE_OR_FALSE[name]
    assert judge(sp.Derivative(integral, by), slope, refutation=refutation).verdict is not Verdict.PROVED
