"""Names printed otherwise, and back."""

from __future__ import annotations

import pytest

from derive.notation import tree as t
from derive.notation.house import PLAIN, Entry, Notation, formulas, mapped, may_coincide, names_in
from derive.notation.latex import latex
from derive.notation.names import head_tree, name_tree
from derive.notation.tables import COMMAND
from derive.notation.text import text
from derive.page import Row
from derive.report import Formula, StepReport
from derive.texmath.parser import read_latex, read_name


def notation(functions: dict[str, str] | None = None, **symbols: str) -> Notation:
    return Notation(
        tuple(Entry(name_tree(name), read_name(printed)) for name, printed in symbols.items()),
        tuple(Entry(head_tree(name), read_name(printed)) for name, printed in (functions or {}).items()),
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x", r"\mathbf{x}"),
        ("x_i", r"\mathbf{x}_i"),
        ("x_hat", r"\hat{\mathbf{x}}"),
        ("x_hat_i", r"\hat{\mathbf{x}}_i"),
        ("x_0", "c"),
        ("theta_hat", r"\hat{\theta}_{\mathrm{ML}}"),
        ("theta_hat_i", r"\hat{\theta}_{\mathrm{ML} i}"),
        ("theta", r"\theta"),
        ("y", "y"),
    ],
)
def test_what_is_built_on_a_name_follows_it(name: str, shown: str) -> None:
    own = notation(x=r"\mathbf{x}", x_0="c", theta_hat=r"\hat{\theta}_{\mathrm{ML}}")
    assert latex(own.printing.of(name_tree(name))) == shown
    assert own.reading.of(own.printing.of(name_tree(name))) == name_tree(name)


def test_subscripts_are_renamed_too() -> None:
    assert latex(notation(x="u", i=r"\iota").printing.of(name_tree("x_i"))) == r"u_{\iota}"


def test_names_change_places() -> None:
    swapped = notation(x="y", y="x")
    assert swapped.printing.of(t.Power(t.Symbol("x"), t.Symbol("y"))) == t.Power(t.Symbol("y"), t.Symbol("x"))


def test_a_function_has_its_own_table() -> None:
    own = notation({"log": r"\mathrm{lg}"}, sigma=r"\varsigma", f=r"\mathcal{F}")
    tree = t.Call(t.Symbol("log"), (t.Call(t.Symbol("sigma"), (t.Call(t.Symbol("f"), (t.Symbol("sigma"),)),)),))
    assert latex(own.printing.of(tree)) == r"\operatorname{lg}(\sigma(\mathcal{F}(\varsigma)))"


def test_the_binary_logarithm_stays_what_it_is() -> None:
    log2 = t.Call(head_tree("log2"), (t.Symbol("x"),))
    assert notation({"log": r"\mathrm{lg}"}).printing.of(log2) == log2


def test_ln_is_read_as_the_logarithm() -> None:
    ln = t.Call(t.Symbol("ln", style=COMMAND), (t.Symbol("p"),))
    assert latex(ln) == r"\ln p"
    assert read_latex(latex(ln)) == t.Call(t.Symbol("log"), (t.Symbol("p"),))


def test_a_function_called_ln_is_no_logarithm() -> None:
    assert latex(t.Call(t.Symbol("ln"), (t.Symbol("p"),))) == r"\operatorname{ln}(p)"


def test_names_that_never_meet_may_print_alike() -> None:
    own = notation(a=r"\mu", b=r"\mu")
    assert read_latex(r"\mu", ["b"], notation=own) == t.Symbol("b")
    assert read_latex(r"\mu", ["a"], notation=own) == t.Symbol("a")
    assert read_latex(r"\mu", ["mu"], notation=own) == t.Symbol("mu")


def test_an_index_need_not_be_listed() -> None:
    assert read_latex(r"\sum_{\iota=1}^{n} \iota", ["n"], notation=notation(i=r"\iota")) == read_latex(
        r"\sum_{i=1}^{n} i", ["n"]
    )


def test_a_later_notation_goes_before() -> None:
    both = notation(x="u", y="v").refined(notation(x="w"))
    assert [latex(both.printing.of(name_tree(n))) for n in "xy"] == ["w", "v"]


def test_formulas_inside_of_data_are_changed() -> None:
    x, u = t.Symbol("x"), t.Symbol("u")
    step = StepReport("a.1", None, 1, "==", "", "", Formula(x), Formula(x), given=(Formula(x),))
    row = mapped(Row(None, "=", x, 1, step), notation(x="u").printing.of)
    assert set(formulas(row)) == {u} and row.step.given == (Formula(u),) and row.number == 1


def test_the_base_of_a_subscript_is_no_name_by_itself() -> None:
    tree = t.Call(t.Symbol("f"), (name_tree("x_i"),))
    assert dict(names_in(tree)) == {t.Symbol("f"): True, name_tree("x_i"): False, t.Symbol("i"): False}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("a_1", "a_i", True), ("a_1", "a_2", False), ("a_1", "a", False), ("a_i", "b_i", False), ("a_ML", "a_1", False)],
)
def test_subscripts_that_may_take_one_value(one: str, other: str, expected: bool) -> None:
    assert may_coincide(name_tree(one), name_tree(other)) is expected


def test_plain_text_has_letters_in_their_fonts() -> None:
    assert text(t.Symbol("x", (), "bold")) == "\N{MATHEMATICAL BOLD SMALL X}"
    assert text(t.Symbol("L", (), "calligraphic")) == "\N{SCRIPT CAPITAL L}"


def test_its_repr_says_what_it_prints_and_not_where_that_is_said() -> None:
    entry = Entry(t.Symbol("x"), t.Symbol("u"), "x", "/somewhere/notation.toml")
    assert "somewhere" not in repr(Notation((entry,))) and "'u'" in repr(Notation((entry,)))


def test_without_entries_there_is_none() -> None:
    assert not PLAIN and not Notation()
