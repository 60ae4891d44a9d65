"""What a statement looks like, from which the prover chooses its ways."""

from __future__ import annotations

from collections.abc import Iterator

from derive.kernel import terms as t
from derive.kernel.core import Hypothesis, Statement
from derive.kernel.domain import Domain, simple_bound
from derive.kernel.terms import Term

LOGARITHMS = frozenset({"log", "xlogy"})
RING_SIZES = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
NO_KERNELS = frozenset({"add", "mul", "num", "var", "rel", "and", "or", "not"})
FEW_NESTS = 4
WAVES = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "re", "im", "conjugate", "abs"})
"""Functions that Euler's formulas rewrite."""


def has_nests(statement: Statement) -> bool:
    """Whether an equality has several tanh in it: as quotients of exponentials they would multiply out."""
    nests = [s for s in t.subterms(statement.claim) if s.op == "fn" and s.args[0] == "tanh"]
    return statement.relation == "==" and len(nests) >= FEW_NESTS


def has_waves(statement: Statement) -> bool:
    """Whether an equality is about sines, complex parts, or i: with exponentials and conjugates more of it looks alike."""
    parts = t.subterms(statement.claim)
    return statement.relation == "==" and any(
        s == t.IMAGINARY or (s.op == "fn" and s.args[0] in WAVES) for s in parts
    )  # fmt: skip


def ring_size(statement: Statement) -> int:
    """The position of the ring that is likely to hold all kernels; a ring that is too small only costs a restart."""
    claims = (statement.claim, *(h.claim for h in statement.hypotheses))
    parts = {a for claim in claims for a in t.subterms(claim)}
    plain = sum(a.op not in NO_KERNELS for a in parts)
    binders = sum(a.op in t.BINDERS or a.op == "ideriv" for a in parts)
    likely = plain + 3 * binders
    return next((k for k, size in enumerate(RING_SIZES) if size >= likely), len(RING_SIZES) - 1)


def is_about_a_sum(h: Hypothesis) -> bool:
    """Whether a hypothesis is an equation with a sum in it."""
    is_equation = h.claim.op == "rel" and h.claim.args[0] == "==" and not h.binders
    return is_equation and any(s.op == "sum" for s in t.subterms(h.claim))


def vacuous(statement: Statement) -> bool:
    """Whether the bounds that are declared and given of a symbol leave it no value."""
    return bool(Domain(statement.declarations, statement.hypotheses).contradiction())


def says_more(h: Hypothesis, claim: Term) -> bool:
    """Whether a hypothesis is a relation about something in the claim that is no numeric bound."""
    plain = h.claim.op == "rel" and h.claim.args[0] != "!=" and not h.binders and simple_bound(h) is None
    return plain and bool(t.atoms(h.claim) & t.atoms(claim))


def is_hard_to_solve(h: Hypothesis) -> bool:
    """Whether an equation is about sums or logarithms: what it says of their parts is seldom read off a rewriting."""
    is_equation = h.claim.op == "rel" and h.claim.args[0] == "==" and not h.binders
    return is_equation and any(s.op == "sum" or (s.op == "fn" and s.args[0] in LOGARITHMS) for s in t.subterms(h.claim))


def beside_elements(a: Term) -> Iterator[Term]:
    """The subterms that are not under a derivative by an element: there hypotheses do not hold, and values may not be put in."""
    seen, left = set[Term](), [a]
    while left:
        here = left.pop()
        if here not in seen:
            seen.add(here)
            yield here
            left += here.children() if here.op != "ideriv" else ()
