"""Equations that say what a symbol or a family is, so that points of a domain need not be searched for it.

A marginal p[i] = sum_j r[i, j] for each i is worked out from r, wherever r was moved to, instead of being met.
"""

from __future__ import annotations

from typing import NamedTuple

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.balls import Values, evaluate
from derive.kernel.core import Hypothesis
from derive.kernel.terms import Term


class Definition(NamedTuple):
    """name[v1, v2, ...] = body for each value of the variables in their ranges; a symbol has none."""

    variables: tuple[int, ...]
    ranges: dict[int, tuple[Term, Term]]
    body: Term

    def value(self, atom: Term, at: Values) -> fmpq | None:
        """What it says of an element, as an exact number; None where the element is outside its ranges."""
        at.bound.update(zip(self.variables, (place.args[0] for place in atom.args[1:]), strict=True))
        for v, ends in self.ranges.items():
            lower, upper = (evaluate(end, at) for end in ends)
            place = at.bound[v]
            if not (isinstance(place, fmpq) and isinstance(lower, fmpq) and isinstance(upper, fmpq)):
                return None
            if not lower <= place <= upper:
                return None
        found = evaluate(self.body, at)
        return found if isinstance(found, fmpq) else None


def definitions(hypotheses: tuple[Hypothesis, ...]) -> dict[str, Definition]:
    """The definitions among the hypotheses, by the name they define; none is about itself, through whatever others."""
    found: dict[str, Definition] = {}
    uses: dict[str, set[str]] = {}
    for h in hypotheses:
        if h.claim.op != "rel" or h.claim.args[0] != "==":
            continue
        _, a, b = h.claim.args
        for head, body in ((a, b), (b, a)):
            made = _definition(head, body, h)
            names = {s.args[0] for s in t.atoms(body)}
            if made is None or head.args[0] in found or head.args[0] in _reached(names, uses):
                continue
            found[head.args[0]], uses[head.args[0]] = made, names
            break
    return found


def _definition(head: Term, body: Term, h: Hypothesis) -> Definition | None:
    variables = tuple(x.args[0] for x in head.args[1:] if isinstance(x, Term) and x.op == "var")
    bound = {number for number, _, _ in h.binders}
    is_whole = len(variables) == len(head.args) - 1 and set(variables) == bound and len(bound) == len(variables)
    if head.op not in ("sym", "item") or not is_whole or body.op == "num":
        return None
    return Definition(variables, {number: (lower, upper) for number, lower, upper in h.binders}, body)


def _reached(names: set[str], uses: dict[str, set[str]]) -> set[str]:
    """The names, and all that what defines them is about."""
    seen, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += uses.get(name, ())
    return seen
