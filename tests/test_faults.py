"""What goes wrong in a run: processes that are killed, interrupted, stuck or eat memory. The verdicts, the message and the exit
code are right, nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derive.cache import Cache
from derive.corpus import find
from derive.runner import Limits, Pool
from tests.conftest import ROOT
from tests.test_cli import GOOD, derive, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")

STEPS = """from derive import claim, real
{more}
z = real("z")
claim("One.", (z + 1) ** 2, "==", z**2 + 2 * z + 1)
claim("Two.", {bad}, "==", 0)
claim("Three.", (z + 2) ** 2, "==", z**2 + 4 * z + 4)
"""
EATS = STEPS.format(more="import _trouble", bad="_trouble.Eats('x')")
STUCK = STEPS.format(more="import _trouble", bad="_trouble.Stuck('x')")
DIES = STEPS.format(more="import _trouble", bad="_trouble.Dies('x')")
TROUBLE = '''import os, signal
from sympy import Symbol


def loaded():
    """Whether the script has been read: what follows is judging."""
    import inspect
    return any(f.function == "outcome" for f in inspect.stack())


class Eats(Symbol):
    """Takes all memory when it is judged."""
    def _sympy_(self):
        return self

    @property
    def args(self):
        if loaded():
            blocks = []
            while True:
                blocks.append(bytearray(2**24))
        return ()


class Stuck(Symbol):
    """Stays in C, with the interpreter's lock, when it is judged."""
    @property
    def args(self):
        if loaded():
            pow(7, 10**9)
        return ()


class Dies(Symbol):
    """Kills its process when it is judged."""
    @property
    def args(self):
        if loaded():
            os.kill(os.getpid(), signal.SIGKILL)
        return ()
'''


def trouble(folder: Path, script: str) -> None:
    write(folder, "t/bad.py", script)
    write(folder, "t/good.py", GOOD)
    write(folder, "_trouble.py", TROUBLE)


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            own = int(entry.parent.name)
            found += [own, *children(own)]
    return found


def alive(pids: list[int]) -> list[int]:
    return [p for p in pids if Path(f"/proc/{p}").exists() and " Z " not in Path(f"/proc/{p}/stat").read_text()]


def gone(pids: list[int], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.1)
    return not alive(pids)


@pytest.mark.parametrize(
    ("script", "options", "why"),
    [
        (DIES, (), "the process that judged it died"),
        (STUCK, ("--timeout", "5"), "time-out after 5 s"),
        (EATS, ("--memory", "600"), "memory"),
    ],
)
def test_a_step_that_ends_its_process_costs_that_step(
    tmp_path: Path, script: str, options: tuple[str, ...], why: str
) -> None:
    trouble(tmp_path, script)
    done = derive("check", "--no-cache", *options, cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stdout + done.stderr
    assert lines[0].startswith("derivations/t/bad.py:5: UNDECIDED  claim2")
    assert why in done.stdout
    assert lines[-1].startswith("3 proved, 1 undecided, 1 mistake refuted as expected.")
    assert "Traceback" not in done.stderr


def long_run(folder: Path) -> subprocess.Popen[str]:
    """A check that is stuck in a step, with its workers running."""
    trouble(folder, STUCK)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(
        [sys.executable, "-m", "derive", "check", "--jobs", "2", "--timeout", "100"],
        cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + 120
    while len(children(run.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(2.5)
    return run


def test_ctrl_c_ends_all_with_one_line(tmp_path: Path) -> None:
    run = long_run(tmp_path)
    pids = children(run.pid)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, out, err) == (130, "", "derive: interrupted\n")
    assert pids and gone(pids)
    assert not list(tmp_path.rglob(".new.*"))


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    """Not even one that is stuck in C code."""
    run = long_run(tmp_path)
    pids = children(run.pid)
    run.kill()
    run.communicate(timeout=120)
    assert pids and gone(pids)
    done = derive("check", "--timeout", "2", cwd=tmp_path)
    assert done.stdout.splitlines()[-1].startswith("3 proved, 1 undecided")


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path, "t/good.py", GOOD)
    (script,) = find([path])
    with Pool(Limits()) as pool:
        first = next(pool.reports([script]))
        pool.workers[0].process.kill()
        pool.workers[0].process.join()
        again = next(pool.reports([script]))
        assert [s.verdict for s in again.steps] == [s.verdict for s in first.steps] == ["proved", "refuted"]
        pids = [w.process.pid for w in pool.workers]
    assert gone(pids)


def test_what_may_be_done_meanwhile_is_done_once_and_only_while_something_is_judged(tmp_path: Path) -> None:
    path, cache = write(tmp_path, "t/good.py", GOOD), Cache(tmp_path / "cache")
    scripts = find([path], cache)
    for judged in ([["t.good"]], []):
        seen: list[list[str]] = []
        with Pool(Limits(), cache, lambda now, seen=seen: seen.append([s.name for s in now])) as pool:
            next(pool.reports(scripts))
        assert seen == judged


def test_results_come_in_the_same_order_whatever_the_workers(tmp_path: Path) -> None:
    for k in range(7):
        write(tmp_path, f"t/s{k}.py", GOOD.replace("square", f"square{k}").replace("2 * z + 1, by", "3 * z + 1, by"))
    one, two = (derive("check", "--no-cache", "--jobs", jobs, cwd=tmp_path).stdout for jobs in ("1", "3"))
    assert one == two and one.count("REFUTED") == 7
