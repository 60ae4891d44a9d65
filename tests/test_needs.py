"""What a step needs besides: in the author's names, and nothing that is given anyway."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Eq, Expr, Ne, Rational, log

from derive import count, define, each, family, index, positive, real, sigmoid, total
from derive.kernel import terms as t
from derive.needs import needs
from derive.notation.text import text
from derive.statements import close

x, y, z, v = real("x"), real("y"), real("z"), positive("v")
K, M = count("K"), count("M")
c, l = index("c", 1, K), index("l", 1, M)  # noqa: E741
r, square = family("r", c, l), family("s", c, c)
f = define("f", c, total(r[c, l], l), "the sums of the rows")


def needed(expr: Expr, given: Any = ()) -> list[str]:
    """What is printed of a condition that an expression differs from 0, for each of its indices."""
    closed = close(expr, 0, "!=", given)
    return [text(tree) for tree in needs(closed, [closed.statement.claim], [expr])]


def needed_for_each(expr: Expr, given: Any = ()) -> list[str]:
    """The same where the kernel says it of all c."""
    closed = close(expr, 0, "!=", given)
    number = t.fresh()
    body = t.substitute(closed.statement.claim, {t.sym("c"): t.var(number)})
    about = close(K, K, "==", given)
    about = type(about)(about.statement, {**closed.symbols, **about.symbols})
    return [text(tree) for tree in needs(about, [t.big("forall", number, body, t.ONE, t.sym("K"))], [expr])]


@pytest.mark.parametrize(
    ("expr", "printed"),
    [
        (x, ["x ≠ 0"]),
        (x**2, ["x ≠ 0"]),
        (x * y**3, ["x ≠ 0", "y ≠ 0"]),
        (x - y, ["x ≠ y"]),
        (1 - x, ["x ≠ 1"]),
        (sigmoid(z) - y, ["σ(z) ≠ y"]),
        (x + y, ["x + y ≠ 0"]),
    ],
)
def test_a_need_is_written_as_its_author_would(expr: Expr, printed: list[str]) -> None:
    assert sorted(needed(expr)) == printed


@pytest.mark.parametrize("expr", [v, v**2, -log(Rational(9, 10)), 3 * v, x**2 + 1])
def test_what_the_kernel_shows_is_not_printed(expr: Expr) -> None:
    assert needed(expr) == []


def test_a_number_that_is_not_shown_to_differ_from_0_is_printed() -> None:
    assert len(needed(log(x))) == 1


def test_what_is_given_is_not_printed() -> None:
    assert needed(x - y, Ne(x - y, 0)) == []
    assert needed_for_each(f[c], each(c, f[c] > 0)) == []
    assert needed_for_each(f[c], each(c, f[c] >= 0)) == ["∀c ∈ {1, …, K}: f_c ≠ 0"]


def test_of_a_sum_that_has_a_name_the_name_is_printed() -> None:
    assert needed_for_each(f[c]) == ["∀c ∈ {1, …, K}: f_c ≠ 0"]
    assert needed_for_each(total(r[c, l], l)) == ["∀c ∈ {1, …, K}: Σₗ₌₁^M r_{cl} ≠ 0"]


def test_two_indices_of_one_range_stay_apart() -> None:
    e = index("e", 1, K)
    (printed,) = needed(total(total(square[c, e], c), e))
    assert printed.count("Σ") == 2 and "s_{cc}" not in printed and "s_{ee}" not in printed


def test_another_fact_is_no_reason_to_leave_a_need_out() -> None:
    assert needed(x, Eq(y, 1)) == ["x ≠ 0"]
    assert needed_for_each(f[c], each((c, 2, K), f[c] > 0)) == ["∀c ∈ {1, …, K}: f_c ≠ 0"]


@pytest.mark.parametrize("weaker", [Ne(x, 0), x < 0])
def test_a_need_of_order_is_not_left_out_for_a_weaker_fact(weaker: Any) -> None:
    closed = close(x, 0, ">", weaker)
    assert [text(tree) for tree in needs(closed, [closed.statement.claim], [x])] == ["x > 0"]
