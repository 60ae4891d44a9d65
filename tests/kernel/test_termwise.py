"""Sums compared term by term, roundings, facts for each index, products with a factor 0."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Abs, Eq, Max, Ne, Piecewise, Rational, Sum, ceiling, exp, floor, sign, symbols

from derive import count, each, family, index, integer, judge, log2, positive, product, proportion, real, total
from derive.kernel.core import Verdict

K, n = count("K"), count("n")
c, j, k = index("c", 1, K), index("j", 1, K), index("k", 1, K)
z, h, theta, u = real("z"), real("h"), positive("theta"), positive("u")
p, e, x = family("p", c, positive=True), family("e", c, positive=True), family("x", c, positive=True)
q, f = family("q", c, nonnegative=True), family("f", c, nonnegative=True)
s, b = family("s", c), family("b", c)
w = family("w", c, proportion=True, open=True)
m = symbols("m", integer=True, nonnegative=True)
S = sp.IndexedBase("S", real=True)
Z = sp.IndexedBase("Z")
i = symbols("i", integer=True)
a = symbols("a")
bits, half = ceiling(-log2(p[c])), Rational(1, 2)
law, law_q = Eq(total(p[c], c), 1), Eq(total(q[c], c), 1)
errors = total(Piecewise((1, w[c] <= half), (0, True)), c)
inside = product(Piecewise((1 / theta, x[c] <= theta), (0, True)), c)

TRUE: dict[str, tuple[Any, ...]] = {
    "a ceiling is above": (ceiling(z), ">=", z),
    "a ceiling is less than 1 above": (ceiling(z), "<", z + 1),
    "a floor is below": (floor(z), "<=", z),
    "a floor is less than 1 below": (floor(z), ">", z - 1),
    "floor and ceiling": (ceiling(z) - floor(z), "<", 2),
    "a ceiling of a quotient": (theta * ceiling(z / theta), ">=", z),
    "a ceiling in an exponent": (2 ** (-ceiling(-log2(u))), "<=", u),
    "a floor in an exponent": (exp(floor(z)), "<=", exp(z)),
    "Kraft": (total(2 ** (-bits), c), "<=", total(p[c], c)),
    "Kraft of a law": (total(2 ** (-bits), c), "<=", 1, law),
    "the mean length": (total(q[c] * bits, c), ">=", -total(q[c] * log2(p[c]), c)),
    "the mean length is near": (total(q[c] * bits, c), "<", 1 - total(q[c] * log2(p[c]), c), law_q),
    "floors in a sum": (total(floor(s[c]), c), "<=", total(s[c], c)),
    "ceilings in a sum": (total(ceiling(s[c]), c), "<", total(s[c], c) + K),
    "a law times what is positive": (total(q[c] * e[c], c), ">", 0, law_q),
    "errors and bits": (errors / K, "<=", -total(log2(w[c]), c) / K),
    "errors and bits, strictly": (errors, "<", -total(log2(w[c]), c), w[k] < half),
    "moduli": (total(Abs(s[c] + b[c]), c), "<=", total(Abs(s[c]), c) + total(Abs(b[c]), c)),
    "signs": (total(Abs(b[c] - h), c), ">=", total(sign(z - b[c]) * (h - b[c]), c)),
    "maxima": (total(Max(s[c], 0), c), "==", total((s[c] + Abs(s[c])) / 2, c)),
    "maxima, an empty sum too": (Sum(Max(S[i], 0), (i, 1, m)), ">=", Sum(S[i], (i, 1, m))),
    "all above": (total(Abs(h - b[c]), c), "==", total(b[c] - h, c), each(c, h < b[c])),
    "all at least": (total(Max(h, b[c]), c), "==", total(b[c], c), each(c, h <= b[c])),
    "a fact for each index at one": (Abs(h - b[j]), "==", b[j] - h, each(c, h < b[c])),
    "all inside": (inside, "==", theta ** (-K), each(c, x[c] <= theta)),
    "one outside": (inside, "==", 0, x[j] > theta),
    "a factor 0": (product(f[c], c), "==", 0, Eq(f[j], 0)),
    "a factor that is 0": (product(s[c] - z, c), "==", 0, Eq(s[j], z)),
}  # fmt: skip
FALSE: dict[str, tuple[Any, ...]] = {
    "a ceiling above": (ceiling(z), ">", z),
    "a ceiling at most 1 above": (ceiling(z), "<=", z + half),
    "a floor above": (floor(z), ">=", z),
    "a floor not 1 below": (floor(z), ">=", z - half),
    "a ceiling over what may be negative": (h * ceiling(z / h), ">=", z),
    "a complex ceiling": (ceiling(a) * 0 + ceiling(a), ">=", a),
    "a ceiling in an exponent the other way": (2 ** (-ceiling(-log2(u))), ">=", u),
    "Kraft strictly": (total(2 ** (-bits), c), "<", total(p[c], c)),
    "Kraft of half a law": (total(2 ** (-bits), c), "<=", half, law),
    "the mean length with signs": (total(s[c] * bits, c), ">=", -total(s[c] * log2(p[c]), c)),
    "the mean length is near without a law": (total(q[c] * bits, c), "<", 1 - total(q[c] * log2(p[c]), c)),
    "the mean length is nearer": (
        total(q[c] * bits, c), "<", half - total(q[c] * log2(p[c]), c), law_q),
    "ceilings in a sum, of one": (total(ceiling(s[c]), c), "<", total(s[c], c) + 1),
    "a law of what may be 0": (total(q[c] * f[c], c), ">", 0, law_q),
    "weights with signs": (total(s[c] * e[c], c), ">", 0, Eq(total(s[c], c), 1)),
    "no law times what is positive": (total(q[c] * e[c], c), ">", 0),
    "a law that adds up to 0": (total(q[c] * e[c], c), ">", 0, Eq(total(q[c], c), 0)),
    "errors and bits the other way": (errors / K, ">=", -total(log2(w[c]), c) / K),
    "errors and bits, strictly for none": (errors, "<", -total(log2(w[c]), c)),
    "errors and bits, at 1/2": (errors, "<", -total(log2(w[c]), c), Eq(w[k], half)),
    "a negative coefficient": (z * errors, "<=", -z * total(log2(w[c]), c)),
    "moduli the other way": (total(Abs(s[c] + b[c]), c), ">=", total(Abs(s[c]), c) + total(Abs(b[c]), c)),
    "an empty sum of what is positive": (Sum(exp(S[i]) + Abs(S[i]), (i, 1, m)), ">", 0),
    "an empty sum and a rest": (Sum(Abs(S[i]) + 1, (i, 1, m)), ">=", 1),
    "a rest in an empty sum": (Sum(floor(S[i]), (i, 1, m)) + 1, "<=", Sum(S[i], (i, 1, m)) + z, z * m >= m),
    "other ranges": (Sum(Abs(S[i]), (i, 1, n)), "<=", Sum(Abs(S[i]), (i, 1, m))),
    "complex terms": (Sum(Z[i], (i, 1, n)) + total(Abs(b[c]), c), ">=", Sum(Z[i], (i, 1, n))),
    "complex terms over one range": (total(Abs(b[c]), c) + Sum(Z[c], (c, 1, K)), ">=", Sum(Z[c], (c, 1, K))),
    "all above, the other way": (total(Abs(h - b[c]), c), "==", total(h - b[c], c), each(c, h < b[c])),
    "all but the last above": (total(Abs(h - b[c]), c), "==", total(b[c] - h, c), each((c, 1, K - 1), h < b[c])),
    "one above": (total(Abs(h - b[c]), c), "==", total(b[c] - h, c), h < b[j]),
    "each says nothing for none": (
        Sum(Abs(S[i]), (i, 1, m)) + Abs(z), "==", Sum(Abs(S[i]), (i, 1, m)) + z, each((i, 1, m), z + S[i] > S[i])),
    "all inside but": (inside, "==", theta ** (-K), each((c, 2, K), x[c] <= theta)),
    "one inside": (inside, "==", theta ** (-K), x[j] <= theta),
    "one at the edge": (inside, "==", 0, x[j] >= theta),
    "a factor that may be another": (product(f[c], c), "==", 0, Eq(f[j] * f[k], f[j])),
    "a factor outside of the range": (Sum(0, (i, 1, 1)) + sp.Product(f[c], (c, 1, K - 1)), "==", 0, Eq(f[K], 0)),
    "a factor 1": (product(f[c], c), "==", 1, Eq(f[j], 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_it_is_proved(name: str) -> None:
    lhs, op, rhs, *given = TRUE[name]
    assert judge(lhs, rhs, op, given=tuple(given)).verdict is Verdict.PROVED


@pytest.mark.parametrize("refutation", [True, False])
@pytest.mark.parametrize("name", FALSE)
def test_it_is_not_proved(name: str, refutation: bool) -> None:
    lhs, op, rhs, *given = FALSE[name]
    assert judge(lhs, rhs, op, given=tuple(given), refutation=refutation).verdict is not Verdict.PROVED


def test_a_label_is_split_before_the_signs() -> None:
    t, v = integer("t", values=(0, 1)), proportion("v", open=True)
    loss = t * Piecewise((1, v <= half), (0, True)) + (1 - t) * Piecewise((1, v >= half), (0, True))
    entropy = -(t * log2(v) + (1 - t) * log2(1 - v))
    assert judge(loss, entropy, "!=", given=Ne(v, half)).verdict is Verdict.PROVED
    assert judge(loss, entropy, "!=").verdict is not Verdict.PROVED
