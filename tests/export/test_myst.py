"""The MyST flavour as Sphinx reads it: every formula is there, every reference resolves, no label is there twice."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from derive.cli import main
from tests.conftest import DERIVATIONS

pytest.importorskip("myst_parser", reason="MyST is read by myst-parser")
from sphinx.application import Sphinx

CONF = """
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
exclude_patterns = ["README*"]
"""
pytestmark = pytest.mark.filterwarnings("ignore::Warning:myst_parser")  # it uses what Sphinx will drop
TOPICS = ("bernoulli", "entropy", "gradient_step")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("myst")
    paths = [str(DERIVATIONS / topic) for topic in TOPICS]
    options = ["-o", str(folder), "--to", "md", "--flavour", "myst", "--lang", "en,zh", "-q"]
    assert main(["build", *paths, *options]) == 0
    names = sorted(str(p.relative_to(folder).with_suffix("")) for p in folder.glob("*/*.md"))
    (folder / "index.md").write_text("# All\n\n```{toctree}\n" + "\n".join(names) + "\n```\n", encoding="utf-8")
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rendered(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("out")
    log = (out / "log").open("w+", encoding="utf-8")
    Sphinx(str(source), str(source), str(out), str(out / "doctrees"), "html", status=None, warning=log).build()
    log.seek(0)
    return out, log.read()


def test_sphinx_has_nothing_to_complain_of(rendered: tuple[Path, str]) -> None:
    assert rendered[1] == ""


def test_every_formula_survives(source: Path, rendered: tuple[Path, str]) -> None:
    for page in sorted(source.glob("*/*.md")):
        text = page.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        blocks = re.findall(r"^\$\$\n(.*?)\n\$\$$", text, re.S | re.M)
        inline = re.findall(
            r"(?<![\\$])\$(?!\$)([^$\n]+?)\$", re.sub(r"^\$\$\n.*?\n\$\$$", "", text, flags=re.S | re.M)
        )
        shown = (rendered[0] / page.relative_to(source)).with_suffix(".html").read_text(encoding="utf-8")
        body = shown.split('<div class="body"', 1)[1].split('<div class="sphinxsidebar"')[0]
        found = [html.unescape(t).strip() for t in re.findall(r"\\\[(.*?)\\\]</div>", body, re.S)]
        assert found == blocks, page.name
        assert [html.unescape(t) for t in re.findall(r'notranslate nohighlight">\\\((.*?)\\\)</span>', body)] == inline


def test_labels_and_links_are_there(rendered: tuple[Path, str]) -> None:
    page = (rendered[0] / "bernoulli" / "mle.html").read_text(encoding="utf-8")
    for name in ("bernoulli-mle", "bernoulli-mle-score", "bernoulli-mle-score-score"):
        assert f'id="{name}"' in page
    assert page.count("admonition important") == 1 and "admonition warning" in page
    mutual = (rendered[0] / "entropy" / "mutual_information.html").read_text(encoding="utf-8")
    assert 'href="joint_and_conditional.html#entropy-joint-and-conditional"' in mutual
