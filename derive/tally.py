"""How many steps have which verdict, counted as reports come in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derive.report import DerivationReport, StepReport

VERDICTS = ("proved", "refuted", "undecided", "cited")


class Tally:
    """counts: steps by verdict; a mistake that was refuted counts as `expected_refuted` and not as `refuted`.

    failures: scripts that could not be read or loaded.
    unexpected: steps that are not as expected, `undecided_unexpected` those of them that are only undecided, `badly_explained`
    those that are true but not by the reason given.
    """

    def __init__(self, counts: dict[str, int] | None = None) -> None:
        self.counts: Counter[str] = Counter(counts or {})

    def add(self, report: DerivationReport) -> None:
        self.counts["failures"] += bool(report.failure)
        for s in report.steps:
            self.counts["steps"] += 1
            wanted = s.expected == "refuted" and s.verdict == "refuted"
            self.counts["expected_refuted" if wanted else s.verdict] += 1
            self._add_trouble(s)

    def _add_trouble(self, s: StepReport) -> None:
        if not s.as_expected:
            self.counts["unexpected"] += 1
            self.counts["undecided_unexpected"] += s.verdict == "undecided"
            self.counts["badly_explained"] += s.verdict == s.expected and not s.explained

    def add_row(self, counts: dict[str, int]) -> None:
        self.counts.update(counts)

    def as_expected(self, allow_undecided: bool = False) -> bool:
        left = self.counts["unexpected"] - (self.counts["undecided_unexpected"] if allow_undecided else 0)
        return left == 0 and not self.counts["failures"]

    def summary(self) -> dict[str, Any]:
        return {v: self.counts[v] for v in (*VERDICTS, "expected_refuted")}

    def line(self) -> str:
        c = self.counts
        parts = [f"{c['proved']} proved"]
        parts += [f"{c[v]} {v}" for v in ("refuted", "undecided", "cited") if c[v]]
        parts += [f"{c['badly_explained']} badly explained"] if c["badly_explained"] else []
        mistakes = "mistake" if c["expected_refuted"] == 1 else "mistakes"
        parts += [f"{c['expected_refuted']} {mistakes} refuted as expected"] if c["expected_refuted"] else []
        return ", ".join(parts) + "."


def tally_of(report: DerivationReport) -> Tally:
    found = Tally()
    found.add(report)
    return found
