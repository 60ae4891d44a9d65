"""Logarithms and powers: what turns products into sums."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.rules.sums import split_sums
from derive.rules.walking import Expr, depends, rewritings


def log_of_product(expr: Expr) -> Iterator[Expr]:
    """log(a b) = log a + log b;  log prod_i a_i = sum_i log a_i."""
    return rewritings(expr, _product_step)


def _product_step(node: Expr) -> Expr | None:
    match node:
        case sp.log(args=(sp.Product() as inside,)):
            return sp.Sum(sp.log(inside.function), *inside.limits)
        case sp.log(args=(sp.Mul() as inside,)) if not _negative(inside):
            return sp.Add(*(sp.log(factor) for factor in inside.args))
    return None


def _negative(product: Expr) -> bool:
    return bool(product.as_coeff_Mul()[0].is_negative)


def log_of_quotient(expr: Expr) -> Iterator[Expr]:
    """log(a / b) = log a - log b."""
    return rewritings(expr, _quotient_step)


def _quotient_step(node: Expr) -> Expr | None:
    if not isinstance(node, sp.log):
        return None
    top, bottom = sp.fraction(node.args[0])
    return None if bottom == 1 else sp.log(top) - sp.log(bottom)


def log_of_power(expr: Expr) -> Iterator[Expr]:
    """log(a^b) = b log a, also for a factor of a product under the logarithm."""
    return rewritings(expr, _power_step)


def _power_step(node: Expr) -> Expr | None:
    match node:
        case sp.log(args=(sp.Pow() as inside,)):
            base, exponent = inside.args
            return exponent * sp.log(base)
        case sp.log(args=(sp.exp() as inside,)):
            return inside.args[0]
        case sp.log(args=(sp.Mul() as inside,)) if any(isinstance(f, sp.Pow | sp.exp) for f in inside.args):
            return _product_step(node)
    return None


def log_of_exp(expr: Expr) -> Iterator[Expr]:
    """log(e^a) = a, e^(log a) = a, also where e^a is one factor."""
    return rewritings(expr, _exp_step)


def _exp_step(node: Expr) -> Expr | None:
    match node:
        case sp.log(args=(sp.exp() as inside,)):
            return inside.args[0]
        case sp.log(args=(sp.Mul() as inside,)) if any(isinstance(f, sp.exp) for f in inside.args):
            return _product_step(node)
        case sp.exp(args=(sp.log() as inside,)):
            return inside.args[0]
    return None


def split_products(expr: Expr) -> Iterator[Expr]:
    """prod_i a_i b_i = prod_i a_i prod_i b_i, prod_i a^(b_i) = a^(sum_i b_i), and those sums split."""
    for made in rewritings(expr, _product_of_powers):
        yield made
        yield from split_sums(made)


def power_laws(expr: Expr) -> Iterator[Expr]:
    """a^b a^c = a^(b+c), (a^b)^c = a^(b c), (a b)^c = a^c b^c; both ways."""
    yield from rewritings(expr, _powers_joined)
    yield from rewritings(expr, _power_parted)


def _powers_joined(node: Expr) -> Expr | None:
    if isinstance(node, sp.Mul | sp.Pow):
        made = sp.powsimp(node, deep=False, force=True)
        return None if made == node else made
    return None


def _product_of_powers(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Product):
        return None
    variables = {limit[0] for limit in node.limits}
    made = [_factor_over(factor, variables, node.limits) for factor in sp.Mul.make_args(node.function)]
    return None if made == [node] else sp.Mul(*made)


def _factor_over(factor: Expr, variables: set[Expr], limits: tuple[Expr, ...]) -> Expr:
    base, exponent = factor.as_base_exp()
    if any(depends(base, v) for v in variables):
        return sp.Product(factor, *limits)
    return base ** sp.Sum(exponent, *limits)


def _power_parted(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Pow | sp.exp):
        return None
    made = sp.expand_power_base(sp.expand_power_exp(node, deep=False), deep=False, force=True)
    if made == node and isinstance(node, sp.Pow) and isinstance(node.base, sp.Pow):
        made = node.base.base ** (node.base.exp * node.exp)
    return None if made == node else made
