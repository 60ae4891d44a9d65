"""A fact for every index as a conclusion: it is proved for one index of the range of which nothing else is known."""

from __future__ import annotations

from typing import Any

import sympy as sp

from derive.kernel.core import InvalidStatement
from derive.script.recording import Line
from derive.symbols import Each

RELATION_OF = {sp.Eq: "==", sp.Ne: "!=", sp.Lt: "<", sp.Le: "<=", sp.Gt: ">", sp.Ge: ">="}


def innermost(each: Each) -> tuple[Any, tuple[Each, ...]]:
    """The fact of `each(c, each(l, fact))`, and the quantifiers, outermost first."""
    quantifiers = [each]
    while isinstance(quantifiers[-1].fact, Each):
        quantifiers.append(quantifiers[-1].fact)
    return quantifiers[-1].fact, tuple(quantifiers)


def sides_for_any(each: Each, given: tuple[Any, ...]) -> tuple[str, Line, Line]:
    """The relation and its sides at indices that `given` says nothing of. Raises InvalidStatement where it does."""
    relation, quantifiers = innermost(each)
    op = RELATION_OF.get(type(relation))
    if op is None:
        raise InvalidStatement("each(...) can be concluded for one relation, such as each(k, Eq(p[k], q[k]))")
    for fact in given:
        used = _names(fact)
        taken = next((e.variable for e in quantifiers if e.variable.name in used), None)
        if taken is not None:
            raise InvalidStatement(f"{taken} is used in given: take another index in each(...)")
    left, right = (Line(side) for side in relation.args)
    return op, left, right


def _names(fact: Any) -> set[str]:
    """The names of what is free in a fact, or in what an assumption says."""
    fact = getattr(fact, "__derive_fact__", fact)
    if isinstance(fact, Each):
        ends = (sp.sympify(end).free_symbols for end in (fact.lower, fact.upper))
        return (_names(fact.fact) - {fact.variable.name}) | {s.name for symbols in ends for s in symbols}
    return {str(s) for s in getattr(fact, "free_symbols", ())}


def in_range(each: Each) -> tuple[Any, ...]:
    """lower <= index <= upper, for each of the indices."""
    _, quantifiers = innermost(each)
    bounds = (f for e in quantifiers for f in (sp.Le(e.lower, e.variable), sp.Le(e.variable, e.upper)))
    return tuple(f for f in bounds if f is not sp.true)
