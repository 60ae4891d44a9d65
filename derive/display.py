"""How items show themselves in a notebook: as in a document, with verdicts that are found when they are first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from derive.catalogues import BASE, ENGLISH, Words, checked_language, words_at
from derive.corpus import BadInput
from derive.export.figures import svg
from derive.export.markdown import apart, block_markdown, verdicts_markdown
from derive.export.words import verdict
from derive.notation.latex import latex
from derive.notation.tables import RELATIONS
from derive.outcomes import Session
from derive.page import Display, Figure, Mistake, Page, PageBlock, Row, shown
from derive.report import Block, DerivationReport
from derive.reporting import block, step_report
from derive.translation import translated

_say: Words = ENGLISH


def speak(language: str, script: str | Path = "") -> None:
    """Show items in another language from now on: verdicts in derive's words, sentences and reasons in those of the catalogues
    beside `script` and the scripts that it imports. Raises BadInput where a catalogue cannot be read."""
    global _say
    _say = words_at(Path(script), checked_language(language))


@cache
def _session() -> Session:
    """One for all items that are shown, so that each is judged once."""
    return Session()


def judged(item: Any) -> Block:
    """What a document prints of an item. Raises InvalidStatement on bad input."""
    session = _session()
    obligations = session.obligations(item)
    return block(item.kind, item, tuple(step_report(session, item.kind, item, o) for o in obligations))


def page_blocks(item: Any) -> tuple[PageBlock, ...]:
    said = translated(DerivationReport("", "", blocks=(judged(item),)), _say)
    return tuple(b for each in said.blocks for b in shown(each))


def markdown(item: Any) -> str | None:
    """Sentence, formulas, reasons and verdicts; None for a figure, which is drawn."""
    blocks = page_blocks(item)
    if any(isinstance(b, Figure) for b in blocks):
        return None
    return _apart("\n\n".join(text for b in blocks for text in block_markdown(_nowhere(), b))) or None


def _nowhere() -> Page:
    return Page("notebook", (), _say)


def _apart(text: str) -> str:
    return text if _say.language == BASE else apart(text)


def picture(item: Any) -> str | None:
    """The SVG of a figure; None for anything else, and without matplotlib."""
    try:
        return next((svg(_nowhere(), b) for b in page_blocks(item) if isinstance(b, Figure)), None)
    except BadInput:
        return None


def formulas(item: Any) -> str | None:
    """The lines as LaTeX with their verdicts; None for what has no lines."""
    rows = [row for b in page_blocks(item) if isinstance(b, Display) for row in b.rows]
    if not rows:
        return None
    lines = " \\\\\n".join(_line(row) for row in rows)
    return f"$$\n\\begin{{aligned}}\n{lines}\n\\end{{aligned}}\n$$"


def _line(row: Row) -> str:
    left = "" if row.left is None else latex(row.left)
    right = "" if row.right is None else f"{RELATIONS[row.relation].latex} {latex(row.right)}"
    return rf"{left} &{right} && \text{{{verdict(row, _say)}}}"


@dataclass(frozen=True)
class Verdicts:
    """The reasons and verdicts of an item, without its formulas."""

    item: Any

    def __str__(self) -> str:
        found = []
        for b in page_blocks(self.item):
            match b:
                case Display():
                    found.append(verdicts_markdown(b, _say))
                case Mistake():
                    found.append(_mistake(self.item))
        return _apart("\n".join(found))

    def _repr_markdown_(self) -> str:
        return str(self)

    __repr__ = __str__


def _mistake(item: Any) -> str:
    """What became of a mistake, and where it fails."""
    (step,) = judged(item).steps
    if not all(step.sides):
        return _say("Mistake: {verdict}", verdict=_say(step.verdict))
    left, right = step.sides
    return _say("Mistake: {verdict}, {left} against {right}", verdict=_say(step.verdict), left=left, right=right)
