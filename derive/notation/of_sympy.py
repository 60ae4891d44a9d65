"""SymPy expressions as formula trees, in textbook order.

SymPy forgets the order in which things were typed.  Here sums lead with a positive term (k - n\\theta), products
run from numbers over letters, brackets and logarithms to sums (y_i \\log p), negative powers go below a fraction
line, and a sum keeps its factor in front of it (\\frac{1}{n} \\sum ...).  `of_source` prints the author's own order
instead where the source line is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

from derive.notation import tree as t
from derive.notation.functions import function_tree
from derive.notation.latex import latex
from derive.notation.names import Names, head_tree, name_tree
from derive.notation.tree import Tree

Basic = Any
"""A SymPy object (SymPy has no types to check against)."""


class UnprintableError(ValueError):
    """A SymPy object for which there is no notation yet."""


def tree_of(expr: Basic, names: Names | None = None) -> Tree:
    """The formula of a SymPy expression, relation, condition or set.

    `names` says how symbols and functions are written, by their SymPy name; the rest follows `names.name_tree`.  An
    object with a method `__derive_tree__` brings its own tree.  Raises UnprintableError (a ValueError) for objects
    that have no notation here.
    """
    return _Writer(names or {}).tree(expr if hasattr(expr, "__derive_tree__") else sp.sympify(expr, strict=True))


def clashes(exprs: Iterable[Basic], names: Names | None = None) -> tuple[tuple[Basic, ...], ...]:
    """Groups of different symbols, families, functions and constants in the expressions that print alike, in a
    fixed order.
    """
    printed: dict[Tree, list[Basic]] = {}
    for atom in sorted(set(_atoms(exprs)), key=lambda atom: (str(atom), repr(type(atom)))):
        printed.setdefault(_atom_tree(atom, names or {}), []).append(atom)
    return tuple(tuple(group) for group in printed.values() if len(group) > 1)


def _atoms(exprs: Iterable[Basic]) -> Iterator[Basic]:
    pending = list(exprs)
    while pending:
        expr = pending.pop()
        if isinstance(expr, sp.Indexed):
            yield expr.base
            pending.extend(expr.indices)
        elif isinstance(expr, sp.Symbol | sp.NumberSymbol | sp.IndexedBase):
            yield expr
        else:
            pending.extend(expr.args)
            if isinstance(expr, AppliedUndef):
                yield expr.func


def _atom_tree(atom: Basic, names: Names) -> Tree:
    if isinstance(atom, UndefinedFunction):
        return head_tree(atom.__name__, names)
    match _Writer(names).tree(atom):
        case t.Constant(name):
            return t.Symbol(name)
        case tree:
            return tree


@dataclass(frozen=True)
class _Writer:
    names: Names

    def tree(self, expr: Basic) -> Tree:
        own = getattr(expr, "__derive_tree__", None)
        if own is not None:
            made: Tree = own()
            return made
        for kind in type(expr).__mro__:
            if kind.__name__ in _RULES:
                return _RULES[kind.__name__](self, expr)
        raise UnprintableError(f"no notation for {type(expr).__name__}: {expr}")

    def trees(self, exprs: Iterable[Basic]) -> tuple[Tree, ...]:
        return tuple(self.tree(expr) for expr in exprs)


# ------------------------------------------------------------------------------------------------------ numbers, names


def _integer(w: _Writer, expr: Basic) -> Tree:
    return _signed(t.Number(str(abs(int(expr)))), int(expr) < 0)


def _signed(tree: Tree, negative: bool) -> Tree:
    return t.Minus(tree) if negative else tree


def _rational(w: _Writer, expr: Basic) -> Tree:
    return _signed(t.Quotient(t.Number(str(abs(expr.p))), t.Number(str(expr.q))), expr.p < 0)


def _float(w: _Writer, expr: Basic) -> Tree:
    text = sp.Float(abs(expr))._sympystr(sp.StrPrinter({"full_prec": False}))
    return _signed(t.Number(text), bool(expr < 0))


def _constant(name: str) -> Callable[[_Writer, Basic], Tree]:
    return lambda w, expr: t.Constant(name)


def _symbol(w: _Writer, expr: Basic) -> Tree:
    return name_tree(expr.name, w.names)


def _indexed_base(w: _Writer, expr: Basic) -> Tree:
    return name_tree(str(expr.label), w.names)


def _indexed(w: _Writer, expr: Basic) -> Tree:
    return item(w.tree(expr.base), w.trees(expr.indices))


def item(base: Tree, indices: tuple[Tree, ...]) -> Tree:
    """base with further subscripts."""
    match base:
        case t.Symbol():
            return t.Item(base, indices)
        case t.Item(symbol, first, label):
            return t.Item(symbol, (*first, *indices), label)
        case _:
            raise UnprintableError(f"a subscript on {latex(base)}")


# ------------------------------------------------------------------------------------------------------ sums, products


def _negative(expr: Basic) -> bool:
    """Whether the term is written with a minus sign in front."""
    return bool(expr.as_coeff_Mul()[0].is_negative)


def _add(w: _Writer, expr: Basic) -> Tree:
    terms = sorted(_ordered_terms(expr), key=_brackets_in)
    leading = next((term for term in terms if not _negative(term)), terms[0])
    others = list(terms)
    others.remove(leading)
    return t.add(w.tree(leading), *(_signed_term(w, term) for term in others))


def _ordered_terms(expr: Basic) -> list[Basic]:
    """The terms in SymPy's order, which works out what constants are worth: sums and limits without symbols, which may have
    no end, are given names for it."""
    endless = [p for p in sp.preorder_traversal(expr) if isinstance(p, _WORKED_OUT) and p.is_number]
    if not endless:
        return list(expr.as_ordered_terms())
    names = {part: sp.Symbol(f"constant_{k}") for k, part in enumerate(dict.fromkeys(endless))}
    back = {name: part for part, name in names.items()}
    return [term.xreplace(back) for term in expr.xreplace(names).as_ordered_terms()]


_WORKED_OUT = (sp.Sum, sp.Product, sp.Integral, sp.Limit)


def _brackets_in(term: Basic) -> int:
    return sum(isinstance(part, sp.Add) for part in sp.preorder_traversal(term))


def _signed_term(w: _Writer, term: Basic) -> tuple[str, Tree]:
    match w.tree(term):
        case t.Minus(body):
            return "-", body
        case tree:
            return "+", tree


def _mul(w: _Writer, expr: Basic) -> Tree:
    if _negative(expr):
        return t.Minus(w.tree(_without_sign(expr)))
    top, bottom = _halves(expr)
    sums = [factor for factor in top if _rank(factor) == _SUMS]
    if not bottom:
        return _product(w, top)
    if not sums:
        return t.Quotient(_product(w, top), _product(w, bottom))
    rest = [factor for factor in top if _rank(factor) != _SUMS]
    return t.mul(t.Quotient(_product(w, rest), _product(w, bottom)), *w.trees(sums))


def _without_sign(expr: Basic) -> Basic:
    """The negated product, with no bracket multiplied out."""
    number, rest = expr.as_coeff_Mul()
    return rest if number == -1 else sp.Mul(-number, *sp.Mul.make_args(rest), evaluate=False)


def _halves(expr: Basic) -> tuple[list[Basic], list[Basic]]:
    """Factors above and below the fraction line."""
    top: list[Basic] = []
    bottom: list[Basic] = []
    for factor in sp.Mul.make_args(expr):
        if factor.is_Rational:
            top += [sp.Integer(factor.p)] if factor.p != 1 else []
            bottom += [sp.Integer(factor.q)] if factor.q != 1 else []
        elif _goes_below(factor):
            bottom.append(sp.Pow(factor.base, -factor.exp))
        else:
            top.append(factor)
    top, bottom = _one_root(top, bottom)
    return sorted(top, key=_textbook_key), sorted(bottom, key=_textbook_key)


def _one_root(top: list[Basic], bottom: list[Basic]) -> tuple[list[Basic], list[Basic]]:
    """Several roots of positive quantities below the fraction line as one: SymPy takes the root of 2 pi v apart, and puts that of
    2 above the line."""
    roots = [f for f in bottom if _is_root(f)]
    number = next((f for f in top if _is_root(f) and f.base.is_Integer), None)
    halves = next((f for f in bottom if number is not None and f.is_Integer and f % number.base == 0), None)
    if number is not None and halves is not None and roots:
        top.remove(number)
        bottom.remove(halves)
        bottom += [halves // number.base] if halves != number.base else []
        roots.insert(0, number)
    if len(roots) < 2:
        return top, bottom
    bases = sorted((r.base for r in roots), key=_textbook_key)
    root = sp.Pow(sp.Mul(*bases, evaluate=False), sp.Rational(1, 2), evaluate=False)
    return top, [root, *(f for f in bottom if f not in roots)]


def _is_root(factor: Basic) -> bool:
    """Whether it is the square root of something positive."""
    return isinstance(factor, sp.Pow) and factor.exp == sp.Rational(1, 2) and bool(factor.base.is_positive)


def _goes_below(factor: Basic) -> bool:
    return isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp.is_negative and factor.base != sp.E


def _product(w: _Writer, factors: Sequence[Basic]) -> Tree:
    return t.mul(*w.trees(factors)) if factors else t.Number("1")


_SUMS = 7


def _rank(factor: Basic) -> int:
    """Where a factor stands in a product; numbers first, sums last."""
    base = factor.base if isinstance(factor, sp.Pow) and factor.base != sp.E else factor
    if base.is_number:
        return 0
    ranks = (
        (sp.Symbol, 1), (sp.Indexed, 2), ((sp.exp, sp.Pow), 5), (sp.log, 6), (AppliedUndef, 3),
        (sp.Add, 4), ((sp.Sum, sp.Product, sp.Integral, sp.Limit), _SUMS),
    )  # fmt: skip
    return next((rank for kind, rank in ranks if isinstance(base, kind)), 5)


def _textbook_key(factor: Basic) -> tuple[int, Any]:
    return _rank(factor), sp.default_sort_key(factor)


def _pow(w: _Writer, expr: Basic) -> Tree:
    base, exponent = expr.args
    if base == sp.E:
        return t.exponential(w.tree(exponent))
    if exponent == sp.Rational(1, 2):
        return t.Root(w.tree(base))
    if exponent.is_Rational and exponent.is_negative:
        return t.Quotient(t.Number("1"), w.tree(base**-exponent))
    return t.power(w.tree(base), w.tree(exponent))


def _exp(w: _Writer, expr: Basic) -> Tree:
    return t.exponential(w.tree(expr.args[0]))


# ----------------------------------------------------------------------------------------------------------- functions


def _function(w: _Writer, expr: Basic) -> Tree:
    return function_tree(type(expr).__name__, w.trees(expr.args), w.names)


def _ordered_function(w: _Writer, expr: Basic) -> Tree:
    return function_tree(type(expr).__name__, w.trees(sorted(expr.args, key=_textbook_key)), w.names)


def _piecewise(w: _Writer, expr: Basic) -> Tree:
    pieces = ((w.tree(value), None if condition == sp.true else w.tree(condition)) for value, condition in expr.args)
    return t.Cases(tuple(pieces))


# ---------------------------------------------------------------------------------------- sums, limits and derivatives


def _big(kind: str) -> Callable[[_Writer, Basic], Tree]:
    def rule(w: _Writer, expr: Basic) -> Tree:
        body = w.tree(expr.function)
        for variable, *bounds in expr.limits:  # SymPy writes the innermost first
            body = big(kind, w.tree(variable), w.trees(bounds), body)
        return body

    return rule


def big(kind: str, variable: Tree, bounds: tuple[Tree, ...], body: Tree) -> Tree:
    if not isinstance(variable, t.Symbol | t.Item) or len(bounds) not in (0, 2):
        raise UnprintableError(f"a {kind} over {latex(variable)} with {len(bounds)} bounds")
    lower, upper = bounds or (None, None)
    return t.Big(kind, variable, lower, upper, body)


def _limit(w: _Writer, expr: Basic) -> Tree:
    body, variable, point, direction = expr.args
    return limit(w.tree(variable), w.tree(point), "" if point.is_infinite else str(direction), w.tree(body))


def limit(variable: Tree, point: Tree, direction: str, body: Tree) -> Tree:
    if not isinstance(variable, t.Symbol | t.Item):
        raise UnprintableError(f"a limit in {latex(variable)}")
    return t.Limit(variable, point, "" if direction == "+-" else direction, body)


def _derivative(w: _Writer, expr: Basic) -> Tree:
    return t.Derivative(
        w.tree(expr.expr), tuple((w.tree(variable), int(order)) for variable, order in expr.variable_count)
    )


# ------------------------------------------------------------------------------------------ conditions, cases and sets


def _relation(op: str) -> Callable[[_Writer, Basic], Tree]:
    return lambda w, expr: t.Relation(op, w.tree(expr.args[0]), w.tree(expr.args[1]))


def _joined(node: Callable[[tuple[Tree, ...]], Tree]) -> Callable[[_Writer, Basic], Tree]:
    return lambda w, expr: node(w.trees(sorted(expr.args, key=sp.default_sort_key)))


def _and(w: _Writer, expr: Basic) -> Tree:
    return t.And(_chained([w.tree(part) for part in sorted(expr.args, key=sp.default_sort_key)]))


def _chained(parts: list[Tree]) -> tuple[Tree, ...]:
    """0 < k and k < n next to each other, turned so that they make a chain: x > 0 and x < 1 is 0 < x < 1."""
    if len(parts) == 2:
        for first, second in (parts, parts[::-1]):
            left, right = _ascending(first), _ascending(second)
            if left is not None and right is not None and left.right == right.left:
                return left, right
    return tuple(parts)


def _ascending(part: Tree) -> t.Relation | None:
    match part:
        case t.Relation("<" | "<="):
            return part
        case t.Relation(">" | ">=" as op, left, right):
            return t.Relation(op.replace(">", "<"), right, left)
        case _:
            return None


def _not(w: _Writer, expr: Basic) -> Tree:
    return t.Not(w.tree(expr.args[0]))


def _contains(w: _Writer, expr: Basic) -> Tree:
    return t.Relation("in", w.tree(expr.args[0]), w.tree(expr.args[1]))


def _interval(w: _Writer, expr: Basic) -> Tree:
    return t.Interval(w.tree(expr.start), w.tree(expr.end), bool(expr.left_open), bool(expr.right_open))


_RELATION_CLASSES = {
    "Equality": "=",
    "Unequality": "!=",
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
}
_CONSTANT_CLASSES = {
    "Exp1": "e",
    "Pi": "pi",
    "ImaginaryUnit": "i",
    "Infinity": "infinity",
    "EulerGamma": "euler_gamma",
    "BooleanTrue": "true",
    "BooleanFalse": "false",
    "Reals": "reals",
    "Integers": "integers",
    "Naturals": "naturals",
    "EmptySet": "empty_set",
}
_RULES: dict[str, Callable[[_Writer, Basic], Tree]] = {
    **{name: _constant(constant) for name, constant in _CONSTANT_CLASSES.items()},
    **{name: _relation(op) for name, op in _RELATION_CLASSES.items()},
    "NegativeInfinity": lambda w, expr: t.Minus(t.Constant("infinity")),
    "Integer": _integer,
    "Rational": _rational,
    "Float": _float,
    "Symbol": _symbol,
    "IndexedBase": _indexed_base,
    "Indexed": _indexed,
    "Add": _add,
    "Mul": _mul,
    "Pow": _pow,
    "exp": _exp,
    "AppliedUndef": _function,
    "Max": _ordered_function,
    "Min": _ordered_function,
    "Function": _function,
    "Piecewise": _piecewise,
    "Sum": _big("sum"),
    "Product": _big("product"),
    "Integral": _big("integral"),
    "Limit": _limit,
    "Derivative": _derivative,
    "And": _and,
    "Or": _joined(t.Or),
    "Not": _not,
    "Contains": _contains,
    "Interval": _interval,
    "FiniteSet": _joined(t.SetOf),
    "Union": _joined(t.UnionOf),
    "Tuple": lambda w, expr: t.Sequence(w.trees(expr.args)),
}
