"""Figures: curves of what was derived. A curve is drawn from the expression itself, whose values are worked out here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any, ClassVar

import sympy as sp
from sympy.core.relational import Relational

from derive.curves import Curve, Interval, Pieces, heights, interval, number, rounded
from derive.kernel.core import InvalidStatement
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.script.chains import Chain
from derive.script.claims import Claim
from derive.script.recording import Item, Line, caller, expression, line_of, place_of, recorded
from derive.symbols import Variable, exact


@dataclass(frozen=True, eq=False)
class Plotted:
    """What a curve shows: a line, what it is called, and values for symbols that are not its variable."""

    line: Line
    label: str
    given: tuple[tuple[Any, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Drawn:
    """A curve in points: pieces without a break. label: its name in words, or "" for its formula, `tree`."""

    label: str
    tree: Tree
    pieces: Pieces


@dataclass(frozen=True, eq=False)
class Mark:
    """A point of a curve with a name; curve: which one, from 0 on."""

    x: float
    y: float
    label: str
    curve: int


@dataclass(frozen=True, eq=False)
class Figure(Item):
    """Curves over an interval, in numbers. alt: what they show, for those who cannot see them; vertical: what the vertical axis
    shows, in words."""

    sentence: str
    alt: str
    axis: Tree
    across: tuple[float, float]
    up: tuple[float, float]
    curves: tuple[Drawn, ...]
    marks: tuple[Mark, ...]
    vertical: str = ""
    kind: ClassVar[str] = "figure"


def curve(line: Any, label: str = "", *, given: Mapping[Any, Any] | None = None) -> Plotted:
    """A curve for `figure`: a chain (its last line), a labelled line, an equation (its right side) or an expression.

    label: its name, in words and formulas between dollar signs; without one, it is named by its formula. given: values for
    symbols, besides those of the whole figure.
    """
    return Plotted(_line(caller(), 0, line), _words(label, "label="), tuple((given or {}).items()))


def figure(
    caption: str, *curves: Any, over: Any, alt: str = "", marks: Any = (), given: Mapping[Any, Any] | None = None,
    within: Any = None, vertical: str = "",
) -> Figure:  # fmt: skip
    """Draw curves in one symbol: `figure("Both losses.", curve(loss, "the loss"), over=(z, -6, 6), alt="...")`.

    over: the symbol and its range. alt: what there is to see, in words, for those who cannot see it. marks: (place, name) for a
    point of the first curve, (place, name, number) for one of another curve. given: values for other symbols. within: the
    heights that are shown, (low, high); without it all of them, unless a pole would flatten the rest. vertical: what the vertical
    axis shows, such as "the loss"; of a curve that is alone it is its name.

    Raises InvalidStatement for a missing text, an empty range, a symbol without a value, and a curve without real values.
    """
    frame = caller()
    _words(caption, "the caption of a figure", needed=True)
    _words(alt, "alt=, which says what the figure shows", needed=True)
    variable, on = _over(over)
    plotted = [c if isinstance(c, Plotted) else Plotted(_line(frame, k, c), "") for k, c in enumerate(curves, start=1)]
    if not plotted:
        raise InvalidStatement("a figure needs a curve: figure(caption, curve(expression, label), over=..., alt=...)")
    values = [{**(given or {}), **dict(c.given)} for c in plotted]
    graphs = [Curve(expression(c.line.expr), variable, _exact(v)) for c, v in zip(plotted, values, strict=True)]
    _all_used(variable, [*(given or {})], plotted, graphs)
    drawn = tuple(_drawn(c, graph, on) for c, graph in zip(plotted, graphs, strict=True))
    _told_apart(drawn)
    return recorded(
        Figure(
            place_of(frame), caption, alt, tree_of(variable), (_float(on.low), _float(on.high)),
            _within(within) or heights(d.pieces for d in drawn), drawn, tuple(_marks(marks, graphs, on)),
            _words(vertical, "vertical="),
        )
    )  # fmt: skip


def _words(text: Any, what: str, needed: bool = False) -> str:
    if not isinstance(text, str) or (needed and not text.strip()):
        raise InvalidStatement(f"{what}, needs some text" if "," in what else f"{what} needs some text")
    return text


def _line(frame: FrameType, position: int, value: Any) -> Line:
    """The line to be drawn. Raises InvalidStatement for what has two sides that differ."""
    match value:
        case Chain():
            return value.last
        case Claim(relation="=="):
            return value.right
        case Line():
            return value
        case sp.Eq():
            return Line(value.rhs)
        case Claim() | Relational():
            raise InvalidStatement("an inequality is no curve: draw its sides, each as a curve of its own")
        case _:
            return line_of(frame, position, value)


def _over(over: Any) -> tuple[Any, Interval]:
    if not isinstance(over, tuple | list) or len(over) != 3:
        raise InvalidStatement(f"over={over} must be a symbol and its range, such as over=(z, -6, 6)")
    variable, low, high = over
    if not isinstance(variable, sp.Symbol):
        raise InvalidStatement(f"over=({variable}, ...) must begin with a symbol")
    if isinstance(variable, Variable) and variable.domain.numbers == "integer":
        raise InvalidStatement(f"{variable} takes whole numbers only: a curve needs a real symbol")
    return variable, interval(exact(low, "the range"), exact(high, "the range"))


def _exact(values: Mapping[Any, Any]) -> dict[Any, Any]:
    return {k: exact(v, "the value") for k, v in values.items()}


def _told_apart(curves: tuple[Drawn, ...]) -> None:
    """Raises InvalidStatement where two curves have one name."""
    names = [c.label or c.tree for c in curves]
    if len(set(names)) < len(names):
        raise InvalidStatement(
            "two curves of the figure have the same name: give each its own, curve(expression, label)"
        )


def _all_used(variable: Any, given: list[Any], plotted: Iterable[Plotted], graphs: Iterable[Curve]) -> None:
    """Raises InvalidStatement for symbols that no curve has."""
    if not any(g.depends for g in graphs):
        raise InvalidStatement(f"no curve has {variable} in it: over= names the symbol that the curves depend on")
    seen = set[Any]().union(*(expression(c.line.expr).free_symbols for c in plotted))
    strange = next((k for k in given if k not in seen), None)
    if strange is not None:
        raise InvalidStatement(f"given= has a value for {strange}, which is in no curve")


def _drawn(c: Plotted, graph: Curve, on: Interval) -> Drawn:
    pieces = graph.pieces(on)
    if not pieces:
        shown = c.label or str(c.line.value)
        raise InvalidStatement(f"the curve {shown} has no real values from {_float(on.low):g} to {_float(on.high):g}")
    return Drawn(c.label, c.line.tree, pieces)


def _within(heights: Any) -> tuple[float, float] | None:
    if heights is None:
        return None
    if not isinstance(heights, tuple | list) or len(heights) != 2:
        raise InvalidStatement(f"within={heights} must be two heights, such as within=(0, 4)")
    low, high = (exact(h, "a height") for h in heights)
    on = interval(low, high)
    return _float(on.low), _float(on.high)


def _marks(marks: Any, graphs: list[Curve], on: Interval) -> Iterator[Mark]:
    alone = isinstance(marks, tuple | list) and len(marks) > 1 and isinstance(marks[1], str)
    for m in (marks,) if alone else marks:
        if not isinstance(m, tuple | list) or len(m) not in (2, 3) or not isinstance(m[1], str):
            raise InvalidStatement(f"marks={m} must be a place and a name, such as marks=((0, 'the middle'),)")
        yield _mark(m[0], m[1], m[2] if len(m) == 3 else 1, graphs, on)


def _mark(place: Any, label: str, curve_number: Any, graphs: list[Curve], on: Interval) -> Mark:
    if curve_number not in range(1, len(graphs) + 1):
        raise InvalidStatement(f"the mark {label!r} is on curve {curve_number}: there are {len(graphs)}")
    x = number(expression(place))
    if not on.low <= x <= on.high:
        raise InvalidStatement(f"the mark {label!r} at {place} is outside of the range")
    y = graphs[curve_number - 1].at(x)
    if y is None:
        raise InvalidStatement(f"the mark {label!r} is at {place}, where the curve has no real value")
    return Mark(_float(x), rounded(y), label, curve_number - 1)


def _float(x: Any) -> float:
    return rounded(int(x.p) / int(x.q))
