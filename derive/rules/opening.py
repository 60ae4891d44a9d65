"""Opening definitions: what a defined name, family element or function stands for, and back."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import Defined, Definition
from derive.rules.walking import Expr, depends, everywhere, is_leaf, put_in, rebuilt


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


def hides(node: Expr, variable: Expr) -> bool:
    """Whether a defined node depends on the variable through what it stands for."""
    body = stands_for(node)
    return body is not None and depends(opened(body), variable)
