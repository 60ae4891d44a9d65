"""Whether two SymPy trees are one formula in two spellings; nothing is merged, cancelled or multiplied out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any

import sympy as sp

Factor = tuple[Hashable, Any]
"""The shape of a base, and its exponent: a rational number, or the shape of something else."""


def same_tree(left: Any, right: Any) -> bool:
    """Whether two (unevaluated) SymPy objects are the same up to spelling.

    Spelling is: brackets in sums and products, order of terms and factors, a - b for a + (-1) b, a/b for a b^-1,
    square roots for powers 1/2, one root for the roots of positive factors, e^x for exp(x), arithmetic of the numbers in a
    sum or product, a > b for b < a, and
    a log b for xlogy(a, b).  So x + x is not 2 x, and x (x - w)/(x - w) is not x.
    """
    return _shape(left) == _shape(right)


def _shape(expr: Any) -> Hashable:
    if isinstance(expr, sp.Add):
        return _sum_shape(_terms(expr))
    if isinstance(expr, sp.Mul | sp.Pow | sp.exp) or type(expr).__name__ == "xlogy":
        return _product_shape(_factors(expr))
    if not getattr(expr, "args", ()) or isinstance(expr, sp.Symbol):
        atom: Hashable = expr
        return atom
    if isinstance(expr, sp.StrictGreaterThan | sp.GreaterThan):
        expr = expr.reversed
    parts = tuple(_shape(part) for part in expr.args)
    return type(expr).__name__, _bag(parts) if isinstance(expr, _UNORDERED) else parts


_UNORDERED = (sp.And, sp.Or, sp.Max, sp.Min, sp.FiniteSet, sp.Union, sp.KroneckerDelta)


def _bag(parts: Iterable[Hashable]) -> Hashable:
    return frozenset(Counter(parts).items())


# ---------------------------------------------------------------------------------------------------------------- sums


def _terms(expr: Any) -> list[Any]:
    if not isinstance(expr, sp.Add):
        return [expr]
    return [term for part in expr.args for term in _terms(part)]


def _sum_shape(terms: Iterable[Any]) -> Hashable:
    shapes = [_shape(term) for term in terms]
    number = sum((shape for shape in shapes if isinstance(shape, sp.Rational)), sp.S.Zero)
    rest = [shape for shape in shapes if not isinstance(shape, sp.Rational)]
    if rest and number == 0 and len(rest) == 1:
        return rest[0]
    return ("+", number, _bag(rest)) if rest else number


# ------------------------------------------------------------------------------------------------------------ products


def _factors(expr: Any) -> list[Factor]:
    if isinstance(expr, sp.Mul):
        return [factor for part in expr.args for factor in _factors(part)]
    if type(expr).__name__ == "xlogy":
        return [*_factors(expr.args[0]), (("log", (_shape(expr.args[1]),)), sp.S.One)]
    if isinstance(expr, sp.exp) or (isinstance(expr, sp.Pow) and expr.base == sp.E):
        return [(("exp", _shape(expr.exp)), sp.S.One)]
    if isinstance(expr, sp.Pow):
        return _power_factors(expr.base, _shape(expr.exp))
    return [(_shape(expr), sp.S.One)]


def _power_factors(base: Any, exponent: Hashable) -> list[Factor]:
    """Below a fraction line stand the factors of the product below it, with their exponents negated; under a root, those of
    what is positive."""
    if exponent in _ROOTS and isinstance(base, sp.Mul) and all(part.is_positive for part in base.args):
        return [factor for part in base.args for factor in _power_factors(part, exponent)]
    if exponent != -1:
        return [(_shape(base), exponent)]
    return [_inverted(factor) for factor in _factors(base)]


_ROOTS = (sp.S.Half, -sp.S.Half)


def _inverted(factor: Factor) -> Factor:
    base, exponent = factor
    return (base, -exponent) if isinstance(exponent, sp.Rational) else (_product_shape([factor]), sp.S.NegativeOne)


def _product_shape(factors: Iterable[Factor]) -> Hashable:
    number: Any = sp.S.One
    rest: list[Factor] = []
    for base, exponent in factors:
        if isinstance(base, sp.Rational) and exponent in (1, -1) and (base != 0 or exponent == 1):
            number *= base**exponent
        elif isinstance(base, sp.Integer) and base > 0 and exponent == -sp.S.Half:  # 1/sqrt(2) is sqrt(2)/2
            number /= base
            rest.append((base, sp.S.Half))
        else:
            rest.append((base, exponent))
    if not rest:
        shape: Hashable = number
        return shape
    return rest[0][0] if number == 1 and len(rest) == 1 and rest[0][1] == 1 else ("*", number, _bag(rest))
