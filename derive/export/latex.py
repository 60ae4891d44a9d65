"""LaTeX: a document that compiles by itself, and its body as a fragment for `\\input` in papers that use `derive.sty`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from derive.catalogues import BASE, ENGLISH, Words
from derive.export.figures import captioned, figure_suffix, pdf_files
from derive.export.prose_tex import escape, escaped, plain, prose_to_tex
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
from derive.notation.lines import break_line, condition_pieces
from derive.notation.tables import RELATIONS
from derive.notation.tree import Tree
from derive.notation.width import visual_width
from derive.page import (
    RELATION_SIGN,
    Assuming,
    Badge,
    Display,
    Figure,
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

SLACK = 8
"""How much wider the widest sides of several lines together may be."""

WHOLE_WIDTH = 68
"""How wide one may be where the reason stands below it."""

SHORT = 10
"""How wide a left side may be to stand in a column of its own where reasons stand below."""

INLINE_WIDTH = 40
"""What is wider than this in a line of text is displayed."""

OUT = r"\hspace{-1em} "
"""How far a left side with lines of its own stands left of the relations below it."""

BLANK = 16
"""How wide a blank is at least, in digits."""

_LATIN = r"""\documentclass[11pt]{CLASS}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
"""
_CHINESE = r"""% !TEX program = xelatex
\documentclass[11pt,fontset=fandol,SCHEME]{ctexCLASS}
"""
_COMMON = r"""\usepackage{amsmath,amssymb,graphicx}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\setlength{\emergencystretch}{6em}
\tolerance=1000
\setlength{\parskip}{6pt plus 2pt}
\allowdisplaybreaks
"""
ALONE = r"""\newcommand{\derivationtitle}[2]{\section*{#2}\phantomsection\label{derivation:#1}}
\newcommand{\derivationheading}[1]{\subsection*{#1}}
\newcommand{\deriveto}[3]{#2 (\texttt{#3})}
"""
"""What a body says of itself and of others, where it is a document of its own: \\derivationtitle{name}{title},
\\derivationheading{title}, \\deriveto{name}{title}{name that may be broken}."""

FRAGMENT_HEAD = "% For \\input; the preamble needs \\usepackage{derive}, the derive.sty among these documents.\n"
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]")


def latex_files(page: Page) -> Mapping[str, str | bytes]:
    """`.tex`, a document that compiles by itself, `.fragment.tex`, its body for `\\input`, and each figure as `.figure-1.pdf`."""
    text = body(page)
    return {".tex": document(page, text), ".fragment.tex": FRAGMENT_HEAD + text, **pdf_files(page)}


def figures_beside(page: Page) -> Mapping[str, bytes]:
    """The figures of a page by the names under which its LaTeX asks for them."""
    return {_own(page) + suffix: content for suffix, content in pdf_files(page).items()}


def _own(page: Page) -> str:
    """What the names of a page's files begin with."""
    return page.name.rpartition(".")[2] + ("" if page.words.language == BASE else f".{page.words.language}")


def body(page: Page) -> str:
    return "\n\n".join(text for b in page.blocks for text in _block(page, b) if text) + "\n"


def document(page: Page, text: str) -> str:
    title = next((b.text for b in page.blocks if isinstance(b, Title)), page.name)
    about = rf"\hypersetup{{pdftitle={{{plain(title)}}}}}" + "\n"
    return f"{preamble(page.words, text)}{about}\\begin{{document}}\n\n{text}\n\\end{{document}}\n"


def preamble(say: Words, text: str = "") -> str:
    """Everything before a document's beginning that the body of a page needs."""
    return head(say, text, "article") + ALONE


def head(say: Words, text: str, kind: str) -> str:
    """Class and packages. Latin letters are for pdfLaTeX; Chinese ones, wherever they stand, need XeLaTeX and its class."""
    chinese = say.language.startswith("zh")
    if not chinese and not _HAN.search(text):
        return _LATIN.replace("CLASS", kind) + _COMMON
    return (
        _CHINESE.replace("CLASS", "art" if kind == "article" else kind).replace(
            "SCHEME", "scheme=chinese" if chinese else "scheme=plain"
        )
        + _COMMON
    )


def inline(tree: Tree) -> str:
    return f"${latex(tree)}$"


def condition(tree: Tree) -> str:
    """What is given, in formulas between which a line can be broken."""
    return " ".join(f"${piece}$" for piece in condition_pieces(tree))


def label(page: str, step: str) -> str:
    """The label of a step, from its stable id."""
    return "eq:" + re.sub(r"[^A-Za-z0-9:._-]", "-", f"{page}:{step}")


def _block(page: Page, b: PageBlock) -> Iterator[str]:
    say = page.words
    match b:
        case Title(text):
            yield rf"\derivationtitle{{{page.name}}}{{{outlined(text)}}}"
        case Heading(text):
            yield rf"\derivationheading{{{escape(text)}}}"
        case Result(sentence, _):
            yield rf"\textbf{{{say('Result.')}}} {prose_to_tex(sentence)} {_formulas(b, say)}{conditions_of(b, condition, say)}"
        case Badge():
            yield rf"\emph{{{escape(' · '.join(badge_words(b, say)))}}}"
        case Symbols():
            yield from _symbols(b, say)
        case Prose(markdown):
            yield prose_to_tex(markdown)
        case Display():
            yield from _display(page, b)
        case Figure():
            yield _figure(page, b)
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
            names = "; ".join(rf"\deriveto{{{n.name}}}{{{escaped(n.title)}}}{{{_breakable(n.name)}}}" for n in others)
            yield rf"\textbf{{{word}}} {names}"


def outlined(title: str) -> str:
    """A title with another form of it for the outline of a PDF, where no formula can stand."""
    shown, bare = escaped(title), plain(title)
    return shown if shown == bare else rf"\texorpdfstring{{{shown}}}{{{bare}}}"


def _figure(page: Page, b: Figure) -> str:
    """The picture where it is spoken of, and its caption under it; \\figurefolder may say where pictures are."""
    say = page.words
    names = "".join(f" {short}{short and ' '}{prose_to_tex(name)}{say('.')}" for short, name in captioned(b, say))
    return (
        "\\providecommand{\\figurefolder}{}\n\\begin{center}\n"
        f"\\includegraphics[width=0.8\\linewidth]{{\\figurefolder {_own(page)}{figure_suffix(b.number, 'pdf')}}}\\\\*[2pt]\n"
        f"\\parbox{{0.9\\linewidth}}{{\\small\\emph{{{say('Figure')} {b.number}.}} {prose_to_tex(b.caption)}{names}}}\n"
        "\\end{center}"
    )


def _breakable(name: str) -> str:
    """A dotted name that may be broken after its dots and underscores."""
    return re.sub(r"(\.|\\_)", r"\1\\allowbreak{}", escape(name))


def _source(b: Source, say: Words) -> str:
    if b.reference is None:
        return escaped(cited_words(b))
    before, title, after = map(escaped, cited_parts(b.reference, b.where, say))
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
    """The sentence and its lines in one paragraph, which no page may part."""
    said = stated(prose_to_tex(b.sentence), condition(joined(b.given)) if b.given else "", page.words)
    yield f"{said}\n{_align(page.name, b.rows, page.words)}" if b.rows else said


def _align(page: str, rows: Sequence[Row], say: Words) -> str:
    """Numbered lines with their reasons: beside them where all of them leave room for that, else below."""
    formulas = [line for row in rows for line in _formula_lines(row, WIDTH)]
    sides = [[visual_width(side) for side in line.split("&", 1)] for line in formulas]  # relations stand in one column
    beside = all(visual_width(line) <= WIDTH for line in formulas)
    beside = beside and max(left for left, _ in sides) + max(right for _, right in sides) <= WIDTH + SLACK
    lines = " \\\\\n".join(line for row in rows for line in _aligned(page, row, say, beside))
    return f"\\begin{{align}}\n{lines}\n\\end{{align}}"


def chain_tex(page: str, steps: Sequence[StepReport], blanks: bool = False) -> str:
    """Steps as an align environment, lines of one chain under each other, each with its label.

    blanks: whether exercises are blank."""
    rows = []
    for k, s in enumerate(steps):
        goes_on = k > 0 and s.left == steps[k - 1].right and s.relation
        left = None if goes_on else s.left.tree
        relation = RELATION_SIGN.get(s.relation, s.relation)
        rows.append(Row(left, relation, s.right.tree if s.relation else None, k + 1, s, blanks and s.exercise))
    return _align(page, rows, ENGLISH)


def _formula_lines(row: Row, width: int) -> list[str]:
    """The formula of a row in lines, column marks included: a wide left side has lines of its own, which begin with {}& and stand
    to the left of the relations."""
    left = "" if row.left is None else latex(row.left)
    if row.right is None or row.left is None or visual_width(left) <= (width // 2 if width == WIDTH else SHORT):
        if row.right is None:
            first, *more = [""] if row.left is None else break_line(row.left, width)
            return [rf"{{}}& {first}", *(rf"&\quad {line}" for line in more)] if more else [f"{left} &"]
        sign = RELATIONS[row.relation].latex
        first, *more = _right(row, width - visual_width(left) - 4)
        return [f"{left} &{sign} {first}", *(rf"&\quad {line}" for line in more)]
    start, *rest = break_line(row.left, width)
    first, *more = _right(row, width - 6)
    sign = RELATIONS[row.relation].latex
    return [
        rf"{{}}& {OUT}{start}", *(f"& {line}" for line in rest),
        f"&{sign} {first}", *(rf"&\quad {line}" for line in more),
    ]  # fmt: skip


def _right(row: Row, width: int) -> list[str]:
    """The right side in lines; of an exercise, a blank as wide as each."""
    assert row.right is not None
    lines = break_line(row.right, width)
    return [blank(line) for line in lines] if row.blank else lines


def blank(line: str) -> str:
    """A rule on which a formula can be written: as wide and as high as the formula, and wide enough for a hand."""
    room = "0" * max(0, BLANK - visual_width(line))
    return rf"\underline{{\hphantom{{{line}{room}}}}}\vphantom{{{line}}}"


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
        parts.append(say("for {facts}", facts=condition(joined(tuple(f.tree for f in step.given)))))
    if step.verdict != "proved" or not step.explained:
        parts.append(escape(verdict(row, say)))
    if step.conditions:
        parts.append(say("where {facts}", facts=", ".join(inline(c.tree) for c in step.conditions)))
    if step.trusts:
        parts.append(say("leaning on {names}", names=escape(", ".join(step.trusts))))
    return rf"\parbox[t]{{{width}\linewidth}}{{\footnotesize\raggedright {'; '.join(parts)}}}"


def _mistake(page: Page, b: Mistake) -> Iterator[str]:
    say = page.words
    given = condition(joined(b.given)) if b.given else ""
    said = rf"\textbf{{{say('Beware.')}}} {stated(prose_to_tex(b.sentence), given, say)}"
    lines = break_line(crossed_out(b), 60)
    shown = lines[0] if len(lines) == 1 else "\\begin{gathered}\n" + " \\\\\n".join(lines) + "\n\\end{gathered}"
    yield f"{said}\n\\begin{{equation*}}\n{shown}\n\\end{{equation*}}"
    values = ", ".join(f"${latex(v.name.tree)} = {v.value.replace(', ', ',$ $')}$" for v in b.at)
    yield failing_point(values, (f"${b.sides[0]}$", f"${b.sides[1]}$") if all(b.sides) else ("", ""), say)
