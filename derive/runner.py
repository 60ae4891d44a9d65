"""Checks a corpus: scripts in dependency order, each in a worker process that may be killed, results in order of names.

A step that takes too long costs that step: the worker is killed, the step is UNDECIDED, and a new worker does the rest. A
script that cannot be loaded in time, raises, or eats its memory stops the run with one line.
"""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import Any

import derive
from derive.corpus import BadInput, Script, in_dependency_order
from derive.report import DerivationReport, Report, Versions
from derive.worker import main as work

DEFAULT_TIMEOUT = 30.0
DEFAULT_MEMORY = 4096
GRACE = 5.0

Progress = Callable[[int, int, str], None]
"""Called with (scripts done, scripts in all, what is being done)."""


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


class ScriptFailed(BadInput):
    """A script that raised; `trace` is Python's traceback, shown with -v only."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


def check(
    scripts: Iterable[Script],
    *,
    jobs: int = 1,
    timeout: float = DEFAULT_TIMEOUT,
    memory: int = DEFAULT_MEMORY,
    progress: Progress | None = None,
) -> Report:
    """Load and judge scripts. timeout: seconds for loading a script and for each step. Raises BadInput."""
    began = time.perf_counter()
    run = _Run(in_dependency_order(scripts), timeout, memory, progress or (lambda done, total, what: None))
    try:
        found = run.all(max(1, jobs))
    finally:
        run.stop()
    ordered = tuple(sorted(found, key=lambda d: d.name))
    return Report(versions(), ordered, round(time.perf_counter() - began, 4))


def versions() -> Versions:
    """Of derive, SymPy and python-flint, without importing them."""
    return Versions(derive.__version__, *(importlib.metadata.version(p) for p in ("sympy", "python-flint")))


class _Run:
    def __init__(self, scripts: list[Script], timeout: float, memory: int, progress: Progress) -> None:
        self.pending, self.total = list(scripts), len(scripts)
        self.timeout, self.memory, self.progress = timeout, memory, progress
        self.skipped: dict[str, dict[str, str]] = {s.name: {} for s in scripts}
        self.found: list[DerivationReport] = []
        self.workers: list[_Worker] = []
        self.context = multiprocessing.get_context("spawn")

    def all(self, jobs: int) -> list[DerivationReport]:
        for _ in range(min(jobs, self.total)):
            self.workers.append(self._start())
        for worker in self.workers:
            self._next(worker)
        while len(self.found) < self.total:
            self._listen()
        return self.found

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()

    def _start(self) -> _Worker:
        mine, other = self.context.Pipe()
        process = self.context.Process(target=work, args=(other, self.memory), daemon=True)
        process.start()
        other.close()
        return _Worker(process, mine)

    def _next(self, worker: _Worker) -> None:
        worker.script = self.pending.pop(0) if self.pending else None
        if worker.script is not None:
            self._send(worker, worker.script)

    def _send(self, worker: _Worker, script: Script) -> None:
        self.progress(len(self.found), self.total, script.name)
        worker.script, worker.since, worker.loaded, worker.waiting = script, time.monotonic(), False, []
        worker.pipe.send((script.name, str(script.path), self.skipped[script.name]))

    def _listen(self) -> None:
        busy = [w for w in self.workers if w.script is not None]
        soonest = min(w.since + self._limit(w) for w in busy) - time.monotonic()
        ready = wait([w.pipe for w in busy], timeout=max(0.0, soonest))
        for worker in busy:
            if worker.pipe in ready:
                self._message(worker)
            elif time.monotonic() > worker.since + self._limit(worker):
                self._too_long(worker)

    def _limit(self, worker: _Worker) -> float:
        """A new process also needs time to import SymPy."""
        return self.timeout + (0.0 if worker.loaded else GRACE)

    def _message(self, worker: _Worker) -> None:
        try:
            kind, *content = worker.pipe.recv()
        except (EOFError, OSError):
            self._died(worker)
            return
        worker.since = time.monotonic()
        match kind:
            case "loaded":
                worker.loaded, worker.waiting = True, list(content[0])
            case "step":
                worker.waiting.remove(content[0])
            case "failed":
                raise ScriptFailed(content[0], content[1])
            case "done":
                self._finished(worker, content[0])

    def _finished(self, worker: _Worker, report: DerivationReport) -> None:
        script = worker.script
        assert script is not None
        self.found.append(replace(report, rests_on=script.imports, sha256=script.sha256))
        self.progress(len(self.found), self.total, script.name)
        self._next(worker)

    def _too_long(self, worker: _Worker) -> None:
        self._lost(worker, f"time-out after {self.timeout:g} s")

    def _died(self, worker: _Worker) -> None:
        self._lost(worker, "the process that judged it died")

    def _lost(self, worker: _Worker, why: str) -> None:
        """Kill the worker; its step is undecided, and a new worker goes on after it."""
        script = worker.script
        assert script is not None
        worker.stop()
        if not worker.loaded:
            raise BadInput(f"{script.path}: the script could not be loaded: {why}")
        self.skipped[script.name][worker.waiting[0]] = why
        fresh = self._start()
        self.workers[self.workers.index(worker)] = fresh
        self._send(fresh, script)
