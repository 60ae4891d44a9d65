"""Places: values put in for symbols and elements, and what makes them values that these can take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import Relational

from derive.functions import Defined
from derive.kernel.core import InvalidStatement
from derive.notation import tree as nt
from derive.notation.of_source import Authored
from derive.notation.of_sympy import tree_of
from derive.script.recording import Line, expression
from derive.symbols import Domain, Variable

INDEX_LETTERS = "ijklmnrstuvwh"


def at_point(expr: Any, values: Mapping[Any, Any]) -> Any:
    """The expression with values put in for symbols, and for all elements of a family where one is given: p[k];
    defined names that depend on these are written out first."""
    expr = expr if isinstance(expr, Relational) else expression(expr)
    put = {x: expression(v) for x, v in values.items()}
    if any(_moves(d, put) for d in expr.atoms(sp.Derivative)):
        raise InvalidStatement("put values into a derivative after it was worked out")
    names = {
        d: d.definition.body
        for d in _defined(expr)
        if d.definition.body.has(*(x.base if isinstance(x, sp.Indexed) else x for x in values))
        or _defined(d.definition.body)
    }
    bound = _bound_in(expr)
    free = set().union(*(v.free_symbols - _own_indices(x) for x, v in put.items() if not _is_renamed(x, v)))
    free |= set().union(*(body.free_symbols for body in names.values()))
    clash = bound & (free | {x for x, v in put.items() if not _is_renamed(x, v)})
    if clash:
        raise InvalidStatement(f"the value mentions {clash.pop()}, over which the expression sums: rename the index")
    if names:
        return at_point(expr.xreplace(names), values)
    elements = {e: value for x, v in put.items() for e, value in _elements(expr, x, v)}
    return expr.xreplace({**{x: v for x, v in put.items() if not isinstance(x, sp.Indexed)}, **elements})


def _bound_in(expr: Any) -> set[Any]:
    """The variables that sums, products, integrals, limits and values put in bind."""
    piles = {v for s in expr.atoms(ExprWithLimits) for v in s.variables}
    return piles | {s.args[1] for s in expr.atoms(sp.Limit)} | {v for s in expr.atoms(sp.Subs) for v in s.variables}


def _is_renamed(x: Any, value: Any) -> bool:
    """Whether a symbol is put in for itself, in another domain."""
    return isinstance(x, sp.Symbol) and isinstance(value, sp.Symbol) and value.name == x.name


def _moves(d: sp.Derivative, put: Mapping[Any, Any]) -> bool:
    """Whether a value is put in for what a derivative is taken by, or mentions it."""
    names = {label_of(v) for v in d.variables}
    moved = [(x, v) for x, v in put.items() if not _is_renamed(x, v)]
    return any(label_of(x) in names or names & {label_of(s) for s in v.atoms(sp.Symbol, sp.Indexed)} for x, v in moved)


Membership = tuple[str, str, Line, Line, Any]
"""(name, relation, left, right, None), or (name, "", ..., claim), to be shown of a value."""


def memberships(x: Any, place: Line, point: Mapping[Any, Any] = MappingProxyType({})) -> Iterator[Membership]:
    """What a value has to be besides within numeric bounds, to be one of a symbol or an element: real, whole, one of a few,
    in an index's range. point: what is put in for the symbols in that."""
    value, d = expression(place.value), _domain_of(x)
    if d.ranges and isinstance(x, sp.Symbol):
        for name, end, op in zip(("first", "last"), d.ranges[0], (">=", "<="), strict=True):
            if end not in (sp.oo, -sp.oo) and not _is_met(value, op, there := at_point(end, point)):
                yield name, op, place, Line(there), None
    if d.values:
        if value not in d.values:
            claim = sp.Or(*(sp.Eq(value, v, evaluate=False) for v in d.values), evaluate=False)
            yield "values", "", Line(claim, Authored(tree_of(claim), claim)), Line(sp.true), claim
    elif d.numbers == "integer" and not isinstance(value, sp.Integer):
        yield _one_of("integers", "whole", place, sp.Eq(sp.floor(value), value, evaluate=False))
    elif d.numbers == "real" and not _plainly_real(value):
        yield _one_of("reals", "real", place, sp.Eq(sp.im(value, evaluate=False), 0, evaluate=False))


def _one_of(numbers: str, name: str, place: Line, claim: Any) -> Membership:
    """That a value is one of the reals or of the whole numbers, written so; claim: what is judged."""
    tree = nt.Relation("in", place.tree, nt.Constant(numbers))
    return name, "", Line(claim, Authored(tree, claim)), Line(sp.true), claim


def _is_met(value: Any, op: str, end: Any) -> bool:
    """Whether both are rational numbers in an order; it is seen at once, and need not be shown."""
    if not (isinstance(value, sp.Rational) and isinstance(end, sp.Rational)):
        return False
    difference = (value - end).p
    return "=" in op if difference == 0 else (difference > 0) == (op[0] == ">")


def _domain_of(x: Any) -> Domain:
    """The domain of a symbol or an element; of the assumptions of SymPy's own symbols, those that a domain can say."""
    label = x.base.label if isinstance(x, sp.Indexed) else x
    if isinstance(label, Variable):
        return label.domain
    known, zero = (x.base if isinstance(x, sp.Indexed) else x).assumptions0, sp.Integer(0)
    kind = next((kind for kind in ("integer", "real") if known.get(kind)), "complex")
    above, below = (known.get("nonnegative"), known.get("nonpositive"))  # SymPy says so of what is positive, too
    ends = (zero if above else None, zero if below else None)
    return Domain(kind, *ends, bool(known.get("positive")), bool(known.get("negative")))


def _plainly_real(a: Any) -> bool:
    """Whether an expression is seen to be real wherever it has a value, by how it is built."""
    if isinstance(a, sp.Symbol | sp.Indexed) and not isinstance(a, Defined):
        return _domain_of(a).numbers != "complex"
    if isinstance(a, sp.log):
        return isinstance(a.args[0], sp.Rational) and a.args[0] > 0
    if isinstance(a, sp.Pow):
        return isinstance(a.exp, sp.Integer) and _plainly_real(a.base)
    if isinstance(a, ExprWithLimits):
        return isinstance(a, sp.Sum | sp.Product) and _plainly_real(a.function)
    if isinstance(a, Defined):
        return _plainly_real(a.definition.body)
    return isinstance(a, sp.Rational) or (isinstance(a, sp.Add | sp.Mul | sp.exp) and all(map(_plainly_real, a.args)))


def label_of(x: Any) -> str:
    return str(x.base.label if isinstance(x, sp.Indexed) else x)


def _own_indices(x: Any) -> set[Any]:
    return set(x.indices) if isinstance(x, sp.Indexed) else set()


def _elements(expr: Any, x: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """(p[j], the value at j) for the elements of x = p[k] in an expression."""
    if isinstance(x, sp.Indexed):
        value = _with_other_names(value, expr, set(x.indices))
        for e in sorted(expr.atoms(sp.Indexed), key=str):
            if e.base == x.base:
                yield e, value.xreplace(dict(zip(x.indices, e.indices, strict=True)))


def _with_other_names(value: Any, expr: Any, own: set[Any]) -> Any:
    """The value with the indices over which it sums renamed where the expression, or the place itself, has them too."""
    taken = {s.name for e in (value, expr) for s in e.atoms(sp.Symbol)}
    bound = {v for s in value.atoms(sp.Sum, sp.Product) for v in s.variables}
    clashing = sorted(bound & (expr.atoms(sp.Symbol) | own), key=str)
    letters = (letter for letter in INDEX_LETTERS if letter not in taken)
    names = {v: sp.Symbol(letter, integer=True) for v, letter in zip(clashing, letters, strict=False)}

    def renamed(s: Any) -> Any:
        limits = ((names.get(v, v), *ends) for v, *ends in s.limits)
        return s.func(s.function.xreplace({v: names[v] for v in s.variables if v in names}), *limits)

    return value.replace(lambda s: isinstance(s, sp.Sum | sp.Product), renamed) if names else value


def _defined(expr: Any) -> list[Any]:
    return [d for d in sp.preorder_traversal(expr) if isinstance(d, Defined) and not d.definition.parameters]


def within_bounds(x: Any, value: Any) -> Iterator[Membership]:
    """That a value lies within the numeric bounds of a symbol or an element."""
    d = _domain_of(x)
    ends = (("from", d.lower, ">" if d.lower_open else ">="), ("to", d.upper, "<" if d.upper_open else "<="))
    for name, end, op in ends:
        if end is not None and not _is_met(value, op, end):
            yield name, op, Line(value), Line(end), None
