"""Equations solved for a symbol: SymPy proposes, the kernel decides."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.rules.opening import opened
from derive.rules.walking import Expr, put_in


def solve(expr: Expr, unknown: Expr) -> Iterator[Expr]:
    """a = b, or an expression read as a = 0, becomes unknown = solution, one or the other when there are several."""
    solutions = _solutions(opened(expr), unknown)
    if not solutions:
        return
    equations = [sp.Eq(unknown, s, evaluate=False) for s in solutions]
    yield equations[0] if len(equations) == 1 else sp.Or(*equations)
    yield from solutions
    yield from equations


def _solutions(expr: Expr, unknown: Expr) -> list[Expr]:
    """The roots, with sums, families and other symbols standing for complex numbers that nothing is known of."""
    difference = expr.lhs - expr.rhs if isinstance(expr, sp.Eq) else expr
    parts = sorted(difference.atoms(sp.Sum, sp.Product, sp.Indexed, sp.Symbol), key=_largest_first)
    plain = {part: sp.Dummy() for part in parts if part != unknown and not _mentions(part, unknown)}
    x = sp.Dummy("x")
    found = sp.solve(put_in(difference, plain | {unknown: x}), x)
    back = {stand_in: part for part, stand_in in plain.items()}
    return [put_in(solution, back) for solution in found]


def _largest_first(part: Expr) -> tuple[int, Expr]:
    return (-part.count_ops(), sp.default_sort_key(part))


def _mentions(part: Expr, unknown: Expr) -> bool:
    return bool(part.has(unknown))
