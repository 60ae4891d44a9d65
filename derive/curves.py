"""The values of an expression along an interval, by the kernel's ball arithmetic: points of a curve, and where it has none.

Sampling is deterministic. Between two neighbouring points a curve is drawn through only where a ball that holds all values
between them is finite: a pole, a jump or a stretch without real values leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp
from flint import acb, arb, fmpq

from derive.functions import Defined
from derive.kernel.ball_functions import Inconclusive, Number, Undefined, as_ball
from derive.kernel.balls import Values, evaluate
from derive.kernel.core import InvalidStatement
from derive.kernel.terms import Term, substitute
from derive.statements import close

CELLS = 240
"""Pieces of equal width into which an interval is cut; their ends are sampled."""

HALVINGS = 10
"""How often a piece is halved around a point where the curve may break."""

DIGITS = 6
SMALL = 1e-9
"""How wide the ball of a value may be, measured by the value or 1: what is wider is no point of a curve."""

STEEP = 5.0
"""How many times as high as its middle four fifths a curve may be to be shown whole."""

Point = tuple[float, float]
Pieces = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Interval:
    """low < high, both rational."""

    low: fmpq
    high: fmpq

    def ends(self) -> Iterator[fmpq]:
        """The CELLS + 1 points that are sampled."""
        width = self.high - self.low
        return (self.low + width * k / CELLS for k in range(CELLS + 1))


def interval(low: Any, high: Any) -> Interval:
    """Raises InvalidStatement unless low < high are real numbers."""
    ends = number(low), number(high)
    if ends[0] >= ends[1]:
        raise InvalidStatement(f"the range from {low} to {high} is empty: write the lower end first")
    return Interval(*ends)


def number(value: Any) -> fmpq:
    """A real number as a fraction, rounded where it is irrational. Raises InvalidStatement for anything else."""
    if isinstance(value, sp.Rational):
        return fmpq(int(value.p), int(value.q))
    known = (
        None if value.free_symbols or value.is_finite is False else Curve(value, sp.Dummy("x", real=True)).at(fmpq(0))
    )
    if known is None:
        raise InvalidStatement(f"{value} is no real number")
    near = sp.Rational(str(known))
    return fmpq(int(near.p), int(near.q))


class Curve:
    """The graph of an expression in one symbol, with values put in for others: a defined name that has one is not unfolded.

    Raises InvalidStatement where there are still others, or the expression cannot be read.
    """

    def __init__(self, expr: Any, over: Any, given: Mapping[Any, Any] | None = None) -> None:
        values = dict(given or {})
        names = {s: sp.Dummy(s.name, real=True) for s in values if isinstance(s, Defined)}
        closed = close(expr.xreplace(names), over)
        values |= {plain: values[name] for name, plain in names.items()}
        pairs = [close(symbol, value).statement for symbol, value in values.items()]
        self.term: Term = substitute(closed.statement.lhs, {s.lhs: s.rhs for s in pairs})
        self.over: Term = closed.statement.rhs
        others = sorted(set(closed.symbols) & _names(self.term) - {over.name})
        if others:
            raise InvalidStatement(
                f"{expr} has {', '.join(others)} in it: give it a value, as in given={{{others[0]}: 1}}"
            )

    @property
    def depends(self) -> bool:
        """Whether its symbol occurs in it."""
        return self.over.args[0] in _names(self.term)

    def at(self, x: fmpq) -> float | None:
        """The value at a point, None where there is no real one."""
        return self._known(x)

    def pieces(self, on: Interval) -> Pieces:
        """The curve in pieces without a break, each of two points or more."""
        found: list[list[Point]] = [[]]
        for x, joined in self._points(on):
            y = self._known(x)
            if not joined or y is None:
                found.append([])
            if y is not None:
                found[-1].append((rounded(float(arb(x))), rounded(y)))
        return tuple(tuple(piece) for piece in found if len(piece) > 1)

    def _points(self, on: Interval) -> Iterator[tuple[fmpq, bool]]:
        """Points from left to right, each with whether the curve goes on to it from the one before."""
        ends = list(on.ends())
        yield ends[0], False
        for a, b in pairwise(ends):
            yield from self._between(a, b, HALVINGS)

    def _between(self, a: fmpq, b: fmpq, halvings: int) -> Iterator[tuple[fmpq, bool]]:
        """The point b, and before it points next to where the curve may break."""
        if self._bounded(a, b):
            yield b, True
        elif halvings == 0 or not self._somewhere(a, b):
            yield b, False
        else:
            middle = (a + b) / 2
            yield from self._between(a, middle, halvings - 1)
            yield from self._between(middle, b, halvings - 1)

    def _somewhere(self, a: fmpq, b: fmpq) -> bool:
        return self._known(a) is not None or self._known(b) is not None

    def _bounded(self, a: fmpq, b: fmpq) -> bool:
        """Whether all values between two points are known to be real and within bounds."""
        value = self._value(acb(arb((a + b) / 2, arb((b - a) / 2))))
        return value is not None and value.real.is_finite() and value.imag.is_zero()

    def _known(self, x: fmpq) -> float | None:
        value = self._value(x)
        if value is None or not value.is_finite() or not value.imag.contains(0):
            return None
        middle, radius = float(value.real.mid()), float(value.real.rad()) + float(value.imag.rad())
        return middle if radius <= SMALL * max(1.0, abs(middle)) else None

    def _value(self, x: Number) -> acb | None:
        """A ball that holds the values for x, None where there is none or it is not known."""
        values = Values(lambda atom: x, is_real=lambda atom: True)
        try:
            return as_ball(evaluate(self.term, values))
        except (Undefined, Inconclusive, OverflowError, ZeroDivisionError):
            return None


def _names(term: Term) -> set[str]:
    """Of all symbols and families in a term."""
    found, pending = set(), [term]
    while pending:
        part = pending.pop()
        if part.op in ("sym", "item", "app", "dapp"):
            found.add(str(part.args[0]))
        pending += [a for a in part.args if isinstance(a, Term)]
    return found


def rounded(y: float) -> float:
    """To as many digits as a drawing shows, the same on every machine."""
    return float(f"{y:.{DIGITS}g}")


def heights(curves: Iterable[Pieces]) -> tuple[float, float]:
    """The lowest and highest value to be shown: all of them, unless a few beside a pole would flatten the rest."""
    values = sorted(y for pieces in curves for piece in pieces for _, y in piece)
    tenth = len(values) // 10
    low, high = values[tenth], values[-1 - tenth]
    reach = (high - low) / 2
    if reach == 0.0 or values[-1] - values[0] <= STEEP * (high - low):
        return values[0], values[-1]
    return max(values[0], rounded(low - reach)), min(values[-1], rounded(high + reach))
