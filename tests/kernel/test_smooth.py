"""Limits of smooth opaque functions, and what must not be proved of them."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Derivative, Eq, Function, I, Limit, Ne, Sum, exp, log, oo

from derive import define, judge, real, smooth, xlogy
from derive.kernel.core import Verdict

x, a, c, h = sp.symbols("x a c h", real=True)
z, i = sp.symbols("z i")
m = sp.Symbol("m", integer=True, nonnegative=True)
p = sp.Symbol("p", positive=True)
f, g = smooth("f"), Function("g", real=True)
at = real("at")
slope = define("S", at, Derivative(f(at), at))
bend = define("B", at, Derivative(f(at), at, at))
ORIGIN = Eq(f(0), c)

TRUE: dict[str, tuple[Any, Any, Any]] = {
    "continuity": (Limit(f(1 / x), x, oo), c, ORIGIN),
    "continuity at a place with a name": (Limit(f(a + x), x, 0, "+-"), f(a), Eq(f(a), c)),
    "a difference quotient": (Limit((f(a + h * x) - f(a)) / x, x, 0), h * slope(a), Eq(f(a), c)),
    "a difference quotient along whole numbers": (Limit(m * (f(a + h / m) - f(a)), m, oo), h * slope(a), Eq(f(a), c)),
    "from the left": (Limit((f(a + x) - f(a)) / x, x, 0, "-"), slope(a), Eq(f(a), c)),
    "the second difference": (Limit((f(x) + f(-x) - 2 * f(0)) / x**2, x, 0), bend(0), ORIGIN),
    "the slope is continuous": (Limit(slope(x), x, 0), slope(0), ORIGIN),
    "the slope has a slope": (Limit((slope(x) - slope(0)) / x, x, 0), bend(0), ORIGIN),
    "a root near 1": (Limit(x * f(p ** (1 / x)), x, oo), log(p) * slope(1), Eq(f(1), 0)),
    "what grows outside of it": (Limit(exp(x) * f(exp(-x)), x, oo), slope(0), Eq(f(0), 0)),
}
NOT_PROVED: dict[str, tuple[Any, Any, Any]] = {
    "a value that may not exist (f(x) = 1/x)": (Limit(x * f(x), x, 0), 0, ()),
    "a value that is asked for nowhere": (Limit(f(x), x, 0), Limit(f(-x), x, 0), ()),
    "a value under a sum that may be empty": (Limit(x * f(x), x, 0), 0, Eq(Sum(f(0), (i, 1, m)), c)),
    "a value that is multiplied by 0": (Limit(x * f(x), x, 0), 0, Eq(xlogy(a, f(0)), c)),
    "a value that one of two facts mentions": (Limit(x * f(x), x, 0), 0, Eq(f(0), c) | Eq(a, 1)),
    "a function that is not smooth": (Limit(g(1 / x), x, oo), c, Eq(g(0), c)),
    "a value at another place": (Limit(f(1 / x), x, oo), f(0), Eq(f(1), 0)),
    "an imaginary way": (Limit(x * (f(I / x) - f(0)), x, oo), I * slope(0), ORIGIN),
    "a complex place": (Limit(f(z + 1 / x), x, oo), f(z), Eq(f(z), c)),
    "a complex direction": (Limit(x * (f(z / x) - f(0)), x, oo), z * slope(0), ORIGIN),
    "a value that is not 0": (Limit(x * f(1 / x), x, oo), slope(0), Ne(f(0), 0)),
    "the slope of another place": (Limit((f(a + x) - f(a)) / x, x, 0), slope(0), Eq(f(a), c)),
    "half of the bend": (Limit((f(x) - f(0) - x * slope(0)) / x**2, x, 0), bend(0), ORIGIN),
    "far away": (Limit(f(x), x, oo), f(0), ORIGIN),
    "two sides that differ": (Limit(f(x) / x, x, 0, "+-"), slope(0), ORIGIN),
}


@pytest.mark.parametrize("name", TRUE)
def test_limits_of_smooth_functions(name: str) -> None:
    lhs, rhs, given = TRUE[name]
    assert judge(lhs, rhs, given=given).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_is_not_known_of_them(name: str, refutation: bool) -> None:
    lhs, rhs, given = NOT_PROVED[name]
    assert judge(lhs, rhs, given=given, refutation=refutation).verdict is not Verdict.PROVED


def test_half_of_the_bend_is_refuted() -> None:
    lhs, rhs, given = NOT_PROVED["half of the bend"]
    assert judge(lhs, rhs, given=given).verdict is Verdict.REFUTED
    assert judge(lhs, rhs / 2, given=given).verdict is Verdict.PROVED
