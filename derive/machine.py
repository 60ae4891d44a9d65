"""What machines read: JSON, annotations and a summary for GitHub, JUnit's XML, a badge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from derive.notation import tree as nt
from derive.notation.latex import latex
from derive.notation.text import text
from derive.report import DerivationReport, StepReport, Versions
from derive.tally import Tally
from derive.terminal import Terminal, details, headline

MAX_CHANGES = 200


def json_lines(versions: Versions, reports: Iterable[DerivationReport], tally: Tally) -> Iterator[str]:
    """The JSON of `derive check --format json`, piece by piece: no more than one derivation is held at a time."""
    head = {name: getattr(versions, name) for name in ("derive", "sympy", "flint")}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "derivations": ['
    for k, d in enumerate(reports):
        tally.add(d)
        yield ("," if k else "") + json.dumps(_derivation(d), indent=1, ensure_ascii=False)
    yield '], "summary": ' + json.dumps(tally.summary()) + "}"


def _derivation(d: DerivationReport) -> dict[str, Any]:
    return {"name": d.name, "file": d.file, "rests_on": list(d.rests_on), "steps": [_step(s) for s in d.steps]}


def _step(s: StepReport) -> dict[str, Any]:
    point = None if s.counterexample is None else {text(v.name.tree, ascii=True): v.value for v in s.counterexample}
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
        "counterexample": point,
        "missing": s.missing,
        "seconds": s.seconds,
    }


def step_latex(s: StepReport) -> str:
    """`left = right` of one step."""
    if not s.relation:
        return latex(s.left.tree)
    return latex(nt.Relation({"==": "="}.get(s.relation, s.relation), s.left.tree, s.right.tree))


# ---------------------------------------------------------------------------------------------------------------- GitHub


def github_annotations(t: Terminal, d: DerivationReport) -> Iterator[str]:
    """One annotation for each step that is not as expected."""
    for s in d.steps:
        if not s.as_expected:
            message = "\n".join(f"{name}: {value}" for name, value in details(t, s))
            place = f"file={_property(d.file)},line={s.line},title={_property(f'{headline(s)} {s.id}')}"
            yield f"::error {place}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


class Changes:
    """Verdicts that are not what they were when the same steps were checked before."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def note(self, d: DerivationReport, before: Mapping[str, str]) -> None:
        now = verdicts_of(d)
        for step in {**before, **now} if before else ():
            if before.get(step) != now.get(step):
                self.rows.append((f"{d.name}#{step}", before.get(step, "new"), now.get(step, "gone")))

    def summary(self, tally: Tally, problems: Iterable[str]) -> Iterator[str]:
        """A job's summary in Markdown."""
        yield f"## derive: {tally.line()}"
        yield ""
        listed = list(problems)
        if listed:
            yield from (f"- `{p}`" for p in listed)
            yield ""
        if not self.rows:
            yield "No verdict changed."
            return
        yield "| step | before | now |"
        yield "|---|---|---|"
        yield from (f"| `{step}` | {before} | {now} |" for step, before, now in self.rows[:MAX_CHANGES])
        if len(self.rows) > MAX_CHANGES:
            yield ""
            yield f"... and {len(self.rows) - MAX_CHANGES} more."


def verdicts_of(d: DerivationReport) -> dict[str, str]:
    return {s.id: s.verdict for s in d.steps}


# ----------------------------------------------------------------------------------------------------------- JUnit, badge


def junit(t: Terminal, reports: Iterable[DerivationReport], tally: Tally, allow_undecided: bool) -> str:
    """JUnit's XML: a suite for each derivation, a case for each step."""
    suites = ElementTree.Element("testsuites", name="derive")
    for d in reports:
        tally.add(d)
        wrong = [s for s in d.steps if _fails(s, allow_undecided)]
        suite = ElementTree.SubElement(
            suites, "testsuite", name=d.name, tests=str(len(d.steps)), failures=str(len(wrong)), time=f"{d.seconds:.4f}"
        )
        for s in d.steps:
            case = ElementTree.SubElement(
                suite, "testcase", classname=d.name, name=s.id, file=d.file, line=str(s.line), time=f"{s.seconds:.4f}"
            )
            properties = ElementTree.SubElement(case, "properties")
            for name, value in (("verdict", s.verdict), ("method", s.method)):
                ElementTree.SubElement(properties, "property", name=name, value=value)
            if s in wrong:
                failure = ElementTree.SubElement(case, "failure", message=f"{headline(s)} {s.id}")
                failure.text = "\n".join(f"{name}: {value}" for name, value in details(t, s))
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True)


def _fails(s: StepReport, allow_undecided: bool) -> bool:
    return not s.as_expected and not (allow_undecided and s.verdict == "undecided")


def badge(tally: Tally, good: bool) -> str:
    """A badge, as shields.io reads it from an address: https://shields.io/badges/endpoint-badge"""
    message = f"{tally.counts['proved']} proved" if good else f"{tally.counts['unexpected']} not proved"
    return (
        json.dumps({"schemaVersion": 1, "label": "derive", "message": message, "color": "green" if good else "red"})
        + "\n"
    )
