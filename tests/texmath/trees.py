"""Random formula trees, for reading back what was printed."""

from __future__ import annotations

from hypothesis import strategies as st

from derive.notation import tree as t
from derive.notation.tables import CASE_WORDS
from derive.notation.tree import Tree

LETTERS = ("a", "b", "k", "n", "x", "y", "d", "L", "theta", "mu", "sigma", "ell", "loss")
BOLD = tuple(t.Symbol(name, (), "bold") for name in ("x", "theta"))
HEADS = ("f", "g", "psi", "Gamma", "relu", "Beta")
OPERATORS = ("log", "sin", "tanh", "exp", "max", "loggamma", "erf")

numbers = st.sampled_from(["0", "1", "2", "10", "0.5", "3.25"]).map(t.Number)
constants = st.sampled_from(["e", "pi", "i", "infinity", "euler_gamma"]).map(t.Constant)
marks = st.sampled_from([(), (), (), ("hat",), ("bar",), ("tilde",), ("prime",), ("star",), ("hat", "prime")])
plain_symbols = st.sampled_from(LETTERS).map(t.Symbol)
symbols = st.one_of(
    plain_symbols,
    st.builds(t.Symbol, st.sampled_from(["x", "theta"]), marks),
    st.sampled_from(BOLD),
)
variables = st.one_of(plain_symbols, st.builds(lambda s: t.Item(s, (t.Number("1"),)), plain_symbols))
heads = st.one_of(st.sampled_from(HEADS + OPERATORS).map(t.Symbol), st.just(t.Item(t.Symbol("log"), (t.Number("2"),))))


def _tuples(parts: st.SearchStrategy[Tree], least: int = 1, most: int = 3) -> st.SearchStrategy[tuple[Tree, ...]]:
    return st.lists(parts, min_size=least, max_size=most).map(tuple)


@st.composite
def _sums(draw: st.DrawFn, parts: st.SearchStrategy[Tree]) -> Tree:
    terms = draw(_tuples(parts, 2, 4))
    return t.Add(terms, "".join(draw(st.sampled_from("+-")) for _ in terms[1:]))


@st.composite
def _bigs(draw: st.DrawFn, parts: st.SearchStrategy[Tree]) -> Tree:
    kind = draw(st.sampled_from(["sum", "product", "integral"]))
    bounds = draw(st.one_of(st.none(), st.tuples(parts, parts)))
    lower, upper = bounds or (None, None)
    return t.Big(kind, draw(variables), lower, upper, draw(parts))


def relations(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.builds(t.Relation, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), parts, parts)


def _endless(variable: t.Symbol | t.Item, lower: Tree, body: Tree, more: Tree) -> Tree:
    return t.And((t.ForAll(variable, lower, t.Constant("infinity"), body), more))


def conditions(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    simple = relations(parts)
    intervals = st.builds(t.Interval, parts, parts, st.booleans(), st.booleans())
    return st.one_of(
        simple,
        st.builds(lambda x, s: t.Relation("in", x, s), parts, intervals),
        _tuples(simple, 2).map(t.And),
        _tuples(simple, 2).map(t.Or),
        simple.map(t.Not),
        st.builds(t.ForAll, variables, parts, parts, simple),
        st.builds(_endless, variables, parts, simple, simple),
    )


def _products(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """What can swallow what follows it, and what can be swallowed."""
    by = _tuples(st.tuples(variables, st.integers(1, 3)), 1, 2)
    return st.one_of(
        _tuples(parts, 2, 4).map(t.Mul),
        _sums(parts),
        st.builds(t.Power, parts, parts),
        st.builds(t.Quotient, parts, parts, st.booleans()),
        st.builds(t.Call, heads, _tuples(parts, 1, 1)),
        _bigs(parts),
        st.builds(t.Limit, variables, parts, st.sampled_from(["", "+", "-"]), parts),
        st.builds(t.Derivative, parts, by, st.sampled_from(["partial", "d"])),
    )


def _others(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        parts.map(t.Minus),
        st.builds(t.Root, parts, st.one_of(st.none(), parts)),
        st.builds(t.Call, st.sampled_from(["f", "max", "relu"]).map(t.Symbol), _tuples(parts, 2, 3)),
        st.builds(t.Item, symbols, _tuples(parts, 1, 2)),
        st.builds(t.Item, st.just(t.Symbol("x")), _tuples(parts, 0, 1), _tuples(parts, 1, 1)),
        st.builds(t.Fence, st.sampled_from(["abs", "norm", "floor", "ceiling"]), parts),
        parts.map(t.Factorial),
        st.builds(t.Binomial, parts, parts),
        st.builds(t.Delta, parts, parts),
        conditions(parts).map(t.Indicator),
        st.builds(
            lambda v, c, w, language: t.Cases(((v, c), (w, None)), language),
            parts,
            conditions(parts),
            parts,
            st.sampled_from(list(CASE_WORDS)),
        ),
    )


def _grown(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.booleans().flatmap(lambda product: _products(parts) if product else _others(parts))


products: st.SearchStrategy[Tree] = st.recursive(st.one_of(symbols, numbers, constants), _products, max_leaves=10)
formulas: st.SearchStrategy[Tree] = st.recursive(st.one_of(numbers, constants, symbols), _grown, max_leaves=9)
statements: st.SearchStrategy[Tree] = st.one_of(products, formulas, conditions(formulas))
