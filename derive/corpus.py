"""Derivations on disk: which scripts there are, what each imports, and how one is loaded.

A derivation is `<topic>/<name>.py` below a corpus folder; its name is `topic.name`. Finding executes nothing; loading
executes the script, as pytest executes tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from derive.fingerprint import Uncacheable, environment, script_key
from derive.sources import SourceFacts, facts_of_source, title_of

if TYPE_CHECKING:
    import ast

    from derive.cache import Cache

CORPUS = "derivations"
"""What a corpus folder is called."""

SKIPPED_FOLDERS = frozenset({"__pycache__", "build", "node_modules", "venv"})


class BadInput(Exception):
    """Something that cannot be read or is not as it must be: one line that says what, where and what to do."""


@dataclass(frozen=True)
class Script:
    """A derivation's name, file and the names of the derivations that it imports.

    key: what its report depends on, as a hash, and `files`, the hashes of these texts by their real paths; "" where that is more
    than texts, `because` of what is said there. broken: why it cannot be read; "". title: of its page. root: its corpus folder.
    cites: the line and key of each source that is cited by a key.
    """

    name: str
    path: Path
    imports: tuple[str, ...]
    sha256: str
    key: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    broken: str = ""
    title: str = ""
    root: Path = Path()
    cites: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Loaded:
    """What a script made: its items in order, its names, its title and introduction.

    read: the hashes of the files that were executed. others: what the derivations made that it imports.
    """

    items: tuple[Any, ...]
    namespace: Mapping[str, Any]
    title: str
    introduction: str
    read: Mapping[str, str]
    others: tuple[Any, ...] = ()


def find(paths: Iterable[Path], cache: Cache | None = None) -> list[Script]:
    """The scripts under the given files and folders, ordered by name. Raises BadInput.

    cache: remembers what texts say of themselves; without one, no script gets a key.
    """
    files = [f for path in paths for f in _files(path)]
    roots = {f: _root(f) for f in files}
    names = {f: _name(f, roots[f]) for f in files}
    _refuse_twins(names)
    known, texts = set(names.values()), _Texts(cache)
    scripts = [_script(f, names[f], roots[f], known, texts) for f in files]
    ordered = sorted(scripts, key=lambda s: s.name)
    in_dependency_order(ordered)
    return ordered


class _Texts:
    """What files say of themselves, each read once."""

    def __init__(self, cache: Cache | None) -> None:
        self.cache = cache
        self._known: dict[Path, tuple[str, SourceFacts]] = {}

    def __call__(self, f: Path) -> tuple[str, SourceFacts]:
        """The hash of a file's text, and what it says of itself. Raises BadInput."""
        if f not in self._known:
            self._known[f] = self._read(f)
        return self._known[f]

    def _read(self, f: Path) -> tuple[str, SourceFacts]:
        data = _bytes_of(f)
        sha256 = hashlib.sha256(data).hexdigest()

        def made() -> SourceFacts:
            return _readable(f, lambda: facts_of_source(data, str(f)))

        return sha256, made() if self.cache is None else self.cache.source_facts(f"{environment()} {sha256}", made)


def whole_corpus(scripts: Iterable[Script], cache: Cache | None = None) -> list[Script]:
    """All scripts of the corpus folders in which some are; each knows all that it imports from there."""
    roots = dict.fromkeys(s.root for s in scripts if s.root.name == CORPUS)
    return [s for root in roots for s in find([root], cache)]


def imported_scripts(scripts: Iterable[Script]) -> dict[str, list[Script]]:
    """For each script by its name those of its corpus that it imports."""
    scripts = list(scripts)
    known = {s.name: s for s in (*scripts, *whole_corpus(scripts))}
    return {s.name: [known[name] for name in known[s.name].imports] for s in scripts}


def _script(f: Path, name: str, root: Path, known: set[str], texts: _Texts) -> Script:
    try:
        sha256, facts = texts(f)
    except BadInput as e:
        return Script(name, f, (), "", broken=str(e))
    short = dict.fromkeys(module.removeprefix(f"{CORPUS}.") for module in facts.modules)
    imports = tuple(module for module in short if module in known and module != name)
    title = facts.title or title_without_docstring(f)
    found = Script(name, f, imports, sha256, title=title, root=root, cites=facts.cites)
    if texts.cache is None:
        return found
    try:
        key, read = script_key(name, f.resolve(), root, texts)
        return replace(found, key=key, files=read)
    except (Uncacheable, BadInput) as e:
        return replace(found, because=str(e))


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
        if folder.name == CORPUS:
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


def parse(f: Path) -> ast.Module:
    """The syntax tree of a script. Raises BadInput with the line of a syntax error."""
    import ast

    data = _bytes_of(f)
    return _readable(f, lambda: ast.parse(data, filename=str(f)))


Read = TypeVar("Read")


def _readable(f: Path, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except SyntaxError as e:
        raise BadInput(f"{f}:{e.lineno}: {e.msg}") from None
    except ValueError as e:
        raise BadInput(f"{f}: cannot be read: {e}") from None


def _bytes_of(f: Path) -> bytes:
    try:
        return f.read_bytes()
    except OSError as e:
        raise BadInput(f"{f}: cannot be read: {e}") from None


def in_dependency_order(scripts: Iterable[Script]) -> list[Script]:
    """Each script after those that it imports. Raises BadInput where they import each other in a circle."""
    by_name = {s.name: s for s in sorted(scripts, key=lambda s: s.name)}
    if not any(s.imports for s in by_name.values()):
        return list(by_name.values())
    from graphlib import CycleError, TopologicalSorter

    try:
        ordered = TopologicalSorter({s.name: s.imports for s in by_name.values()}).static_order()
        return [by_name[name] for name in ordered if name in by_name]
    except CycleError as e:
        circle = e.args[1][::-1]
        raise BadInput(
            f"{by_name[circle[0]].path}: derivations import each other in a circle: {' -> '.join(circle)}"
        ) from None


# ------------------------------------------------------------------------------------------------------------- loading


def load(path: Path) -> Loaded:
    """Execute a script and collect what it makes. Whatever the script raises comes through."""
    from sympy.core.cache import clear_cache

    from derive.kernel.core import InvalidStatement
    from derive.loading import execute
    from derive.script import recording
    from derive.symbols import cure_of

    path = path.resolve()
    clear_cache()  # SymPy hands out equal symbols of other scripts, whose notes are not those of this one
    with recording() as recorder:
        try:
            module, read = execute(path, _root(path))
        except TypeError as error:
            cure = cure_of(error)
            if cure is None:
                raise
            raise InvalidStatement(cure).with_traceback(error.__traceback__) from None
    own = str(path)
    items = tuple(i for i in recorder.items if i.place.file == own)
    others = tuple(i for i in recorder.items if i.place.file != own)
    title, introduction = _docstring(module.__doc__, path)
    return Loaded(items, vars(module), title, introduction, read, others)


def _docstring(text: str | None, path: Path) -> tuple[str, str]:
    """The first line is the title, the rest the introduction; without a docstring the file's name is the title."""
    if not text or not text.strip():
        return title_without_docstring(path), ""
    return title_of(text), text.strip().partition("\n")[2].strip()


def title_without_docstring(path: Path) -> str:
    return path.stem.replace("_", " ").capitalize()
