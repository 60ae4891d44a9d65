"""Complex values: conjugates, real and imaginary parts, moduli, Euler's formulas, principal branches."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Abs, Eq, I, conjugate, cos, exp, im, log, re, sin, sqrt, tan

from derive import judge
from derive.kernel.core import Verdict

z, w = sp.symbols("z w")
x, y = sp.symbols("x y", real=True)
k = sp.Symbol("k", integer=True)
n = sp.Symbol("n", integer=True, positive=True)
i = sp.Symbol("i", integer=True)
f = sp.IndexedBase("f")

PROVED: dict[str, tuple[Any, ...]] = {
    "the square of the modulus": (Abs(z) ** 2, "==", z * conjugate(z)),
    "the modulus of a product": (Abs(z * w), "==", Abs(z) * Abs(w)),
    "the modulus of a quotient": (Abs(z / w), "==", Abs(z) / Abs(w)),
    "the modulus of a conjugate": (Abs(conjugate(z) + 1), "==", Abs(z + 1)),
    "the modulus of an exponential": (log(Abs(exp(z) * w)), "==", re(z) + log(Abs(w))),
    "the real part of a product": (re(z * w), "==", re(z) * re(w) - im(z) * im(w)),
    "its parts": (z, "==", re(z) + I * im(z)),
    "the conjugate of a quotient": (conjugate((z + I) / (w - 2)), "==", (conjugate(z) - I) / (conjugate(w) - 2)),
    "the conjugate of a sum": (conjugate(sp.Sum(f[i] * z, (i, 1, n))), "==", conjugate(z) * sp.Sum(conjugate(f[i]), (i, 1, n))),
    "the reciprocal": (1 / z, "==", conjugate(z) / Abs(z) ** 2),
    "the parallelogram": (Abs(z + w) ** 2 + Abs(z - w) ** 2, "==", 2 * Abs(z) ** 2 + 2 * Abs(w) ** 2),
    "polarisation": (Abs(z + w) ** 2, "==", Abs(z) ** 2 + Abs(w) ** 2 + 2 * re(z * conjugate(w))),
    "Euler": (exp(I * x), "==", cos(x) + I * sin(x)),
    "Euler, of a complex number": (exp(I * z), "==", cos(z) + I * sin(z)),
    "the cosine": (cos(x), "==", (exp(I * x) + exp(-I * x)) / 2),
    "addition": (sin(x + y), "==", sin(x) * cos(y) + cos(x) * sin(y)),
    "a product to a sum": (2 * sin(x) * cos(y), "==", sin(x + y) + sin(x - y)),
    "a triple angle": (cos(3 * x), "==", 4 * cos(x) ** 3 - 3 * cos(x)),
    "a tangent": (tan(2 * x), "==", 2 * tan(x) / (1 - tan(x) ** 2)),
    "de Moivre": ((cos(x) + I * sin(x)) ** k, "==", cos(k * x) + I * sin(k * x)),
    "a whole number of turns": (exp(I * x + 2 * I * sp.pi * k), "==", exp(I * x)),
    "half turns": (exp(I * sp.pi * (k + 1)), "==", -((-1) ** k)),
    "a characteristic function": (Abs(1 - exp(I * x)) ** 2, "==", 2 - 2 * cos(x)),
    "a third of a turn": (exp(I * sp.pi / 3) ** 3, "==", -1),
    "a sine of a sum of symbolic size": (
        sp.Sum(sin(x + i * y), (i, 1, n)), "==",
        sin(x) * sp.Sum(cos(i * y), (i, 1, n)) + cos(x) * sp.Sum(sin(i * y), (i, 1, n))),
    "a part is at most the modulus": (re(z), "<=", Abs(z)),
    "so is the other": (-im(z), "<=", Abs(z)),
    "squares of parts": (re(z) ** 2, "<=", Abs(z) ** 2),
    "the triangle": (Abs(z + w), "<=", Abs(z) + Abs(w)),
    "the triangle with a difference": (Abs(Abs(z) - Abs(w)), "<=", Abs(z - w)),
    "the triangle under a sum": (Abs(sp.Sum(f[i], (i, 1, n))), "<=", sp.Sum(Abs(f[i]), (i, 1, n))),
    "the inner product": (re(z * conjugate(w)), "<=", Abs(z) * Abs(w)),
    "the logarithm of a reciprocal, off the cut": (log(1 / z), "==", -log(z), re(z) > 0),
    "of a product on the right": (log(z * w), "==", log(z) + log(w), re(z) > 0, re(w) > 0),
    "of a square on the right": (log(z**2), "==", 2 * log(z), re(z) > 0),
    "a root of a reciprocal": (1 / sqrt(z), "==", sqrt(1 / z), sp.Ne(im(z), 0)),
}  # fmt: skip

REFUTED: dict[str, tuple[Any, ...]] = {
    "a logarithm of a conjugate": (log(conjugate(z)), "==", conjugate(log(z))),
    "a root of a conjugate": (sqrt(conjugate(z)), "==", conjugate(sqrt(z))),
    "a logarithm of a reciprocal": (log(1 / z), "==", -log(z)),
    "of a product": (log(z * w), "==", log(z) + log(w)),
    "of a square": (log(z**2), "==", 2 * log(z), im(z) > 0),
    "of a product of three": (log(z**3), "==", 3 * log(z), re(z) > 0),
    "the modulus of a sum": (Abs(z + w), "==", Abs(z) + Abs(w)),
    "the square without the conjugate": (Abs(z) ** 2, "==", z**2),
    "the real part of a product": (re(z * w), "==", re(z) * re(w) + im(z) * im(w)),
    "de Moivre for any exponent": ((cos(x) + I * sin(x)) ** y, "==", cos(x * y) + I * sin(x * y)),
    "addition with the other sign": (cos(x + y), "==", cos(x) * cos(y) + sin(x) * sin(y)),
    "the modulus of an exponential": (Abs(exp(z)), "==", exp(Abs(z))),
    "the triangle, strictly": (Abs(z + w), "<", Abs(z) + Abs(w)),
}


def _verdict(lhs: Any, op: str, rhs: Any, *given: Any, refutation: bool = True) -> Verdict:
    return judge(lhs, rhs, op, given=given, refutation=refutation).verdict


@pytest.mark.parametrize("name", PROVED)
def test_it_is_proved(name: str) -> None:
    assert _verdict(*PROVED[name]) is Verdict.PROVED


@pytest.mark.parametrize("name", REFUTED)
def test_it_is_refuted(name: str) -> None:
    assert _verdict(*REFUTED[name]) is Verdict.REFUTED


@pytest.mark.parametrize("name", REFUTED)
def test_it_is_not_proved_without_refutation(name: str) -> None:
    assert _verdict(*REFUTED[name], refutation=False) is Verdict.UNDECIDED


def test_a_number_on_the_unit_circle_need_not_be_real() -> None:
    assert _verdict(z, "==", conjugate(z), Eq(Abs(z), 1)) is not Verdict.PROVED
    assert _verdict(1 / z, "==", conjugate(z), Eq(Abs(z), 1)) is Verdict.PROVED
