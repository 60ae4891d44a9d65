"""`derive tex --overlay` and `--handout`: slides that reveal a chain, pages with blanks."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from derive.cli import main
from derive.typesetting import typeset
from tests.conftest import ROOT
from tests.export.tex import needs_tex, text_of

SCRIPT = '''"""Squares of sums & more: 100%?"""
from derive import calc, real

x = real("x")
y = real("y")
square = (
    calc("The square is multiplied out.", (x + y) ** 2)
    .equals(x**2 + 2 * x * y + y**2, by="each with each", exercise=True)
    .equals(x**2 + y * (2 * x + y), by="$y$ taken out", label="taken")
)
result = square
'''


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "derivations" / "topic"
    folder.mkdir(parents=True)
    (folder / "squares.py").write_text(SCRIPT)
    monkeypatch.chdir(tmp_path)
    return folder


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["tex", *arguments, "--no-cache"]) == 0
    return capsys.readouterr().out


def test_a_handout_leaves_exercises_blank(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "topic.squares", "--handout")
    assert r"\underline{\hphantom{x^2 + 2xy + y^2" in text.replace("2 x y", "2xy")
    assert "each with each" in text
    assert text.count(r"\underline") == 1


@needs_tex
def test_a_handout_compiles(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of(typeset(printed(capsys, "topic.squares", "--handout")))
    assert "Squares of sums & more: 100%?" in text
    assert "(2)" in text


@needs_tex
@pytest.mark.parametrize("name", ["bernoulli.mle", "gradients.bce_sigmoid"])
def test_handouts_of_the_corpus_compile_with_their_blanks(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    text = printed(capsys, name, "--handout")
    assert text.count(r"\underline") >= 2
    assert typeset(text).startswith(b"%PDF")


def test_a_chain_of_a_handout(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "topic.squares#square", "--handout")
    assert text.startswith(r"\begin{align}")
    assert text.count(r"\underline") == 1
    assert r"\underline" not in printed(capsys, "topic.squares#square")


def test_a_handout_without_exercises_is_an_error(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "squares.py").write_text(SCRIPT.replace(", exercise=True", ""))
    assert main(["tex", "topic.squares", "--handout", "--no-cache"]) == 2
    assert "exercise=True" in capsys.readouterr().err


def test_exercises_are_in_cached_reports_too(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["tex", "topic.squares#square", "--handout"]) == 0
        assert r"\underline" in capsys.readouterr().out


def beamer(frames: str) -> bytes:
    return typeset(f"\\documentclass{{beamer}}\n\\begin{{document}}\n{frames}\n\\end{{document}}\n")


def seen(page: PageObject) -> str:
    """The words on a page: Beamer moves what is covered to a place far off it."""
    found: list[str] = []
    page.extract_text(visitor_text=lambda text, cm, tm, fonts, size: found.append(text if abs(cm[4]) < 1000 else ""))
    return " ".join("".join(found).split())


@needs_tex
def test_a_frame_reveals_line_by_line(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frames = printed(capsys, "topic.squares", "--overlay")
    made = beamer(frames)
    pages = [seen(p) for p in PdfReader(BytesIO(made)).pages]
    assert len(pages) == 3
    assert [("each with each" in p, "taken out" in p) for p in pages] == [(False, False), (True, False), (True, True)]


@needs_tex
@pytest.mark.parametrize("name", ["gradients.bce_sigmoid", "normal.kl"])
def test_frames_of_the_corpus_compile(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert beamer(printed(capsys, name, "--overlay")).startswith(b"%PDF")
