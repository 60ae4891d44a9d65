"""Tree to one line of text for a terminal: Unicode, or ASCII where θ cannot be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from derive.notation import tree as t
from derive.notation.latex import BASE, FACTOR, PRODUCT, SUM, WHOLE, chains, reaches_out
from derive.notation.tables import (
    BIG,
    CASE_WORDS,
    CONSTANTS,
    DERIVATIVE_SIGNS,
    FENCES,
    FUNCTION_OF,
    LETTERS,
    MARKS,
    RELATIONS,
    Spelling,
    styled,
)
from derive.notation.tree import Tree

_SUPERSCRIPTS = dict(
    zip("0123456789+−()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def text(tree: Tree, *, ascii: bool = False) -> str:
    """One line: `k/θ − (n − k)/(1 − θ)`, or `k/theta - (n - k)/(1 - theta)` in ASCII."""
    return _Writer(ascii).at(tree, WHOLE)


_OPEN_EXPONENT = re.compile(r"\^[^()]*$")
_WORDS = re.compile(
    r"[A-Za-z]{2}\||\|[A-Za-z]{2}|[A-Za-z]\|[A-Za-z]"
)  # letters that would run into a word, at the joint |


def scripted(sign: str, body: str) -> str | None:
    """What stands above (^) or below (_) a letter, where Unicode has a small form of each character."""
    return _scripted(body.replace(" ", "").replace("-", "−"), _SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS)


def _scripted(body: str, letters: dict[str, str]) -> str | None:
    return "".join(letters[c] for c in body) if all(c in letters for c in body) else None


@dataclass(frozen=True)
class _Writer:
    ascii: bool

    def at(self, tree: Tree, place: int, last: bool = True) -> str:
        written: str = (
            _applied(self, tree) if isinstance(tree, t.Call) and not last else _WRITERS[type(tree)](self, tree)
        )
        fits = _strength(tree) >= place and (last or not reaches_out(tree))
        return written if fits or (last and place == FACTOR and reaches_out(tree)) else f"({written})"

    def spelled(self, spelling: Spelling) -> str:
        return spelling.ascii if self.ascii else spelling.unicode

    def listed(self, items: Iterable[Tree]) -> str:
        return ", ".join(self.at(item, WHOLE) for item in items)

    def superscript(self, exponent: Tree) -> str:
        body = self.at(exponent, WHOLE)
        raised = None if self.ascii else _scripted(body.replace(" ", ""), _SUPERSCRIPTS)
        return raised or f"^{body if _strength(exponent) >= BASE else f'({body})'}"


def _strength(tree: Tree) -> int:
    match tree:
        case t.Call(t.Symbol("exp"), (_,)):
            return FACTOR
        case (
            t.Symbol()
            | t.Item()
            | t.Constant()
            | t.Number()
            | t.Call()
            | t.Binomial()
            | t.Fence()
            | t.Delta()
            | t.Indicator()
        ):
            return BASE
        case t.Interval() | t.Sequence() | t.SetOf() | t.Root() | t.Cases():
            return BASE
        case t.Power() | t.Factorial():
            return FACTOR
        case t.Mul() | t.Quotient() | t.Big() | t.Limit() | t.Derivative():
            return PRODUCT
        case t.Add() | t.Minus() | t.UnionOf():
            return SUM
        case t.Relation() | t.And() | t.Or() | t.Not() | t.ForAll():
            return WHOLE


# --------------------------------------------------------------------------------------------------------------- names


def _number(w: _Writer, tree: t.Number) -> str:
    return tree.text


def _constant(w: _Writer, tree: t.Constant) -> str:
    return w.spelled(CONSTANTS[tree.name])


def _symbol(w: _Writer, tree: t.Symbol) -> str:
    if w.ascii:
        return "_".join((tree.name, *tree.marks))
    letter = LETTERS.get(tree.name, tree.name)
    return (styled(letter, tree.style) if len(letter) == 1 else letter) + "".join(
        MARKS[mark].combining for mark in tree.marks
    )


def _item(w: _Writer, tree: t.Item) -> str:
    label = f"^({w.listed(tree.label)})" if tree.label else ""
    return _symbol(w, tree.base) + label + _subscript(w, tree.indices)


def _subscript(w: _Writer, indices: tuple[Tree, ...]) -> str:
    if not indices:
        return ""
    if w.ascii:
        return f"[{w.listed(indices)}]"
    texts = [w.at(index, SUM) for index in indices]
    joined = ("" if all(len(part) == 1 and part.isalpha() for part in texts) else ",").join(texts)
    lowered = _scripted(joined.replace(" ", ""), _SUBSCRIPTS)
    return lowered or f"_{joined if len(joined) == 1 else f'{{{joined}}}'}"


# ---------------------------------------------------------------------------------------------------------- arithmetic


def _minus(w: _Writer, tree: t.Minus) -> str:
    return ("-" if w.ascii else "−") + w.at(tree.body, PRODUCT)


def _add(w: _Writer, tree: t.Add) -> str:
    first, *rest = tree.terms
    pieces = [w.at(first, SUM if isinstance(first, t.Minus) else PRODUCT)]
    for sign, term in zip(tree.signs, rest, strict=True):
        pieces += [sign if w.ascii or sign == "+" else "−", w.at(term, PRODUCT)]
    return " ".join(pieces)


def _mul(w: _Writer, tree: t.Mul) -> str:
    texts = [*(w.at(factor, FACTOR, last=False) for factor in tree.factors[:-1]), w.at(tree.factors[-1], FACTOR)]
    return texts[0] + "".join(_between(w, left, right) + right for left, right in pairwise(texts))


def _between(w: _Writer, left: str, right: str) -> str:
    if w.ascii:
        return "*"
    if right[0].isdigit():
        return "·"
    if _OPEN_EXPONENT.search(left):
        return "·"
    after_bracket = left.endswith(")") and right[0].isalpha()
    apart = after_bracket or "/" in left or right[0] in "ΣΠ∫" or _WORDS.search(f"{left[-2:]}|{right[:2]}")
    return " " if apart else ""


def _quotient(w: _Writer, tree: t.Quotient) -> str:
    top = w.at(tree.top, FACTOR if isinstance(tree.top, t.Quotient) else PRODUCT, last=False)
    return f"{top}/{w.at(tree.bottom, FACTOR, last=False)}"


def _power(w: _Writer, tree: t.Power) -> str:
    return w.at(tree.base, BASE, last=False) + w.superscript(tree.exponent)


def _root(w: _Writer, tree: t.Root) -> str:
    if tree.degree is not None:
        return f"root({w.listed((tree.body, tree.degree))})"
    if w.ascii:
        return f"sqrt({w.at(tree.body, WHOLE)})"
    return "√" + w.at(tree.body, BASE)


def _factorial(w: _Writer, tree: t.Factorial) -> str:
    return w.at(tree.body, BASE, last=False) + "!"


def _binomial(w: _Writer, tree: t.Binomial) -> str:
    return f"binom({w.listed((tree.top, tree.bottom))})"


def _fence(w: _Writer, tree: t.Fence) -> str:
    strokes = FENCES[tree.kind]
    left, right = strokes.ascii if w.ascii else strokes.unicode
    return f"{left}{w.at(tree.body, WHOLE)}{right}"


def _call(w: _Writer, tree: t.Call) -> str:
    if tree.head == t.Symbol("exp") and len(tree.args) == 1 and not w.ascii:
        power = w.superscript(tree.args[0])
        return "e" + power if len(power) < 16 and "/" not in power else f"exp({w.listed(tree.args)})"
    match tree.args:
        case (t.Symbol() | t.Item() | t.Number() as only,) if _bare(tree.head) and not w.ascii:
            return f"{w.at(tree.head, BASE)} {w.at(only, BASE)}"
        case _:
            return _applied(w, tree)


def _applied(w: _Writer, tree: t.Call) -> str:
    return f"{w.at(tree.head, BASE)}({w.listed(tree.args)})"


def _bare(head: t.Symbol | t.Item) -> bool:
    row = FUNCTION_OF.get(head.base.name if isinstance(head, t.Item) else head.name)
    return row is not None and row.bare


# ---------------------------------------------------------------------------------------- sums, limits and derivatives


def _big(w: _Writer, tree: t.Big) -> str:
    if w.ascii:
        bounds = (
            "" if tree.lower is None or tree.upper is None else f"={w.at(tree.lower, SUM)}..{w.at(tree.upper, SUM)}"
        )
        return f"{BIG[tree.kind].ascii}({w.at(tree.body, WHOLE)}, {w.at(tree.variable, BASE)}{bounds})"
    end = f" d{w.at(tree.variable, BASE)}" if tree.kind == "integral" else ""
    return f"{BIG[tree.kind].unicode}{_bounds(w, tree)} {w.at(tree.body, PRODUCT)}{end}"


def _bounds(w: _Writer, tree: t.Big) -> str:
    variable = "" if tree.kind == "integral" else w.at(tree.variable, BASE)
    if tree.lower is None or tree.upper is None:
        return _lowered(variable)
    lower = w.at(tree.lower, SUM)
    return _lowered(f"{variable}={lower}" if variable else lower) + w.superscript(tree.upper)


def _lowered(body: str) -> str:
    if not body:
        return ""
    return _scripted(body.replace(" ", ""), _SUBSCRIPTS) or f"_{{{body}}}"


def _limit(w: _Writer, tree: t.Limit) -> str:
    arrow = "->" if w.ascii else "→"
    head = f"{w.at(tree.variable, BASE)} {arrow} {w.at(tree.point, BASE)}{tree.direction}"
    return f"lim[{head}] {w.at(tree.body, PRODUCT)}"


def _derivative(w: _Writer, tree: t.Derivative) -> str:
    sign = w.spelled(DERIVATIVE_SIGNS[tree.sign])
    order = sum(order for _, order in tree.by)
    top = sign + (w.superscript(t.Number(str(order))) if order > 1 else "")
    below = " ".join(_differential(w, sign, variable, order) for variable, order in tree.by)
    bottom = f"({below})" if len(tree.by) > 1 else below
    if isinstance(tree.body, t.Symbol | t.Item):
        return f"{top}{' ' if w.ascii else ''}{w.at(tree.body, BASE)}/{bottom}"
    body = w.at(tree.body, BASE)
    return f"{top}/{bottom} {body if body.startswith('(') or isinstance(tree.body, t.Call) else f'({body})'}"


def _differential(w: _Writer, sign: str, variable: Tree, order: int) -> str:
    name = w.at(variable, BASE)
    gap = " " if w.ascii and len(name) > 1 else ""
    return f"{sign}{gap}{name}" + (w.superscript(t.Number(str(order))) if order > 1 else "")


# ------------------------------------------------------------------------------------------ conditions, cases and sets


def _relation(w: _Writer, tree: t.Relation) -> str:
    return f"{w.at(tree.left, SUM)} {w.spelled(RELATIONS[tree.op])} {w.at(tree.right, SUM)}"


def _and(w: _Writer, tree: t.And) -> str:
    return " and ".join(_chain(w, chain) for chain in chains(tree.parts))


def _chain(w: _Writer, chain: list[Tree]) -> str:
    first, *rest = chain
    joined = _condition(w, first)
    for part in rest:
        assert isinstance(part, t.Relation)
        joined += f" {w.spelled(RELATIONS[part.op])} {w.at(part.right, SUM)}"
    return joined


def _condition(w: _Writer, tree: Tree) -> str:
    return w.at(tree, WHOLE if isinstance(tree, t.Relation) else SUM)


def _or(w: _Writer, tree: t.Or) -> str:
    return " or ".join(_condition(w, part) for part in tree.parts)


def _not(w: _Writer, tree: t.Not) -> str:
    return f"not ({w.at(tree.body, WHOLE)})"


def _for_all(w: _Writer, tree: t.ForAll) -> str:
    sign = w.spelled(RELATIONS[">=" if tree.is_endless else "in"])
    dots = "..." if w.ascii else "…"
    lower, upper = w.at(tree.lower, SUM), w.at(tree.upper, SUM)
    values = lower if tree.is_endless else f"{{{lower}, {dots}, {upper}}}"
    return f"{'for each ' if w.ascii else '∀'}{w.at(tree.variable, BASE)} {sign} {values}: {w.at(tree.body, WHOLE)}"


def _cases(w: _Writer, tree: t.Cases) -> str:
    words = CASE_WORDS["en" if w.ascii else tree.language]
    pieces = [
        f"{w.at(value, SUM)} "
        + (words.rest[0] if condition is None else f"{words.condition[0]} {w.at(condition, WHOLE)}")
        for value, condition in tree.pieces
    ]
    return "{" + "; ".join(pieces) + "}"


def _indicator(w: _Writer, tree: t.Indicator) -> str:
    return f"1[{w.at(tree.condition, WHOLE)}]"


def _delta(w: _Writer, tree: t.Delta) -> str:
    return ("delta" if w.ascii else "δ") + _subscript(w, (tree.left, tree.right))


def _interval(w: _Writer, tree: t.Interval) -> str:
    left, right = "(" if tree.left_open else "[", ")" if tree.right_open else "]"
    return f"{left}{w.listed((tree.lower, tree.upper))}{right}"


def _sequence(w: _Writer, tree: t.Sequence) -> str:
    return f"({w.listed(tree.items)})"


def _set(w: _Writer, tree: t.SetOf) -> str:
    return "{" + w.listed(tree.items) + "}"


def _union(w: _Writer, tree: t.UnionOf) -> str:
    return (" | " if w.ascii else " ∪ ").join(w.at(part, FACTOR) for part in tree.parts)


_WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    t.Number: _number,
    t.Constant: _constant,
    t.Symbol: _symbol,
    t.Item: _item,
    t.Minus: _minus,
    t.Add: _add,
    t.Mul: _mul,
    t.Quotient: _quotient,
    t.Power: _power,
    t.Root: _root,
    t.Call: _call,
    t.Big: _big,
    t.Limit: _limit,
    t.Derivative: _derivative,
    t.Fence: _fence,
    t.Factorial: _factorial,
    t.Binomial: _binomial,
    t.Delta: _delta,
    t.Indicator: _indicator,
    t.Relation: _relation,
    t.And: _and,
    t.Or: _or,
    t.Not: _not,
    t.ForAll: _for_all,
    t.Cases: _cases,
    t.Interval: _interval,
    t.Sequence: _sequence,
    t.SetOf: _set,
    t.UnionOf: _union,
}
