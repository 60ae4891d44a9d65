"""Strict inequalities on a bounded box, by interval arithmetic: the box is cut until every piece is settled.

Soundness: the ball of a - b over a piece holds the value at each of its points; a ball of the right sign settles the
piece. The box holds the whole domain, ends included; other hypotheses only make the domain smaller.
"""

from __future__ import annotations

from flint import acb, arb, fmpq

from derive.kernel import terms as t
from derive.kernel.ball_functions import Inconclusive, Undefined, as_ball, real_part
from derive.kernel.balls import Values, evaluate
from derive.kernel.core import Statement
from derive.kernel.domain import Domain
from derive.kernel.terms import Term

MAX_PIECES = 500
MAX_VARIABLES = 3

Box = dict[Term, tuple[fmpq, fmpq]]
"""The ends of each symbol's interval."""


def holds_on_box(statement: Statement) -> bool:
    """Whether a relation of order, or !=, between real sides holds strictly at every point of a bounded domain."""
    domain = Domain(statement.declarations, statement.hypotheses)
    box = _box(statement, domain)
    if box is None:
        return False
    op, a, b = statement.claim.args
    pending = [box]
    for done in range(MAX_PIECES):
        if not pending:
            return True
        piece = pending.pop()
        if not _settled(op, a, b, piece, domain):
            if done + len(pending) > MAX_PIECES:
                return False
            pending += _halves(piece)
    return False


def _box(statement: Statement, domain: Domain) -> Box | None:
    """The box of the symbols of the claim, or None where there is none."""
    if statement.claim.op != "rel" or statement.relation == "==":
        return None
    box: Box = {}
    for part in t.subterms(statement.claim):
        if part.op in ("item", "app", "dapp", "deriv", "ideriv"):
            return None
        if part.op == "sym":
            bounds = domain.interval(part)
            if bounds is None or bounds.lo is None or bounds.hi is None or domain.is_integer(part):
                return None
            box[part] = (bounds.lo, bounds.hi)
    return box if 0 < len(box) <= MAX_VARIABLES else None


def _settled(op: str, a: Term, b: Term, piece: Box, domain: Domain) -> bool:
    balls = {x: acb(arb(low).union(arb(high))) for x, (low, high) in piece.items()}
    at = Values(balls.__getitem__, domain.is_smooth, domain.is_real)
    try:
        for side in (a, b):
            real_part(evaluate(side, at))  # an order is between real numbers
        value = real_part(as_ball(evaluate(t.sub(a, b), at)))
    except (Inconclusive, Undefined, RecursionError):
        return False
    if op == "!=":
        return bool(value > 0 or value < 0)
    return bool(value > 0) if op[0] == ">" else bool(value < 0)


def _halves(piece: Box) -> list[Box]:
    """The piece cut in two across its longest side."""
    x = max(piece, key=lambda s: piece[s][1] - piece[s][0])
    low, high = piece[x]
    middle = (low + high) / 2
    return [{**piece, x: (low, middle)}, {**piece, x: (middle, high)}]
