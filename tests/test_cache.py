"""The cache: what it spares, what makes it look again, and that no damage to it ever changes a verdict."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sympy import Symbol

from derive import judge
from derive.cache import FILE, LAYOUT, Cache
from derive.corpus import find
from derive.fingerprint import environment, version_of
from derive.kernel.core import Verdict
from derive.report import derivation_from, plain
from derive.runner import check
from derive.statements import close
from derive.verdicts import Verdicts
from tests.conftest import DERIVATIONS, ROOT
from tests.test_cli import GOOD, WRONG, derive, write

USES = """from derive import claim, real
from t.square import square

w = real("w")
claim("Used.", (w + 1) ** 2, "==", w**2 + 2 * w + 1, using=square)
"""


NONE = ((), ())
"""No lemmas."""


def trace(cwd: Path, *arguments: str) -> str:
    """What a check imports on its way."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "derive", "check", *arguments],
        cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def judged(cwd: Path, *arguments: str) -> bool:
    """Whether a check starts a process that judges."""
    return "derive.worker" in trace(cwd, *arguments)


# ---------------------------------------------------------------------------------------------------------- what it spares


def test_a_second_check_loads_no_sympy_and_starts_no_process(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    first, second = trace(tmp_path), trace(tmp_path)
    assert "derive.worker" in first and "1 proved" in first
    assert "derive.worker" not in second and "sympy" not in second and "multiprocessing" not in second
    assert "1 proved, 1 mistake refuted as expected." in second


def test_a_refuted_step_is_shown_again_from_the_cache(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    first, second = derive("check", cwd=tmp_path), derive("check", cwd=tmp_path)
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert first.returncode == 1 and not judged(tmp_path)


def test_documents_are_printed_from_the_cache(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    derive("check", cwd=tmp_path)
    assert derive("build", "--no-cache", "-o", "anew", cwd=tmp_path).returncode == 0
    assert derive("build", "-o", "known", cwd=tmp_path).returncode == 0
    for suffix in (".md", ".tex"):
        anew, known = ((tmp_path / folder / "t" / f"square{suffix}").read_text() for folder in ("anew", "known"))
        assert anew == known


def test_without_the_cache_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    assert derive("check", "--no-cache", cwd=tmp_path).returncode == 0
    assert not (tmp_path / ".derive_cache").exists()


def test_a_run_with_and_one_without_the_cache_agree_on_the_corpus(tmp_path: Path) -> None:
    scripts = find([DERIVATIONS], Cache(tmp_path / "c"))
    runs = [check(scripts, cache=cache) for cache in (Cache(tmp_path / "c"), Cache(tmp_path / "c"), None)]
    bare = [[{k: v for k, v in plain(s).items() if k != "seconds"} for s in r.steps] for r in runs]
    assert bare[0] == bare[1] == bare[2]


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, "t/square.py", WRONG)
    cache = Cache(tmp_path / "c")
    report = check(find([path], cache), cache=cache).derivations[0]
    assert derivation_from(json.loads(json.dumps(plain(report)))) == report


# ------------------------------------------------------------------------------------------------ what makes it look again


def test_a_changed_script_is_judged_again_and_one_that_imports_it_too(tmp_path: Path) -> None:
    square = write(tmp_path, "t/square.py", GOOD)
    write(tmp_path, "t/uses.py", USES)
    write(tmp_path, "t/alone.py", GOOD.replace("z", "u"))

    def keys() -> dict[str, str]:
        return {s.name: s.key for s in find([tmp_path / "derivations"], Cache(tmp_path / "c"))}

    before = keys()
    assert all(before.values())
    square.write_text(GOOD + "# changed\n")
    after = keys()
    assert {name for name in before if before[name] != after[name]} == {"t.square", "t.uses"}


def test_a_helper_beside_the_scripts_counts(tmp_path: Path) -> None:
    write(tmp_path, "t/one.py", GOOD.replace("from derive import", "import _help\nfrom derive import"))
    helper = write(tmp_path, "_help.py", "A = 1\n")
    keys = []
    for text in ("A = 1\n", "A = 2\n"):
        helper.write_text(text)
        keys.append(find([tmp_path / "derivations"], Cache(tmp_path / "c"))[0].key)
    assert keys[0] and keys[1] and keys[0] != keys[1]


def test_a_file_in_the_place_of_a_module_counts(tmp_path: Path) -> None:
    write(tmp_path, "t/one.py", GOOD.replace("from derive import", "import statistics\nfrom derive import"))
    (before,) = find([tmp_path / "derivations"], Cache(tmp_path / "c"))
    write(tmp_path, "statistics.py", "A = 1\n")
    after = next(s for s in find([tmp_path / "derivations"], Cache(tmp_path / "c")) if s.name == "t.one")
    assert before.key and after.key and before.key != after.key


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("open('data.txt')", "it uses open"),
        ("print(__file__)", "it uses __file__"),
        ("getattr(z, 'x')", "it uses getattr"),
        ("from sympy import randprime", "it uses randprime"),
        ("import sympy\n    sympy.core.random.random()", "it uses random"),
        ("from derive.corpus import load", "it imports derive.corpus"),
        ("from derive import files", "it imports derive.files"),
        ("import os", "it imports os"),
        ("from datetime import date", "it imports datetime"),
        ("import numpy", "it imports numpy"),
        ("from . import other", "it imports by a relative path"),
        ("eval('1')", "it uses eval"),
        ("__builtins__['open']", "it uses __builtins__"),
        ("from sympy import Interval\n    Interval = z\n    Interval.open(0, 1)", "it uses open"),
        ("for Interval in z: Interval.open()", "it uses open"),
        ("from sympy.core.cache import Interval\n    Interval.open()", "it uses open"),
        ("from sympy import cache as Interval\n    Interval.open()", "it uses open"),
        ("def f(Interval): return Interval.open()", "it uses open"),
        ("z.Interval = z\n    z.Interval.open()", "it uses open"),
    ],
)
def test_what_depends_on_more_than_texts_is_not_kept(tmp_path: Path, line: str, why: str) -> None:
    path = write(tmp_path, "t/square.py", f"{GOOD}\nif False:\n    {line}\n")
    (script,) = find([path], Cache(tmp_path / "c"))
    assert (script.key, script.because) == ("", f"square.py: {why}")


@pytest.mark.parametrize(
    "line",
    ["from sympy import Interval\n    Interval.open(0, 1)", "import sympy as sp\n    sp.Interval.open(0, 1)"],
)
def test_an_open_interval_opens_no_file(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, "t/square.py", f"{GOOD}\nif False:\n    {line}\n")
    (script,) = find([path], Cache(tmp_path / "c"))
    assert script.key, script.because


def test_the_versions_of_everything_count() -> None:
    import flint
    import sympy

    assert version_of("sympy") == sympy.__version__
    assert version_of("python-flint") == flint.__version__
    assert len(environment()) == 64


def test_a_time_out_is_not_remembered(tmp_path: Path) -> None:
    path = write(tmp_path, "t/square.py", GOOD)
    cache = Cache(tmp_path / "c")
    (script,) = find([path], cache)
    report = check([script], cache=cache).derivations[0]
    assert cache.get("scripts", script.key) is not None
    cache.clear()
    from derive.runner import Limits, Pool, _Run

    with Pool(Limits(), cache) as pool:
        run = _Run(pool, [script], lambda done, total, what: None)
        run.skipped["t.square"] = {"square.out": "time-out after 30 s"}
        (late,) = run.reports()
    assert late.steps[0].verdict == "undecided" and report.steps[0].verdict == "proved"
    assert cache.get("scripts", script.key) is None


# --------------------------------------------------------------------------------------------- what is executed is what is read

TIMES = """from derive import claim, real
{first}
x = real("x")
claim("c.", x * K, "==", 2 * x)
"""


def line(folder: Path, *arguments: str) -> str:
    return derive("check", *arguments, cwd=folder).stdout.splitlines()[-1].partition(" ")[2][:8]


@pytest.mark.parametrize("helper", [True, False])
def test_an_edit_that_changes_neither_size_nor_time_is_seen(tmp_path: Path, helper: bool) -> None:
    """Python itself would run the bytecode that it made of the text before."""
    write(tmp_path, "t/a.py", TIMES.format(first="from helpers import K" if helper else "K = 2"))
    own = tmp_path / ("derivations/helpers.py" if helper else "derivations/t/a.py")
    if helper:
        own.write_text("K = 2\n")
    verdicts = []
    for _ in range(2):
        os.utime(own, (1_700_000_000, 1_700_000_000))
        verdicts += [line(tmp_path), line(tmp_path, "--no-cache")]
        own.write_text(own.read_text().replace("K = 2", "K = 3"))
    assert verdicts == ["proved.", "proved.", "proved, ", "proved, "]


def test_a_script_that_changed_while_it_was_waiting_is_not_stored_under_its_old_text(tmp_path: Path) -> None:
    path = write(tmp_path, "t/a.py", TIMES.format(first="K = 3"))
    cache = Cache(tmp_path / "c")
    scripts = find([path], cache)
    path.write_text(TIMES.format(first="K = 2"))
    assert check(scripts, cache=cache).as_expected()
    assert cache.get("scripts", scripts[0].key) is None
    path.write_text(TIMES.format(first="K = 3"))
    assert not check(find([path], cache), cache=cache).as_expected()


def test_no_script_sees_the_modules_of_another(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", TIMES.format(first="import _helpers\n_helpers.K = 3\nK = 2"))
    write(tmp_path, "t/b.py", TIMES.format(first="from _helpers import K"))
    write(tmp_path, "_helpers.py", "K = 2\n")
    other = tmp_path / "other"
    write(other, "u/c.py", TIMES.format(first="from _helpers import K\nK = K - 1"))
    write(other, "_helpers.py", "K = 3\n")
    done = derive("check", "--jobs", "1", "derivations", "other/derivations", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "3 proved.\n")


def test_the_helper_of_the_corpus_comes_before_that_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", TIMES.format(first="from helpers import K"))
    write(tmp_path, "helpers.py", "K = 2\n")
    (tmp_path / "helpers.py").write_text("K = 5\n")
    assert line(tmp_path, "derivations/t") == "proved."


def test_a_star_that_brings_submodules_is_not_stored(tmp_path: Path) -> None:
    write(tmp_path, "_h/__init__.py", "__all__ = ['consts']\n")
    consts = write(tmp_path, "_h/consts.py", "K = 2\n")
    write(tmp_path, "t/a.py", TIMES.format(first="from _h import *\nK = consts.K"))
    assert line(tmp_path) == "proved."
    consts.write_text("K = 30\n")
    assert line(tmp_path) == "proved, "


def test_the_order_of_sets_is_the_same_in_every_run(tmp_path: Path) -> None:
    order = "from sympy import symbols\nK = [2 if str(s) == 'a' else 3 for s in set(symbols('a:h'))][0]"
    write(tmp_path, "t/a.py", TIMES.format(first=order))
    assert len({line(tmp_path, "--no-cache") for _ in range(3)}) == 1


def test_a_folder_is_no_module_that_python_finds_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, "random/x.py", GOOD)
    path = write(tmp_path, "t/a.py", TIMES.format(first="from random import random as r\nK = 2"))
    (tmp_path / "mylib" / "src").mkdir(parents=True)
    other = write(tmp_path, "t/b.py", TIMES.format(first="from mylib import K"))
    for script in find([path, other], Cache(tmp_path / "c")):
        assert script.key == ""


# -------------------------------------------------------------------------------------------------- verdicts on statements


def test_a_remembered_verdict_is_no_fact(tmp_path: Path) -> None:
    x = Symbol("x", real=True)
    closed = close((x + 1) ** 2, x**2 + 2 * x + 1)
    store = Verdicts(Cache(tmp_path))
    from derive.kernel.judge import judge as judge_statement

    found = judge_statement(closed.statement)
    store.put(found, NONE)
    remembered = store.get(closed.statement, NONE)
    assert remembered is not None and remembered.verdict is Verdict.PROVED
    assert remembered.evidence == found.evidence
    assert remembered.fact is None and found.fact is not None
    assert store.get(close(x, x + 1).statement, NONE) is None
    fact = judge(x**2, x * x).fact
    assert fact is not None and store.get(closed.statement, ((fact,), ())) is None


def test_a_refutation_is_remembered_with_its_point(tmp_path: Path) -> None:
    x = Symbol("x", real=True)
    closed = close((x + 1) ** 2, x**2 + 1)
    store = Verdicts(Cache(tmp_path))
    from derive.kernel.judge import judge as judge_statement

    found = judge_statement(closed.statement)
    store.put(found, NONE)
    remembered = store.get(closed.statement, NONE)
    assert remembered is not None and remembered.evidence == found.evidence
    assert remembered.evidence.counterexample


def test_a_lemma_whose_verdict_was_remembered_can_still_be_used(tmp_path: Path) -> None:
    script = """from derive import calc, claim, real

z = real("z")
square = claim("A square.", z**2, ">=", 0)
claim("Twice.", 2 * z**2, ">=", 0, using=square)
"""
    path = write(tmp_path, "t/lemma.py", script)
    cache = Cache(tmp_path / "c")
    for text in (script, f"{script}\n# changed\n"):
        path.write_text(text)
        assert check(find([path], cache), cache=cache).as_expected()


# ------------------------------------------------------------------------------------------------------------------ damage


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A project with a right and a wrong script that was checked, and its cache file."""
    folder = tmp_path_factory.mktemp("filled")
    write(folder, "t/square.py", GOOD)
    write(folder, "t/wrong.py", WRONG)
    derive("check", cwd=folder)
    return folder, (folder / ".derive_cache" / FILE).read_bytes()


@pytest.mark.parametrize("number", range(200))
def test_damage_is_noticed_and_changes_no_verdict(tmp_path: Path, filled: tuple[Path, bytes], number: int) -> None:
    """The file truncated or flipped at a random place: rows that still come out are those that went in."""
    folder, whole = filled
    chance = random.Random(number)
    data = bytearray(whole)
    if number % 4 == 0:
        del data[chance.randrange(len(data)) :]
    for _ in range(chance.choice((1, 1, 2, 50))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    (tmp_path / FILE).write_bytes(data)
    lines: list[str] = []
    damaged, clean = Cache(tmp_path, lines.append), Cache(folder / ".derive_cache")
    for script in find([folder / "derivations"], clean):
        row = damaged.get("scripts", script.key)
        assert row is None or row == clean.get("scripts", script.key)
        tally = damaged.get("tallies", script.key)
        assert tally is None or tally == clean.get("tallies", script.key)
        damaged.put("scripts", "new", {"a": 1})
        assert damaged.get("scripts", "new") in ({"a": 1}, None)
    damaged.close()
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize("damage", ["empty", "text", "zeros", "row", "half"])
def test_a_check_with_a_damaged_cache_says_so_in_a_line_and_is_right(
    tmp_path: Path, filled: tuple[Path, bytes], damage: str
) -> None:
    _, whole = filled
    write(tmp_path, "t/square.py", GOOD)
    write(tmp_path, "t/wrong.py", WRONG)
    cache = tmp_path / ".derive_cache" / FILE
    cache.parent.mkdir()
    spoiled = {
        "empty": b"", "text": b"this is no database\n" * 100, "zeros": bytes(len(whole)), "half": whole[: len(whole) // 2],
        "row": whole.replace(b'"verdict":"refuted"', b'"verdict":"proved" '),
    }  # fmt: skip
    cache.write_bytes(spoiled[damage])
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "REFUTED  square.out" in done.stdout and done.stdout.splitlines()[-1].startswith("1 proved, 1 refuted")
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 2
    assert derive("check", cwd=tmp_path).stdout == done.stdout


def test_an_older_layout_is_begun_anew_in_a_line(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    derive("check", cwd=tmp_path)
    with sqlite3.connect(tmp_path / ".derive_cache" / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {LAYOUT + 7}")
    connection.close()
    done = derive("check", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert "made by another version" in done.stderr
    assert derive("check", cwd=tmp_path).stderr == ""


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    (tmp_path / ".derive_cache").write_text("a file in the way")
    done = derive("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 proved, 1 mistake refuted as expected.\n")
    assert len(done.stderr.splitlines()) == 1 and "cannot be used" in done.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_cache_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    folder = tmp_path / "c"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = derive("check", "--cache-dir", str(folder), cwd=tmp_path)
    folder.chmod(stat.S_IRWXU)
    assert done.returncode == 0 and len(done.stderr.splitlines()) == 1


def test_writes_that_are_refused_turn_it_off_in_a_line(tmp_path: Path) -> None:
    """As on a read-only disk, whoever one is."""
    lines: list[str] = []
    cache = Cache(tmp_path, lines.append)
    cache.put("scripts", "a", {"x": 1})
    connection: Any = cache._open
    connection.execute("PRAGMA query_only = ON")
    cache.put("scripts", "b", {"x": 2})
    assert cache.get("scripts", "a") is None and cache.get("scripts", "b") is None
    assert len(lines) == 1 and "everything is judged anew" in lines[0]
    assert Cache(tmp_path).get("scripts", "a") == {"x": 1}


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """No file may grow: writing fails as on a full disk."""
    write(tmp_path, "t/square.py", GOOD)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        "from derive.cli import main; sys.exit(main(['check']))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", limited], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "1 proved, 1 mistake refuted as expected.\n")
    assert len(done.stderr.splitlines()) == 1 and "cannot be used" in done.stderr, done.stderr


def test_two_runs_at_once_share_a_cache(tmp_path: Path) -> None:
    for k in range(6):
        write(tmp_path, f"t/square{k}.py", GOOD.replace("Multiplied out", f"Out {k}"))
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "derive", "check", "--jobs", "2"]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert (run.returncode, out, err) == (0, "6 proved, 6 mistakes refuted as expected.\n", "")
    assert not judged(tmp_path)


# ------------------------------------------------------------------------------------------------------------- the command


def test_what_is_remembered_is_told_and_forgotten(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    assert derive("cache", "info", cwd=tmp_path).stdout == "there is no cache\n"
    derive("check", cwd=tmp_path)
    assert ".derive_cache: 1 reports, 2 verdicts" in derive("cache", "info", cwd=tmp_path).stdout
    assert derive("cache", "clear", cwd=tmp_path).stdout == ".derive_cache: cleared\n"
    assert judged(tmp_path)
    assert (tmp_path / ".derive_cache" / ".gitignore").read_text() == "*\n"
