"""How fast a corpus is checked again, on how many processors, and how fast its steps are collected as tests.

    python benchmarks/ci.py [--scripts 1000] [--many 10000]

Each figure is a ratio against another program, or against another run of the same, in one go.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRON = {**os.environ, "PYTHONPATH": str(ROOT)}
SCRIPT = '''"""Powers of a sum, number {k}."""

from sympy import exp, log

from derive import calc, claim, mistake, positive, real

z, a = real("z"), positive("a")
square = (
    calc("Multiplied out:", (z + {k}) ** 2)
    .equals(z**2 + {two} * z + {square})
    .equals(z * (z + {two}) + {square}, label="nested")
)
claim("A power.", log(a**{k}), "==", {k} * log(a))
claim("Above a tangent.", exp(z), ">=", exp({few}) * (1 + z - {few}))
mistake("The middle is missing.", z**2 + {square}, instead_of=square)
'''
STEPS_OF_A_SCRIPT = 5


def corpus(folder: Path, count: int) -> Path:
    """A folder with generated derivations."""
    for k in range(1, count + 1):
        path = folder / "derivations" / f"t{k % 100:02}" / f"s{k:05}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SCRIPT.format(k=k, two=2 * k, square=k * k, few=k % 20))
    return folder


def seconds(command: list[str], folder: Path, rounds: int = 1) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=ENVIRON, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


def derive(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "derive", "check", "-q", *arguments]


def nothing_to_do() -> None:
    """The whole corpus, known already, against starting Python with three modules."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = derive("--cache-dir", str(folder / "c"), str(ROOT / "derivations"))
        seconds(command, folder)
        ours = seconds(command, folder, 20)
    bare = seconds([sys.executable, "-c", "import argparse, sqlite3, json"], ROOT, 20)
    print(f"| nothing to do | {ours * 1000:.0f} ms against {bare * 1000:.0f} ms | {ours / bare:.1f} times |")


def one_changed(count: int) -> None:
    """One script of many changed, against all of them anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = corpus(Path(name), count)
        cold = seconds(derive("--jobs", "1"), folder)
        warm = seconds(derive("--jobs", "1"), folder, 3)
        path = folder / "derivations" / "t01" / "s00001.py"
        path.write_text(path.read_text() + "# changed\n")
        changed = seconds(derive("--jobs", "1"), folder)
    print(
        f"| {count} scripts: cold, known, one changed | {cold:.1f} s, {warm:.2f} s, {changed:.2f} s "
        f"| {cold / changed:.0f} times |"
    )


def two_workers(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = corpus(Path(name), count)
        one, two = (seconds(derive("--no-cache", "--jobs", jobs), folder) for jobs in ("1", "2"))
    print(f"| {count} scripts: one worker, two workers | {one:.1f} s, {two:.1f} s | {one / two:.2f} times |")


def many(count: int) -> None:
    """A tenth of the scripts, then all of them: time a script, and the memory of the process that hands out work."""
    spent, peaks = [], []
    for size in (count // 10, count):
        with tempfile.TemporaryDirectory() as name:
            folder = corpus(Path(name), size)
            command = [sys.executable, __file__, "--measure", *derive("--no-cache", "--jobs", "2")]
            began = time.perf_counter()
            done = subprocess.run(command, cwd=folder, env=ENVIRON, check=True, capture_output=True, text=True)
            spent.append((time.perf_counter() - began) / size)
            peaks.append(int(done.stdout.split()[-1]) / 1024)
    print(f"| {count // 10} and {count} scripts: time a script | {spent[0] * 1000:.1f} ms, {spent[1] * 1000:.1f} ms "
          f"| {spent[1] / spent[0]:.2f} times |")  # fmt: skip
    print(f"| memory of the parent | {peaks[0]:.0f} MB, {peaks[1]:.0f} MB | {peaks[1] / peaks[0]:.2f} times |")


def measured(command: list[str]) -> None:
    """Run `derive check` in this process and print its peak memory, in kilobytes."""
    from derive.cli import main

    main(command[3:])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def collecting(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = corpus(Path(name), count // STEPS_OF_A_SCRIPT)
        (folder / "pytest.ini").write_text("[pytest]\nderive_paths = derivations\n")
        pytest = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider"]
        ours = seconds(pytest, folder)
    print(f"| collecting {count} steps | {ours:.1f} s | |")


def beside_nothing() -> None:
    """What the plugin adds to a run without derivations."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_one.py").write_text("def test_one():\n    pass\n")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        without, with_it = (seconds([*pytest, *more], folder, 15) for more in (["-p", "no:derive"], []))
    print(f"| a pytest run without derivations: without the plugin, with it | {without * 1000:.0f} ms, {with_it * 1000:.0f} ms "
          f"| {(with_it - without) * 1000:.0f} ms more |")  # fmt: skip


def main() -> None:
    if "--measure" in sys.argv:
        measured(sys.argv[sys.argv.index("--measure") + 1 :])
        return
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--scripts", type=int, default=1000)
    options.add_argument("--many", type=int, default=10_000)
    chosen = options.parse_args()
    print("| what | figures | ratio |\n|---|---|---|")
    nothing_to_do()
    beside_nothing()
    collecting(10_000)
    two_workers(chosen.scripts)
    one_changed(chosen.scripts)
    many(chosen.many)


if __name__ == "__main__":
    main()
