"""Reading a displayed chain, `a &= b \\\\ &= c`, as its sides and the relations between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from derive.notation.house import PLAIN, Notation
from derive.notation.tables import RELATION_COMMANDS
from derive.notation.tree import Tree
from derive.texmath.errors import NotUnderstood
from derive.texmath.lexer import Token, tokens
from derive.texmath.parser import Vocabulary, read_latex

_DISPLAYS = frozenset({"aligned", "align", "align*", "split", "gathered", "gather", "gather*", "equation", "equation*"})
_NESTING = {"open": 1, "fence": 1, "begin": 1, "close": -1, "end": -1}
_RIGHT_FENCES = frozenset({r"\rvert", r"\rVert", r"\rfloor", r"\rceil"})
_ANNOTATED = re.compile(r"\\(?:overset|stackrel)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{([^{}]*)\}")
_DISPLAY_MARKS = re.compile(r"\$\$|\\\[|\\\](?!\[)")


def read_chain(
    text: str, names: Vocabulary = (), functions: Vocabulary = (), notation: Notation = PLAIN
) -> list[tuple[str, Tree]]:
    """[("", a), ("=", b), ("<=", c), ...] of an `aligned`, `align` ... body, with or without its \\begin and $$, or
    of one line.

    A line that begins with + - or \\cdot continues the one before; annotations on a relation, tags, and \\text at a
    line's end (numbers, reasons) are dropped.  Raises NotUnderstood, with positions in `text`.
    """
    names, functions = tuple(names), tuple(functions)
    plain = _blank(_DISPLAY_MARKS, _blank(_ANNOTATED, text))
    sides = _sides(plain)
    return [(side.relation, read_latex(side.text(plain), names, functions, notation)) for side in sides]


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """Matches replaced by spaces, but for what their group 1 keeps: all offsets stay as they are."""

    def spaces(match: re.Match[str]) -> str:
        if pattern.groups == 0:
            return " " * len(match[0])
        return " " * (match.start(1) - match.start()) + match[1] + " " * (match.end() - match.end(1))

    return pattern.sub(spaces, text)


@dataclass
class _Side:
    relation: str
    tokens: list[Token] = field(default_factory=list)

    def text(self, plain: str) -> str:
        """The side alone, at its own offsets."""
        if not self.tokens:
            raise NotUnderstood(self.relation, None, "a side of the chain is empty")
        kept = [" "] * self.tokens[-1].end
        for token in self.tokens:
            kept[token.position : token.end] = plain[token.position : token.end]
        return "".join(kept)


def _sides(plain: str) -> list[_Side]:
    sides = [_Side("")]
    for number, row in enumerate(_rows(tokens(plain)[:-1])):
        _check_start(row, number, sides[-1], plain)
        for token, depth in _with_depth(row):
            relation = RELATION_COMMANDS.get(token.text, "in") if depth == 0 and token.kind == "relation" else "in"
            if relation == "in":
                sides[-1].tokens.append(token)
            else:
                sides.append(_Side(relation))
    return sides if sides[0].tokens or len(sides) == 1 else sides[1:]


def _check_start(row: list[Token], number: int, before: _Side, plain: str) -> None:
    """A new row goes on with a relation or with an operator."""
    goes_on = not row or row[0].kind == "relation" or row[0].text in ("+", "-", "*")
    if number and not goes_on and before.tokens:
        start = row[0].position
        raise NotUnderstood(
            plain[start : start + 20], start, "a line that begins with neither a relation nor an operator"
        )


def _with_depth(row: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    depth = 0
    for token in row:
        depth += _change(token)
        yield token, depth


def _change(token: Token) -> int:
    if token.text in ("{", "}"):
        return 1 if token.text == "{" else -1
    return -1 if token.text in _RIGHT_FENCES else _NESTING.get(token.kind, 0)


def _rows(found: list[Token]) -> Iterator[list[Token]]:
    """The rows, each without column marks, tags and the words at its end."""
    row: list[Token] = []
    body = [token for token in found if not (token.kind in ("begin", "end") and token.text in _DISPLAYS)]
    for token, depth in _with_depth(body):
        if depth == 0 and token.text == "\\\\":
            yield _without_words(row)
            row = []
        elif depth > 0 or token.text != "&":
            row.append(token)
    if row:
        yield _without_words(row)


def _without_words(row: list[Token]) -> list[Token]:
    """Without \\text and punctuation at the end, and without the empty {} that people put beside a relation."""
    while row and (row[-1].kind == "text" or row[-1].text in (".", ",", ";")):
        row = row[:-1]
    empty = {index for index in range(len(row) - 1) if row[index].text == "{" and row[index + 1].text == "}"}
    return [token for index, token in enumerate(row) if index not in empty and index - 1 not in empty]
