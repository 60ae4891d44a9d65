"""The one way in which reading fails."""

from __future__ import annotations


class NotUnderstood(ValueError):
    """A piece of a formula that has no reading, or more than one.

    `piece` is the text at fault, `position` its offset in the text read (None where only a tree is at hand), `why`
    says what is wrong.
    """

    def __init__(self, piece: str, position: int | None, why: str) -> None:
        self.piece, self.position, self.why = piece, position, why
        place = "" if position is None else f" at {position}"
        super().__init__(f"{why}: {piece!r}{place}")

    def __reduce__(self) -> tuple[type[NotUnderstood], tuple[str, int | None, str]]:
        return type(self), (self.piece, self.position, self.why)
