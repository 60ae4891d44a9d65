"""What a script's text says without being executed: what it imports, and whether more than its text decides what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import derive

if TYPE_CHECKING:
    import ast

LOADED_MODULES = frozenset({"derive", "sympy"})
"""Modules that are loaded before any script: no file of a corpus can take their place."""

HARMLESS_MODULES = frozenset({
    "__future__", "abc", "cmath", "collections", "dataclasses", "decimal", "enum", "fractions", "functools", "itertools",
    "latexify", "math", "mpmath", "numbers", "operator", "re", "statistics", "string", "textwrap", "typing",
})  # fmt: skip
"""Modules that read neither files nor clocks nor the environment for a script."""

PARTS_FOR_SCRIPTS = frozenset({"rules", "testing", "symbols", "functions", "script", "statements", "*"})
"""The parts of derive that a script may import without reading anything through them."""

OUTSIDE_NAMES = frozenset({
    "open", "input", "eval", "exec", "compile", "breakpoint", "getattr", "globals", "locals", "vars", "import_module",
    "__import__", "__builtins__", "__loader__", "__spec__", "__file__", "__path__", "randprime", "randMatrix", "rand", "random",
})  # fmt: skip
"""Names through which a script reaches for what is not in its text, or draws lots."""


INTERVAL = "Interval"
"""SymPy's class, whose `open` opens no file: as long as the name stands for nothing else."""


@dataclass(frozen=True)
class SourceFacts:
    """modules: what the text may import, as dotted names, in order. outside: why its result may depend on more than its text
    and that of its own modules; "". title: the first line of its docstring; "". cites: the line and key of each source that is
    cited by its key."""

    modules: tuple[str, ...]
    outside: str = ""
    title: str = ""
    cites: tuple[tuple[int, str], ...] = ()


KEY = re.compile(r"[A-Za-z][\w:.+/-]*")
"""The key of a bibliography's entry, as `source` takes it: one word."""


def facts_of_source(data: bytes, file: str) -> SourceFacts:
    """Raises SyntaxError and ValueError as `ast.parse`."""
    import ast

    modules: dict[str, None] = {}
    outside, cites = "", list[tuple[int, str]]()
    tree = ast.parse(data, filename=file)
    harmless = {id(node) for node in _open_intervals(tree)}
    for node in ast.walk(tree):
        names: tuple[str, ...] = ()
        if isinstance(node, ast.Import):
            names = tuple(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                outside = outside or "it imports by a relative path"
            elif node.module:
                names = (node.module, *(f"{node.module}.{a.name}" for a in node.names))
        elif isinstance(node, ast.Name | ast.Attribute) and id(node) not in harmless:
            reached = node.id if isinstance(node, ast.Name) else node.attr
            outside = outside or (f"it uses {reached}" if reached in OUTSIDE_NAMES else "")
        elif isinstance(node, ast.Call):
            cites += _cited(node)
        modules.update(dict.fromkeys(names))
        outside = outside or next(filter(None, map(_reached_by_import, names)), "")
    return SourceFacts(tuple(modules), outside, title_of(ast.get_docstring(tree)), tuple(sorted(cites)))


def _open_intervals(tree: ast.Module) -> list[ast.Attribute]:
    """Each `Interval.open` of a text in which the name is SymPy's wherever it stands."""
    import ast

    found, imported = list[ast.Attribute](), set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("sympy", "sympy.sets"):
            imported |= {id(a) for a in node.names if a.asname is None}
        elif isinstance(node, ast.Attribute) and node.attr == "open":
            found += [node] if INTERVAL in (getattr(node.value, "id", ""), getattr(node.value, "attr", "")) else []
        used = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
        if not used and id(node) not in imported and any(_names_interval(value) for _, value in ast.iter_fields(node)):
            return []
    return found


def _names_interval(field: object) -> bool:
    return field == INTERVAL or (isinstance(field, list) and INTERVAL in field)


def title_of(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0].strip()


def _cited(node: ast.Call) -> list[tuple[int, str]]:
    """The key in source("key", ...)."""
    import ast

    named = isinstance(node.func, ast.Name) and node.func.id == "source"
    key = node.args[0] if named and node.args else None
    if isinstance(key, ast.Constant) and isinstance(key.value, str) and KEY.fullmatch(key.value.strip()):
        return [(node.lineno, key.value.strip())]
    return []


def _reached_by_import(module: str) -> str:
    """Why an import is one of something outside; ""."""
    first, *rest = module.split(".")
    if rest and rest[-1] in OUTSIDE_NAMES:
        return f"it uses {rest[-1]}"
    if first == "derive" and rest and rest[0] not in PARTS_FOR_SCRIPTS and rest[0] not in derive.__all__:
        return f"it imports {module}"
    return ""
