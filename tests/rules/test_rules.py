"""Each rule on its textbook case: the step that it explains, and the slip that it does not."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from sympy import Derivative, Eq, Integer, Rational, Sum, exp, log

from derive import D, count, define, family, index, product, proportion, real, sample, sigmoid, softplus, total, xlogy
from derive import rules as r
from derive.rules import RULES, Rule, explains

n = count("n")
i, j = index("i", 1, n), index("j", 1, n)
y, w = sample("y", i, values=(0, 1)), family("w", i)
theta = proportion("theta", open=True)
x, z = real("x"), real("z")
a = sigmoid(z)
k = define("k", total(y[i], i), "the number of ones")
likelihood = define("L", product(theta ** y[i] * (1 - theta) ** (1 - y[i]), i), "the likelihood")
loglik = k * log(theta) + (n - k) * log(1 - theta)
score = k / theta - (n - k) / (1 - theta)


class Case(NamedTuple):
    rule: Rule
    before: Any
    after: Any
    slip: Any


CASES = (
    Case(r.unfold, a, 1 / (1 + exp(-z)), 1 / (1 + exp(z))),
    Case(r.unfold(k), n * k, n * total(y[i], i), n + total(y[i], i)),
    Case(r.fold(k), n * total(y[i], i), n * k, n + k),
    Case(r.rearrange, (z + x) ** 2, z**2 + 2 * x * z + x**2, z**2 + x**2),
    Case(r.expand, (theta + z) * (x + 1), theta * x + z * x + theta + z, theta * x + z * x + z),
    Case(r.factor_out(n), n * theta - n * x, n * (theta - x), n * (theta + x)),
    Case(r.factor_out, total(theta * y[i], i), theta * total(y[i], i), theta * n),
    Case(r.collect(z), theta * z + x * z + 1, 1 + z * (x + theta), z * (x + theta)),
    Case(r.cancel, (x**2 - x) / (x - 1), x, x + 1),
    Case(r.common_denominator, score, (k - n * theta) / (theta * (1 - theta)), (k - theta) / (theta * (1 - theta))),
    Case(r.laws_of_powers, exp(x + z), exp(x) * exp(z), exp(x) + exp(z)),
    Case(r.substitute({theta: k / n}), n * theta + z, k + z, k / n + z),
    Case(r.evaluate, Sum(i**2, (i, 1, 3)), Integer(14), Integer(13)),
    Case(r.solve(theta), Eq(k - n * theta, 0), Eq(theta, k / n), Eq(theta, n / k)),
    Case(r.log_of_product, log(theta * (1 - theta)), log(theta) + log(1 - theta), log(theta) * log(1 - theta)),
    Case(r.log_of_product, log(product(w[i], i)), total(log(w[i]), i), log(total(w[i], i))),
    Case(r.log_of_quotient, log(theta / (1 - theta)), log(theta) - log(1 - theta), log(theta) + log(1 - theta)),
    Case(r.log_of_power, log(theta**x), x * log(theta), log(theta) ** x),
    Case(r.log_of_exp, log(theta * exp(z)), log(theta) + z, log(theta) * z),
    Case(r.split_sums, total(x * y[i] + z, i), x * k + n * z, x * k + z),
    Case(r.merge_sums, total(y[i], i) + total(w[i], i), total(y[i] + w[i], i), total(y[i] * w[i], i)),
    Case(r.swap_sums, Sum(w[i] ** j, (i, 1, n), (j, 1, n)), Sum(w[i] ** j, (j, 1, n), (i, 1, n)), Sum(w[i], (i, 1, n))),
    Case(r.split_products, product(theta ** y[i] * 2 ** (1 - y[i]), i), theta**k * 2 ** (n - k), theta**k * 2**k),
    Case(r.rename_index, total(w[i], i), total(w[j], j), total(w[i], j)),
    Case(r.unroll, Sum(w[i], (i, 1, 2)), w[1] + w[2], w[1] + w[3]),
    Case(r.differentiate, D(loglik, theta), score, k / theta + (n - k) / (1 - theta)),
    Case(r.product_rule, D(x * exp(x), x), exp(x) + x * exp(x), exp(x)),
    Case(r.quotient_rule, D(exp(z) / (1 + exp(z)), z), exp(z) / (1 + exp(z)) ** 2, exp(z) / (1 + exp(z))),
    Case(r.chain_rule, D(log(1 + exp(z)), z), exp(z) / (1 + exp(z)), 1 / (1 + exp(z))),
)


def name(case: Case) -> str:
    return repr(case.rule)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_rule_explains_its_step(case: Case) -> None:
    assert explains(case.rule, case.before, case.after).ok


@pytest.mark.parametrize("case", CASES, ids=name)
def test_rule_does_not_explain_the_slip(case: Case) -> None:
    assert not explains(case.rule, case.before, case.slip).ok


def test_every_rule_of_the_module_is_in_the_table() -> None:
    assert {thing for thing in vars(r).values() if isinstance(thing, Rule)} == set(RULES)


def test_rules_are_known_by_their_names() -> None:
    assert all(getattr(r, rule.name) is rule for rule in RULES)


def test_every_rule_but_the_limit_has_a_case() -> None:
    assert {rule.name for rule in RULES} - {case.rule.name for case in CASES} == {"take_limit"}


# -------------------------------------------------------------------------------------------- the lines of a derivation


def test_the_log_of_a_named_product_is_seen_through() -> None:
    factors = theta ** y[i] * (1 - theta) ** (1 - y[i])
    assert explains(r.log_of_product, log(likelihood), total(log(factors), i)).ok


def test_a_named_sum_may_stand_in_the_line() -> None:
    before = total(y[i] * log(theta) + (1 - y[i]) * log(1 - theta), i)
    assert explains(r.split_sums, before, loglik).ok


def test_the_likelihoods_slope_is_found_through_its_name() -> None:
    slope = total(y[i] / theta - (1 - y[i]) / (1 - theta), i)
    assert explains(r.differentiate, D(log(likelihood), theta), slope).ok


def test_order_of_factors_and_terms_does_not_matter() -> None:
    assert explains(r.factor_out(n), n * theta - n * x, -(x - theta) * n).ok


def test_a_true_line_with_another_reason_is_not_explained() -> None:
    """log of a power is no expansion: the line is right, the reason is not."""
    assert not explains(r.expand, log(theta**x), x * log(theta)).ok


def test_what_the_rule_gives_instead_is_told() -> None:
    found = explains(r.common_denominator, score, (k - theta) / (theta * (1 - theta)))
    assert found.proposal == (k - n * theta) / (theta * (1 - theta))


# ------------------------------------------------------------------------------------------------------------- calculus


def test_the_sigmoids_slope_is_told_by_the_sigmoid() -> None:
    assert explains(r.differentiate, D(a, z), a * (1 - a)).ok


def test_the_sigmoids_slope_written_out() -> None:
    assert explains(r.differentiate, D(a, z), exp(-z) / (1 + exp(-z)) ** 2).ok


def test_softplus_has_the_sigmoid_for_its_slope() -> None:
    assert explains(r.differentiate, D(softplus(z), z), sigmoid(z)).ok


def test_second_derivative() -> None:
    assert explains(r.differentiate, D(x**3, (x, 2)), 6 * x).ok


def test_the_convention_for_x_log_y() -> None:
    assert explains(r.differentiate, D(xlogy(x, theta), theta), x / theta).ok


def test_one_element_of_a_sum_moves() -> None:
    lse = log(total(exp(w[i]), i))
    assert explains(r.differentiate, D(lse, w[j]), exp(w[j]) / total(exp(w[i]), i)).ok


def test_an_element_named_by_the_bound_index_is_not_captured() -> None:
    """d/dw_i of sum_i w_i^2, with i free in the derivative and bound in the sum."""
    assert explains(r.differentiate, D(total(w[i] ** 2, i), w[i]), 2 * w[i]).ok
    assert not explains(r.differentiate, D(total(w[i] ** 2, i), w[i]), total(2 * w[i], i)).ok


def test_a_product_has_the_sum_of_relative_slopes() -> None:
    before = D(product(theta + y[i], i), theta)
    assert explains(r.differentiate, before, product(theta + y[i], i) * total(1 / (theta + y[i]), i)).ok


def test_the_chain_rule_may_leave_the_inner_derivative() -> None:
    before = D(log(1 + exp(z)), z)
    assert explains(r.chain_rule, before, D(1 + exp(z), z) / (1 + exp(z))).ok


def test_the_product_rule_needs_a_product() -> None:
    assert not explains(r.product_rule, D(exp(z), z), exp(z)).ok


def test_a_constant_part_may_be_dropped_from_a_derivative() -> None:
    relative = define("KL", xlogy(x, theta) - x**2)
    assert explains(r.differentiate, D(relative, theta), D(xlogy(x, theta), theta)).ok


def test_a_corner_is_not_differentiated() -> None:
    from sympy import Max

    assert explains(r.differentiate, D(Max(x, 0), x), Integer(1)).proposal is None


# ------------------------------------------------------------------------------------------------------------ arguments


def test_a_rule_without_arguments_says_so() -> None:
    with pytest.raises(ValueError, match="takes no arguments: write by=split_sums"):
        r.split_sums(n)


def test_a_rule_that_needs_an_argument_says_so() -> None:
    with pytest.raises(ValueError, match=r"write by=solve\(...\)"):
        explains(r.solve, Eq(x, 1), Eq(x, 2))


def test_too_many_arguments() -> None:
    with pytest.raises(ValueError, match="substitute takes 1 argument, not 2"):
        r.substitute({x: 1}, {z: 2})


def test_a_rule_with_arguments_is_shown_with_them() -> None:
    assert repr(r.factor_out(n)) == "factor_out(n)"


def test_two_solutions_are_offered_together() -> None:
    from sympy import Or

    either = Or(Eq(x, 1), Eq(x, -1))
    assert explains(r.solve(x), Eq(x**2, 1), either).ok


def test_half_is_solved_for_exactly() -> None:
    assert explains(r.solve(x), Eq(2 * x, 1), Eq(x, Rational(1, 2))).ok


# ------------------------------------------------------------------------------------------------------- computed lines


def test_a_computed_line_is_the_first_thing_the_rule_gives() -> None:
    assert r.first_proposal(r.differentiate, D(loglik, theta)) == score


def test_a_computed_line_needs_a_rule() -> None:
    with pytest.raises(ValueError, match="needs by= with a rule"):
        r.first_proposal("obvious", x)


def test_a_rule_that_does_not_apply_says_so() -> None:
    with pytest.raises(ValueError, match="merge_sums does not apply"):
        r.first_proposal(r.merge_sums, x)


def test_a_derivative_that_is_left_standing_is_no_longer_there() -> None:
    assert not r.first_proposal(r.differentiate, D(likelihood, theta)).atoms(Derivative)
