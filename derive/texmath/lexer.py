"""LaTeX text to tokens: spacing and sizes dropped, spellings of one thing made one."""

from __future__ import annotations

import re
from typing import NamedTuple

from derive.notation.tables import FENCES, RELATION_COMMANDS
from derive.texmath.errors import NotUnderstood

MAX_LENGTH = 20_000

_SCANNER = re.compile(
    r"""
    (?P<space>[\s~]+|(?<!\\)%[^\n]*|\\hspace\*?\s*\{[^{}]*\})
  | \\mathop\s*\{\s*\\mathrm\s*\{(?P<mathop>[A-Za-z]+)\}\s*\}
  | \\operatorname\*?\s*\{(?P<operator>[A-Za-z]+)\}
  | \\(?:mathrm|mathit|mathsf|mathtt|textit)\s*(?:\{(?P<word>[A-Za-z]+)\}|(?<=\s)(?P<upright>[A-Za-z]))
  | \\(?:text|textrm|textnormal|mbox)\s*\{(?P<text>[^{}]*)\}
  | \\begin\s*\{(?P<begin>[a-z]+\*?)\}
  | \\end\s*\{(?P<end>[a-z]+\*?)\}
  | \\(?:tag\*?|label|eqref|ref)\s*\{(?P<tag>[^{}]*)\}
  | (?P<command>\\(?:[A-Za-z]+|.))
  | (?P<digit>[0-9])
  | (?P<letter>[A-Za-z])
  | (?P<mark>[-+*/=<>()\[\]{}^_,.;:|'!&])
    """,
    re.VERBOSE | re.DOTALL,
)
_SIZES = ("big", "Big", "bigg", "Bigg")
_IGNORED = {
    *(
        r"\left",
        r"\right",
        r"\middle",
        r"\displaystyle",
        r"\textstyle",
        r"\limits",
        r"\nolimits",
        r"\nonumber",
        r"\notag",
    ),
    *(rf"\{size}{side}" for size in _SIZES for side in ("", "l", "r", "m")),
    *(r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", r"\thinspace", r"\enspace", r"\medspace"),
}
_NEEDS_DELIMITER = (r"\left", r"\right")
_SPELLINGS = {
    r"\{": "{set", r"\lbrace": "{set", r"\}": "set}", r"\rbrace": "set}", r"\lbrack": "[", r"\rbrack": "]",
    r"\cdot": "*", r"\times": "*", "*": "*", r"\vert": "|", r"\|": r"\Vert", r"\cr": r"\\", r"\ast": r"\ast",
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\dbinom": r"\binom", r"\tbinom": r"\binom",
    r"\rightarrow": r"\to", r"\longrightarrow": r"\to", r"\wedge": r"\land", r"\vee": r"\lor", r"\lnot": r"\neg",
    r"\ln": r"\log", r"\varnothing": r"\emptyset", r"\colon": ":",
}  # fmt: skip
OPENERS = {"(": ")", "[": "]", "{set": "set}"}
FENCE_OPENERS = {strokes.left: (kind, strokes.right) for kind, strokes in FENCES.items()}


class Token(NamedTuple):
    kind: str  # command, letter, digit, word, operator, text, begin, end, relation, open, close, fence, mark, eof
    text: str
    position: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens, and one of kind "eof"; raises NotUnderstood for what is not LaTeX maths."""
    if len(text) > MAX_LENGTH:
        raise NotUnderstood(text[:20], 0, f"the formula is longer than {MAX_LENGTH} characters")
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _SCANNER.match(text, position)
        if match is None:
            raise NotUnderstood(text[position], position, "this character is not LaTeX maths")
        _check_delimiter(text, match)
        found += _token(match)
        position = match.end()
    return [*found, Token("eof", "", len(text), len(text))]


def _check_delimiter(text: str, match: re.Match[str]) -> None:
    if match["command"] in _NEEDS_DELIMITER and text[match.end() :].lstrip().startswith("."):
        raise NotUnderstood(match["command"] + ".", match.start(), "a bracket without its partner")


def _token(match: re.Match[str]) -> list[Token]:
    kind = match.lastgroup
    assert kind is not None
    text = match[kind]
    if kind in ("space", "tag") or text in _IGNORED:
        return []
    kind = {"mathop": "operator", "upright": "word"}.get(kind, kind)
    if kind in ("command", "mark"):
        text = _SPELLINGS.get(text, text)
        kind = _kind(text, kind)
    return [Token(kind, text, match.start(), match.end())]


def _kind(text: str, kind: str) -> str:
    if text in RELATION_COMMANDS:
        return "relation"
    if text in OPENERS:
        return "open"
    if text in OPENERS.values():
        return "close"
    if text in FENCE_OPENERS:
        return "fence"
    return kind
