"""The corpus as a course, in two languages: everything is linked, translated, and shows the same formulas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.cli import main
from derive.notation.tables import CASE_WORDS
from tests.conftest import DERIVATIONS

SCRIPTS = sorted(p.relative_to(DERIVATIONS).as_posix() for p in DERIVATIONS.glob("*/*.py"))
FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$(?!\$)[^$\n]+?\$", re.DOTALL)

CAPTION = re.compile(r"^\*(?:Figure|图) \d+\.\*.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Markdown of the corpus in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    assert main(["build", str(DERIVATIONS), "-o", str(folder), "--to", "md", "--lang", "en,zh", "-q"]) == 0
    return folder


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_course_leads_to_every_derivation_once(name: str) -> None:
    links = re.findall(r"\]\((\w+/\w+\.py)\)", (DERIVATIONS / name).read_text(encoding="utf-8"))
    assert sorted(links) == SCRIPTS


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_built_course_links_to_documents(pages: Path, name: str) -> None:
    links = re.findall(r"\]\((\w+/[\w.]+)\)", (pages / name).read_text(encoding="utf-8"))
    assert len(links) == len(SCRIPTS)
    assert all((pages / link).is_file() and link.endswith(name.removeprefix("README")) for link in links)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_link_between_pages_leads_somewhere(pages: Path, script: str) -> None:
    for suffix in (".md", ".zh.md"):
        page = (pages / script).with_suffix(suffix)
        for link in re.findall(r"\]\(([\w./]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), link


def test_every_picture_is_there(pages: Path) -> None:
    shown = [(p, f) for p in pages.rglob("*.md") for f in re.findall(r"!\[.+\]\((.+)\)$", p.read_text("utf-8"), re.M)]
    assert len(shown) >= 16
    assert all((page.parent / file).is_file() for page, file in shown)


@pytest.mark.parametrize("script", SCRIPTS)
def test_both_languages_show_the_same_formulas(pages: Path, script: str) -> None:
    """Captions apart: a Chinese one also has the names that stand in the English drawing."""
    english, chinese = (
        sorted(FORMULA.findall(CAPTION.sub("", (pages / script).with_suffix(s).read_text(encoding="utf-8"))))
        for s in (".md", ".zh.md")
    )
    assert english == sorted(map(with_english_words, chinese))
    assert len(english) > 10


def with_english_words(formula: str) -> str:
    """The words of case distinctions are in the language of the page."""
    for ours, theirs in zip(CASE_WORDS["zh"], CASE_WORDS["en"], strict=True):
        formula = formula.replace(rf"\text{{{ours[0]}", rf"\text{{{theirs[0]}")
    return formula


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_chinese_page_is_chinese_throughout(pages: Path, script: str) -> None:
    """Outside of formulas, code, names of books and of functions there are no English sentences."""
    text = (pages / script).with_suffix(".zh.md").read_text(encoding="utf-8").split("## 参考文献")[0]
    bare = re.sub(r"\$\$.+?\$\$|\$[^$\n]+\$|`[^`]*`|<!--.*?-->|\([^()]*\)", " ", text, flags=re.DOTALL)
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", bare), re.search(r".{20}[a-z]{2,} [a-z]{2,} [a-z]{2,}", bare)


def test_nothing_is_left_to_translate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--translations", str(DERIVATIONS)]) == 0, capsys.readouterr().out


def test_the_article_is_credited() -> None:
    for name in ("README.md", "README.zh.md"):
        assert "交叉熵为什么可以来带动学习" in (DERIVATIONS / name).read_text(encoding="utf-8")
