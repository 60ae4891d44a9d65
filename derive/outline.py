"""The steps of a script as its text shows them, without executing it: where each stands, and what it is called.

Names are those of the report wherever the text decides them: `score.counts` for the step labelled "counts" of the chain that is
assigned to `score`, `mistake2` for the second mistake without a name.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

LINES_OF_A_CHAIN = frozenset({"equals", "at_most", "less_than", "at_least", "greater_than"})
KIND_OF_CALL = {
    "claim": "claim", "iff": "iff", "maximum": "extremum", "minimum": "extremum", "cases": "cases", "witness": "witness",
    "mistake": "mistake", "taken": "taken",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A call that states something. id: its name in the report; line: that of the called name, as in the report."""

    id: str
    line: int


def outline(tree: ast.Module) -> list[Place]:
    """The stating calls of a script, in the order of their lines."""
    found = _Outline()
    found.read(tree.body, None)
    ordered = sorted(found.places, key=lambda p: p.line)
    seen: Counter[str] = Counter()
    unique = []
    for p in ordered:
        seen[p.id] += 1
        unique.append(p if seen[p.id] == 1 else Place(f"{p.id}~{seen[p.id]}", p.line))
    return unique


class _Outline:
    def __init__(self) -> None:
        self.places: list[Place] = []
        self.kinds: Counter[str] = Counter()
        self.lengths: Counter[str] = Counter()

    def read(self, nodes: Iterable[ast.AST], target: str | None) -> None:
        for node in nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                self.read([node.value], node.targets[0].id)
            elif isinstance(node, ast.Call):
                self._call(node, target)
            else:
                self.read(ast.iter_child_nodes(node), None)

    def _call(self, call: ast.Call, target: str | None) -> None:
        lines = list(_chain(call))
        if lines:
            self._lines(lines, target)
            return
        name = _called(call)
        kind = KIND_OF_CALL.get(name)
        if kind is not None:
            self.kinds[kind] += 1
            self.places.append(Place(target or f"{kind}{self.kinds[kind]}", _line(call)))
        self.read(ast.iter_child_nodes(call), None)

    def _lines(self, lines: list[ast.Call], target: str | None) -> None:
        """The calls of a chain, the first line first; `start` is what it grew from."""
        first = lines[0]
        assert isinstance(first.func, ast.Attribute)
        start = first.func.value
        grown = start.id if isinstance(start, ast.Name) else None
        if grown is None:
            self.kinds["chain"] += 1
        name = target or grown or f"chain{self.kinds['chain']}"
        before = self.lengths[grown] if grown else 0
        for number, call in enumerate(lines, start=before + 1):
            self.places.append(Place(f"{name}.{_label(call) or number}", _line(call)))
            self.read([*call.args, *(k.value for k in call.keywords)], None)
        self.lengths[name] = before + len(lines)
        self.read([start], None)


def _chain(call: ast.Call) -> Iterator[ast.Call]:
    """The calls `.equals(...)` and the like that a chain ends with, the first one first."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in LINES_OF_A_CHAIN:
        if isinstance(call.func.value, ast.Call):
            yield from _chain(call.func.value)
        yield call


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _line(call: ast.Call) -> int:
    return call.func.end_lineno or call.func.lineno


def _label(call: ast.Call) -> str | None:
    for k in call.keywords:
        if k.arg == "label" and isinstance(k.value, ast.Constant) and isinstance(k.value.value, str):
            return k.value.value
    return None


Step = TypeVar("Step", bound=Any)


def assigned(places: list[Place], steps: Iterable[Step]) -> dict[Place, list[Step]]:
    """The steps of a report under the places where they are written: by line, among those of a line by name; what stands at no
    known place goes to the first one."""
    found: dict[Place, list[Step]] = {p: [] for p in places}
    for s in steps:
        here = [p for p in places if p.line == s.line]
        named = [p for p in here if s.id == p.id or s.id.startswith(f"{p.id}.")]
        chosen = max(named, key=lambda p: len(p.id)) if named else (here or places)[0]
        found[chosen].append(s)
    return found
