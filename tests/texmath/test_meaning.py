"""The tree to SymPy: unevaluated, by declared names only."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from derive.texmath.errors import NotUnderstood
from derive.texmath.meaning import to_sympy
from derive.texmath.parser import read_latex
from tests.work import calls

x, w, p_0, theta_hat = sp.symbols("x w p_0 theta_hat")
i, n = sp.symbols("i n", integer=True)
p, sigmoid, xlogy = sp.IndexedBase("p"), sp.Function("sigmoid"), sp.Function("xlogy")
SYMBOLS = {"x": x, "w": w, "p_0": p_0, "theta_hat": theta_hat, "n": n, "i": i, "p": p, "sigmoid": sigmoid}


def meaning(text: str, symbols: Any = SYMBOLS) -> Any:
    return to_sympy(read_latex(text, names=["x", "w"]), symbols)


def test_nothing_cancels() -> None:
    assert str(meaning(r"\frac{x(x - w)}{x - w}")) == "(x*(-w + x))/(-w + x)"


def test_a_declared_name_with_a_subscript_comes_before_the_family() -> None:
    assert meaning("p_0") == p_0


def test_other_subscripts_are_members_of_the_family() -> None:
    assert meaning("p_{i + 1}") == p[i + 1]


def test_marks_belong_to_the_name() -> None:
    assert meaning(r"\hat{\theta}") == theta_hat


def test_functions_by_their_printed_letter() -> None:
    assert meaning(r"\sigma(x)") == sigmoid(x)


def test_a_base_of_a_logarithm() -> None:
    assert meaning(r"\log_2 x").doit() == sp.log(x) / sp.log(2)


def test_where_xlogy_is_a_symbol_a_product_with_a_logarithm_follows_its_convention() -> None:
    assert meaning(r"x \log w", SYMBOLS | {"xlogy": xlogy}) == xlogy(x, w)


def test_all_factors_before_the_logarithm_can_make_the_term_0() -> None:
    assert meaning(r"x n \log(w) \cdot i", SYMBOLS | {"xlogy": xlogy}).doit() == xlogy(x * n, w) * i


def test_without_xlogy_a_product_with_a_logarithm_is_a_product() -> None:
    assert meaning(r"x \log w").args == (x, sp.log(w))


def test_another_function_of_the_name_log_has_no_convention() -> None:
    log = sp.Function("log")
    assert meaning(r"x \log w", SYMBOLS | {"xlogy": xlogy, "log": log}) == x * log(w)


def test_decimals_are_exact() -> None:
    assert meaning("0.1") == sp.Rational(1, 10)


def test_an_undeclared_index_is_an_integer() -> None:
    made = meaning(r"\sum_{k=1}^{n} k")
    assert made.limits[0][0].is_integer


def test_a_limit_without_a_side_is_two_sided() -> None:
    assert meaning(r"\lim_{x \to 0} x").args[3] == sp.Symbol("+-")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("z", "not declared"),
        (r"\operatorname{relu}(x)", "a function that is not declared"),
        ("q_i", "neither a declared name nor a member"),
        (r"\lVert x \rVert", "no meaning"),
        (r"\sum_i p_i", "without bounds"),
        (r"\frac{d}{dx^2} f", "not declared|no variable"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        meaning(text)


def test_symbols_that_print_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="prints like another"):
        meaning("x", {"lam": x, "lambda": w})


@pytest.mark.parametrize("text", ["9^{9^{9^9}}", "10000000!", r"\binom{10^{9}}{5^{9}}", r"(9^{9^9})^{9^9}"])
def test_huge_numbers_come_back_unevaluated_after_little_work(text: str) -> None:
    assert meaning(text).args
    assert calls(lambda: meaning(text)) < 10_000
