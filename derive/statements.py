"""From what an author writes to the kernel's closed statements, and back: `judge` decides one statement.

Domains are taken from the symbols, definitions are handed to the kernel's reader, and `given` becomes hypotheses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import sympy as sp
from flint import fmpq
from sympy.core.function import AppliedUndef

from derive.functions import Defined, Definition
from derive.kernel import core, reading
from derive.kernel import terms as t
from derive.kernel.core import Declaration, Fact, Hypothesis, InvalidStatement, Statement, Verdict
from derive.kernel.judge import judge as judge_statement
from derive.kernel.prover import FUEL
from derive.kernel.reading import OverBudget, Reader, to_sympy
from derive.notation.latex import latex
from derive.notation.of_sympy import tree_of
from derive.notation.portable import portable
from derive.symbols import PYTHON_BOOL, Domain, Each, Variable, each

LIMIT_DIRECTIONS = ("+", "-", "+-")
"""SymPy keeps the direction of a limit as a symbol of such a name."""

Point = Mapping[Any, Any]
"""Exact values: {symbol or (base, indices): number}."""


@dataclass(frozen=True)
class Closed:
    """A closed statement, and the author's objects by the names that it uses."""

    statement: Statement
    symbols: Mapping[str, Any]


# ------------------------------------------------------------------------------------------------------------- closing


def close(lhs: Any, rhs: Any, relation: str = "==", given: Any = ()) -> Closed:
    """The statement `lhs relation rhs` under `given`, with the domains of all its symbols.

    Raises InvalidStatement on bad input, OverBudget on what is nested too deeply.
    """
    if relation not in core.RELATIONS:
        raise InvalidStatement(f"{relation!r} is no relation: use one of {' '.join(core.RELATIONS)}")
    return _closed(lambda context: t.rel(relation, context.read(lhs), context.read(rhs)), (lhs, rhs), given)


def close_claim(claim: Any, given: Any = ()) -> Closed:
    """The statement that a SymPy relation, or a combination by And, Or, Not, holds under `given`."""
    _refuse_bool(claim)
    return _closed(lambda context: context.read(claim), (claim,), given)


def _closed(make: Callable[[_Context], t.Term], sides: tuple[Any, ...], given: Any) -> Closed:
    try:
        return _closed_statement(make, sides, given)
    except RecursionError:
        raise OverBudget("the expression is nested too deeply") from None


def _closed_statement(make: Callable[[_Context], t.Term], sides: tuple[Any, ...], given: Any) -> Closed:
    facts = _facts(given)
    context = _Context((*sides, *map(_without_quantifiers, facts)))
    claim = make(context)
    hypotheses = [context.hypothesis(f) for f in facts if f is not sp.true]
    ranges = context.index_ranges(claim, *(h.claim for h in hypotheses))
    declarations = tuple(context.reader.declarations[name] for name in sorted(context.reader.declarations))
    return Closed(Statement(claim, declarations, tuple(dict.fromkeys((*ranges, *hypotheses)))), context.symbols)


def _facts(given: Any) -> tuple[Any, ...]:
    facts = given if isinstance(given, tuple | list) else (given,)
    for fact in facts:
        _refuse_bool(fact)
        if fact is sp.false:
            raise core.Contradiction("a hypothesis is false: nothing satisfies it")
    return tuple(getattr(f, "__derive_fact__", f) for f in facts)


def _without_quantifiers(fact: Any) -> Any:
    while isinstance(fact, Each):
        fact = fact.fact
    return fact


def _refuse_bool(fact: Any) -> None:
    if isinstance(fact, bool):
        raise InvalidStatement(PYTHON_BOOL)


class _Context:
    """Everything that the expressions of one statement mention, and the reader that knows it."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self.symbols: dict[str, Any] = {}
        self.definitions: dict[str, reading.Definition] = {}
        self.domains: dict[str, tuple[str, Domain]] = {}
        self.smooth: set[str] = set()
        for part in parts:
            self._meet(_expression(part))
        self.reader = Reader({}, self.definitions)
        symbols_first = sorted(self.domains.items(), key=lambda item: item[1][0] == "family")  # ranges mention symbols
        for name, (kind, domain) in symbols_first:
            self.reader.given[name] = self._declaration(name, kind, domain)
        for name in self.smooth:
            self.reader.given[name] = Declaration(name, "function", "real", smooth=True)

    def read(self, part: Any) -> t.Term:
        return self.reader.read(_expression(part))

    def hypothesis(self, fact: Any) -> Hypothesis:
        if not isinstance(fact, Each):
            return Hypothesis(self.read(fact))
        limits, inner = [], fact
        while isinstance(inner, Each):
            limits.append((inner.variable, inner.lower, inner.upper))
            inner = inner.fact
        _refuse_bool(inner)
        return Hypothesis(*self.reader.read_each(limits, inner))

    def index_ranges(self, *claims: t.Term) -> Iterable[Hypothesis]:
        """lower <= i <= upper for every index symbol that occurs free, and for those in its bounds; infinite ends say nothing."""
        pending = [a for c in claims for a in t.subterms(c) if a.op == "sym"]
        done: set[t.Term] = set()
        while pending:
            a = pending.pop()
            kind, domain = self.domains.get(a.args[0], ("", Domain()))
            if a in done or kind != "symbol" or not domain.ranges:
                continue
            done.add(a)
            lower, upper = (self.read(b) for b in domain.ranges[0])
            pending += [b for end in (lower, upper) for b in t.subterms(end) if b.op == "sym"]
            if lower != t.MINUS_INFINITY:
                yield Hypothesis(t.rel("<=", lower, a))
            if upper != t.INFINITY:
                yield Hypothesis(t.rel("<=", a, upper))

    def _meet(self, part: Any, parameters: tuple[Any, ...] = ()) -> None:
        for node in sp.preorder_traversal(part):
            if node in parameters:
                continue
            if isinstance(node, sp.IndexedBase):
                self._atom(str(node.args[0]), node, node.args[0], "family")
            elif isinstance(node, sp.Symbol) and node.name not in LIMIT_DIRECTIONS:
                self._atom(node.name, node, node, "symbol")
            elif isinstance(node, AppliedUndef):
                self._function(node.func)

    def _atom(self, name: str, thing: Any, symbol: Any, kind: str) -> None:
        if kind == "symbol" and isinstance(self.symbols.get(name), sp.IndexedBase):
            return  # the label of a family
        self.symbols.setdefault(name, thing)
        if isinstance(symbol, Variable):
            known = self.domains.setdefault(name, (kind, symbol.domain))
            if known[1] != symbol.domain:
                raise InvalidStatement(f"{name} is used with two different domains in one statement")
            for bound in (b for pair in symbol.domain.ranges for b in pair):
                self._meet(bound)
        if isinstance(symbol, Defined):
            self._definition(symbol.definition)

    def _function(self, func: Any) -> None:
        self.symbols.setdefault(func.__name__, func)
        definition = getattr(func, "derive_definition", None)
        if definition is not None:
            self._definition(definition)
        if getattr(func, "derive_smooth", False):
            self.smooth.add(func.__name__)

    def _definition(self, d: Definition) -> None:
        known = self.definitions.get(d.name)
        mine = reading.Definition(d.name, d.parameters, d.body)
        if known is None:
            self.definitions[d.name] = mine
            self._meet(d.body, d.parameters)
        elif known != mine:
            raise InvalidStatement(f"{d.name} is defined in two different ways")

    def _declaration(self, name: str, kind: str, domain: Domain) -> Declaration:
        ranges = tuple((self.read(a), self.read(b)) for a, b in domain.ranges) if kind == "family" else None
        return Declaration(
            name,
            kind,
            domain.numbers,
            _rational(domain.lower),
            _rational(domain.upper),
            domain.lower_open,
            domain.upper_open,
            values=tuple(fmpq(v.p, v.q) for v in domain.values) if domain.values else None,
            ranges=ranges or None,
        )


def _rational(q: Any) -> fmpq | None:
    return None if q is None else fmpq(int(q.p), int(q.q))


def _expression(part: Any) -> Any:
    """The SymPy expression of what an author may pass: a number, an expression, a chain."""
    if isinstance(part, bool):
        raise InvalidStatement(PYTHON_BOOL)
    own = getattr(part, "__derive_expr__", part)
    try:
        return sp.sympify(own, strict=True)
    except sp.SympifyError:
        raise InvalidStatement(f"{part!r} is no expression") from None


# ------------------------------------------------------------------------------------------------------------- judging


@dataclass(frozen=True)
class Evidence:
    """How a verdict was reached, in the author's symbols.

    method: a short word. conditions: facts implied by both sides being defined. trusts: names of outside decisions leaned
    on. witness, counterexample: exact points, or None. sides: both sides' values at the counterexample. missing, hints:
    for UNDECIDED, what stood in the way and what to try. needs: the conditions as the kernel states them.
    """

    method: str
    conditions: tuple[Any, ...] = ()
    trusts: tuple[str, ...] = ()
    witness: Point | None = None
    counterexample: Point | None = None
    sides: tuple[str, str] | None = None
    missing: str = ""
    hints: tuple[str, ...] = ()
    needs: tuple[t.Term, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The answer to one statement: `verdict`, `evidence`, and for PROVED the kernel's `fact`."""

    verdict: Verdict
    evidence: Evidence
    statement: Statement
    fact: Fact | None = field(default=None, compare=False)
    lhs: Any = None
    rhs: Any = None
    relation: str = "=="

    def __bool__(self) -> NoReturn:
        raise TypeError("a judgement has three values: compare .verdict with Verdict.PROVED")

    def __repr__(self) -> str:
        shown = f"{self.lhs} {self.relation} {self.rhs}" if self.lhs is not None else ""
        return f"<{self.verdict.name}: {shown} ({self.evidence.missing or self.evidence.method})>"

    def _shown(self) -> str:
        """The statement as LaTeX."""
        sign = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge"}.get(self.relation, self.relation)
        return f"{latex(tree_of(self.lhs))} {sign} {latex(tree_of(self.rhs))}"

    def _repr_latex_(self) -> str:
        return "" if self.lhs is None else rf"${self._shown()} \qquad \text{{{self.verdict.value}}}$"

    def _repr_markdown_(self) -> str:
        return "" if self.lhs is None else f"${portable(self._shown())}$ · {self.verdict.value}"


def judge(
    lhs: Any,
    rhs: Any,
    relation: str = "==",
    given: Any = (),
    using: Any = (),
    *,
    refutation: bool = True,
    fuel: int = FUEL,
) -> Judgement:
    """Decide `lhs relation rhs` at every point of the domain where both sides are defined.

    given: SymPy relations and `each(...)`. using: proved facts, chains or claims to lean on. Raises InvalidStatement (a
    ValueError) on input that is no statement: a float, a Python bool, contradictory hypotheses, a name with two meanings.
    """
    try:
        closed = close(lhs, rhs, relation, given)
    except OverBudget as e:
        return Judgement(Verdict.UNDECIDED, Evidence("none", missing=f"over budget: {e}"), _UNREAD, None, None, None)
    found = judge_closed(closed, lemmas_of(using), refutation=refutation, fuel=fuel)
    return replace(found, lhs=_expression(lhs), rhs=_expression(rhs), relation=relation)


_UNREAD = Statement(t.TRUE)


def judge_closed(
    closed: Closed,
    lemmas: tuple[Fact, ...] = (),
    helps: tuple[Fact, ...] = (),
    *,
    refutation: bool = True,
    fuel: int = FUEL,
) -> Judgement:
    """Decide a closed statement, with facts that must apply and facts that may."""
    found = judge_statement(closed.statement, lemmas=lemmas, helps=helps, refutation=refutation, fuel=fuel)
    return in_sympy(closed, found)


@dataclass(frozen=True)
class Remembered:
    """A verdict from before, with its evidence: a report, and no Fact."""

    verdict: Verdict
    evidence: core.Evidence
    fact: None = None


def in_sympy(closed: Closed, found: core.Judgement | Remembered) -> Judgement:
    """The kernel's judgement on a closed statement, in the author's symbols."""
    e, names = found.evidence, closed.symbols
    evidence = Evidence(
        e.method,
        tuple(to_sympy(c, names) for c in e.conditions),
        e.trusts,
        _point(e.witness, names),
        _point(e.counterexample, names),
        e.sides,
        e.missing,
        e.hints,
        e.conditions,
    )
    return Judgement(found.verdict, evidence, closed.statement, found.fact)


def lemmas_of(using: Any) -> tuple[Fact, ...]:
    """The facts of what may stand in `using`: facts, judgements, chains, claims."""
    parts = using if isinstance(using, tuple | list) else (using,)
    return tuple(f for part in parts for f in _facts_of(part))


def _facts_of(part: Any) -> tuple[Fact, ...]:
    if isinstance(part, Fact):
        return (part,)
    facts = getattr(part, "facts", None)
    if callable(facts):
        return tuple(facts())
    fact = getattr(part, "fact", None)
    if isinstance(fact, Fact):
        return (fact,)
    raise InvalidStatement(f"only what is proved can be used: {part!r}")


def _point(point: core.Point | None, names: Mapping[str, Any]) -> Point | None:
    if point is None:
        return None
    return {_place(atom, names): to_sympy(value, names) for atom, value in point}


def _place(atom: t.Term, names: Mapping[str, Any]) -> Any:
    if atom.op == "sym" and not isinstance(names.get(atom.args[0]), sp.Basic):
        return sp.Symbol(atom.args[0])  # a function, all of whose values are the same
    if atom.op == "item":
        base = names.get(atom.args[0]) or sp.IndexedBase(atom.args[0])
        return base, tuple(to_sympy(i, names) for i in atom.args[1:])
    return to_sympy(atom, names)


__all__ = [
    "Closed",
    "Each",
    "Evidence",
    "Judgement",
    "close",
    "close_claim",
    "each",
    "judge",
    "judge_closed",
    "lemmas_of",
]
