"""Slips of an author: one clear line that says what, where and what to do; and what is printed of right input."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.edition import SLOW
from derive.export import EXPORTERS, SUFFIXES
from tests.test_cli import derive, write

HEAD = "from sympy import *\nfrom derive import *\n"
SLIPS = {
    "a function that is no rule": (
        'from sympy import expand\ncalc("s", positive("a")).equals(positive("a"), by=expand)\n',
        ":4: by=expand is no rule: write `from derive.rules import expand`",
    ),
    "a number as a reason": ('calc("s", real("a")).equals(real("a"), by=5)\n', ":3: by= takes a rule of derive.rules"),
    "a chained comparison": (
        'z = real("z")\ncalc("s", z, given=(0 < z < 1,)).equals(z)\n',
        ":4: `0 < p < 1` cannot be read: write `0 < p, p < 1`",
    ),
    "facts that contradict each other": (
        'z = real("z")\ncalc("s", z, given=(z > 1, z < 0)).equals(z + 0)\n',
        ":4: the hypotheses on z contradict each other",
    ),
    "two names that print alike": (
        'calc("s", real("x1") + real("x_1")).equals(real("x_1") + real("x1"))\n',
        ": x1 and x_1 are both printed as x_1: rename one of them",
    ),
    "a name like a constant": (
        'calc("s", positive("e")).equals(positive("e"))\n',
        ": e is printed as e, like the constant",
    ),
    "a name without notation": (
        'calc("s", real("é")).equals(real("é"))\n',
        "has no notation: use letters, digits and _",
    ),
    "a claim for each index": (
        'k = index("k", 1, count("n"))\na = family("a", k)\nclaim("s", each(k, a[k] >= 0), given=each(k, a[k] > 0))\n',
        ":5: leave out each(...): a claim that names an index holds for each of its values",
    ),
    "values in words": (
        'sample("y", index("i", 1, 3), values="counts")\n',
        ":3: values='counts' must be numbers between parentheses, such as values=(0, 1)",
    ),
    "nothing stated": ('x = real("x")\n', ": there is nothing to check: no line is stated"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_gets_one_clear_line(tmp_path: Path, slip: str) -> None:
    body, message = SLIPS[slip]
    write(tmp_path, "t/a.py", HEAD + body)
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_ascii_terminal_gets_no_traceback(tmp_path: Path) -> None:
    write(
        tmp_path,
        "t/a.py",
        '"""Wahl von \u03b8."""\n' + HEAD + 'calc("s", real("a")).equals(real("a"), by="it\u2019s so")\n',
    )
    for command in (["list"], ["tex", "t.a"], ["check", "--format", "json"], ["show", "t.a"]):
        done = derive(*command, cwd=tmp_path, PYTHONIOENCODING="ascii")
        assert done.returncode == 0, done.stderr


def test_the_document_of_a_refuted_derivation_does_not_stay(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", HEAD + 'a = real("a")\ncalc("s", a + a).equals(2 * a)\n')
    assert derive("build", cwd=tmp_path).returncode == 0
    write(tmp_path, "t/a.py", HEAD + 'a = real("a")\ncalc("s", a + a).equals(3 * a)\n')
    assert derive("build", cwd=tmp_path).returncode == 1
    assert not list((tmp_path / "build").rglob("*.md"))


def test_a_format_makes_the_files_that_it_is_said_to_make(built: Path) -> None:
    for format, suffixes in SUFFIXES.items():
        assert format in EXPORTERS
        assert format in SLOW or all((built / "bernoulli" / f"mle{suffix}").exists() for suffix in suffixes)


def test_solve_explains_both_directions_of_an_equivalence(tmp_path: Path) -> None:
    body = 'from derive.rules import solve\nc, d = real("c"), positive("d")\n'
    body += 'iff("s", Eq(1 - d * c, 0), Eq(c, 1 / d), by=solve(c))\nclaim("s", c, "==", 2, given=Eq(2 * c, 4), by=solve(c))\n'
    write(tmp_path, "t/a.py", HEAD + body)
    assert derive("check", cwd=tmp_path).stdout == "3 proved.\n"


def test_constants_move_through_sums_in_a_rule(tmp_path: Path) -> None:
    body = """from derive.rules import differentiate, factor_out
i = index("i", 1, count("n"))
x, v, mu = family("x", i), positive("v"), real("mu")
calc("s", D(-total((x[i] - mu) ** 2, i) / (2 * v), mu)).equals(total(x[i] - mu, i) / v, by=differentiate)
calc("s", total((x[i] - mu) ** 2 / (2 * v), i)).equals(total((x[i] - mu) ** 2, i) / (2 * v), by=factor_out(1 / (2 * v)))
calc("s", total(-x[i] / v, i)).equals(-total(x[i], i) / v, by=factor_out(1 / v))
"""
    write(tmp_path, "t/a.py", HEAD + body)
    assert derive("check", cwd=tmp_path).stdout == "3 proved.\n"
