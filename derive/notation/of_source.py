"""An author's own line: the formula as typed in the source, and the SymPy expression as typed, before SymPy
rearranged it.

Python computes `x*(x - w)/(x - w)` to `x`; the reader should see what was typed, and the kernel must know that x !=
w.  So the line's syntax tree is walked, operators become nodes, and names are looked up, never called: a call of
anything but a known function, or a value that cannot be known without running code, means that the line is not
recovered and the caller shows the computed expression.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import Any

import sympy as sp
from sympy.core.function import Application

from derive.notation import tree as t
from derive.notation import unevaluated as un
from derive.notation.functions import function_tree
from derive.notation.locate import argument_node, call_node
from derive.notation.names import Names
from derive.notation.of_sympy import big, item, limit, tree_of
from derive.notation.tree import Tree


@dataclass(frozen=True)
class Authored:
    """A line as its author typed it: what to print, and the SymPy expression built without evaluation."""

    tree: Tree
    expr: Any


class _UnknownError(Exception):
    """The line cannot be recovered from its source."""


def authored_argument(frame: FrameType, position: int | str, value: Any, names: Names | None = None) -> Authored | None:
    """The argument, by index or keyword, of the call that `frame` is executing, as typed; None if it cannot be
    recovered.

    `value` is what Python computed for it: a recovered line that does not compute to `value` is refused.
    """
    call = call_node(frame)
    node = argument_node(call, position) if call is not None else None
    if node is None:
        return None
    return recover(node, {**vars(builtins), **frame.f_globals, **frame.f_locals}, value, names)


def recover(node: ast.expr, scope: Mapping[str, Any], value: Any, names: Names | None = None) -> Authored | None:
    """As `authored_argument`, for a syntax node and the names that it can see."""
    try:
        authored = _Line(scope, names or {}).read(node)
        return authored if agrees(authored.expr, value) else None
    except (_UnknownError, ValueError, TypeError, AttributeError, ArithmeticError, NotImplementedError, RecursionError):
        return None


def agrees(expr: Any, value: Any) -> bool:
    """Whether an unevaluated expression, built again by SymPy's constructors, is the value."""
    return bool(_turned(un.rebuild(expr)) == _turned(sp.sympify(_expression(value), strict=True)))


def _turned(expr: Any) -> Any:
    """Python itself turns `0 < x` into `x > 0`: both are written x > 0 here."""
    if isinstance(expr, sp.StrictLessThan | sp.LessThan):
        return expr.reversed
    return expr.func(*map(_turned, expr.args)) if isinstance(expr, sp.And | sp.Or | sp.Not) else expr


def _expression(value: Any) -> Any:
    """What stands for an object of derive (a chain, a claim) inside a formula."""
    if isinstance(value, sp.Basic) or not hasattr(value, "__derive_expr__"):
        return value
    own = value.__derive_expr__
    return own if isinstance(own, sp.Basic) else own()


# ------------------------------------------------------------------------------------------------------ walking a line


@dataclass(frozen=True)
class _Line:
    scope: Mapping[str, Any]
    names: Names

    def read(self, node: ast.expr) -> Authored:
        match node:
            case ast.BinOp(left, op, right) if type(op) in _BINARY:
                return _BINARY[type(op)](self.read(left), self.read(right), isinstance(right, ast.BinOp))
            case ast.UnaryOp(op, operand) if type(op) in _UNARY:
                return _UNARY[type(op)](self.read(operand))
            case ast.Compare(left, [op], [right]) if type(op) in _COMPARISONS:
                return _related(_COMPARISONS[type(op)], self.read(left), self.read(right))
            case ast.Call(func, args, keywords):
                return self.call(self.value(func), args, keywords)
            case ast.Subscript(value, index):
                return self.subscript(self.value(value), index)
            case ast.Constant() | ast.Name() | ast.Attribute():
                return self.leaf(self.value(node))
            case _:
                raise _UnknownError

    def leaf(self, value: Any) -> Authored:
        if isinstance(value, bool | float | complex | str):
            raise _UnknownError
        expr = sp.sympify(_expression(value), strict=True)
        return Authored(tree_of(value if hasattr(value, "__derive_tree__") else expr, self.names), expr)

    def value(self, node: ast.expr) -> Any:
        """What a constant, name, attribute or subscript stands for, without running the author's code."""
        match node:
            case ast.Constant(value):
                return value
            case ast.Name(name) if name in self.scope:
                return self.scope[name]
            case ast.Attribute(owner, name):
                return _attribute(self.value(owner), name)
            case ast.Subscript(owner, index):
                return _element(self.value(owner), self.value(index))
            case ast.UnaryOp(ast.USub(), ast.Constant(int(number))):
                return -number
            case _:
                raise _UnknownError

    def subscript(self, owner: Any, index: ast.expr) -> Authored:
        if not isinstance(owner, sp.IndexedBase):
            key = self.value(index)
            made = self.leaf(_element(owner, key))
            line = getattr(owner, "__derive_line__", None)
            return made if line is None else Authored(*line(key))
        indices = [self.read(part) for part in (index.elts if isinstance(index, ast.Tuple) else [index])]
        trees = tuple(part.tree for part in indices)
        return Authored(
            item(tree_of(owner, self.names), trees), owner[tuple(un.rebuild(part.expr) for part in indices)]
        )

    def call(self, function: Any, args: list[ast.expr], keywords: list[ast.keyword]) -> Authored:
        builder = _builder(function)
        if builder is not None and not keywords:
            return builder(self, function, args)
        if keywords or not _is_function(function):
            raise _UnknownError
        parts = [self.read(arg) for arg in args]
        name = "Abs" if function is abs else function.__name__
        tree = function_tree(name, tuple(part.tree for part in parts), self.names)
        return Authored(tree, _applied(function, [part.expr for part in parts]))

    def plain(self, node: ast.expr) -> Any:
        """A range, a pair or a variable, as a SymPy object."""
        if isinstance(node, ast.Tuple):
            return tuple(self.plain(part) for part in node.elts)
        return self.read(node).expr

    def trees(self, exprs: Any) -> tuple[Tree, ...]:
        return tuple(tree_of(expr, self.names) for expr in exprs)


def _attribute(owner: Any, name: str) -> Any:
    if isinstance(owner, ModuleType):
        return vars(owner)[name] if name in vars(owner) else _submodule(owner, name)
    if isinstance(owner, sp.Basic) or owner is sp.S or _is_ours(type(owner)):
        return getattr(owner, name)
    raise _UnknownError


def _submodule(owner: ModuleType, name: str) -> Any:
    """Names that our own package loads when they are first asked for."""
    if owner.__name__.split(".")[0] == "derive":
        return getattr(owner, name)
    raise _UnknownError


def _element(owner: Any, key: Any) -> Any:
    if type(owner) in (list, tuple, dict) or _is_ours(type(owner)):
        try:
            return owner[key]
        except LookupError as error:
            raise _UnknownError from error
    raise _UnknownError


def _is_ours(thing: Any) -> bool:
    return str(getattr(thing, "__module__", "")).startswith("derive.")


# ----------------------------------------------------------------------------------------------------------- operators


def _sum(sign: str, join: Callable[[Any, Any], Any]) -> Callable[[Authored, Authored, bool], Authored]:
    def rule(left: Authored, right: Authored, typed: bool) -> Authored:
        first, *rest = _terms(left.tree)
        following = _terms(right.tree) if sign == "+" and not typed else [("+", right.tree)]
        following = [(_sign_of(sign, own, typed), body) for own, body in following]
        return Authored(t.add(_as_first(first), *rest, *following), join(left.expr, right.expr))

    return rule


def _sign_of(outer: str, own: str, typed: bool) -> str:
    return own if outer == "+" and not typed else outer


def _as_first(term: tuple[str, Tree]) -> Tree:
    sign, body = term
    return t.Minus(body) if sign == "-" else body


def _terms(tree: Tree) -> list[tuple[str, Tree]]:
    match tree:
        case t.Add((first, *rest), signs):
            return [*_terms(first), *zip(signs, rest, strict=True)]
        case t.Minus(body):
            return [("-", body)]
        case _:
            return [("+", tree)]


def _multiplied(left: Authored, right: Authored, typed: bool) -> Authored:
    match left.tree:
        case t.Minus(body):  # -a b, which Python reads as (-a) b
            tree: Tree = t.Minus(_product(body, right.tree, typed))
        case body:
            tree = _product(body, right.tree, typed)
    return Authored(tree, un.multiply(left.expr, right.expr))


def _product(left: Tree, right: Tree, typed: bool) -> Tree:
    first = left.factors if isinstance(left, t.Mul) else (left,)
    second = right.factors if isinstance(right, t.Mul) and not typed else (right,)
    return t.Mul((*first, *second))


def _divided(left: Authored, right: Authored, typed: bool) -> Authored:
    match left.tree:
        case t.Minus(body):
            tree: Tree = t.Minus(t.Quotient(body, right.tree))
        case body:
            tree = t.Quotient(body, right.tree)
    return Authored(tree, un.divide(left.expr, right.expr))


def _raised(left: Authored, right: Authored, typed: bool) -> Authored:
    return Authored(t.power(left.tree, right.tree), un.power(left.expr, right.expr))


def _both(left: Authored, right: Authored, typed: bool) -> Authored:
    return Authored(t.And((*_parts(left.tree), right.tree)), sp.And(left.expr, right.expr, evaluate=False))


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, t.And) else (tree,)


def _either(left: Authored, right: Authored, typed: bool) -> Authored:
    return Authored(t.Or((left.tree, right.tree)), sp.Or(left.expr, right.expr, evaluate=False))


def _negated(body: Authored) -> Authored:
    return Authored(t.Minus(body.tree), un.negate(body.expr))


def _inverted(body: Authored) -> Authored:
    return Authored(t.Not(body.tree), sp.Not(body.expr, evaluate=False))


def _related(op: str, left: Authored, right: Authored) -> Authored:
    return Authored(t.Relation(op, left.tree, right.tree), _RELATIONS[op](left.expr, right.expr, evaluate=False))


_BINARY: dict[type[ast.operator], Callable[[Authored, Authored, bool], Authored]] = {
    ast.Add: _sum("+", un.add),
    ast.Sub: _sum("-", un.subtract),
    ast.Mult: _multiplied,
    ast.Div: _divided,
    ast.Pow: _raised,
    ast.BitAnd: _both,
    ast.BitOr: _either,
}
_UNARY: dict[type[ast.unaryop], Callable[[Authored], Authored]] = {
    ast.USub: _negated,
    ast.UAdd: lambda body: body,
    ast.Invert: _inverted,
}
_COMPARISONS: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_RELATIONS: dict[str, Any] = {"=": sp.Eq, "!=": sp.Ne, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}


# --------------------------------------------------------------------------------------------------------- known calls


def _is_function(function: Any) -> bool:
    """SymPy's functions, undefined ones, and those that derive defines; never a function of the author's own."""
    if function is abs or (_is_ours(function) and function.__module__ == "derive.functions"):
        return True
    return isinstance(function, type) and issubclass(function, Application)


def _applied(function: Any, args: list[Any]) -> Any:
    if function is abs:
        return un.apply(sp.Abs, *args)
    return un.apply(function, *args) if isinstance(function, type) else function(*args)


Builder = Callable[[_Line, Any, list[ast.expr]], Authored]


def _builder(function: Any) -> Builder | None:
    name, module = getattr(function, "__name__", ""), str(getattr(function, "__module__", ""))
    return _BUILDERS.get((module.split(".")[0], name))


def _square_root(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    (body,) = map(line.read, args)
    return Authored(t.Root(body.tree), un.root(body.expr))


def _number(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    parts = [line.read(arg) for arg in args]
    if len(parts) == 2:
        return _divided(parts[0], parts[1], False)
    (only,) = parts
    return only


def _relation_call(op: str) -> Builder:
    def builder(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
        left, right = map(line.read, args)
        return _related(op, left, right)

    return builder


def _connective(node: Callable[[tuple[Tree, ...]], Tree]) -> Builder:
    def builder(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
        parts = [line.read(arg) for arg in args]
        tree = node(tuple(part.tree for part in parts))
        return Authored(tree, function(*(part.expr for part in parts), evaluate=False))

    return builder


def _big_call(kind: str) -> Builder:
    def builder(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
        body = line.read(args[0])
        made = function(body.expr, *(line.plain(arg) for arg in args[1:]))
        tree, own = body.tree, len(args) - 1
        for variable, *bounds in made.limits[
            -own:
        ]:  # SymPy writes the innermost first, those of a body that is a sum too
            tree = big(kind, tree_of(variable, line.names), line.trees(bounds), tree)
        return Authored(tree, made)

    return builder


def _limit_call(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    body, variable, point = map(line.read, args[:3])
    direction = str(line.value(args[3])) if len(args) == 4 else "+"
    made = function(body.expr, variable.expr, point.expr, direction)
    shown = "" if point.expr.is_infinite else direction
    return Authored(limit(variable.tree, point.tree, shown, body.tree), made)


def _derivative_call(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    body = line.read(args[0])
    targets = [line.plain(arg) for arg in args[1:]]
    made = function(body.expr, *targets)
    pairs = [target if isinstance(target, tuple) else (target, 1) for target in targets]
    by = tuple((tree_of(variable, line.names), int(order)) for variable, order in pairs)
    return Authored(t.Derivative(body.tree, by), made)


def _set_call(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    made = function(*(line.plain(arg) for arg in args))
    return Authored(tree_of(made, line.names), made)


def _piecewise_call(line: _Line, function: Any, args: list[ast.expr]) -> Authored:
    pieces = [_piece(line, arg) for arg in args]
    made = function(*((value.expr, sp.true if test is None else test.expr) for value, test in pieces), evaluate=False)
    return Authored(t.Cases(tuple((value.tree, None if test is None else test.tree) for value, test in pieces)), made)


def _piece(line: _Line, node: ast.expr) -> tuple[Authored, Authored | None]:
    match node:
        case ast.Tuple([value, ast.Constant(True)]):
            return line.read(value), None
        case ast.Tuple([value, test]):
            return line.read(value), line.read(test)
        case _:
            raise _UnknownError


_BUILDERS: dict[tuple[str, str], Builder] = {
    ("sympy", "sqrt"): _square_root,
    ("sympy", "Rational"): _number,
    ("sympy", "Integer"): _number,
    ("sympy", "Equality"): _relation_call("="),
    ("sympy", "Unequality"): _relation_call("!="),
    ("sympy", "StrictLessThan"): _relation_call("<"),
    ("sympy", "LessThan"): _relation_call("<="),
    ("sympy", "StrictGreaterThan"): _relation_call(">"),
    ("sympy", "GreaterThan"): _relation_call(">="),
    ("sympy", "And"): _connective(t.And),
    ("sympy", "Or"): _connective(t.Or),
    ("sympy", "Sum"): _big_call("sum"),
    ("sympy", "Product"): _big_call("product"),
    ("sympy", "Integral"): _big_call("integral"),
    ("sympy", "Limit"): _limit_call,
    ("sympy", "Derivative"): _derivative_call,
    ("sympy", "Interval"): _set_call,
    ("sympy", "FiniteSet"): _set_call,
    ("sympy", "Piecewise"): _piecewise_call,
    ("derive", "total"): _big_call("sum"),
    ("derive", "product"): _big_call("product"),
    ("derive", "D"): _derivative_call,
}
"""(first part of the module's name, function's name) to how its call is read."""
