"""`derive build --watch`: what changed is built again; what is broken leaves the rest alone; Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_cli import GOOD, write

USER = '''"""Who uses the square?"""

from derive import claim
from derivations.t.square import z

again = claim("Again.", z + z, "==", 2 * z)
'''
SECONDS = 60


class Watching:
    """A `derive build --watch` that is running, and the lines that it has printed."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "derive", "build", "--to", "md", "--watch", "--jobs", "1"]
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=self.log.open("w"), stderr=subprocess.STDOUT, start_new_session=True
        )

    def said(self, text: str, times: int = 1) -> str:
        """What was printed, once a text is there so many times."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            printed = self.log.read_text(encoding="utf-8")
            if printed.count(text) >= times:
                return printed
            time.sleep(0.1)
        raise AssertionError(f"{text!r} was not printed: {self.log.read_text(encoding='utf-8')}")

    def interrupt(self) -> int:
        for _ in range(3):  # Python loses an interrupt that comes while it cleans up; a person presses again
            os.killpg(self.process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
            try:
                return self.process.wait(timeout=SECONDS / 3)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError("it goes on watching")


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    write(tmp_path, "t/square.py", GOOD)
    write(tmp_path, "t/user.py", USER)
    running = Watching(tmp_path)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_changes_are_built_and_broken_scripts_leave_the_rest_alone(watching: Watching, tmp_path: Path) -> None:
    page, other = tmp_path / "build/t/square.md", tmp_path / "build/t/user.md"
    watching.said("2 files in build, 2 of them changed")
    built, untouched = page.read_text(encoding="utf-8"), other.stat().st_mtime_ns

    write(tmp_path, "t/square.py", GOOD.replace("Multiplied out:", "Written out:"))
    watching.said("2 files in build, 1 of them changed")
    assert "Written out:" in page.read_text(encoding="utf-8") and other.stat().st_mtime_ns == untouched

    write(tmp_path, "t/user.py", USER.replace("claim(", "claim(("))
    printed = watching.said("1 file in build, 0 of them changed")
    assert "derivations/t/user.py:6: " in printed and "Traceback" not in printed
    assert "Used by:" in page.read_text(encoding="utf-8") and other.stat().st_mtime_ns == untouched

    write(tmp_path, "t/user.py", USER)
    write(tmp_path, "t/square.py", GOOD)
    watching.said("of them changed", times=4)
    end = time.monotonic() + SECONDS
    while page.read_text(encoding="utf-8") != built and time.monotonic() < end:
        time.sleep(0.1)
    assert page.read_text(encoding="utf-8") == built


def test_a_change_of_the_house_notation_is_built(watching: Watching, tmp_path: Path) -> None:
    watching.said("2 files in build, 2 of them changed")
    notation = tmp_path / "derivations/notation.toml"
    notation.write_text("symbols.z = '\\zeta'\n")
    watching.said("2 files in build, 2 of them changed", times=2)
    assert r"\zeta" in (tmp_path / "build/t/square.md").read_text(encoding="utf-8")
    notation.write_text("symbols.z = '\\zeta z'\n")
    assert "derive: derivations/notation.toml: z = " in watching.said("derive: ")
    notation.unlink()
    watching.said("2 files in build, 2 of them changed", times=3)


def test_an_interrupt_ends_it_with_a_word(watching: Watching) -> None:
    watching.said("2 files in build")
    assert watching.interrupt() == 130
    printed = watching.log.read_text(encoding="utf-8")
    assert printed.endswith("derive: no longer watching\n") and "Traceback" not in printed
