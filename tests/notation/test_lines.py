"""Breaking long lines, and putting them together again."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from derive.notation.lines import break_line
from derive.notation.of_sympy import tree_of
from derive.notation.width import visual_width
from derive.texmath.chain import read_chain
from derive.texmath.parser import read_latex

letters = sp.symbols("a b c d f g h k m n p q r s")
LONG = tree_of(sp.Add(*(letter**2 for letter in letters)) - sp.Symbol("x"))
PRODUCT = tree_of(sp.Mul(*(letter + 1 for letter in letters)))


def test_a_short_line_stays_whole() -> None:
    assert break_line(tree_of(letters[0] + 1), 20) == ["a + 1"]


def test_no_line_of_a_sum_is_too_wide() -> None:
    assert max(map(visual_width, break_line(LONG, 25))) <= 25


def test_a_sum_is_broken_before_its_signs() -> None:
    assert all(line[0] in "+-" for line in break_line(LONG, 25)[1:])


def test_a_product_is_broken_before_its_dots() -> None:
    assert all(line.startswith(r"\cdot ") for line in break_line(PRODUCT, 25)[1:])


def test_broken_sums_read_back() -> None:
    names = [letter.name for letter in letters] + ["x"]
    assert read_chain(r" \\ ".join(break_line(LONG, 25)), names) == [("", LONG)]


def test_broken_products_read_back() -> None:
    names = [letter.name for letter in letters]
    assert read_chain(r" \\ & \quad ".join(break_line(PRODUCT, 25)), names) == [("", PRODUCT)]


def test_a_broken_relation_reads_back() -> None:
    line = r" \\ ".join(break_line(tree_of(sp.Eq(sp.Symbol("y"), sp.Add(*letters), evaluate=False)), 20))
    sides = read_chain(line, [letter.name for letter in letters])
    assert [relation for relation, _ in sides] == ["", "="]


def test_a_fraction_is_as_wide_as_its_wider_half() -> None:
    assert visual_width(r"\frac{a b c}{a}") == 4


def test_bounds_stand_under_the_sum_sign() -> None:
    assert visual_width(r"\sum_{i=1}^{n} y_i") < visual_width("n y_i + y_i")


@pytest.mark.parametrize(("joined", "sign"), [(sp.And, r"\land"), (sp.Or, r"\lor")])
def test_joined_facts_are_broken_between_them_and_read_back(joined: Any, sign: str) -> None:
    a, b, c, d = letters[:4]
    inner = sp.Or(sp.And(sp.Gt(a, 1), sp.Lt(b, 2)), sp.Gt(c, 3)) if joined is sp.And else sp.Gt(c, 3)
    tree = tree_of(joined(inner, sp.Gt(a + b, d), sp.Lt(a - b, c), evaluate=False))
    lines = break_line(tree, 12)
    assert len(lines) == 3 and all(line.startswith(f"{sign} ") for line in lines[1:])
    assert read_latex(" ".join(lines), [letter.name for letter in letters]) == tree
