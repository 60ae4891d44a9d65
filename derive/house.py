"""House notation: the `notation.toml` of a corpus, and pages printed as it says.

What the file says is read as names (`texmath.read_name`); only these go on, so no LaTeX of the file is ever printed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path
from typing import Any, TypeVar

from derive.corpus import BadInput, Script
from derive.notation import tree as t
from derive.notation.house import PLAIN, Entry, Name, Notation, formulas, mapped, may_coincide, names_in
from derive.notation.latex import head_latex, latex
from derive.notation.names import UnprintableNameError, head_tree, name_tree, python_name
from derive.notation.tables import COMMAND, COMMANDS, HEAD_OF, LETTERS
from derive.notation.tree import Tree, letter_of
from derive.texmath.errors import NotUnderstood
from derive.texmath.parser import TAKEN, read_name, read_printed

FILE = "notation.toml"
SYMBOLS, FUNCTIONS = "symbols", "functions"
KNOWN = frozenset({*HEAD_OF, "log2", "logit", "softplus"})
"""The functions of SymPy and derive that are printed by a name."""

_COMMANDS = {row.latex: t.Symbol(row.head, style=COMMAND) for row in COMMANDS.values()}
_A_NAME = (
    r"one letter, or one word as \mathrm{KL}, with accents, a font and subscripts, as in \hat{\theta}_{\mathrm{ML}}"
)
_SPELLINGS = (
    (r"\\(?:text|textrm|textnormal|mbox|operatorname)(?![a-zA-Z])", r"\\mathrm"),
    (r"\\bm(?![a-zA-Z])", r"\\boldsymbol"),
)
"""Commands that print alike here."""

Some = TypeVar("Some")


def notation_for(script: Script) -> Notation:
    """What the files from the corpus folder of a script to its own folder say, a nearer one before others. Raises BadInput."""
    found = PLAIN
    for file in _files(script):
        found = found.refined(_notation(file))
    return found


def forget() -> None:
    """Read the files anew from now on."""
    _notation.cache_clear()


def _files(script: Script) -> list[Path]:
    """From the corpus folder down."""
    found: list[Path] = []
    for folder in script.path.resolve().parents:
        found.insert(0, folder / FILE)
        if folder == script.root:
            return [file for file in found if file.is_file()]
    return []


# ------------------------------------------------------------------------------------------------------------ the file


@cache
def _notation(file: Path) -> Notation:
    shown = str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{shown}: cannot be read: {e}") from None
    tables = _toml(text, shown)
    read = {table: tuple(_entries(table, rows, text, shown)) for table, rows in tables.items()}
    return Notation(read.get(SYMBOLS, ()), read.get(FUNCTIONS, ()))


def _toml(text: str, file: str) -> Mapping[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        line = re.search(r" \(at line (\d+), column \d+\)", str(e))
        why = str(e).replace(line[0], "") if line else str(e)
        advice = "; LaTeX stands between single quotes: 'x'" if "escape" in why.lower() else ""
        raise BadInput(f"{file}:{f'{line[1]}:' if line else ''} not TOML: {why}{advice}") from None


def _entries(table: str, rows: Any, text: str, file: str) -> Iterator[Entry]:
    if table not in (SYMBOLS, FUNCTIONS) or not isinstance(rows, dict):
        what = f"[{table}] is no table of a house notation" if isinstance(rows, dict) else f"{table} stands in no table"
        raise BadInput(f"{file}{_line(text, '', table)}: {what}: there are [{SYMBOLS}] and [{FUNCTIONS}]")
    for name, value in rows.items():
        try:
            yield Entry(_key(table, name), _printed(table, value), name, file)
        except ValueError as e:
            raise BadInput(f"{file}{_line(text, table, name)}: {name} = {_quoted(value)}: {e}") from None


def _line(text: str, table: str, key: str) -> str:
    """`:3` for the line on which a key of a table stands, or the head of a table; nothing where it is written otherwise."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[\s*([\w-]+)\s*\]", line)
        current = head[1] if head else current
        is_key = re.match(rf"\s*([\"']?){re.escape(key)}\1\s*=", line) and current == table
        if is_key or (head and not table and current == key):
            return f":{number}"
    return ""


def _quoted(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) and value.isprintable() else repr(value)


# ----------------------------------------------------------------------------------------------------------- its lines


def _key(table: str, name: str) -> Name:
    """The name as it is printed by itself. Raises ValueError."""
    if table == FUNCTIONS:
        if name not in KNOWN:
            near = get_close_matches(name, KNOWN, n=1)
            hint = f"did you mean {near[0]}?" if near else f"what scripts define themselves stands under [{SYMBOLS}]"
            raise ValueError(f"derive prints no function by this name: {hint}")
        return head_tree(name)
    if name in KNOWN and len(name) > 1 and name not in LETTERS:
        raise ValueError(f"{name} is a function: put it under [{FUNCTIONS}]")
    try:
        return name_tree(name)
    except UnprintableNameError:
        raise ValueError("no name of a symbol: use letters, digits and _") from None


def _printed(table: str, value: Any) -> Name:
    """What the LaTeX is read as. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("its LaTeX must be a text between single quotes")
    if not value.isprintable():
        raise ValueError("there is a control character in it: write LaTeX between single quotes, on one line")
    text = _spelled(value.strip())
    if table == FUNCTIONS and text in _COMMANDS:
        return _COMMANDS[text]
    try:
        name = read_name(text)
    except NotUnderstood as e:
        raise ValueError(f"{e.why}" if e.why == TAKEN else f"what is printed must be {_A_NAME} ({e})") from None
    if letter_of(name).style in ("calligraphic", "blackboard") and not letter_of(name).name.isupper():
        raise ValueError("this font has capital letters only")
    if not all(isinstance(part, t.Number | t.Symbol) for part in _scripts(name)):
        raise ValueError(f"what is printed must be {_A_NAME}, and a subscript a number, a letter or a word")
    own = {head_latex(name)} if table == FUNCTIONS else {latex(name), head_latex(name)}
    for shown in sorted(own):
        if _bare(shown) != _bare(text):
            raise ValueError(f"it would be printed as {shown}: write that, if it is meant")
    return name


def _scripts(name: Name) -> tuple[Tree, ...]:
    return (*name.indices, *name.label) if isinstance(name, t.Item) else ()


def _spelled(text: str) -> str:
    for pattern, command in _SPELLINGS:
        text = re.sub(pattern, command, text)
    return text


def _bare(text: str) -> str:
    """LaTeX without what is not seen in names: braces and spaces."""
    return re.sub(r"[{}\s]", "", _spelled(text))


# ----------------------------------------------------------------------------------------------------------- its pages


Fault = tuple[str, str]
"""The file to blame, and what is wrong."""

Names = frozenset[Name]
Rename = Callable[[Name], Name]


def in_house(value: Some, notation: Notation, page: str) -> Some:
    """A page, or parts of one, with its formulas as the notation prints them.

    Raises BadInput where they would be read as others: two names that print alike, or a formula in which one has another
    meaning.
    """
    if not notation:
        return value
    own, fault = _looked_at(notation, tuple(dict.fromkeys(formulas(value))))
    if fault:
        raise BadInput(f"{fault[0]}: {page}: {fault[1]}")
    return mapped(value, own.printing.of)


@lru_cache(maxsize=256)
def _looked_at(notation: Notation, trees: tuple[Tree, ...]) -> tuple[Notation, Fault | None]:
    """The entries that count among these formulas, and the first fault that they make; each page is printed more than once."""
    found = dict.fromkeys(name for tree in trees for name in names_in(tree))
    names, heads = (frozenset(name for name, applied in found if applied is wanted) for wanted in (False, True))
    own = notation.within(names, heads)
    return own, next(chain(_clashes(own, names, heads), _misread(own, trees, names, heads)), None)


def _clashes(own: Notation, names: Names, heads: Names) -> Iterator[Fault]:
    """Names that print like others."""
    yield from _alike(own, names, own.printing.name, own.reading.name, latex)
    yield from _alike(own, heads, own.printing.head, own.reading.head, head_latex)
    for e, n in product(own.symbols, sorted(names, key=latex)):
        shown = own.printing.name(n)
        if own.entry(n) != e and isinstance(e.printed, t.Item) and may_coincide(e.printed, shown):
            both = f"{e.key} is printed as {latex(e.printed)} and {python_name(n)} as {latex(shown)}"
            yield e.file, f"{both}, which may be the same: change one of them"


def _alike(
    own: Notation, names: Names, printing: Rename, reading: Rename, shown: Callable[[Name], str]
) -> Iterator[Fault]:
    """Names that are read back as others."""
    for name in sorted(names, key=shown):
        other = reading(printing(name))
        if other != name:
            blamed = own.entry(other) or own.entry(name)
            both = f"{_called(own, other)} and {_called(own, name)} are both printed as {shown(printing(name))}"
            yield blamed.file if blamed else "", f"{both}: change one of them, or rename it in the script"


def _called(own: Notation, name: Name) -> str:
    entry = own.entry(name)
    return entry.key if entry is not None and entry.name == name else python_name(name)


def _misread(own: Notation, trees: Iterable[Tree], names: Names, heads: Names) -> Iterator[Fault]:
    """Formulas that read otherwise than in the notation of the tables."""
    read = _reader(own, names, heads)
    for tree in trees:
        meant = _read(latex(tree), names, heads)
        if meant is not None and read(tree) != meant:
            entries = (*own.symbols, *own.functions)
            e = next((e for e in entries if _reader(_without(own, e), names, heads)(tree) == meant), entries[0])
            shown = latex(own.printing.of(tree))
            why = f"with {e.key} as {head_latex(e.printed)}, {latex(tree)} would be printed as {shown}"
            yield e.file, f"{why}, which may be read otherwise: change it"


def _reader(own: Notation, names: Names, heads: Names) -> Callable[[Tree], Tree | None]:
    """What a formula means as it is printed; None where that cannot be told."""
    shown = frozenset(map(own.printing.name, names)), frozenset(map(own.printing.head, heads))

    def read(tree: Tree) -> Tree | None:
        found = _read(latex(own.printing.of(tree)), *shown)
        return None if found is None else own.reading.of(found)

    return read


def _read(text: str, names: Names, heads: Names) -> Tree | None:
    try:
        return read_printed(text, names, heads)
    except NotUnderstood:
        return None


def _without(notation: Notation, entry: Entry) -> Notation:
    return Notation(*(tuple(e for e in part if e is not entry) for part in (notation.symbols, notation.functions)))
