"""House notation: names that are printed otherwise than the tables say, and read back as what they are.

A notation maps trees to trees.  What a file asks for is never printed itself: it was read as a name, and printers print
that name as they print every other.  Whatever is built on a name follows it, unless it has an entry of its own: with x
as \\mathbf{x}, x_i is \\mathbf{x}_i and x_hat is \\hat{\\mathbf{x}}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from derive.notation import tree as t
from derive.notation.tables import FUNCTION_OF, LETTERS
from derive.notation.tree import Tree

Name = t.Symbol | t.Item
Some = TypeVar("Some")
_NODES = frozenset(t.NODES.values())


@dataclass(frozen=True)
class Entry:
    """A name as it is printed by itself, and as it is printed instead; how the file calls it, and which file says so."""

    name: Name
    printed: Name
    key: str = field(default="", repr=False)
    file: str = field(default="", repr=False)


@dataclass(frozen=True)
class Notation:
    """How the names of scripts are printed (symbols, families, functions that scripts define), and the functions of derive
    and SymPy."""

    symbols: tuple[Entry, ...] = ()
    functions: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.symbols or self.functions)

    @cached_property
    def printing(self) -> Renaming:
        """From formulas to what is printed."""
        return Renaming(_forth(self.symbols), _forth(self.functions))

    @cached_property
    def reading(self) -> Renaming:
        """From what is printed to formulas, among names that are told apart: see `within`."""
        return Renaming(_back(self.symbols), _back(self.functions))

    def entry(self, name: Name) -> Entry | None:
        """What is said of a name, or of the one that it is built on."""
        entries = {e.name: e for e in (*self.functions, *self.symbols)}
        key = _entry_of(name, entries)
        return None if key is None else entries[key]

    def within(self, names: Iterable[Name], heads: Iterable[Name] = ()) -> Notation:
        """The entries that count among these names of quantities and functions; two entries may print alike where they never
        meet."""
        return Notation(tuple(_used(self.symbols, [*names, *heads])), tuple(_used(self.functions, heads)))

    def refined(self, other: Notation) -> Notation:
        """This notation with the entries of another, which go before its own."""
        return Notation(_merged(self.symbols, other.symbols), _merged(self.functions, other.functions))


PLAIN = Notation()
"""What the tables say."""


def _forth(entries: Iterable[Entry]) -> dict[Name, Name]:
    return {e.name: e.printed for e in entries}


def _back(entries: Iterable[Entry]) -> dict[Name, Name]:
    """The first of those that print alike."""
    return {e.printed: e.name for e in reversed(tuple(entries))}


def _merged(ours: Iterable[Entry], theirs: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple({e.name: e for e in (*ours, *theirs)}.values())


def _used(entries: tuple[Entry, ...], names: Iterable[Name]) -> Iterator[Entry]:
    """First the entries of these names, then those with letters that none of these is printed with."""
    table, names = _forth(entries), list(names)
    own = {_entry_of(name, table) for name in names}
    yield from (e for e in entries if e.name in own)
    letters = {t.letter_of(_renamed(name, table)) for name in names}
    yield from (e for e in entries if e.name not in own and t.letter_of(e.printed) not in letters)


# ------------------------------------------------------------------------------------------------------------ renaming


@dataclass(frozen=True)
class Renaming:
    """Formulas with other names."""

    names: Mapping[Name, Name]
    heads: Mapping[Name, Name]

    def of(self, tree: Tree) -> Tree:
        match tree:
            case t.Symbol() | t.Item():
                return self.name(tree)
            case t.Call(head, args):
                return t.Call(self.head(head), tuple(map(self.of, args)))
            case _:
                return mapped(tree, self.of)

    def name(self, name: Name) -> Name:
        return _renamed(name, self.names, self.of)

    def head(self, head: Name) -> Name:
        """A function by its own entry; one that the standard notation does not know may have one among the symbols."""
        if head in self.heads:
            return self.heads[head]
        standard = _parts(head)[0].name in FUNCTION_OF
        return _renamed(head, {} if standard else self.names, self.of)


def _renamed(name: Name, table: Mapping[Name, Name], inside: Callable[[Tree], Tree] = lambda tree: tree) -> Name:
    """The name with what its entry says, marks and subscripts beyond that kept; `inside`: what becomes of these."""
    key = _entry_of(name, table)
    symbol, indices, label = _parts(name)
    if key is None:
        return _joined(symbol, tuple(map(inside, indices)), tuple(map(inside, label)))
    known, first, own_label = _parts(key)
    new, new_indices, new_label = _parts(table[key])
    return _joined(
        replace(new, marks=(*new.marks, *symbol.marks[len(known.marks) :])),
        (*new_indices, *map(inside, indices[len(first) :])),
        (*new_label, *(() if own_label else map(inside, label))),
    )


def _entry_of(name: Name, table: Mapping[Name, Any]) -> Name | None:
    """The longest part of the name that has an entry: fewest subscripts and then fewest marks left over."""
    symbol, indices, label = _parts(name)
    for own in dict.fromkeys((label, ())):
        for cut in range(len(indices), -1, -1):
            for kept in range(len(symbol.marks), -1, -1):
                part = _joined(replace(symbol, marks=symbol.marks[:kept]), indices[:cut], own)
                if part in table:
                    return part
    return None


def _parts(name: Name) -> tuple[t.Symbol, tuple[Tree, ...], tuple[Tree, ...]]:
    return (name.base, name.indices, name.label) if isinstance(name, t.Item) else (name, (), ())


def _joined(symbol: t.Symbol, indices: tuple[Tree, ...], label: tuple[Tree, ...]) -> Name:
    return t.Item(symbol, indices, label) if indices or label else symbol


# ------------------------------------------------------------------------------------------------- trees inside of data


def mapped(value: Some, change: Callable[[Tree], Tree]) -> Some:
    """A frozen dataclass, or tuples of such, with each formula in it changed."""
    return value if not is_dataclass(value) and not isinstance(value, tuple) else _rebuilt(value, change)


def _rebuilt(value: Any, change: Callable[[Tree], Tree]) -> Any:
    if isinstance(value, tuple):
        return tuple(_part(v, change) for v in value)
    return replace(value, **{f.name: _part(getattr(value, f.name), change) for f in fields(value)})


def _part(value: Any, change: Callable[[Tree], Tree]) -> Any:
    return change(value) if type(value) in _NODES else mapped(value, change)


def formulas(value: Any) -> Iterator[Tree]:
    """The formulas inside of a value, from the outside: no parts of them."""
    if type(value) in _NODES:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from formulas(part)
    elif is_dataclass(value):
        for f in fields(value):
            yield from formulas(getattr(value, f.name))


# ------------------------------------------------------------------------------------------------------- names in trees


def names_in(tree: Tree) -> Iterator[tuple[Name, bool]]:
    """The names in a formula as they stand, and whether each is that of a function which is applied there."""
    match tree:
        case t.Symbol():
            yield tree, False
        case t.Item(_, indices, label):
            yield tree, False
            yield from (found for part in (*indices, *label) for found in names_in(part))
        case t.Call(head, args):
            yield head, True
            inner = (*_parts(head)[1], *_parts(head)[2], *args)
            yield from (found for part in inner for found in names_in(part))
        case _:
            yield from (found for part in t.children(tree) for found in names_in(part))


def may_coincide(one: Name, other: Name) -> bool:
    """Whether two names differ at most in subscripts that may take the same value: a_1 and a_i, not a_1 and a_2."""
    symbol, indices, label = _parts(one)
    symbol2, indices2, label2 = _parts(other)
    if (symbol, label, len(indices)) != (symbol2, label2, len(indices2)):
        return False
    return all(i == j or not (_is_fixed(i) and _is_fixed(j)) for i, j in zip(indices, indices2, strict=True))


def _is_fixed(index: Tree) -> bool:
    """Whether a subscript stands for itself: a number or a word."""
    return isinstance(index, t.Number) or (
        isinstance(index, t.Symbol) and len(index.name) > 1 and index.name not in LETTERS
    )
