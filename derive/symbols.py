"""Symbols that carry their domain, and what is built from them: sums, products, derivatives, quantified facts.

A symbol is a SymPy symbol; its domain is part of what it is, so two symbols of one name with different domains differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from derive.kernel.core import InvalidStatement

NAME = re.compile(r"[^\W\d_][^\W_]*(_[^\W_]+)*")
Bound = sp.Expr | int | None


@dataclass(frozen=True)
class Domain:
    """Where a symbol, or each element of a family, lives.

    numbers: "complex", "real" or "integer". lower, upper: rational bounds, open where the flag says so. values: the finite
    set of values allowed. ranges: (lower, upper) of a summation index, or of each index of a family.
    """

    numbers: str = "real"
    lower: sp.Rational | None = None
    upper: sp.Rational | None = None
    lower_open: bool = False
    upper_open: bool = False
    values: tuple[sp.Rational, ...] | None = None
    ranges: tuple[tuple[Any, Any], ...] = ()

    def __post_init__(self) -> None:
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise InvalidStatement(f"the lower bound {self.lower} is above the upper bound {self.upper}")

    def assumptions(self) -> dict[str, bool]:
        """What SymPy can be told of such a symbol."""
        if self.numbers == "complex":
            return {}
        found = {"integer" if self.numbers == "integer" else "real": True}
        if self.lower is not None and self.lower >= 0:
            found["positive" if self.lower > 0 or self.lower_open else "nonnegative"] = True
        if self.upper is not None and self.upper <= 0:
            found["negative" if self.upper < 0 or self.upper_open else "nonpositive"] = True
        return found


class Variable(sp.Symbol):
    """A symbol with a domain. note: what it stands for, for the list of symbols in a document."""

    __slots__ = ("domain", "note")

    domain: Domain
    note: str

    def __new__(cls, name: str, domain: Domain, note: str = "") -> Variable:
        obj: Variable = sp.Symbol.__xnew__(cls, checked_name(name), **domain.assumptions())
        obj.domain, obj.note = domain, note
        return obj

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (self.name, self.domain, self.note), {}

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*sp.Symbol._hashable_content(self), repr(self.domain))

    @property
    def rank(self) -> int:
        """How many indices a family of this name takes; 0 when that was not said."""
        return len(self.domain.ranges)


def checked_name(name: str) -> str:
    """The name itself; raises InvalidStatement unless it is made of letters and digits, in parts joined by `_`."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidStatement(f"{name!r} is no name for a symbol: use letters and digits, parts joined by _")
    return name


class Family(sp.IndexedBase):
    """x[i], x[i, k]: a family of numbers, or of defined values, by its label; it knows how many indices it takes."""

    def __new__(cls, label: sp.Symbol) -> Family:
        obj: Family = sp.IndexedBase.__new__(cls, label)
        return obj

    def __getitem__(self, indices: Any, **options: Any) -> Element:
        places = tuple(indices) if isinstance(indices, tuple | list | sp.Tuple) else (indices,)
        if self.label.rank not in (0, len(places)):
            raise InvalidStatement(f"{self.label} takes {self.label.rank} indices, not {len(places)}")
        return Element(self, *places)


class Element(sp.Indexed):
    """One member of a family. SymPy may not differentiate a defined one, since it takes it for a constant."""

    def _eval_derivative(self, variable: Any) -> Any:
        if not isinstance(self.base.label, Variable):
            raise InvalidStatement(f"{self} is a defined name: write D({self}, x)")
        return super()._eval_derivative(variable)


def exact(value: Any, what: str = "a bound") -> sp.Expr:
    """The SymPy number or expression; a float, also inside of it, is refused, with its cure."""
    found = sp.sympify(value, strict=True)
    for number in sorted(found.atoms(sp.Float)):
        cure = sp.nsimplify(number, rational=True)
        where = "is" if number is found else "holds"
        raise InvalidStatement(
            f"{what} {where} the float {float(number):g}: write an exact number, such as Rational({cure.p}, {cure.q})"
        )
    return found


# ----------------------------------------------------------------------------------------------------- constructors


def real(name: str, *, lower: Any = None, upper: Any = None, open: bool = False, note: str = "") -> Variable:
    """A real number, between bounds if given; `open` leaves the bounds themselves out."""
    low, high = (None if b is None else exact(b) for b in (lower, upper))
    return Variable(name, Domain("real", low, high, open and low is not None, open and high is not None), note)


def positive(name: str, note: str = "") -> Variable:
    """A real number above 0."""
    return Variable(name, Domain("real", sp.Integer(0), lower_open=True), note)


def nonnegative(name: str, note: str = "") -> Variable:
    """A real number, at least 0."""
    return Variable(name, Domain("real", sp.Integer(0)), note)


def proportion(name: str, *, open: bool = False, note: str = "") -> Variable:
    """A number from 0 to 1; with `open`, neither 0 nor 1."""
    return Variable(name, Domain("real", sp.Integer(0), sp.Integer(1), open, open), note)


def integer(
    name: str, *, lower: Any = None, upper: Any = None, values: tuple[Any, ...] = (), note: str = ""
) -> Variable:
    """A whole number, between bounds (included) or one of a few values."""
    if values:
        return Variable(name, _finite(values), note)
    low, high = (None if b is None else exact(b) for b in (lower, upper))
    return Variable(name, Domain("integer", low, high), note)


def count(name: str, note: str = "") -> Variable:
    """A whole number, at least 1."""
    return Variable(name, Domain("integer", sp.Integer(1)), note)


def index(name: str, lower: Any, upper: Any, note: str = "") -> Variable:
    """A whole number from `lower` to `upper`, the range over which `total`, `product` and `each` run."""
    ends = (exact(lower), exact(upper))
    if all(isinstance(e, sp.Integer) for e in ends) and ends[0] > ends[1]:
        raise InvalidStatement(f"the range of {name} is empty: {ends[0]} is above {ends[1]}")
    low = ends[0] if isinstance(ends[0], sp.Integer) else None
    return Variable(name, Domain("integer", low, ranges=(ends,)), note)


def _finite(values: tuple[Any, ...]) -> Domain:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidStatement(f"values={values!r} must be numbers between parentheses, such as values=(0, 1)")
    numbers = tuple(sorted(exact(v, "a value") for v in values))
    kind = "integer" if all(v.is_Integer for v in numbers) else "real"
    return Domain(kind, numbers[0], numbers[-1], values=numbers)


def family(name: str, *indices: Variable, note: str = "", **domain: Any) -> Family:
    """A family of numbers with one element for each value of the indices: `x = family("x", i)` gives x[i].

    Elements are real; `positive=True`, `nonnegative=True`, `proportion=True` (with `open=True`), `whole=True` or `values=(...)`
    say more.
    """
    ranges = tuple(_range_of(i) for i in indices)
    element = _element_domain(name, domain)
    fields = {f: getattr(element, f) for f in ("numbers", "lower", "upper", "lower_open", "upper_open", "values")}
    return Family(Variable(name, Domain(**fields, ranges=ranges), note))


def _element_domain(name: str, domain: dict[str, Any]) -> Domain:
    values, is_open = domain.pop("values", ()), domain.pop("open", False)
    chosen = [kind for kind in ("positive", "nonnegative", "proportion", "whole") if domain.pop(kind, False)]
    if domain or len(chosen) + bool(values) > 1:
        raise InvalidStatement(f"{name}: give one of positive, nonnegative, proportion, whole or values")
    if values:
        return _finite(values)
    made = {
        "positive": Domain("real", sp.Integer(0), lower_open=True),
        "nonnegative": Domain("real", sp.Integer(0)),
        "proportion": Domain("real", sp.Integer(0), sp.Integer(1), is_open, is_open),
        "whole": Domain("integer"),
    }
    return made[chosen[0]] if chosen else Domain("real")


def sample(name: str, *indices: Variable, values: tuple[Any, ...] = (), note: str = "") -> Family:
    """Observed data: a family with one value for each index, real or one of a few values."""
    return family(name, *indices, note=note, values=values)


def _range_of(i: Any) -> tuple[Any, Any]:
    if isinstance(i, Variable) and i.domain.ranges:
        return i.domain.ranges[0]
    raise InvalidStatement(f"{i} has no range: make it with index({str(i)!r}, 1, n), or write the range ({i}, 1, n)")


def limits_of(i: Any) -> tuple[Any, Any, Any]:
    """(variable, lower, upper) of an index with a declared range, or of a written range."""
    if isinstance(i, tuple | sp.Tuple):
        if len(i) != 3:
            raise InvalidStatement(f"the range {i} needs a variable and two bounds")
        variable, lower, upper = i
        return variable, exact(lower), exact(upper)
    return (i, *_range_of(i))


def total(body: Any, *indices: Any) -> sp.Expr:
    """The sum of `body` over indices with a declared range, or over (i, lower, upper); the first runs innermost."""
    return sp.Sum(exact(body, "the summand"), *_all_limits("total", indices))


def product(body: Any, *indices: Any) -> sp.Expr:
    """The product of `body` over the indices, as `total`."""
    return sp.Product(exact(body, "the factor"), *_all_limits("product", indices))


def _all_limits(word: str, indices: tuple[Any, ...]) -> list[tuple[Any, Any, Any]]:
    if not indices:
        raise InvalidStatement(f"{word} needs an index: {word}(x[i], i)")
    return [limits_of(i) for i in indices]


def derivative(body: Any, *targets: Any) -> sp.Expr:
    """d body / d target, left as it stands; a target may be (x, 2).

    SymPy's own constructor is not asked: it takes the derivative of a defined name, or of a family, for 0.
    """
    if not targets:
        raise InvalidStatement("a derivative needs what it is taken by: D(f, x)")
    pairs = [t if isinstance(t, tuple | sp.Tuple) else (t, 1) for t in targets]
    for target, order in pairs:
        _check_target(target, order)
    return sp.Basic.__new__(
        sp.Derivative, exact(body, "the expression"), *(sp.Tuple(t, sp.Integer(k)) for t, k in pairs)
    )


def _check_target(target: Any, order: Any) -> None:
    if not isinstance(target, sp.Symbol | sp.Indexed):
        raise InvalidStatement(f"a derivative is by a symbol or by an element such as z[j], not by {target}")
    if isinstance(target, Variable) and target.domain.numbers == "integer":
        raise InvalidStatement(f"{target} takes whole numbers only: there is no derivative by it")
    if isinstance(order, bool) or not isinstance(order, int | sp.Integer) or order < 1:
        raise InvalidStatement(f"the order of a derivative is a whole number from 1 on, not {order}")


@dataclass(frozen=True)
class Each:
    """`fact`, for every value of `variable` from `lower` to `upper`."""

    variable: sp.Symbol
    lower: Any
    upper: Any
    fact: Any


def each(i: Any, fact: Any) -> Each:
    """A fact for every index: `each(i, p[i] > 0)` over the declared range of i, or `each((i, 1, n), ...)`."""
    if isinstance(fact, bool):
        raise InvalidStatement(PYTHON_BOOL)
    return Each(*limits_of(i), fact)


PYTHON_BOOL = (
    "a Python bool is no fact: write Eq(a, b) for a == b, Ne(a, b) for a != b, and `0 < p, p < 1` for `0 < p < 1`"
)


def cure_of(error: BaseException) -> str | None:
    """What to write instead, for a slip that Python or SymPy reports in its own words; None for any other error."""
    if isinstance(error, TypeError) and "truth value of Relational" in str(error):
        return "`0 < p < 1` cannot be read: write `0 < p, p < 1`, and Eq(a, b), Ne(a, b) instead of a == b, a != b"
    return None
