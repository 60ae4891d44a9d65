"""How an applied function is drawn: most as name(...), some by a shape of their own.  No SymPy here: arguments are
trees.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.notation import tree as t
from derive.notation.names import Names, head_tree
from derive.notation.tree import Tree


def function_tree(name: str, args: tuple[Tree, ...], names: Names | None = None) -> Tree:
    """The tree of the function that SymPy or derive call `name`; `names` overrides how it is written."""
    shape = SHAPES.get((name, len(args)))
    if shape is not None and name not in (names or {}):
        return shape(*args)
    return t.Call(head_tree(name, names), args)


def _log_to_base(argument: Tree, base: Tree) -> Tree:
    return t.Call(t.Item(t.Symbol("log"), (base,)), (argument,))


def _x_log_y(factor: Tree, argument: Tree) -> Tree:
    """xlogy(a, b) is a log b with the convention 0 log 0 = 0."""
    return t.Mul((factor, t.Call(t.Symbol("log"), (argument,))))


SHAPES: dict[tuple[str, int], Callable[..., Tree]] = {
    ("exp", 1): t.exponential,
    ("sqrt", 1): t.Root,
    ("Abs", 1): lambda x: t.Fence("abs", x),
    ("floor", 1): lambda x: t.Fence("floor", x),
    ("ceiling", 1): lambda x: t.Fence("ceiling", x),
    ("factorial", 1): t.Factorial,
    ("binomial", 2): t.Binomial,
    ("KroneckerDelta", 2): t.Delta,
    ("log", 2): _log_to_base,
    ("xlogy", 2): _x_log_y,
}
"""(name, number of arguments) to the shape."""
