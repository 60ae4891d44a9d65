"""Verdicts on statements that were reached before, by the statement's text.

What comes out of here is a report: a verdict with its evidence and no Fact. Whoever needs the Fact has it judged again.
"""

from __future__ import annotations

import hashlib
from typing import Any

from derive.cache import Cache
from derive.fingerprint import environment
from derive.kernel.codec import decode_term, encode, encode_term
from derive.kernel.core import Evidence, InvalidStatement, Judgement, Point, Statement, Verdict
from derive.kernel.judge import Lemmas
from derive.statements import Remembered


class Verdicts:
    """The table of statements in a cache."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get(self, statement: Statement, lemmas: Lemmas) -> Remembered | None:
        """What was found of a statement, used with these lemmas."""
        row = self.cache.get("statements", _key(statement, lemmas))
        try:
            return None if row is None else Remembered(Verdict[row["verdict"]], _evidence(row))
        except (KeyError, TypeError, ValueError, InvalidStatement):
            return None

    def put(self, found: Judgement, lemmas: Lemmas) -> None:
        e = found.evidence
        row = {
            "verdict": found.verdict.name, "method": e.method, "conditions": [encode_term(c) for c in e.conditions],
            "trusts": list(e.trusts), "witness": _encoded(e.witness), "counterexample": _encoded(e.counterexample),
            "sides": None if e.sides is None else list(e.sides), "missing": e.missing, "hints": list(e.hints),
        }  # fmt: skip
        self.cache.put("statements", _key(found.statement, lemmas), row)


def _key(statement: Statement, lemmas: Lemmas) -> str:
    parts = [environment(), encode(statement)]
    for facts, use in zip(lemmas, ("lemma", "help"), strict=True):
        for fact in facts:
            parts += [use, encode(fact.statement), *map(encode_term, fact.conditions), *fact.trusts]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _encoded(point: Any) -> list[list[str]] | None:
    if point is None:
        return None
    pairs = point.items() if isinstance(point, dict) else point
    return [[encode_term(atom), encode_term(value)] for atom, value in pairs]


def _point(pairs: Any) -> Point | None:
    return None if pairs is None else tuple((decode_term(atom), decode_term(value)) for atom, value in pairs)


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        row["method"],
        tuple(map(decode_term, row["conditions"])),
        tuple(row["trusts"]),
        _point(row["witness"]),
        _point(row["counterexample"]),
        None if row["sides"] is None else tuple(row["sides"]),
        row["missing"],
        tuple(row["hints"]),
    )
