"""Derivatives of terms, by a variable or by an element of a family.

Soundness: `differentiate(f, x, smooth)` gives f' and a list of needs. Wherever f is defined and differentiable and no
need vanishes, f' is the derivative. Terms whose derivative is not known raise `NoDerivative`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flint import fmpq

from derive.kernel.terms import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    add,
    big,
    divide,
    exp,
    fn,
    fresh,
    instantiate,
    integer_value,
    log,
    mentions,
    mul,
    neg,
    num,
    power,
    rebuild,
    sub,
    substitute,
    value,
    var,
)


class NoDerivative(Exception):
    """There is no derivative, or none that is known here; the message says of what."""


Continuous = Callable[[Term, Term], bool]
"""Whether the integrand of an integral is continuous wherever its ends may move (the second term is the place)."""


def nowhere(integral: Term, at: Term) -> bool:
    return False


def differentiate(
    f: Term, x: Term, smooth: Callable[[str], bool], continuous: Continuous = nowhere, at: Term | None = None
) -> tuple[Term, list[Term]]:
    """(f', needs). x: a var or an item. smooth: whether an opaque function of that name is differentiable. continuous:
    whether an integral may be differentiated by its ends, for the derivative at `at`.

    A need is a term that must not vanish; needs under a binder are wrapped in `forall`. Raises NoDerivative.
    """
    if x.op not in ("var", "item"):
        raise NoDerivative("a derivative is by a variable or by an element of a family")
    d = _Differentiator(x, smooth, lambda integral: at is not None and continuous(integral, at))
    return d.of(f), d.needs


def without_derivatives(
    f: Term, smooth: Callable[[str], bool], continuous: Continuous = nowhere
) -> tuple[Term, list[Term]]:
    """`f` with every derivative in it carried out, innermost first, and the needs of all of them.

    What a derivative needs under another one is needed near the place of the outer one. Of what is continuous it is enough
    that it is not 0 at that place.
    """

    @cache
    def has_derivative(a: Term) -> bool:
        return a.op in ("deriv", "ideriv") or any(map(has_derivative, a.children()))

    @cache
    def clear(a: Term) -> tuple[Term, tuple[Term, ...]]:
        if not has_derivative(a):
            return a, ()
        if a.op == "deriv":
            number, body, at = a.args
            at, found = clear(at)
            inner, inside = clear(body)
            slope, more = differentiate(inner, var(number), smooth, continuous, at)
            kept = [need for need in inside if not _is_continuous(need, number)]
            here = [substitute(need, {var(number): at}) for need in (*inside, *more) if need not in kept]
            return substitute(slope, {var(number): at}), (*found, *kept, *here)
        if a.op == "ideriv":
            inner, inside = clear(a.args[0])
            slope, more = differentiate(inner, a.args[1], smooth)
            return slope, (*inside, *more)
        parts = {x: clear(x) for x in a.children()}
        needs = tuple(need for x in a.children() for need in parts[x][1])
        if a.op in ("sum", "prod"):
            number, _, lower, upper = a.args
            needs = tuple(big("forall", number, need, lower, upper) if number in need.free else need for need in needs)
        return rebuild(a, lambda x: parts[x][0]), needs

    cleared, needs = clear(f)
    return cleared, list(needs)


def _is_continuous(a: Term, number: int) -> bool:
    """Whether a term is a continuous function of all of var(number), read off its structure."""
    if number not in a.free or a.op == "var":
        return True
    match a.op:
        case "add" | "mul":
            parts = a.args
        case "pow":
            parts = a.args[:1] if (integer_value(a.args[1]) or 0) > 0 else ()
        case "fn":
            parts = a.args[1:] if a.args[0] in EVERYWHERE else ()
        case "sum" | "prod" | "forall":
            moves = any(number in end.free or end.op == "const" for end in a.args[2:])
            parts = () if moves else a.args[1:2]
        case _:
            parts = ()
    return bool(parts) and all(_is_continuous(x, number) for x in parts)


EVERYWHERE = frozenset({"exp", "sin", "cos", "sinh", "cosh", "erf", "erfc", "abs"})
"""Functions that are continuous at every complex number."""


def _outer(name: str, a: Term) -> Term:
    """The derivative of a function of one argument, at a."""
    rule = _OUTER.get(name)
    if rule is None:
        raise NoDerivative(f"{name} has no derivative that is known here")
    return rule(a)


def _square(a: Term) -> Term:
    return power(a, TWO)


_OUTER: dict[str, Callable[[Term], Term]] = {
    "exp": exp,
    "log": lambda a: power(a, MINUS_ONE),
    "sin": lambda a: fn("cos", a),
    "cos": lambda a: neg(fn("sin", a)),
    "tan": lambda a: add(ONE, _square(fn("tan", a))),
    "sinh": lambda a: fn("cosh", a),
    "cosh": lambda a: fn("sinh", a),
    "tanh": lambda a: sub(ONE, _square(fn("tanh", a))),
    "asin": lambda a: power(sub(ONE, _square(a)), num(fmpq(-1, 2))),
    "acos": lambda a: neg(power(sub(ONE, _square(a)), num(fmpq(-1, 2)))),
    "atan": lambda a: power(add(ONE, _square(a)), MINUS_ONE),
    "asinh": lambda a: power(add(ONE, _square(a)), num(fmpq(-1, 2))),
    "erf": lambda a: mul(TWO, power(PI, num(fmpq(-1, 2))), exp(neg(_square(a)))),
    "erfc": lambda a: mul(num(-2), power(PI, num(fmpq(-1, 2))), exp(neg(_square(a)))),
    "gamma": lambda a: mul(fn("gamma", a), fn("digamma", a)),
    "loggamma": lambda a: fn("digamma", a),
    "digamma": lambda a: fn("polygamma", ONE, a),
    "factorial": lambda a: mul(fn("gamma", add(a, ONE)), fn("digamma", add(a, ONE))),
}


class _Differentiator:
    def __init__(
        self, x: Term, smooth: Callable[[str], bool], continuous: Callable[[Term], bool] = lambda integral: False
    ) -> None:
        self.x = x
        self.smooth = smooth
        self.continuous = continuous
        self.needs: list[Term] = []
        self.known: dict[Term, Term] = {}

    def depends(self, a: Term) -> bool:
        return self.x.args[0] in a.free if self.x.op == "var" else mentions(a, self.x.args[0])

    def of(self, a: Term) -> Term:
        if not self.depends(a):
            return ZERO
        if a not in self.known:
            rule = getattr(self, f"_{a.op}", None)
            if rule is None:
                raise NoDerivative(f"{a.op} has no derivative that is known here")
            self.known[a] = rule(a)
        return self.known[a]

    def _var(self, a: Term) -> Term:
        return ONE

    def _item(self, a: Term) -> Term:
        """d X_i / d X_j = delta_ij, index by index; an index has no derivative."""
        if self.x.op == "var" or any(self.depends(i) for i in a.args[1:]):
            raise NoDerivative("an index takes whole numbers only")
        deltas = (fn("delta", i, j) for i, j in zip(a.args[1:], self.x.args[1:], strict=True))
        return mul(*deltas)

    def _add(self, a: Term) -> Term:
        """(f + g)' = f' + g'"""
        return add(*(s for s in map(self.of, a.args) if s != ZERO))

    def _mul(self, a: Term) -> Term:
        """(f g)' = f' g + f g'"""
        slopes = [(k, self.of(f)) for k, f in enumerate(a.args)]
        return add(*(mul(s, *a.args[:k], *a.args[k + 1 :]) for k, s in slopes if s != ZERO))

    def _pow(self, a: Term) -> Term:
        """(f^c)' = c f^(c-1) f';  (f^g)' = f^g (g' log f + g f'/f), where f is not 0"""
        base, exponent = a.args
        if not self.depends(exponent):
            number = value(exponent)
            if number is None or (number < 1 and number.q != 1):
                self.needs.append(base)
            lowered = num(number - 1) if number is not None else sub(exponent, ONE)
            return mul(exponent, power(base, lowered), self.of(base))
        self.needs.append(base)
        return mul(a, add(mul(self.of(exponent), log(base)), mul(exponent, divide(self.of(base), base))))

    def _fn(self, a: Term) -> Term:
        """The chain rule; for functions of several arguments, one term for each argument."""
        name, *args = a.args
        special = getattr(self, f"_fn_{name}", None)
        if special is not None:
            result: Term = special(*args)
            return result
        if len(args) != 1:
            raise NoDerivative(f"{name} has no derivative that is known here")
        return mul(_outer(name, args[0]), self.of(args[0]))

    def _fn_abs(self, f: Term) -> Term:
        """|f|' = sign(f) f', where f is not 0"""
        self.needs.append(f)
        return mul(fn("sign", f), self.of(f))

    def _fn_sign(self, f: Term) -> Term:
        """sign(f)' = 0, where f is not 0"""
        self.of(f)
        self.needs.append(f)
        return ZERO

    def _fn_max(self, *args: Term) -> Term:
        """max(f, g) = (f + g + |f - g|)/2"""
        return self._extreme("max", ONE, args)

    def _fn_min(self, *args: Term) -> Term:
        """min(f, g) = (f + g - |f - g|)/2"""
        return self._extreme("min", MINUS_ONE, args)

    def _extreme(self, name: str, sign: Term, args: tuple[Term, ...]) -> Term:
        first, rest = args[0], args[1] if len(args) == 2 else fn(name, *args[1:])
        return self.of(mul(HALF, add(first, rest, mul(sign, fn("abs", sub(first, rest))))))

    def _fn_polygamma(self, order: Term, f: Term) -> Term:
        """psi_m(f)' = psi_(m+1)(f) f'"""
        m = integer_value(order)
        if m is None or m < 0:
            raise NoDerivative("polygamma of an unknown order")
        return mul(fn("polygamma", num(m + 1), f), self.of(f))

    def _fn_beta(self, f: Term, g: Term) -> Term:
        """B(f, g) = Gamma(f) Gamma(g) / Gamma(f + g)"""
        return self.of(divide(mul(fn("gamma", f), fn("gamma", g)), fn("gamma", add(f, g))))

    def _fn_xlogy(self, f: Term, g: Term) -> Term:
        """(f log g)' = f' log g + f g'/g, where g is not 0"""
        self.needs.append(g)
        return add(mul(self.of(f), log(g)), mul(f, divide(self.of(g), g)))

    def _app(self, a: Term) -> Term:
        return self._opaque(a.args[0], (0,) * (len(a.args) - 1), a.args[1:])

    def _dapp(self, a: Term) -> Term:
        return self._opaque(a.args[0], a.args[1], a.args[2:])

    def _opaque(self, name: str, orders: tuple[int, ...], args: tuple[Term, ...]) -> Term:
        """A smooth function by the chain rule, its partial derivatives being new opaque functions."""
        if not self.smooth(name):
            raise NoDerivative(f"{name} is not known to be differentiable: declare it smooth")
        slopes = []
        for k, f in enumerate(args):
            raised = (*orders[:k], orders[k] + 1, *orders[k + 1 :])
            slopes.append(mul(Term("dapp", (name, raised, *args)), self.of(f)))
        return add(*slopes)

    def _cases(self, a: Term) -> Term:
        """Case by case, where no condition is on its edge."""
        values, conditions = a.args[::2], a.args[1::2]
        for c in conditions:
            if c.op == "rel":
                difference = sub(c.args[1], c.args[2])
                self.of(difference)  # it has no jump where that needs nothing more
                self.needs.append(difference)
            elif c.op not in ("true", "false"):
                raise NoDerivative("a case with a condition that is no plain comparison")
        return Term("cases", tuple(x for v, c in zip(values, conditions, strict=True) for x in (self.of(v), c)))

    def _sum(self, a: Term) -> Term:
        """A finite sum is differentiated term by term."""
        number, body, lower, upper = self._opened(a)
        return big("sum", number, self._inside(number, body, lower, upper), lower, upper)

    def _prod(self, a: Term) -> Term:
        """(prod f)' = prod f . sum f'/f, where no factor is 0"""
        number, body, lower, upper = self._opened(a)
        slope = self._inside(number, body, lower, upper)
        self.needs.append(big("forall", number, body, lower, upper))
        return mul(big("prod", number, body, lower, upper), big("sum", number, divide(slope, body), lower, upper))

    def _int(self, a: Term) -> Term:
        """d int_l^u g = g(u) u' - g(l) l', for a continuous g that does not move itself"""
        _, _, lower, upper = a.args
        number = fresh()
        body = instantiate(a, var(number))
        if self.depends(body) or not self.continuous(a):
            raise NoDerivative("an integral is differentiated by its ends, where its integrand is continuous")
        ends = ((ONE, upper), (MINUS_ONE, lower))
        moved = ((s, end, self.of(end)) for s, end in ends if end.op != "const")
        return add(*(mul(s, substitute(body, {var(number): end}), d) for s, end, d in moved if d != ZERO))

    def _opened(self, a: Term) -> tuple[int, Term, Term, Term]:
        """The binder's parts, its variable renamed apart from the target; its bounds may not move."""
        _, _, lower, upper = a.args
        if self.depends(lower) or self.depends(upper):
            raise NoDerivative("the bounds of a sum take whole numbers only")
        if lower.op == "const" or upper.op == "const":
            raise NoDerivative("an infinite sum is not differentiated term by term")
        number = fresh()
        return number, instantiate(a, var(number)), lower, upper

    def _inside(self, number: int, body: Term, lower: Term, upper: Term) -> Term:
        inner = _Differentiator(self.x, self.smooth)
        slope = inner.of(body)
        for need in inner.needs:
            self.needs.append(big("forall", number, need, lower, upper) if number in need.free else need)
        return slope
