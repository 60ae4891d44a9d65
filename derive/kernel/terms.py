"""The kernel's own term language: small immutable trees, with binders.

SymPy expressions are read into terms once (`reading.py`) and everything that decides works on terms, so no method of
any outside class runs inside a proof, and bound variables are ours: every binder carries a number, and substitution
renames where it would capture.

A term is an operator and its arguments:

    num(fmpq)  const(name)  sym(name)  var(number)  item(base, index, ...)
    add(...)  mul(...)  pow(base, exponent)  fn(name, ...)  app(name, ...)  cases(value, condition, ...)
    rel(op, a, b)  and(...)  or(...)  not(c)  true()  false()
    sum prod int forall (number, body, lower, upper)      lim(number, body, point, direction)
    deriv(number, body, at)      d body / d var(number), taken at var(number) = at
    ideriv(body, item)           d body / d item, the other entries of the family held fixed
    dapp(name, orders, ...)      a partial derivative of an opaque function
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flint import fmpq

BINDERS = frozenset({"sum", "prod", "int", "lim", "deriv", "forall"})
"""Operators whose first argument is the number of the variable that they bind in their second argument."""

_numbers = itertools.count(1_000_000)


class InvalidStatement(ValueError):
    """Input that is no statement: an unreadable expression, contradictory hypotheses, a name with two meanings."""


_terms: dict[tuple[str, tuple[Any, ...]], weakref.ref[Term]] = {}
"""Every term that is alive, by its operator and arguments."""

FEW = 50_000
_crowded = FEW


class Term:
    """An immutable tree node. There is one object for each term, so equal terms are the same object."""

    __slots__ = ("__weakref__", "args", "free", "op")

    op: str
    args: tuple[Any, ...]
    free: frozenset[int]

    def __new__(cls, op: str, args: tuple[Any, ...]) -> Term:
        key = (op, args)
        known = _terms.get(key)
        found = None if known is None else known()
        if found is None:
            found = object.__new__(cls)
            found.op, found.args, found.free = op, args, _free(op, args)
            _keep(key, found)
        return found

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"

    def children(self) -> tuple[Term, ...]:
        """The arguments that are terms."""
        return tuple(a for a in self.args if isinstance(a, Term))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.op, tuple((str(a),) if isinstance(a, fmpq) else a for a in self.args)))


def _keep(key: tuple[str, tuple[Any, ...]], term: Term) -> None:
    """Enter a new term; the entries of terms that are gone are swept out when half of them may be."""
    global _crowded
    if len(_terms) > _crowded:
        _sweep()
        _crowded = max(FEW, 2 * len(_terms))
    _terms[key] = weakref.ref(term)


def _sweep() -> None:
    """An entry keeps the arguments of its term alive, so what is below a dead term is swept out after it."""
    dead = [key for key, ref in _terms.items() if ref() is None]
    while dead:
        while dead:
            del _terms[dead.pop()]
        dead = [key for key, ref in _terms.items() if ref() is None]


def _rebuild(op: str, args: tuple[Any, ...]) -> Term:
    return Term(op, tuple(rational(a[0]) if isinstance(a, tuple) and op == "num" else a for a in args))


def _free(op: str, args: tuple[Any, ...]) -> frozenset[int]:
    if op == "var":
        return frozenset(args)
    found: frozenset[int] = frozenset()
    for position, arg in enumerate(args):
        if isinstance(arg, Term) and arg.free:
            inner = arg.free - {args[0]} if op in BINDERS and position == 1 else arg.free
            found = found | inner if found else inner
    return found


def rational(text: str) -> fmpq:
    """Read `3` or `-7/10`."""
    numerator, _, denominator = text.partition("/")
    return fmpq(int(numerator), int(denominator or "1"))


# ---------------------------------------------------------------------------------------------------- constructors


def num(value: int | fmpq) -> Term:
    if isinstance(value, fmpq):
        return _SMALL.get(int(value.p)) or _number(value) if value.q == 1 else _number(value)
    return _SMALL.get(value) or _number(fmpq(value))


def _number(value: fmpq) -> Term:
    return Term("num", (value,))


_SMALL = {k: _number(fmpq(k)) for k in range(-20, 101)}

ZERO, ONE, MINUS_ONE, TWO, HALF = num(0), num(1), num(-1), num(2), num(fmpq(1, 2))
PI, IMAGINARY, EULER_GAMMA = Term("const", ("pi",)), Term("const", ("i",)), Term("const", ("euler_gamma",))
INFINITY, MINUS_INFINITY = Term("const", ("oo",)), Term("const", ("-oo",))
TRUE, FALSE = Term("true", ()), Term("false", ())


def sym(name: str) -> Term:
    return Term("sym", (name,))


def var(number: int) -> Term:
    return Term("var", (number,))


def fresh() -> int:
    """A variable number that no term in this process has used."""
    return next(_numbers)


def item(base: str, *indices: Term) -> Term:
    return Term("item", (base, *indices))


def add(*terms: Term) -> Term:
    return terms[0] if len(terms) == 1 else Term("add", terms) if terms else ZERO


def mul(*terms: Term) -> Term:
    return terms[0] if len(terms) == 1 else Term("mul", terms) if terms else ONE


def neg(a: Term) -> Term:
    return num(-a.args[0]) if a.op == "num" else mul(MINUS_ONE, a)


def sub(a: Term, b: Term) -> Term:
    return add(a, neg(b))


def power(base: Term, exponent: Term) -> Term:
    return Term("pow", (base, exponent))


def divide(a: Term, b: Term) -> Term:
    return mul(a, power(b, MINUS_ONE))


def fn(name: str, *args: Term) -> Term:
    return Term("fn", (name, *args))


def exp(a: Term) -> Term:
    return fn("exp", a)


def log(a: Term) -> Term:
    return fn("log", a)


def rel(op: str, a: Term, b: Term) -> Term:
    return Term("rel", (op, a, b))


def big(op: str, number: int, body: Term, lower: Term, upper: Term) -> Term:
    """A sum, product or integral over var(number) from lower to upper."""
    return Term(op, (number, body, lower, upper))


# --------------------------------------------------------------------------------------------------- working on them


def value(a: Term) -> fmpq | None:
    """The rational number that `a` is literally, else None."""
    return a.args[0] if a.op == "num" else None


def integer_value(a: Term) -> int | None:
    number = value(a)
    return int(number.p) if number is not None and number.q == 1 else None


def rebuild(a: Term, change: Callable[[Term], Term]) -> Term:
    """`a` with `change` applied to each argument that is a term; `a` itself when nothing changed."""
    args = tuple(change(x) if isinstance(x, Term) else x for x in a.args)
    return a if all(x is y for x, y in zip(args, a.args, strict=True)) else Term(a.op, args)


def substitute(a: Term, values: Mapping[Term, Term]) -> Term:
    """Replace atoms (sym, var, item) by terms, all at once, renaming binders that would capture."""
    incoming: frozenset[int] = frozenset().union(*(v.free for v in values.values())) if values else frozenset()
    return _substitute(a, dict(values), incoming, {})


def _substitute(a: Term, values: dict[Term, Term], incoming: frozenset[int], memo: dict[Term, Term]) -> Term:
    if all(k.op == "var" and k.args[0] not in a.free for k in values):
        return a
    known = memo.get(a)
    if known is not None:
        return known
    if a in values:
        result = values[a]
    elif a.op == "ideriv" and _reaches(a, values):
        raise InvalidStatement("a value with an element by which a derivative is taken: work the derivative out first")
    elif a.op in BINDERS:
        result = _under_binder(a, values, incoming, memo)
    else:
        result = rebuild(a, lambda x: _substitute(x, values, incoming, memo))
    memo[a] = result
    return result


def _reaches(a: Term, values: Mapping[Term, Term]) -> bool:
    """Whether a value that is put into a derivative by an element, or the element put away, is of the same family."""
    family = a.args[1].args[0]
    inside = {k: v for k, v in values.items() if any(s == k for s in subterms(a))}
    return any(mentions(v, family) or mentions(k, family) for k, v in inside.items())


def _under_binder(a: Term, values: dict[Term, Term], incoming: frozenset[int], memo: dict[Term, Term]) -> Term:
    number, body, *rest = a.args
    rest = [_substitute(x, values, incoming, memo) if isinstance(x, Term) else x for x in rest]
    bound = var(number)
    if bound in values:
        values = {k: v for k, v in values.items() if k != bound}
        memo = {}
    if number in incoming:
        renamed = fresh()
        body = _substitute(body, {bound: var(renamed)}, frozenset({renamed}), {})
        number = renamed
    return Term(a.op, (number, _substitute(body, values, incoming, memo), *rest))


def instantiate(binder: Term, at: Term) -> Term:
    """The body of a binder with its variable replaced by `at`."""
    return substitute(binder.args[1], {var(binder.args[0]): at})


def subterms(a: Term) -> Iterable[Term]:
    """Every distinct subterm, `a` included, parents first."""
    seen: set[Term] = set()
    stack = [a]
    while stack:
        t = stack.pop()
        if t not in seen:
            seen.add(t)
            yield t
            stack.extend(reversed(t.children()))


def atoms(a: Term) -> set[Term]:
    """The symbols and family elements in `a` (elements with their indices as written)."""
    return {t for t in subterms(a) if t.op in ("sym", "item")}


def mentions(a: Term, *names: str) -> bool:
    """Whether a symbol, family or function of one of these names occurs in `a`."""
    return any(t.op in ("sym", "item", "app", "dapp") and t.args[0] in names for t in subterms(a))


def size(a: Term, limit: int = 10**9) -> int:
    """The number of nodes of the tree `a` (shared subterms count each time), or something above `limit`."""
    counts: dict[Term, int] = {}

    def count(t: Term) -> int:
        if t not in counts:
            counts[t] = min(limit + 1, 1 + sum(count(c) for c in t.children()))
        return counts[t]

    return count(a)
