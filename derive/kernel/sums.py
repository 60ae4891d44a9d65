"""Sums and products of symbolic size.

A sum is taken over the terms of its body: what does not depend on the variable comes out, nested sums are merged,
deltas are contracted where the index is provably in range, and what is left is a kernel in canonical form
(`canonical.py`). Sums over an empty range are 0 and products 1; whatever needs the range to be a proper one (upper >=
lower - 1) proves it.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq, fmpq_poly

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.canonical import Factor, Index, canonical_sum, components
from derive.kernel.domain import ABOVE_ZERO, BELOW_ZERO, FROM_ZERO, NEGATIVE, POSITIVE, REAL, ZERO, Interval
from derive.kernel.hypotheses import matched, vanishes_somewhere
from derive.kernel.normal import Kernel, Normalizer, Rat, Unsupported, rational_value
from derive.kernel.opaque import opaque_binder
from derive.kernel.reading import OverBudget
from derive.kernel.series import binomial_sum, geometric, infinite_sum, telescoped, with_powers_from_zero
from derive.kernel.shapes import moving_parts
from derive.kernel.signs import bind, interval, is_nonnegative, is_positive, is_real, remember, sign, sign_poly
from derive.kernel.terms import Term
from derive.kernel.text import text

MAX_UNROLLED = 64
MAX_INDICES = 8
MAX_POWER = 30


def _count(n: Normalizer, lower: Rat, upper: Rat) -> Rat:
    return n.plus(n.minus(upper, lower), n.one)


def _require_whole(n: Normalizer, *bounds: Rat) -> None:
    if not all(n.is_integer(b) for b in bounds):
        raise Unsupported("a range whose ends are not whole numbers")


def sum_term(n: Normalizer, a: Term) -> Rat:
    number, body, lower_term, upper_term = a.args
    if lower_term.op == "const" or upper_term.op == "const":
        known = infinite_sum(n, a)
        return opaque_binder(n, a) if known is None else known
    lower, upper = n.rat(lower_term), n.rat(upper_term)
    _require_whole(n, lower, upper)
    size = rational_value(_count(n, lower, upper))
    known = binomial_sum(n, a) if size is None else None
    if known is not None:
        return known
    if size is not None and size <= MAX_UNROLLED:
        return n.total(n.rat(t.substitute(body, {t.var(number): at})) for at in _places(n, lower, int(size.p)))
    shifted = with_powers_from_zero(n, a)
    if shifted is not None:
        return shifted
    if rational_value(lower) is None and _splits_at(n, lower, upper):
        below = t.big("sum", number, body, t.ONE, n.term_of(n.minus(lower, n.one)))
        return n.minus(n.rat(t.big("sum", number, body, t.ONE, n.term_of(upper))), n.rat(below))
    shift = n.minus(lower, n.one)
    upper, extra = _pulled_out(n, n.minus(upper, shift))
    v = bind(n, n.one, upper)
    moved = t.substitute(body, {t.var(number): t.add(t.var(v), n.term_of(shift))})
    inner = Index(v, t.ONE, n.term_of(upper))
    summand = n.rat(moved)
    total = over_terms(n, summand, (inner,))
    if n.keeps_signs and len(total[0]) > 1 and is_nonnegative(n, summand):
        remember(n, total, POSITIVE | ZERO)
    tail = [
        n.rat(t.substitute(moved, {t.var(v): n.term_of(n.plus(upper, n.constant(k)))})) for k in range(1, extra + 1)
    ]
    return n.plus(total, n.total(tail))


def _places(n: Normalizer, lower: Rat, size: int) -> list[Term]:
    return [n.term_of(n.plus(lower, n.constant(k))) for k in range(size)]


def _splits_at(n: Normalizer, lower: Rat, upper: Rat) -> bool:
    """Whether sum_l^u = sum_1^u - sum_1^(l-1): l - 1 >= 0 and u >= l - 1."""
    return is_nonnegative(n, n.minus(lower, n.one)) and is_nonnegative(n, _count(n, lower, upper))


def _pulled_out(n: Normalizer, upper: Rat) -> tuple[Rat, int]:
    """1..m+c as 1..m and c terms more, for a whole number c > 0 and m >= 0."""
    number = upper[0].to_dict().get((0,) * n.size, fmpq(0)) if upper[1].is_one() else fmpq(0)
    if number > 0 and number.q == 1 and number <= MAX_UNROLLED:
        rest = n.minus(upper, n.constant(number))
        if is_nonnegative(n, rest):
            return rest, int(number.p)
    return upper, 0


# ------------------------------------------------------------------------------------------------- sums over terms


def over_terms(n: Normalizer, body: Rat, indices: tuple[Index, ...]) -> Rat:
    """The sum of `body` over the indices, term by term: sum (a f + b g) = a sum f + b sum g."""
    own = frozenset(i.number for i in indices)
    if n.is_zero(body):
        return n.zero
    parts = []
    for outside, inside in moving_parts(n, body, own):
        _may_stand_outside(n, outside, indices)
        parts.append(n.times(outside, _over_monomial(n, inside, indices)))
    return n.total(parts)


def _may_stand_outside(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> None:
    """What is taken out of a sum must have a value there: an empty sum is 0 whatever its summand."""
    formal = [k for p in a for k, _ in n.present(p) if n.kernels[k].formal]
    if (a[1].is_one() and not formal) or all(
        is_positive(n, _count(n, n.rat(i.lower), n.rat(i.upper))) for i in indices
    ):
        return
    n.needs.append(n.term_of_poly(a[1]))
    exponents = [n.kernels[k].exponent or (n.generators[k], n.one_poly) for k in formal]
    bases = [n.kernels[k].logarithm_of for e in exponents for p in e for k, _ in n.present(p) if n.kernels[k].formal]
    n.needs += [t.ZERO if f is None else n.term_of(f) for f in bases]


def _over_monomial(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat:
    """The sum of one product of kernels (over a denominator)."""
    n.spend(4)
    if len(indices) > MAX_INDICES:
        raise OverBudget("too many nested sums")
    for rule in RULES:
        result = rule(n, a, indices)
        if result is not None:
            return result
    return _kernels_of_sum(n, a, indices)


def _factors(n: Normalizer, a: Rat) -> tuple[fmpq, tuple[Factor, ...]]:
    """A product of kernels (over a denominator) as a number and terms with exponents."""
    factors: list[Factor] = [(n.kernels[k].term, int(e)) for k, e in n.present(a[0]) if e]
    number = a[0].leading_coefficient()
    if a[1].is_one():
        return number, tuple(factors)
    lead, bottom = n.factored(a[1])
    return number / lead, (*factors, *((n.term_of_poly(f), -e) for f, e in bottom))


def _unused_index(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum c = c (upper - lower + 1), for a proper range"""
    used = n.free_of_poly(a[0]) | n.free_of_poly(a[1])
    for i in indices:
        others = tuple(j for j in indices if j is not i)
        if i.number in used or any(i.number in j.lower.free | j.upper.free for j in others):
            continue
        size = _count(n, n.rat(i.lower), n.rat(i.upper))
        if is_nonnegative(n, size):
            _may_stand_outside(n, a, (i,))
            body = n.times(a, size)
            return over_terms(n, body, others) if others else body
        if n.free_of_poly(size[0]) & {j.number for j in others}:
            continue
        unit = _sum_kernel(n, (i,), ())
        return n.times(unit, over_terms(n, a, others) if others else a)
    return None


def _contracted(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_i delta(i, e) f(i) = f(e), where e is provably in the range of i"""
    for k, degree in n.present(a[0]):
        kernel = n.kernels[k]
        if not degree or kernel.kind != "delta":
            continue
        for i in indices:
            place = _solved(n, n.rat(kernel.term.args[1]), i)
            others = tuple(j for j in indices if j is not i)
            if place is None or not _in_range(n, place, i) or _bounds_use(i, others):
                continue
            rest = (a[0] / n.generators[k] ** int(degree), a[1])
            body = n.rat(t.substitute(n.term_of(rest), {t.var(i.number): n.term_of(place)}))
            return over_terms(n, body, others) if others else body
    return None


def _bounds_use(i: Index, others: tuple[Index, ...]) -> bool:
    return any(i.number in j.lower.free | j.upper.free for j in others)


def _solved(n: Normalizer, difference: Rat, i: Index) -> Rat | None:
    """The e with difference = 0 exactly when i = e: difference is i - e or e - i."""
    v = n.rat(t.var(i.number))
    for place in (n.minus(v, difference), n.plus(v, difference)):
        if i.number not in n.free_of_poly(place[0]) | n.free_of_poly(place[1]) and n.is_integer(place):
            return place
    return None


def _in_range(n: Normalizer, place: Rat, i: Index) -> bool:
    return is_nonnegative(n, n.minus(place, n.rat(i.lower))) and is_nonnegative(n, n.minus(n.rat(i.upper), place))


def _merged(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_i f(i) sum_j g(i, j) = sum_i sum_j f(i) g(i, j)"""
    own = frozenset(i.number for i in indices)
    for k, degree in n.present(a[0]):
        kernel = n.kernels[k]
        if degree and kernel.kind == "sum" and kernel.free & own:
            inner: list[Index] = []
            body = kernel.term
            while body.op == "sum":
                _, _, lower, upper = body.args
                number = bind(n, n.rat(lower), n.rat(upper))
                inner.append(Index(number, lower, upper))
                body = t.instantiate(body, t.var(number))
            rest = (a[0] / n.generators[k], a[1])
            return over_terms(n, n.times(rest, n.rat(body)), (*indices, *inner))
    return None


def _known_inner(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_i sum_k f(i) g(i, k) = sum_i f(i) c(i), where a hypothesis says that sum_k g(i, k) = c(i)"""
    if len(indices) < 2 or not (n.rewrites or n.patterns):
        return None
    for i in indices:
        others = tuple(j for j in indices if j is not i)
        bottom = n.free_of_poly(a[1])
        if _bounds_use(i, others) or i.number in bottom:
            continue
        factors = [(n.kernels[k], e) for k, e in n.present(a[0])]
        inner = tuple((kernel.term, e) for kernel, e in factors if i.number in kernel.free)
        term = canonical_sum((i,), inner)
        known = n.rewrites.get(term) or matched(n, term)
        if known is not None:
            outer = t.mul(*(t.power(kernel.term, t.num(e)) for kernel, e in factors if i.number not in kernel.free))
            rest = n.times(n.times(n.rat(outer), known), n.inverse((a[1], n.one_poly)))
            return over_terms(n, rest, others)
    return None


def _power_sum(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_1^m v^k as a polynomial in m (Faulhaber), for m >= 0"""
    if len(indices) > 1 or not a[1].is_one():
        return None
    (i,) = indices
    v = n.index.get(t.var(i.number))
    present = n.present(a[0])
    upper = n.rat(i.upper)
    if v is None or [k for k, _ in present] != [v] or i.lower != t.ONE or not is_nonnegative(n, upper):
        return None
    degree = present[0][1]
    if degree > MAX_POWER:
        return None
    terms = ((c, n.power(upper, e)) for e, c in enumerate(_faulhaber(degree)) if c != 0)
    return n.total(n.scaled(p, c) for c, p in terms)


def _geometric(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_1^m v^k r^v, where r is not 1"""
    if len(indices) > 1 or indices[0].lower != t.ONE:
        return None
    return geometric(n, a, indices[0].number, n.rat(indices[0].upper))


def _telescoping(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_1^m 1/(v (v+1)) = 1 - 1/(m+1), and the like"""
    one = len(indices) == 1 and indices[0].lower == t.ONE
    return telescoped(n, a, indices[0].number, n.rat(indices[0].upper)) if one else None


def _faulhaber(degree: int) -> list[fmpq]:
    """The coefficients of F with F(m) - F(m-1) = m^degree and F(0) = 0, checked by that very difference."""
    sums = [fmpq(0)]
    for m in range(1, degree + 2):
        sums.append(sums[-1] + fmpq(m) ** degree)
    found = fmpq_poly([0])
    for m, value in enumerate(sums):
        basis = fmpq_poly([1])
        for other in range(len(sums)):
            if other != m:
                basis = basis * fmpq_poly([-other, 1]) / (m - other)
        found = found + basis * value
    before = found(fmpq_poly([-1, 1]))
    if found - before != fmpq_poly([0] * degree + [1]) or found(0) != 0:
        raise Unsupported("a sum of powers")
    return [found[e] for e in range(degree + 2)]


def _triangular(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_i sum_(j<i) f(i, j) = sum_i sum_j f(i, j) - sum_i f(i, i) - sum_j sum_(i<j) f(i, j), all up to the same m

    used where f is free of i, or where the triangle on the other side comes first in the order of texts; a triangle that
    is its own mirror image is half of what is off the diagonal. j <= i is j < i and the diagonal.
    """
    if len(indices) != 2:
        return None
    try:
        return _split_triangle(n, a, indices)
    except Unsupported:  # the summand has no value on the diagonal, or on the other side
        return None


def _split_triangle(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    for i, j in (indices, indices[::-1]):
        gap = _gap(n, i, j)
        if gap == 0:
            return n.plus(_triangle(n, a, i, j), _diagonal(n, a, i, j))
        if gap == -1:
            above = Index(i.number, t.ONE, t.sub(t.var(j.number), t.ONE)), Index(j.number, t.ONE, i.upper)
            factors = _factors(n, a)[1]
            mine, other = (text(canonical_sum(own, factors)) for own in ((i, j), above))
            unused = i.number not in n.free_of_poly(a[0]) | n.free_of_poly(a[1])
            if other > mine and not unused:
                return None
            off = n.minus(_square(n, a, i, j), _diagonal(n, a, i, j))
            return n.scaled(off, fmpq(1, 2)) if other == mine else n.minus(off, _triangle(n, a, j, i, upper=i.upper))
    return None


def _gap(n: Normalizer, i: Index, j: Index) -> fmpq | None:
    """c, where i runs from 1 and j from 1 to i + c."""
    if i.lower != t.ONE or j.lower != t.ONE or i.number not in j.upper.free or j.number in i.upper.free:
        return None
    return rational_value(n.minus(n.rat(j.upper), n.rat(t.var(i.number))))


def _nested(n: Normalizer, a: Rat, outer: Index, inner: Index, last: Term, upper: Term) -> Rat:
    """sum over outer = 1..upper and inner = 1..last of `a`, with variables of their own."""
    first, second = n.variable(REAL, integer=True), n.variable(REAL, integer=True)
    values = {t.var(outer.number): t.var(first), t.var(inner.number): t.var(second)}
    body = t.big("sum", second, t.substitute(n.term_of(a), values), t.ONE, t.substitute(last, values))
    return n.rat(t.big("sum", first, body, t.ONE, upper))


def _square(n: Normalizer, a: Rat, i: Index, j: Index) -> Rat:
    return _nested(n, a, i, j, i.upper, i.upper)


def _triangle(n: Normalizer, a: Rat, i: Index, j: Index, upper: Term | None = None) -> Rat:
    """j < i"""
    return _nested(n, a, i, j, t.sub(t.var(i.number), t.ONE), i.upper if upper is None else upper)


def _diagonal(n: Normalizer, a: Rat, i: Index, j: Index) -> Rat:
    number = n.variable(REAL, integer=True)
    values = {t.var(k.number): t.var(number) for k in (i, j)}
    return n.rat(t.big("sum", number, t.substitute(n.term_of(a), values), t.ONE, i.upper))


def _moved(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat | None:
    """sum_1^m f(v + c) = sum_1^(m+c) f - sum_1^c f, for c > 0 the least shift of v in an index, and m >= 0"""
    if len(indices) > 1:
        return None
    (i,) = indices
    upper = n.rat(i.upper)
    shift = _least_shift(n, a, i.number)
    if not shift or shift > MAX_UNROLLED or i.lower != t.ONE or not is_nonnegative(n, upper):
        return None
    number = n.variable(REAL, integer=True)
    body = t.substitute(n.term_of(a), {t.var(i.number): t.sub(t.var(number), t.num(shift))})
    whole = t.big("sum", number, body, t.ONE, n.term_of(n.plus(upper, n.constant(shift))))
    return n.minus(n.rat(whole), n.rat(t.big("sum", number, body, t.ONE, t.num(shift))))


def _least_shift(n: Normalizer, a: Rat, number: int) -> int:
    """The least c > 0 such that every index that mentions the variable is v + c or more; 0 when there is none."""
    v = n.rat(t.var(number))
    shifts: list[int] = []
    for kernel in {k: n.kernels[k] for p in a for k, _ in n.present(p)}.values():
        for s in t.subterms(kernel.term):
            if s == t.var(number) and kernel.term == s:
                return 0
            for index in s.args[1:] if s.op == "item" else ():
                if number in index.free:
                    distance = rational_value(n.minus(n.rat(index), v))
                    if distance is None or distance.q != 1 or distance <= 0:
                        return 0
                    shifts.append(int(distance.p))
    return min(shifts, default=0)


RULES = (_unused_index, _contracted, _merged, _known_inner, _power_sum, _geometric, _telescoping, _triangular, _moved)
"""What is tried on a sum of one product of kernels, in this order."""


def _kernels_of_sum(n: Normalizer, a: Rat, indices: tuple[Index, ...]) -> Rat:
    """A product of kernels, one for each set of indices that hang together."""
    scale, factors = _factors(n, a)
    result = n.constant(scale)
    for own, mine in components(indices, factors):
        result = n.times(result, _sum_kernel(n, own, mine))
    return result


def _sum_kernel(n: Normalizer, indices: tuple[Index, ...], factors: tuple[Factor, ...]) -> Rat:
    term = canonical_sum(indices, factors)
    known = n.rewrites.get(term) or matched(n, term)
    if known is not None:
        return known
    if term in n.index:
        return (n.generators[n.index[term]], n.one_poly)
    body = n.rat(t.mul(*(t.power(f, t.num(e)) for f, e in factors)))
    bounds = _sum_interval(n, body, indices)
    integer, formal = n.is_integer(body), ex.mentions_formal(n, body)
    made = n.kernel(term, lambda: Kernel("sum", term, bounds, integer, formal=formal))
    _remember_bounds(n, made, body, indices)
    return made


def _sum_interval(n: Normalizer, body: Rat, indices: tuple[Index, ...]) -> Interval | None:
    s = sign(n, body)
    if s is None:
        return None
    some = all(is_positive(n, _count(n, n.rat(i.lower), n.rat(i.upper))) for i in indices)
    if s in (POSITIVE, NEGATIVE) and some:
        return ABOVE_ZERO if s == POSITIVE else BELOW_ZERO
    if not s & NEGATIVE:
        return FROM_ZERO
    return Interval(hi=fmpq(0), hi_open=False) if not s & POSITIVE else REAL


def _remember_bounds(n: Normalizer, made: Rat, body: Rat, indices: tuple[Index, ...]) -> None:
    """low . count <= sum <= high . count, when each term lies between two numbers"""
    bounds = interval(n, body)
    sizes = [_count(n, n.rat(i.lower), n.rat(i.upper)) for i in indices]
    size = n.product(sizes)
    moving = n.free_of_poly(size[0]) & {i.number for i in indices}
    if bounds is None or moving or not all(is_nonnegative(n, s) for s in sizes):
        return
    strict = is_positive(n, size)
    if bounds.lo is not None and bounds.lo != 0:
        remember(n, n.minus(made, n.scaled(size, bounds.lo)), POSITIVE | (0 if strict and bounds.lo_open else ZERO))
    if bounds.hi is not None and bounds.hi != 0:
        remember(n, n.minus(n.scaled(size, bounds.hi), made), POSITIVE | (0 if strict and bounds.hi_open else ZERO))


# ----------------------------------------------------------------------------------------------------------- products


def product_term(n: Normalizer, a: Term) -> Rat:
    """A product is exp of a sum of logarithms over the factors that are never negative; others stay products."""
    number, body, lower_term, upper_term = a.args
    if lower_term.op == "const" or upper_term.op == "const":
        return opaque_binder(n, a)
    lower, upper = n.rat(lower_term), n.rat(upper_term)
    _require_whole(n, lower, upper)
    if vanishes_somewhere(n, a):
        return n.zero
    size = rational_value(_count(n, lower, upper))
    if size is not None and size <= MAX_UNROLLED:
        return n.product(n.rat(t.substitute(body, {t.var(number): at})) for at in _places(n, lower, int(size.p)))
    v = bind(n, lower, upper)
    index = Index(v, n.term_of(lower), n.term_of(upper))
    inner = n.rat(t.substitute(body, {t.var(number): t.var(v)}))
    result = n.one
    for p, direction in ((inner[0], 1), (inner[1], -1)):
        lead, factors = ex.positive_factors(n, p) if p != 0 else (fmpq(0), [])
        pieces = [(n.ring.constant(lead), 1), *factors]
        for f, e in pieces:
            if not f.is_one():
                result = n.times(result, n.power(_product_of_factor(n, f, index), e * direction))
    return n.simplified(result)


def _product_of_factor(n: Normalizer, f: Any, index: Index) -> Rat:
    """Of a factor without the variable a power; of the variable itself from 1 a factorial; else exp of the sum of logs."""
    size = _count(n, n.rat(index.lower), n.rat(index.upper))
    if (f, n.one_poly) == n.rat(t.var(index.number)) and index.lower == t.ONE and is_nonnegative(n, size):
        return n.rat(t.fn("factorial", index.upper))
    if index.number not in n.free_of_poly(f) and is_nonnegative(n, size):
        return ex.power(n, (f, n.one_poly), size)
    exponent = ex.exponent_of(n, f)
    if exponent is not None:
        return ex.exp(n, sum_of_rat(n, exponent, index))
    s = sign_poly(n, f)
    if s is not None and not s & NEGATIVE and f != 0:
        logs = ex.log(n, (f, n.one_poly), power=True)
        return ex.exp(n, sum_of_rat(n, logs, index))
    return _product_kernel(n, f, index)


def sum_of_rat(n: Normalizer, body: Rat, index: Index) -> Rat:
    """The sum over one index of what is already in normal form."""
    number = n.variable(REAL, integer=True)
    return sum_term(n, t.big("sum", number, t.substitute(n.term_of(body), {t.var(index.number): t.var(number)}),
                             index.lower, index.upper))  # fmt: skip


def _product_kernel(n: Normalizer, f: Any, index: Index) -> Rat:
    """A product that stays one: its summation variable is named as that of the sum of the same body."""
    shape = canonical_sum((index,), ((n.term_of_poly(f), 1),))
    term = Term("prod", shape.args)
    bounds = REAL if is_real(n, (f, n.one_poly)) else None
    return n.atom(term, bounds, n.is_integer((f, n.one_poly)), kind="prod")


# ------------------------------------------------------------------------------------ binders that are not taken apart
