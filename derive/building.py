"""`derive build`: documents of what was checked, in each format and language, and the course that binds them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from derive.cache import Cache
from derive.catalogues import BASE, checked_language, languages_of
from derive.corpus import BadInput, Script
from derive.edition import Content, Edition, Job, Order
from derive.export import BOUND, DRAWING, EXPORTERS, LIBRARIES
from derive.files import write_whole
from derive.printed import Prints
from derive.references import references_for
from derive.report import DerivationReport, Report
from derive.typesetting import HOW_TO_INSTALL
from derive.written import Written


@dataclass(frozen=True)
class Built:
    """How many files there are, how many of them changed, how many were removed since their derivations are gone; one line for
    each derivation of which none were written, and for each course page with links that lead nowhere."""

    files: int
    refused: tuple[str, ...]
    changed: int = 0
    gone: int = 0
    dead_links: tuple[str, ...] = ()


def checked_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput unless each is a format."""
    if not names:
        raise BadInput(f"--to: name a format: {', '.join(EXPORTERS)}")
    for f in names:
        if f not in EXPORTERS:
            raise BadInput(f"--to {f}: there is no such format; choose from {', '.join(EXPORTERS)}")
    return tuple(dict.fromkeys(names))


def get_ready(scripts: Sequence[Script], formats: Sequence[str]) -> None:
    """Import and read, while scripts are judged, what printing their documents will need. What is missing is said later."""
    drawn = any(b"figure(" in script.path.read_bytes() for script in scripts if not script.broken)
    needed = [name for f in formats for name in LIBRARIES[f]] + [*DRAWING] * drawn
    for library in dict.fromkeys(needed):
        with suppress(ImportError):
            import_module(library)
    for script in scripts:
        with suppress(BadInput):
            references_for(script)


def build(report: Report, order: Order, cache: Cache | None = None) -> Built:
    """Write the documents of a report: none of a derivation with a refuted step, whose old ones are removed.

    cache: where it is noted what was printed, so that what would come out the same is left as it is.

    Raises BadInput for what cannot be made or written, after everything else was."""
    if order.book and not set(order.formats) & set(BOUND):
        raise BadInput(f"--book: a book is one of {', '.join(BOUND)}: name one with --to")
    edition = Edition(order, report, cache)
    own = edition.overwritten()
    if own is not None:
        raise BadInput(
            f"-o {order.output}: the course page would be written over {own}: choose another folder, such as build"
        )
    written = Written(order.output)
    gone = written.remove_gone({s.root for s in order.scripts}, edition.scripts)
    press, refused = _Press(edition, Prints(cache, order.output), written), list[str]()
    for d in report.derivations:
        if d.name in edition.refused:
            refused.append(_refusal(edition, d))
        elif d.blocks:
            press.documents(d)
    for shared in (edition.course, edition.style, edition.site):
        press.write(shared())
    press.finish(edition.bound(), order.jobs or os.cpu_count() or 1)
    return Built(len(press.changed), tuple(refused), sum(press.changed), gone, tuple(edition.dead_links()))


class _Press:
    """Writes the documents of an edition, but for those that stand there as they would come out."""

    def __init__(self, edition: Edition, prints: Prints, written: Written) -> None:
        self.edition, self.prints, self.written = edition, prints, written
        self.changed = list[bool]()
        self.slow = list[Job]()
        self.new: dict[str, tuple[str, list[Path]]] = {}

    def documents(self, d: DerivationReport) -> None:
        made_of = self.edition.made_of(d)
        before = self.prints.find(made_of)
        if before is not None:
            self.edition.take(d.name, before)
            self.changed += [False] * len(before.files)
            self.clear(d.name, files := [self.edition.order.output / path for path in before.files])
            self.written.add(d.name, self.edition.scripts[d.name].root, files)
            return
        made, slow = dict(self.edition.files(d)), list(self.edition.slow(d))
        self.write(made.items())
        self.slow += slow
        self.new[d.name] = made_of, [*made, *(path for path, _ in slow)]
        self.clear(d.name, made)

    def write(self, files: Iterable[tuple[Path, Content]]) -> None:
        self.changed += [write_whole(path, content) for path, content in files]

    def clear(self, name: str, made: Container[Path]) -> None:
        """Remove figures that were written before and are no longer made."""
        for path in self.edition.old_figures(name):
            if path not in made and self.edition.order.makes(path):
                _removed(path)

    def finish(self, bound: Iterable[Job], at_once: int) -> None:
        """Have other programs make what they make; note what was printed once all is there. Raises BadInput."""
        self.changed += _made([*self.slow, *bound], at_once)
        for name, (made_of, files) in self.new.items():
            self.prints.keep(made_of, files, self.edition.entries.get(name, {}), self.edition.lines.get(name, ()))
            self.written.add(name, self.edition.scripts[name].root, files)
        self.written.keep()


def _refusal(edition: Edition, d: DerivationReport) -> str:
    gone = sum(map(_removed, (*edition.documents(d.name), *edition.old_figures(d.name))))
    kept = " (its old documents are removed)" if gone else ""
    return f"{d.file}: not written: it has a refuted step{kept}"


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


def _removed(path: Path) -> bool:
    if not path.exists():
        return False
    path.unlink()
    return True


def checked_languages(scripts: Sequence[Script], codes: Sequence[str]) -> tuple[str, ...]:
    """Raises BadInput for what is no language, and where nothing is translated into one."""
    for code in map(checked_language, codes):
        if code != BASE and not any(code in languages_of(s) for s in scripts):
            raise BadInput(
                f"--lang {code}: nothing is translated into it; `derive translate {code}` begins a translation"
            )
    return tuple(dict.fromkeys(codes or (BASE,)))
