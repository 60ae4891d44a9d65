"""Texts for where no formula can be set: a terminal, what search finds, the tab of a browser. Their formulas become one line."""

from __future__ import annotations

import re
from functools import lru_cache

from derive.notation.inline import FORMULA
from derive.notation.tables import BIG, CONSTANTS, LETTERS, RELATION_COMMANDS, RELATIONS
from derive.notation.text import scripted, text
from derive.texmath.errors import NotUnderstood
from derive.texmath.parser import read_latex


def without_tex(words: str, *, ascii: bool = False) -> str:
    """A text with its formulas as Unicode, or as ASCII."""
    return FORMULA.sub(lambda found: readable(found[1], ascii=ascii), words)


@lru_cache(maxsize=4096)
def readable(tex: str, *, ascii: bool = False) -> str:
    """A formula in one line: as what it says, or word for word where that cannot be read off it."""
    try:
        return text(read_latex(tex), ascii=ascii)
    except (NotUnderstood, ValueError):
        return _word_for_word(tex, ascii)


_GROUP = r"\s*(\{[^{}]*\}|[^\s{}\\]|\\[A-Za-z]+)"
_FRACTION = re.compile(rf"\\[dt]?frac{_GROUP}{_GROUP}")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)( ?)(?=(.?))")
_SCRIPT = re.compile(r"([_^])(\{[^{}]*\}|[^\s{}])")
OPERATORS = frozenset("+-=<>/|")
NO_ROOM = frozenset(("", *"()_^,}"))
"""What may follow a word at once."""

_SIGNS = {
    **{name: (letter, name) for name, letter in LETTERS.items()},
    **{s.latex[1:]: (s.unicode, s.ascii) for s in (*BIG.values(), *CONSTANTS.values()) if re.fullmatch(r"\\\w+", s.latex)},
    **{command[1:]: (RELATIONS[op].unicode, op) for command, op in RELATION_COMMANDS.items() if command.startswith("\\")},
    **dict.fromkeys(("dots", "ldots", "cdots"), ("…", "...")), "cdot": ("·", "*"), "times": ("×", "*"), "mid": ("|", "|"),
    "colon": (":", ":"), "to": ("→", "->"), "cup": ("∪", "|"), "cap": ("∩", "&"),
    "approx": ("≈", "~"), "{": ("\ue000", "\ue000"), "}": ("\ue001", "\ue001"),
    **dict.fromkeys(("left", "right", "mathrm", "operatorname", "text", "mathbf", "boldsymbol", "mathcal", "mathbb"), ("", "")),
    **dict.fromkeys((",", ";", ":", " ", "quad", "qquad", "thinspace"), (" ", " ")), "!": ("", ""),
}  # fmt: skip
"""What a command says, in Unicode and in ASCII; others say their name."""

_BRACES = str.maketrans("\ue000\ue001", "{}")
"""Braces that are printed, put back where those of TeX are gone."""


def _word_for_word(tex: str, ascii: bool) -> str:
    """Without commands and braces; fractions with a stroke."""
    shown, before = tex, ""
    while shown != before:
        before, shown = shown, _FRACTION.sub(lambda found: f"{_part(found[1])}/{_part(found[2])}", shown)
    said = _COMMAND.sub(lambda found: _sign(found, ascii), shown)
    bare = re.sub("[{}]", "", _SCRIPT.sub(lambda found: _script(found, ascii), said)).translate(_BRACES)
    return " ".join((bare if ascii else bare.replace("-", "−")).split())


def _part(group: str) -> str:
    """The top or the bottom of a fraction, in brackets where it is more than one name or number."""
    inner = group.strip("{}")
    return inner if re.fullmatch(r"\\?\w+", inner) else f"({inner})"


def _sign(found: re.Match[str], ascii: bool) -> str:
    """What a command says: a word apart from its neighbours, a letter or a sign with the blank behind it where that shows."""
    name, blank, after = found.groups()
    said = _SIGNS[name][ascii] if name in _SIGNS else name
    if len(said) > 1 and said.isascii() and said.isalpha():
        before = found.string[: found.start()][-1:]
        return f"{' ' if before.isalnum() else ''}{said}{'' if after in NO_ROOM else ' '}"
    return said + (blank if name not in LETTERS or after in OPERATORS else "")


def _script(found: re.Match[str], ascii: bool) -> str:
    """A script in small letters where there are such, else in brackets if it is more than one letter."""
    sign, body = found[1], found[2].strip("{}")
    small = None if ascii else scripted(sign, body)
    return small or (f"{sign}{body}" if len(body) == 1 else f"{sign}({body})")
