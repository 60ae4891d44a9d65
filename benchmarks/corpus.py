"""How long the shipped derivations take to check: all of them, cold, in one process; and the slowest steps.

    python benchmarks/corpus.py [FOLDER]

Loading a script and starting SymPy are counted apart. The bar is 15 ms a step on average.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from derive.corpus import find, load
from derive.outcomes import Session
from derive.reporting import named_items, step_id
from derive.worker import spare_the_collector

SLOWEST = 10
BAR = 0.015


def main(folder: Path) -> int:
    scripts = find([folder])
    began = time.perf_counter()
    loaded = [(s.name, load(s.path)) for s in scripts]
    spare_the_collector()  # as in `derive check`
    print(f"{len(scripts)} scripts loaded in {time.perf_counter() - began:.1f} s")
    steps: list[tuple[float, str]] = []
    for script, made in loaded:
        session = Session()
        for name, item in named_items(made.items, made.namespace):
            for o in session.obligations(item):
                start = time.perf_counter()
                session.outcome(o)
                steps.append((time.perf_counter() - start, f"{script}#{step_id(name, o)}"))
    total = sum(seconds for seconds, _ in steps)
    mean = total / len(steps)
    print(f"{len(steps)} steps in {total:.1f} s: {1000 * mean:.1f} ms a step (bar {1000 * BAR:.0f})")
    for seconds, step in sorted(steps, reverse=True)[:SLOWEST]:
        print(f"  {1000 * seconds:6.0f} ms  {step}")
    return 0 if mean <= BAR else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "derivations")))
