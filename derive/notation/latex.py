"""Tree to LaTeX that can be read in one way only: `texmath.read_latex` gives the same tree back.

A node has a *strength*; where a place asks for more than that, brackets are set.  Two things need more care:

* Sums, limits and derivative operators reach to the end of their product, so they stand unbracketed only as its
  last factor.
* `\\log p` without brackets is set only where nothing follows that it could swallow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from derive.notation import tree as t
from derive.notation.tables import (
    BIG,
    CASE_WORDS,
    COMMAND,
    COMMANDS,
    CONSTANTS,
    DERIVATIVE_SIGNS,
    FENCES,
    FUNCTION_OF,
    LETTER_HEADS,
    LETTERS,
    MARKS,
    OPERATOR_HEADS,
    RELATIONS,
    STYLES,
    Named,
)
from derive.notation.tree import Tree
from derive.notation.width import visual_width

WHOLE, SUM, PRODUCT, FACTOR, BASE = range(5)
"""What a place asks for: anything, a sum, a product, one factor, something that may carry an exponent."""

_TALL = re.compile(r"\\(frac|sum|prod|int|binom|begin|lim|left)(?![a-zA-Z])")
_LONGEST_EXPONENT = 24  # digits; beyond that e^{...} becomes \exp(...)


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a node."""

    bound: frozenset[Tree] = frozenset()  # variables of open sums: a further sum over one of them would end its body
    last: bool = True  # nothing follows that an open end could swallow
    dotted: bool = False  # inside a subscript: i j is two indices, so a product needs its dot


_FRESH = _Around()


def latex(tree: Tree) -> str:
    """LaTeX for a maths environment (amsmath); `\\\\` occurs inside `cases` only."""
    return _at(tree, WHOLE, _FRESH)


def _at(tree: Tree, place: int, around: _Around) -> str:
    if not _fits(tree, place, around):
        return _within("(", ")", latex(tree))
    text: str = _WRITERS[type(tree)](tree, around)
    return text


def _fits(tree: Tree, place: int, around: _Around) -> bool:
    if not reaches_out(tree):
        return strength(tree) >= place
    ends_a_sum = isinstance(tree, t.Big) and tree.variable in around.bound
    return around.last and (place <= PRODUCT or (place == FACTOR and not ends_a_sum))


def _within(left: str, right: str, body: str) -> str:
    if _TALL.search(body):
        left, right = rf"\left{left}", rf"\right{right}"
    return f"{left} {body} {right}" if left[-1].isalpha() else f"{left}{body}{right}"


# ------------------------------------------------------------------------------------------------------------ strength


def reaches_out(tree: Tree) -> bool:
    """Whether the node takes in all factors that follow it."""
    return isinstance(tree, t.Big | t.Limit) or (isinstance(tree, t.Derivative) and not _in_numerator(tree.body))


def _in_numerator(body: Tree) -> bool:
    return isinstance(body, t.Symbol | t.Item)


def strength(tree: Tree) -> int:
    match tree:
        case t.Symbol(marks=marks):
            return FACTOR if {"star", "prime"} & set(marks) else BASE
        case t.Item(base, _, label):
            return FACTOR if label else strength(base)
        case t.Constant(name):
            return FACTOR if name == "e" else BASE  # e^{x} is the exponential function
        case t.Quotient(inline=inline):
            return PRODUCT if inline else FACTOR
        case t.Call(head):
            return BASE if _is_letter(head) else FACTOR
        case _:
            return _STRENGTHS[type(tree)]


_STRENGTHS: dict[type, int] = {
    **dict.fromkeys((t.Relation, t.And, t.Or, t.Not, t.ForAll, t.Cases), WHOLE),
    **dict.fromkeys((t.Add, t.Minus, t.UnionOf), SUM),
    **dict.fromkeys((t.Mul, t.Big, t.Limit), PRODUCT),
    **dict.fromkeys((t.Power, t.Root, t.Derivative, t.Factorial, t.Binomial, t.Delta, t.Indicator), FACTOR),
    **dict.fromkeys((t.Interval, t.Sequence, t.SetOf), FACTOR),
    **dict.fromkeys((t.Number, t.Fence), BASE),
}


def _is_letter(head: Tree) -> bool:
    match head:
        case t.Symbol(name) | t.Item(t.Symbol(name)):
            return name not in OPERATOR_HEADS and (len(name) == 1 or name in LETTERS)
        case _:
            return False


# --------------------------------------------------------------------------------------------------------------- names


def _symbol(tree: t.Symbol, around: _Around = _FRESH) -> str:
    text = _letter(tree)
    for mark in tree.marks:
        sign = MARKS[mark].latex
        text = f"{sign}{{{text}}}" if sign.startswith("\\") else text + sign
    return text


def _letter(tree: t.Symbol) -> str:
    if tree.name in LETTERS:
        return rf"\boldsymbol{{\{tree.name}}}" if tree.style == "bold" else rf"\{tree.name}"
    if tree.style:
        return f"{STYLES[tree.style]}{{{tree.name}}}"
    return tree.name if len(tree.name) == 1 else rf"\mathrm{{{tree.name}}}"


def _item(tree: t.Item, around: _Around = _FRESH) -> str:
    return _with_scripts(_symbol(tree.base), tree)


def _with_scripts(base: str, tree: t.Item) -> str:
    label = f"^{{({_listed(tree.label)})}}" if tree.label else ""
    return base + label + (_subscript(tree.indices) if tree.indices else "")


def _subscript(indices: tuple[Tree, ...]) -> str:
    """Single letters side by side, W_{ij}; anything else between commas."""
    inside = replace(_FRESH, dotted=True)
    texts = [_at(index, SUM, inside) for index in indices]
    letters = len(indices) > 1 and all(isinstance(index, t.Symbol) and not index.marks for index in indices)
    if letters:
        return "_" + _script("".join(texts) if all(len(text) == 1 for text in texts) else " ".join(texts))
    return "_" + _script(", ".join(texts))


def _script(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _listed(items: Iterable[Tree]) -> str:
    return ", ".join(_at(item, WHOLE, _FRESH) for item in items)


def _constant(tree: t.Constant, around: _Around) -> str:
    return CONSTANTS[tree.name].latex


def _number(tree: t.Number, around: _Around) -> str:
    return tree.text


# ---------------------------------------------------------------------------------------------------------- arithmetic


def _minus(tree: t.Minus, around: _Around) -> str:
    return "-" + _at(tree.body, PRODUCT, around)


def _add(tree: t.Add, around: _Around) -> str:
    first, *rest = tree.terms
    pieces = [_at(first, SUM if isinstance(first, t.Minus) else PRODUCT, around)]  # a sum's own minus leads it
    pieces += [f"{sign} {_at(term, PRODUCT, around)}" for sign, term in zip(tree.signs, rest, strict=True)]
    return " ".join(pieces)


def term_text(tree: Tree) -> str:
    """LaTeX of a term of a sum, without its sign."""
    return _at(tree, SUM if isinstance(tree, t.Minus) else PRODUCT, _FRESH)


def _mul(tree: t.Mul, around: _Around) -> str:
    texts = factor_texts(tree, around)
    joined = texts[0]
    for (left, right), (before, after) in zip(pairwise(tree.factors), pairwise(texts), strict=True):
        joined += _between(left, right, before, after, around.dotted) + after
    return joined


def factor_texts(tree: t.Mul, around: _Around = _FRESH) -> list[str]:
    """LaTeX of each factor, bracketed as its place in the product needs."""
    inner = replace(around, last=False)
    return [*(_at(factor, FACTOR, inner) for factor in tree.factors[:-1]), _at(tree.factors[-1], FACTOR, around)]


def _between(left: Tree, right: Tree, before: str, after: str, dotted: bool) -> str:
    """A dot where two factors side by side could be read as something else."""
    opens = after.startswith(("(", r"\left("))
    could_be_call = opens and (_could_be_head(left) or (before.endswith(")") and _roman(left)))
    mixed_number = isinstance(left, t.Number) and isinstance(right, t.Quotient)
    if dotted or after[0].isdigit() or could_be_call or mixed_number:
        return r" \cdot "
    return "" if opens else " "


def _could_be_head(tree: Tree) -> bool:
    """Letters that are often functions, and words, before a bracket."""
    match tree:
        case t.Power(base) if not isinstance(base, t.Call):
            return _could_be_head(base)
        case t.Symbol(name) | t.Item(t.Symbol(name)):
            return name in LETTER_HEADS or (len(name) > 1 and name not in LETTERS)
        case _:
            return False


def _roman(tree: Tree) -> bool:
    return isinstance(tree, t.Call) and not _is_letter(tree.head)


def _quotient(tree: t.Quotient, around: _Around) -> str:
    if not tree.inline:
        return rf"\frac{{{latex(tree.top)}}}{{{latex(tree.bottom)}}}"
    inner = replace(around, last=False)
    nested = isinstance(tree.top, t.Quotient) and tree.top.inline
    return f"{_at(tree.top, FACTOR if nested else PRODUCT, inner)}/{_at(tree.bottom, FACTOR, inner)}"


def _power(tree: t.Power, around: _Around) -> str:
    return f"{_at(tree.base, BASE, replace(around, last=False))}^{_script(latex(tree.exponent))}"


def _root(tree: t.Root, around: _Around) -> str:
    degree = "" if tree.degree is None else f"[{latex(tree.degree)}]"
    return rf"\sqrt{degree}{{{latex(tree.body)}}}"


def _factorial(tree: t.Factorial, around: _Around) -> str:
    return _at(tree.body, BASE, replace(around, last=False)) + "!"


def _binomial(tree: t.Binomial, around: _Around) -> str:
    return rf"\binom{{{latex(tree.top)}}}{{{latex(tree.bottom)}}}"


def _fence(tree: t.Fence, around: _Around) -> str:
    strokes = FENCES[tree.kind]
    return _within(strokes.left, strokes.right, latex(tree.body))


# ----------------------------------------------------------------------------------------------------------- functions


def _call(tree: t.Call, around: _Around) -> str:
    head = head_latex(tree.head)
    if tree.head == t.Symbol("exp") and len(tree.args) == 1:
        return _exponential(tree.args[0])
    if around.last and not around.dotted and _may_go_bare(tree):
        return f"{head} {latex(tree.args[0])}"
    return head + _within("(", ")", _listed(tree.args))


def _exponential(exponent: Tree) -> str:
    text = latex(exponent)
    if _TALL.search(text) or visual_width(text) > _LONGEST_EXPONENT:
        return r"\exp" + _within("(", ")", text)
    return f"e^{_script(text)}"


def head_latex(head: t.Symbol | t.Item) -> str:
    """LaTeX for a function's name."""
    if isinstance(head, t.Item):
        return _with_scripts(head_latex(head.base), head)
    row = _row(head)
    if row is not None and not head.marks and head.style in ("", COMMAND):
        return row.latex
    word = len(head.name) > 1 and head.name not in LETTERS and head == t.Symbol(head.name)
    return rf"\operatorname{{{head.name}}}" if word else _symbol(head)


def _row(head: t.Symbol) -> Named | None:
    """The standard notation of a function."""
    return (COMMANDS if head.style == COMMAND else FUNCTION_OF).get(head.name)


def _may_go_bare(tree: t.Call) -> bool:
    base = tree.head.base if isinstance(tree.head, t.Item) else tree.head
    row = _row(base)
    return row is not None and row.bare and len(tree.args) == 1 and small(tree.args[0])


def small(argument: Tree) -> bool:
    """Whether a function's argument may stand without brackets."""
    match argument:
        case t.Quotient(inline=inline):
            return not inline
        case t.Call(head):
            return _is_letter(head)
        case t.Symbol() | t.Item():
            return strength(argument) == BASE
        case _:
            return isinstance(argument, t.Number | t.Constant | t.Root | t.Fence)


# ---------------------------------------------------------------------------------------- sums, limits and derivatives


def _big(tree: t.Big, around: _Around) -> str:
    body = _at(tree.body, PRODUCT, replace(around, bound=around.bound | {tree.variable}))
    sign = BIG[tree.kind].latex
    if tree.kind == "integral":
        return rf"{sign}{_bounds('', tree)} {body} \, \mathrm{{d}}{_at(tree.variable, BASE, _FRESH)}"
    variable = latex(tree.variable)
    return f"{sign}{_bounds(variable, tree)} {body}"


def _bounds(variable: str, tree: t.Big) -> str:
    if tree.lower is None or tree.upper is None:
        return "_" + _script(variable) if variable else ""
    lower = f"{variable}={latex(tree.lower)}" if variable else latex(tree.lower)
    return f"_{{{lower}}}^{{{latex(tree.upper)}}}"


def _limit(tree: t.Limit, around: _Around) -> str:
    point = _at(tree.point, BASE, _FRESH) + f"^{{{tree.direction}}}" if tree.direction else latex(tree.point)
    return rf"\lim_{{{latex(tree.variable)} \to {point}}} {_at(tree.body, PRODUCT, around)}"


def _derivative(tree: t.Derivative, around: _Around) -> str:
    sign = DERIVATIVE_SIGNS[tree.sign].latex
    order = sum(order for _, order in tree.by)
    top = sign + (f"^{_script(str(order))}" if order > 1 else "")
    below = " ".join(_differential(sign, variable, order) for variable, order in tree.by)
    if _in_numerator(tree.body):
        return rf"\frac{{{top} {latex(tree.body)}}}{{{below}}}"
    return rf"\frac{{{top}}}{{{below}}} {_operand(tree.body, around)}"


def _differential(sign: str, variable: Tree, order: int) -> str:
    text = _at(variable, FACTOR if order == 1 else BASE, replace(_FRESH, last=False))
    return f"{sign} {text}" + (f"^{_script(str(order))}" if order > 1 else "")


def _operand(body: Tree, around: _Around) -> str:
    if reaches_out(body) or (isinstance(body, t.Call) and body.head != t.Symbol("exp")) or small(body):
        return _at(body, PRODUCT, around)
    return _within("(", ")", latex(body))


# ------------------------------------------------------------------------------------------ conditions, cases and sets


def _relation(tree: t.Relation, around: _Around) -> str:
    return f"{_at(tree.left, SUM, _FRESH)} {RELATIONS[tree.op].latex} {_at(tree.right, SUM, _FRESH)}"


def chains(parts: Iterable[Tree]) -> list[list[Tree]]:
    """Neighbouring relations that share a side, together: 0 < p and p < 1 are one chain."""
    found: list[list[Tree]] = []
    for part in parts:
        match found[-1][-1] if found else None, part:
            case t.Relation(right=shared), t.Relation(op=op, left=left) if shared == left and op != "in":
                found[-1].append(part)
            case _:
                found.append([part])
    return found


def _and(tree: t.And, around: _Around) -> str:
    return r" \land ".join(_chain(chain) for chain in chains(tree.parts))


def _chain(chain: list[Tree]) -> str:
    first, *rest = chain
    text = _condition(first)
    for part in rest:
        assert isinstance(part, t.Relation)
        text += f" {RELATIONS[part.op].latex} {_at(part.right, SUM, _FRESH)}"
    return text


def _condition(tree: Tree) -> str:
    return _at(tree, WHOLE if isinstance(tree, t.Relation) else SUM, _FRESH)


def _or(tree: t.Or, around: _Around) -> str:
    return r" \lor ".join(_condition(part) for part in tree.parts)


def _not(tree: t.Not, around: _Around) -> str:
    return r"\neg " + _within("(", ")", latex(tree.body))


def _for_all(tree: t.ForAll, around: _Around) -> str:
    return f"{for_all_head(tree)} {latex(tree.body)}"


def for_all_head(tree: t.ForAll) -> str:
    """Everything before what holds: the index, its range, and the colon."""
    lower, upper = (_at(end, SUM, _FRESH) for end in (tree.lower, tree.upper))
    values = rf"\ge {lower}" if tree.is_endless else rf"\in \lbrace {lower}, \dots, {upper} \rbrace"
    return rf"\forall {latex(tree.variable)} {values} \colon"


def _cases(tree: t.Cases, around: _Around) -> str:
    words = CASE_WORDS[tree.language]
    rows = [
        rf"{_at(value, SUM, _FRESH)} & \text{{{words.rest[0] if condition is None else f'{words.condition[0]} '}}}"
        + ("" if condition is None else f" {latex(condition)}")
        for value, condition in tree.pieces
    ]
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _indicator(tree: t.Indicator, around: _Around) -> str:
    return r"\mathbf{1}" + _within("[", "]", latex(tree.condition))


def _delta(tree: t.Delta, around: _Around) -> str:
    return r"\delta" + _subscript((tree.left, tree.right))


def _interval(tree: t.Interval, around: _Around) -> str:
    left, right = "(" if tree.left_open else "[", ")" if tree.right_open else "]"
    return _within(left, right, _listed((tree.lower, tree.upper)))


def _sequence(tree: t.Sequence, around: _Around) -> str:
    return _within("(", ")", _listed(tree.items))


def _set(tree: t.SetOf, around: _Around) -> str:
    return _within(r"\lbrace", r"\rbrace", _listed(tree.items))


def _union(tree: t.UnionOf, around: _Around) -> str:
    return r" \cup ".join(_at(part, FACTOR, _FRESH) for part in tree.parts)


_WRITERS: dict[type, Callable[[Any, _Around], str]] = {
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
