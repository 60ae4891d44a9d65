"""Executing scripts: from the text that is there now, each as if it were the first.

Python's own way would take yesterday's bytecode for a file whose time and size did not change, and keep a module that another
script has loaded, or changed. Here every module of a corpus is compiled from what is read, and forgotten afterwards.
"""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import linecache
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import derive

SCRIPT = "__derivation__"
"""The name of the module that a script is executed as."""

Read = dict[str, str]
"""The hashes of the files that were executed, by their real paths."""

FOREIGN = frozenset({"site-packages", "dist-packages", "node_modules"})


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles what is in the file now."""

    read: Read

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        data = self.get_data(path)
        self.read[os.path.realpath(path)] = hashlib.sha256(data).hexdigest()
        lines = importlib.util.decode_source(data).splitlines(keepends=True)
        linecache.cache[path] = (len(data), None, lines, path)  # who asks for a line gets the one that is executed
        code: CodeType = self.source_to_code(data, path)
        return code


def execute(path: Path, root: Path) -> tuple[ModuleType, Read]:
    """A script's module, and what was executed on the way. Whatever the script raises comes through."""
    with _fresh(root) as loader:
        spec = importlib.util.spec_from_file_location(SCRIPT, path, loader=loader(SCRIPT, str(path)))
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module, loader.read


@contextmanager
def _fresh(root: Path) -> Iterator[type[_Loader]]:
    """Modules below the corpus and beside it are found first, loaded anew, and forgotten at the end."""
    read: Read = {}
    loader = type("Loader", (_Loader,), {"read": read})
    path, hooks, known = list(sys.path), list(sys.path_hooks), dict(sys.path_importer_cache)
    sys.path[:0] = [str(root), str(root.parent)]
    sys.path_hooks.insert(0, _hook(root.parent, loader))
    for folder in [f for f in sys.path_importer_cache if _is_own(f, root.parent)]:
        del sys.path_importer_cache[folder]
    try:
        yield loader
    finally:
        for name in [n for n, m in sys.modules.items() if isinstance(getattr(m, "__loader__", None), _Loader)]:
            del sys.modules[name]
        sys.path[:], sys.path_hooks[:] = path, hooks
        sys.path_importer_cache.clear()
        sys.path_importer_cache.update(known)


def _hook(base: Path, loader: type[_Loader]) -> Callable[[str], Any]:
    finder = importlib.machinery.FileFinder.path_hook((loader, importlib.machinery.SOURCE_SUFFIXES))

    def hook(folder: str) -> Any:
        if not _is_own(folder, base):
            raise ImportError("not a folder of the corpus")
        return finder(folder)

    return hook


def _is_own(folder: str, base: Path) -> bool:
    """Whether a folder belongs to the corpus or to what stands beside it, and not to something that is installed there."""
    place, own = os.path.realpath(folder), os.path.realpath(base)
    inside = place == own or place.startswith(own + os.sep)
    installed = FOREIGN & set(Path(place).parts) or place.startswith(os.path.dirname(os.path.realpath(derive.__file__)))
    return inside and not installed
