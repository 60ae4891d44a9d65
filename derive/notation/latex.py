"""Tree to LaTeX that can be read in one way only: `texmath.read_latex` gives the same tree back.

A node has a *strength*; where a place asks for more than that, brackets are set.  Two things need more care than strengths:

* Sums, limits and derivative operators reach to the end of their product, so they stand unbracketed only as its last factor.
* `\\log p` without brackets is set only where nothing follows that it could swallow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby, pairwise
from typing import Any, cast

from derive.notation import tree as t
from derive.notation.tables import (
    BIG,
    CONSTANTS,
    DERIVATIVE_SIGNS,
    FENCES,
    FUNCTION_OF,
    LETTER_HEADS,
    LETTERS,
    MARKS,
    OPERATOR_HEADS,
    RELATIONS,
    STYLES,
)
from derive.notation.tree import Tree

WHOLE, SUM, PRODUCT, FACTOR, BASE = range(5)
"""What a place asks for: anything, a sum's term, a product, one factor, something that may carry an exponent."""

_TALL = re.compile(r"\\(frac|sum|prod|int|binom|begin|lim|left)\b")
_LONG_EXPONENT = 24

Bound = frozenset[Tree]
"""Variables of the sums whose body is still open: another sum over the same variable would end them."""

_NONE: Bound = frozenset()


def latex(tree: Tree) -> str:
    """LaTeX for a maths environment (amsmath); never contains `\\\\` outside `cases`."""
    return _at(tree, WHOLE)


def _at(tree: Tree, place: int, bound: Bound = _NONE, last: bool = True) -> str:
    """The tree at a place; `last` says that nothing follows which an open end could swallow."""
    if strength(tree) >= place or (last and place == FACTOR and _reaches_out(tree) and not _ends(tree, bound)):
        return cast("str", _WRITERS[type(tree)](tree, bound, last))
    return _bracketed(tree)


def _bracketed(tree: Tree) -> str:
    return _within("(", ")", _at(tree, WHOLE))


def _within(left: str, right: str, body: str) -> str:
    if _TALL.search(body):
        left, right = rf"\left{left}", rf"\right{right}"
    return _command(left, body) + _command("", right) if left.isalpha() else f"{_spaced(left)}{body}{_before(right)}"


def _command(left: str, right: str) -> str:
    return left + right


def _spaced(left: str) -> str:
    return left + " " if left[-1].isalpha() else left


def _before(right: str) -> str:
    return " " + right if right.startswith("\\") and right[-1].isalpha() else right
