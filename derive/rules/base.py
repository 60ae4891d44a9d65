"""What a rule is, and when it explains a step.

A rule proposes what a line may become. It explains a step when one of its proposals is the stated line up to a trivial
rearrangement. Rules decide nothing: the kernel judges the line whatever they propose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from derive.functions import Defined
from derive.kernel.core import InvalidStatement

Proposals = Iterable[Any]


@dataclass(frozen=True, eq=False)
class Rule:
    """name: as in `by=`. phrase: what a document prints. propose: the lines that a line may become.

    slack: how far a stated line may be from a proposal: "order" (order of terms and factors, signs, names of bound
    variables), "ring" (products multiplied out as well) or "rational" (fractions brought together as well).
    """

    name: str
    phrase: str
    propose: Callable[[Any], Proposals]
    slack: str = "ring"

    def __call__(self, *args: Any) -> Rule:
        raise InvalidStatement(f"the rule {self.name} takes no arguments: write by={self.name}")


@dataclass(frozen=True)
class Explanation:
    """Whether a rule leads from one line to the next; if not, what it leads to instead."""

    ok: bool
    proposal: Any = None


def explains(rule: Rule, before: Any, after: Any) -> Explanation:
    """Whether `after` is, up to trivial rearrangement, something that the rule makes of `before`."""
    first = None
    for proposal in _safely(rule, before):
        first = proposal if first is None else first
        if same(proposal, after, rule.slack):
            return Explanation(True, proposal)
    return Explanation(False, first)


def first_proposal(rule: Any, before: Any) -> Any:
    """What the rule makes of a line, for a line written `...`."""
    if not isinstance(rule, Rule):
        raise InvalidStatement("a line ... needs by= with a rule that computes it")
    proposal = next(iter(_safely(rule, before)), None)
    if proposal is None:
        raise InvalidStatement(f"{rule.name} does not apply to {before}")
    return proposal


def _safely(rule: Rule, before: Any) -> Proposals:
    """The proposals until one fails: SymPy may refuse what a rule tries."""
    try:
        yield from rule.propose(before)
    except (ValueError, TypeError, ArithmeticError, NotImplementedError, RecursionError, AttributeError):
        return


def same(a: Any, b: Any, slack: str) -> bool:
    """Whether two lines differ by a trivial rearrangement only, definitions written out."""
    x, y = tidy(a), tidy(b)
    if x == y:
        return True
    if slack == "order":
        return bool(tidy(sp.expand_mul(-x)) == tidy(sp.expand_mul(-y)))
    difference = tidy(sp.expand_mul(sp.expand_multinomial(x - y)))
    if difference == 0 or slack == "ring":
        return bool(difference == 0)
    return bool(sp.cancel(sp.together(_opaque(difference))) == 0)


def tidy(expr: Any) -> Any:
    """The expression with defined values written out and bound variables named by their depth."""
    return _renamed(written_out(sp.sympify(expr)), 0)


def written_out(expr: Any) -> Any:
    """Every defined name replaced by what it stands for, until none is left."""
    for _ in range(20):
        values = {d: d.definition.body for d in sp.preorder_traversal(expr) if _is_plain(d)}
        values |= {f: _applied(f) for f in expr.atoms(sp.core.function.AppliedUndef) if _definition(f) is not None}
        values |= {e: _element(e) for e in expr.atoms(sp.Indexed) if isinstance(e.base.args[0], Defined)}
        if not values:
            return expr
        expr = expr.xreplace(values)
    return expr


def _is_plain(node: Any) -> bool:
    return isinstance(node, Defined) and not node.definition.parameters


def _definition(applied: Any) -> Any:
    return getattr(applied.func, "derive_definition", None)


def _applied(f: Any) -> Any:
    definition = _definition(f)
    return definition.body.xreplace(dict(zip(definition.parameters, f.args, strict=True)))


def _element(e: Any) -> Any:
    definition = e.base.args[0].definition
    return definition.body.xreplace(dict(zip(definition.parameters, e.indices, strict=True)))


def _renamed(expr: Any, depth: int) -> Any:
    """Bound variables of sums and products named by depth, so that names do not matter."""
    if not expr.args or isinstance(expr, sp.Symbol):
        return expr
    if isinstance(expr, sp.Sum | sp.Product):
        values = {limit[0]: sp.Symbol(f"_{depth + k}", integer=True) for k, limit in enumerate(expr.limits)}
        body = _renamed(expr.function.xreplace(values), depth + len(values))
        limits = [(values[v], *(_renamed(b.xreplace(values), depth) for b in bounds)) for v, *bounds in expr.limits]
        return expr.func(body, *limits)
    if isinstance(expr, sp.Indexed | sp.Derivative):
        return expr
    return expr.func(*(_renamed(a, depth) for a in expr.args))


def _opaque(expr: Any) -> Any:
    """Sums and products as plain symbols, so that fractions can be brought together around them."""
    piles = sorted(expr.atoms(sp.Sum, sp.Product, sp.Indexed), key=sp.default_sort_key)
    return expr.xreplace({p: sp.Symbol(f"_pile{k}") for k, p in enumerate(piles)})


def everywhere(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Apply a change at every node, innermost first."""

    def walk(expr: Any) -> Any:
        if not expr.args or isinstance(expr, sp.Symbol | sp.Indexed):
            return change(expr)
        if isinstance(expr, sp.Sum | sp.Product):
            return change(expr.func(walk(expr.function), *expr.limits))
        if isinstance(expr, sp.Derivative):
            return expr
        return change(expr.func(*(walk(a) for a in expr.args)))

    return walk
