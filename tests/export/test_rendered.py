"""The portable Markdown of the whole corpus as cmark-gfm, markdown-it and pandoc render it: the same formulas come out."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from derive.cli import main
from tests.conftest import DERIVATIONS

DISPLAY = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.S | re.M)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+?)\$")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("portable")
    assert main(["build", str(DERIVATIONS), "-o", str(folder), "--to", "md", "--lang", "en,zh", "-q"]) == 0
    return sorted(folder.glob("*/*.md"))


def exported(text: str) -> list[str]:
    """The formulas in the order of the page."""
    return [squeezed(a or b) for a, b in re.findall(f"{DISPLAY.pattern}|{INLINE.pattern}", text, re.S | re.M)]


def squeezed(tex: str) -> str:
    return re.sub(r"\s+", " ", tex).strip()


def by_cmark(text: str) -> list[str]:
    """GitHub reads formulas from the text that cmark-gfm leaves; what is in emphasis or a link would be in tags."""
    done = subprocess.run(
        ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    out = html.unescape(re.sub(r"<!--.*?-->", "", done.stdout))
    return [squeezed(a or b) for a, b in re.findall(r"\$\$\n(.*?)\n\$\$|(?<!\$)\$(?!\$)([^$\n]+?)\$", out, re.S)]


def by_markdown_it(text: str) -> list[str]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    tokens = MarkdownIt("gfm-like", {"linkify": False}).use(dollarmath_plugin, allow_labels=False).parse(text)
    return list(_formulas_of(tokens))


def _formulas_of(tokens: Any) -> Iterator[str]:
    for token in tokens:
        if token.type in ("math_inline", "math_block"):
            yield squeezed(token.content)
        yield from _formulas_of(token.children or ())


def by_pandoc(text: str) -> list[str]:
    done = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "json"], input=text, capture_output=True, text=True, check=True
    )
    return list(_maths(json.loads(done.stdout)))


def _maths(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("t") == "Math":
            yield squeezed(node["c"][1])
            return
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _maths(part)


READERS: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "cmark-gfm": ("cmark-gfm", by_cmark),
    "markdown-it": ("", by_markdown_it),
    "pandoc": ("pandoc", by_pandoc),
}


@pytest.mark.parametrize("name", READERS)
def test_every_formula_comes_out_as_it_was_written(pages: list[Path], name: str) -> None:
    tool, reader = READERS[name]
    if tool and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    if name == "markdown-it":
        pytest.importorskip("mdit_py_plugins")
    seen = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        formulas = exported(text)
        assert reader(text) == formulas, page.name
        seen += len(formulas)
    assert seen > 50 * len(pages) / 2
