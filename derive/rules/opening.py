"""Opening definitions: what a defined name, family element or function stands for, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import Defined, Definition
from derive.rules.walking import BINDERS, Expr, everywhere, is_leaf, put_in, rebuilt


def definition_of(node: Expr) -> tuple[Definition, tuple[Expr, ...]] | None:
    """The definition behind a node, and its arguments there; None for anything that is not defined."""
    if isinstance(node, Defined):
        return (node.definition, ()) if not node.definition.parameters else None
    if isinstance(node, sp.Indexed) and isinstance(node.base.label, Defined):
        return node.base.label.definition, node.indices
    if isinstance(node, AppliedUndef):
        found = getattr(node.func, "derive_definition", None)
        return (found, node.args) if isinstance(found, Definition) else None
    return None


def stands_for(node: Expr) -> Expr | None:
    """What a defined node stands for, opened once; None for anything that is not defined."""
    found = definition_of(node)
    if found is None:
        return None
    definition, args = found
    return put_in(definition.body, dict(zip(definition.parameters, args, strict=True)))


def opened(expr: Expr, only: Callable[[Expr], bool] = lambda node: True) -> Expr:
    """The expression with its definitions opened all the way, where `only` says so."""
    if not is_leaf(expr):
        expr = rebuilt(expr, [opened(a, only) for a in expr.args])
    body = stands_for(expr) if only(expr) else None
    return expr if body is None else opened(body, only)


def folded(expr: Expr, name: Expr) -> Expr:
    """The expression with the name in every place where its body stands, recognised by structure."""
    body = stands_for(name)
    return everywhere(expr, lambda node: name if node == body else None)


def names_in(expr: Expr) -> Iterator[Expr]:
    """The defined names, elements and applications that occur, each once, in a fixed order."""
    found: dict[Any, None] = {}
    for node in sp.preorder_traversal(expr):
        if definition_of(node) is not None and not _is_label(node, expr):
            found[node] = None
    return iter(sorted(found, key=sp.default_sort_key))


def _is_label(node: Expr, expr: Expr) -> bool:
    return isinstance(node, Defined) and bool(node.definition.parameters)


def hides(node: Expr, variable: Expr) -> bool:
    """Whether a defined node depends on the variable through what it stands for."""
    body = stands_for(node)
    if body is None:
        return False
    target = variable.base if isinstance(variable, sp.Indexed) else variable
    whole = opened(body)
    return any(target in (part, getattr(part, "base", None)) for part in _free_parts(whole))


def _free_parts(expr: Expr) -> Iterator[Expr]:
    """The symbols and elements that occur free."""
    if isinstance(expr, sp.Symbol | sp.Indexed):
        yield expr
    if isinstance(expr, BINDERS):
        bound = {limit[0] for limit in expr.limits}
        yield from (part for part in _free_parts(expr.function) if part not in bound)
        yield from (part for limit in expr.limits for bound_ in limit[1:] for part in _free_parts(bound_))
    elif not isinstance(expr, sp.IndexedBase):
        for part in expr.args:
            yield from _free_parts(part)
