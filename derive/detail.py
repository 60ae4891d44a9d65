"""Pages with the milestones only: the first and the last line of each chain, and what has a label.

A line after others that are left out relates its right side to the line that is shown before it, by the strongest relation of
all these steps; it needs what any of them needs, and holds no better than the worst of them. Numbers stay those of the whole
page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from derive.page import RELATION_SIGN, Display, Page, Row, strongest
from derive.report import StepReport

DETAILS = ("full", "brief")
WORST = ("refuted", "undecided", "cited", "proved")


def brief(page: Page) -> Page:
    """The page without the lines that are no milestones."""
    blocks = (replace(b, rows=tuple(milestones(b.rows))) if isinstance(b, Display) else b for b in page.blocks)
    return replace(page, blocks=tuple(blocks))


def milestones(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that a brief page shows."""
    left_out: list[Row] = []
    for row in rows:
        if row.milestone:
            yield _joined(left_out, row)
            left_out = []
        else:
            left_out.append(row)


def _joined(left_out: list[Row], row: Row) -> Row:
    """The row as it follows the last one shown. Its number is set by hand, since a counter would count what is shown."""
    if not left_out:
        return replace(row, tagged=True)
    steps = [*(r.step for r in left_out), row.step]
    relation = strongest([s.relation for s in steps])
    return replace(
        row, relation=RELATION_SIGN.get(relation, relation), step=_together(steps), left_out=len(left_out), tagged=True
    )


def _together(steps: list[StepReport]) -> StepReport:
    worst = min(steps, key=lambda s: WORST.index(s.verdict))
    return replace(
        steps[-1],
        verdict=worst.verdict,
        missing=worst.missing,
        explained=all(s.explained for s in steps),
        given=tuple(dict.fromkeys(f for s in steps for f in s.given)),
        conditions=tuple(dict.fromkeys(f for s in steps for f in s.conditions)),
        trusts=tuple(dict.fromkeys(name for s in steps for name in s.trusts)),
    )
