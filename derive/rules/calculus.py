"""Derivatives carried out, limits taken."""

from __future__ import annotations

from typing import Any

import sympy as sp

from derive.kernel import calculus
from derive.kernel.reading import to_sympy
from derive.rules.base import Proposals, Rule, written_out
from derive.rules.sums import _split
from derive.statements import close


def worked_out(e: Any) -> Any:
    """The expression with its derivatives carried out, definitions written out."""
    closed = close(e, e)
    slope, _ = calculus.without_derivatives(closed.statement.lhs, lambda name: True)
    return to_sympy(slope, closed.symbols)


def _differentiated(e: Any) -> Proposals:
    slope = worked_out(written_out(e))
    yield slope
    yield next(iter(_split(slope)))
    yield sp.factor(slope) if not slope.has(sp.Sum, sp.Product) else slope


def _limit(e: Any) -> Proposals:
    yield e.doit()


differentiate = Rule("differentiate", "differentiated", _differentiated, "rational")
chain_rule = Rule("chain_rule", "chain rule", _differentiated, "rational")
product_rule = Rule("product_rule", "product rule", _differentiated, "rational")
quotient_rule = Rule("quotient_rule", "quotient rule", _differentiated, "rational")
take_limit = Rule("take_limit", "limit", _limit, "rational")
