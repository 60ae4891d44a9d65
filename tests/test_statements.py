"""`judge` as the contract promises it."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Eq, Ne, Rational, exp, log

from derive import Verdict, count, define, each, family, index, judge, positive, proportion, real, sigmoid, total, xlogy
from derive.kernel.core import Fact, InvalidStatement
from derive.testing import assert_proved, assert_refuted

x, y = sp.symbols("x y", real=True)
p = sp.Symbol("p")
n = count("n")
i = index("i", 1, n)


def test_plain_sympy_is_judged() -> None:
    judgement = judge(exp(x) * exp(y), exp(x + y))
    assert judgement.verdict is Verdict.PROVED
    assert isinstance(judgement.fact, Fact)


def test_a_judgement_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(judge(x, x))


def test_the_counterexample_names_symbols_and_elements() -> None:
    w = family("w", i)
    judgement = judge(total(w[i], i) ** 2, total(w[i] ** 2, i))
    assert judgement.verdict is Verdict.REFUTED
    point = judgement.evidence.counterexample
    assert point is not None
    assert n in point
    assert (w, (1,)) in point


def test_given_relations_narrow_the_domain() -> None:
    assert judge(p * (1 - p), 1, "<", given=(p > 0, p < 1)).verdict is Verdict.PROVED


def test_conditions_are_implied_by_both_sides_being_defined() -> None:
    product = sp.Mul(x, x - y, 1 / (x - y), evaluate=False)
    judgement = judge(product, x)
    assert judgement.verdict is Verdict.PROVED
    assert judgement.evidence.conditions == (Ne(x - y, 0),)


def test_the_witness_is_a_point_of_the_domain() -> None:
    q = proportion("q", open=True)
    witness = judge(log(q), 0, "<").evidence.witness
    assert witness is not None
    assert 0 < witness[q] < 1


@pytest.mark.parametrize("relation", ["=", "=>", "<>", "is"])
def test_an_unknown_relation_is_refused(relation: str) -> None:
    with pytest.raises(InvalidStatement, match="is no relation: use one of == != < <= > >="):
        judge(x, y, relation)


def test_each_speaks_of_every_index() -> None:
    q = family("q", i)
    fact = each(i, Eq(q[i], 0))
    assert judge(total(q[i], i), 0, given=fact).verdict is Verdict.PROVED


def test_an_equation_for_one_index_speaks_of_that_one_only() -> None:
    q = family("q", i)
    assert judge(total(q[i], i), 0, given=Eq(q[i], 0)).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ((x != 1,), r"Ne\(a, b\) for a != b"),
        ((Eq(1, 2),), "a hypothesis is false"),
        ((x < 0, x > 1), "contradict each other"),
    ],
)
def test_bad_hypotheses_name_their_cure(given: tuple[object, ...], cure: str) -> None:
    with pytest.raises(InvalidStatement, match=cure):
        judge(x, x, given=given)


def test_a_float_names_its_cure() -> None:
    with pytest.raises(InvalidStatement, match=r"write an exact number, such as Rational\(7, 10\)"):
        judge(x, 0.7)


def test_true_hypotheses_are_dropped() -> None:
    assert judge(x, x + 0, given=(sp.true,)).verdict is Verdict.PROVED


def test_a_lemma_is_cut_in() -> None:
    a, b, c = positive("a"), positive("b"), positive("c")
    lemma = judge(log(a * b), log(a) + log(b))
    judgement = judge(exp(log(a * b)) * c, c * a * b, using=lemma)
    assert judgement.verdict is Verdict.PROVED
    assert judgement.fact is not None
    assert judgement.fact.statement.hypotheses == ()


def test_a_lemma_that_needs_more_is_not_used() -> None:
    a, z = positive("a"), real("z")
    lemma = judge(log(a**2), 2 * log(a))
    assert judge(z, z + 0 * a, using=lemma).verdict is Verdict.PROVED
    narrow = judge(abs(a), a)
    assert narrow.verdict is Verdict.PROVED


def test_defined_names_are_unfolded() -> None:
    k = define("k", total(family("v", i)[i], i))
    assert judge(2 * k, k + total(family("v", i)[i], i)).verdict is Verdict.PROVED


def test_functions_are_definitions() -> None:
    z = real("z")
    assert judge(sigmoid(z) + sigmoid(-z), 1).verdict is Verdict.PROVED


def test_zero_times_the_logarithm_of_zero() -> None:
    q = proportion("q")
    assert judge(xlogy(q, q), 0, "<=").verdict is Verdict.PROVED


def test_what_is_nested_too_deeply_is_over_budget() -> None:
    deep = x
    for _ in range(3000):
        deep = sp.sin(deep, evaluate=False)
    judgement = judge(deep, 0)
    assert judgement.verdict is Verdict.UNDECIDED
    assert "over budget" in judgement.evidence.missing


@pytest.mark.parametrize(
    "huge",
    [sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False), sp.factorial(10**7, evaluate=False), (x + y + 1) ** 5000],
    ids=["tower", "factorial", "power"],
)
def test_huge_work_is_over_budget_or_open(huge: sp.Expr) -> None:
    assert judge(huge, 1).verdict is not Verdict.PROVED


def test_assertions_for_ordinary_tests() -> None:
    assert_proved((x + 1) ** 2, x**2 + 2 * x + 1)
    assert_refuted(x**2, x)
    with pytest.raises(AssertionError, match=r"expected PROVED, got REFUTED\n.*\n.*at x = "):
        assert_proved(x**2, x)


def test_exact_numbers_are_shown() -> None:
    assert judge(Rational(1, 3) * x, x).evidence.sides is not None
