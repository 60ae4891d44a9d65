"""Derivations on disk: which scripts there are, what each imports, and how one is loaded.

A derivation is `<topic>/<name>.py` below a corpus folder; its name is `topic.name`. Finding executes nothing; loading
executes the script, as pytest executes tests.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SKIPPED_FOLDERS = frozenset({"__pycache__", "build", "node_modules", "venv"})


class BadInput(Exception):
    """Something that cannot be read or is not as it must be: one line that says what, where and what to do."""


@dataclass(frozen=True)
class Script:
    """A derivation's name, file and the names of the derivations that it imports."""

    name: str
    path: Path
    imports: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class Loaded:
    """What a script made: its items in order, its names, its title and introduction."""

    items: tuple[Any, ...]
    namespace: Mapping[str, Any]
    title: str
    introduction: str


def find(paths: Iterable[Path]) -> list[Script]:
    """The scripts under the given files and folders, ordered by name. Raises BadInput."""
    files = [f for path in paths for f in _files(path)]
    roots = {f: _root(f) for f in files}
    names = {f: _name(f, roots[f]) for f in files}
    _refuse_twins(names)
    known = set(names.values())
    scripts = [Script(names[f], f, _imports(f, names[f], known), _digest(f)) for f in files]
    ordered = sorted(scripts, key=lambda s: s.name)
    _refuse_cycles(ordered)
    return ordered


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise BadInput(f"{path}: there is no such file or folder")
    if path.is_file():
        if path.suffix != ".py":
            raise BadInput(f"{path}: a derivation is a Python script (.py)")
        return [path]
    found = []
    for f in sorted(path.rglob("*.py")):
        inside = f.relative_to(path).parts
        hidden = any(p.startswith((".", "_")) or p in SKIPPED_FOLDERS for p in inside)
        if not hidden and f.is_file():
            found.append(f)
    if not found:
        raise BadInput(f"{path}: there are no derivations in this folder")
    return found


def _root(f: Path) -> Path:
    """The corpus folder of a script: the nearest folder called `derivations`, else the folder above its topic."""
    parents = f.resolve().parents
    for folder in parents:
        if folder.name == "derivations":
            return folder
    return parents[1] if len(parents) > 1 else parents[0]


def _name(f: Path, root: Path) -> str:
    return ".".join(f.resolve().relative_to(root).with_suffix("").parts)


def _refuse_twins(names: Mapping[Path, str]) -> None:
    seen: dict[str, Path] = {}
    for f, name in names.items():
        other = seen.setdefault(name, f)
        if other.resolve() != f.resolve():
            raise BadInput(f"{f}: the derivation {name} is also {other}: rename one of them")


def _imports(f: Path, own: str, known: set[str]) -> tuple[str, ...]:
    """The derivations that a script imports, read off its syntax tree."""
    found: dict[str, None] = {}
    for node in ast.walk(parse(f)):
        candidates: list[str] = []
        if isinstance(node, ast.Import):
            candidates = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            candidates = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in candidates:
            short = name.removeprefix("derivations.")
            if short in known and short != own:
                found[short] = None
    return tuple(found)


def parse(f: Path) -> ast.Module:
    """The syntax tree of a script. Raises BadInput with the line of a syntax error."""
    try:
        return ast.parse(f.read_bytes(), filename=str(f))
    except SyntaxError as e:
        raise BadInput(f"{f}:{e.lineno}: {e.msg}") from None
    except (OSError, ValueError) as e:
        raise BadInput(f"{f}: cannot be read: {e}") from None


def _digest(f: Path) -> str:
    return hashlib.sha256(f.read_bytes()).hexdigest()


def _refuse_cycles(scripts: list[Script]) -> None:
    imports = {s.name: s.imports for s in scripts}
    paths = {s.name: s.path for s in scripts}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circle = " -> ".join((*trail[trail.index(name) :], name))
            raise BadInput(f"{paths[name]}: derivations import each other in a circle: {circle}")
        if name not in done:
            for other in imports[name]:
                visit(other, (*trail, name))
            done.add(name)

    for s in scripts:
        visit(s.name, ())


def in_dependency_order(scripts: Iterable[Script]) -> list[Script]:
    """Each script after those that it imports; otherwise by name."""
    by_name = {s.name: s for s in scripts}
    ordered: dict[str, Script] = {}

    def visit(s: Script) -> None:
        for other in s.imports:
            visit(by_name[other])
        ordered.setdefault(s.name, s)

    for s in sorted(by_name.values(), key=lambda s: s.name):
        visit(s)
    return list(ordered.values())


# ------------------------------------------------------------------------------------------------------------- loading


def load(path: Path) -> Loaded:
    """Execute a script and collect what it makes. Whatever the script raises comes through."""
    from derive.kernel.core import InvalidStatement
    from derive.script import recording
    from derive.symbols import cure_of

    path = path.resolve()
    root = _root(path)
    for folder in (root, root.parent):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("__derivation__", path)
    if spec is None or spec.loader is None:
        raise BadInput(f"{path}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    with recording() as recorder:
        try:
            spec.loader.exec_module(module)
        except TypeError as error:
            cure = cure_of(error)
            if cure is None:
                raise
            raise InvalidStatement(cure).with_traceback(error.__traceback__) from None
    own = str(path)
    items = tuple(i for i in recorder.items if i.place.file == own)
    title, introduction = _docstring(module.__doc__, path)
    return Loaded(items, vars(module), title, introduction)


def _docstring(text: str | None, path: Path) -> tuple[str, str]:
    """The first line is the title, the rest the introduction; without a docstring the file's name is the title."""
    if not text or not text.strip():
        return path.stem.replace("_", " ").capitalize(), ""
    title, _, rest = text.strip().partition("\n")
    return title.strip(), rest.strip()
