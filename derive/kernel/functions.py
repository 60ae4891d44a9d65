"""Named functions in normal form: the gamma family, trigonometric and hyperbolic functions, deltas, max, sign, ..."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from derive.kernel import complexes
from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import ABOVE_ZERO, FROM_ZERO, NEGATIVE, POSITIVE, REAL, UNIT, ZERO, Interval, to_integers
from derive.kernel.normal import Kernel, Normalizer, Rat, Unsupported, rational_value
from derive.kernel.reading import OverBudget
from derive.kernel.signs import interval, is_real, remember, settled, sign
from derive.kernel.terms import Term, fn

MAX_SHIFT = 60
SIGNS = Interval(fmpq(-1), fmpq(1), False, False)


def function_term(n: Normalizer, a: Term) -> Rat:
    name, *args = a.args
    values = [n.rat(x) for x in args]
    rule = FUNCTION_RULES.get(name)
    return rule(n, *values) if rule is not None else opaque(n, name, *values)


def opaque(n: Normalizer, name: str, *args: Rat) -> Rat:
    """A function of which nothing is used but that equal arguments give equal values."""
    term = fn(name, *(n.term_of(a) for a in args))
    real = all(is_real(n, a) for a in args) and name in REAL_FUNCTIONS
    return n.atom(term, REAL if real else None, kind="function")


REAL_FUNCTIONS = frozenset({"sin", "cos", "atan", "asinh", "erf", "erfc", "floor", "ceiling"})


def _exp(n: Normalizer, a: Rat) -> Rat:
    return ex.exp(n, a)


def _log(n: Normalizer, a: Rat) -> Rat:
    return ex.log(n, a)


# ---------------------------------------------------------------------------------------- odd and even functions


def _with_sign_out(name: str, odd: bool, bounds: Interval) -> Callable[[Normalizer, Rat], Rat]:
    """f(-a) = -f(a) or f(a): the argument's leading coefficient is made positive; f(0) is 0 for an odd f."""

    def rule(n: Normalizer, a: Rat) -> Rat:
        if odd and n.is_zero(a):
            return n.zero
        flip = not n.is_zero(a) and a[0].leading_coefficient() < 0
        inner = n.negated(a) if flip else a
        term = fn(name, n.term_of(inner))
        result = n.atom(term, bounds if is_real(n, a) else None, kind="function")
        return n.negated(result) if flip and odd else result

    return rule


_cos = _with_sign_out("cos", False, SIGNS)
_erf = _with_sign_out("erf", True, Interval(fmpq(-1), fmpq(1)))
_atan = _with_sign_out("atan", True, REAL)
_sin_kernel = _with_sign_out("sin", True, SIGNS)


def _sin(n: Normalizer, a: Rat) -> Rat:
    """sin, with sin^2 = 1 - cos^2 wherever both would appear."""
    if n.is_zero(a):
        return n.zero
    if n.euler:
        return complexes.from_exponentials(n, a, odd=True)
    flip = a[0].leading_coefficient() < 0
    inner = n.negated(a) if flip else a
    cosine = n.one if n.is_zero(inner) else _cos(n, inner)
    square = n.minus(n.one, n.times(cosine, cosine))
    term = fn("sin", n.term_of(inner))
    bounds = SIGNS if is_real(n, a) else None
    result = n.kernel(term, lambda: Kernel("function", term, bounds, relation=(2, square)))
    return n.negated(result) if flip else result


def _cosine(n: Normalizer, a: Rat) -> Rat:
    if n.is_zero(a):
        return n.one
    return complexes.from_exponentials(n, a, odd=False) if n.euler else _cos(n, a)


def _quotient(top: Callable[..., Rat], bottom: Callable[..., Rat]) -> Callable[..., Rat]:
    return lambda n, a: n.times(top(n, a), n.inverse(bottom(n, a)))


def _one(n: Normalizer, a: Rat) -> Rat:
    return n.one


def _sinh(n: Normalizer, a: Rat) -> Rat:
    return n.scaled(n.minus(ex.exp(n, a), ex.exp(n, n.negated(a))), fmpq(1, 2))


def _cosh(n: Normalizer, a: Rat) -> Rat:
    return n.scaled(n.plus(ex.exp(n, a), ex.exp(n, n.negated(a))), fmpq(1, 2))


_tanh_kernel = _with_sign_out("tanh", True, Interval(fmpq(-1), fmpq(1)))


def _tanh(n: Normalizer, a: Rat) -> Rat:
    """(E - 1)/(E + 1) with E = exp(2a)"""
    if n.plain:
        return _tanh_kernel(n, a)
    e = ex.exp(n, n.scaled(a, 2))
    return n.times(n.minus(e, n.one), n.inverse(n.plus(e, n.one)))


def _erfc(n: Normalizer, a: Rat) -> Rat:
    return n.minus(n.one, _erf(n, a))


# --------------------------------------------------------------------------------------------- signs, floors, extremes


def _sign(n: Normalizer, a: Rat) -> Rat:
    s = sign(n, a)
    known = {POSITIVE: 1, NEGATIVE: -1, ZERO: 0}.get(s) if s is not None else None
    if known is not None:
        return n.constant(known)
    if s is None:
        raise Unsupported("the sign of what may be complex")
    term = fn("sign", n.term_of(a))
    lo, hi = fmpq(-1 if s & NEGATIVE else 0), fmpq(1 if s & POSITIVE else 0)
    return n.kernel(term, lambda: Kernel("sgn", term, Interval(lo, hi, False, False), integer=True))


def _max(n: Normalizer, *args: Rat) -> Rat:
    return _extreme(n, 1, args)


def _min(n: Normalizer, *args: Rat) -> Rat:
    return _extreme(n, -1, args)


def _extreme(n: Normalizer, direction: int, args: tuple[Rat, ...]) -> Rat:
    """(a + b + |a - b|)/2 and (a + b - |a - b|)/2"""
    result = args[0]
    for b in args[1:]:
        distance = ex.absolute(n, n.minus(result, b))
        result = n.scaled(n.total((result, b, n.scaled(distance, direction))), fmpq(1, 2))
    return result


def _rounded(name: str) -> Callable[[Normalizer, Rat], Rat]:
    """floor and ceiling: whole parts come out; floor(a) <= a < floor(a) + 1, a <= ceiling(a) < a + 1 for real a."""

    def rule(n: Normalizer, a: Rat) -> Rat:
        if n.is_integer(a):
            return a
        q = rational_value(a)
        if q is not None:
            return n.constant(int(q.floor() if name == "floor" else q.ceil()))
        whole = n.zero
        if a[1].is_one():
            parts = [((n.ring.from_dict({m: c})), n.one_poly) for m, c in a[0].terms()]
            whole = n.total(p for p in parts if n.is_integer(p))
        rest = n.minus(a, whole)
        term = fn(name, n.term_of(rest))
        bounds = interval(n, rest)
        if bounds is None:
            raise Unsupported(f"the {name} of what may be complex")
        lo = None if bounds.lo is None else bounds.lo - 1
        hi = None if bounds.hi is None else bounds.hi + 1
        wide = to_integers(Interval(lo, hi))
        known = len(n.kernels)
        made = n.kernel(term, lambda: Kernel("function", term, wide, integer=True))
        if len(n.kernels) > known:
            above = n.minus(rest, made) if name == "floor" else n.minus(made, rest)
            remember(n, above, POSITIVE | ZERO)
            remember(n, n.minus(n.one, above), POSITIVE)
        return n.plus(whole, made)

    return rule


def _heaviside(n: Normalizer, a: Rat, at_zero: Rat) -> Rat:
    zero = t.ZERO
    here = n.term_of(a)
    if settled(n, t.rel(">", here, zero)):
        return n.one
    return n.zero if settled(n, t.rel("<", here, zero)) else at_zero


def _delta(n: Normalizer, i: Rat, j: Rat, *_range: Rat) -> Rat:
    """1 where i = j, else 0; a kernel with delta^2 = delta when neither is known."""
    difference = n.minus(i, j)
    s = sign(n, difference)
    if s == ZERO:
        return n.one
    if s is not None and not s & ZERO:
        return n.zero
    if not n.is_zero(difference) and difference[0].leading_coefficient() < 0:
        difference = n.negated(difference)
    term = fn("delta", n.term_of(difference), t.ZERO)
    i_new = len(n.kernels)
    made = n.kernel(term, lambda: Kernel("delta", term, UNIT, integer=True))
    if len(n.kernels) > i_new:
        n.kernels[i_new].relation = (2, made)
        n.related.append(i_new)
    return made


def _xlogy(n: Normalizer, a: Rat, b: Rat) -> Rat:
    """a log b, and 0 where a = 0."""
    return n.zero if n.is_zero(a) else n.times(a, ex.log(n, b, power=True))


# ------------------------------------------------------------------------------------------------------ gamma family


def _shift(n: Normalizer, a: Rat) -> tuple[Rat, int]:
    """(b, k) with a = b + k, where b is positive if `a` has a known lower bound, else has its number in (0, 1]."""
    if not a[1].is_one():
        return a, 0
    bounds = interval(n, a)
    number = a[0].to_dict().get((0,) * n.size, fmpq(0))
    if bounds is not None and bounds.lo is not None:
        k = int(bounds.lo.floor()) - (0 if bounds.lo_open or bounds.lo.q != 1 else 1)
    else:
        k = int(number.ceil()) - 1
    if abs(k) > MAX_SHIFT:
        raise OverBudget("a gamma function is shifted too far")
    return n.minus(a, n.constant(k)), k


def _gamma(n: Normalizer, a: Rat) -> Rat:
    """Gamma(b + k) = b ... (b+k-1) Gamma(b); where a factor is 0, Gamma(b) has a pole that Gamma(b + k) has not.

    Unless b is known to be positive, Gamma(b) is 1/rgamma(b), and rgamma, defined everywhere, may be 0: so are binomials.
    """
    base, k = _shift(n, a)
    value = rational_value(base)
    if value is not None and value <= 0 and value.q == 1:
        raise Unsupported("gamma at a pole")
    result = n.one if value == 1 else _gamma_kernel(n, base, value)
    for j in range(k):
        factor = n.plus(base, n.constant(j))
        n.needs.append(n.term_of(factor))
        result = n.times(result, factor)
    for j in range(k, 0):
        result = n.times(result, n.inverse(n.plus(base, n.constant(j))))
    return result


def _gamma_kernel(n: Normalizer, base: Rat, value: fmpq | None) -> Rat:
    if value == fmpq(1, 2):
        return ex.power(n, n.rat(t.PI), n.constant(fmpq(1, 2)))
    s, place = sign(n, base), n.term_of(base)
    if s == POSITIVE:
        return n.atom(fn("gamma", place), ABOVE_ZERO, kind="function")
    return n.inverse(n.atom(fn("rgamma", place), None if s is None else REAL, kind="function"))


def _reciprocal_gamma(n: Normalizer, a: Rat) -> Rat:
    return n.inverse(_gamma(n, a))


def _factorial(n: Normalizer, a: Rat) -> Rat:
    return _gamma(n, n.plus(a, n.one))


def _loggamma(n: Normalizer, a: Rat) -> Rat:
    """log Gamma(a) for positive a; other arguments keep a kernel of their own (the branch differs)."""
    return ex.log(n, _gamma(n, a)) if sign(n, a) == POSITIVE else opaque(n, "loggamma", a)


def _beta(n: Normalizer, a: Rat, b: Rat) -> Rat:
    return n.times(n.times(_gamma(n, a), _gamma(n, b)), n.inverse(_gamma(n, n.plus(a, b))))


def _binomial(n: Normalizer, a: Rat, b: Rat) -> Rat:
    """n! / (k! (n-k)!) for n >= 0"""
    s = sign(n, a)
    if s is None or s & NEGATIVE:
        return opaque(n, "binomial", a, b)
    bottom = n.times(_factorial(n, b), _factorial(n, n.minus(a, b)))
    return n.times(_factorial(n, a), n.inverse(bottom))


def _digamma(n: Normalizer, a: Rat) -> Rat:
    return _polygamma(n, n.zero, a)


def _polygamma(n: Normalizer, order: Rat, a: Rat) -> Rat:
    """psi_m(b + k) = psi_m(b) + (-1)^m m! sum 1/(b+j)^(m+1)"""
    m = rational_value(order)
    if m is None or m.q != 1 or m < 0 or m > MAX_SHIFT:
        return opaque(n, "polygamma", order, a)
    base, k = _shift(n, a)
    order_number = int(m.p)
    s = sign(n, base)
    term = fn("polygamma", t.num(order_number), n.term_of(base))
    result = n.atom(term, REAL if s == POSITIVE else None, kind="function")
    scale = fmpq((-1) ** order_number)
    for j in range(2, order_number + 1):
        scale = scale * j
    for j in (*range(k), *range(k, 0)):
        if j >= 0:
            n.needs.append(n.term_of(n.plus(base, n.constant(j))))
        piece = n.power(n.plus(base, n.constant(j)), -order_number - 1)
        result = n.plus(result, n.scaled(piece, scale if j >= 0 else -scale))
    return result


def cases_term(n: Normalizer, a: Term) -> Rat:
    """The first value whose condition holds; NeedCase when a condition is not settled by what is known of signs."""
    for value, condition in zip(a.args[::2], a.args[1::2], strict=True):
        if settled(n, condition):
            return n.rat(value)
    raise Unsupported("a case distinction that covers no case here")


FUNCTION_RULES: dict[str, Callable[..., Rat]] = {
    "exp": _exp,
    "log": _log,
    "xlogy": _xlogy,
    "abs": complexes.modulus,
    "sign": _sign,
    "max": _max,
    "min": _min,
    "floor": _rounded("floor"),
    "ceiling": _rounded("ceiling"),
    "heaviside": _heaviside,
    "delta": _delta,
    "sin": _sin,
    "cos": _cosine,
    "tan": _quotient(_sin, _cosine),
    "cot": _quotient(_cosine, _sin),
    "sec": _quotient(_one, _cosine),
    "csc": _quotient(_one, _sin),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "coth": _quotient(_cosh, _sinh),
    "erf": _erf,
    "erfc": _erfc,
    "atan": _atan,
    "re": complexes.real_part,
    "im": complexes.imaginary_part,
    "conjugate": complexes.conjugate,
    "gamma": _gamma,
    "rgamma": _reciprocal_gamma,
    "factorial": _factorial,
    "loggamma": _loggamma,
    "beta": _beta,
    "binomial": _binomial,
    "digamma": _digamma,
    "polygamma": _polygamma,
}

__all__ = ["FROM_ZERO", "cases_term", "function_term"]
