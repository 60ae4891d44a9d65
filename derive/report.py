"""What was checked, as plain data: everything that a document, a terminal or a machine needs, without SymPy.

All of it is frozen and turns into JSON and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derive.notation.tree import Tree, from_json, to_json


@dataclass(frozen=True)
class Formula:
    """A formula as it is printed."""

    tree: Tree


@dataclass(frozen=True)
class Value:
    """A name and its exact value at a point; of a family, all its elements."""

    name: Formula
    value: str


@dataclass(frozen=True)
class StepReport:
    """One judged statement.

    id: the item's name and the label or number of the step. given: what holds in this step beyond what holds in the
    whole item. lhs, rhs, statement: text of the kernel's statement codec. reason_kind:
    "rule", "sentence", "lemma" or ""; rule: the rule's name in scripts. explained: whether the rule leads to this line.
    counterexample: the values at a point where the step fails, and `sides`, what both
    sides are there. gives: what the stated rule leads to instead. missing: why a step is undecided.
    exercise: whether a handout leaves the right side blank.
    """

    id: str
    label: str | None
    line: int
    relation: str
    lhs: str
    rhs: str
    left: Formula
    right: Formula
    given: tuple[Formula, ...] = ()
    reason: str = ""
    reason_kind: str = ""
    rule: str = ""
    verdict: str = "undecided"
    expected: str = "proved"
    method: str = ""
    conditions: tuple[Formula, ...] = ()
    trusts: tuple[str, ...] = ()
    counterexample: tuple[Value, ...] | None = None
    sides: tuple[str, str] = ("", "")
    witness: tuple[Value, ...] = ()
    gives: Formula | None = None
    explained: bool = True
    missing: str = ""
    hints: tuple[str, ...] = ()
    seconds: float = 0.0
    statement: str = ""
    exercise: bool = False

    @property
    def as_expected(self) -> bool:
        return self.verdict == self.expected and self.explained


@dataclass(frozen=True)
class DrawnCurve:
    """A curve in points: pieces without a break. label: its name, with formulas between dollar signs; "" for its `formula`."""

    label: str
    formula: Formula
    pieces: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class DrawnMark:
    """A point of a curve with a name; curve: which one, from 0 on."""

    x: float
    y: float
    label: str
    curve: int


@dataclass(frozen=True)
class Drawing:
    """What a figure shows, in numbers. alt: what there is to see, in words. axis: the symbol along the horizontal axis; vertical:
    what the other one shows, in words; across, up: the ends of both axes."""

    alt: str
    axis: Formula
    across: tuple[float, float]
    up: tuple[float, float]
    curves: tuple[DrawnCurve, ...]
    marks: tuple[DrawnMark, ...] = ()
    vertical: str = ""


@dataclass(frozen=True)
class Block:
    """One thing that a script made. What the fields hold depends on `kind`:

    chain, claim, iff, extremum, cases, witness, mistake, taken: `text` is the sentence, `steps` the judged statements,
    `formulas` what is printed beside them (given facts for a chain; the two statements of an iff; ...).
    figure: `text` is the caption, `drawing` what it shows.
    prose, source: `text`. definition, assumption: `text` and `formulas`.
    """

    kind: str
    name: str
    line: int
    text: str = ""
    steps: tuple[StepReport, ...] = ()
    formulas: tuple[Formula, ...] = ()
    given: tuple[Formula, ...] = ()
    word: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True)
class SymbolReport:
    """A symbol: how it is written, its domain as a formula, and what it stands for."""

    name: str
    formula: Formula
    domain: Formula | None
    note: str


@dataclass(frozen=True)
class DerivationReport:
    """One script: title and introduction from its docstring, and everything that it made, in order.

    failure: why it could not be read or loaded, in one line; trace: Python's traceback of it.
    """

    name: str
    file: str
    title: str = ""
    introduction: str = ""
    blocks: tuple[Block, ...] = ()
    symbols: tuple[SymbolReport, ...] = ()
    rests_on: tuple[str, ...] = ()
    result: str = ""
    sha256: str = ""
    seconds: float = 0.0
    failure: str = ""
    trace: str = ""

    @property
    def steps(self) -> tuple[StepReport, ...]:
        return tuple(s for b in self.blocks for s in b.steps)


@dataclass(frozen=True)
class Versions:
    derive: str
    sympy: str
    flint: str


@dataclass(frozen=True)
class Report:
    """A run over some derivations, in the order of their names."""

    versions: Versions
    derivations: tuple[DerivationReport, ...] = ()
    seconds: float = 0.0

    @property
    def steps(self) -> tuple[StepReport, ...]:
        return tuple(s for d in self.derivations for s in d.steps)

    def as_expected(self, allow_undecided: bool = False) -> bool:
        fine = all(s.as_expected or (allow_undecided and s.verdict == "undecided") for s in self.steps)
        return fine and not self.failures

    @property
    def failures(self) -> tuple[DerivationReport, ...]:
        """The scripts that could not be read or loaded."""
        return tuple(d for d in self.derivations if d.failure)


# ---------------------------------------------------------------------------------------------------------------- JSON


def plain(value: Any) -> Any:
    """Dicts, lists, strings and numbers; `derivation_from` gives a derivation back."""
    if isinstance(value, Formula):
        return {"formula": to_json(value.tree)}
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value


def derivation_from(data: dict[str, Any]) -> DerivationReport:
    """The report that `plain` was made of."""
    fields = dict(data)
    fields["blocks"] = tuple(_block(b) for b in data["blocks"])
    fields["symbols"] = tuple(SymbolReport(**_opened(s)) for s in data["symbols"])
    fields["rests_on"] = tuple(data["rests_on"])
    return DerivationReport(**fields)


def _block(data: dict[str, Any]) -> Block:
    fields = _opened(data)
    fields["steps"] = tuple(StepReport(**_step(s)) for s in data["steps"])
    if data.get("drawing") is not None:
        fields["drawing"] = _drawing(data["drawing"])
    return Block(**fields)


def _drawing(data: dict[str, Any]) -> Drawing:
    fields = _opened(data)
    fields["curves"] = tuple(DrawnCurve(**_opened(c)) for c in data["curves"])
    fields["marks"] = tuple(DrawnMark(**_opened(m)) for m in data["marks"])
    return Drawing(**fields)


def _step(data: dict[str, Any]) -> dict[str, Any]:
    fields = _opened(data)
    for name in ("counterexample", "witness"):
        if data[name] is not None:
            fields[name] = tuple(Value(**_opened(v)) for v in data[name])
    return fields


def _opened(data: dict[str, Any]) -> dict[str, Any]:
    return {k: _value(v) for k, v in data.items()}


def _value(v: Any) -> Any:
    if isinstance(v, dict) and set(v) == {"formula"}:
        return Formula(from_json(v["formula"]))
    return tuple(_value(x) for x in v) if isinstance(v, list) else v
