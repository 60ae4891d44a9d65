"""Which dollar signs are those of a formula."""

from __future__ import annotations

import pytest

from derive.notation.inline import FORMULA, formulas


@pytest.mark.parametrize(
    "text",
    ["5 $ and 6 $", "from $5 to $6", "a $ b", r"\$x\$", "$ x$", "$x $", "$x$5", "$x\n\ny$", "$", "$$", r"$x\$"],
)
def test_this_is_no_formula(text: str) -> None:
    assert FORMULA.findall(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a $x$.", ["x"]),
        ("$x$ and $y$", ["x", "y"]),
        ("5 $ and $x$", ["x"]),
        ("$a +\nb$", ["a +\nb"]),
        (r"$\{a\}$", [r"\{a\}"]),
        ("中$x$文", ["x"]),
    ],
)
def test_this_is_one(text: str, found: list[str]) -> None:
    assert FORMULA.findall(text) == found


def test_a_formula_in_lines_of_its_own_is_one_too() -> None:
    assert formulas("$$\nx\n$$ and $y$, 5 $ or 6 $") == ["$$\nx\n$$", "$y$"]
