"""What is read, and what is refused with which reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.notation import tree as t
from derive.texmath.errors import NotUnderstood
from derive.texmath.parser import read_latex
from tests.work import calls

a, b, c, f, i, n, x, y, L = (t.Symbol(name) for name in ("a", "b", "c", "f", "i", "n", "x", "y", "L"))
sigma = t.Symbol("sigma")
one, two = t.Number("1"), t.Number("2")
x_i, y_i = t.Item(x, (i,)), t.Item(y, (i,))
log_a = t.Call(t.Symbol("log"), (a,))
integral_of_y = t.Big("integral", y, t.Number("0"), one, y)


def total(body: t.Tree) -> t.Tree:
    return t.Big("sum", i, one, n, body)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (r"\frac12", t.Quotient(one, two)),
        (r"\tfrac{a}{b}", t.Quotient(a, b)),
        (r"\dfrac a b", t.Quotient(a, b)),
        ("x^2y", t.Mul((t.Power(x, two), y))),
        ("x_i^2", t.Power(x_i, two)),
        ("x^2_i", t.Power(x_i, two)),
        ("x^{(i)}", t.Item(x, (), (i,))),
        ("x_{ij}", t.Item(x, (i, t.Symbol("j")))),
        (r"x_{\alpha\beta}", t.Item(x, (t.Symbol("alpha"), t.Symbol("beta")))),
        ("e^{x}", t.Call(t.Symbol("exp"), (x,))),
        (r"\exp x", t.Call(t.Symbol("exp"), (x,))),
        (r"\ln a", log_a),
        (r"\log{a}", log_a),
        (r"\log\left[a\right]", log_a),
        (r"\sin^2 x", t.Power(t.Call(t.Symbol("sin"), (x,)), two)),
        (r"a \cdot b", t.Mul((a, b))),
        (r"a \times b", t.Mul((a, b))),
        (r"\{a+b\} c", t.Mul((t.Add((a, b), "+"), c))),
        (r"\bigl(a + b\bigr) c", t.Mul((t.Add((a, b), "+"), c))),
        ("ab/c", t.Quotient(t.Mul((a, b)), c, inline=True)),
        ("-a b", t.Minus(t.Mul((a, b)))),
        ("|a| + |b|", t.Add((t.Fence("abs", a), t.Fence("abs", b)), "+")),
        (r"\sum_{i=1}^n x_i + a", t.Add((total(x_i), a), "+")),
        (r"\sum_{i=1}^n x_i \sum_{i=1}^n y_i", t.Mul((total(x_i), total(y_i)))),
        (r"\sum^n_{i=1} a x_i", total(t.Mul((a, x_i)))),
        (r"\sum_i x_i", t.Big("sum", i, None, None, x_i)),
        (r"\sum_i x_i \int_{0}^{1} y dy", t.Big("sum", i, None, None, t.Mul((x_i, integral_of_y)))),
        (r"\sum_x a \int_x^1 y dy", t.Big("sum", x, None, None, t.Mul((a, replace(integral_of_y, lower=x))))),
        (r"\sum_x \int_0^1 x dx", t.Big("sum", x, None, None, t.Big("integral", x, t.Number("0"), one, x))),
        (r"\int_0^1 x dx", t.Big("integral", x, t.Number("0"), one, x)),
        (r"\int_0^1 x \,\mathrm{d} x", t.Big("integral", x, t.Number("0"), one, x)),
        (r"\frac{\partial L}{\partial x}", t.Derivative(L, ((x, 1),))),
        (r"\frac{d^2 L}{dx^2}", t.Derivative(L, ((x, 2),), "d")),
        (r"\frac{d}{d\sigma^2} L", t.Derivative(L, ((t.Power(sigma, two), 1),), "d")),
        (r"\lim_{x \to 0^+} a", t.Limit(x, t.Number("0"), "+", a)),
        (r"0 < a \leq 1", t.And((t.Relation("<", t.Number("0"), a), t.Relation("<=", a, one)))),
        (r"a \in (0, 1]", t.Relation("in", a, t.Interval(t.Number("0"), one, left_open=True))),
        (r"\mathbb{R}", t.Constant("reals")),
        (r"\mathop{\mathrm{relu}}(x)", t.Call(t.Symbol("relu"), (x,))),
        (r"\operatorname{relu}(x)", t.Call(t.Symbol("relu"), (x,))),
        (r"\sigma(x)", t.Call(sigma, (x,))),
        ("a % a comment\n b", t.Mul((a, b))),
    ],
)
def test_read(text: str, tree: t.Tree) -> None:
    assert read_latex(text) == tree


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"\log p q", "where does the function's argument end"),
        (r"\log p \cdot q", "where does the function's argument end"),
        (r"\log p / q", "where does the function's argument end"),
        (r"\log(p)^2", "an exponent of the function, or of its argument"),
        (r"\log p^2", "an exponent of the function, or of its argument"),
        (r"\log(a)(b + c)", "a bracket after a function's bracket"),
        (r"\sin^{-1} x", "the inverse function, or one over it"),
        ("a/b c", "what is below the stroke"),
        ("a/b/c", "what is below the stroke"),
        (r"2 \frac{1}{2}", "a mixed number, or a product"),
        ("2 3", "needs"),
        ("x2", "needs"),
        ("k(1-p)", "a product with k, or the function k"),
        ("f^2(x)", "a product, or a power of a function"),
        ("x!!", "stacked on one base"),
        ("a^b^c", "stacked on one base"),
        ("x_i_j", "a second subscript"),
        ("x_{2i}", "in a subscript"),
        ("|a|b|c|", "which strokes belong together"),
        (r"\frac{\partial}{\partial x} f(x) y", "where does the function's argument end"),
        (r"\frac{d^2 L}{dx}", "the orders above and below"),
        (r"\sum_x a \int_0^1 x dx", "the integral's variable is that of the sum before it"),
        (r"\int_0^1 x", "no \\mathrm{d}x that ends it"),
        (r"\sum_{i=1} x_i", "a lower bound without an upper one"),
        (r"\sum x", "needs its variable"),
        (r"\sum_i -x", "a number, a name or a bracket was expected"),
        (r"a \land b \lor c", "brackets around 'and' inside 'or'"),
        (r"\mathrm{d}x", "a differential outside"),
        (r"\foo x", "an unknown command"),
        (r"\begin{matrix} a \end{matrix}", "the environment matrix is not known"),
        (r"\left. a \right)", "a bracket without its partner"),
        ("(a", "a bracket that is not closed"),
        ("a)", "nothing that could follow"),
        ("[a)", "a bracket that is not closed"),
        ("a +", "was expected"),
        ("a + -b", "was expected"),
        ("", "was expected"),
        ("x^T y + é", "this character is not LaTeX maths"),
        ("p(y|x)", "a product with p, or the function p"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        read_latex(text)
    assert why in error.value.why


def test_a_refusal_names_the_piece_and_its_place() -> None:
    with pytest.raises(NotUnderstood) as error:
        read_latex(r"a + \foo b")
    assert (error.value.piece, error.value.position) == (r"\foo b", 4)


def test_a_declared_quantity_before_a_bracket_is_a_factor() -> None:
    assert read_latex("f(x)", names=["f"]) == t.Mul((f, x))


def test_a_declared_function_before_a_bracket_is_applied() -> None:
    assert read_latex("L(x)", functions=["L"]) == t.Call(L, (x,))


def test_a_letter_that_is_both_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="both as a quantity and as a function"):
        read_latex("f(x)", names=["f"], functions=["f"])


def test_a_function_beside_a_quantity_that_is_its_letter_with_a_subscript() -> None:
    assert read_latex("H(x)", names=["H_K", "x"], functions=["H"]) == t.Call(t.Symbol("H"), (x,))


def test_a_letter_with_a_subscript_beside_a_function_of_that_letter_is_a_factor() -> None:
    assert read_latex("u_1(x)", names=["u_1", "x"], functions=["u"]) == t.Mul((t.Item(t.Symbol("u"), (one,)), x))


def test_a_member_of_a_family_beside_a_function_with_a_subscript_is_a_factor() -> None:
    assert read_latex("f_i(x)", names=["f", "x"], functions=["f_1"]) == t.Mul((t.Item(f, (i,)), x))


def test_a_function_that_may_be_a_member_of_a_family_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="both as a quantity and as a function"):
        read_latex("f_1(x)", names=["f"], functions=["f_1"])


def test_another_subscript_on_the_letter_of_a_quantity_and_a_function_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="both as a quantity and as a function"):
        read_latex("H_j(x)", names=["H_K"], functions=["H"])


def test_a_power_of_a_declared_quantity_beside_a_function_of_its_letter_is_a_factor() -> None:
    power = t.Power(t.Item(t.Symbol("u"), (one,)), two)
    assert read_latex("u_1^2(x)", names=["u_1"], functions=["u"]) == t.Mul((power, x))


def test_a_declared_function_is_known_by_the_letter_that_it_is_printed_with() -> None:
    assert read_latex("H(x)", names=["H_K"], functions=["binary_entropy"]) == t.Call(t.Symbol("H"), (x,))


def test_a_declared_e_is_not_a_constant() -> None:
    assert read_latex("e^x", names=["e"]) == t.Power(t.Symbol("e"), x)


@pytest.mark.parametrize(
    "opening", ["{", "(", r"\frac", r"\hat", r"\sqrt{", r"\lvert", r"\sum_i ", r"x_{", "e^{", r"\neg("]
)
def test_deep_nesting_is_refused_with_work_that_grows_as_the_text(opening: str) -> None:
    def refused(length: int) -> None:
        with pytest.raises(NotUnderstood, match=r"deep|expected|longer|argument"):
            read_latex(opening * (length // len(opening)))

    assert calls(lambda: refused(19_000)) < 2.2 * calls(lambda: refused(9_500))


@pytest.mark.parametrize(("text", "why"), [("x" * 30_000, "longer than"), ("9" * 2_000, "digits")])
def test_size_is_bounded(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        read_latex(text)
