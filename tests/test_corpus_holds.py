"""The shipped derivations: every step as expected, each with a reason, and as many as promised."""

from __future__ import annotations

from derive.report import Report


def test_every_step_is_as_expected(report: Report) -> None:
    assert [f"{d.name}#{s.id}" for d in report.derivations for s in d.steps if not s.as_expected] == []


def test_nothing_is_cited_or_assumed(report: Report) -> None:
    assert {b.kind for d in report.derivations for b in d.blocks} & {"taken", "assumption"} == set()


def test_there_are_enough_derivations_steps_and_mistakes(report: Report) -> None:
    different = [s for s in report.steps if s.expected == "proved" and s.lhs != s.rhs]
    mistakes = [s for s in report.steps if s.expected == "refuted"]
    assert len(report.derivations) >= 6
    assert len(different) >= 60
    assert len(mistakes) >= 8


def test_each_proved_step_has_a_reason(report: Report) -> None:
    without = [
        f"{d.name}#{s.id}" for d in report.derivations for s in d.steps if s.expected == "proved" and not s.reason
    ]
    assert without == []


def test_no_step_leans_on_an_outside_decision(report: Report) -> None:
    assert {trust for s in report.steps for trust in s.trusts} == set()


def test_each_derivation_has_prose_a_title_and_a_source(report: Report) -> None:
    for d in report.derivations:
        kinds = {b.kind for b in d.blocks}
        assert d.title.endswith("?")
        assert d.introduction
        assert {"source", "mistake"} <= kinds, d.name


def test_every_symbol_is_explained(report: Report) -> None:
    for d in report.derivations:
        unexplained = [s.name for s in d.symbols if not s.note and s.domain is not None and "index" not in s.name]
        indices = {"i", "j", "m"}
        assert set(unexplained) <= indices, d.name
