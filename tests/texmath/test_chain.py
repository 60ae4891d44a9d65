"""Displayed chains."""

from __future__ import annotations

import pytest

from derive.notation import tree as t
from derive.texmath.chain import read_chain
from derive.texmath.errors import NotUnderstood

a, b, c = (t.Symbol(name) for name in "abc")
EQUAL = [("", a), ("=", b), ("=", c)]


@pytest.mark.parametrize(
    "text",
    [
        "a = b = c",
        r"a &= b \\ &= c",
        r"a &= b \cr &= c",
        r"\begin{aligned} a &= b & \text{(1)} \cr &= c & \text{(2)} \end{aligned}",
        r"\begin{align} a &= b && \text{by a rule} \tag{1} \\ &= c \label{last} \end{align}",
        r"$$ \begin{split} a & = b \\ & = c \; . \end{split} $$",
        r"a &\overset{\eqref{x}}{=} b \\ &\stackrel{(2)}{=} c,",
        r"a ={}& b \\ ={}& c",
        r"a =& b \\ =& c \quad \text{since so}",
        r"a &= \\ & b \\ &= c",
    ],
)
def test_spellings_of_one_chain(text: str) -> None:
    assert read_chain(text) == EQUAL


def test_continuation_lines_are_joined() -> None:
    assert read_chain(r"a &= b \\ &\quad + c \\ &\quad - a") == [("", a), ("=", t.Add((b, c, a), "+-"))]


@pytest.mark.parametrize(
    ("sign", "relation"), [(r"\le", "<="), ("<", "<"), (r"\geq", ">="), (">", ">"), (r"\ne", "!=")]
)
def test_relations(sign: str, relation: str) -> None:
    assert read_chain(f"a &{sign} b") == [("", a), (relation, b)]


def test_relations_inside_brackets_and_scripts_do_not_split() -> None:
    sides = read_chain(r"a &= \sum_{i=1}^{n} \mathbf{1}[a = b] \\ &= c")
    assert [relation for relation, _ in sides] == ["", "=", "="]


def test_rows_inside_cases_do_not_split() -> None:
    sides = read_chain(r"a &= \begin{cases} b & \text{if } a > b \\ c & \text{otherwise} \end{cases} \\ &= c")
    assert len(sides) == 3


def test_a_chain_may_go_on_from_the_display_before() -> None:
    assert read_chain("&= b") == [("=", b)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"a &= b \\ & c", "a line that begins with neither"),
        ("a = = b", "a side of the chain is empty"),
        ("a =", "a side of the chain is empty"),
        ("", "a side of the chain is empty"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        read_chain(text)


def test_positions_are_those_of_the_whole_text() -> None:
    text = r"a &= b \\ &= \foo"
    with pytest.raises(NotUnderstood) as error:
        read_chain(text)
    assert error.value.position == text.index(r"\foo")
