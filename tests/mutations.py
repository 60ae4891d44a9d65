"""Every one-edit change of an expression: what a slip of the pen makes of a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef


def mutations(expr: Any) -> Iterator[tuple[str, Any]]:
    """(what was changed, the changed expression), for every place in the expression."""
    seen = {expr}
    for what, mutant in _everywhere(expr):
        if (mutant not in seen and not mutant.has(sp.nan, sp.zoo, sp.oo)) or isinstance(expr, sp.Limit):
            seen.add(mutant)
            yield what, mutant


def _everywhere(e: Any) -> Iterator[tuple[str, Any]]:
    yield from here(e)
    if isinstance(e, sp.Symbol | sp.Indexed | sp.Derivative | sp.Limit):
        return
    if isinstance(e, sp.Sum | sp.Product | sp.Integral):
        for what, body in _everywhere(e.function):
            yield what, e.func(body, *e.limits)
        return
    for k, a in enumerate(e.args):
        for what, mutant in _everywhere(a):
            yield what, e.func(*e.args[:k], mutant, *e.args[k + 1 :])


def here(e: Any) -> Iterator[tuple[str, Any]]:
    """The changes at the root of an expression."""
    if isinstance(e, sp.Rational):
        yield "number", e + 1
        yield "sign of a number", -e
    elif isinstance(e, sp.Add):
        for k, a in enumerate(e.args):
            rest = (*e.args[:k], *e.args[k + 1 :])
            yield "dropped term", sp.Add(*rest)
            yield "sign of a term", sp.Add(*rest, -a)
    elif isinstance(e, sp.Mul):
        for k in range(len(e.args)):
            yield "dropped factor", sp.Mul(*e.args[:k], *e.args[k + 1 :])
        yield "sum for product", sp.Add(*e.args)
    elif isinstance(e, sp.Pow):
        yield "exponent", e.base ** (e.exp + 1)
        yield "sign of an exponent", e.base ** (-e.exp)
    elif isinstance(e, sp.Sum | sp.Product):
        (variable, low, high), *more = e.limits
        yield "upper bound", e.func(e.function, (variable, low, high - 1), *more)
        yield "lower bound", e.func(e.function, (variable, low + 1, high), *more)
        yield "sum and product", (sp.Product if isinstance(e, sp.Sum) else sp.Sum)(e.function, *e.limits)
    elif isinstance(e, sp.log | sp.exp):
        yield "dropped function", e.args[0]
    elif isinstance(e, AppliedUndef) and len(e.args) == 2:
        yield "swapped arguments", e.func(e.args[1], e.args[0])
    elif isinstance(e, sp.Symbol) and e.is_integer is not True:
        yield "doubled symbol", 2 * e
