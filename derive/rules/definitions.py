"""Definitions opened and closed."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.functions import Defined
from derive.rules.opening import definition_of, folded, opened, stands_for
from derive.rules.walking import Expr, rewritings


def unfold(expr: Expr, *names: Expr) -> Iterator[Expr]:
    """A name becomes what it stands for: those given, or any of them. The step may be read backwards too."""
    chosen = {_name(n) for n in names}
    yield from rewritings(expr, lambda node: stands_for(node) if _is_chosen(node, chosen) else None)
    made = opened(expr, lambda node: _is_chosen(node, chosen))
    if made != expr:
        yield made
    yield expr


def _is_chosen(node: Expr, chosen: set[str]) -> bool:
    found = definition_of(node)
    return found is not None and (not chosen or found[0].name in chosen)


def _name(thing: Expr) -> str:
    if isinstance(thing, sp.Indexed):
        thing = thing.base
    if isinstance(thing, sp.IndexedBase):
        return str(thing.label)
    return thing.name if isinstance(thing, Defined) else getattr(thing, "__name__", type(thing).__name__)


def fold(expr: Expr, *names: Expr) -> Iterator[Expr]:
    """What a name stands for becomes the name again; any line that opens to this one will do."""
    for name in names:
        made = folded(expr, name)
        if made != expr:
            yield made
    yield expr
