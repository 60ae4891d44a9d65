"""Brackets and dots: one reading only."""

from __future__ import annotations

import pytest

from derive.notation import tree as t
from derive.notation.latex import latex

a, b, c, f, i = (t.Symbol(name) for name in "abcfi")
one, two, n = t.Number("1"), t.Number("2"), t.Symbol("n")
y_i = t.Item(t.Symbol("y"), (i,))
log = t.Symbol("log")
total = t.Big("sum", i, one, n, y_i)
half = t.Quotient(one, two)


def log_of(tree: t.Tree) -> t.Tree:
    return t.Call(log, (tree,))


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        (t.Mul((log_of(a), b)), r"\log(a) b"),
        (log_of(t.Mul((a, b))), r"\log(a b)"),
        (t.Mul((a, log_of(b))), r"a \log b"),
        (t.Mul((log_of(a), log_of(b))), r"\log(a) \log b"),
        (t.Mul((log_of(a), t.Add((b, c), "+"))), r"\log(a) \cdot (b + c)"),
        (t.Power(log_of(a), two), r"(\log a)^2"),
        (log_of(t.Power(a, two)), r"\log(a^2)"),
        (t.Minus(t.Power(a, two)), "-a^2"),
        (t.Power(t.Minus(a), two), "(-a)^2"),
        (t.Quotient(a, t.Mul((b, c))), r"\frac{a}{b c}"),
        (t.Mul((t.Quotient(a, b, inline=True), c)), "(a/b) c"),
        (t.Mul((a, t.Minus(b))), "a(-b)"),
        (t.Add((a, t.Minus(b)), "+"), "a + (-b)"),
        (t.Add((a, t.Add((b, c), "-")), "-"), "a - (b - c)"),
        (t.Mul((a, t.Mul((b, c)))), "a(b c)"),
        (t.Power(t.Call(t.Symbol("exp"), (a,)), b), "(e^a)^b"),
        (t.Power(t.Power(a, b), c), "(a^b)^c"),
        (t.Power(a, t.Power(b, c)), "a^{b^c}"),
        (t.Mul((total, b)), r"\left(\sum_{i=1}^{n} y_i\right) b"),
        (t.Mul((b, total)), r"b \sum_{i=1}^{n} y_i"),
        (t.Big("sum", i, one, n, t.Mul((y_i, b))), r"\sum_{i=1}^{n} y_i b"),
        (t.Big("sum", i, one, n, t.Add((y_i, b), "+")), r"\sum_{i=1}^{n} (y_i + b)"),
        (t.Big("sum", i, one, n, t.Mul((y_i, total))), r"\sum_{i=1}^{n} y_i\left(\sum_{i=1}^{n} y_i\right)"),
        (t.Mul((two, two)), r"2 \cdot 2"),
        (t.Mul((a, two)), r"a \cdot 2"),
        (t.Mul((two, half)), r"2 \cdot \frac{1}{2}"),
        (t.Mul((f, t.Add((a, b), "+"))), r"f \cdot (a + b)"),
        (t.Call(f, (t.Add((a, b), "+"),)), "f(a + b)"),
        (t.Quotient(half, b), r"\frac{\frac{1}{2}}{b}"),
        (t.Power(half, n), r"\left(\frac{1}{2}\right)^n"),
        (t.Derivative(t.Symbol("L"), ((y_i, 1),)), r"\frac{\partial L}{\partial y_i}"),
        (t.Derivative(t.Add((a, b), "+"), ((a, 1),)), r"\frac{\partial}{\partial a} (a + b)"),
        (t.Mul((t.Derivative(log_of(a), ((a, 1),)), b)), r"\left(\frac{\partial}{\partial a} \log a\right) b"),
        (t.And((t.Relation("<", one, a), t.Relation("<", a, two))), "1 < a < 2"),
        (t.And((t.Relation("<", one, a), t.Relation("<", b, two))), r"1 < a \land b < 2"),
    ],
)
def test_brackets(tree: t.Tree, written: str) -> None:
    assert latex(tree) == written


def test_a_tall_exponent_goes_into_the_exp_function() -> None:
    assert latex(t.Call(t.Symbol("exp"), (t.Quotient(a, t.Add((b, c), "+")),))) == r"\exp\left(\frac{a}{b + c}\right)"
