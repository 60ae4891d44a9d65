"""`derive graph`: which derivation rests on which, as a Mermaid diagram, a drawing or data."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from derive.catalogues import BASE

if TYPE_CHECKING:
    from derive.corpus import Script
    from derive.report import Report

FORMATS = ("mermaid", "svg", "json")


def add_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument("paths", nargs="*", metavar="PATH", help="scripts or folders (default: ./derivations)")
    p.add_argument("--to", choices=FORMATS, default="mermaid", help="the format (default: mermaid, in Markdown)")
    p.add_argument("--lang", default=BASE, metavar="LANGUAGE", help="of titles and words (default: en)")
    p.add_argument("--links", default="html", metavar="SUFFIX",
                   help="the pages to which an svg links: html (default), md, or none")  # fmt: skip


def drawn(report: Report, scripts: Sequence[Script], options: argparse.Namespace) -> str:
    """The graph as text. Raises BadInput for a language that there is not."""
    from derive.building import checked_languages
    from derive.export.graph import graph_json, mermaid, svg
    from derive.graph import graph_of

    (language,) = checked_languages(scripts, [options.lang])
    graph = graph_of(report, scripts, language)
    if options.to == "svg":
        return svg(graph, page_address(language, options.links))
    return {"mermaid": mermaid, "json": graph_json}[options.to](graph)


def page_address(language: str, suffix: str) -> Callable[[str], str]:
    """Where `derive build` puts the page of a derivation, seen from the folder that it builds into; "" for no pages."""
    between = "" if language == BASE else f".{language}"
    return lambda name: "" if suffix == "none" else f"{name.replace('.', '/')}{between}.{suffix}"
