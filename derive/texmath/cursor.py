"""The reader's place in the tokens, and what it must remember there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NoReturn

from derive.notation.tree import Item, Symbol, Tree, letter_of
from derive.texmath.errors import NotUnderstood
from derive.texmath.lexer import Token, tokens

MAX_DEPTH = 50

CLOSED, BARE, CALLED = "closed", "bare", "called"
"""How the factor just read ends: so that anything may follow; with a bare argument, `\\log p`; with a roman
function's bracket.
"""


@dataclass(frozen=True)
class Around:
    """What a place inside brackets does not share with the place outside."""

    bound: frozenset[Tree] = (
        frozenset()
    )  # variables of the sums whose body is open: the next sum over one of them ends it
    integrals: int = 0  # open integrals, which a differential ends
    subscript: bool = False  # i j are two indices, not a product
    bars: bool = False  # between | and |


@dataclass
class Cursor(ABC):
    """A position in a formula; `quantities` and `heads` are the names known to be quantities and functions, `names` and
    `functions` their letters, each with its font.
    """

    text: str
    quantities: frozenset[Symbol | Item] = frozenset()
    heads: frozenset[Symbol | Item] = frozenset()
    at: int = 0
    depth: int = 0
    end: str = CLOSED
    around: Around = Around()
    tokens: list[Token] = field(init=False)
    names: frozenset[Symbol] = field(init=False)
    functions: frozenset[Symbol] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = tokens(self.text)
        self.names = frozenset(map(letter_of, self.quantities))
        self.functions = frozenset(map(letter_of, self.heads))

    def ahead(self, steps: int = 0) -> Token:
        return self.tokens[min(self.at + steps, len(self.tokens) - 1)]

    @property
    def next(self) -> Token:
        return self.ahead()

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next tokens are these symbols (a word or text never is)."""
        found = [self.ahead(step) for step in range(len(texts))]
        symbols = all(token.kind not in ("word", "text", "operator") for token in found)
        return symbols and tuple(token.text for token in found) == texts

    def skip(self, *texts: str) -> bool:
        """Step over the symbols if they come next."""
        seen = self.sees(*texts)
        self.at += len(texts) if seen else 0
        return seen

    def expect(self, text: str, why: str) -> None:
        if not self.skip(text):
            self.fail(why)

    def refusal(self, why: str, token: Token | None = None) -> NotUnderstood:
        token = token or self.next
        piece = self.text[token.position : token.position + 20] or "end of formula"
        return NotUnderstood(piece, token.position, why)

    def fail(self, why: str, token: Token | None = None) -> NoReturn:
        raise self.refusal(why, token)

    @contextmanager
    def inside(self, around: Around = Around()) -> Iterator[None]:
        """Between brackets: what surrounds them does not count."""
        if self.depth >= MAX_DEPTH:
            self.fail(f"brackets nested more than {MAX_DEPTH} deep")
        saved, self.around = self.around, around
        self.depth += 1
        yield
        self.around, self.end = saved, CLOSED
        self.depth -= 1

    @contextmanager
    def under(self, variable: Tree | None = None, integrals: int = 0) -> Iterator[None]:
        """In the body of a sum over the variable, or of an integral."""
        if self.depth >= MAX_DEPTH:
            self.fail(f"operators nested more than {MAX_DEPTH} deep")
        saved = self.around
        bound = saved.bound | {variable} if variable is not None else saved.bound
        self.around = replace(saved, bound=bound, integrals=saved.integrals + integrals)
        self.depth += 1
        yield
        self.around = saved
        self.depth -= 1

    def closing(self, start: int) -> int:
        """The index of the brace that closes the one at `start`."""
        depth = 0
        for index in range(start, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[index].text, 0)
            if depth == 0:
                return index
        raise self.refusal("a brace that is never closed", self.tokens[start])

    # The reader proper supplies these.

    @abstractmethod
    def formula(self) -> Tree: ...

    @abstractmethod
    def sum(self) -> Tree: ...

    @abstractmethod
    def product(self) -> Tree: ...

    @abstractmethod
    def unit(self) -> Tree: ...

    @abstractmethod
    def group(self) -> Tree: ...
