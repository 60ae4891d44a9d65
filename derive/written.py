"""Which files a build wrote of each derivation, noted beside them: a later build removes those of derivations that are gone.

A derivation is gone where its corpus is built again without its script. Only a file that is as it was written is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from derive.files import write_whole

NOTE = ".derive-files.json"
"""The file in the output folder that holds the notes."""

DIGITS = 16
"""How many digits of a hash tell a file that was changed from one that was not."""

Files = dict[str, str]
"""The beginning of the hash of each file, by its path as seen from the output folder."""


class Written:
    """The notes of an output folder: for each derivation its corpus folder, as seen from there, and its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = _read(folder / NOTE)

    def add(self, name: str, root: Path, files: Iterable[Path]) -> None:
        """Note what was written of a derivation now; files of other formats are still its own."""
        _, before = self.known.get(name, ("", {}))
        now = {f.relative_to(self.folder).as_posix(): _digest(f) for f in files}
        self.known[name] = self._seen(root), {**before, **now}

    def remove_gone(self, roots: Collection[Path], names: Collection[str]) -> int:
        """Remove the files of derivations of these corpora that are none of these names; how many there were."""
        own = {self._seen(root) for root in roots}
        gone = [name for name, (root, _) in self.known.items() if root in own and name not in names]
        return sum(self._remove(path, digest) for name in gone for path, digest in self.known.pop(name)[1].items())

    def keep(self) -> None:
        """Write the notes of what is still there."""
        left = {name: (root, self._there(files)) for name, (root, files) in sorted(self.known.items())}
        if any(files for _, files in left.values()) or (self.folder / NOTE).is_file():
            rows = {name: {"corpus": root, "files": files} for name, (root, files) in left.items() if files}
            write_whole(self.folder / NOTE, json.dumps(rows, indent=1, sort_keys=True) + "\n")

    def _there(self, files: Files) -> Files:
        return {path: digest for path, digest in files.items() if (self.folder / path).is_file()}

    def _seen(self, root: Path) -> str:
        return Path(os.path.relpath(root.resolve(), self.folder.resolve())).as_posix()

    def _remove(self, path: str, digest: str) -> bool:
        """Remove a file that is as it was written, and the folder that it leaves empty."""
        file = self.folder / path
        if file.is_symlink() or not file.is_file() or _digest(file) != digest:
            return False
        file.unlink()
        for folder in file.parents:
            if folder == self.folder:
                break
            with suppress(OSError):  # it is not empty
                folder.rmdir()
        return True


def _read(note: Path) -> dict[str, tuple[str, Files]]:
    """The notes of a former build; none where there is no such file, and no path that leads out of the folder."""
    try:
        rows = json.loads(note.read_text(encoding="utf-8"))
        return {name: (str(row["corpus"]), dict(_inside(row["files"]))) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _inside(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    for path, digest in files.items():
        parts = Path(path).parts
        if parts and not Path(path).is_absolute() and ".." not in parts:
            yield path, str(digest)


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:DIGITS]
    except OSError:
        return ""
