"""The plain tree: its invariants, its JSON, and that every printer knows every node."""

from __future__ import annotations

import subprocess
import sys

import pytest

from derive.notation import latex, text
from derive.notation.tree import (
    NODES,
    Add,
    Call,
    Minus,
    Mul,
    Number,
    Symbol,
    add,
    from_json,
    heads,
    quantities,
    to_json,
)
from derive.texmath import meaning

x, y, f = Symbol("x"), Symbol("y"), Symbol("f")


@pytest.mark.parametrize("table", [latex._WRITERS, text._WRITERS, meaning._RULES], ids=["latex", "text", "meaning"])
def test_every_node_has_a_row(table: dict[type, object]) -> None:
    assert set(table) == set(NODES.values())


def test_signs_are_kept() -> None:
    assert add(x, ("-", y)) != add(x, ("+", Minus(y)))


def test_an_add_needs_a_sign_between_terms() -> None:
    with pytest.raises(ValueError, match="sign between"):
        Add((x, y), "+-")


def test_a_mul_needs_two_factors() -> None:
    with pytest.raises(ValueError, match="two factors"):
        Mul((x,))


def test_json_is_plain_data() -> None:
    assert to_json(Minus(x)) == {"is": "Minus", "body": {"is": "Symbol", "name": "x", "marks": [], "style": ""}}


@pytest.mark.parametrize(
    "data", [None, [], 3, {"is": "Nothing"}, {"is": "Minus"}, {"is": "Minus", "body": None, "more": 1}]
)
def test_json_of_something_else_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a formula tree"):
        from_json(data)


def test_quantities_and_heads_are_told_apart() -> None:
    tree = Mul((x, Call(f, (y, Number("2")))))
    assert quantities(tree) == {"x", "y"}
    assert heads(tree) == {"f"}


def test_printers_need_no_sympy() -> None:
    modules = "derive.notation.tree, derive.notation.latex, derive.notation.text, derive.texmath.chain, sys"
    code = f"import {modules}; sys.exit('sympy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False).returncode
        == 0
    )
