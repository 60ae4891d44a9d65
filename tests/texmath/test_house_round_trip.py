"""House notation reads back: every formula in one notation, and one formula in every notation that a file may ask for."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import HEADS, LETTERS, statements

from derive.export.figures import _understood
from derive.export.mathml import mathml
from derive.house import FUNCTIONS, SYMBOLS, _printed
from derive.notation import tree as t
from derive.notation.house import Entry, Notation
from derive.notation.latex import latex
from derive.notation.names import head_tree, name_tree
from derive.notation.portable import portable
from derive.notation.tree import Tree
from derive.texmath.parser import read_latex

quick = {"deadline": None, "derandomize": True, "suppress_health_check": [HealthCheck.too_slow]}
SYMBOL_ROWS = {
    "x": r"\boldsymbol{u}", "y": "v", "a": r"\hat{b}_{\mathrm{ML}}", "b": "a", "k": r"\vec{\kappa}", "n": "N",
    "L": r"\mathcal{L}",    "theta": r"\vartheta", "mu": r"\bar{x}_n", "loss": r"\mathbb{L}",
    "f": r"\mathcal{F}", "relu": r"\mathrm{ReLU}", "d": r"\dot{d}",
}  # fmt: skip
FUNCTION_ROWS = {"log": r"\ln", "sin": r"\mathbb{S}", "erf": r"\operatorname{Erf}_0", "digamma": "P"}
HOUSE = Notation(
    tuple(Entry(name_tree(name), _printed(SYMBOLS, shown)) for name, shown in SYMBOL_ROWS.items()),
    tuple(Entry(head_tree(name), _printed(FUNCTIONS, shown)) for name, shown in FUNCTION_ROWS.items()),
)


@settings(max_examples=150, **quick)
@given(statements)
def test_every_formula_reads_back(tree: Tree) -> None:
    shown = latex(HOUSE.printing.of(tree))
    assert read_latex(shown, LETTERS, (*HEADS, "sin", "log", "erf"), HOUSE) == tree
    assert read_latex(portable(shown), LETTERS, (*HEADS, "sin", "log", "erf"), HOUSE) == tree


letters = st.one_of(
    st.sampled_from([*"xwE", r"\theta", r"\Sigma", r"\ell", r"\mathbf{x}", r"\boldsymbol{w}", r"\boldsymbol{\theta}"]),
    st.sampled_from([r"\mathcal{L}", r"\mathbb{E}", r"\mathrm{KL}", r"\bm{v}"]),
)
accents = st.sampled_from([r"\hat", r"\bar", r"\tilde", r"\dot", r"\vec", r"\ddot", r"\check", r"\breve"])
bases = st.one_of(letters, st.builds(lambda accent, letter: f"{accent}{{{letter}}}", accents, letters))
ends = st.sampled_from(
    ["", "", "'", r"^\ast", "_1", r"_{\mathrm{ML}}", r"_{\text{ML}}", "_{12}", "_n", r"_{\theta}", "^{(t)}"]
)
names = st.builds(lambda base, end: base + end, bases, ends)


@settings(max_examples=200, **quick)
@given(names)
def test_every_name_reads_back_in_every_format(shown: str) -> None:
    own = Notation((Entry(t.Symbol("q"), _printed(SYMBOLS, shown)),))
    formula = t.Add((t.Power(t.Symbol("q"), t.Number("2")), t.Item(t.Symbol("q"), (t.Symbol("j"),))), "+")
    text = latex(own.printing.of(formula))
    assert read_latex(text, ["q", "j"], notation=own) == formula
    assert read_latex(portable(text), ["q", "j"], notation=own) == formula
    assert mathml(text).startswith("<math") and _understood(f"${text}$")


pieces = st.sampled_from([*r"\{}_^'$%&#<>~ ", "x", "1", r"\hat", r"\mathbf", r"\input", r"\def", r"\mathrm", r"\theta"])


@settings(max_examples=300, **quick)
@given(st.lists(pieces, max_size=12).map("".join))
def test_what_is_accepted_is_printed_as_it_was_written(shown: str) -> None:
    try:
        printed = latex(_printed(SYMBOLS, shown))
    except ValueError:
        return
    assert not set(printed) & set("$%&#<>~") and r"\input" not in printed and r"\def" not in printed
    assert printed.replace("{", "").replace("}", "") == "".join(c for c in shown if c not in "{} ")
