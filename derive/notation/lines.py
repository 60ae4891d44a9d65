"""Breaking a formula that is too wide for the page."""

from __future__ import annotations

from collections.abc import Iterator

from derive.notation import tree as t
from derive.notation.latex import chains, factor_texts, for_all_head, latex, term_text
from derive.notation.tables import RELATIONS
from derive.notation.tree import Tree
from derive.notation.width import visual_width


def break_line(tree: Tree, width: int) -> list[str]:
    """LaTeX of the formula in lines of at most `width` digits, where its form allows.

    Lines after the first begin with the relation, the + or -, the \\cdot, \\land or \\lor at which they were broken:
    `texmath.read_chain` puts them together again, but for the last two.  Only the outermost conjunction, relation, sum and
    product are broken, so each line has its brackets in pairs.
    """
    lines: list[str] = []
    for piece in _pieces(tree, width):
        if lines and visual_width(lines[-1]) + visual_width(piece) <= width:
            lines[-1] += " " + piece
        else:
            lines.append(piece)
    return lines


def condition_pieces(tree: Tree) -> list[str]:
    """LaTeX of a condition in pieces between which a line of text may be broken: after "and", and after what says for which
    indices something holds. One after another they are the formula."""
    match tree:
        case t.And(parts):
            facts = [_fact_pieces(chain) for chain in chains(parts)]
            return [*(piece for *pieces, last in facts[:-1] for piece in (*pieces, rf"{last} \land")), *facts[-1]]
        case t.ForAll():
            return [for_all_head(tree), *condition_pieces(tree.body)]
        case _:
            return [latex(tree)]


def _fact_pieces(chain: list[Tree]) -> list[str]:
    """The same for a part of a conjunction."""
    if not isinstance(chain[0], t.ForAll):
        return [latex(t.And(tuple(chain)))]
    first, *more, last = condition_pieces(chain[0])
    return [f"({first}", *more, f"{last})"]


def _pieces(tree: Tree, width: int) -> Iterator[str]:
    """What must stay together, each but the first with its operator in front."""
    whole = latex(tree)
    if visual_width(whole) <= width:
        yield whole
        return
    match tree:
        case t.And() | t.Or():
            yield from _facts(whole, r"\land" if isinstance(tree, t.And) else r"\lor")
        case t.Relation(op, left, right):
            yield from _pieces(left, width)
            yield from _after(RELATIONS[op].latex, right, width)
        case t.Add(terms, signs):
            yield from _pieces(terms[0], width) if _stands_alone(terms[0]) else [term_text(terms[0])]
            for sign, term in zip(signs, terms[1:], strict=True):
                yield from _after(sign, term, width) if _stands_alone(term) else [f"{sign} {term_text(term)}"]
        case t.Minus(t.Mul() as body):
            yield from _after("-", body, width)
        case t.Mul():
            first, *rest = factor_texts(tree)
            yield first
            yield from (rf"\cdot {factor}" for factor in rest)
        case _:
            yield whole


def _facts(whole: str, sign: str) -> Iterator[str]:
    """The parts of a conjunction or a disjunction, with their brackets in pairs."""
    found: list[str] = []
    for part in whole.split(f" {sign} "):
        if found and not _in_pairs(found[-1]):
            found[-1] += f" {sign} {part}"
        else:
            found.append(part)
    yield found[0]
    yield from (f"{sign} {part}" for part in found[1:])


def _in_pairs(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in _PAIRS)


_PAIRS = (("{", "}"), ("(", ")"), (r"\left", r"\right"), (r"\lvert", r"\rvert"), (r"\begin", r"\end"))


def _after(operator: str, tree: Tree, width: int) -> Iterator[str]:
    first, *rest = _pieces(tree, width)
    yield f"{operator} {first}"
    yield from rest


def _stands_alone(term: Tree) -> bool:
    """Whether the term can be broken where it stands in a sum: a product, not another sum."""
    return isinstance(term, t.Mul)
