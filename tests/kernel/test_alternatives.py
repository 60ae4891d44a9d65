"""Disjunctions and negated conjunctions among the hypotheses; equations about logarithms by contradiction."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import And, Eq, Max, Ne, Not, Or, Piecewise, Rational, log, symbols

from derive import binary_entropy, judge, log2, positive, proportion, real, xlogy
from derive.kernel.core import Contradiction, Verdict
from derive.statements import close_claim, judge_closed

u, v, g, x, y = real("u"), real("v"), real("g"), real("x"), real("y")
mu, m, var, r = real("mu"), real("m"), positive("v"), positive("r")
q, p = proportion("q"), proportion("p", open=True)
a, b = symbols("a b")
half = Rational(1, 2)
wrong = Piecewise((1, q <= half), (0, True))
KL = log(r / var) / 2 + (var + (mu - m) ** 2) / (2 * r) - half
slopes = ((u < 1) & Eq(g, -1)) | ((u > 1) & Eq(g, 0)) | (Eq(u, 1) & (g >= -1) & (g <= 0))
line = Max(0, 1 - u) + g * (v - u)

TRUE: dict[str, tuple[Any, ...]] = {
    "a subgradient": (Max(0, 1 - v), ">=", line, slopes),
    "either sign": (x**2, "==", 1, Or(Eq(x, 1), Eq(x, -1))),
    "two alternatives": (x**2 * y**2, "==", 1, Or(Eq(x, 1), Eq(x, -1)), Or(Eq(y, 1), Eq(y, -1))),
    "an alternative that cannot be": (x, "<", 0, Or(x < -1, x > 1), x < half),
    "not both": (x * y, "==", 0, Not(And(Ne(x, 0), Ne(y, 0)))),
    "neither": (x**2 - 1, "!=", 0, Not(Or(Eq(x, 1), Eq(x, -1)))),
    "errors and bits, where equal": (wrong, "==", -log2(q), q > 0, Or(Eq(q, half), Eq(q, 1))),
    "errors and bits, where not": (wrong, "!=", -log2(q), q > 0, Not(Or(Eq(q, half), Eq(q, 1)))),
    "normal laws that differ": (KL, "!=", 0, Not(And(Eq(mu, m), Eq(r, var)))),
    "normal laws of unlike means": (KL, ">", 0, Ne(mu, m)),
    "complex alternatives": (a**2, "==", 1, Or(Eq(a, 1), Eq(a, -1))),
}  # fmt: skip
FALSE: dict[str, tuple[Any, ...]] = {
    "a subgradient that is too steep": (Max(0, 1 - v), ">=", line,
        ((u < 1) & Eq(g, -1)) | ((u > 1) & Eq(g, 0)) | (Eq(u, 1) & (g >= -2) & (g <= 0))),
    "a subgradient at the wrong side": (Max(0, 1 - v), ">=", line,
        ((u <= 1) & Eq(g, -1)) | ((u > 1) & Eq(g, -1))),
    "one of the signs": (x, "==", 1, Or(Eq(x, 1), Eq(x, -1))),
    "either of three": (x**2, "==", 1, Or(Eq(x, 1), Eq(x, -1), Eq(x, 2))),
    "either of many": (x**3, "==", x, Or(*(Eq(x, k) for k in range(-1, 8)))),
    "both alternatives at once": (x, "==", y, Or(Eq(x, 1), Eq(x, -1)), Or(Eq(y, 1), Eq(y, -1))),
    "not both, but one": (x, "==", 0, Not(And(Ne(x, 0), Ne(y, 0)))),
    "not one of them": (x, "!=", 0, Not(Or(Eq(x, 1), Eq(x, -1)))),
    "errors and bits, where equal, and elsewhere": (wrong, "==", -log2(q), q > 0, Or(Eq(q, half), q > half)),
    "errors and bits, where not, at 1": (wrong, "!=", -log2(q), q > 0, Not(Eq(q, half))),
    "normal laws of which one thing differs": (KL, "!=", 0, Or(Ne(mu, m), Eq(r, var))),
    "normal laws that may differ": (KL, ">", 0, Not(And(Eq(mu, m), Ne(r, var)))),
    "complex alternatives, one": (a, "==", 1, Or(Eq(a, 1), Eq(a, -1))),
    "a square that may be complex": ((a - b) ** 2, ">=", 0, Or(Ne(a, b), Eq(a, b))),
}  # fmt: skip
CLAIMS: dict[str, tuple[Any, Any, bool]] = {
    "normal laws that agree": (And(Eq(mu, m), Eq(r, var)), Eq(KL, 0), True),
    "one term": (Or(Eq(q, 0), Eq(q, 1)), Eq(xlogy(q, q), 0), True),
    "surely no": (Eq(q, 0), Eq(binary_entropy(q), 0), False),
    "surely yes": (Eq(q, 1), Eq(xlogy(q, q), 0), False),
    "normal laws that agree and are standard": (And(Eq(mu, m), Eq(r, 1)), Eq(KL, 0), False),
    "normal laws at a distance": (And(Eq(mu, m), Eq(r, var)), Eq(KL, 1), False),
}


@pytest.mark.parametrize("name", TRUE)
def test_it_is_proved(name: str) -> None:
    lhs, op, rhs, *given = TRUE[name]
    assert judge(lhs, rhs, op, given=tuple(given)).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_it_is_not_proved(name: str, refutation: bool) -> None:
    lhs, op, rhs, *given = FALSE[name]
    assert judge(lhs, rhs, op, given=tuple(given), refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_from_an_equation(name: str, refutation: bool) -> None:
    claim, given, holds = CLAIMS[name]
    found = judge_closed(close_claim(claim, (given,)), refutation=refutation)
    assert (found.verdict is Verdict.PROVED) == holds


def test_alternatives_that_all_contradict_the_rest() -> None:
    with pytest.raises(Contradiction):
        judge(x, y, "<", given=(Or(x > 2, x < -2), x**2 < 1, x < 1, x > -1))
