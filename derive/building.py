"""`derive build`: documents of what was checked, in each format and language, and the course that binds them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

from derive.catalogues import BASE, Words, checked_language, languages_of, words_for, words_of
from derive.corpus import CORPUS, BadInput, Script, find
from derive.detail import brief
from derive.export import BOUND, BRIEF, EXPORTERS, FIGURES, SUFFIXES, exporter
from derive.export import style as sty
from derive.export.book import book_figures, book_tex, read_course
from derive.export.graph import svg
from derive.export.site import Entry, assets, entries_of, entry, index_file, index_page, times_file, times_of
from derive.files import write_whole
from derive.graph import graph_of
from derive.page import Neighbour, Page, Related, Surroundings, page
from derive.references import references_for
from derive.report import DerivationReport, Report, StepReport
from derive.translation import translated
from derive.typesetting import HOW_TO_INSTALL, compiler_of, has_tex, typeset

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


@dataclass(frozen=True)
class Built:
    """How many files there are, how many of them changed, and one line for each derivation of which none were written."""

    files: int
    refused: tuple[str, ...]
    changed: int = 0


def checked_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput unless each is a format."""
    if not names:
        raise BadInput(f"--to: name a format: {', '.join(EXPORTERS)}")
    for f in names:
        if f not in EXPORTERS:
            raise BadInput(f"--to {f}: there is no such format; choose from {', '.join(EXPORTERS)}")
    return tuple(dict.fromkeys(names))


def build(report: Report, order: Order) -> Built:
    """Write the documents of a report: none of a derivation with a refuted step, whose old ones are removed.

    Raises BadInput for what cannot be made or written, after everything else was."""
    if order.book and not set(order.formats) & set(BOUND):
        raise BadInput(f"--book: a book is one of {', '.join(BOUND)}: name one with --to")
    corpus = _Corpus(order, report)
    refused, files = [], list[bool]()
    slow: list[Job] = []
    for d in report.derivations:
        if d.name in corpus.refused:
            gone = sum(map(_removed, (*corpus.documents(d.name), *corpus.old_figures(d.name))))
            kept = " (its old documents are removed)" if gone else ""
            refused.append(f"{d.file}: not written: it has a refuted step{kept}")
        elif d.blocks:
            made = dict(corpus.files(d))
            files += [write_whole(path, content) for path, content in made.items()]
            _remove_all(p for p in corpus.old_figures(d.name) if p not in made and order.makes(p))
            slow += corpus.slow(d)
    for shared in (corpus.course, corpus.style, corpus.site):
        files += [write_whole(path, text) for path, text in shared()]
    files += _made(slow + list(corpus.bound()), order.jobs or os.cpu_count() or 1)
    return Built(len(files), tuple(refused), sum(files))


def _made(jobs: Sequence[Job], at_once: int) -> list[bool]:
    """Make and write files that other programs take their time for; whether each changed. Raises BadInput for the first that
    could not be made."""

    def done(job: Job) -> BadInput | bool:
        path, make = job
        try:
            return write_whole(path, make())
        except BadInput as e:
            return e if str(e).startswith((str(path), HOW_TO_INSTALL)) else BadInput(f"{path}: not written: {e}")

    with ThreadPoolExecutor(at_once) as pool:
        results = list(pool.map(done, jobs))
    failed = [e for e in results if isinstance(e, BadInput)]
    if failed:
        more = "" if len(failed) == 1 or str(failed[0]) == HOW_TO_INSTALL else f" (and {len(failed) - 1} more)"
        raise BadInput(f"{failed[0]}{more}")
    return [changed for changed in results if isinstance(changed, bool)]


def _remove_all(paths: Iterable[Path]) -> None:
    for p in paths:
        _removed(p)


def _removed(path: Path) -> bool:
    if not path.exists():
        return False
    path.unlink()
    return True


def is_refuted(s: StepReport) -> bool:
    """Whether a step was refuted that should not be."""
    return s.verdict == "refuted" and s.expected != "refuted"


class _Corpus:
    """The derivations of a run among all those of their corpus folders."""

    def __init__(self, order: Order, report: Report) -> None:
        self.order, self.report = order, report
        self.scripts = {s.name: _as_written(s) for s in (*order.scripts, *_with_their_corpus(order.scripts))}
        self.refused = {d.name for d in report.derivations if any(map(is_refuted, d.steps))}
        self.built = {d.name for d in report.derivations if d.blocks} - self.refused
        self._users = _users(self.scripts.values())
        self.places = list(dict.fromkeys(n for s in order.scripts for n in _course_order(s.root)))
        self.entries: dict[str, list[Entry]] = {}

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

    def page(self, d: DerivationReport, language: str) -> Page:
        target, script = self.target(d.name), self.scripts[d.name]
        seen = replace(d, file=_relative(Path(d.file), target.parent), rests_on=script.imports)
        words = self.words(d, language)
        return page(translated(seen, words), self.report.versions, self.surroundings(script, words))

    def files(self, d: DerivationReport) -> Iterator[tuple[Path, Content]]:
        """Path and content of each document of a derivation that is made at once."""
        for language in self.order.languages:
            made = self.page(d, language)
            if "html" in self.order.formats:
                self.entries.setdefault(language, []).append(entry(made))
            for f in self.order.single:
                if f not in SLOW:
                    shown = brief(made) if self.order.detail == "brief" and f in BRIEF else made
                    for suffix, text in exporter(f, self.order.flavour)(shown).items():
                        yield _document(self.target(d.name), language, suffix), text

    def slow(self, d: DerivationReport) -> Iterator[Job]:
        """The documents that another program makes."""
        for language in self.order.languages:
            for f in (f for f in self.order.single if f in SLOW):
                for suffix in SUFFIXES[f]:
                    path = _document(self.target(d.name), language, suffix)
                    yield path, partial(_exported, f, suffix, self.page(d, language))

    def style(self) -> Iterator[tuple[Path, str]]:
        """The style file of the LaTeX fragments."""
        path = self.order.output / sty.NAME
        if "tex" in self.order.formats and (self.built or path.is_file()):
            others = set(self.scripts) - self.built - self.refused
            lines = sty.kept(_text_if_any(path), others)
            made = (self.page(d, self.order.languages[0]) for d in self._written())
            yield path, sty.style(sorted([*lines, *(line for p in made for line in sty.steps_of(p))], key=_named))

    def _written(self) -> list[DerivationReport]:
        return [d for d in self.report.derivations if d.name in self.built]

    def bound(self) -> Iterator[Job]:
        """The book in each language."""
        if not (self.order.book and self.built):
            return
        for language in self.order.languages:
            pages = {d.name: self.page(d, language) for d in self._written()}
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
        """The script's words; those that it quotes of the scripts it rests on come along."""
        script = self.scripts[d.name]
        return words_of(script, (self.scripts[n] for n in script.imports), language)

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

    def _linked(self, text: str, language: str, suffix: str) -> str:
        def document(found: re.Match[str]) -> str:
            name = found[1].replace("/", ".")
            return f"]({_document(Path(found[1]), language, suffix)})" if name in self.built else found[0]

        return re.sub(r"\]\(([\w/]+)\.py\)", document, text)

    def site(self) -> Iterator[tuple[Path, str]]:
        """The index of the site in each language, and what its pages share; pages of former runs stay in it."""
        if "html" not in self.order.formats:
            return
        folder = self.order.output / "assets"
        yield from ((folder / name, text) for name, text in assets())
        times = {d.name: {s.id: round(1000 * s.seconds, 1) for s in d.steps} for d in self.report.derivations}
        kept = {n: own for n, own in times_of(_text_if_any(folder / "times.js")).items() if n not in times}
        yield folder / "times.js", times_file({**kept, **{n: own for n, own in times.items() if n in self.built}})
        for language in self.order.languages:
            found = folder / f"search.{language}.js"
            entries = self._all_entries(language, entries_of(_text_if_any(found)))
            graph = self._graph(language, _text_if_any(folder / f"graph.{language}.svg"))
            yield found, index_file(entries)
            yield folder / f"graph.{language}.svg", graph
            yield self.order.output / f"index{_infix(language)}.html", self._index(entries, language, graph)

    def _graph(self, language: str, former: str) -> str:
        """What rests on what, drawn where the whole corpus was looked at; else as it was drawn before."""
        if former and len(self.report.derivations) < len(self.scripts):
            return former
        graph = graph_of(self.report, [self.scripts[d.name] for d in self.report.derivations], language)
        return svg(graph, lambda name: _address(name, language) if name in self.built else "")

    def _all_entries(self, language: str, former: Iterable[Entry]) -> list[Entry]:
        new = {e.name: e for e in self.entries.get(language, ())}
        run = {d.name for d in self.report.derivations}
        old = {e.name: e for e in former if e.name not in run and Path(self.order.output, unquote(e.href)).is_file()}
        return [e for _, e in sorted({**old, **new}.items())]

    def _index(self, entries: Sequence[Entry], language: str, graph: str) -> str:
        script = self.order.scripts[0]
        texts = [self._linked(text, language, ".html") for _, text in self._course_texts(language)]
        course = re.sub(r"\]\(README(\.\w+)?\.md\)", lambda found: f"](index{found[1] or ''}.html)", "\n\n".join(texts))
        others = [(code, own_name(script, code)) for code in self.order.languages if code != language]
        return index_page(entries, words_for(script, language), others, course, graph)


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


def _with_their_corpus(scripts: Sequence[Script]) -> Iterable[Script]:
    """All scripts of the corpus folders in which some are; each knows all that it imports from there."""
    roots = dict.fromkeys(s.root for s in scripts if s.root.name == CORPUS)
    return [s for root in roots for s in find([root])]


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


def checked_languages(scripts: Sequence[Script], codes: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput for what is no language, and where nothing is translated into one."""
    for code in map(checked_language, codes):
        if code != BASE and not any(code in languages_of(s) for s in scripts):
            raise BadInput(
                f"--lang {code}: nothing is translated into it; `derive translate {code}` begins a translation"
            )
    return tuple(dict.fromkeys(codes or (BASE,)))
