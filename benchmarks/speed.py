"""How fast and how much: derive against `simplify(lhs - rhs) == 0`, on the same statements in one run.

    python benchmarks/speed.py [--labelled] [--limit SECONDS]

Statements: every equality of the shipped derivations, or the labelled set of the tests; those whose two sides SymPy builds
as one and the same object are left out, there is nothing to decide in them. The peer has a time limit for each
statement (default 20 s) and runs in a process of its own that is killed at the limit. Prints a Markdown table; ratios are
geometric means of peer time / derive time, once over all statements (a time-out counts as the limit) and once over those
that the peer finished.
"""

from __future__ import annotations

import argparse
import gc
import math
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import sympy as sp  # noqa: E402

from derive import corpus  # noqa: E402
from derive.outcomes import Session  # noqa: E402
from derive.rules.opening import opened  # noqa: E402
from derive.statements import judge  # noqa: E402

Statement = tuple[Any, Any, tuple[Any, ...], bool]


def corpus_statements() -> Iterable[Statement]:
    for script in corpus.find([ROOT / "derivations"]):
        session = Session()
        for item in corpus.load(script.path).items:
            for o in session.obligations(item):
                if o.relation == "==" and o.claim is None:
                    yield o.left.value, o.right.value, o.given, o.expected == "proved"


def labelled_statements() -> Iterable[Statement]:
    from tests.kernel.labelled import ROWS
    from tests.kernel.test_labelled import given

    for row in ROWS:
        yield row.lhs, row.rhs, given(row), row.true


def peer_worker(pipe: Any) -> None:
    while True:
        lhs, rhs = pipe.recv()
        began = time.perf_counter()
        try:
            found = sp.simplify((lhs - rhs).doit()) == 0
        except Exception:
            found = False
        pipe.send((bool(found), time.perf_counter() - began))


class Peer:
    """simplify in a process that can be killed."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.start()

    def start(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=peer_worker, args=(other,), daemon=True)
        self.process.start()

    def __call__(self, lhs: Any, rhs: Any) -> tuple[bool, float, bool]:
        self.pipe.send((lhs, rhs))
        if self.pipe.poll(self.limit):
            found, seconds = self.pipe.recv()
            return found, seconds, True
        self.process.kill()
        self.start()
        return False, self.limit, False


def geometric_mean(values: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, values))) if values else float("nan")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--labelled", action="store_true")
    options.add_argument("--limit", type=float, default=20.0)
    chosen = options.parse_args()
    drawn = labelled_statements() if chosen.labelled else corpus_statements()
    statements = [s for s in drawn if opened(s[0]) != opened(s[1])]
    judge(sp.Symbol("x") + 1, 1 + sp.Symbol("x"))  # the first call loads what is loaded once
    gc.collect()
    gc.freeze()  # as derive's own worker does: the loaded modules are not searched for garbage again
    own = [timed_judgement(*s) for s in statements]  # one program after the other: neither waits for the other to wake
    peer = Peer(chosen.limit)
    others = [peer(opened(lhs), opened(rhs)) for lhs, rhs, _, _ in statements]
    report_first_calls()
    report([
        (seconds, right, theirs, found == true and (found or not true), finished, true, found)
        for (seconds, right), (found, theirs, finished), (_, _, _, true) in zip(own, others, statements, strict=True)
    ])  # fmt: skip


FIRST_CALL = """
import time, sympy as sp
x = sp.Symbol("x", real=True)
lhs, rhs = sp.Derivative(sp.log(1 + sp.exp(x)), x), 1 / (1 + sp.exp(-x))
{prepare}
began = time.perf_counter()
{call}
print(time.perf_counter() - began)
"""


def report_first_calls() -> None:
    """The first judgement of a process, after everything is imported, and SymPy's first simplify."""
    found = []
    for prepare, call in (
        ("from derive.statements import judge", "judge(lhs, rhs)"),
        ("", "sp.simplify((lhs - rhs).doit()) == 0"),
    ):
        script = FIRST_CALL.format(prepare=prepare, call=call)
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
        found.append(1e3 * float(run.stdout))
    print(f"first call after import: derive {found[0]:.1f} ms, simplify {found[1]:.1f} ms\n")


def timed_judgement(lhs: Any, rhs: Any, given: tuple[Any, ...], true: bool) -> tuple[float, bool]:
    """(seconds, whether the verdict is right)"""
    began = time.perf_counter()
    verdict = judge(lhs, rhs, given=given).verdict.name
    return time.perf_counter() - began, verdict == ("PROVED" if true else "REFUTED")


def report(rows: list[tuple[float, bool, float, bool, bool, bool, bool]]) -> None:
    ratios = [seconds / own for own, _, seconds, *_ in rows]
    finished = [r for r, row in zip(ratios, rows, strict=True) if row[4]]
    both = [r for r, row in zip(ratios, rows, strict=True) if row[1] and row[5] and row[6]]
    print("| | derive | simplify(lhs - rhs) == 0 |\n|---|---|---|")
    print(f"| statements | {len(rows)} | {len(rows)} |")
    print(f"| true ones proved | {sum(r[1] and r[5] for r in rows)} | {sum(r[6] and r[5] for r in rows)} |")
    print(f"| false ones refuted | {sum(r[1] and not r[5] for r in rows)} | - |")
    own, other = (1e3 * statistics.median(r[k] for r in rows) for k in (0, 2))
    print(f"| median | {own:.2f} ms | {other:.1f} ms |")
    print(f"| timed out | 0 | {sum(not r[4] for r in rows)} |")
    print(f"\nratio (peer/derive), geometric mean: {geometric_mean(ratios):.1f} over all,", end=" ")
    print(f"{geometric_mean(finished):.1f} without timed-out ones, {geometric_mean(both):.1f} where both prove")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
