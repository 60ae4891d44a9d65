"""A fact for every index as a conclusion: it is proved for one index of the range of which nothing else is known."""

from __future__ import annotations

from typing import Any

import sympy as sp

from derive.kernel.core import InvalidStatement
from derive.script.recording import Line
from derive.symbols import Each

RELATION_OF = {sp.Eq: "==", sp.Ne: "!=", sp.Lt: "<", sp.Le: "<=", sp.Gt: ">", sp.Ge: ">="}


def sides_for_any(each: Each, given: tuple[Any, ...]) -> tuple[str, Line, Line]:
    """The relation and its sides at an index that `given` says nothing of. Raises InvalidStatement where it does."""
    op = RELATION_OF.get(type(each.fact))
    if op is None:
        raise InvalidStatement("each(...) can be concluded for one relation, such as each(k, Eq(p[k], q[k]))")
    for fact in given:
        if not isinstance(fact, Each) and each.variable in getattr(fact, "free_symbols", ()):
            raise InvalidStatement(f"{each.variable} is used in given: take another index in each(...)")
    left, right = (Line(side) for side in each.fact.args)
    return op, left, right


def in_range(each: Each) -> tuple[Any, ...]:
    """lower <= index <= upper."""
    return tuple(
        f for f in (sp.Le(each.lower, each.variable), sp.Le(each.variable, each.upper)) if f is not sp.true
    )  # fmt: skip
