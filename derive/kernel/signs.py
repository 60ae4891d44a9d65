"""The sign of a normal form: intervals, what hypotheses say, factors, and small combinations of known facts.

Soundness: `sign(n, a)` contains the sign of the value of `a` at every point of the domain where it is defined; None
says that `a` may be complex.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from derive.kernel.domain import (
    ABOVE_ZERO,
    ANY_SIGN,
    BELOW_ZERO,
    FROM_ZERO,
    NEGATIVE,
    POSITIVE,
    REAL,
    SIGNS_OF,
    ZERO,
    Interval,
    mirrored,
    point,
    sign_of_sum,
    sign_product,
)
from derive.kernel.normal import Known, NeedCase, Normalizer, Rat, rational_value
from derive.kernel.polynomials import may_have_a_pole, sign_as_quadratic, sign_by_roots, with_roots_for_radicands
from derive.kernel.terms import Term, sub, var

MAX_FACTS_TRIED = 40
MONOMIAL_LIMIT = 300
FEW_TERMS = 3
MAX_SHIFTED_DEGREE = 12
NOWHERE: Mapping[int, Interval] = {}


def interval_of_poly(
    n: Normalizer, p: Any, moved: Mapping[int, Interval] = NOWHERE, present: list[tuple[int, int]] | None = None
) -> Interval | None:
    """An interval that holds every value of p, or None when p may be complex.

    moved: intervals to be used for some kernels instead of their own. present: the kernels in p, where they are known.
    """
    present = n.present(p) if present is None else present
    if not all(n.kernels[i].real for i, _ in present):
        return None
    if len(p) > MONOMIAL_LIMIT:
        return REAL
    total: Interval | None = None
    for exponents, c in p.terms():
        piece = _interval_of_term(n, exponents, c, present, moved)
        total = piece if total is None else total + piece
        if total.lo is None and total.hi is None:
            return REAL
    return total or point(fmpq(0))


def _interval_of_term(
    n: Normalizer, exponents: Any, c: fmpq, present: list[tuple[int, int]], moved: Mapping[int, Interval] = NOWHERE
) -> Interval:
    found: Interval | None = None
    for i, _ in present:
        e = exponents[i]
        if e:
            own = moved.get(i) or n.kernels[i].interval(n) or REAL
            raised = own if e == 1 else own ** int(e)
            found = raised if found is None else found * raised
    return point(c) if found is None else found.scaled(c)


def is_real_poly(n: Normalizer, p: Any) -> bool:
    return all(n.kernels[i].real for i, _ in n.present(p))


def is_real(n: Normalizer, a: Rat) -> bool:
    return is_real_poly(n, a[0]) and is_real_poly(n, a[1])


def interval(n: Normalizer, a: Rat) -> Interval | None:
    """An interval that holds every value of `a`."""
    if a[1].is_one():
        found = interval_of_poly(n, a[0])
        if found is None:
            return None
        return found.meet(_interval_of_sign(sign(n, a) or ANY_SIGN))
    s = sign(n, a)
    return None if s is None else _interval_of_sign(s).meet(_quotient_interval(n, a))


def _interval_of_sign(s: int) -> Interval:
    return {
        POSITIVE: ABOVE_ZERO,
        NEGATIVE: BELOW_ZERO,
        POSITIVE | ZERO: FROM_ZERO,
        NEGATIVE | ZERO: Interval(hi=fmpq(0), hi_open=False),
        ZERO: point(fmpq(0)),
    }.get(s, REAL)


def _quotient_interval(n: Normalizer, a: Rat) -> Interval:
    """Bounds 0 and 1 of a quotient p/q, from the signs of p and q - p: enough for probabilities."""
    top, bottom = sign_poly(n, a[0]), sign_poly(n, a[1])
    if bottom != POSITIVE or top is None or top & NEGATIVE:
        return REAL
    rest = sign_poly(n, a[1] - a[0])
    if rest is None or rest & NEGATIVE:
        return FROM_ZERO
    ends = may_be_without_value(n, a[1])
    return Interval(fmpq(0), fmpq(1), not top & ZERO and not ends, not rest & ZERO and not ends)


def sign(n: Normalizer, a: Rat) -> int | None:
    """The possible signs of `a` (its denominator is not 0 where it is defined)."""
    top = sign_poly(n, a[0])
    if a[1].is_one() or top is None:
        return top
    bottom = sign_poly(n, a[1])
    if bottom is None:
        return None
    found = sign_product(top, bottom & ~ZERO)
    return found | ZERO if may_be_without_value(n, a[1]) else found


def may_be_without_value(n: Normalizer, p: Any) -> bool:
    """Whether a power b^e with a b that may be 0 and an e that may be negative occurs in a denominator: 1/b^e stands for b^-e,
    which is 0 where b is 0 and e < 0, although b^e has no value there."""
    return any(may_have_a_pole(n, n.kernels[i], sign) for i, _ in n.present(p) if n.kernels[i].formal)


def is_positive(n: Normalizer, a: Rat) -> bool:
    return sign(n, a) == POSITIVE


def is_nonnegative(n: Normalizer, a: Rat) -> bool:
    s = sign(n, a)
    return s is not None and not s & NEGATIVE


def is_nonzero(n: Normalizer, a: Rat) -> bool:
    """Whether `a` is never 0; for complex values, whether it is a product of atoms that are never 0."""
    if not a[1].is_one() and may_be_without_value(n, a[1]):
        return False
    if len(a[0]) <= FEW_TERMS:
        s = sign_poly(n, a[0])
        if s is not None and not s & ZERO:
            return True
    if not n.is_zero(a) and all(_never_zero(n, f) for f, _ in n.factored(a[0])[1]):
        return True
    s = sign(n, a)
    return s is not None and not s & ZERO


def may_divide_by(n: Normalizer, c: Rat) -> bool:
    """Whether c is never 0; where the judge asks for closed forms, that is written down as a need instead."""
    if is_nonzero(n, c):
        return True
    n.closable = True
    if n.closing:
        n.needs.append(n.term_of(c))
    return n.closing


def _never_zero(n: Normalizer, p: Any) -> bool:
    s = sign_poly(n, p)
    if s is not None:
        return not s & ZERO
    if _fact_sign(n, p) & ZERO == 0:
        return True
    if len(p) == 1:
        return all(_kernel_never_zero(n, i) for i, e in n.present(p) if e)
    return False


def _kernel_never_zero(n: Normalizer, i: int) -> bool:
    kernel = n.kernels[i]
    return (kernel.kind in ("exp", "const") and not kernel.formal) or (kernel.kind == "atom" and (
        kernel.term.op in ("sym", "item") and n.domain.nonzero(kernel.term)
    ))  # fmt: skip


def sign_poly(n: Normalizer, p: Any) -> int | None:
    if p == 0:
        return ZERO
    if p.is_constant():
        return POSITIVE if p.leading_coefficient() > 0 else NEGATIVE
    key = str(p)  # exact, and quicker to hash than the terms
    if key not in n.signs:
        n.signs[key] = ANY_SIGN if is_real_poly(n, p) else None
        if n.signs[key] is not None:
            n.signs[key] = _sign_poly(n, p)
    return n.signs[key]


def _sign_poly(n: Normalizer, p: Any) -> int | None:
    """Cheap means first; each later one only narrows what the earlier ones left open."""
    n.spend(1 + len(p) * (1 + n.size // 32))
    if len(p) > 1 and _moves_freely(n, p):
        return ANY_SIGN
    bounds = interval_of_poly(n, p)
    if bounds is None:
        return None
    found = bounds.sign() & _fact_sign(n, p)
    if len(p) == 1:
        found &= _declared_nonzero(n, p)
    if _settled(found):
        return found
    if len(p) > 1:
        found &= _sign_by_factors(n, p)
        if _settled(found):
            return found
    found &= _sign_by_facts(n, p)
    if _settled(found):
        return found
    if len(p) == 2:
        found &= _sign_of_exponentials(n, p)
        if _settled(found):
            return found
    if len(p) > FEW_TERMS:
        found &= _sign_by_blocks(n, p)
        if _settled(found):
            return found
    if len(p) > 1:
        found &= _sign_by_logarithm(n, p) & _sign_at_ends(n, p)
        if _settled(found):
            return found
    found &= _sign_from_lower_ends(n, p)
    return found if _settled(found) or len(p) == 1 else found & _sign_as_polynomial(n, p)


def _moves_freely(n: Normalizer, p: Any) -> bool:
    """Whether p = c g + rest for a kernel g without bounds that occurs nowhere else, and of which no fact is known."""
    loose = [i for i, degree in n.present(p) if degree == 1 and i not in n.in_facts and n.kernels[i].outer == REAL
             and n.kernels[i].interval(n) == REAL]  # fmt: skip
    if not loose:
        return False
    monomials = p.monoms()
    return any(sum(1 for m in monomials if m[i]) == 1 and any(m[i] and sum(m) == 1 for m in monomials) for i in loose)


def _sign_of_exponentials(n: Normalizer, p: Any) -> int:
    """c exp(s) - c exp(t) has the sign of c (s - t)."""
    (first, c), (second, d) = p.terms()
    own = [(i, int(e) - int(f)) for i, (e, f) in enumerate(zip(first, second, strict=True)) if e or f]
    kernels = [n.kernels[i] for i, _ in own]
    if c != -d or any(k.exponent is None or k.formal or not k.real for k in kernels):
        return ANY_SIGN
    s = sign(n, n.total(n.scaled(n.kernels[i].exponent or n.zero, e) for i, e in own))
    return ANY_SIGN if s is None else s if c > 0 else mirrored(s)


def _sign_by_blocks(n: Normalizer, p: Any) -> int:
    """The sign of a sum of parts that have no kernel in common, from the signs of the parts."""
    blocks: list[tuple[set[int], dict[Any, fmpq]]] = []
    for exponents, c in p.terms():
        own = {i for i, e in enumerate(exponents) if e}
        touched = [b for b in blocks if b[0] & own or (not own and not b[0])]
        kept = [b for b in blocks if b not in touched]
        merged = {exponents: c}
        for kernels, terms in touched:
            own |= kernels
            merged.update(terms)
        blocks = [*kept, (own, merged)]
    if len(blocks) < 2:
        return ANY_SIGN
    total = ZERO
    for _, terms in blocks:
        s = sign_poly(n, n.ring.from_dict(terms))
        total = sign_of_sum(total, ANY_SIGN if s is None else s)
    return total


def _sign_by_logarithm(n: Normalizer, p: Any) -> int:
    """The sign of c log f + rest, from the signs of c, log f and the rest."""
    for i, degree in n.present(p):
        if degree == 1 and n.kernels[i].kind == "log":
            c = n.ring.from_dict({(*m[:i], 0, *m[i + 1 :]): q for m, q in p.terms() if m[i]})
            if len(c) > 1:
                rest = p - c * n.generators[i]
                parts = [sign_poly(n, part) or ANY_SIGN for part in (c, n.generators[i])]
                left = ZERO if rest == 0 else sign_poly(n, rest) or ANY_SIGN
                return sign_of_sum(sign_product(*parts), left)
    return ANY_SIGN


def _sign_at_ends(n: Normalizer, p: Any) -> int:
    """p is linear in a kernel with two bounds: between its values at the ends, a mean of both with positive weights inside."""
    found = ANY_SIGN
    for i, degree in n.present(p):
        bounds = n.kernels[i].interval(n)
        if degree == 1 and bounds is not None and bounds.lo is not None and bounds.hi is not None:
            low, high = (sign_poly(n, n.with_power(p, i, 1, n.constant(e))[0]) for e in (bounds.lo, bounds.hi))
            for one in (POSITIVE, NEGATIVE):
                if low is not None and high is not None and not (low | high) & ~(one | ZERO):
                    strict = (low == one or bounds.lo_open) and (high == one or bounds.hi_open) and one in (low, high)
                    found &= one if strict else one | ZERO
            if _settled(found):
                break
    return found


def _sign_as_polynomial(n: Normalizer, p: Any) -> int:
    found = sign_by_roots(n, p) & sign_as_quadratic(n, p, sign_poly)
    rooted = with_roots_for_radicands(n, p)
    if not _settled(found) and rooted != p:
        found &= _sign_by_factors(n, rooted) & sign_as_quadratic(n, rooted, sign_poly)
    return found


def _sign_from_lower_ends(n: Normalizer, p: Any) -> int:
    """The sign of p with each kernel g that is bounded below written as (its lower end) + h, h >= 0."""
    moved, shifted = {}, p
    for i, degree in n.present(p):
        bounds = n.kernels[i].interval(n)
        if bounds is not None and bounds.lo is not None and bounds.lo != 0 and degree <= MAX_SHIFTED_DEGREE:
            shifted = n.with_power(shifted, i, 1, (n.generators[i] + bounds.lo, n.one_poly))[0]
            high = None if bounds.hi is None else bounds.hi - bounds.lo
            moved[i] = Interval(fmpq(0), high, bounds.lo_open, bounds.hi_open)
    if not moved or shifted == 0:
        return ANY_SIGN
    found = interval_of_poly(n, shifted, moved)
    return ANY_SIGN if found is None else found.sign()


def _settled(s: int) -> bool:
    return s in (POSITIVE, NEGATIVE, ZERO)


def _declared_nonzero(n: Normalizer, p: Any) -> int:
    return ANY_SIGN & ~ZERO if _never_zero_monomial(n, p) else ANY_SIGN


def _never_zero_monomial(n: Normalizer, p: Any) -> bool:
    return all(
        _kernel_never_zero(n, i) or not _kernel_sign(n, i) & ZERO for i, e in n.present(p) if e
    )  # fmt: skip


def _kernel_sign(n: Normalizer, i: int) -> int:
    bounds = n.kernels[i].interval(n)
    return ANY_SIGN if bounds is None else bounds.sign() & _fact_sign(n, n.generators[i])


def _sign_by_factors(n: Normalizer, p: Any) -> int:
    if p == 0:
        return ZERO
    lead, factors = n.factored(p)
    if len(factors) == 1 and factors[0][1] == 1:
        return ANY_SIGN
    result = POSITIVE if lead > 0 else NEGATIVE
    for f, e in factors:
        s = sign_poly(n, f)
        if s is None:
            return ANY_SIGN
        result = sign_product(result, s if e % 2 else (POSITIVE if s & ~ZERO else 0) | s & ZERO)
    return result


# ------------------------------------------------------------------------------------------------------------- facts


def remember(n: Normalizer, a: Rat, s: int, valued: bool = False, defined: bool = False) -> None:
    """Note that `a` has one of the signs `s` at every point of the domain where it is defined.

    valued: whether each formal logarithm in it stands in a product that is 0 where the logarithm has no value.
    defined: whether it is defined at every point, as what a hypothesis says is; else nothing is known of a numerator
    where its denominator is 0.
    """
    if s & ZERO and not a[1].is_one() and may_be_without_value(n, a[1]):  # it may be 0 whatever the numerator is
        return
    bottom = POSITIVE if s == ZERO else sign_poly(n, a[1])  # a quotient is 0 where its numerator is
    if not defined and not a[1].is_one() and not is_nonzero(n, (a[1], n.one_poly)):
        return
    if bottom is None or bottom & ~ZERO not in (POSITIVE, NEGATIVE):
        if s & ZERO or s & POSITIVE == 0 or s & NEGATIVE == 0:
            return
        bottom = POSITIVE
    p, s = (a[0], s) if bottom & POSITIVE else (-a[0], s)
    if p.is_constant() or (n.is_formal(p) and not valued):  # 0^(a+b) is not 0^a 0^b where one of them has no value
        return
    lead = p.leading_coefficient()
    kernels = frozenset(i for i, _ in n.present(p))
    monic = p / lead
    n.facts.append(Known(monic, dict(monic.terms()), s if lead > 0 else mirrored(s), kernels, n.free_of(kernels)))
    n.in_facts |= kernels
    if s == POSITIVE and n.is_integer((p, n.one_poly)):
        remember(n, (p - 1, n.one_poly), POSITIVE | ZERO)
    n.signs.clear()


def bind(n: Normalizer, lower: Rat, upper: Rat) -> int:
    """A new summation variable, known to be a whole number from lower to upper."""
    lo, hi = rational_value(lower), rational_value(upper)
    number = n.variable(Interval(lo, hi, lo is None, hi is None), integer=True)
    v = n.rat(var(number))
    remember(n, n.minus(v, lower), ZERO | POSITIVE)
    remember(n, n.minus(upper, v), ZERO | POSITIVE)
    return number


def _fact_sign(n: Normalizer, p: Any) -> int:
    """What the facts say of p itself, up to a constant factor."""
    if not n.facts:
        return ANY_SIGN
    lead = p.leading_coefficient()
    monic, result = p / lead, ANY_SIGN
    for known in n.facts:
        if known.poly == monic:
            result &= known.signs if lead > 0 else mirrored(known.signs)
    return result


def _sign_by_facts(n: Normalizer, p: Any) -> int:
    """p = c f + rest with a fact f, c > 0: signs of a sum of two. Tried to depth two, on p and on -p."""
    if not n.in_facts or n.in_facts.isdisjoint(i for i, _ in n.present(p)):
        return ANY_SIGN
    for q, flip in ((p, False), (-p, True)):
        found = _at_least_zero(n, q, 2)
        if found != ANY_SIGN:
            return mirrored(found) if flip else found
    return ANY_SIGN


def _at_least_zero(n: Normalizer, p: Any, depth: int) -> int:
    """POSITIVE or POSITIVE | ZERO when p is shown to be so, else ANY_SIGN."""
    own = n.present(p)
    bounds = interval_of_poly(n, p, present=own)
    signs = ANY_SIGN if bounds is None else bounds.sign()
    if signs & NEGATIVE and signs & POSITIVE and _looks_like_a_square(p):
        signs &= _sign_by_factors(n, p)
    best = ANY_SIGN if signs & NEGATIVE else signs
    present = {i for i, _ in own}
    if best in (POSITIVE, ZERO) or depth == 0 or not present & n.in_facts:
        return best
    coefficients, free = dict(p.terms()), n.free_of(present)
    loose = {m for m, c in coefficients.items() if _interval_of_term(n, m, c, own).lo is None} if depth == 1 else set()
    tried = 0
    for fact, terms, s, kernels, bound in n.facts:
        n.spend()
        above, below = not s & NEGATIVE, not s & POSITIVE
        if not (above or below) or kernels.isdisjoint(present) or not bound <= free:
            continue
        for c in _ratios(coefficients, terms, above):
            tried += 1
            if tried > MAX_FACTS_TRIED:
                return best
            n.spend(2 + len(p) // 4)
            left = p - c * fact
            if len(left) != FEW_TERMS and not loose <= terms.keys():
                continue  # a term without a lower bound is left over
            rest = _at_least_zero(n, left, depth - 1)
            if rest != ANY_SIGN and (rest == POSITIVE or not s & ZERO):
                return POSITIVE
            best &= ANY_SIGN if rest == ANY_SIGN else POSITIVE | ZERO
    return best


def _looks_like_a_square(p: Any) -> bool:
    """Whether p has three terms whose exponents are those of a^2, ab and b^2."""
    if len(p) != FEW_TERMS:
        return False
    first, middle, last = p.monoms()
    return all(a + c == 2 * b for a, b, c in zip(first, middle, last, strict=True))


def _ratios(coefficients: dict[Any, fmpq], terms: dict[Any, fmpq], above: bool) -> set[fmpq]:
    """Multiples of a fact that are at least 0 and cancel one of p's terms; above: whether the fact itself is at least 0."""
    ratios = (coefficients[m] / c for m, c in terms.items() if m in coefficients)
    return {r for r in ratios if (r > 0) is above}


# ------------------------------------------------------------------------------------------------------ conditions


def settled(n: Normalizer, condition: Term) -> bool:
    """Whether a condition holds; raises NeedCase when neither it nor its opposite is known."""
    match condition.op:
        case "true" | "false":
            return condition.op == "true"
        case "and":
            return all(settled(n, c) for c in condition.args)
        case "or":
            return any(settled(n, c) for c in condition.args)
        case "not":
            return not settled(n, condition.args[0])
    op, a, b = condition.args
    sides = n.rat(a), n.rat(b)
    s, wanted = sign(n, n.minus(*sides)), SIGNS_OF[op]
    if op not in ("==", "!=") and not all(is_real(n, side) for side in sides):
        s = None
    if s is not None and s & ~wanted == 0:
        return True
    if s is not None and s & wanted == 0:
        return False
    raise NeedCase(sub(a, b))
