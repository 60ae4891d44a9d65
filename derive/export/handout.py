"""For teaching: a page whose exercises are blank, and slides that reveal a chain line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.export.latex import body, document
from derive.export.prose_tex import escape, escaped, prose_to_tex
from derive.export.words import joined, stated
from derive.notation.latex import latex
from derive.notation.lines import break_line
from derive.notation.tables import RELATIONS
from derive.notation.tree import Relation, Tree
from derive.notation.width import visual_width
from derive.page import Display, Figure, Page, PageBlock, Result, Row, Title

SLIDE_WIDTH = 40
"""How wide a formula may be on a slide, in digits."""

SLIDE_LEFT = 14
"""How wide a left side may be to stand before its relation; a wider one has a line of its own."""

SLIDE_HEIGHT = 9.0
"""How much a slide holds, in lines of formulas without fractions."""


def handout(page: Page) -> str:
    """The document of a page, its exercises blank, also where the result at its top would give one away. Figures, which are files
    of their own, are left out: a handout is one text."""
    blanked = with_blanks(replace(page, blocks=tuple(b for b in page.blocks if not isinstance(b, Figure))))
    return document(blanked, body(blanked))


def exercises(page: Page) -> list[Row]:
    return [row for b in page.blocks if isinstance(b, Display) for row in b.rows if row.step.exercise]


def with_blanks(page: Page) -> Page:
    answers = [row.right for row in exercises(page) if row.right is not None]
    return replace(page, blocks=tuple(_blanked(b, answers) for b in page.blocks))


def _blanked(b: PageBlock, answers: Sequence[Tree]) -> PageBlock:
    match b:
        case Display():
            return replace(b, rows=tuple(replace(row, blank=row.step.exercise) for row in b.rows))
        case Result():
            return replace(
                b, formulas=tuple(f for f in b.formulas if not (isinstance(f, Relation) and f.right in answers))
            )
    return b


# ------------------------------------------------------------------------------------------------------------- slides


def slides(page: Page, ids: Sequence[str]) -> str:
    """A Beamer frame for each display with one of these steps; a display that is too high goes on in a second one."""
    title = next((b.text for b in page.blocks if isinstance(b, Title)), page.name)
    shown = [b for b in page.blocks if isinstance(b, Display) and any(row.step.id in ids for row in b.rows)]
    return "\n".join(frame for b in shown for frame in _frames(page, title, b))


def _frames(page: Page, title: str, b: Display) -> Iterator[str]:
    said = stated(prose_to_tex(b.sentence), f"${latex(joined(b.given))}$" if b.given else "", page.words)
    for k, rows in enumerate(_portions(b.rows)):
        # What goes on in a new frame begins with the formula that it goes on from.
        first = rows[0] if rows[0].left is not None else replace(rows[0], left=rows[0].step.left.tree)
        yield _frame(title, said if k == 0 else "", (first, *rows[1:]))


def _frame(title: str, said: str, rows: Sequence[Row]) -> str:
    lines: list[str] = []
    for k, row in enumerate(rows):
        lines += _revealed(row, k + 2)
    body = " \\\\\n".join(lines)
    return (
        f"\\begin{{frame}}{{{escaped(title)}}}\n" + (f"{said}\n" if said else "")
        + f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n\\end{{frame}}\n"
    )  # fmt: skip


def _revealed(row: Row, slide: int) -> list[str]:
    """The lines of a row, all but a left side shown from that slide on; the reason stands below, with the last."""
    left = "" if row.left is None else latex(row.left)
    reason = _reason(row, slide)
    if row.right is None:
        return [rf"&\uncover<{slide}->{{{left}}}", *reason]
    sign = RELATIONS[row.relation].latex
    apart = row.left is not None and visual_width(left) > SLIDE_LEFT
    width = SLIDE_WIDTH - (0 if apart else visual_width(left)) - 4
    first, *more = break_line(row.right, width)
    lines = [rf"&\uncover<{slide}->{{{sign} {first}}}", *(rf"&\uncover<{slide}->{{\quad {line}}}" for line in more)]
    if row.left is None:
        return [*lines, *reason]
    if not apart:
        return [f"{left} {lines[0]}", *lines[1:], *reason]
    start, *rest = break_line(row.left, SLIDE_WIDTH)
    return [f"{{}}& {start}", *(rf"&\quad {line}" for line in rest), *lines, *reason]


def _reason(row: Row, slide: int) -> list[str]:
    words = prose_to_tex(row.step.reason) if row.step.reason_kind != "rule" else escape(row.step.reason)
    if not words:
        return []
    return [rf"&\uncover<{slide}->{{\qquad\parbox{{0.7\linewidth}}{{\scriptsize\raggedright {words}}}}}"]


def _portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    portion: list[Row] = []
    full = 0.0
    for row in rows:
        needed = _height(row)
        if portion and full + needed > SLIDE_HEIGHT:
            yield portion
            portion, full = [], 0.0
        portion.append(row)
        full += needed
    if portion:
        yield portion


def _height(row: Row) -> float:
    """In lines; a fraction or a sum takes two, a reason less than one."""
    sides = [s for s in (row.left, row.right) if s is not None]
    texts = [line for s in sides for line in break_line(s, SLIDE_WIDTH)]
    high = [2.0 if any(c in t for c in (r"\frac", r"\sum", r"\prod", r"\int", r"\binom")) else 1.0 for t in texts]
    wide = len(sides) == 2 and visual_width(latex(sides[0])) > SLIDE_LEFT
    return (sum(high) if wide or len(high) > len(sides) else max(high)) + (0.8 if row.step.reason else 0.0)
