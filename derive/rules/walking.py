"""Walking SymPy expressions safely: free symbols, substitution that never captures, rewriting at every place.

SymPy's own `subs`, `xreplace` and `free_symbols` treat bound variables of sums wrongly, so nothing here relies on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import sympy as sp

Expr = Any
"""A SymPy expression (SymPy has no types to check against)."""

Step = Callable[[Expr], "Expr | None"]
"""What one place becomes, or None where there is nothing to do."""

BINDERS = (sp.Sum, sp.Product, sp.Integral)
LETTERS = "jklmrstuvwabcdefgh"


def rebuilt(node: Expr, args: Iterable[Expr]) -> Expr:
    """The node with other arguments; a derivative is left unevaluated, since SymPy may take it for 0."""
    new = tuple(args)
    if all(a is b for a, b in zip(new, node.args, strict=True)):
        return node
    return sp.Basic.__new__(sp.Derivative, *new) if isinstance(node, sp.Derivative) else node.func(*new)


def is_leaf(node: Expr) -> bool:
    """Whether the walk stops here: atoms and the elements of families."""
    return not node.args or isinstance(node, sp.Indexed | sp.IndexedBase)


def innermost(node: Expr) -> tuple[Expr, tuple[Expr, Expr, Expr], tuple[Expr, ...]]:
    """(body, innermost range, ranges around it) of a sum or product."""
    body, first, *outer = node.args
    return body, (first[0], first[1], first[2]), tuple(outer)


def around(kind: Any, body: Expr, outer: tuple[Expr, ...]) -> Expr:
    """The sum or product of `body` over the outer ranges; `body` itself when there are none."""
    return kind(body, *outer) if outer else body


def free(expr: Expr) -> frozenset[Expr]:
    """The symbols that occur free, indices included, names of families and of definitions too."""
    if isinstance(expr, sp.Symbol):
        return frozenset({expr})
    if not isinstance(expr, BINDERS):
        return frozenset().union(*(free(a) for a in expr.args))
    found = free(expr.args[0])
    for variable, *bounds in expr.args[1:]:
        found = (found - {variable}).union(*(free(b) for b in bounds))
    return found


def depends(expr: Expr, variable: Expr) -> bool:
    """Whether a symbol, or any element of a family, occurs in the expression (definitions opened by the caller)."""
    if isinstance(variable, sp.Indexed):
        return any(e.base == variable.base for e in expr.atoms(sp.Indexed))
    return variable in free(expr)


def put_in(expr: Expr, values: Mapping[Expr, Expr]) -> Expr:
    """Replace symbols, elements or whole subexpressions, all at once, renaming bound variables that would capture."""
    if expr in values:
        return values[expr]
    if isinstance(expr, BINDERS):
        return _under_binder(expr, values)
    if not expr.args or isinstance(expr, sp.IndexedBase):
        return expr
    return rebuilt(expr, (put_in(a, values) for a in expr.args))


def _under_binder(node: Expr, values: Mapping[Expr, Expr]) -> Expr:
    body, (variable, *bounds) = outermost(node)
    bounds = [put_in(b, values) for b in bounds]
    inner = {old: new for old, new in values.items() if variable not in free(old)}
    if any(variable in free(new) for new in inner.values()):
        renamed = fresh(variable, [body, *inner.keys(), *inner.values()])
        body, variable = put_in(body, {variable: renamed}), renamed
    return node.func(put_in(body, inner), (variable, *bounds))


def outermost(node: Expr) -> tuple[Expr, tuple[Expr, ...]]:
    """(body with the inner ranges, outermost range) of a sum, product or integral."""
    body, *inner, last = node.args
    return around(node.func, body, tuple(inner)), tuple(last)


def fresh(variable: Expr, taken: Iterable[Expr]) -> Expr:
    """An index that occurs in none of the expressions, free or bound: the next usual letter."""
    names = {s.name for e in taken for s in e.atoms(sp.Symbol)} | {variable.name}
    candidates = (*LETTERS, *(f"{variable.name}_{k}" for k in range(1, len(names) + 2)))
    return sp.Symbol(next(name for name in candidates if name not in names), integer=True)


# ---------------------------------------------------------------------------------------------------------- rewriting


def everywhere(expr: Expr, step: Step) -> Expr:
    """The step taken at every place, innermost first."""
    if not is_leaf(expr):
        places = _places(expr)
        expr = rebuilt(expr, (*(everywhere(a, step) for a in expr.args[:places]), *expr.args[places:]))
    new = step(expr)
    return expr if new is None else new


def _places(node: Expr) -> int:
    """How many arguments are walked into: of a sum, an integral, a derivative only the body."""
    return 1 if isinstance(node, (*BINDERS, sp.Derivative)) else len(node.args)


def repeatedly(expr: Expr, step: Step, rounds: int = 12) -> Expr:
    """The step taken everywhere until nothing changes."""
    for _ in range(rounds):
        new = everywhere(expr, step)
        if new == expr:
            break
        expr = new
    return expr


def at_each_place(expr: Expr, step: Step) -> Iterator[Expr]:
    """The expression with the step taken at one place, for each place."""
    new = step(expr)
    if new is not None:
        yield new
    if is_leaf(expr):
        return
    for k, part in enumerate(expr.args[: _places(expr)]):
        for changed in at_each_place(part, step):
            yield rebuilt(expr, (*expr.args[:k], changed, *expr.args[k + 1 :]))


def rewritings(expr: Expr, step: Step) -> Iterator[Expr]:
    """What the step can make of an expression: everywhere and again, everywhere once, at one place; each once."""
    seen = {expr}
    for new in (repeatedly(expr, step), everywhere(expr, step), *at_each_place(expr, step)):
        if new not in seen:
            seen.add(new)
            yield new
