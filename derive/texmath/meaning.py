"""The plain formula tree to SymPy, without evaluation: what is on paper, as it is on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import sympy as sp
from sympy.core.function import Application, FunctionClass

from derive.notation import tree as t
from derive.notation import unevaluated as un
from derive.notation.latex import latex
from derive.notation.names import Names, head_tree, name_tree, python_name
from derive.notation.tables import FUNCTION_OF
from derive.notation.tree import Tree
from derive.texmath.errors import NotUnderstood

Expr = Any


def to_sympy(tree: Tree, symbols: Mapping[str, Any], names: Names | None = None) -> Expr:
    """The unevaluated SymPy expression, relation, condition or set that the formula means.

    `symbols` maps Python names to SymPy symbols, indexed families and functions; `names` is the notation they were
    printed with.  A sum's index or an integral's variable need not be listed.  Where `xlogy` is among the symbols,
    0 log 0 = 0: a log b is xlogy(a, b).  Raises NotUnderstood for a name that
    is not known, and for notation without a meaning here; ValueError when two of the symbols print alike.
    """
    values: dict[Tree, Any] = {}
    heads: dict[Tree, Any] = {}
    for name, thing in symbols.items():
        table, key = (heads, head_tree(name, names)) if is_function(thing) else (values, name_tree(name, names))
        if table.setdefault(key, thing) != thing:
            raise ValueError(f"{name} prints like another symbol: {latex(key)}")
    return _Meaning(values, heads).of(tree)


def is_function(thing: Any) -> bool:
    return isinstance(thing, FunctionClass) or not isinstance(thing, sp.Basic)


@dataclass(frozen=True)
class _Meaning:
    values: Mapping[Tree, Any]
    heads: Mapping[Tree, Any]

    def of(self, tree: Tree) -> Expr:
        return _RULES[type(tree)](self, tree)

    def all(self, trees: tuple[Tree, ...]) -> Iterator[Expr]:
        return (self.of(tree) for tree in trees)

    def binding(self, variable: t.Symbol | t.Item, **assumptions: bool) -> tuple[_Meaning, Expr]:
        """The meaning in which the variable is known, and its symbol."""
        known = self.values.get(variable)
        symbol = known if isinstance(known, sp.Symbol) else sp.Symbol(python_name(variable), **assumptions)
        return replace(self, values={**self.values, variable: symbol}), symbol


def _refuse(tree: Tree, why: str) -> NoReturn:
    raise NotUnderstood(latex(tree), None, why)


# --------------------------------------------------------------------------------------------------------------- names


def _number(m: _Meaning, tree: t.Number) -> Expr:
    return sp.Rational(tree.text)


def _constant(m: _Meaning, tree: t.Constant) -> Expr:
    return _CONSTANTS[tree.name]


_CONSTANTS = {
    "e": sp.E,
    "pi": sp.pi,
    "i": sp.I,
    "infinity": sp.oo,
    "euler_gamma": sp.EulerGamma,
    "true": sp.true,
    "false": sp.false,
    "reals": sp.S.Reals,
    "integers": sp.S.Integers,
    "naturals": sp.S.Naturals,
    "empty_set": sp.S.EmptySet,
}


def _symbol(m: _Meaning, tree: t.Symbol) -> Expr:
    if tree not in m.values:
        _refuse(tree, "a name that is not declared")
    return m.values[tree]


def _item(m: _Meaning, tree: t.Item) -> Expr:
    """The symbol of just this name, or a member of the family named by its first part."""
    if tree in m.values:
        return m.values[tree]
    for cut, name in zip(range(len(tree.indices) - 1, -1, -1), t.families(tree), strict=True):
        family = m.values.get(name)
        if isinstance(family, sp.IndexedBase):
            return family[tuple(un.rebuild(index) for index in m.all(tree.indices[cut:]))]
    _refuse(tree, "neither a declared name nor a member of a declared family")


# ---------------------------------------------------------------------------------------------------------- arithmetic


def _minus(m: _Meaning, tree: t.Minus) -> Expr:
    return un.negate(m.of(tree.body))


def _add(m: _Meaning, tree: t.Add) -> Expr:
    first, *rest = m.all(tree.terms)
    for sign, term in zip(tree.signs, rest, strict=True):
        first = un.add(first, term) if sign == "+" else un.subtract(first, term)
    return first


def _mul(m: _Meaning, tree: t.Mul) -> Expr:
    first, *rest = tree.factors
    product = m.of(first)
    for factor in rest:
        product = _times(m, product, factor)
    return product


def _times(m: _Meaning, product: Expr, factor: Tree) -> Expr:
    """One factor more; where 0 log 0 = 0, a logarithm counts as nothing behind a product that is 0."""
    convention = m.heads.get(t.Symbol("xlogy"))
    match factor:
        case t.Call(t.Symbol("log", (), "") as log, (argument,)) if convention and m.heads.get(log, sp.log) is sp.log:
            return un.apply(convention, product, m.of(argument))
        case _:
            return un.multiply(product, m.of(factor))


def _quotient(m: _Meaning, tree: t.Quotient) -> Expr:
    return un.divide(m.of(tree.top), m.of(tree.bottom))


def _power(m: _Meaning, tree: t.Power) -> Expr:
    return un.power(m.of(tree.base), m.of(tree.exponent))


def _root(m: _Meaning, tree: t.Root) -> Expr:
    return un.root(m.of(tree.body), 2 if tree.degree is None else m.of(tree.degree))


def _factorial(m: _Meaning, tree: t.Factorial) -> Expr:
    return un.apply(sp.factorial, m.of(tree.body))


def _binomial(m: _Meaning, tree: t.Binomial) -> Expr:
    return un.apply(sp.binomial, m.of(tree.top), m.of(tree.bottom))


def _fence(m: _Meaning, tree: t.Fence) -> Expr:
    function = {"abs": sp.Abs, "floor": sp.floor, "ceiling": sp.ceiling}.get(tree.kind)
    if function is None:
        _refuse(tree, f"a {tree.kind} has no meaning here")
    return un.apply(function, m.of(tree.body))


def _delta(m: _Meaning, tree: t.Delta) -> Expr:
    return un.apply(sp.KroneckerDelta, m.of(tree.left), m.of(tree.right))


def _indicator(m: _Meaning, tree: t.Indicator) -> Expr:
    return sp.Piecewise((sp.S.One, m.of(tree.condition)), (sp.S.Zero, sp.true), evaluate=False)


def _call(m: _Meaning, tree: t.Call) -> Expr:
    args = tuple(m.all(tree.args))
    match tree.head:
        case t.Item(t.Symbol("log"), (base,)) if len(args) == 1:
            binary = m.heads.get(tree.head) if base == t.Number("2") else None
            return un.apply(sp.log, args[0], m.of(base)) if binary is None else un.apply(binary, *args)
        case head:
            function = m.heads.get(head) or _standard(tree)
    return (
        un.apply(function, *args)
        if isinstance(function, type) and issubclass(function, Application)
        else function(*args)
    )


def _standard(tree: t.Call) -> Any:
    """SymPy's function of that name, where notation has one."""
    name = tree.head.name if isinstance(tree.head, t.Symbol) else ""
    function = getattr(sp, FUNCTION_OF[name].sympy, None) if name in FUNCTION_OF else None
    if function is None:
        _refuse(tree, "a function that is not declared")
    return function


# ---------------------------------------------------------------------------------------- sums, limits and derivatives


def _big(m: _Meaning, tree: t.Big) -> Expr:
    if tree.kind == "integral":
        inner, variable = m.binding(tree.variable, real=True)
    else:
        inner, variable = m.binding(tree.variable, integer=True)
    if tree.lower is not None and tree.upper is not None:
        return _BIG[tree.kind](inner.of(tree.body), (variable, m.of(tree.lower), m.of(tree.upper)))
    if tree.kind == "integral":
        return sp.Integral(inner.of(tree.body), variable)
    _refuse(tree, "a sum without bounds")


_BIG: dict[str, Any] = {"sum": sp.Sum, "product": sp.Product, "integral": sp.Integral}


def _limit(m: _Meaning, tree: t.Limit) -> Expr:
    inner, variable = m.binding(tree.variable, real=True)
    point = m.of(tree.point)
    two_sided = "+" if point.is_infinite else "+-"  # at infinity there is one side only
    return sp.Limit(inner.of(tree.body), variable, point, tree.direction or two_sided)


def _derivative(m: _Meaning, tree: t.Derivative) -> Expr:
    by = [(m.of(variable), order) for variable, order in tree.by]
    if not all(isinstance(variable, sp.Symbol | sp.Indexed) for variable, _ in by):
        _refuse(tree, "a derivative by something that is no variable")
    return un.derivative(m.of(tree.body), by)


# ------------------------------------------------------------------------------------------ conditions, cases and sets

_RELATIONS: dict[str, Any] = {"=": sp.Eq, "!=": sp.Ne, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}


def _relation(m: _Meaning, tree: t.Relation) -> Expr:
    left, right = m.of(tree.left), m.of(tree.right)
    if tree.op == "in":
        return sp.Contains(left, right, evaluate=False)
    return _RELATIONS[tree.op](left, right, evaluate=False)


def _connected(connective: Any) -> Callable[[_Meaning, t.And | t.Or], Expr]:
    return lambda m, tree: connective(*m.all(tree.parts), evaluate=False)


def _for_all(m: _Meaning, tree: t.ForAll) -> Expr:
    _refuse(tree, "a fact for every index, for which SymPy has no expression")


def _cases(m: _Meaning, tree: t.Cases) -> Expr:
    pieces = [(m.of(value), sp.true if test is None else m.of(test)) for value, test in tree.pieces]
    return sp.Piecewise(*pieces, evaluate=False)


def _interval(m: _Meaning, tree: t.Interval) -> Expr:
    return sp.Interval(m.of(tree.lower), m.of(tree.upper), tree.left_open, tree.right_open)


_RULES: dict[type, Callable[[_Meaning, Any], Expr]] = {
    t.Number: _number,
    t.Constant: _constant,
    t.Symbol: _symbol,
    t.Item: _item,
    t.Minus: _minus,
    t.Add: _add,
    t.Mul: _mul,
    t.Quotient: _quotient,
    t.Power: _power,
    t.Root: _root,
    t.Call: _call,
    t.Big: _big,
    t.Limit: _limit,
    t.Derivative: _derivative,
    t.Fence: _fence,
    t.Factorial: _factorial,
    t.Binomial: _binomial,
    t.Delta: _delta,
    t.Indicator: _indicator,
    t.Relation: _relation,
    t.And: _connected(sp.And),
    t.Or: _connected(sp.Or),
    t.Not: lambda m, tree: sp.Not(m.of(tree.body), evaluate=False),
    t.ForAll: _for_all,
    t.Cases: _cases,
    t.Interval: _interval,
    t.Sequence: lambda m, tree: sp.Tuple(*m.all(tree.items)),
    t.SetOf: lambda m, tree: sp.FiniteSet(*m.all(tree.items)),
    t.UnionOf: lambda m, tree: sp.Union(*m.all(tree.parts), evaluate=False),
}
