"""LaTeX that survives Markdown: a last pass over finished text.

Markdown eats `\\\\`, `\\{` and `\\,`, takes `}_{` for emphasis and `](` for a link, and GitHub refuses
`\\operatorname`.  After these rewrites the text renders the same in KaTeX, MathJax and pdflatex, and `texmath`
reads it.
"""

from __future__ import annotations

import re

REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\\\", r"\\cr "),
        (r"\\\{", r"\\lbrace "),
        (r"\\\}", r"\\rbrace "),
        (r"\\\|", r"\\Vert "),
        (r"\\,", r"\\thinspace "),
        (r"\\[;:]", r"\\enspace "),
        (r"\\!", ""),
        (r"\\operatorname\{([^{}]*)\}", r"\\mathop{\\mathrm{\1}}"),
        (r"\*", r"\\ast "),
        (r"_(?! )", "_ "),
        (r"\](?=\()", "] "),
        (r" ?<(?! )", " < "),
        (r"(?<! )<", " <"),
        (r"(\\[a-zA-Z]+) {2,}", r"\1 "),
    )
)


def portable(text: str) -> str:
    """The same formula for `$...$` in Markdown; applied twice it changes nothing more."""
    for pattern, replacement in REWRITES:
        text = pattern.sub(replacement, text)
    return text
