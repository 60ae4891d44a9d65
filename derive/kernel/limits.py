"""Limits by leading terms: a quotient of polynomials in exp(s w), w and log w, as w grows without bound.

Every limit is brought to w -> oo (v = w, -w, c + 1/w or c - 1/w). Kernels that converge are replaced by their limits;
of the rest, exp(s w) with s > 0 outgrows every power of w, which outgrows every power of log w. Numerator and
denominator are divided by the leading growth of the denominator, whose coefficient must provably not tend to 0. Where
leading terms cancel, kernels that converge are written as Taylor polynomials with an exact rest: f(d) = c0 + c1 d +
... + r d^N, where r tends to c_N as d tends to 0. That holds of smooth opaque functions too, which need not be analytic: it is
Taylor's theorem with Peano's rest, for real arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import Any, NamedTuple

from flint import fmpq

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.domain import NEGATIVE, POSITIVE, ZERO, Interval
from derive.kernel.normal import Kernel, NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.regular import ENTIRE, WITH_CUTS
from derive.kernel.signs import is_nonzero, is_real, sign
from derive.kernel.smooth import is_smooth_at, taylor_coefficients
from derive.kernel.terms import Term


class Growth(NamedTuple):
    """exp(rate w) w^degree (log w)^slow; rate and degree may be symbolic."""

    rate: Rat
    degree: Rat
    slow: int

    def times(self, n: Normalizer, other: Growth, e: int) -> Growth:
        """This growth times another one to the power e."""
        rate = n.plus(self.rate, n.scaled(other.rate, e))
        return Growth(rate, n.plus(self.degree, n.scaled(other.degree, e)), self.slow + other.slow * e)


def _still(n: Normalizer) -> Growth:
    return Growth(n.zero, n.zero, 0)


def limit_term(n: Normalizer, a: Term) -> Rat:
    number, body, point, direction = a.args
    if point not in (t.INFINITY, t.MINUS_INFINITY) and not is_real(n, n.rat(point)):
        raise Unsupported("a limit at a point that may not be real")
    w = n.variable(Interval(fmpq(1)), integer=False)
    limits = [_at_infinity(n, t.substitute(body, {t.var(number): place}), w) for place in _places(point, direction, w)]
    if any(not n.is_zero(n.minus(limits[0], other)) for other in limits[1:]):
        raise Unsupported("a limit that differs from the two sides")
    return limits[0]


def _places(point: Term, direction: str, w: int) -> list[Term]:
    """What is put for the variable, so that w -> oo takes it to the point."""
    v = t.var(w)
    if point == t.INFINITY:
        return [v]
    if point == t.MINUS_INFINITY:
        return [t.neg(v)]
    right, left = t.add(point, t.power(v, t.MINUS_ONE)), t.sub(point, t.power(v, t.MINUS_ONE))
    return {"+": [right], "-": [left]}.get(direction, [right, left])


def _at_infinity(n: Normalizer, body: Term, w: int) -> Rat:
    return _limit(n, n.rat(body), w)


def _limit(n: Normalizer, a: Rat, w: int) -> Rat:
    """The finite limit of `a` as w -> oo; raises Unsupported when there is none, or none is found."""
    if not _moves(n, a, w):
        return a
    a = _with_logarithms_split(n, a, w)
    try:
        return _by_leading_terms(n, a, w)
    except Cancelling as e:
        unresolved: Unsupported = e
    for order in TAYLOR_ORDERS:
        expanded = _expanded(n, a, w, order)
        if expanded == a:
            break
        try:
            return _by_leading_terms(n, expanded, w)
        except Cancelling as e:
            unresolved = e
    raise unresolved


class Cancelling(Unsupported):
    """Leading terms whose coefficients tend to 0: smaller terms decide."""


def _by_leading_terms(n: Normalizer, a: Rat, w: int) -> Rat:
    n.spend(10)
    less = _moving_exponent(n, a[1], w)
    bottom = _leading(n, _grouped(n, a[1], w, less))
    if not is_nonzero(n, bottom[1]):
        raise Cancelling("a limit whose denominator may vanish in the limit")
    total = n.zero
    for growth, coefficient in _grouped(n, a[0], w, less):
        order = _compare(n, growth, bottom[0])
        if order > 0 and not n.is_zero(coefficient):
            raise Unsupported("a limit that is not finite")
        if order == 0:
            total = n.plus(total, coefficient)
        if order > 0:
            raise Cancelling("a limit of the form 0 times infinity")
    return n.times(total, n.inverse(bottom[1]))


def _with_logarithms_split(n: Normalizer, a: Rat, w: int) -> Rat:
    """log f = log M + log(f/M), with M the growth of an f that does not stay finite and positive."""
    for i in sorted({i for p in a for i, _ in n.present(p)}):
        kernel = n.kernels[i]
        if kernel.logarithm_of is None or w not in kernel.free or kernel.term == t.log(t.var(w)):
            continue
        growth = _logarithm_of_growth(n, kernel.logarithm_of, w)
        if growth is not None:
            rest = n.times(kernel.logarithm_of, ex.exp(n, n.negated(growth)))
            a = n.replaced(a, i, n.plus(growth, ex.logarithm_kernel(n, rest)))
    return a


def _logarithm_of_growth(n: Normalizer, f: Rat, w: int) -> Rat | None:
    """r w + s log w for an f that grows as exp(r w) w^s; None where it does not grow, or in another way."""
    less = _moving_exponent(n, f[1], w)
    top, bottom = (_leading(n, _grouped(n, p, w, less))[0] for p in f)
    growth = top.times(n, bottom, -1)
    if growth.slow or (n.is_zero(growth.rate) and n.is_zero(growth.degree)):
        return None
    if not (is_real(n, growth.rate) and is_real(n, growth.degree)):
        raise Unsupported("the logarithm of what may turn round 0")
    v = t.var(w)
    return n.plus(n.times(growth.rate, n.rat(v)), n.times(growth.degree, n.rat(t.log(v))))


def _expanded(n: Normalizer, a: Rat, w: int, order: int) -> Rat:
    """`a` with each kernel that converges as w -> oo written as a Taylor polynomial with an exact rest; those too that the
    polynomials bring in."""
    for _ in range(MAX_NESTED):
        inner = _expanded_once(n, a, w, order)
        if inner == a:
            break
        a = inner
    return a


def _expanded_once(n: Normalizer, a: Rat, w: int, order: int) -> Rat:
    for i in sorted({i for p in a for i, _ in n.present(p)}):
        if w in n.kernels[i].free and n.kernels[i].kind != REST:
            try:
                instead = _taylor(n, i, w, order)
            except (Unsupported, NeedCase):
                continue
            a = a if instead is None else n.replaced(a, i, instead)
    return n.simplified(a)


def _taylor(n: Normalizer, i: int, w: int, order: int) -> Rat | None:
    """The kernel i as c0 + c1 d + ... + r d^order, with d -> 0 as w -> oo."""
    kernel = n.kernels[i]
    if kernel.exponent is not None:
        _require_positive_bases(n, kernel.exponent, w)
        at = _limit(n, kernel.exponent, w)
        return n.times(ex.exp(n, at), _polynomial(n, TAYLOR["exp"], n.minus(kernel.exponent, at), order, kernel.term))
    if kernel.logarithm_of is not None:
        at = _limit(n, kernel.logarithm_of, w)
        if sign(n, at) != POSITIVE:
            return None
        d = n.minus(n.times(kernel.logarithm_of, n.inverse(at)), n.one)
        return n.plus(ex.log(n, at), _polynomial(n, TAYLOR["log1p"], d, order, kernel.term))
    if kernel.kind == "root" and kernel.relation is not None:
        length, radicand = kernel.relation
        growth = _logarithm_of_growth(n, radicand, w) or n.zero
        at = _limit(n, n.times(radicand, ex.exp(n, n.negated(growth))), w)
        if sign(n, at) != POSITIVE or radicand == n.rat(t.var(w)):
            return None
        d = n.minus(n.product((radicand, n.inverse(at), ex.exp(n, n.negated(growth)))), n.one)
        scale = n.times(ex.power(n, at, n.constant(fmpq(1, length))), ex.exp(n, n.scaled(growth, fmpq(1, length))))
        return n.times(scale, _polynomial(n, _binomial_series(length), d, order, kernel.term))
    if kernel.term.op == "fn" and kernel.term.args[0] in TAYLOR and len(kernel.term.args) == 2:
        d = n.rat(kernel.term.args[1])
        if n.is_zero(_limit(n, d, w)):
            return _polynomial(n, TAYLOR[kernel.term.args[0]], d, order, kernel.term)
    if kernel.term.op in ("app", "dapp"):
        at = _limit_of_argument(n, kernel.term, w)
        d = n.minus(n.rat(kernel.term.args[-1]), at)
        return _expansion(n, taylor_coefficients(n, kernel.term, at), d, order, kernel.term)
    return None


def _limit_of_argument(n: Normalizer, a: Term, w: int) -> Rat:
    """Where the argument of an opaque function tends to; raises Unsupported unless the function is smooth there."""
    at = _limit(n, n.rat(a.args[-1]), w)
    if not is_smooth_at(n, a, at):
        raise Unsupported("a limit of a function that is not known to be smooth there")
    return at


TAYLOR: dict[str, Callable[[int], fmpq]] = {
    "exp": lambda k: fmpq(1, factorial(k)),
    "log1p": lambda k: fmpq((-1) ** (k + 1), k) if k else fmpq(0),
    "sin": lambda k: fmpq((-1) ** (k // 2), factorial(k)) if k % 2 else fmpq(0),
    "cos": lambda k: fmpq(0) if k % 2 else fmpq((-1) ** (k // 2), factorial(k)),
    "atan": lambda k: fmpq((-1) ** (k // 2), k) if k % 2 else fmpq(0),
}
"""The Taylor coefficients at 0 of functions that are analytic there."""
TAYLOR_ORDERS = (2, 4, 6)
MAX_NESTED = 4
REST = "rest"


def _binomial_series(length: int) -> Callable[[int], fmpq]:
    """The coefficients of (1 + d)^(1/length)."""

    def coefficient(k: int) -> fmpq:
        result = fmpq(1)
        for j in range(k):
            result = result * (fmpq(1, length) - j) / (j + 1)
        return result

    return coefficient


def _polynomial(n: Normalizer, coefficient: Callable[[int], fmpq], d: Rat, order: int, of: Term) -> Rat:
    """f(d) as its Taylor polynomial below `order` and a rest r d^order, for coefficients that are numbers."""
    return _expansion(n, lambda k: n.constant(coefficient(k)), d, order, of)


def _expansion(n: Normalizer, coefficient: Callable[[int], Rat], d: Rat, order: int, of: Term) -> Rat:
    """f(d) as its Taylor polynomial below `order` and a rest r d^order, r being a kernel of its own."""
    rest = t.fn(REST, of, t.num(order), n.term_of(coefficient(order)))
    r = n.kernel(rest, lambda: Kernel(REST, rest, None))
    terms = [n.times(n.power(d, k), coefficient(k)) for k in range(order)]
    return n.plus(n.total(terms), n.times(r, n.power(d, order)))


def _moves(n: Normalizer, a: Rat, w: int) -> bool:
    return w in n.free_of_poly(a[0]) | n.free_of_poly(a[1])


def _grouped(n: Normalizer, p: Any, w: int, less: Rat) -> list[tuple[Growth, Rat]]:
    """The terms of p exp(-less) by their growth, each with the limit of its coefficient."""
    return _joined(n, [_term_at_infinity(n, exponents, c, w, less) for exponents, c in p.terms()])


def _term_at_infinity(n: Normalizer, m: tuple[int, ...], c: fmpq, w: int, less: Rat) -> tuple[Growth, Rat]:
    """One term: the exponents of its exponentials are added up first, since what grows in them may cancel."""
    growth, coefficient = _still(n), n.constant(c)
    for i, e in enumerate(m):
        if e and not _is_exponential(n.kernels[i], w):
            more, factor = _kernel_at_infinity(n, i, w)
            growth = growth.times(n, more, int(e))
            coefficient = n.times(coefficient, n.power(factor, int(e)))
    exponent = n.minus(_exponent_of(n, m, w), less)
    if n.is_zero(exponent):
        return growth, coefficient
    more, factor = _exponential_at_infinity(n, exponent, w)
    return growth.times(n, more, 1), n.times(coefficient, factor)


def _is_exponential(kernel: Kernel, w: int) -> bool:
    return w in kernel.free and (kernel.exponent is not None or kernel.kind == "root")


def _exponent_of(n: Normalizer, m: tuple[int, ...], w: int) -> Rat:
    """The sum of the exponents of the moving exponentials of a term; a root is exp(log f / length)."""
    total = n.zero
    for i, e in enumerate(m):
        if e and _is_exponential(n.kernels[i], w):
            kernel = n.kernels[i]
            exponent = kernel.exponent
            if exponent is None and kernel.relation is not None:
                exponent = n.scaled(ex.log(n, kernel.relation[1]), fmpq(1, kernel.relation[0]))
            assert exponent is not None
            total = n.plus(total, n.scaled(exponent, int(e)))
    return total


def _moving_exponent(n: Normalizer, p: Any, w: int) -> Rat:
    """The exponents of the first term of a denominator: what is taken out of all terms above and below."""
    return _exponent_of(n, next(iter(p.terms()))[0], w)


def _joined(n: Normalizer, groups: list[tuple[Growth, Rat]]) -> list[tuple[Growth, Rat]]:
    joined: list[tuple[Growth, Rat]] = []
    for growth, coefficient in groups:
        same = next((k for k, (g, _) in enumerate(joined) if g == growth), None)
        if same is None:
            joined.append((growth, coefficient))
        else:
            joined[same] = (growth, n.plus(joined[same][1], coefficient))
    return joined


def _kernel_at_infinity(n: Normalizer, i: int, w: int) -> tuple[Growth, Rat]:
    """A kernel as a growth times a coefficient that converges."""
    kernel, still = n.kernels[i], _still(n)
    if w not in kernel.free:
        return still, (n.generators[i], n.one_poly)
    if kernel.term == t.var(w):
        return Growth(n.zero, n.one, 0), n.one
    if kernel.term == t.log(t.var(w)):
        return Growth(n.zero, n.zero, 1), n.one
    if kernel.kind == REST:
        return still, n.rat(kernel.term.args[3])
    if kernel.term.op == "fn" and kernel.term.args[0] in ENTIRE and len(kernel.term.args) == 2:
        argument = n.rat(kernel.term.args[1])
        inner = _limit(n, argument, w)
        if kernel.term.args[0] in WITH_CUTS and not (is_real(n, argument) and is_real(n, inner)):
            raise Unsupported("a limit that may lie on a branch cut")
        return still, n.rat(t.fn(kernel.term.args[0], n.term_of(inner)))
    if kernel.logarithm_of is not None:
        inner = _limit(n, kernel.logarithm_of, w)
        if sign(n, inner) != POSITIVE:
            raise Unsupported("a limit of a logarithm that does not stay finite")
        return still, ex.log(n, inner)
    if kernel.term.op in ("app", "dapp"):  # what is smooth is continuous
        return still, taylor_coefficients(n, kernel.term, _limit_of_argument(n, kernel.term, w))(0)
    raise Unsupported("a limit of this kind")


def _exponential_at_infinity(n: Normalizer, exponent: Rat, w: int) -> tuple[Growth, Rat]:
    """exp(r w + s log w + rest) with r and s free of w and a rest that converges."""
    _require_positive_bases(n, exponent, w)
    exponent = _with_logarithms_split(n, exponent, w)
    if w in n.free_of_poly(exponent[1]):
        return _still(n), ex.exp(n, _limit(n, exponent, w))
    parts = [n.zero, n.zero, n.zero]
    for exponents, c in exponent[0].terms():
        piece = n.times((n.ring.from_dict({exponents: c}), n.one_poly), n.inverse((exponent[1], n.one_poly)))
        moving = [(n.kernels[i].term, e) for i, e in enumerate(exponents) if e and w in n.kernels[i].free]
        place = [[(t.var(w), 1)], [(t.log(t.var(w)), 1)], moving].index(moving)
        parts[place] = n.plus(parts[place], piece)
    rate = n.times(parts[0], n.inverse(n.rat(t.var(w))))
    degree = n.times(parts[1], n.inverse(n.rat(t.log(t.var(w)))))
    return Growth(rate, degree, 0), ex.exp(n, _limit(n, parts[2], w))


def _require_positive_bases(n: Normalizer, exponent: Rat, w: int) -> None:
    """Raise Unsupported where the exponential is a power of something that may be 0 and stays so: 0^x does not tend to 0^0."""
    if any(n.kernels[i].formal and w not in n.kernels[i].free for p in exponent for i, _ in n.present(p)):
        raise Unsupported("a limit of a power of what may be 0")


def _compare(n: Normalizer, a: Growth, b: Growth) -> int:
    """1, 0 or -1: which grows faster."""
    for x, y in ((a.rate, b.rate), (a.degree, b.degree)):
        s = sign(n, n.minus(x, y))
        if s not in (POSITIVE, NEGATIVE, ZERO):
            raise NeedCase(n.term_of(n.minus(x, y)))
        if s != ZERO:
            return 1 if s == POSITIVE else -1
    return (a.slow > b.slow) - (a.slow < b.slow)


def _leading(n: Normalizer, groups: list[tuple[Growth, Rat]]) -> tuple[Growth, Rat]:
    best = groups[0]
    for g in groups[1:]:
        if _compare(n, g[0], best[0]) > 0:
            best = g
    total = n.zero
    for growth, coefficient in groups:
        if _compare(n, growth, best[0]) == 0:
            total = n.plus(total, coefficient)
    return best[0], total
