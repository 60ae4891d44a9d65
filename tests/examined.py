"""One pair of lines held against what is known otherwise: no false one is proved, and normal forms have the values of what
they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import mpmath
import sympy as sp
from flint import ctx, fmpq

from derive.kernel.ball_functions import Inconclusive, Number, Undefined, as_ball
from derive.kernel.balls import Values, evaluate, over_range
from derive.kernel.core import InvalidStatement, Verdict
from derive.kernel.normal import Fuel, NeedCase, Normalizer, Unsupported
from derive.kernel.prover import FUEL, Prover
from derive.kernel.reading import OverBudget
from derive.kernel.sampling import Attempt, Points
from derive.kernel.terms import Term
from derive.statements import Closed, close, judge_closed
from derive.symbols import Each, Variable
from tests import independent
from tests.independent import NoValue, Point, points, relation_holds
from tests.near_misses import Pair

POINTS = 12
TRIES = 6
DIGITS = 30
MORE_DIGITS = 400
REACH = mpmath.mpf(10) ** 60
BITS = 100
ENOUGH = 3
SHARP = fmpq(1, 10**6)
ATTEMPTS = ((5, 1), (8, 1), (1_000, 2), (0, 5))
"""Where normal forms are compared: with as much as possible 1, or 0; then anywhere."""
NO_VALUE = (NoValue, ZeroDivisionError, ValueError, OverflowError, TypeError)


@dataclass
class Finding:
    """What became of a pair.

    verdict: of the provers alone; "" when it is no statement. points: how many spoke for what was proved. false: a point
    where a proved pair is false. compared, sides: how many sides were compared with their normal forms, of how many.
    differs: a side with its normal form and a point where they differ. crash: an error that should not occur.
    """

    verdict: str = ""
    points: int = 0
    false: str = ""
    compared: int = 0
    sides: int = 0
    differs: str = ""
    crash: str = ""

    @property
    def defect(self) -> str:
        return self.crash or self.false or self.differs


def examined(pair: Pair, number: int) -> Finding:
    """Judge a pair by the provers alone; then look at points, and at normal forms."""
    found = Finding()
    try:
        closed = close(pair.left, pair.right, pair.relation, pair.given)
        found.verdict = judge_closed(closed, refutation=False).verdict.name
        if found.verdict == Verdict.PROVED.name:
            found.points, found.false = spoken_against(pair, number)
        if closed.statement.claim.op == "rel":
            _compare_normal_forms(closed, number % 3 == 0, found)
    except (InvalidStatement, OverBudget):
        pass
    except Exception as e:
        found.crash = f"{type(e).__name__}: {e}"
    return found


# ------------------------------------------------------------------------------------------------- independent values


class NearPoint(Point):
    """A point at which sizes are small and differ, and where ends of domains, 0 and 1 come up often."""

    def _whole(self, lower: Any) -> int:
        """A size from 0 goes up to 4, so that some ranges between sizes are less than empty; others stay small."""
        if lower is None:
            return self.random.randint(-2, 3)
        steps = {0: (0, 1, 2, 3, 4), 1: (0, 1, 2)}.get(int(lower), (0, 0, 1, 1, 2))
        return int(lower) + self.random.choice(steps)

    def _chosen(self, label: Any) -> Any:
        d = label.domain if isinstance(label, Variable) else None
        if d is None or d.values:
            return super()._chosen(label)
        if d.numbers == "integer":
            return mpmath.mpf(self._whole(d.lower))
        low, high = (None if end is None else mpmath.mpf(int(end)) for end in (d.lower, d.upper))
        plain = [e for e in (0, 1, -1) if independent.allowed(d, mpmath.mpf(e))]
        if plain and self.random.random() < 0.25:
            return mpmath.mpf(self.random.choice(plain))
        if low is not None and high is not None:
            return low + (high - low) * self.random.randint(1, 96) / mpmath.mpf(97)
        step = mpmath.mpf(self.random.randint(1, 60)) / self.random.randint(7, 29)
        if d.numbers == "complex":
            return mpmath.mpc(step * self.random.choice((1, -1)), self.random.choice((0, 1, -1)) * step / 3)
        return (low or 0) + step if low is not None else step * self.random.choice((-1, 1))


def _point_for(pair: Pair) -> Any:
    """Makes the points of a pair: sizes first, then the index symbols that occur free, within their ranges."""
    facts = [f.fact if isinstance(f, Each) else f for f in pair.given]
    parts = [e for e in (pair.left, pair.right, *facts) if isinstance(e, sp.Basic)]
    targets = [d.args[1] for e in parts for d in e.atoms(sp.Derivative)]
    free = {s for e in (*parts, *targets) for s in e.free_symbols}
    symbols = sorted((s for s in free if isinstance(s, Variable) and s.domain.numbers == "integer"), key=str)
    indices = [s for s in symbols if s.domain.ranges and not s.is_Indexed]

    def made(seed: int) -> Point:
        at = NearPoint(seed, reach=REACH)
        for s in symbols:
            if not s.domain.ranges:
                at.value(s, s)
        for s in indices:
            low, high = (int(independent.evaluate(b, at)) for b in s.domain.ranges[0])
            if low > high:
                raise NoValue("an empty range")
            at.values[s] = mpmath.mpf(at.random.choice((low, high, at.random.randint(low, high))))
        return at

    return made


def spoken_against(pair: Pair, number: int) -> tuple[int, str]:
    """At how many points both sides have values and the relation holds; the first point where it surely does not."""
    seen = 0
    with mpmath.workdps(MORE_DIGITS):
        for at in _touching(pair, number):
            holds, values = _held(pair, at)
            if holds is False:
                return seen, f"is {' and '.join(mpmath.nstr(v, 8) for v in values)} at {_shown(at)}"
            seen += holds is True
    with mpmath.workdps(DIGITS):
        for at in points(pair.given, POINTS, number, TRIES, _point_for(pair)):
            holds, values = _held(pair, at)
            if holds is False:
                with mpmath.workdps(MORE_DIGITS):
                    holds, values = _held(pair, at)
            if holds is False:
                return seen, f"is {' and '.join(mpmath.nstr(v, 8) for v in values)} at {_shown(at)}"
            seen += holds is True
    return seen, ""


def _touching(pair: Pair, number: int) -> Iterator[Point]:
    """Points that have the symbols at their places, and satisfy what is given."""

    def made(seed: int) -> Point:
        at = _point_for(pair)(seed)
        for symbol, place in pair.touching:
            at.values[symbol], at.labels[symbol] = independent.evaluate(place, at), symbol
        return at

    if pair.touching:
        yield from points(pair.given, ENOUGH, number, TRIES, made)


def _held(pair: Pair, at: Point) -> tuple[bool | None, list[Any]]:
    """Whether a pair holds at a point, None where it says nothing; and the values of its sides."""
    try:
        values = [independent.evaluate(side, at) for side in (pair.left, pair.right)]
        finite = all(map(mpmath.isfinite, values))
        return relation_holds(pair.relation, *values) if finite else None, values
    except NO_VALUE:
        return None, []


def _shown(at: Point) -> str:
    return ", ".join(f"{atom} = {mpmath.nstr(value, 8)}" for atom, value in sorted(at.values.items(), key=str))


# --------------------------------------------------------------------------------------------------------- normal forms


def _compare_normal_forms(closed: Closed, closing: bool, found: Finding) -> None:
    sides = closed.statement.claim.args[1:]
    found.sides = len(sides)
    forms, needs = _forms(closed, closing)
    if not forms:
        return
    everywhere = Points(closed.statement)
    for side, form in forms:
        agreed = 0
        for attempt in _attempts(everywhere):
            same = _agree(side, form, needs, attempt)
            if same is False:
                found.differs = f"{side!r}\nbecomes {form!r}\nat {_values(attempt)}"
            agreed += same is True
            if agreed >= ENOUGH or same is False:
                break
        found.compared += agreed > 0


def _forms(closed: Closed, closing: bool) -> tuple[list[tuple[Term, Term]], tuple[Term, ...]]:
    """(side, its normal form as a term), for the sides that have one, and what must not vanish.

    closing: whether closed forms may be used that exclude points.
    """

    def task(n: Normalizer) -> tuple[list[tuple[Term, Term]], tuple[Term, ...]]:
        made = []
        for side in closed.statement.claim.args[1:]:
            try:
                made.append((side, n.term_of(n.rat(side))))
            except (Unsupported, NeedCase):
                continue
        return made, tuple(n.needs)

    prover = Prover(Fuel(FUEL))
    prover.closing = closing
    try:
        return prover.work(closed.statement, task)
    except (OverBudget, Unsupported, NeedCase, RecursionError):
        return [], ()


def _attempts(everywhere: Points) -> Iterator[Attempt]:
    return chain.from_iterable(everywhere.numbered(first, count) for first, count in ATTEMPTS)


def _agree(side: Term, form: Term, needs: tuple[Term, ...], attempt: Attempt) -> bool | None:
    """Whether a term and its normal form have one value at a point; None where one of them has none, or it is not known."""
    with ctx.workprec(BITS):
        at = attempt.settled()
        try:
            if any(_vanishes(need, at) for need in needs):
                return None
            left, right = evaluate(side, at), evaluate(form, at)
        except (Undefined, Inconclusive, RecursionError):
            return None
        return _same(left, right)


def _vanishes(need: Term, at: Values) -> bool:
    """Whether a need may be 0, for some value of its binders."""
    if need.op == "forall":
        return any(_vanishes(need.args[1], inner) for inner in over_range(need, at))
    return bool(as_ball(evaluate(need, at)).contains(0))


def _same(left: Number, right: Number) -> bool | None:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return left == right
    d = as_ball(left) - as_ball(right)
    if not d.contains(0):
        return False
    scale = abs(as_ball(left)) + 1
    return True if abs(d) < scale * SHARP else None


def _values(attempt: Attempt) -> str:
    return ", ".join(f"{atom!r} = {value}" for atom, value in attempt.values.items())
