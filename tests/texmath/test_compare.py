"""Sameness of unevaluated trees: spelling is ignored, everything else counts."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from derive.notation import unevaluated as un
from derive.texmath.compare import same_tree

x, y, w = sp.symbols("x y w")
one, two = sp.Integer(1), sp.Integer(2)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (un.add(x, y), un.add(y, x)),
        (un.subtract(x, y), un.add(x, un.multiply(sp.Integer(-1), y))),
        (un.add(x, un.add(y, w)), x + y + w),
        (un.divide(x, y), x * y**-1),
        (un.divide(one, un.power(x, two)), x**-2),
        (un.divide(one, un.multiply(x, y)), x**-1 * y**-1),
        (un.root(x), sp.sqrt(x)),
        (un.apply(sp.exp, x), un.power(sp.E, x)),
        (un.multiply(two, un.multiply(sp.Integer(3), x)), 6 * x),
        (un.divide(x, two), x / 2),
        (un.negate(un.negate(x)), x),
        (sp.Lt(x, y, evaluate=False), sp.Gt(y, x, evaluate=False)),
        (sp.Function("xlogy")(x, y), x * sp.log(y)),
    ],
)
def test_same(left: Any, right: Any) -> None:
    assert same_tree(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (un.add(x, x), 2 * x),
        (un.multiply(x, x), x**2),
        (un.divide(un.multiply(x, un.subtract(x, w)), un.subtract(x, w)), x),
        (un.multiply(x, un.add(y, w)), un.add(un.multiply(x, y), un.multiply(x, w))),
        (un.power(un.power(x, two), y), un.power(x, un.multiply(two, y))),
        (un.multiply(sp.Integer(0), un.apply(sp.log, x)), sp.Integer(0)),
        (un.apply(sp.log, un.multiply(x, y)), un.multiply(un.apply(sp.log, x), y)),
        (un.negate(un.power(x, two)), un.power(un.negate(x), two)),
        (un.divide(x, un.multiply(y, w)), un.multiply(un.divide(x, y), w)),
        (un.power(sp.Integer(9), two), sp.Integer(81)),
        (un.apply(sp.Abs, x), x),
        (sp.Lt(x, y, evaluate=False), sp.Lt(y, x, evaluate=False)),
    ],
)
def test_not_the_same(left: Any, right: Any) -> None:
    assert not same_tree(left, right)


def test_roots_of_positive_factors_are_one_root() -> None:
    v, w = sp.Symbol("v", positive=True), sp.Symbol("w")
    one = sp.Pow(sp.Mul(2, sp.pi, v, evaluate=False), -sp.S.Half, evaluate=False)
    assert same_tree(one, 1 / sp.sqrt(2 * sp.pi * v))
    assert not same_tree(one, 1 / sp.sqrt(3 * sp.pi * v))
    assert not same_tree(sp.Pow(sp.Mul(v, w, w, evaluate=False), sp.S.Half, evaluate=False), sp.sqrt(v) * w)
    assert not same_tree(sp.Pow(sp.Mul(w, w, evaluate=False), sp.S.Half, evaluate=False), w)
