"""Sums compared term by term: what has to be shown of the terms at one index.

Soundness: each side is written, without remainder, as one sum over the same whole numbers k from `lower` to `upper`: the
coefficients of its sums go inside, and what stands outside of them is shared out by weights w(k) that add up to a number V.
Wherever a side has a value, so has its term at each k of the range. Then

    A, lower <= k <= upper |- f(k) R g(k)
    --------------------------------------        R is ==, <= or >=
    A |- sum f R sum g

and the strict relation follows if besides it holds strictly at every k and there is one, or at one k of the range, or
wherever w(k) > 0 for real w with sum w = V > 0, which is so at some k.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from derive.kernel import terms as t
from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.terms import Term

WEAK = {"<": "<=", ">": ">=", "<=": "<=", ">=": ">=", "==": "=="}
MAX_MEMBERS = 3
MAX_WEIGHTS = 3

JAGGED = frozenset({"abs", "sign", "max", "min", "floor", "ceiling", "heaviside"})

Route = tuple[Statement, ...]
"""Statements that together imply the one in question."""


class Side(NamedTuple):
    """sums: (coefficient, sum), to be added up; rest: what else is added."""

    sums: tuple[tuple[Term, Term], ...]
    rest: tuple[Term, ...]


class Weights(NamedTuple):
    """The sum of w over the range is `value`, which is not 0. positive: whether it is a number above 0.

    given: what has to be shown for that.
    """

    summed: Term
    value: Term
    positive: bool
    given: tuple[Term, ...]


def routes(statement: Statement) -> Iterator[Route]:
    """Ways to prove a relation between sums over one range by what holds of their terms."""
    if statement.relation not in WEAK or any(s.op == "ideriv" for s in t.subterms(statement.claim)):
        return
    sides = [_side(a) for a in statement.claim.args[1:]]
    ranges = list(dict.fromkeys(s.args[2:] for side in sides for _, s in side.sums))
    if len(ranges) != 1 or any(end.op == "const" for end in ranges[0]):
        return
    index = _index(statement)
    found = list(_weights(statement, *ranges[0]))[:MAX_WEIGHTS]
    for weights in found if any(side.rest for side in sides) else [None]:
        terms = [_at(side, index, weights) for side in sides]
        shared = () if weights is None else tuple(map(statement.claiming, weights.given))
        whole = tuple(statement.claiming(c) for c in _whole(ranges[0]))
        for own in _compared(statement, index, terms, ranges[0], [w for w in found if w.positive]):
            yield (*whole, *shared, *own)


def is_jagged(statement: Statement) -> bool:
    """Whether an inequality has case distinctions in its sums, or what stands for some: those are better taken term by term."""
    sums = (s for s in t.subterms(statement.claim) if s.op == "sum")
    return statement.relation in ("<", ">", "<=", ">=") and any(
        x.op == "cases" or (x.op == "fn" and x.args[0] in JAGGED) for s in sums for x in t.subterms(s.args[1])
    )


def _compared(
    statement: Statement, index: Term, terms: list[Term], ends: tuple[Term, Term], weights: list[Weights]
) -> Iterator[Route]:
    op = statement.relation
    inside = _with_index(statement, index, ends)
    weak = inside.claiming(t.rel(WEAK[op], *terms))
    if WEAK[op] == op:
        yield (weak,)
        return
    strict = t.rel(op, *terms)
    for k in _members(statement):
        yield (
            *(statement.claiming(c) for c in _within(k, ends)),
            statement.claiming(t.substitute(strict, {index: k})),
            weak,
        )
    yield statement.claiming(t.rel("<=", *ends)), inside.claiming(strict)
    for w in weights:
        share = t.instantiate(w.summed, index)
        real = inside.claiming(t.rel("==", t.fn("im", share), t.ZERO))
        yield real, weak, inside.under(Hypothesis(t.rel(">", share, t.ZERO))).claiming(strict)


def _within(k: Term, ends: tuple[Term, Term]) -> tuple[Term, Term]:
    return t.rel("<=", ends[0], k), t.rel("<=", k, ends[1])


def _whole(ends: tuple[Term, Term]) -> Iterator[Term]:
    """That the ends of a range are whole numbers."""
    for end in ends:
        if t.integer_value(end) is None:
            yield t.rel("==", t.fn("floor", end), end)


def _with_index(statement: Statement, index: Term, ends: tuple[Term, Term]) -> Statement:
    """The statement in a context with one more whole number, anywhere in the range."""
    declared = Declaration(index.args[0], numbers="integer")
    declarations = tuple(sorted((*statement.declarations, declared), key=lambda d: d.name))
    return replace(statement, declarations=declarations).under(*map(Hypothesis, _within(index, ends)))


def _index(statement: Statement) -> Term:
    """A symbol that the statement does not know."""
    parts = [
        statement.claim,
        *(part for h in statement.hypotheses for part in (h.claim, *(e for b in h.binders for e in b[1:]))),
    ]
    used = {str(s.args[0]) for part in parts for s in t.subterms(part) if s.op in ("sym", "item", "app", "dapp", "fn")}
    used |= {d.name for d in statement.declarations}
    name = "k"
    while name in used:
        name += "'"
    return t.sym(name)


# ---------------------------------------------------------------------------------------------------- sides as sums


def _side(a: Term) -> Side:
    parts = [(c, s) for c, s in _parts(a) if s != t.ZERO]
    return Side(tuple((c, s) for c, s in parts if s.op == "sum"), tuple(t.mul(c, s) for c, s in parts if s.op != "sum"))


def _parts(a: Term, coefficient: Term = t.ONE) -> Iterator[tuple[Term, Term]]:
    """(c, s) that add up to coefficient * a, where s is a sum or has no sum as a factor of one of its terms."""
    if a.op == "add":
        for part in a.args:
            yield from _parts(part, coefficient)
        return
    position = next((k for k, f in enumerate(a.args) if _has_sums(f)), None) if a.op == "mul" else None
    if position is None:
        yield coefficient, a
        return
    others = (*a.args[:position], *a.args[position + 1 :])
    yield from _parts(a.args[position], t.mul(coefficient, *others) if coefficient != t.ONE else t.mul(*others))


def _has_sums(a: Term) -> bool:
    return a.op == "sum" or (a.op in ("add", "mul") and any(map(_has_sums, a.args)))


def _at(side: Side, index: Term, weights: Weights | None) -> Term:
    """The term of a side at the index."""
    found = [_product(c, t.instantiate(s, index)) for c, s in side.sums]
    if weights is not None:
        share = t.divide(t.instantiate(weights.summed, index), weights.value)
        found += [_product(r, share) for r in side.rest]
    return t.add(*found)


def _product(a: Term, b: Term) -> Term:
    return b if a == t.ONE else t.mul(a, b)


def _weights(statement: Statement, lower: Term, upper: Term) -> Iterator[Weights]:
    """What equations say of sums over the range, and equal shares."""
    for h in statement.hypotheses:
        if h.claim.op != "rel" or h.claim.args[0] != "==" or h.binders:
            continue
        _, a, b = h.claim.args
        for summed, value in ((a, b), (b, a)):
            number = t.value(value)
            if summed.op == "sum" and summed.args[2:] == (lower, upper) and number:
                yield Weights(summed, value, bool(number > 0), ())
    count = t.add(upper, t.neg(lower), t.ONE)
    yield Weights(t.big("sum", t.fresh(), t.ONE, lower, upper), count, False, (t.rel("<=", lower, upper),))


def _members(statement: Statement) -> list[Term]:
    """The whole numbers by which a statement picks elements."""
    whole = {d.name for d in statement.declarations if d.numbers == "integer" and d.kind == "symbol"}
    parts: Iterable[Term] = (statement.claim, *(h.claim for h in statement.hypotheses if not h.binders))
    places = {i for part in parts for s in t.subterms(part) if s.op == "item" for i in s.args[1:]}
    symbols = {a for i in places for a in t.atoms(i) if a.op == "sym" and a.args[0] in whole}
    return sorted(symbols, key=repr)[:MAX_MEMBERS]
