"""Closed forms of sums, finite and infinite.

Soundness: where the sum exists it has the value given. An infinite sum converges term by term (which is proved), so
it may be split. What a finite closed form divides by is written down in `needs`; it is used only when that is known
not to vanish, or when the judge asks for closed forms because nothing else helped.

    sum_1^m  v^k r^v                 m >= 0, r != 1     S_k = (m^k r^(m+1) - sum_j a_kj S_j)/(r - 1)
    sum_1^m  1/((v+c_0)...(v+c_k))   m >= 0             partial fractions
    sum_0^oo v^k r^v                 |r| < 1            the same with m^k r^(m+1) -> 0
    sum_0^oo v^k r^v / v!                               e^r T_k(r), Touchard's polynomial
    sum_0^m  v^k r^v / (v! (m-v)!)   m >= 0             sum_j S(k, j) r^j (1 + r)^(m-j) m...(m-j+1) / m!

a_kj are the coefficients of v^k - (v-1)^k, S(k, j) Stirling's numbers of the second kind.
"""

from __future__ import annotations

from math import comb

from flint import fmpq

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import REAL, Interval
from derive.kernel.normal import Normalizer, Rat, rational_value
from derive.kernel.shapes import Shape, moving_parts, shape
from derive.kernel.signs import bind, is_nonnegative, is_nonzero, is_positive, is_real, may_divide_by
from derive.kernel.terms import Term

MAX_POWER = 12
MAX_ALONE = 64


def geometric(n: Normalizer, a: Rat, number: int, upper: Rat) -> Rat | None:
    """sum_(v=1)^upper of a product of kernels that moves as v^k r^v, or None."""
    s = shape(n, a, number)
    k = _power(s)
    if k is None or s.others or n.is_zero(s.exponent[1]) or not is_nonnegative(n, upper):
        return None
    r = ex.exp(n, s.exponent[1])
    less = n.minus(r, n.one)
    if n.is_zero(less):
        return None
    if not may_divide_by(n, less):
        return None
    last = ex.exp(n, n.times(s.exponent[1], n.plus(upper, n.one)))
    ends = [n.minus(last, r), *(n.times(n.power(upper, j), last) for j in range(1, k + 1))]
    return n.product((s.scale, ex.exp(n, s.exponent[0]), _recursion(n, ends, n.inverse(less))[k]))


def _power(s: Shape) -> int | None:
    """k, where the shape is v^k times exponentials of degree 1."""
    k = rational_value(s.power)
    plain = s.complement[0] == 0 and s.exponent[2][0] == 0
    return int(k.p) if plain and k is not None and k.q == 1 and 0 <= k <= MAX_POWER else None


def _recursion(n: Normalizer, ends: list[Rat], factor: Rat) -> list[Rat]:
    """S_k = factor (ends[k] - sum_(j<k) a_kj S_j)"""
    found: list[Rat] = []
    for k, end in enumerate(ends):
        less = (n.scaled(s, comb(k, j) * (-1) ** (k - j + 1)) for j, s in enumerate(found))
        found.append(n.times(factor, n.minus(end, n.total(less))))
    return found


def telescoped(n: Normalizer, a: Rat, number: int, upper: Rat) -> Rat | None:
    """sum_(v=1)^m 1/((v + c_0) ... (v + c_k)) for whole numbers 0 <= c_0 < ... < c_k, k >= 1, m >= 0, by partial fractions:
    the sum of A_j/(v + c_j), where the A_j add up to 0, so that only the ends remain."""
    v = n.index.get(t.var(number))
    lead, factors = n.factored(a[1])
    if v is None or len(factors) < 2 or not a[0].is_constant() or not is_nonnegative(n, upper):
        return None
    shifts = [rational_value((f - n.generators[v], n.one_poly)) if e == 1 else None for f, e in factors]
    places = sorted(int(c.p) for c in shifts if c is not None and c.q == 1 and c >= 0)
    if len(places) < len(shifts) or places[-1] > MAX_ALONE:
        return None
    total = n.zero
    for c in places:
        weight = fmpq(1)
        for other in places:
            weight = weight if other == c else weight / (other - c)
        for step in range(places[0] + 1, c + 1):
            gone = n.constant(fmpq(1, step))
            total = n.plus(total, n.scaled(n.minus(n.inverse(n.plus(upper, n.constant(step))), gone), weight))
    return n.scaled(total, a[0].leading_coefficient() / lead)


def with_powers_from_zero(n: Normalizer, a: Term) -> Rat | None:
    """sum_(v=l)^u of powers r^(v+c) with v + c as the variable if c < 0, and the terms of the variable up to 0 by
    themselves: r^v/r would lose the point r = 0. None where nothing is to be done.
    """
    number, body, lower, upper = a.args
    v = t.var(number)
    shifts = {
        _shift_of_exponent(n, s.args[1], v) for s in t.subterms(body) if s.op == "pow" and number in s.args[1].free
    }
    whole = [c for c in shifts if c is not None]
    if len(whole) != 1 or len(shifts) != 1:
        return None
    c = min(whole[0], fmpq(0))
    start, last = (n.plus(n.rat(end), n.constant(c)) for end in (lower, upper))
    first = rational_value(start)
    if first is None or first > 0 or first < -MAX_ALONE or not is_nonnegative(n, last):
        return None
    moved = t.substitute(body, {v: t.sub(v, t.num(c))})
    alone = [n.rat(t.substitute(moved, {v: t.num(k)})) for k in range(int(first.p), 1)]
    return n.total([*alone, n.rat(t.big("sum", number, moved, t.ONE, n.term_of(last)))])


def _shift_of_exponent(n: Normalizer, exponent: Term, v: Term) -> fmpq | None:
    """c, where an exponent is v + c."""
    free = n.variable(REAL, integer=True)
    place = n.rat(t.substitute(exponent, {v: t.var(free)}))
    c = rational_value(n.minus(place, n.rat(t.var(free))))
    return c if c is not None and c.q == 1 else None


# ----------------------------------------------------------------------------------------------------- infinite sums


def infinite_sum(n: Normalizer, a: Term) -> Rat | None:
    """A sum from a whole number to infinity in closed form, or None."""
    number, body, lower, upper = a.args
    start = None if lower.op == "const" else rational_value(n.rat(lower))
    if upper != t.INFINITY or start is None or start.q != 1:
        return None
    v = n.variable(Interval(fmpq(0), lo_open=False), integer=True)
    inner = n.rat(t.substitute(body, {t.var(number): t.add(t.var(v), t.num(start))}))
    parts = []
    for outside, inside in moving_parts(n, inner, frozenset({v})):
        part = _infinite_part(n, shape(n, inside, v), v)
        if part is None:
            return None
        parts.append(n.times(outside, part))
    return n.total(parts)


def _infinite_part(n: Normalizer, s: Shape, v: int) -> Rat | None:
    k = _power(s)
    if k is None:
        return None
    r = ex.exp(n, s.exponent[1])
    if not s.others:
        found = _geometric_series(n, r, k)
    elif _are_factorials(n, s, t.add(t.var(v), t.ONE)):
        found = n.times(ex.exp(n, r), _touchard(n, r, k))
    else:
        found = None
    return None if found is None else n.product((s.scale, ex.exp(n, s.exponent[0]), found))


def _geometric_series(n: Normalizer, r: Rat, k: int) -> Rat | None:
    if not is_real(n, r) or not is_positive(n, n.minus(n.one, r)) or not is_positive(n, n.plus(n.one, r)):
        return None
    ends = [n.negated(r), *(n.zero for _ in range(k))]
    total = _recursion(n, ends, n.inverse(n.minus(r, n.one)))[k]
    return n.plus(total, n.one) if k == 0 else total


def _touchard(n: Normalizer, r: Rat, k: int) -> Rat:
    """T_0 = 1, T_(k+1) = r sum_j C(k, j) T_j"""
    found = [n.one]
    for order in range(k):
        found.append(n.times(r, n.total(n.scaled(p, comb(order, j)) for j, p in enumerate(found))))
    return found[k]


def _are_factorials(n: Normalizer, s: Shape, *arguments: Term) -> bool:
    """Whether the other factors are exactly 1/Gamma of the arguments."""
    wanted = {t.fn("gamma", n.term_of(n.rat(a))) for a in arguments}
    others = {n.kernels[n.present(f)[0][0]].term for f, e in s.others if e == -1 and len(n.present(f)) == 1}
    return len(s.others) == len(wanted) and others == wanted


# --------------------------------------------------------------------------------------------------- binomial theorem


def binomial_sum(n: Normalizer, a: Term) -> Rat | None:
    """sum_(v=0)^m v^k r^v / (v! (m-v)!) in closed form, or None."""
    number, body, lower, upper = a.args
    if lower != t.ZERO or not any(s.op == "fn" and s.args[0] in FACTORIALS for s in t.subterms(body)):
        return None
    m = n.rat(upper)
    if not n.is_integer(m) or not is_nonnegative(n, m):
        return None
    v = bind(n, n.zero, m)
    inner = n.rat(t.substitute(body, {t.var(number): t.var(v)}))
    parts = []
    for outside, inside in moving_parts(n, inner, frozenset({v})):
        s = shape(n, inside, v)
        k, turned, s = _power(s), *_without_alternation(n, s, v)
        both = (t.add(t.var(v), t.ONE), t.add(n.term_of(m), t.ONE, t.neg(t.var(v))))
        if k is None or not _are_factorials(n, s, *both):
            return None
        r = n.scaled(ex.exp(n, s.exponent[1]), -1 if turned else 1)
        part = _binomial_moment(n, r, m, k)
        if part is None:
            return None
        parts.append(n.product((outside, s.scale, ex.exp(n, s.exponent[0]), part)))
    return n.total(parts)


def _without_alternation(n: Normalizer, s: Shape, v: int) -> tuple[bool, Shape]:
    """Whether (-1)^v is among the other factors, and the shape without it."""
    term = t.power(t.MINUS_ONE, t.var(v))
    kept = tuple((f, e) for f, e in s.others if n.kernels[n.present(f)[0][0]].term != term)
    return len(kept) < len(s.others), s._replace(others=kept)


FACTORIALS = frozenset({"gamma", "factorial", "binomial"})


def _binomial_moment(n: Normalizer, r: Rat, m: Rat, k: int) -> Rat | None:
    """sum_v v^k r^v / (v! (m-v)!), with powers of v as sums of falling factorials"""
    whole = n.plus(r, n.one)
    total, falling = n.zero, n.one
    for j in range(k + 1):
        left = n.minus(m, n.constant(j))
        if not is_nonnegative(n, left) and not is_nonzero(n, whole):
            return None
        piece = n.product((falling, n.power(r, j), ex.power(n, whole, left)))
        total = n.plus(total, n.scaled(piece, _stirling(k, j)))
        falling = n.times(falling, left)
    return n.times(total, n.inverse(n.rat(t.fn("gamma", t.add(n.term_of(m), t.ONE)))))


def _stirling(k: int, j: int) -> int:
    """The number of ways to put k things into j heaps."""
    if k == j:
        return 1
    return 0 if j == 0 or j > k else j * _stirling(k - 1, j) + _stirling(k - 1, j - 1)
