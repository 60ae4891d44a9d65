"""Derivatives in normal form: carried out, with what stands under an integral or a limit done first.

Soundness: a derivative at a point is that of the function near the point. What is put for an integral, a limit or a series is
equal to it at every point of an open interval around the place, so it has the same derivative there.
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

    def is_continuous(integral: Term, at: Term) -> bool:
        return _continuous_beyond(n, integral, at)

    try:
        slope, needs = calculus.without_derivatives(_with_limits_done(n, a), n.domain.is_smooth, is_continuous)
    except calculus.NoDerivative as e:
        raise Unsupported(str(e)) from None
    n.needs.extend(needs)
    return slope


def _with_limits_done(n: Normalizer, a: Term) -> Term:
    """A derivative with the integrals, limits and series in its body in closed form, as far as these are known."""
    if a.op != "deriv" or not any(map(_is_limit, t.subterms(a.args[1]))):
        return t.rebuild(a, lambda x: _with_limits_done(n, x)) if any(map(_is_limit, t.subterms(a))) else a
    number, body, at = a.args
    where = _around(n, at)
    if where is None:
        return a
    v = n.variable(where, integer=False)
    opened = _with_limits_done(n, t.substitute(body, {t.var(number): t.var(v)}))
    moving = [s for s in t.subterms(opened) if _is_limit(s) and v in s.free and s.free <= {v}]
    values: dict[Term, Term] = {}
    for s in moving:
        try:
            value = n.term_of(n.rat(s))
        except Unsupported:
            continue
        if not any(map(_is_limit, t.subterms(value))):
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
    closed = (bounds.lo is not None and not bounds.lo_open) or (bounds.hi is not None and not bounds.hi_open)
    return None if closed else bounds


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
