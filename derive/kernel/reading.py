"""SymPy expressions into terms, and terms back into SymPy.

Only the tree of the expression is read: classes are looked up by identity in tables, assumptions are taken from atoms,
and no method that a subclass could replace is asked about the mathematics.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp
from flint import fmpq
from sympy.core.function import AppliedUndef
from sympy.core.numbers import EulerGamma as EulerGammaClass
from sympy.core.numbers import Exp1, ImaginaryUnit, Infinity, NegativeInfinity, Pi
from sympy.integrals.transforms import IntegralTransform

from derive.kernel import terms as t
from derive.kernel.core import Declaration, InvalidStatement
from derive.kernel.terms import Term

FUNCTIONS: dict[str, Any] = {
    name: getattr(sp, name)
    for name in (
        *("exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth"),
        *("asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "loggamma", "polygamma", "beta"),
        *("binomial", "factorial", "floor", "ceiling", "sign", "re", "im", "conjugate"),
    )
} | {
    "abs": sp.Abs,
    "max": sp.Max,
    "min": sp.Min,
    "delta": sp.KroneckerDelta,
    "heaviside": sp.Heaviside,
    "digamma": sp.digamma,
    "xlogy": sp.Function("xlogy"),
}
"""The kernel's name of each function that it knows, and the SymPy class that stands for it."""

NAMES: dict[Any, str] = {cls: name for name, cls in FUNCTIONS.items() if name != "xlogy"}
UNDEFINED_NAMES = frozenset({"xlogy"})
RELATIONAL = {sp.Eq: "==", sp.Ne: "!=", sp.Lt: "<", sp.Le: "<=", sp.Gt: ">", sp.Ge: ">="}
CONSTANTS: dict[Any, Term] = {
    Pi: t.PI,
    Exp1: t.exp(t.ONE),
    ImaginaryUnit: t.IMAGINARY,
    Infinity: t.INFINITY,
    NegativeInfinity: t.MINUS_INFINITY,
    EulerGammaClass: t.EULER_GAMMA,
}


class OverBudget(Exception):
    """The statement needs more work than the fuel allows, or is nested too deeply."""


@dataclass(frozen=True)
class Definition:
    """A name that stands for `body`; with parameters, `name(a, ...)` and `name[a, ...]` stand for the body at a, ..."""

    name: str
    parameters: tuple[sp.Symbol, ...]
    body: sp.Basic


def _declaration(name: str, kind: str, facts: Mapping[str, bool | None]) -> Declaration:
    """What SymPy's assumptions on an atom say."""
    if facts.get("commutative") is False or facts.get("finite") is False:
        raise InvalidStatement(f"{name}: only finite commuting numbers can be used")
    integer, real = facts.get("integer") is True, facts.get("real") is True or facts.get("extended_real") is True
    declared = Declaration(
        name,
        kind,
        "integer" if integer else "real" if real else "complex",
        nonzero=facts.get("zero") is False,
        parity=0 if facts.get("even") else 1 if facts.get("odd") else None,
    )
    if facts.get("extended_nonnegative"):
        strict = bool(facts.get("extended_positive"))
        least = fmpq(1) if strict and integer else fmpq(0)
        declared = replace(declared, lower=least, lower_open=strict and not integer)
    if facts.get("extended_nonpositive"):
        strict = bool(facts.get("extended_negative"))
        most = fmpq(-1) if strict and integer else fmpq(0)
        declared = replace(declared, upper=most, upper_open=strict and not integer)
    return replace(declared, exact=not _narrower_than_said(facts))


KEPT = ("integer", "real", "positive", "nonnegative", "negative", "nonpositive", "nonzero", "even", "odd")
RATIONAL_POINTS = {"rational": True, "algebraic": True, "irrational": False, "transcendental": False}


def _narrower_than_said(facts: Mapping[str, bool | None]) -> bool:
    """Whether the assumptions leave out points of what is declared, so that none may be picked from it blindly."""
    kept = {name: True for name in KEPT if facts.get(name)}
    if facts.get("zero") is False:
        kept["zero"] = False
    said = sp.Symbol("x", **kept).assumptions0
    return any(said.get(name) is not known and RATIONAL_POINTS.get(name) is not known for name, known in facts.items())


class Reader:
    """Reads SymPy into terms, and collects the declarations of all atoms that it meets.

    declarations: domains to use instead of what SymPy's assumptions say, by name.
    definitions: names to be unfolded. Raises InvalidStatement on what is no mathematics (a float, nan, a name with two
    meanings), OverBudget on what is nested too deeply.
    """

    def __init__(
        self,
        declarations: Mapping[str, Declaration] | None = None,
        definitions: Mapping[str, Definition] | None = None,
    ) -> None:
        self.given = dict(declarations or {})
        self.definitions = dict(definitions or {})
        self.declarations: dict[str, Declaration] = {}
        self._objects: dict[str, Any] = {}
        self._unfolding: list[str] = []
        self._next = 0

    def read(self, expr: Any) -> Term:
        """The term of an expression or relation; equal expressions give equal terms, also in different readers."""
        self._next = 0
        try:
            return self._read(sp.sympify(expr, strict=True), {})
        except RecursionError:
            raise OverBudget("the expression is nested too deeply") from None

    def bind(self, symbol: sp.Symbol) -> int:
        """A number for a bound variable: counted from 1, so that the same input always gives the same term."""
        self._next += 1
        return self._next

    def read_each(self, limits: list[tuple[sp.Symbol, Any, Any]], fact: Any) -> tuple[Term, tuple[Any, ...]]:
        """The claim and the binders (number, lower, upper) of a fact that holds for every value of some symbols."""
        self._next = 0
        bound: dict[Any, Term] = {}
        binders = []
        for symbol, low, high in limits:
            number = self.bind(symbol)
            lower, upper = (self._read(sp.sympify(end, strict=True), bound) for end in (low, high))
            bound[symbol] = t.var(number)
            binders.append((number, lower, upper))
        return self._read(sp.sympify(fact, strict=True), bound), tuple(binders)

    def _read(self, e: Any, bound: dict[Any, Term]) -> Term:
        if isinstance(e, sp.Symbol):
            return bound[e] if e in bound else self._symbol(e, bound)
        cls = type(e)
        special = _SPECIAL.get(cls)
        if special is not None:
            return special(self, e, bound)
        if cls in NAMES:
            return t.fn(NAMES[cls], *(self._read(a, bound) for a in e.args))
        if cls in CONSTANTS:
            return CONSTANTS[cls]
        if cls in RELATIONAL:
            return t.rel(RELATIONAL[cls], *(self._read(a, bound) for a in e.args))
        if isinstance(e, sp.Rational) and cls.__module__.startswith("sympy."):
            return t.num(fmpq(int(e.p), int(e.q)))
        if isinstance(e, sp.Indexed):
            return self._indexed(e, bound)
        if isinstance(e, sp.Function):
            return self._application(e, bound)
        raise InvalidStatement(_unreadable(e))

    # ------------------------------------------------------------------------------------------------------- atoms

    def _same(self, name: str, thing: Any, kind: str) -> None:
        known = self._objects.setdefault(name, thing)
        if known != thing or type(known) is not type(thing):
            raise InvalidStatement(
                f"{name} is used with two different meanings ({kind}s of that name differ in domain)"
            )

    def _declare(self, name: str, kind: str, facts: Mapping[str, bool | None]) -> None:
        if name not in self.declarations:
            self.declarations[name] = self.given.get(name) or _declaration(name, kind, facts)

    def _symbol(self, e: sp.Symbol, bound: Mapping[Any, Term]) -> Term:
        name = f"_{e.name}_{e.dummy_index}" if isinstance(e, sp.Dummy) else e.name
        self._same(name, e, "symbol")
        if name in self.definitions and not self.definitions[name].parameters:
            return self._unfold(name, (), bound)
        self._declare(name, "symbol", sp.Symbol.assumptions0.fget(e))
        return t.sym(name)

    def _indexed(self, e: sp.Indexed, bound: dict[Any, Term]) -> Term:
        base, label = e.args[0], e.args[0].args[0]
        name = str(label.name if isinstance(label, sp.Symbol) else label)
        self._same(name, base, "family")
        indices = tuple(self._read(i, bound) for i in e.args[1:])
        if name in self.definitions:
            return self._unfold(name, indices, bound)
        facts = sp.Symbol.assumptions0.fget(label) if isinstance(label, sp.Symbol) else {}
        self._declare(name, "family", facts)
        return t.item(name, *indices)

    def _application(self, e: Any, bound: dict[Any, Term]) -> Term:
        name = type(e).__name__
        args = tuple(self._read(a, bound) for a in e.args)
        if name in self.definitions:
            self._same(name, type(e), "function")
            return self._unfold(name, args, bound)
        if isinstance(e, IntegralTransform):
            raise InvalidStatement(_unreadable(e))
        if name in UNDEFINED_NAMES and isinstance(e, AppliedUndef):
            return t.fn(name, *args)
        self._same(name, type(e), "function")
        if isinstance(e, AppliedUndef):
            self._declare(name, "function", dict(getattr(type(e), "_kwargs", {})))
        else:  # a class with a meaning of its own, which is not known here: no value may be picked for it
            self.declarations.setdefault(name, Declaration(name, "function", exact=False))
        return Term("app", (name, *args))

    def _unfold(self, name: str, args: tuple[Term, ...], bound: Mapping[Any, Term]) -> Term:
        definition = self.definitions[name]
        caught = [str(v) for v in bound if v in definition.body.free_symbols and v not in definition.parameters]
        if caught:
            raise InvalidStatement(
                f"{name} is defined with {caught[0]}, which runs here: make it a parameter of {name}"
            )
        if name in self._unfolding:
            raise InvalidStatement(f"{name} is defined by itself")
        if len(args) != len(definition.parameters):
            raise InvalidStatement(f"{name} takes {len(definition.parameters)} arguments, not {len(args)}")
        self._unfolding.append(name)
        numbers = [self.bind(p) for p in definition.parameters]
        body = self._read(definition.body, {p: t.var(k) for p, k in zip(definition.parameters, numbers, strict=True)})
        self._unfolding.pop()
        return t.substitute(body, {t.var(k): a for k, a in zip(numbers, args, strict=True)})

    # ----------------------------------------------------------------------------------------------------- compounds

    def _sum(self, e: Any, bound: dict[Any, Term]) -> Term:
        return self._pile(e, _PILES[type(e)], list(e.args[1:]), bound)

    def _pile(self, e: Any, op: str, limits: list[Any], bound: dict[Any, Term]) -> Term:
        """A sum, product or integral; SymPy lists the innermost variable first."""
        if not limits:
            return self._read(e.args[0], bound)
        limit = limits[-1]
        if len(limit) != 3:
            raise InvalidStatement(f"a {_WORDS[op]} over {limit[0]} needs both bounds")
        _refuse_bound(limit[0])
        lower, upper = self._read(limit[1], bound), self._read(limit[2], bound)
        number = self.bind(limit[0])
        body = self._pile(e, op, limits[:-1], {**bound, limit[0]: t.var(number)})
        return t.big(op, number, body, lower, upper)

    def _derivative(self, e: Any, bound: dict[Any, Term]) -> Term:
        body = self._read(e.args[0], bound)
        for variable, count in (tuple(v) for v in e.args[1:]):
            if not isinstance(count, sp.Integer):
                raise InvalidStatement(f"the order {count} of a derivative must be a number")
            target = self._read(variable, bound)
            for _ in range(int(count)):
                body = self._differentiated(body, target)
        return body

    def _differentiated(self, body: Term, target: Term) -> Term:
        if target.op == "item":
            return Term("ideriv", (body, target))
        if target.op not in ("sym", "var"):
            raise InvalidStatement("a derivative is by a symbol or by an element such as z[j]")
        declared = self.declarations.get(target.args[0]) if target.op == "sym" else None
        if declared is not None and declared.numbers == "integer":
            raise InvalidStatement(f"{declared.name} takes whole numbers only: there is no derivative by it")
        number = self.bind(sp.Symbol("d"))
        return Term("deriv", (number, t.substitute(body, {target: t.var(number)}), target))

    def _limit(self, e: Any, bound: dict[Any, Term]) -> Term:
        body, variable, point, direction = e.args
        _refuse_bound(variable)
        number = self.bind(variable)
        inner = self._read(body, {**bound, variable: t.var(number)})
        return Term("lim", (number, inner, self._read(point, bound), str(direction)))

    def _subs(self, e: Any, bound: dict[Any, Term]) -> Term:
        body, variables, points = e.args
        old = [self._read(v, bound) for v in variables]
        new = [self._read(p, bound) for p in points]
        inner = self._read(body, bound)
        families = [o.args[0] for o in old if o.op == "item"]
        if any(s.op == "ideriv" and t.mentions(s, *families) for s in t.subterms(inner)):
            raise InvalidStatement(
                "a value is put in for an element by which a derivative is taken: work that out first"
            )
        return t.substitute(inner, dict(zip(old, new, strict=True)))

    def _piecewise(self, e: Any, bound: dict[Any, Term]) -> Term:
        return Term("cases", tuple(self._read(x, bound) for pair in e.args for x in pair.args))

    def _power(self, e: Any, bound: dict[Any, Term]) -> Term:
        base, exponent = e.args
        if type(base) is Exp1:
            return t.exp(self._read(exponent, bound))
        return t.power(self._read(base, bound), self._read(exponent, bound))

    def _log(self, e: Any, bound: dict[Any, Term]) -> Term:
        argument, *base = (self._read(a, bound) for a in e.args)
        return t.divide(t.log(argument), t.log(base[0])) if base else t.log(argument)

    def _nary(self, e: Any, bound: dict[Any, Term]) -> Term:
        op = {sp.Add: "add", sp.Mul: "mul", sp.And: "and", sp.Or: "or", sp.Not: "not"}[type(e)]
        args = e.args if op in ("add", "mul", "not") else sorted(e.args, key=sp.default_sort_key)
        return Term(op, tuple(self._read(a, bound) for a in args))


_PILES = {sp.Sum: "sum", sp.Product: "prod", sp.Integral: "int"}
_WORDS = {"sum": "sum", "prod": "product", "int": "integral"}
_SPECIAL: dict[Any, Callable[[Reader, Any, dict[Any, Term]], Term]] = {
    sp.Add: Reader._nary,
    sp.Mul: Reader._nary,
    sp.And: Reader._nary,
    sp.Or: Reader._nary,
    sp.Not: Reader._nary,
    sp.Pow: Reader._power,
    sp.log: Reader._log,
    sp.Sum: Reader._sum,
    sp.Product: Reader._sum,
    sp.Integral: Reader._sum,
    sp.Derivative: Reader._derivative,
    sp.Limit: Reader._limit,
    sp.Subs: Reader._subs,
    sp.Piecewise: Reader._piecewise,
    type(sp.true): lambda reader, e, bound: t.TRUE,
    type(sp.false): lambda reader, e, bound: t.FALSE,
}


def _refuse_bound(variable: Any) -> None:
    if not isinstance(variable, sp.Symbol):
        raise InvalidStatement(f"only a symbol can run through a range or towards a limit, not {variable}")


def _unreadable(e: Any) -> str:
    if isinstance(e, sp.Float):
        exact = Fraction(repr(float(e)))
        return (
            f"{float(e):g} is a float: write an exact number, such as Rational({exact.numerator}, {exact.denominator})"
        )
    if e in (sp.nan, sp.zoo):
        return f"{e} is no number: SymPy made it while the expression was built"
    return f"{type(e).__name__} is not understood by the kernel: {e}"


# ------------------------------------------------------------------------------------------------------ back to SymPy


def to_sympy(a: Term, symbols: Mapping[str, Any] | None = None) -> Any:
    """The SymPy expression of a term, for showing. symbols: the SymPy object of each name; others become plain ones."""
    parts = list(t.subterms(a))
    taken = {s.args[0] for s in parts if s.op in ("sym", "item", "app", "dapp")}
    numbers = sorted({s.args[0] for s in parts if s.op in t.BINDERS or s.op == "var"})
    names = itertools.chain(BOUND_NAMES, (f"i{k}" for k in itertools.count(1)))
    free = (name for name in names if name not in taken)
    return _show(a, {**(symbols or {}), **dict(zip(numbers, free, strict=False))})


def _show(a: Term, names: dict[Any, Any]) -> Any:
    match a.op:
        case "num":
            return sp.Rational(int(a.args[0].p), int(a.args[0].q))
        case "sym":
            return names.get(a.args[0]) or sp.Symbol(a.args[0])
        case "var":
            return sp.Symbol(names[a.args[0]], integer=True)
        case "item":
            base = names.get(a.args[0]) or sp.IndexedBase(a.args[0])
            return base[tuple(_show(i, names) for i in a.args[1:])]
        case "const":
            return _CONSTANTS_BACK[a.args[0]]
        case "fn" if a.args[0] == "rgamma":
            return 1 / sp.gamma(_show(a.args[1], names))
        case "fn":
            return _show_function(a.args[0], *(_show(x, names) for x in a.args[1:]))
        case "app":
            function = names.get(a.args[0]) or sp.Function(a.args[0])
            return function(*(_show(x, names) for x in a.args[1:]))
        case "rel":
            cls = next(c for c, op in RELATIONAL.items() if op == a.args[0])
            return cls(_show(a.args[1], names), _show(a.args[2], names), evaluate=False)
    return _SHOWN[a.op](a, names)


def _show_function(name: str, *args: Any) -> Any:
    cls = FUNCTIONS[name]
    if name not in LEFT_AS_THEY_ARE:
        return cls(*args)
    try:
        return cls(*args, evaluate=False)
    except (TypeError, ValueError):  # SymPy compares the parts of an extreme also then: one of them is no number
        return sp.Function(cls.__name__)(*args)


def _show_binder(a: Term, names: dict[Any, Any]) -> Any:
    variable = sp.Symbol(names[a.args[0]], integer=a.op in ("sum", "prod", "forall"))
    body, *rest = (_show(x, names) if isinstance(x, Term) else x for x in a.args[1:])
    match a.op:
        case "lim":
            return sp.Limit(body, variable, rest[0], rest[1])
        case "deriv":
            inner = sp.Basic.__new__(sp.Derivative, body, sp.Tuple(variable, 1))
            return inner.xreplace({variable: rest[0]}) if rest[0].is_Symbol else sp.Subs(inner, variable, rest[0])
        case "forall":
            return body
    return {"sum": sp.Sum, "prod": sp.Product, "int": sp.Integral}[a.op](body, (variable, *rest))


LEFT_AS_THEY_ARE = ("abs", "sign", "max", "min")
"""Functions that SymPy would try to simplify while it builds them."""

BOUND_NAMES = tuple("ijklmrst")
"""Names for bound variables, as far as they are not taken by something else."""


_CONSTANTS_BACK = {
    "pi": sp.pi,
    "i": sp.I,
    "euler_gamma": sp.EulerGamma,
    "oo": sp.oo,
    "-oo": -sp.oo,
    "log 0": sp.Symbol("log(0)"),
}
_SHOWN: dict[str, Callable[[Term, dict[Any, Any]], Any]] = {
    "add": lambda a, n: sp.Add(*(_show(x, n) for x in a.args)),
    "mul": lambda a, n: sp.Mul(*(_show(x, n) for x in a.args)),
    "pow": lambda a, n: sp.Pow(*(_show(x, n) for x in a.args)),
    "and": lambda a, n: sp.And(*(_show(x, n) for x in a.args)),
    "or": lambda a, n: sp.Or(*(_show(x, n) for x in a.args)),
    "not": lambda a, n: sp.Not(_show(a.args[0], n)),
    "true": lambda a, n: sp.true,
    "false": lambda a, n: sp.false,
    "cases": lambda a, n: sp.Piecewise(
        *((_show(v, n), _show(c, n)) for v, c in zip(a.args[::2], a.args[1::2], strict=True)), evaluate=False
    ),
    "ideriv": lambda a, n: sp.Basic.__new__(sp.Derivative, _show(a.args[0], n), sp.Tuple(_show(a.args[1], n), 1)),
    "dapp": lambda a, n: sp.Function(f"{a.args[0]}_{'_'.join(map(str, a.args[1]))}")(
        *(_show(x, n) for x in a.args[2:])
    ),
    **dict.fromkeys(("sum", "prod", "int", "lim", "deriv", "forall"), _show_binder),
}
