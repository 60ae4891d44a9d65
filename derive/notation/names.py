"""Python names as notation: `theta_hat` is \\hat\\theta, `y_i` and `sigma2` carry a subscript."""

from __future__ import annotations

import re
from collections.abc import Mapping

from derive.notation.latex import latex
from derive.notation.tables import ALIASES, GREEK, HEAD_OF, LETTERS, NAME_MARKS
from derive.notation.tree import Item, Number, Symbol, Tree

Names = Mapping[str, Symbol | Item]
"""What an author's name is printed as, where the house rules below are not wanted."""

_WORD = re.compile(r"([A-Za-z]+)([0-9]*)")
_FROM_UNICODE = str.maketrans(dict(sorted((letter, name) for name, letter in GREEK.items())))
_JOINED_MARKS = ("hat", "bar", "tilde")


class UnprintableNameError(ValueError):
    """A name that no notation is known for."""


def name_tree(name: str, names: Names | None = None) -> Symbol | Item:
    """The notation of a symbol's name.

    Parts after `_` are marks (`tables.NAME_MARKS`) or subscripts; digits at a word's end are a subscript too, so
    `sigma2` is \\sigma_2 (never a square); `xbar`, `phat` are read as `x_bar`, `p_hat`.  Raises
    UnprintableNameError for anything but letters, digits and `_`.
    """
    if names is not None and name in names:
        return names[name]
    first, *parts = name.translate(_FROM_UNICODE).split("_")
    word, digits = _split(name, first)
    base, joined = _joined_mark(ALIASES.get(word, word))
    marks = (*joined, *(part for part in parts if part in NAME_MARKS))
    subscripts = [digits] if digits else []
    subscripts += [part for part in parts if part not in NAME_MARKS]
    symbol = Symbol(base, marks)
    return Item(symbol, tuple(_subscript(name, part) for part in subscripts)) if subscripts else symbol


def python_name(tree: Symbol | Item) -> str:
    """The Python spelling of a name: x_hat, y_i; the inverse of `name_tree`."""
    if isinstance(tree, Symbol):
        return "_".join((tree.name, *tree.marks))
    parts = [index.text if isinstance(index, Number) else latex(index).lstrip("\\") for index in tree.indices]
    return "_".join((python_name(tree.base), *parts))


def head_tree(name: str, names: Names | None = None) -> Symbol | Item:
    """The notation of a function's name, as SymPy or derive call it: sigmoid is \\sigma, digamma \\psi."""
    if names is not None and name in names:
        return names[name]
    return Symbol(HEAD_OF[name]) if name in HEAD_OF else name_tree(name)


def _split(name: str, word: str) -> tuple[str, str]:
    found = _WORD.fullmatch(word)
    if found is None:
        raise UnprintableNameError(f"the name {name!r} has no notation: use letters, digits and _")
    return found[1], found[2]


def _joined_mark(word: str) -> tuple[str, tuple[str, ...]]:
    for mark in _JOINED_MARKS:
        stem = word.removesuffix(mark)
        stem = ALIASES.get(stem, stem)
        if stem != word and (len(stem) == 1 or stem in LETTERS):
            return stem, (mark,)
    return word, ()


def _subscript(name: str, part: str) -> Tree:
    if part.isdecimal():
        return Number(part)
    word, digits = _split(name, part)
    symbol = Symbol(ALIASES.get(word, word))
    return Item(symbol, (Number(digits),)) if digits else symbol
