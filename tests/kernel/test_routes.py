"""The great inequalities, each with near misses that must not be proved, and their cases of equality."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Abs, Eq, Ne, Rational, exp, log, sin, sqrt

from derive import count, each, family, index, judge, nonnegative, positive, proportion, real, total, xlogy
from derive.kernel.core import Verdict

n, K = count("n"), count("K")
i, j = index("i", 1, n), index("j", 1, n)
k, l = index("k", 1, K), index("l", 1, K)  # noqa: E741
p, q = family("p", k, positive=True), family("q", k, positive=True)
r = family("r", k, nonnegative=True)
x, v = family("x", i), family("v", i)
u, w = family("u", i, positive=True), family("w", i, nonnegative=True)
a, b, c0 = positive("a"), positive("b"), nonnegative("c_0")
z, d, t, c = real("z"), real("d"), real("t"), real("c")
theta = proportion("theta", open=True)


def law(f: Any) -> Any:
    return Eq(total(f[l], l), 1)


def mean(f: Any) -> Any:
    return total(f, i) / n


def softplus(s: Any) -> Any:
    return log(1 + exp(s))


def sigmoid(s: Any) -> Any:
    return 1 / (1 + exp(-s))


KL = total(p[l] * log(p[l] / q[l]), l)
ENTROPY = -total(p[l] * log(p[l]), l)
WEIGHTS = Eq(total(w[i], i), 1)
BERNOULLI_KL = theta * log(theta / b) + (1 - theta) * log((1 - theta) / (1 - b))

TRUE: dict[str, tuple[Any, str, Any, tuple[Any, ...]]] = {
    "Gibbs": (KL, ">=", 0, (law(p), law(q))),
    "Gibbs, less than a law": (KL, ">=", 0, (law(p), sp.Le(total(q[l], l), 1))),
    "Gibbs, sides apart": (-total(p[l] * log(q[l]), l), ">=", ENTROPY, (law(p), law(q))),
    "Gibbs with zeros": (-total(xlogy(r[l], p[l]), l), ">=", -total(xlogy(r[l], r[l]), l), (law(r), law(p))),
    "Gibbs, strictly": (KL, ">", 0, (law(p), law(q), p[k] < q[k])),
    "entropy at most log K": (ENTROPY, "<=", log(K), (law(p),)),
    "entropy with zeros": (-total(xlogy(r[l], r[l]), l), "<=", log(K), (law(r),)),
    "entropy at least 0": (ENTROPY, ">=", 0, (law(p),)),
    "two laws of two values": (BERNOULLI_KL, ">=", 0, (b < 1,)),
    "Jensen, log": (total(w[i] * log(u[i]), i), "<=", log(total(w[i] * u[i], i)), (WEIGHTS,)),
    "Jensen, exp": (exp(total(w[i] * x[i], i)), "<=", total(w[i] * exp(x[i]), i), (WEIGHTS,)),
    "Jensen, square": (total(w[i] * x[i], i) ** 2, "<=", total(w[i] * x[i] ** 2, i), (WEIGHTS,)),
    "Cauchy and Schwarz": (total(x[i] * v[i], i) ** 2, "<=", total(x[i] ** 2, i) * total(v[i] ** 2, i), ()),
    "variance": (mean(x[i] ** 2), ">=", mean(x[i]) ** 2, ()),
    "means of n numbers": (exp(mean(log(u[i]))), "<=", mean(u[i]), ()),
    "means of n numbers as a root": (sp.Product(u[i], (i, 1, n)) ** (1 / n), "<=", mean(u[i]), ()),
    "harmonic mean": (n / total(1 / u[i], i), "<=", mean(u[i]), ()),
    "weighted means": (a**theta * b ** (1 - theta), "<=", theta * a + (1 - theta) * b, ()),
    "log-sum-exp": (log(total(exp(z * p[l]), l)), ">=", z * total(p[l], l) / K + log(K), ()),
    "softplus bound": (softplus(z + d), "<=", softplus(z) + sigmoid(z) * d + d**2 / 8, ()),
    "Pinsker": (xlogy(theta, 2 * theta) + xlogy(1 - theta, 2 - 2 * theta), ">=", 2 * (theta - Rational(1, 2)) ** 2, ()),
    "x log x": (a * log(a), ">=", -exp(-1), ()),
    "entropy of two values": (-theta * log(theta) - (1 - theta) * log(1 - theta), "<=", log(2), ()),
    "exp above its parabola": (exp(a), ">", 1 + a + a**2 / 2, ()),
    "log above its parabola": (log(1 + a), ">=", a - a**2 / 2, ()),
    "cosh above its parabola": (sp.cosh(z), ">=", 1 + z**2 / 2, ()),
    "sine below the line": (sin(c0), "<=", c0, ()),
    "Bernoulli": ((1 + a) ** n, ">=", 1 + n * a, ()),
    "root below its tangent": (sqrt(1 + a), "<=", 1 + a / 2, ()),
    "by cutting up, exp": (exp(z), ">", z**2, (z >= 0, z <= 1)),
    "by cutting up, sine": (sin(z) + sp.cos(z), ">", Rational(1, 2), (z >= 0, z <= 1)),
    "by cutting up, two variables": (sin(z) * sp.cos(d), "<", Rational(9, 10), (z >= 0, z <= 1, d >= 0, d <= 1)),
    "from a square": (c, "<", 1, (c**2 < 1,)),
    "absolute value from a square": (Abs(c), "<", 1, (c**2 < 1,)),
}  # fmt: skip
FALSE: dict[str, tuple[Any, str, Any, tuple[Any, ...]]] = {
    "Gibbs without a law": (KL, ">=", 0, (law(p),)),
    "Gibbs, more than a law": (KL, ">=", 0, (law(p), sp.Ge(total(q[l], l), 1))),
    "Gibbs, always strictly": (KL, ">", 0, (law(p), law(q))),
    "Gibbs the other way": (KL, "<=", 0, (law(p), law(q))),
    "Gibbs with a slip": (total(p[l] * log(q[l] / p[l]), l), ">=", 0, (law(p), law(q))),
    "Gibbs with zeros, strictly": (-total(xlogy(r[l], p[l]), l), ">", -total(xlogy(r[l], r[l]), l), (law(r), law(p))),
    "entropy strictly below": (ENTROPY, "<", log(K), (law(p),)),
    "entropy of no law": (ENTROPY, ">=", 0, ()),
    "entropy strictly above 0": (-total(xlogy(r[l], r[l]), l), ">", 0, (law(r),)),
    "two laws, strictly": (BERNOULLI_KL, ">", 0, (b < 1,)),
    "Jensen the other way": (total(w[i] * log(u[i]), i), ">=", log(total(w[i] * u[i], i)), (WEIGHTS,)),
    "Jensen without weights": (total(w[i] * log(u[i]), i), "<=", log(total(w[i] * u[i], i)), ()),
    "Jensen, strictly": (exp(total(w[i] * x[i], i)), "<", total(w[i] * exp(x[i]), i), (WEIGHTS,)),
    "Jensen with signed weights": (total(v[i] * x[i], i) ** 2, "<=", total(v[i] * x[i] ** 2, i), (Eq(total(v[i], i), 1),)),
    "Cauchy and Schwarz, strictly": (total(x[i] * v[i], i) ** 2, "<", total(x[i] ** 2, i) * total(v[i] ** 2, i), ()),
    "Cauchy and Schwarz without a square": (total(x[i] * v[i], i) ** 2, "<=", total(x[i] ** 2, i) * total(v[i], i), ()),
    "variance, strictly": (mean(x[i] ** 2), ">", mean(x[i]) ** 2, ()),
    "means, strictly": (exp(mean(log(u[i]))), "<", mean(u[i]), ()),
    "means of weights beyond 1": (a**t * b ** (1 - t), "<=", t * a + (1 - t) * b, ()),
    "softplus bound too tight": (softplus(z + d), "<=", softplus(z) + sigmoid(z) * d + d**2 / 9, ()),
    "softplus bound, strictly": (softplus(z + d), "<", softplus(z) + sigmoid(z) * d + d**2 / 8, ()),
    "Pinsker too strong": (
        theta * log(2 * theta) + (1 - theta) * log(2 - 2 * theta), ">=", Rational(21, 10) * (theta - Rational(1, 2)) ** 2, ()
    ),
    "x log x, strictly": (a * log(a), ">", -exp(-1), ()),
    "x log x, too high": (a * log(a), ">=", -exp(-1) + Rational(1, 10**9), ()),
    "exp below its parabola": (exp(z), ">", 1 + z + z**2 / 2, (Ne(z, 0),)),
    "log below its parabola": (log(1 + a), "<=", a - a**2 / 2, ()),
    "sine, strictly": (sin(c0), "<", c0, ()),
    "sine on the left": (sin(z), "<=", z, ()),
    "Bernoulli, strictly": ((1 + a) ** n, ">", 1 + n * a, ()),
    "touching the bound": (z**2, "<", 1, (z >= 0, z <= 1)),
    "just above": (sin(z) + sp.cos(z), "<", sqrt(2), (z >= 0, z <= 1)),
    "from a square, too far": (c, "<", Rational(99, 100), (c**2 < 1,)),
    "a local minimum": (c**4 - 2 * c**2, ">=", -1 + Rational(1, 10**6), (c >= -2, c <= 2)),
}  # fmt: skip
EQUAL_ONLY: dict[str, tuple[Any, Any, tuple[Any, ...]]] = {
    "Gibbs": (p[k], q[k], (law(p), law(q), Eq(KL, 0))),
    "entropy": (p[k], 1 / K, (law(p), Eq(ENTROPY, log(K)))),
    "a sum of squares": (x[i], 0, (Eq(total(x[j] ** 2, j), 0),)),
}
NOT_EQUAL: dict[str, tuple[Any, Any, tuple[Any, ...]]] = {
    "Gibbs without a law": (p[k], q[k], (law(p), Eq(KL, 0))),
    "entropy of another value": (p[k], 1 / K, (law(p), Eq(ENTROPY, log(K) / 2))),
    "a sum that may cancel": (x[i], 0, (Eq(total(x[j], j), 0),)),
}


@pytest.mark.parametrize("name", TRUE)
def test_it_is_proved(name: str) -> None:
    lhs, op, rhs, facts = TRUE[name]
    assert judge(lhs, rhs, op, given=facts).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_its_near_miss_is_not(name: str, refutation: bool) -> None:
    lhs, op, rhs, facts = FALSE[name]
    assert judge(lhs, rhs, op, given=facts, refutation=refutation).verdict is not Verdict.PROVED


@pytest.mark.parametrize("name", EQUAL_ONLY)
def test_equality_holds_only_there(name: str) -> None:
    lhs, rhs, facts = EQUAL_ONLY[name]
    assert judge(lhs, rhs, given=facts).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", NOT_EQUAL)
def test_other_equations_do_not_force_it(name: str, refutation: bool) -> None:
    lhs, rhs, facts = NOT_EQUAL[name]
    assert judge(lhs, rhs, given=facts, refutation=refutation).verdict is not Verdict.PROVED


def test_a_bound_for_every_index_is_one_for_the_sum() -> None:
    bounds = (each(l, p[l] <= Rational(1, 2)),)
    assert judge(total(p[l], l), K / 2, "<=", given=bounds).verdict is Verdict.PROVED
    assert judge(total(p[l], l), K / 3, "<=", given=bounds).verdict is not Verdict.PROVED
