"""Extrema in several variables, and facts for every index as conclusions."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq, I, Integral, Interval, Limit, Lt, Rational, Sum, Symbol, exp, log, oo, pi

from derive import (
    D,
    assume,
    calc,
    claim,
    count,
    define,
    each,
    family,
    iff,
    index,
    integer,
    maximum,
    minimum,
    positive,
    proportion,
    real,
    total,
    witness,
)
from derive.kernel.core import InvalidStatement
from derive.notation.text import text
from derive.outcomes import Session
from derive.script import Item

n = count("n")
i = index("i", 1, n)
x = family("x", i)
mu, v = real("mu"), positive("v")
mean = define("m", total(x[i], i) / n)
spread = define("S", total((x[i] - mean) ** 2, i))
LIKELIHOOD = -n * log(2 * pi * v) / 2 - total((x[i] - mu) ** 2, i) / (2 * v)

K = count("K")
k, l = index("k", 1, K), index("l", 1, K)  # noqa: E741
p, q = family("p", k, positive=True), family("q", k, positive=True)
LAWS = (Eq(total(q[l], l), 1), Eq(total(p[l], l), 1))
DIVERGENCE = total(q[l] * log(q[l] / p[l]), l)


def verdicts(item: Item) -> dict[str, str]:
    return {o.obligation.suffix: o.verdict for o in Session().outcomes(item)}


def test_mean_and_variance_of_the_normal_law_by_profiling() -> None:
    best = maximum("", of=LIKELIHOOD, over=(mu, v), at={mu: mean, v: spread / n}, given=spread > 0)
    assert verdicts(best) == {"mu": "proved", "v.from": "proved", "v": "proved"}


def test_without_spread_no_variance_is_best() -> None:
    best = maximum("", of=LIKELIHOOD, over=(mu, v), at={mu: mean, v: spread / n})
    assert verdicts(best)["v.from"] != "proved"
    here, smaller = (LIKELIHOOD.xreplace({mu: mean, v: value}) for value in (v, v / 2))
    assert verdicts(claim("", smaller, ">", here, given=Eq(spread, 0))) == {"1": "proved"}


def test_the_unbiased_variance_is_not_the_likeliest() -> None:
    best = maximum("", of=LIKELIHOOD, over=(mu, v), at={mu: mean, v: spread / (n - 1)}, given=(spread > 0, n > 1))
    assert verdicts(best) == {"mu": "proved", "v.from": "proved", "v": "refuted"}


def test_the_best_value_of_a_variable_may_depend_on_those_after_it() -> None:
    a, b = real("a"), real("b")
    f = -((a - b) ** 2) - (b - 1) ** 2
    assert set(verdicts(maximum("", of=f, over=(a, b), at={a: b, b: 1})).values()) == {"proved"}
    assert "refuted" in verdicts(maximum("", of=f, over=(a, b), at={a: b, b: 2})).values()
    bowl = minimum("", of=-f, over=(a, b), on={a: Interval(-2, 2), b: Interval(0, oo)}, at={a: b / b, b: 1})
    assert verdicts(bowl)["a"] != "proved"


def test_a_saddle_is_no_maximum() -> None:
    a, b = real("a"), real("b")
    assert verdicts(maximum("", of=b**2 - a**2, over=(a, b), at={a: 0, b: 0})) == {"a": "proved", "b": "refuted"}


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"over": (mu, v), "at": {mu: mean}}, "at= does not say where v is best"),
        ({"over": (mu, v), "at": 0}, "with several variables, write at="),
        ({"over": (mu, mu), "at": {mu: 0}}, "several different ones"),
        ({"over": (mu, v), "at": {mu: 0, v: mu**2}}, "the best v is said to depend on mu"),
        ({"over": (mu, v), "at": {mu: 0, v: 1}, "on": Interval(0, 1)}, "with several variables, write at="),
    ],
)
def test_what_is_missing_is_said(keywords: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidStatement, match=message):
        maximum("", of=LIKELIHOOD, **keywords)  # type: ignore[arg-type]


def test_equality_for_every_index_is_proved_both_ways() -> None:
    chain = calc("", DIVERGENCE, given=LAWS).at_least(0, equality_iff=each(k, Eq(q[k], p[k])))
    assert verdicts(chain) == {"1": "proved", "1.if": "proved", "1.only": "proved"}
    assert verdicts(iff("", Eq(DIVERGENCE, 0), each(k, Eq(q[k], p[k])), given=LAWS)) == {
        "if": "proved",
        "only": "proved",
    }


def test_equality_for_every_index_needs_its_premises() -> None:
    chain = calc("", DIVERGENCE, given=LAWS[:1]).at_least(0, equality_iff=each(k, Eq(q[k], p[k])))
    assert verdicts(chain)["1.only"] != "proved"


def test_an_index_of_which_something_is_known_is_no_any_index() -> None:
    chain = calc("", DIVERGENCE, given=(*LAWS, Eq(q[k], p[k]))).at_least(0, equality_iff=each(k, Eq(q[k], p[k])))
    with pytest.raises(InvalidStatement, match="take another index"):
        chain.obligations()


def test_a_second_minimum_refutes_that_there_is_only_one() -> None:
    c = real("c")
    double = minimum("", of=c**4 - 2 * c**2, over=c, on=Interval(-2, 2), at=1)
    assert verdicts(double) == {"from": "proved", "to": "proved", "": "refuted"}
    touching = minimum("", of=exp(c) - c, over=c, on=Interval(-2, 2), at=1)
    assert verdicts(touching)[""] == "refuted"


def test_extrema_at_numbers_that_are_no_fractions() -> None:
    a = positive("a")
    lowest = minimum("", of=a * log(a), over=a, on=Interval.open(0, oo), at=exp(-1))
    assert set(verdicts(lowest).values()) == {"proved"}


c, w = family("c", k, positive=True), family("w", k)
N = define("N", total(c[l], l))
SCORES = total(c[k] * log(p[k]), k)


def test_relative_frequencies_are_likeliest_among_all_laws() -> None:
    best = maximum("", of=SCORES, over=p[k], at=c[k] / N, subject_to=Eq(total(p[k], k), 1))
    assert verdicts(best) == {"constraint1": "proved", "from": "proved", "": "proved"}


def test_without_the_constraint_there_is_no_maximum() -> None:
    assert verdicts(maximum("", of=SCORES, over=p[k], at=c[k] / N))[""] == "refuted"


def test_a_point_that_misses_the_constraint_is_no_maximum() -> None:
    best = maximum("", of=SCORES, over=p[k], at=c[k] / (2 * N), subject_to=Eq(total(p[k], k), 1))
    assert verdicts(best)["constraint1"] == "refuted"


def test_entropy_is_largest_where_all_are_equal() -> None:
    entropy = -total(p[l] * log(p[l]), l)
    best = maximum("", of=entropy, over=p[k], at=1 / K, subject_to=Eq(total(p[l], l), 1))
    assert set(verdicts(best).values()) == {"proved"}


def test_the_law_of_least_free_energy() -> None:
    z = family("z", k)
    energy = total(p[l] * log(p[l]), l) + total(p[l] * z[l], l)
    at = exp(-z[k]) / total(exp(-z[l]), l)
    best = minimum("", of=energy, over=p[k], at=at, subject_to=Eq(total(p[l], l), 1))
    assert set(verdicts(best).values()) == {"proved"}


def test_weights_of_least_variance() -> None:
    g = family("g", k, positive=True)
    best = minimum("", of=total(w[l] ** 2 * g[l], l), over=w[k], at=1 / (g[k] * total(1 / g[l], l)),
                   subject_to=Eq(total(w[l], l), 1))  # fmt: skip
    assert verdicts(best) == {"constraint1": "proved", "": "proved"}


def test_two_numbers_with_a_given_sum() -> None:
    a, b, s = positive("a"), positive("b"), positive("s")
    best = maximum("", of=a * b, over=(a, b), at={a: s / 2, b: s / 2}, subject_to=Eq(a + b, s))
    assert set(verdicts(best).values()) == {"proved"}
    worse = maximum("", of=a * b, over=(a, b), at={a: s / 3, b: 2 * s / 3}, subject_to=Eq(a + b, s))
    assert "refuted" in verdicts(worse).values()


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"over": p[k], "at": p[k] / 2}, "depend on the variables themselves"),
        ({"over": p[k], "at": 1 / K, "on": Interval(0, 1)}, "a family has its own domain"),
        ({"over": p[k], "at": 1 / K, "subject_to": total(p[k], k)}, "must be a relation"),
        ({"over": p[k + 1], "at": 1 / K}, "must be a symbol or an element"),
        ({"over": mu, "at": 0, "subject_to": True}, "a Python bool is no fact"),
    ],
)
def test_what_is_wrong_with_a_constraint_is_said(keywords: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidStatement, match=message):
        maximum("", of=SCORES, **keywords)  # type: ignore[arg-type]


def test_a_value_that_sums_over_the_same_index_is_not_captured() -> None:
    one = Eq(total(p[l], l), 1)
    best = maximum("", of=total(c[l] * log(p[l]), l), over=p[k], at=c[k] / total(c[l], l), subject_to=one)
    assert set(verdicts(best).values()) == {"proved"}


_y, _x = proportion("y_1", open=True), real("x_1")
_beside = -((_x - 2 * _y) ** 2)
"""Largest at 2 y: the rest of each `of` below is 0."""


@pytest.mark.parametrize(
    ("rest", "place", "why"),
    [
        (D(_x * _y, _x) - _y, _y, "after it was worked out"),
        (D(D(_x * _y, _x), _y) - 1, _y, "after it was worked out"),
        (_y - D(_x * _y, _x), 2 * _y, "after it was worked out"),
        (_x / 2 - Integral(_x * _y, (_y, 0, 1)), _y, "rename the index"),
        (Limit(_x * _y, _y, 0), _y, "rename the index"),
        (Sum(_x, (_x, 1, 2)), 2 * _y, "rename the index"),
    ],
)
def test_a_value_is_not_captured_by_what_binds_a_variable(rest: Any, place: Any, why: str) -> None:
    with pytest.raises(InvalidStatement, match=why):
        verdicts(maximum("", of=_beside + 100 * rest, over=_x, at=place))


def test_a_derivative_by_another_variable_may_stand_in_what_is_largest() -> None:
    t = real("t")
    assert set(verdicts(maximum("", of=_beside + D(t * _y, t) - _y, over=_x, at=2 * _y)).values()) == {"proved"}


def test_a_definition_is_not_written_out_under_a_sum_that_binds_its_variable() -> None:
    square = define("h", _x * x[i] ** 2)
    with pytest.raises(InvalidStatement, match="rename the index"):
        witness("", Eq(total(square, i), total(x[i] ** 2, i)), at={_x: 1})


_j = index("j", 1, n)
_w = family("w", i, _j)


@pytest.mark.parametrize(
    "given",
    [each(_j, Eq(_w[i, _j], 0)), assume("", Eq(x[i], 0)), each((_j, i, n), _w[1, _j] > 0), Eq(x[i], 0)],
)
def test_what_is_given_of_one_index_is_not_concluded_for_each(given: Any) -> None:
    """A row that is 0 does not make all of them 0; an assumption about one element says nothing of the others."""
    with pytest.raises(InvalidStatement, match="take another index"):
        verdicts(iff("", n >= 0, each(i, each(_j, Eq(_w[i, _j] * x[i], 0))), given=given))
    with pytest.raises(InvalidStatement, match="take another index"):
        verdicts(calc("", 0, given=given).at_most(n, equality_iff=each(i, Eq(x[i], 0))))


def test_the_index_over_which_a_fact_runs_may_be_concluded_for() -> None:
    every = each(i, each(_j, Eq(_w[i, _j], 0)))
    assert set(verdicts(iff("", every, each(_j, each(i, Eq(_w[i, _j], 0))))).values()) == {"proved"}


_u, _whole = proportion("u_1"), integer("N_1", lower=0, upper=9)
_label, _heads = family("y_1", i, values=(0, 1)), family("h_1", i, whole=True)
_half = Rational(1, 2)


@pytest.mark.parametrize(
    ("of", "over", "at", "name"),
    [
        ((_whole - _half) ** 2, _whole, _half, "whole"),
        (total((_label[i] - _half) ** 2, i), _label[i], _half, "values"),
        (total((_heads[i] - _half) ** 2, i), _heads[i], _half, "whole"),
        (_x**2, _x, 2 * I, "real"),
        ((i - n - 2) ** 2, i, n + 2, "last"),
    ],
)
def test_the_place_of_an_extremum_is_one_that_the_variable_can_take(of: Any, over: Any, at: Any, name: str) -> None:
    assert verdicts(minimum("", of=of, over=over, at=at))[name] == "refuted"


def test_places_in_the_domain() -> None:
    for of, over, at in (
        ((_whole - 2) ** 2, _whole, 2),
        (total((_label[i] - 1) ** 2, i), _label[i], 1),
        (total((_heads[i] - _label[i]) ** 2, i), _heads[i], _label[i]),
        ((i - n) ** 2, i, n),
    ):
        assert set(verdicts(minimum("", of=of, over=over, at=at)).values()) == {"proved"}


_s = Symbol("s", positive=True)


@pytest.mark.parametrize(
    ("left", "right", "at", "name"),
    [
        (v, 0, {v: -1}, "from.v"),
        (1, _u, {_u: 2}, "to.u_1"),
        (0, _u, {_u: v}, "to.u_1"),
        (n, 1, {n: _half}, "whole.n"),
        (_x**2, 0, {_x: I}, "real.x_1"),
        (1, _label[1], {_label[1]: 2}, "values.y_1"),
        (5, i, {i: 6}, "last.i"),
        (5, i, {i: 6, n: 3}, "last.i"),
        (_s, 0, {_s: -1}, "from.s"),
    ],
)
def test_the_point_of_a_witness_lies_in_the_domain(left: Any, right: Any, at: Any, name: str) -> None:
    assert verdicts(witness("", Lt(left, right, evaluate=False), at=at))[name] == "refuted"


def test_a_witness_in_the_domain() -> None:
    assert verdicts(witness("", _u < 1, at={_u: _half})) == {"1": "proved"}
    found = verdicts(witness("", _u < 1, at={_u: v / (1 + v)}))
    assert set(found.values()) == {"proved"}
    assert set(found) == {"1", "from.u_1", "to.u_1"}
    assert verdicts(witness("", i > 5, at={i: 6, n: 7})) == {"1": "proved"}


def test_a_point_is_said_to_be_in_the_set_of_the_real_numbers() -> None:
    best = minimum("", of=(mu - log(n)) ** 2, over=mu, at=log(n))
    (within,) = (o for o in best.obligations() if o.suffix == "real")
    assert text(within.left.tree) == "log n ∈ ℝ"
    assert verdicts(best)["real"] == "proved"


def test_a_point_is_said_to_be_in_the_set_of_the_whole_numbers() -> None:
    whole = integer("w")
    (within, *_) = (o for o in minimum("", of=(whole - n / 2) ** 2, over=whole, at=n / 2).obligations())
    assert text(within.left.tree) == "n/2 ∈ ℤ"
