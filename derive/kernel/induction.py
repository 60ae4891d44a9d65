"""Induction on a whole number without an upper bound: what is to be shown at its least value, and for the next one.

Soundness: let N run through all whole numbers from `low`. Hypotheses that mention N are such that those for N + 1 imply
those for N. At a point where the claim for N + 1 has a value so has the claim for N (`reaches_down`), so it may be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.conditions import conditions, surely_defined
from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.domain import NEGATIVE, POSITIVE, Domain, simple_bound
from derive.kernel.normal import Normalizer
from derive.kernel.signs import is_nonnegative, remember
from derive.kernel.terms import Term

UNFIT = frozenset({"int", "lim", "deriv", "ideriv", "cases", "dapp"})
"""Operators of which it is not known here where they are defined."""


class Induction(NamedTuple):
    """base: the claim for the least N. step: the claim for N + 1. before: the claim for N, which may be used in the step."""

    number: Term
    base: Statement
    step: Statement
    before: Term


def inductions(statement: Statement) -> Iterator[Induction]:
    """An induction on each symbol that allows one."""
    if any(a.op in UNFIT for a in t.subterms(statement.claim)):
        return
    domain = Domain(statement.declarations, statement.hypotheses)
    for number in sorted((a for a in t.atoms(statement.claim) if a.op == "sym"), key=repr):
        found = _induction(statement, domain, number)
        if found is not None:
            yield found


def _induction(statement: Statement, domain: Domain, number: Term) -> Induction | None:
    d, bounds = domain.declarations.get(number.args[0]), domain.interval(number)
    if d is None or bounds is None or bounds.lo is None or bounds.hi is not None or not _is_plain(d, bounds.lo):
        return None
    bound = [h for h in domain.hypotheses if number in t.atoms(h.claim) or _ranges_over(h, number)]
    kept = [h for h in domain.hypotheses if h not in bound]
    ranged = [h for h in bound if _bounded(h) != number]
    if not all(_grows(h, number) for h in ranged):
        return None
    least = Hypothesis(t.rel("<=", t.num(bounds.lo), number))
    base = _at(replace(statement, hypotheses=(*kept, *ranged)), number, t.num(bounds.lo))
    step = _at(replace(statement, hypotheses=(*kept, *ranged)), number, t.add(number, t.ONE))
    return Induction(number, base, replace(step, hypotheses=(least, *step.hypotheses)), statement.claim)


def _is_plain(d: Declaration, low: fmpq) -> bool:
    """Whether a symbol takes every whole number from `low`."""
    whole = d.numbers == "integer" and d.exact and d.parity is None and d.values is None
    return whole and (low > 0 or not d.nonzero)


def _bounded(h: Hypothesis) -> Term | None:
    """The atom that a hypothesis bounds by a number."""
    found = simple_bound(h)
    return None if found is None else found[0]


def _ranges_over(h: Hypothesis, number: Term) -> bool:
    return any(number in t.atoms(end) for _, *ends in h.binders for end in ends)


def _grows(h: Hypothesis, number: Term) -> bool:
    """Whether a hypothesis says the same of each index from a fixed one to `number`: more, the larger that is."""
    if len(h.binders) != 1 or number in t.atoms(h.claim):
        return False
    _, lower, upper = h.binders[0]
    return upper == number and number not in t.atoms(lower)


def _at(statement: Statement, number: Term, value: Term) -> Statement:
    """The statement with a value put in for a number, also in the ranges of families and hypotheses."""

    def put(a: Term) -> Term:
        return t.substitute(a, {number: value})

    def moved(h: Hypothesis) -> Hypothesis:
        return Hypothesis(put(h.claim), tuple((v, put(low), put(high)) for v, low, high in h.binders))

    declarations = tuple(
        d if d.ranges is None else replace(d, ranges=tuple((put(low), put(high)) for low, high in d.ranges))
        for d in statement.declarations
    )
    return Statement(put(statement.claim), declarations, tuple(map(moved, statement.hypotheses)))


def multiples(n: Normalizer, before: Term, number: Term) -> list[Term]:
    """An inequality multiplied by each base b >= 0 of a power b^(N + ...) in it: what the claim for N + 1 is near to."""
    op, left, right = before.args
    weak = {"<": "<=", ">": ">="}.get(op, op)
    if op in ("==", "!="):
        return []
    powers = (a for a in t.subterms(before) if a.op == "pow" and number in t.atoms(a.args[1]) and not a.free)
    bases = (b for b in dict.fromkeys(a.args[0] for a in powers) if is_nonnegative(n, n.rat(b)))
    return [t.rel(weak, t.mul(b, left), t.mul(b, right)) for b in bases]


def reaches_down(n: Normalizer, after: Term, before: Term) -> bool:
    """Whether `before` is defined wherever `after` is."""
    for side in after.args[1:]:
        for c in conditions(n, side):
            if c.op == "rel":
                remember(n, n.rat(c.args[1]), NEGATIVE | POSITIVE, defined=True)
    return all(surely_defined(n, side) for side in before.args[1:])
