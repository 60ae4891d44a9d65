"""What `given` says, put to work: equations become rewritings of one kernel, inequalities become facts about signs.

An equation N/D = 0 is solved for a kernel that occurs in N once, to the first power, with a coefficient that is never
0, and nowhere else; so a rewriting never brings its own kernel back and no sequence of rewritings is endless. What an
equation for each index says of other elements of its family may lead back: it is used in one direction, and not within itself.
Statements `each(i, ...)` are matched against family elements and canonical sums, and are used at an index only when
it is provably in the stated range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.core import NEGATED, Contradiction, Hypothesis
from derive.kernel.domain import REAL, SIGNS_OF, ZERO, Interval, simple_bound
from derive.kernel.normal import NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.signs import bind, is_nonnegative, is_nonzero, may_be_without_value, remember, sign
from derive.kernel.terms import Term
from derive.kernel.text import ordered

MAX_VALUES = 6
HEADS = ("sum", "atom", "prod", "int", "function")
"""Kinds of kernels that an equation may be solved for, the most complex first."""


class PowerRelation(NamedTuple):
    """x^degree = the sum of coefficients[j] x^j, for x = head at every value of the binders' variables in their ranges:
    y^2 = y for labels, s^2 = 1 for signs."""

    head: Term
    degree: int
    coefficients: tuple[fmpq, ...]
    binders: tuple[tuple[int, Term, Term], ...]


class EachFact(NamedTuple):
    """left op right at every value of the binders' variables in their ranges. heads: the elements in it from whose indices
    those values can be read."""

    op: str
    left: Term
    right: Term
    heads: tuple[Term, ...]
    binders: tuple[tuple[int, Term, Term], ...]


class Rewriting(NamedTuple):
    """head = instead, at every value of the binders' variables in their ranges."""

    head: Term
    instead: Term
    binders: tuple[tuple[int, Term, Term], ...]


def rewritings(hypotheses: tuple[Hypothesis, ...], scratch: Callable[[list[Rewriting]], Normalizer]) -> list[Rewriting]:
    """Solve the equations, each in the light of those before that say something of it.

    scratch: makes a normalizer in which the rewritings found so far are at work. Equations that do not mention what was
    solved for since it was made are solved in the same one.
    """
    found: list[Rewriting] = []
    left = [h for h in hypotheses if h.claim.op == "rel" and h.claim.args[0] == "=="]
    while left:
        n, new, postponed = scratch(found), list[Rewriting](), list[Hypothesis]()
        for h in left:
            if _mentions_heads(h, new):
                postponed.append(h)
            elif (solved := _solved(n, h)) is not None:
                new.append(solved)
            if n.needs:  # what was read with them stands in its memory
                n = scratch(found)
        found += new
        left = postponed
    return found


def _mentions_heads(h: Hypothesis, new: list[Rewriting]) -> bool:
    """Whether an equation may be about what was just solved for: a symbol, a family, a sum over one of its own."""
    names = [s.args[0] for r in new for s in t.subterms(r.head) if s.op in ("sym", "item", "app", "dapp")]
    return bool(names) and t.mentions(h.claim, *names)


def _solved(n: Normalizer, h: Hypothesis) -> Rewriting | None:
    _, a, b = h.claim.args
    binders = _opened(n, h)
    values = {t.var(old): t.var(new) for (old, _, _), (new, _, _) in zip(h.binders, binders, strict=True)}
    try:
        difference = n.minus(n.rat(t.substitute(a, values)), n.rat(t.substitute(b, values)))
    except (Unsupported, NeedCase):
        return None
    top = difference[0]
    if top == 0 or not _holds_everywhere(n) or may_be_without_value(n, difference[1]):
        return None
    if top.is_constant() and h.binders:
        return None
    if top.is_constant():
        raise Contradiction("the hypotheses contradict each other")
    for part in (top, *_what_is_zero(n, top)):
        for i in _candidates(n, part):
            solved = _for_kernel(n, part, i)
            if solved is not None:
                return Rewriting(n.kernels[i].term, n.term_of(solved), binders)
    return None


def _what_is_zero(n: Normalizer, top: Any) -> Iterator[Any]:
    """The one factor of a product that may be 0, without its exponent; none where there are several."""
    if any(degree > 1 for _, degree in n.present(top)):
        factors = [(f, e) for f, e in n.factored(top)[1] if not is_nonzero(n, (f, n.one_poly))]
        if len(factors) == 1 and factors[0][0] != top:
            yield factors[0][0]


def _holds_everywhere(n: Normalizer) -> bool:
    """Whether nothing that the normal forms so far need can be 0: only then may they be used without their needs."""
    return all(need.op != "forall" and is_nonzero(n, n.rat(need)) for need in list(n.needs))


def _opened(n: Normalizer, h: Hypothesis) -> tuple[tuple[int, Term, Term], ...]:

    return tuple((bind(n, n.rat(lower), n.rat(upper)), lower, upper) for _, lower, upper in h.binders)


def _candidates(n: Normalizer, p: Any) -> list[int]:
    present = [i for i, degree in n.present(p) if degree == 1 and n.kernels[i].kind in HEADS]
    return sorted(present, key=lambda i: (HEADS.index(n.kernels[i].kind), -t.size(n.kernels[i].term), i))


def _for_kernel(n: Normalizer, p: Any, i: int) -> Rat | None:
    """The value of kernel i that makes p zero, if i occurs nowhere else and its coefficient is never 0."""
    head = n.kernels[i].term
    for j, degree in n.present(p):
        if degree and j != i and _would_come_back(head, n.kernels[j].term):
            return None
    slope: dict[tuple[int, ...], Any] = {}
    rest: dict[tuple[int, ...], Any] = {}
    for exponents, c in p.terms():
        without = (*exponents[:i], 0, *exponents[i + 1 :])
        (slope if exponents[i] else rest)[without] = c
    coefficient: Rat = (n.ring.from_dict(slope), n.one_poly)
    if not is_nonzero(n, coefficient):
        return None
    return n.times((-n.ring.from_dict(rest), n.one_poly), n.inverse(coefficient))


def _would_come_back(head: Term, other: Term) -> bool:
    """Whether a term mentions what is to be rewritten: of a family at every index, any element of it under a sum."""
    parts = list(t.subterms(other))
    family = head.args[0] if head.op == "item" and head.free else None
    within = other.op in t.BINDERS and any(s.op == "item" and s.args[0] == family for s in parts)
    return within or any(s == head for s in parts)


def install(n: Normalizer, found: list[Rewriting]) -> None:
    """Put rewritings and sign facts to work in a new normalizer, the last rewriting first."""
    n.solved = tuple(found)
    n.each_facts = tuple(filter(None, [_each_fact(n, h) for h in n.domain.hypotheses if h.binders]))
    for r in reversed(found):
        if r.binders:
            n.patterns.append(r)
        else:
            n.rewrites[r.head] = n.rat(r.instead)
            _keep_bounds(n, r.head, n.rewrites[r.head])
    n.power_relations = tuple(filter(None, [_power_relation(n, h) for h in n.domain.hypotheses]))
    for i in range(len(n.kernels)):
        _tie(n, i)
    for h in n.domain.hypotheses:
        _install_fact(n, h)


def _each_fact(n: Normalizer, h: Hypothesis) -> EachFact | None:
    """What is said for each index, unless it is an equation or a bound by a number, which are used otherwise."""
    if h.claim.op != "rel" or h.claim.args[0] == "==" or simple_bound(h) is not None:
        return None
    numbers = {b[0] for b in h.binders}
    if not any(s.op == "item" and numbers <= s.free for s in t.subterms(h.claim)):
        return None
    binders = _opened(n, h)
    values = {t.var(old): t.var(new) for (old, _, _), (new, _, _) in zip(h.binders, binders, strict=True)}
    op, left, right = t.substitute(h.claim, values).args
    numbers = {b[0] for b in binders}
    heads = [s for side in (left, right) for s in t.subterms(side) if s.op == "item" and numbers <= s.free]
    return EachFact(op, left, right, tuple(dict.fromkeys(heads)), binders)


def _power_relation(n: Normalizer, h: Hypothesis) -> PowerRelation | None:
    """An equation that says of one symbol or element, with numbers only, what a power of it is."""
    if h.claim.op != "rel" or h.claim.args[0] != "==" or len(t.atoms(h.claim)) != 1:
        return None
    binders = _opened(n, h)
    values = {t.var(old): t.var(new) for (old, _, _), (new, _, _) in zip(h.binders, binders, strict=True)}
    try:
        top, bottom = n.minus(*(n.rat(t.substitute(side, values)) for side in h.claim.args[1:]))
    except (Unsupported, NeedCase):
        return None
    present = n.present(top)
    if (
        not bottom.is_one()
        or len(present) != 1
        or present[0][1] < 2
        or n.kernels[present[0][0]].term.op not in ("sym", "item")
    ):
        return None
    i, degree = present[0]
    by_power = {int(m[i]): c for m, c in top.terms()}
    lead = by_power[degree]
    return PowerRelation(
        n.kernels[i].term, degree, tuple(-by_power.get(j, fmpq(0)) / lead for j in range(degree)), binders
    )


def _tie(n: Normalizer, i: int) -> None:
    """Let a kernel obey what an equation says of a power of it."""
    kernel = n.kernels[i]
    for r in (*n.power_relations, *_by_values(n, kernel.term)) if kernel.relation is None else ():
        values = match_all(r.head, kernel.term, {b[0] for b in r.binders})
        if values is not None and in_ranges(n, values, r.binders):
            own: Rat = (n.generators[i], n.one_poly)
            powers = (n.scaled(n.power(own, j), c) for j, c in enumerate(r.coefficients))
            kernel.relation = (r.degree, n.total(powers))
            n.related.append(i)
            return


def _by_values(n: Normalizer, term: Term) -> list[PowerRelation]:
    """prod (x - v) = 0 over the few values v that x can take, solved for its highest power."""
    values = n.domain.few_values(term)
    if not 0 < len(values) <= MAX_VALUES:
        return []
    coefficients = [fmpq(1)]  # of prod (x - v), the lowest first
    for v in values:
        coefficients = [low - v * c for low, c in zip([fmpq(0), *coefficients], [*coefficients, fmpq(0)], strict=True)]
    return [PowerRelation(term, len(values), tuple(-c for c in coefficients[:-1]), ())]


def symbol_term(n: Normalizer, a: Term) -> Rat:
    """A symbol, under the declared domain and the power relation of its few values."""
    known = len(n.kernels)
    made = n.atom(a, n.domain.interval(a), n.domain.is_integer(a))
    if len(n.kernels) > known and n.domain.few_values(a):
        _tie(n, known)
    return made


def _keep_bounds(n: Normalizer, head: Term, value: Rat) -> None:
    """What was declared of a symbol holds of what stands for it."""
    bounds = n.domain.interval(head) if head.op in ("sym", "item") else None
    if bounds is None:
        return
    for end, is_open, direction in ((bounds.lo, bounds.lo_open, 1), (bounds.hi, bounds.hi_open, -1)):
        if end is not None:
            distance = n.scaled(n.minus(value, n.constant(end)), direction)
            remember(n, distance, SIGNS_OF[">" if is_open else ">="], defined=True)


def _install_fact(n: Normalizer, h: Hypothesis) -> None:
    claim = h.claim
    if claim.op == "not" and claim.args[0].op == "rel":
        op, a, b = claim.args[0].args
        claim = t.rel(NEGATED[op], a, b)
    if claim.op != "rel" or h.binders:
        return
    op, a, b = claim.args
    try:
        difference = n.minus(n.rat(a), n.rat(b))
    except (Unsupported, NeedCase):
        return
    known = sign(n, difference)
    if known is not None and known & SIGNS_OF[op] == 0 and _holds_everywhere(n):
        raise Contradiction("the hypotheses contradict each other")
    remember(n, difference, SIGNS_OF[op], defined=True)
    for i, degree in n.present(difference[0]):
        if op == "==" and n.kernels[i].kind == "modulus" and degree == 1:  # |f| = v, so |f|^2 = v^2
            mirrored = n.replaced(difference, i, (-n.generators[i], n.one_poly))
            remember(n, n.simplified(n.times(difference, mirrored)), ZERO, defined=True)
        if n.kernels[i].kind == "abs":  # -|f| <= f <= |f|
            own, f = (n.generators[i], n.one_poly), n.rat(n.kernels[i].term.args[1])
            remember(n, n.minus(own, f), SIGNS_OF[">="])
            remember(n, n.plus(own, f), SIGNS_OF[">="])


# ---------------------------------------------------------------------------------------------- facts about elements


def element_term(n: Normalizer, a: Term) -> Rat:
    """A family element, its indices in normal form, under the declared domain and what `each` says of it."""
    term = t.item(a.args[0], *(n.term_of(n.rat(i)) for i in a.args[1:]))
    instead = matched(n, term)
    if instead is not None:
        return instead
    known = len(n.kernels)
    made = n.atom(term, _element_interval(n, term), n.domain.is_integer(term))
    if len(n.kernels) > known:
        _tie(n, known)
        _recall(n, term)
    return made


def _recall(n: Normalizer, term: Term) -> None:
    """Remember what `each` says of a new element, but not what it says of the elements that this brings in."""
    facts, n.each_facts = n.each_facts, ()
    try:
        for fact in facts:
            for head in fact.heads:
                values = match_all(head, term, {b[0] for b in fact.binders})
                if values is not None and in_ranges(n, values, fact.binders):
                    _remember_at(n, fact, {t.var(k): v for k, v in values.items()})
    finally:
        n.each_facts = facts


def _remember_at(n: Normalizer, fact: EachFact, at: dict[Term, Term]) -> None:
    try:
        left, right = (n.rat(t.substitute(side, at)) for side in (fact.left, fact.right))
    except (Unsupported, NeedCase):
        return
    difference = n.minus(left, right)
    bound = frozenset().union(*(v.free for v in at.values()))
    if bound <= n.free_of_poly(difference[0]):  # else it would say something even where the range of a sum is empty
        remember(n, difference, SIGNS_OF[fact.op], defined=True)


def _element_interval(n: Normalizer, term: Term) -> Interval | None:
    found = n.domain.interval(term)
    for pattern, binders, bounds in n.domain.items:
        values = match_all(pattern, term, {b[0] for b in binders})
        if values is not None and in_ranges(n, values, binders):
            found = bounds.meet(found or REAL)
    return found


def matched(n: Normalizer, term: Term) -> Rat | None:
    """What a rewriting for each index says that `term` is, or None; also None while that is worked out, since f_i = f_(n+1-i)
    leads back to it."""
    for r in n.patterns if term not in n.underway else ():
        values = match_all(r.head, term, {b[0] for b in r.binders})
        instead = None if values is None else t.substitute(r.instead, {t.var(k): v for k, v in values.items()})
        if instead is not None and not _turns_back(term, instead) and in_ranges(n, values or {}, r.binders):
            n.underway.add(term)
            try:
                return n.rat(instead)
            finally:
                n.underway.discard(term)
    return None


def _turns_back(term: Term, instead: Term) -> bool:
    """Whether an element would become one with the same indices in an order that comes later, or in the same: W_ij = W_ji for
    each i and j is used in one direction."""
    indices = sorted(term.args[1:], key=repr)
    return any(
        s.op == "item"
        and s.args[0] == term.args[0]
        and sorted(s.args[1:], key=repr) == indices
        and repr(s) >= repr(term)
        for s in t.subterms(instead)
    )


def vanishes_somewhere(n: Normalizer, a: Term) -> bool:
    """Whether the body of a product is 0 at one of the whole numbers by which hypotheses pick elements, in its range."""
    _, _, lower, upper = a.args
    for k in _picked(n):
        try:
            if in_ranges(n, {0: k}, ((0, lower, upper),)) and n.is_zero(n.rat(t.instantiate(a, k))):
                return True
        except (Unsupported, NeedCase):
            continue
    return False


def _picked(n: Normalizer) -> list[Term]:
    """The whole numbers by which hypotheses pick elements."""
    claims = [h.claim for h in n.domain.hypotheses if not h.binders]
    places = {i for claim in claims for s in t.subterms(claim) if s.op == "item" for i in s.args[1:]}
    return sorted((i for i in places if i.op == "sym" and n.domain.is_integer(i)), key=repr)


def in_ranges(n: Normalizer, values: dict[int, Term], binders: tuple[tuple[int, Term, Term], ...]) -> bool:
    if set(values) != {b[0] for b in binders}:
        return False
    at = {t.var(k): v for k, v in values.items()}
    for number, lower, upper in binders:
        place = n.rat(values[number])
        ends = (n.rat(t.substitute(lower, at)), n.rat(t.substitute(upper, at)))
        inside = is_nonnegative(n, n.minus(place, ends[0])) and is_nonnegative(n, n.minus(ends[1], place))
        if not inside or not n.is_integer(place):
            return False
    return True


def match_all(pattern: Term, term: Term, variables: set[int]) -> dict[int, Term] | None:
    """Values of the variables that make the pattern the term; checked by putting them in."""
    values: dict[int, Term] = {}
    if not _match(pattern, term, variables, values):
        return None
    put_in = t.substitute(pattern, {t.var(k): v for k, v in values.items()})
    return values if ordered(put_in) == ordered(term) else None


def _match(pattern: Term, term: Term, variables: set[int], values: dict[int, Term]) -> bool:
    if pattern.op == "var" and pattern.args[0] in variables:
        return values.setdefault(pattern.args[0], term) == term
    if pattern.op != term.op or len(pattern.args) != len(term.args):
        return False
    return all(
        _match(p, x, variables, values) if isinstance(p, Term) and isinstance(x, Term) else p == x
        for p, x in zip(pattern.args, term.args, strict=True)
    )
