"""The corpus as one document: in the order of the course, every derivation once, with references that lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from derive.catalogues import ENGLISH
from derive.export.book import Chapter, Section, Text, read_course
from tests.conftest import DERIVATIONS
from tests.export.tex import build, chinese_text_of, needs_poppler, needs_xetex, text_of

SAMPLE = [str(DERIVATIONS / topic) for topic in ("bernoulli", "probability", "bayes")]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    assert build(folder, str(DERIVATIONS), "--book", "--to", "tex", "--lang", "en,zh") == 0
    return folder


@pytest.mark.parametrize("suffix", ["", ".zh"])
def test_a_book_has_the_derivations_in_the_order_of_the_course(book: Path, suffix: str) -> None:
    text = (book / f"book{suffix}.tex").read_text(encoding="utf-8")
    course = (DERIVATIONS / f"README{suffix}.md").read_text(encoding="utf-8")
    names = [link.replace("/", ".") for link in re.findall(r"\]\((\w+/\w+)\.py\)", course)]
    assert re.findall(r"^\\derivationtitle\{([\w.]+)\}", text, re.MULTILINE) == names
    assert text.count("\\chapter{") == course.count("\n### ")
    assert not list(book.glob("*/*.tex"))


@pytest.mark.parametrize("suffix", ["", ".zh"])
def test_labels_are_unique(book: Path, suffix: str) -> None:
    text = (book / f"book{suffix}.tex").read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{(eq:[^}]*)\}", text)
    assert len(labels) > 1000
    assert len(labels) == len(set(labels))


@needs_xetex  # The course names a Chinese article.
def test_a_book_as_pdf(tmp_path: Path) -> None:
    assert build(tmp_path, *SAMPLE, "--book", "--to", "pdf") == 0
    file = tmp_path / "book.pdf"
    text = text_of(file)
    assert "Contents" in text
    for title in ("Is a likelihood a probability?", "Which theta makes the labels most likely?"):
        assert text.count(title) >= 2
    assert "??" not in text
    assert re.search(r"Rests on: \d+\.\d+ Which theta makes the labels most likely\? \(page \d+\)", text)
    outline = [entry.title for part in PdfReader(file).outline for entry in (part if isinstance(part, list) else [part])
               if not isinstance(entry, list)]  # fmt: skip
    assert any("The seed of it all" in title for title in outline)


@needs_xetex
def test_a_book_has_no_undefined_reference_and_no_overfull_line(tmp_path: Path) -> None:
    assert build(tmp_path, *SAMPLE, "--book", "--to", "tex") == 0
    for _ in range(3):
        done = subprocess.run(
            ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "book.tex"],
            cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:]
    for word in ("undefined", "Overfull \\hbox", "multiply defined"):
        assert word not in done.stdout, done.stdout[done.stdout.index(word) - 300 :][:600]


@needs_xetex
@needs_poppler
def test_a_chinese_book_as_pdf(tmp_path: Path) -> None:
    assert build(tmp_path, str(DERIVATIONS / "bernoulli"), "--book", "--to", "pdf", "--lang", "zh") == 0
    text = chinese_text_of(tmp_path / "book.zh.pdf")
    assert "目录" in text
    assert "一枚硬币" in text


def test_a_book_of_markdown_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, *SAMPLE, "--book", "--to", "md") == 2
    assert "--book" in capsys.readouterr().err


def test_without_a_course_topics_are_chapters(tmp_path: Path) -> None:
    scripts = tmp_path / "derivations"
    for topic in ("first_topic", "second"):
        (scripts / topic).mkdir(parents=True)
        (scripts / topic / "one.py").write_text(
            f'"""A page of {topic}."""\nfrom derive import calc, real\n\nx = real("x")\n'
            'c = calc("Twice.", x + x).equals(2 * x, by="collected")\n'
        )
    assert build(tmp_path / "out", str(scripts), "--book", "--to", "tex") == 0
    text = (tmp_path / "out" / "book.tex").read_text()
    assert re.findall(r"\\chapter\{(.*)\}", text) == ["First topic", "Second"]


COURSE = """# Notes

Start with [one](a/one.py), go on with [two](a/two.py).

## Later

[Three](b/three.py) is about three, unlike [one](a/one.py).

[Four](b/four.py) and [five](b/five.py).
"""


def test_every_link_of_a_course_gives_a_derivation_its_place() -> None:
    pages = dict.fromkeys(("a.one", "a.two", "b.three", "b.four", "b.five", "c.six"))
    book = read_course(COURSE, pages, ENGLISH)  # type: ignore[arg-type]
    assert book.pieces == (
        Chapter("Introduction"), Text("Start with one, go on with two."), Section("a.one"), Section("a.two"),
        Chapter("Later"), Section("b.three", "is about three, unlike one."),
        Text("Four and five."), Section("b.four"), Section("b.five"),
        Chapter("C"), Section("c.six"),
    )  # fmt: skip
