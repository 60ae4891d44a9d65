"""LaTeX: a fragment for `\\input`, and a document of its own around it. Needs amsmath, amssymb and hyperref only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from derive.catalogues import ENGLISH, Words
from derive.export.prose_tex import escape, escaped, prose_to_tex
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
from derive.notation.latex import latex
from derive.notation.lines import break_line
from derive.notation.tables import RELATIONS
from derive.notation.tree import Tree
from derive.notation.width import visual_width
from derive.page import (
    RELATION_SIGN,
    Assuming,
    Badge,
    Display,
    Footer,
    Heading,
    Mistake,
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
from derive.report import StepReport

WIDTH = 46
"""How wide a formula may be, in digits, beside the column of reasons."""

WHOLE_WIDTH = 68
"""How wide one may be where the reason stands below it."""

SHORT = 10
"""How wide a left side may be to stand in a column of its own where reasons stand below."""

INLINE_WIDTH = 40
"""What is wider than this in a line of text is displayed."""

_LATIN = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
"""
_CHINESE = r"""% !TEX program = xelatex
\documentclass[11pt]{ctexart}
"""
_COMMON = r"""\usepackage{amsmath,amssymb}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\emergencystretch}{6em}
\setlength{\parskip}{6pt plus 2pt}
\allowdisplaybreaks
"""


def latex_files(page: Page) -> Mapping[str, str]:
    """`.tex`, a document that compiles by itself, and `.fragment.tex`, its body for `\\input`."""
    body = "\n\n".join(text for b in page.blocks for text in _block(page, b) if text) + "\n"
    document = f"{preamble(page.words)}\\begin{{document}}\n\n{body}\n\\end{{document}}\n"
    return {".tex": document, ".fragment.tex": FRAGMENT_HEAD + body}


def preamble(say: Words) -> str:
    """Latin letters for pdfLaTeX; Chinese ones need XeLaTeX and the class for them."""
    return (_CHINESE if say.language.startswith("zh") else _LATIN) + _COMMON


FRAGMENT_HEAD = "% For \\input; the preamble needs amsmath, amssymb and hyperref.\n"


def inline(tree: Tree) -> str:
    return f"${latex(tree)}$"


def label(page: str, step: str) -> str:
    """The label of a step, from its stable id."""
    return "eq:" + re.sub(r"[^A-Za-z0-9:._-]", "-", f"{page}:{step}")


def _block(page: Page, b: PageBlock) -> Iterator[str]:
    say = page.words
    match b:
        case Title(text):
            yield rf"\section*{{{escaped(text)}}}"
        case Heading(text):
            yield rf"\subsection*{{{escape(text)}}}"
        case Result(sentence, _):
            yield rf"\textbf{{{say('Result.')}}} {prose_to_tex(sentence)} {_formulas(b, say)}{conditions_of(b, inline, say)}"
        case Badge():
            yield rf"\emph{{{escape(' · '.join(badge_words(b, say)))}}}"
        case Symbols():
            yield from _symbols(b, say)
        case Prose(markdown):
            yield prose_to_tex(markdown)
        case Display():
            yield from _display(page, b)
        case Mistake():
            yield from _mistake(page, b)
        case Assuming(sentence, formula):
            yield rf"\textbf{{{say('Assuming.')}}} {prose_to_tex(sentence)} {inline(formula)}"
        case Related():
            yield from _related(b, say)
        case Source():
            yield _source(b, say)
        case Footer():
            yield rf"{{\footnotesize\emph{{{escape(footer_words(b, say))}}}}}"


def _formulas(b: Result, say: Words) -> str:
    """The formulas of a result: in the text, or displayed where one is too wide for that."""
    if any(visual_width(latex(f)) > INLINE_WIDTH for f in b.formulas):
        lines = [line for f in b.formulas for line in break_line(f, WHOLE_WIDTH)]
        return "\n\\[\n\\begin{gathered}\n" + " \\\\\n".join(lines) + "\n\\end{gathered}\n\\]\n"
    shown = between(b, say).join(map(inline, b.formulas))
    return shown + (say(".") if shown and (b.given or b.assuming) else "")


def _related(b: Related, say: Words) -> Iterator[str]:
    for word, others in ((say("Rests on:"), b.rests_on), (say("Used by:"), b.used_by)):
        if others:
            names = "; ".join(rf"{escaped(n.title)} (\texttt{{{_breakable(n.name)}}})" for n in others)
            yield rf"\textbf{{{word}}} {names}"


def _breakable(name: str) -> str:
    """A dotted name that may be broken after its dots and underscores."""
    return re.sub(r"(\.|\\_)", r"\1\\allowbreak{}", escape(name))


def _source(b: Source, say: Words) -> str:
    if b.reference is None:
        return escape(cited_words(b))
    before, title, after = map(escape, cited_parts(b.reference, b.where, say))
    return rf"{before}\emph{{{title}}}{after}"


def _symbols(b: Symbols, say: Words) -> Iterator[str]:
    rows = [inline(r.domain.tree if r.domain else r.formula.tree) + _note(r.note, say) for r in b.rows]
    rows += [f"{inline(name)} $=$ {inline(body)}{_note(note, say)}" for name, body, note in b.definitions]
    if rows:
        items = "\n".join(rf"\item {row}" for row in rows)
        head = rf"\textbf{{{say('Symbols.')}}}"
        yield f"{head}\n\\begin{{itemize}}\n\\setlength{{\\itemsep}}{{0pt}}\n{items}\n\\end{{itemize}}"


def _note(note: str, say: Words) -> str:
    return f"{say(': ')}{prose_to_tex(note)}" if note else ""


def _display(page: Page, b: Display) -> Iterator[str]:
    yield stated(prose_to_tex(b.sentence), inline(joined(b.given)) if b.given else "", page.words)
    if b.rows:
        yield _align(page.name, b.rows, page.words)


def _align(page: str, rows: Sequence[Row], say: Words) -> str:
    """Numbered lines with their reasons: beside them where all of them leave room for that, else below."""
    beside = all(visual_width(line) <= WIDTH for row in rows for line in _formula_lines(row, WIDTH))
    lines = " \\\\\n".join(line for row in rows for line in _aligned(page, row, say, beside))
    return f"\\begin{{align}}\n{lines}\n\\end{{align}}"


def chain_tex(page: str, steps: Sequence[StepReport]) -> str:
    """Steps as an align environment, lines of one chain under each other, each with its label."""
    rows = []
    for k, s in enumerate(steps):
        goes_on = k > 0 and s.left == steps[k - 1].right and s.relation
        left = None if goes_on else s.left.tree
        rows.append(
            Row(left, RELATION_SIGN.get(s.relation, s.relation), s.right.tree if s.relation else None, k + 1, s)
        )
    return _align(page, rows, ENGLISH)


def _formula_lines(row: Row, width: int) -> list[str]:
    """The formula of a row in lines, column marks included: a wide left side has lines of its own, which begin with {}&."""
    left = "" if row.left is None else latex(row.left)
    if row.right is None or row.left is None or visual_width(left) <= (width // 2 if width == WIDTH else SHORT):
        if row.right is None:
            return [f"{left} &"]
        sign = RELATIONS[row.relation].latex
        first, *more = break_line(row.right, width - visual_width(left) - 4)
        return [f"{left} &{sign} {first}", *(rf"&\quad {line}" for line in more)]
    start, *rest = break_line(row.left, width)
    first, *more = break_line(row.right, width - 6)
    sign = RELATIONS[row.relation].latex
    return [
        f"{{}}& {start}", *(rf"&\quad {line}" for line in rest),
        rf"&\quad {sign} {first}", *(rf"&\quad {line}" for line in more),
    ]  # fmt: skip


def _aligned(page: str, row: Row, say: Words, beside: bool) -> list[str]:
    """The lines of a step: the one with its relation has the number, and the reason at the right or on the next line."""
    lines = _formula_lines(row, WIDTH if beside else WHOLE_WIDTH)
    numbered = next((k for k, line in enumerate(lines) if _has_relation(row, line)), 0)
    name = (rf"\tag{{{row.number}}}" if row.tagged else "") + rf"\label{{{label(page, row.step.id)}}}"
    if beside:
        end = f" && {_reason(row, say, 0.27)} {name}"
        return [line + (end if k == numbered else r" \notag") for k, line in enumerate(lines)]
    marked = [line + (f" {name}" if k == numbered else r" \notag") for k, line in enumerate(lines)]
    return [*marked, rf"&\qquad {_reason(row, say, 0.7)} \notag"]


def _has_relation(row: Row, line: str) -> bool:
    return row.right is not None and f"{RELATIONS[row.relation].latex} " in line.split("&", 1)[1][:20]


def _reason(row: Row, say: Words, width: float) -> str:
    step = row.step
    parts = [escape(left_out(row, say))] if row.left_out else []
    parts += [prose_to_tex(step.reason)] if step.reason else []
    if step.given:
        parts.append(say("for {facts}", facts=inline(joined(tuple(f.tree for f in step.given)))))
    if step.verdict != "proved" or not step.explained:
        parts.append(escape(verdict(row, say)))
    if step.conditions:
        parts.append(say("where {facts}", facts=", ".join(inline(c.tree) for c in step.conditions)))
    if step.trusts:
        parts.append(say("leaning on {names}", names=escape(", ".join(step.trusts))))
    return rf"\parbox[t]{{{width}\linewidth}}{{\footnotesize\raggedright {'; '.join(parts)}}}"


def _mistake(page: Page, b: Mistake) -> Iterator[str]:
    say = page.words
    given = inline(joined(b.given)) if b.given else ""
    yield rf"\textbf{{{say('Mistake.')}}} {stated(prose_to_tex(b.sentence), given, say)}"
    lines = break_line(crossed_out(b), 60)
    shown = lines[0] if len(lines) == 1 else "\\begin{gathered}\n" + " \\\\\n".join(lines) + "\n\\end{gathered}"
    yield f"\\begin{{equation*}}\n{shown}\n\\end{{equation*}}"
    values = ", ".join(f"${latex(v.name.tree)} = {v.value}$" for v in b.at)
    yield failing_point(values, (f"${b.sides[0]}$", f"${b.sides[1]}$") if all(b.sides) else ("", ""), say)
