"""Traps of symbolic derivation: what a computer algebra system, or a hasty prover, gets wrong, and the right verdict.

Where it can be shown quickly, a test first asserts what SymPy answers (1.13 and 1.14 agree in all of it). Then a `right` line
must be proved; a `wrong` one refuted, and not proved either when no counterexample is looked for; an `unproved` one is never
proved.
"""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import (
    Abs,
    Derivative,
    Determinant,
    Eq,
    Function,
    HadamardPower,
    Heaviside,
    I,
    Identity,
    IndexedBase,
    Integral,
    KroneckerDelta,
    Limit,
    MatrixSymbol,
    Max,
    Mul,
    Ne,
    Piecewise,
    Pow,
    Product,
    Rational,
    Subs,
    Sum,
    Trace,
    ZeroMatrix,
    exp,
    factorial,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
)  # fmt: skip

from derive import D, calc, claim, count, each, judge, maximum, positive, proportion, witness, xlogy
from derive.kernel import terms as t
from derive.kernel.core import Declaration, InvalidStatement, Statement, Verdict
from derive.kernel.judge import judge as judge_statement
from derive.kernel.reading import Reader
from derive.notation.of_sympy import tree_of
from derive.notation.text import text
from derive.outcomes import Session
from derive.script import Item
from derive.statements import Judgement
from derive.testing import assert_proved, assert_refuted

x, w, u, mu = sp.symbols("x w u mu", real=True)
a, p = sp.symbols("a p", positive=True)
b = sp.Symbol("b", nonnegative=True)
z = sp.Symbol("z")
i, j, k, l, M = sp.symbols("i j k l M", integer=True)  # noqa: E741
n, K = sp.symbols("n K", integer=True, positive=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
A, V, W, X, Y, Z = (IndexedBase(name, real=True) for name in "AVWXYZ")
f, g, h = (Function(name, real=True) for name in "fgh")
SQUARE, OTHER = MatrixSymbol("P", n, n), MatrixSymbol("Q", n, n)
COLUMN = MatrixSymbol("v", n, 1)
delta = KroneckerDelta


def S(body: Any, variable: Any = i, low: Any = 1, high: Any = n) -> sp.Expr:
    return Sum(body, (variable, low, high))


def within(variable: Any, high: Any = n) -> tuple[Any, ...]:
    return variable >= 1, variable <= high


def right(lhs: Any, op: str, rhs: Any, *given: Any) -> Judgement:
    return assert_proved(lhs, rhs, op, given)


def unproved(lhs: Any, op: str, rhs: Any, *given: Any) -> None:
    for refutation in (True, False):
        assert judge(lhs, rhs, op, given, refutation=refutation).verdict is not Verdict.PROVED


def wrong(lhs: Any, op: str, rhs: Any, *given: Any) -> Judgement:
    unproved(lhs, op, rhs, *given)
    return assert_refuted(lhs, rhs, op, given)


def outcomes(item: Item) -> list[str]:
    return [o.verdict for o in Session().outcomes(item)]


def conditions(item: Item) -> tuple[Any, ...]:
    """The conditions under which the one line of an item is proved."""
    (outcome,) = Session().outcomes(item)
    assert outcome.verdict == "proved"
    return outcome.judgement.evidence.conditions


# --------------------------------------------------------------------------------------- SymPy: captured indices


def test_the_slope_of_a_sum_by_one_element() -> None:
    """d/dX_i of Σ_i X_i² is 2 X_i: the i outside is not the i that runs. SymPy says Σ_i 2 X_i."""
    assert S(X[i] ** 2).diff(X[i]) == S(2 * X[i])
    right(D(S(X[i] ** 2), X[i]), "==", 2 * X[i], *within(i))
    wrong(D(S(X[i] ** 2), X[i]), "==", S(2 * X[i]), *within(i))


def test_the_slope_of_a_log_of_a_sum_of_exponentials() -> None:
    """It is a softmax, though the element by which we derive is named as the summed one. SymPy says 1."""
    lse = log(S(exp(Z[k]), k, 1, K))
    assert lse.diff(Z[k]) == 1
    right(D(lse, Z[k]), "==", exp(Z[k]) / S(exp(Z[l]), l, 1, K), *within(k, K))
    wrong(D(lse, Z[k]), "==", 1, *within(k, K))


@pytest.mark.parametrize("put_in", [lambda s: s.subs(j, i), lambda s: s.xreplace({j: i})], ids=["subs", "xreplace"])
def test_a_value_put_in_is_not_caught_by_the_running_index(put_in: Any) -> None:
    """Σ_i X_i X_j at j = i, the i outside, is X_i Σ_j X_j. SymPy says Σ_i X_i²."""
    assert put_in(S(X[i] * X[j])) == S(X[i] ** 2)
    right(Subs(S(X[i] * X[j]), j, i), "==", X[i] * S(X[j], j))
    wrong(Subs(S(X[i] * X[j]), j, i), "==", S(X[i] ** 2))


def test_a_summed_element_is_not_a_free_variable() -> None:
    """SymPy counts Z_k among the free symbols of Σ_k e^(Z_k); but Z_k = 0 for one k says nothing of the sum."""
    total = S(exp(Z[k]), k, 1, K)
    assert Z[k] in total.free_symbols
    right(total, "==", K, each((k, 1, K), Eq(Z[k], 0)))
    wrong(total, "==", K, Eq(Z[k], 0))


def test_the_slope_of_the_trace_of_a_product() -> None:
    """d tr(AW)/dA_ij is W_ji. SymPy lets its own running i catch the i of the entry, and so sums over it."""
    row, column = sp.symbols("i j")
    assert Trace(SQUARE * OTHER).diff(SQUARE[row, column]).doit() == Sum(OTHER[column, row], (row, 0, n - 1))
    trace = Sum(A[i, k] * W[k, i], (k, 1, n), (i, 1, n))
    right(D(trace, A[i, j]), "==", W[j, i], *within(i), *within(j))
    wrong(D(trace, A[i, j]), "==", S(W[j, i]), *within(i), *within(j))


# ------------------------------------------------------------------------------------ SymPy: silent about matrices

MATRICES: dict[str, tuple[Any, Any, Any]] = {
    "log det": (log(Determinant(SQUARE)), SQUARE, ZeroMatrix(n, n)),
    "exp of a trace": (exp(Trace(SQUARE)), SQUARE, ZeroMatrix(n, n)),
    "a function of a vector": (Function("f")(COLUMN), COLUMN, ZeroMatrix(n, 1)),
    "a quadratic form": ((COLUMN.T * SQUARE * COLUMN)[0, 0], COLUMN, ZeroMatrix(n, 1)),
    "trace times det": (Trace(SQUARE) * Determinant(SQUARE), SQUARE, Determinant(SQUARE) * Identity(n)),
    "a normalised vector": (COLUMN / Trace(COLUMN.T * COLUMN), COLUMN, Identity(n) / Trace(COLUMN.T * COLUMN)),
}
"""Each function, by what it is differentiated, and the wrong derivative that SymPy gives."""
NORM, TRACE = S(V[k] ** 2, k), S(A[k, k], k)
QUADRATIC = Sum(V[k] * A[k, l] * V[l], (l, 1, n), (k, 1, n))
BY_INDICES: dict[str, tuple[Any, Any, Any]] = {
    "exp of a trace": (D(exp(TRACE), A[i, j]), delta(i, j) * exp(TRACE), 0),
    "a quadratic form": (D(QUADRATIC, V[j]), S((A[j, k] + A[k, j]) * V[k], k), 0),
    "a normalised vector": (D(V[i] / NORM, V[j]), delta(i, j) / NORM - 2 * V[i] * V[j] / NORM**2, delta(i, j) / NORM),
}
"""The same, element by element: the derivative, its right value, and what SymPy's answer would mean."""


@pytest.mark.parametrize("name", MATRICES)
def test_a_matrix_derivative_is_refused_and_not_guessed(name: str) -> None:
    """SymPy answers 0, or drops a term of the product rule. Matrices are not read here, and that is said."""
    function, by, answer = MATRICES[name]
    assert function.diff(by) == answer
    with pytest.raises(InvalidStatement, match="is not understood by the kernel"):
        judge(Derivative(function, by, evaluate=False), answer)


@pytest.mark.parametrize("name", BY_INDICES)
def test_a_matrix_derivative_element_by_element(name: str) -> None:
    """What is refused for matrices is decided for their entries."""
    slope, value, answer = BY_INDICES[name]
    right(slope, "==", value, *within(i), *within(j))
    wrong(slope, "==", answer, *within(i), *within(j))


def test_the_slope_of_the_trace_of_a_matrix_power() -> None:
    """d tr(A²)/dA is 2 Aᵀ, a matter of matrix powers. SymPy gives powers of the single entries."""
    assert Trace(SQUARE**K).diff(SQUARE).has(HadamardPower)
    with pytest.raises(InvalidStatement, match="is not understood by the kernel"):
        judge(Derivative(Trace(SQUARE**K), SQUARE, evaluate=False), Trace(SQUARE**K).diff(SQUARE))
    trace = Sum(A[k, l] * A[l, k], (l, 1, n), (k, 1, n))
    right(D(trace, A[i, j]), "==", 2 * A[j, i], *within(i), *within(j))
    wrong(D(trace, A[i, j]), "==", 2 * A[i, j], *within(i), *within(j))


# ------------------------------------------------------------------------------------------- SymPy: decided wrongly


def test_the_log_of_a_square() -> None:
    """log x² = 2 log |x| for every real x ≠ 0. SymPy's `equals` says no."""
    assert (log(x**2) - 2 * log(Abs(x))).equals(0) is False
    right(log(x**2), "==", 2 * log(Abs(x)))
    wrong(log(x**2), "==", 2 * log(x))


def test_a_geometric_sum() -> None:
    """1 + a + ... + aⁿ = (1 - aⁿ⁺¹)/(1 - a). SymPy's `equals` says no."""
    assert (S(a**i, i, 0) - (1 - a ** (n + 1)) / (1 - a)).equals(0) is False
    right(S(a**i, i, 0), "==", (1 - a ** (n + 1)) / (1 - a))
    wrong(S(a**i, i, 0), "==", (1 - a**n) / (1 - a))


def test_the_mean_solves_its_equation() -> None:
    """Σ (Y_i - μ) = 0 has exactly one solution, the mean. SymPy finds none."""
    assert sp.solve(S(Y[i] - mu), mu) == []
    right(mu, "==", S(Y[i]) / n, Eq(S(Y[i] - mu), 0))
    wrong(mu, "==", S(Y[i]), Eq(S(Y[i] - mu), 0))


def test_a_delta_that_no_index_meets() -> None:
    """No whole i has 2i = 3, so Σ δ(2i, 3) Y_i = 0. SymPy says Y at 3/2."""
    assert S(delta(2 * i, j) * Y[i]).doit().subs({j: 3, n: 5}) == Y[Rational(3, 2)]
    right(S(delta(2 * i, 3) * Y[i]), "==", 0)
    unproved(S(delta(2 * i, 3) * Y[i]), "==", Y[Rational(3, 2)])
    wrong(S(delta(2 * i, 3) * Y[i]), "==", Y[1])


def test_the_root_of_a_reciprocal() -> None:
    """√(1/z) = 1/√z fails on the negative axis, where the sign turns; faster systems than SymPy simplify it away."""
    right(sqrt(1 / a), "==", 1 / sqrt(a))
    right(sqrt(1 / z), "==", -1 / sqrt(z), z < 0)
    wrong(sqrt(1 / z), "==", 1 / sqrt(z))


# ---------------------------------------------------------------------------------------- SymPy: weak or undefined


def test_the_name_of_a_running_index_does_not_matter() -> None:
    """Σ_i X_i = Σ_j X_j. For SymPy these are two different sums."""
    assert S(X[i]) != S(X[j], j)
    right(S(X[i]), "==", S(X[j], j))
    wrong(S(X[i]), "==", S(X[j], j, 1, n + 1))


def test_positive_and_negative_part() -> None:
    """max(x, 0) - max(-x, 0) = x. SymPy leaves it as it stands."""
    assert sp.simplify(Max(x, 0) - Max(-x, 0) - x) != 0
    right(Max(x, 0) - Max(-x, 0), "==", x)
    wrong(Max(x, 0) - Max(-x, 0), "==", Abs(x))


def test_a_probability_is_below_one() -> None:
    """p < 1 cannot be said of a SymPy symbol; here it is a hypothesis, or part of what a proportion is."""
    assert (p < 1).is_Relational
    q = proportion("q", open=True)
    right(q * (1 - q), ">", 0)
    right(p * (1 - p), ">", 0, p < 1)
    wrong(p * (1 - p), ">", 0)


@pytest.mark.parametrize("slope", [0, Rational(1, 2), 1, Heaviside(x)])
def test_the_rectifier_has_no_slope_at_zero(slope: Any) -> None:
    """SymPy's slope of max(x, 0) is Heaviside's step, which it takes for 1/2 at 0; there is none."""
    assert Max(x, 0).diff(x).subs(x, 0) == Rational(1, 2)
    unproved(D(Max(x, 0), x), "==", slope, Eq(x, 0))
    right(D(Max(x, 0), x), "==", 1, x > 0)
    right(D(Max(x, 0), x), "==", 0, x < 0)


def test_there_is_no_derivative_by_an_index() -> None:
    """SymPy answers nan; whole numbers admit no derivative."""
    assert sp.diff(X[i], i) is sp.nan
    with pytest.raises(InvalidStatement, match="takes whole numbers only"):
        judge(Derivative(X[i], i), 0)


def test_zero_times_the_log_of_zero_is_nothing() -> None:
    """SymPy answers nan, which is no number; and 0 log x has no value at x = 0."""
    assert 0 * log(0) is sp.nan
    with pytest.raises(InvalidStatement, match="nan is no number"):
        judge(0 * log(0), 0)
    unproved(Mul(0, log(x), evaluate=False), "==", 0, Eq(x, 0))


def test_a_quotient_cancelled_while_it_is_written_keeps_its_condition() -> None:
    """x(x - w)/(x - w) is x only where x ≠ w. SymPy cancels before anyone can look; the script's own line is judged."""
    assert x * (x - w) / (x - w) == x
    assert conditions(claim("", x * (x - w) / (x - w), "==", x)) == (Ne(x - w, 0),)


def test_a_logarithm_multiplied_away_keeps_its_condition() -> None:
    """0 log x is 0 only where log x exists. SymPy drops it before anyone can look; the script's own line is judged."""
    assert 0 * log(x) == 0
    assert conditions(claim("", 0 * log(x), "==", 0)) == (Ne(x, 0),)


def test_a_tower_of_powers_is_never_multiplied_out() -> None:
    """9^(9^9) has 370 million digits: SymPy hangs when it is written down without evaluate=False."""
    tower = Pow(9, Pow(9, 9, evaluate=False), evaluate=False)
    right(tower, ">", 1)
    wrong(tower, "==", 1)
    wrong(log(tower), "==", 9**8 * log(9))


def test_a_huge_factorial_is_never_multiplied_out() -> None:
    """(10⁷)! has 65 million digits: SymPy hangs when it is written down without evaluate=False."""
    huge = factorial(10**7, evaluate=False)
    unproved(huge, "==", 1)
    unproved(huge, "==", 10**6 * factorial(10**7 - 1, evaluate=False))


def test_a_very_deep_nest_is_over_budget() -> None:
    """sin of sin of ... 2000 times: SymPy dies of recursion when it differentiates."""
    deep = x
    for _ in range(2000):
        deep = sin(deep, evaluate=False)
    with pytest.raises(RecursionError):
        deep.diff(x)
    judgement = judge(deep, 2)
    assert judgement.verdict is Verdict.UNDECIDED
    assert "over budget" in judgement.evidence.missing


def test_numbers_of_another_library_are_read_exactly() -> None:
    """With FLINT installed, SymPy's polynomials have FLINT's numbers as coefficients."""
    third = sp.sympify(sp.QQ(1, 3))
    right(third * x, "==", x / 3)
    right(sp.factor(x**2 / 3 - Rational(1, 27)), "==", (3 * x - 1) * (3 * x + 1) / 27)
    wrong(third * x, "==", Rational(333333333333333333333, 10**21) * x)


# ---------------------------------------------------------------------------------- provers: ranges, signs, zeros


def test_the_number_of_terms_from_2_to_m() -> None:
    """It is m - 1 for m ≥ 1, but 0, not -1, for m = 0."""
    right(S(1, i, 2, m), "==", m - 1, m >= 1)
    wrong(S(1, i, 2, m), "==", m - 1)


def test_the_number_of_terms_up_to_any_integer() -> None:
    """It is M for M ≥ 0, but 0 for every M below."""
    right(S(1, i, 1, M), "==", M, M >= 0)
    wrong(S(1, i, 1, M), "==", M)


def test_the_absolute_value_has_no_slope_at_zero() -> None:
    """|x|' = sign x holds away from 0; a look at the boundary, where sign 0 = 0, shows nothing."""
    right(D(Abs(x), x), "==", sign(x), Ne(x, 0))
    unproved(D(Abs(x), x), "==", sign(x))
    unproved(D(Abs(x), x), "==", 0, Eq(x, 0))


def test_the_square_of_a_sign() -> None:
    """sign(x)² = 1 needs x ≠ 0 as a hypothesis; it is no condition that being defined implies."""
    right(sign(x) ** 2, "==", 1, Ne(x, 0))
    wrong(sign(x) ** 2, "==", 1)


def test_one_element_that_is_zero_stays_one() -> None:
    """Y_i = 0 for one i does not come to mean every i one line later."""
    chain = calc("", S(Y[i]), given=Eq(Y[i], 0)).equals(S(Y[i]) + Y[i]).equals(0)
    assert outcomes(chain) == ["proved", "refuted"]
    right(S(Y[i]), "==", 0, each((i, 1, n), Eq(Y[i], 0)))
    wrong(Y[j], "==", 0, Eq(Y[i], 0))


CONSTANTS: dict[str, tuple[Any, Any, Any, Any]] = {
    "a product is 1": (x**2 * w + 2, x + 2, 2, Eq(x * w, 1)),
    "1 is a product": (2 * x * w + 5, 7, 5, Eq(1, x * w)),
    "1 is a sum": (3 * x + 3 * w + 4, 7, 4, Eq(1, x + w)),
    "a sum with 1 is 0": (5, -5 * x, 0, Eq(1 + x, 0)),
    "a symbol is 0": (x + 3, 3, 0, Eq(x, 0)),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_hypothesis_with_a_constant_leaves_other_constants_alone(name: str) -> None:
    """An equation that is used from left to right must not rewrite the number 1 itself."""
    before, after, swallowed, fact = CONSTANTS[name]
    right(before, "==", after, fact)
    wrong(before, "==", swallowed, fact)


PRODUCT = 1 / (a * (a + p))
FEEDING: dict[str, tuple[Any, Any, Any, Any]] = {
    "partial fractions": (p, 1, 2, (Eq(PRODUCT, 1 / a - 1 / (a + p)),)),
    "a value for the product": (1 / a - 1 / (a + p), p * x, x, (Eq(PRODUCT, x),)),
    "a square of itself": (a, p, 2 * p, (Eq(a, a**2 / p),)),
    "the next element": (Y[j], Y[j + 1] + 1, Y[j + 1], (each((i, 1, n), Eq(Y[i], Y[i + 1] + 1)), *within(j))),
}


@pytest.mark.parametrize("name", FEEDING)
def test_an_equation_that_feeds_itself_comes_to_an_end(name: str) -> None:
    """Its left side occurs again in what its right side makes, as in 1/(a(a + p)) = 1/a - 1/(a + p)."""
    before, after, other, facts = FEEDING[name]
    right(before, "==", after, *facts)
    wrong(before, "==", other, *facts)


def test_deltas_with_two_free_ends_come_to_an_end() -> None:
    """δ_ij lets i be written for j and j for i, which must not go round in circles."""
    right(delta(i, j) * delta(j, k) * delta(k, i) * Y[i], "==", delta(i, j) * delta(j, k) * Y[k])
    wrong(delta(i, j) * delta(j, k) * Y[i], "==", delta(i, k) * Y[k])


def test_nothing_is_remembered_from_other_hypotheses() -> None:
    """|x| is x, then -x, then neither, as the hypotheses come and go."""
    for _ in range(2):
        right(Abs(x), "==", x, x > 0)
        right(Abs(x), "==", -x, x < 0)
        wrong(Abs(x), "==", x)
        wrong(Abs(x), "==", -x)


MIXED: dict[str, tuple[Any, Any]] = {
    "lengths": (S(1), S(1, k, 1, K)),
    "ranges": (S(X[i] ** 2), S(X[i] ** 2, i, 1, K)),
    "a transposed table": (S(S(W[i, k], k, 1, K)), S(S(W[k, i], k, 1, K))),
    "swapped bounds": (S(S(W[i, k], k, 1, K)), S(S(W[i, k], k), i, 1, K)),
}


@pytest.mark.parametrize("name", MIXED)
def test_samples_and_classes_are_different_kinds_of_index(name: str) -> None:
    """These hold whenever n = K, say 3; a counterexample needs different sizes."""
    wrong(MIXED[name][0], "==", MIXED[name][1])


def of_distinct(number: int) -> sp.Expr:
    """The sum of products of elements at so many different places: 0 where n is smaller than that."""
    places = sp.symbols(f"i1:{number + 1}", integer=True)
    apart = [1 - delta(r, s) for k, r in enumerate(places) for s in places[:k]]
    elements = [IndexedBase(f"B{k}", real=True)[r] for k, r in enumerate(places)]
    return Sum(sp.Mul(*elements, *apart), *((r, 1, n) for r in places))


@pytest.mark.parametrize("number", [2, 3, 4])
def test_what_holds_for_small_sizes_need_not_hold(number: int) -> None:
    """A sum over `number` different indices is empty for every smaller n; a check at fixed sizes must go as far."""
    wrong(of_distinct(number), "==", 0)


def test_no_number_of_sizes_is_a_proof_of_a_polynomial() -> None:
    """(n - 1)(n - 2)(n - 3)(n - 4)(n - 5) is 0 at five sizes."""
    unproved(sp.Mul(*(n - size for size in range(1, 6))), "==", 0)
    wrong((n - 1) * (n - 2) * (n - 3), "==", 0)


def test_contradictory_hypotheses_prove_nothing() -> None:
    """From Σ X_i < 0 and Σ X_i > 1 anything would follow."""
    with pytest.raises(InvalidStatement, match="contradict each other"):
        judge(n, 7, given=(S(X[i]) < 0, S(X[i]) > 1))


def test_the_likelihood_of_a_variance_is_not_concave() -> None:
    """ℓ'' < 0 is false for a large variance; that the likelihood is highest at the mean square is true all the same."""
    v = positive("v")
    squares = S(X[i] ** 2)
    likelihood = -n * log(v) / 2 - squares / (2 * v)
    wrong(D(likelihood, (v, 2)), "<", 0, squares > 0)
    best = maximum("", of=likelihood, over=v, at=squares / n, given=squares > 0)
    assert outcomes(best) == ["proved", "proved"]


# ------------------------------------------------------------------------------------------- what the verdicts say


def test_conditions_are_only_what_being_defined_implies() -> None:
    """xw/w = x needs w ≠ 0, but not x ≠ 0; log e^x = x needs nothing."""
    assert right(Mul(x * w, 1 / w, evaluate=False), "==", x).evidence.conditions == (Ne(w, 0),)
    assert right(log(exp(x)), "==", x).evidence.conditions == ()


def test_dividing_by_what_may_be_zero_is_no_proof() -> None:
    """ux = uw gives x = w only where u ≠ 0: the excluded set must be covered too."""
    right(x, "==", w, Eq(u * x, u * w), Ne(u, 0))
    wrong(x, "==", w, Eq(u * x, u * w))


def test_a_statement_without_a_point_is_vacuous() -> None:
    """a x < 0 and x > p, both a and p positive, holds nowhere."""
    judgement = judge(x, x, given=(a * x < 0, x > p))
    assert judgement.verdict is Verdict.UNDECIDED
    assert judgement.evidence.missing.startswith("possibly vacuous")


def test_a_chain_keeps_the_conditions_of_its_middle_lines() -> None:
    """x = xw/w = x says something only where w ≠ 0."""
    chain = calc("", x).equals(Mul(x * w, 1 / w, evaluate=False)).equals(x)
    ((fact,), _) = Session().facts(chain)
    assert fact.conditions == (t.rel("!=", t.sym("w"), t.ZERO),)


def test_a_counterexample_satisfies_the_hypotheses_exactly() -> None:
    """A point with xw = 1 refutes x = w, to the last digit."""
    point = wrong(x, "==", w, Eq(x * w, 1)).evidence.counterexample
    assert point is not None
    assert point[x] * point[w] == 1


REFUTATIONS: dict[str, tuple[Any, str, Any]] = {
    "== by two different values": (x * (1 + Rational(1, 10**30)), "==", x),
    "< by a wrong sign": (x**2, "<", x),
    "<= by a wrong sign": (exp(x), "<=", 1 + x),
    "< by exact equality": (0, "<", x**2),
    "!= by exact equality": (x**2, "!=", x),
}


@pytest.mark.parametrize("name", REFUTATIONS)
def test_how_a_relation_is_refuted(name: str) -> None:
    """One exact point is enough, and for < and != one of equality, which no rounding could show."""
    wrong(*REFUTATIONS[name])


def test_different_everywhere_and_different_somewhere() -> None:
    """x² ≠ x says that they differ at every point; that they are not always equal is shown by one point."""
    right(x**2 + 1, "!=", x)
    wrong(x**2, "!=", x)
    assert outcomes(witness("", Ne(x**2, x), at={x: 2})) == ["proved"]


def test_running_out_of_fuel_is_undecided_and_always_at_the_same_place() -> None:
    """Fuel counts steps, not seconds."""
    first, second = (judge((x + w) ** 9, sp.expand((x + w) ** 9), fuel=5) for _ in range(2))
    assert first.verdict is Verdict.UNDECIDED
    assert first.evidence.missing == "over budget: the fuel is used up"
    assert first == second


@pytest.mark.parametrize("place", [10**6 + Rational(1, 7), pi], ids=["far away", "irrational"])
def test_almost_everywhere_is_not_everywhere(place: Any) -> None:
    """A function that is 0 except at one point, which nobody would try."""
    unproved(Piecewise((1, Eq(x, place)), (0, True)), "==", 0)
    unproved(sign(x - place) ** 2, "==", 1)


# ----------------------------------------------------------------------------------------------------- conventions

HALF = Rational(1, 2)
BRANCHES: dict[str, tuple[Any, Any, Any]] = {
    "the log of a negative number": (log(-a), log(a) + I * pi, log(a) - I * pi),
    "the root of a square": (Pow(x**2, HALF, evaluate=False), Abs(x), x),
    "a product of roots": (Mul(Pow(-a, HALF, evaluate=False), sqrt(-p)), -sqrt(a * p), sqrt(a * p)),
    "a third root": (Pow(-(a**3), Rational(1, 3), evaluate=False), a * exp(I * pi / 3), -a),
    "exp of a log": (exp(log(z), evaluate=False), z, Abs(z)),
}


@pytest.mark.parametrize("name", BRANCHES)
def test_principal_branches(name: str) -> None:
    """Powers, roots and logarithms take their principal values."""
    term, value, other = BRANCHES[name]
    right(term, "==", value)
    wrong(term, "==", other)


EMPTY: dict[str, tuple[Any, Any, Any]] = {
    "a sum": (Sum(i, (i, 5, 2)), 0, -(3 + 4)),
    "a product": (Product(2, (i, 5, 2)), 1, Rational(1, 2 * 2)),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_range_is_empty_also_when_its_end_lies_far_below(name: str) -> None:
    """Σ is 0 and Π is 1. SymPy goes backwards, after Karr."""
    empty, value, backwards = EMPTY[name]
    assert empty.doit() == backwards
    right(empty, "==", value)
    wrong(empty, "==", backwards)


RANGES: dict[str, tuple[Any, Any, Any]] = {
    "splitting": (S(X[i], i, 1, k) + S(X[i], i, k + 1, l), S(X[i], i, 1, l), (k >= 0, k <= l)),
    "the last term": (S(X[i], i, 1, M + 1), S(X[i], i, 1, M) + X[M + 1], (M >= 0,)),
    "shifting": (S(X[i + 1], i, 0, M), X[1] + S(X[i], i, 2, M + 1), (M >= 0,)),
    "telescoping": (S(X[i + 1] - X[i], i, 1, M), X[M + 1] - X[1], (M >= 0,)),
    "a closed form": (S(i, i, 1, M), M * (M + 1) / 2, (M >= 0,)),
    "a geometric sum": (S(2**i, i, 0, M), 2 ** (M + 1) - 1, (M >= -1,)),
    "a power": (Product(a, (i, 1, M)), a**M, (M >= 0,)),
}


@pytest.mark.parametrize("name", RANGES)
def test_ranges_are_taken_apart_only_where_they_are_in_order(name: str) -> None:
    """It needs lower ≤ upper + 1: elsewhere the sum is 0, and the formula is not."""
    lhs, rhs, in_order = RANGES[name]
    right(lhs, "==", rhs, *in_order)
    wrong(lhs, "==", rhs)


def test_a_count_is_an_integer_from_one_on() -> None:
    """So a sum over 1..n has a first term."""
    size = count("size")
    right(size, ">=", 1)
    right(sp.floor(size), "==", size)
    wrong(size, ">=", 2)


def test_zero_to_the_zero_is_one() -> None:
    """0 to a positive power is 0; to a negative one it has no value."""
    right(b**m, "==", 1, Eq(m, 0), Eq(b, 0))
    right(b**m, "==", 0, Eq(b, 0), m >= 1)
    wrong(b**m, "==", 0, Eq(b, 0))
    unproved(b**x, "==", 0, Eq(b, 0), x < 0)


def test_x_log_y_is_zero_where_x_is() -> None:
    """Also at y = 0, unlike the product of x and log y; so the entropy of a certain event is 0."""
    q = proportion("q")
    right(xlogy(x, w), "==", 0, Eq(x, 0), Eq(w, 0))
    unproved(x * log(w), "==", 0, Eq(x, 0), Eq(w, 0))
    right(xlogy(q, q), "<=", 0)
    wrong(xlogy(q, q), "<", 0)


def test_x_log_y_prints_as_it_is_written_in_books() -> None:
    """a log b, with no name for the convention."""
    assert text(tree_of(xlogy(a, p))) == "a log p"


def test_a_divergence_has_no_value_where_only_the_second_law_is_zero() -> None:
    """Kullback and Leibler's q log(q/p) is 0 at q = p = 0 by convention, and nothing at p = 0 < q: p > 0 is to be stated."""
    q, r = proportion("q"), proportion("r")
    divergence = xlogy(q, q) - xlogy(q, r) + xlogy(1 - q, 1 - q) - xlogy(1 - q, 1 - r)
    right(divergence, "==", 0, Eq(q, r))
    right(divergence, "==", 0, Eq(q, 0), Eq(r, 0))
    unproved(divergence, ">", 0, Eq(q, 1), Eq(r, 0))


UNDEFINED: dict[str, tuple[Any, ...]] = {
    "the slope of |x| at 0": (D(Abs(x), x), "!=", 7, Eq(x, 0)),
    "the slope of max(x, 0) at 0": (D(Max(x, 0), x), "<=", 1, Eq(x, 0)),
    "a limit of two sides that differ": (Limit(Abs(x) / x, x, 0, "+-"), "<=", 1),
    "a limit of what swings": (Limit(sin(x), x, oo), "==", 0),
    "an integral through a pole": (Integral(1 / x, (x, -1, 1)), "==", 0),
    "an integral of an odd function": (Integral(x, (x, -oo, oo)), "==", 0),
    "a series that swings": (S((-1) ** i, i, 0, oo), "==", Rational(1, 2)),
    "a series that grows": (S(i, i, 1, oo), "==", Rational(-1, 12)),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_does_not_exist_has_no_value(name: str) -> None:
    """Derivatives, limits, integrals and infinite sums are undefined where they do not exist."""
    unproved(*UNDEFINED[name])


def test_a_limit_is_from_the_right_unless_said_otherwise() -> None:
    """As in SymPy; |x|/x tends to 1 from the right, to -1 from the left, and from both sides to nothing."""
    assert Limit(Abs(x) / x, x, 0) == Limit(Abs(x) / x, x, 0, "+")
    right(Limit(Abs(x) / x, x, 0), "==", 1)
    right(Limit(Abs(x) / x, x, 0, "-"), "==", -1)
    wrong(Limit(Abs(x) / x, x, 0), "==", -1)
    unproved(Limit(Abs(x) / x, x, 0, "+-"), "==", 1)


@pytest.mark.parametrize(("side", "shown"), [("+", "x → 0+"), ("-", "x → 0-"), ("+-", "x → 0]")])
def test_a_limit_prints_the_side_from_which_it_is_taken(side: str, shown: str) -> None:
    """A reader must not take a one-sided limit for one from both sides."""
    assert shown in text(tree_of(Limit(f(x), x, 0, side)))


@pytest.mark.parametrize("smooth", [True, False])
def test_an_unknown_function_is_differentiable_only_if_declared_so(smooth: bool) -> None:
    """(f²)' = 2 f f' needs f', which an unknown f need not have."""
    reader = Reader({"f": Declaration("f", "function", "real", smooth=smooth)})
    claimed = t.rel("==", reader.read(D(f(x) ** 2, x)), reader.read(2 * f(x) * D(f(x), x)))
    judgement = judge_statement(Statement(claimed, tuple(reader.declarations.values())))
    assert (judgement.verdict is Verdict.PROVED) == smooth
    assert ("declare it smooth" in judgement.evidence.missing) != smooth


# ---------------------------------------------------------------------------------------- hypotheses under binders

UNDER_BINDERS: dict[str, tuple[Any, Any, Any, Any]] = {
    "a derivative, at one point": (D(x**2, x), 6, 0, Eq(x, 3)),
    "a derivative, on a curve": (D(x * w, x), w, 2 * x, Eq(x, w)),
    "an integral": (Integral(x, (x, 0, 1)), Rational(1, 2), 0, Eq(x, 0)),
    "a limit": (Limit(1 / x, x, oo), 0, Rational(1, 5), Eq(x, 5)),
    "a sum": (S(Y[i] + 1), n + S(Y[j], j), n, Eq(Y[i], 0)),
    "a product": (Product(exp(Y[i]), (i, 1, n)), exp(S(Y[j], j)), 1, Eq(Y[i], 0)),
}


@pytest.mark.parametrize("name", UNDER_BINDERS)
def test_a_hypothesis_says_nothing_of_a_bound_variable(name: str) -> None:
    """x = 3 at one point gives no value to the x over which is integrated, nor to x near that point."""
    term, value, other, fact = UNDER_BINDERS[name]
    right(term, "==", value, fact)
    wrong(term, "==", other, fact)


def test_a_hypothesis_holds_under_a_derivative_on_an_open_set_only() -> None:
    """|x|' = 1 where x > 0; at the end of x ≥ 0 there is no slope."""
    right(D(Abs(x), x), "==", 1, x > 0)
    unproved(D(Abs(x), x), "==", 1, x >= 0)


def test_a_derivative_ignores_constraints() -> None:
    """Under Σ X_i = 1 the slope of Σ X_i by one X_j is still 1: the others are held fixed."""
    right(D(S(X[i]), X[j]), "==", 1, Eq(S(X[i]), 1), *within(j))
    wrong(D(S(X[i]), X[j]), "==", 0, Eq(S(X[i]), 1), *within(j))


SPLIT: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "limits": (lambda term: Limit(term, x, oo), exp(-x), 1 / x, exp(-x), sin(x)),
    "integrals": (lambda term: Integral(term, (x, 0, oo)), exp(-x), exp(-2 * x), f(x), h(x)),
    "series": (lambda term: S(term, i, 0, oo), 2**-i, 3**-i, 2**-i, X[i]),
}
"""An operation, two terms for which it exists, and two of which that is not known, or not of one of them."""


@pytest.mark.parametrize("name", SPLIT)
def test_a_limit_is_split_only_into_parts_that_exist(name: str) -> None:
    """lim (f + g) = lim f + lim g, the same for ∫ and infinite Σ, where each part converges."""
    infinite, first, second, other, unknown = SPLIT[name]
    right(infinite(first + second), "==", infinite(first) + infinite(second))
    unproved(infinite(other + unknown), "==", infinite(other) + infinite(unknown))


EXCHANGED: dict[str, tuple[Any, Any]] = {
    "two series": (S(S(W[i, k], k, 1, oo), i, 1, oo), S(S(W[i, k], i, 1, oo), k, 1, oo)),
    "derivative and integral": (D(Integral(g(x, w), (x, 0, oo)), w), Integral(D(g(x, w), w), (x, 0, oo))),
    "limit and series": (Limit(S(X[i] * x, i, 1, oo), x, 0), S(Limit(X[i] * x, x, 0), i, 1, oo)),
}


@pytest.mark.parametrize("name", EXCHANGED)
def test_infinite_operations_are_not_exchanged_for_nothing(name: str) -> None:
    """It needs a sign or a dominating bound."""
    unproved(EXCHANGED[name][0], "==", EXCHANGED[name][1])


def test_finite_sums_are_exchanged() -> None:
    """Σ_i Σ_k = Σ_k Σ_i when both ranges are finite."""
    right(S(S(W[i, k], k, 1, K)), "==", S(S(W[i, k], i), k, 1, K))


# ------------------------------------------------------------------------------------------ saying what is open

ENDLESS = {
    "powers": (sp.Sum(i**i, (i, 1, sp.oo)), "==", -1),
    "a square in the exponent": (sp.Sum(2 ** (i**2), (i, 0, sp.oo)), "==", -1),
    "ten million terms": (sp.Sum(sin(i**2), (i, 0, 10**7)), "==", -1),
    "an inequality": (1 + sp.Sum(i**i, (i, 1, sp.oo)), "<", 0),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_sum_is_not_worked_out_to_say_that_it_is_open(name: str) -> None:
    """SymPy puts the parts of a sum in order by their numerical values when it prints them: that may never end."""
    lhs, op, rhs = ENDLESS[name]
    assert judge(lhs, rhs, op).verdict is Verdict.UNDECIDED
