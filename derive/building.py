"""`derive build`: documents of what was checked, in each format and language, and the course that binds them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from derive.catalogues import BASE, Words, checked_language, languages_of, words_for
from derive.corpus import CORPUS, BadInput, Script, find
from derive.export import EXPORTERS, FIGURES, SUFFIXES
from derive.files import write_whole
from derive.page import Neighbour, Related, Surroundings, page
from derive.references import references_for
from derive.report import DerivationReport, Report, StepReport
from derive.translation import translated

COURSE = "README"
"""The page of a corpus that puts its derivations in order: README.md, README.zh.md."""


@dataclass(frozen=True)
class Order:
    """What to build: the scripts, where documents go, formats and languages."""

    scripts: Sequence[Script]
    output: Path
    formats: tuple[str, ...]
    languages: tuple[str, ...]

    def makes(self, figure: Path) -> bool:
        """Whether one of the formats has figures of that kind."""
        return FIGURES.get(figure.suffix) in self.formats


@dataclass(frozen=True)
class Built:
    """How many files were written, and one line for each derivation of which none were."""

    files: int
    refused: tuple[str, ...]


def checked_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput unless each is a format."""
    if not names:
        raise BadInput(f"--to: name a format: {', '.join(EXPORTERS)}")
    for f in names:
        if f not in EXPORTERS:
            raise BadInput(f"--to {f}: there is no such format; choose from {', '.join(EXPORTERS)}")
    return tuple(dict.fromkeys(names))


def build(report: Report, order: Order) -> Built:
    """Write the documents of a report: none of a derivation with a refuted step, whose old ones are removed."""
    corpus = _Corpus(order, report)
    refused, files = [], 0
    for d in report.derivations:
        if d.name in corpus.refused:
            gone = sum(map(_removed, (*corpus.documents(d.name), *corpus.old_figures(d.name))))
            kept = " (its old documents are removed)" if gone else ""
            refused.append(f"{d.file}: not written: it has a refuted step{kept}")
        elif d.blocks:
            made = dict(corpus.files(d))
            files += sum(1 for path, content in made.items() if write_whole(path, content) or True)
            _remove_all(p for p in corpus.old_figures(d.name) if p not in made and order.makes(p))
    files += sum(1 for path, text in corpus.course() if write_whole(path, text) or True)
    return Built(files, tuple(refused))


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
        self.scripts = {s.name: s for s in (*order.scripts, *_with_their_corpus(order.scripts))}
        self.refused = {d.name for d in report.derivations if any(map(is_refuted, d.steps))}
        self.built = {d.name for d in report.derivations if d.blocks} - self.refused
        self._users = _users(self.scripts.values())

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

    def files(self, d: DerivationReport) -> Iterator[tuple[Path, str | bytes]]:
        """Path and content of each document of a derivation."""
        target, script = self.target(d.name), self.scripts[d.name]
        seen = replace(d, file=_relative(Path(d.file), target.parent), rests_on=script.imports)
        for language in self.order.languages:
            words = self.words(d, language)
            made = page(translated(seen, words), self.report.versions, self.surroundings(script, words))
            for f in self.order.formats:
                for suffix, text in EXPORTERS[f](made).items():
                    yield _document(target, language, suffix), text

    def words(self, d: DerivationReport, language: str) -> Words:
        """The script's words; those that it quotes of the scripts it rests on come along."""
        own = words_for(self.scripts[d.name], language)
        quoted = [words_for(self.scripts[n], language).messages for n in self.scripts[d.name].imports]
        return replace(own, messages={k: v for m in (*quoted, own.messages) for k, v in m.items()})

    def surroundings(self, script: Script, words: Words) -> Surroundings:
        others = [c for c in self.order.languages if c != words.language]
        return Surroundings(
            words,
            references_for(script),
            Related(
                tuple(self.neighbour(n, words.language) for n in script.imports),
                tuple(self.neighbour(n, words.language) for n in self._users.get(script.name, ())),
            ),
            tuple((code, own_name(script, code)) for code in others),
            _text(script.path),
        )

    def neighbour(self, name: str, language: str) -> Neighbour:
        script = self.scripts[name]
        title = words_for(script, language)(script.title)
        written = name in self.built or _document(self.target(name), language, ".md").exists()
        return Neighbour(name, title, written and name not in self.refused)

    def course(self) -> Iterator[tuple[Path, str]]:
        """The course pages of the corpus folders, their links to scripts turned into links to documents."""
        if "md" not in self.order.formats:
            return
        for root in dict.fromkeys(s.root for s in self.order.scripts):
            for language in self.order.languages:
                file = _document(root / COURSE, language, ".md")
                if file.is_file():
                    yield self.order.output / file.name, self._linked(_text(file), language)

    def _linked(self, text: str, language: str) -> str:
        def document(found: re.Match[str]) -> str:
            name = found[1].replace("/", ".")
            suffix = ".md" if language == BASE else f".{language}.md"
            return f"]({found[1]}{suffix})" if name in self.built else found[0]

        return re.sub(r"\]\(([\w/]+)\.py\)", document, text)


def _document(target: Path, language: str, suffix: str) -> Path:
    between = "" if language == BASE else f".{language}"
    return target.with_name(f"{target.name}{between}{suffix}")


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
