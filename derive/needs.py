"""What a step needs besides, as its author would write it: not what is given anyway, and in the author's own names.

The kernel says that something is not 0 wherever both sides are defined, with definitions written out. Here a product becomes its
factors and a power its base, what the kernel can show to follow is left out, and what a name stands for becomes the name. None of
that makes a fact: a need that is not understood is printed as the kernel says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from derive.functions import Defined
from derive.kernel import terms as t
from derive.kernel.core import Declaration, Hypothesis, InvalidStatement, Verdict
from derive.kernel.judge import judge
from derive.kernel.reading import OverBudget, to_sympy
from derive.kernel.terms import Term
from derive.notation import tree as nt
from derive.notation.of_sympy import tree_of
from derive.notation.tree import Tree
from derive.statements import Closed, close
from derive.symbols import Variable

FUEL = 2_000
"""How long it is tried to show that a need follows from what is given."""

NAMES = "jklm"
"""Letters for an index for which the author has none."""


def needs(closed: Closed, conditions: Iterable[Term], lines: Iterable[Any]) -> tuple[Tree, ...]:
    """The conditions of a step that do not follow from what is given in it. lines: its sides, in which functions are named."""
    named: dict[Term, Any] | None = None
    found: dict[Tree, None] = {}
    for condition in conditions:
        for need in _parts(condition):
            opened = _opened(closed, need)
            if not _follows(*opened):
                named = _named(closed, lines) if named is None else named
                found[_written(*opened, named)] = None
    return tuple(found)


# ------------------------------------------------------------------------------------------------------------ its parts


def _parts(condition: Term) -> Iterator[Term]:
    """What has to differ from 0 for a product or a power to do so."""
    if condition.op == "forall":
        number, body, lower, upper = condition.args
        yield from (t.big("forall", number, part, lower, upper) for part in _parts(body))
        return
    if condition.op != "rel" or condition.args[0] != "!=" or condition.args[2] != t.ZERO:
        yield condition
        return
    base = condition.args[1]
    exponent = t.integer_value(base.args[1]) if base.op == "pow" else None
    factors = base.args if base.op == "mul" else (base.args[0],) if exponent is not None and exponent > 0 else ()
    if not factors:
        yield condition
    for factor in factors:
        yield from _parts(t.rel("!=", factor, t.ZERO))


Index = tuple[Any, Term, Term]
"""The symbol of an index that was opened, and its ends."""


def _opened(closed: Closed, need: Term) -> tuple[Closed, tuple[Index, ...]]:
    """A need about one value of each index, as a claim under what is given and the ranges of these."""
    context, indices = closed, list[Index]()
    while need.op == "forall":
        _, _, lower, upper = need.args
        symbol = _letter(context, need)
        name = t.sym(symbol.name)
        need = t.instantiate(need, name)
        indices.append((symbol, lower, upper))
        context = _with_index(context, symbol, lower, upper)
    return replace(context, statement=context.statement.claiming(need)), tuple(indices)


def _letter(closed: Closed, need: Term) -> Any:
    """The author's index with the range of a need, unless it is used in it; else a letter that is free."""
    _, body, lower, upper = need.args
    taken = {d.name for d in closed.statement.declarations}
    for s in _indices(closed):
        if s.name not in taken and not t.mentions(body, s.name) and _ends(s) == (lower, upper):
            return s
    return sp.Symbol(next(c for c in NAMES if c not in taken | closed.symbols.keys()), integer=True)


def _indices(closed: Closed) -> list[Variable]:
    return [s for _, s in sorted(closed.symbols.items()) if isinstance(s, Variable) and s.domain.ranges]


def _ends(index: Variable) -> tuple[Term, Term]:
    lower, upper = index.domain.ranges[0]
    statement = close(lower, upper).statement
    return statement.lhs, statement.rhs


def _with_index(closed: Closed, symbol: Any, lower: Term, upper: Term) -> Closed:
    name = t.sym(symbol.name)
    declared = tuple(sorted((*closed.statement.declarations, _declaration(symbol.name)), key=lambda d: d.name))
    statement = replace(closed.statement, declarations=declared).under(
        Hypothesis(t.rel("<=", lower, name)), Hypothesis(t.rel("<=", name, upper))
    )
    return Closed(statement, {**closed.symbols, symbol.name: symbol})


def _declaration(name: str) -> Declaration:
    return Declaration(name, "symbol", "integer")


def _follows(closed: Closed, indices: tuple[Index, ...]) -> bool:
    """Whether it is given, or the kernel shows it without further conditions."""
    if _is_given(closed, indices):
        return True
    try:
        found = judge(closed.statement, refutation=False, fuel=FUEL)
    except (InvalidStatement, OverBudget):
        return False
    return found.verdict is Verdict.PROVED and not found.evidence.conditions


def _is_given(closed: Closed, indices: tuple[Index, ...]) -> bool:
    """Whether a hypothesis says it at once, for these indices or for each: that two sides differ, or which one is larger."""
    claim, ranges = closed.statement.claim, {s.name: _ends(s) for s in _indices(closed)}
    if claim.op != "rel" or claim.args[0] != "!=":
        return False
    ranges |= {symbol.name: (lower, upper) for symbol, lower, upper in indices}
    for h in closed.statement.hypotheses:
        choices = [[n for n, ends in ranges.items() if ends == (low, high)] for _, low, high in h.binders]
        for names in product(*choices):
            values = {t.var(b[0]): t.sym(n) for b, n in zip(h.binders, names, strict=True)}
            said = t.substitute(h.claim, values)
            if said.op == "rel" and said.args[0] in ("<", ">", "!=") and _alike(said.args[1:], claim.args[1:], {}):
                return True
    return False


# ------------------------------------------------------------------------------------------------------------ its names


def _named(closed: Closed, lines: Iterable[Any]) -> dict[Term, Any]:
    """What the author's names stand for, the largest first: defined values, elements of families, functions at some place."""
    families = (s for s in closed.symbols.values() if isinstance(s, sp.IndexedBase) and isinstance(s.label, Defined))
    values: list[Any] = [s for s in closed.symbols.values() if isinstance(s, Defined)]
    values += [family[family.label.definition.parameters] for family in families]
    applied = (f for line in lines for f in line.atoms(AppliedUndef) if hasattr(f, "derive_definition"))
    found = {_term(v): v for v in (*values, *sorted(applied, key=str))}
    return dict(sorted(found.items(), key=lambda row: -t.size(row[0])))


def _term(value: Any) -> Term:
    return close(value, 0).statement.lhs


def _written(closed: Closed, indices: tuple[Index, ...], named: Mapping[Term, Any]) -> Tree:
    claim = closed.statement.claim
    names, marked = dict(closed.symbols), claim
    for k, (term, value) in enumerate(named.items()):
        own = f"name {k}"
        names[own] = value
        marked = _replaced(marked, term, t.sym(own))
    shown = tree_of(_moved(_with_own_indices(to_sympy(marked, names), closed)))
    for symbol, lower, upper in reversed(indices):
        low, high = (tree_of(to_sympy(end, names)) for end in (lower, upper))
        letter = tree_of(symbol)
        assert isinstance(letter, nt.Symbol | nt.Item)
        shown = nt.ForAll(letter, low, high, shown)
    return shown


def _replaced(a: Term, what: Term, by: Term) -> Term:
    if not a.free and a.op == what.op and _alike(a, what, {}):
        return by
    return t.rebuild(a, lambda x: _replaced(x, what, by))


def _alike(a: Any, b: Any, bound: Mapping[int, int]) -> bool:
    """Whether two terms are the same but for the numbers of what they bind."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(_alike(x, y, bound) for x, y in zip(a, b, strict=True))
    if not (isinstance(a, Term) and isinstance(b, Term)):
        return bool(a == b)
    if a.op == b.op == "var":
        return bool(bound.get(a.args[0], a.args[0]) == b.args[0])
    if a.op != b.op or a.op not in t.BINDERS:
        return a.op == b.op and _alike(a.args, b.args, bound)
    inner = {**bound, a.args[0]: b.args[0]}
    return _alike(a.args[1], b.args[1], inner) and _alike(a.args[2:], b.args[2:], bound)


def _with_own_indices(expr: Any, closed: Closed) -> Any:
    """Sums over a range of which the author has an index are over that."""
    own = {s.domain.ranges[0]: s for s in reversed(_indices(closed))}

    def renamed(s: Any) -> Any:
        (variable, *ends), *more = s.limits
        letter = own.get(tuple(ends))
        if more or letter is None or letter in s.function.atoms(sp.Symbol):
            return s
        return s.func(s.function.xreplace({variable: letter}), (letter, *ends))

    return expr.replace(lambda s: isinstance(s, sp.Sum | sp.Product), renamed)


def _moved(relation: Any) -> Any:
    """a != b for a - b != 0; a number stands on the right side."""
    if not isinstance(relation, sp.Ne) or relation.args[1] != 0 or not isinstance(relation.args[0], sp.Add):
        return relation
    terms = relation.args[0].args
    plus = [a for a in terms if not a.could_extract_minus_sign()]
    if len(terms) != 2 or len(plus) != 1:
        return relation
    minus = next(a for a in terms if a is not plus[0])
    sides = (-minus, plus[0]) if plus[0].is_number else (plus[0], -minus)
    return sp.Ne(*sides, evaluate=False)
