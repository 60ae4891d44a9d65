"""Other languages: the same formulas, the words from catalogues, and one line for each that is missing."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import polib
import pytest

import derive as package
from derive import catalogues, edition
from derive.catalogues import same_formulas
from derive.notation.tables import CASE_WORDS
from derive.rules import RULES
from tests.test_cli import derive, write

SQUARE = '''"""What is a square?

It is a product, as $z \\\\cdot z$ says.
"""

from derive import calc, conclusion, mistake, prose, real, source
from derive.rules import expand

z = real("z", note="a number")
source("notes of the author", "page 3")
prose("## A heading\\n\\nBoth factors are $z + 1$.")
square = calc("Multiplied out:", (z + 1) ** 2).equals(z**2 + 2 * z + 1, by=expand, label="out")
again = calc("By another way:", (z + 1) ** 2).equals(z**2 + 2 * z + 1, by="$z + 1$ times $z + 1$")
conclusion("A square has **three** terms.")
mistake("Not so.", z**2 + 1, instead_of=square)
'''
TRANSLATED = {
    "What is a square?": "平方是什么?",
    "It is a product, as $z \\cdot z$ says.": "它是乘积 $z \\cdot z$。",
    "a number": "一个数",
    "notes of the author": "作者的笔记",
    "page 3": "第 3 页",
    "## A heading\n\nBoth factors are $z + 1$.": "## 标题\n\n两个因子都是 $z + 1$。",
    "Multiplied out:": "展开:",
    "By another way:": "另一种办法:",
    "$z + 1$ times $z + 1$": "$z + 1$ 乘 $z + 1$",
    "A square has **three** terms.": "平方有**三**项。",
    "Not so.": "并非如此。",
}


def catalogue(path: Path, messages: dict[str, str]) -> None:
    po = polib.POFile()
    po.metadata = {"Language": "zh", "Content-Type": "text/plain; charset=UTF-8"}
    po.extend(polib.POEntry(msgid=k, msgstr=v) for k, v in messages.items())
    po.save(str(path))


@pytest.fixture
def square(tmp_path: Path) -> Path:
    catalogue(write(tmp_path, "t/square.py", SQUARE).with_suffix(".zh.po"), TRANSLATED)
    return tmp_path


def built(folder: Path, *arguments: str) -> dict[str, str]:
    done = derive("build", "-o", "out", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return {p.name: p.read_text(encoding="utf-8") for p in (folder / "out").rglob("*") if p.is_file()}


def formulas(text: str) -> list[str]:
    return sorted(re.findall(r"\$\$?[^$]+\$\$?", text))


# ------------------------------------------------------------------------------------------------------------ documents


def test_each_text_is_in_the_other_language(square: Path) -> None:
    page = built(square, "--lang", "en,zh")["square.zh.md"]
    for text, translation in TRANSLATED.items():
        assert translation.replace("$。", "$ 。") in page
        assert text not in page


def test_both_languages_show_the_same_formulas(square: Path) -> None:
    files = built(square, "--lang", "en,zh")
    assert formulas(files["square.md"]) == formulas(files["square.zh.md"])
    assert len(formulas(files["square.md"])) > 5


def test_the_words_of_derive_are_translated(square: Path) -> None:
    page = built(square, "--lang", "zh", "--to", "md")["square.zh.md"]
    assert "**结论。**" in page
    assert "展开 · 已证明" in page
    assert "proved" not in page


def test_pages_link_to_their_other_language(square: Path) -> None:
    files = built(square, "--lang", "en,zh")
    assert "[中文](square.zh.md)" in files["square.md"]
    assert "[English](square.md)" in files["square.zh.md"]


def test_without_other_languages_there_is_no_link(square: Path) -> None:
    files = built(square, "--to", "md")
    assert [name for name in files if not name.startswith(".")] == ["square.md"]
    assert "中文" not in files["square.md"]


def test_a_missing_translation_falls_back(square: Path) -> None:
    catalogue(square / "derivations/t/square.zh.po", {"What is a square?": "平方是什么?"})
    page = built(square, "--lang", "zh", "--to", "md")["square.zh.md"]
    assert "# 平方是什么?" in page
    assert "Multiplied out:" in page


def test_a_fuzzy_translation_is_not_used(square: Path) -> None:
    file = square / "derivations/t/square.zh.po"
    po = polib.pofile(str(file), encoding="utf-8")
    po.find("Multiplied out:").flags.append("fuzzy")
    po.save()
    assert "Multiplied out:" in built(square, "--lang", "zh", "--to", "md")["square.zh.md"]


def test_a_translation_that_changes_a_formula_is_not_used(square: Path) -> None:
    catalogue(square / "derivations/t/square.zh.po", TRANSLATED | {"$z + 1$ times $z + 1$": "$z + 2$ 乘 $z + 1$"})
    assert "$z + 1$ times $z + 1$" in built(square, "--lang", "zh", "--to", "md")["square.zh.md"]
    assert (
        derive("check", "--translations", cwd=square)
        .stdout.splitlines()[0]
        .endswith("not used, since its formulas are not those of the text: $z + 1$ times $z + 1$")
    )


def test_the_corpus_has_a_catalogue_of_its_own(square: Path) -> None:
    few = {k: v for k, v in TRANSLATED.items() if k != "a number"}
    catalogue(square / "derivations/t/square.zh.po", few)
    catalogue(square / "derivations/zh.po", {"a number": "某个数", "proved": "证毕"})
    page = built(square, "--lang", "zh", "--to", "md")["square.zh.md"]
    assert "某个数" in page
    assert "展开 · 证毕" in page


def test_formulas_beside_chinese_letters_are_set_off(square: Path) -> None:
    page = built(square, "--lang", "zh", "--to", "md")["square.zh.md"]
    assert "它是乘积 $z \\cdot z$ 。" in page
    assert not re.search(r"[^\x00-\x7f]\$[^$\n]|[^$\n]\$[^\x00-\x7f\s]", page.replace("$$", ""))


def test_chinese_latex_is_for_xelatex(square: Path) -> None:
    files = built(square, "--lang", "en,zh", "--to", "tex")
    assert files["square.zh.tex"].startswith(
        "% !TEX program = xelatex\n\\documentclass[11pt,fontset=fandol,scheme=chinese]{ctexart}"
    )
    assert "ctexart" not in files["square.tex"]


def test_a_quoted_lemma_is_translated_without_its_last_mark(tmp_path: Path) -> None:
    text = SQUARE.replace('by="$z + 1$ times $z + 1$"', "by=square")
    catalogue(write(tmp_path, "t/square.py", text).with_suffix(".zh.po"), TRANSLATED)
    assert "4. 展开 · 已证明" in built(tmp_path, "--lang", "zh", "--to", "md")["square.zh.md"].replace("2. ", "4. ", 2)


def test_a_lemma_of_another_script_is_translated_by_that_script(square: Path) -> None:
    other = '"""Twice?"""\nfrom derivations.t.square import square, z\nfrom derive import calc\n'
    other += 'twice = calc("Twice:", 2 * (z + 1) ** 2).equals(2 * z**2 + 4 * z + 2, by=square)\n'
    write(square, "t/twice.py", other)
    files = built(square, "--lang", "zh", "--to", "md")
    assert "1. 展开 · 已证明" in files["twice.zh.md"]
    assert "**依据\uff1a** [平方是什么?](../t/square.zh.md)" in files["twice.zh.md"]


# ------------------------------------------------------------------------------------------------------------- messages


def test_a_complete_translation_is_praised_in_one_line(square: Path) -> None:
    done = derive("check", "--translations", cwd=square)
    assert (done.returncode, done.stdout) == (0, "11 texts in 1 derivations; zh: 0 to look at\n")


def test_what_is_missing_and_what_is_not_said_any_more_are_listed(square: Path) -> None:
    few = {k: v for k, v in TRANSLATED.items() if k != "a number"} | {"A circle.": "圆。"}
    catalogue(square / "derivations/t/square.zh.po", few)
    done = derive("check", "--translations", cwd=square)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "derivations/t/square.zh.po: not translated: a number"
    assert re.fullmatch(r"derivations/t/square.zh.po:\d+: not said any more: A circle.", lines[1])


def test_a_script_without_a_catalogue_is_listed(square: Path) -> None:
    write(square, "t/other.py", SQUARE)
    done = derive("check", "--translations", cwd=square)
    assert done.stdout.splitlines()[0] == (
        "derivations/t/other.py: no zh translation (11 texts); `derive translate zh` begins one"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("build", "--lang", "fr"),
            "--lang fr: nothing is translated into it; `derive translate fr` begins a translation",
        ),
        (("build", "--lang", "../x"), "'../x' is no code of a language: write one such as en, zh or pt_BR"),
        (("translate", "en"), "en is the language of the scripts themselves"),
        (("translate", "Chinese"), "'Chinese' is no code of a language: write one such as en, zh or pt_BR"),
    ],
)
def test_a_language_that_is_none(square: Path, arguments: tuple[str, ...], message: str) -> None:
    done = derive(*arguments, cwd=square)
    assert (done.returncode, done.stderr) == (2, f"derive: {message}\n")


def test_a_broken_catalogue_is_named(square: Path) -> None:
    (square / "derivations/t/square.zh.po").write_text('msgid "a\nmsgstr')
    done = derive("build", "--lang", "zh", cwd=square)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "square.zh.po: cannot be read" in done.stderr


# ----------------------------------------------------------------------------------------------------------- catalogues


def test_translate_begins_a_catalogue_with_every_text(tmp_path: Path) -> None:
    script = write(tmp_path, "t/square.py", SQUARE)
    done = derive("translate", "zh", cwd=tmp_path)
    assert done.stdout == "derivations/t/square.zh.po: 11 texts to translate\n"
    assert [e.msgid for e in polib.pofile(str(script.with_suffix(".zh.po")), encoding="utf-8")] == [
        "What is a square?", "It is a product, as $z \\cdot z$ says.", "notes of the author", "page 3",
        "## A heading\n\nBoth factors are $z + 1$.", "Multiplied out:", "By another way:", "$z + 1$ times $z + 1$",
        "A square has **three** terms.", "Not so.", "a number",
    ]  # fmt: skip


def test_translate_keeps_what_is_translated_and_comments_out_what_is_not_said(square: Path) -> None:
    file = square / "derivations/t/square.zh.po"
    write(square, "t/square.py", SQUARE.replace("Multiplied out:", "Written out:"))
    assert derive("translate", "zh", cwd=square).stdout == "derivations/t/square.zh.po: 1 texts to translate\n"
    po = polib.pofile(str(file), encoding="utf-8")
    assert po.find("a number").msgstr == "一个数"
    assert po.find("Written out:").msgstr == ""
    assert [e.msgid for e in po.obsolete_entries()] == ["Multiplied out:"]


def test_translate_leaves_a_complete_catalogue_as_it_is(square: Path) -> None:
    file = square / "derivations/t/square.zh.po"
    derive("translate", "zh", cwd=square)
    before = file.read_bytes()
    assert derive("translate", "zh", cwd=square).stdout == "derivations/t/square.zh.po: complete\n"
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "translation", "same"),
    [
        ("a $x$ and $y$", "$y$ 和 $x$", True),
        ("a $x$", "a $y$", False),
        ("a $x$ and $x$", "$x$", False),
        ("costs 5 dollars", "$5$", False),
        (r"costs \$5", r"五 \$5", True),
    ],
)
def test_formulas_may_move_and_not_change(text: str, translation: str, same: bool) -> None:
    assert same_formulas(text, translation) is same


# ------------------------------------------------------------------------------------------------ derive's own catalogue


def own_messages() -> set[str]:
    return {e.msgid for e in polib.pofile(str(catalogues.OWN / "zh.po"), encoding="utf-8") if e.translated()}


def said_by(module: Path) -> set[str]:
    """The texts in say("...") calls, and in headings and link words."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("say", "self.say", "page.words"):
            found |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return found


def test_every_phrase_of_an_exporter_has_its_translation() -> None:
    root = Path(package.__file__).parent
    said = {text for module in (root / "page.py", *(root / "export").glob("*.py")) for text in said_by(module)}
    assert len(said) > 25
    assert said - own_messages() == set()


def test_every_rule_has_its_translation() -> None:
    assert {r.phrase for r in RULES} - own_messages() == set()


def test_the_values_in_a_phrase_are_those_of_its_translation() -> None:
    for entry in polib.pofile(str(catalogues.OWN / "zh.po"), encoding="utf-8"):
        assert sorted(re.findall(r"\{\w+\}", entry.msgid)) == sorted(re.findall(r"\{\w+\}", entry.msgstr)), entry.msgid


def test_the_course_page_is_built_in_each_language(square: Path) -> None:
    for name, word in (("README.md", "square"), ("README.zh.md", "平方")):
        (square / "derivations" / name).write_text(f"# {word}\n\n[{word}](t/square.py), [none](t/none.py)\n")
    files = built(square, "--lang", "en,zh", "--to", "md")
    assert files[f"{edition.COURSE}.md"] == "# square\n\n[square](t/square.md), [none](t/none.py)\n"
    assert files[f"{edition.COURSE}.zh.md"] == "# 平方\n\n[平方](t/square.zh.md), [none](t/none.py)\n"


STEP = '''"""Is it a step?"""

from sympy import Piecewise

from derive import calc, real

z = real("z")
step = calc("The larger of the two:", Piecewise((z, z > 0), (0, True))).equals(
    Piecewise((z, z > 0), (0, True)) + 0, by="nothing is added"
)
'''


def test_words_in_formulas_are_in_the_language_of_the_page(tmp_path: Path) -> None:
    catalogue(write(tmp_path, "t/step.py", STEP).with_suffix(".zh.po"), {"Is it a step?": "是阶梯吗？"})
    assert derive("build", "--lang", "en,zh", "--to", "md,tex,html", cwd=tmp_path).returncode == 0
    for suffix in ("md", "tex", "html"):
        here, there = (
            (tmp_path / f"build/t/step{infix}.{suffix}").read_text(encoding="utf-8") for infix in ("", ".zh")
        )
        assert r"\text{if } z > 0" in html.unescape(here) and r"\text{otherwise}" in here
        assert r"\text{若 } z > 0" in html.unescape(there) and r"\text{其他}" in there and "otherwise" not in there


def test_every_shipped_language_has_words_for_case_distinctions() -> None:
    shipped = {file.stem for file in catalogues.OWN.glob("*.po")}
    assert shipped | {catalogues.BASE} == set(CASE_WORDS)
