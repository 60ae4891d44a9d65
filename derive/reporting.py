"""From what a script made to a report: each item judged, each formula turned into its tree."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy as sp

from derive.kernel.codec import encode, encode_term
from derive.kernel.core import InvalidStatement
from derive.needs import needs
from derive.notation import tree as nt
from derive.notation.latex import latex
from derive.notation.names import head_tree
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.outcomes import Outcome, Session
from derive.report import Block, Drawing, DrawnCurve, DrawnMark, Formula, StepReport, SymbolReport, Value
from derive.rules import Rule
from derive.script import (
    Assumption,
    Cases,
    Chain,
    Claim,
    Conclusion,
    Extremum,
    Figure,
    Iff,
    Instance,
    Item,
    Mistake,
    Named,
    Obligation,
    Prose,
    Source,
    Taken,
    Witness,
)
from derive.script.recording import fact_tree
from derive.symbols import Domain, Variable

SIGN_OF = {"==": "=", "": "="}


def formula(expr: Any) -> Formula:
    return Formula(tree_of(expr))


def named_items(items: Iterable[Item], namespace: Mapping[str, Any]) -> list[tuple[str, Item]]:
    """Each item with the author's name for it; items without one are numbered by their kind."""
    names: dict[int, str] = {}
    for name, value in namespace.items():
        if not name.startswith("_") and name != "result":
            names.setdefault(id(value), name)
    found, counts = [], dict[str, int]()
    for item in items:
        counts[item.kind] = counts.get(item.kind, 0) + 1
        found.append((names.get(id(item), f"{item.kind}{counts[item.kind]}"), item))
    return found


# --------------------------------------------------------------------------------------------------------------- steps


def step_report(session: Session, name: str, item: Item, o: Obligation, skipped: str | None = None) -> StepReport:
    """Judge one obligation and report it; with `skipped`, report it as undecided for that reason."""
    began = time.perf_counter()
    outcome = session.outcome(o) if skipped is None else Outcome(o, "undecided", missing=skipped)
    return _step(name, item, outcome, time.perf_counter() - began)


def _step(name: str, item: Item, outcome: Outcome, seconds: float) -> StepReport:
    o, judgement = outcome.obligation, outcome.judgement
    evidence = judgement.evidence if judgement is not None else None
    reason, kind = reason_of(o.reason)
    statement = outcome.closed.statement if outcome.closed is not None else None
    return StepReport(
        id=step_id(name, o),
        label=o.label,
        line=o.place.line,
        relation=o.relation,
        lhs=encode_term(statement.lhs) if statement is not None else "",
        rhs=encode_term(statement.rhs) if statement is not None else "",
        left=Formula(o.left.tree),
        right=Formula(o.right.tree),
        given=_given(f for f in o.given if f not in getattr(item, "given", ()) and not _is_own_range(f)),
        reason=reason,
        reason_kind=kind,
        rule=repr(o.reason) if isinstance(o.reason, Rule) else "",
        verdict=outcome.verdict,
        expected=o.expected,
        method=evidence.method if evidence else "",
        conditions=_conditions(outcome),
        trusts=evidence.trusts if evidence else (),
        counterexample=_values(evidence.counterexample) if evidence and evidence.counterexample is not None else None,
        sides=evidence.sides or ("", "") if evidence else ("", ""),
        witness=_values(evidence.witness or {}) if evidence else (),
        gives=formula(outcome.gives) if outcome.gives is not None else None,
        explained=outcome.explained,
        missing=outcome.missing,
        hints=evidence.hints if evidence else (),
        seconds=round(seconds, 4),
        statement=encode(statement) if statement is not None else "",
        exercise=o.exercise,
    )


def _conditions(outcome: Outcome) -> tuple[Formula, ...]:
    """What the step needs besides, as its author would write it."""
    if outcome.judgement is None or outcome.closed is None or not outcome.judgement.evidence.needs:
        return ()
    lines = (outcome.obligation.left.expr, outcome.obligation.right.expr)
    return tuple(map(Formula, needs(outcome.closed, outcome.judgement.evidence.needs, lines)))


def step_id(name: str, o: Obligation) -> str:
    part = o.label or o.suffix
    return f"{name}.{part}" if part else name


def reason_of(reason: Any) -> tuple[str, str]:
    """(words, kind) of what was given as `by=`."""
    if isinstance(reason, Rule):
        return reason.phrase, "rule"
    if isinstance(reason, Item | Instance):
        lemma = reason.lemma if isinstance(reason, Instance) else reason
        return getattr(lemma, "sentence", "a result above").rstrip(".:"), "lemma"
    return ("", "") if reason is None else (str(reason), "sentence")


def _values(point: Mapping[Any, Any]) -> tuple[Value, ...]:
    """Values by name; the elements of a family that was used from 1 on are put together as y = (1, 0, 1)."""
    singles: dict[Any, Any] = {}
    families: dict[Any, dict[Any, Any]] = {}
    for place, value in point.items():
        if isinstance(place, tuple):
            families.setdefault(place[0], {})[place[1]] = value
        else:
            singles[place] = value
    found = [Value(formula(place), str(value)) for place, value in singles.items()]
    for base, elements in families.items():
        row = [elements.get((sp.Integer(k),)) for k in range(1, len(elements) + 1)]
        if None not in row:
            found.append(Value(formula(base), f"({', '.join(map(str, row))})"))
        else:
            found += [Value(formula(base[indices]), str(v)) for indices, v in elements.items()]
    return tuple(found)


# -------------------------------------------------------------------------------------------------------------- blocks


def block(name: str, item: Item, steps: tuple[StepReport, ...]) -> Block:
    """What is printed of an item."""
    text = getattr(item, "sentence", "")
    fields: dict[str, Any] = {"kind": item.kind, "name": name, "line": item.place.line, "text": text, "steps": steps}
    return Block(**(fields | _DETAILS[type(item)](item)))


def _given(facts: Iterable[Any]) -> tuple[Formula, ...]:
    return tuple(Formula(fact_tree(f)) for f in facts)


def _is_own_range(fact: Any) -> bool:
    """Whether a fact only says that an index lies in the range with which it was declared."""
    if not isinstance(fact, sp.Le):
        return False
    low, high = fact.args
    return any(
        isinstance(v, Variable) and bool(v.domain.ranges) and end == v.domain.ranges[0][k]
        for v, end, k in ((high, low, 0), (low, high, 1))
    )


def _chain(item: Chain) -> dict[str, Any]:
    return {"formulas": (Formula(item.start.tree),), "given": _given(item.given)}


def _claim(item: Claim) -> dict[str, Any]:
    return {"given": _given(item.given)}


def _iff(item: Iff) -> dict[str, Any]:
    return {"formulas": (Formula(item.first.tree), Formula(item.second.tree)), "given": _given(item.given)}


def _extremum(item: Extremum) -> dict[str, Any]:
    parts = (tree for c in item.coordinates for tree in (tree_of(c.over), tree_of(c.on), c.at.tree))
    given = _given((*item.subject_to, *item.given))
    return {"word": item.word, "formulas": tuple(map(Formula, (item.of.tree, *parts))), "given": given}


def _cases(item: Cases) -> dict[str, Any]:
    return {"formulas": tuple(formula(sp.Eq(item.variable, v, evaluate=False)) for v, _ in item.chains)}


def _witness(item: Witness) -> dict[str, Any]:
    point = (formula(sp.Eq(k, v, evaluate=False)) for k, v in item.point)
    return {"formulas": (Formula(item.statement), *point)}


def _mistake(item: Mistake) -> dict[str, Any]:
    return {"given": _given(item.given)}


def _taken(item: Taken) -> dict[str, Any]:
    return {"word": item.source}


def _figure(item: Figure) -> dict[str, Any]:
    return {"drawing": drawing(item)}


def drawing(item: Figure) -> Drawing:
    """A figure as plain data."""
    curves = tuple(DrawnCurve(c.label, Formula(c.tree), c.pieces) for c in item.curves)
    marks = tuple(DrawnMark(m.x, m.y, m.label, m.curve) for m in item.marks)
    return Drawing(item.alt, Formula(item.axis), item.across, item.up, curves, marks, item.vertical)


def _named(item: Named) -> dict[str, Any]:
    return {"text": item.note, "formulas": (Formula(_head(item.name)), Formula(item.body.tree))}


def _head(name: Any) -> Tree:
    """How a defined name is written on the left of its definition: L, p_k, f(x)."""
    if isinstance(name, sp.IndexedBase):
        return tree_of(name[name.args[0].definition.parameters])
    if isinstance(name, sp.Symbol):
        return tree_of(name)
    return tree_of(name(*name.derive_definition.parameters))


_DETAILS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Chain: _chain,
    Claim: _claim,
    Iff: _iff,
    Extremum: _extremum,
    Cases: _cases,
    Witness: _witness,
    Mistake: _mistake,
    Taken: _taken,
    Named: _named,
    Figure: _figure,
    Prose: lambda item: {"text": item.markdown},
    Conclusion: lambda item: {"text": item.markdown},
    Source: lambda item: {"text": item.reference, "word": item.where},
    Assumption: lambda item: {"formulas": (Formula(fact_tree(item.fact)),)},
}


# ------------------------------------------------------------------------------------------------------------- symbols


def symbol_reports(
    namespace: Mapping[str, Any], used: Mapping[str, Any], blocks: Iterable[Block], named: Iterable[Item] = ()
) -> tuple[SymbolReport, ...]:
    """The symbols that a script declares, in its order, with their domains; then what its blocks print besides: functions of
    derive, and symbols and definitions of scripts that it imports.

    named: what it and other scripts define. Its own definitions are printed apart."""
    indices = dict[Any, Variable]()
    for v in (*namespace.values(), *used.values()):
        if _is_index(v):
            indices.setdefault(v.domain.ranges[0], v)
    own = {b.formulas[0].tree for b in blocks if b.kind == "definition"}
    definitions = [i for i in named if isinstance(i, Named)]
    found: dict[Tree, SymbolReport] = {}
    declared = set[Tree]()
    for k, value in enumerate((*namespace.values(), *used.values())):
        made = _symbol_report(value, indices, definitions)
        if made is not None and made.formula.tree not in own:
            found.setdefault(made.formula.tree, made)
            if k < len(namespace) and _definition_of(value) is None:
                declared.add(made.formula.tree)
    printed = _printed(declared, found, frozenset().union(*map(names_in, blocks)))
    return tuple(r for shown, r in found.items() if shown in printed)


def _printed(declared: set[Tree], found: Mapping[Tree, SymbolReport], names: frozenset[str]) -> set[Tree]:
    """Those of the symbols that are declared, or named in the page's formulas, or in what is said of such symbols."""
    printed, before = set(declared), None
    while printed != before:
        before = set(printed)
        domains = (found[shown].domain for shown in printed)
        said = names.union(*(_names(d.tree) for d in domains if d is not None))
        printed |= {shown for shown in found if _names(shown) & said}
    return printed


def names_in(b: Block) -> frozenset[str]:
    """The names of symbols and functions in the formulas of a block."""
    steps = (f for s in b.steps for f in (s.left, s.right, *s.given))
    drawn = () if b.drawing is None else (b.drawing.axis, *(c.formula for c in b.drawing.curves))
    return frozenset().union(*(_names(f.tree) for f in (*b.formulas, *b.given, *steps, *drawn)))


def _names(tree: Tree) -> frozenset[str]:
    return nt.quantities(tree) | nt.heads(tree)


def _symbol_report(value: Any, indices: Mapping[Any, Variable], definitions: list[Named]) -> SymbolReport | None:
    symbol = value.args[0] if isinstance(value, sp.IndexedBase) else value
    if isinstance(symbol, Variable):
        return _symbol(value, symbol, indices)
    definition = _definition_of(value)
    if definition is None:
        return None
    named = next((i for i in definitions if _definition_of(i.name) == definition), None)
    if named is not None:
        head = _head(named.name)
        return SymbolReport(
            definition.name, Formula(head), Formula(nt.Relation("=", head, named.body.tree)), named.note
        )
    return _function(value) if hasattr(value, "derive_definition") else None


def _definition_of(value: Any) -> Any:
    """What a defined name, family or function stands for; None for anything else."""
    label = value.args[0] if isinstance(value, sp.IndexedBase) else value
    return getattr(label, "definition", None) or getattr(value, "derive_definition", None)


def _is_index(value: Any) -> bool:
    return isinstance(value, Variable) and bool(value.domain.ranges)


def used_symbols(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The author's objects in the statements, by their names. Raises InvalidStatement where two of them print alike."""
    used: dict[str, Any] = {}
    for outcome in outcomes:
        used |= outcome.closed.symbols if outcome.closed is not None else {}
    seen: dict[str, str] = {}
    for name, thing in sorted(used.items()):
        shown = latex(tree_of(thing) if isinstance(thing, sp.Basic) else head_tree(name))
        other = seen.setdefault(shown, name)
        if other != name:
            raise InvalidStatement(f"{other} and {name} are both printed as {shown}: rename one of them")
        if shown in ("e", r"\pi"):
            raise InvalidStatement(f"{name} is printed as {shown}, like the constant: rename it")
    return used


def _function(function: Any) -> SymbolReport:
    """A function such as sigmoid: what it stands for."""
    d = function.derive_definition
    meaning = nt.Relation("=", tree_of(function(*d.parameters)), tree_of(d.body))
    return SymbolReport(d.name, Formula(meaning.left), Formula(meaning), d.note)


def _symbol(value: Any, symbol: Variable, indices: Mapping[Any, Variable]) -> SymbolReport:
    shown = _element(symbol, indices) if isinstance(value, sp.IndexedBase) else tree_of(symbol)
    domain = domain_tree(shown, symbol.domain, is_index=symbol is value and bool(symbol.domain.ranges))
    return SymbolReport(symbol.name, Formula(shown), Formula(domain) if domain is not None else None, symbol.note)


def _element(symbol: Variable, indices: Mapping[Any, Variable]) -> Tree:
    """x_i, with the script's own index of that range where there is one; each index once."""
    own = [indices.get(r) for r in symbol.domain.ranges]
    if None in own or len(set(own)) < len(own):
        letters: tuple[Tree, ...] = tuple(nt.Symbol(c) for c in "ijkl"[: len(symbol.domain.ranges)])
    else:
        letters = tuple(map(tree_of, own))
    base = tree_of(symbol)
    return nt.Item(base, letters) if letters and isinstance(base, nt.Symbol) else base


def domain_tree(shown: Tree, d: Domain, is_index: bool) -> Tree | None:
    """0 < p < 1, y in {0, 1}, n >= 1, ...; None for any real number."""
    if is_index:
        low, high = (tree_of(end) for end in d.ranges[0])
        if d.ranges[0][1] is sp.oo:
            return nt.Relation(">=", shown, low)
        return nt.And((nt.Relation("<=", low, shown), nt.Relation("<=", shown, high)))
    if d.values:
        return nt.Relation("in", shown, nt.SetOf(tuple(tree_of(v) for v in d.values)))
    bounds = []
    if d.lower is not None:
        bounds.append(nt.Relation("<" if d.lower_open else "<=", tree_of(d.lower), shown))
    if d.upper is not None:
        bounds.append(nt.Relation("<" if d.upper_open else "<=", shown, tree_of(d.upper)))
    if len(bounds) == 2:
        return nt.And(tuple(bounds))
    if d.lower is not None:
        return nt.Relation(">" if d.lower_open else ">=", shown, tree_of(d.lower))
    return bounds[0] if bounds else nt.Relation("in", shown, nt.Constant("reals"))
