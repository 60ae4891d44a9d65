"""Infinite sums, integrals and limits without a known value, as kernels of their own."""

from __future__ import annotations

from derive.kernel import terms as t
from derive.kernel.canonical import Index, canonical_sum
from derive.kernel.domain import REAL
from derive.kernel.normal import Normalizer, Rat
from derive.kernel.signs import is_real
from derive.kernel.terms import Term


def opaque_binder(n: Normalizer, a: Term) -> Rat:
    """An infinite sum, an integral or a limit as a kernel: equal bodies give equal values."""
    return n.atom(opaque_term(n, a), None, kind=a.op)


def opaque_term(n: Normalizer, a: Term) -> Term:
    """What stands for an infinite sum, an integral or a limit, whatever its variable was called."""
    number, body, *rest = a.args
    ends = [x for x in rest if isinstance(x, Term) and x not in (t.INFINITY, t.MINUS_INFINITY)]
    real = all(is_real(n, n.rat(x)) for x in ends)  # else the way from one end to the other leaves the real line
    free = n.variable(REAL if real else None, integer=a.op in ("sum", "prod"))
    inner = n.term_of(n.rat(t.substitute(body, {t.var(number): t.var(free)})))
    places = tuple(n.term_of(n.rat(x)) if x in ends else x for x in rest)
    shape = canonical_sum((Index(free, t.ZERO, t.ZERO),), ((inner, 1),))
    return Term(a.op, (*shape.args[:2], *places))
