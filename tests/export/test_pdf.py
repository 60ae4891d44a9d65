"""PDFs are made, say what the page says, and are the same bytes each time; what is missing or wrong is said in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from derive import typesetting
from derive.catalogues import Words
from derive.corpus import BadInput
from derive.export import EXPORTERS
from derive.export.latex import latex_files
from derive.export.pdf import pdf_files
from derive.page import Badge, Display, Page, Prose, Title
from derive.typesetting import Unprintable, printed, typeset
from tests.conftest import DERIVATIONS
from tests.export.tex import build, chinese_text_of, needs_browser, needs_poppler, needs_tex, needs_xetex, text_of

SCRIPT = str(DERIVATIONS / "bernoulli" / "mle.py")
LITTLE = "\\documentclass{article}\n\\begin{document}\n%s\n\\end{document}\n"


@needs_tex
def test_a_pdf_has_the_title_and_every_number(tmp_path: Path) -> None:
    assert build(tmp_path, SCRIPT, "--to", "pdf") == 0
    text = text_of(tmp_path / "bernoulli" / "mle.pdf")
    assert "Which theta makes the labels most likely?" in text
    assert all(f"({k})" in text for k in range(1, 28))


@needs_tex
def test_a_pdf_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert build(tmp_path / folder, SCRIPT, "--to", "pdf", "--jobs", "2") == 0
    first, second = ((tmp_path / f / "bernoulli" / "mle.pdf").read_bytes() for f in ("a", "b"))
    assert first == second


@needs_xetex
def test_a_chinese_pdf(tmp_path: Path) -> None:
    assert build(tmp_path, SCRIPT, "--to", "pdf", "--lang", "zh") == 0
    file = tmp_path / "bernoulli" / "mle.zh.pdf"
    assert "(27)" in text_of(file)
    again = typeset(latex_of(tmp_path, "zh"))
    assert again == file.read_bytes()


@needs_xetex
@needs_poppler
def test_a_chinese_pdf_is_in_chinese(tmp_path: Path) -> None:
    assert build(tmp_path, SCRIPT, "--to", "pdf", "--lang", "zh") == 0
    text = chinese_text_of(tmp_path / "bernoulli" / "mle.zh.pdf")
    assert "结论" in text
    assert "参数取何值时，标签最有可能出现？" in text


def latex_of(folder: Path, language: str) -> str:
    assert build(folder / "tex", SCRIPT, "--to", "tex", "--lang", language) == 0
    return (folder / "tex" / "bernoulli" / f"mle.{language}.tex").read_text(encoding="utf-8")


@needs_tex
@pytest.mark.parametrize("latexmk", [True, False])
def test_plain_tex_does_without_latexmk(monkeypatch: pytest.MonkeyPatch, latexmk: bool) -> None:
    """References settle, for TeX is run until they do."""
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "latexmk" and not latexmk else which(name))
    text = text_of(typeset(LITTLE % "See page \\pageref{there}.\\newpage\\label{there}Here."))
    assert "See page 2." in text


@needs_tex
@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (r"\nosuchthing", "Undefined control sequence"),
        (r"\input{/etc/hostname}", "not found"),
        (r"\immediate\write18{touch here}\nosuchthing", "Undefined control sequence"),
        (r"\usepackage{no-such-package}", "Can be used only in preamble"),
    ],
)
def test_what_tex_complains_of_is_said_in_one_line(body: str, complaint: str) -> None:
    with pytest.raises(BadInput) as e:
        typeset(LITTLE % body)
    assert complaint in str(e.value)
    assert "\n" not in str(e.value)


@needs_tex
def test_tex_has_a_time_limit() -> None:
    with pytest.raises(BadInput, match="not done after 2 seconds"):
        typeset(LITTLE % r"\loop\iftrue\repeat", seconds=2)


@needs_tex
def test_a_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(Unprintable, match=r"U\+1F600"):
        typeset(LITTLE % "\U0001f600")


def test_without_programs_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forget()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert build(tmp_path, SCRIPT, "--to", "pdf") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "apt-get install" in said
    monkeypatch.undo()
    forget()


def forget() -> None:
    typesetting.has_tex.cache_clear()
    typesetting.browser.cache_clear()


@needs_browser
def test_a_browser_prints_the_same_bytes_each_time(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><meta charset=utf-8><title>T</title><p>交叉熵 and a line", encoding="utf-8")
    first = printed(file)
    assert first == printed(file)
    assert "and a line" in text_of(first)


@needs_browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_browser_stands_in_for_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr("derive.export.pdf.has_tex", lambda compiler: False)
    name = "mle.pdf" if language == "en" else "mle.zh.pdf"
    made = []
    for folder in ("a", "b"):
        assert build(tmp_path / folder, SCRIPT, "--to", "pdf", "--lang", language) == 0
        made.append((tmp_path / folder / "bernoulli" / name).read_bytes())
    assert made[0] == made[1]
    assert str(tmp_path.anchor + "tmp").encode() not in made[0]
    text = text_of(made[0])
    assert ("Which theta" if language == "en" else "标签") in text
    assert "(27)" in text


@needs_tex
@needs_browser
def test_letters_beyond_the_fonts_of_tex_are_printed_by_a_browser() -> None:
    assert "after" in text_of(pdf_files(hostile_page("😀 after"))[".pdf"])


HOSTILE = [
    r"\input{/etc/passwd} \include{x} \write18{rm}",
    "$ % & # _ ^ ~ { } \\ < > $$",
    r"\end{document} after",
    "<script>alert(1)</script> & <!-- comment -->",
    r"$\input{/etc/passwd}$ and $\end{document}$",
    "$x$ and $}{$ and $\\frac{1$ and $a & b$ and $% $",
    "log x ≤ x − 1, θ → ∞, ∀ε ∃δ",
    "“quotes” ‘single’ … — – é ß ø ł §",
    "zero\u200bwidth \u202eright to left mark\u202c and a \ue0000\ue001 mark",
    "tabs\tand\x07bells",
    "# no heading\n\n```\n\\end{verbatim}\n```\n\n[link](http://x.org/%7E#a_b&c}{) `\\code{}`",
    "a" * 300,
]


def hostile_page(text: str) -> Page:
    badge = Badge(1, 1, 0, 0, ("a_b.c%d",), "x & y_z.py", ())
    return Page("topic.some_name", (Title(text), badge, Prose(text), Display("d", text, (), ())))


@needs_tex
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_author_is_a_command(text: str) -> None:
    made = text_of(EXPORTERS["pdf"](hostile_page(text))[".pdf"])  # type: ignore[arg-type]
    assert "root:" not in made
    for word in ("after", "alert(1)", "right to left mark", "no heading"):
        assert (word in made) == (word in text)


@needs_xetex
@needs_poppler
def test_chinese_in_an_english_page(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(typeset(latex_files(hostile_page("A title with 交叉熵 in it"))[".tex"]))
    text = chinese_text_of(file)
    assert "A title with 交叉熵 in it" in text
    assert "rests on" in text


@needs_tex
@pytest.mark.parametrize("text", ["😀", "مرحبا", "שלום"])
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_xetex)])
def test_without_a_browser_they_are_an_error_in_one_line(
    monkeypatch: pytest.MonkeyPatch, text: str, language: str
) -> None:
    monkeypatch.setattr("derive.export.pdf.browser", lambda: None)
    page = hostile_page(text)
    with pytest.raises(BadInput, match="its fonts have no character") as e:
        pdf_files(Page(page.name, page.blocks, Words(language)))
    assert "\n" not in str(e.value)
