"""The Markdown of prose as LaTeX, through markdown-it-py's syntax tree. Every other character is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

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
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_MATHS = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+?)\$")


def escape(text: str) -> str:
    """Plain text for LaTeX: nothing in it can be a command."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def escaped(text: str) -> str:
    """One line of text without Markdown, such as a title; its inline formulas stay."""
    return "".join(escape(part) if k % 2 == 0 else f"${part}$" for k, part in enumerate(_MATHS.split(text)))


def prose_to_tex(markdown: str) -> str:
    """Paragraphs, headings, lists, emphasis, code, links and inline formulas."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    formulas: list[str] = []

    def kept(found: re.Match[str]) -> str:
        formulas.append(found[1])
        return f"\ue000{len(formulas) - 1}\ue001"

    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse(_MATHS.sub(kept, markdown)))
    text = _children(tree).strip()
    return re.sub("\ue000(\\d+)\ue001", lambda found: f"${formulas[int(found[1])]}$", text)


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


_NODES: dict[str, Callable[[Any], str]] = {
    "paragraph": lambda n: _children(n) + "\n\n",
    "inline": _children,
    "text": lambda n: escape(n.content),
    "softbreak": lambda n: "\n",
    "hardbreak": lambda n: "\\\\\n",
    "em": lambda n: rf"\emph{{{_children(n)}}}",
    "strong": lambda n: rf"\textbf{{{_children(n)}}}",
    "code_inline": lambda n: rf"\texttt{{{escape(n.content)}}}",
    "heading": _heading,
    "bullet_list": lambda n: "\\begin{itemize}\n" + _children(n) + "\\end{itemize}\n\n",
    "ordered_list": lambda n: "\\begin{enumerate}\n" + _children(n) + "\\end{enumerate}\n\n",
    "list_item": lambda n: r"\item " + _children(n).strip() + "\n",
    "blockquote": lambda n: "\\begin{quote}\n" + _children(n).strip() + "\n\\end{quote}\n\n",
    "link": _link,
    "fence": _verbatim,
    "code_block": _verbatim,
    "hr": lambda n: "\\medskip\\hrule\\medskip\n\n",
}
