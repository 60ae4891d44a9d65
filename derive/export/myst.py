"""Markdown for MyST (Sphinx, Jupyter Book): labels, references that are checked, admonitions. `colon_fence` and `dollarmath` on.

A derivation, each of its items and each line has a label, such as `bernoulli.mle`, `bernoulli.mle.score` and
`bernoulli.mle.score.2`, in other languages with the language behind it. Lines keep the numbers of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from derive.catalogues import BASE
from derive.export import markdown
from derive.export.figures import svg_files
from derive.export.markdown import block_markdown, inline, title
from derive.export.words import joined, stated
from derive.page import Display, Mistake, Page, PageBlock, Related, Result, Row, Title


def myst_files(page: Page) -> Mapping[str, str | bytes]:
    lemmas = dict(_lemmas(page))
    text = "\n\n".join(text for b in page.blocks for text in _block(page, b, lemmas)) + "\n"
    return {".md": markdown.apart(text) if page.words.language != BASE else text, **svg_files(page)}


def label(page: Page, name: str = "", other: str = "") -> str:
    """The label of a derivation (this one, or another), of an item or of a line; capitals are marked: labels have none."""
    language = page.words.language
    parts = (other or page.name, name, "" if language == BASE else language)
    return re.sub(r"[A-Z]", lambda found: f"{found[0].lower()}-", ".".join(filter(None, parts)))


def _lemmas(page: Page) -> Iterator[tuple[str, str]]:
    """What an item is called where a line rests on it, and its label."""
    for b in page.blocks:
        if isinstance(b, Display) and b.rows and b.sentence:
            yield b.sentence.rstrip(".:\u3002\uff1a"), label(page, b.name)


def _block(page: Page, b: PageBlock, lemmas: Mapping[str, str]) -> Iterator[str]:
    match b:
        case Title(text):
            yield f"---\ntitle: {json.dumps(text, ensure_ascii=False)}\n---"
            yield f"({label(page)})=\n\n# {title(text)}"
        case Result():
            yield _admonition("important", block_markdown(page, b))
        case Mistake():
            yield _admonition("warning", block_markdown(page, b))
        case Related():
            yield from markdown.related_lines(page, b, lambda other: f"#{label(page, other=other.name)}")
        case Display():
            yield from _display(page, b, lemmas)
        case _:
            yield from block_markdown(page, b)


def _admonition(kind: str, inside: Iterator[str]) -> str:
    return f":::{{{kind}}}\n" + "\n\n".join(inside) + "\n:::"


def _display(page: Page, b: Display, lemmas: Mapping[str, str]) -> Iterator[str]:
    yield stated(markdown.prose(b.sentence), inline(joined(b.given)) if b.given else "", page.words)
    if not b.rows:
        return
    ids = dict.fromkeys((b.name, *(row.step.id for row in b.rows)))
    yield "\n".join(f"({label(page, i)})=" for i in ids)
    yield f"$$\n\\begin{{aligned}}\n{markdown.numbered_lines(b.rows)}\n\\end{{aligned}}\n$$"
    yield "\n".join(_reason(page, row, lemmas) for row in b.rows)


def _reason(page: Page, row: Row, lemmas: Mapping[str, str]) -> str:
    """The reason with a link to the item that it quotes."""
    said, quoted = markdown.reason(row, page.words), row.step.reason
    known = lemmas.get(quoted, "") if row.step.reason_kind == "lemma" else ""
    own = label(page, row.step.id).startswith(f"{known}.") if known else True
    shown = markdown.prose(quoted)
    return said if own else said.replace(shown, f"[{shown}](#{known})", 1)
