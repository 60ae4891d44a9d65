"""A graph of derivations as text: a Mermaid diagram in Markdown, JSON, and a drawing in SVG with links to the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape

from derive.catalogues import Words
from derive.export.graph_layout import BETWEEN, BOX, PAD, Box, Layout, Panel, layout
from derive.graph import Edge, Graph, Node
from derive.texmath.plain import without_tex

Href = Callable[[str], str]
"""The address of a derivation's page by its name; "" where there is none."""


def verdict_words(node: Node, say: Words) -> str:
    """How many steps have which verdict: 12 proved, 1 undecided."""
    if node.failed:
        return say("could not be loaded")
    counts = (
        ("{count} proved", node.proved), ("{count} undecided", node.undecided), ("{count} refuted", node.refuted),
        ("{count} cited", node.cited),
    )  # fmt: skip
    return ", ".join(say(words, count=n) for words, n in counts if n) or say("{count} proved", count=0)


# -------------------------------------------------------------------------------------------------------------- JSON


def graph_json(graph: Graph) -> str:
    """Nodes and edges; the edge of a derivation begins at what it rests on."""
    nodes = [
        {
            "name": n.name, "topic": n.topic, "title": n.title, "state": n.state, "proved": n.proved,
            "undecided": n.undecided, "refuted": n.refuted, "cited": n.cited, "mistakes": n.mistakes,
            "languages": list(n.languages),
        }
        for n in graph.nodes
    ]  # fmt: skip
    edges = [{"from": e.source, "to": e.target, "kind": "facts" if e.facts else "symbols"} for e in graph.edges]
    data = {"language": graph.words.language, "nodes": nodes, "edges": edges}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# ----------------------------------------------------------------------------------------------------------- Mermaid

_SIGNS = {"proved": "✓", "undecided": "?", "refuted": "✗", "failed": "!"}
_SHAPES = {"proved": ("[", "]"), "undecided": ("{{", "}}"), "refuted": ("[[", "]]"), "failed": ("[/", "/]")}
_SPECIAL = re.compile(r"[^\w \-.,?!()/=:+·✓✗−]")


def mermaid(graph: Graph) -> str:
    """A Markdown block that GitHub draws: topics as frames; shape and sign of a box say what became of its steps."""
    ids = {n.name: f"n{k}" for k, n in enumerate(graph.nodes)}
    lines = ["```mermaid", "flowchart LR"]
    for k, topic in enumerate(sorted({n.topic for n in graph.nodes})):
        lines.append(f'  subgraph t{k}["{_entities(topic or " ")}"]')
        lines += [f"    {ids[n.name]}{_mermaid_box(n, graph.words)}" for n in graph.nodes if n.topic == topic]
        lines.append("  end")
    lines += [f"  {ids[e.source]} {'-->' if e.facts else '-.->'} {ids[e.target]}" for e in graph.edges]
    return "\n".join([*lines, "```"]) + "\n"


def _mermaid_box(node: Node, say: Words) -> str:
    opens, closes = _SHAPES[node.state]
    said = f"{_SIGNS[node.state]} {verdict_words(node, say)} · {' '.join(node.languages)}"
    return f'{opens}"{_entities(without_tex(node.title))}<br/>{_entities(said)}"{closes}'


def _entities(words: str) -> str:
    """Mermaid's own spelling of what it would take for syntax, markup or Markdown."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", words).replace("_", "#95;")


# --------------------------------------------------------------------------------------------------------------- SVG

LINE, NAME_LINE, INNER = 17, 18, 12
_STYLE = """
.derive-graph { color: var(--graph-ink, #1f2328); --g-soft: var(--graph-soft, #59636e); --g-line: var(--graph-line, #8c959f);
  --g-box: var(--graph-box, #ffffff); --g-panel: var(--graph-panel, #f3f5f8); --g-good: var(--graph-good, #1a7f37);
  --g-open: var(--graph-open, #8a5a00); --g-bad: var(--graph-bad, #c4232f);
  font-family: var(--graph-font, system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", sans-serif); }
@media (prefers-color-scheme: dark) {
  .derive-graph { color: var(--graph-ink, #e6edf3); --g-soft: var(--graph-soft, #9aa5b1); --g-line: var(--graph-line, #6e7884);
    --g-box: var(--graph-box, #0d1117); --g-panel: var(--graph-panel, #1b222b); --g-good: var(--graph-good, #4cc26a);
    --g-open: var(--graph-open, #dfab3c); --g-bad: var(--graph-bad, #ff7b72); } }
.derive-graph text { fill: currentColor; font-size: 13px; }
.derive-graph .title { font-weight: 500; }
.derive-graph .soft { fill: var(--g-soft); font-size: 11px; }
.derive-graph .topic { font-size: 12px; font-weight: 600; fill: var(--g-soft); }
.derive-graph .head { font-size: 15px; font-weight: 600; }
.derive-graph .panel { fill: var(--g-panel); }
.derive-graph .box { fill: var(--g-box); stroke: var(--g-line); }
.derive-graph .undecided .box, .derive-graph .failed .box { stroke: var(--g-open); stroke-dasharray: 5 3; stroke-width: 1.5; }
.derive-graph .refuted .box { stroke: var(--g-bad); stroke-width: 2.5; }
.derive-graph .edge { fill: none; stroke: var(--g-line); stroke-width: 1.5; }
.derive-graph .symbols { stroke-dasharray: 2 4; stroke-linecap: round; }
.derive-graph .tip { fill: var(--g-line); }
.derive-graph .mark { fill: none; stroke: var(--g-good); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.derive-graph .undecided .mark, .derive-graph .failed .mark { stroke: var(--g-open); }
.derive-graph .refuted .mark { stroke: var(--g-bad); }
.derive-graph a { text-decoration: none; }
.derive-graph a:hover .box, .derive-graph a:focus-visible .box { stroke: currentColor; stroke-width: 2; }
"""
_MARKS = {
    "proved": '<circle cx="6" cy="6" r="6"/><path d="M3.2 6.2 5.2 8.2 8.9 4"/>',
    "undecided": '<path d="M6 -1 13 6 6 13 -1 6Z"/><path d="M4.4 4.6a1.7 1.7 0 1 1 2.3 1.6q-.7.4-.7 1.2M6 9.4v.1"/>',
    "refuted": '<rect width="12" height="12"/><path d="M3.3 3.3 8.7 8.7M8.7 3.3 3.3 8.7"/>',
    "failed": '<path d="M6 -.5 12.8 12H-.8Z"/><path d="M6 4v4M6 10.2v.1"/>',
}
"""A circle with a tick, a diamond with a question, a square with a cross, a triangle with an exclamation: without colour, too."""


def svg(graph: Graph, href: Href) -> str:
    """The drawing, for an `img` or inside a page, whose custom properties `--graph-ink`, `--graph-box` ... it takes over.

    The same graph gives the same bytes.
    """
    say = graph.words
    lines = {n.name: _wrapped(without_tex(n.title), BOX - 2 * INNER) for n in graph.nodes}
    heights = {name: NAME_LINE + LINE * len(shown) + 36 for name, shown in lines.items()}
    drawn = layout(graph, heights)
    title = say("Derivations and what they rest on")
    height = drawn.height + 20 + LEGEND
    size = f'viewBox="-8 -8 {drawn.width + 16} {height + 16}" width="{drawn.width + 16}" height="{height + 16}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="derive-graph" {size} role="group" lang="{say.language}" '
        'aria-labelledby="derive-graph-title derive-graph-desc">',
        f'<title id="derive-graph-title">{escape(title)}</title>',
        f'<desc id="derive-graph-desc">{escape(_description(graph))}</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="derive-graph-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="tip" d="M0 0 8 4 0 8Z"/></marker></defs>',
        *(_panel(p) for p in drawn.panels),
        *_heading(drawn, say),
        *(_edge(e, drawn.boxes[e.source], drawn.boxes[e.target]) for e in graph.edges),
        *(_box(n, drawn.boxes[n.name], lines[n.name], say, href(n.name)) for n in graph.nodes),
        *_legend(drawn.height + 20, say),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _description(graph: Graph) -> str:
    say = graph.words
    said = say("{nodes} derivations, {edges} links between them.", nodes=len(graph.nodes), edges=len(graph.edges))
    titles = {n.name: without_tex(n.title) for n in graph.nodes}
    each = (say("“{one}” rests on “{other}”.", one=titles[e.target], other=titles[e.source]) for e in graph.edges)
    return " ".join([said, *each])


def _panel(p: Panel) -> str:
    topic = p.topic.replace("_", " ").replace(".", " · ")
    named = f'<text class="topic" x="{p.x + PAD}" y="{p.y + PAD + 11}">{escape(topic)}</text>' if p.topic else ""
    return f'<rect class="panel" x="{p.x}" y="{p.y}" width="{p.width}" height="{p.height}" rx="10"/>{named}'


def _heading(drawn: Layout, say: Words) -> Iterator[str]:
    if drawn.alone is not None:
        yield f'<text class="head" x="0" y="{drawn.alone + 20}">{escape(say("Without a neighbour"))}</text>'


def _edge(e: Edge, source: Box, target: Box) -> str:
    x, to, bend = source.x + BOX, target.x - 1, BETWEEN // 2
    kind = "" if e.facts else " symbols"
    curve = f"M{x} {source.middle}C{x + bend} {source.middle} {to - bend} {target.middle} {to} {target.middle}"
    return f'<path class="edge{kind}" d="{curve}" marker-end="url(#derive-graph-tip)"/>'


def _box(n: Node, b: Box, lines: list[str], say: Words, address: str) -> str:
    x, last = b.x + INNER, b.y + b.height - 12
    said = verdict_words(n, say)
    shown = "".join(
        f'<text class="title" x="{x}" y="{b.y + NAME_LINE + 16 + LINE * k}">{escape(line)}</text>'
        for k, line in enumerate(lines)
    )
    body = (
        f'<g class="{n.state}"><title>{escape(f"{n.name}: {without_tex(n.title)} ({said})")}</title>'
        f'<rect class="box" x="{b.x}" y="{b.y}" width="{BOX}" height="{b.height}" rx="7"/>'
        f'<text class="soft" x="{x}" y="{b.y + 18}">{escape(n.name)}</text>{shown}'
        f"{_mark(n.state, x, last - 10)}"
        f'<text class="soft" x="{x + 19}" y="{last}">{escape(said)}</text>'
        f'<text class="soft" x="{b.x + BOX - INNER}" y="{last}" text-anchor="end">{" ".join(n.languages)}</text></g>'
    )
    return f'<a href="{escape(address)}">{body}</a>' if address else body


def _mark(state: str, x: int, y: int) -> str:
    return f'<g class="mark" transform="translate({x} {y})">{_MARKS[state]}</g>'


LEGEND = 46


def _legend(y: int, say: Words) -> Iterator[str]:
    """What the signs mean, in two rows: marks, then lines."""
    x = 0
    for state, words in (("proved", "all proved"), ("undecided", "some undecided"), ("refuted", "some refuted"),
                         ("failed", "could not be loaded")):  # fmt: skip
        word = say(words)
        yield f'<g class="{state}">{_mark(state, x + 2, y)}<text class="soft" x="{x + 22}" y="{y + 10}">{escape(word)}</text></g>'
        x += 48 + int(_width(word) * 11 / 13)
    x = 0
    for kind, words in (("", "its facts are used"), (" symbols", "its symbols are used")):
        word = say(words)
        line = f'<path class="edge{kind}" d="M{x + 1} {y + 34}h34" marker-end="url(#derive-graph-tip)"/>'
        yield f'{line}<text class="soft" x="{x + 42}" y="{y + 38}">{escape(word)}</text>'
        x += 70 + int(_width(word) * 11 / 13)


# -------------------------------------------------------------------------------------------------------------- words


def _width(words: str) -> float:
    """About how wide words are at 13 pixels, in the widest of the usual fonts."""
    return sum(13.2 if c > "\u2e80" else 4.6 if c in "iljtfrI.,;:'| " else 11.8 if c in "mwMW" else 8.2 for c in words)


def _wrapped(words: str, room: int) -> list[str]:
    """In lines; Chinese is broken between any letters, not before a mark."""
    lines = [""]
    for piece in re.findall(r"[\u2e80-\uffef][\u3000-\u303f\uff00-\uff20]*|[^\s\u2e80-\uffef]+\s*|\s+", words):
        if lines[-1] and _width((lines[-1] + piece).rstrip()) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]
