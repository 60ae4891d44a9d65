"""What is given for each whole number from one on, without end: the steps of a sequence, which say what its limit is.

    L(k) = R(k) for each k >= a        b(k + 1) - b(k) = q (L(k) - R(k))
    --------------------------------------------------------------------
    lim b = b(a), where that limit exists

Soundness: b(k + 1) = b(k) for each k >= a, so that b(a) is the value at each whole number from a on. Where the limit of b over
the real numbers exists it is the limit over those whole numbers too. What is given has values on both sides, so the values of
opaque functions in b(k) exist if they are among those in L(k) and R(k). That the limit exists is shown as well, else the
statement might say nothing. Everything else is proved without what is given without end: with fewer hypotheses.

No point can be tried of which infinitely many things are to hold. A witness is found where each opaque function is 0 everywhere,
and what is given without end is then shown to hold for each whole number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.conditions import surely_defined
from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.domain import Interval, declared_interval, point
from derive.kernel.normal import NeedCase, Normalizer, Unsupported
from derive.kernel.reading import OverBudget
from derive.kernel.smooth import is_smooth_at, mentioned
from derive.kernel.terms import Term

METHOD = "limit of what stays the same"
OPAQUE = ("app", "dapp")

T = TypeVar("T")


class Prover(Protocol):
    """What is needed of the prover."""

    def work(self, statement: Statement, task: Callable[[Normalizer], T]) -> T: ...


def is_unending(h: Hypothesis) -> bool:
    return any(end.op == "const" for _, *ends in h.binders for end in ends)


def ended(statement: Statement) -> Statement:
    """The statement without what is given without end."""
    kept = tuple(h for h in statement.hypotheses if not is_unending(h))
    return statement if len(kept) == len(statement.hypotheses) else replace(statement, hypotheses=kept)


def _steps(statement: Statement) -> list[tuple[Hypothesis, int]]:
    """The equations that are given for each whole number from a fixed one on, with that one."""
    found = []
    for h in filter(is_unending, statement.hypotheses):
        (_, lower, upper), *others = h.binders
        first = t.integer_value(lower)
        if not others and upper == t.INFINITY and first is not None and h.claim.op == "rel" and h.claim.args[0] == "==":
            found.append((h, first))
    return found


# -------------------------------------------------------------------------------------------------------------- limits


def with_limits_of_steps(prover: Prover, statement: Statement) -> Statement:
    """The statement without what is given without end, and with the limits in its claim that this determines replaced by their
    values: they have these wherever the hypotheses hold."""
    plain, values = ended(statement), dict[Term, Term]()
    if plain is statement or any(a.op == "ideriv" for a in t.subterms(statement.claim)):
        return plain  # what is given holds at the point itself, not near it: under a derivative it says nothing
    limits = [a for a in t.subterms(statement.claim) if a.op == "lim" and a.args[2] == t.INFINITY and not a.free]
    for a in limits:
        for h, first in _steps(statement):
            if a not in values and _holds(prover, plain, partial(_stays, limit=a, h=h, first=first)):
                values[a] = t.instantiate(a, t.num(first))
    return plain.claiming(t.substitute(plain.claim, values))


def _holds(prover: Prover, statement: Statement, task: Callable[[Normalizer], bool]) -> bool:
    try:
        return prover.work(statement, task)
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return False


def _stays(n: Normalizer, limit: Term, h: Hypothesis, first: int) -> bool:
    """Whether the body of a limit that exists is the same at each whole number from the first one on, and has a value there."""
    v = t.var(_whole_number(n, first))
    here, following = t.instantiate(limit, v), t.instantiate(limit, t.add(v, t.ONE))
    left, right = _sides(h, v)
    step, change = n.minus(n.rat(left), n.rat(right)), n.minus(n.rat(following), n.rat(here))
    if n.needs or any(n.is_formal(p) for p in (step[0], *change)):
        return False
    if not n.is_zero(change) and (step[0].is_constant() or divmod(change[0], step[0])[1] != 0):
        return False
    return _has_value_with(n, here, (left, right)) and _exists(n, limit)


def _whole_number(n: Normalizer, first: int) -> int:
    """A variable for any whole number from the first one on."""
    return n.variable(Interval(fmpq(first), None, False, True), integer=True)


def _sides(h: Hypothesis, v: Term) -> tuple[Term, Term]:
    _, left, right = t.substitute(h.claim, {t.var(h.binders[0][0]): v}).args
    return left, right


def _has_value_with(n: Normalizer, a: Term, sides: tuple[Term, Term]) -> bool:
    """Whether a term has a value wherever both sides of an equation have."""
    given = [s for side in sides for s in mentioned(side)]

    def is_given(s: Term) -> bool:
        return any(
            g.args[0] == s.args[0] and len(g.args) == len(s.args) and _all_equal(n, g.args[1:], s.args[1:])
            for g in given
        )

    return _is_defined(n, a, lambda s: s.op == "app" and is_given(s))


def _all_equal(n: Normalizer, first: tuple[Term, ...], second: tuple[Term, ...]) -> bool:
    return all(n.is_zero(n.minus(n.rat(a), n.rat(b))) for a, b in zip(first, second, strict=True))


def _exists(n: Normalizer, limit: Term) -> bool:
    """Whether a limit is worked out, to what has a value everywhere."""
    value = n.term_of(n.rat(limit))
    if n.needs or any(s.op in ("lim", "int") for s in t.subterms(value)):
        return False
    return _is_defined(n, value, lambda s: is_smooth_at(n, s, n.rat(s.args[-1])))


def _is_defined(n: Normalizer, a: Term, has_value: Callable[[Term], bool]) -> bool:
    """Whether a term has a value everywhere, with what is said of the opaque functions in it."""
    opaque = [s for s in t.subterms(a) if s.op in OPAQUE]
    places = [x for s in opaque for x in s.children()]
    if any(p.op in OPAQUE for x in places for p in t.subterms(x)):
        return False
    instead = {s: t.var(n.variable(n.domain.interval(s), integer=False)) for s in opaque}
    return all(map(has_value, opaque)) and all(surely_defined(n, x) for x in (*places, t.substitute(a, instead)))


# ------------------------------------------------------------------------------------------------------------- witness


def with_functions_zero(prover: Prover, statement: Statement) -> tuple[Statement, tuple[str, ...]] | None:
    """The statement where its opaque functions, by their names, are 0 everywhere, without what is given without end; None where
    that does not hold then."""
    names = tuple(d.name for d in statement.declarations if d.kind == "function" and _may_be_zero(d))
    moved = (Hypothesis(at_zero(h.claim, names), h.binders) for h in statement.hypotheses)
    there = replace(statement, claim=at_zero(statement.claim, names), hypotheses=tuple(moved))
    plain, unending = ended(there), [h for h in there.hypotheses if is_unending(h)]
    steps = _steps(there)
    if not names or len(steps) < len(unending):
        return None
    is_met = all(_holds(prover, plain, partial(_is_met, h=h, first=first)) for h, first in steps)
    return (plain, names) if is_met else None


def at_zero(a: Term, names: tuple[str, ...]) -> Term:
    """A term where the functions of these names are 0 everywhere; so are their derivatives."""
    if a.op in OPAQUE and a.args[0] in names:
        return t.ZERO
    return t.rebuild(a, lambda x: at_zero(x, names))


def _may_be_zero(d: Declaration) -> bool:
    """Whether the function that is 0 everywhere lies in a declared domain."""
    bounds = declared_interval(d)
    inside = bounds is None or not bounds.meet(point(fmpq(0))).empty()
    return inside and d.exact and not d.nonzero and d.parity != 1 and (d.values is None or 0 in d.values)


def _is_met(n: Normalizer, h: Hypothesis, first: int) -> bool:
    """Whether an equation holds at each whole number from the first one on, its sides having values."""
    left, right = _sides(h, t.var(_whole_number(n, first)))
    equal = n.is_zero(n.minus(n.rat(left), n.rat(right)))
    return equal and not n.needs and all(surely_defined(n, side) for side in (left, right))
