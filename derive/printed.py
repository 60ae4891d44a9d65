"""What was printed before: documents that would come out the same are left as they are.

A record stands under a hash of all that the documents of a derivation are made of, and holds the hashes of its files: where one
of them was changed or removed meanwhile, all are printed anew. A wrong record would cost an old page, never a verdict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from derive.cache import Cache
from derive.export.site import Entry
from derive.fingerprint import printers

TABLE = "documents"


@dataclass(frozen=True)
class Printed:
    """The documents of a derivation.

    files: the hash of each, by its path as seen from the output folder. entries: what search finds, by language. lines: those of
    the style file."""

    files: Mapping[str, str]
    entries: Mapping[str, Entry]
    lines: tuple[str, ...]

    def stand_in(self, folder: Path) -> bool:
        """Whether all files are there as they were written."""
        return all(_hash_of(folder / path) == sha256 for path, sha256 in self.files.items())


class Prints:
    """The records of an output folder; without a cache there are none."""

    def __init__(self, cache: Cache | None, folder: Path) -> None:
        self.cache, self.folder = cache, folder

    def find(self, made_of: str) -> Printed | None:
        """What was printed of the same, if it still stands."""
        row = self.cache.get(TABLE, _key(made_of)) if self.cache else None
        if row is None:
            return None
        files, entries, lines = row
        found = Printed(files, {code: Entry(**e) for code, e in entries.items()}, tuple(lines))
        return found if found.stand_in(self.folder) else None

    def keep(self, made_of: str, files: Iterable[Path], entries: Mapping[str, Entry], lines: Iterable[str]) -> None:
        if self.cache:
            hashes = {f.relative_to(self.folder).as_posix(): _hash_of(f) for f in files}
            rows = {code: asdict(e) for code, e in entries.items()}
            self.cache.put(TABLE, _key(made_of), [hashes, rows, list(lines)])


def _key(made_of: str) -> str:
    return hashlib.sha256(f"{printers()}\0{made_of}".encode(errors="surrogatepass")).hexdigest()


def _hash_of(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
