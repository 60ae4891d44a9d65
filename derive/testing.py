"""For ordinary tests: `assert_proved(lhs, rhs)` and `assert_refuted(lhs, rhs)`, with failures that can be read."""

from __future__ import annotations

from typing import Any

from derive.statements import Judgement, judge


def assert_proved(lhs: Any, rhs: Any, relation: str = "==", given: Any = (), using: Any = ()) -> Judgement:
    """Fail unless `lhs relation rhs` is proved; the judgement."""
    return _expect("PROVED", judge(lhs, rhs, relation, given, using))


def assert_refuted(lhs: Any, rhs: Any, relation: str = "==", given: Any = ()) -> Judgement:
    """Fail unless `lhs relation rhs` is refuted; the judgement."""
    return _expect("REFUTED", judge(lhs, rhs, relation, given))


def _expect(verdict: str, judgement: Judgement) -> Judgement:
    __tracebackhide__ = True
    if judgement.verdict.name != verdict:
        evidence = judgement.evidence
        lines = [
            f"expected {verdict}, got {judgement.verdict.name}",
            f"    {judgement.lhs} {judgement.relation} {judgement.rhs}",
        ]
        if evidence.counterexample is not None:
            lines.append("    at " + ", ".join(f"{k} = {v}" for k, v in evidence.counterexample.items()))
            lines.append(f"    left {evidence.sides[0]}, right {evidence.sides[1]}" if evidence.sides else "")
        if evidence.missing:
            lines.append(f"    {evidence.missing}")
        raise AssertionError("\n".join(filter(None, lines)))
    return judgement
