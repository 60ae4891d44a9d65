"""LaTeX that Markdown leaves alone."""

from __future__ import annotations

import pytest

from derive.notation.portable import portable


@pytest.mark.parametrize(
    ("latex", "survives"),
    [
        (r"a \\ b", r"a \cr b"),
        (r"\{a\}", r"\lbrace a\rbrace "),
        (r"x^2 \, \mathrm{d}x", r"x^2 \thinspace \mathrm{d}x"),
        (r"\hat{p}_{i}", r"\hat{p}_ {i}"),
        (r"\sum_{i=1}^{n} y_i", r"\sum_ {i=1}^{n} y_ i"),
        (r"\operatorname{relu}(x)", r"\mathop{\mathrm{relu}}(x)"),
        ("a<b", "a < b"),
        ("a < b", "a < b"),
        ("[a](b)", "[a] (b)"),
        ("p^*", r"p^\ast "),
    ],
)
def test_rewrites(latex: str, survives: str) -> None:
    assert portable(latex) == survives
