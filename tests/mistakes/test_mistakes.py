"""Wrong scripts, and exactly what must be said of them.

Each script names its fate in a line `# expect:`. `step verdict` is a step that must get this verdict, with every other step
as expected; `error: text` is the beginning of the one line that a script which cannot be judged must give.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from derive import corpus
from derive.kernel.core import InvalidStatement, Verdict
from derive.outcomes import Outcome, Session
from derive.reporting import named_items, step_id

SCRIPTS = sorted(p for p in Path(__file__).parent.glob("*.py") if not p.name.startswith(("test_", "__")))
FATES = {p: next(line for line in p.read_text().splitlines() if line.startswith("# expect: "))[10:] for p in SCRIPTS}
BROKEN = [p for p in SCRIPTS if FATES[p].startswith("error: ")]
JUDGED = [p for p in SCRIPTS if p not in BROKEN]


def judged(script: Path) -> dict[str, Outcome]:
    loaded = corpus.load(script)
    session = Session()
    named = named_items(loaded.items, loaded.namespace)
    return {step_id(name, o): session.outcome(o) for name, item in named for o in session.obligations(item)}


def fate(outcome: Outcome) -> str:
    words = [outcome.verdict]
    if outcome.verdict == "proved" and not outcome.explained:
        words.append("badly explained")
    if outcome.verdict == "proved" and outcome.obligation.expected != "proved":
        words.append(f"expected {outcome.obligation.expected}")
    return " ".join(words)


@pytest.mark.parametrize("script", JUDGED, ids=lambda p: p.stem)
def test_the_wrong_step_gets_its_verdict(script: Path) -> None:
    step, _, expected = FATES[script].partition(" ")
    outcomes = judged(script)
    assert step in outcomes, list(outcomes)
    assert fate(outcomes[step]) == expected
    assert not outcomes[step].as_expected


@pytest.mark.parametrize("script", JUDGED, ids=lambda p: p.stem)
def test_a_refutation_shows_a_point_and_both_sides(script: Path) -> None:
    for outcome in judged(script).values():
        if outcome.verdict == "refuted":
            assert outcome.judgement is not None
            evidence = outcome.judgement.evidence
            assert evidence.counterexample is not None
            assert evidence.sides is not None
        if outcome.verdict == "undecided":
            assert outcome.missing


@pytest.mark.parametrize("script", BROKEN, ids=lambda p: p.stem)
def test_a_script_that_cannot_be_judged_says_why(script: Path) -> None:
    with pytest.raises((InvalidStatement, TypeError)) as caught:
        judged(script)
    message = f"{type(caught.value).__name__}: {caught.value}" if caught.type is TypeError else str(caught.value)
    assert message.startswith(FATES[script].removeprefix("error: "))
    assert "\n" not in message


def test_there_are_enough_of_them() -> None:
    assert len(SCRIPTS) >= 40


def test_no_wrong_step_is_proved_without_refutation() -> None:
    """The provers alone, with the search for counterexamples switched off."""
    from derive.outcomes import closed_obligation
    from derive.statements import judge_closed

    for script in JUDGED:
        for step, outcome in judged(script).items():
            if outcome.verdict == "refuted":
                alone = judge_closed(closed_obligation(outcome.obligation), refutation=False)
                assert alone.verdict is not Verdict.PROVED, f"{script.stem}#{step}"
