"""Random near-misses: what an independent evaluator says is false is never proved, and the kernel never contradicts itself.

The seed changes with every run and is part of each failure; DERIVE_SEED sets it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp

from derive import count, define, family, index, nonnegative, positive, product, proportion, real, sample, total, xlogy
from derive.kernel.core import InvalidStatement, Verdict
from derive.statements import close, judge_closed
from tests.independent import NoValue, evaluate, points, relation_holds

SEED = int(os.environ.get("DERIVE_SEED", int(time.time()) % 1_000_000))
STATEMENTS = int(os.environ.get("DERIVE_RANDOM", "100"))
BATCHES = 4

n = count("n")
i = index("i", 1, n)
j = index("j", 1, n)
y = sample("y", i, values=(0, 1))
x = family("x", i)
u = family("u", i, nonnegative=True)
w = family("w", i, j)
theta = proportion("theta")
a = positive("a")
c = nonnegative("c")
z = real("z")
k = define("k", total(y[i], i))

BASES = (
    theta,
    1 - theta,
    sp.S.Zero,
    sp.S.One,
    k / n,
    1 - k / n,
    a,
    c,
    sp.S(2),
    u[i],
    theta * c,
    n - k,
    k,
    -sp.S.One,
    z,
)
EXPONENTS = (y[i], 1 - y[i], 1 + y[i], k, n - k, sp.S(2), sp.S.One, sp.S.Zero, 2 * y[i], n, -y[i], sp.S.Half)
CASES = (
    (), (sp.Eq(k, 0),), (sp.Eq(k, n),), (k > 0, k < n), (sp.Ne(theta, k / n),), (sp.Eq(c, 0),), (sp.Eq(theta, 1),),
    (theta < sp.S.Half,),
)  # fmt: skip
RELATIONS = ("==", "==", "==", "<=", "<", "!=")


class Writer:
    """Writes random expressions: powers at the edge of their domain, sums, products, logarithms."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def powers(self) -> Any:
        few = range(self.chance.randint(1, 3))
        return sp.Mul(*(sp.Pow(self.chance.choice(BASES), self.chance.choice(EXPONENTS)) for _ in few))

    def term(self) -> Any:
        forms: tuple[Callable[[], Any], ...] = (
            lambda: product(self.powers(), i),
            lambda: total(self.powers(), i),
            lambda: total(xlogy(self.chance.choice(EXPONENTS), self.chance.choice(BASES)), i),
            lambda: self.powers().xreplace({y[i]: k, u[i]: c}),
            lambda: sp.exp(
                total(self.chance.choice(EXPONENTS) * sp.log(self.chance.choice((a, sp.S(2), theta + 1))), i)
            ),
            lambda: total(total(x[i] * w[i, j] * self.chance.choice((x[j], x[i], sp.S.One)), j), i),
            lambda: sp.log(a * self.chance.choice((c + 1, z**2 + 1, theta + 1))) * self.chance.choice((z, sp.S.One)),
            lambda: sp.sqrt(z**2) * self.chance.choice((z, a, abs(z))),
        )
        return self.chance.choice(forms)()

    def expression(self) -> Any:
        e = self.term()
        if self.chance.random() < 0.4:
            e = e + self.chance.choice((1, -1)) * self.term()
        return e * self.term() if self.chance.random() < 0.3 else e

    def rewritten(self, e: Any) -> Any:
        """Something that often, but not always, equals e."""
        ways: tuple[Callable[[], Any], ...] = (
            lambda: sp.expand(e),
            lambda: sp.powsimp(e, force=True),
            lambda: sp.expand_log(e, force=True),
            lambda: e.replace(lambda s: isinstance(s, sp.Product), _powers_of_sums),
            lambda: e.xreplace({i: j}) if not e.has(w) else e,
            lambda: e + self.chance.choice((0, 1, self.term())),
            lambda: self.expression(),
        )
        return self.chance.choice(ways)()


def _powers_of_sums(e: Any) -> Any:
    factors = (f.as_base_exp() for f in sp.Mul.make_args(e.function))
    return sp.Mul(*(sp.Product(b**p, *e.limits) if b.has(i) else b ** sp.Sum(p, *e.limits) for b, p in factors))


def statement(chance: random.Random) -> tuple[Any, str, Any, tuple[Any, ...]] | None:
    writer = Writer(chance)
    try:
        left = writer.expression()
        right = writer.rewritten(left)
    except (ValueError, TypeError, AttributeError):
        return None
    if left.has(sp.nan, sp.zoo) or right.has(sp.nan, sp.zoo):
        return None
    return left, chance.choice(RELATIONS), right, chance.choice(CASES)


def refuting_point(left: Any, relation: str, right: Any, given: tuple[Any, ...], seed: int) -> Any:
    with mpmath.workdps(40):
        for at in points(given, 10, seed):
            try:
                values = evaluate(left, at), evaluate(right, at)
                if all(map(mpmath.isfinite, values)) and not relation_holds(relation, *values):
                    return at.values
            except (NoValue, ZeroDivisionError, ValueError, OverflowError, TypeError):
                continue
    return None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_false_statement_is_proved(batch: int) -> None:
    chance = random.Random(SEED * BATCHES + batch)
    proved = 0
    for number in range(STATEMENTS):
        drawn = statement(chance)
        if drawn is None:
            continue
        left, relation, right, given = drawn
        try:
            closed = close(left, right, relation, given)
            judgement = judge_closed(closed, refutation=False)
        except InvalidStatement:
            continue
        if judgement.verdict is Verdict.PROVED and left != right:
            proved += 1
            wrong = refuting_point(left, relation, right, given, number)
            assert wrong is None, f"DERIVE_SEED={SEED}: {left} {relation} {right} given {given} at {wrong}"
    assert proved > 0


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_refuted_is_false(batch: int) -> None:
    """The counterexample, put into the independent evaluator, fails there too."""
    chance = random.Random(SEED * BATCHES + batch + 77)
    for _ in range(STATEMENTS // 5):
        drawn = statement(chance)
        if drawn is None:
            continue
        left, relation, right, given = drawn
        try:
            judgement = judge_closed(close(left, right, relation, given))
        except InvalidStatement:
            continue
        if judgement.verdict is Verdict.REFUTED:
            _assert_fails(left, relation, right, judgement.evidence.counterexample)


def _assert_fails(left: Any, relation: str, right: Any, point: Any) -> None:
    from tests.independent import Point

    values: dict[Any, Any] = {}
    for place, value in point.items():
        key = (str(place[0]), tuple(map(int, place[1]))) if isinstance(place, tuple) else place
        values[key] = mpmath.mpf(int(value.p)) / int(value.q)
    with mpmath.workdps(40):
        at = Point(0, values)
        try:
            sides = evaluate(left, at), evaluate(right, at)
        except NoValue:
            pytest.fail(f"DERIVE_SEED={SEED}: {left} {relation} {right} has no value at {point}")
        difference = abs(sides[0] - sides[1])
        if relation in ("<=", ">=", "=="):
            assert difference > 0
        assert relation != "!=" or difference < mpmath.mpf(10) ** -30
