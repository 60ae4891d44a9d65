"""How wide a piece of LaTeX is on paper, in digits: enough to decide where a line must be broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from derive.notation.tables import COMMANDS, OPERATOR_HEADS

_PIECE = re.compile(r"\\[a-zA-Z]+|\\.|\S")
_SCRIPT = 0.7
_INVISIBLE = {r"\vphantom", r"\hspace"}
_STACKED = {r"\frac", r"\binom"}
_UNDER_AND_OVER = {r"\sum": 2.0, r"\prod": 2.0, r"\lim": 3.0}
_WIDTHS = {
    **dict.fromkeys("+-=<>", 2.5),
    **dict.fromkeys((r"\le", r"\ge", r"\ne", r"\in", r"\cdot", r"\to", r"\land", r"\lor", r"\cup"), 2.5),
    **{"\\" + head: float(len(head)) for head in OPERATOR_HEADS},
    **dict.fromkeys((r"\left", r"\right", r"\mathop", r"\mathrm", r"\operatorname", r"\mathbf", r"\boldsymbol"), 0.0),
    **dict.fromkeys(
        (r"\mathcal", r"\mathbb", r"\text", r"\hat", r"\bar", r"\tilde", r"\dot", r"\begin", r"\end", "&"), 0.0
    ),
    **dict.fromkeys((r"\underline", r"\hphantom"), 0.0),
    **dict.fromkeys((r"\vec", r"\ddot", r"\check", r"\breve"), 0.0),
    **{row.latex: float(len(row.head)) for row in COMMANDS.values()},
    **dict.fromkeys((r"\,", r"\thinspace"), 0.3),
}


def visual_width(text: str) -> int:
    """The width of one line of LaTeX as `latex` prints it; a letter or digit counts 1."""
    return ceil(_Ruler(_PIECE.findall(text)).group())


@dataclass
class _Ruler:
    pieces: list[str]
    at: int = 0

    def sees(self, *texts: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at] in texts

    def group(self) -> float:
        """To the closing brace or the end."""
        total = 0.0
        while self.at < len(self.pieces) and not self.sees("}"):
            total += self.piece()
        self.at += 1
        return total

    def piece(self) -> float:
        text = self.pieces[self.at]
        self.at += 1
        if text == "{":
            return self.group()
        if text in _INVISIBLE:
            return 0.0 * self.argument()
        if text in _STACKED:
            return max(self.argument(), self.argument()) + 0.5
        if text in _UNDER_AND_OVER:
            return max(_UNDER_AND_OVER[text], self.scripts())
        if text in ("^", "_"):
            return _SCRIPT * self.argument()
        return _WIDTHS.get(text, 1.0)

    def argument(self) -> float:
        return self.piece() if self.at < len(self.pieces) else 0.0

    def scripts(self) -> float:
        widest = 0.0
        while self.sees("^", "_"):
            widest = max(widest, self.piece())
        return widest
