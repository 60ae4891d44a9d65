"""Maxima and minima, case distinctions and single points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import sympy as sp

from derive.kernel.core import InvalidStatement
from derive.notation.of_source import Authored, authored_argument
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.script.chains import Chain
from derive.script.claims import split_relation
from derive.script.places import at_point, label_of, memberships, within_bounds
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
    """One variable of an extremum, or one family p by its element p[k].

    moved: the variable with the domain `on` in place of its own; at: where it is best, for fixed values of the variables
    after it.
    """

    over: Any
    moved: Any
    on: sp.Interval
    at: Line


@dataclass(frozen=True, eq=False)
class Extremum(Item):
    """f(x) < f(c) for every x != c of the domain (a minimum: >), in each of the cases, which cover everything.

    Several variables are profiled: the first is best at c1(y, ...) for fixed others; with that put in, the next is best at
    its c, and so on. So f(x, y) < f(c1(y), y) where x != c1(y), and f(c1(y), y) < f(c1(c2), c2) where y != c2.

    Under constraints, or over a family, all are put in at once: f(x, y) < f(c) where x != c1, and where y != c2.
    """

    sentence: str
    sign: str
    of: Line
    coordinates: tuple[Coordinate, ...]
    cases: tuple[Line, ...] = ()
    subject_to: tuple[Any, ...] = ()
    given: tuple[Any, ...] = ()
    using: tuple[Any, ...] = ()
    kind: ClassVar[str] = "extremum"

    @property
    def word(self) -> str:
        return "maximum" if self.sign == "<" else "minimum"

    def obligations(self) -> tuple[Obligation, ...]:
        found: list[Obligation] = [*self._constraints_at_best()]
        for k in range(len(self.coordinates)):
            found += [*self._inside(k), *self._everywhere_else(k)]
        return (*found, *self._cover())

    @property
    def at_once(self) -> bool:
        """Whether all variables are put in at once, rather than one after the other."""
        return bool(self.subject_to) or any(isinstance(c.over, sp.Indexed) for c in self.coordinates)

    def _constraints_at_best(self) -> tuple[Obligation, ...]:
        """c meets the constraints."""
        best = {c.over: c.at.value for c in self.coordinates}
        relations = [(type(fact), *fact.args) for fact in self.subject_to]
        return tuple(
            Obligation(f"constraint{number}", self.place, RELATION_OF[kind], Line(at_point(left, best)),
                       Line(at_point(right, best)), self.given, self.using, "the point meets the constraint",
                       shares=True)
            for number, (kind, left, right) in enumerate(relations, start=1)
        )  # fmt: skip

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
                       self.given, self.using, "the point lies in the domain", shares=True)
            for name, (end, is_open, op) in zip(("from", "to"), ends, strict=True)
            if end.is_finite
        ) + tuple(
            Obligation(self._named(k, name), self.place, op, left, right, self.given, self.using,
                       "the point lies in the domain", claim=claim, shares=True)
            for name, op, left, right, claim in memberships(self.coordinates[k].over, self._place(k))
        )  # fmt: skip

    def _everywhere_else(self, k: int) -> tuple[Obligation, ...]:
        first, last = (0, len(self.coordinates)) if self.at_once else (k, k + 1)
        here, there = self._moving(self._profile(first), first), self._moving(self._profile(last), last)
        constraints = tuple(self._moving(fact, 0) for fact in self.subject_to)
        apart = sp.Ne(self.coordinates[k].moved, self._place(k).value, evaluate=False)
        cases = self.cases or (None,)
        return tuple(
            Obligation(
                self._named(k, "" if case is None else f"case{number}"), self.place, self.sign, Line(here), Line(there),
                (*self.given, *self._within(), *constraints, apart, *self._in_case(case)), self.using,
                f"the {self.word} is there and only there", shares=True,
            )
            for number, case in enumerate(cases, start=1)
        )  # fmt: skip

    def _within(self) -> tuple[Any, ...]:
        """The ends of domains that are no rational numbers, which a symbol's own domain cannot hold."""
        return tuple(
            bound(c.moved, end)
            for c in self.coordinates
            if not isinstance(c.over, sp.Indexed)
            for end, bound in (
                (c.on.start, sp.Gt if c.on.left_open else sp.Ge),
                (c.on.end, sp.Lt if c.on.right_open else sp.Le),
            )
            if end.is_finite and _as_bound(end) is None
        )

    def _in_case(self, case: Line | None) -> tuple[Any, ...]:
        return () if case is None else (self._moving(case.expr, 0),)

    def _cover(self) -> tuple[Obligation, ...]:
        if not self.cases:
            return ()
        every = sp.Or(*(self._moving(c.expr, 0) for c in self.cases), evaluate=False)
        line = Line(every, Authored(tree_of(every), every))
        return (
            Obligation("cases", self.place, "", line, Line(sp.true), (*self.given, *self._within()), self.using,
                       "the cases cover everything", claim=every, shares=True),
        )  # fmt: skip

    def _profile(self, k: int) -> Any:
        """f with the best values of the first k variables put in, one after the other."""
        value = self.of.expr
        if self.at_once:
            return at_point(value, {c.over: c.at.value for c in self.coordinates[:k]})
        for c in self.coordinates[:k]:
            value = at_point(value, {c.over: c.at.value})
        return value

    def _place(self, k: int) -> Line:
        """Where the variable k is best, as it was typed unless it depends on variables after it."""
        own = self.coordinates[k].at
        later = {c.over for c in self.coordinates[k + 1 :] if not self.at_once}
        return Line(self._moving(own.value, k + 1)) if expression(own.value).free_symbols & later else own

    def _moving(self, value: Any, k: int) -> Any:
        """An expression with the variables from k on in their domains of the extremum."""
        moved = {c.over: c.moved for c in self.coordinates[k:] if c.moved != c.over}
        return at_point(value, moved) if moved else value


Over = Any
"""A symbol, an element p[k] for a whole family, or several: (mu, v)."""


def maximum(
    sentence: str, *, of: Any, over: Over, on: Any = None, at: Any, subject_to: Any = (), cases: Any = (), given: Any = (),
    using: Any = (),
) -> Extremum:  # fmt: skip
    """`of` is largest at `at`, and only there, among all values of `over` in the interval `on`.

    Several variables: over=(mu, v), on={v: Interval.open(0, oo)}, at={mu: ..., v: ...}; they are treated one after the
    other, and the best value of one may depend on those after it. cases: facts that together cover everything; the proof
    is given for each.

    A family: over=p[k], at=c[k]/n, in its own domain. subject_to: relations that the variables satisfy, such as
    Eq(total(p[k], k), 1); the point is shown to satisfy them, and to be better than every other one that does.
    """
    return _extremum(sentence, "<", of, over, on, at, subject_to, cases, given, using)


def minimum(
    sentence: str, *, of: Any, over: Over, on: Any = None, at: Any, subject_to: Any = (), cases: Any = (), given: Any = (),
    using: Any = (),
) -> Extremum:  # fmt: skip
    """`of` is smallest at `at`, and only there; as `maximum`."""
    return _extremum(sentence, ">", of, over, on, at, subject_to, cases, given, using)


def _extremum(
    sentence: str, sign: str, of: Any, over: Any, on: Any, at: Any, subject_to: Any, cases: Any, given: Any, using: Any
) -> Extremum:
    frame = caller()
    variables = many(over)
    if not variables or not all(map(_is_variable, variables)) or len(set(variables)) < len(variables):
        raise InvalidStatement(
            f"over={over} must be a symbol or an element p[k], or several different ones: over=(mu, v)"
        )
    if on is not None and any(
        isinstance(x, sp.Indexed) and (x in on if isinstance(on, Mapping) else True) for x in variables
    ):
        raise InvalidStatement("a family has its own domain: leave out on= and say it in family(...)")
    if len(variables) > 1 and not (isinstance(at, Mapping) and isinstance(on, Mapping | None)):
        raise InvalidStatement("with several variables, write at={mu: ..., v: ...} and on={v: Interval(...)}")
    value = of.last if isinstance(of, Chain) else line_of(frame, "of", of)
    points = [_point(frame, x, at) for x in variables]
    coordinates = tuple(
        Coordinate(x, _moved(x, domain), domain, point)
        for x, domain, point in zip(variables, (_domain(x, on) for x in variables), points, strict=True)
    )
    constraints = _constraints(subject_to)
    _in_order(coordinates, bool(constraints))
    own = of.given if isinstance(of, Chain) else ()
    lines = tuple(Line(c) for c in facts_of(cases))
    return recorded(
        Extremum(
            place_of(frame),
            sentence,
            sign,
            value,
            coordinates,
            lines,
            constraints,
            (*own, *facts_of(given)),
            many(using),
        )
    )


def _is_variable(x: Any) -> bool:
    """A symbol, or an element p[k] of a declared family at an index symbol."""
    if isinstance(x, sp.Indexed):
        return isinstance(x.base.label, Variable) and all(isinstance(i, sp.Symbol) for i in x.indices)
    return isinstance(x, sp.Symbol)


def _constraints(subject_to: Any) -> tuple[Any, ...]:
    facts = facts_of(subject_to)
    wrong = next((f for f in facts if type(f) not in RELATION_OF), None)
    if wrong is not None:
        raise InvalidStatement(f"subject_to={wrong} must be a relation, such as Eq(total(p[k], k), 1)")
    return facts


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


def _in_order(coordinates: tuple[Coordinate, ...], constrained: bool) -> None:
    """The best value of a variable may depend on those after it only; under constraints on none."""
    for k, c in enumerate(coordinates):
        value = expression(c.at.value)
        families = {other.over for other in coordinates if isinstance(other.over, sp.Indexed)}
        own = next((p for p in families if any(x.base == p.base for x in value.atoms(sp.Indexed))), None)
        others = coordinates if constrained or families else coordinates[: k + 1]
        if own is not None or ((constrained or families) and value.free_symbols & {o.over for o in others}):
            raise InvalidStatement(f"the best {c.over} is said to depend on the variables themselves: give its value")
        wrong = value.free_symbols & {other.over for other in others}
        if wrong:
            raise InvalidStatement(
                f"the best {c.over} is said to depend on {wrong.pop()}: list {c.over} in over= before it"
            )


def _own_interval(over: Any) -> sp.Interval:
    label = over.base.label if isinstance(over, sp.Indexed) else over
    d = label.domain if isinstance(label, Variable) else Domain()
    low, high = (sp.oo if b is None else b for b in (d.lower, d.upper))
    return sp.Interval(-low if d.lower is None else low, high, d.lower_open, d.upper_open)


def _moved(over: Any, on: sp.Interval) -> Any:
    if isinstance(over, sp.Indexed):
        return over
    low, high = map(_as_bound, (on.start, on.end))
    note = over.note if isinstance(over, Variable) else ""
    is_open = (bool(on.left_open) and low is not None, bool(on.right_open) and high is not None)
    return Variable(over.name, Domain("real", low, high, *is_open), note)


def _as_bound(end: Any) -> Any:
    """An end that a symbol's domain can hold: a rational number; else None."""
    return end if isinstance(end, sp.Rational) else None


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
    besides = {frozenset(set(chain.given) - {sp.Eq(variable, value)}) for value, chain in chains.items()}
    if len(besides) > 1:
        raise InvalidStatement(
            "the chains of cases(...) differ in what is given besides their case: give all of them the same"
        )
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
        """The relation there; and that the point lies in the domains, where that is not plain to see."""
        return (
            Obligation("1", self.place, self.relation, self.left, self.right, reason="by calculation"),
            *(
                Obligation(f"{name}.{label_of(x)}", self.place, op, left, right,
                           reason="the point lies in the domain", claim=claim)
                for x, value in self.point
                for name, op, left, right, claim in (
                    *within_bounds(x, value), *memberships(x, Line(value), dict(self.point)))
            ),
        )  # fmt: skip


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
