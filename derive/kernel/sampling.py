"""Points of a statement's domain: exact values of atoms that satisfy every declaration and every hypothesis, exactly.

The values of an attempt depend on the statement and the attempt's number alone. Sizes come small and unequal, simple
fractions and the ends of closed intervals come first. Equations among the hypotheses are met by solving them for an
atom in which they are linear, or by moving atoms that have a few values only; whatever is found is checked
afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress

from flint import acb, arb, ctx, fmpq

from derive.kernel import terms as t
from derive.kernel.ball_functions import Inconclusive, Undefined
from derive.kernel.balls import Values, evaluate, holds, over_range
from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.defined import definitions
from derive.kernel.domain import REAL, Domain, Interval, point
from derive.kernel.terms import Term

FRACTIONS = tuple(fmpq(a, b) for a, b in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (3, 10), (1, 10), (9, 10)))
STEPS = tuple(fmpq(a, b) for a, b in ((1, 2), (1, 1), (5, 2), (2, 1), (1, 3), (3, 1), (3, 4), (7, 3), (1, 10), (12, 1)))
PARTS = tuple(fmpq(a, b) for a, b in ((0, 1), (1, 1), (-1, 1), (1, 2), (-3, 2), (2, 1), (-2, 1), (1, 3), (-3, 1)))
SOLVING_ROUNDS = 4
MAX_HEIGHT = 2**40
"""Of values that are solved for: beyond, numbers only grow."""
MAX_GUESSED = 3
MAX_WORK = 5_000
"""How many terms an attempt may evaluate until its equations are met."""
CORNERS = {5: fmpq(1), 8: fmpq(0), 1_000: fmpq(0), 1_001: fmpq(1)}
"""Attempts in which everything that may have this value has it."""


class TooMuchWork(Exception):
    """An attempt's equations are not met within MAX_WORK."""


class Attempt:
    """One choice of values, made when an atom is first asked for.

    near: whether values are chosen near their bounds, so that equations such as sum p = 1 can be met.
    defined: what is worked out instead of chosen; in every third attempt nothing, for what it must be may be out of its
    domain for most choices. solving: whether what it is worked out from may still be moved.
    used: atoms that were asked for.
    """

    def __init__(self, statement: Statement, domain: Domain, number: int) -> None:
        self.domain, self.number = domain, number
        self.random = random.Random(number)
        self.values: dict[Term, fmpq | acb] = {}
        self.used: set[Term] = set()
        self._settled: dict[int, Values] = {}
        self.near = number % 2 == 1 and any(h.claim.args[:1] == ("==",) for h in domain.hypotheses)
        self.defined = definitions(domain.hypotheses) if number % 3 != 2 else {}
        self.solving, self.work = bool(self.defined), 0
        self.names = {d.name: k for k, d in enumerate(statement.declarations)}
        signless = [d.name for d in statement.declarations if d.lower is None and d.upper is None]
        self.sign_bits = {name: k for k, name in enumerate(signless)}

    def at(self) -> Values:
        return Values(self.value, self.domain.is_smooth, self.domain.is_real)

    def settled(self) -> Values:
        """Where terms are evaluated once the hypotheses hold: what was worked out in this precision is remembered."""
        if ctx.prec not in self._settled:
            self._settled[ctx.prec] = self.at()
        found = self._settled[ctx.prec]
        found.steps = 0
        return found

    def value(self, atom: Term, look: Callable[[Term], fmpq | acb] | None = None) -> fmpq | acb:
        """The value of an atom, chosen at the first use; or worked out, through `look`, from what defines it."""
        self.used.add(atom)
        known = self.values.get(atom)
        if known is not None:
            return known
        found = self._worked_out(atom, look or self.value)
        known = self._chosen(atom) if found is None else found
        if not _allowed(self, atom, known):
            raise Inconclusive("no value was found in the domain of an atom")
        if found is None or not self.solving:
            self.values[atom] = known
        return known

    def forget_the_unused(self) -> None:
        """Leave out elements that the hypotheses no longer reach, since a size was moved while equations were solved."""
        self.values = {a: v for a, v in self.values.items() if a.op != "item" or a in self.used}

    def _worked_out(self, atom: Term, look: Callable[[Term], fmpq | acb]) -> fmpq | None:
        if atom.args[0] not in self.defined:
            return None
        return self.defined[atom.args[0]].value(atom, Values(look, self.domain.is_smooth, self.domain.is_real))

    def _chosen(self, atom: Term) -> fmpq | acb:
        d = self.domain.declarations.get(atom.args[0])
        if d is None or not d.exact:
            raise Inconclusive("an atom whose domain cannot be sampled")
        if d.values:
            return self.random.choice(d.values)
        bounds = self._interval(atom)
        if bounds is None:
            return self._complex(d)
        if d.numbers == "integer":
            return self._whole(d, bounds, atom.op == "sym")
        corner = CORNERS.get(self.number)
        if corner is not None and not (d.nonzero and corner == 0) and not bounds.meet(point(corner)).empty():
            return corner
        value = self._real(bounds, self.sign_bits.get(d.name, 0))
        return value if value != 0 or not d.nonzero else fmpq(1, 2)

    def _interval(self, atom: Term) -> Interval | None:
        found = self.domain.interval(atom)
        for pattern, binders, bounds in self.domain.items:
            if binders and atom.op == "item" and pattern.args[0] == atom.args[0]:
                found = bounds.meet(found or REAL)
        return found

    def _whole(self, d: Declaration, bounds: Interval, is_size: bool) -> fmpq:
        """Sizes 1, 2, 3 in turn, different for different symbols; other whole numbers within reach of their bounds."""
        lo = int(bounds.lo.p) if bounds.lo is not None else None
        hi = int(bounds.hi.p) if bounds.hi is not None else None
        if is_size and lo is not None and lo >= 0 and self.number < 9:
            found = lo + (self.number + self.names[d.name] * (1 + self.number // 3)) % 3
        elif lo is not None or hi is not None:
            spread = self.random.randint(0, 2 if is_size and self.number % 5 else 4)
            found = lo + spread if lo is not None else (hi or 0) - spread
        else:
            found = self.random.randint(-4, 4) if self.number % 2 else self.random.randint(1, 3)
        found = min(found, hi) if hi is not None else found
        if d.parity is not None and found % 2 != d.parity:
            found += 1
        return fmpq(found)

    def _real(self, bounds: Interval, bit: int) -> fmpq:
        """A value in the interval; without bounds, all combinations of signs come up in turn."""
        lo, hi = bounds.lo, bounds.hi
        ends = [e for e, is_open in ((lo, bounds.lo_open), (hi, bounds.hi_open)) if e is not None and not is_open]
        if ends and self.random.random() < 0.25:
            return self.random.choice(ends)
        if lo is not None and hi is not None:
            whole = range(int(lo.floor()) + 1, int(hi.ceil()))  # those strictly inside
            if self.number % 3 == 2 and hi - lo >= 2 and whole:
                return fmpq(self.random.choice(whole))
            part = self.random.choice(FRACTIONS) if self.number < 6 else fmpq(self.random.randint(1, 60), 61)
            return lo + (hi - lo) * part
        step = (
            self.random.choice(STEPS)
            if self.number < 8
            else fmpq(self.random.randint(1, 90), self.random.randint(2, 23))
        )
        if self.near:
            step = fmpq(1, self.random.randint(2, 9))
        if lo is not None or hi is not None:
            return lo + step if lo is not None else (hi or fmpq(0)) - step
        positive = (self.number >> bit) % 2 == 0 if self.number < 16 else self.random.random() < 0.5
        return step if positive else -step

    def _complex(self, d: Declaration) -> fmpq | acb:
        """Negative reals, then any complex rationals."""
        if self.random.random() < 0.3:
            value = self.random.choice(PARTS)
            return value if value != 0 or not d.nonzero else fmpq(-1)
        real = self.random.choice(PARTS) if self.number < 8 else fmpq(self.random.randint(-60, 60), 7)
        imaginary = self.random.choice(PARTS[1:]) if self.number < 8 else fmpq(self.random.randint(1, 60), 7)
        return acb(arb(real), arb(imaginary))


class Points:
    """The points of a statement's domain that satisfy its hypotheses, each worked out once.

    solved: equations that say the same as hypotheses in a simpler form; they guide the choice and are not checked.
    Atoms that no hypothesis mentions get a value when they are first asked for.
    """

    def __init__(self, statement: Statement, solved: tuple[Hypothesis, ...] = ()) -> None:
        self.statement, self.solved = statement, solved
        self.domain = Domain(statement.declarations, statement.hypotheses)
        self.empty = bool(self.domain.contradiction())
        self._known: dict[int, Attempt | None] = {}

    def numbered(self, first: int, count: int) -> Iterator[Attempt]:
        """Those of the attempts first, first + 1, ... that succeed."""
        if self.empty:
            return
        for number in range(first, first + count):
            if number not in self._known:
                self._known[number] = self._attempt(number)
            attempt = self._known[number]
            if attempt is not None:
                yield attempt

    def _attempt(self, number: int) -> Attempt | None:
        attempt = Attempt(self.statement, self.domain, number)
        try:
            return attempt if _satisfied(attempt, self.domain.hypotheses, self.solved) else None
        except (Inconclusive, Undefined, TooMuchWork, RecursionError):
            return None


def _satisfied(attempt: Attempt, hypotheses: tuple[Hypothesis, ...], solved: tuple[Hypothesis, ...]) -> bool:
    if not hypotheses:
        return True
    equations = [*solved, *(h for h in hypotheses if h.claim.op == "rel" and h.claim.args[0] == "==")]
    for _ in range(SOLVING_ROUNDS):
        if not sum(_solve_if_exact(attempt, h) for h in equations):
            break
    attempt.solving = False
    attempt.used.clear()
    if not all(_true(attempt, h) for h in hypotheses):
        return False
    attempt.forget_the_unused()
    return True


def _solve_if_exact(attempt: Attempt, h: Hypothesis) -> bool:
    """_solve, passing over what has no exact value here: it may have one when the other equations are met."""
    try:
        return _solve(attempt, h, {})
    except (Inconclusive, Undefined):
        return False


def _true(attempt: Attempt, h: Hypothesis) -> bool:
    return holds(_closed(h), attempt.at()) is True and _in_domain(attempt)


def _in_domain(attempt: Attempt) -> bool:
    """Values that were solved for must lie in their declared domain; equations may have moved them out."""
    return all(_allowed(attempt, atom, v) for atom, v in attempt.values.items())


def _allowed(attempt: Attempt, atom: Term, value: fmpq | acb) -> bool:
    d = attempt.domain.declarations[atom.args[0]]
    bounds = attempt.domain.interval(atom)
    if not isinstance(value, fmpq):
        return bounds is None
    if (d.values and value not in d.values) or (d.nonzero and value == 0) or (d.numbers == "integer" and value.q != 1):
        return False
    if d.parity is not None and int(value.p) % 2 != d.parity:
        return False
    return bounds is None or not bounds.meet(point(value)).empty()


def _closed(h: Hypothesis) -> Term:
    claim = h.claim
    for number, lower, upper in reversed(h.binders):
        claim = t.big("forall", number, claim, lower, upper)
    return claim


def _solve(attempt: Attempt, h: Hypothesis, bound: dict[int, fmpq]) -> bool:
    """Move one atom so that an equation holds (for each value of its binders); whether anything was moved."""
    if h.binders:
        (number, lower, upper), *rest = h.binders
        at = attempt.at()
        at.bound.update(bound)
        places = [at.bound[number] for at in over_range(t.big("forall", number, h.claim, lower, upper), at)]
        inner = Hypothesis(h.claim, tuple(rest))
        return sum(_solve(attempt, inner, {**bound, number: k}) for k in places if isinstance(k, fmpq)) > 0
    residual = _Residual(attempt, h.claim, bound)
    return residual.now != 0 and (
        residual.solve_linear() or residual.rescale() or residual.descend() or residual.guess()
    )


class _Residual:
    """a - b of an equation, as a function of the atoms in it, which are moved one at a time. now: its value before."""

    def __init__(self, attempt: Attempt, claim: Term, bound: dict[int, fmpq]) -> None:
        self.attempt, self.bound = attempt, bound
        self.term = t.sub(claim.args[1], claim.args[2])
        self.atoms: dict[Term, fmpq | acb] = {}
        self.now = self.value()

    def value(self) -> fmpq:
        worked_out: dict[Term, fmpq | acb] = {}

        def seen(atom: Term) -> fmpq | acb:
            found = worked_out.get(atom)
            if found is None:
                found = self.attempt.value(atom, seen)
                kept = self.atoms if atom in self.attempt.values else worked_out
                kept[atom] = found
            return found

        at = Values(seen, self.attempt.domain.is_smooth, self.attempt.domain.is_real)
        at.bound.update(self.bound)
        found = evaluate(self.term, at)
        self.attempt.work += at.steps
        if self.attempt.work > MAX_WORK:
            raise TooMuchWork
        if not isinstance(found, fmpq):
            raise Inconclusive("an equation that cannot be checked exactly")
        return found

    def with_value(self, atom: Term, value: fmpq) -> fmpq | None:
        before = self.attempt.values[atom]
        self.attempt.values[atom] = value
        try:
            return self.value()
        except (Undefined, Inconclusive):
            return None
        finally:
            self.attempt.values[atom] = before

    def solve_linear(self) -> bool:
        order = list(self.atoms)
        self.attempt.random.shuffle(order)
        for atom in sorted(order, key=lambda a: self._is_whole(a)):
            here = self.attempt.values[atom]
            root = self._root(atom, here) if isinstance(here, fmpq) else None
            if root is not None and max(abs(root.p), root.q) < MAX_HEIGHT and _allowed(self.attempt, atom, root):
                self.attempt.values[atom] = root
                return True
        return False

    def _root(self, atom: Term, here: fmpq) -> fmpq | None:
        """Where a straight line through two more places meets 0; None where the residual is none."""
        r1 = self.with_value(atom, here + 1)
        if r1 is None or r1 == self.now:
            return None
        r2 = self.with_value(atom, here + 2)
        return here - self.now / (r1 - self.now) if r2 is not None and r2 - r1 == r1 - self.now else None

    def rescale(self) -> bool:
        """Multiply all elements of a family by what makes the equation true, where it is linear in them: a law adds up to 1."""
        for family in sorted({a.args[0] for a in self.atoms if a.op == "item"}):
            before = {a: v for a, v in self.attempt.values.items() if a.op == "item" and a.args[0] == family}
            slope = self._scaled(before, 2)
            factor = None if slope in (None, self.now) else 1 - self.now / (slope - self.now)
            if factor is not None and factor != 0 and self._scaled(before, factor, keep=True) == 0:
                return True
        return False

    def _scaled(self, before: dict[Term, fmpq | acb], factor: fmpq | int, keep: bool = False) -> fmpq | None:
        """The residual with the elements multiplied; they stay so if `keep` and it is 0."""
        moved = {a: v * factor for a, v in before.items()}
        if not all(_allowed(self.attempt, a, v) for a, v in moved.items()) and keep:
            return None
        self.attempt.values |= moved
        found = None
        with suppress(Undefined, Inconclusive):
            found = self.value()
        if not (keep and found == 0):
            self.attempt.values |= before
        return found

    def guess(self) -> bool:
        """Give one atom a simple value that happens to solve the equation."""
        atoms = list(self.atoms)
        self.attempt.random.shuffle(atoms)
        for atom in atoms[:MAX_GUESSED]:
            values = [v for v in (*PARTS, *FRACTIONS, *STEPS) if _allowed(self.attempt, atom, v)]
            self.attempt.random.shuffle(values)
            for v in values:
                if self.with_value(atom, v) == 0:
                    self.attempt.values[atom] = v
                    return True
        return False

    def _is_whole(self, atom: Term) -> bool:
        return self.attempt.domain.is_integer(atom)

    def descend(self) -> bool:
        """Give atoms with a few values the value that brings the residual nearest to 0."""
        moved = False
        for atom in list(self.atoms):
            d = self.attempt.domain.declarations[atom.args[0]]
            for v in d.values or ():
                trial = self.with_value(atom, v)
                if trial is not None and abs(trial) < abs(self.now):
                    self.attempt.values[atom], self.now = v, trial
                    moved = True
        return moved
