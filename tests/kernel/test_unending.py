"""What is given for each whole number without end: limits that it determines, and what must not follow."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Derivative, Eq, Function, IndexedBase, Limit, Ne, Sum, exp, log, oo, sqrt

from derive import define, index, judge, positive, proportion, real, smooth, xlogy
from derive.kernel.core import Verdict
from derive.symbols import each

k, m, later = index("k", 0, oo), index("m", 0, oo), index("l", 1, oo)
everywhere = index("e", -oo, oo)
p, r = proportion("p", open=True), proportion("r")
u, a, z = real("u"), real("a"), real("z")
at = positive("at")
f, rough, above = smooth("f"), Function("g", real=True), Function("h", positive=True)
y = IndexedBase("y", positive=True)
slope = define("S", at, Derivative(f(at), at))
SURE, ORIGIN = Eq(f(1), f(1) + f(1)), Eq(f(0), f(0) + f(0))


def root(base: Any, step: Any = k) -> Any:
    return base ** (sp.Integer(2) ** (-step))


def halves(base: Any, over: Any = k, g: Any = f) -> Any:
    return each(over, Eq(g(root(base, over)), 2 * g(root(base, over + 1))))


def doubled(base: Any, g: Any = f) -> Any:
    return Limit(2**m * g(root(base, m)), m, oo)


ADDITIVE = each(k, Eq(f(u / 2**k), 2 * f(u / 2 ** (k + 1))))

TRUE: dict[str, tuple[Any, ...]] = {
    "a value is the limit": (f(p), "==", doubled(p), (halves(p), SURE)),
    "the limit is a slope": (doubled(p), "==", log(p) * slope(1), (halves(p), SURE)),
    "from 1 on": (2 * f(sqrt(p)), "==", doubled(p), (halves(p, later), SURE)),
    "of an additive function": (f(u), "==", Limit(2**m * f(u / 2**m), m, oo), (ADDITIVE, ORIGIN)),
    "the limit as an expression's part": (doubled(p) ** 2 + 1, ">=", 2 * f(p), (halves(p), SURE)),
    "written as a sum of two": (
        f(p), "==", doubled(p), (each(k, Eq(f(root(p)), f(root(p, k + 1)) + f(root(p, k + 1)))), SURE)),
    "beside the limit": (z**2, ">=", 0, halves(p)),
}  # fmt: skip
NOT_PROVED: dict[str, tuple[Any, ...]] = {
    "another power": (f(p), "==", Limit(3**m * f(root(p, m)), m, oo), (halves(p), SURE)),
    "another value": (f(p) + 1, "==", doubled(p), (halves(p), SURE)),
    "a step that is not given": (f(p), "==", doubled(p), (halves(p, later), SURE)),
    "another number": (f(p), "==", doubled(p), (halves(p / 2), SURE)),
    "another function": (f(p), "==", doubled(p), (halves(p, g=rough), SURE)),
    "a limit that may not exist": (f(p), "==", doubled(p), halves(p)),
    "a function that is not smooth": (rough(p), "==", doubled(p, rough), (halves(p, g=rough), Eq(rough(1), 0))),
    "finitely many steps": (f(p), "==", doubled(p), (halves(p, index("k", 0, 100)), SURE)),
    "a base that may be 0": (f(r), "==", doubled(r), (halves(r), SURE)),
    "a value that does not exist": (
        xlogy(a, f(p)), "==", Limit(xlogy(a, f(root(p, m))), m, oo),
        (each(k, Eq(xlogy(a, f(root(p))), xlogy(a, f(root(p, k + 1))))), SURE)),
    "the slope at a point from the values there": (
        Derivative(doubled(y[1]), y[1]), "==", Derivative(f(y[1]), y[1]), (halves(y[1]), SURE)),
    "the same by a symbol": (Derivative(doubled(at), at), "==", Derivative(f(at), at), (halves(at), SURE)),
    "two limits, one of them open": (doubled(p) + doubled(p / 2), "==", f(p) + f(p / 2), (halves(p), SURE)),
    "steps that no value of 0 meets": (z**2, ">=", 0, each(k, Eq(f(root(p)), f(root(p, k + 1)) + 1))),
    "steps that contradict each other": (
        z**2, ">=", 0, (halves(p), each(k, Eq(f(root(p)), 2 * f(root(p, k + 1)) + 1)))),
    "steps without a value": (z**2, ">=", 0, each(k, Eq(f(k) / (k - 3), 0))),
    "a function that is never 0": (z**2, ">=", 0, halves(p, g=above)),
    "a value that is not 0": (z**2, ">=", 0, (halves(p), Ne(f(1), 0))),
    "an order": (z**2, ">=", 0, each(k, f(root(p)) > f(root(p, k + 1)))),
    "both ends": (z**2, ">=", 0, each(everywhere, Eq(f(everywhere), 0))),
    "elements": (z**2, ">=", 0, each(k, Eq(y[k], y[k + 1]))),
    "an element": (y[0], "==", Limit(y[m], m, oo), each(k, Eq(y[k], y[k + 1]))),
    "a sum": (f(0), "==", Limit(Sum(f(k), (k, 0, m)), m, oo), (each(k, Eq(f(k + 1), 0)), SURE)),
    "another end": (f(p), "==", Limit(2**m * f(root(p, m)), m, -oo), (halves(p), SURE)),
    "a limit that moves": (f(u), "==", Limit(exp(m) * f(u / 2**m), m, oo), (ADDITIVE, ORIGIN)),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_limits_of_what_stays_the_same(name: str) -> None:
    lhs, relation, rhs, given = TRUE[name]
    assert judge(lhs, rhs, relation, given).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_PROVED)
def test_what_does_not_follow(name: str, refutation: bool) -> None:
    lhs, relation, rhs, given = NOT_PROVED[name]
    assert judge(lhs, rhs, relation, given, refutation=refutation).verdict is Verdict.UNDECIDED


def test_the_witness_is_the_function_that_is_0_everywhere() -> None:
    lhs, relation, rhs, given = TRUE["the limit is a slope"]
    witness = judge(lhs, rhs, relation, given).evidence.witness
    assert witness is not None and witness[sp.Symbol("f")] == 0
