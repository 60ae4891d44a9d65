"""SymPy expressions built without evaluation: x (x - w)/(x - w) stays what it is, with its condition x != w.

The one place that knows how each notation is put together; shared by the reader of source lines and the reader of
LaTeX.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

Expr = Any


def add(left: Expr, right: Expr) -> Expr:
    return sp.Add(left, right, evaluate=False)


def negate(body: Expr) -> Expr:
    return -body if body.is_Number else sp.Mul(sp.S.NegativeOne, body, evaluate=False)


def subtract(left: Expr, right: Expr) -> Expr:
    return add(left, negate(right))


def multiply(left: Expr, right: Expr) -> Expr:
    return sp.Mul(left, right, evaluate=False)


def divide(top: Expr, bottom: Expr) -> Expr:
    if top.is_Integer and bottom.is_Integer and bottom != 0:
        return sp.Rational(top, bottom)
    return multiply(top, sp.Pow(bottom, sp.S.NegativeOne, evaluate=False))


def power(base: Expr, exponent: Expr) -> Expr:
    return sp.Pow(base, exponent, evaluate=False)


def root(body: Expr, degree: Expr = 2) -> Expr:
    return power(body, divide(sp.S.One, sp.sympify(degree)))


def apply(function: Any, *args: Expr) -> Expr:
    if function is sp.log and len(args) == 2:
        return divide(apply(sp.log, args[0]), apply(sp.log, args[1]))
    return function(*args, evaluate=False)


def derivative(body: Expr, by: Iterable[tuple[Expr, int]]) -> Expr:
    """d body / d variables, as it stands: SymPy's own constructor takes some derivatives of named expressions for 0."""
    pairs = (sp.Tuple(variable, sp.Integer(order)) for variable, order in by)
    return sp.Basic.__new__(sp.Derivative, body, *pairs)


def rebuild(expr: Expr) -> Expr:
    """The expression as SymPy's constructors make it, from the leaves up; derivatives stay as they stand."""
    if not expr.args or isinstance(expr, sp.Indexed):
        return expr
    args = [rebuild(part) for part in expr.args]
    return sp.Basic.__new__(sp.Derivative, *args) if isinstance(expr, sp.Derivative) else expr.func(*args)
