"""Equalities under what is given, with the verdict that they must get."""

from __future__ import annotations

from typing import Any

from derive import judge
from derive.kernel.core import Verdict


def assert_proved(left: Any, right: Any, *given: Any) -> None:
    assert judge(left, right, given=given).verdict is Verdict.PROVED


def assert_refuted(left: Any, right: Any, *given: Any) -> None:
    """It is refuted, and without the search for counterexamples it is not proved either."""
    assert judge(left, right, given=given).verdict is Verdict.REFUTED
    assert judge(left, right, given=given, refutation=False).verdict is Verdict.UNDECIDED
