"""Derivatives carried out, by rules that know families and defined names; limits taken.

SymPy's `diff` is not used on sums and families: it captures bound variables, and takes a defined name for a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import sigmoid
from derive.rules.opening import hides, opened, stands_for
from derive.rules.sums import split_sums
from derive.rules.walking import Expr, Step, depends, free, fresh, put_in, rewritings


class NoDerivative(ValueError):
    """A derivative that no rule here knows."""


def slope(f: Expr, x: Expr) -> Expr:
    """df/dx for a symbol or an element of a family.  Raises NoDerivative."""
    if f == x:
        return sp.S.One
    if not _moves_with(f, x):
        return sp.S.Zero
    for kind, rule in _SLOPES:
        if isinstance(f, kind):
            return rule(f, x)
    raise NoDerivative(f"the derivative of {f}")


def _moves_with(f: Expr, x: Expr) -> bool:
    if depends(f, x):
        return True
    return any(hides(node, x) for node in sp.preorder_traversal(f))


def _of_sum(f: Expr, x: Expr) -> Expr:
    """(a + b)' = a' + b'"""
    return sp.Add(*(slope(a, x) for a in f.args))


def _of_product(f: Expr, x: Expr) -> Expr:
    """(a b)' = a' b + a b'"""
    return sp.Add(*(sp.Mul(*f.args[:k], slope(a, x), *f.args[k + 1 :]) for k, a in enumerate(f.args)))


def _of_power(f: Expr, x: Expr) -> Expr:
    """(a^b)' = b a^(b-1) a' + a^b log(a) b'"""
    base, exponent = f.args
    moving = _moves_with(exponent, x)
    return exponent * base ** (exponent - 1) * slope(base, x) + (f * sp.log(base) * slope(exponent, x) if moving else 0)


def _of_exp(f: Expr, x: Expr) -> Expr:
    """(e^a)' = e^a a'"""
    return f * slope(f.args[0], x)


def _of_big_sum(f: Expr, x: Expr) -> Expr:
    """(sum_i a_i)' = sum_i a_i', where one index may pick out x itself: d/dx_j sum_i g(x_i) = g'(x_j)."""
    return _summed_slope(f.function, f.limits, lambda body: slope(body, x), x)


def _summed_slope(body: Expr, limits: tuple[Expr, ...], inner: Callable[[Expr], Expr], x: Expr) -> Expr:
    """The sum over the ranges of what `inner` makes of the body, bound variables kept apart from those of x."""
    if not limits:
        return inner(body)
    *within, (variable, lower, upper) = limits
    if variable in free(x):
        renamed = fresh(variable, [body, x, lower, upper, *(v for v, *_ in within)])
        values = {variable: renamed}
        body, variable = put_in(body, values), renamed
        within = [(v, *(put_in(b, values) for b in bounds)) for v, *bounds in within]
    made, limit = _summed_slope(body, tuple(within), inner, x), (variable, lower, upper)
    if not made.has(sp.KroneckerDelta):
        return sp.Sum(made, limit)
    return sp.Add(*(_summed(term, limit) for term in sp.Add.make_args(sp.expand_mul(made))))


def _summed(term: Expr, limit: tuple[Expr, ...]) -> Expr:
    """sum_i delta_ij a_i = a_j for a range that holds j."""
    for delta in term.atoms(sp.KroneckerDelta):
        if limit[0] in delta.args:
            other = next(a for a in delta.args if a != limit[0])
            return put_in(term / delta, {limit[0]: other})
    return sp.Sum(term, limit)


def _of_big_product(f: Expr, x: Expr) -> Expr:
    """(prod_i a_i)' = prod_i a_i (log prod_i a_i)'"""
    return f * _log_slope(f, x)


def _of_log(f: Expr, x: Expr) -> Expr:
    return _log_slope(f.args[0], x)


def _log_slope(f: Expr, x: Expr) -> Expr:
    """(log f)' = f'/f, a product taken apart into the sum of its factors' logarithms."""
    if not _moves_with(f, x):
        return sp.S.Zero
    match f:
        case sp.Mul():
            return sp.Add(*(_log_slope(a, x) for a in f.args))
        case sp.Product():
            return _summed_slope(f.function, f.limits, lambda body: _log_slope(body, x), x)
        case sp.exp():
            return slope(f.args[0], x)
        case sp.Pow(args=(base, exponent)):
            return exponent * _log_slope(base, x) + slope(exponent, x) * sp.log(base)
    body = stands_for(f)
    return slope(f, x) / f if body is None else _log_slope(body, x)


def _of_element(f: Expr, x: Expr) -> Expr:
    """dx_i/dx_j = delta_ij; an element of a defined family is opened."""
    if isinstance(x, sp.Indexed) and f.base == x.base:
        return sp.Mul(*(sp.KroneckerDelta(a, b) for a, b in zip(f.indices, x.indices, strict=True)))
    return _of_name(f, x)


def _of_name(f: Expr, x: Expr) -> Expr:
    body = stands_for(f)
    if body is None:
        raise NoDerivative(f"the derivative of {f}")
    return slope(body, x)


def _of_undefined(f: Expr, x: Expr) -> Expr:
    """sigma' = sigma (1 - sigma), softplus' = sigma, xlogy(a, b)' = a' log b + a b'/b; others are opened."""
    known = _KNOWN.get(f.func.__name__)
    return known(f, x) if known is not None else _of_name(f, x)


_KNOWN: dict[str, Callable[[Expr, Expr], Expr]] = {
    "sigmoid": lambda f, x: f * (1 - f) * slope(f.args[0], x),
    "softplus": lambda f, x: sigmoid(f.args[0]) * slope(f.args[0], x),
    "xlogy": lambda f, x: slope(f.args[0], x) * sp.log(f.args[1]) + f.args[0] * slope(f.args[1], x) / f.args[1],
}


def _of_function(f: Expr, x: Expr) -> Expr:
    """f(a, b)' = f_1(a, b) a' + f_2(a, b) b'"""
    if isinstance(f, sp.Max | sp.Min | sp.KroneckerDelta | sp.floor | sp.ceiling):
        raise NoDerivative(f"the derivative of {f}")
    return sp.Add(*(f.fdiff(k) * slope(a, x) for k, a in enumerate(f.args, start=1) if _moves_with(a, x)))


def _of_abs(f: Expr, x: Expr) -> Expr:
    """|a|' = sign(a) a' (where a is not 0)"""
    return sp.sign(f.args[0]) * slope(f.args[0], x)


_SLOPES: tuple[tuple[type, Callable[[Expr, Expr], Expr]], ...] = (
    (sp.Add, _of_sum),
    (sp.Mul, _of_product),
    (sp.exp, _of_exp),
    (sp.log, _of_log),
    (sp.Pow, _of_power),
    (sp.Sum, _of_big_sum),
    (sp.Product, _of_big_product),
    (sp.Indexed, _of_element),
    (sp.Symbol, _of_name),
    (AppliedUndef, _of_undefined),
    (sp.Abs, _of_abs),
    (sp.Function, _of_function),
)
"""How each kind of expression is differentiated; the first row that fits counts."""


def _carried_out(node: Expr) -> Expr | None:
    """The first derivative of a node taken: D(f, x, y) becomes D(f', y)."""
    if not isinstance(node, sp.Derivative):
        return None
    body = node.expr
    for x, order in node.variable_count:
        for _ in range(int(order)):
            body = slope(body, x)
    return body


def differentiate(expr: Expr) -> Iterator[Expr]:
    """Every derivative carried out, or one of them; the sums that appear also split."""
    for made in rewritings(expr, _carried_out):
        yield made
        yield from split_sums(made)
    yield from rewritings(expr, _parts_of_sum)


def _parts_of_sum(node: Expr) -> Expr | None:
    """(a + b)' = a' + b' left standing, what does not move dropped; through a name as well."""
    match _single(node):
        case (sp.Add() as f, x):
            return sp.Add(*(_left(a, x) for a in f.args))
        case (f, x) if isinstance(stands_for(f), sp.Add):
            return sp.Add(*(_left(a, x) for a in sp.Add.make_args(stands_for(f))))
    return None


def product_rule(expr: Expr) -> Iterator[Expr]:
    """(a b)' = a' b + a b', inner derivatives left standing or carried out."""
    return _named_rule(expr, _product_parts, lambda f: isinstance(f, sp.Mul))


def quotient_rule(expr: Expr) -> Iterator[Expr]:
    """(a/b)' = (a' b - a b')/b^2."""
    return _named_rule(expr, _quotient_parts, lambda f: sp.fraction(f)[1] != 1)


def chain_rule(expr: Expr) -> Iterator[Expr]:
    """f(g(x))' = f'(g(x)) g'(x)."""
    return _named_rule(expr, _chain_parts, lambda f: isinstance(f, sp.Function | sp.Pow))


def _named_rule(expr: Expr, step: Step, applies: Callable[[Expr], bool]) -> Iterator[Expr]:
    """One level by the rule; and everything carried out, if the rule had something to do in it."""
    for made in rewritings(expr, step):
        yield made
        yield from differentiate(made)
    bodies = (opened(node.expr) for node in expr.atoms(sp.Derivative))
    if any(applies(part) for body in bodies for part in sp.preorder_traversal(body)):
        yield from differentiate(expr)


def _single(node: Expr) -> tuple[Expr, Expr] | None:
    """(f, x) of a first derivative df/dx."""
    if isinstance(node, sp.Derivative) and node.derivative_count == 1:
        return node.expr, node.variables[0]
    return None


def _product_parts(node: Expr) -> Expr | None:
    match _single(node):
        case (sp.Mul() as f, x):
            return sp.Add(*(sp.Mul(*f.args[:k], _left(a, x), *f.args[k + 1 :]) for k, a in enumerate(f.args)))
    return None


def _quotient_parts(node: Expr) -> Expr | None:
    match _single(node):
        case (f, x) if sp.fraction(f)[1] != 1:
            top, bottom = sp.fraction(f)
            return (_left(top, x) * bottom - top * _left(bottom, x)) / bottom**2
    return None


def _chain_parts(node: Expr) -> Expr | None:
    """Through the last argument for e^g, through the first for everything else."""
    match _single(node):
        case ((sp.Function() | sp.Pow()) as f, x):
            place = len(f.args) - 1 if isinstance(f, sp.exp) else 0
            inside, outer = f.args[place], sp.Dummy("u", real=True)
            around = f.func(*f.args[:place], outer, *f.args[place + 1 :])
            return put_in(slope(around, outer), {outer: inside}) * _left(inside, x)
    return None


def _left(f: Expr, x: Expr) -> Expr:
    """f' left to be done, and 0 or 1 where that is plain."""
    if f == x or not _moves_with(f, x):
        return slope(f, x)
    return sp.Basic.__new__(sp.Derivative, f, sp.Tuple(x, sp.Integer(1)))


def take_limit(expr: Expr) -> Iterator[Expr]:
    """Limits taken by SymPy; the kernel judges what it says."""
    return rewritings(expr, lambda node: node.doit() if isinstance(node, sp.Limit) else None)
