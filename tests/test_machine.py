"""What machines read, read by machines: JSON against its schema, annotations, the job summary, JUnit, the badge; and watching."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from derive.checking import Settings, watch
from derive.machine import badge, github_annotations
from derive.progress import Progress
from derive.report import DerivationReport, StepReport
from derive.tally import Tally
from derive.terminal import Terminal
from tests.conftest import DERIVATIONS, ROOT
from tests.test_cli import GOOD, WRONG, derive, write

SCHEMA = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))


def test_the_json_of_the_corpus_follows_its_schema(tmp_path: Path) -> None:
    data = json.loads(derive("check", "--format", "json", str(DERIVATIONS), cwd=tmp_path).stdout)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)
    assert data["summary"]["proved"] == sum(s["verdict"] == "proved" for d in data["derivations"] for s in d["steps"])


def test_the_json_of_a_refuted_step_follows_its_schema(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    jsonschema.validate(json.loads(derive("check", "--format", "json", cwd=tmp_path).stdout), SCHEMA)


def test_annotations_keep_to_one_line_whatever_is_in_them() -> None:
    from derive.notation.of_sympy import tree_of
    from derive.report import Formula

    one = Formula(tree_of(1))
    step = StepReport(
        "a,b:c", None, 3, "==", "", "", one, one, reason="50% of\nit", verdict="undecided", missing="x\r\ny: 7%"
    )
    from derive.report import Block

    report = DerivationReport("t.a", "dir,x/a:b.py", blocks=(Block("claim", "a", 3, steps=(step,)),))
    (line,) = github_annotations(Terminal(io.StringIO(), {}), report)
    assert line.startswith("::error file=dir%2Cx/a%3Ab.py,line=3,title=UNDECIDED a%2Cb%3Ac::")
    assert "\n" not in line and "\r" not in line and "x%0D%0Ay: 7%25" in line


def test_a_job_summary_lists_the_verdicts_that_changed(tmp_path: Path) -> None:
    square, summary = write(tmp_path, "t/square.py", GOOD), tmp_path / "summary.md"

    def check() -> str:
        summary.unlink(missing_ok=True)
        derive("check", "--format", "github", cwd=tmp_path, GITHUB_STEP_SUMMARY=str(summary))
        return summary.read_text(encoding="utf-8")

    first = check()
    assert first.startswith("## derive: 1 proved, 1 mistake refuted as expected.")
    assert "No verdict changed." in first
    square.write_text(WRONG)
    second = check()
    assert "| `t.square#square.out` | proved | refuted |" in second
    assert "- `derivations/t/square.py:7 REFUTED square.out`" in second
    square.write_text(GOOD)
    assert "| `t.square#square.out` | refuted | proved |" in check()


def test_a_job_summary_lists_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    summary = tmp_path / "summary.md"

    def check(folder: Path) -> str:
        summary.unlink(missing_ok=True)
        derive(
            "check",
            "--format",
            "github",
            "--cache-dir",
            str(tmp_path / "c"),
            cwd=folder,
            GITHUB_STEP_SUMMARY=str(summary),
        )
        return summary.read_text(encoding="utf-8")

    check(tmp_path)
    more = write(tmp_path, "t/more.py", WRONG)
    assert "| `t.more#square.out` | new | refuted |" in check(tmp_path)
    more.unlink()
    assert "| `t.more#square.out` | refuted | gone |" in check(tmp_path)
    other = tmp_path / "other"
    write(other, "t/square.py", WRONG)
    assert "No verdict changed." in check(other)


BROKEN = {"raise ValueError(1)\n": "aa.py:1: ValueError: 1", "def (:\n": "aa.py:1: "}


@pytest.mark.parametrize("text", BROKEN)
def test_a_script_that_cannot_be_loaded_costs_itself_only(tmp_path: Path, text: str) -> None:
    write(tmp_path, "t/aa.py", text)
    write(tmp_path, "t/square.py", WRONG)
    plain = derive("check", cwd=tmp_path)
    assert plain.returncode == 2 and BROKEN[text] in plain.stderr and "REFUTED  square.out" in plain.stdout
    data = derive("check", "--format", "json", cwd=tmp_path)
    jsonschema.validate(json.loads(data.stdout), SCHEMA)
    assert data.returncode == 2 and BROKEN[text] in json.loads(data.stdout)["derivations"][0]["failure"]
    annotated = derive("check", "--format", "github", cwd=tmp_path).stdout.splitlines()
    assert annotated[0].startswith("::error file=derivations/t/aa.py,line=1,title=not loaded::")
    assert any("title=REFUTED square.out" in a for a in annotated)
    suites = ElementTree.fromstring(derive("check", "--format", "junit", cwd=tmp_path).stdout)
    assert [s.get("errors") for s in suites] == ["1", "0"]
    built = derive("build", cwd=tmp_path)
    assert built.returncode == 2 and BROKEN[text] in built.stderr


def test_an_undecided_step_that_may_be_so_is_a_notice(tmp_path: Path) -> None:
    from tests.test_pytest_plugin import OPEN

    write(tmp_path, "t/open.py", OPEN)
    for options, word in (((), "error"), (("--allow-undecided",), "notice")):
        assert derive("check", "--format", "github", *options, cwd=tmp_path).stdout.startswith(f"::{word} ")


def test_junit_counts_what_failed(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    done = derive("check", "--format", "junit", cwd=tmp_path)
    suite = ElementTree.fromstring(done.stdout)[0]
    assert (done.returncode, suite.get("tests"), suite.get("failures")) == (1, "2", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None and failure.get("message") == "REFUTED square.out"
    assert "the rule gives" in (failure.text or "")


@pytest.mark.parametrize(("script", "colour"), [(GOOD, "green"), (WRONG, "red")])
def test_the_badge_says_how_many_are_proved(tmp_path: Path, script: str, colour: str) -> None:
    write(tmp_path, "t/square.py", script)
    derive("check", "--badge", "badge.json", cwd=tmp_path)
    data = json.loads((tmp_path / "badge.json").read_text())
    assert (data["schemaVersion"], data["label"], data["color"]) == (1, "derive", colour)
    assert data["message"] == ("1 proved" if colour == "green" else "1 not proved")


def test_a_badge_of_nothing_wrong() -> None:
    assert json.loads(badge(Tally({"proved": 3}), True))["message"] == "3 proved"


# ------------------------------------------------------------------------------------------------------- watching, progress


def test_watching_checks_again_what_changed(tmp_path: Path) -> None:
    square = write(tmp_path, "t/square.py", GOOD)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    run = subprocess.Popen(
        [sys.executable, "-m", "derive", "check", "--watch"],
        cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None and run.stderr is not None
    assert run.stdout.readline().startswith("1 proved")
    square.write_text(WRONG)
    assert "square.py" in run.stdout.readline()
    assert "REFUTED" in run.stdout.readline()
    while not run.stdout.readline().startswith("0 proved, 1 refuted"):
        pass
    square.write_text("def (:\n")
    assert "square.py" in run.stdout.readline()
    assert run.stderr.readline().startswith("derive: derivations/t/square.py:1:")
    square.write_text(GOOD)
    assert "square.py" in run.stdout.readline()
    assert run.stdout.readline().startswith("1 proved")
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=120) == 130


def test_watching_ends_after_the_rounds_that_were_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "t/square.py", GOOD)
    assert watch([path], Settings(cache=None, jobs=1), rounds=1) == 0
    assert capsys.readouterr().out.startswith("1 proved")


class _Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_says_how_fast_and_how_long() -> None:
    stream = _Tty()
    progress = Progress(stream, quiet=False)
    progress.began = time.monotonic() - 10
    progress(20, 120, "t.square")
    assert stream.getvalue().endswith("[20/120] t.square  2.0/s, 0:50 left")
    progress.clear()
    assert stream.getvalue().endswith("\r\033[K")


def test_there_is_no_progress_elsewhere_than_on_a_terminal() -> None:
    stream = io.StringIO()
    progress = Progress(stream, quiet=False)
    progress(1, 2, "x")
    progress.clear()
    assert stream.getvalue() == ""
