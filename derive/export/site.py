"""The site around the pages: an index by topic and as a course, search that works from disk, and what all pages share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from urllib.parse import quote

from derive.catalogues import Words
from derive.export.html import markup, plain, prose, rendered, suffix
from derive.export.words import badge_words
from derive.page import Badge, Display, Mistake, Page, Prose, Result, Title
from derive.report import DerivationReport

INDEX = "window.deriveIndex = "
TIMES = "window.deriveTimes = "
OF = ""
"""Under no step's name: the hash of the text whose times these are."""

Times = Mapping[str, float | str]
"""Milliseconds by step."""

ASSETS = ("derive.css", "derive.js")


@dataclass(frozen=True)
class Entry:
    """A page as the index shows it and as search finds it: its text is prose and reasons. script: where that is, seen from the
    page."""

    name: str
    href: str
    title: str
    text: str
    count: str
    script: str = ""

    @property
    def topic(self) -> str:
        return self.name.rpartition(".")[0]


def entry(page: Page) -> Entry:
    heading = next(b.text for b in page.blocks if isinstance(b, Title))
    badge = next(b for b in page.blocks if isinstance(b, Badge))
    href = quote(page.name.replace(".", "/")) + suffix(page.words.language)
    text = " ".join(plain(part) for part in _texts(page) if part)
    return Entry(
        page.name, href, plain(heading), re.sub(r"\s+", " ", text), badge_words(badge, page.words)[0], badge.file
    )


def _texts(page: Page) -> Iterator[str]:
    for b in page.blocks:
        match b:
            case Prose(markdown):
                yield markdown
            case Result() | Mistake():
                yield b.sentence
            case Display():
                yield b.sentence
                yield from (row.step.reason for row in b.rows)


def index_file(entries: Iterable[Entry]) -> str:
    """The search index: a script, since a page from disk may read no other file."""
    rows = ",\n".join(_json(asdict(e)) for e in entries)
    return f"{INDEX}[\n{rows}\n];\n"


def entries_of(index: str) -> list[Entry]:
    """The entries of an index written before; none where it is no such file."""
    try:
        rows = json.loads(index.removeprefix(INDEX).rstrip().removesuffix(";"))
        return [Entry(**row) for row in rows]
    except (ValueError, TypeError):
        return []


def times_of_steps(d: DerivationReport) -> Times:
    return {OF: d.sha256[:16], **{s.id: round(1000 * s.seconds, 1) for s in d.steps}}


def times_file(times: Mapping[str, Times]) -> str:
    """How many milliseconds each step took, by page."""
    rows = ",\n".join(f"{_json(name)}: {_json(dict(steps))}" for name, steps in sorted(times.items()))
    return f"{TIMES}{{\n{rows}\n}};\n"


def times_of(text: str) -> dict[str, Times]:
    """The times of a file written before; none where it is no such file."""
    try:
        return dict(json.loads(text.removeprefix(TIMES).rstrip().removesuffix(";")))
    except (ValueError, TypeError):
        return {}


def _json(value: object) -> str:
    """JSON that may stand in a script: no tag can end it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def index_page(
    entries: Sequence[Entry], say: Words, languages: Sequence[tuple[str, str]], course: str = "", graph: str = ""
) -> str:
    """index.html: entries in the order in which they are shown; course: Markdown, its links led to pages;
    graph: an SVG."""
    topics: dict[str, list[Entry]] = {}
    for e in entries:
        topics.setdefault(e.topic, []).append(e)
    shown = [(topic.replace("_", " ").replace(".", " · ") or "·", found) for topic, found in topics.items()]
    summary = say("1 derivation") if len(entries) == 1 else say("{count} derivations", count=len(entries))
    return rendered(
        "index.html.j2", say, up="", suffix=suffix(say.language), topics=shown, summary=summary, graph=markup(graph),
        course=prose(course) if course else "",
        languages=[{"code": code, "name": name, "suffix": suffix(code)} for code, name in languages],
    )  # fmt: skip


def assets() -> Iterator[tuple[str, str]]:
    """Name and text of what all pages share."""
    for name in ASSETS:
        yield name, files("derive.export").joinpath("templates", name).read_text(encoding="utf-8")
