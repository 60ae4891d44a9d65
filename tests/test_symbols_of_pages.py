"""A page explains what its formulas show, wherever it was declared or defined, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.corpus import find
from derive.notation.text import text
from derive.page import Display, page
from derive.report import DerivationReport
from derive.runner import check, versions
from tests.test_cli import write

FIRST = '''"""First"""

from derive import calc, count, define, family, index, proportion, real, total

n = count("n")
i = index("i", 1, n)
x = family("x", i, note="the features")
mean = define("m", total(x[i], i) / n, "their mean")
spread = define("S", total((x[i] - mean) ** 2, i), "their spread")
u = real("u", note="only here")
square = calc("Squared:", (u + 1) ** 2).equals(u**2 + 2 * u + 1, by="multiplied out")
'''
SECOND = '''"""Second"""

from derive import calc, count, family, index, real, total

from derivations.t.first import i, mean, n, spread, square, x

d = count("d")
j = index("j", 1, d)
X = family("x", i, j, note="the table")
v = real("v", note="a number")
moved = calc("Moved:", spread + x[i]).equals(x[i] + spread, by="the order does not matter")
summed = calc("Added up:", total(X[i, j], j) + v).equals(v + total(X[i, j], j), by="the order does not matter")
'''


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> DerivationReport:
    folder = tmp_path_factory.mktemp("symbols")
    write(folder, "t/first.py", FIRST)
    write(folder, "t/second.py", SECOND)
    found = {d.name: d for d in check(find([folder / "derivations"])).derivations}["t.second"]
    assert not found.failure
    return found


def listed(d: DerivationReport) -> dict[str, str]:
    return {text(s.formula.tree): s.note for s in d.symbols}


def test_definitions_of_another_script_are_explained(second: DerivationReport) -> None:
    assert listed(second)["S"] == "their spread"


def test_so_is_what_a_definition_names(second: DerivationReport) -> None:
    assert listed(second)["m"] == "their mean"


def test_two_families_of_one_letter_are_both_explained(second: DerivationReport) -> None:
    assert (listed(second)["xᵢ"], listed(second)["xᵢⱼ"]) == ("the features", "the table")


def test_what_no_formula_shows_is_left_out(second: DerivationReport) -> None:
    assert "u" not in listed(second)


def test_behind_what_a_line_says_of_equality_the_left_side_stands_again(tmp_path: Path) -> None:
    body = (
        'from sympy import Eq\nfrom derive import calc, real\na, b = real("a"), real("b")\n'
        'apart = calc("Apart.", (a - b) ** 2 + 1).at_least(1, by="a square", equality_iff=Eq(a, b)).at_least(0, by="one")\n'
    )
    (d,) = check(find([write(tmp_path, "t/apart.py", body)])).derivations
    (display,) = [b for b in page(d, versions()).blocks if isinstance(b, Display)]
    assert [row.left is not None for row in display.rows] == [True, True, True, True]
