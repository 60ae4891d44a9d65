"""Maxima and minima, case distinctions and single points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import sympy as sp

from derive.functions import Defined
from derive.kernel.core import InvalidStatement
from derive.notation.of_source import Authored, authored_argument
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.script.chains import Chain
from derive.script.claims import split_relation
from derive.script.quantified import RELATION_OF
from derive.script.recording import (
    Item,
    Line,
    Obligation,
    Place,
    caller,
    expression,
    facts_of,
    line_of,
    many,
    place_of,
    recorded,
)
from derive.symbols import Domain, Variable


@dataclass(frozen=True, eq=False)
class Coordinate:
    """One variable of an extremum. moved: the variable with the domain `on` in place of its own; at: where it is best, for
    fixed values of the variables after it."""

    over: sp.Symbol
    moved: Variable
    on: sp.Interval
    at: Line


@dataclass(frozen=True, eq=False)
class Extremum(Item):
    """f(x) < f(c) for every x != c of the domain (a minimum: >), in each of the cases, which cover everything.

    Several variables are profiled: the first is best at c1(y, ...) for fixed others; with that put in, the next is best at
    its c, and so on. So f(x, y) < f(c1(y), y) where x != c1(y), and f(c1(y), y) < f(c1(c2), c2) where y != c2.
    """

    sentence: str
    sign: str
    of: Line
    coordinates: tuple[Coordinate, ...]
    cases: tuple[Line, ...] = ()
    given: tuple[Any, ...] = ()
    using: tuple[Any, ...] = ()
    kind: ClassVar[str] = "extremum"

    @property
    def word(self) -> str:
        return "maximum" if self.sign == "<" else "minimum"

    def obligations(self) -> tuple[Obligation, ...]:
        found: list[Obligation] = []
        for k in range(len(self.coordinates)):
            found += [*self._inside(k), *self._everywhere_else(k)]
        return (*found, *self._cover())

    def _named(self, k: int, name: str) -> str:
        """The suffix of an obligation: with the variable's name where there are several."""
        own = self.coordinates[k].over.name if len(self.coordinates) > 1 else ""
        return ".".join(part for part in (own, name) if part)

    def _inside(self, k: int) -> tuple[Obligation, ...]:
        """c lies in the domain."""
        on = self.coordinates[k].on
        ends = ((on.start, on.left_open, ">"), (on.end, on.right_open, "<"))
        return tuple(
            Obligation(self._named(k, name), self.place, op if is_open else op + "=", self._place(k), Line(end),
                       self.given, self.using, "the point lies in the domain")
            for name, (end, is_open, op) in zip(("from", "to"), ends, strict=True)
            if end.is_finite
        )  # fmt: skip

    def _everywhere_else(self, k: int) -> tuple[Obligation, ...]:
        here, there = self._moving(self._profile(k), k), self._moving(self._profile(k + 1), k + 1)
        apart = sp.Ne(self.coordinates[k].moved, self._place(k).value, evaluate=False)
        cases = self.cases or (None,)
        return tuple(
            Obligation(
                self._named(k, "" if case is None else f"case{number}"), self.place, self.sign, Line(here), Line(there),
                (*self.given, apart, *(() if case is None else (case.expr,))), self.using,
                f"the {self.word} is there and only there",
            )
            for number, case in enumerate(cases, start=1)
        )  # fmt: skip

    def _cover(self) -> tuple[Obligation, ...]:
        if not self.cases:
            return ()
        every = sp.Or(*(c.expr for c in self.cases), evaluate=False)
        line = Line(every, Authored(tree_of(every), every))
        return (
            Obligation("cases", self.place, "", line, Line(sp.true), self.given, self.using, "the cases cover everything",
                       claim=every),
        )  # fmt: skip

    def _profile(self, k: int) -> Any:
        """f with the best values of the first k variables put in, one after the other."""
        value = self.of.expr
        for c in self.coordinates[:k]:
            value = at_point(value, {c.over: c.at.value})
        return value

    def _place(self, k: int) -> Line:
        """Where the variable k is best, as it was typed unless it depends on variables after it."""
        own = self.coordinates[k].at
        later = {c.over for c in self.coordinates[k + 1 :]}
        return Line(self._moving(own.value, k + 1)) if expression(own.value).free_symbols & later else own

    def _moving(self, value: Any, k: int) -> Any:
        """An expression with the variables from k on in their domains of the extremum."""
        moved = {c.over: c.moved for c in self.coordinates[k:]}
        return at_point(value, moved) if moved else value


Over = Any
"""A symbol, or several: (mu, v)."""


def maximum(
    sentence: str, *, of: Any, over: Over, on: Any = None, at: Any, cases: Any = (), given: Any = (), using: Any = (),
) -> Extremum:  # fmt: skip
    """`of` is largest at `at`, and only there, among all values of `over` in the interval `on`.

    Several variables: over=(mu, v), on={v: Interval.open(0, oo)}, at={mu: ..., v: ...}; they are treated one after the
    other, and the best value of one may depend on those after it. cases: facts that together cover everything; the proof
    is given for each.
    """
    return _extremum(sentence, "<", of, over, on, at, cases, given, using)


def minimum(
    sentence: str, *, of: Any, over: Over, on: Any = None, at: Any, cases: Any = (), given: Any = (), using: Any = (),
) -> Extremum:  # fmt: skip
    """`of` is smallest at `at`, and only there; as `maximum`."""
    return _extremum(sentence, ">", of, over, on, at, cases, given, using)


def _extremum(
    sentence: str, sign: str, of: Any, over: Any, on: Any, at: Any, cases: Any, given: Any, using: Any
) -> Extremum:
    frame = caller()
    variables = many(over)
    if not variables or not all(isinstance(x, sp.Symbol) for x in variables) or len(set(variables)) < len(variables):
        raise InvalidStatement(f"over={over} must be a symbol, or several different ones: over=(mu, v)")
    if len(variables) > 1 and not (isinstance(at, Mapping) and isinstance(on, Mapping | None)):
        raise InvalidStatement("with several variables, write at={mu: ..., v: ...} and on={v: Interval(...)}")
    value = of.last if isinstance(of, Chain) else line_of(frame, "of", of)
    points = [_point(frame, x, at) for x in variables]
    coordinates = tuple(
        Coordinate(x, _moved(x, domain), domain, point)
        for x, domain, point in zip(variables, (_domain(x, on) for x in variables), points, strict=True)
    )
    _in_order(coordinates)
    own = of.given if isinstance(of, Chain) else ()
    lines = tuple(Line(c) for c in facts_of(cases))
    return recorded(
        Extremum(place_of(frame), sentence, sign, value, coordinates, lines, (*own, *facts_of(given)), many(using))
    )


def _point(frame: Any, over: sp.Symbol, at: Any) -> Line:
    if not isinstance(at, Mapping):
        return line_of(frame, "at", at)
    if over not in at:
        raise InvalidStatement(f"at= does not say where {over} is best")
    return Line(expression(at[over]))


def _domain(over: sp.Symbol, on: Any) -> sp.Interval:
    own = on.get(over) if isinstance(on, Mapping) else on
    domain = own if own is not None else _own_interval(over)
    if not isinstance(domain, sp.Interval):
        raise InvalidStatement(f"on={on} must be an interval, such as Interval(0, 1)")
    return domain


def _in_order(coordinates: tuple[Coordinate, ...]) -> None:
    """The best value of a variable may depend on those after it only."""
    for k, c in enumerate(coordinates):
        earlier = {other.over for other in coordinates[: k + 1]}
        wrong = expression(c.at.value).free_symbols & earlier
        if wrong:
            raise InvalidStatement(
                f"the best {c.over} is said to depend on {wrong.pop()}: list {c.over} in over= before it"
            )


def _own_interval(over: sp.Symbol) -> sp.Interval:
    d = over.domain if isinstance(over, Variable) else Domain()
    low, high = (sp.oo if b is None else b for b in (d.lower, d.upper))
    return sp.Interval(-low if d.lower is None else low, high, d.lower_open, d.upper_open)


def _moved(over: sp.Symbol, on: sp.Interval) -> Variable:
    low, high = (e if e.is_finite else None for e in (on.start, on.end))
    note = over.note if isinstance(over, Variable) else ""
    return Variable(over.name, Domain("real", low, high, bool(on.left_open), bool(on.right_open)), note)


def at_point(expr: Any, values: Mapping[Any, Any]) -> Any:
    """The expression with values put in for symbols; defined names that depend on these are written out first."""
    expr = expression(expr)
    if isinstance(expr, sp.Derivative):
        raise InvalidStatement("put values into a derivative after it was worked out")
    names = {
        d: d.definition.body for d in _defined(expr) if d.definition.body.has(*values) or _defined(d.definition.body)
    }
    if names:
        return at_point(expr.xreplace(names), values)
    bound = {v for s in expr.atoms(sp.Sum, sp.Product) for v in s.variables}
    clash = bound & set().union(*(expression(v).free_symbols for v in values.values()))
    if clash:
        raise InvalidStatement(f"the value mentions {clash.pop()}, over which the expression sums: rename the index")
    return expr.xreplace({k: expression(v) for k, v in values.items()})


def _defined(expr: Any) -> list[Any]:
    return [d for d in sp.preorder_traversal(expr) if isinstance(d, Defined) and not d.definition.parameters]


# --------------------------------------------------------------------------------------------------------------- cases


@dataclass(frozen=True, eq=False)
class Cases(Item):
    """Chains under each value of a symbol, and the proof that there are no other values."""

    sentence: str
    variable: sp.Symbol
    chains: tuple[tuple[Any, Chain], ...]
    kind: ClassVar[str] = "cases"

    def obligations(self) -> tuple[Obligation, ...]:
        every = sp.Or(*(sp.Eq(self.variable, value, evaluate=False) for value, _ in self.chains), evaluate=False)
        line = Line(every, Authored(tree_of(every), every))
        return (
            Obligation("cover", self.place, "", line, Line(sp.true), reason="there are no other values", claim=every),
        )


def cases(sentence: str, variable: sp.Symbol, chains: Mapping[Any, Chain]) -> Cases:
    """`cases("...", y, {0: chain, 1: chain})`: each chain must have its case, Eq(y, value), in `given`."""
    for value, chain in chains.items():
        if sp.Eq(variable, value) not in chain.given:
            raise InvalidStatement(f"the chain for {variable} = {value} needs given=Eq({variable}, {value})")
    pairs = tuple((sp.sympify(v, strict=True), c) for v, c in chains.items())
    return recorded(Cases(place_of(caller()), sentence, variable, pairs))


@dataclass(frozen=True, eq=False)
class Witness(Item):
    """A statement that holds at one point."""

    sentence: str
    relation: str
    left: Line
    right: Line
    point: tuple[tuple[Any, Any], ...]
    statement: Tree
    kind: ClassVar[str] = "witness"

    def obligations(self) -> tuple[Obligation, ...]:
        return (Obligation("1", self.place, self.relation, self.left, self.right, reason="by calculation"),)


def witness(sentence: str, statement: Any, *, at: Mapping[Any, Any]) -> Witness:
    """There is a point where a relation holds: `witness("...", f < g, at={z: -log(3)})`."""
    frame = caller()
    authored = authored_argument(frame, 1, statement)
    op, left, right, _ = split_relation(statement, authored)
    if op not in RELATION_OF.values():
        raise InvalidStatement("a witness is for one relation")
    sides = [Line(at_point(side.value, at)) for side in (left, right)]
    tree = authored.tree if authored is not None else tree_of(statement)
    pairs = tuple((k, expression(v)) for k, v in at.items())
    return recorded(Witness(_where(frame), sentence, op, sides[0], sides[1], pairs, tree))


def _where(frame: Any) -> Place:
    return place_of(frame)
