"""Chains of lines: start R line R line ..., each step with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import sympy as sp

from derive.kernel.core import InvalidStatement, compose
from derive.notation.tree import Tree
from derive.script.quantified import in_range, sides_for_any
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
    reason_of,
    recorded,
)
from derive.symbols import Each, derivative

EQUAL, NOT_EQUAL = "there is equality there", "and nowhere else"
EQUALITY = (".if", ".only")
"""What the suffix of an obligation about equality in an inequality ends in."""


@dataclass(frozen=True, eq=False)
class Step:
    """`relation line`, with its reason."""

    relation: str
    line: Line
    reason: Any
    label: str | None
    using: tuple[Any, ...]
    place: Place
    equality_iff: Any = None
    exercise: bool = False


@dataclass(frozen=True, eq=False)
class Chain(Item):
    """start R line R line ...: each step is judged on its own, and the chain gives first R last."""

    sentence: str
    start: Line
    given: tuple[Any, ...] = ()
    label: str | None = None
    steps: tuple[Step, ...] = ()
    grown_from: Chain | None = None
    kind: ClassVar[str] = "chain"

    def equals(
        self, line: Any, by: Any = None, *, label: str | None = None, using: Any = (), exercise: bool = False
    ) -> Chain:
        """The next line, equal to the one before. `...` for a line that the rule computes. A handout leaves an exercise blank."""
        return self._step("==", line, by, label, using, exercise)

    def at_most(
        self, line: Any, by: Any = None, *, label: str | None = None, using: Any = (), equality_iff: Any = None,
        exercise: bool = False,
    ) -> Chain:  # fmt: skip
        return self._step("<=", line, by, label, using, exercise, equality_iff)

    def less_than(
        self, line: Any, by: Any = None, *, label: str | None = None, using: Any = (), exercise: bool = False
    ) -> Chain:
        return self._step("<", line, by, label, using, exercise)

    def at_least(
        self, line: Any, by: Any = None, *, label: str | None = None, using: Any = (), equality_iff: Any = None,
        exercise: bool = False,
    ) -> Chain:  # fmt: skip
        return self._step(">=", line, by, label, using, exercise, equality_iff)

    def greater_than(
        self, line: Any, by: Any = None, *, label: str | None = None, using: Any = (), exercise: bool = False
    ) -> Chain:
        return self._step(">", line, by, label, using, exercise)

    def _step(
        self, relation: str, line: Any, by: Any, label: str | None, using: Any, exercise: bool, iff: Any = None
    ) -> Chain:
        frame = caller()
        written = self._computed(by) if line is ... else line_of(frame, 0, line)
        compose(self.relation, relation)
        if label is not None and label in self.labels:
            raise InvalidStatement(f"the label {label!r} is used twice in one chain")
        step = Step(relation, written, reason_of(by), label, many(using), place_of(frame), iff, exercise)
        return recorded(replace(self, steps=(*self.steps, step), grown_from=self))

    def _computed(self, by: Any) -> Line:
        """What the rule makes of the line before."""
        from derive.rules import first_proposal

        return Line(first_proposal(by, self.last.value))

    @property
    def relation(self) -> str:
        """The relation between the first line and the last."""
        found = "=="
        for step in self.steps:
            found = compose(found, step.relation)
        return found

    @property
    def labels(self) -> dict[str, Line]:
        own = {self.label: self.start} if self.label else {}
        return own | {s.label: s.line for s in self.steps if s.label}

    @property
    def last(self) -> Line:
        return self.steps[-1].line if self.steps else self.start

    @property
    def result(self) -> Any:
        """first R last, as a SymPy relation."""
        cls = {"==": sp.Eq, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "!=": sp.Ne}[self.relation]
        return cls(self.start.value, self.last.value, evaluate=False)

    @property
    def __derive_expr__(self) -> Any:
        return self.last.value

    def __derive_tree__(self) -> Tree:
        return self.last.tree

    def __derive_line__(self, label: str) -> tuple[Tree, Any]:
        """A labelled line as it was typed: its notation, and its expression as it stands."""
        line = self.labels[label]
        return line.tree, line.expr

    def __getitem__(self, label: str) -> Any:
        """The line with that label, as an expression."""
        if label not in self.labels:
            known = ", ".join(map(repr, self.labels)) or "none"
            raise InvalidStatement(f"the chain has no line labelled {label!r} (labels: {known})")
        return self.labels[label].value

    def at(self, values: Mapping[Any, Any]) -> Instance:
        """The chain's result with values put in for symbols, to be named in `using=`."""
        return Instance(self, tuple(values.items()))

    def obligations(self) -> tuple[Obligation, ...]:
        lines = [self.start, *(s.line for s in self.steps)]
        found: list[Obligation] = []
        for k, step in enumerate(self.steps, start=1):
            found.append(
                Obligation(
                    str(k), step.place, step.relation, lines[k - 1], step.line, self.given, step.using,
                    step.reason, step.label, before=lines[k - 1].value, shares=step.equality_iff is not None,
                    exercise=step.exercise,
                )
            )  # fmt: skip
            if step.equality_iff is not None:
                found += _equality_only_if(f"{k}", step, lines[k - 1], self.given)
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Instance:
    """A lemma with values put in for some of its symbols."""

    lemma: Any
    values: tuple[tuple[Any, Any], ...]


def _equality_only_if(suffix: str, step: Step, before: Line, given: tuple[Any, ...]) -> list[Obligation]:
    """With equality exactly where the condition holds: equal under it, different without it."""
    yes = step.equality_iff
    if isinstance(yes, Each):
        return _equality_only_if_each(suffix, step, before, given)
    no = sp.Not(yes)

    def part(name: str, relation: str, fact: Any) -> Obligation:
        facts = (*given, fact)
        return Obligation(
            f"{suffix}.{name}",
            step.place,
            relation,
            before,
            step.line,
            facts,
            step.using,
            EQUAL if name == "if" else NOT_EQUAL,
            shares=True,
        )

    return [part("if", "==", yes), part("only", "!=", no)]


def _why(name: str) -> str:
    return EQUAL if name == "if" else NOT_EQUAL


def _equality_only_if_each(suffix: str, step: Step, before: Line, given: tuple[Any, ...]) -> list[Obligation]:
    """Equal when the condition holds for every index; and when they are equal, it holds for any index of the range."""
    each: Each = step.equality_iff
    equal = sp.Eq(before.value, step.line.value, evaluate=False)
    relation, left, right = sides_for_any(each, (*given, equal))
    if_, only = (*given, each), (*given, equal, *in_range(each))
    return [
        Obligation(f"{suffix}.if", step.place, "==", before, step.line, if_, step.using, EQUAL, shares=True),
        Obligation(f"{suffix}.only", step.place, relation, left, right, only, step.using, NOT_EQUAL, shares=True),
    ]


def D(body: Any, *targets: Any) -> Any:
    """The derivative of an expression, or of a chain's last line, by symbols or family elements: D(f, x), D(f, (x, 2)).

    It is left as it stands; `by=differentiate` carries it out. Constraints are ignored: each symbol is free.
    """
    return derivative(expression(body), *targets)


def calc(sentence: str, start: Any, given: Any = (), *, label: str | None = None) -> Chain:
    """Begin a chain of lines: `calc("...", first).equals(second, by=rule).equals(...)`.

    given: facts that hold throughout. A chain as `start` begins at its last line and brings its `given`.
    """
    frame = caller()
    inherited = start.given if isinstance(start, Chain) else ()
    line = start.last if isinstance(start, Chain) else line_of(frame, 1, start)
    facts = tuple(dict.fromkeys((*inherited, *facts_of(given))))
    return recorded(Chain(place_of(frame), sentence, line, facts, label))
