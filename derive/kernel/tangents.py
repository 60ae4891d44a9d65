"""Inequalities that everything else leans on: log and exp against their tangents, Cauchy and Schwarz, one term of a sum.

They are remembered as facts about the kernels of a difference, so that its sign can be found by adding them up.
Soundness: each fact holds at every point of the domain where its terms are defined.

    c log F <= c F/g - c + c log g      c >= 0, F > 0 where c > 0, any g > 0
    c e^t   >= c g (1 + t - log g)      c >= 0, any g > 0
    sum Q_i sum R_i >= (sum sqrt(Q_i R_i))^2        Q, R >= 0
    sum f_i >= f_k                      f >= 0, k in the range

The tangents hold term by term, and so for the sums of the terms: with g = 1 this is Gibbs' inequality, with g a mean
it is Jensen's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flint import fmpq
from flint.utils.flint_exceptions import DomainError

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.conditions import surely_defined
from derive.kernel.core import Statement
from derive.kernel.domain import NEGATIVE, POSITIVE, ZERO
from derive.kernel.normal import Kernel, NeedCase, Normalizer, Rat, Unsupported, rational_value
from derive.kernel.shapes import moving_parts
from derive.kernel.signs import bind, is_nonnegative, is_nonzero, is_positive, is_real, remember, sign
from derive.kernel.terms import Term

MAX_POINTS = 6
MAX_SUMS = 8


class Ranges(NamedTuple):
    """The opened variables of nested sums, outermost first, with their bounds."""

    numbers: tuple[int, ...]
    bounds: tuple[tuple[Term, Term], ...]


class Gap(NamedTuple):
    """What lies between a curve and its tangent: at least 0, and 0 only where `apart` is."""

    size: Rat
    apart: Rat


def remember_tangents(n: Normalizer, a: Rat, statement: Statement) -> None:
    """Facts about the logarithms and exponentials of `a`, and about those in the terms of its sums."""
    at, strictly = _points(n, a), statement.relation in ("<", ">", "!=")
    gaps = list(_gaps(n, a, at))
    under_sums = [(list(_gaps(n, summand, at)), ranges) for summand, ranges in _summands(n, a)]
    signs = [POSITIVE if strictly and is_nonzero(n, gap.apart) else POSITIVE | ZERO for gap in gaps]
    for gap, s in zip(gaps, signs, strict=True):
        remember(n, gap.size, s, valued=True)
    for found, ranges in under_sums:
        for gap in found:
            _remember_sum(n, gap, ranges, statement, strictly)


# --------------------------------------------------------------------------------------------------- tangents


def _points(n: Normalizer, a: Rat) -> list[Rat]:
    """Points of contact g worth trying: 1, and what the logarithms and exponentials outside of the sums are of."""
    found = [n.one]
    logs = _logarithms(n, a, free=False)
    if logs:
        lead = logs[0][1]
        ratios = [(k, rational_value(n.times(c, n.inverse(lead)))) for k, c in logs]
        exponent = n.total(n.scaled((n.generators[k], n.one_poly), q) for k, q in ratios if q is not None)
        found.append(ex.exp(n, exponent))
        found += [f for k, _ in logs if (f := n.kernels[k].logarithm_of) is not None]
    found += [value for _, _, value in _exponentials(n, a, free=False)]
    found += [n.inverse(g) for g in found[1:] if not n.is_zero(g)]
    positive = [g for g in found if all(is_positive(n, (p, n.one_poly)) and not n.is_formal(p) for p in g)]
    return [g for k, g in enumerate(positive) if g not in positive[:k]][:MAX_POINTS]


def _gaps(n: Normalizer, a: Rat, points: list[Rat]) -> Iterator[Gap]:
    for c, exponent in _groups(n, _logarithms(n, a)):
        beside = _beside_logarithms(n, a, c)
        for direction in (1, -1):
            yield from _gaps_of_log(n, c, n.scaled(exponent, direction), points)
            if not n.is_zero(beside):
                yield from _gaps_of_log(n, c, n.scaled(n.plus(exponent, beside), direction), points)
    for c, exponent, value in _exponentials(n, a):
        for g in points:
            distance = n.minus(exponent, ex.log(n, g))
            tangent = n.times(g, n.plus(n.one, distance))
            yield Gap(n.times(c, n.minus(value, tangent)), n.times(c, distance))


def _gaps_of_log(n: Normalizer, c: Rat, exponent: Rat, points: list[Rat]) -> Iterator[Gap]:
    """c F/g - c + c log g - c log F >= 0, where exponent is log F; it is 0 only where c F = c g.

    Where F may be 0, c is 0 with it (or c log F would have no value), and the gap is c F/g there.
    """
    height = n.simplified(n.times(c, ex.exp(n, exponent)))
    never_divides = height[1].is_one() or is_nonzero(n, (height[1], n.one_poly))
    if not is_nonnegative(n, height) or (n.is_formal(exponent[0]) and not never_divides):
        return
    for g in points:
        tangent = n.plus(n.minus(n.times(height, n.inverse(g)), c), n.times(c, ex.log(n, g)))
        size = n.simplified(n.minus(tangent, n.times(c, exponent)))
        if all(n.kernels[i].kind == "log" for p in size for i, _ in n.present(p) if n.kernels[i].formal):
            yield Gap(size, n.minus(height, n.times(c, g)))


def _logarithms(n: Normalizer, a: Rat, free: bool = True) -> list[tuple[int, Rat]]:
    """(kernel, coefficient) of the real logarithms that occur in `a` to the first power; free=False: outside of sums."""
    found = []
    for i, degree in n.present(a[0]):
        kernel = n.kernels[i]
        if kernel.logarithm_of is None or degree != 1 or not kernel.real or (kernel.free and not free):
            continue
        part = {(*m[:i], 0, *m[i + 1 :]): c for m, c in a[0].terms() if m[i]}
        found.append((i, n.reduced(n.ring.from_dict(part), a[1])))
    return found


def _groups(n: Normalizer, logs: list[tuple[int, Rat]]) -> Iterator[tuple[Rat, Rat]]:
    """(c, log F) with the logarithms whose coefficients are rational multiples of one c >= 0 put together."""
    left = [(k, c) for k, c in logs if is_real(n, c)]
    while left:
        c = left[0][1]
        ratios = [(k, rational_value(n.times(other, n.inverse(c)))) for k, other in left]
        exponent = n.total(n.scaled((n.generators[k], n.one_poly), q) for k, q in ratios if q is not None)
        left = [pair for pair, (_, q) in zip(left, ratios, strict=True) if q is None]
        if is_nonnegative(n, c):
            yield c, exponent
        elif is_nonnegative(n, n.negated(c)):
            yield n.negated(c), n.negated(exponent)


def _beside_logarithms(n: Normalizer, a: Rat, c: Rat) -> Rat:
    """The sum of the t in the terms c t of `a`, for a product c and a real t without logarithms that is no number;
    under sums only."""
    if not n.free_of_poly(c[0]) or len(c[0]) != 1 or not c[1].is_one() or not a[1].is_one():
        return n.zero
    ((wanted, _),) = c[0].terms()
    found = {}
    for monomial, q in a[0].terms():
        rest = tuple(e - w for e, w in zip(monomial, wanted, strict=True))
        if (
            min(rest, default=0) >= 0
            and any(rest)
            and not any(
                e and (n.kernels[i].logarithm_of is not None or not n.kernels[i].real) for i, e in enumerate(rest)
            )
        ):
            found[rest] = q
    return n.ring.from_dict(found), n.one_poly


def _exponentials(n: Normalizer, a: Rat, free: bool = True) -> list[tuple[Rat, Rat, Rat]]:
    """(c, t, e^t), c >= 0, for the terms of `a` with exponentials of a real t in them; free=False: those outside of sums,
    whatever c is."""
    found: list[tuple[Rat, Rat, Rat]] = []
    for monomial, _ in a[0].terms():
        parts = [(n.kernels[i], int(e), i) for i, e in enumerate(monomial) if e and n.kernels[i].exponent is not None]
        parts = [(k, e, i) for k, e, i in parts if not k.formal and k.real and (free or not k.free)]
        if not parts:
            continue
        exponent = n.total(n.scaled(k.exponent or n.zero, e) for k, e, _ in parts)
        value = n.product(n.power((n.generators[i], n.one_poly), e) for _, e, i in parts)
        indices = {i for _, _, i in parts}
        rest = tuple(0 if i in indices else e for i, e in enumerate(monomial))
        c = (n.ring.from_dict({rest: fmpq(1)}), n.one_poly)
        if is_real(n, exponent) and (not free or is_nonnegative(n, c)) and (c, exponent, value) not in found:
            found.append((c, exponent, value))
    return found


# ------------------------------------------------------------------------------------------------------- sums


def _summands(n: Normalizer, a: Rat) -> list[tuple[Rat, Ranges]]:
    """What is summed in `a`: for all sums over the same ranges in one, each with its coefficient."""
    found: dict[tuple[tuple[Term, Term], ...], tuple[Rat, Ranges]] = {}
    sums = [i for i, degree in n.present(a[0]) if n.kernels[i].kind == "sum" and degree == 1 and not n.kernels[i].free]
    parts = [(i, {(*m[:i], 0, *m[i + 1 :]): c for m, c in a[0].terms() if m[i]}) for i in sums[:MAX_SUMS]]
    lead: dict[Any, Rat] = {}
    for i, part in sorted(parts, key=lambda pair: len(pair[1]) != 1 or any(map(any, pair[1]))):  # plain ones first
        c = n.reduced(n.ring.from_dict(part), n.one_poly)
        try:
            bounds = _bounds(n.kernels[i])
            known = found.get(bounds)
            body, ranges = _opened(n, n.kernels[i].term, known[1] if known else None)
        except (Unsupported, NeedCase):
            continue
        scaled = n.times(n.times(c, n.inverse(lead.setdefault(bounds, c))), body)
        found[bounds] = (scaled if known is None else n.plus(known[0], scaled), ranges)
    return list(found.values())


def _bounds(kernel: Kernel) -> tuple[tuple[Term, Term], ...]:
    """The bounds of nested sums, which must not depend on each other's variables."""
    found, body = [], kernel.term
    while body.op == "sum":
        _, inner, lower, upper = body.args
        if lower.free or upper.free:
            raise Unsupported("ranges that depend on each other")
        found.append((lower, upper))
        body = inner
    return tuple(found)


def _opened(n: Normalizer, term: Term, like: Ranges | None = None) -> tuple[Rat, Ranges]:
    """The summand of nested sums, with variables bound to the ranges, or those of `like` again."""
    numbers: list[int] = []
    bounds: list[tuple[Term, Term]] = []
    while term.op == "sum":
        _, _, lower, upper = term.args
        number = like.numbers[len(numbers)] if like else bind(n, n.rat(lower), n.rat(upper))
        numbers.append(number)
        bounds.append((lower, upper))
        term = t.instantiate(term, t.var(number))
    return n.rat(term), Ranges(tuple(numbers), tuple(bounds))


def _total(n: Normalizer, a: Rat, ranges: Ranges) -> Rat:
    """The sum of `a` over the ranges."""
    values = {t.var(number): t.var(t.fresh()) for number in ranges.numbers}
    body = t.substitute(n.term_of(a), values)
    for number, (lower, upper) in reversed(list(zip(ranges.numbers, ranges.bounds, strict=True))):
        body = t.big("sum", values[t.var(number)].args[0], body, lower, upper)
    return n.rat(body)


def _remember_sum(n: Normalizer, gap: Gap, ranges: Ranges, statement: Statement, strictly: bool) -> None:
    """sum gap >= 0, and for the whole numbers of the statement that are in the range, sum gap >= gap there."""
    try:
        total = _total(n, gap.size, ranges)
    except (Unsupported, NeedCase):
        return
    remember(n, total, POSITIVE | ZERO, valued=True)
    if strictly and len(ranges.numbers) == 1:
        for k in _members(n, statement, *ranges.bounds[0]):
            size, apart = (n.rat(t.substitute(n.term_of(part), {t.var(ranges.numbers[0]): k})) for part in gap)
            if is_nonzero(n, apart):
                remember(n, size, POSITIVE, valued=True)
                remember(n, total, POSITIVE, valued=True)


def _members(n: Normalizer, statement: Statement, lower: Term, upper: Term) -> list[Term]:
    """The whole numbers by which a statement picks elements, where they are provably in a range."""
    parts = [statement.claim, *(h.claim for h in statement.hypotheses if not h.binders)]
    places = {i for part in parts for s in t.subterms(part) if s.op == "item" for i in s.args[1:]}
    symbols = {a for i in places for a in t.atoms(i) if a.op == "sym" and n.domain.is_integer(a)}
    low, high = n.rat(lower), n.rat(upper)
    return [
        k for k in sorted(symbols, key=repr)
        if is_nonnegative(n, n.minus(n.rat(k), low)) and is_nonnegative(n, n.minus(high, n.rat(k)))
    ]  # fmt: skip


def remember_members(n: Normalizer, a: Rat, statement: Statement) -> None:
    """sum_i f(i) >= f(k) for f >= 0 and a k in the range: for the sums, for what is summed in `a` over the same range, and for
    the whole numbers of the claim."""
    plain = [k.term for k in n.kernels if k.kind == "sum" and not k.free and k.term.args[1].op != "sum"]
    bodies = [_opened(n, term) for term in plain]
    together = [(f, ranges) for f, ranges in _summands(n, a) if len(ranges.numbers) == 1]
    for body, ranges in bodies + [pair for pair in together if len(pair[0][0]) > 1]:
        members = _members(n, statement, *ranges.bounds[0])
        body = n.negated(body) if members and is_nonnegative(n, n.negated(body)) else body
        if not members or not is_nonnegative(n, body):
            continue
        total = _total(n, body, ranges)
        for k in members:
            member = n.rat(t.substitute(n.term_of(body), {t.var(ranges.numbers[0]): k}))
            remember(n, n.minus(total, member), POSITIVE | ZERO)


def remember_terms(n: Normalizer, a: Rat) -> None:
    """sum f has the sign of its terms, each of which may be bounded by an equation: p_i <= 1 where sum p = 1, p >= 0."""
    known = [(head, value) for head, value in n.rewrites.items() if head.op == "sum" and not head.free]
    sums = [i for i, _ in n.present(a[0]) if n.kernels[i].kind == "sum" and not n.kernels[i].free]
    for i in sums[:MAX_SUMS]:
        term = n.kernels[i].term
        ranges = _opened(n, term)[1]
        for head, value in known:
            if head.args[2:] == term.args[2:] and head.args[1].op != "sum":
                body = _opened(n, head, ranges)[0]
                if is_nonnegative(n, body):
                    remember(n, n.minus(value, body), POSITIVE | ZERO)
        summand = _opened(n, term, ranges)[0]
        _remember_sign_of_sum(n, summand, ranges)
        for head, _ in known:
            if head.args[2:] == term.args[2:] and head.args[1].op != "sum":
                _remember_sign_of_sum(n, n.minus(_opened(n, head, ranges)[0], summand), ranges)


def remember_differences(n: Normalizer, a: Rat, statement: Statement) -> None:
    """sum_i g_i (x_i - c_i)^2 > 0 where x_k != c_k is given for a k in the range: for g = 1, and for the g > 0 with g_i x_i^2 in
    the summands of `a`."""
    rels = [h.claim for h in n.domain.hypotheses if h.claim.op == "rel" and not h.binders]
    apart = [t.sub(left, right) for op, left, right in (c.args for c in rels) if op == "!="]
    for summand, ranges in _summands(n, a) if apart else ():
        if len(ranges.numbers) != 1:
            continue
        for k in _members(n, statement, *ranges.bounds[0]):
            for difference in apart:
                if any(s.op == "item" and k in s.args[1:] for s in t.subterms(difference)):
                    _remember_difference(n, t.substitute(difference, {k: t.var(ranges.numbers[0])}), summand, ranges)


def _remember_difference(n: Normalizer, difference: Term, summand: Rat, ranges: Ranges) -> None:
    if not surely_defined(n, difference):  # the sum needs a value at every index
        return
    apart = n.rat(difference)
    for g in _weights(n, summand, apart, ranges) if is_real(n, apart) else ():
        remember(n, _total(n, n.times(g, n.times(apart, apart)), ranges), POSITIVE)


def _weights(n: Normalizer, summand: Rat, apart: Rat, ranges: Ranges) -> list[Rat]:
    """1, and what moves with the index in the coefficients of squares, in the summand, of what occurs in `apart`."""
    found = [n.one]
    for i, _ in n.present(apart[0]):
        part = {(*m[:i], 0, *m[i + 1 :]): c for m, c in summand[0].terms() if m[i] == 2}
        g = n.reduced(n.ring.from_dict(part), summand[1]) if part else n.zero
        moving = [inside for _, inside in moving_parts(n, g, frozenset(ranges.numbers))]
        found += [f for f in moving if len(moving) == 1 and f not in found and is_positive(n, f)]
    return found


def _remember_sign_of_sum(n: Normalizer, summand: Rat, ranges: Ranges) -> None:
    s = sign(n, summand)
    if s is not None and not (s & POSITIVE and s & NEGATIVE):
        remember(n, _total(n, summand, ranges), s | ZERO, valued=True)


def remember_squares(n: Normalizer, a: Rat) -> None:
    """sum Q sum R >= (sum sqrt(Q R))^2, for Q and R among the sums of `a`, those that equations are about, and counts;
    |sum f| <= sum |f|."""
    for i, _ in n.present(a[0]):
        inside = n.kernels[i].term.args[1] if n.kernels[i].kind == "abs" else t.ZERO
        if inside.op == "sum":
            number, body, lower, upper = inside.args
            outside = n.rat(t.big("sum", number, t.fn("abs", body), lower, upper))
            remember(n, n.minus(outside, (n.generators[i], n.one_poly)), POSITIVE | ZERO)
    own = [n.kernels[i].term for i, _ in n.present(a[0]) if n.kernels[i].kind == "sum" and not n.kernels[i].free]
    known = [head for head in n.rewrites if head.op == "sum" and not head.free]
    terms = list(dict.fromkeys((*own, *known)))[:MAX_SUMS]
    for k, first in enumerate(terms):
        if first.args[1].op == "sum":
            continue
        count = t.big("sum", first.args[0], t.ONE, *first.args[2:])
        for second in (count, *terms[k + 1 :]):
            if second.args[2:] == first.args[2:] and second.args[1].op != "sum":
                _remember_square(n, first, second, own)


def _remember_square(n: Normalizer, first: Term, second: Term, own: list[Term]) -> None:
    q, ranges = _opened(n, first)
    r, _ = _opened(n, second, ranges)
    if not (is_nonnegative(n, q) and is_nonnegative(n, r)):
        return
    product = n.simplified(n.times(q, r))
    roots = []
    try:
        roots.append(n.reduced(product[0].sqrt(), product[1].sqrt()))
    except DomainError:  # no square of a rational function; perhaps that of a summand with roots in it
        alike = [term for term in own if term.args[2:] == first.args[2:] and term.args[1].op != "sum"]
        summands = [_opened(n, term, ranges)[0] for term in alike]
        roots += [f for f in summands if is_real(n, f) and n.simplified(n.times(f, f)) == product]
    for root in roots:
        mixed = _total(n, root, ranges)
        both = n.times(n.rat(first), n.rat(second))
        remember(n, n.minus(both, n.times(mixed, mixed)), POSITIVE | ZERO)
