"""What a verdict depends on, as a hash: a script's text and that of its modules, derive's own sources, Python, SymPy, FLINT."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from derive.sources import HARMLESS_MODULES, LOADED_MODULES, SourceFacts


class Uncacheable(Exception):
    """More than the text decides what a script does; the message says what."""


@cache
def environment() -> str:
    """A hash of derive's sources and of the versions of everything a verdict leans on."""
    found = hashlib.sha256(f"{sys.version}\0{sys.platform}\0".encode())
    for name in ("sympy", "python-flint", "mpmath"):
        found.update(f"{name} {version_of(name)}\0".encode())
    for f in _own_sources(os.path.dirname(os.path.abspath(__file__))):
        found.update(hashlib.sha256(Path(f).read_bytes()).digest())
    return found.hexdigest()


def _own_sources(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _own_sources(entry.path)
        elif entry.name.endswith(".py"):
            yield entry.path


@cache
def version_of(distribution: str) -> str:
    """The installed version, read off the name of its metadata folder: importlib.metadata takes longer to load than all else."""
    start = distribution.lower().replace("-", "_") + "-"
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.lower().replace("-", "_").startswith(start.replace("-", "_")) and name.endswith(".dist-info"):
                return name.removesuffix(".dist-info").partition("-")[2]
    from importlib.metadata import version

    return version(distribution)


def script_key(name: str, path: Path, root: Path, facts: Callable[[Path], tuple[str, SourceFacts]]) -> str:
    """The key of a script's report.

    facts: the hash and the facts of a file's text. Raises Uncacheable where more than texts decides, OSError and SyntaxError
    where a text cannot be read.
    """
    found = hashlib.sha256(f"{environment()}\0{name}\0".encode())
    for module, sha256 in sorted(_closure(path, root, facts).items()):
        found.update(f"{module}\0{sha256}\0".encode())
    return found.hexdigest()


def _closure(path: Path, root: Path, facts: Callable[[Path], tuple[str, SourceFacts]]) -> dict[str, str]:
    """The hashes of a script and of the modules of its own corpus that it imports, by their paths below the corpus."""
    found: dict[str, str] = {}
    pending = [path]
    while pending:
        file = pending.pop()
        place = os.path.relpath(file, root)
        if place in found:
            continue
        found[place], own = facts(file)
        if own.outside:
            raise Uncacheable(f"{file.name}: {own.outside}")
        for module in own.modules:
            pending += _files_of(module, root, file)
    return found


def _files_of(module: str, root: Path, importer: Path) -> list[Path]:
    """The files of the corpus that an import of a module executes."""
    parts = module.split(".")
    if parts[0] in LOADED_MODULES:
        return []
    for base in (root, root.parent):
        files = []
        for k in range(1, len(parts) + 1):
            place = base.joinpath(*parts[:k])
            files += [f for f in (place / "__init__.py", place.with_suffix(".py")) if f.is_file()]
        if files or base.joinpath(parts[0]).is_dir():
            return files
    if parts[0] in HARMLESS_MODULES:
        return []
    raise Uncacheable(f"{importer.name}: it imports {parts[0]}")
