"""The plain formula tree: what is written on paper, as data.

A tree holds notation, not meaning: `a - b` is not `a + (-1) b`, the order of factors is the writer's, and a
subscript is a subscript whether it counts samples or names a constant.  Brackets are not stored: each printer sets
those that the shape of the tree needs, so `Mul((a, Mul((b, c))))` is a(bc) and `Mul((a, b, c))` is abc.

Everything here is frozen, hashable and free of SymPy.  `Tree` is the closed union of all nodes; to add a node, add
its class, put it into `NODES` and `Tree`, and give it a row in the tables of `latex`, `text`, `texmath.meaning` (a
test finds what is missing).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, TypeAlias, cast, get_args


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a sign, as typed: `3`, `0.25`."""

    text: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A letter with a fixed meaning, by its row in `tables.CONSTANTS`: e, pi, i, infinity, reals, true ..."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name without LaTeX: `theta`, `y`, `ell`, `loss`; `marks` from `tables.MARKS`, innermost first; `style` from
    `tables.STYLES`, or `tables.COMMAND`.
    """

    name: str
    marks: tuple[str, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """base with subscripts and a label: y_i, W_{ij}, p_0, x^{(t)}_j."""

    base: Symbol
    indices: tuple[Tree, ...] = ()
    label: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Minus:
    """-body"""

    body: Tree


@dataclass(frozen=True, slots=True)
class Add:
    """terms[0] signs[0] terms[1] signs[1] ...: `Add((a, b, c), "+-")` is a + b - c."""

    terms: tuple[Tree, ...]
    signs: str

    def __post_init__(self) -> None:
        if len(self.terms) < 2 or len(self.signs) != len(self.terms) - 1 or set(self.signs) - {"+", "-"}:
            raise ValueError(
                f"Add needs a sign between each two of its terms: {self.signs!r} for {len(self.terms)} terms"
            )


@dataclass(frozen=True, slots=True)
class Mul:
    """A product of two or more factors, in the order written."""

    factors: tuple[Tree, ...]

    def __post_init__(self) -> None:
        if len(self.factors) < 2:
            raise ValueError("Mul needs at least two factors")


@dataclass(frozen=True, slots=True)
class Quotient:
    """A fraction, or `top/bottom` on one line."""

    top: Tree
    bottom: Tree
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Power:
    base: Tree
    exponent: Tree


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or the root of the given degree."""

    body: Tree
    degree: Tree | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """head(args): log, sigma, f; `Item` heads for log_2 and f_1."""

    head: Symbol | Item
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Big:
    """A sum, product or integral of body over variable; both bounds or none."""

    kind: str  # a row of tables.BIG
    variable: Symbol | Item
    lower: Tree | None
    upper: Tree | None
    body: Tree


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of body at point, from the right ("+"), the left ("-") or both sides ("")."""

    variable: Symbol | Item
    point: Tree
    direction: str
    body: Tree


@dataclass(frozen=True, slots=True)
class Derivative:
    """body differentiated by each (variable, order); `sign` is "partial" or "d"."""

    body: Tree
    by: tuple[tuple[Tree, int], ...]
    sign: str = "partial"


@dataclass(frozen=True, slots=True)
class Fence:
    """A body between two strokes: abs, norm, floor, ceiling (`tables.FENCES`)."""

    kind: str
    body: Tree


@dataclass(frozen=True, slots=True)
class Factorial:
    body: Tree


@dataclass(frozen=True, slots=True)
class Binomial:
    top: Tree
    bottom: Tree


@dataclass(frozen=True, slots=True)
class Delta:
    """Kronecker's delta of two indices."""

    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Indicator:
    """1 where the condition holds, else 0."""

    condition: Tree


@dataclass(frozen=True, slots=True)
class Relation:
    """left op right, op a row of `tables.RELATIONS`."""

    op: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; neighbours that share a side are printed as one chain, 0 < p < 1."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    body: Tree


@dataclass(frozen=True, slots=True)
class ForAll:
    """The condition `body` holds for every `variable` from `lower` to `upper`; from `lower` on, where that is infinite."""

    variable: Symbol | Item
    lower: Tree
    upper: Tree
    body: Tree

    @property
    def is_endless(self) -> bool:
        return self.upper == Constant("infinity")


@dataclass(frozen=True, slots=True)
class Cases:
    """(value, condition) pairs, the first that holds counts; None is "otherwise". Its words are those of `language`, a row of
    `tables.CASE_WORDS`.
    """

    pieces: tuple[tuple[Tree, Tree | None], ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Interval:
    lower: Tree
    upper: Tree
    left_open: bool = False
    right_open: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """(a, b, c)"""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class SetOf:
    """{a, b, c}"""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class UnionOf:
    """The union of sets."""

    parts: tuple[Tree, ...]


Tree: TypeAlias = (
    Number
    | Constant
    | Symbol
    | Item
    | Minus
    | Add
    | Mul
    | Quotient
    | Power
    | Root
    | Call
    | Big
    | Limit
    | Derivative
    | Fence
    | Factorial
    | Binomial
    | Delta
    | Indicator
    | Relation
    | And
    | Or
    | Not
    | ForAll
    | Cases
    | Interval
    | Sequence
    | SetOf
    | UnionOf
)
NODES: dict[str, type] = {node.__name__: node for node in get_args(Tree)}


# ------------------------------------------------------------------------------------------------ building and walking


def add(first: Tree, *rest: tuple[str, Tree]) -> Tree:
    """first + a - b ... from ("+", a), ("-", b) ...; first alone when nothing follows."""
    if not rest:
        return first
    return Add((first, *(term for _, term in rest)), "".join(sign for sign, _ in rest))


def mul(*factors: Tree) -> Tree:
    """The product of one or more factors."""
    return factors[0] if len(factors) == 1 else Mul(factors)


def power(base: Tree, exponent: Tree) -> Tree:
    """base to the exponent; a small fraction in an exponent is written on one line: x^{1/3}, e^{-t/2}."""
    if base == Constant("e"):
        return exponential(exponent)
    return Power(base, _on_one_line(exponent))


def exponential(exponent: Tree) -> Tree:
    return Call(Symbol("exp"), (_on_one_line(exponent),))


def _on_one_line(exponent: Tree) -> Tree:
    match exponent:
        case Minus(body):
            return Minus(_on_one_line(body))
        case Quotient(Number() | Symbol() | Item() as top, Number() | Symbol() | Item() as bottom):
            return Quotient(top, bottom, inline=True)
        case _:
            return exponent


def children(tree: Tree) -> Iterator[Tree]:
    """The nodes directly below, in reading order."""
    for field in fields(tree):
        yield from _nodes_in(getattr(tree, field.name))


def _nodes_in(value: object) -> Iterator[Tree]:
    if isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)
    elif type(value).__name__ in NODES:
        yield cast("Tree", value)


def letter_of(name: Symbol | Item) -> Symbol:
    """The letter in its font that carries the marks, subscripts and label."""
    return replace(name.base if isinstance(name, Item) else name, marks=())


def families(name: Symbol | Item) -> Iterator[Symbol | Item]:
    """The names of which this may be a member, by its last subscripts: y_i and y for y_{ij}."""
    if isinstance(name, Item):
        for cut in range(len(name.indices) - 1, -1, -1):
            yield Item(name.base, name.indices[:cut], name.label) if cut or name.label else name.base


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and every node below it, a node before what is below it."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(tuple(children(node))))


def quantities(tree: Tree) -> frozenset[str]:
    """Names of the symbols that stand for quantities (not of functions): what a reader of the printed formula must
    know.
    """
    heads = {id(node.head) for node in walk(tree) if isinstance(node, Call)}
    return frozenset(name for node in walk(tree) if id(node) not in heads for name in _own_name(node))


def heads(tree: Tree) -> frozenset[str]:
    """Names of the functions that are applied in the tree."""
    return frozenset(name for node in walk(tree) if isinstance(node, Call) for name in _own_name(node.head))


def _own_name(node: Tree) -> tuple[str, ...]:
    match node:
        case Symbol(name) | Item(Symbol(name)):
            return (name,)
        case _:
            return ()


# ---------------------------------------------------------------------------------------------------------------- JSON


def to_json(tree: Tree) -> dict[str, Any]:
    """Plain dicts, lists, strings, integers and booleans; `from_json` gives the tree back."""
    return {"is": type(tree).__name__} | {
        name: _plain(getattr(tree, name)) for name in _names(cast("Hashable", type(tree)))
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, str | int) else to_json(value)


def from_json(data: Any) -> Tree:
    """Raises ValueError for anything that `to_json` does not write."""
    tree = _node(data)
    if type(tree).__name__ not in NODES:
        raise ValueError(f"not a formula tree: {data!r}")
    return cast("Tree", tree)


def _node(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_node(part) for part in data)
    if not isinstance(data, dict):
        return data
    node = NODES.get(data.get("is", ""))
    names = () if node is None else _names(node)
    if node is None or len(data) != len(names) + 1 or not all(name in data for name in names):
        raise ValueError(f"not a formula tree: {data!r}")
    return node(*(_node(data[name]) for name in names))


@cache
def _names(node: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(node))
