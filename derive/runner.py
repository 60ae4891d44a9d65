"""Checks a corpus: scripts in worker processes that may be killed, reports in an order that does not depend on these, what is
known from before taken from the cache.

A step that takes too long costs that step: the worker is killed, the step is UNDECIDED, and a new worker does the rest; so
it goes when a worker dies. A script that cannot be read, cannot be loaded in time, raises, or eats its memory has a report that
says so in one line, and the run goes on.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import derive
from derive.cache import Cache
from derive.corpus import Script, in_dependency_order
from derive.fingerprint import version_of
from derive.report import DerivationReport, Report, Versions, derivation_from, plain
from derive.tally import tally_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

DEFAULT_TIMEOUT = 30.0
DEFAULT_MEMORY = 4096
GRACE = 5.0
AHEAD = 64

Meanwhile = Callable[[Sequence[Script]], None]
Progress = Callable[[int, int, str], None]
"""Called with (scripts done, scripts in all, what is being done)."""


@dataclass(frozen=True)
class Limits:
    """jobs: worker processes. timeout: seconds for loading a script and for each step. memory: megabytes of a worker."""

    jobs: int = 1
    timeout: float = DEFAULT_TIMEOUT
    memory: int = DEFAULT_MEMORY


def versions() -> Versions:
    """Of derive, SymPy and python-flint, without importing them."""
    return Versions(derive.__version__, version_of("sympy"), version_of("python-flint"))


def check(
    scripts: Iterable[Script],
    *,
    jobs: int = 1,
    timeout: float = DEFAULT_TIMEOUT,
    memory: int = DEFAULT_MEMORY,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Report:
    """Load and judge scripts; the report on all of them. Raises BadInput where scripts import each other in a circle."""
    began = time.perf_counter()
    with Pool(Limits(jobs, timeout, memory), cache) as pool:
        found = tuple(sorted(pool.reports(scripts, progress), key=lambda d: d.name))
    return Report(versions(), found, round(time.perf_counter() - began, 4))


class Pool:
    """Worker processes, started when they are needed first, and kept. Use it in a `with` statement.

    meanwhile: called once with the scripts that are judged first, while workers are at work; not at all where there are none.
    """

    def __init__(self, limits: Limits, cache: Cache | None = None, meanwhile: Meanwhile | None = None) -> None:
        self.limits, self.cache, self.meanwhile = limits, cache, meanwhile
        self.workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()
        self.workers = []

    def use_the_time(self, judged: Sequence[Script]) -> None:
        """Do what may be done while workers judge these scripts."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile(judged)

    def reports(self, scripts: Iterable[Script], progress: Progress | None = None) -> Iterator[DerivationReport]:
        """The reports, each after those of the scripts that it imports, as soon as it and those before it are there."""
        run = _Run(self, in_dependency_order(scripts), progress or (lambda done, total, what: None))
        return run.reports()

    def stored(self, script: Script) -> DerivationReport | None:
        """The report on a script from the cache."""
        if self.cache is None or not script.key:
            return None
        row = self.cache.get("scripts", script.key)
        return None if row is None else _of_script(derivation_from(row), script)

    def store(self, script: Script, report: DerivationReport) -> None:
        """Keep a report, unless something other than the mathematics had a part in it."""
        if self.cache is not None and script.key:
            self.cache.put("scripts", script.key, plain(report))
            self.cache.put("tallies", script.key, dict(tally_of(report).counts))


@dataclass
class _Worker:
    """A process, what it is doing, and since when."""

    process: Any
    pipe: Connection
    script: Script | None = None
    since: float = 0.0
    waiting: list[str] = field(default_factory=list)
    loaded: bool = False

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class _Run:
    """One pass over scripts, on the workers of a pool."""

    def __init__(self, pool: Pool, scripts: list[Script], progress: Progress) -> None:
        self.pool, self.scripts, self.total = pool, scripts, len(scripts)
        self.progress, self.done = progress, 0
        self.skipped: dict[str, dict[str, str]] = {}
        self.found: dict[str, DerivationReport] = {}
        self.pending = deque(scripts)

    def reports(self) -> Iterator[DerivationReport]:
        for k, script in enumerate(self.scripts):
            while script.name not in self.found:
                self._advance(k)
            yield self.found.pop(script.name)

    def _advance(self, wanted: int) -> None:
        """Hand out work, no further ahead of what is wanted than fits in memory; then wait for something to happen."""
        self._take_stored()
        busy = [w for w in self.pool.workers if w.script is not None]
        far = self.total - len(self.pending) - wanted > AHEAD
        while self.pending and len(busy) < self.pool.limits.jobs and not far:
            busy.append(self._next())
            self._take_stored()
        if busy and self.scripts[wanted].name not in self.found:
            self.pool.use_the_time([w.script for w in busy if w.script is not None])
            self._listen(busy)

    def _take_stored(self) -> None:
        """What comes next and is in the cache, up to what is not."""
        while self.pending and len(self.found) <= AHEAD:
            script = self.pending[0]
            report = _failed(script, script.broken) if script.broken else self.pool.stored(script)
            if report is None:
                return
            self._add(self.pending.popleft(), report)

    def _add(self, script: Script, report: DerivationReport) -> None:
        self.found[script.name] = report
        self.done += 1
        self.progress(self.done, self.total, script.name)

    def _next(self) -> _Worker:
        idle = next((w for w in self.pool.workers if w.script is None), None)
        return self._send(idle if idle is not None else self._start(), self.pending.popleft())

    def _start(self) -> _Worker:
        import multiprocessing

        from derive.worker import main as work

        context = multiprocessing.get_context("spawn")
        mine, other = context.Pipe()
        folder = None if self.pool.cache is None else str(self.pool.cache.folder)
        process = context.Process(target=work, args=(other, self.pool.limits.memory, folder, os.getpid()), daemon=True)
        with _hash_seed():
            process.start()
        other.close()
        worker = _Worker(process, mine)
        self.pool.workers.append(worker)
        return worker

    def _send(self, worker: _Worker, script: Script) -> _Worker:
        """Have a script judged: by this worker, or by a new one in its place if it died meanwhile."""
        self.progress(self.done, self.total, script.name)
        worker.script, worker.since, worker.loaded, worker.waiting = script, time.monotonic(), False, []
        try:
            worker.pipe.send((script.name, str(script.path), self.skipped.get(script.name, {})))
        except OSError:
            return self._replace(worker, script)
        return worker

    def _listen(self, busy: list[_Worker]) -> None:
        from multiprocessing.connection import wait

        soonest = min(w.since + self._limit(w) for w in busy) - time.monotonic()
        ready = wait([w.pipe for w in busy], timeout=max(0.0, soonest))
        for worker in busy:
            if worker.pipe in ready:
                self._message(worker)
            elif time.monotonic() > worker.since + self._limit(worker):
                self._lost(worker, f"time-out after {self.pool.limits.timeout:g} s")

    def _limit(self, worker: _Worker) -> float:
        """A new process also needs time to import SymPy."""
        return self.pool.limits.timeout + (0.0 if worker.loaded else GRACE)

    def _message(self, worker: _Worker) -> None:
        try:
            kind, *content = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(worker, "the process that judged it died")
            return
        worker.since = time.monotonic()
        match kind:
            case "loaded":
                worker.loaded, worker.waiting = True, list(content[0])
            case "step":
                worker.waiting.remove(content[0])
            case "failed":
                script, worker.script = worker.script, None
                assert script is not None
                self._add(script, _failed(script, *content))
            case "done":
                self._finished(worker, *content)

    def _finished(self, worker: _Worker, report: DerivationReport, whole: bool, read: dict[str, str]) -> None:
        """whole: whether each step was judged to its end. read: the hashes of the files that were executed."""
        script = worker.script
        assert script is not None
        worker.script = None
        report = _of_script(report, script)
        as_foreseen = (
            read.items() <= script.files.items()
        )  # no file was changed meanwhile, and none came in another way
        if whole and as_foreseen and script.name not in self.skipped:
            self.pool.store(script, report)
        self._add(script, report)

    def _lost(self, worker: _Worker, why: str) -> None:
        """Kill the worker; its step is undecided, and a new worker goes on after it."""
        script = worker.script
        assert script is not None
        if not worker.loaded:
            self._dismiss(worker)
            self._add(script, _failed(script, f"{script.path}: the script could not be loaded: {why}"))
            return
        self.skipped.setdefault(script.name, {})[worker.waiting[0]] = why
        self._replace(worker, script)

    def _replace(self, worker: _Worker, script: Script) -> _Worker:
        self._dismiss(worker)
        return self._send(self._start(), script)

    def _dismiss(self, worker: _Worker) -> None:
        worker.stop()
        self.pool.workers.remove(worker)


@contextmanager
def _hash_seed() -> Iterator[None]:
    """Processes that start meanwhile give sets one order, whatever run it is."""
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = before or "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONHASHSEED"]


def _failed(script: Script, why: str, trace: str = "") -> DerivationReport:
    """The report on a script that could not be read or loaded."""
    return DerivationReport(script.name, str(script.path), sha256=script.sha256, failure=why, trace=trace)


def _of_script(report: DerivationReport, script: Script) -> DerivationReport:
    return replace(report, file=str(script.path), rests_on=script.imports, sha256=script.sha256)
