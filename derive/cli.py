"""The command `derive`: each subcommand parses its options, calls one function and prints.

Exit codes: 0 all as expected; 1 something refuted, undecided, badly explained; 2 wrong usage or unreadable input.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import derive
from derive import arguments, graphing
from derive.corpus import CORPUS

if TYPE_CHECKING:
    from derive.cache import Cache
    from derive.checking import Settings
    from derive.corpus import Script
    from derive.report import DerivationReport, Report, StepReport
    from derive.runner import Meanwhile


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(argv)
    from derive.corpus import BadInput

    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except BadInput as e:
        trace = getattr(e, "trace", "")
        print(f"{trace}\nderive: {e}" if trace and options.verbose else f"derive: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("derive: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="derive", description="Derivations in which every line is checked.")
    top.add_argument("--version", action="version", version=f"derive {derive.__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, run, words, add in _COMMANDS:
        command = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        command.set_defaults(run=run)
        add(command)
        arguments.common(command)
    return top


# --------------------------------------------------------------------------------------------------------- common parts


def _paths(options: argparse.Namespace) -> list[Path]:
    """The paths given; without any, the corpus of the current folder."""
    given = [Path(p) for p in options.paths]
    if given:
        return given
    default = Path(CORPUS)
    return [default if default.is_dir() else Path()]


def _settings(options: argparse.Namespace) -> Settings:
    from derive.cache import DEFAULT_FOLDER
    from derive.checking import Settings

    folder = options.cache_dir or os.environ.get("DERIVE_CACHE_DIR") or DEFAULT_FOLDER
    return Settings(
        options.jobs,
        options.timeout,
        options.memory,
        None if options.no_cache else Path(folder),
        options.quiet,
        options.verbose,
    )


def _checked(
    options: argparse.Namespace,
    wanted: Callable[[Cache | None], Sequence[Script]],
    meanwhile: Meanwhile | None = None,
) -> Report:
    """The report on scripts, which are found with the cache at hand. meanwhile: what may be done while they are judged."""
    from derive.checking import cache_of, failed, reports
    from derive.corpus import BadInput
    from derive.report import Report
    from derive.runner import versions

    settings = _settings(options)
    cache = cache_of(settings)
    scripts = list(wanted(cache))
    with reports(scripts, settings, cache, meanwhile) as found:
        report = Report(versions(), tuple(sorted(found, key=lambda d: d.name)))
    for d in report.failures:
        failed(d, options.verbose)
    if not report.steps and not report.failures:
        raise BadInput(f"{scripts[0].path}: there is nothing to check: no line is stated (calc, claim, ...)")
    return report


def _one(name: str, paths: Sequence[Path], cache: Cache | None) -> list[Script]:
    """The scripts that are needed for one derivation: itself and what it imports."""
    from derive.corpus import BadInput, find

    scripts = {s.name: s for s in find(paths, cache)}
    if name not in scripts:
        near = [n for n in scripts if name in n or name.rpartition(".")[2] == n.rpartition(".")[2]]
        hint = f"did you mean {' or '.join(near[:3])}?" if near else "`derive list` shows all"
        raise BadInput(f"there is no derivation {name}: {hint}")
    needed, pending = dict[str, "Script"](), [name]
    while pending:
        s = scripts[pending.pop()]
        if s.name not in needed:
            needed[s.name] = s
            pending += s.imports
    return list(needed.values())


def _named(report: Report, name: str) -> DerivationReport:
    from derive.corpus import BadInput

    found = next(d for d in report.derivations if d.name == name)
    if found.failure:
        raise BadInput(f"there is nothing to show of {name}")
    return found


def _corpus_for(name: str) -> tuple[str, list[Path]]:
    """(derivation, where to look) of a name, or of the path of a script."""
    from derive.corpus import find

    path = Path(name)
    if path.suffix == ".py":
        return find([path])[0].name, [path]
    default = Path(CORPUS)
    return name, [default if default.is_dir() else Path()]


# ------------------------------------------------------------------------------------------------------------ commands


def run_check(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from derive.checking import check, watch

    if options.explain:
        return _explain(options)
    if options.translations:
        return _translations(options)
    settings = replace(
        _settings(options), format=options.format, allow_undecided=options.allow_undecided,
        badge=Path(options.badge) if options.badge else None,
    )  # fmt: skip
    return watch(_paths(options), settings) if options.watch else check(_paths(options), settings)


def _translations(options: argparse.Namespace) -> int:
    from derive.catalogues import languages_of
    from derive.corpus import find, imported_scripts
    from derive.translation import faults, texts

    report = _checked(options, lambda cache: find(_paths(options), cache))
    scripts = {s.name: s for s in find(_paths(options))}
    imported = imported_scripts(scripts.values())
    languages = sorted({language for s in scripts.values() for language in languages_of(s)})
    sound = [d for d in report.derivations if not d.failure]
    lines = [line for d in sound for line in faults(scripts[d.name], d, languages, imported[d.name])]
    for line in lines:
        print(line)
    if not options.quiet:
        said = sum(len(texts(d)) for d in report.derivations)
        print(
            f"{said} texts in {len(scripts)} derivations; {', '.join(languages) or 'no language'}: {len(lines)} to look at"
        )
    return 2 if report.failures else 1 if lines else 0


def _explain(options: argparse.Namespace) -> int:
    from derive import terminal

    name, _, step = options.explain.partition("#")
    found, where = _corpus_for(name)
    paths = [Path(p) for p in options.paths] or where
    derivation = _named(_checked(options, lambda cache: _one(found, paths, cache)), found)
    out = terminal.Terminal(sys.stdout, dict(os.environ))
    for s in _steps(derivation, step):
        terminal.print_explanation(out, derivation, s)
    return 0


def _steps(d: DerivationReport, step: str) -> list[StepReport]:
    """The steps of an id, of a whole item, or all of them."""
    from derive.corpus import BadInput

    found = [s for s in d.steps if not step or s.id == step or s.id.startswith(f"{step}.")]
    if not found:
        known = ", ".join(s.id for s in d.steps)
        raise BadInput(f"{d.name} has no step {step} (it has {known})")
    return found


def run_build(options: argparse.Namespace) -> int:
    from derive.checking import again_and_again

    return again_and_again(_paths(options), lambda: _build(options)) if options.watch else _build(options)


def _build(options: argparse.Namespace) -> int:
    from derive.building import build, checked_formats, checked_languages, get_ready
    from derive.corpus import find
    from derive.edition import Order
    from derive.references import unknown_keys
    from derive.terminal import Terminal, print_problem

    formats = checked_formats(_list(options.to))
    scripts: list[Script] = []
    caches: list[Cache | None] = []

    def wanted(cache: Cache | None) -> Sequence[Script]:
        scripts.extend(find(_paths(options), cache))
        caches.append(cache)
        return scripts

    report = _checked(options, wanted, lambda judged: get_ready(judged, formats))
    out = Terminal(sys.stderr, dict(os.environ))
    for d in report.derivations:
        for s in d.steps:
            if not s.as_expected:
                print_problem(out, d, s)
    languages = checked_languages(scripts, _list(options.lang))
    unknown = list(unknown_keys(scripts))
    for line in unknown:
        print(f"derive: {line}", file=sys.stderr)
    order = Order(
        scripts, Path(options.output), formats, languages, options.book, options.jobs, options.flavour, options.detail
    )
    built = build(report, order, *caches)
    for line in built.refused:
        out.print(line)
    for line in built.dead_links:
        print(f"derive: {line}", file=sys.stderr)
    if not options.quiet:
        changed = f", {built.changed} of them changed" if options.watch else ""
        files = "1 file" if built.files == 1 else f"{built.files} files"
        removed = f"; {built.gone} of derivations that are gone removed" if built.gone else ""
        print(f"{files} in {options.output}{changed}{removed}")
    return 2 if unknown else _code(report, options.allow_undecided)


def run_graph(options: argparse.Namespace) -> int:
    from derive.corpus import find
    from derive.graphing import drawn

    scripts = find(_paths(options))
    report = _checked(options, lambda cache: find(_paths(options), cache))
    print(drawn(report, scripts, options), end="")
    return _code(report)


def _list(text: str) -> list[str]:
    """The parts of what is written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def run_translate(options: argparse.Namespace) -> int:
    from derive.catalogues import BASE, checked_language
    from derive.corpus import BadInput, find, imported_scripts
    from derive.translation import update

    language = checked_language(options.language)
    if language == BASE:
        raise BadInput(f"{BASE} is the language of the scripts themselves")
    scripts = find(_paths(options))
    report = _checked(options, lambda cache: find(_paths(options), cache))
    by_name, imported = {s.name: s for s in scripts}, imported_scripts(scripts)
    for d in report.derivations:
        if not d.failure:
            file, waiting = update(by_name[d.name], d, language, imported[d.name])
            if not options.quiet:
                print(f"{file}: {waiting} texts to translate" if waiting else f"{file}: complete")
    return 2 if report.failures else 0


def _code(report: Report, allow_undecided: bool = False) -> int:
    return 2 if report.failures else 0 if report.as_expected(allow_undecided) else 1


def run_list(options: argparse.Namespace) -> int:
    import ast

    from derive.corpus import find, parse
    from derive.terminal import Terminal

    default, out = Path(CORPUS), Terminal(sys.stdout, dict(os.environ))
    words = options.query.lower().split()
    for s in find([default if default.is_dir() else Path()]):
        doc = ast.get_docstring(parse(s.path)) or ""
        title = doc.partition("\n")[0]
        if all(w in f"{s.name} {doc}".lower() for w in words):
            out.print(f"{s.name:<40} {out.words(title)}".rstrip())
    return 0


def run_show(options: argparse.Namespace) -> int:
    from derive.terminal import Terminal, print_derivation

    name, where = _corpus_for(options.name)
    report = _checked(options, lambda cache: _one(name, where, cache))
    print_derivation(Terminal(sys.stdout, dict(os.environ)), _named(report, name))
    return _code(report)


def run_tex(options: argparse.Namespace) -> int:
    name, _, step = options.name.partition("#")
    found, where = _corpus_for(name)
    scripts: list[Script] = []

    def wanted(cache: Cache | None) -> Sequence[Script]:
        scripts.extend(_one(found, where, cache))
        return scripts

    d = _named(_checked(options, wanted), found)
    steps = _steps(d, step)
    for s in steps:
        # A mistake is refuted as it should be; only the plain lines show it without saying so.
        if s.verdict != "proved" and not (s.as_expected and (options.overlay or options.handout)):
            print(f"derive: {d.file}:{s.line}: {s.id} is {s.verdict}", file=sys.stderr)
    print(_tex(d, step, next(s for s in scripts if s.name == found), options))
    return 0 if all(s.as_expected for s in steps) else 1


def _tex(d: DerivationReport, step: str, script: Script, options: argparse.Namespace) -> str:
    """What `derive tex` prints of a derivation, or of some of its steps. Raises BadInput where no exercise is marked."""
    from derive.corpus import BadInput
    from derive.export.handout import exercises, handout, slides
    from derive.export.latex import chain_tex
    from derive.house import in_house, notation_for
    from derive.machine import step_latex
    from derive.page import Surroundings, page
    from derive.references import references_for
    from derive.runner import versions

    steps, notation = _steps(d, step), notation_for(script)
    if options.overlay or options.handout:
        whole = page(d, versions(), Surroundings(references=references_for(script), notation=notation))
        if options.overlay:
            return slides(whole, [s.id for s in steps])
        if not exercises(whole):
            raise BadInput(f"{d.file}: nothing is marked as an exercise: write exercise=True into a line of a chain")
    shown = in_house(tuple(steps), notation, d.name)
    if options.handout:
        return chain_tex(d.name, shown, blanks=True) if step else handout(whole)
    return step_latex(shown[0]) if step and len(shown) == 1 else chain_tex(d.name, shown)


def run_cache(options: argparse.Namespace) -> int:
    from derive.cache import Cache

    folder = _settings(options).cache
    if folder is None or not folder.is_dir():
        print("there is no cache")
        return 0
    cache = Cache(folder, lambda line: print(f"derive: {line}", file=sys.stderr))
    if options.action == "clear":
        cleared = cache.clear()
        print(f"{folder}: {'cleared' if cleared else 'could not be cleared'}")
        return 0 if cleared else 2
    info = cache.info()
    cache.close()
    print(f"{folder}: {info['scripts']} reports, {info['statements']} verdicts, {info['bytes'] / 2**20:.1f} MB")
    return 0


def run_new(options: argparse.Namespace) -> int:
    from derive.corpus import BadInput
    from derive.files import write_whole
    from derive.skeleton import skeleton

    if not re.fullmatch(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*", options.name):
        raise BadInput(f"{options.name}: a name is topic.name, in letters, digits and _")
    path = Path(CORPUS, *options.name.split(".")).with_suffix(".py")
    if path.exists():
        raise BadInput(f"{path}: exists already; nothing was written")
    write_whole(path, skeleton(options.name))
    print(f"{path}: try `derive check {path}`")
    return 0


_COMMANDS: tuple[
    tuple[str, Callable[[argparse.Namespace], int], str, Callable[[argparse.ArgumentParser], None]], ...
] = (
    (
        "check",
        run_check,
        "verify derivations (scripts are executed, as pytest executes tests)",
        arguments.check_arguments,
    ),
    ("build", run_build, "write documents of derivations", arguments.build_arguments),
    (
        "translate",
        run_translate,
        "write or renew the catalogue (PO file) of a language beside each script",
        arguments.translate_arguments,
    ),
    ("graph", run_graph, "print which derivation rests on which", graphing.add_arguments),
    ("list", run_list, "find derivations", arguments.list_arguments),
    ("show", run_show, "print a derivation in the terminal", arguments.name_argument("such as bernoulli.mle")),
    ("tex", run_tex, "print LaTeX of a line, a chain or a derivation", arguments.tex_arguments),
    ("cache", run_cache, "say what is remembered, or forget it", arguments.cache_arguments),
    ("new", run_new, "begin a new derivation from a commented skeleton", arguments.name_argument("such as topic.name")),
)


if __name__ == "__main__":
    sys.exit(main())
