"""The third labelled set: nothing false is proved, nothing true is refuted, and most is decided."""

from __future__ import annotations

from functools import cache

import pytest

from derive import judge
from tests.kernel.labelled_third import R

FALSE = [k for k, row in enumerate(R) if not row[4]]


@cache
def verdict(number: int, refutation: bool = True) -> str:
    lhs, op, rhs, given, _ = R[number]
    return judge(lhs, rhs, op, given=given, refutation=refutation).verdict.name


@pytest.mark.parametrize("number", range(len(R)))
def test_no_answer_is_wrong(number: int) -> None:
    assert verdict(number) != ("REFUTED" if R[number][4] else "PROVED")


@pytest.mark.parametrize("number", FALSE)
def test_the_provers_alone_prove_nothing_false(number: int) -> None:
    assert verdict(number, refutation=False) != "PROVED"


def test_most_are_decided() -> None:
    right = sum(verdict(k) == ("PROVED" if row[4] else "REFUTED") for k, row in enumerate(R))
    assert right >= 0.92 * len(R)
