"""One slip of the pen anywhere in the shipped derivations is noticed.

Whether a changed line really differs is said by an evaluator that shares nothing with the kernel. Of those that differ none
may be proved, with or without the search for counterexamples, and 95 in 100 must be refuted. A run looks at some changes of each
derivation; DERIVE_MUTATIONS says how many, 0 for all.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import mpmath
import pytest

from derive import corpus
from derive.kernel.core import InvalidStatement
from derive.outcomes import Session
from derive.reporting import named_items, step_id
from derive.script import Obligation
from derive.statements import close, judge_closed
from tests.conftest import DERIVATIONS
from tests.independent import NoValue, evaluate, points, relation_holds
from tests.mutations import mutations

SCRIPTS = sorted(DERIVATIONS.glob("*/*.py"))
POINTS = 20
SEED = 20
SHARE_REFUTED = 0.95
CHANGES = int(os.environ.get("DERIVE_MUTATIONS", "12"))
"""How many changed lines of each derivation are looked at; 0 for all of them."""

refuted_and_different: dict[str, tuple[int, int]] = {}


def proved_steps(script: Path) -> Iterator[tuple[str, Obligation]]:
    loaded = corpus.load(script)
    session = Session()
    for name, item in named_items(loaded.items, loaded.namespace):
        for o in session.obligations(item):
            if session.outcome(o).verdict == "proved" and o.claim is None:
                yield step_id(name, o), o


def changed_lines(script: Path) -> Iterator[tuple[str, Obligation, object]]:
    """(step and change, the step, the changed right side) of a derivation: all, or a few that the seed picks."""
    found = [
        (f"{name}: {what}", o, mutant) for name, o in proved_steps(script) for what, mutant in mutations(o.right.value)
    ]
    chosen = random.Random(f"{SEED} {script.stem}")
    chosen.shuffle(found)
    left = CHANGES or len(found)
    for change in found:
        if left and really_different(change[1], change[2]):
            left -= 1
            yield change


def really_different(o: Obligation, mutant: object) -> bool:
    """Whether `left relation mutant` fails at a point where both sides are defined."""
    with mpmath.workdps(40):
        for at in points(o.given, POINTS, SEED):
            try:
                left, right = evaluate(o.left.value, at), evaluate(mutant, at)
                if mpmath.isfinite(left) and mpmath.isfinite(right) and not relation_holds(o.relation, left, right):
                    return True
            except (NoValue, ZeroDivisionError, ValueError, OverflowError):
                continue
    return False


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_no_changed_line_is_proved(script: Path) -> None:
    refuted = different = 0
    for change, o, mutant in changed_lines(script):
        try:
            closed = close(o.left.value, mutant, o.relation, o.given)
        except InvalidStatement:
            continue
        different += 1
        verdict = judge_closed(closed).verdict.name
        alone = judge_closed(closed, refutation=False).verdict.name
        assert "PROVED" not in (verdict, alone), f"{change}: {o.left.value} {o.relation} {mutant}"
        refuted += verdict == "REFUTED"
    refuted_and_different[str(script)] = (refuted, different)
    assert different > 0


def test_nearly_all_changed_lines_are_refuted() -> None:
    if len(refuted_and_different) < len(SCRIPTS):
        for script in SCRIPTS:
            test_no_changed_line_is_proved(script)
    refuted, different = (sum(pair[k] for pair in refuted_and_different.values()) for k in (0, 1))
    print(f"{refuted} of {different} changed lines refuted")
    assert refuted >= SHARE_REFUTED * different, f"{refuted} of {different}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_the_independent_evaluator_agrees_with_every_proved_step(script: Path) -> None:
    seen = 0
    for name, o in proved_steps(script):
        with mpmath.workdps(40):
            for at in points(o.given, 5, SEED + 1):
                try:
                    left, right = evaluate(o.left.value, at), evaluate(o.right.value, at)
                    assert relation_holds(o.relation, left, right), f"{name} at {at.values}"
                    seen += 1
                except (NoValue, ZeroDivisionError):
                    continue
    assert seen > 0
