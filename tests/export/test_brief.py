"""Brief documents: milestones only, with true relations, numbers, conditions and verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from derive.detail import brief
from derive.notation.tree import Symbol
from derive.page import Display, Page, page
from derive.report import Block, DerivationReport, Formula, Report, StepReport, Versions
from tests.test_cli import derive, write

CHAIN = '''"""Is it at least as much?"""

from derive import calc, positive
from derive.rules import expand

x = positive("x")
more = (
    calc("From line to line.", x * (x + 1))
    .equals(x**2 + x, by=expand)
    .less_than(x**2 + x + 1, by="one more")
    .at_most(x**2 + 2 * x + 1, by="x more", label="named")
    .equals((x + 1) ** 2, by="a square")
    .at_most((x + 1) ** 2 + 1, by="one more")
)
'''


def step(k: int, relation: str, verdict: str = "proved", label: str | None = None) -> StepReport:
    sides = Formula(Symbol(f"x{k}")), Formula(Symbol(f"x{k + 1}"))
    return StepReport(f"c.{k}", label, k, relation, "", "", *sides, verdict=verdict, conditions=(sides[0],))


def one_page(*steps: StepReport) -> Page:
    report = DerivationReport("t.c", "c.py", "C", blocks=(Block("chain", "c", 1, "So.", tuple(steps)),))
    return page(report, Versions("", "", ""))


def rows(p: Page) -> list[tuple[int, str, int]]:
    return [(r.number, r.relation, r.left_out) for b in p.blocks if isinstance(b, Display) for r in b.rows]


@pytest.mark.parametrize(
    ("relations", "joined"),
    [("== == ==", "="), ("== <= ==", "<="), ("== < <=", "<"), ("== <= <", "<"), ("== > ==", ">"), ("< == ==", "=")],
)
def test_the_relation_over_omitted_lines_is_their_strongest(relations: str, joined: str) -> None:
    short = brief(one_page(*(step(k, r) for k, r in enumerate(relations.split(), 1))))
    assert rows(short)[1] == (3, joined, 1)


def test_what_omitted_lines_need_is_still_said() -> None:
    short = brief(one_page(step(1, "=="), step(2, "==", "undecided"), step(3, "=="), step(4, "=="), step(5, "==")))
    (display,) = [b for b in short.blocks if isinstance(b, Display)]
    last = display.rows[-1].step
    assert (last.verdict, len(last.conditions)) == ("undecided", 4)


def test_short_chains_stay_whole() -> None:
    whole = one_page(step(1, "=="), step(2, "<"))
    assert rows(brief(whole)) == rows(whole)
    assert all(b in brief(whole).blocks for b in whole.blocks if not isinstance(b, Display))


def test_every_first_last_and_labelled_line_of_the_corpus_is_there(report: Report) -> None:
    left_out = 0
    for d in report.derivations:
        whole = page(d, report.versions)
        for full, short in zip(whole.blocks, brief(whole).blocks, strict=True):
            if not isinstance(full, Display) or not isinstance(short, Display):
                assert full == short
                continue
            assert len(full.rows) == sum(1 + r.left_out for r in short.rows)
            kept = {r.number for r in short.rows}
            ends = {r.number for r in (*full.rows[:1], *full.rows[-1:])}
            assert ends | {r.number for r in full.rows if r.step.label or r.left is not None} <= kept
            assert [replace(r, tagged=False) for r in short.rows if not r.left_out] == [
                r for r in full.rows if r.number in {s.number for s in short.rows if not s.left_out}
            ]
            left_out += len(full.rows) - len(short.rows)
    assert left_out > 20


def test_documents_say_what_is_left_out(tmp_path: Path) -> None:
    script = write(tmp_path, "t/more.py", CHAIN)
    script.with_suffix(".zh.po").write_text('msgid ""\nmsgstr "Language: zh\\n"\n', encoding="utf-8")
    done = derive("build", "--detail", "brief", "--lang", "en,zh", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "build/t/more.md").read_text(encoding="utf-8")
    assert re.findall(r"& ?\\text\{\((\d)\)\}", text) == ["1", "3", "5"]
    assert "& < x^2 + 2 x + 1 " in text and r"&\le (x + 1)^2 + 1" in text
    assert "3. 1 line left out · x more" in text
    assert "3. 略去 1 行 · " in (tmp_path / "build/t/more.zh.md").read_text(encoding="utf-8")
    tex = (tmp_path / "build/t/more.tex").read_text(encoding="utf-8")
    assert re.findall(r"\\tag\{(\d)\}\\label", tex) == ["1", "3", "5"] and "1 line left out; x more" in tex
