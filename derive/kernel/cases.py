"""The cases that a statement falls into by what is said of it: alternatives among its hypotheses, symbols with few values.

Soundness: at every point of the domain that satisfies the hypotheses, one of the cases holds.
"""

from __future__ import annotations

from dataclasses import replace

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.core import Hypothesis, Statement
from derive.kernel.domain import Domain, flat, simple_bound
from derive.kernel.terms import Term

MAX_VALUES = 6
MAX_ALTERNATIVES = 6


def alternatives(statement: Statement) -> list[Statement]:
    """The statement with each of the facts of which a hypothesis says that one holds, in turn; [] when none says so."""
    known = tuple(flat(statement.hypotheses))
    position = next((k for k, h in enumerate(known) if h.claim.op == "or" and not h.binders), None)
    if position is None:
        return []
    others = (*known[:position], *known[position + 1 :])
    if len(known[position].claim.args) > MAX_ALTERNATIVES:
        return [replace(statement, hypotheses=others)]
    return [replace(statement, hypotheses=(*flat([Hypothesis(c)]), *others)) for c in known[position].claim.args]


def few_values(statement: Statement) -> list[list[Term]]:
    """The cases x = v for each symbol or element of the claim that can only take a few values and is not fixed yet."""
    domain = Domain(statement.declarations, statement.hypotheses)
    fixed = {b[0] for h in domain.hypotheses if (b := simple_bound(h)) is not None and h.claim.args[0] == "=="}
    splits = []
    for a in sorted(t.atoms(statement.claim) - fixed, key=repr):
        places = domain.few_values(a) or _whole_places(domain, a) if _is_one_atom(domain, a) else ()
        if 1 < len(places) <= MAX_VALUES:
            splits.append([t.rel("==", a, t.num(v)) for v in places])
    return splits


def _is_one_atom(domain: Domain, a: Term) -> bool:
    """Whether an atom is a symbol, or an element at indices that are whole numbers everywhere."""
    indices = a.args[1:] if a.op == "item" else ()
    return all(t.integer_value(i) is not None or (i.op == "sym" and domain.is_integer(i)) for i in indices)


def _whole_places(domain: Domain, a: Term) -> tuple[fmpq, ...]:
    """The whole numbers between the bounds of a symbol that takes no others, where these are near each other."""
    bounds = domain.symbols.get(a.args[0]) if a.op == "sym" and domain.is_integer(a) else None
    if bounds is None or bounds.lo is None or bounds.hi is None or not 0 < bounds.hi - bounds.lo < MAX_VALUES:
        return ()
    return tuple(fmpq(v) for v in range(int(bounds.lo.p), int(bounds.hi.p) + 1))
