"""The Markdown of prose as LaTeX, through markdown-it-py's syntax tree. Every other character is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from derive.notation.inline import FORMULA, INLINE

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "·": r"\textperiodcentered{}",
    "–": "--",
    "—": "---",
}
_SIGNS = {
    "\u2212": "-", "\u2264": r"\le", "\u2265": r"\ge", "\u2260": r"\ne", "\u2248": r"\approx", "\u2261": r"\equiv",
    "\u221e": r"\infty", "\u2208": r"\in", "\u2209": r"\notin", "\u2192": r"\to", "\u21d2": r"\Rightarrow",
    "\u21d4": r"\Leftrightarrow", "\u2200": r"\forall", "\u2203": r"\exists", "\u2202": r"\partial", "\u2207": r"\nabla",
    "\u2211": r"\textstyle\sum", "\u220f": r"\textstyle\prod", "\u222b": r"\textstyle\int", "\u221a": r"\surd",
    "\u2227": r"\land", "\u2228": r"\lor", "\u2229": r"\cap", "\u222a": r"\cup", "\u2282": r"\subset", "\u22c5": r"\cdot",
    "\u211d": r"\mathbb{R}", "\u2115": r"\mathbb{N}", "\u2124": r"\mathbb{Z}", "\u22a4": r"\top",
    "\u03b1": r"\alpha", "\u03b2": r"\beta", "\u03b3": r"\gamma", "\u03b4": r"\delta", "\u03b5": r"\epsilon", "\u03b6": r"\zeta",
    "\u03b7": r"\eta", "\u03b8": r"\theta", "\u03b9": r"\iota", "\u03ba": r"\kappa", "\u03bb": r"\lambda", "\u03bc": r"\mu",
    "\u03bd": r"\nu", "\u03be": r"\xi", "\u03c0": r"\pi", "\u03c1": r"\rho", "\u03c3": r"\sigma", "\u03c4": r"\tau",
    "\u03c5": r"\upsilon", "\u03c6": r"\phi", "\u03c7": r"\chi", "\u03c8": r"\psi", "\u03c9": r"\omega", "\u0393": r"\Gamma",
    "\u0394": r"\Delta", "\u0398": r"\Theta", "\u039b": r"\Lambda", "\u039e": r"\Xi", "\u03a0": r"\Pi", "\u03a3": r"\Sigma",
    "\u03a6": r"\Phi", "\u03a8": r"\Psi", "\u03a9": r"\Omega",
}  # fmt: skip
"""Signs and Greek letters that the text fonts lack."""

_ESCAPES |= {sign: rf"\ensuremath{{{command}}}" for sign, command in _SIGNS.items()}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufe0f\ufeff\ue002-\uf8ff]"
)
"""Control characters, marks of direction and private ones, which TeX takes for faults."""

_MARKS = re.compile("[\ue000\ue001]")
"""What stands around the number of a formula while Markdown is read."""

SHORT_ROW = 60
"""How many characters of LaTeX a row of a table may have to be set in one line."""

CODE = r"(?P<code>(?s:```.*?(?:```|\Z))|(?<!`)`[^`\n]+`)"
"""Code in Markdown, where a dollar sign is one."""

MATHS_OR_CODE = re.compile(f"{CODE}|{INLINE}")
"""Formulas, as group 2, and code."""

_NO_MATHS = re.compile(
    r"\\(?:input|include|write|immediate|openin|openout|read|def|[egx]def|let|csname|endcsname|catcode|special|"
    r"usepackage|documentclass|newcommand|renewcommand|loop|par|verb|item|label|tag|pdf\w*|directlua|\(|\)|\[|\]|\\)(?![a-zA-Z])"
    r"|(?<!\\)[%#~]|\^\^|[^\x00-\x7f]|\\$|\{document\}"
)
"""What no inline formula has: commands that do more than print, comments, letters that the maths fonts lack."""


def escape(text: str) -> str:
    """Plain text for LaTeX: nothing in it can be a command."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], _UNPRINTED.sub("", text))


def escaped(text: str) -> str:
    """One line of text without Markdown, such as a title; its inline formulas stay."""
    text = " ".join(text.split())
    return "".join(
        escape(part) if k % 2 == 0 else _maths(part) for k, part in enumerate(FORMULA.split(_MARKS.sub("", text)))
    )


def plain(text: str) -> str:
    """A title where nothing but letters can stand, as in a PDF's outline: its formulas lose their commands."""
    bare = re.sub(r"\\(?:mathrm|mathbf|operatorname|text|hat|bar)\b|[{}$\\]", "", text)
    return re.sub(r"[%#&_^~<>]", " ", " ".join(_UNPRINTED.sub("", _MARKS.sub("", bare)).split())).strip()


def _maths(formula: str) -> str:
    """A formula as it stands, unless TeX could not set it as one: then its text."""
    return f"${formula}$" if is_formula(formula) else escape(f"${formula}$")


def is_formula(text: str) -> bool:
    """Whether a text between dollar signs is a formula and nothing else, its braces and \\left, \\right in pairs."""
    bare = re.sub(r"\\[{}$&%#]", "", text)
    depth = 0
    for c in bare:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    opened, closed = (re.findall(rf"\\(?:{words})\b", bare) for words in ("left|begin", "right|end"))
    columns = "&" in bare and not opened
    return depth == 0 and len(opened) == len(closed) and not columns and not _NO_MATHS.search(bare)


@cache
def reader_of_markdown() -> Any:
    """CommonMark with tables, in which HTML is text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def prose_to_tex(markdown: str) -> str:
    """Paragraphs, headings, lists, tables, emphasis, code, links and inline formulas."""
    from markdown_it.tree import SyntaxTreeNode

    formulas: list[str] = []

    def kept(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        formulas.append(found[2])
        return f"\ue000{len(formulas) - 1}\ue001"

    marked = MATHS_OR_CODE.sub(kept, _MARKS.sub("", markdown))
    tree = SyntaxTreeNode(reader_of_markdown().parse(marked))
    text = _children(tree).strip()
    return re.sub("\ue000(\\d+)\ue001", lambda found: _maths(formulas[int(found[1])]), text)


def _children(node: Any, between: str = "") -> str:
    return between.join(_node(child) for child in node.children)


def _node(node: Any) -> str:
    rule = _NODES.get(node.type)
    return rule(node) if rule is not None else _children(node) if node.children else escape(node.content)


def _heading(node: Any) -> str:
    command = "subsection" if node.tag in ("h1", "h2") else "subsubsection"
    return rf"\{command}*{{{_children(node)}}}" + "\n\n"


def _link(node: Any) -> str:
    target = str(node.attrs.get("href", "")).replace("\\", "").replace("{", "").replace("}", "")
    return rf"\href{{{target.replace('%', chr(92) + '%').replace('#', chr(92) + '#')}}}{{{_children(node)}}}"


def _verbatim(node: Any) -> str:
    lines = (rf"\texttt{{{escape(line).replace(' ', '~')}}}" for line in node.content.rstrip().split("\n"))
    return "\\\\\n".join(lines) + "\n\n"


def _apart(text: str) -> str:
    """What follows \\\\ or \\item, where a bracket or a star would be taken for a part of the command."""
    return "{}" + text if text.lstrip().startswith(("[", "*")) else text


def _table(node: Any) -> str:
    """Columns as wide as their cells, or of one width together as wide as the page where a row would not fit."""
    rows = [row.children for part in node.children for row in part.children]
    texts = [[_children(cell).strip() for cell in row] for row in rows]
    column = "l" if max(map(len, map("".join, texts))) <= SHORT_ROW else rf"p{{{0.9 / len(rows[0]):.3f}\linewidth}}"
    head, *body = (_apart(" & ".join(row)) + "\\\\\n" for row in texts)
    return (
        rf"\begin{{center}}\begin{{tabular}}{{{column * len(rows[0])}}}" "\n\\hline\n" + head + "\\hline\n" + "".join(body)
        + "\\hline\n\\end{tabular}\\end{center}\n\n"
    )  # fmt: skip


_NODES: dict[str, Callable[[Any], str]] = {
    "paragraph": lambda n: _children(n) + "\n\n",
    "inline": _children,
    "text": lambda n: escape(n.content),
    "softbreak": lambda n: "\n",
    "hardbreak": lambda n: "\\\\{}\n",
    "em": lambda n: rf"\emph{{{_children(n)}}}",
    "strong": lambda n: rf"\textbf{{{_children(n)}}}",
    "code_inline": lambda n: rf"\texttt{{{escape(n.content)}}}",
    "heading": _heading,
    "bullet_list": lambda n: "\\begin{itemize}\n" + _children(n) + "\\end{itemize}\n\n",
    "ordered_list": lambda n: "\\begin{enumerate}\n" + _children(n) + "\\end{enumerate}\n\n",
    "list_item": lambda n: r"\item " + _apart(_children(n).strip()) + "\n",
    "blockquote": lambda n: "\\begin{quote}\n" + _children(n).strip() + "\n\\end{quote}\n\n",
    "link": _link,
    "table": _table,
    "fence": _verbatim,
    "code_block": _verbatim,
    "hr": lambda n: "\\medskip\\hrule\\medskip\n\n",
}
