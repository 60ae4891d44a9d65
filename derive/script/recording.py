"""Items, the lines and obligations in them, and the record of everything that a script makes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, TypeVar

import sympy as sp

from derive.kernel.core import Fact, InvalidStatement
from derive.loading import SCRIPT
from derive.notation import tree as nt
from derive.notation.locate import call_line
from derive.notation.of_source import Authored, authored_argument
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.rules import RULES, Rule
from derive.symbols import PYTHON_BOOL, Each, exact


@dataclass(frozen=True)
class Place:
    """Where in a script something was written."""

    file: str
    line: int


@dataclass(frozen=True, eq=False)
class Line:
    """One side of a step. value: what Python computed; authored: the line as typed, when it could be recovered."""

    value: Any
    authored: Authored | None = None

    @property
    def expr(self) -> Any:
        """What is judged: the line as typed, so that nothing SymPy simplified away is lost."""
        return self.authored.expr if self.authored is not None else self.value

    @property
    def tree(self) -> Tree:
        if self.authored is not None:
            return self.authored.tree
        return fact_tree(self.value)


def fact_tree(fact: Any) -> Tree:
    """The formula of a fact; `each` facts are written with their index and its range."""
    fact = getattr(fact, "__derive_fact__", fact)
    if not isinstance(fact, Each):
        return tree_of(fact)
    variable, lower, upper = map(tree_of, (fact.variable, fact.lower, fact.upper))
    assert isinstance(variable, nt.Symbol | nt.Item)
    return nt.ForAll(variable, lower, upper, fact_tree(fact.fact))


@dataclass(frozen=True, eq=False)
class Obligation:
    """One statement to be judged: left relation right, or a claim; and what is expected of it.

    suffix: its number within the item. expected: "proved", "refuted" or "cited". reason: a rule, a sentence, a lemma or None.
    shares: whether what is used serves several obligations, so that each takes what applies to it. exercise: whether
    a handout leaves its right side blank.
    """

    suffix: str
    place: Place
    relation: str
    left: Line
    right: Line
    given: tuple[Any, ...] = ()
    using: tuple[Any, ...] = ()
    reason: Any = None
    label: str | None = None
    expected: str = "proved"
    claim: Any = None
    before: Any = None
    shares: bool = False
    exercise: bool = False


# ----------------------------------------------------------------------------------------------------------- recording


@dataclass
class Recorder:
    """Everything a script makes, in order."""

    items: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Append; a chain that grew takes the place of the shorter one, unless something else grew from that too."""
        for k, known in enumerate(self.items):
            if known is getattr(item, "grown_from", None):
                self.items[k] = item
                return
        self.items.append(item)


_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


@contextmanager
def recording() -> Iterator[Recorder]:
    """Collect the items made inside; used by the loader."""
    recorder = Recorder()
    token = _recorder.set(recorder)
    try:
        yield recorder
    finally:
        _recorder.reset(token)


@dataclass(frozen=True, eq=False)
class Item:
    """Something a script made: it has a place, and obligations."""

    place: Place
    kind: ClassVar[str] = "item"

    def obligations(self) -> tuple[Obligation, ...]:
        return ()

    @property
    def verdicts(self) -> Any:
        """The reasons and verdicts of its lines, judged when they are shown."""
        return _display().Verdicts(self)

    def _repr_markdown_(self) -> Any:
        return _display().markdown(self)

    def _repr_latex_(self) -> Any:
        return _display().formulas(self)

    def _repr_svg_(self) -> Any:
        return _display().picture(self)


def _display() -> Any:
    """What shows items in a notebook; loaded when it is asked for, since it judges and prints, which items know nothing of."""
    return import_module("derive.display")


Made = TypeVar("Made", bound=Item)


def recorded(item: Made) -> Made:
    """The item, after it was entered into the open record, if there is one."""
    recorder = _recorder.get()
    if recorder is not None:
        recorder.add(item)
    return item


def caller() -> FrameType:
    """The frame of the author's code: the first one outside this package."""
    frame = inspect.currentframe()
    while frame is not None and Path(frame.f_code.co_filename).parent == Path(__file__).parent:
        frame = frame.f_back
    assert frame is not None
    return frame


def place_of(frame: FrameType) -> Place:
    """Where a call stands: in the script that is being executed, also where a helper of another file makes it."""
    script = frame
    while script.f_code.co_name != "<module>" and script.f_back is not None:
        script = script.f_back
    outside = script.f_code.co_name == "<module>" and script.f_code.co_filename != frame.f_code.co_filename
    at = script if outside and script.f_globals.get("__name__") == SCRIPT else frame
    return Place(at.f_code.co_filename, at.f_lineno if at is script and outside else call_line(at))


def line_of(frame: FrameType, position: int | str, value: Any) -> Line:
    plain = expression(value)
    return Line(plain, authored_argument(frame, position, value))


def expression(value: Any) -> Any:
    """The SymPy expression of what an author passed as a line."""
    if isinstance(value, bool):
        raise InvalidStatement(PYTHON_BOOL)
    own = getattr(value, "__derive_expr__", value)
    try:
        return exact(own, "the line")
    except sp.SympifyError:
        raise InvalidStatement(f"{value!r} is no expression") from None


def reason_of(by: Any) -> Any:
    """What was given as `by=`; raises InvalidStatement unless it is a rule, a sentence or something proved."""
    if by is None or isinstance(by, str | Rule | Item | Fact) or hasattr(by, "lemma"):
        return by
    name = getattr(by, "__name__", "")
    if name in {rule.name for rule in RULES}:
        raise InvalidStatement(f"by={name} is no rule: write `from derive.rules import {name}`")
    raise InvalidStatement(f"by= takes a rule of derive.rules, a sentence or a proved claim, not {name or by!r}")


def facts_of(given: Any) -> tuple[Any, ...]:
    facts = tuple(given) if isinstance(given, tuple | list) else (given,)
    if any(isinstance(f, bool) for f in facts):
        raise InvalidStatement(PYTHON_BOOL)
    return facts


def many(using: Any) -> tuple[Any, ...]:
    return tuple(using) if isinstance(using, tuple | list) else (using,)
