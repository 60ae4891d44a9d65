"""The core: what a statement, a verdict and a fact are, and the only place where a Fact can be made.

A Fact is made by one of the rules below and by nothing else; its bare constructor raises. `decided` is the rule through
which the judge (`judge.py`) enters what its provers found. Every other rule makes new facts out of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, NoReturn

from flint import fmpq

from derive.kernel.terms import InvalidStatement as InvalidStatement
from derive.kernel.terms import Term, num, rel, substitute, subterms, sym

RELATIONS = ("==", "!=", "<", "<=", ">", ">=")
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class KernelError(Exception):
    """Two parts of the kernel contradict each other: a bug, to be reported with the statement."""


class Contradiction(InvalidStatement):
    """Hypotheses that no point can satisfy."""


class Verdict(Enum):
    """What is known of a statement. It has three values, so it has no truth value."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict has three values: compare with Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED")


@dataclass(frozen=True)
class Declaration:
    """The domain of one atom: a symbol, or every element of an indexed family, or an opaque function.

    numbers: "complex", "real" or "integer". lower and upper: rational bounds, open when the flag says so.
    values: the finite set of rational values allowed, or None. ranges: for a family, the (lower, upper) of each
    index, or None when the indices are any integers. smooth: for a function, whether it may be differentiated: where it
    has a value it has values all around, and derivatives of every order. exact: False when the domain is narrower than
    what is said here, so that no point may be picked from it.
    """

    name: str
    kind: str = "symbol"
    numbers: str = "complex"
    lower: fmpq | None = None
    upper: fmpq | None = None
    lower_open: bool = True
    upper_open: bool = True
    nonzero: bool = False
    parity: int | None = None
    values: tuple[fmpq, ...] | None = None
    ranges: tuple[tuple[Term, Term], ...] | None = None
    smooth: bool = False
    exact: bool = True


@dataclass(frozen=True)
class Hypothesis:
    """A fact that `given` states: `claim`, for every value of the binders (number, lower, upper) in their ranges."""

    claim: Term
    binders: tuple[tuple[int, Term, Term], ...] = ()


@dataclass(frozen=True)
class Statement:
    """A closed statement: under the declarations and hypotheses, `claim` holds wherever its terms are defined.

    claim is a relation `rel(op, a, b)` or a combination of relations by and, or, not.
    """

    claim: Term
    declarations: tuple[Declaration, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()

    @property
    def relation(self) -> str:
        return str(self.claim.args[0]) if self.claim.op == "rel" else self.claim.op

    @property
    def lhs(self) -> Term:
        return self.claim.args[1] if self.claim.op == "rel" else self.claim

    @property
    def rhs(self) -> Term:
        return self.claim.args[2] if self.claim.op == "rel" else Term("true", ())

    def under(self, *extra: Hypothesis) -> Statement:
        """The same claim with more hypotheses."""
        known = set(self.hypotheses)
        return replace(self, hypotheses=self.hypotheses + tuple(h for h in extra if h not in known))

    def claiming(self, claim: Term) -> Statement:
        """Another claim in the same context."""
        return replace(self, claim=claim)


Point = tuple[tuple[Term, Term], ...]
"""Exact values of atoms: (symbol or family element with integer indices, number)."""


@dataclass(frozen=True)
class Evidence:
    """How a verdict was reached.

    method: a short word. conditions: relations implied by both sides being defined. trusts: outside decisions leaned
    on. witness: a point where hypotheses and conditions hold and both sides are defined. counterexample: a point
    where the claim fails, with the two sides' values in `sides`. missing: for UNDECIDED, what stood in the way.
    hints: what to try. forms: the normal forms of both sides, for explaining.
    """

    method: str
    conditions: tuple[Term, ...] = ()
    trusts: tuple[str, ...] = ()
    witness: Point | None = None
    counterexample: Point | None = None
    sides: tuple[str, str] | None = None
    missing: str = ""
    hints: tuple[str, ...] = ()


_SEAL = object()


class Fact:
    """A proved statement: its claim holds under its hypotheses, wherever both sides and `conditions` are defined."""

    __slots__ = ("conditions", "statement", "trusts")

    statement: Statement
    conditions: tuple[Term, ...]
    trusts: tuple[str, ...]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("a Fact is made by the rules of derive.kernel.core only: judge a statement")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Fact does not change")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Fact is not stored or sent: store its statement and judge it again")

    def __repr__(self) -> str:
        return f"Fact({self.statement.claim!r})"


def _fact(seal: object, statement: Statement, conditions: Iterable[Term] = (), trusts: Iterable[str] = ()) -> Fact:
    if seal is not _SEAL:
        raise KernelError("a Fact was asked for from outside the core")
    fact = object.__new__(Fact)
    object.__setattr__(fact, "statement", statement)
    object.__setattr__(fact, "conditions", tuple(dict.fromkeys(conditions)))
    object.__setattr__(fact, "trusts", tuple(dict.fromkeys(trusts)))
    return fact


@dataclass(frozen=True)
class Proof:
    """What a prover hands to `decided`: it vouches that the statement holds, with these conditions and trusts."""

    statement: Statement
    method: str
    conditions: tuple[Term, ...] = ()
    trusts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The judge's answer to one statement. PROVED comes with the Fact, and only with it."""

    statement: Statement
    verdict: Verdict
    evidence: Evidence
    fact: Fact | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        proved = self.verdict is Verdict.PROVED
        if proved != (self.fact is not None) or (self.fact is not None and self.fact.statement != self.statement):
            raise KernelError("a judgement is PROVED exactly when it holds the Fact of its statement")

    def __bool__(self) -> NoReturn:
        raise TypeError("a judgement has three values: look at .verdict")


# ------------------------------------------------------------------------------------------------------------- rules


def decided(proof: Proof, witness: Point) -> Fact:
    """Rule DECIDE

         a prover's proof of  A |- c       a point where A holds and c's sides are defined
         ---------------------------------------------------------------------------------
         A |- c

    The provers (normal form, order, ...) are trusted, each within its own soundness statement. Without the point the
    statement may say nothing at all; then no Fact is made.
    """
    if witness is None:
        raise KernelError("no Fact without a witness")
    return _fact(_SEAL, proof.statement, proof.conditions, proof.trusts)


def symmetric(fact: Fact) -> Fact:
    """Rule SYM

         A |- a R b
         -----------
         A |- b R' a        R' is R mirrored

    Fails on a claim that is no relation.
    """
    op, a, b = _sides(fact)
    return _fact(_SEAL, fact.statement.claiming(rel(MIRRORED[op], b, a)), fact.conditions, fact.trusts)


def transitive(first: Fact, second: Fact) -> Fact:
    """Rule TRANS

         A |- a R b     B |- b S c
         -------------------------
         A u B |- a T c

    T is the weakest of R and S that keeps strictness: == with R gives R; < with <= gives <. Fails when the middle terms
    differ, when directions are mixed, on !=, and when the two name an atom with different domains. The conditions of
    both are kept, so the conclusion speaks only of points where the middle is defined as well.
    """
    r, a, b = _sides(first)
    s, b2, c = _sides(second)
    if b != b2:
        raise InvalidStatement("the second step does not start where the first one ends")
    statement = Statement(
        rel(compose(r, s), a, c),
        merged_declarations(first.statement.declarations, second.statement.declarations),
        tuple(dict.fromkeys(first.statement.hypotheses + second.statement.hypotheses)),
    )
    return _fact(_SEAL, statement, first.conditions + second.conditions, first.trusts + second.trusts)


def compose(r: str, s: str) -> str:
    """The relation that R and then S give; raises where directions are mixed."""
    if r == "==":
        return s
    if s == "==":
        return r
    if "!=" in (r, s) or r[0] != s[0]:
        raise InvalidStatement(f"{r} and {s} do not combine: directions are mixed")
    return r if len(r) == 1 else s


def cut(lemma: Fact, fact: Fact) -> Fact:
    """Rule CUT

         A |- p       B, p |- q
         ----------------------
         A u B |- q

    Fails when p is not a hypothesis of the second fact.
    """
    used = Hypothesis(lemma.statement.claim)
    if used not in fact.statement.hypotheses:
        raise InvalidStatement("the lemma is not a hypothesis of the fact")
    rest = tuple(h for h in fact.statement.hypotheses if h != used)
    statement = Statement(
        fact.statement.claim,
        merged_declarations(lemma.statement.declarations, fact.statement.declarations),
        tuple(dict.fromkeys(lemma.statement.hypotheses + rest)),
    )
    return _fact(_SEAL, statement, lemma.conditions + fact.conditions, lemma.trusts + fact.trusts)


def restated(fact: Fact, statement: Statement) -> Fact:
    """Rule WEAKEN

         A |- p
         -----------
         A u B |- p        the declarations of atoms that occur in neither A, B nor p may change

    Fails when the claims differ, when a hypothesis is missing, or when an atom that occurs has another domain.
    """
    own = fact.statement
    if own.claim != statement.claim or not set(own.hypotheses) <= set(statement.hypotheses):
        raise InvalidStatement("the statement says more, or assumes less, than the fact")
    parts = (
        own.claim,
        *(part for h in statement.hypotheses for part in (h.claim, *(b for x in h.binders for b in x[1:]))),
    )
    occurring = {x.args[0] for part in parts for x in subterms(part) if x.op in ("sym", "item", "app", "dapp")}
    domains = {d.name: d for d in statement.declarations}
    if any(domains.get(d.name) != d for d in own.declarations if d.name in occurring):
        raise InvalidStatement("an atom has another domain in the statement")
    return _fact(_SEAL, statement, fact.conditions, fact.trusts)


def instance(fact: Fact, values: Mapping[Term, Term], declarations: Iterable[Declaration]) -> Fact:
    """Rule INST

         A |- p
         --------------------------------------
         A[t/x], t in the domain of x |- p[t/x]

    values: the terms t for symbols x, put in all at once. declarations: the domains of the atoms of the terms. A symbol
    may stand for itself, to use the fact in a narrower domain. Fails when an atom that stays has two domains.
    """
    base = fact.statement
    replaced = {x.args[0] for x in values}
    if any(x.op != "sym" for x in values):
        raise InvalidStatement("only symbols are instantiated")
    if any(v.free for v in values.values()):
        raise InvalidStatement("a value that is put in may not mention a bound variable")
    kept = tuple(d for d in base.declarations if d.name not in replaced)
    domains = tuple(h for d in base.declarations if d.name in replaced for h in _membership(d, values[sym(d.name)]))
    statement = Statement(
        substitute(base.claim, values),
        merged_declarations(kept, tuple(declarations)),
        tuple(dict.fromkeys((*(_instance_of(h, values) for h in base.hypotheses), *domains))),
    )
    return _fact(_SEAL, statement, (substitute(c, values) for c in fact.conditions), fact.trusts)


def _instance_of(h: Hypothesis, values: Mapping[Term, Term]) -> Hypothesis:
    binders = tuple((k, substitute(a, values), substitute(b, values)) for k, a, b in h.binders)
    return Hypothesis(substitute(h.claim, values), binders)


def _membership(d: Declaration, value: Term) -> Iterable[Hypothesis]:
    """What must hold of a value so that it lies in a declared domain."""
    if d.parity is not None or not d.exact or d.kind != "symbol":
        raise InvalidStatement(f"{d.name} has a domain that cannot be checked of another term")
    if d.numbers == "integer":
        yield Hypothesis(rel("==", Term("fn", ("floor", value)), value))
    if d.numbers == "real":
        yield Hypothesis(rel("==", Term("fn", ("im", value)), num(0)))
    if d.lower is not None:
        yield Hypothesis(rel("<" if d.lower_open else "<=", num(d.lower), value))
    if d.upper is not None:
        yield Hypothesis(rel("<" if d.upper_open else "<=", value, num(d.upper)))
    if d.nonzero:
        yield Hypothesis(rel("!=", value, num(0)))
    if d.values is not None:
        yield Hypothesis(Term("or", tuple(rel("==", value, num(v)) for v in d.values)))


def merged_declarations(first: tuple[Declaration, ...], second: tuple[Declaration, ...]) -> tuple[Declaration, ...]:
    """Both lists as one, ordered by name; raises when an atom has two domains."""
    known = {d.name: d for d in first}
    for d in second:
        if known.setdefault(d.name, d) != d:
            raise InvalidStatement(f"{d.name} has two different domains")
    return tuple(known[name] for name in sorted(known))


def _sides(fact: Fact) -> tuple[str, Term, Term]:
    claim = fact.statement.claim
    if claim.op != "rel":
        raise InvalidStatement("the claim is no relation between two sides")
    op, a, b = claim.args
    return op, a, b
