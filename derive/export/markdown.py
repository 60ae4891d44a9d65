"""Markdown that renders alike on GitHub, in Obsidian, MyST, Quarto, pandoc and mkdocs.

No maths in tables, `aligned` inside `$$`, numbers as text, reasons as a list with the numbers of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from derive.export.words import badge_words, between, crossed_out, footer_words, joined, stated, verdict
from derive.notation.latex import latex
from derive.notation.lines import break_line
from derive.notation.portable import portable
from derive.notation.tables import RELATIONS
from derive.notation.tree import Tree
from derive.page import (
    Assuming,
    Badge,
    Display,
    Footer,
    Heading,
    Mistake,
    Page,
    PageBlock,
    Prose,
    Result,
    Row,
    Source,
    Symbols,
    Title,
)

WIDTH = 62
"""How wide a line of a display may be, in digits."""

_INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+?)\$")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown_files(page: Page) -> Mapping[str, str]:
    return {".md": "\n\n".join(text for b in page.blocks for text in _block(b)) + "\n"}


def inline(tree: Tree) -> str:
    return f"${portable(latex(tree))}$"


def prose(text: str) -> str:
    """The author's Markdown, its inline formulas made safe."""
    return _INLINE.sub(lambda found: f"${portable(found[1])}$", text)


def escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _block(b: PageBlock) -> Iterator[str]:
    match b:
        case Title(text):
            yield f"# {escaped(text)}"
        case Heading(text):
            yield f"## {escaped(text)}"
        case Result(sentence, formulas):
            shown = between(b).join(map(inline, formulas))
            yield f"**Result.** {prose(sentence)} {shown}"
        case Badge():
            yield f"*{' · '.join(badge_words(b))} · [script]({quote(b.file)})*"
        case Symbols():
            yield from _symbols(b)
        case Prose(markdown):
            yield prose(markdown)
        case Display():
            yield from _display(b)
        case Mistake():
            yield from _mistake(b)
        case Assuming(sentence, formula):
            yield f"**Assuming.** {prose(sentence)} {inline(formula)}"
        case Source(text):
            yield f"- {escaped(text)}"
        case Footer():
            yield f"---\n\n*{footer_words(b)}*"


def _symbols(b: Symbols) -> Iterator[str]:
    rows = [f"- {inline(r.domain.tree if r.domain else r.formula.tree)}{_note(r.note)}" for r in b.rows]
    rows += [f"- {inline(name)} = {inline(body)}{_note(note)}" for name, body, note in b.definitions]
    if rows:
        yield "**Symbols.**"
        yield "\n".join(rows)


def _note(note: str) -> str:
    return f": {prose(note)}" if note else ""


def _display(b: Display) -> Iterator[str]:
    yield stated(prose(b.sentence), inline(joined(b.given)) if b.given else "")
    if b.rows:
        ids = " ".join(row.step.id for row in b.rows)
        yield f"<!-- steps {ids} -->\n$$\n\\begin{{aligned}}\n{_lines(b.rows)}\n\\end{{aligned}}\n$$"
        yield "\n".join(_reason(row) for row in b.rows)


def _lines(rows: tuple[Row, ...]) -> str:
    return " \\cr\n".join(line for row in rows for line in aligned(row, rf" & \text{{({row.number})}}"))


def aligned(row: Row, end: str) -> list[str]:
    """The row as lines of an aligned display; `end` closes the first line that holds the right side."""
    left = latex(row.left) if row.left is not None else ""
    if row.right is None:
        return [portable(f"{left} &{end}")]
    sign = RELATIONS[row.relation].latex
    first, *more = break_line(row.right, WIDTH)
    lines = [f"{left} &{sign} {first}{end}"]
    lines += [rf"&\quad {line}" for line in more]
    return [portable(line) for line in lines]


def _reason(row: Row) -> str:
    step = row.step
    parts = [prose(step.reason)] if step.reason else []
    if step.given:
        parts.append("for " + inline(joined(tuple(f.tree for f in step.given))))
    parts.append(verdict(row))
    if step.conditions:
        parts.append("where " + ", ".join(inline(c.tree) for c in step.conditions))
    if step.trusts:
        parts.append("leaning on " + ", ".join(step.trusts))
    return f"{row.number}. {' · '.join(parts)}"


def _mistake(b: Mistake) -> Iterator[str]:
    yield f"**Mistake.** {stated(prose(b.sentence), inline(joined(b.given)) if b.given else '')}"
    yield f"<!-- mistake {b.name} -->\n$$\n{portable(latex(crossed_out(b)))}\n$$"
    values = ", ".join(f"{inline(v.name.tree)[:-1]} = {v.value}$" for v in b.at)
    sides = f" the left side is {b.sides[0]}, the right side {b.sides[1]}" if all(b.sides) else " it fails"
    yield f"At {values}{sides}." if values else f"Always{sides}."
