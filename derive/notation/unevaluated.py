"""SymPy expressions built without evaluation: x (x - w)/(x - w) stays what it is, with its condition x != w.

The one place that knows how each notation is put together; shared by the reader of source lines and the reader of
LaTeX.
"""

from __future__ import annotations

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


def rebuild(expr: Expr) -> Expr:
    """The expression as SymPy's own constructors make it, from the leaves up."""
    if not expr.args or isinstance(expr, sp.Indexed):
        return expr
    args = [rebuild(part) for part in expr.args]
    return (
        expr
        if all(new is old for new, old in zip(args, expr.args, strict=True)) and _settled(expr)
        else expr.func(*args)
    )


def _settled(expr: Expr) -> bool:
    """Binders are left as they are made: SymPy's constructors may drop a derivative that they misjudge."""
    return isinstance(expr, sp.Derivative | sp.Symbol)
