"""Which derivation rests on which, as plain data: what `derive graph` draws and the pages link."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from derive.catalogues import BASE, ENGLISH, Words, languages_of, words_for
from derive.corpus import CORPUS, BadInput, Script, parse
from derive.report import DerivationReport, Report

FACTS = frozenset({"using", "by", "instead_of"})
"""The keywords under which a script names facts that were shown before."""


@dataclass(frozen=True)
class Node:
    """A derivation: its title in the language of the graph, its steps by their verdicts, the languages it is in.

    refuted: the steps that should hold and do not. mistakes: those that were refuted as they should be. failed: the script
    could not be read or loaded.
    """

    name: str
    title: str
    proved: int
    undecided: int
    refuted: int
    cited: int
    mistakes: int
    languages: tuple[str, ...]
    failed: bool = False

    @property
    def topic(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def state(self) -> str:
        """The worst that is to be said: failed, refuted, undecided or proved."""
        bad = (("failed", self.failed), ("refuted", self.refuted), ("undecided", self.undecided))
        return next((word for word, there in bad if there), "proved")


@dataclass(frozen=True)
class Edge:
    """`target` rests on `source`: on facts that were shown there, or (not facts) on its symbols only."""

    source: str
    target: str
    facts: bool


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    words: Words = ENGLISH


def graph_of(report: Report, scripts: Sequence[Script], language: str = BASE) -> Graph:
    """The graph of the scripts of a report. Raises BadInput for a catalogue that cannot be read."""
    reports = {d.name: d for d in report.derivations}
    ordered = [s for s in sorted(scripts, key=lambda s: s.name) if s.name in reports]
    nodes = tuple(_node(reports[s.name], s, language) for s in ordered)
    edges = tuple(e for s in ordered for e in _edges(s) if e.source in reports)
    return Graph(nodes, edges, words_for(ordered[0], language) if ordered else ENGLISH)


def _node(d: DerivationReport, script: Script, language: str) -> Node:
    expected = [s for s in d.steps if s.expected != "refuted"]

    def count(verdict: str) -> int:
        return sum(s.verdict == verdict for s in expected)

    return Node(
        d.name, words_for(script, language)(script.title or d.name),
        count("proved"), count("undecided"), count("refuted"), count("cited"), len(d.steps) - len(expected),
        (BASE, *languages_of(script)), bool(d.failure),
    )  # fmt: skip


def _edges(script: Script) -> Iterator[Edge]:
    facts = set(_modules_of_facts(script)) if script.imports else set()
    for name in sorted(script.imports):
        yield Edge(name, script.name, name in facts)


def _modules_of_facts(script: Script) -> Iterator[str]:
    """The derivations of which a name stands under `using=` and the like."""
    try:
        tree = parse(script.path)
    except BadInput:
        return
    origin = dict(_imported(ast.walk(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in FACTS:
            yield from (origin[n.id] for n in ast.walk(node.value) if isinstance(n, ast.Name) and n.id in origin)


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """(name, derivation it comes from)"""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.removeprefix(f"{CORPUS}.")
            for alias in node.names:
                yield alias.asname or alias.name, module
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name.removeprefix(f"{CORPUS}.")
