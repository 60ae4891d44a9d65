"""Derivations as pytest items: one for each stating call, collected from the text alone, judged when the first of a script runs.

    [pytest]
    derive_paths = derivations

makes every script below `derivations` part of the run. SymPy is not loaded in pytest's own process.
"""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from derive.outline import Place
    from derive.report import DerivationReport, StepReport


SCRIPT = "script"
"""The name of the item that stands for a script itself."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("derive", "derivations in which every line is checked")
    group.addoption("--derive-no-cache", action="store_true", help="judge every derivation anew, and remember nothing")
    parser.addini("derive_paths", "files and folders with derivations", type="paths", default=[])
    parser.addini("derive_allow_undecided", "an undecided step is no failure", type="bool", default=False)
    parser.addini("derive_timeout", "seconds for loading a script and for each step", default="30")
    parser.addini("derive_cache_dir", "where verdicts are remembered", default=".derive_cache")


def pytest_configure(config: pytest.Config) -> None:
    """Derivations are looked at too where the command line names no paths. Raises UsageError on a setting that says nothing."""
    config.addinivalue_line("markers", "derive: a step of a derivation")
    _timeout(config)
    for path in _paths(config):
        if not path.exists():
            raise pytest.UsageError(f"derive_paths: there is no {path}")
        if path.is_dir() and next(path.rglob("*.py"), None) is None:
            raise pytest.UsageError(f"derive_paths: there are no derivations in {path}")
    if config.args_source is config.ArgsSource.ARGS:
        return
    base = config.invocation_params.dir
    known = [(base / a.partition("::")[0]).resolve() for a in config.args]
    ignored = [(base / p).resolve() for p in config.getoption("ignore") or ()]
    for path in _paths(config):
        if not any(path == k or k in path.parents for k in (*known, *ignored)):
            config.args.append(str(path))


def _timeout(config: pytest.Config) -> float:
    value = config.getini("derive_timeout")
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise pytest.UsageError(f"derive_timeout = {value}: a number of seconds above 0 is needed")
    return seconds


def _paths(config: pytest.Config) -> list[Path]:
    return [Path(p).resolve() for p in config.getini("derive_paths")]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, list[Any], list[Any]]:
    """A derivation is no test module, also where it is named on the command line: it is not executed in this process."""
    found = yield
    real = file_path.resolve()
    for root in _paths(parent.config) if file_path.suffix == ".py" else ():
        if real == root or (root in real.parents and _counts(real.relative_to(root))):
            return [DerivationFile.from_parent(parent, path=file_path)]
    return found


def _counts(inside: Path) -> bool:
    """Whether `derive check` would find it."""
    from derive.corpus import SKIPPED_FOLDERS

    return not any(p.startswith((".", "_")) or p in SKIPPED_FOLDERS for p in inside.parts)


def pytest_unconfigure(config: pytest.Config) -> None:
    judge = config.stash.get(JUDGE, None)
    if judge is not None:
        judge.close()


class NotAsExpected(Exception):
    """A step that is not as it should be; the message says all."""


class DerivationFile(pytest.File):
    """A script: its steps are read off its text."""

    places: list[Place]

    def collect(self) -> Iterator[pytest.Item]:
        import ast

        from derive.outline import outline

        try:
            self.places = outline(ast.parse(self.path.read_bytes(), filename=str(self.path)))
        except (SyntaxError, ValueError, OSError) as e:
            line = getattr(e, "lineno", None) or 1
            raise self.CollectError(f"{self.path}:{line}: {getattr(e, 'msg', e)}") from None
        from derive.outline import Place

        yield Step.from_parent(self, name=SCRIPT, place=Place(SCRIPT, 0))
        for place in self.places:
            yield Step.from_parent(self, name=place.id, place=place)


class Step(pytest.Item):
    """One stating call of a script; it may have made several steps, or, in a loop, many. One more stands for the script itself:
    that it loads, and for what is stated at no place that its text shows."""

    def __init__(self, *, place: Place, **more: Any) -> None:
        super().__init__(**more)
        self.place = place
        self.add_marker("derive")

    def runtest(self) -> None:
        assert isinstance(self.parent, DerivationFile)
        report = _judge(self.config).report(self.path)
        if report.failure:
            raise NotAsExpected(report.failure)
        steps = _judge(self.config).steps(self.parent)[self.place]
        for name, values in (
            ("verdict", [s.verdict for s in steps]),
            ("method", [s.method for s in steps]),
            ("seconds", [f"{s.seconds:.4f}" for s in steps]),
        ):
            self.user_properties.append((name, ", ".join(values)))
        if not steps and self.name != SCRIPT:
            pytest.skip("nothing was stated here in this run")
        allowed = bool(self.config.getini("derive_allow_undecided"))
        wrong = [s for s in steps if not s.as_expected and not (allowed and s.verdict == "undecided")]
        if wrong:
            raise NotAsExpected(_shown(report, wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotAsExpected):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, max(0, self.place.line - 1), self.name


def _shown(report: DerivationReport, steps: list[StepReport]) -> str:
    from derive.terminal import Terminal, print_problem

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    out = Terminal(stream, {"NO_COLOR": "1"})
    for s in steps:
        print_problem(out, report, s)
    stream.seek(0)
    return stream.read().rstrip()


class _Judge:
    """The reports of a pytest process: each script is judged once, in one worker process that is kept."""

    def __init__(self, config: pytest.Config) -> None:
        from derive.cache import Cache
        from derive.runner import Limits, Pool

        folder = Path(config.rootpath, os.environ.get("DERIVE_CACHE_DIR") or config.getini("derive_cache_dir"))
        self.cache = None if config.getoption("derive_no_cache") else Cache(folder, lambda line: _warn(config, line))
        self.pool = Pool(Limits(1, _timeout(config)), self.cache)
        self.reports: dict[Path, DerivationReport] = {}
        self.assigned: dict[Path, dict[Place, list[StepReport]]] = {}

    def report(self, path: Path) -> DerivationReport:
        if path not in self.reports:
            from derive.corpus import find

            shown = Path(os.path.relpath(path))
            self.reports[path] = next(iter(self.pool.reports(find([shown], self.cache))))
        return self.reports[path]

    def steps(self, file: DerivationFile) -> dict[Place, list[StepReport]]:
        from derive.outline import Place, assigned

        if file.path not in self.assigned:
            places = [Place(SCRIPT, 0), *file.places]
            self.assigned[file.path] = assigned(places, self.report(file.path).steps)
        return self.assigned[file.path]

    def close(self) -> None:
        self.pool.stop()
        if self.cache is not None:
            self.cache.close()


def _warn(config: pytest.Config, line: str) -> None:
    config.issue_config_time_warning(pytest.PytestWarning(f"derive: {line}"), stacklevel=2)


JUDGE = pytest.StashKey[_Judge]()


def _judge(config: pytest.Config) -> _Judge:
    if JUDGE not in config.stash:
        config.stash[JUDGE] = _Judge(config)
    return config.stash[JUDGE]
