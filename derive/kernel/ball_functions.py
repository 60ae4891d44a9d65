"""Functions at a point: exact values in, exact values or balls out."""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

from flint import acb, arb, fmpq

Number = fmpq | acb
"""An exact rational, or a ball that holds the value."""

MAX_EXPONENT = 2_000
MAX_FACTORIAL = 2_000
MAX_BITS = 40_000
HALF = fmpq(1, 2)


class Undefined(Exception):
    """The term has no value at this point."""


class Inconclusive(Exception):
    """It is not known what the value is, or whether there is one."""


def as_ball(x: Number) -> acb:
    return acb(arb(x)) if isinstance(x, fmpq) else x


def finite(x: acb) -> acb:
    if not x.is_finite():
        raise Inconclusive("a ball without bounds")
    return x


def plus(a: Number, b: Number) -> Number:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    return as_ball(a) + as_ball(b)


def times(a: Number, b: Number) -> Number:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a * b
    if (isinstance(a, fmpq) and a == 0) or (isinstance(b, fmpq) and b == 0):
        return fmpq(0)
    return as_ball(a) * as_ball(b)


def power(base: Number, exponent: Number) -> Number:
    """Principal power; 0^0 = 1, 0^e = 0 for e > 0, undefined for other e."""
    if isinstance(base, fmpq) and base == 0:
        return _power_of_zero(exponent)
    if isinstance(exponent, fmpq):
        if exponent.q == 1 and abs(exponent.p) <= MAX_EXPONENT:
            return _whole_power(base, int(exponent.p))
        if exponent.q == 2 and abs(exponent.p) <= MAX_EXPONENT:
            exact = _exact_root(base)
            if exact is not None:
                return _whole_power(exact, int(exponent.p))
            return _whole_power(_root(as_ball(base)), int(exponent.p))
    return finite((as_ball(exponent) * log(base)).exp())


def _power_of_zero(exponent: Number) -> fmpq:
    if isinstance(exponent, fmpq):
        if exponent < 0:
            raise Undefined("a division by 0")
        return fmpq(1 if exponent == 0 else 0)
    if exponent.real > 0:
        return fmpq(0)
    if exponent.real < 0:
        raise Undefined("a division by 0")
    raise Inconclusive("0 to a power that may be 0")


def _whole_power(base: Number, e: int) -> Number:
    if isinstance(base, fmpq):
        if e * max(abs(int(base.p)).bit_length(), int(base.q).bit_length()) > MAX_BITS:
            return finite(acb(arb(base)) ** e)
        return base**e
    if e < 0 and base.contains(0):
        raise Inconclusive("a division by what may be 0")
    return finite(base**e)


def _exact_root(x: Number) -> fmpq | None:
    """The square root of a rational square."""
    if not isinstance(x, fmpq) or x < 0 or int(x.p).bit_length() > MAX_BITS:
        return None
    top, bottom = isqrt(int(x.p)), isqrt(int(x.q))
    return fmpq(top, bottom) if top * top == x.p and bottom * bottom == x.q else None


def _root(x: acb) -> acb:
    if x.imag.is_zero() and x.real < 0:
        return acb(0, (-x.real).sqrt())
    _off_the_cut(x)
    return x.sqrt()


def _off_the_cut(x: acb) -> None:
    """Raise unless x keeps clear of the negative reals, where log and roots jump, or lies on the real line exactly."""
    if x.imag.is_zero():
        if x.real.contains(0):
            raise Inconclusive("a branch point")
    elif x.imag.contains(0) and not x.real > 0:
        raise Inconclusive("a branch cut")


def log(x: Number) -> acb:
    if isinstance(x, fmpq):
        if x == 0:
            raise Undefined("the logarithm of 0")
        real = arb(abs(x)).log()
        return acb(real) if x > 0 else acb(real, arb.pi())
    if x.imag.is_zero() and x.real < 0:
        return acb((-x.real).log(), arb.pi())
    _off_the_cut(x)
    return x.log()


def real_part(x: Number) -> arb:
    if isinstance(x, fmpq):
        return arb(x)
    if not x.imag.is_zero():
        raise Inconclusive("the order of what may not be real")
    return x.real


def _analytic(name: str) -> Callable[[Number], acb]:
    def rule(x: Number) -> acb:
        result: acb = getattr(as_ball(x), name)()
        return result

    return rule


def _exact_exp(x: fmpq) -> fmpq | None:
    return fmpq(1) if x == 0 else None


def _exact_log(x: fmpq) -> fmpq | None:
    return fmpq(0) if x == 1 else None


def _gamma(x: Number) -> Number:
    if isinstance(x, fmpq) and x.q == 1 and x <= 0:
        raise Undefined("gamma at a pole")
    return as_ball(x).gamma()


def _exact_gamma(x: fmpq) -> fmpq | None:
    return _exact_factorial(x - 1)


def _exact_factorial(x: fmpq) -> fmpq | None:
    if x.q != 1:
        return None
    if x < 0:
        raise Undefined("a factorial of a negative number")
    if x > MAX_FACTORIAL:
        raise Inconclusive("a factorial too large")
    result = fmpq(1)
    for k in range(2, int(x.p) + 1):
        result = result * k
    return result


def _factorial(x: Number) -> Number:
    return _gamma(plus(x, fmpq(1)))


def _exact_binomial(n: fmpq, k: fmpq) -> fmpq | None:
    if n.q != 1 or k.q != 1:
        return None
    if k < 0:
        return fmpq(0)
    if k > MAX_FACTORIAL:
        raise Inconclusive("a binomial too large")
    result = fmpq(1)
    for j in range(int(k.p)):
        result = result * (n - j) / (j + 1)
    return result


def _binomial(n: Number, k: Number) -> acb:
    a, b = as_ball(n), as_ball(k)
    if a.real < 0:
        raise Inconclusive("a binomial of a negative number")
    return (a + 1).gamma() * (b + 1).rgamma() * (a - b + 1).rgamma()


def _beta(a: Number, b: Number) -> acb:
    return as_ball(_gamma(a)) * as_ball(_gamma(b)) * (as_ball(a) + as_ball(b)).rgamma()


def _polygamma(m: Number, x: Number) -> acb:
    if not isinstance(m, fmpq) or m.q != 1 or m < 0:
        raise Inconclusive("polygamma of an unknown order")
    _gamma(x)
    order = int(m.p)
    if order == 0:
        value: acb = as_ball(x).digamma()
        return value
    result: acb = acb(order + 1).gamma() * (-1) ** (order + 1) * acb(order + 1).zeta(as_ball(x))
    return result


def _digamma(x: Number) -> acb:
    return _polygamma(fmpq(0), x)


def _loggamma(x: Number) -> acb:
    if not real_part(x) > 0:
        raise Inconclusive("loggamma left of 0")
    return as_ball(x).lgamma()


def _sign(x: Number) -> fmpq:
    real = real_part(x)
    if isinstance(x, fmpq) and x == 0:
        return fmpq(0)
    if real > 0 or real < 0:
        return fmpq(1 if real > 0 else -1)
    raise Inconclusive("the sign of what may be 0")


def _abs(x: Number) -> Number:
    return abs(x) if isinstance(x, fmpq) else acb(abs(x))


def _extreme(name: str) -> Callable[..., Number]:
    def rule(*values: Number) -> Number:
        if all(isinstance(v, fmpq) for v in values):
            return max(values) if name == "max" else min(values)  # type: ignore[type-var]
        result = real_part(values[0])
        for v in values[1:]:
            result = getattr(result, name)(real_part(v))
        return acb(result)

    return rule


def _rounded(name: str) -> Callable[[Number], fmpq]:
    def rule(x: Number) -> fmpq:
        if isinstance(x, fmpq):
            return fmpq(x.floor() if name == "floor" else x.ceil())
        found = getattr(real_part(x), "floor" if name == "floor" else "ceil")().unique_fmpz()
        if found is None:
            raise Inconclusive("between two whole numbers")
        return fmpq(found)

    return rule


def _heaviside(x: Number, at_zero: Number = HALF) -> Number:
    s = _sign(x)
    return at_zero if s == 0 else fmpq(1 if s > 0 else 0)


def _delta(i: Number, j: Number, *_range: Number) -> fmpq:
    if isinstance(i, fmpq) and isinstance(j, fmpq):
        return fmpq(1 if i == j else 0)
    if not (as_ball(i) - as_ball(j)).contains(0):
        return fmpq(0)
    raise Inconclusive("whether two indices are equal")


def _quotient(name: str, bottom: str) -> Callable[[Number], acb]:
    def rule(x: Number) -> acb:
        if getattr(as_ball(x), bottom)().contains(0):
            if isinstance(x, fmpq) and x == 0 and bottom in ("sin", "sinh"):
                raise Undefined(f"{name} at 0")
            raise Inconclusive(f"{name} near a pole")
        result: acb = getattr(as_ball(x), name)()
        return result

    return rule


def _inside(name: str, ends: bool) -> Callable[[Number], acb]:
    """asin, acos, acosh, atanh: on the reals where they are real, nowhere else."""

    def rule(x: Number) -> acb:
        real = real_part(x)
        fine = real >= 1 if name == "acosh" else (real <= 1 and real >= -1 if ends else real < 1 and real > -1)
        if not fine:
            raise Inconclusive(f"{name} outside its real domain")
        value: arb = getattr(real, name)()
        return acb(value)

    return rule


FUNCTIONS: dict[str, Callable[..., Number]] = {
    **{name: _analytic(name) for name in ("exp", "sin", "cos", "sinh", "cosh", "erf", "erfc")},
    "log": log,
    "tan": _quotient("tan", "cos"),
    "sec": _quotient("sec", "cos"),
    "cot": _quotient("cot", "sin"),
    "csc": _quotient("csc", "sin"),
    "tanh": _quotient("tanh", "cosh"),
    "coth": _quotient("coth", "sinh"),
    "asin": _inside("asin", True),
    "acos": _inside("acos", True),
    "atanh": _inside("atanh", False),
    "acosh": _inside("acosh", True),
    "atan": lambda x: acb(real_part(x).atan()),
    "asinh": lambda x: acb(real_part(x).asinh()),
    "gamma": _gamma,
    "rgamma": lambda x: as_ball(x).rgamma(),
    "loggamma": _loggamma,
    "digamma": _digamma,
    "polygamma": _polygamma,
    "beta": _beta,
    "factorial": _factorial,
    "binomial": _binomial,
    "abs": _abs,
    "sign": _sign,
    "max": _extreme("max"),
    "min": _extreme("min"),
    "floor": _rounded("floor"),
    "ceiling": _rounded("ceiling"),
    "heaviside": _heaviside,
    "delta": _delta,
    "re": lambda x: x if isinstance(x, fmpq) else acb(x.real),
    "im": lambda x: fmpq(0) if isinstance(x, fmpq) else acb(x.imag),
    "conjugate": lambda x: x if isinstance(x, fmpq) else x.conjugate(),
}
EXACT: dict[str, Callable[..., fmpq | None]] = {
    "exp": _exact_exp,
    "log": _exact_log,
    "gamma": _exact_gamma,
    "factorial": _exact_factorial,
    "binomial": _exact_binomial,
    **{name: (lambda x: fmpq(0) if x == 0 else None) for name in ("sin", "sinh", "tan", "tanh", "erf", "atan", "asin")},
    **{name: (lambda x: fmpq(1) if x == 0 else None) for name in ("cos", "cosh", "erfc")},
}
