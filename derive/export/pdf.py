"""PDF: the LaTeX document through TeX, or else the HTML page through a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from derive.corpus import BadInput
from derive.export.latex import latex_files
from derive.page import Page
from derive.typesetting import HOW_TO_INSTALL, SECONDS, Unprintable, browser, compiler_of, has_tex, printed, typeset

Html = Callable[[Page], str]


def pdf_files(page: Page, html: Html | None = None) -> Mapping[str, bytes]:
    """`.pdf`. html: the page as one HTML file that needs no other, for want of a TeX, or of a character in its fonts.

    Raises BadInput with what is missing or wrong, in one line."""
    text = latex_files(page)[".tex"]
    other = html if html is not None and browser() is not None else None
    if not has_tex(compiler_of(text)):
        if other is None:
            raise BadInput(HOW_TO_INSTALL)
        return {".pdf": _printed(other(page))}
    try:
        return {".pdf": typeset(text)}
    except Unprintable:
        if other is None:
            raise
        return {".pdf": _printed(other(page))}


def _printed(html: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="derive-html-") as folder:
        file = Path(folder, "document.html")
        file.write_text(html, encoding="utf-8")
        return printed(file, SECONDS)
