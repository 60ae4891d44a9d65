"""Random SymPy expressions: what is printed means what was given."""

from __future__ import annotations

from typing import Any

import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derive.notation.latex import latex
from derive.notation.of_sympy import tree_of
from derive.notation.portable import portable
from derive.notation.tree import heads, quantities
from derive.texmath.compare import same_tree
from derive.texmath.meaning import to_sympy
from derive.texmath.parser import read_latex

x, theta, k = sp.symbols("x theta k", positive=True)
i, n = sp.symbols("i n", integer=True, positive=True)
y, sigmoid = sp.IndexedBase("y"), sp.Function("sigmoid")
SYMBOLS = {"x": x, "theta": theta, "k": k, "i": i, "n": n, "y": y, "sigmoid": sigmoid}

leaves = st.one_of(st.sampled_from([x, theta, k, y[i]]), st.integers(-3, 3).map(sp.Integer), st.just(sp.Rational(1, 2)))


def _grown(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    two = st.tuples(parts, parts)
    return st.one_of(
        two.map(lambda pair: pair[0] + pair[1]),
        two.map(lambda pair: pair[0] - pair[1]),
        two.map(lambda pair: pair[0] * pair[1]),
        two.map(lambda pair: pair[0] / (pair[1] if pair[1] != 0 else 1)),
        st.tuples(parts, st.sampled_from([2, -1, sp.Rational(1, 2), theta, -k])).map(_power),
        parts.map(lambda body: sp.exp(-body)),
        parts.map(lambda body: sp.log(1 + body**2)),
        parts.map(sigmoid),
        parts.map(lambda body: sp.Sum(body, (i, 1, n))),
        parts.map(lambda body: sp.Product(body, (i, 1, n))),
        parts.map(lambda body: sp.Basic.__new__(sp.Derivative, body, sp.Tuple(x, sp.Integer(1)))),
        parts.map(sp.Abs),
    )


def _power(pair: Any) -> Any:
    base, exponent = pair
    return base**exponent if base != 0 else sp.Integer(0)


expressions = st.recursive(leaves, _grown, max_leaves=6)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(expressions, st.sampled_from([str, portable]))
def test_the_printed_formula_means_the_expression(expr: Any, dialect: Any) -> None:
    tree = tree_of(expr)
    meant = to_sympy(read_latex(dialect(latex(tree)), quantities(tree), heads(tree)), SYMBOLS)
    assert same_tree(meant, expr)
