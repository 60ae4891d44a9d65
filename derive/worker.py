"""The process in which scripts are loaded and judged. It can be killed at any time: it holds nothing that is needed later.

The parent sends (name, path, skipped): step ids that are not to be judged again, with the reason. The worker answers with
messages: ("loaded", ids), ("step", id) for each step, ("done", DerivationReport, whether all was judged to its end, hashes of the
files that were executed), or ("failed", text, trace).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEGABYTE = 2**20
TOO_LARGE = "it needs more memory than it may use"
DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
OBJECTS_BETWEEN_ROUNDS = 50_000
"""Of the garbage collector; the interpreter's own 700 make it search what was judged again and again."""


def main(pipe: Connection, memory: int, cache: str | None, parent: int) -> None:
    """Serve tasks until the pipe closes. memory: the limit in megabytes, 0 for none. cache: the cache's folder. parent: the
    process with which this one ends.

    Ctrl-C is the parent's business: it ends this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    _limit_memory(memory)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - what a script prints is not the report
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        _serve(pipe, cache, *task)


def _end_with(parent: int) -> None:
    """Have the system end this process with its parent, also while it is in the middle of something."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))


def _serve(pipe: Connection, cache: str | None, name: str, path: str, skipped: Mapping[str, str]) -> None:
    try:
        _check(pipe, cache, name, path, skipped)
    except BaseException as error:  # a script may raise anything, SystemExit too
        pipe.send(("failed", _where(error, path), traceback.format_exc()))


def _where(error: BaseException, path: str) -> str:
    """file:line and the message of what a script raised: the deepest line of the script itself."""
    own = os.path.realpath(path)
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if os.path.realpath(f.filename) == own]
    line = lines[-1] if lines else getattr(error, "step_line", None)
    place = path if line is None else f"{path}:{line}"
    if isinstance(error, MemoryError):
        return f"{place}: the script needs more memory than it may use"
    if isinstance(error, RecursionError):
        return f"{place}: the script is nested too deeply"
    message = " ".join(str(error).split()) or type(error).__name__
    known = type(error).__name__ in IN_OUR_WORDS
    return f"{place}: {message}" if known else f"{place}: {type(error).__name__}: {message}"


IN_OUR_WORDS = ("InvalidStatement", "Contradiction", "BadInput", "UnprintableNameError", "UnprintableError")
"""Errors whose message says all by itself."""


def spare_the_collector() -> None:
    """What is loaded stays loaded, and terms refer to their parts only, never back: there is little to search for."""
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_ROUNDS, 20, 20)


def _obligations(session: Any, item: Any) -> Any:
    try:
        return session.obligations(item)
    except Exception as error:
        error.step_line = item.place.line  # type: ignore[attr-defined]
        raise


def _check(pipe: Connection, cache: str | None, name: str, path: str, skipped: Mapping[str, str]) -> None:
    from derive import corpus, reporting
    from derive.cache import Cache
    from derive.outcomes import Session
    from derive.report import DerivationReport
    from derive.verdicts import Verdicts

    spare_the_collector()
    began = time.perf_counter()
    loaded = corpus.load(Path(path))
    named = reporting.named_items(loaded.items, loaded.namespace)
    session = Session(None if cache is None else Verdicts(Cache(Path(cache))))
    steps = dict[int, list[Any]]()
    obligations = [(label, item, o) for label, item in named for o in _obligations(session, item)]
    pipe.send(("loaded", [reporting.step_id(label, o) for label, _, o in obligations]))
    whole = True
    for label, item, o in obligations:
        try:
            step = reporting.step_report(session, label, item, o, skipped.get(reporting.step_id(label, o)))
        except MemoryError:
            step, whole = reporting.step_report(session, label, item, o, TOO_LARGE), False
        except Exception as error:
            error.step_line = o.place.line  # type: ignore[attr-defined]
            raise
        steps.setdefault(id(item), []).append(step)
        pipe.send(("step", step.id))
    blocks = tuple(reporting.block(label, item, tuple(steps.get(id(item), ()))) for label, item in named)
    lost = {s.id for own in steps.values() for s in own if s.missing == TOO_LARGE} | skipped.keys()
    judged = [o for label, _, o in obligations if reporting.step_id(label, o) not in lost]
    used = reporting.used_symbols(map(session.outcome, judged))
    symbols = reporting.symbol_reports(loaded.namespace, used, blocks, (*loaded.items, *loaded.others))
    seconds = round(time.perf_counter() - began, 4)
    main = loaded.namespace.get("result")
    result = next((label for label, item in named if item is main), "")
    report = DerivationReport(
        name, path, loaded.title, loaded.introduction, blocks, symbols, result=result, seconds=seconds
    )
    pipe.send(("done", report, whole, dict(loaded.read)))
