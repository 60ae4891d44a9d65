"""Signs and intervals: what declarations say about atoms, and exact interval arithmetic on top of it.

A sign is a set of the three possibilities, as a bit mask, so that `NEGATIVE | ZERO` reads "at most zero". An interval
has rational or infinite ends, each open or closed. `None` for an interval means: not known to be real.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flint import fmpq

from derive.kernel.core import MIRRORED, NEGATED, Declaration, Hypothesis
from derive.kernel.terms import Term, rel, value

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY_SIGN = NEGATIVE | ZERO | POSITIVE
SIGNS_OF = {
    "==": ZERO,
    "!=": NEGATIVE | POSITIVE,
    "<": NEGATIVE,
    "<=": NEGATIVE | ZERO,
    ">": POSITIVE,
    ">=": POSITIVE | ZERO,
}
"""The signs of a - b that a relation between a and b allows."""


class Interval(NamedTuple):
    """The reals between lo and hi; None is infinite. An infinite end counts as open."""

    lo: fmpq | None = None
    hi: fmpq | None = None
    lo_open: bool = True
    hi_open: bool = True

    def __add__(self, other: object) -> Interval:
        assert isinstance(other, Interval)
        return Interval(
            None if self.lo is None or other.lo is None else self.lo + other.lo,
            None if self.hi is None or other.hi is None else self.hi + other.hi,
            self.lo_open or other.lo_open,
            self.hi_open or other.hi_open,
        )

    def __mul__(self, other: object) -> Interval:
        assert isinstance(other, Interval)
        if self._above_zero() and other._above_zero():
            return self._times_above_zero(other)
        ends = [_end_product(a, b) for a in _ends(self) for b in _ends(other)]
        lo, hi = min(ends, key=_low_first), max(ends, key=_high_first)
        return Interval(lo.value if not lo.infinite else None, hi.value if not hi.infinite else None, lo.open, hi.open)

    def scaled(self, c: fmpq) -> Interval:
        """All c v for v in the interval, c not 0."""
        if c == 1:
            return self
        lo = None if self.lo is None else c * self.lo
        hi = None if self.hi is None else c * self.hi
        return Interval(lo, hi, self.lo_open, self.hi_open) if c > 0 else Interval(hi, lo, self.hi_open, self.lo_open)

    def __pow__(self, n: int) -> Interval:
        result = self
        both_signs = self.sign() & NEGATIVE and self.sign() & POSITIVE
        if n % 2 == 0 and both_signs:
            far = None if self.lo is None or self.hi is None else max(abs(self.lo), abs(self.hi)) ** n
            return Interval(fmpq(0), far, not self.contains_zero(), far is None or self._far_end_open())
        if self._above_zero():
            low, high = (None if end is None else end**n for end in (self.lo, self.hi))
            return Interval(low, high, self.lo_open, self.hi_open)
        for _ in range(min(n, 64) - 1):
            result = result * self
        return result if n <= 64 else Interval(fmpq(0), None, False, True) if n % 2 == 0 else REAL

    def _above_zero(self) -> bool:
        """Whether both ends are at least 0, and the upper one above."""
        return self.lo is not None and self.lo >= 0 and (self.hi is None or self.hi > 0)

    def _times_above_zero(self, other: Interval) -> Interval:
        assert self.lo is not None
        assert other.lo is not None
        low = self.lo * other.lo
        reached = any(i.lo == 0 and not i.lo_open for i in (self, other))
        low_open = not reached if low == 0 else self.lo_open or other.lo_open
        high = None if self.hi is None or other.hi is None else self.hi * other.hi
        return Interval(low, high, low_open, high is None or self.hi_open or other.hi_open)

    def _far_end_open(self) -> bool:
        assert self.lo is not None
        assert self.hi is not None
        if abs(self.lo) == abs(self.hi):
            return self.lo_open and self.hi_open
        return self.lo_open if abs(self.lo) > abs(self.hi) else self.hi_open

    def contains_zero(self) -> bool:
        below = self.lo is None or self.lo < 0 or (self.lo == 0 and not self.lo_open)
        above = self.hi is None or self.hi > 0 or (self.hi == 0 and not self.hi_open)
        return below and above

    def sign(self) -> int:
        negative = NEGATIVE if self.lo is None or self.lo < 0 else 0
        positive = POSITIVE if self.hi is None or self.hi > 0 else 0
        return negative | positive | (ZERO if self.contains_zero() else 0)

    def meet(self, other: Interval) -> Interval:
        lo, lo_open = _tighter((self.lo, self.lo_open), (other.lo, other.lo_open), above=True)
        hi, hi_open = _tighter((self.hi, self.hi_open), (other.hi, other.hi_open), above=False)
        return Interval(lo, hi, lo_open, hi_open)

    def empty(self) -> bool:
        if self.lo is None or self.hi is None:
            return False
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open))


REAL = Interval()
ABOVE_ZERO = Interval(fmpq(0))
FROM_ZERO = Interval(fmpq(0), lo_open=False)
BELOW_ZERO = Interval(hi=fmpq(0))
ABOVE_ONE, FROM_ONE = Interval(fmpq(1)), Interval(fmpq(1), lo_open=False)
UNIT_OPEN, UNIT = Interval(fmpq(0), fmpq(1)), Interval(fmpq(0), fmpq(1), False, False)


def point(q: fmpq) -> Interval:
    return Interval(q, q, False, False)


class _End(NamedTuple):
    value: fmpq
    open: bool
    infinite: int = 0


def _ends(a: Interval) -> tuple[_End, _End]:
    zero = fmpq(0)
    return (
        _End(zero, True, -1) if a.lo is None else _End(a.lo, a.lo_open),
        _End(zero, True, 1) if a.hi is None else _End(a.hi, a.hi_open),
    )


def _end_product(a: _End, b: _End) -> _End:
    a_zero, b_zero = not a.infinite and a.value == 0, not b.infinite and b.value == 0
    if a_zero or b_zero:
        return _End(fmpq(0), not ((a_zero and not a.open) or (b_zero and not b.open)))
    if a.infinite or b.infinite:
        sign = (a.infinite or (1 if a.value > 0 else -1)) * (b.infinite or (1 if b.value > 0 else -1))
        return _End(fmpq(0), True, sign)
    return _End(a.value * b.value, a.open or b.open)


def _low_first(e: _End) -> tuple[int, fmpq, bool]:
    return (e.infinite, e.value, e.open)


def _high_first(e: _End) -> tuple[int, fmpq, bool]:
    return (e.infinite, e.value, not e.open)


def _tighter(a: tuple[fmpq | None, bool], b: tuple[fmpq | None, bool], above: bool) -> tuple[fmpq | None, bool]:
    if a[0] is None or b[0] is None:
        return b if a[0] is None else a
    if a[0] == b[0]:
        return a[0], a[1] or b[1]
    return a if (a[0] > b[0]) == above else b


def sign_product(a: int, b: int) -> int:
    """The possible signs of x*y."""
    result = ZERO if (a | b) & ZERO else 0
    if (a & POSITIVE and b & POSITIVE) or (a & NEGATIVE and b & NEGATIVE):
        result |= POSITIVE
    if (a & POSITIVE and b & NEGATIVE) or (a & NEGATIVE and b & POSITIVE):
        result |= NEGATIVE
    return result


def sign_of_sum(a: int, b: int) -> int:
    """The signs of x + y for x and y of given signs."""
    if ZERO in (a, b):
        return b if a == ZERO else a
    either = (a | b) & ~ZERO
    return ANY_SIGN if either == POSITIVE | NEGATIVE else either | (a & b & ZERO)


def mirrored(sign: int) -> int:
    """The possible signs of -x."""
    return (NEGATIVE if sign & POSITIVE else 0) | (POSITIVE if sign & NEGATIVE else 0) | sign & ZERO


# ------------------------------------------------------------------------------------------------ declared domains


def declared_interval(d: Declaration) -> Interval | None:
    """The interval that a declaration gives, closed up to integers; None for a complex atom."""
    if d.numbers == "complex":
        return None
    found = Interval(d.lower, d.upper, d.lower_open or d.lower is None, d.upper_open or d.upper is None)
    if d.values:
        found = found.meet(Interval(min(d.values), max(d.values), False, False))
    return to_integers(found) if d.numbers == "integer" else found


def to_integers(a: Interval) -> Interval:
    """The smallest closed interval with the same integers."""
    lo = None if a.lo is None else a.lo.floor() + 1 if a.lo_open else a.lo.ceil()
    hi = None if a.hi is None else a.hi.ceil() - 1 if a.hi_open else a.hi.floor()
    ends = [None if e is None else fmpq(e) for e in (lo, hi)]
    return Interval(ends[0], ends[1], lo is None, hi is None)


def flat(hypotheses: Iterable[Hypothesis]) -> Iterable[Hypothesis]:
    """The hypotheses with conjunctions taken apart, and negations put to the relations that they are about."""
    for h in hypotheses:
        if h.claim.op == "and":
            yield from flat(Hypothesis(c, h.binders) for c in h.claim.args)
        elif h.claim.op == "not" and h.claim.args[0].op in ("and", "or", "not", "rel"):
            yield from flat([Hypothesis(_negated(h.claim.args[0]), h.binders)])
        elif h.claim.op != "true":
            yield h


def _negated(claim: Term) -> Term:
    """What the failure of a claim says, where its sides have values."""
    if claim.op == "rel":
        return rel(NEGATED[claim.args[0]], *claim.args[1:])
    if claim.op == "not":
        inner: Term = claim.args[0]
        return inner
    return Term("or" if claim.op == "and" else "and", tuple(Term("not", (c,)) for c in claim.args))


def simple_bound(h: Hypothesis) -> tuple[Term, Interval] | None:
    """(atom, interval) when the hypothesis bounds one atom by a number: 0 < p, p <= 1, Eq(k, 3)."""
    if h.claim.op != "rel":
        return None
    op, a, b = h.claim.args
    if value(a) is not None:
        op, a, b = MIRRORED[op], b, a
    bound = value(b)
    if bound is None or a.op not in ("sym", "item") or op == "!=":
        return None
    if op == "==":
        return a, point(bound)
    return a, Interval(hi=bound, hi_open=op == "<") if op[0] == "<" else Interval(lo=bound, lo_open=op == ">")


def excluded(h: Hypothesis) -> tuple[Term, fmpq] | None:
    """(atom, c) when the hypothesis says that one atom is not the number c."""
    if h.claim.op != "rel" or h.claim.args[0] != "!=":
        return None
    _, a, b = h.claim.args
    a, b = (b, a) if value(a) is not None else (a, b)
    c = value(b)
    return (a, c) if c is not None and a.op in ("sym", "item") else None


def hull(values: Iterable[fmpq]) -> Interval:
    """The smallest closed interval with some numbers in it; an empty one for none."""
    numbers = list(values)
    return Interval(min(numbers), max(numbers), False, False) if numbers else Interval(fmpq(1), fmpq(0), False, False)


def without_end(a: Interval, c: fmpq, whole: bool) -> Interval:
    """The interval without the number c, where that is one of its ends; closed up to integers again."""
    opened = Interval(a.lo, a.hi, a.lo_open or a.lo == c, a.hi_open or a.hi == c)
    return to_integers(opened) if whole else opened


class Domain:
    """Where the atoms of a statement live, with the simple bounds of its hypotheses taken in."""

    def __init__(self, declarations: Iterable[Declaration], hypotheses: Iterable[Hypothesis]) -> None:
        self.declarations: Mapping[str, Declaration] = {d.name: d for d in declarations}
        self.hypotheses = tuple(flat(hypotheses))
        self.symbols: dict[str, Interval | None] = {}
        self.values: dict[str, tuple[fmpq, ...]] = {}
        self.items: list[tuple[Term, tuple[tuple[int, Term, Term], ...], Interval]] = []
        for d in self.declarations.values():
            self.symbols[d.name] = declared_interval(d)
        for h in self.hypotheses:
            self._take_bound(h)
        for h in self.hypotheses:
            self._leave_out(h)
        for d in self.declarations.values():
            if d.values and d.kind == "symbol":
                self._keep_values(d)

    def _take_bound(self, h: Hypothesis) -> None:
        bound = simple_bound(h)
        if bound is None:
            return
        atom, interval = bound
        if atom.op == "sym" and not h.binders:
            name = atom.args[0]
            if self.symbols.get(name) is None and h.claim.args[0] == "==":
                return
            met = interval.meet(self.symbols.get(name) or REAL)
            self.symbols[name] = to_integers(met) if self.is_integer(atom) else met
        elif atom.op == "item":
            self.items.append((atom, h.binders, interval))

    def _leave_out(self, h: Hypothesis) -> None:
        """x != c takes c away from what x can be: an end of its interval, or one of its few values."""
        left_out = excluded(h)
        if left_out is None:
            return
        atom, c = left_out
        d, bounds = self.declarations.get(atom.args[0]), self.interval(atom)
        if d is None or bounds is None:
            return
        if atom.op == "item" and d.values and c in d.values:
            self.items.append((atom, h.binders, hull(v for v in d.values if v != c)))
        elif atom.op == "sym" and not h.binders:
            self.symbols[d.name] = without_end(bounds, c, d.numbers == "integer")
            self.values[d.name] = tuple(v for v in self.values.get(d.name, d.values or ()) if v != c)

    def _keep_values(self, d: Declaration) -> None:
        """Those of the few values of a symbol that its bounds allow."""
        bounds = self.symbols[d.name] or REAL
        left = tuple(v for v in self.values.get(d.name, d.values or ()) if not bounds.meet(point(v)).empty())
        self.values[d.name], self.symbols[d.name] = left, bounds.meet(hull(left))

    def is_integer(self, atom: Term) -> bool:
        d = self.declarations.get(atom.args[0])
        return d is not None and d.numbers == "integer"

    def is_real(self, atom: Term) -> bool:
        d = self.declarations.get(atom.args[0])
        return d is not None and d.numbers != "complex"

    def is_smooth(self, function: str) -> bool:
        d = self.declarations.get(function)
        return d is not None and d.smooth

    def interval(self, atom: Term) -> Interval | None:
        """The declared interval of a symbol, family element or opaque value."""
        return self.symbols.get(atom.args[0])

    def nonzero(self, atom: Term) -> bool:
        d = self.declarations.get(atom.args[0])
        return d is not None and (d.nonzero or (d.values is not None and 0 not in d.values))

    def few_values(self, atom: Term) -> tuple[fmpq, ...]:
        """The values that a symbol or element can take, where there is a finite list of them; else ()."""
        d = self.declarations.get(atom.args[0])
        if d is None or not d.values or atom.op not in ("sym", "item"):
            return ()
        return self.values.get(d.name, d.values) if atom.op == "sym" else d.values

    def contradiction(self) -> str:
        """The name of an atom that no value can have, or ''."""
        return next((name for name, i in self.symbols.items() if i is not None and i.empty()), "")
