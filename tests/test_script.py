"""What an author calls: frozen items, recorded in order, with the lines as typed."""

from __future__ import annotations

import pytest
from sympy import Eq, Interval, log

from derive import (
    assume,
    calc,
    cases,
    claim,
    define,
    index,
    integer,
    mistake,
    positive,
    prose,
    real,
    sigmoid,
    taken,
    total,
    witness,
)
from derive.kernel.core import InvalidStatement
from derive.notation.text import text
from derive.outcomes import Session
from derive.rules import expand, log_of_product, substitute
from derive.script import Chain, Item, recording

a, b = positive("a"), positive("b")
z, w = real("z"), real("w")


def verdicts(item: Item) -> list[str]:
    return [o.verdict for o in Session().outcomes(item)]


def test_a_chain_is_frozen_and_grows_into_a_new_one() -> None:
    start = calc("", z)
    longer = start.equals(z + 0)
    assert start.steps == ()
    assert len(longer.steps) == 1


def test_everything_is_recorded_in_order_named_or_not() -> None:
    with recording() as record:
        prose("Words.")
        calc("", z).equals(z + 0)
        for k in range(2):
            claim("", (z + k) ** 2, ">=", 0)
    assert [item.kind for item in record.items] == ["prose", "chain", "claim", "claim"]


def test_a_grown_chain_replaces_its_prefix_but_a_branch_does_not() -> None:
    with recording() as record:
        first = calc("", z).equals(z + 0)
        first.equals(z * 1)
        first.equals(2 * z)
    assert [len(item.steps) for item in record.items if isinstance(item, Chain)] == [2, 2]


def test_the_line_is_kept_as_it_was_typed() -> None:
    chain = calc("", z * (z - w) / (z - w)).equals(z)
    assert text(chain.start.tree) == "z(z − w)/(z − w)"
    (outcome,) = Session().outcomes(chain)
    assert outcome.judgement is not None
    assert len(outcome.judgement.evidence.conditions) == 1


def test_lines_in_a_chain_know_their_own_line() -> None:
    chain = (
        calc("", log(a * b))
        .equals(log(a) + log(b), by=log_of_product)
    )  # fmt: skip
    assert chain.steps[0].place.line == chain.place.line + 1


def test_dots_are_worked_out_by_the_rule() -> None:
    chain = calc("", (z + w) ** 2).equals(..., by=expand).equals((w + z) ** 2)
    assert text(chain.steps[0].line.tree) == "w² + 2w z + z²"
    assert verdicts(chain) == ["proved", "proved"]


def test_the_result_is_first_and_last() -> None:
    chain = calc("", log(a * b)).equals(log(a) + log(b)).at_most(a + log(b))
    assert chain.result == (log(a * b) <= a + log(b))


def test_labels_name_lines() -> None:
    chain = calc("", z, label="start").equals(z + 0, label="end")
    assert chain["start"] == z
    with pytest.raises(InvalidStatement, match="no line labelled 'middle' \\(labels: 'start', 'end'\\)"):
        chain["middle"]


def test_a_lemma_by_name() -> None:
    lemma = claim("", log(a * b), "==", log(a) + log(b))
    chain = calc("", log(a * b) + 1).equals(log(a) + log(b) + 1, by=lemma)
    assert verdicts(chain) == ["proved"]


def test_a_lemma_at_other_values() -> None:
    square = claim("", (z + 1) ** 2, "==", z**2 + 2 * z + 1)
    chain = calc("", (2 * w + 1) ** 2).equals(4 * w**2 + 4 * w + 1, using=square.at({z: 2 * w}))
    assert verdicts(chain) == ["proved"]


def test_what_rests_on_a_citation_is_not_proved() -> None:
    cited = taken("", Eq(log(a), b), "a book")
    assert verdicts(cited) == ["cited"]
    (outcome,) = Session().outcomes(calc("", log(a)).equals(b, by=cited))
    assert outcome.verdict == "undecided"
    assert outcome.missing.startswith("rests on a cited result")


def test_an_assumption_is_used_through_given() -> None:
    same = assume("They are equal.", Eq(z, w))
    assert verdicts(calc("", z**2, given=same).equals(w**2)) == ["proved"]


def test_a_rule_must_lead_to_the_line() -> None:
    (outcome,) = Session().outcomes(calc("", (z + w) ** 2).equals(z**2 + 2 * z * w + w**2, by=log_of_product))
    assert (outcome.verdict, outcome.explained) == ("proved", False)


def test_the_rule_says_what_it_gives_instead() -> None:
    (outcome,) = Session().outcomes(calc("", z**2, given=Eq(z, 3)).equals(6, by=substitute({z: 3})))
    assert (outcome.verdict, outcome.gives) == ("refuted", 9)


def test_a_mistake_must_be_refuted() -> None:
    assert verdicts(mistake("", z**2 + w**2, instead_of=(z + w) ** 2)) == ["refuted"]


def test_a_witness_is_a_point() -> None:
    assert verdicts(witness("", z**2 < z, at={z: log(2)})) == ["proved"]


def test_families_can_be_defined() -> None:
    k = positive("k")
    i = index("i", 1, 3)
    p = define("p", i, sigmoid(i * k))
    assert verdicts(claim("", total(p[i], i), "<", 3)) == ["proved"]


def test_an_interval_is_needed_for_a_maximum() -> None:
    from derive import maximum

    with pytest.raises(InvalidStatement, match="must be an interval"):
        maximum("", of=-(z**2), over=z, on=(0, 1), at=0)  # type: ignore[arg-type]
    assert verdicts(maximum("", of=-(z**2), over=z, on=Interval(-1, 1), at=0)) == ["proved", "proved", "proved"]


def test_cases_have_nothing_else_given_that_differs() -> None:
    """Else one of them would say less than the sentence over all of them."""
    t, x = integer("t", values=(0, 1)), real("x")
    zero = calc("", t * x, given=(Eq(t, 0), x > 0)).equals(0)
    one = calc("", t * x, given=Eq(t, 1)).equals(x)
    with pytest.raises(InvalidStatement, match="differ in what is given besides their case"):
        cases("", t, {0: zero, 1: one})
