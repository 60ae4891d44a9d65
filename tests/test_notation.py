"""docs/notation.md says what each letter of the derivations stands for, and every page keeps to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from derive.notation.text import text
from derive.report import DerivationReport, Report
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "notation.md").read_text(encoding="utf-8")
GREEK = {"Λ": "Λ", "θ": "theta", "λ": "lambda", "μ": "mu"}


def meanings() -> dict[str, list[str]]:
    """The letters with a meaning of their own, and the phrases for it."""
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \| ([^|]+) \|$", PAGE, re.MULTILINE)
    return {name: [phrase.strip() for phrase in phrases.split(";")] for name, phrases in rows}


def letters_of_one_page() -> set[str]:
    return set(re.findall(r"`([^`]+)`", PAGE.split("## Letters for one page")[1].split("## How")[0]))


def said(d: DerivationReport) -> Iterator[tuple[str, str, bool]]:
    """(letter, what a page says of it, whether it is an index) for symbols and definitions."""
    for s in d.symbols:
        yield base(s.name), s.note, not s.note
    for b in d.blocks:
        if b.kind == "definition":
            yield base(text(b.formulas[0].tree)), b.text, False


def base(name: str) -> str:
    """The letter itself, without subscripts and arguments."""
    if name in meanings():
        return name
    word = re.match(r"KL|[A-Za-z]+\d*(?=$|_)|[A-Za-zΑ-Ωα-ω]", name)
    assert word is not None, name
    return GREEK.get(word[0], word[0])


def test_every_letter_has_its_place(report: Report) -> None:
    known = set(meanings()) | letters_of_one_page() | set("ijmclk")
    unknown = {f"{letter} in {d.name}" for d in report.derivations for letter, _, _ in said(d) if letter not in known}
    assert unknown == set()


def test_every_letter_keeps_its_meaning(report: Report) -> None:
    phrases = meanings()
    astray = [
        f"{d.name}: {letter} is {note!r}"
        for d in report.derivations
        for letter, note, is_index in said(d)
        if letter in phrases and not is_index and not any(p.lower() in note.lower() for p in phrases[letter])
    ]
    assert astray == []


def test_no_row_of_the_table_is_idle(report: Report) -> None:
    used = {letter for d in report.derivations for letter, _, _ in said(d)}
    assert set(meanings()) - used == set()
    assert letters_of_one_page() - used == set()


@pytest.mark.parametrize("path", sorted((ROOT / "derivations").glob("*/*.py")), ids=lambda p: p.stem)
def test_a_name_of_an_index_is_one_of_the_usual(path: Path) -> None:
    indices = re.findall(r'\bindex\("(\w+)"', path.read_text(encoding="utf-8"))
    assert set(indices) <= set("abcdhijklmsty"), path


DELTAS = [
    p for p in sorted((ROOT / "derivations").glob("*/*.py")) if "KroneckerDelta(" in p.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", DELTAS, ids=lambda p: p.stem)
def test_a_delta_with_two_indices_is_explained(path: Path) -> None:
    assert re.search(r"\\delta_\{\w\w\}\$[^.]*\b1\b", path.read_text(encoding="utf-8"))
