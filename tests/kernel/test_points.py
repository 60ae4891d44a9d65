"""The points of a domain that satisfy its hypotheses, and normalizers that are read once and copied."""

from __future__ import annotations

from typing import Any

from flint import fmpq
from sympy import Eq

from derive import count, each, family, index, real, total
from derive.kernel import terms as t
from derive.kernel.core import Statement
from derive.kernel.defined import definitions
from derive.kernel.normal import Fuel
from derive.kernel.prepared import Prepared, Ways
from derive.kernel.prover import RULES
from derive.kernel.sampling import Points
from derive.statements import close

K, M = count("K"), count("M")
i, j = index("i", 1, K), index("j", 1, M)
r = family("r", i, j, nonnegative=True)
a, b = family("a", i, nonnegative=True), family("b", j, nonnegative=True)
x, y = real("x"), real("y")
marginals = (each(i, Eq(a[i], total(r[i, j], j))), each(j, Eq(b[j], total(r[i, j], i))), Eq(total(a[i], i), 1))


def statement(lhs: Any, rhs: Any, given: Any = (), relation: str = "==") -> Statement:
    return close(lhs, rhs, relation, given).statement


def test_marginals_are_worked_out_from_the_joint_law() -> None:
    made = definitions(statement(total(b[j], j), 1, marginals).hypotheses)
    assert set(made) == {"a", "b"}


def test_an_equation_about_itself_defines_nothing() -> None:
    assert definitions(statement(x, 0, (Eq(x, x**2 + y),)).hypotheses) == {}


def test_definitions_never_go_round() -> None:
    assert definitions(statement(x, y, (Eq(x, y + 1), Eq(y, x**2 - 1))).hypotheses).keys() == {"x"}


def test_an_element_at_one_place_is_not_its_family() -> None:
    assert definitions(statement(a[1], 1, (Eq(a[1], a[2] + 1),)).hypotheses) == {}


def test_a_definition_holds_in_its_range_only() -> None:
    k = index("k", 2, K)
    claim = statement(total(a[i], i), x, (each(k, Eq(a[k], x**2 + 1)),))
    made, values = definitions(claim.hypotheses)["a"], next(iter(Points(claim).numbered(4, 9))).at()
    assert made.value(t.item("a", t.num(1)), values) is None


def test_joint_laws_with_their_marginals_are_found() -> None:
    claim = statement(total(b[j], j), 1, marginals)
    found = list(Points(claim).numbered(0, 12))
    assert len(found) >= 6
    for point in found:
        sizes = [int(point.values[t.sym(name)].p) for name in ("K", "M")]
        places = [t.item("r", t.num(k + 1), t.num(m + 1)) for k in range(sizes[0]) for m in range(sizes[1])]
        assert sum((point.values[place] for place in places), fmpq(0)) == 1


def test_sizes_are_small_in_most_points_and_up_to_five_in_some() -> None:
    for first in (9, 1_000):
        points = Points(statement(total(a[i], i), x, (x > 0,))).numbered(first, 50)
        sizes = [int(p.at().atom(t.sym("K")).p) for p in points]
        assert {1, 2, 3, 5} <= set(sizes) <= {1, 2, 3, 4, 5}
        assert sum(size <= 3 for size in sizes) > 40


def test_a_copy_learns_nothing_of_what_another_copy_met() -> None:
    claim, ways = statement(x, 1, (x > 0,)), Ways(16, False, False, False, False)
    prepared, roots = Prepared(RULES), dict[t.Term, int]()
    first = prepared.normalizer(claim, ways, Fuel(1_000), roots)
    first.rat(t.power(t.sym("y"), t.num(3)))
    first.needs.append(t.sym("y"))
    second = prepared.normalizer(claim, ways, Fuel(1_000), roots)
    assert first is not second
    assert t.sym("y") not in second.memo and second.needs == []
    assert len(second.kernels) < len(first.kernels)


def test_a_point_has_no_elements_beyond_what_the_hypotheses_reach() -> None:
    """Whatever size a family had while its equations were solved."""
    q = family("q", i, nonnegative=True)
    law = Eq(total(q[i], i), 1)
    points = Points(statement(total(q[i] ** 2, i), 1, (law, each(i, q[i] > 0))))
    for attempt in points.numbered(0, 40):
        size = attempt.values[t.sym("K")]
        assert {a.args[1] for a in attempt.values if a.op == "item"} == {t.num(fmpq(k + 1)) for k in range(int(size.p))}
