"""Proofs through the terms of a sum: from a sum that is 0 to its terms, and from terms that are 0 to their sum.

Soundness: what is proved here is proved by the prover in an extended or a simpler context; `vanishing.py` says why that is
enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from derive.kernel import terms as t
from derive.kernel.core import Contradiction, Hypothesis, Proof, Statement
from derive.kernel.decision import Unproved
from derive.kernel.normal import NeedCase, Normalizer, Unsupported
from derive.kernel.terms import Term
from derive.kernel.traits import is_about_a_sum, vacuous
from derive.kernel.vanishing import term_by_term, vanishing_terms

METHOD = "terms of a sum that is 0"

T = TypeVar("T")


class Prover(Protocol):
    """What is needed of the prover."""

    size: int

    def work(self, statement: Statement, task: Callable[[Normalizer], T]) -> T: ...

    def attempt(self, statement: Statement) -> Proof | Unproved: ...

    def contradicts_an_equation(self, statement: Statement) -> bool: ...

    def defined_where(self, statement: Statement) -> list[Hypothesis]: ...


def by_terms(prover: Prover, statement: Statement) -> Proof | None:
    """By what a given equation says of the terms of a sum, or by what is given of each term."""
    for h in statement.hypotheses:
        if is_about_a_sum(h):
            proof = _by_one_equation(prover, statement, h)
            if proof is not None:
                return proof
    return _term_by_term(prover, statement)


def _by_one_equation(prover: Prover, statement: Statement, equation: Hypothesis) -> Proof | None:
    """With what it says of the terms in its place: of single ones first, since what holds for each index may hide that."""
    facts = vanishing(prover, statement, equation.claim, proves=_proof_by(prover))
    context = replace(statement, hypotheses=tuple(h for h in statement.hypotheses if h != equation))
    single = [h for h in facts if not h.binders]
    for used in dict.fromkeys((tuple(single), tuple(facts))):
        proof = prover.attempt(context.under(*used)) if used else None
        if isinstance(proof, Proof):
            return Proof(statement, METHOD, proof.conditions, proof.trusts)
        if used and prover.contradicts_an_equation(context.under(*used)):
            return Proof(statement, METHOD)
    return None


def vanishing(
    prover: Prover, statement: Statement, *equations: Term, proves: Callable[[Statement], bool] = lambda s: False
) -> list[Hypothesis]:
    """What equations say of the terms of sums. proves: asked where it is not seen at once that terms are at least 0."""
    try:
        return prover.work(
            statement, lambda n: [f for e in equations for f in vanishing_terms(n, statement, e, proves)]
        )
    except (Unsupported, NeedCase):
        return []


def _proof_by(prover: Prover) -> Callable[[Statement], bool]:
    def proves(statement: Statement) -> bool:
        size = prover.size
        try:
            return isinstance(prover.attempt(statement), Proof)
        finally:
            prover.size = size

    return proves


def _term_by_term(prover: Prover, statement: Statement) -> Proof | None:
    """A sum is 0 since each of its terms is, by an equation that is given for each index."""
    if statement.relation != "==" or not any(
        h.binders and h.claim.op == "rel" and h.claim.args[0] == "==" for h in statement.hypotheses
    ):
        return None
    try:
        parts = prover.work(statement, lambda n: term_by_term(n, statement))
    except (Unsupported, NeedCase):
        return None
    proofs = [prover.attempt(part) for part in parts]
    if not parts or not all(isinstance(p, Proof) for p in proofs):
        return None
    defined = tuple(h.claim for h in prover.defined_where(statement))
    trusts = tuple(dict.fromkeys(x for p in proofs if isinstance(p, Proof) for x in p.trusts))
    return Proof(statement, "term by term", defined, trusts)


def strictly_by_terms(prover: Prover, statement: Statement) -> Proof | None:
    """a < b from a <= b, and a = b being impossible since terms would vanish that do not."""
    if statement.relation not in ("<", ">", "!=") or not any(s.op == "sum" for s in t.subterms(statement.claim)):
        return None
    op, a, b = statement.claim.args
    facts = vanishing(prover, statement, t.rel("==", a, b))
    if not facts or not _is_impossible(prover, statement.under(*facts)):
        return None
    weak = Proof(statement, "") if op == "!=" else prover.attempt(statement.claiming(t.rel(f"{op}=", a, b)))
    if isinstance(weak, Unproved):
        return None
    return Proof(statement, METHOD, weak.conditions, weak.trusts)


def _is_impossible(prover: Prover, context: Statement) -> bool:
    """Whether the hypotheses contradict each other."""
    if vacuous(context):
        return True
    try:
        prover.work(context, lambda n: None)
    except Contradiction:
        return True
    except (Unsupported, NeedCase):
        pass
    return False
