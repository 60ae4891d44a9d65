"""How Python names are written."""

from __future__ import annotations

import pytest

from derive.notation.latex import latex
from derive.notation.names import UnprintableNameError, head_tree, name_tree
from derive.notation.tree import Symbol


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("theta", r"\theta"),
        ("lam", r"\lambda"),
        ("theta_hat", r"\hat{\theta}"),
        ("p_hat_i", r"\hat{p}_i"),
        ("xbar", r"\bar{x}"),
        ("thetahat", r"\hat{\theta}"),
        ("bar", r"\mathrm{bar}"),
        ("y_i", "y_i"),
        ("sigma2", r"\sigma_2"),
        ("x_10", "x_{10}"),
        ("w_max", r"w_{\mathrm{max}}"),
        ("ell", r"\ell"),
        ("loss", r"\mathrm{loss}"),
        ("x_prime", "x'"),
        ("θ", r"\theta"),
    ],
)
def test_name(name: str, written: str) -> None:
    assert latex(name_tree(name)) == written


@pytest.mark.parametrize("name", ["", "x y", "x^2", "_x", "x__y", "2x", r"\frac"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UnprintableNameError, match="has no notation"):
        name_tree(name)


def test_given_notation_comes_first() -> None:
    bold = Symbol("x", style="bold")
    assert name_tree("x", {"x": bold}) == bold


def test_functions_have_their_letter() -> None:
    assert latex(head_tree("sigmoid")) == r"\sigma"
