"""Terms, their text, the codec, and reading from SymPy."""

from __future__ import annotations

import pickle

import pytest
import sympy as sp
from flint import fmpq

from derive import judge
from derive.kernel import terms as t
from derive.kernel.codec import decode, decode_term, encode, encode_term
from derive.kernel.core import Declaration, Hypothesis, InvalidStatement, Statement, Verdict
from derive.kernel.reading import Definition, OverBudget, Reader, to_sympy
from derive.kernel.text import ordered, text

x, y = sp.symbols("x y", real=True)
n, i, j = sp.symbols("n i j", integer=True)
X = sp.IndexedBase("X", real=True)


def read(expr, **definitions):
    return Reader(definitions=definitions).read(expr)


def test_substitution_does_not_capture():
    inner = t.big("sum", 1, t.mul(t.item("X", t.var(1)), t.sym("a")), t.ONE, t.sym("n"))
    result = t.substitute(inner, {t.sym("a"): t.item("X", t.var(1))})
    number = result.args[0]
    assert number != 1
    assert result.args[1] == t.mul(t.item("X", t.var(number)), t.item("X", t.var(1)))


def test_a_bound_variable_is_not_free():
    assert read(sp.Sum(X[i], (i, 1, n))).free == frozenset()


def test_substitution_stops_at_a_binder_of_the_same_variable():
    a = t.big("sum", 1, t.var(1), t.ONE, t.var(1))
    assert t.substitute(a, {t.var(1): t.TWO}) == t.big("sum", 1, t.var(1), t.ONE, t.TWO)


def test_text_ignores_the_order_of_sums():
    assert text(read(x + y * x)) == text(read(x * y + x))
    assert ordered(read(x + y)) == ordered(read(y + x))


def test_terms_survive_pickling():
    a = read(sp.Sum(X[i] ** 2 / 3, (i, 1, n)))
    assert pickle.loads(pickle.dumps(a)) == a


@pytest.mark.parametrize(
    "expr",
    [x / 3 + sp.pi, sp.Sum(X[i] * x, (i, 1, n)), sp.Derivative(sp.log(x), x), sp.Limit(1 / x, x, sp.oo, "-"),
     sp.Piecewise((x, x > 0), (0, True)), sp.KroneckerDelta(i, j), sp.Function("f")(x)],
)  # fmt: skip
def test_codec_round_trip(expr):
    a = read(expr)
    assert decode_term(encode_term(a)) == a


def test_statement_round_trip():
    reader = Reader()
    claim = reader.read(sp.Eq(x, y, evaluate=False))
    hypothesis = Hypothesis(t.rel("<", t.item("X", t.var(7)), t.ONE), ((7, t.ONE, t.sym("n")),))
    declared = Declaration(
        "k", numbers="integer", lower=fmpq(1), values=(fmpq(1), fmpq(2)), ranges=((t.ONE, t.sym("n")),)
    )
    statement = Statement(claim, (*reader.declarations.values(), declared), (hypothesis,))
    assert decode(encode(statement)) == statement


@pytest.mark.parametrize("text_", ["", "(", ")", "(statement", "(a) (b)", '("x" 1/0)', "(" * 5000])
def test_the_codec_refuses_what_it_did_not_write(text_):
    with pytest.raises(InvalidStatement):
        decode(text_)


def test_a_float_names_its_cure():
    with pytest.raises(InvalidStatement, match=r"0\.7 is a float: write an exact number, such as Rational\(7, 10\)"):
        read(x + 0.7)


def test_nan_is_no_number():
    with pytest.raises(InvalidStatement, match="no number"):
        read(sp.nan)


def test_one_name_with_two_meanings_is_refused():
    with pytest.raises(InvalidStatement, match="x is used with two different meanings"):
        read(sp.Symbol("x", positive=True) + x)


def test_a_symbol_and_a_family_may_not_share_a_name():
    with pytest.raises(InvalidStatement, match="two different meanings"):
        read(sp.Symbol("X", real=True) + X[1])


def test_assumptions_become_domains():
    reader = Reader()
    reader.read(sp.Symbol("k", integer=True, positive=True) + sp.Symbol("p", negative=True))
    k, p = reader.declarations["k"], reader.declarations["p"]
    assert (k.numbers, k.lower, k.lower_open) == ("integer", 1, False)
    assert (p.numbers, p.upper, p.upper_open) == ("real", 0, True)


def test_an_assumption_that_cannot_be_sampled_is_marked():
    reader = Reader()
    reader.read(sp.Symbol("p", prime=True))
    assert not reader.declarations["p"].exact


def test_definitions_are_unfolded():
    z = sp.Symbol("z")
    definition = Definition("sigmoid", (z,), 1 / (1 + sp.exp(-z)))
    assert read(sp.Function("sigmoid")(x), sigmoid=definition) == read(1 / (1 + sp.exp(-x)))


def test_a_definition_by_itself_is_refused():
    f = sp.Function("f")
    z = sp.Symbol("z")
    with pytest.raises(InvalidStatement, match="defined by itself"):
        read(f(x), f=Definition("f", (z,), f(z) + 1))


def test_there_is_no_derivative_by_a_whole_number():
    with pytest.raises(InvalidStatement, match="whole numbers only"):
        read(sp.Derivative(x**n, n))


def test_a_nest_too_deep_is_over_budget():
    deep = x
    for _ in range(3000):
        deep = sp.sin(deep, evaluate=False)
    with pytest.raises(OverBudget):
        read(deep)


def test_a_function_class_cannot_smuggle_in_its_own_derivative():
    class liar(sp.Function):
        def fdiff(self, argindex=1):
            return sp.Integer(0)

    assert read(sp.Derivative(liar(x), x)).args[1].op == "app"


def test_shown_terms_read_back():
    expr = sp.Sum(X[i] ** 2, (i, 1, n)) + sp.exp(x)
    names = {"X": X, "n": n, "x": x}
    assert text(ordered(read(to_sympy(read(expr), names)))).count("sum") == 1


def test_cases_that_numbers_decide_are_shown_as_they_are():
    step = read(sp.Subs(sp.Piecewise((x**2, n < 0), (y, True)), n, 1))
    assert str(to_sympy(step)) == "Piecewise((x**2, 1 < 0), (y, True))"


def test_an_extreme_of_what_has_no_value_is_shown():
    nothing = t.mul(t.ZERO, t.power(t.ZERO, t.MINUS_ONE))
    assert str(to_sympy(t.fn("max", t.ZERO, nothing))) == "Max(0, nan)"


def test_conditions_with_cases_that_numbers_decide_are_shown():
    step = sp.Subs(sp.Piecewise((x**2, n < 0), (y, True)), n, 1)
    assert judge(sp.log(step), sp.log(y)).verdict is Verdict.PROVED
