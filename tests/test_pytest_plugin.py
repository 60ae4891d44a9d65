"""The pytest plugin, by real pytest runs: items, ids, selection, failures, JUnit, xdist, configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.corpus import load
from derive.outcomes import Session
from derive.outline import Place, assigned, outline
from derive.report import StepReport
from derive.reporting import named_items, step_id
from tests.conftest import DERIVATIONS, ROOT

SQUARE = '''"""Squares."""

from derive import calc, claim, mistake, real
from derive.rules import expand

z = real("z")
square = (
    calc("Out:", (z + 1) ** 2)
    .equals(z**2 + 2 * z + 1, by=expand, label="out")
    .equals(1 + z * (z + 2))
)
claim("Not negative.", z**2 >= 0)
for k in (1, 2, 3):
    claim("Each.", (z + k) ** 2, "==", z**2 + 2 * k * z + k**2)
mistake("Not so.", z**2 + 1, instead_of=square)
'''
WRONG = SQUARE.replace("2 * z + 1, by", "3 * z + 1, by")
OPEN = """from sympy import Rational, gamma, pi, sqrt
from derive import claim, positive

a = positive("a")
claim("True, but not known.", gamma(a) * gamma(a + Rational(1, 2)), "==", 2 ** (1 - 2 * a) * sqrt(pi) * gamma(2 * a))
"""
CONFIGURATION = {
    "setup.cfg": "[tool:pytest]\nderive_paths = maths\n",
    "pytest.ini": "[pytest]\nderive_paths = maths\n",
    "pyproject.toml": '[tool.pytest.ini_options]\nderive_paths = ["maths"]\n',
}


def project(folder: Path, script: str = SQUARE, config: str = "setup.cfg", more: str = "") -> Path:
    (folder / "maths" / "t").mkdir(parents=True, exist_ok=True)
    (folder / "maths" / "t" / "square.py").write_text(script, encoding="utf-8")
    (folder / config).write_text(CONFIGURATION[config] + more, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    env.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def summary(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.strip().splitlines()[-1].partition(" in ")[0]


@pytest.mark.parametrize("config", CONFIGURATION)
def test_one_line_of_configuration_is_enough(tmp_path: Path, config: str) -> None:
    done = run(project(tmp_path, config=config))
    assert (done.returncode, summary(done)) == (0, "6 passed"), done.stdout


def test_each_stating_call_is_an_item_with_a_stable_id(tmp_path: Path) -> None:
    done = run(project(tmp_path), "--collect-only")
    names = [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line]
    assert names == ["script", "square.out", "square.2", "claim1", "claim2", "mistake1"]


def test_collecting_does_not_load_sympy(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "import sys\ndef pytest_collection_finish():\n    assert 'sympy' not in sys.modules\n"
    )
    assert run(project(tmp_path), "--collect-only").returncode == 0


def test_a_failure_says_what_derive_check_says_and_nothing_of_python(tmp_path: Path) -> None:
    done = run(project(tmp_path, WRONG))
    assert done.returncode == 1
    assert "square.py:9: REFUTED  square.out  (expand)" in done.stdout
    assert "the rule gives  z² + 2z + 1" in done.stdout
    assert "Traceback" not in done.stdout and "pytest_plugin" not in done.stdout


def test_selection_by_name_and_by_node(tmp_path: Path) -> None:
    project(tmp_path)
    assert summary(run(tmp_path, "-k", "mistake1")) == "1 passed, 5 deselected"
    assert summary(run(tmp_path, "maths/t/square.py::square.out")) == "1 passed"


def test_a_script_named_on_the_command_line_is_no_test_module(tmp_path: Path) -> None:
    project(tmp_path, SQUARE + "\ndef test_nothing():\n    raise ValueError\n")
    assert summary(run(tmp_path, "maths/t/square.py")) == "6 passed"


def test_the_failed_ones_again(tmp_path: Path) -> None:
    project(tmp_path, WRONG)
    failed = summary(run(tmp_path))
    assert failed == "2 failed, 4 passed"
    project(tmp_path)
    assert summary(run(tmp_path, "--lf")) == "2 passed"


def test_the_first_failure_ends_the_run(tmp_path: Path) -> None:
    assert summary(run(project(tmp_path, WRONG), "-x")) == "1 failed, 1 passed"


def test_an_undecided_step_fails_unless_it_may_be_so(tmp_path: Path) -> None:
    done = run(project(tmp_path, OPEN))
    assert done.returncode == 1 and "UNDECIDED" in done.stdout
    assert run(project(tmp_path, OPEN, more="derive_allow_undecided = true\n")).returncode == 0


def test_a_mistake_must_be_one(tmp_path: Path) -> None:
    done = run(project(tmp_path, SQUARE.replace("z**2 + 1, instead_of", "(z + 1) * (z + 1), instead_of")))
    assert summary(done) == "1 failed, 5 passed"
    assert "NOT A MISTAKE" in done.stdout


def test_beside_plain_tests_and_without_the_plugin(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "test_plain.py").write_text("def test_plain():\n    assert True\n")
    assert summary(run(tmp_path)) == "7 passed"
    assert summary(run(tmp_path, "-p", "no:derive", "-W", "ignore")) == "1 passed"


def test_junit_has_the_verdict_the_method_and_the_seconds(tmp_path: Path) -> None:
    run(project(tmp_path), "--junitxml=report.xml")
    cases = ElementTree.parse(tmp_path / "report.xml").iter("testcase")
    found = {c.get("name"): {p.get("name"): p.get("value") for p in c.iter("property")} for c in cases}
    assert found["square.out"]["verdict"] == "proved"
    assert found["square.out"]["method"] == "normal form"
    assert float(found["square.out"]["seconds"] or "nan") >= 0
    assert found["claim2"]["verdict"] == "proved, proved, proved"
    assert found["mistake1"]["verdict"] == "refuted"


@pytest.mark.parametrize("mode", ["load", "loadfile"])
def test_workers_of_xdist_judge_a_script_at_most_once_each(tmp_path: Path, mode: str) -> None:
    log = tmp_path / "loads.txt"
    noted = SQUARE + f"\nopen({str(log)!r}, 'a').write('loaded\\n')\n"  # reads files: it is not cached
    done = run(project(tmp_path, noted), "-n", "2", "--dist", mode)
    assert summary(done) == "6 passed", done.stdout + done.stderr
    assert 1 <= len(log.read_text().splitlines()) <= (2 if mode == "load" else 1)


def test_a_script_that_cannot_be_loaded_fails_with_its_line(tmp_path: Path) -> None:
    done = run(project(tmp_path, SQUARE + "\nraise ValueError('no')\n"))
    assert done.returncode == 1
    assert "square.py:17: ValueError: no" in done.stdout and "Traceback" not in done.stdout


def test_a_script_of_which_the_text_shows_no_step_is_judged_all_the_same(tmp_path: Path) -> None:
    hidden = 'from derive import claim as prove, real\nx = real("x")\nprove("False!", x, "==", x + 1)\n'
    done = run(project(tmp_path, hidden))
    assert summary(done) == "1 failed" and "square.py:3: REFUTED  claim1" in done.stdout
    assert summary(run(project(tmp_path, "import nosuchmodule\n"))) == "1 failed"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("derive_paths = nosuch\n", "derive_paths: there is no "),
        ("derive_paths = empty\n", "derive_paths: there are no derivations in "),
        ("derive_timeout = soon\n", "derive_timeout = soon: a number of seconds above 0 is needed"),
        ("derive_timeout = -1\n", "derive_timeout = -1: a number of seconds above 0 is needed"),
    ],
)
def test_a_setting_that_would_check_nothing_is_an_error(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{settings}")
    (tmp_path / "test_plain.py").write_text("def test_plain():\n    pass\n")
    done = run(tmp_path)
    assert done.returncode == 4 and message in done.stderr and "Traceback" not in done.stderr


def test_a_corpus_behind_a_link_is_found(tmp_path: Path) -> None:
    project(tmp_path / "p", WRONG)
    (tmp_path / "p" / "linked").symlink_to(tmp_path / "p" / "maths")
    (tmp_path / "p" / "pytest.ini").write_text("[pytest]\nderive_paths = linked\n")
    for arguments in (("linked",), ("maths",)):
        assert summary(run(tmp_path / "p", *arguments)) == "2 failed, 4 passed"


def test_what_is_ignored_is_not_run(tmp_path: Path) -> None:
    (project(tmp_path) / "test_plain.py").write_text("def test_plain():\n    pass\n")
    assert summary(run(tmp_path, "--ignore=maths")) == "1 passed"


def test_a_script_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    done = run(project(tmp_path, "def (:\n"))
    assert done.returncode == 2
    assert "square.py:1:" in done.stdout and "Traceback" not in done.stdout


def test_a_second_run_takes_everything_from_the_cache(tmp_path: Path) -> None:
    project(tmp_path)
    run(tmp_path)
    assert (tmp_path / ".derive_cache" / "cache.sqlite").is_file()
    assert summary(run(tmp_path)) == "6 passed"
    assert summary(run(tmp_path, "--derive-no-cache")) == "6 passed"


@pytest.mark.parametrize("script", sorted(DERIVATIONS.rglob("*.py")), ids=lambda p: p.stem)
def test_the_outline_names_steps_as_the_report_does(script: Path) -> None:
    import ast

    loaded, session = load(script), Session()
    steps = [
        StepReport(step_id(name, o), o.label, o.place.line, "", "", "", None, None)  # type: ignore[arg-type]
        for name, item in named_items(loaded.items, loaded.namespace) for o in session.obligations(item)
    ]  # fmt: skip
    found = assigned([Place("script", 0), *outline(ast.parse(script.read_bytes()))], steps)
    assert sum(map(len, found.values())) == len(steps)
    for place, own in found.items():
        assert (place.id == "script") == (not own)
        assert all(s.id == place.id or s.id.startswith(f"{place.id}.") for s in own)
