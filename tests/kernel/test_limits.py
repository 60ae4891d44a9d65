"""Limits: quotients whose leading terms cancel, growth that cancels, and what must not be proved."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Abs, Limit, Rational, cos, exp, floor, log, oo, sign, sin, sqrt, tanh

from derive import judge
from derive.kernel.core import Verdict

x, t, w = sp.symbols("x t w", real=True)
a, b = sp.symbols("a b", positive=True)
z = sp.Symbol("z")

TRUE = {
    "slope of exp": (Limit((exp(x) - 1) / x, x, 0), 1),
    "from both sides": (Limit((exp(x) - 1) / x, x, 0, "+-"), 1),
    "slope of log": (Limit(log(1 + t * x) / x, x, 0), t),
    "slope of a power": (Limit((a**x - b**x) / x, x, 0), log(a) - log(b)),
    "slope of a root": (Limit((sqrt(1 + 1 / x) - 1) * x, x, oo), Rational(1, 2)),
    "slope of sin": (Limit(sin(x) / x, x, 0), 1),
    "curvature of cos": (Limit((1 - cos(x)) / x**2, x, 0), Rational(1, 2)),
    "slope of tanh": (Limit(tanh(x) / x, x, 0), 1),
    "third term of exp": (Limit((exp(x) - 1 - x - x**2 / 2) / x**3, x, 0), Rational(1, 6)),
    "compound interest": (Limit((1 + t / x) ** x, x, oo), exp(t)),
    "a Box-Cox transform": (Limit((a**x - 1) / x, x, 0), log(a)),
    "difference of reciprocals": (Limit(1 / log(1 + x) - 1 / x, x, 0), Rational(1, 2)),
    "removable": (Limit((x**2 - 1) / (x - 1), x, 1), 2),
    "growth that cancels": (Limit(log(exp(x) + 1) - x, x, oo), 0),
    "roots that cancel": (Limit(sqrt(x + 1) - sqrt(x), x, oo), 0),
}
NOT_PROVED = {
    "a corner from the left": (Limit(Abs(x) / x, x, 0, "-"), 1),
    "a corner from both sides": (Limit(Abs(x) / x, x, 0, "+-"), 1),
    "an essential singularity": (Limit(exp(1 / x), x, 0, "-"), 1),
    "a rate of unknown sign": (Limit(exp(t * x), x, oo), 0),
    "a square in the exponent": (Limit((1 + t / x) ** (x**2), x, oo), exp(t)),
    "a root of a square": (Limit(sqrt(x**2) / x, x, -oo), 1),
    "one order too many": (Limit((exp(x) - 1) / x**2, x, 0), 1),
    "one term too few": (Limit((exp(x) - 1 - x) / x**2, x, 0), 1),
    "a sign": (Limit(sign(x) * sin(x) / x, x, 0, "+-"), 1),
    "a floor": (Limit(floor(x) / x, x, 0), 1),
    "an oscillation": (Limit(sin(x), x, oo), 0),
    "e for 1": (Limit((1 + x) ** (1 / x), x, 0), 1),
    "a slope that may be anything": (Limit(log(1 + t * x) / x, x, 0), 1),
    "a ratio that may have no leading term": (Limit((t * x + 1) / (w * x + 1), x, oo), t / w),
    "a complex base": (Limit((exp(z * x) - 1) / x, x, 0), 1),
    "roots": (Limit(sqrt(x) * (sqrt(x + 1) - sqrt(x)), x, oo), 1),
}
REFUTED = ("a corner from the left", "one term too few", "e for 1", "a slope that may be anything", "a complex base")


@pytest.mark.parametrize("name", TRUE)
def test_known_limits_are_proved(name: str) -> None:
    lhs, rhs = TRUE[name]
    assert judge(lhs, rhs).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_is_no_limit_is_not_proved(name: str, refutation: bool) -> None:
    lhs, rhs = NOT_PROVED[name]
    assert judge(lhs, rhs, refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", REFUTED)
def test_a_wrong_limit_is_refuted_by_the_right_one(name: str) -> None:
    lhs, rhs = NOT_PROVED[name]
    assert judge(lhs, rhs).verdict is Verdict.REFUTED
