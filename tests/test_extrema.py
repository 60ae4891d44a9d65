"""Extrema in several variables, and facts for every index as conclusions."""

from __future__ import annotations

import pytest
from sympy import Eq, Interval, exp, log, oo, pi

from derive import calc, claim, count, define, each, family, iff, index, maximum, minimum, positive, real, total
from derive.kernel.core import InvalidStatement
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
