"""What a script's text says without being executed: what it imports, and whether more than its text decides what it does."""

from __future__ import annotations

from dataclasses import dataclass

HARMLESS_MODULES = frozenset({
    "__future__", "abc", "cmath", "collections", "dataclasses", "decimal", "derive", "enum", "fractions", "functools",
    "itertools", "latexify", "math", "mpmath", "numbers", "operator", "re", "statistics", "string", "sympy", "textwrap", "typing",
})  # fmt: skip
"""Modules that read neither files nor clocks nor the environment for a script."""

OUTSIDE_CALLS = frozenset({"open", "input", "eval", "exec", "compile", "__import__", "breakpoint"})


@dataclass(frozen=True)
class SourceFacts:
    """modules: what the text may import, as dotted names, in order. outside: why its result may depend on more than its text
    and that of its own modules; ""."""

    modules: tuple[str, ...]
    outside: str = ""


def facts_of_source(data: bytes, file: str) -> SourceFacts:
    """Raises SyntaxError and ValueError as `ast.parse`."""
    import ast

    modules: dict[str, None] = {}
    outside = ""
    for node in ast.walk(ast.parse(data, filename=file)):
        if isinstance(node, ast.Import):
            modules.update(dict.fromkeys(a.name for a in node.names))
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                outside = outside or "it imports by a relative path"
            elif node.module:
                modules.update(dict.fromkeys((node.module, *(f"{node.module}.{a.name}" for a in node.names))))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OUTSIDE_CALLS:
            outside = outside or f"it calls {node.func.id}"
        elif isinstance(node, ast.Name) and node.id == "__builtins__":
            outside = outside or "it reaches for __builtins__"
    return SourceFacts(tuple(modules), outside)
