"""`derive check`: scripts found, what is known taken from the cache, the rest judged, everything printed as it comes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from derive import catalogues, house, references
from derive.cache import DEFAULT_FOLDER, Cache
from derive.corpus import SKIPPED_FOLDERS, BadInput, Script, find
from derive.files import write_whole
from derive.progress import Progress
from derive.references import unknown_keys
from derive.tally import Tally

if TYPE_CHECKING:
    from derive.report import DerivationReport
    from derive.runner import Meanwhile
    from derive.terminal import Terminal

SECONDS_BETWEEN_LOOKS = 0.3
INTERRUPTED = 130
"""The exit code of a command that was stopped by Ctrl-C."""

WATCHED = ("*.py", "*.po", "*.bib", "*.toml", "README*.md")
"""Files of a corpus that documents are made from."""


@dataclass(frozen=True)
class Settings:
    """What the options say. jobs: worker processes, 0 for one a processor. cache: its folder; None for none."""

    jobs: int = 0
    timeout: float = 30.0
    memory: int = 4096
    cache: Path | None = Path(DEFAULT_FOLDER)
    quiet: bool = False
    verbose: bool = False
    format: str = "text"
    allow_undecided: bool = False
    badge: Path | None = None


def cache_of(settings: Settings) -> Cache | None:
    return (
        None
        if settings.cache is None
        else Cache(settings.cache, lambda line: print(f"derive: {line}", file=sys.stderr))
    )


@contextmanager
def reports(
    scripts: list[Script], settings: Settings, cache: Cache | None, meanwhile: Meanwhile | None = None
) -> Iterator[Iterator[DerivationReport]]:
    """The reports on scripts, as they come. meanwhile: what may be done while the first is judged."""
    from derive.runner import Limits, Pool

    progress = Progress(sys.stderr, settings.quiet)
    limits = Limits(settings.jobs or os.cpu_count() or 1, settings.timeout, settings.memory)
    with Pool(limits, cache, meanwhile) as pool:
        try:
            yield pool.reports(scripts, progress)
        finally:
            progress.clear()


def check(paths: list[Path], settings: Settings) -> int:
    """Check and print; the exit code."""
    cache = cache_of(settings)
    scripts = find(paths, cache)
    try:
        tally = _FORMATS[settings.format](scripts, settings, cache)
    finally:
        if cache is not None:
            cache.close()
    if not tally.counts["steps"] and not tally.counts["failures"]:
        raise BadInput(f"{scripts[0].path}: there is nothing to check: no line is stated (calc, claim, ...)")
    cited = list(unknown_keys(scripts))
    for line in cited:
        print(f"derive: {line}", file=sys.stderr)
    good = tally.as_expected(settings.allow_undecided)
    if settings.badge is not None:
        from derive.machine import badge

        write_whole(settings.badge, badge(tally, good))
    return 2 if tally.counts["failures"] or cited else 0 if good else 1


def failed(d: DerivationReport, verbose: bool) -> None:
    """Say why a script could not be read or loaded."""
    print(f"{d.trace}\nderive: {d.failure}" if d.trace and verbose else f"derive: {d.failure}", file=sys.stderr)


def _as_text(scripts: list[Script], settings: Settings, cache: Cache | None) -> Tally:
    tally, worst = Tally(), ""
    left = scripts if settings.verbose else _without_what_is_fine(scripts, cache, tally)
    if left:
        from derive.terminal import Terminal, print_steps

        out = Terminal(sys.stdout, dict(os.environ))
        with reports(left, settings, cache) as found:
            for d in found:
                tally.add(d)
                if d.failure:
                    failed(d, settings.verbose)
                first = print_steps(out, d, verbose=settings.verbose)
                worst = worst or first
    if not settings.quiet and tally.counts["steps"]:
        print(tally.line() + (f"   More: derive check --explain {worst}" if worst else ""))
    return tally


def _without_what_is_fine(scripts: list[Script], cache: Cache | None, tally: Tally) -> list[Script]:
    """The scripts of which the cache does not know that every step is as expected; the others are counted."""
    if cache is None:
        return scripts
    left = []
    for s in scripts:
        counts = cache.get("tallies", s.key) if s.key else None
        if counts is None or counts.get("unexpected"):
            left.append(s)
        else:
            tally.add_row(counts)
    return left


def _as_json(scripts: list[Script], settings: Settings, cache: Cache | None) -> Tally:
    from derive.machine import json_lines
    from derive.runner import versions

    tally = Tally()
    with reports(scripts, replace(settings, quiet=True), cache) as found:
        for piece in json_lines(versions(), found, tally):
            print(piece)
    return tally


def _as_junit(scripts: list[Script], settings: Settings, cache: Cache | None) -> Tally:
    from derive.machine import junit

    tally = Tally()
    with reports(scripts, replace(settings, quiet=True), cache) as found:
        print(junit(_plain_terminal(), found, tally, settings.allow_undecided))
    return tally


def _as_github(scripts: list[Script], settings: Settings, cache: Cache | None) -> Tally:
    """Annotations on standard output; a job's summary where GitHub says that it wants one."""
    from derive.machine import changes_between, github_annotations, job_summary, verdicts_of
    from derive.terminal import headline

    tally, now, problems, changes = Tally(), dict[str, str](), list[str](), list[tuple[str, str, str]]()
    with reports(scripts, replace(settings, quiet=True), cache) as found:
        for d in found:
            tally.add(d)
            for line in github_annotations(_plain_terminal(), d, settings.allow_undecided):
                print(line)
            problems += [d.failure] if d.failure else []
            problems += [f"{d.file}:{s.line} {headline(s)} {s.id}" for s in d.steps if not s.as_expected]
            now |= verdicts_of(d)
    if cache is not None:
        changes = changes_between(cache.last_verdicts(str(Path.cwd())), now)
        cache.note_verdicts(str(Path.cwd()), now)
    wanted = os.environ.get("GITHUB_STEP_SUMMARY")
    if wanted:
        _append(Path(wanted), job_summary(tally, problems, changes))
    return tally


def _append(path: Path, lines: Iterable[str]) -> None:
    try:
        with path.open("a", encoding="utf-8") as f:
            f.writelines(f"{line}\n" for line in lines)
    except OSError as e:
        print(f"derive: {path}: the summary cannot be written: {e.strerror or e}", file=sys.stderr)


def _plain_terminal() -> Terminal:
    from derive.terminal import Terminal

    return Terminal(sys.stdout, {"NO_COLOR": "1"})


_FORMATS: dict[str, Callable[[list[Script], Settings, Cache | None], Tally]] = {
    "text": _as_text,
    "json": _as_json,
    "github": _as_github,
    "junit": _as_junit,
}
FORMATS = tuple(_FORMATS)


# --------------------------------------------------------------------------------------------------------------- watching


def watch(paths: list[Path], settings: Settings, rounds: int = 0, out: TextIO | None = None) -> int:
    """Check, and check again whenever a script or a module beside it changes, until interrupted. rounds: 0 for no end."""
    return again_and_again(paths, lambda: check(paths, settings), rounds, out)


def again_and_again(paths: list[Path], work: Callable[[], int], rounds: int = 0, out: TextIO | None = None) -> int:
    """Do some work now and whenever something changes from which it is made; the exit code of the last round."""
    try:
        return _rounds(paths, work, rounds, out if out is not None else sys.stdout)
    except KeyboardInterrupt:
        print("derive: no longer watching", file=sys.stderr)
        return INTERRUPTED


def _rounds(paths: list[Path], work: Callable[[], int], rounds: int, out: TextIO) -> int:
    seen: dict[Path, tuple[int, int]] = {}
    code, done = 0, 0
    while True:
        now = _stamps(paths)
        if now != seen:
            changed = [str(p) for p in now if now[p] != seen.get(p)] if seen else []
            if seen:
                print(
                    f"--- {time.strftime('%H:%M:%S')} {', '.join(changed[:3]) or 'a file is gone'}",
                    file=out,
                    flush=True,
                )
            seen = now
            code = _once(work)
            done += 1
            if done == rounds:
                return code
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _once(work: Callable[[], int]) -> int:
    catalogues.forget()
    references.forget()
    house.forget()
    try:
        return work()
    except BadInput as e:
        print(f"derive: {e}", file=sys.stderr)
        return 2
    finally:
        sys.stdout.flush()


def _stamps(paths: list[Path]) -> dict[Path, tuple[int, int]]:
    """When each file was changed last, and its size."""
    found = {}
    for f in (f for path in paths for f in _watched(path)):
        try:
            status = f.stat()
        except OSError:
            continue
        found[f] = (status.st_mtime_ns, status.st_size)
    return found


def _watched(path: Path) -> Iterator[Path]:
    """A script and what stands beside it and above it in its corpus; a folder's files and the modules beside it."""
    if path.is_file():
        yield path
        folders = (path.resolve().parent, path.resolve().parent.parent)
        yield from (f for folder in folders for pattern in WATCHED[1:] for f in folder.glob(pattern))
        return
    for f in (f for pattern in WATCHED for f in path.rglob(pattern)):
        if not any(p.startswith(".") or p in SKIPPED_FOLDERS for p in f.relative_to(path).parts):
            yield f
    yield from path.resolve().parent.glob("*.py")
