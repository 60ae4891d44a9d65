"""Random pairs of lines: about two in five are the same thing rewritten, the others miss it by one slip.

Each kind puts together a line and a rewriting of it from ingredients drawn at random; the slips are those of
`tests/mutations.py` and those of indices: a transposed element, a wrong index, a bound off by one, a captured dummy. Nothing
here says which pairs are true: that is found out by other means (`tests/examined.py`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import sympy as sp

from derive import (
    D,
    Domain,
    InvalidStatement,
    Variable,
    count,
    each,
    family,
    index,
    integer,
    nonnegative,
    positive,
    proportion,
    real,
    xlogy,
)
from tests.mutations import here

n = count("n")
m = integer("m", lower=2)
r = integer("r", lower=0)
q = integer("q")
i, j, k = (index(name, 1, n) for name in "ijk")
l = index("l", 1, m)  # noqa: E741
h = integer("h")
x = family("x", i)
u = family("u", i, nonnegative=True)
p = family("p", i, positive=True)
y = family("y", i, values=(0, 1))
b = family("b", i, whole=True)
w = family("w", i, j)
v = family("v", i, l)
a, c, theta, eta = positive("a"), nonnegative("c"), proportion("theta"), proportion("eta", open=True)
z, t = real("z"), real("t")
zeta, omega = (Variable(name, Domain("complex")) for name in ("zeta", "omega"))

INDICES = (i, j, k, l)
ONE, HALF = sp.S.One, sp.S.Half
SCALARS = (a, c, theta, eta, z, t)
SMALL = (ONE, ONE, -ONE, sp.Integer(2), sp.Integer(3), HALF, sp.Integer(-2))
SIZES = (n, n - 1, n - 2, m, m - 1, m - 2, m - 3, r, r - 1, r + 1, q, sp.Integer(3))
FACTS: tuple[tuple[str, Any], ...] = (
    ("z", sp.Eq(z, 0)),
    ("z", sp.Ne(z, 0)),
    ("z", z < 0),
    ("z", z <= 0),
    ("z", z > 0),
    ("t", t >= 0),
    ("t", sp.Ne(t, 0)),
    ("zt", sp.Eq(z, t)),
    ("zt", z < t),
    ("zt", sp.Ne(z, t)),
    ("zt", sp.Eq(z, -t)),
    ("zt", z * t > 0),
    ("c", sp.Eq(c, 0)),
    ("c", sp.Ne(c, 0)),
    ("c", c <= 1),
    ("ac", sp.Eq(a, c)),
    ("a", sp.Ne(a, 1)),
    ("a", sp.Eq(a, 1)),
    ("a", a < 1),
    ("theta", sp.Eq(theta, 0)),
    ("theta", sp.Eq(theta, 1)),
    ("theta", sp.Ne(theta, 1)),
    ("theta", theta > 0),
    ("zeta", sp.Ne(zeta, 0)),
    ("n", sp.Eq(n, 2)),
    ("n", n >= 2),
    ("n", sp.Ne(n, 1)),
    ("nm", sp.Eq(n, m)),
    ("nm", n <= m),
    ("m", sp.Eq(m, 2)),
    ("m", m >= 3),
    ("r", sp.Eq(r, 0)),
    ("r", r >= 1),
    ("q", q >= 1),
    ("q", q >= 0),
    ("q", sp.Ne(q, 0)),
    ("q", q < 0),
    ("ni", i < n),
    ("i", sp.Eq(i, 1)),
    ("nj", sp.Eq(j, n)),
    ("ij", sp.Eq(i, j)),
    ("ij", sp.Ne(i, j)),
    ("ij", i < j),
    ("jn", j < n),
    ("x", sp.Eq(sp.Sum(x[i], (i, 1, n)), 0)),
    ("x", sp.Eq(sp.Sum(x[i], (i, 1, n)), 1)),
    ("x", each(i, x[i] > 0)),
    ("x", each(i, sp.Ne(x[i], 0))),
    ("x", each(i, sp.Eq(x[i], z))),
    ("xu", each(i, sp.Eq(x[i], u[i]))),
    ("x", sp.Eq(x[1], 0)),
    ("u", each(i, u[i] <= 1)),
    ("u", each((i, 1, n - 1), sp.Eq(u[i + 1], u[i]))),
    ("p", sp.Eq(sp.Sum(p[i], (i, 1, n)), 1)),
    ("y", sp.Eq(sp.Sum(y[i], (i, 1, n)), n)),
    ("y", sp.Eq(sp.Sum(y[i], (i, 1, n)), 0)),
    ("b", each(i, b[i] >= 0)),
    ("b", each(i, sp.Eq(b[i], 2))),
    ("w", each(i, each(j, sp.Eq(w[i, j], w[j, i])))),
    ("w", each(i, sp.Eq(w[i, i], 0))),
    ("w", each(j, sp.Eq(sp.Sum(w[i, j], (i, 1, n)), 1))),
)
"""What may be given, with the letters of the symbols that it is about (longer names stand alone)."""


class Pair(NamedTuple):
    """`left relation right` under `given`: true or not. touching: places of symbols where both sides may be equal."""

    kind: str
    left: Any
    relation: str
    right: Any
    given: tuple[Any, ...] = ()
    touching: tuple[tuple[Any, Any], ...] = ()

    def __str__(self) -> str:
        facts = f" given {', '.join(map(str, self.given))}" if self.given else ""
        return f"[{self.kind}] {self.left} {self.relation} {self.right}{facts}"


def S(body: Any, *runs: Any) -> Any:
    """A sum, the first run innermost; a run is an index or (variable, lower, upper)."""
    return sp.Sum(body, *map(_run, runs)) if runs else body


def P(body: Any, *runs: Any) -> Any:
    return sp.Product(body, *map(_run, runs)) if runs else body


def _run(run: Any) -> tuple[Any, Any, Any]:
    return run if isinstance(run, tuple) else (run, *run.domain.ranges[0])


# ---------------------------------------------------------------------------------------------------------- ingredients


class Writer:
    """Draws ingredients at random."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def pick(self, things: Sequence[Any]) -> Any:
        return self.chance.choice(things)

    def few(self, things: Sequence[Any], number: int) -> list[Any]:
        return self.chance.sample(list(things), number)

    def odds(self, part: float) -> bool:
        return self.chance.random() < part

    def way(self, *ways: Callable[[], Any]) -> Any:
        return self.pick(ways)()

    def power(self, base: Any, exponent: Any) -> Any:
        """A power, sometimes left as SymPy would not leave it."""
        return sp.Pow(base, exponent, evaluate=self.odds(0.5))

    def element(self, d: Any, others: Sequence[Any] = ()) -> Any:
        """Something about the index d, and perhaps about one of the others."""
        if d is l:
            return v[self.pick([e for e in others if e is not l] or [n]), l]
        plain = [e for e in others if e is not l and e is not d]
        forms: list[Any] = [x[d], x[d], u[d], p[d], y[d]]
        if plain:
            e = self.pick(plain)
            forms += [w[d, e], w[e, d], w[d, e], x[d] * x[e]]
        if l in others:
            forms.append(v[d, l])
        return self.pick(forms)

    def positive_element(self, d: Any) -> Any:
        return self.pick((v[n, l] ** 2 + 1, a) if d is l else (p[d], p[d] + a, u[d] + 1, sp.exp(x[d]), a * p[d]))

    def inner_sum(self, d: Any, others: Sequence[Any]) -> Any:
        """A function of a sum that runs over a dummy of its own and mentions d."""
        e = self.pick([f for f in (i, j, k) if f is not d])
        body = w[d, e] if d is not l else v[e, l]
        return self.way(
            lambda: S(body * self.pick((x[e], u[e], ONE)), e),
            lambda: sp.exp(S(body, e)),
            lambda: sp.log(S(p[e] * sp.exp(body), e)),
            lambda: sp.log(S(self.positive_element(e), e)) * self.element(d, others),
        )

    def factor(self, d: Any, others: Sequence[Any]) -> Any:
        e = self.element(d, others)
        return self.way(
            lambda: e,
            lambda: e,
            lambda: e,
            lambda: e**2,
            lambda: sp.exp(e),
            lambda: sp.log(self.positive_element(d)),
            lambda: self.inner_sum(d, others),
            lambda: e + self.pick(SCALARS),
            lambda: 1 / self.positive_element(d),
        )

    def scalar(self) -> Any:
        return self.way(lambda: self.pick(SMALL), lambda: self.pick(SCALARS), lambda: 1 / self.pick((a, z, n)))

    def real_part(self) -> Any:
        """A small expression that may be negative or 0."""
        s, s2 = self.few(SCALARS, 2)
        return self.way(
            lambda: s,
            lambda: s,
            lambda: z,
            lambda: s - s2,
            lambda: s * s2,
            lambda: 1 - s,
            lambda: -s,
            lambda: x[i],
            lambda: s + self.pick(SMALL),
            lambda: S(self.pick((x, u, p))[j], j),
        )


# ---------------------------------------------------------------------------------------------------------------- kinds

Sides = tuple[Any, Any]


def _render(factors: Sequence[Any], order: Sequence[Any], pulled: bool) -> Any:
    """The sum of a product over dummies, the last innermost; pulled: each factor as far out as it may stand."""
    left = list(factors)
    total: Any = ONE
    for d in reversed(order):
        inside = [f for f in left if d in f.free_symbols] if pulled else left
        left = [f for f in left if f not in inside]
        total = S(sp.Mul(total, *inside), d)
    return sp.Mul(total, *left)


def nested(w_: Writer) -> Sides:
    return w_.way(
        *(lambda f=f: f(w_) for f in (_reordered, _reordered, _reordered, _split_sum, _triangle, _of_two_sums))
    )


def _reordered(w_: Writer) -> Sides:
    """The order swapped, dummies renamed, factors pulled out."""
    dummies = w_.few(INDICES, w_.pick((2, 2, 2, 3)))
    factors = [w_.factor(d, [e for e in dummies if e is not d]) for d in dummies]
    factors += [w_.factor(w_.pick(dummies), dummies)] * w_.odds(0.4) + [w_.scalar()] * w_.odds(0.4)
    left = _render(factors, dummies, w_.odds(0.3))
    right = _render(factors, w_.few(dummies, len(dummies)), w_.odds(0.7))
    return left, _permuted(w_, right) if w_.odds(0.6) else right


def _permuted(w_: Writer, e: Any) -> Any:
    """Dummies over the same range exchanged, in an expression in which all of them are bound."""
    if e.free_symbols & {i, j, k}:
        return e
    new = w_.few((i, j, k), 3)
    return e.xreplace(dict(zip((i, j, k), new, strict=True)))


def _split_sum(w_: Writer) -> Sides:
    """Terms of a sum apart, constants out."""
    d, e = w_.few((i, j, k), 2)
    f, g, s = w_.factor(d, (e,)), w_.factor(e, (d,)), w_.scalar()
    return S(f + s * g, e, d), S(f, d, e) + s * S(g, e, d)


def _triangle(w_: Writer) -> Sides:
    """The corner below the diagonal, by rows and by columns."""
    d, e = w_.few((i, j, k), 2)
    f = w_.factor(d, (e,)) * w_.factor(e, (d,))
    return S(f, (e, 1, d), d), w_.way(
        lambda: S(f, (d, e, n), e), lambda: S(f, e, d) - S(f, (e, d + 1, n), d), lambda: S(f, (e, 1, d - 1), d) + S(
            f.xreplace({e: d}), d)
    )  # fmt: skip


def _of_two_sums(w_: Writer) -> Sides:
    """The product of two sums as one double sum, the square of a sum, or of differences."""
    d, e = w_.few((i, j, k), 2)
    f, g = w_.factor(d, ()), w_.factor(e, ())
    return w_.way(
        lambda: (S(f, d) * S(g, e), S(f * g, d, e)),
        lambda: (S(f, d) ** 2, S(f * f.xreplace({d: e}), d, e)),
        lambda: (S((f - f.xreplace({d: e})) ** 2, d, e), 2 * n * S(f**2, d) - 2 * S(f, d) ** 2),
        lambda: (S((f - S(f, d) / n) ** 2, d), S(f**2, d) - S(f, d) ** 2 / n),
        lambda: (S(f - S(f.xreplace({d: e}), e) / n, d), sp.S.Zero),
    )


def captured(w_: Writer) -> Sides:
    """A sum within the reach of an index, with its dummy renamed: to a fresh one, or to the one outside."""
    d, e, f = w_.few((i, j, k), 3)
    body = w_.factor(e, (d,) if w_.odds(0.7) else ())
    inner = S(body, e)
    new = w_.pick((f, f, f, d))
    renamed = S(body.xreplace({e: new}), new)
    outer = w_.element(d)

    around: Callable[[Any], Any] = w_.pick((
        lambda s: outer * s, lambda s: outer + s, lambda s: a**s, lambda s: p[d] ** s, lambda s: sp.exp(s) * outer,
        lambda s: outer * sp.log(1 + s**2), lambda s: (outer - s) ** 2, lambda s: y[d] * a**s,
        lambda s: S(outer * s, f if s is inner else e),
    ))  # fmt: skip
    left, right = around(inner), around(renamed)
    if w_.odds(0.5):
        return S(left, d), S(right, d)
    return left, w_.way(lambda: right, lambda: right, lambda: right, lambda: right.xreplace({d: e}))


EXPONENTS = (
    sp.Integer(2), sp.Integer(3), -ONE, HALF, sp.Rational(3, 2), sp.Rational(1, 3), -HALF, sp.Integer(-2), q, r, n, m, z,
    c, y[i], 1 - y[i], 2 * q, -r, b[i], n - 1, theta, r - 1,
)  # fmt: skip
BASES = (z, t, c, theta, a, -a, z - t, x[i], u[i], y[i], 1 - theta, n - 1, -ONE, sp.S.Zero, sp.Integer(-2), r, 1 - y[i])


def exponents(w_: Writer) -> Sides:
    """Powers of products, products of powers, powers of powers, of bases that may be 0 or negative."""
    base, other = (zeta if w_.odds(0.06) else w_.pick(BASES) for _ in range(2))
    e, f = w_.pick(EXPONENTS), w_.pick(EXPONENTS)
    power = w_.power
    sides: Sides = w_.way(
        lambda: (power(base * other, e), power(base, e) * power(other, e)),
        lambda: (power(base, e) * power(base, f), power(base, e + f)),
        lambda: (power(power(base, e), f), power(base, sp.Mul(e, f))),
        lambda: (power(base, e) / power(base, f), power(base, e - f)),
        lambda: (power(base / w_.pick((a, c, z)), e) * w_.pick((a, c, z)) ** e, power(base, e)),
        lambda: (sp.exp(e * sp.log(base)), power(base, e)) if base != 0 else (power(base, e), power(base, f)),
        lambda: (1 / power(base, e), power(base, -e)),
        lambda: (power(base, e) * base, power(base, e + 1)),
        lambda: (power(-base, e), power(-1, e) * power(base, e)),
        lambda: (power(base, e) * power(other, f) * power(base, f), power(base, e + f) * power(other, f)),
    )
    free = [s for s in (i,) if any(side.has(s) for side in sides)]
    form = w_.pick((S, P)) if free and w_.odds(0.5) else None
    return (form(sides[0], i), form(sides[1], i)) if form else sides


def deltas(w_: Writer) -> Sides:
    """Deltas contracted: in range, out of it, shifted, two of them, with both ends bound."""
    d, e, f = w_.few((i, j, k), 3)
    delta = sp.KroneckerDelta
    g = w_.factor(e, (d,))
    at = w_.pick((d, d, n, ONE, sp.Integer(2), d + 1, d - 1, n + 1, n - 1, sp.S.Zero, l))
    low, high = w_.pick(((1, n), (1, n), (1, n - 1), (2, n), (1, n + 1), (0, n), (1, m)))
    shift = w_.pick((0, 1, -1))
    sides: Sides = w_.way(
        lambda: (S(delta(e, at) * g, (e, low, high)), g.xreplace({e: at})),
        lambda: (S(delta(e + shift, d) * g, (e, low, high)), g.xreplace({e: d - shift})),
        lambda: (S(delta(d, e) * delta(e, f) * w[d, f], e, f), w[d, d]),
        lambda: (S(delta(d, e) * g, e, d), S(g.xreplace({e: d}), d)),
        lambda: (S((1 - delta(d, e)) * g, e), S(g, e) - g.xreplace({e: d})),
        lambda: (S(delta(d, e) * x[e] * delta(d, f) * u[f], d, e, f), S(x[d] * u[d], d)),
        lambda: (delta(d, e) * g, delta(d, e) * g.xreplace({e: d})),
        lambda: (S(delta(e, at), (e, low, high)), ONE if w_.odds(0.7) else sp.S.Zero),
        lambda: (S(delta(d, l) * v[d, l], l, d), w_.pick((S(v[d, d], d), S(v[l, l], l)))),
        lambda: (S(delta(d, e) ** 2 * g, e), S(delta(e, d) * g, e)),
        lambda: (S(delta(e, f) * g, e, f), S(g, e)),
    )
    return sides


POSITIVE = (a, eta, 1 - eta, n, m, p[i], a + c, sp.exp(z), z**2 + 1, sp.Integer(2))
ANY = (z, t, c, theta, x[i], u[i], -a, z - t, r, 1 - theta, -sp.Integer(2), z**2, zeta)


def logs(w_: Writer) -> Sides:
    """Logarithms of products, quotients, powers and products over an index, of what may be negative or 0."""
    f, g = (w_.pick(POSITIVE if w_.odds(0.6) else ANY) for _ in range(2))
    e = w_.pick((sp.Integer(2), sp.Integer(3), -ONE, HALF, z, q, c, n))
    log = sp.log
    base, other = w_.positive_element(j), w_.pick((x[j], u[j], p[j], w[j, j], a))
    sides: Sides = w_.way(
        lambda: (log(f * g), log(f) + log(g)),
        lambda: (log(f / g), log(f) - log(g)),
        lambda: (log(w_.power(f, e)), e * log(f)),
        lambda: (log(w_.power(f, 2)), 2 * log(sp.Abs(f))),
        lambda: (log(P(base, j)), S(log(base), j)),
        lambda: (log(P(base * other, j)), S(log(base), j) + S(log(other), j)),
        lambda: (log(P(w_.power(base, x[j]), j)), S(x[j] * log(base), j)),
        lambda: (log(sp.exp(z) * f), z + log(f)),
        lambda: (sp.exp(log(f) + e * log(g)), f * w_.power(g, e)),
        lambda: (log(sp.sqrt(f * g)), (log(f) + log(g)) / 2),
        lambda: (S(log(base * a), j), S(log(base), j) + n * log(a)),
        lambda: (log(S(a * base, j)), log(a) + log(S(base, j))),
        lambda: (log(-f), log(f) + sp.I * sp.pi),
        lambda: (log(S(sp.exp(x[j] - z), j)), log(S(sp.exp(x[j]), j)) - z),
    )
    return sides


def roots(w_: Writer) -> Sides:
    """Roots of squares and products, absolute values."""
    f, g = (w_.pick((*BASES, zeta)) if w_.odds(0.6) else w_.real_part() for _ in range(2))
    root, absolute = (lambda e: w_.power(e, HALF)), sp.Abs
    three_halves = sp.Rational(3, 2)
    square = w_.power(f, 2)
    sides: Sides = w_.way(
        lambda: (root(square), absolute(f)),
        lambda: (root(square), f),
        lambda: (root(f * g), root(f) * root(g)),
        lambda: (w_.power(square, three_halves), absolute(f) ** 3),
        lambda: (w_.power(square, three_halves), f**3),
        lambda: (absolute(f * g), absolute(f) * absolute(g)),
        lambda: (root(f) * root(f), f),
        lambda: (f / root(f), root(f)),
        lambda: (root(square * g), absolute(f) * root(g)),
        lambda: (root(f**2 + 2 * f * g + g**2), absolute(f + g)),
        lambda: (absolute(f) ** 2, square),
        lambda: (root(f / g), root(f) / root(g)),
        lambda: (S(root(x[j] ** 2), j), S(absolute(x[j]), j)),
        lambda: (root(P(u[j] ** 2, j)), P(u[j], j)),
        lambda: (w_.power(w_.power(f, 4), sp.Rational(1, 4)), root(square)),
    )
    return sides


def empty_ranges(w_: Writer) -> Sides:
    """Counts, closed forms, telescoping, splits and shifts over ranges that may be empty or less than that."""
    low, high = w_.pick((ONE, ONE, ONE, sp.S.Zero, sp.Integer(2), r)), w_.pick(SIZES)
    run, size = (h, low, high), high - low + 1
    f = w_.pick((x[h], h, h**2, p[h], a**h, h * x[h], z**h, sp.log(p[h]), u[h] ** 2, z))
    ratio = w_.pick((a, sp.Integer(2), HALF, theta, z, eta, -ONE))
    middle = w_.pick((low, low + 1, high - 1, sp.Integer(2), n, m))
    shift = w_.pick((1, -1, 2))
    sides: Sides = w_.way(
        lambda: (S(w_.pick((ONE, a, z)), run), size) if w_.odds(0.3) else (S(a, run), a * size),
        lambda: (S(h, run), high * (high + 1) / 2 - low * (low - 1) / 2),
        lambda: (S(h**2, (h, 1, high)), high * (high + 1) * (2 * high + 1) / 6),
        lambda: (S(ratio**h, run), (ratio**low - ratio ** (high + 1)) / (1 - ratio)),
        lambda: (S(f.xreplace({h: h + 1}) - f, run), f.xreplace({h: high + 1}) - f.xreplace({h: low})),
        lambda: (S(f, run), S(f, (h, low, middle)) + S(f, (h, middle + 1, high))),
        lambda: (S(f, run), S(f.xreplace({h: h - shift}), (h, low + shift, high + shift))),
        lambda: (S(f, run), S(f.xreplace({h: low + high - h}), run)),
        lambda: (P(ratio, run), ratio**size),
        lambda: (P(h, (h, 1, high)), sp.factorial(high)),
        lambda: (P(p[h + 1] / p[h], run), p[high + 1] / p[low]),
        lambda: (S(f, run), f.xreplace({h: low}) + S(f, (h, low + 1, high))),
        lambda: (S(f, run), S(f, (h, low, high - 1)) + f.xreplace({h: high})),
        lambda: (P(p[h], run), P(p[h], (h, low, high - 1)) * p[high]),
        lambda: (S(S(x[i], (i, 1, h)), run), S((high - i + 1) * x[i], (i, 1, high))),
    )
    return sides


def boundaries(w_: Writer) -> Sides:
    """The greatest, signs, rounding, x log y and quotients, at the ends of domains."""
    e, f, g = w_.real_part(), w_.real_part(), w_.pick((a, c, theta, eta, z, p[i]))
    top, least, absolute, sign = sp.Max, sp.Min, sp.Abs, sp.sign
    sides: Sides = w_.way(
        lambda: (top(e, f), (e + f + absolute(e - f)) / 2),
        lambda: (least(e, f), (e + f - absolute(e - f)) / 2),
        lambda: (top(e, f) + least(e, f), e + f),
        lambda: (top(e, f) - least(e, f), absolute(e - f)),
        lambda: (top(e, 0) - top(-e, 0), e),
        lambda: (top(e, f) * a, top(a * e, a * f)),
        lambda: (sign(e) * absolute(e), e),
        lambda: (sign(e) ** 2, ONE),
        lambda: (sign(e * f), sign(e) * sign(f)),
        lambda: (e / absolute(e), sign(e)),
        lambda: (sp.expand(e * (f + g)) / w_.pick((e, f + g)), w_.pick((e, f + g))),
        lambda: ((e**2 - f**2) / (e - f), e + f),
        lambda: (xlogy(e, g), e * sp.log(g)),
        lambda: (xlogy(e, a * g), xlogy(e, a) + xlogy(e, g)),
        lambda: (xlogy(e + f, g), xlogy(e, g) + xlogy(f, g)),
        lambda: (xlogy(theta, theta) + xlogy(1 - theta, 1 - theta), theta * sp.log(theta) + (1 - theta) * sp.log(1 - theta)),
        lambda: (S(xlogy(y[j], g), j), sp.log(g) * S(y[j], j)),
        lambda: (sp.floor(e + q), sp.floor(e) + q),
        lambda: (-sp.ceiling(-e), sp.floor(e)),
        lambda: (sp.floor(e) + 1, sp.ceiling(e)),
        lambda: (w_.power(e, 0) * f, f),
        lambda: (sp.Piecewise((e, e > 0), (0, True)), top(e, 0)),
        lambda: (sp.Piecewise((f / e, sp.Ne(e, 0)), (g, True)) * e, f),
        lambda: (S(top(x[j], 0), j) - S(top(-x[j], 0), j), S(x[j], j)),
    )  # fmt: skip
    return sides


def derivatives(w_: Writer) -> Sides:
    """The slope of a function of a sum by one element of it, or by a parameter."""
    d, e, f = w_.few((i, j, k), 3)
    s = sp.Dummy("s", real=True)
    g = w_.pick(
        (s**2, s**3, sp.exp(s), a * s**2 + z * s, sp.log(1 + s**2), s, sp.exp(-(s**2)), (s - z) ** 2, sp.sin(s), s)
    )
    slope = g.diff(s)
    weight = w_.pick((ONE, u[e], p[e], y[e], w[e, d], w[d, e], w[e, e], a))
    high = w_.pick((n, n, n, n - 1, m))
    outer, outer_slope = w_.pick(
        ((s, ONE), (s, ONE), (s**2, 2 * s), (sp.exp(s), sp.exp(s)), (sp.log(1 + s**2), 2 * s / (1 + s**2)))
    )
    target = w_.pick((d, d, d, ONE, n))
    inner = S(g.xreplace({s: x[e]}) * weight, (e, 1, high))

    def by_element() -> Sides:
        right = (slope * weight).xreplace({s: x[target], e: target})
        return D(outer.xreplace({s: inner}), x[target]), outer_slope.xreplace({s: inner}) * right

    def of_a_form() -> Sides:
        form = S(x[e] * w[e, f] * x[f], e, f)
        return D(form, x[d]), S((w[d, e] + w[e, d]) * x[e], e)

    def of_a_softmax() -> Sides:
        parts = S(sp.exp(x[e]), e)
        return w_.way(
            lambda: (D(sp.log(parts), x[d]), sp.exp(x[d]) / parts),
            lambda: (D(sp.exp(x[f]) / parts, x[d]), sp.exp(x[f]) / parts * (
                sp.KroneckerDelta(d, f) - sp.exp(x[d]) / parts)),
            lambda: (D(S(y[e] * x[e], e) - sp.log(parts), x[d]), y[d] - sp.exp(x[d]) / parts),
        )  # fmt: skip

    def by_parameter() -> Sides:
        body = g.xreplace({s: t * x[e] + p[e]})
        return D(S(body, e), t), S(x[e] * slope.xreplace({s: t * x[e] + p[e]}), e)

    def of_a_product() -> Sides:
        return D(P(sp.exp(x[e] * weight), e), x[d]), weight.xreplace({e: d}) * sp.exp(S(x[e] * weight, e))

    sides: Sides = w_.way(by_element, by_element, by_element, of_a_form, of_a_softmax, by_parameter, of_a_product)
    if w_.odds(0.25) and target is d:
        return S(sides[0] * x[d], d), S(sides[1] * x[d], d)
    return sides


def products(w_: Writer) -> Sides:
    """Products over an index: split, merged, swapped, as exponentials of sums."""
    d, e = w_.few((i, j, k), 2)
    f, g = (w_.pick((x[d], u[d], p[d], y[d] + 1, 1 - y[d], w[d, d], p[d] + u[d], S(w[d, e], e))) for _ in range(2))
    s, power = w_.pick(SCALARS), w_.pick((2, -1, 3, z, n, c))
    base = w_.pick((a, c, theta, 2, z, 1 - theta))
    exponent = w_.pick((y[d], 1 - y[d], u[d], x[d], b[d], d))
    times = S(exponent, d)
    sides: Sides = w_.way(
        lambda: (P(f * g, d), P(f, d) * P(g, d)),
        lambda: (P(f / g, d), P(f, d) / P(g, d)),
        lambda: (P(s * f, d), s**n * P(f, d)),
        lambda: (P(sp.exp(f), d), sp.exp(S(f, d))),
        lambda: (P(base**exponent, d), base ** S(exponent, d)),
        lambda: (P(base**exponent * (1 - theta) ** (1 - exponent), d), base**times * (1 - theta) ** (n - times)),
        lambda: (P(w_.power(f, power), d), w_.power(P(f, d), power)),
        lambda: (P(P(w[d, e], e), d), P(P(w[d, e], d), e)),
        lambda: (P(f * g.xreplace({d: e}), d, e), P(f, d) ** n * P(g.xreplace({d: e}), e) ** n),
        lambda: (P(s, d), s**n),
        lambda: (P(s, d, l), s ** (n * m)),
        lambda: (P(f, d), P(f, (d, 1, n - 1)) * f.xreplace({d: n})),
        lambda: (P(f, d), P(f, (d, 2, n)) * f.xreplace({d: ONE})),
        lambda: (P(p[d] ** S(v[d, l], l), d), P(P(p[d] ** v[d, l], d), l)),
        lambda: (P(-f, d), (-1) ** n * P(f, d)),
        lambda: (P(sp.Abs(f), d), sp.Abs(P(f, d))),
        lambda: (P(f, d), P(f.xreplace({d: n + 1 - d}), d)),
    )  # fmt: skip
    return sides


COMPLEX = (
    zeta,
    omega,
    sp.I,
    zeta + omega,
    zeta - 1,
    sp.I * z,
    zeta * z,
    sp.conjugate(zeta),
    zeta * omega,
    z + sp.I * t,
)


def complexes(w_: Writer) -> Sides:
    """Conjugates, parts, moduli, Euler's formulas, and principal branches."""
    f, g, i_ = w_.pick(COMPLEX), w_.pick((*COMPLEX, z, a)), sp.I
    absolute, conjugate, re, im = sp.Abs, sp.conjugate, sp.re, sp.im
    angle, other, e = w_.pick((z, t, a, z - t, 2 * z)), w_.pick((z, t, 1 + z)), w_.pick((2, 3, -1, q, HALF, z))
    plain = (lambda h: h) if w_.odds(0.5) else (lambda h: h.func(*h.args, evaluate=False) if h.args else h)
    sides: Sides = w_.way(
        lambda: (plain(absolute(f * g)), absolute(f) * absolute(g)),
        lambda: (absolute(f) ** 2, f * conjugate(f)),
        lambda: (absolute(f + g) ** 2, absolute(f) ** 2 + absolute(g) ** 2 + 2 * re(f * conjugate(g))),
        lambda: (re(f * g), re(f) * re(g) - im(f) * im(g)),
        lambda: (im(f * g), re(f) * im(g) + im(f) * re(g)),
        lambda: (conjugate(f / g), conjugate(f) / conjugate(g)),
        lambda: (plain(conjugate(sp.log(f))), sp.log(conjugate(f))),
        lambda: (plain(conjugate(sp.sqrt(f))), sp.sqrt(conjugate(f))),
        lambda: (plain(conjugate(sp.exp(f))), sp.exp(conjugate(f))),
        lambda: (plain(absolute(sp.exp(f))), sp.exp(re(f))),
        lambda: (sp.log(f * g), sp.log(f) + sp.log(g)),
        lambda: (sp.log(1 / f), -sp.log(f)),
        lambda: (w_.power(f * g, e), w_.power(f, e) * w_.power(g, e)),
        lambda: (w_.power(w_.power(f, e), HALF), w_.power(f, e * HALF)),
        lambda: (sp.exp(sp.log(f)), f),
        lambda: (sp.log(sp.exp(f)), f),
        lambda: (sp.exp(i_ * angle), sp.cos(angle) + i_ * sp.sin(angle)),
        lambda: (sp.sin(angle + other), sp.sin(angle) * sp.cos(other) + sp.cos(angle) * sp.sin(other)),
        lambda: (sp.cos(angle) ** 2, (1 + sp.cos(2 * angle)) / 2),
        lambda: ((sp.cos(angle) + i_ * sp.sin(angle)) ** e, sp.cos(e * angle) + i_ * sp.sin(e * angle)),
        lambda: (sp.exp(i_ * (angle + sp.pi * q)), (-1) ** q * sp.exp(i_ * angle)),
        lambda: (absolute(f) * sp.sign(w_.pick((z, a))), absolute(f * w_.pick((z, a)))),
        lambda: (S(f * x[j], j), f * S(x[j], j)),
        lambda: (P(f * p[j], j), w_.power(f, n) * P(p[j], j)),
    )
    return sides


def growing(w_: Writer) -> Sides:
    """What induction proves, and what fails at the first or at a later number."""
    size, base = w_.pick((n, r, m, n - 1)), w_.pick((a, z, theta, c, 1 + c, eta, zeta, sp.Integer(2)))
    run = (h, w_.pick((ONE, ONE, sp.S.Zero)), size)
    sides: Sides = w_.way(
        lambda: ((1 - base) * S(base**h, (h, 0, size)), 1 - base ** (size + 1)),
        lambda: ((1 - base) * S(base**h, (h, 0, size - 1)), 1 - base**size),
        lambda: (P((h + 1) / h, (h, 1, size)), size + 1),
        lambda: (P(1 + base, run), (1 + base) ** size),
        lambda: (S(h * sp.factorial(h), run), sp.factorial(size + 1) - 1),
        lambda: (P(2 * h - 1, (h, 1, size)), sp.factorial(2 * size) / (2**size * sp.factorial(size))),
        lambda: (S(1 / ((2 * h - 1) * (2 * h + 1)), (h, 1, size)), size / (2 * size + 1)),
        lambda: (S(base**h * (base - 1), (h, 1, size)), base ** (size + 1) - base),
        lambda: (S(sp.log(1 + 1 / h), (h, 1, size)), sp.log(size + 1)),
    )
    return sides


KINDS: dict[str, Callable[[Writer], Sides]] = {
    "nested sums": nested,
    "captured dummies": captured,
    "exponents": exponents,
    "deltas": deltas,
    "logarithms": logs,
    "roots": roots,
    "empty ranges": empty_ranges,
    "boundaries": boundaries,
    "derivatives": derivatives,
    "products": products,
    "complex": complexes,
    "growing": growing,
}


# ---------------------------------------------------------------------------------------------------------------- slips


Place = tuple[int, ...]


def _places(e: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """The parts of an expression that may be replaced, with the way to each; what is derived is left alone."""
    yield at, e
    if isinstance(e, sp.Symbol | sp.Indexed | sp.Derivative | sp.KroneckerDelta | sp.Piecewise):
        return
    for number, part in enumerate(e.args):
        if isinstance(part, sp.Tuple):
            continue
        yield from _places(part, (*at, number))


def _with_part(e: Any, at: Place, new: Any) -> Any:
    if not at:
        return new
    first, *rest = at
    return e.func(*e.args[:first], _with_part(e.args[first], tuple(rest), new), *e.args[first + 1 :])


def _edited(w_: Writer, e: Any, edit: Callable[[Any], Any]) -> Any:
    """e with one part, drawn at random, replaced by its edit; None when no part can be edited."""
    places = list(_places(e))
    w_.chance.shuffle(places)
    for at, part in places:
        new = edit(part)
        if new is not None and new != part:
            return _with_part(e, at, new)
    return None


def slipped(w_: Writer, e: Any) -> Any:
    """e with one slip of the pen; e itself when none was found."""
    ways = (_of_the_pen, _of_the_pen, _transposed, _wrong_index, _bound_off, _caught, _other_size)
    for _ in range(6):
        new = w_.pick(ways)(w_, e)
        if new is not None and new != e and not new.has(sp.nan, sp.zoo, sp.oo):
            return new
    return e


def _of_the_pen(w_: Writer, e: Any) -> Any:
    def edit(part: Any) -> Any:
        found = [mutant for _, mutant in here(part)]
        return w_.pick(found) if found else None

    return _edited(w_, e, edit)


def _transposed(w_: Writer, e: Any) -> Any:
    """w[i, j] for w[j, i], once."""
    return _edited(
        w_, e, lambda s: s.base[s.indices[::-1]] if isinstance(s, sp.Indexed) and len(s.indices) == 2 else None
    )


def _wrong_index(w_: Writer, e: Any) -> Any:
    """One index of one element replaced: by another, by one more, by a fixed one."""

    def edit(part: Any) -> Any:
        if not isinstance(part, sp.Indexed):
            return None
        place = w_.chance.randrange(len(part.indices))
        new = w_.pick((i, j, k, n, ONE, part.indices[place] + 1, part.indices[place] - 1))
        return part.base[(*part.indices[:place], new, *part.indices[place + 1 :])]

    return _edited(w_, e, edit)


def _with_limit(w_: Writer, e: Any, change: Callable[[Any, Any, Any], tuple[Any, Any, Any]]) -> Any:
    def edit(part: Any) -> Any:
        if not isinstance(part, sp.Sum | sp.Product):
            return None
        limits = list(part.limits)
        place = w_.chance.randrange(len(limits))
        limits[place] = change(*limits[place])
        return part.func(part.function, *limits)

    return _edited(w_, e, edit)


def _bound_off(w_: Writer, e: Any) -> Any:
    step = w_.pick((1, -1))
    if w_.odds(0.6):
        return _with_limit(w_, e, lambda d, low, high: (d, low, high + step))
    return _with_limit(w_, e, lambda d, low, high: (d, low + step, high))


def _caught(w_: Writer, e: Any) -> Any:
    """A dummy renamed to an index that may be in use where it runs."""

    def edit(part: Any) -> Any:
        if not isinstance(part, sp.Sum | sp.Product):
            return None
        old, new = w_.pick([limit[0] for limit in part.limits]), w_.pick((i, j, k))
        limits = [(new if d == old else d, low, high) for d, low, high in part.limits]
        return part.func(part.function.xreplace({old: new}), *limits)

    return _edited(w_, e, edit)


def _other_size(w_: Writer, e: Any) -> Any:
    """One size for another, or one symbol for another."""
    return _edited(
        w_, e, lambda s: w_.pick((n, m, r)) if s in (n, m, r) else w_.pick((z, t, c)) if s in (z, t, c) else None
    )


# ------------------------------------------------------------------------------------------------------------- contexts


def _in_context(w_: Writer, left: Any, right: Any) -> Sides:
    """Both sides within the same larger expression."""
    other = w_.way(w_.scalar, w_.real_part, lambda: w_.factor(i, ()))
    free = sorted((s for s in (left.free_symbols | right.free_symbols) & {i, j, k}), key=str)
    run = w_.pick(free) if free else w_.pick((i, j))
    around: Callable[[Any], Any] = w_.pick((
        lambda e: other * e, lambda e: e + other, lambda e: other - e, sp.exp, lambda e: sp.log(e), lambda e: S(e * x[run], run),
        lambda e: e**2, lambda e: S(e, run), lambda e: 1 / e, lambda e: sp.exp(other * e), lambda e: w_.few((e,), 1)[0] * e,
    ))  # fmt: skip
    return around(left), around(right)


def _related(w_: Writer, right: Any) -> tuple[str, Any]:
    """A relation, and a right side of which it holds where both sides are the same."""
    relation = w_.chance.choices(("==", "<=", "<", "!=", ">="), (86, 5, 3, 4, 2))[0]
    more = w_.way(lambda: c, lambda: z**2, lambda: S(u[k], k), lambda: sp.S.Zero, lambda: sp.Abs(x[i]))
    above = w_.way(lambda: a, lambda: ONE, lambda: sp.exp(z), lambda: S(p[k], k), lambda: 1 + c)
    step = {"==": sp.S.Zero, "<=": more, "<": above, "!=": above, ">=": -more}[relation]
    return relation, right + step


def _given(w_: Writer, sides: Sides) -> tuple[Any, ...]:
    """Sometimes facts about what occurs in the sides."""
    if not w_.odds(0.3):
        return ()
    names = {str(s) for side in sides for s in side.free_symbols if isinstance(s, sp.Symbol)}
    fitting = [f for about, f in FACTS if (about in names if len(about) > 2 else set(about) <= names)]
    return tuple(w_.few(fitting, min(len(fitting), w_.pick((1, 1, 2)))))


def _drawn(kind: str, w_: Writer) -> Pair:
    left, right = map(sp.sympify, KINDS[kind](w_))
    if not w_.odds(0.4):
        right = slipped(w_, right)
    if w_.odds(0.3):
        left, right = right, left
    relation, right = _related(w_, right)
    if w_.odds(1 / 3):
        left, right = _in_context(w_, left, right)
    return Pair(kind, left, relation, right, _given(w_, (left, right)))


TOUCHING: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (z, (sp.sqrt(2), -sp.sqrt(3), sp.log(2), sp.Rational(1, 3), sp.S.Zero, 1 - sp.sqrt(5))),
    (a, (sp.sqrt(2), sp.exp(-1), sp.log(3), sp.Rational(2, 7), ONE)),
    (theta, (1 / sp.sqrt(2), sp.exp(-1), sp.log(2), sp.Rational(1, 3), ONE)),
    (eta, (1 / sp.sqrt(3), sp.log(2), HALF)),
)
"""Symbols, and places of theirs, most of them irrational."""


def gap(s: Any, at: Any, w_: Writer) -> Any:
    """Something that is positive, but 0 where s is at its place."""
    forms: list[Any] = [
        (s - at) ** 2, (s**2 - at**2) ** 2 + (s - at) ** 2, sp.Abs(s - at), sp.exp(s - at) - 1 - (s - at),
        1 - sp.exp(-((s - at) ** 2)), sp.Max(s - at, 0) + sp.Max(at - s, 0), sp.cosh(s - at) - 1,
        sp.exp(s) - sp.exp(at) * (1 + s - at), (s - at) ** 4, (s - at) ** 2 * sp.exp(s),
    ]  # fmt: skip
    if s in (a, theta, eta) and at != 0:
        forms += [s / at - 1 - sp.log(s / at), s + at**2 / s - 2 * at, s * sp.log(s / at) - s + at,
                  (sp.sqrt(s) - sp.sqrt(at)) ** 2, sp.log(at / s) + s / at - 1]  # fmt: skip
    return w_.pick(forms)


def touching_pair(w_: Writer) -> Pair:
    """base <= base + (what is 0 at one point only): true; strictly, or with a little more taken away, false."""
    number = w_.pick((1, 1, 2))
    places = [(s, w_.pick(values)) for s, values in w_.few(TOUCHING, number)]
    weight = w_.pick((ONE, ONE, sp.Integer(3), n, p[i], 1 + z**2, HALF))
    more = sp.Add(*(gap(s, at, w_) for s, at in places)) * weight
    base = w_.way(lambda: sp.S.Zero, w_.scalar, w_.real_part, lambda: places[0][0] ** 2, lambda: sp.exp(t))
    slip = w_.pick((0, 0, 0, sp.Rational(1, 1000), sp.Rational(-1, 1000)))
    relation = w_.chance.choices(("<=", "<", "!=", "=="), (60, 24, 12, 4))[0]
    right = base + more - slip
    left, right = (sp.expand(base), sp.expand(right)) if w_.odds(0.5) else (base, right)
    return Pair("touching", left, relation, right, _given(w_, (left, right)), tuple(places))


def pair(seed: int, number: int) -> Pair:
    """The pair of this number: kinds take turns."""
    w_ = Writer(random.Random(f"{seed} {number}"))
    kinds = (*KINDS, "touching")
    kind = kinds[number % len(kinds)]
    while True:
        try:
            drawn = touching_pair(w_) if kind == "touching" else _drawn(kind, w_)
        except (ValueError, TypeError, AttributeError, RecursionError, InvalidStatement):
            continue
        if drawn.left != drawn.right and not any(s.has(sp.nan, sp.zoo, sp.oo) for s in (drawn.left, drawn.right)):
            return drawn


def pairs(seed: int, number: int) -> Iterator[Pair]:
    """The first pairs of a seed."""
    return (pair(seed, place) for place in range(number))
