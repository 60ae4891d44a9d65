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
from typing import Any

import mpmath
import pytest
from sympy import And
from sympy.core.relational import Relational

from derive import corpus
from derive.kernel.core import InvalidStatement
from derive.outcomes import Session
from derive.reporting import named_items, step_id
from derive.script import Obligation
from derive.statements import Closed, close, close_claim, judge_closed
from tests.conftest import DERIVATIONS
from tests.independent import NoValue, Point, evaluate, points, relation_holds
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
            if session.outcome(o).verdict == "proved":
                yield step_id(name, o), o


def changed_lines(script: Path) -> Iterator[tuple[str, Obligation, Any]]:
    """(step and change, the step, the changed right side or claim) of a derivation: all, or a few that the seed picks."""
    found = [(f"{name}: {what}", o, mutant) for name, o in proved_steps(script) for what, mutant in changes(o)]
    chosen = random.Random(f"{SEED} {script.stem}")
    chosen.shuffle(found)
    left = CHANGES or len(found)
    for change in found:
        if left and really_different(change[1], change[2]):
            left -= 1
            yield change


def changes(o: Obligation) -> Iterator[tuple[str, Any]]:
    return mutations(o.right.value) if o.claim is None else changed_claims(o.claim)


def changed_claims(claim: Any) -> Iterator[tuple[str, Any]]:
    """The statement with one side of one of the relations in it changed."""
    for k, part in enumerate(claim.args):
        for what, mutant in mutations(part) if isinstance(claim, Relational) else changed_claims(part):
            yield what, claim.func(*claim.args[:k], mutant, *claim.args[k + 1 :], evaluate=False)


def closed_with(o: Obligation, mutant: Any) -> Closed:
    if o.claim is not None:
        return close_claim(mutant, o.given)
    return close(o.left.value, mutant, o.relation, o.given)


def is_true(o: Obligation, changed: Any, at: Point) -> bool:
    """Whether the step with this right side, or this claim in its place, is true at a point where all sides in it are defined."""
    return holds(changed, at) if o.claim is not None else compare(o.relation, o.left.value, changed, at)


def holds(claim: Any, at: Point) -> bool:
    if isinstance(claim, Relational):
        return compare(claim.rel_op, *claim.args, at)
    return (all if isinstance(claim, And) else any)([holds(part, at) for part in claim.args])


def compare(relation: str, lhs: Any, rhs: Any, at: Point) -> bool:
    left, right = evaluate(lhs, at), evaluate(rhs, at)
    if not (mpmath.isfinite(left) and mpmath.isfinite(right)):
        raise NoValue("a side without a finite value")
    return relation_holds(relation, left, right)


def really_different(o: Obligation, mutant: Any) -> bool:
    """Whether `left relation mutant`, or the changed claim, fails at a point where both sides are defined."""
    with mpmath.workdps(40):
        for at in points(o.given, POINTS, SEED):
            try:
                if not is_true(o, mutant, at):
                    return True
            except (NoValue, ZeroDivisionError, ValueError, OverflowError):
                continue
    return False


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_no_changed_line_is_proved(script: Path) -> None:
    refuted = different = 0
    for change, o, mutant in changed_lines(script):
        try:
            closed = closed_with(o, mutant)
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
                    assert is_true(o, o.right.value if o.claim is None else o.claim, at), f"{name} at {at.values}"
                    seen += 1
                except (NoValue, ZeroDivisionError):
                    continue
    assert seen > 0
