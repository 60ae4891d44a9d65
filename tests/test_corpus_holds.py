"""The shipped derivations: every step as expected, each with a reason, and as many as promised."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp
from sympy import Eq

from derive import Verdict, claim, corpus, judge, real
from derive.notation.tree import And, Relation, Tree
from derive.report import Report
from derive.script import Chain, Item, Obligation
from derive.script.quantified import RELATION_OF
from derive.symbols import Each
from tests.conftest import DERIVATIONS

OF_AN_EXTREMUM = ("from", "to", "constraint")
"""What is shown on the way to a maximum or minimum: a slope before and after the point, that the point meets a constraint."""


def test_every_step_is_as_expected(report: Report) -> None:
    assert [f"{d.name}#{s.id}" for d in report.derivations for s in d.steps if not s.as_expected] == []


def test_nothing_is_cited_or_assumed(report: Report) -> None:
    assert {b.kind for d in report.derivations for b in d.blocks} & {"taken", "assumption"} == set()


def test_there_are_enough_derivations_steps_and_mistakes(report: Report) -> None:
    different = [s for s in report.steps if s.expected == "proved" and s.lhs != s.rhs]
    mistakes = [s for s in report.steps if s.expected == "refuted"]
    assert len(report.derivations) >= 45
    assert len(different) >= 400
    assert len(mistakes) >= 90


def test_each_proved_step_has_a_reason(report: Report) -> None:
    without = [
        f"{d.name}#{s.id}" for d in report.derivations for s in d.steps if s.expected == "proved" and not s.reason
    ]
    assert without == []


def test_no_step_leans_on_an_outside_decision(report: Report) -> None:
    assert {trust for s in report.steps for trust in s.trusts} == set()


def test_each_derivation_has_prose_a_title_and_a_source(report: Report) -> None:
    for d in report.derivations:
        kinds = {b.kind for b in d.blocks}
        assert d.title.endswith("?")
        assert d.introduction
        assert {"source", "mistake", "conclusion"} <= kinds, d.name


def test_each_derivation_says_what_it_shows(report: Report) -> None:
    for d in report.derivations:
        assert d.result in {b.name for b in d.blocks}, d.name


def test_each_derivation_has_two_or_three_mistakes(report: Report) -> None:
    for d in report.derivations:
        assert 2 <= sum(b.kind == "mistake" for b in d.blocks) <= 3, d.name


def test_every_symbol_but_an_index_is_explained(report: Report) -> None:
    """The domain of an index is its range: 1 <= i <= n."""
    for d in report.derivations:
        unexplained = [s for s in d.symbols if not s.note]
        assert all(s.domain is not None and _is_range(s.domain.tree) for s in unexplained), d.name


def _is_range(domain: Tree) -> bool:
    return isinstance(domain, And | Relation) and not (isinstance(domain, Relation) and domain.op == "in")


def test_no_result_is_assumed() -> None:
    """No condition of a final statement says the same as it: follows from it, and is all that it needs."""
    for script in sorted(DERIVATIONS.glob("*/*.py")):
        result = corpus.load(script).namespace.get("result")
        statements = _final_statements(result)
        for o in statements:
            assert [f for f in _conditions(o, statements) if _is_restated(o, f)] == [], f"{script}: {o.suffix}"


def _conditions(o: Obligation, statements: tuple[Obligation, ...]) -> list[object]:
    """What is given for a final statement. That each side of an equivalence is the condition for the other is its claim."""
    sides = {other.suffix: other.given for other in statements if other.suffix in ("if", "only")}
    return [f for f in o.given if o.suffix not in sides or all(f in given for given in sides.values())]


def _final_statements(result: object) -> tuple[Obligation, ...]:
    """What a result says: of a chain, how its first line compares with its last."""
    if isinstance(result, Chain):
        first = result.obligations()[0]
        return (replace(first, right=result.last, relation=result.relation),)
    own = result.obligations() if isinstance(result, Item) else ()
    return tuple(o for o in own if o.claim is None and not o.suffix.rpartition(".")[2].startswith(OF_AN_EXTREMUM))


def _is_restated(o: Obligation, fact: object) -> bool:
    if isinstance(fact, Each | sp.Ne) or not isinstance(fact, sp.core.relational.Relational):  # a != b: strictly so
        return False
    others = tuple(f for f in o.given if f != fact)
    relation = RELATION_OF[type(fact)]
    if judge(o.left.expr, o.right.expr, o.relation, given=others).verdict is Verdict.PROVED:
        return False  # it needs no help of that fact
    if judge(o.left.expr, o.right.expr, o.relation, given=(fact,)).verdict is not Verdict.PROVED:
        return False  # it does not follow from that fact alone
    back = judge(*fact.args, relation, given=(*others, _stated(o))).verdict
    return back is Verdict.PROVED


def _stated(o: Obligation) -> object:
    kind = {sign: cls for cls, sign in RELATION_OF.items()}[o.relation]
    return kind(o.left.value, o.right.value, evaluate=False)


def test_an_assumed_result_would_be_noticed() -> None:
    x, y = real("x"), real("y")
    assert _is_restated(claim("Assumed.", x - y, "==", 0, given=Eq(x, y)).obligations()[0], Eq(x, y))
    assert not _is_restated(claim("Shown.", 2 * x, "<=", 1 + x**2, given=x > y).obligations()[0], x > y)
    assert not _is_restated(claim("Shown.", x**2, ">", 0, given=x > 1).obligations()[0], x > 1)
