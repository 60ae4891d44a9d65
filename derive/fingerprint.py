"""What a verdict depends on, as a hash: a script's text and that of its modules, derive's own sources, Python, SymPy, FLINT."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from derive.sources import HARMLESS_MODULES, LOADED_MODULES, SourceFacts

PRINTING = ("jinja2", "latex2mathml", "markdown-it-py", "matplotlib", "nbformat", "bibtexparser", "polib")


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


@cache
def printers() -> str:
    """A hash of what documents lean on beyond what they show: derive's own files, templates too, and the libraries that print."""
    found = hashlib.sha256(environment().encode())
    for name in PRINTING:
        found.update(f"{name} {version_of(name)}\0".encode())
    for f in _own_files(os.path.dirname(os.path.abspath(__file__))):
        found.update(hashlib.sha256(Path(f).read_bytes()).digest())
    return found.hexdigest()


def _own_sources(folder: str) -> Iterator[str]:
    return (f for f in _own_files(folder) if f.endswith(".py"))


def _own_files(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _own_files(entry.path)
        elif entry.is_file():
            yield entry.path


@cache
def version_of(distribution: str) -> str:
    """The installed version, "" for none, read off the name of its metadata folder: importlib.metadata takes longer to load than
    all else."""
    start = distribution.lower().replace("-", "_") + "-"
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.lower().replace("-", "_").startswith(start.replace("-", "_")) and name.endswith(".dist-info"):
                return name.removesuffix(".dist-info").partition("-")[2]
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


Facts = Callable[[Path], tuple[str, SourceFacts]]
"""The hash and the facts of a file's text."""


def script_key(name: str, path: Path, root: Path, facts: Facts) -> tuple[str, dict[str, str]]:
    """The key of a script's report, and the hashes of the texts that it was made of, by their real paths.

    Raises Uncacheable where more than texts decides.
    """
    found = hashlib.sha256(f"{environment()}\0{name}\0".encode())
    closure = _closure(path, root, facts)
    for file, sha256 in sorted(closure.items()):
        found.update(f"{os.path.relpath(file, root)}\0{sha256}\0".encode())
    return found.hexdigest(), closure


def _closure(path: Path, root: Path, facts: Facts) -> dict[str, str]:
    """The hashes of a script and of the modules of its own corpus that it imports."""
    found: dict[str, str] = {}
    pending = [path]
    while pending:
        file = pending.pop()
        real = os.path.realpath(file)
        if real in found:
            continue
        found[real], own = facts(file)
        if own.outside:
            raise Uncacheable(f"{file.name}: {own.outside}")
        pending += _imported(own.modules, root, file)
    return found


def _imported(modules: tuple[str, ...], root: Path, importer: Path) -> list[Path]:
    """The files of the corpus that imports execute. Raises Uncacheable where one leads elsewhere."""
    found: list[Path] = []
    for first in dict.fromkeys(m.partition(".")[0] for m in modules):
        if first in LOADED_MODULES:
            continue
        files = [f for m in modules if m.partition(".")[0] == first for f in _files_of(m.split("."), root)]
        if not files and first not in HARMLESS_MODULES:
            raise Uncacheable(f"{importer.name}: it imports {first}")
        if first in sys.stdlib_module_names and first not in HARMLESS_MODULES and not _is_module(first, root):
            raise Uncacheable(f"{importer.name}: it imports {first}")  # Python prefers it to a folder of that name
        found += files
    return found


def _is_module(first: str, root: Path) -> bool:
    return any(
        (base / f"{first}.py").is_file() or (base / first / "__init__.py").is_file() for base in (root, root.parent)
    )


def _files_of(parts: list[str], root: Path) -> list[Path]:
    """The files that an import of a dotted name executes, in the folder where Python finds them first."""
    for base in (root, root.parent):
        files = []
        for k in range(1, len(parts) + 1):
            place = base.joinpath(*parts[:k])
            files += [f for f in (place / "__init__.py", place.with_suffix(".py")) if f.is_file()]
        if files:
            return files
    return []
