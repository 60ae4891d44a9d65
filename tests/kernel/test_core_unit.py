"""The core: facts are made by its rules only, and the rules refuse what does not fit."""

from __future__ import annotations

import copy
import pickle

import pytest

from derive.kernel import core
from derive.kernel import terms as t
from derive.kernel.core import Declaration, Fact, Hypothesis, InvalidStatement, KernelError, Statement, Verdict
from derive.kernel.judge import judge

X, Y = t.sym("x"), t.sym("y")
REALS = (Declaration("x", numbers="real"), Declaration("y", numbers="real"))
SQUARE = t.power(t.add(X, Y), t.TWO)
EXPANDED = t.add(t.power(X, t.TWO), t.mul(t.TWO, X, Y), t.power(Y, t.TWO))


def proved(op, a, b, *hypotheses, declarations=REALS):
    judgement = judge(Statement(t.rel(op, a, b), declarations, tuple(map(Hypothesis, hypotheses))))
    assert judgement.verdict is Verdict.PROVED, judgement.evidence
    return judgement.fact


def test_the_bare_constructor_of_a_fact_raises():
    with pytest.raises(TypeError, match="judge a statement"):
        Fact(Statement(t.rel("==", t.ONE, t.TWO)))


def test_a_fact_cannot_be_made_without_the_seal():
    with pytest.raises(KernelError):
        core._fact(object(), Statement(t.rel("==", t.ONE, t.TWO)))


def test_a_fact_does_not_change():
    fact = proved("==", SQUARE, EXPANDED)
    with pytest.raises(AttributeError):
        fact.statement = Statement(t.rel("==", t.ONE, t.TWO))


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_fact_is_not_stored_or_copied(way):
    with pytest.raises(TypeError):
        way(proved("==", SQUARE, EXPANDED))


def test_a_judgement_is_proved_only_with_its_fact():
    statement = Statement(t.rel("==", t.ONE, t.TWO))
    with pytest.raises(KernelError):
        core.Judgement(statement, Verdict.PROVED, core.Evidence("forged"))
    with pytest.raises(KernelError):
        core.Judgement(statement, Verdict.PROVED, core.Evidence("forged"), proved("==", SQUARE, EXPANDED))


def test_a_verdict_has_no_truth_value():
    for verdict in Verdict:
        with pytest.raises(TypeError, match="three values"):
            bool(verdict)


def test_symmetric_mirrors_the_relation():
    fact = core.symmetric(proved(">", t.exp(X), t.ZERO))
    assert fact.statement.claim == t.rel("<", t.ZERO, t.exp(X))


def test_transitive_joins_equal_middles():
    first = proved("==", SQUARE, EXPANDED)
    second = proved("==", EXPANDED, t.power(t.add(Y, X), t.TWO))
    assert core.transitive(first, second).statement.claim == t.rel("==", SQUARE, t.power(t.add(Y, X), t.TWO))


def test_transitive_refuses_different_middles():
    with pytest.raises(InvalidStatement, match="does not start where"):
        core.transitive(proved("==", SQUARE, EXPANDED), proved("==", X, X))


def test_transitive_keeps_the_conditions_of_the_middle():
    quotient = t.mul(X, Y, t.power(Y, t.MINUS_ONE))
    fact = core.transitive(proved("==", X, quotient), proved("==", quotient, X))
    assert fact.conditions == (t.rel("!=", Y, t.ZERO),)


@pytest.mark.parametrize(
    ("r", "s", "expected"),
    [("==", "<", "<"), ("<", "<=", "<"), ("<=", "<=", "<="), (">=", "==", ">="), (">", ">=", ">")],
)
def test_relations_compose(r, s, expected):
    assert core.compose(r, s) == expected


@pytest.mark.parametrize(("r", "s"), [("<", ">"), ("<=", ">="), ("!=", "!="), ("<", "!=")])
def test_mixed_directions_do_not_compose(r, s):
    with pytest.raises(InvalidStatement, match="mixed"):
        core.compose(r, s)


def test_an_instance_owes_the_domain_of_its_symbol():
    positive = (Declaration("x", numbers="real", lower=t.fmpq(0)),)
    fact = proved(">", X, t.ZERO, declarations=positive)
    instance = core.instance(fact, {X: Y}, REALS[1:])
    assert Hypothesis(t.rel("<", t.ZERO, Y)) in instance.statement.hypotheses


def test_a_cut_removes_the_lemma_from_the_hypotheses():
    lemma = proved("==", SQUARE, EXPANDED)
    rest = proved("==", SQUARE, EXPANDED, lemma.statement.claim)
    assert core.cut(lemma, rest).statement.hypotheses == ()


def test_a_cut_needs_the_lemma_among_the_hypotheses():
    fact = proved("==", SQUARE, EXPANDED)
    with pytest.raises(InvalidStatement):
        core.cut(proved("==", X, X), fact)
