"""The normal form: every term as a quotient of two polynomials in kernels.

A kernel is an atom of the algebra: a symbol, log f, exp t, |f|, a sum of symbolic size, ... The polynomials are
FLINT's. Two terms are equal if the numerator of their difference is zero.

Soundness: `Normalizer.rat(a)` equals `a` at every point of the domain where `a` is defined. Each rewriting is an
identity there. A power with a base that may be 0 is carried as exp(e log b) with a formal logarithm; products of such
powers obey 0^a 0^b = 0^(a+b) as values do, so an equality of two normal forms still holds at the points where the base
is 0. What a rewriting needs beyond definedness is written down in `needs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from math import comb
from typing import Any, NamedTuple

from flint import fmpq

from derive.kernel import terms as t
from derive.kernel.domain import BELOW_ZERO, REAL, Domain, Interval
from derive.kernel.factoring import Factors, irreducible_factors, ring
from derive.kernel.reading import OverBudget
from derive.kernel.terms import Term
from derive.kernel.text import ordered

Rat = tuple[Any, Any]
"""A numerator and a denominator, coprime, the denominator with leading coefficient 1."""

PRODUCT_LIMIT = 40_000
FIRST_VARIABLE = 2_000_000_000


class Restart(Exception):
    """The ring is too small, or an exponent needs finer roots: begin again with more."""


class Unsupported(Exception):
    """This kind of term has no normal form; the message says which."""


class NeedCase(Exception):
    """The value depends on the sign of `switch`, which is not known."""

    def __init__(self, switch: Term) -> None:
        super().__init__("a case distinction is needed")
        self.switch = switch


class Kernel:
    """One generator of the ring.

    interval: where its values lie, None when it is not known to be real. outer: a first, wide interval; refine: finds the
    narrow one when it is asked for. relation: (L, v) when kernel^L = v. free: the bound variables in it.
    logarithm_of: for log f, that f. formal: log of something that may be 0.
    """

    __slots__ = (
        "_refine", "exponent", "formal", "free", "integer", "kind", "logarithm_of", "outer", "relation", "term"
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        term: Term,
        interval: Interval | None,
        integer: bool = False,
        relation: tuple[int, Rat] | None = None,
        exponent: Rat | None = None,
        logarithm_of: Rat | None = None,
        formal: bool = False,
        refine: Callable[[Normalizer], Interval] | None = None,
    ) -> None:
        self.kind, self.term, self.outer, self.integer = kind, term, interval, integer
        self._refine = refine
        self.relation, self.exponent, self.logarithm_of, self.formal = relation, exponent, logarithm_of, formal
        self.free = term.free

    def interval(self, n: Normalizer) -> Interval | None:
        if self._refine is not None:
            refine, self._refine = self._refine, None
            self.outer = refine(n)
        return self.outer

    @property
    def real(self) -> bool:
        return self.outer is not None


class Fuel:
    """How many steps one judgement may still spend, whatever it tries."""

    def __init__(self, left: int) -> None:
        self.left = left


class Known(NamedTuple):
    """A polynomial has one of some signs everywhere; with its terms, and the kernels and the bound variables in it."""

    poly: Any
    terms: dict[Any, fmpq]
    signs: int
    kernels: frozenset[int]
    free: frozenset[int]


class Normalizer:
    """Normal forms under one domain.

    closing: whether closed forms may be used that need something not to vanish; closable: whether one was met that was
    left alone. keeps_signs: whether the sign of a sum's terms is remembered before they are multiplied out. plain:
    whether tanh stays a kernel, which keeps nests of it small. euler: whether sines, real parts and moduli are written with
    exponentials and conjugates. stale: whether exponents were split more finely on the
    way, so that equal terms may look different. fuel: shared by all that one judgement tries. size: how many kernels
    there may be. roots: how fine exponents are split, by basis term; kept over restarts.
    """

    def __init__(
        self,
        domain: Domain,
        rules: Mapping[str, Callable[[Normalizer, Term], Rat]],
        fuel: Fuel,
        size: int,
        roots: dict[Term, int],
    ) -> None:
        self.rules = rules
        self.domain, self.fuel, self.size, self.roots = domain, fuel, size, roots
        self.ring = ring(size)
        self.generators = self.ring.gens()
        self.one_poly, self.zero_poly = self.ring.constant(1), self.ring.constant(0)
        self.zero: Rat = (self.zero_poly, self.one_poly)
        self.one: Rat = (self.one_poly, self.one_poly)
        self.kernels: list[Kernel] = []
        self.index: dict[Any, int] = {}
        self.related: list[int] = []
        self.memo: dict[Term, Rat] = {}
        self._present: dict[int, tuple[Any, list[tuple[int, int]]]] = {}
        self.factors: dict[str, Factors] = {}
        self.facts: list[Known] = []
        self.in_facts: set[int] = set()
        self.signs: dict[str, int | None] = {}
        self.rewrites: dict[Term, Rat] = {}
        self.power_relations: tuple[Any, ...] = ()
        self.each_facts: tuple[Any, ...] = ()
        self.integrals: set[Term] | None = None
        self.patterns: list[Any] = []
        self.underway: set[Term] = set()
        self.solved: tuple[Any, ...] = ()
        self.variables: dict[int, tuple[Interval | None, bool]] = {}
        self._last_variable = FIRST_VARIABLE
        self.closing, self.closable, self.stale, self.plain, self.euler = False, False, False, False, False
        self.keeps_signs = False
        self.needs: list[Term] = []
        self.needing: set[Term] = set()
        self.trusts: list[str] = []

    def copy(self, fuel: Fuel, roots: dict[Term, int]) -> Normalizer:
        """One that knows the same and shares nothing that changes."""
        made = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (list, dict, set)):
                setattr(made, name, copy(value))
        made.kernels = [copy(kernel) for kernel in self.kernels]
        made.fuel, made.roots = fuel, roots
        return made

    def variable(self, interval: Interval | None, integer: bool) -> int:
        """A new variable with values in `interval`; None: with complex values.

        Numbers are counted anew in each normalizer, so that a restart meets the same terms again.
        """
        self._last_variable += 1
        self.variables[self._last_variable] = (interval, integer)
        return self._last_variable

    # --------------------------------------------------------------------------------------------------- arithmetic

    def spend(self, steps: int = 1) -> None:
        self.fuel.left -= steps
        if self.fuel.left < 0:
            raise OverBudget("the fuel is used up")

    def constant(self, q: int | fmpq) -> Rat:
        return (self.ring.constant(q), self.one_poly)

    def reduced(self, n: Any, d: Any) -> Rat:
        if n == 0:
            return self.zero
        if not d.is_constant():
            g = n.gcd(d)
            if not g.is_one():
                n, d = n / g, d / g
        lead = d.leading_coefficient()
        return (n, d) if lead == 1 else (n / lead, d / lead)

    def plus(self, a: Rat, b: Rat) -> Rat:
        self.spend((len(a[0]) + len(b[0])) // 16)
        if a[1] == b[1]:
            return (a[0] + b[0], a[1]) if a[1].is_one() else self.reduced(a[0] + b[0], a[1])
        return self.reduced(self._product(a[0], b[1]) + self._product(b[0], a[1]), self._product(a[1], b[1]))

    def times(self, a: Rat, b: Rat) -> Rat:
        if a[1].is_one() and b[1].is_one():
            return (self._product(a[0], b[0]), a[1])
        return self.reduced(self._product(a[0], b[0]), self._product(a[1], b[1]))

    def minus(self, a: Rat, b: Rat) -> Rat:
        return self.plus(a, self.negated(b))

    def negated(self, a: Rat) -> Rat:
        return (-a[0], a[1])

    def scaled(self, a: Rat, q: int | fmpq) -> Rat:
        return (a[0] * q, a[1]) if q != 0 else self.zero

    def inverse(self, a: Rat) -> Rat:
        if a[0] == 0:
            raise Unsupported("a division by zero")
        return self.reduced(a[1], a[0])

    def power(self, a: Rat, e: int) -> Rat:
        if e < 0:
            return self.power(self.inverse(a), -e)
        return (self._power(a[0], e), self._power(a[1], e))

    def _product(self, p: Any, q: Any) -> Any:
        work = len(p) * len(q)
        if work > PRODUCT_LIMIT:
            raise OverBudget("a polynomial grows too large")
        self.spend(1 + work // 8)
        return p * q

    def _power(self, p: Any, e: int) -> Any:
        terms = len(p)
        if (terms > 1 and (e > 5_000 or comb(terms + e - 1, e) > PRODUCT_LIMIT)) or e > 10**6:
            raise OverBudget("a power grows too large")
        if terms == 1 and p.is_constant() and e * _bits(p.leading_coefficient()) > 10**6:
            raise OverBudget("a number grows too large")
        return p**e

    def total(self, parts: Iterable[Rat]) -> Rat:
        left = list(parts) or [self.zero]
        while len(left) > 1:  # in pairs, so that no long polynomial is copied once for each of its terms
            pairs = [self.plus(a, b) for a, b in zip(left[::2], left[1::2], strict=False)]
            left = pairs + left[2 * len(pairs) :]
        return left[0]

    def product(self, parts: Iterable[Rat]) -> Rat:
        result = self.one
        for part in parts:
            result = self.times(result, part)
        return self.simplified(result)

    def simplified(self, a: Rat) -> Rat:
        """Apply relations kernel^L = v until none applies."""
        if not self.related:
            return a
        for _ in range(60):
            n, d = a
            over_n, over_d = self._excess(n), self._excess(d)
            if over_n is None and over_d is None:
                return a
            top = self._lowered(n, over_n) if over_n is not None else (n, self.one_poly)
            bottom = self._lowered(d, over_d) if over_d is not None else (d, self.one_poly)
            a = self.times(top, self.inverse(bottom))
        raise OverBudget("relations between roots do not settle")

    def _excess(self, p: Any) -> int | None:
        degrees = p.degrees()
        return next((i for i in self.related if degrees[i] >= self.kernels[i].relation[0]), None)  # type: ignore[index]

    def _lowered(self, p: Any, i: int) -> Rat:
        relation = self.kernels[i].relation
        assert relation is not None
        length, instead = relation
        return self.with_power(p, i, length, instead)

    def replaced(self, a: Rat, i: int, value: Rat) -> Rat:
        """`a` with the kernel i replaced by a value."""
        top, bottom = (self.with_power(p, i, 1, value) for p in a)
        return self.times(top, self.inverse(bottom))

    def with_power(self, p: Any, i: int, length: int, value: Rat) -> Rat:
        """p with kernel_i^length replaced by a value, as often as it goes into each term."""
        parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for exponents, c in p.terms():
            times, left = divmod(int(exponents[i]), length)
            parts.setdefault(times, {})[(*exponents[:i], left, *exponents[i + 1 :])] = c
        pieces = ((self.ring.from_dict(part), times) for times, part in parts.items())
        return self.total(self.times((piece, self.one_poly), self.power(value, times)) for piece, times in pieces)

    # ------------------------------------------------------------------------------------------------------ kernels

    def kernel(self, key: Any, make: Callable[[], Kernel]) -> Rat:
        """The generator for `key`, made at its first use."""
        i = self.index.get(key)
        if i is None:
            i = self._new_kernel(key, make)
        return (self.generators[i], self.one_poly)

    def _new_kernel(self, key: Any, make: Callable[[], Kernel]) -> int:
        made = make()
        i = len(self.kernels)
        if i >= self.size:
            raise Restart
        self.index[key] = i
        self.kernels.append(made)
        if made.relation is not None:
            self.related.append(i)
        return i

    def atom(self, term: Term, interval: Interval | None, integer: bool = False, kind: str = "atom") -> Rat:
        """The kernel of a term that is nothing but itself, or what a hypothesis puts in its place."""
        instead = self.rewrites.get(term)
        if instead is not None:
            return instead
        if interval is not None and interval.lo is not None and interval.lo == interval.hi:
            return self.constant(interval.lo)
        return self.kernel(term, lambda: Kernel(kind, term, interval, integer))

    def term_of_poly(self, p: Any) -> Term:
        pieces = []
        for exponents, c in p.terms():
            parts = [t.power(self.kernels[i].term, t.num(int(e))) if e > 1 else self.kernels[i].term
                     for i, e in enumerate(exponents) if e]  # fmt: skip
            pieces.append(t.mul(*([t.num(c)] if c != 1 or not parts else []), *parts))
        return ordered(t.add(*pieces))

    def term_of(self, a: Rat) -> Term:
        """A term that `a` is the normal form of; equal normal forms give equal terms."""
        top = self.term_of_poly(a[0])
        return top if a[1].is_one() else ordered(t.divide(top, self.term_of_poly(a[1])))

    def factored(self, p: Any) -> Factors:
        """p as a constant and irreducible factors with leading coefficient 1 and exponents."""
        key = str(p)
        found = self.factors.get(key)
        if found is None:
            self.spend(4 + len(p) * (2 + self.size // 8))
            found = self.factors[key] = self._factored(p)
        return found

    def _factored(self, p: Any) -> Factors:
        if len(p) == 1:
            ((exponents, c),) = p.terms()
            return c, [(self.generators[i], int(e)) for i, e in enumerate(exponents) if e]
        if _surely_irreducible(p):
            c = p.leading_coefficient()
            return c, [(p / c, 1)]
        if len(p) > 600 or int(p.total_degree()) > 400:
            raise OverBudget("a polynomial is too large to be factored")
        return irreducible_factors(p, [i for i, _ in self.present(p)], self.size)

    def present(self, p: Any) -> list[tuple[int, int]]:
        """(kernel, degree) of the kernels that occur in a polynomial."""
        if not p:
            return []
        known = self._present.get(id(p))
        if known is None:
            found = [(i, int(e)) for i, e in enumerate(p.degrees()[: len(self.kernels)]) if e]
            known = self._present[id(p)] = p, found
        return known[1]

    def free_of(self, kernels: Iterable[int]) -> frozenset[int]:
        """The bound variables in some kernels."""
        return frozenset().union(*(self.kernels[i].free for i in kernels))

    def free_of_poly(self, p: Any) -> frozenset[int]:
        """The bound variables in a polynomial."""
        return self.free_of(i for i, _ in self.present(p))

    def is_formal(self, p: Any) -> bool:
        """Whether a power of what may be 0, or a logarithm of it, occurs in a polynomial."""
        return any(self.kernels[i].formal for i, _ in self.present(p))

    def is_integer(self, a: Rat) -> bool:
        """Whether `a` is provably a whole number."""
        if not a[1].is_one():
            return False
        whole = all(c.q == 1 for c in a[0].coeffs())
        return whole and all(self.kernels[i].integer for i, e in self.present(a[0]) if e)

    # ---------------------------------------------------------------------------------------------------- reading in

    def rat(self, a: Term) -> Rat:
        """The normal form of a term. Raises Unsupported, NeedCase, OverBudget, Restart."""
        known = self.memo.get(a)
        if known is None:
            self.spend()
            rule = self.rules.get(a.op)
            if rule is None:
                raise Unsupported(f"a {a.op}")
            before = len(self.needs)
            known = self.memo[a] = self.simplified(rule(self, a))
            if len(self.needs) > before:
                self.needing.add(a)
        return known

    def is_zero(self, a: Rat) -> bool:
        return bool(a[0] == 0)


def _surely_irreducible(p: Any) -> bool:
    """Whether some generator stands alone in one term, and in no other: p = c g + rest, linear in g."""
    if p.total_degree() == 1:
        return True
    monomials, degrees = p.monoms(), p.degrees()
    for m in monomials:
        if sum(m) == 1:
            g = m.index(1)
            if degrees[g] == 1 and sum(1 for other in monomials if other[g]) == 1:
                return True
    return False


def _bits(q: fmpq) -> int:
    return int(max(abs(int(q.p)).bit_length(), int(q.q).bit_length()))


def rational_value(a: Rat) -> fmpq | None:
    """The rational number that `a` is, or None."""
    if a[0] == 0:
        return fmpq(0)
    return a[0].leading_coefficient() if a[0].is_constant() and a[1].is_one() else None


# ------------------------------------------------------------------------------------------------- rules, by operator


def _num(n: Normalizer, a: Term) -> Rat:
    return n.constant(a.args[0])


def _const(n: Normalizer, a: Term) -> Rat:
    name = a.args[0]
    if name == "i":
        minus_one = n.constant(-1)
        return n.kernel(a, lambda: Kernel("const", a, None, relation=(2, minus_one)))
    if name == "log 0":
        return n.kernel(a, lambda: Kernel("log", a, BELOW_ZERO, logarithm_of=n.zero, formal=True))
    bounds = {"pi": Interval(fmpq(3), fmpq(22, 7)), "euler_gamma": Interval(fmpq(57, 100), fmpq(58, 100))}
    if name not in bounds:
        raise Unsupported("infinity as a number")
    return n.atom(a, bounds[name])


def _sym(n: Normalizer, a: Term) -> Rat:
    return n.atom(a, n.domain.interval(a), n.domain.is_integer(a))


def _var(n: Normalizer, a: Term) -> Rat:
    interval, integer = n.variables.get(a.args[0], (REAL, False))
    return n.atom(a, interval, integer)


def _add(n: Normalizer, a: Term) -> Rat:
    return n.total(n.rat(x) for x in a.args)


def _mul(n: Normalizer, a: Term) -> Rat:
    return n.product(n.rat(x) for x in a.args)


def _app(n: Normalizer, a: Term) -> Rat:
    args = tuple(n.term_of(n.rat(x)) for x in a.args[1:])
    head = Term("app", (a.args[0], *args))
    return n.atom(head, n.domain.interval(head), n.domain.is_integer(head))


def _dapp(n: Normalizer, a: Term) -> Rat:
    args = tuple(n.term_of(n.rat(x)) for x in a.args[2:])
    head = Term("dapp", (a.args[0], a.args[1], *args))
    real = n.domain.interval(head) is not None
    return n.atom(head, REAL if real else None)


BASIC_RULES: dict[str, Callable[[Normalizer, Term], Rat]] = {
    "num": _num,
    "const": _const,
    "sym": _sym,
    "var": _var,
    "add": _add,
    "mul": _mul,
    "app": _app,
    "dapp": _dapp,
}
"""How each plain operator is brought to normal form; `judge.py` adds those of the other modules."""
