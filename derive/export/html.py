"""HTML: a page that opens from disk, with its formulas as MathML; the site around it is made by `site.py`.

A step is a row: its number, its formula, and the reason with the verdict, which opens to method, conditions and what it leans
on. Every formula carries its TeX. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from derive.catalogues import BASE, Words
from derive.detail import milestones
from derive.export.figures import captioned, inline_svg
from derive.export.mathml import NoMathML, mathml
from derive.export.prose_tex import MATHS_OR_CODE, reader_of_markdown
from derive.export.words import (
    badge_words,
    between,
    cited_parts,
    cited_words,
    conditions_of,
    crossed_out,
    failing_point,
    footer_words,
    joined,
    left_out,
    stated,
    verdict,
)
from derive.notation import tree as nt
from derive.notation.inline import FORMULA
from derive.notation.latex import latex
from derive.notation.lines import break_line, condition_pieces
from derive.notation.tables import RELATIONS
from derive.notation.text import text
from derive.notation.tree import Tree
from derive.notation.width import visual_width
from derive.page import (
    Assuming,
    Badge,
    Display,
    Figure,
    Footer,
    Heading,
    Mistake,
    Neighbour,
    Page,
    PageBlock,
    Prose,
    Related,
    Result,
    Row,
    Source,
    Symbols,
    Title,
)
from derive.report import Value
from derive.texmath.plain import readable

WIDTH = 58
"""How wide a line of a formula may be, in digits."""

NARROW = 26
"""How wide a piece of a definition may be, in digits: a phone shows it whole."""

SHORT = 14
"""How wide a left side may be to share its line with the right side."""

MAX_VALUES = 8
"""How many values of a point are shown."""


def html_files(page: Page) -> Mapping[str, str]:
    """`.html`, the page of a derivation. Raises BadInput where a formula of the prose is no TeX."""
    from derive.corpus import BadInput

    up = "../" * page.name.count(".")
    try:
        view = _view(page, up)
    except NoMathML as e:
        raise BadInput(f"{page.name}: a formula in its texts cannot be shown: {e}") from None
    return {".html": rendered("page.html.j2", page.words, up=up, page=view)}


@lru_cache(maxsize=1)
def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("derive.export"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def rendered(template: str, say: Words, **values: Any) -> str:
    """A template filled in; text is escaped unless it is markup of our own making."""
    return str(_templates().get_template(template).render(say=say, language=say.language, **values))


def markup(text: str) -> Any:
    """Text that is HTML already."""
    from markupsafe import Markup

    return Markup(text)


# ------------------------------------------------------------------------------------------------------- text and formulas


def formula(tree: Tree) -> str:
    """A formula in a line of text; what is long is in pieces, between which the line can be broken."""
    return " ".join(map(mathml, condition_pieces(tree)))


def prose(markdown: str, inline: bool = False) -> Any:
    """The author's Markdown; HTML in it is text."""
    formulas: list[str] = []

    def kept(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        formulas.append(found[2])
        return f"\ue000{len(formulas) - 1}\ue001"

    parser = reader_of_markdown()
    text = MATHS_OR_CODE.sub(kept, markdown)
    made = parser.renderInline(text) if inline else parser.render(text)
    return markup(re.sub("\ue000(\\d+)\ue001", lambda found: mathml(formulas[int(found[1])]), made))


def sentence(text: str) -> Any:
    return prose(text, inline=True)


def plain(text: str) -> str:
    """Prose as plain text, its formulas as Unicode: for search and for what a browser shows in its tabs."""
    parts = FORMULA.split(text)
    return "".join(_UNMARKED.sub(" ", p) if k % 2 == 0 else readable(p) for k, p in enumerate(parts)).strip()


_UNMARKED = re.compile(r"\]\([^)]*\)|[*_`#>\[\]]+")
"""The marks of Markdown."""


def title(text: str) -> Any:
    """One line of plain text with formulas in it."""
    from markupsafe import escape

    parts = FORMULA.split(text)
    return markup("".join(str(escape(p)) if k % 2 == 0 else mathml(p) for k, p in enumerate(parts)))


# ------------------------------------------------------------------------------------------------------------- the page


def _view(page: Page, up: str) -> dict[str, Any]:
    """What the template walks: plain dicts, their markup made."""
    blocks = [view for b in page.blocks for view in _block(page, b, up)]
    heading = next(b.text for b in page.blocks if isinstance(b, Title))
    badge = next(b for b in page.blocks if isinstance(b, Badge))
    own = page.name.rpartition(".")[2]
    return {
        "name": page.name,
        "own": own,
        "title": title(heading),
        "tab": plain(heading),
        "blocks": blocks,
        "suffix": suffix(page.words.language),
        "languages": [{"code": code, "name": name, "suffix": suffix(code)} for code, name in badge.languages],
        "before": _link(page, page.before, up) if page.before else None,
        "after": _link(page, page.after, up) if page.after else None,
        "shorter": any(not row.milestone for b in page.blocks if isinstance(b, Display) for row in b.rows),
        "script": page.script,
        "script_page": "" if page.script or not badge.languages else own + suffix(badge.languages[0][0]),
        "file": quote(badge.file),
    }


def suffix(language: str) -> str:
    """What the name of a page ends in."""
    return ".html" if language == BASE else f".{language}.html"


def _block(page: Page, b: PageBlock, up: str) -> Iterator[dict[str, Any]]:
    say = page.words
    match b:
        case Title():
            return
        case Heading(text):
            yield {"kind": "heading", "text": text, "id": _anchor(text)}
        case Result(text, formulas):
            yield {"kind": "result", "sentence": sentence(text), "formulas": [formula_lines(f) for f in formulas],
                   "between": between(b, say) if b.equivalent else "",
                   "conditions": markup(conditions_of(b, formula, say))}  # fmt: skip
        case Badge():
            yield {"kind": "badge", "parts": badge_words(b, say), "whole": b.proved == b.total}
        case Symbols():
            yield {"kind": "symbols", "rows": list(_symbols(b))}
        case Prose(text):
            yield {"kind": "prose", "html": prose(text)}
        case Display():
            yield _display(page, b)
        case Figure():
            yield _figure(page, b)
        case Mistake():
            yield _mistake(b, say)
        case Assuming(text, tree):
            yield {"kind": "assuming", "sentence": sentence(text), "formula": markup(formula(tree))}
        case Related():
            lists = ((say("Rests on:"), b.rests_on), (say("Used by:"), b.used_by))
            yield {
                "kind": "related",
                "lists": [(word, [_link(page, n, up) for n in found]) for word, found in lists if found],
            }
        case Source():
            yield _source(b, say)
        case Footer():
            yield {"kind": "footer", "text": footer_words(b, say)}


def _anchor(text: str) -> str:
    return re.sub(r"\W+", "-", text).strip("-").lower()


def _link(page: Page, other: Neighbour, up: str) -> dict[str, Any]:
    address = up + quote(other.name.replace(".", "/")) + suffix(page.words.language) if other.written else ""
    return {"title": title(other.title), "name": other.name, "href": address}


def _symbols(b: Symbols) -> Iterator[dict[str, Any]]:
    for r in b.rows:
        yield _symbol(r.domain.tree if r.domain else r.formula.tree, r.note)
    for name, body, note in b.definitions:
        yield _symbol(nt.Relation("=", name, body), note)


def _symbol(tree: Tree, note: str) -> dict[str, Any]:
    """A formula in pieces, which may go on in the next line of a narrow column."""
    pieces = break_line(tree, NARROW)
    wide = any(visual_width(piece) > NARROW for piece in pieces)
    return {"formula": markup(" ".join(map(mathml, pieces))), "wide": wide, "note": sentence(note)}


def _source(b: Source, say: Words) -> dict[str, Any]:
    if b.reference is None:
        return {"kind": "source", "before": title(cited_words(b)), "title": "", "url": "", "after": ""}
    before, name, after = map(title, cited_parts(b.reference, b.where, say))
    url = b.reference.url if b.reference.url.startswith(("https://", "http://")) else ""
    return {"kind": "source", "before": before, "title": name, "url": url, "after": after}


# ------------------------------------------------------------------------------------------------------------- the steps


def formula_lines(tree: Tree, width: int = WIDTH) -> list[Any]:
    """A formula as lines that fit."""
    return [markup(mathml(line, True)) for line in break_line(tree, width)]


def _display(page: Page, b: Display) -> dict[str, Any]:
    given = formula(joined(b.given)) if b.given else ""
    return {
        "kind": "display",
        "name": b.name,
        "sentence": markup(stated(str(sentence(b.sentence)), given, page.words)),
        "rows": list(_rows(b, page)),
    }


def _figure(page: Page, b: Figure) -> dict[str, Any]:
    names = [(short, sentence(name)) for short, name in captioned(b, page.words)]
    return {
        "kind": "figure", "id": f"figure-{b.number}", "number": b.number, "svg": markup(inline_svg(page, b)),
        "caption": sentence(b.caption), "names": names,
    }  # fmt: skip


def _rows(b: Display, page: Page) -> Iterator[dict[str, Any]]:
    """All lines; and those that follow on lines which are no milestones once more, as they read without these."""
    short = {row.step.id: row for row in milestones(b.rows) if row.left_out}
    for row in b.rows:
        own = short.get(row.step.id)
        yield {**_row(row, page.words), "only": "full" if own or not row.milestone else ""}
        if own:
            yield {**_row(own, page.words), "only": "brief"}


def _row(row: Row, say: Words) -> dict[str, Any]:
    step = row.step
    state = "proved" if step.as_expected and step.verdict == "proved" else step.verdict
    return {
        "id": step.id,
        "number": row.number,
        "lines": list(_lines(row)),
        "tex": row_tex(row),
        "reason": sentence(step.reason),
        "given": markup(say("for {facts}", facts=formula(joined(tuple(f.tree for f in step.given)))))
        if step.given
        else "",
        "state": state,
        "verdict": verdict(row, say),
        "left_out": left_out(row, say) if row.left_out else "",
        "details": list(_details(row, say)),
        "line": step.line,
        "statement": step.statement,
    }


def row_tex(row: Row) -> str:
    """The TeX of a step as it is copied: both sides, the left one of a line that goes on too."""
    step = row.step
    if not step.relation:
        return latex(step.left.tree)
    return latex(nt.Relation(row.relation, step.left.tree, step.right.tree))


def _lines(row: Row) -> Iterator[dict[str, Any]]:
    """The lines of a row: what stands left of its relation, if anything, and the rest."""
    if row.right is None:
        assert row.left is not None
        yield from ({"left": line, "rest": "", "more": False} for line in formula_lines(row.left))
        return
    sign = RELATIONS[row.relation].latex
    first, *more = break_line(row.right, WIDTH)
    left = "" if row.left is None else latex(row.left)
    if visual_width(left) > SHORT:
        assert row.left is not None
        yield from ({"left": line, "rest": "", "more": False} for line in formula_lines(row.left))
        left = ""
    yield {
        "left": markup(mathml(left, True)) if left else "",
        "rest": markup(mathml(f"{sign} {first}", True)),
        "more": False,
    }
    yield from ({"left": "", "rest": markup(mathml(line, True)), "more": True} for line in more)


def _details(row: Row, say: Words) -> Iterator[tuple[str, Any]]:
    """What a verdict opens to: how it was found, under which conditions, what it leans on."""
    step = row.step
    if step.method:
        yield say("method"), step.method
    if step.conditions:
        yield say("where"), markup(formula(joined(tuple(c.tree for c in step.conditions))))
    yield say("leaning on"), ", ".join(step.trusts) or say("nothing outside")
    if step.witness:
        yield say("seen at"), _seen(step.witness)
    if step.missing:
        yield say("missing"), step.missing


def _values(values: Sequence[Value]) -> Any:
    """A few values of a point."""
    return markup(", ".join(f"{formula(v.name.tree)} = {_escaped(v.value)}" for v in values[:MAX_VALUES]))


def _seen(values: Sequence[Value]) -> str:
    """The same as plain text: there is such a point for each step."""
    return ", ".join(f"{text(v.name.tree)} = {v.value}" for v in values[:MAX_VALUES])


def _escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


def _mistake(b: Mistake, say: Words) -> dict[str, Any]:
    given = formula(joined(b.given)) if b.given else ""
    sides = (_escaped(b.sides[0]), _escaped(b.sides[1]))
    return {
        "kind": "mistake",
        "name": b.name,
        "sentence": markup(stated(str(sentence(b.sentence)), given, say)),
        "lines": formula_lines(crossed_out(b)),
        "tex": latex(crossed_out(b)),
        "point": markup(failing_point(str(_values(b.at)), sides, say)),
    }
