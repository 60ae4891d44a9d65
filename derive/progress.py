"""How far a run is, on a terminal: what is being done, how fast, and how long it will still take."""

from __future__ import annotations

import time
from typing import TextIO

ERASE = "\r\033[K"
SECONDS_BETWEEN = 0.1
STEADY = 3


class Progress:
    """Called with (scripts done, scripts in all, what is being done). Prints on terminals only, at most ten times a second."""

    def __init__(self, stream: TextIO, quiet: bool) -> None:
        self.stream, self.shown = stream, not quiet and stream.isatty()
        self.began = time.monotonic()
        self.last = 0.0

    def __call__(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if self.shown and now - self.last >= SECONDS_BETWEEN:
            self.last = now
            self._print(f"{ERASE}[{done}/{total}] {what}{self._pace(done, total, now - self.began)}")

    @staticmethod
    def _pace(done: int, total: int, seconds: float) -> str:
        if done < STEADY or seconds <= 0:
            return ""
        rate = done / seconds
        return f"  {rate:.1f}/s, {_duration((total - done) / rate)} left"

    def clear(self) -> None:
        if self.shown:
            self._print(ERASE)

    def _print(self, text: str) -> None:
        print(text, end="", file=self.stream, flush=True)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
