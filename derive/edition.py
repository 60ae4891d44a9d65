"""The derivations of a run among all those of their corpus: the pages of each, the documents made of them, what binds these."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

from derive.cache import Cache
from derive.catalogues import BASE, Words, words_for
from derive.corpus import CORPUS, BadInput, Script, whole_corpus
from derive.detail import brief
from derive.export import BOUND, BRIEF, EXPORTERS, FIGURES, SUFFIXES, exporter
from derive.export import style as sty
from derive.export.book import book_figures, book_tex, read_course
from derive.export.graph import svg
from derive.export.site import (
    OF,
    Entry,
    Times,
    assets,
    entries_of,
    entry,
    index_file,
    index_page,
    times_file,
    times_of,
    times_of_steps,
)  # fmt: skip
from derive.graph import graph_of
from derive.house import notation_for
from derive.page import Neighbour, Page, Related, Surroundings, page
from derive.printed import Printed
from derive.references import references_for
from derive.report import DerivationReport, Report, StepReport
from derive.translation import translated
from derive.typesetting import HOW_TO_INSTALL, NEEDED, compiler_of, has_tex, typeset

COURSE = "README"
"""The page of a corpus that puts its derivations in order: README.md, README.zh.md."""


BOOK = "book"
BOOK_SECONDS = 900.0
"""How long TeX may take for a book."""

Content = str | bytes
Job = tuple[Path, Callable[[], Content]]
"""A file, and how it is made."""


@dataclass(frozen=True)
class Order:
    """What to build: the scripts, where documents go, formats and languages.

    book: whether the formats that can be bound become one document. jobs: how many PDFs are made at once. flavour: the kind of
    Markdown. detail: all lines or the milestones."""

    scripts: Sequence[Script]
    output: Path
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    book: bool = False
    jobs: int = 0
    flavour: str = "portable"
    detail: str = "full"

    @property
    def single(self) -> tuple[str, ...]:
        """The formats of which each derivation has a document of its own."""
        return tuple(f for f in self.formats if not (self.book and f in BOUND))

    def makes(self, figure: Path) -> bool:
        """Whether one of the formats has figures of that kind."""
        return FIGURES.get(figure.suffix) in self.formats


class Edition:
    """The derivations of a run among all those of their corpus folders.

    cache: what the texts of scripts say of themselves is not read off them again."""

    def __init__(self, order: Order, report: Report, cache: Cache | None = None) -> None:
        self.order, self.report = order, report
        self.scripts = {s.name: _as_written(s) for s in (*order.scripts, *whole_corpus(order.scripts, cache))}
        self.refused = {d.name for d in report.derivations if any(map(is_refuted, d.steps))}
        self.built = {d.name for d in report.derivations if d.blocks} - self.refused
        self._users = _users(self.scripts.values())
        self.places = list(dict.fromkeys(n for s in order.scripts for n in _course_order(s.root)))
        self.entries: dict[str, Mapping[str, Entry]] = {}
        self.lines: dict[str, tuple[str, ...]] = {}

    def target(self, name: str) -> Path:
        return Path(self.order.output, *name.split("."))

    def documents(self, name: str) -> Iterator[Path]:
        """All files that this order makes of a derivation."""
        for language in self.order.languages:
            for f in self.order.formats:
                yield from (_document(self.target(name), language, suffix) for suffix in SUFFIXES[f])

    def old_figures(self, name: str) -> Iterator[Path]:
        """Files with figures that were written before."""
        target = self.target(name)
        for language in self.order.languages:
            yield from sorted(target.parent.glob(_document(target, language, ".figure-*").name))

    def made_of(self, d: DerivationReport) -> str:
        """All that the documents of a derivation are made of: where two are equal, so are the documents."""
        around = [self.surroundings(self.scripts[d.name], self.words(d, language)) for language in self.order.languages]
        programs = [(name, has_tex(name)) for name in NEEDED] if set(SLOW) & set(self.order.single) else []
        how = (self.order.single, self.order.flavour, self.order.detail, programs)
        return repr((self.seen(d), self.report.versions, around, how))

    def seen(self, d: DerivationReport) -> DerivationReport:
        """The report as the place of the documents shows it."""
        place = self.target(d.name).parent
        return replace(d, file=_relative(Path(d.file), place), rests_on=self.scripts[d.name].imports)

    def page(self, d: DerivationReport, language: str) -> Page:
        words = self.words(d, language)
        around = self.surroundings(self.scripts[d.name], words)
        return page(translated(self.seen(d), words), self.report.versions, around)

    def shown(self, made: Page, format: str) -> Page:
        """The page as a format shows it: brief, where that was asked for and readers cannot choose."""
        return brief(made) if self.order.detail == "brief" and format in BRIEF else made

    def files(self, d: DerivationReport) -> Iterator[tuple[Path, Content]]:
        """Path and content of each document of a derivation that is made at once."""
        pages = {language: self.page(d, language) for language in self.order.languages}
        if "html" in self.order.formats:
            self.entries[d.name] = {language: entry(made) for language, made in pages.items()}
        if "tex" in self.order.formats:
            self.lines[d.name] = tuple(sty.steps_of(pages[self.order.languages[0]]))
        for language, made in pages.items():
            for f in self.order.single:
                if f not in SLOW:
                    for suffix, text in exporter(f, self.order.flavour)(self.shown(made, f)).items():
                        yield _document(self.target(d.name), language, suffix), text

    def slow(self, d: DerivationReport) -> Iterator[Job]:
        """The documents that another program makes."""
        for language in self.order.languages:
            for f in (f for f in self.order.single if f in SLOW):
                for suffix in SUFFIXES[f]:
                    path = _document(self.target(d.name), language, suffix)
                    yield path, partial(_exported, f, suffix, self.shown(self.page(d, language), f))

    def take(self, name: str, printed: Printed) -> None:
        """Leave the documents of a derivation as they were printed before."""
        self.entries[name], self.lines[name] = printed.entries, printed.lines

    def style(self) -> Iterator[tuple[Path, str]]:
        """The style file of the LaTeX fragments."""
        path = self.order.output / sty.NAME
        if "tex" in self.order.formats and (self.built or path.is_file()):
            others = set(self.scripts) - self.built - self.refused
            kept = sty.kept(_text_if_any(path), others)
            yield path, sty.style(sorted([*kept, *(line for own in self.lines.values() for line in own)], key=_named))

    def _written(self) -> list[DerivationReport]:
        return [d for d in self.report.derivations if d.name in self.built]

    def bound(self) -> Iterator[Job]:
        """The book in each language."""
        if not (self.order.book and self.built):
            return
        for language in self.order.languages:
            pages = {d.name: self.shown(self.page(d, language), "tex") for d in self._written()}
            text, figures = self.book(pages, language), book_figures(pages)
            if "pdf" in self.order.formats:
                yield _document(self.order.output / BOOK, language, ".pdf"), partial(_bound_pdf, text, figures)
            if "tex" in self.order.formats:
                yield _document(self.order.output / BOOK, language, ".tex"), partial(str, text)
                yield from ((self.order.output / path, partial(bytes, content)) for path, content in figures.items())

    def book(self, pages: Mapping[str, Page], language: str) -> str:
        words = self.words(self._written()[0], language)
        root = self.scripts[self._written()[0].name].root
        course = _document(root / COURSE, language, ".md")
        return book_tex(read_course(_text(course) if course.is_file() else "", pages, words), pages, words)

    def words(self, d: DerivationReport, language: str) -> Words:
        script = self.scripts[d.name]
        return words_for(script, language, [self.scripts[n] for n in script.imports])

    def surroundings(self, script: Script, words: Words) -> Surroundings:
        others = [c for c in self.order.languages if c != words.language]
        text = _text(script.path)
        before, after = (self.neighbour(n, words.language) if n else None for n in self.beside(script.name))
        return Surroundings(
            words,
            references_for(script),
            Related(
                tuple(self.neighbour(n, words.language) for n in script.imports),
                tuple(self.neighbour(n, words.language) for n in self._users.get(script.name, ())),
            ),
            tuple((code, own_name(script, code)) for code in others),
            text if words.language == self.order.languages[0] else "",  # one page shows it for all
            before,
            after,
            text,
            notation_for(script),
        )

    def beside(self, name: str) -> tuple[str | None, str | None]:
        """The derivations before and after one in the course; of those that are built only."""
        course = [n for n in self.places if n in self.built]
        if name not in course:
            return None, None
        k = course.index(name)
        return course[k - 1] if k else None, course[k + 1] if k + 1 < len(course) else None

    def neighbour(self, name: str, language: str) -> Neighbour:
        script = self.scripts[name]
        title = words_for(script, language)(script.title)
        written = name in self.built or _document(self.target(name), language, ".md").exists()
        return Neighbour(name, title, written and name not in self.refused)

    def overwritten(self) -> Path | None:
        """A file of the corpus, or of what is around it, over which a course page would be written."""
        around = any(s.root.resolve().is_relative_to(self.order.output.resolve()) for s in self.order.scripts)
        return next((path for path, _ in self.course() if path.exists()), None) if around else None

    def course(self) -> Iterator[tuple[Path, str]]:
        """The course pages of the corpus folders, their links to scripts turned into links to documents."""
        if "md" in self.order.formats:
            for language in self.order.languages:
                for file, text in self._course_texts(language):
                    yield self.order.output / file.name, self._linked(text, language, ".md")

    def _course_texts(self, language: str) -> Iterator[tuple[Path, str]]:
        for root in dict.fromkeys(s.root for s in self.order.scripts):
            file = _document(root / COURSE, language, ".md")
            if file.is_file():
                yield file, _text(file)

    def dead_links(self) -> Iterator[str]:
        """One line for each course page in which links lead to no file."""
        for language in self.order.languages:
            for file, text in self._course_texts(language):
                targets = (unquote(t) for t in dict.fromkeys(_LINK.findall(text)))
                dead = [t for t in targets if not (file.parent / t).exists()]
                if dead:
                    leads = "a link leads" if len(dead) == 1 else f"{len(dead)} links lead"
                    more = ", ..." if len(dead) > MAX_NAMED else ""
                    yield f"{_relative(file, Path())}: {leads} nowhere: {', '.join(dead[:MAX_NAMED])}{more}"

    def _linked(self, text: str, language: str, suffix: str) -> str:
        def document(found: re.Match[str]) -> str:
            name = found[1].replace("/", ".")
            return f"]({_document(Path(found[1]), language, suffix)})" if name in self.built else found[0]

        return re.sub(r"\]\(([\w/]+)\.py\)", document, text)

    def site(self) -> Iterator[tuple[Path, str]]:
        """The index of the site in each language, and what its pages share; pages of former runs stay in it while
        there are their scripts."""
        if "html" not in self.order.formats:
            return
        folder = self.order.output / "assets"
        yield from ((folder / name, text) for name, text in assets())
        yield folder / "times.js", times_file(self._times(times_of(_text_if_any(folder / "times.js"))))
        for language in self.order.languages:
            found = folder / f"search.{language}.js"
            entries = self._all_entries(language, entries_of(_text_if_any(found)))
            graph = self._graph(language, _text_if_any(folder / f"graph.{language}.svg"))
            yield found, index_file(entries)
            yield folder / f"graph.{language}.svg", graph
            yield self.order.output / f"index{_infix(language)}.html", self._index(entries, language, graph)

    def _times(self, former: Mapping[str, Times]) -> Mapping[str, Times]:
        """How long the steps took. What a script's text took once stays, so that a site is the same when it is built again; none
        where documents are asked to be the same on every machine."""
        if "SOURCE_DATE_EPOCH" in os.environ:
            return {}
        run = {d.name: times_of_steps(d) for d in self.report.derivations}
        new = {n: own for n, own in run.items() if n in self.built and former.get(n, {}).get(OF) != own[OF]}
        return {**{n: own for n, own in former.items() if n in self.built or n not in run}, **new}

    def _graph(self, language: str, former: str) -> str:
        """What rests on what, drawn where the whole corpus was looked at; else as it was drawn before."""
        if former and len(self.report.derivations) < len(self.scripts):
            return former
        graph = graph_of(self.report, [self.scripts[d.name] for d in self.report.derivations], language)
        return svg(graph, lambda name: _address(name, language) if name in self.built else "")

    def _all_entries(self, language: str, former: Iterable[Entry]) -> list[Entry]:
        new = {name: own[language] for name, own in self.entries.items()}
        run = {d.name for d in self.report.derivations}
        old = {e.name: e for e in former if e.name not in run and self._is_left(e)}
        return [e for _, e in sorted({**old, **new}.items())]

    def _is_left(self, e: Entry) -> bool:
        """Whether a page of a former run and its script are still there."""
        own = Path(self.order.output, unquote(e.href))
        return own.is_file() and (own.parent / e.script).exists()

    def _index(self, entries: Sequence[Entry], language: str, graph: str) -> str:
        script = self.order.scripts[0]
        texts = [self._linked(text, language, ".html") for _, text in self._course_texts(language)]
        course = re.sub(r"\]\(README(\.\w+)?\.md\)", lambda found: f"](index{found[1] or ''}.html)", "\n\n".join(texts))
        others = [(code, own_name(script, code)) for code in self.order.languages if code != language]
        return index_page(entries, words_for(script, language), others, course, graph)


_LINK = re.compile(r"\]\(<?(?![a-z]+:|#|/)([^)#\s<>]+)")
"""A link of Markdown to a file, seen from its own."""

MAX_NAMED = 3
"""How many links that lead nowhere are named."""

SLOW = ("pdf",)
"""Formats that other programs make."""


def _exported(format: str, suffix: str, made: Page) -> Content:
    return EXPORTERS[format](made)[suffix]


def _bound_pdf(text: str, figures: Mapping[str, bytes]) -> bytes:
    if not has_tex(compiler_of(text)):
        raise BadInput(f"a book needs TeX: {HOW_TO_INSTALL}")
    return typeset(text, figures, BOOK_SECONDS)


def _named(line: str) -> str:
    """What a line of the style file is about: its derivation; steps stay in their order."""
    return line.partition("}")[0]


def _document(target: Path, language: str, suffix: str) -> Path:
    return target.with_name(f"{target.name}{_infix(language)}{suffix}")


def _address(name: str, language: str) -> str:
    """The HTML page of a derivation, seen from the index."""
    return f"{quote(name.replace('.', '/'))}{_infix(language)}.html"


def _infix(language: str) -> str:
    """What the names of documents in a language have before their suffix."""
    return "" if language == BASE else f".{language}"


def _course_order(root: Path) -> list[str]:
    """The derivations in the order in which the course page of a corpus leads to them."""
    return [name.replace("/", ".") for name in re.findall(r"\]\(([\w/]+)\.py\)", _text_if_any(root / f"{COURSE}.md"))]


def _text_if_any(file: Path) -> str:
    return _text(file) if file.is_file() else ""


def _relative(file: Path, folder: Path) -> str:
    """The file as seen from a folder."""
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{file}: cannot be read: {e}") from None


def own_name(script: Script, language: str) -> str:
    """What a language calls itself: the translation of "English" in it."""
    if language == BASE:
        return "English"
    name = words_for(script, language)("English")
    return language if name == "English" else name


def _as_written(script: Script) -> Script:
    """A script that cannot be read with the title and the imports that it seems to have: the pages of its neighbours stay as
    they are until it is repaired."""
    if not script.broken:
        return script
    try:
        text = script.path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return script
    title = re.match(r'\s*r?"""[ \t\n]*(.+)', text)
    imports = re.findall(rf"^from {CORPUS}\.([\w.]+) import", text, re.MULTILINE)
    return replace(script, title=title[1].strip('" ') if title else script.title, imports=tuple(dict.fromkeys(imports)))


def _users(scripts: Iterable[Script]) -> Mapping[str, tuple[str, ...]]:
    """For each derivation, those that import it."""
    found: dict[str, list[str]] = {}
    for s in sorted(scripts, key=lambda s: s.name):
        for name in s.imports:
            found.setdefault(name, []).append(s.name)
    return {name: tuple(users) for name, users in found.items()}


def is_refuted(s: StepReport) -> bool:
    """Whether a step was refuted that should not be."""
    return s.verdict == "refuted" and s.expected != "refuted"
