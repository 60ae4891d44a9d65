"""What the commands print for people: steps that are not as expected, whole derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from derive.notation.text import text
from derive.notation.tree import Tree
from derive.report import Block, DerivationReport, StepReport, Value

INDENT = "    "
MAX_SHOWN = 400
MAX_FORMULA = 4_000
COLOURS = {"proved": "32", "refuted": "31", "undecided": "33", "cited": "36"}


class Terminal:
    """Where text goes, whether it may be coloured, and whether its encoding can show mathematics."""

    def __init__(self, stream: TextIO, environ: dict[str, str]) -> None:
        self.stream = stream
        self.colour = stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self.ascii = not _can_print("θ ∑ ≤ −", stream)

    def formula(self, tree: Tree) -> str:
        whole = text(tree, ascii=self.ascii)
        return whole if len(whole) <= MAX_FORMULA else f"{whole[:MAX_FORMULA]} ..."

    def words(self, said: str) -> str:
        """A text whose formulas can be read without TeX."""
        if "$" not in said:
            return said
        from derive.texmath.plain import without_tex

        return without_tex(said, ascii=self.ascii)

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


def print_steps(t: Terminal, d: DerivationReport, *, verbose: bool) -> str:
    """Each step that is not as expected, with its location first; the id of the first one. verbose: the others too."""
    worst = ""
    for s in d.steps:
        if not s.as_expected:
            worst = worst or f"{d.name}#{s.id}"
            print_problem(t, d, s)
        elif verbose:
            reason = f"  ({t.words(s.rule or s.reason)})" if s.reason else ""
            method = f"  [{s.method}]" if s.method else ""
            t.print(f"{d.file}:{s.line}: {s.verdict}  {s.id}{reason}{method}")
    return worst


def print_problem(t: Terminal, d: DerivationReport, s: StepReport) -> None:
    """One step that is not as it should be, and what to look at."""
    reason = f"  ({t.words(s.rule or s.reason)})" if s.reason else ""
    t.print(f"{d.file}:{s.line}: {t.painted(headline(s), s.verdict)}  {s.id}{reason}")
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


def print_explanation(t: Terminal, d: DerivationReport, s: StepReport) -> None:
    """Everything that is known of one step."""
    t.print(f"{d.file}:{s.line}: {s.id}: {t.painted(s.verdict.upper(), s.verdict)}")
    rows = [*details(t, s), ("method", s.method), ("reason", t.words(s.reason)), *_normal_forms(t, s)]
    rows += [("condition", t.formula(c.tree)) for c in s.conditions]
    rows += [("witness", point(t, s.witness))] if s.witness else []
    rows += [("leans on", ", ".join(s.trusts) or "nothing outside the kernel")]
    for name, value in rows:
        if value:
            t.print(f"{INDENT}{name:<15} {value}")


def _normal_forms(t: Terminal, s: StepReport) -> Iterator[tuple[str, str]]:
    """What the kernel makes of both sides; worked out anew, from the statement's text."""
    from derive.kernel.codec import decode
    from derive.kernel.prover import normal_forms
    from derive.kernel.reading import to_sympy
    from derive.notation.of_sympy import tree_of

    forms = normal_forms(decode(s.statement)) if s.statement else ()
    for name, form in zip(("left becomes", "right becomes"), forms, strict=False):
        shown = t.formula(tree_of(to_sympy(form)))
        yield name, shown if len(shown) < MAX_SHOWN else f"{shown[:MAX_SHOWN]} ..."


def print_derivation(t: Terminal, d: DerivationReport) -> None:
    """A derivation as it reads in a terminal."""
    title = t.words(d.title)
    t.print(title)
    t.print("=" * len(title))
    if d.introduction:
        t.print()
        t.print(t.words(d.introduction))
    for b in d.blocks:
        for line in _shown(t, b):
            t.print(line)


def _shown(t: Terminal, b: Block) -> Iterator[str]:
    if b.kind in ("prose", "conclusion", "source", "figure"):
        yield ""
        yield t.words(b.text)
        return
    if b.kind == "definition":
        yield ""
        yield f"{t.formula(b.formulas[0].tree)} = {t.formula(b.formulas[1].tree)}" + (
            f"   ({t.words(b.text)})" if b.text else ""
        )
        return
    yield ""
    given = f"   given {', '.join(t.formula(g.tree) for g in b.given)}" if b.given else ""
    yield f"{'Mistake: ' if b.kind == 'mistake' else ''}{t.words(b.text)}{given}"
    for k, s in enumerate(b.steps):
        yield from _step_lines(t, s, first=b.kind != "chain" or k == 0 or s.left != b.steps[k - 1].right)


def _step_lines(t: Terminal, s: StepReport, first: bool) -> Iterator[str]:
    mark = t.painted({"proved": "ok", "refuted": "no", "cited": "cited"}.get(s.verdict, "?"), s.verdict)
    if not s.relation:
        yield f"{INDENT}{t.formula(s.left.tree)}   [{mark}] {t.words(s.reason)}"
        return
    if first:
        yield f"{INDENT}{t.formula(s.left.tree)}"
    sign = {"==": "="}.get(s.relation, s.relation)
    given = f" · for {', '.join(t.formula(g.tree) for g in s.given)}" if s.given else ""
    yield f"{INDENT}  {sign} {t.formula(s.right.tree)}   [{mark}] {t.words(s.reason)}{given}"
