"""Every tree reads back from its LaTeX as it was, in both dialects and through JSON."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from trees import BOLD, HEADS, LETTERS, statements

from derive.notation.latex import latex
from derive.notation.names import head_tree, name_tree
from derive.notation.portable import portable
from derive.notation.text import text
from derive.notation.tree import Tree, from_json, to_json
from derive.texmath.parser import read_printed

quick = {"deadline": None, "derandomize": True, "suppress_health_check": [HealthCheck.too_slow]}
often = settings(max_examples=200, **quick)
sometimes = settings(max_examples=60, **quick)


def read(text: str) -> Tree:
    """The tree, where all letters are declared, the bold ones too."""
    return read_printed(text, [*map(name_tree, LETTERS), *BOLD], map(head_tree, HEADS))


@often
@given(statements)
def test_latex_reads_back(tree: Tree) -> None:
    assert read(latex(tree)) == tree


@often
@given(statements)
def test_portable_latex_reads_back(tree: Tree) -> None:
    assert read(portable(latex(tree))) == tree


@sometimes
@given(statements)
def test_portable_changes_nothing_the_second_time(tree: Tree) -> None:
    assert portable(portable(latex(tree))) == portable(latex(tree))


@sometimes
@given(statements)
def test_json_gives_the_tree_back(tree: Tree) -> None:
    assert from_json(to_json(tree)) == tree


@sometimes
@given(statements)
def test_ascii_is_ascii_and_one_line(tree: Tree) -> None:
    line = text(tree, ascii=True)
    assert line.isascii()
    assert "\n" not in line


@sometimes
@given(statements)
def test_unicode_is_one_line(tree: Tree) -> None:
    assert "\n" not in text(tree)
