"""Canonical text and order of terms: the same text for terms that differ only in the order of sums and products."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from derive.kernel.terms import BINDERS, Term, rebuild

NO_LABELS: Mapping[int, str] = {}


def text(a: Term, labels: Mapping[int, str] = NO_LABELS) -> str:
    """Exact text of a term, its free variables written by their labels; arguments of + and * in text order."""
    relevant = tuple(sorted((k, v) for k, v in labels.items() if k in a.free))
    return _text(a, relevant)


@lru_cache(maxsize=5_000)
def _text(a: Term, labels: tuple[tuple[int, str], ...]) -> str:
    if a.op == "var":
        return next((label for number, label in labels if number == a.args[0]), f"v{a.args[0]}")
    inner = [_text(x, _inside(a, x, k, labels)) if isinstance(x, Term) else str(x) for k, x in enumerate(a.args)]
    if a.op in ("add", "mul"):
        inner.sort()
    return f"{a.op}({','.join(inner)})"


def _inside(a: Term, x: Term, position: int, labels: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    hidden = a.args[0] if a.op in BINDERS and position == 1 else None
    return tuple((k, v) for k, v in labels if k in x.free and k != hidden)


@lru_cache(maxsize=5_000)
def ordered(a: Term) -> Term:
    """The same term with the arguments of every sum and product in the order of their text."""
    b = rebuild(a, ordered)
    if b.op in ("add", "mul"):
        args = tuple(sorted(b.args, key=text))
        return b if args == b.args else Term(b.op, args)
    return b


def highest_binder(a: Term) -> int:
    """The highest number bound inside `a` among canonical sums, or -1."""
    return _highest(a)


@lru_cache(maxsize=5_000)
def _highest(a: Term) -> int:
    own = a.args[0] if a.op in BINDERS and a.args[0] < 1_000_000 else -1
    return max([own, *(_highest(c) for c in a.children())])
