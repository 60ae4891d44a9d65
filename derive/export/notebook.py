"""Jupyter notebooks: what a page says as Markdown cells, the script's own text as code cells that run and show verdicts.

Nothing is executed here: a notebook has no outputs, and the same page gives the same bytes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from derive.catalogues import BASE
from derive.corpus import BadInput
from derive.export.markdown import apart, block_markdown, figure_caption, formulas_markdown, related_lines, title
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
    Source,
    Symbols,
    Title,
)

SPOKEN = frozenset({"prose", "conclusion", "source"})
"""Calls whose whole effect is text: they become Markdown cells."""

OPENING = (Title, Result, Badge, Symbols)
"""What a notebook begins with, besides the introduction."""


@dataclass(frozen=True)
class Part:
    """Some lines of the script. shows: the expression that shows what they make; "" where they make nothing to be shown."""

    first: int
    last: int
    text: str
    shows: str = ""
    spoken: bool = False


def notebook_files(page: Page) -> Mapping[str, str | bytes]:
    """`.ipynb`. Raises BadInput without nbformat."""
    try:
        nbformat: Any = import_module("nbformat")
    except ImportError:
        raise BadInput('notebooks are written by nbformat: pip install "derive-math[documents]"') from None
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    cells = [make[kind](text, id=f"cell-{k}") for k, (kind, text) in enumerate(_cells(page), start=1)]
    made = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(made)
    return {".ipynb": nbformat.writes(made) + "\n"}


_METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def _cells(page: Page) -> Iterator[tuple[str, str]]:
    """(kind, text) of each cell, neighbours of one kind put together where both only set the scene."""
    lined = [b for b in page.blocks if getattr(b, "line", 0)]
    yield "markdown", _said(page, [b for b in page.blocks if isinstance(b, OPENING) or _is_introduction(b)])
    setting = [*_where_imports_are(page), *_language(page)]
    yield from (("code", text) for text in setting)
    waiting: list[str] = []
    for part in parts(page.source):
        own = [b for b in lined if part.first <= b.line <= part.last]  # type: ignore[union-attr]
        if not own and not part.spoken:
            waiting.append(part.text)
            continue
        if waiting:
            yield "code", "\n".join(waiting).strip("\n")
        waiting = []
        yield from _stated(page, part, own)
    if waiting:
        yield "code", "\n".join(waiting).strip("\n")
    yield from _end(page)


def _is_introduction(b: PageBlock) -> bool:
    return isinstance(b, Prose) and not b.line


def _stated(page: Page, part: Part, own: list[PageBlock]) -> Iterator[tuple[str, str]]:
    said = _said(page, [b for b in own if not isinstance(b, Source)])
    if said:
        yield "markdown", said
    if not part.spoken:
        yield (
            "code",
            f"{part.text.strip(chr(10))}{part.shows}"
            if part.shows.startswith(".")
            else "\n".join(filter(None, (part.text.strip("\n"), part.shows))),
        )


def _said(page: Page, blocks: list[PageBlock]) -> str:
    """Blocks as Markdown; of what is judged the formulas only, since the code shows the verdicts."""
    text = "\n\n".join(text for b in blocks for text in _block(page, b))
    return apart(text) if page.words.language != BASE else text


def _block(page: Page, b: PageBlock) -> Iterator[str]:
    match b:
        case Title(text):
            yield f"# {title(text)}"
        case Display():
            rows = tuple(replace(row, number=k) for k, row in enumerate(b.rows, start=1))  # as its verdicts count them
            yield from formulas_markdown(replace(b, rows=rows), page.words)
        case Mistake():
            yield from formulas_markdown(b, page.words)
        case Figure():
            yield figure_caption(page, b)
        case Badge():
            yield f"*{page.words('rests on: {names}', names=', '.join(b.rests_on) or page.words('nothing'))}*"
        case Related():
            yield from related_lines(page, b, partial(_address, page))
        case Prose() | Result() | Symbols() | Assuming() | Heading() | Source() | Footer():
            yield from block_markdown(page, b)


def _end(page: Page) -> Iterator[tuple[str, str]]:
    sources = [b for b in page.blocks if isinstance(b, Source)]
    head: list[PageBlock] = [Heading(page.words("Sources"))] if sources else []
    related, footer = ([b for b in page.blocks if isinstance(b, kind)] for kind in (Related, Footer))
    yield "markdown", _said(page, [*related, *head, *sources, *footer])


def _address(page: Page, other: Neighbour) -> str:
    """The notebook of another derivation, in the same language, seen from that of a page."""
    ending = ".ipynb" if page.words.language == BASE else f".{page.words.language}.ipynb"
    return "../" * page.name.count(".") + quote(other.name.replace(".", "/") + ending)


def _where_imports_are(page: Page) -> Iterator[str]:
    """Where the scripts are that the script imports, as seen from the notebook."""
    badge = next((b for b in page.blocks if isinstance(b, Badge)), None)
    if badge is None or not badge.rests_on:
        return
    root = PurePosixPath(badge.file).parents[page.name.count(".")]
    folders = ", ".join(repr(str(f)) for f in (root, root.parent))
    yield f"import sys\n\nsys.path[:0] = [{folders}]  # the derivations that this one rests on"


def _language(page: Page) -> Iterator[str]:
    """In which language the cells answer, and the script whose words are known in it."""
    if page.words.language != BASE:
        file = next((b.file for b in page.blocks if isinstance(b, Badge)), "")
        yield f"from derive.display import speak\n\nspeak({page.words.language!r}, {file!r})"


# -------------------------------------------------------------------------------------------------------- the script


def parts(source: str) -> Iterator[Part]:
    """The script cut between its statements, each with the comments above it, without its docstring."""
    tree = ast.parse(source)
    lines = source.splitlines()
    last = 0
    statements = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    if len(statements) < len(tree.body):
        last = tree.body[0].end_lineno or 0
    for group in _apart(statements):
        end = group[-1].end_lineno or group[-1].lineno
        text = "\n".join(lines[last:end])
        shows, spoken = (_shows(group[0]), _is_spoken(group[0])) if len(group) == 1 else ("", False)
        yield Part(last + 1, end, text, shows, spoken)
        last = end


def _apart(statements: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Statements that share a line stay together."""
    group: list[ast.stmt] = []
    for s in statements:
        if group and s.lineno > (group[-1].end_lineno or 0):
            yield group
            group = []
        group.append(s)
    if group:
        yield group


def _is_spoken(s: ast.stmt) -> bool:
    return isinstance(s, ast.Expr) and _called(s.value) in SPOKEN


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _shows(s: ast.stmt) -> str:
    """The code that shows what a statement made: a name, or what is put behind a call."""
    match s:
        case ast.Assign([ast.Name(name)], value):
            kind = _called(value)
            return "" if kind in ("assume", "define") else name if kind == "figure" else f"{name}.verdicts"
        case ast.Expr(ast.Call() as call):
            return "" if _called(call) in ("figure", "assume", "define", *SPOKEN) else ".verdicts"
    return ""
