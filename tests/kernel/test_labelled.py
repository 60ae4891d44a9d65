"""The labelled statements: nothing false is proved, nothing true is refuted, and most are decided."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
import sympy as sp

from derive.statements import Judgement, judge
from derive.symbols import Each
from tests.kernel import labelled_second
from tests.kernel.labelled import ROWS, Labelled

SECOND = labelled_second.ROWS
ALL = [*ROWS, *SECOND]
FALSE = [row for row in ALL if not row.true]
MUST_HOLD = {
    "scalar": 0.95, "derivatives": 0.95, "log of products": 0.95, "deltas": 0.95, "branch cuts": 0.95, "densities": 0.95,
    "sums": 0.95, "traps": 0.95, "unrolled": 0.95, "piecewise": 0.9, "integrals": 0.95, "limits": 0.95,
}  # fmt: skip
"""The share of right answers of each group that is promised."""


def given(row: Labelled) -> tuple[Any, ...]:
    facts: list[Any] = []
    for thing, bounds in row.domain.items():
        if bounds[0] == "index":
            facts += [sp.Le(bounds[1], thing), sp.Le(thing, bounds[2])]
        elif isinstance(thing, sp.IndexedBase):
            i, n = sp.symbols("i_ n", integer=True, positive=True)
            facts += [Each(i, 1, n, sp.Lt(bounds[0], thing[i])), Each(i, 1, n, sp.Lt(thing[i], bounds[1]))]
        else:
            facts += [sp.Lt(bounds[0], thing), sp.Lt(thing, bounds[1])]
    return tuple(f for f in facts if f is not sp.true)


@cache
def judged(name: str, refutation: bool = True) -> Judgement:
    row = next(row for row in ALL if row.name == name)
    return judge(row.lhs, row.rhs, given=given(row), refutation=refutation)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.name)
def test_no_answer_is_wrong(row: Labelled) -> None:
    wrong = "REFUTED" if row.true else "PROVED"
    assert judged(row.name).verdict.name != wrong


@pytest.mark.parametrize("row", FALSE, ids=lambda row: row.name)
def test_the_provers_alone_prove_nothing_false(row: Labelled) -> None:
    assert judged(row.name, refutation=False).verdict.name != "PROVED"


@pytest.mark.parametrize("group", sorted(MUST_HOLD))
def test_most_of_a_group_is_decided(group: str) -> None:
    rows = [row for row in ROWS if row.group == group]
    answers = Counter(judged(row.name).verdict.name == ("PROVED" if row.true else "REFUTED") for row in rows)
    assert answers[True] >= MUST_HOLD[group] * len(rows)


def test_most_of_the_second_set_is_decided() -> None:
    answers = Counter(judged(row.name).verdict.name == ("PROVED" if row.true else "REFUTED") for row in SECOND)
    assert answers[True] >= 0.9 * len(SECOND)
