"""Exporters print a page; they never decide anything.

To add one: a function Page -> {suffix: text or bytes}, and a row in EXPORTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from derive.export.html import html_files
from derive.export.latex import latex_files
from derive.export.markdown import markdown_files
from derive.export.myst import myst_files
from derive.export.notebook import notebook_files
from derive.export.pdf import pdf_files
from derive.page import Page

Exporter = Callable[[Page], Mapping[str, str | bytes]]

EXPORTERS: dict[str, Exporter] = {
    "md": markdown_files, "tex": latex_files, "html": html_files, "pdf": pdf_files, "ipynb": notebook_files,
}  # fmt: skip
"""What `--to` may name, and the files that it makes of a page, by what is put behind the page's name."""

SUFFIXES: dict[str, tuple[str, ...]] = {
    "md": (".md",), "tex": (".tex", ".fragment.tex"), "html": (".html",), "pdf": (".pdf",), "ipynb": (".ipynb",),
}  # fmt: skip
"""What each exporter puts behind the page's name."""

BOUND = ("tex", "pdf")
"""Formats of which `--book` makes one document."""

FIGURES: dict[str, str] = {".svg": "md", ".pdf": "tex"}
"""The format that has figures in files of a kind beside it."""

BRIEF = frozenset({"md", "tex", "pdf"})
"""The formats in which a page may be brief; others show all lines, and let readers choose."""

LIBRARIES: dict[str, tuple[str, ...]] = {
    "md": (), "tex": ("markdown_it",), "html": ("jinja2", "latex2mathml.converter", "markdown_it"), "pdf": ("markdown_it",),
    "ipynb": ("nbformat.v4", "jsonschema"),
}  # fmt: skip
"""What each exporter imports when it prints first."""

DRAWING = (
    "matplotlib.figure",
    "matplotlib.mathtext",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
)
"""What is imported when a figure is drawn first."""

FLAVOURS: dict[str, Exporter] = {"portable": markdown_files, "myst": myst_files}
"""The kinds of Markdown."""


def exporter(name: str, flavour: str = "portable") -> Exporter:
    return FLAVOURS[flavour] if name == "md" else EXPORTERS[name]
