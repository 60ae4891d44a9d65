"""What is too large gets an answer or "over budget", soon and in little memory; the fuel is one for all that is tried."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Abs, Add, Derivative, Max, cos, exp, factorial, log, sin, sqrt

from derive import judge
from derive.kernel.core import Verdict

x, y = sp.symbols("x y", real=True)
MANY = sp.symbols("z0:10000", real=True)
TOWER = sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False)


def nested(step: Any, times: int) -> Any:
    found: Any = x
    for _ in range(times):
        found = step(found)
    return found


ROOTS = nested(lambda e: sqrt(e + 1) * (e + y), 7)
HILL = exp(sin(x) * log(1 + x**2)) ** 5 / (1 + exp(x))
LARGE: dict[str, tuple[Any, str, Any, set[str]]] = {
    "a tower of powers": (TOWER, "<", TOWER + 1, {"UNDECIDED", "PROVED"}),
    "a huge factorial": (factorial(10**7, evaluate=False), ">", 0, {"UNDECIDED", "PROVED"}),
    "2,000 sines": (nested(lambda e: sin(e, evaluate=False), 2_000), "<=", 1, {"UNDECIDED"}),
    "100 exponentials": (nested(lambda e: exp(e, evaluate=False), 100), ">", 0, {"UNDECIDED", "PROVED"}),
    "roots in roots": (ROOTS, "==", 2 * ROOTS, {"REFUTED"}),
    "roots in roots, order": (ROOTS**2, ">=", -1, {"UNDECIDED", "PROVED", "REFUTED"}),
    "an eighth derivative": (Derivative(HILL, (x, 8)), "==", Derivative(HILL, x, (x, 7)), {"UNDECIDED", "PROVED"}),
    "60 absolute values": (nested(lambda e: Abs(e - 1), 60), ">=", 0, {"PROVED"}),
    "60 absolute values, strictly": (nested(lambda e: Abs(e - 1), 60), ">", 0, {"UNDECIDED", "REFUTED"}),
    "10,000 terms": (Add(*MANY), "==", Add(*MANY[::-1]) + 1, {"REFUTED"}),
    "10,000 squares": (Add(*(z**2 for z in MANY)), ">=", 0, {"UNDECIDED"}),
    "10,000 waves": (Add(*(cos(k * x) for k in range(1, 10_001))), "==", 0, {"REFUTED"}),
    "10,000 powers": (Add(*(x**k for k in range(10_000))), "==", (x**10_000 - 1) / (x - 1), {"PROVED"}),
    "twelve maxima": (Max(*(k * x - k**2 for k in range(12))), ">=", 0, {"UNDECIDED", "PROVED"}),
}


@pytest.mark.parametrize("name", LARGE)
def test_the_answer_comes_in_bounded_work(name: str) -> None:
    lhs, op, rhs, allowed = LARGE[name]
    found = judge(lhs, rhs, op)
    assert found.verdict.name in allowed
    assert found.verdict is not Verdict.UNDECIDED or found.evidence.missing


def test_fuel_is_shared_by_all_that_is_tried() -> None:
    """Twice the cases may not take twice the fuel."""
    claim = Abs(x - 1) + Abs(x - 2) + Abs(x + y), Abs(2 * x - 3 + y) / 3
    judgements = [judge(*claim, ">=", fuel=fuel, refutation=False) for fuel in (50, 500, 100_000)]
    assert judgements[0].evidence.missing == "over budget: the fuel is used up"
    assert judgements[-1].verdict is not Verdict.REFUTED
