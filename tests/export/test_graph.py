"""The graph of derivations: what is in it, and that each format says the same and breaks at no title."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.catalogues import Words
from derive.corpus import Script
from derive.export.graph import graph_json, mermaid, svg
from derive.export.graph_layout import BOX, layout
from derive.graph import Edge, Graph, Node, graph_of
from derive.report import Report
from tests.test_cli import GOOD, derive, write

SVG = "{http://www.w3.org/2000/svg}"
USING = '''"""What does a square do for its neighbour?"""

from derive import claim
from derivations.t.square import square, z

claim("Again.", (z + 1) ** 2, "==", z**2 + 2 * z + 1, using=square)
'''


def node(name: str, title: str = "Why?", proved: int = 1, undecided: int = 0, refuted: int = 0) -> Node:
    return Node(name, title, proved, undecided, refuted, 0, 0, ("en",))


SMALL = Graph(
    (node("a.one"), node("a.two", undecided=1), node("b.three", refuted=2), node("b.alone")),
    (Edge("a.one", "a.two", True), Edge("a.one", "b.three", False), Edge("a.two", "b.three", True)),
)


@pytest.fixture(scope="module")
def whole(report: Report, scripts: list[Script]) -> Graph:
    return graph_of(report, scripts, "zh")


def test_edges_say_what_is_used(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    write(tmp_path, "t/other.py", USING)
    write(tmp_path, "t/third.py", USING.replace(", using=square", "").replace("square, z", "z"))
    done = derive("graph", "--to", "json", cwd=tmp_path)
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert data["edges"] == [
        {"from": "t.square", "to": "t.other", "kind": "facts"},
        {"from": "t.square", "to": "t.third", "kind": "symbols"},
    ]
    square = next(n for n in data["nodes"] if n["name"] == "t.square")
    assert (square["title"], square["proved"], square["mistakes"], square["state"]) == (
        "What is a square?", 1, 1, "proved",
    )  # fmt: skip


def test_an_unknown_language_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    done = derive("graph", "--lang", "fr", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "nothing is translated into it" in done.stderr


@pytest.mark.parametrize("title", ['"] --> x', "a_b_ *c* `d` <br> <script>", "```", "100% #1; end", r"$\theta$ & $X$"])
def test_mermaid_holds_any_title_in_one_line(title: str) -> None:
    text = mermaid(Graph((node("a.b", title),), ()))
    lines = text.splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("```mermaid", "```", 6)
    inside = re.fullmatch(r'    n0\["(.*)"\]', lines[3])
    assert inside is not None
    assert not re.search(r'["`<>\[\]{}&*_|]', inside[1].replace("<br/>", ""))


def test_shapes_and_words_tell_the_verdicts() -> None:
    text = mermaid(SMALL)
    assert '{{"Why?<br/>? 1 proved, 1 undecided' in text
    assert '[["Why?<br/>✗ 1 proved, 2 refuted' in text
    drawing = svg(SMALL, lambda name: "")
    assert "1 proved, 2 refuted" in drawing and drawing.count('<g class="refuted">') == 2  # its box, and the legend
    assert [n["state"] for n in json.loads(graph_json(SMALL))["nodes"]] == ["proved", "undecided", "refuted", "proved"]


def test_the_drawing_links_each_page_and_is_valid(whole: Graph) -> None:
    root = ElementTree.fromstring(svg(whole, lambda name: f"{name}.html"))
    links = [a.attrib["href"] for a in root.iter(f"{SVG}a")]
    assert links == [f"{n.name}.html" for n in whole.nodes]
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    assert len([p for p in root.iter(f"{SVG}path") if "M" in p.attrib["d"] and "edge" in p.get("class", "")]) == (
        len(whole.edges) + 2
    )


def test_the_drawing_escapes_titles_and_addresses() -> None:
    text = svg(Graph((node("a.b", "<b>&\"'"),), ()), lambda name: 'x"><script>')
    ElementTree.fromstring(text)
    assert "<script>" not in text and "<b>" not in text


def test_the_same_graph_gives_the_same_drawing(whole: Graph) -> None:
    assert svg(whole, str) == svg(Graph(whole.nodes, whole.edges, whole.words), str)


@pytest.mark.parametrize("seed", range(5))
def test_no_two_boxes_overlap(whole: Graph, seed: int) -> None:
    names = [n.name for n in whole.nodes]
    edges = tuple(Edge(names[k], names[k * (seed + 2) % 59 + 1], True) for k in range(12 * seed)
                  if k < k * (seed + 2) % 59 + 1)  # fmt: skip
    graph = Graph(whole.nodes, edges, Words())
    drawn = layout(graph, {name: 60 + 17 * (k % 3) for k, name in enumerate(names)})
    assert set(drawn.boxes) == set(names)
    for a, b in combinations(drawn.boxes.values(), 2):
        assert a.x + BOX <= b.x or b.x + BOX <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
    for e in edges:
        assert drawn.boxes[e.source].x < drawn.boxes[e.target].x


def test_an_empty_graph_is_drawn() -> None:
    ElementTree.fromstring(svg(Graph((), ()), str))
    assert mermaid(Graph((), ())).startswith("```mermaid")
