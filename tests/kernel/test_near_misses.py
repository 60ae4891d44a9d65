"""Thousands of random pairs, true and nearly true: none that is false at a point is proved, and every normal form has the
values of what it is made of.

The seed changes with every run and is part of each failure; DERIVE_SEED sets it, DERIVE_PAIRS the number of pairs.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator

import pytest

from tests.examined import examined
from tests.near_misses import pair

SEED = int(os.environ.get("DERIVE_SEED", int(time.time()) % 1_000_000))
PAIRS = int(os.environ.get("DERIVE_PAIRS", "1000"))
BATCHES = 10


@pytest.fixture(scope="module", autouse=True)
def _loaded_once() -> Iterator[None]:
    """What is loaded is not searched for garbage again, as in derive's own worker."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_near_miss_is_proved(batch: int) -> None:
    size = PAIRS // BATCHES
    found = []
    for number in range(batch * size, (batch + 1) * size):
        drawn = pair(SEED, number)
        finding = examined(drawn, number)
        assert not finding.defect, f"DERIVE_SEED={SEED}, pair {number}: {drawn}\n{finding.defect}"
        found.append(finding)
    proved = [f for f in found if f.verdict == "PROVED"]
    assert 0 < len(proved) < len(found)
    assert sum(f.points for f in proved) >= 6 * len(proved), "too few points spoke for what was proved"
    assert sum(f.compared for f in found) >= 0.6 * sum(f.sides for f in found), "too few normal forms were compared"
