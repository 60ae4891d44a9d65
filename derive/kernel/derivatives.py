"""Derivatives in normal form: carried out, with what stands under an integral or a limit done first.

Soundness: a derivative at a point is that of the function near the point. What is put for an integral, a limit or a series is
equal to it at every point of an open interval around the place, so it has the same derivative there. A derivative by an element
moves that element too: hypotheses about its family hold at the point itself, not near it, and say nothing of what moves.
"""

from __future__ import annotations

from derive.kernel import calculus
from derive.kernel import terms as t
from derive.kernel.domain import Interval
from derive.kernel.normal import Normalizer, Rat, Unsupported
from derive.kernel.regular import continuous
from derive.kernel.terms import Term


def derivative_term(n: Normalizer, a: Term) -> Rat:
    return n.rat(carried_out(n, a))


def carried_out(n: Normalizer, a: Term) -> Term:
    """A term with its derivatives carried out, what they need written down."""

    moved = [s.args[1].args[0] for s in t.subterms(a) if s.op == "ideriv"]
    bound = frozenset(family for family in moved if not _moves_freely(n, family))

    def is_continuous(integral: Term, at: Term) -> bool:
        return not t.mentions(integral, *bound) and _continuous_beyond(n, integral, at)

    try:
        slope, needs = calculus.without_derivatives(_with_limits_done(n, a, bound), n.domain.is_smooth, is_continuous)
    except calculus.NoDerivative as e:
        raise Unsupported(str(e)) from None
    n.needs.extend(needs)
    return slope


def _moves_freely(n: Normalizer, family: str) -> bool:
    """Whether what is known of the elements of a family holds wherever they may move to: an open interval is all that is."""
    d, bounds = n.domain.declarations.get(family), n.domain.symbols.get(family)
    if d is None or d.values or d.numbers == "integer":
        return False
    said = (part for h in n.domain.hypotheses for part in (h.claim, *(end for b in h.binders for end in b[1:])))
    return (bounds is None or _is_open(bounds)) and not any(t.mentions(part, family) for part in said)


def _is_open(bounds: Interval) -> bool:
    return (bounds.lo is None or bounds.lo_open) and (bounds.hi is None or bounds.hi_open)


def _with_limits_done(n: Normalizer, a: Term, bound: frozenset[str]) -> Term:
    """A derivative with the integrals, limits and series in its body in closed form, as far as these are known.

    bound: families of which hypotheses are not to be used, since a derivative by an element of theirs is taken.
    """
    if a.op != "deriv" or not any(map(_is_limit, t.subterms(a.args[1]))):
        return t.rebuild(a, lambda x: _with_limits_done(n, x, bound)) if any(map(_is_limit, t.subterms(a))) else a
    number, body, at = a.args
    where = _around(n, at)
    if where is None:
        return a
    v = n.variable(where, integer=False)
    opened = _with_limits_done(n, t.substitute(body, {t.var(number): t.var(v)}), bound)
    moving = [s for s in t.subterms(opened) if _is_limit(s) and v in s.free and s.free <= {v}]
    values: dict[Term, Term] = {}
    for s in moving:
        try:
            value = n.term_of(n.rat(s))
        except Unsupported:
            continue
        if not any(map(_is_limit, t.subterms(value))) and not t.mentions(t.add(s, value), *bound):
            values[s] = value
    return Term("deriv", (v, _replaced(opened, values), at)) if values else a


def _replaced(a: Term, values: dict[Term, Term]) -> Term:
    return values[a] if a in values else t.rebuild(a, lambda x: _replaced(x, values))


def _is_limit(a: Term) -> bool:
    return a.op in ("int", "lim") or (a.op == "sum" and any(x.op == "const" for x in a.args[2:]))


def _around(n: Normalizer, at: Term) -> Interval | None:
    """An open interval that holds the place wherever it is, and a little around it; None when there is none."""
    bounds = n.domain.interval(at) if at.op == "sym" else None
    if bounds is None or n.domain.is_integer(at):
        return None
    return bounds if _is_open(bounds) else None


def _continuous_beyond(n: Normalizer, integral: Term, at: Term) -> bool:
    """Whether the integrand is continuous on all of what lies between its ends, wherever these are."""
    number, body, lower, upper = integral.args
    around, low = _around(n, at), t.value(lower)
    if around is not None and lower == t.MINUS_INFINITY and upper.op == "var":
        hull = Interval(hi=around.hi)
    elif around is not None and low is not None and upper.op == "var":
        below = None if around.lo is None else min(around.lo, low)
        above = None if around.hi is None else max(around.hi, low)
        hull = Interval(below, above, below != low, above != low)
    else:
        hull = Interval()
    v = n.variable(hull, integer=False)
    opened = t.substitute(body, {t.var(number): t.var(v)})
    return opened.free <= {v} and continuous(n, opened, v)
