"""Smooth opaque functions near a place where they have a value.

A function that is declared smooth may be defined on a part of the real line only: on an open part, where it has derivatives of
every order (log is such a function). So where it has a value it has values all around, and Taylor's theorem holds of it.

Soundness: what a relation among the hypotheses mentions has a value wherever that relation holds; nothing else counts as a place
where an opaque function has one. Without a value at 0, x f(x) need not tend to 0 there: f may be 1/x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import factorial

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.normal import NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.signs import is_real
from derive.kernel.terms import Term

LENIENT = frozenset({*t.BINDERS, "cases", "ideriv"})
"""Operators that may have a value where a part of them has none; so has the function xlogy."""


def mentioned(a: Term) -> Iterator[Term]:
    """The values of opaque functions in a term without which it has no value itself."""
    if a.op == "app":
        yield a
    if a.op not in LENIENT and not (a.op == "fn" and a.args[0] == "xlogy"):
        for part in a.children():
            yield from mentioned(part)


def is_smooth_at(n: Normalizer, a: Term, at: Rat) -> bool:
    """Whether an opaque function of one argument, or a derivative of one, is smooth around a real place."""
    name, last = a.args[0], a.args[-1]
    if len(a.args) != (2 if a.op == "app" else 3) or not n.domain.is_smooth(name) or not is_real(n, at):
        return False
    given = (h.claim for h in n.domain.hypotheses if h.claim.op == "rel" and not h.binders)
    places = (s.args[1] for claim in given for s in mentioned(claim) if s.args[0] == name and len(s.args) == 2)
    return is_real(n, n.rat(last)) and any(_is_at(n, place, at) for place in places)


def _is_at(n: Normalizer, place: Term, at: Rat) -> bool:
    try:
        return n.is_zero(n.minus(n.rat(place), at))
    except (Unsupported, NeedCase):
        return False


def taylor_coefficients(n: Normalizer, a: Term, at: Rat) -> Callable[[int], Rat]:
    """f^(k)(at)/k!, for the opaque function or derivative f that is applied in `a`."""
    name, order = a.args[0], 0 if a.op == "app" else a.args[1][0]
    place = n.term_of(at)

    def coefficient(k: int) -> Rat:
        raised = Term("dapp", (name, (order + k,), place)) if order + k else Term("app", (name, place))
        return n.scaled(n.rat(raised), fmpq(1, factorial(k)))

    return coefficient
