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
    failure = {"failure": d.failure} if d.failure else {}
    return {
        "name": d.name,
        "file": d.file,
        "rests_on": list(d.rests_on),
        "steps": [_step(s) for s in d.steps],
        **failure,
    }


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


def github_annotations(t: Terminal, d: DerivationReport, allow_undecided: bool = False) -> Iterator[str]:
    """One annotation for each step that is not as expected, and for a script that could not be read or loaded."""
    if d.failure:
        line = d.failure.removeprefix(f"{d.file}:").partition(":")[0]
        yield f"::error file={_property(d.file)},line={line if line.isdigit() else 1},title=not loaded::{_data(d.failure)}"
    for s in d.steps:
        if not s.as_expected:
            message = "\n".join(f"{name}: {value}" for name, value in details(t, s))
            place = f"file={_property(d.file)},line={s.line},title={_property(f'{headline(s)} {s.id}')}"
            yield f"::{'error' if _fails(s, allow_undecided) else 'notice'} {place}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


Change = tuple[str, str, str]
"""A step, its verdict before, and now."""


def changes_between(before: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    """Verdicts that are not what they were in the run before; nothing where there was none."""
    steps = {**before, **now} if before else {}
    return [(s, before.get(s, "new"), now.get(s, "gone")) for s in steps if before.get(s) != now.get(s)]


def job_summary(tally: Tally, problems: list[str], changes: list[Change]) -> Iterator[str]:
    """A job's summary in Markdown."""
    yield f"## derive: {tally.line()}"
    yield ""
    if problems:
        yield from (f"- `{p}`" for p in problems)
        yield ""
    if not changes:
        yield "No verdict changed."
        return
    yield "| step | before | now |"
    yield "|---|---|---|"
    yield from (f"| `{step}` | {before} | {now} |" for step, before, now in changes[:MAX_CHANGES])
    if len(changes) > MAX_CHANGES:
        yield ""
        yield f"... and {len(changes) - MAX_CHANGES} more."


def verdicts_of(d: DerivationReport) -> dict[str, str]:
    return {f"{d.name}#{s.id}": s.verdict for s in d.steps}


# ----------------------------------------------------------------------------------------------------------- JUnit, badge


def junit(t: Terminal, reports: Iterable[DerivationReport], tally: Tally, allow_undecided: bool) -> str:
    """JUnit's XML: a suite for each derivation, a case for each step."""
    suites = ElementTree.Element("testsuites", name="derive")
    for d in reports:
        tally.add(d)
        wrong = [s for s in d.steps if _fails(s, allow_undecided)]
        suite = ElementTree.SubElement(
            suites, "testsuite", name=d.name, tests=str(len(d.steps) + bool(d.failure)), failures=str(len(wrong)),
            errors=str(int(bool(d.failure))), time=f"{d.seconds:.4f}",
        )  # fmt: skip
        if d.failure:
            case = ElementTree.SubElement(suite, "testcase", classname=d.name, name="script", file=d.file)
            ElementTree.SubElement(case, "error", message=d.failure)
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
