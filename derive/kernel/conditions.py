"""Where a term is defined: what must not be 0 in it.

Only necessary conditions are listed (a denominator, a logarithm's argument, the base of a negative power), so each
holds at every point where the term has a value. What the domain already proves is left out.
"""

from __future__ import annotations

from derive.kernel import terms as t
from derive.kernel.domain import NEGATIVE
from derive.kernel.normal import NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.regular import differentiable
from derive.kernel.signs import bind, interval, is_nonnegative, is_nonzero, is_real, sign
from derive.kernel.terms import Term


def conditions(n: Normalizer, a: Term) -> list[Term]:
    """Relations `b != 0` that hold wherever `a` is defined and that the domain does not prove."""
    found: dict[Term, None] = {}
    for base in _must_not_vanish(n, a):
        if not _never_zero(n, base):
            found[_stated(base)] = None
    return list(found)


def _stated(base: Term) -> Term:
    if base.op == "forall":
        number, body, lower, upper = base.args
        return t.big("forall", number, _stated(body), lower, upper)
    return t.rel("!=", base, t.ZERO)


def _must_not_vanish(n: Normalizer, a: Term) -> list[Term]:
    match a.op:
        case "cases" | "lim" | "int" | "deriv" | "ideriv":
            return []
        case "sum" | "prod":
            return _under_binder(n, a)
    counted = a.children()
    if a.op == "fn" and a.args[0] == "xlogy" and not _never_zero(n, a.args[1]):
        counted = (a.args[1],)  # where that is 0 the other need not have a value
    inner = [b for c in counted for b in _must_not_vanish(n, c)]
    if a.op == "pow" and _surely_negative(n, a.args[1]):
        inner.append(a.args[0])
    if a.op == "fn" and a.args[0] == "log":
        inner.append(a.args[1])
    if a.op == "fn" and a.args[0] == "xlogy" and _never_zero(n, a.args[1]):
        inner.append(a.args[2])
    return inner


def _under_binder(n: Normalizer, a: Term) -> list[Term]:
    _, _, lower, upper = a.args
    outside = _must_not_vanish(n, lower) + _must_not_vanish(n, upper)
    if lower.op == "const" or upper.op == "const":
        return outside
    bound = _bound(n, a)
    number = t.fresh() if bound is None else bound
    for base in _must_not_vanish(n, t.instantiate(a, t.var(number))):
        always = number not in base.free and _surely_not_empty(n, lower, upper)
        outside.append(base if always else t.big("forall", number, base, lower, upper))
    return outside


def _surely_not_empty(n: Normalizer, lower: Term, upper: Term) -> bool:
    """Whether a range has a member: an empty sum says nothing of its summand."""
    low, high = _form(n, lower), _form(n, upper)
    return low is not None and high is not None and is_nonnegative(n, n.minus(high, low))


def _surely_nonnegative(n: Normalizer, exponent: Term) -> bool:
    q = t.value(exponent)
    if q is not None:
        return bool(q >= 0)
    form = _form(n, exponent)
    return form is not None and is_nonnegative(n, form)


def _surely_negative(n: Normalizer, exponent: Term) -> bool:
    q = t.value(exponent)
    if q is not None:
        return bool(q < 0)
    form = _form(n, exponent)
    return form is not None and sign(n, form) == NEGATIVE


def _never_zero(n: Normalizer, base: Term) -> bool:
    if base.op == "forall":
        return never_zero(n, base)
    form = _form(n, base)
    return form is not None and is_nonzero(n, form)


def never_zero(n: Normalizer, need: Term) -> bool:
    """Whether a need (`forall` binders over a term) is provably not 0."""
    if need.op != "forall":
        form = _form(n, need)
        return form is not None and is_nonzero(n, form)
    _, _, lower, upper = need.args
    try:
        number = bind(n, n.rat(lower), n.rat(upper))
    except (Unsupported, NeedCase):
        return False
    return never_zero(n, t.instantiate(need, t.var(number)))


def surely_defined(n: Normalizer, a: Term) -> bool:
    """Whether `a` provably has a value at every point of the domain."""
    match a.op:
        case "deriv":
            return _derivative_exists(n, a)
        case "sum" | "prod":
            number = _bound(n, a)
            return number is not None and surely_defined(n, t.instantiate(a, t.var(number)))
        case "lim" | "int" | "ideriv" | "app" | "dapp" | "cases" | "forall":
            return False
    if not all(surely_defined(n, c) for c in a.children()):
        return False
    if a.op == "pow":
        return _surely_nonnegative(n, a.args[1]) or _never_zero(n, a.args[0])
    if a.op == "fn":
        name, first = a.args[:2]
        return (
            name in TOTAL
            or (name in TOTAL_ON_REALS and _surely_real(n, first))
            or (name == "log" and _never_zero(n, first))
            or (name == "factorial" and _surely_nonnegative(n, first))
        )
    return True


def _surely_real(n: Normalizer, a: Term) -> bool:
    form = _form(n, a)
    return form is not None and is_real(n, form)


TOTAL_ON_REALS = frozenset({"tanh", "atan"})
TOTAL = frozenset({"exp", "sin", "cos", "sinh", "cosh", "erf", "erfc", "abs", "max", "min", "sign",
                   "floor", "ceiling", "delta", "im", "re", "conjugate"})  # fmt: skip


def _bound(n: Normalizer, a: Term) -> int | None:
    _, _, lower, upper = a.args
    low, high = _form(n, lower), _form(n, upper)
    if lower.op == "const" or upper.op == "const" or low is None or high is None:
        return None
    return bind(n, low, high)


def _derivative_exists(n: Normalizer, a: Term) -> bool:
    place = _form(n, a.args[2])
    where = None if place is None else interval(n, place)
    if where is None or not (where.lo_open and where.hi_open):
        return False
    number = n.variable(where, integer=False)
    body = t.instantiate(a, t.var(number))
    return surely_defined(n, body) and differentiable(n, body, number)


def _form(n: Normalizer, a: Term) -> Rat | None:
    """The normal form of a term whose free summation variables nothing is known of, or None."""
    if a.free - n.variables.keys():
        return None
    try:
        return n.rat(a)
    except (Unsupported, NeedCase):
        return None
