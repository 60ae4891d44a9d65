"""Where a term is defined: what must not be 0 in it.

Only necessary conditions are listed (a denominator, a logarithm's argument, the base of a negative power), so each
holds at every point where the term has a value. What the domain already proves is left out.
"""

from __future__ import annotations

from functools import partial

from derive.kernel import terms as t
from derive.kernel.domain import NEGATIVE
from derive.kernel.hypotheses import in_ranges, match_all
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


def conditions_of_claim(n: Normalizer, claim: Term) -> list[Term]:
    """What holds wherever the sides of a claim, or of its parts, are defined."""
    if claim.op in ("and", "or", "not"):
        return [c for part in claim.args for c in conditions_of_claim(n, part)]
    return [c for side in claim.args[1:] for c in conditions(n, side)] if claim.op == "rel" else []


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
        case "lim" | "int":
            return _is_worked_out(n, a)
        case "ideriv" | "app" | "dapp" | "cases" | "forall":
            return False
    if a.op == "fn" and a.args[0] == "xlogy":
        return _logarithm_counts_where_defined(n, *a.args[1:])
    if not all(surely_defined(n, c) for c in a.children()):
        return False
    if a.op == "pow":
        return _surely_nonnegative(n, a.args[1]) or _never_zero(n, a.args[0])
    if a.op == "fn":
        name, first = a.args[:2]
        return (
            name in TOTAL
            or (name in TOTAL_ON_REALS and all(_surely_real(n, c) for c in a.children()))
            or (name == "log" and _never_zero(n, first))
            or (name == "factorial" and _surely_nonnegative(n, first))
            or (name == "binomial" and all(map(partial(_surely_whole, n), a.args[1:])))
        )
    return True


def _surely_whole(n: Normalizer, a: Term) -> bool:
    """Whether a term is always a whole number that is at least 0."""
    form = _form(n, a)
    return form is not None and n.is_integer(form) and is_nonnegative(n, form)


def _is_worked_out(n: Normalizer, a: Term) -> bool:
    """Whether a limit or an integral has a value that is known without exceptions."""
    form = None if a.free else _form(n, a)
    if form is None or any(s in n.needing for s in t.subterms(a)):
        return False
    value = n.term_of(form)
    return value != a and surely_defined(n, value) and not any(s.op in ("lim", "int") for s in t.subterms(value))


def _logarithm_counts_where_defined(n: Normalizer, a: Term, b: Term) -> bool:
    """Whether xlogy(a, b) has a value everywhere: b and what must not be 0 in it vanish only where a does."""
    return surely_defined(n, a) and _may_be_undefined_only_at(n, b, a) and _vanishes_only_with(n, b, a)


def _may_be_undefined_only_at(n: Normalizer, b: Term, a: Term) -> bool:
    """Whether b has a value wherever a is not 0: it is a product of what has one, and of reciprocals of what vanishes with a."""
    if surely_defined(n, b):
        return True
    if b.op == "mul":
        return all(_may_be_undefined_only_at(n, part, a) for part in b.args)
    return (
        b.op == "pow"
        and surely_defined(n, b.args[0])
        and _vanishes_only_with(n, b.args[0], a)
        and t.value(b.args[1]) is not None
    )


def _vanishes_only_with(n: Normalizer, b: Term, a: Term) -> bool:
    """Whether b = 0 implies a = 0: b is never 0, or b >= a >= 0, or it is said so for each index."""
    if b.op == "mul":
        return all(_vanishes_only_with(n, part, a) for part in b.args)
    if b.op == "pow" and t.value(b.args[1]) is not None:
        return _vanishes_only_with(n, b.args[0], a)
    if _never_zero(n, b) or _excluded(n, b, a):
        return True
    upper, lower = _form(n, b), _form(n, a)
    if upper is None or lower is None or not is_nonnegative(n, lower):
        return False
    return is_nonnegative(n, n.minus(upper, lower)) or _is_one_of_the_terms(n, a, b)


def _is_one_of_the_terms(n: Normalizer, a: Term, total: Term) -> bool:
    """Whether a is a term of a sum of terms that are at least 0."""
    if total.op != "sum":
        return False
    number, body, lower, upper = total.args
    values = match_all(body, a, {number})
    if values is None or not in_ranges(n, values, ((number, lower, upper),)):
        return False
    bound = _bound(n, total)
    form = None if bound is None else _form(n, t.instantiate(total, t.var(bound)))
    return form is not None and is_nonnegative(n, form)


def _excluded(n: Normalizer, b: Term, a: Term) -> bool:
    """Whether `a = 0 or b > 0` is given, for these or for each index."""
    for h in n.domain.hypotheses:
        if h.claim.op == "or" and len(h.claim.args) == 2:
            for first, second in (h.claim.args, h.claim.args[::-1]):
                if first.op == second.op == "rel" and first.args[0] == "==" and second.args[0] in (">", "!="):
                    pattern = t.rel("==", t.mul(first.args[1], second.args[1]), t.add(first.args[2], second.args[2]))
                    values = match_all(
                        pattern, t.rel("==", t.mul(a, b), t.add(t.ZERO, t.ZERO)), {x[0] for x in h.binders}
                    )
                    if values is not None and in_ranges(n, values, h.binders):
                        return True
    return False


def _surely_real(n: Normalizer, a: Term) -> bool:
    form = _form(n, a)
    return form is not None and is_real(n, form)


TOTAL_ON_REALS = frozenset({"tanh", "atan", "max", "min", "floor", "ceiling"})
TOTAL = frozenset({"exp", "sin", "cos", "sinh", "cosh", "erf", "erfc", "abs", "sign", "delta", "im", "re", "conjugate"})


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
