"""Terms at a point, in ball arithmetic: a ball that is certain to hold the value, or no answer.

`Undefined` says that the term has no value at the point; `Inconclusive` that it is not known. Conventions: 0^0 = 1; an
empty sum is 0 and an empty product 1; principal branches; x log y is 0 at x = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq

from derive.kernel import calculus
from derive.kernel import terms as t
from derive.kernel.terms import Term

MAX_RANGE = 400
MAX_EXPONENT = 2_000
MAX_FACTORIAL = 2_000
MAX_STEPS = 40_000


class Undefined(Exception):
    """The term has no value at this point."""


class Inconclusive(Exception):
    """It is not known what the value is, or whether there is one."""


class Values:
    """Where terms are evaluated: exact values of atoms, and of bound variables while their binder is open.

    atom: gives the value of a symbol, a family element or an opaque function at exact arguments; it may choose it.
    """

    def __init__(self, atom: Callable[[Term], fmpq | acb], smooth: Callable[[str], bool] = lambda name: False) -> None:
        self.atom, self.smooth = atom, smooth
        self.bound: dict[int, fmpq | acb] = {}
        self.steps = 0


def evaluate(a: Term, at: Values) -> fmpq | acb:
    """The value of a term: exact when it is rational and easily so, else a ball."""
    at.steps += 1
    if at.steps > MAX_STEPS:
        raise Inconclusive("too much work")
    rule = _RULES.get(a.op)
    if rule is None:
        raise Inconclusive(f"a {a.op}")
    return rule(a, at)


def as_ball(x: fmpq | acb) -> acb:
    return acb(arb(x)) if isinstance(x, fmpq) else x


def _finite(x: acb) -> acb:
    if not x.is_finite():
        raise Inconclusive("a ball without bounds")
    return x


# ------------------------------------------------------------------------------------------------- atoms and algebra


def _num(a: Term, at: Values) -> fmpq:
    value: fmpq = a.args[0]
    return value


def _const(a: Term, at: Values) -> acb:
    match a.args[0]:
        case "pi":
            return acb(arb.pi())
        case "i":
            return acb(0, 1)
        case "euler_gamma":
            return acb(arb.const_euler())
    raise Inconclusive("infinity")


def _symbol(a: Term, at: Values) -> fmpq | acb:
    return at.atom(a)


def _var(a: Term, at: Values) -> fmpq | acb:
    if a.args[0] not in at.bound:
        raise Inconclusive("a free variable")
    return at.bound[a.args[0]]


def _located(a: Term, first: int, at: Values) -> Term:
    """The atom with its indices or arguments replaced by numbers."""
    places = []
    for x in a.args[first:]:
        value = evaluate(x, at)
        if not isinstance(value, fmpq):
            raise Inconclusive("an argument that is not exact")
        places.append(t.num(value))
    return Term(a.op, (*a.args[:first], *places))


def _item(a: Term, at: Values) -> fmpq | acb:
    atom = _located(a, 1, at)
    if any(x.args[0].q != 1 for x in atom.args[1:]):
        raise Undefined("an index that is no whole number")
    return at.atom(atom)


def _app(a: Term, at: Values) -> fmpq | acb:
    return at.atom(_located(a, 1, at))


def _dapp(a: Term, at: Values) -> fmpq | acb:
    return at.atom(_located(a, 2, at))


def _add(a: Term, at: Values) -> fmpq | acb:
    total: fmpq | acb = fmpq(0)
    for x in a.args:
        total = _plus(total, evaluate(x, at))
    return total


def _plus(a: fmpq | acb, b: fmpq | acb) -> fmpq | acb:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    return as_ball(a) + as_ball(b)


def _times(a: fmpq | acb, b: fmpq | acb) -> fmpq | acb:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a * b
    if isinstance(a, fmpq) and a == 0 or isinstance(b, fmpq) and b == 0:
        return fmpq(0)
    return as_ball(a) * as_ball(b)


def _mul(a: Term, at: Values) -> fmpq | acb:
    total: fmpq | acb = fmpq(1)
    for x in a.args:
        total = _times(total, evaluate(x, at))
    return total


def _pow(a: Term, at: Values) -> fmpq | acb:
    return power(evaluate(a.args[0], at), evaluate(a.args[1], at))


def power(base: fmpq | acb, exponent: fmpq | acb) -> fmpq | acb:
    """Principal power; 0^0 = 1, 0^e = 0 for e > 0, undefined for other e."""
    if isinstance(base, fmpq) and base == 0:
        return _power_of_zero(exponent)
    if isinstance(exponent, fmpq):
        if exponent.q == 1 and abs(exponent.p) <= MAX_EXPONENT:
            return _whole_power(base, int(exponent.p))
        if exponent.q == 2 and abs(exponent.p) <= MAX_EXPONENT:
            return _whole_power(_root(as_ball(base)), int(exponent.p))
    return _finite((as_ball(exponent) * log(base)).exp())


def _power_of_zero(exponent: fmpq | acb) -> fmpq:
    if isinstance(exponent, fmpq):
        if exponent < 0:
            raise Undefined("a division by 0")
        return fmpq(1 if exponent == 0 else 0)
    if exponent.real > 0:
        return fmpq(0)
    if exponent.real < 0:
        raise Undefined("a division by 0")
    raise Inconclusive("0 to a power that may be 0")


def _whole_power(base: fmpq | acb, e: int) -> fmpq | acb:
    if isinstance(base, fmpq):
        if e * max(abs(int(base.p)).bit_length(), int(base.q).bit_length()) > 40_000:
            return _finite(acb(arb(base)) ** e)
        return base**e
    if e < 0 and base.contains(0):
        raise Inconclusive("a division by what may be 0")
    return _finite(base**e)


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


def log(x: fmpq | acb) -> acb:
    if isinstance(x, fmpq):
        if x == 0:
            raise Undefined("the logarithm of 0")
        real = arb(abs(x)).log()
        return acb(real) if x > 0 else acb(real, arb.pi())
    if x.imag.is_zero() and x.real < 0:
        return acb((-x.real).log(), arb.pi())
    _off_the_cut(x)
    return x.log()


# ----------------------------------------------------------------------------------------------------------- functions


def _fn(a: Term, at: Values) -> fmpq | acb:
    name, *args = a.args
    if name == "xlogy":
        return _xlogy(evaluate(args[0], at), args[1], at)
    values = [evaluate(x, at) for x in args]
    exact = _EXACT.get(name)
    if exact is not None and all(isinstance(v, fmpq) for v in values):
        found = exact(*values)
        if found is not None:
            return found
    rule = _FUNCTIONS.get(name)
    if rule is None:
        raise Inconclusive(name)
    result = rule(*values)
    return result if isinstance(result, fmpq) else _finite(result)


def _xlogy(x: fmpq | acb, y: Term, at: Values) -> fmpq | acb:
    if isinstance(x, fmpq) and x == 0:
        return fmpq(0)
    return _times(x, log(evaluate(y, at)))


def _real(x: fmpq | acb) -> arb:
    if isinstance(x, fmpq):
        return arb(x)
    if not x.imag.is_zero():
        raise Inconclusive("the order of what may not be real")
    return x.real


def _analytic(name: str) -> Callable[[fmpq | acb], acb]:
    return lambda x: getattr(as_ball(x), name)()


def _exact_exp(x: fmpq) -> fmpq | None:
    return fmpq(1) if x == 0 else None


def _exact_log(x: fmpq) -> fmpq | None:
    return fmpq(0) if x == 1 else None


def _gamma(x: fmpq | acb) -> fmpq | acb:
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


def _factorial(x: fmpq | acb) -> fmpq | acb:
    return _gamma(_plus(x, fmpq(1)))


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


def _binomial(n: fmpq | acb, k: fmpq | acb) -> acb:
    a, b = as_ball(n), as_ball(k)
    if a.real < 0:
        raise Inconclusive("a binomial of a negative number")
    return (a + 1).gamma() * (b + 1).rgamma() * (a - b + 1).rgamma()


def _beta(a: fmpq | acb, b: fmpq | acb) -> acb:
    return as_ball(_gamma(a)) * as_ball(_gamma(b)) * (as_ball(a) + as_ball(b)).rgamma()


def _polygamma(m: fmpq | acb, x: fmpq | acb) -> acb:
    if not isinstance(m, fmpq) or m.q != 1 or m < 0:
        raise Inconclusive("polygamma of an unknown order")
    _gamma(x)
    order = int(m.p)
    if order == 0:
        return as_ball(x).digamma()
    return acb(order + 1).gamma() * (-1) ** (order + 1) * acb(order + 1).zeta(as_ball(x))


def _digamma(x: fmpq | acb) -> acb:
    return _polygamma(fmpq(0), x)


def _loggamma(x: fmpq | acb) -> acb:
    if not _real(x) > 0:
        raise Inconclusive("loggamma left of 0")
    return as_ball(x).lgamma()


def _sign(x: fmpq | acb) -> fmpq:
    real = _real(x)
    if isinstance(x, fmpq) and x == 0:
        return fmpq(0)
    if real > 0 or real < 0:
        return fmpq(1 if real > 0 else -1)
    raise Inconclusive("the sign of what may be 0")


def _abs(x: fmpq | acb) -> fmpq | acb:
    return abs(x) if isinstance(x, fmpq) else acb(abs(x))


def _extreme(name: str) -> Callable[..., fmpq | acb]:
    def rule(*values: fmpq | acb) -> fmpq | acb:
        if all(isinstance(v, fmpq) for v in values):
            return max(values) if name == "max" else min(values)
        result = _real(values[0])
        for v in values[1:]:
            result = getattr(result, name)(_real(v))
        return acb(result)

    return rule


def _rounded(name: str) -> Callable[[fmpq | acb], fmpq]:
    def rule(x: fmpq | acb) -> fmpq:
        if isinstance(x, fmpq):
            return fmpq(x.floor() if name == "floor" else x.ceil())
        found = getattr(_real(x), "floor" if name == "floor" else "ceil")().unique_fmpz()
        if found is None:
            raise Inconclusive("between two whole numbers")
        return fmpq(found)

    return rule


def _heaviside(x: fmpq | acb, at_zero: fmpq | acb = fmpq(1, 2)) -> fmpq | acb:
    s = _sign(x)
    return at_zero if s == 0 else fmpq(1 if s > 0 else 0)


def _delta(i: fmpq | acb, j: fmpq | acb, *_range: fmpq | acb) -> fmpq:
    if isinstance(i, fmpq) and isinstance(j, fmpq):
        return fmpq(1 if i == j else 0)
    if not (as_ball(i) - as_ball(j)).contains(0):
        return fmpq(0)
    raise Inconclusive("whether two indices are equal")


def _quotient(name: str, bottom: str) -> Callable[[fmpq | acb], acb]:
    def rule(x: fmpq | acb) -> acb:
        if getattr(as_ball(x), bottom)().contains(0):
            if isinstance(x, fmpq) and x == 0 and bottom in ("sin", "sinh"):
                raise Undefined(f"{name} at 0")
            raise Inconclusive(f"{name} near a pole")
        return getattr(as_ball(x), name)()

    return rule


def _inside(name: str, ends: bool) -> Callable[[fmpq | acb], acb]:
    """asin, acos, acosh, atanh: on the reals where they are real, nowhere else."""

    def rule(x: fmpq | acb) -> acb:
        real = _real(x)
        fine = real >= 1 if name == "acosh" else (real <= 1 and real >= -1 if ends else real < 1 and real > -1)
        if not fine:
            raise Inconclusive(f"{name} outside its real domain")
        return acb(getattr(real, name)())

    return rule


_FUNCTIONS: dict[str, Callable[..., fmpq | acb]] = {
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
    "atan": lambda x: acb(_real(x).atan()),
    "asinh": lambda x: acb(_real(x).asinh()),
    "gamma": _gamma,
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
_EXACT: dict[str, Callable[..., fmpq | None]] = {
    "exp": _exact_exp,
    "log": _exact_log,
    "gamma": _exact_gamma,
    "factorial": _exact_factorial,
    "binomial": _exact_binomial,
    **{name: (lambda x: fmpq(0) if x == 0 else None) for name in ("sin", "sinh", "tan", "tanh", "erf", "atan", "asin")},
    **{name: (lambda x: fmpq(1) if x == 0 else None) for name in ("cos", "cosh", "erfc")},
}


# -------------------------------------------------------------------------------------------------- cases and binders


def _cases(a: Term, at: Values) -> fmpq | acb:
    for value, condition in zip(a.args[::2], a.args[1::2], strict=True):
        true = holds(condition, at)
        if true is None:
            raise Inconclusive("a condition on its edge")
        if true:
            return evaluate(value, at)
    raise Undefined("no case applies")


def _range(a: Term, at: Values) -> range:
    ends = []
    for x in a.args[2:]:
        if x.op == "const":
            raise Inconclusive("an infinite range")
        value = evaluate(x, at)
        if not isinstance(value, fmpq) or value.q != 1:
            raise Inconclusive("a range whose end is no whole number")
        ends.append(int(value.p))
    if ends[1] - ends[0] > MAX_RANGE:
        raise Inconclusive("a range too long")
    return range(ends[0], ends[1] + 1)


def _pile(start: int, join: Callable[[fmpq | acb, fmpq | acb], fmpq | acb]) -> Callable[[Term, Values], fmpq | acb]:
    def rule(a: Term, at: Values) -> fmpq | acb:
        total: fmpq | acb = fmpq(start)
        for value in over_range(a, at):
            total = join(total, evaluate(a.args[1], value))
        return total

    return rule


def over_range(a: Term, at: Values) -> Any:
    """`at` with the binder's variable set to each number of its range in turn."""
    number = a.args[0]
    outer = at.bound.get(number)
    try:
        for k in _range(a, at):
            at.bound[number] = fmpq(k)
            yield at
    finally:
        if outer is None:
            at.bound.pop(number, None)
        else:
            at.bound[number] = outer


def _derivative(a: Term, at: Values) -> fmpq | acb:
    try:
        slope, needs = calculus.without_derivatives(a, at.smooth)
    except calculus.NoDerivative as e:
        raise Inconclusive(str(e)) from None
    evaluate(_original(a), at)
    if not all(_surely_not_zero(need, at) for need in needs):
        raise Inconclusive("a derivative where it may not exist")
    return evaluate(slope, at)


def _original(a: Term) -> Term:
    """What is differentiated, at the point where the derivative is taken: it must have a value there."""
    return t.instantiate(a, a.args[2]) if a.op == "deriv" else a.args[0]


def _surely_not_zero(need: Term, at: Values) -> bool:
    if need.op == "forall":
        return all(_surely_not_zero(need.args[1], inner) for inner in over_range(need, at))
    return not as_ball(evaluate(need, at)).contains(0)


_RULES: dict[str, Callable[[Term, Values], fmpq | acb]] = {
    "num": _num,
    "const": _const,
    "sym": _symbol,
    "var": _var,
    "item": _item,
    "app": _app,
    "dapp": _dapp,
    "add": _add,
    "mul": _mul,
    "pow": _pow,
    "fn": _fn,
    "cases": _cases,
    "sum": _pile(0, _plus),
    "prod": _pile(1, _times),
    "deriv": _derivative,
    "ideriv": _derivative,
}


# -------------------------------------------------------------------------------------------------------------- claims


def holds(claim: Term, at: Values) -> bool | None:
    """Whether a claim is true at the point; None when that is not known. Raises Undefined where a side has no value."""
    match claim.op:
        case "true" | "false":
            return claim.op == "true"
        case "not":
            inner = holds(claim.args[0], at)
            return None if inner is None else not inner
        case "and" | "or":
            return _combined(claim.op == "and", [holds(c, at) for c in claim.args])
        case "forall":
            return _combined(True, [holds(claim.args[1], inner) for inner in over_range(claim, at)])
        case "rel":
            op, a, b = claim.args
            return compare(op, evaluate(a, at), evaluate(b, at))
    return None


def _combined(every: bool, parts: list[bool | None]) -> bool | None:
    if (not every) in parts:
        return not every
    return None if None in parts else every


def compare(op: str, a: fmpq | acb, b: fmpq | acb) -> bool | None:
    """Whether `a op b`, for values known exactly or as balls."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        d = a - b
        return bool({"==": d == 0, "!=": d != 0, "<": d < 0, "<=": d <= 0, ">": d > 0, ">=": d >= 0}[op])
    difference = as_ball(a) - as_ball(b)
    if op in ("==", "!="):
        return None if difference.contains(0) else op == "!="
    try:
        d = _real(as_ball(a)) - _real(as_ball(b))
    except Inconclusive:
        return None
    if d > 0 or d < 0:
        return (d > 0) == (op[0] == ">")
    return None
