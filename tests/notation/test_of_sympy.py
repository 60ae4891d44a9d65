"""SymPy to the tree, beyond the golden table."""

from __future__ import annotations

import pytest
import sympy as sp

from derive.notation.latex import latex
from derive.notation.of_sympy import UnprintableError, clashes, tree_of
from derive.notation.text import text
from derive.notation.tree import Symbol, Tree

x, y, e, sigma = sp.symbols("x y e sigma")
family, sigmoid = sp.IndexedBase("y"), sp.Function("sigmoid")


def test_given_notation_is_used() -> None:
    assert latex(tree_of(x + 1, {"x": Symbol("x", style="bold")})) == r"\mathbf{x} + 1"


def test_given_notation_is_used_for_functions() -> None:
    assert latex(tree_of(sigmoid(x), {"sigmoid": Symbol("s")})) == "s(x)"


def test_an_object_brings_its_own_tree() -> None:
    class Chain:
        def __derive_tree__(self) -> Tree:
            return Symbol("ell")

    assert tree_of(Chain()) == Symbol("ell")


def test_what_has_no_notation_is_refused() -> None:
    with pytest.raises(UnprintableError, match="no notation for MatrixSymbol"):
        tree_of(sp.MatrixSymbol("A", 2, 2))


def test_text_is_never_parsed() -> None:
    with pytest.raises(sp.SympifyError):
        tree_of("x + 1")


def test_xlogy_is_written_as_a_product() -> None:
    assert latex(tree_of(sp.Function("xlogy")(x, y))) == r"x \log y"


def test_aliases_clash() -> None:
    lam, lambda_ = sp.symbols("lam lambda")
    assert clashes([lam + lambda_]) == ((lam, lambda_),)


def test_one_name_with_two_assumptions_clashes() -> None:
    assert len(clashes([x, sp.Symbol("x", positive=True)])) == 1


def test_a_symbol_and_a_family_of_one_name_clash() -> None:
    assert len(clashes([y + family[1]])) == 1


def test_a_symbol_and_a_constant_clash() -> None:
    assert len(clashes([e + sp.E])) == 1


def test_a_symbol_and_a_function_clash() -> None:
    assert len(clashes([sigma + sigmoid(x)])) == 1


def test_different_names_do_not_clash() -> None:
    assert clashes([x + y, x**2]) == ()


def test_a_sum_without_end_is_not_worked_out_to_be_written() -> None:
    """SymPy orders the terms of a sum by what constants are worth; an endless sum never comes to an end."""
    i = sp.Symbol("i", integer=True)
    assert text(tree_of(1 + sp.Sum(i**i, (i, 1, sp.oo)))) == "Σᵢ₌₁^∞ iⁱ + 1"


@pytest.mark.parametrize(
    ("expr", "printed"),
    [
        (sp.exp(-x) / sp.sqrt(2 * sp.pi * sp.Symbol("v", positive=True)), r"\frac{e^{-x}}{\sqrt{2 \pi v}}"),
        (3 / sp.sqrt(2 * sp.Symbol("v", positive=True)), r"\frac{3}{\sqrt{2 v}}"),
        (sp.sqrt(2) / 2, r"\frac{\sqrt{2}}{2}"),
        (1 / (sp.sqrt(x) * sp.sqrt(y)), r"\frac{1}{\sqrt{x} \sqrt{y}}"),
    ],
)
def test_roots_of_what_is_positive_are_one_root_below_the_line(expr: sp.Expr, printed: str) -> None:
    assert latex(tree_of(expr)) == printed
