"""What a script says in words: prose, sources, assumptions, and results taken from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Any, ClassVar

from derive.functions import define as make_definition
from derive.kernel.core import InvalidStatement
from derive.notation.of_source import authored_argument
from derive.script.claims import split_relation
from derive.script.recording import Item, Line, Obligation, caller, line_of, place_of, recorded


@dataclass(frozen=True, eq=False)
class Prose(Item):
    """Markdown between the formulas."""

    markdown: str
    kind: ClassVar[str] = "prose"


def prose(markdown: str) -> Prose:
    """Text in Markdown; inline formulas between dollar signs."""
    if not isinstance(markdown, str) or not markdown.strip():
        raise InvalidStatement("prose needs some text")
    return recorded(Prose(place_of(caller()), dedent(markdown).strip()))


@dataclass(frozen=True, eq=False)
class Conclusion(Item):
    """What was shown, in words, for the end of the page."""

    markdown: str
    kind: ClassVar[str] = "conclusion"


def conclusion(markdown: str) -> Conclusion:
    """What the derivation has shown, in Markdown; documents print it after the last step."""
    if not isinstance(markdown, str) or not markdown.strip():
        raise InvalidStatement("a conclusion needs some text")
    return recorded(Conclusion(place_of(caller()), dedent(markdown).strip()))


@dataclass(frozen=True, eq=False)
class Source(Item):
    """Where the matter can be read up: an entry of `references.bib` and the place in it, or words alone."""

    reference: str
    where: str
    kind: ClassVar[str] = "source"


def source(reference: str, where: str | None = None) -> Source:
    """Cite a book or paper: `source("bishop2006", "equation 4.91")`, by its key in the `references.bib` of the corpus.

    A key stands alone, without spaces. Anything else is printed as it is: `source("The author's own notes, page 3")`.
    """
    if not isinstance(reference, str) or not reference.strip():
        raise InvalidStatement("a source needs a key of references.bib, or words")
    return recorded(Source(place_of(caller()), reference.strip(), (where or "").strip()))


@dataclass(frozen=True, eq=False)
class Assumption(Item):
    """A fact that is assumed, printed under "assuming"; use it through `given=`."""

    sentence: str
    fact: Any
    kind: ClassVar[str] = "assumption"

    @property
    def __derive_fact__(self) -> Any:
        return self.fact


def assume(sentence: str, fact: Any) -> Assumption:
    """State an assumption in words and as a fact, to be named in `given=`."""
    if isinstance(fact, bool):
        raise InvalidStatement(f"{sentence}: a Python bool is no fact: write Eq(a, b) or Ne(a, b)")
    return recorded(Assumption(place_of(caller()), sentence, fact))


@dataclass(frozen=True, eq=False)
class Taken(Item):
    """A result taken from elsewhere: cited, not judged, never ticked."""

    sentence: str
    relation: str
    left: Line
    right: Line
    source: str
    statement: Any = None
    kind: ClassVar[str] = "taken"

    def obligations(self) -> tuple[Obligation, ...]:
        return (
            Obligation("1", self.place, self.relation, self.left, self.right, reason=self.source, expected="cited",
                       claim=self.statement),
        )  # fmt: skip


def taken(sentence: str, fact: Any, source: str) -> Taken:
    """Cite a fact from a source. Whatever uses it is not proved, and says so."""
    frame = caller()
    if not source:
        raise InvalidStatement("a fact taken from elsewhere needs its source")
    op, left, right, whole = split_relation(fact, authored_argument(frame, 1, fact))
    return recorded(Taken(place_of(frame), sentence, op, left, right, source, whole))


@dataclass(frozen=True, eq=False)
class Named(Item):
    """A definition: a name, what it stands for, and what it is in words."""

    name: Any
    body: Line
    note: str
    kind: ClassVar[str] = "definition"


def define(name: str, *rest: Any) -> Any:
    """Give an expression a name; see `derive.functions.define`. Recorded, so that documents print it."""
    frame = caller()
    made = make_definition(name, *rest)
    note = rest[-1] if isinstance(rest[-1], str) else ""
    body_at = len(rest) - (2 if note else 1)
    recorded(Named(place_of(frame), made, line_of(frame, body_at + 1, rest[body_at]), note))
    return made
