"""An author's line as typed; where it stands; and when it is refused."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import sympy
import sympy as sp
from sympy import Derivative, E, Eq, Function, IndexedBase, Max, Product, Rational, S, Sum, exp, log, sqrt, symbols

from derive.notation.latex import latex
from derive.notation.locate import call_line
from derive.notation.of_source import Authored, agrees, authored_argument
from derive.notation.tree import Symbol, Tree, heads, quantities
from derive.texmath.compare import same_tree
from derive.texmath.meaning import to_sympy
from derive.texmath.parser import read_latex

x, w, k, n, theta, mu = symbols("x w k n theta mu")
i = sp.Symbol("i", integer=True)
y, sigmoid = IndexedBase("y"), Function("sigmoid")
r, s = k / n, x + w
values = [x, w]
KNOWN = {"x": x, "w": w, "k": k, "n": n, "theta": theta, "mu": mu, "i": i, "y": y, "sigmoid": sigmoid}


def own(value: Any) -> Any:
    return value + 1


class Chain:
    """Collects what its lines were typed as."""

    def __init__(self) -> None:
        self.lines: list[Authored | None] = []
        self.numbers: list[int] = []

    def equals(self, line: Any, *, by: Any = None) -> Chain:
        self.lines.append(authored_argument(sys._getframe(1), 0, line))
        self.numbers.append(call_line(sys._getframe(1)))
        return self


def typed(line: Any) -> Authored | None:
    return authored_argument(sys._getframe(1), 0, line)


def keyword(*, line: Any) -> Authored | None:
    return authored_argument(sys._getframe(1), "line", line)


def written(authored: Authored | None) -> str | None:
    return latex(authored.tree) if authored is not None else None


TYPED = [
    (typed(x * (x - w) / (x - w)), r"\frac{x(x - w)}{x - w}"),
    (typed(y[i] * log(theta) + (1 - y[i]) * log(1 - theta)), r"y_i \log \theta + (1 - y_i) \log(1 - \theta)"),
    (typed(w + x - k), "w + x - k"),
    (typed(2 * (x + w) * k), "2(x + w) k"),
    (typed(-(x + w) / 2), r"-\frac{x + w}{2}"),
    (typed(-x * w), "-x w"),
    (typed(x * (w * k)), "x(w k)"),
    (typed(x - (w - k)), "x - (w - k)"),
    (typed(r * x - s), r"\frac{k}{n} x - (w + x)"),
    (typed(x + s), "x + w + x"),
    (typed(r**2), r"\left(\frac{k}{n}\right)^2"),
    (typed(Sum(log(theta ** y[i]), (i, 1, n)) / n), r"\frac{\sum_{i=1}^{n} \log(\theta^{y_i})}{n}"),
    (typed(Product(theta ** y[i], (i, 1, n))), r"\prod_{i=1}^{n} \theta^{y_i}"),
    (typed(Rational(1, 2) * sigmoid(-x)), r"\frac{1}{2} \sigma(-x)"),
    (typed(Derivative(x**2 + 1, x)), r"\frac{\partial}{\partial x} (x^2 + 1)"),
    (typed(sympy.exp(-((x - mu) ** 2) / (2 * w**2))), r"\exp\left(-\frac{(x - \mu)^2}{2 w^2}\right)"),
    (typed(sqrt(x) * E**x * S.Half), r"\sqrt{x} e^x \frac{1}{2}"),
    (typed((x > 0) & (x < 1)), r"x > 0 \land x < 1"),
    (typed(Max(x, 0) + abs(mu)), r"\max(x, 0) + \lvert \mu \rvert"),
    (typed(Eq(x, 1)), "x = 1"),
    (typed(log(x, 2)), r"\log_2 x"),
    (typed(0 * log(x)), r"0 \log x"),
    (typed(x**-1), "x^{-1}"),
    (typed(y[i + 1] * y[2 * i]), r"y_{i + 1} y_{2 \cdot i}"),
    (typed(values[1] + values[0]), "w + x"),
    (typed(exp(log(x))), r"e^{\log x}"),
]


@pytest.mark.parametrize(("authored", "expected"), TYPED, ids=[row[1] for row in TYPED])
def test_the_line_is_printed_as_typed(authored: Authored | None, expected: str) -> None:
    assert written(authored) == expected


@pytest.mark.parametrize("authored", [row[0] for row in TYPED], ids=[row[1] for row in TYPED])
def test_the_printed_line_means_the_typed_line(authored: Authored) -> None:
    printed = read_latex(latex(authored.tree), quantities(authored.tree), heads(authored.tree))
    assert same_tree(to_sympy(printed, KNOWN), authored.expr)


def test_a_cancelled_factor_is_still_there() -> None:
    authored = typed(x * (x - w) / (x - w))
    assert authored is not None
    assert authored.expr.has(sp.Pow(x - w, -1))


def test_each_line_of_a_long_chain() -> None:
    chain = Chain().equals(x + w).equals(w + x, by=own).equals(k * 2)
    assert [written(line) for line in chain.lines] == ["x + w", "w + x", r"k \cdot 2"]


def test_each_line_of_a_chain_over_many_lines_has_its_number() -> None:
    here = sys._getframe().f_lineno
    chain = (
        Chain()
        .equals(x + w)
        .equals(
            w + x,
        )
    )
    assert chain.numbers == [here + 3, here + 4]


def test_loops() -> None:
    lines = []
    for value in (x, w):
        lines.append(written(typed(value**2 + 1)))
    assert lines == ["x^2 + 1", "w^2 + 1"]


def test_comprehensions() -> None:
    assert [written(typed(value + k)) for value in (x, w)] == ["x + k", "w + k"]


def test_inside_an_assertion_that_pytest_rewrites() -> None:
    assert written(typed(w + x)) == "w + x"


def test_closures() -> None:
    inner = x + 1
    assert (lambda: written(typed(inner * w)))() == "(x + 1) w"


def test_keyword_arguments() -> None:
    assert written(keyword(line=w + x)) == "w + x"


def test_an_object_of_ours_brings_its_tree_and_value() -> None:
    class Named:
        def __derive_tree__(self) -> Tree:
            return Symbol("ell")

        def __derive_expr__(self) -> Any:
            return x + w

    named = Named()
    assert written(authored_argument_of(named)) == r"\ell"


def authored_argument_of(value: Any) -> Authored | None:
    return typed(value)


@pytest.mark.parametrize(
    "authored",
    [
        typed(own(x)),
        typed((lambda q: q + 1)(x)),
        typed(sum(q for q in values)),
        typed(x if n else w),
        typed((x + w).expand()),
        typed(*[x + w]),
        typed(x * 0.5),
    ],
    ids=["own function", "lambda", "generator", "conditional", "method", "starred", "float"],
)
def test_what_cannot_be_known_is_not_recovered(authored: Authored | None) -> None:
    assert authored is None


def test_the_authors_code_is_never_run() -> None:
    calls = []

    def noisy(value: Any) -> Any:
        calls.append(value)
        return value

    assert typed(noisy(x) + 1) is None
    assert calls == [x]


def test_a_name_that_shadows_a_known_function_is_not_trusted() -> None:
    def log(value: Any) -> Any:
        return value + 1

    assert typed(log(x)) is None


def test_a_line_that_computes_to_something_else_is_refused() -> None:
    def other(line: Any) -> Authored | None:
        return authored_argument(sys._getframe(1), 0, line + 1)

    assert other(x + w) is None


def test_agreement_is_with_what_sympy_makes() -> None:
    assert agrees(sp.Mul(2, sp.Add(x, w, evaluate=False), evaluate=False), 2 * x + 2 * w)


def test_disagreement_is_seen() -> None:
    assert not agrees(sp.Add(x, w, evaluate=False), x - w)


def test_a_line_without_source_is_not_recovered() -> None:
    scope: dict[str, Any] = {"typed": typed, "x": x}
    frame_free = compile("answer = typed(x + 1)", "<nowhere>", "exec")
    function = type(own)(frame_free, scope)
    function()
    assert scope["answer"] is None


def test_a_sum_of_a_sum_has_each_sign_once() -> None:
    j = sp.Symbol("j", integer=True)
    line = typed(Sum(Sum(y[i] * y[j], (i, 1, n)), (j, 1, n)))
    assert written(line) == r"\sum_{j=1}^{n} \sum_{i=1}^{n} y_i y_j"


def test_a_derivative_of_a_derivative_has_each_sign_once() -> None:
    line = typed(Derivative(Derivative(x**2 * w, x), w))
    assert line is not None
    assert heads(line.tree) is not None
    assert written(line) == r"\frac{\partial}{\partial w} \frac{\partial}{\partial x} (x^2 w)"
