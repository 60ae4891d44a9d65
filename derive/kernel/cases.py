"""The cases that a statement falls into by what is said of it: alternatives among its hypotheses, symbols with few values.

Soundness: at every point of the domain that satisfies the hypotheses, one of the cases holds.
"""

from __future__ import annotations

from dataclasses import replace

from derive.kernel import terms as t
from derive.kernel.core import Hypothesis, Statement
from derive.kernel.domain import Domain, flat
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
    """The cases x = v for each symbol of the claim that can only take a few values and is not fixed yet."""
    domain = Domain(statement.declarations, statement.hypotheses)
    splits = []
    for a in sorted(t.atoms(statement.claim), key=repr):
        bounds = domain.symbols.get(a.args[0]) if a.op == "sym" and domain.is_integer(a) else None
        if bounds is None or bounds.lo is None or bounds.hi is None or not 0 < bounds.hi - bounds.lo < MAX_VALUES:
            continue
        places = range(int(bounds.lo.p), int(bounds.hi.p) + 1)
        splits.append([t.rel("==", a, t.num(v)) for v in places])
    return splits
