"""The shipped derivations: every step as expected, each with a reason, and as many as promised."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sympy as sp
from sympy import Eq, Ne

from derive import Verdict, calc, claim, corpus, count, each, family, iff, index, judge, maximum, real, total
from derive.notation.tree import And, Relation, Tree
from derive.report import Report
from derive.script import Chain, Item, Obligation
from derive.script.quantified import RELATION_OF
from derive.statements import close, close_claim, judge_closed
from tests.conftest import DERIVATIONS

INFORMATION = re.compile("entropy|divergence|mutual information|information gain")

OF_AN_EXTREMUM = ("from", "to", "constraint", "real", "cases")
"""What is shown on the way to a maximum or minimum: the point lies in the domain and meets a constraint, no case is missing."""

n = count("n")
i = index("i", 1, n)
x, y = real("x"), real("y")
a, b = family("a", i), family("b", i)


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


def test_every_entropy_says_its_unit(report: Report) -> None:
    """In nats or in bits: each definition that is called an entropy, a divergence or an information gain."""
    measured = [
        (d.name, b.text)
        for d in report.derivations
        for b in d.blocks
        if b.kind == "definition"
        if INFORMATION.search(b.text)
    ]
    assert len(measured) >= 30
    assert [f"{name}: {text}" for name, text in measured if "in nats" not in text and "in bits" not in text] == []


def test_every_symbol_but_an_index_is_explained(report: Report) -> None:
    """The domain of an index is its range: 1 <= i <= n."""
    for d in report.derivations:
        unexplained = [s for s in d.symbols if not s.note]
        assert all(s.domain is not None and _is_range(s.domain.tree) for s in unexplained), d.name


def _is_range(domain: Tree) -> bool:
    return isinstance(domain, And | Relation) and not (isinstance(domain, Relation) and domain.op == "in")


def test_no_result_is_assumed() -> None:
    """No final statement follows from one of its conditions alone, without its steps, unless it needs no condition at all."""
    for script in sorted(DERIVATIONS.glob("*/*.py")):
        statements = _final_statements(corpus.load(script).namespace.get("result"))
        assert statements, script
        for o in statements:
            assert [f for f in _conditions(o, statements) if _is_assumed(o, f)] == [], f"{script}: {o.suffix}"


def _conditions(o: Obligation, statements: tuple[Obligation, ...]) -> list[object]:
    """What is given for a final statement, less what belongs to the statement itself.

    That each side of an equivalence is the condition for the other is its claim. An extremum is about all other points.
    """
    sides = {other.suffix: other.given for other in statements if other.suffix in ("if", "only")}
    own = [f for f in o.given if o.suffix not in sides or all(f in given for given in sides.values())]
    return [f for f in own if not (isinstance(f, Ne) and _is_of_an_extremum(o))]


def _is_of_an_extremum(o: Obligation) -> bool:
    return isinstance(o.reason, str) and o.reason.endswith("there and only there")


def _final_statements(result: object) -> tuple[Obligation, ...]:
    """What a result says: of a chain, how its first line compares with its last."""
    if isinstance(result, Chain):
        first = result.obligations()[0]
        return (replace(first, right=result.last, relation=result.relation),)
    own = result.obligations() if isinstance(result, Item) else ()
    return tuple(o for o in own if not o.suffix.rpartition(".")[2].startswith(OF_AN_EXTREMUM))


def _is_assumed(o: Obligation, fact: object) -> bool:
    others = tuple(f for f in o.given if f != fact)
    if _holds(o, others):
        return False  # it needs no help of that fact
    return _holds(o, (fact,)) and not (_is_of_a_law(fact) and not _is_restated(o, fact, others))


def _holds(o: Obligation, given: tuple[object, ...]) -> bool:
    closed = close_claim(o.claim, given) if o.claim is not None else close(o.left.expr, o.right.expr, o.relation, given)
    return judge_closed(closed).verdict is Verdict.PROVED


def _is_of_a_law(fact: object) -> bool:
    """Probabilities add up to 1: the domain of whatever is said of a law."""
    return (
        isinstance(fact, Eq)
        and isinstance(fact.lhs, sp.Sum)
        and isinstance(fact.lhs.function, sp.Indexed)
        and fact.rhs == 1
    )


def _is_restated(o: Obligation, fact: sp.core.relational.Relational, others: tuple[object, ...]) -> bool:
    """Whether the condition follows from the statement in its turn: it says the same."""
    stated = o.claim if o.claim is not None else _stated(o)
    return judge(*fact.args, RELATION_OF[type(fact)], given=(*others, stated)).verdict is Verdict.PROVED


def _stated(o: Obligation) -> object:
    kind = {sign: cls for cls, sign in RELATION_OF.items()}[o.relation]
    return kind(o.left.value, o.right.value, evaluate=False)


ASSUMED = {
    "an equation": lambda: claim("It is.", x - y, "==", 0, given=Eq(x, y)),
    "an inequality, in other words": lambda: claim("It is.", x**2, ">", 0, given=x > 1),
    "that two numbers differ": lambda: claim("It is.", (x - y) ** 2, ">", 0, given=Ne(x, y)),
    "each term": lambda: claim("It is.", total(a[i], i), "==", total(b[i], i), given=each(i, Eq(a[i], b[i]))),
    "one of two statements": lambda: claim("It is.", (x < 2) & (x < 3), given=x < 1),
    "the sum of a law": lambda: claim("It is.", 2 * total(a[i], i), "==", 2, given=Eq(total(a[i], i), 1)),
    "the last line of a chain": lambda: calc("It is.", x, given=Eq(x, y)).equals(x + 0 * y, by="so").equals(y, by="given"),
    "one condition of several": lambda: claim("It is.", x, "<", y + 1, given=(y > 0, x < y)),
    "what holds for both sides": lambda: iff("It is.", x > y, x**2 > x * y, given=Eq(x, y + 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASSUMED)
def test_an_assumed_result_is_noticed(name: str) -> None:
    statements = _final_statements(ASSUMED[name]())
    assert [f for o in statements for f in _conditions(o, statements) if _is_assumed(o, f)] != []


SHOWN = {
    "with a condition that it does not need": lambda: claim("It is.", 2 * x, "<=", 1 + x**2, given=x > y),
    "from two conditions, neither of them enough": lambda: claim("It is.", x, "<", 2, given=(x < y, y < 2)),
    "about a law": lambda: claim("It is.", total(a[i] * (x - b[i]), i), "==", x - total(a[i] * b[i], i),
        given=Eq(total(a[i], i), 1)),
    "a maximum": lambda: maximum("It is.", of=x * (2 - x), over=x, at=1),
    "an equivalence": lambda: iff("It is.", Eq(x, y), Eq(x - y, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_not_taken_for_assumed(name: str) -> None:
    statements = _final_statements(SHOWN[name]())
    assert statements
    assert [f for o in statements for f in _conditions(o, statements) if _is_assumed(o, f)] == []
