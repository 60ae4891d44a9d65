"""exp, log, powers, roots and absolute values in normal form.

A power is exp(e log b), with log b split over factors of b that are provably not negative. exp of a sum is a product of
exp kernels, one for each monomial of the exponent; a whole multiple of log f in an exponent becomes a power of f.
"""

from __future__ import annotations

from math import lcm
from typing import Any

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.domain import (
    ABOVE_ONE,
    ABOVE_ZERO,
    ANY_SIGN,
    BELOW_ZERO,
    FROM_ONE,
    FROM_ZERO,
    NEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    UNIT_OPEN,
    ZERO,
    Interval,
)
from derive.kernel.normal import Kernel, Normalizer, Rat, Unsupported, rational_value
from derive.kernel.reading import OverBudget
from derive.kernel.signs import interval, is_nonzero, is_real, sign, sign_poly
from derive.kernel.terms import Term

HALF_A_TURN, FULL_TURN = 2, 4
MAX_NUMBER_TO_FACTOR = 10**24
HALF_TURN = t.mul(t.IMAGINARY, t.PI)
LOG_OF_ZERO = Term("const", ("log 0",))
"""The formal logarithm of 0, which stands only in exponents: exp(e log 0) is 0^e.

It is never worked out: 0^(1 - y) is 0 . 0^(-y) as a formal product only, since for y = 1 it is 1.
"""


# --------------------------------------------------------------------------------------------------------------- exp


def exp(n: Normalizer, a: Rat) -> Rat:
    """exp(a): the product of exp(c m) over the terms c m of `a`."""
    result = n.one
    a = n.simplified(a)
    for monomial, c in _terms(n, a):
        result = n.times(result, _exp_of_term(n, monomial, c, a))
    return n.simplified(result)


def _terms(n: Normalizer, a: Rat) -> list[tuple[Rat, fmpq]]:
    """`a` as a sum of rational multiples of quotients with leading coefficient 1."""
    top, bottom = a
    whole: Any = top
    rest: Any = n.zero_poly
    if not bottom.is_one():
        whole, rest = divmod(top, bottom) if len(bottom) > 1 else (n.zero_poly, top)
    parts = [((n.ring.from_dict({m: 1}), n.one_poly), c) for m, c in whole.terms()]
    if rest != 0 and len(bottom) > 1:
        lead = rest.leading_coefficient()
        parts.append((n.reduced(rest / lead, bottom), lead))
    elif rest != 0:
        parts += [(n.reduced(n.ring.from_dict({m: 1}), bottom), c) for m, c in rest.terms()]
    return parts


def _exp_of_term(n: Normalizer, monomial: Rat, c: fmpq, whole: Rat) -> Rat:
    """exp(c m) for one term of the exponent `whole`."""
    logarithm = _single_kernel(n, monomial)
    if logarithm is not None and logarithm.logarithm_of is not None and _comes_out(n, logarithm, c, monomial, whole):
        return _power_of(n, logarithm, c)
    turns = _half_turns(n, monomial)
    if turns is not None:
        if rational_value(turns) is not None:
            return _root_of_unity(n, c)
        if c.q == 1 and n.is_integer(turns):
            return _sign_power(n, n.scaled(turns, c))
    term = n.term_of(monomial)
    length = _fineness(n, term, int(c.q))
    exponent = n.scaled(monomial, fmpq(1, length))
    root = n.kernel(("exp", term, length), lambda: _exp_kernel(n, exponent))
    return n.power(root, int((c * length).p))


def _comes_out(n: Normalizer, logarithm: Kernel, c: fmpq, monomial: Rat, whole: Rat) -> bool:
    """Whether f^(c + e) may be worked out as f^c f^e.

    Where f may be 0 it may only if there is no other e, or if c > 0 and e >= 0: then both sides are 0 there. Otherwise
    f^0 = 1 would be taken apart into 0 and something that has no value.
    """
    if not logarithm.formal:
        return True
    if logarithm.term == LOG_OF_ZERO:
        return False
    own = next(i for i, _ in n.present(monomial[0]))
    others = n.zero
    for exponents, k in whole[0].terms():
        if exponents[own] and sum(exponents) > 1:
            rest = (*exponents[:own], exponents[own] - 1, *exponents[own + 1 :])
            others = n.plus(others, (n.ring.from_dict({rest: k}), n.one_poly))
    if n.is_zero(others):
        return True
    s = sign(n, n.times(others, n.inverse((whole[1], n.one_poly))))
    return c > 0 and s is not None and not s & NEGATIVE


def _single_kernel(n: Normalizer, a: Rat) -> Kernel | None:
    """The kernel that `a` is, or None."""
    if not a[1].is_one() or len(a[0]) != 1:
        return None
    found = [(i, e) for i, e in n.present(a[0]) if e]
    return n.kernels[found[0][0]] if len(found) == 1 and found[0][1] == 1 else None


def _half_turns(n: Normalizer, a: Rat) -> Rat | None:
    """k, when the monomial `a` is k pi i."""
    if not a[1].is_one():
        return None
    ((exponents, c),) = a[0].terms()
    half_turn = [i for i, e in enumerate(exponents) if e == 1 and n.kernels[i].term in (t.IMAGINARY, t.PI)]
    if len(half_turn) < 2:
        return None
    rest = tuple(0 if i in half_turn else e for i, e in enumerate(exponents))
    return n.ring.from_dict({rest: c}), n.one_poly


def _root_of_unity(n: Normalizer, c: fmpq) -> Rat:
    """exp(c pi i): a power of i, or of a root w with w^L = -1."""
    turn = c - 2 * (c / 2).floor()
    if turn.q <= 2:
        return n.power(n.rat(t.IMAGINARY), int((turn * 2).p))
    length = _fineness(n, HALF_TURN, int(turn.q))
    term = t.exp(t.mul(t.num(fmpq(1, length)), HALF_TURN))
    minus_one = n.constant(-1)
    root = n.kernel(("turn", length), lambda: Kernel("turn", term, None, relation=(length, minus_one)))
    return n.power(root, int((turn * length).p))


def _fineness(n: Normalizer, term: Term, q: int) -> int:
    """How finely exp(term) is split. Where more is asked for than before, what was made before is stale: kernels of their
    own stand for the same thing, and the whole is to be done again."""
    length = n.roots.get(term, 1)
    if length % q:
        n.stale = True
        length = n.roots[term] = lcm(length, q)
    return length


def _exp_kernel(n: Normalizer, exponent: Rat) -> Kernel:
    term = t.exp(n.term_of(exponent))
    formal = mentions_formal(n, exponent)
    integer = _integer_power(n, exponent)
    if not is_real(n, exponent):
        bounds = REAL if _is_whole_power(n, exponent) else None
        return Kernel("exp", term, bounds, integer, exponent=exponent, formal=formal)
    outer = FROM_ZERO if formal else ABOVE_ZERO
    return Kernel("exp", term, outer, integer, exponent=exponent, formal=formal,
                  refine=lambda n: _exp_interval(sign(n, exponent) or ANY_SIGN, formal))  # fmt: skip


def _exp_interval(s: int, formal: bool) -> Interval:
    """Where exp t lies, from the sign of t. With a formal logarithm in t the power may be 0, but is never negative."""
    if formal:
        return FROM_ZERO if s & POSITIVE else UNIT if s & ZERO else Interval(fmpq(0), fmpq(1), False, True)
    return {POSITIVE: ABOVE_ONE, NEGATIVE: UNIT_OPEN, POSITIVE | ZERO: FROM_ONE}.get(
        s, Interval(fmpq(0), fmpq(1), True, False) if not s & POSITIVE else ABOVE_ZERO
    )


def mentions_formal(n: Normalizer, a: Rat) -> bool:
    """Whether a logarithm of something that may be 0 occurs in `a`, also inside a sum."""
    return any(n.kernels[i].formal for p in a for i, e in n.present(p) if e)


def _is_whole_power(n: Normalizer, exponent: Rat) -> bool:
    """Whether exp(k log b) has a real b and a whole number k."""
    for i, e in n.present(exponent[0]):
        base = n.kernels[i].logarithm_of
        if e == 1 and base is not None and len(exponent[0]) == 1 and is_real(n, base):
            return n.is_integer(n.times(exponent, n.inverse((n.generators[i], n.one_poly))))
    return False


def _integer_power(n: Normalizer, exponent: Rat) -> bool:
    """Whether exp(k log b) is a whole number because b is one and k is a whole number from 0."""
    for i, e in n.present(exponent[0]):
        kernel = n.kernels[i]
        if e == 1 and kernel.logarithm_of is not None and len(exponent[0]) == 1 and n.is_integer(kernel.logarithm_of):
            rest = n.times(exponent, n.inverse((n.generators[i], n.one_poly)))
            s = sign(n, rest)
            return n.is_integer(rest) and s is not None and not s & NEGATIVE
    return False


def _power_of(n: Normalizer, logarithm: Kernel, c: fmpq) -> Rat:
    """exp(c log f) = f^whole . root^rest, where root^L = f."""
    f = logarithm.logarithm_of
    assert f is not None
    whole = int(c.floor())
    result = n.power(f, whole)
    rest = c - whole
    if rest == 0:
        return result
    length = _fineness(n, logarithm.term, int(rest.q))
    term = t.power(n.term_of(f), t.num(fmpq(1, length)))
    bounds = _root_interval(sign(n, f))
    root = n.kernel(("root", term), lambda: Kernel("root", term, bounds, relation=(length, f), logarithm_of=None))
    return n.times(result, n.power(root, int((rest * length).p)))


def _root_interval(s: int | None) -> Interval | None:
    if s is None or s & NEGATIVE:
        return None
    return FROM_ZERO if s & ZERO else ABOVE_ZERO


# --------------------------------------------------------------------------------------------------------------- log


def log(n: Normalizer, a: Rat, power: bool = False) -> Rat:
    """log(a), split over the factors of `a` that are positive where log(a) is defined.

    power: the logarithm stands in an exponent, where the log of 0 is a formal one.
    """
    a = n.simplified(a)
    if n.is_zero(a):
        if not power:
            raise Unsupported("the logarithm of 0")
        return n.rat(LOG_OF_ZERO)
    split = _Split(n, power)
    split.take(a[0], 1)
    split.take(a[1], -1)
    return split.result()


class _Split:
    """log(a) being taken apart: a sum of logarithms, a number, and a rest that cannot be split."""

    def __init__(self, n: Normalizer, power: bool) -> None:
        self.n, self.power = n, power
        self.sum, self.number = n.zero, fmpq(1)
        self.rest: list[tuple[Rat, int]] = []

    def take(self, p: Any, direction: int) -> None:
        lead, factors = self.n.factored(p)
        self.number *= lead if direction == 1 else 1 / lead
        for f, e in factors:
            self._factor(f, e * direction)

    def _factor(self, f: Any, e: int) -> None:
        n = self.n
        s = sign_poly(n, f)
        where_defined = None if s is None else s & ~ZERO
        if where_defined == NEGATIVE:
            f, where_defined = -f, POSITIVE
            if e % 2:
                self.number = -self.number
        if where_defined == POSITIVE:
            self.sum = n.plus(self.sum, n.scaled(self._logarithm(f), e))
        elif s is not None and e % 2 == 0:
            self.sum = n.plus(self.sum, n.scaled(log(n, absolute(n, (f, n.one_poly)), self.power), e))
        else:
            self.rest.append(((f, n.one_poly), e))

    def _logarithm(self, f: Any) -> Rat:
        """log f of a positive factor: the exponent of an exp kernel, a fraction of a radicand's log, or a kernel."""
        n = self.n
        kernel = _single_kernel(n, (f, n.one_poly))
        if kernel is not None and kernel.kind == "exp" and kernel.exponent is not None and is_real(n, kernel.exponent):
            return kernel.exponent
        if kernel is not None and kernel.kind == "root" and kernel.relation is not None:
            length, radicand = kernel.relation
            return n.scaled(log(n, radicand, self.power), fmpq(1, length))
        return logarithm_kernel(n, (f, n.one_poly))

    def _take_moduli(self) -> None:
        """f f* is |f|^2."""
        n = self.n
        for f, e in list(self.rest):
            other = n.rat(t.fn("conjugate", n.term_of(f)))
            if (other, e) in self.rest and other != f:
                self.rest = [part for part in self.rest if part not in ((f, e), (other, e))]
                size = n.rat(t.fn("abs", n.term_of(f)))
                self.sum = n.plus(self.sum, n.scaled(log(n, size, self.power), 2 * e))

    def result(self) -> Rat:
        self._take_moduli()
        n, total = self.n, self.sum
        if self.number > 0 and sum(_quarter_turns(n, f) * abs(e) for f, e in self.rest) <= HALF_A_TURN:
            total, self.rest = n.total((total, *(n.scaled(logarithm_kernel(n, f), e) for f, e in self.rest))), []
        total = n.plus(total, _log_number(n, abs(self.number)))
        rest = n.product(n.power(f, e) for f, e in self.rest)
        if self.number < 0 and not self.rest:
            return n.plus(total, n.times(n.rat(t.IMAGINARY), n.rat(t.PI)))
        return n.plus(total, logarithm_kernel(n, rest if self.number > 0 else n.negated(rest))) if self.rest else total


def _quarter_turns(n: Normalizer, f: Rat) -> int:
    """How many quarter turns |arg f| is less than: the logarithm of a product splits while they are at most two."""
    if sign(n, f) is not None:
        return FULL_TURN
    real, imaginary = (sign(n, n.rat(t.fn(part, n.term_of(f)))) for part in ("re", "im"))
    if real == POSITIVE:
        return 1
    return FULL_TURN if imaginary is None or imaginary & ZERO else HALF_A_TURN


def logarithm_kernel(n: Normalizer, f: Rat) -> Rat:
    """log f as a kernel of its own. It is marked formal when f may be 0.

    Where f is 0, log f itself is undefined, so only f^e (with e >= 0) and xlogy(e, f) (with e = 0) bring the kernel in:
    0^e follows the same law of exponents, and e log f is 0 for any number put for log f.
    """
    f_term = n.term_of(f)
    s = sign(n, f)
    formal = not is_nonzero(n, f) if s is None else bool(s & ZERO)
    real = s is not None and not s & NEGATIVE
    return n.kernel(("log", f_term), lambda: Kernel(
        "log", t.log(f_term), REAL if real else None, logarithm_of=f, formal=formal,
        refine=(lambda n: _log_interval(n, f)) if real else None,
    ))  # fmt: skip


def _log_interval(n: Normalizer, f: Rat) -> Interval:
    above = sign(n, n.minus(f, n.one))
    return {POSITIVE: ABOVE_ZERO, NEGATIVE: BELOW_ZERO, POSITIVE | ZERO: FROM_ZERO}.get(
        above or ANY_SIGN, Interval(hi=fmpq(0), hi_open=False) if above is not None and not above & POSITIVE else REAL
    )


def _log_number(n: Normalizer, q: fmpq) -> Rat:
    """log of a positive rational: a sum over its primes."""
    result = n.zero
    for whole, sign_ in ((q.p, 1), (q.q, -1)):
        if abs(int(whole)) > MAX_NUMBER_TO_FACTOR:
            raise OverBudget("a number is too large to be factored")
        for prime, e in whole.factor():
            if int(prime) != 1:
                log_prime = logarithm_kernel(n, n.constant(int(prime)))
                result = n.plus(result, n.scaled(log_prime, sign_ * int(e)))
    return result


# ------------------------------------------------------------------------------------------------------------ powers


def power_term(n: Normalizer, a: Term) -> Rat:
    base, exponent = a.args
    return power(n, n.rat(base), n.rat(exponent))


def power(n: Normalizer, base: Rat, exponent: Rat) -> Rat:
    """base^exponent: 0^0 = 1; principal values."""
    q = rational_value(exponent)
    if q is not None and q.q == 1:
        if abs(int(q.p)) > 10**6:
            raise OverBudget("a power grows too large")
        return n.simplified(n.power(base, int(q.p)))
    if n.is_zero(base):
        return _power_of_zero(n, exponent)
    if n.is_integer(exponent):
        return _whole_power(n, base, exponent)
    if q is not None and rational_value(base) is not None and abs(q) > 10**5:
        raise OverBudget("a power grows too large")
    return exp(n, n.times(exponent, log(n, base, power=True)))


def _power_of_zero(n: Normalizer, exponent: Rat) -> Rat:
    """0^e is 0 for e > 0 and 1 for e = 0."""
    s = sign(n, exponent)
    if s == POSITIVE:
        return n.zero
    return exp(n, n.times(exponent, log(n, n.zero, power=True)))


def _whole_power(n: Normalizer, base: Rat, exponent: Rat) -> Rat:
    """(c f g/h)^k = c^k f^k g^k h^-k for a whole number k, whatever the signs."""
    result = n.one
    for p, direction in ((base[0], 1), (base[1], -1)):
        lead, factors = positive_factors(n, p)
        if lead < 0:
            result, lead = n.times(result, _sign_power(n, exponent)), -lead
        logs = n.scaled(_log_number(n, lead), direction)
        for f, e in factors:
            logs = n.plus(logs, n.scaled(_whole_log(n, f), e * direction))
        result = n.times(result, exp(n, n.times(exponent, logs)))
    return n.simplified(result)


def positive_factors(n: Normalizer, p: Any) -> tuple[fmpq, list[tuple[Any, int]]]:
    """p as a constant and factors, those that are never positive turned round."""
    lead, factors = n.factored(p)
    turned = []
    for f, e in factors:
        s = sign_poly(n, f)
        flip = s is not None and not s & POSITIVE
        turned.append((-f if flip else f, e))
        lead = -lead if flip and e % 2 else lead
    return lead, turned


def _whole_log(n: Normalizer, f: Any) -> Rat:
    s = sign_poly(n, f)
    if s is None or s & NEGATIVE:
        exponent = exponent_of(n, f)  # exp(t)^k = exp(k t), whatever the branch
        return logarithm_kernel(n, (f, n.one_poly)) if exponent is None else exponent
    return log(n, (f, n.one_poly), power=True)


def exponent_of(n: Normalizer, f: Any) -> Rat | None:
    """t, when f is exp t, which has a value wherever t has."""
    kernel = _single_kernel(n, (f, n.one_poly))
    return kernel.exponent if kernel is not None and kernel.kind == "exp" and not kernel.formal else None


def _sign_power(n: Normalizer, exponent: Rat) -> Rat:
    """(-1)^k, as the product of (-1)^m over the odd terms m of k."""
    result = n.one
    for monomial, c in exponent[0].terms():
        m = n.ring.from_dict({monomial: 1})
        if int(c.p) % 2:
            result = n.negated(result) if m.is_constant() else n.times(result, _sign_kernel(n, n.term_of_poly(m)))
    return result


def _sign_kernel(n: Normalizer, m: Term) -> Rat:
    term = t.power(t.MINUS_ONE, m)
    signs = Interval(fmpq(-1), fmpq(1), False, False)
    return n.kernel(("sign", term), lambda: Kernel("sign", term, signs, integer=True, relation=(2, n.one)))


# ---------------------------------------------------------------------------------------------------- absolute value


def absolute(n: Normalizer, a: Rat) -> Rat:
    """|a| of a real `a`: factor by factor, |f| being f or -f where the sign is known."""
    if not is_real(n, a):
        raise Unsupported("the absolute value of what may be complex")
    result = n.one
    for p, direction in ((a[0], 1), (a[1], -1)):
        lead, factors = n.factored(p) if p != 0 else (fmpq(0), [])
        result = n.scaled(result, abs(lead) if direction == 1 else 1 / abs(lead))
        for f, e in factors:
            result = n.times(result, n.power(_absolute_factor(n, f), e * direction))
    return n.simplified(result)


def _absolute_factor(n: Normalizer, f: Any) -> Rat:
    s = sign_poly(n, f)
    if s is not None and not s & NEGATIVE:
        return (f, n.one_poly)
    if s is not None and not s & POSITIVE:
        return (-f, n.one_poly)
    term = t.fn("abs", n.term_of_poly(f))
    bounds = FROM_ZERO if s is None or s & ZERO else ABOVE_ZERO
    square: Rat = (f * f, n.one_poly)
    integer = n.is_integer((f, n.one_poly))
    return n.kernel(("abs", term), lambda: Kernel("abs", term, bounds, integer, relation=(2, square)))


def real_interval(n: Normalizer, a: Rat) -> Interval:
    """The interval of `a`, or all reals."""
    return interval(n, a) or REAL
