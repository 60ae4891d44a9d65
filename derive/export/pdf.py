"""PDF: the LaTeX document through TeX, or else the HTML page through a browser."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from derive.corpus import BadInput
from derive.export.html import html_files
from derive.export.latex import body, document, figures_beside
from derive.export.site import assets
from derive.page import Page
from derive.typesetting import HOW_TO_INSTALL, Unprintable, browser, compiler_of, has_tex, printed, typeset

_LINK = re.compile(r'(<a\b[^>]*?) href="(?!https?:|#)[^"]*"')
"""A link to another file, which a browser would print as a place in the folder where it found the page."""

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
"""Paper cannot use it, and how long it takes would show in the numbering of a PDF's parts."""


def pdf_files(page: Page) -> Mapping[str, bytes]:
    """`.pdf`; a browser's print for want of a TeX, or of a character in its fonts.

    Raises BadInput with what is missing or wrong, in one line."""
    text = document(page, body(page))
    if not has_tex(compiler_of(text)):
        if browser() is None:
            raise BadInput(HOW_TO_INSTALL)
        return {".pdf": _printed(page)}
    try:
        return {".pdf": typeset(text, figures_beside(page))}
    except Unprintable:
        if browser() is None:
            raise
        return {".pdf": _printed(page)}


def _printed(page: Page) -> bytes:
    """The print of the HTML page, which finds its style beside it as in a site."""
    with tempfile.TemporaryDirectory(prefix="derive-html-") as folder:
        file = Path(folder, *page.name.split(".")).with_suffix(".html")
        files = {
            file: _SCRIPT.sub("", _LINK.sub(r"\1", html_files(page)[".html"])),
            **{Path(folder, "assets", name): text for name, text in assets()},
        }
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return printed(file)
