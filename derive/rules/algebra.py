"""Algebra: brackets, fractions, values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sympy as sp

from derive.rules.matching import distributed, distributed_deeply, is_below
from derive.rules.opening import opened
from derive.rules.sums import unrolled
from derive.rules.walking import Expr, everywhere, put_in, repeatedly, rewritings


def expand(expr: Expr) -> Iterator[Expr]:
    """a (b + c) = a b + a c, (a + b)^2 = a^2 + 2 a b + b^2."""
    return rewritings(expr, _expanded)


def _expanded(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Add | sp.Mul | sp.Pow):
        return None
    made = distributed(node)
    return None if made == node else made


def collect(expr: Expr, *parts: Expr) -> Iterator[Expr]:
    """a x + b x = (a + b) x, for the parts given, or for every common part."""
    chosen = [*parts, list(parts)] if parts else [*_parts_in(expr)]
    for part in chosen:
        yield from rewritings(expr, lambda node, part=part: _collected(node, part))  # type: ignore[misc]
    if not parts:
        yield from rewritings(expr, lambda node: _changed(node, sp.factor_terms(node)) if node.is_Add else None)
        yield from rewritings(expr, _factored)


def _parts_in(expr: Expr) -> Iterator[Expr]:
    kinds = sp.Symbol | sp.Indexed | sp.Function | sp.Sum
    found = {node for node in sp.preorder_traversal(expr) if isinstance(node, kinds)}
    return iter(sorted(found, key=sp.default_sort_key)[:12])


def _collected(node: Expr, part: Expr | list[Expr]) -> Expr | None:
    if not isinstance(node, sp.Add):
        return None
    return _changed(node, sp.collect(distributed(node), part))


def _factored(node: Expr) -> Expr | None:
    """A polynomial or a fraction written as a product."""
    return _changed(node, sp.factor(node, deep=False)) if isinstance(node, sp.Add) else None


def _changed(node: Expr, made: Expr) -> Expr | None:
    return None if made == node else made


def common_denominator(expr: Expr) -> Iterator[Expr]:
    """a/b + c/d = (a d + b c)/(b d)."""
    yield from rewritings(expr, _over_one_denominator)
    yield from rewritings(expr, _cancelled)


def _over_one_denominator(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Add):
        return None
    top, bottom = sp.fraction(sp.together(node))
    return None if bottom == 1 else _changed(node, distributed(top) / bottom)


def cancel(expr: Expr) -> Iterator[Expr]:
    """a c / (b c) = a / b."""
    return rewritings(expr, _cancelled)


def _cancelled(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Add | sp.Mul | sp.Pow):
        return None
    if not any(is_below(factor) for factor in node.atoms(sp.Pow)):
        return None
    return _changed(node, sp.factor(sp.cancel(node)))


def rearrange(expr: Expr) -> Iterator[Expr]:
    """Any line that is equal by the rules of + - * / alone."""
    yield expr
    yield distributed_deeply(expr)


def substitute(expr: Expr, values: Mapping[Expr, Expr]) -> Iterator[Expr]:
    """The values put in for symbols, elements or whole expressions, wherever they stand."""
    for start in dict.fromkeys((expr, opened(expr))):
        made = put_in(start, values)
        if made != start:
            yield made
            yield everywhere(made, unrolled)


def evaluate(expr: Expr) -> Iterator[Expr]:
    """Arithmetic: sums over written ranges are added up, functions of numbers get their values."""
    made = repeatedly(opened(expr), unrolled)
    yield made
    if made.is_number:
        yield made.doit()
