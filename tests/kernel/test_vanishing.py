"""Sums of terms that are at least 0 are 0 only where each term is; and lemmas that serve some parts of a step only."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq, Expr, KroneckerDelta, Ne, cosh, exp, log

from derive import (
    Verdict,
    calc,
    claim,
    count,
    define,
    each,
    family,
    iff,
    index,
    judge,
    positive,
    real,
    sigmoid,
    softplus,
    total,
    xlogy,
)  # fmt: skip
from derive.outcomes import Session
from derive.script import Item

n = count("n")
i, j, a, b = index("i", 1, n), index("j", 1, n), index("a", 1, n), index("b", 1, n)
x, u, h, g = family("x", i), family("u", i), family("h", i), family("g", i)
p, q = family("p", i, positive=True), family("q", i, nonnegative=True)
mu, z, w, v = real("mu"), real("z"), real("w"), positive("v")
mean = total(x[j], j) / n
J = define("J", total(p[i] * g[i] ** 2, i))
eta = real("eta")
r = define("r", i, p[i] * exp(eta * x[i]) / total(p[j] * exp(eta * x[j]), j))
M = define("M", total(r[i] * x[i], i))


def zero(body: Expr) -> Any:
    return Eq(total(body, i), 0)


TRUE: list[tuple[Any, str, Any, Any]] = [
    (x[j], "==", mu, zero((x[i] - mu) ** 2)),
    (x[a], "==", mean, Eq(total((x[i] - mean) ** 2, i), 0)),
    (h[a], "==", u[a], zero(p[i] * (h[i] - u[i]) ** 2)),
    (h[a], "==", u[a] / p[a], zero(p[i] * (h[i] - u[i] / p[i]) ** 2)),
    (h[a], "==", u[a], zero(-p[i] * (h[i] - u[i]) ** 4)),
    (h[a], "==", u[a], Eq(total((h[i] - u[i]) ** 2, i) + v * z**2, 0)),
    (h[a], "==", u[a], Eq(total((h[i] - u[i]) ** 2, i) / n + z, z)),
    (h[a], "==", g[a] / J, (Eq(total(p[i] * (h[i] - g[i] / J) ** 2, i) + 1 / J, 1 / J), J > 0)),
    (q[a], "==", 0, zero(q[i])),
    (x[a], "==", M, Eq(total(r[i] * (x[i] - M) ** 2, i), 0)),
    ((1 - KroneckerDelta(a, b)) * q[a], "==", 0, zero((1 - KroneckerDelta(i, b)) * q[i])),
    (total((x[i] - mu) ** 2, i), "==", 0, each(i, Eq(x[i], mu))),
    (total((x[i] - mean) ** 2, i), "==", 0, each(i, Eq(x[i], mean))),
    (total(r[i] * (x[i] - M) ** 2, i), "==", 0, each(i, Eq(x[i], M))),
    (total((x[i] - mu) ** 2, i), ">", 0, Ne(x[a], mu)),
    (total(p[i] * (x[i] - mu) ** 2, i), ">", 0, Ne(x[a], x[b])),
    (total((x[i] - u[i]) ** 2, i), "!=", 0, Ne(x[a], u[a])),
]
FALSE: list[tuple[Any, str, Any, Any]] = [
    (x[j], "==", mu, zero(x[i] - mu)),
    (h[a], "==", u[a], zero(q[i] * (h[i] - u[i]) ** 2)),
    (h[a], "==", u[a], zero((h[i] - u[i]) ** 3)),
    (h[a], "==", u[a], Eq(total((h[i] - u[i]) ** 2, i), 1)),
    (h[a], "==", u[a], Eq(total((h[i] - u[i]) ** 2, i) - z, 0)),
    (h[a], "==", u[a], zero((h[i] + u[i]) ** 2)),
    (total((x[i] - mu) ** 2, i), ">", 0, ()),
    (total(q[i] * (x[i] - mu) ** 2, i), ">", 0, Ne(x[a], mu)),
    (total((x[i] - mu) ** 2, i), "==", 0, each((i, 1, n - 1), Eq(x[i], mu))),
    (total((x[i] - mu) ** 2 + u[i] ** 2, i), "==", 0, each(i, Eq(x[i], mu))),
    (total(p[i] * (x[i] + mu) ** 2, i), "==", 0, each(i, Eq(x[i], mu))),
]


@pytest.mark.parametrize(("left", "relation", "right", "given"), TRUE)
def test_terms_vanish_with_their_sum(left: Any, relation: str, right: Any, given: Any) -> None:
    assert judge(left, right, relation, given=given).verdict is Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "given"), FALSE)
def test_what_is_false_is_not_proved(left: Any, relation: str, right: Any, given: Any) -> None:
    found = judge(left, right, relation, given=given, refutation=False)
    assert found.verdict is not Verdict.PROVED


def verdicts(item: Item) -> set[str]:
    return {o.verdict for o in Session().outcomes(item)}


def test_both_directions_of_an_equivalence() -> None:
    flat = iff("No spread.", zero((x[i] - mu) ** 2), each(i, Eq(x[i], mu)))
    assert verdicts(flat) == {"proved"}


def test_a_family_is_not_rewritten_by_itself_for_ever() -> None:
    assert judge(h[a], g[a], given=each(i, Eq(h[i], g[i] * total(g[j] ** 2, j)))).verdict is not Verdict.PROVED


# --------------------------------------------------------------------------------------------------------------- lemmas

least = calc("A tangent.", 2 * z).at_most(1 + z**2, by="a square", equality_iff=Eq(z, 1))
curve = claim("A bound.", softplus(z + w) <= softplus(z) + sigmoid(z) * w + 4 * log(cosh(w / 4)))
cap = claim("A strict bound.", 4 * log(cosh(w / 4)) < w**2 / 8, given=Ne(w, 0))


def test_a_chain_with_a_case_of_equality_is_a_lemma() -> None:
    assert verdicts(claim("Moved.", 2 * z - 1, "<=", z**2, using=least)) == {"proved"}


def test_what_it_says_of_equality_is_used_where_it_applies() -> None:
    assert verdicts(claim("Strictly.", 2 * z - 1, "<", z**2, using=least, given=Ne(z, 1))) == {"proved"}


def test_two_bounds_are_put_together() -> None:
    both = claim("Both.", softplus(z + w) < softplus(z) + sigmoid(z) * w + w**2 / 8, using=(curve, cap), given=Ne(w, 0))
    assert verdicts(both) == {"proved"}


def test_a_lemma_that_does_not_apply_leaves_a_step_undecided() -> None:
    (outcome,) = Session().outcomes(claim("Weak.", 4 * log(cosh(w / 4)), "<", w**2 / 8, using=cap))
    assert outcome.verdict != "proved"


def test_parts_of_a_step_take_the_lemmas_that_apply() -> None:
    weak = claim("A bound.", 4 * log(cosh(w / 4)) <= w**2 / 8)
    step = calc("Both.", softplus(z + w)).at_most(
        softplus(z) + sigmoid(z) * w + w**2 / 8, using=(curve, weak, cap), equality_iff=Eq(w, 0)
    )
    assert verdicts(step) == {"proved"}


def test_a_fact_for_two_indices() -> None:
    m = count("m")
    k = index("k", 1, m)
    s, t = family("s", i, k), family("t", i, k)
    same = iff("Alike.", Eq(total((s[i, k] - t[i, k]) ** 2, i, k), 0), each(i, each(k, Eq(s[i, k], t[i, k]))))
    assert verdicts(same) == {"proved"}


def test_a_fact_for_two_indices_of_fewer_rows_is_not_enough() -> None:
    m = count("m")
    k = index("k", 1, m)
    s = family("s", i, k)
    found = judge(total(s[i, k] ** 2, i, k), 0, given=each((i, 1, n - 1), each(k, Eq(s[i, k], 0))), refutation=False)
    assert found.verdict is not Verdict.PROVED


def test_without_entropy_each_outcome_is_sure_or_impossible() -> None:
    law = family("r", i, proportion=True)
    entropy = -total(xlogy(law[i], law[i]), i)
    assert judge(law[a], 1, given=(Eq(entropy, 0), law[a] > 0)).verdict is Verdict.PROVED
    assert judge(law[a] * (1 - law[a]), 0, given=(Eq(entropy, 0), Eq(total(law[i], i), 1))).verdict is Verdict.PROVED


def test_a_lemma_about_x_log_y_has_values_at_zero() -> None:
    law = family("r", i, nonnegative=True)
    least = claim("One.", xlogy(law[i], law[i]) >= law[i] - 1)
    assert verdicts(claim("Two.", xlogy(law[i], law[i]) - law[i] >= -1, using=least)) == {"proved"}


def test_a_lemma_that_takes_too_much_work_is_one_line() -> None:
    """It once ended the run."""
    given = (Eq(total(p[i], i), 1), Eq(total(q[i], i), 1))
    gibbs = calc("Gibbs.", -total(p[i] * log(p[i]), i), given=given).at_most(-total(p[i] * log(q[i]), i), by="tangents")
    bell = exp(-((x[i] - mu) ** 2) / (2 * v)) / (z**2 + 1)
    late = claim(
        "Late.", -total(p[i] * log(p[i]), i) <= -total(p[i] * log(bell), i), given=given, by=gibbs.at({q[i]: bell})
    )
    assert len(Session().outcomes(late)) == 1
