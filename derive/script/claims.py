"""Single statements: claims, equivalences, and mistakes that must be refuted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any, ClassVar

import sympy as sp

from derive.kernel.core import InvalidStatement
from derive.notation.of_source import Authored, authored_argument
from derive.script.chains import Chain, Instance
from derive.script.quantified import RELATION_OF, in_range, sides_for_any
from derive.script.recording import (
    Item,
    Line,
    Obligation,
    caller,
    facts_of,
    line_of,
    many,
    place_of,
    reason_of,
    recorded,
)
from derive.symbols import PYTHON_BOOL, Each


@dataclass(frozen=True, eq=False)
class Claim(Item):
    """One relation, with a reason in words or none."""

    sentence: str
    relation: str
    left: Line
    right: Line
    given: tuple[Any, ...] = ()
    reason: Any = None
    using: tuple[Any, ...] = ()
    label: str | None = None
    statement: Any = None
    kind: ClassVar[str] = "claim"

    def at(self, values: Mapping[Any, Any]) -> Instance:
        """The claim with values put in for symbols, to be named in `using=`."""
        return Instance(self, tuple(values.items()))

    def obligations(self) -> tuple[Obligation, ...]:
        return (
            Obligation("1", self.place, self.relation, self.left, self.right, self.given, self.using, self.reason,
                       self.label, claim=self.statement),
        )  # fmt: skip


def claim(
    sentence: str, statement: Any, relation: str | None = None, right: Any = None, *, given: Any = (), by: Any = None,
    using: Any = (), label: str | None = None,
) -> Claim:  # fmt: skip
    """A statement to be proved: `claim("...", a < b)`, or `claim("...", a, "==", b)`."""
    frame = caller()
    sides = _sides(frame, statement, relation, right)
    return recorded(
        Claim(place_of(frame), sentence, *sides[:3], facts_of(given), reason_of(by), many(using), label, sides[3])
    )


def _sides(frame: FrameType, statement: Any, relation: str | None, right: Any) -> tuple[str, Line, Line, Any]:
    if relation is not None:
        return relation, line_of(frame, 1, statement), line_of(frame, 3, right), None
    return split_relation(statement, authored_argument(frame, 1, statement))


def split_relation(statement: Any, authored: Authored | None) -> tuple[str, Line, Line, Any]:
    """The relation and both sides of a SymPy relation, as typed where that is known."""
    if isinstance(statement, bool):
        raise InvalidStatement(PYTHON_BOOL)
    shown = authored.expr if authored is not None else statement
    op = RELATION_OF.get(type(shown))
    if op is None and isinstance(shown, sp.And | sp.Or | sp.Not):
        return "", Line(shown, authored), Line(sp.true), shown
    if isinstance(shown, Each):
        raise InvalidStatement("leave out each(...): a claim that names an index holds for each of its values")
    if op is None:
        raise InvalidStatement(f"{statement} is no relation any more: write claim(sentence, left, '==', right)")
    parts = _authored_sides(authored)
    lines = [Line(side, part) for side, part in zip(shown.args, parts, strict=True)]
    return op, lines[0], lines[1], None


def _authored_sides(authored: Authored | None) -> tuple[Authored | None, Authored | None]:
    if authored is None:
        return None, None
    left, right = getattr(authored.tree, "left", None), getattr(authored.tree, "right", None)
    a, b = authored.expr.args
    return (Authored(left, a), Authored(right, b)) if left is not None and right is not None else (None, None)


@dataclass(frozen=True, eq=False)
class Iff(Item):
    """a holds exactly where b holds."""

    sentence: str
    first: Any
    second: Any
    given: tuple[Any, ...] = ()
    reason: Any = None
    using: tuple[Any, ...] = ()
    kind: ClassVar[str] = "iff"

    def obligations(self) -> tuple[Obligation, ...]:
        both = ((self.second, self.first, "if"), (self.first, self.second, "only"))
        return tuple(self._direction(*parts) for parts in both)

    def _direction(self, hypothesis: Any, conclusion: Any, suffix: str) -> Obligation:
        given = (*self.given, hypothesis.expr)
        if isinstance(conclusion.value, Each):
            op, left, right = sides_for_any(conclusion.value, given)
            given, whole = (*given, *in_range(conclusion.value)), None
        else:
            op, left, right, whole = split_relation(conclusion.value, conclusion.authored)
        return Obligation(suffix, self.place, op, left, right, given, self.using, self.reason, claim=whole, shares=True)


def iff(sentence: str, first: Any, second: Any, *, given: Any = (), by: Any = None, using: Any = ()) -> Iff:
    """Two statements that hold at the same points: each is proved from the other."""
    frame = caller()
    lines = [Line(s, authored_argument(frame, k, s)) for k, s in ((1, first), (2, second))]
    return recorded(Iff(place_of(frame), sentence, lines[0], lines[1], facts_of(given), reason_of(by), many(using)))


@dataclass(frozen=True, eq=False)
class Mistake(Item):
    """A tempting wrong line: it must be refuted."""

    sentence: str
    relation: str
    wrong: Line
    right: Line
    given: tuple[Any, ...] = ()
    kind: ClassVar[str] = "mistake"

    def obligations(self) -> tuple[Obligation, ...]:
        return (Obligation("1", self.place, self.relation, self.right, self.wrong, self.given, expected="refuted"),)


def mistake(sentence: str, line: Any, instead_of: Any = None, *, given: Any = ()) -> Mistake:
    """A wrong line that people write, `instead_of` a right one; or a wrong relation alone. Builds only if it is refuted."""
    frame = caller()
    if instead_of is None:
        op, left, right, _ = split_relation(line, authored_argument(frame, 1, line))
        return recorded(Mistake(place_of(frame), sentence, op, right, left, facts_of(given)))
    wrong = line_of(frame, 1, line)
    proper = instead_of.last if isinstance(instead_of, Chain) else line_of(frame, "instead_of", instead_of)
    facts = (*(instead_of.given if isinstance(instead_of, Chain) else ()), *facts_of(given))
    return recorded(Mistake(place_of(frame), sentence, "==", wrong, proper, facts))
