"""Texts without TeX: what a terminal, a search result and the tab of a browser show."""

from __future__ import annotations

import pytest

from derive.texmath.plain import readable, without_tex


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\theta", "θ"),
        (r"\sum_{i=1}^n x_i", "Σᵢ₌₁ⁿ xᵢ"),
        (r"\frac{a + 1}{b}", "(a + 1)/b"),
        (r"\operatorname{softplus}(h) - h", "softplus(h) − h"),
        (r"\frac14 : \frac1{10}", "1/4 : 1/10"),
        (r"a_1, \ldots, a_f", "a₁, …, a_f"),
        (r"p^7 (1 - p)^3", "p⁷ (1 − p)³"),
        (r"1/(\theta(1-\theta))", "1/(θ(1−θ))"),
        (r"4 \log \cosh \frac u4", "4 log cosh u/4"),
        (r"\{a, b\} \cup \unknown{x}", "{a, b} ∪ unknown x"),
        (r"\frac{1", "frac 1"),
    ],
)
def test_a_formula_is_readable_even_where_it_cannot_be_read(tex: str, shown: str) -> None:
    assert readable(tex) == shown


def test_without_unicode_letters_have_their_names() -> None:
    assert readable(r"\theta \le 1", ascii=True) == "theta <= 1"
    assert readable(r"n\theta(1 - \theta)", ascii=True) == "n theta(1 - theta)"


def test_a_text_keeps_its_words_and_its_money() -> None:
    assert without_tex(r"What is $\theta$ for 5 $ and 6 $?") == "What is θ for 5 $ and 6 $?"
