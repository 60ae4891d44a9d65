"""Random near misses by the thousand: how many of them the provers prove, and that none of these is false.

    python benchmarks/near_misses.py [--pairs NUMBER] [--seed NUMBER]

Each pair (`tests/near_misses.py`) is judged by the provers alone; what is proved is held against an evaluator that shares
nothing with the kernel, and each side against its normal form (`tests/examined.py`). One pair in ten is judged once more with
the search for counterexamples. Prints the seed and a Markdown table by kind; the exit code is 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from derive.kernel.core import InvalidStatement  # noqa: E402
from derive.kernel.reading import OverBudget  # noqa: E402
from derive.statements import close, judge_closed  # noqa: E402
from tests.examined import Finding, examined  # noqa: E402
from tests.near_misses import KINDS, Pair, pair  # noqa: E402

REFUTED_EVERY = 10
TITLES = ("pairs", "proved", "undecided", "no statement", "asked to be refuted", "refuted", "sides", "compared",
          "false proofs", "forms that differ", "crashes")  # fmt: skip


def fully_judged(drawn: Pair) -> str:
    """The verdict with the search for counterexamples."""
    try:
        return judge_closed(close(drawn.left, drawn.right, drawn.relation, drawn.given)).verdict.name
    except (InvalidStatement, OverBudget):
        return ""


def counted(found: Finding) -> Counter[str]:
    word = {"PROVED": "proved", "UNDECIDED": "undecided"}.get(found.verdict, "no statement")
    counts = Counter({"pairs": 1, word: 1, "sides": found.sides, "compared": found.compared})
    counts["false proofs"] += bool(found.false)
    counts["forms that differ"] += bool(found.differs)
    counts["crashes"] += bool(found.crash)
    return counts


def run(seed: int, number: int) -> dict[str, Counter[str]]:
    """Counts by kind; what is wrong is printed as it is found."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place in range(number):
        drawn = pair(seed, place)
        found = examined(drawn, place)
        counts[drawn.kind] += counted(found)
        if found.defect:
            print(f"\nDERIVE_SEED={seed}, pair {place}: {drawn}\n{found.defect}\n", flush=True)
        if place // len(KINDS) % REFUTED_EVERY == 0:
            counts[drawn.kind]["asked to be refuted"] += 1
            counts[drawn.kind]["refuted"] += fully_judged(drawn) == "REFUTED"
    return counts


def report(counts: dict[str, Counter[str]]) -> None:
    print(f"| kind | {' | '.join(TITLES)} |\n|---|{'---|' * len(TITLES)}")
    for kind in KINDS:
        print(f"| {kind} | {' | '.join(str(counts[kind][title]) for title in TITLES)} |")
    print(f"| all | {' | '.join(str(sum(c[title] for c in counts.values())) for title in TITLES)} |")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--pairs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    began = time.perf_counter()
    counts = run(chosen.seed, chosen.pairs)
    report(counts)
    print(f"\n{time.perf_counter() - began:.0f} s")
    wrong = sum(c[title] for c in counts.values() for title in ("false proofs", "forms that differ", "crashes"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
