"""Printing against a table of expressions, and reading each printed formula back."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from golden import GOLDEN, SYMBOLS

from derive.notation.latex import latex
from derive.notation.of_sympy import tree_of
from derive.notation.portable import portable
from derive.notation.text import text
from derive.notation.tree import heads, quantities
from derive.texmath.compare import same_tree
from derive.texmath.meaning import to_sympy
from derive.texmath.parser import read_latex

EXPRESSIONS = [pytest.param(row[0], id=row[3]) for row in GOLDEN]
each_row = pytest.mark.parametrize("row", [pytest.param(row, id=row[3]) for row in GOLDEN])


@each_row
def test_latex(row: tuple[Any, str, str, str]) -> None:
    assert latex(tree_of(row[0])) == row[1]


@each_row
def test_unicode(row: tuple[Any, str, str, str]) -> None:
    assert text(tree_of(row[0])) == row[2]


@each_row
def test_ascii(row: tuple[Any, str, str, str]) -> None:
    printed = text(tree_of(row[0]), ascii=True)
    assert printed == row[3]
    assert printed.isascii()


@pytest.mark.parametrize("expr", EXPRESSIONS)
@pytest.mark.parametrize("dialect", [str, portable])
def test_printed_formula_reads_back_to_its_tree(expr: Any, dialect: Any) -> None:
    tree = tree_of(expr)
    assert read_latex(dialect(latex(tree)), quantities(tree), heads(tree)) == tree


@pytest.mark.parametrize("expr", EXPRESSIONS)
def test_printed_formula_means_the_expression(expr: Any) -> None:
    tree = tree_of(expr)
    meant = to_sympy(read_latex(latex(tree), quantities(tree), heads(tree)), SYMBOLS)
    assert same_tree(meant, sp.sympify(expr))
