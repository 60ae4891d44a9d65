"""What the commands print: steps that are not as expected, summaries, whole derivations; JSON and annotations."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from derive.notation.text import text
from derive.notation.tree import Tree
from derive.report import Block, DerivationReport, Formula, Report, StepReport, Value

INDENT = "    "
COLOURS = {"proved": "32", "refuted": "31", "undecided": "33", "cited": "36"}


class Terminal:
    """Where text goes, whether it may be coloured, and whether its encoding can show mathematics."""

    def __init__(self, stream: TextIO, environ: dict[str, str]) -> None:
        self.stream = stream
        self.colour = stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self.ascii = not _can_print("θ ∑ ≤ −", stream)

    def formula(self, tree: Tree) -> str:
        return text(tree, ascii=self.ascii)

    def print(self, line: str = "") -> None:
        if self.ascii:
            line = line.translate(_TO_ASCII).encode("ascii", "replace").decode("ascii")
        print(line, file=self.stream)

    def painted(self, word: str, verdict: str) -> str:
        return f"\033[{COLOURS[verdict]}m{word}\033[0m" if self.colour else word


_TO_ASCII = str.maketrans({"·": "-", "−": "-", "→": "->", "–": "-", "—": "-", "≤": "<=", "≥": ">="})


def _can_print(sample: str, stream: TextIO) -> bool:
    try:
        sample.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


# ---------------------------------------------------------------------------------------------------------------- text


def print_check(t: Terminal, report: Report, *, verbose: bool, quiet: bool) -> None:
    """Each step that is not as expected, with its location first; then the counts."""
    worst = None
    for d in report.derivations:
        for s in d.steps:
            if not s.as_expected:
                worst = worst or f"{d.name}#{s.id}"
                print_problem(t, d, s)
            elif verbose:
                reason = f"  ({s.rule or s.reason})" if s.reason else ""
                method = f"  [{s.method}]" if s.method else ""
                t.print(f"{d.file}:{s.line}: {s.verdict}  {s.id}{reason}{method}")
    if not quiet:
        t.print(summary_line(report) + (f"   More: derive check --explain {worst}" if worst else ""))


def print_problem(t: Terminal, d: DerivationReport, s: StepReport) -> None:
    """One step that is not as it should be, and what to look at."""
    t.print(
        f"{d.file}:{s.line}: {t.painted(headline(s), s.verdict)}  {s.id}{f'  ({s.rule or s.reason})' if s.reason else ''}"
    )
    for name, value in details(t, s):
        t.print(f"{INDENT}{name:<15} {value}")


def headline(s: StepReport) -> str:
    if s.verdict == s.expected and not s.explained:
        return "BADLY EXPLAINED"
    if s.expected == "refuted":
        return f"NOT A MISTAKE ({s.verdict})" if s.verdict == "proved" else "MISTAKE NOT REFUTED"
    return s.verdict.upper()


def details(t: Terminal, s: StepReport) -> Iterator[tuple[str, str]]:
    left, right = t.formula(s.left.tree), t.formula(s.right.tree)
    if s.relation:
        width = max(len(left), len(right))
        values = [f"   = {v}" if v else "" for v in s.sides]
        sign = "" if s.relation == "==" else f"{s.relation} "
        yield "line before", f"{left:<{width + len(sign)}}{values[0]}".rstrip()
        yield "you wrote", f"{sign}{right:<{width}}{values[1]}".rstrip()
    else:
        yield "you wrote", left
    if s.given:
        yield "for", ", ".join(t.formula(g.tree) for g in s.given)
    if s.counterexample is not None:
        yield "at", point(t, s.counterexample) or "every point"
    if s.gives:
        yield "the rule gives", t.formula(s.gives.tree)
    elif not s.explained:
        yield "the rule gives", "nothing that could be shown to be equal"
    if s.missing:
        yield "missing", s.missing
    if s.hints and s.verdict == "undecided":
        yield "try", "; ".join(s.hints)


def point(t: Terminal, values: Iterable[Value]) -> str:
    return ", ".join(f"{t.formula(v.name.tree)} = {v.value}" for v in values)


def summary_line(report: Report) -> str:
    counts = report.summary()
    badly = sum(not s.explained and s.verdict == s.expected for s in report.steps)
    parts = [f"{counts['proved']} proved"]
    parts += [f"{counts[v]} {v}" for v in ("refuted", "undecided", "cited") if counts[v]]
    parts += [f"{badly} badly explained"] if badly else []
    parts += (
        [f"{_plural(counts['expected_refuted'], 'mistake')} refuted as expected"] if counts["expected_refuted"] else []
    )
    return ", ".join(parts) + "."


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def print_explanation(t: Terminal, d: DerivationReport, s: StepReport) -> None:
    """Everything that is known of one step."""
    t.print(f"{d.file}:{s.line}: {s.id}: {t.painted(s.verdict.upper(), s.verdict)}")
    rows = [*details(t, s), ("method", s.method), ("reason", s.reason)]
    rows += [("condition", t.formula(c.tree)) for c in s.conditions]
    rows += [("witness", point(t, s.witness))] if s.witness else []
    rows += [("leans on", ", ".join(s.trusts) or "nothing outside the kernel")]
    for name, value in rows:
        if value:
            t.print(f"{INDENT}{name:<15} {value}")


def print_derivation(t: Terminal, d: DerivationReport) -> None:
    """A derivation as it reads in a terminal."""
    t.print(d.title)
    t.print("=" * len(d.title))
    if d.introduction:
        t.print()
        t.print(d.introduction)
    for b in d.blocks:
        for line in _shown(t, b):
            t.print(line)


def _shown(t: Terminal, b: Block) -> Iterator[str]:
    if b.kind in ("prose", "source"):
        yield ""
        yield b.text
        return
    if b.kind == "definition":
        yield ""
        yield f"{t.formula(b.formulas[0].tree)} = {t.formula(b.formulas[1].tree)}" + (
            f"   ({b.text})" if b.text else ""
        )
        return
    yield ""
    given = f"   given {', '.join(t.formula(g.tree) for g in b.given)}" if b.given else ""
    yield f"{'Mistake: ' if b.kind == 'mistake' else ''}{b.text}{given}"
    for k, s in enumerate(b.steps):
        yield from _step_lines(t, s, first=b.kind != "chain" or k == 0 or s.left != b.steps[k - 1].right)


def _step_lines(t: Terminal, s: StepReport, first: bool) -> Iterator[str]:
    mark = t.painted({"proved": "ok", "refuted": "no", "cited": "cited"}.get(s.verdict, "?"), s.verdict)
    if not s.relation:
        yield f"{INDENT}{t.formula(s.left.tree)}   [{mark}] {s.reason}"
        return
    if first:
        yield f"{INDENT}{t.formula(s.left.tree)}"
    sign = {"==": "="}.get(s.relation, s.relation)
    given = f" · for {', '.join(t.formula(g.tree) for g in s.given)}" if s.given else ""
    yield f"{INDENT}  {sign} {t.formula(s.right.tree)}   [{mark}] {s.reason}{given}"


# ------------------------------------------------------------------------------------------------------ for machines


def as_json(report: Report) -> str:
    """The JSON of `derive check --format json`."""
    data = {
        **{name: getattr(report.versions, name) for name in ("derive", "sympy", "flint")},
        "summary": report.summary(),
        "derivations": [_derivation_json(d) for d in report.derivations],
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def _derivation_json(d: DerivationReport) -> dict[str, Any]:
    return {"name": d.name, "file": d.file, "rests_on": list(d.rests_on), "steps": [_step_json(s) for s in d.steps]}


def _step_json(s: StepReport) -> dict[str, Any]:
    point_json = (
        None if s.counterexample is None else {text(v.name.tree, ascii=True): v.value for v in s.counterexample}
    )
    return {
        "id": s.id,
        "label": s.label,
        "line": s.line,
        "relation": s.relation,
        "lhs": s.lhs,
        "rhs": s.rhs,
        "latex": step_latex(s),
        "reason": s.rule or s.reason,
        "verdict": s.verdict,
        "expected": s.expected,
        "explained": s.explained,
        "method": s.method,
        "conditions": [text(c.tree, ascii=True) for c in s.conditions],
        "trusts": list(s.trusts),
        "counterexample": point_json,
        "missing": s.missing,
        "seconds": s.seconds,
    }


def step_latex(s: StepReport) -> str:
    """`left = right` of one step."""
    from derive.notation import tree as nt
    from derive.notation.latex import latex

    if not s.relation:
        return latex(s.left.tree)
    return latex(nt.Relation({"==": "="}.get(s.relation, s.relation), s.left.tree, s.right.tree))


def as_github(report: Report) -> Iterator[str]:
    """One annotation for each step that is not as expected."""
    for d in report.derivations:
        for s in d.steps:
            if not s.as_expected:
                t = Terminal(sys.stdout, {"NO_COLOR": "1"})
                message = "%0A".join(f"{name}: {value}" for name, value in details(t, s))
                safe = message.replace("\r", "").replace("\n", "%0A")
                yield f"::error file={d.file},line={s.line},title={headline(s)} {s.id}::{safe}"


__all__ = ["Formula", "Terminal", "as_github", "as_json", "print_check", "print_derivation", "print_explanation"]
