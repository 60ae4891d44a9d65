"""Substitution, rewriting and sameness on expressions with bound variables."""

from __future__ import annotations

import pytest
from sympy import Add, Derivative, Integer, Product, Sum, Symbol, exp, log, sqrt

from derive import D, count, define, family, index, real, total
from derive.rules.matching import distributed, is_zero_fraction, same_but_order, same_by_field, same_by_ring
from derive.rules.opening import folded, opened, stands_for
from derive.rules.walking import at_each_place, depends, everywhere, free, put_in, repeatedly

n = count("n")
i, j = index("i", 1, n), index("j", 1, n)
w = family("w", i)
x, z = real("x"), real("z")


# --------------------------------------------------------------------------------------------------------- substitution


def test_bound_variables_are_not_free() -> None:
    assert i not in free(total(w[i], i))


def test_the_bounds_of_a_sum_are_free() -> None:
    assert n in free(total(w[i], i))


def test_a_bound_variable_is_not_replaced() -> None:
    assert put_in(total(w[i], i), {i: Integer(3)}) == total(w[i], i)


def test_a_value_is_not_captured() -> None:
    """x + sum_i x w_i at x = w_i: the i of the value stays free."""
    made = put_in(total(x * w[i], i), {x: w[i]})
    assert i in free(made) and made.limits[0][0] != i


def test_an_index_is_replaced_outside_its_sum_only() -> None:
    assert put_in(w[i] + total(w[i], i), {i: j}) == w[j] + total(w[i], i)


def test_all_values_are_put_in_at_once() -> None:
    assert put_in(x - z, {x: z, z: x}) == z - x


def test_values_reach_the_bounds() -> None:
    assert put_in(Sum(w[i], (i, 1, n)), {n: Integer(2)}) == Sum(w[i], (i, 1, 2))


def test_nested_sums_keep_their_order() -> None:
    nested = Sum(w[i] * x ** w[j], (i, 1, j), (j, 1, n))
    assert put_in(nested, {x: z}) == Sum(w[i] * z ** w[j], (i, 1, j), (j, 1, n))


def test_a_derivative_stays_when_its_body_changes() -> None:
    assert isinstance(put_in(D(x * z, x), {z: Integer(2)}), Derivative)


def test_an_element_depends_on_its_family() -> None:
    assert depends(total(w[i], i), w[j])


# ------------------------------------------------------------------------------------------------------------ rewriting


def test_a_step_is_taken_everywhere() -> None:
    assert everywhere(log(x) + exp(x), lambda e: z if e == x else None) == log(z) + exp(z)


def test_a_step_is_taken_until_nothing_changes() -> None:
    assert repeatedly(exp(exp(x)), lambda e: e.args[0] if isinstance(e, exp) else None) == x


def test_a_step_is_taken_at_one_place_at_a_time() -> None:
    found = set(at_each_place(log(x) + exp(x), lambda e: z if e == x else None))
    assert found == {log(z) + exp(x), log(x) + exp(z)}


def test_the_bounds_of_a_sum_are_left_alone() -> None:
    assert everywhere(Sum(n, (i, 1, n)), lambda e: z if e == n else None) == Sum(z, (i, 1, n))


# ---------------------------------------------------------------------------------------------------------- definitions

k = define("k", total(w[i], i))
p = define("p", j, exp(w[j]) / total(exp(w[i]), i))
f = define("f", x, x**2 + z)


def test_a_name_stands_for_its_body() -> None:
    assert stands_for(k) == total(w[i], i)


def test_an_element_stands_for_the_body_at_its_index() -> None:
    assert stands_for(p[1]) == exp(w[1]) / total(exp(w[i]), i)


def test_an_index_put_into_a_family_is_not_captured() -> None:
    """p_i has its own i, and the sum below the fraction line another."""
    assert same_but_order(stands_for(p[i]), exp(w[i]) / total(exp(w[j]), j))


def test_a_function_stands_for_the_body_at_its_argument() -> None:
    assert stands_for(f(z)) == z**2 + z


def test_definitions_are_opened_all_the_way() -> None:
    assert opened(define("g", f(k) + 1)) == total(w[i], i) ** 2 + z + 1


def test_what_a_name_stands_for_is_folded() -> None:
    assert folded(2 * total(w[i], i), k) == 2 * k


def test_a_plain_symbol_stands_for_nothing() -> None:
    assert stands_for(x) is None


# ------------------------------------------------------------------------------------------------------------- sameness


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (total(w[i], i), total(w[j], j)),
        (Sum(w[i] * w[j], (i, 1, n), (j, 1, 3)), Sum(w[j] * w[i], (j, 1, n), (i, 1, 3))),
        ((x - z) * (z - 1), (z - x) * (1 - z)),
        (x / (1 - z), -x / (z - 1)),
        (2 * (x + z), 2 * x + 2 * z),
        (x / sqrt(z), x * z ** Integer(-1) * sqrt(z)),
        (k + 1, 1 + total(w[j], j)),
    ],
)
def test_the_same_but_for_order(a: object, b: object) -> None:
    assert same_but_order(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (total(w[i], i), total(w[i], j)),
        (total(w[i], i), Sum(w[i], (i, 1, n + 1))),
        (x * (z + 1), x * z + x),
        (x - z, z - x),
        (Sum(w[i], (i, 1, n)), Product(w[i], (i, 1, n))),
    ],
)
def test_more_than_order(a: object, b: object) -> None:
    assert not same_but_order(a, b)


def test_the_ring_multiplies_out() -> None:
    assert same_by_ring(x * (z + 1), x * z + x)


def test_the_ring_does_not_bring_fractions_together() -> None:
    assert not same_by_ring(1 / x + 1 / (1 - x), 1 / (x * (1 - x)))


def test_the_field_brings_fractions_together() -> None:
    assert same_by_field(1 / x + 1 / (1 - x), 1 / (x * (1 - x)))


def test_the_field_knows_that_exponentials_belong_together() -> None:
    assert same_by_field(1 / (1 + exp(-x)), exp(x) / (1 + exp(x)))


def test_the_field_does_not_know_logarithms() -> None:
    assert not same_by_field(log(x**2 * z**2), 2 * log(x * z))


def test_a_fraction_that_is_zero() -> None:
    u = Symbol("u")
    assert is_zero_fraction(1 / (1 - u) - 1 / (1 - u**2) - u / (1 - u**2))


def test_denominators_are_not_multiplied_out() -> None:
    made = distributed((x + 1) / (z * (1 - z)))
    assert isinstance(made, Add) and made == x / (z * (1 - z)) + 1 / (z * (1 - z))
