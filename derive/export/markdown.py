"""Markdown that renders alike on GitHub, in Obsidian, MyST, Quarto, pandoc and mkdocs.

No maths in tables, `aligned` inside `$$`, numbers as text, reasons as a list with the numbers of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from urllib.parse import quote

from derive.catalogues import BASE, Words
from derive.export.figures import captioned, figure_suffix, svg_files
from derive.export.prose_tex import CODE
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
from derive.notation.inline import FORMULA, INLINE, LONE
from derive.notation.latex import latex
from derive.notation.lines import break_line
from derive.notation.portable import portable
from derive.notation.tables import RELATIONS
from derive.notation.tree import Tree
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

WIDTH = 62
"""How wide a line of a display may be, in digits."""

_PARTS = re.compile(rf"{CODE}|{INLINE}|(?P<sign>{LONE}|(?<![(\\])<(?=[A-Za-z/!?])(?!https?:|mailto:))")
"""What is no plain text in Markdown: code, formulas, a dollar that is money, and what begins a tag and is no link."""

TILDE = "~"
"""The last character of ASCII that is printed."""

_AFTER_MARK = re.compile(r"([\u3001\u3002\uff01\uff08\uff0c\uff1a\uff1b\uff1f]) +(?=[^\s$])")
_BEFORE_MARK = re.compile(r"(?<=[^\s$]) +([\uff08\uff09])")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$])")


def markdown_files(page: Page) -> Mapping[str, str | bytes]:
    """`.md`, and beside it each figure as `.figure-1.svg`."""
    text = "\n\n".join(text for b in page.blocks for text in block_markdown(page, b)) + "\n"
    return {".md": apart(text) if page.words.language != BASE else text, **svg_files(page)}


def inline(tree: Tree) -> str:
    return dollars(latex(tree))


def dollars(tex: str) -> str:
    """A formula in a line of text: no blank stands before its last dollar sign."""
    return f"${portable(tex).rstrip()}$"


def prose(text: str) -> str:
    """The author's Markdown: its inline formulas made safe, HTML in it shown as text."""

    def safe(found: re.Match[str]) -> str:
        return found["code"] or (rf"\{found['sign']}" if found["sign"] else dollars(found[2]))

    return _PARTS.sub(safe, text)


def apart(text: str) -> str:
    """Inline formulas set off from letters and marks beyond ASCII by spaces: GitHub takes a dollar sign beside such for money.
    Beside full-width marks no other spaces are left."""
    text = _AFTER_MARK.sub(r"\1", _BEFORE_MARK.sub(r"\1", text))
    return FORMULA.sub(lambda found: _set_off(text, found), text)


def _set_off(text: str, found: re.Match[str]) -> str:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return f"{' ' if before > TILDE else ''}{found[0]}{' ' if after > TILDE else ''}"


def title(text: str) -> str:
    """One line of plain text; its inline formulas stay, made safe."""
    parts = FORMULA.split(text)
    return "".join(escaped(part) if k % 2 == 0 else dollars(part) for k, part in enumerate(parts))


def escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def block_markdown(page: Page, b: PageBlock) -> Iterator[str]:
    """The paragraphs of one block."""
    say = page.words
    match b:
        case Title(text):
            yield f"# {title(text)}"
        case Heading(text):
            yield f"## {escaped(text)}"
        case Result(sentence, formulas):
            shown = between(b, say).join(map(inline, formulas))
            yield f"**{say('Result.')}** {prose(sentence)} {shown}{_stop(shown, b, say)}{conditions_of(b, inline, say)}"
        case Badge():
            yield _badge(page, b)
        case Symbols():
            yield from _symbols(b, say)
        case Prose(markdown):
            yield prose(markdown)
        case Display():
            yield from _display(b, say)
        case Figure():
            yield _figure(page, b)
        case Mistake():
            yield from _mistake(b, say)
        case Assuming(sentence, formula):
            yield f"**{say('Assuming.')}** {prose(sentence)} {inline(formula)}"
        case Related():
            yield from _related(page, b)
        case Source():
            yield _source(b, say)
        case Footer():
            yield f"---\n\n*{footer_words(b, say)}*"


def _stop(shown: str, b: Result, say: Words) -> str:
    """A full stop where more is said after the formulas."""
    return say(".") if shown and (b.given or b.assuming) else ""


def _badge(page: Page, b: Badge) -> str:
    say = page.words
    own = page.name.rpartition(".")[2]
    links = [(say("script"), b.file), *((name, own + suffix(code)) for code, name in b.languages)]
    return f"*{' · '.join([*badge_words(b, say), *(f'[{word}]({quote(file)})' for word, file in links)])}*"


def suffix(language: str) -> str:
    """What the name of a document ends in."""
    return ".md" if language == BASE else f".{language}.md"


def _figure(page: Page, b: Figure) -> str:
    """The picture, and its caption under it."""
    own = page.name.rpartition(".")[2] + suffix(page.words.language).removesuffix(".md")
    file = quote(f"{own}{figure_suffix(b.number, 'svg')}")
    return f"![{escaped(' '.join(b.drawing.alt.split()))}]({file})\n\n{figure_caption(page, b)}"


def figure_caption(page: Page, b: Figure) -> str:
    """The number, the caption, and the names that the picture cannot show."""
    say = page.words
    names = "".join(f" {short}{short and ' '}{prose(name)}{say('.')}" for short, name in captioned(b, say))
    return f"*{say('Figure')} {b.number}.* {prose(b.caption)}{names}"


def _related(page: Page, b: Related) -> Iterator[str]:
    return related_lines(page, b, partial(_address, page))


def related_lines(page: Page, b: Related, address: Callable[[Neighbour], str]) -> Iterator[str]:
    """What a page rests on and what uses it; address: where a link to another derivation leads."""
    for word, others in ((page.words("Rests on:"), b.rests_on), (page.words("Used by:"), b.used_by)):
        if others:
            yield f"**{word}** " + " · ".join(_link(n, address) for n in others)


def _link(other: Neighbour, address: Callable[[Neighbour], str]) -> str:
    if not other.written:
        return f"{title(other.title)} ({escaped(other.name)})"
    return f"[{title(other.title)}]({address(other)})"


def _address(page: Page, other: Neighbour) -> str:
    """The document of another derivation, in the same language, seen from that of a page."""
    up = "../" * page.name.count(".")
    return up + quote(other.name.replace(".", "/") + suffix(page.words.language))


def _source(b: Source, say: Words) -> str:
    if b.reference is None:
        return f"- {title(cited_words(b))}"
    before, name, after = map(title, cited_parts(b.reference, b.where, say))
    shown = f"[{name}](<{b.reference.url}>)" if b.reference.url else name
    return f"- {before}*{shown}*{after}"


def _symbols(b: Symbols, say: Words) -> Iterator[str]:
    rows = [f"- {inline(r.domain.tree if r.domain else r.formula.tree)}{_note(r.note, say)}" for r in b.rows]
    rows += [f"- {inline(name)} = {inline(body)}{_note(note, say)}" for name, body, note in b.definitions]
    if rows:
        yield f"**{say('Symbols.')}**"
        yield "\n".join(rows)


def _note(note: str, say: Words) -> str:
    return f"{say(': ')}{prose(note)}" if note else ""


def _display(b: Display, say: Words) -> Iterator[str]:
    yield from formulas_markdown(b, say)
    if b.rows:
        yield verdicts_markdown(b, say)


def formulas_markdown(b: Display | Mistake, say: Words) -> Iterator[str]:
    """What is stated, without reasons and verdicts."""
    given = inline(joined(b.given)) if b.given else ""
    if isinstance(b, Mistake):
        yield f"**{say('Beware.')}** {stated(prose(b.sentence), given, say)}"
        yield f"<!-- mistake {b.name} -->\n$$\n{portable(latex(crossed_out(b)))}\n$$"
        return
    yield stated(prose(b.sentence), given, say)
    if b.rows:
        ids = " ".join(row.step.id for row in b.rows)
        yield f"<!-- steps {ids} -->\n$$\n\\begin{{aligned}}\n{numbered_lines(b.rows)}\n\\end{{aligned}}\n$$"


def verdicts_markdown(b: Display, say: Words) -> str:
    """The reason and the verdict of each line, by its number."""
    return "\n".join(reason(row, say) for row in b.rows)


def numbered_lines(rows: tuple[Row, ...]) -> str:
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


def reason(row: Row, say: Words) -> str:
    step = row.step
    parts = [left_out(row, say)] if row.left_out else []
    parts += [prose(step.reason)] if step.reason else []
    if step.given:
        parts.append(say("for {facts}", facts=inline(joined(tuple(f.tree for f in step.given)))))
    parts.append(verdict(row, say))
    if step.conditions:
        parts.append(say("where {facts}", facts=", ".join(inline(c.tree) for c in step.conditions)))
    if step.trusts:
        parts.append(say("leaning on {names}", names=", ".join(step.trusts)))
    return f"{row.number}. {' · '.join(parts)}"


def _mistake(b: Mistake, say: Words) -> Iterator[str]:
    yield from formulas_markdown(b, say)
    yield failing_point(", ".join(f"{inline(v.name.tree)[:-1]} = {v.value}$" for v in b.at), b.sides, say)
