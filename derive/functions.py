"""Functions of the field as data: a name, parameters and a body. The kernel unfolds them; nothing about them is trusted.

`define` lets an author add names of the same kind: a value, a family or a function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from derive.kernel.core import InvalidStatement
from derive.symbols import Family, Variable, checked_name, exact


@dataclass(frozen=True)
class Definition:
    """`name(parameters)`, or `name` alone, stands for `body`. note: what it is, in words. latex: how it is written."""

    name: str
    parameters: tuple[sp.Symbol, ...]
    body: sp.Expr
    note: str = ""
    latex: str = ""


class Defined(sp.Symbol):
    """A name for an expression; of a family, the name before the index.

    Its free symbols are those of what it stands for, so that SymPy does not take its derivative for 0.
    """

    __slots__ = ("definition",)

    definition: Definition

    def __new__(cls, definition: Definition) -> Defined:
        obj: Defined = sp.Symbol.__xnew__(cls, definition.name, **_safe_assumptions(definition))
        obj.definition = definition
        return obj

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (self.definition,), {}

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*sp.Symbol._hashable_content(self), sp.Tuple(*self.definition.parameters), self.definition.body)

    @property
    def free_symbols(self) -> set[Any]:
        found: set[Any] = self.definition.body.free_symbols - set(self.definition.parameters)
        return found | {self}

    @property
    def rank(self) -> int:
        """How many indices a family of this name takes."""
        return len(self.definition.parameters)

    def _eval_derivative(self, variable: Any) -> Any:
        raise InvalidStatement(f"{self.name} is a defined name: write D({self.name}, x)")

    def _eval_derivative_n_times(self, variable: Any, order: Any) -> Any:
        return self._eval_derivative(variable)


def _safe_assumptions(definition: Definition) -> dict[str, bool]:
    body = definition.body
    found = {}
    for fact in ("integer", "real", "positive", "nonnegative"):
        if getattr(body, f"is_{fact}", None):
            found[fact] = True
    return found


def define(name: str, *rest: Any) -> Any:
    """Give an expression a name: `define("k", total(y[i], i), "the number of ones")`.

    With indices before the body a family, `p[k]`; with other symbols a function, `f(x)`. The last argument may be a note.
    """
    parts = list(rest)
    note = parts.pop() if parts and isinstance(parts[-1], str) else ""
    if not parts:
        raise InvalidStatement(f'define("{name}", ...) needs what {name} stands for')
    *parameters, body = parts
    if not all(isinstance(p, sp.Symbol) for p in parameters):
        raise InvalidStatement(f"the parameters of {name} must be symbols")
    definition = Definition(checked_name(name), tuple(parameters), exact(getattr(body, "__derive_expr__", body)), note)
    if not parameters:
        return Defined(definition)
    if all(isinstance(p, Variable) and p.domain.ranges for p in parameters):
        return Family(Defined(definition))
    return function(definition)


def function(definition: Definition) -> Any:
    """An undefined SymPy function that carries its definition, and is equal only to one with the same definition."""
    return sp.Function(definition.name, derive_definition=definition)


def smooth(name: str) -> Any:
    """A real function of which nothing is known but that, where it has a value, it has values all around and can be
    differentiated: `I = smooth("I")` gives I(p) and D(I(p), p)."""
    return sp.Function(checked_name(name), real=True, derive_smooth=True)


_x, _a, _b = sp.Symbol("x"), sp.Symbol("a"), sp.Symbol("b")


def _named(name: str, parameters: tuple[sp.Symbol, ...], body: sp.Expr, note: str, latex: str = "") -> Any:
    return function(Definition(name, parameters, body, note, latex))


xlogy = sp.Function("xlogy")
"""x log y, and 0 where x = 0: the convention of information theory. Known to the kernel itself."""

log2 = _named("log2", (_x,), sp.log(_x) / sp.log(2), "the binary logarithm: information in bits", r"\log_2")
sigmoid = _named("sigmoid", (_x,), 1 / (1 + sp.exp(-_x)), "the logistic function", r"\sigma")
softplus = _named("softplus", (_x,), sp.log(1 + sp.exp(_x)), "a smooth version of max(x, 0)")
logit = _named("logit", (_x,), sp.log(_x) - sp.log(1 - _x), "the log-odds of a probability")
binary_entropy = _named(
    "binary_entropy", (_x,), -xlogy(_x, _x) - xlogy(1 - _x, 1 - _x), "the entropy of a Bernoulli variable, in nats", "H"
)
binary_cross_entropy = _named(
    "binary_cross_entropy",
    (_a, _b),
    -xlogy(_a, _b) - xlogy(1 - _a, 1 - _b),
    "the cross-entropy of two Bernoulli laws, in nats",
    "H",
)
