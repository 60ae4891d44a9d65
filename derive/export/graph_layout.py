"""Where the boxes of a graph stand: what is connected as trees from left to right, what stands alone in columns by topic.

Derivations have few neighbours: most layered drawings of 60 of them are a thin strip with one long row. Here each group of
connected boxes is laid out by itself (each box beside the middle of what rests on it), and the groups are packed into columns,
the widest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from derive.graph import Graph

COLUMNS = 4
BOX, BETWEEN = 240, 48
"""Width of a box, and of the gutter between columns of boxes."""

PAD, GAP, APART, HEAD = 12, 12, 20, 24
"""Around the boxes of a group, between its boxes, between groups; the line above a group that names its topic."""


@dataclass(frozen=True)
class Box:
    name: str
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Panel:
    """What stands around a group, and the topic that it shows; "" where the boxes are connected."""

    x: int
    y: int
    width: int
    height: int
    topic: str = ""


@dataclass(frozen=True)
class Layout:
    """alone: where the boxes without a neighbour begin; None where there are none."""

    boxes: Mapping[str, Box]
    panels: tuple[Panel, ...]
    width: int
    height: int
    alone: int | None


@dataclass(frozen=True)
class _Group:
    """Boxes by name as (column, y), from the group's own corner."""

    places: Mapping[str, tuple[int, int]]
    columns: int
    height: int
    topic: str = ""


def layout(graph: Graph, heights: Mapping[str, int]) -> Layout:
    """Places for all boxes, whose heights are given."""
    parents = _parents(graph)
    connected, alone = _parted(graph, parents)
    groups = sorted((_trees(names, parents, heights) for names in connected), key=_by_size)
    topics = [_column(topic, names, heights) for topic, names in _by_topic(graph, alone)]
    columns = max([COLUMNS if len(graph.nodes) >= COLUMNS else 1, *(g.columns for g in groups)])
    packer = _Packer(columns, heights)
    for g in groups:
        packer.add(g)
    begins = packer.below(HEAD + GAP) if topics and groups else None
    for g in topics:
        packer.add(g)
    width = columns * (BOX + BETWEEN) - BETWEEN + 2 * PAD
    return Layout(packer.boxes, tuple(packer.panels), width, max(packer.skyline, default=0), begins)


def _by_size(group: _Group) -> tuple[int, int, str]:
    return -group.columns, -group.height, min(group.places)


def _parents(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {n.name: [] for n in graph.nodes}
    for e in graph.edges:
        found[e.target].append(e.source)
    return found


def _parted(graph: Graph, parents: Mapping[str, Sequence[str]]) -> tuple[list[list[str]], set[str]]:
    """Groups of connected names, and the names without a neighbour."""
    group = {n.name: {n.name} for n in graph.nodes}
    for name, above in parents.items():
        for other in above:
            if group[other] is not group[name]:
                group[name] |= group[other]
                for member in group[other]:
                    group[member] = group[name]
    unique = {min(names): names for names in group.values()}
    connected = [sorted(names) for _, names in sorted(unique.items()) if len(names) > 1]
    return connected, {name for name, names in group.items() if len(names) == 1}


def _by_topic(graph: Graph, names: Iterable[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for n in graph.nodes:
        if n.name in names:
            found.setdefault(n.topic, []).append(n.name)
    return sorted(found.items())


def _column(topic: str, names: Sequence[str], heights: Mapping[str, int]) -> _Group:
    places, y = {}, HEAD
    for name in names:
        places[name] = (0, y)
        y += heights[name] + GAP
    return _Group(places, 1, y - GAP, topic)


def _trees(names: Sequence[str], parents: Mapping[str, Sequence[str]], heights: Mapping[str, int]) -> _Group:
    """Each box in the column after the last of those that it rests on, beside the middle of the boxes that hang on it."""
    level: dict[str, int] = {}
    for name in TopologicalSorter({n: parents[n] for n in names}).static_order():
        level[name] = 1 + max((level[p] for p in parents[name]), default=-1)
    hangs: dict[str | None, list[str]] = {}
    for name in names:
        nearest = max(parents[name], key=lambda p: (level[p], p), default=None)
        hangs.setdefault(nearest, []).append(name)
    blocks: dict[str, int] = {}
    for name in sorted(names, key=lambda n: -level[n]):
        blocks[name] = max(heights[name], _stacked(hangs.get(name, ()), blocks))
    places: dict[str, tuple[int, int]] = {}
    pending: list[tuple[str | None, int]] = [(None, 0)]
    while pending:
        above, y = pending.pop()
        room = blocks[above] if above is not None else 0
        y += max(0, room - _stacked(hangs.get(above, ()), blocks)) // 2
        for name in hangs.get(above, ()):
            places[name] = (level[name], y + (blocks[name] - heights[name]) // 2)
            pending.append((name, y))
            y += blocks[name] + GAP
    return _Group(places, 1 + max(level.values()), _stacked(hangs[None], blocks))


def _stacked(names: Sequence[str], heights: Mapping[str, int]) -> int:
    return sum(heights[n] + GAP for n in names) - GAP if names else 0


class _Packer:
    """Puts groups where they come highest, the leftmost such place first."""

    def __init__(self, columns: int, heights: Mapping[str, int]) -> None:
        self.skyline = [0] * columns
        self.heights = heights
        self.boxes: dict[str, Box] = {}
        self.panels: list[Panel] = []

    def add(self, group: _Group) -> None:
        tops = [max(self.skyline[k : k + group.columns]) for k in range(len(self.skyline) - group.columns + 1)]
        top = min(tops)
        column = tops.index(top)
        y = top + APART if top else 0
        width = group.columns * (BOX + BETWEEN) - BETWEEN + 2 * PAD
        self.panels.append(Panel(column * (BOX + BETWEEN), y, width, group.height + 2 * PAD, group.topic))
        for name, (k, below) in group.places.items():
            x = (column + k) * (BOX + BETWEEN) + PAD
            self.boxes[name] = Box(name, x, y + PAD + below, self.heights[name])
        self.skyline[column : column + group.columns] = [y + group.height + 2 * PAD] * group.columns

    def below(self, room: int) -> int:
        """Begin anew below everything, with room for a heading; where that room begins."""
        y = max(self.skyline) + APART
        self.skyline = [y + room - APART] * len(self.skyline)
        return y
