"""`derive.sty`: an author's paper can cite every checked line, and read fragments in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.corpus import BadInput
from derive.typesetting import typeset
from tests.conftest import DERIVATIONS
from tests.export.tex import build, needs_tex, text_of

PAPER = r"""\documentclass{article}
%s
\begin{document}
The score is $\derivation{bernoulli.mle}{score.score}$, by \deriveref{bernoulli.mle}{score.score}.
\[ \derivation{bernoulli.mle}{loglik.counts} \]
See \deriveto{bernoulli.mle}{the likelihood}{mle}.
%s
\end{document}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("style")
    assert build(folder, str(DERIVATIONS / "bernoulli"), "--to", "tex") == 0
    return folder


def paper(folder: Path, packages: str, text: str = "") -> str:
    """The words of a paper; the style file and what it reads are put into it, for TeX sees no other files here."""
    style = (folder / "derive.sty").read_text(encoding="utf-8")
    fragment = (folder / "bernoulli" / "mle.fragment.tex").read_text(encoding="utf-8")
    source = PAPER % (packages, text.replace("FRAGMENT", fragment))
    return text_of(
        typeset(f"\\begin{{filecontents*}}[noheader]{{derive.sty}}\n{style}\\end{{filecontents*}}\n{source}")
    )


@needs_tex
def test_a_paper_cites_lines_of_a_derivation_that_is_elsewhere(folder: Path) -> None:
    text = paper(folder, r"\usepackage{derive}")
    assert "by (9)." in text
    assert "See the likelihood (mle)." in text


@needs_tex
@pytest.mark.parametrize("packages", [r"\usepackage{derive}", r"\usepackage{derive}\usepackage[hidelinks]{hyperref}",
                                      r"\usepackage{hyperref}\usepackage{derive}"])  # fmt: skip
def test_a_paper_refers_to_a_fragment_that_is_part_of_it(folder: Path, packages: str) -> None:
    text = paper(folder, packages, "\\begin{equation}1=1\\end{equation}\nFRAGMENT")
    assert "by (10)." in text
    assert re.search(r"See the likelihood \(p\. \d\)", text)


@needs_tex
def test_an_unknown_step_is_an_error(folder: Path) -> None:
    with pytest.raises(BadInput, match="has no step nothing"):
        paper(folder, r"\usepackage{derive}", r"\derivation{bernoulli.mle}{nothing}")


def test_every_label_has_its_formula(folder: Path) -> None:
    style = (folder / "derive.sty").read_text(encoding="utf-8")
    for file in (folder / "bernoulli").glob("*.fragment.tex"):
        labels = re.findall(r"\\label\{(eq:[^}]*)\}", file.read_text(encoding="utf-8"))
        assert labels
        assert all(f"{{{label}}}" in style for label in labels)


def test_what_is_not_made_anew_stays(folder: Path, tmp_path: Path) -> None:
    assert build(tmp_path, str(DERIVATIONS / "bernoulli"), "--to", "tex") == 0
    assert build(tmp_path, str(DERIVATIONS / "bernoulli" / "mle.py"), "--to", "tex") == 0
    assert (tmp_path / "derive.sty").read_text() == (folder / "derive.sty").read_text()
