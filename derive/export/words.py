"""Words that all formats share: verdicts, footers, points."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from derive.catalogues import Words
from derive.notation import tree as nt
from derive.notation.tables import CROSSED_OUT
from derive.notation.tree import Tree
from derive.page import Badge, Footer, Mistake, Result, Row, Source
from derive.references import Reference


def verdict(row: Row, say: Words) -> str:
    """proved, cited, or what is wrong."""
    step = row.step
    if step.verdict == "proved" and not step.explained:
        return say("proved, but the reason does not lead there")
    if step.verdict == "undecided":
        return f"{say('UNDECIDED')}: {step.missing}" if step.missing else say("UNDECIDED")
    return {"proved": say("proved"), "cited": say("cited")}.get(step.verdict) or say("REFUTED")


def left_out(row: Row, say: Words) -> str:
    """How many lines are not shown before this one; ""."""
    return say("1 line left out") if row.left_out == 1 else say("{count} lines left out", count=row.left_out)


def badge_words(badge: Badge, say: Words) -> list[str]:
    """The line under the result, in parts."""
    all_proved = say("1 step proved") if badge.total == 1 else say("{proved} steps proved", proved=badge.proved)
    some = say("{proved} of {total} steps proved", proved=badge.proved, total=badge.total)
    parts = [all_proved if badge.proved == badge.total else some]
    if badge.undecided:
        parts.append(say("{count} undecided", count=badge.undecided))
    if badge.cited:
        parts.append(say("{count} cited", count=badge.cited))
    parts.append(say("rests on: {names}", names=", ".join(badge.rests_on) or say("nothing")))
    return parts


def footer_words(footer: Footer, say: Words) -> str:
    v = footer.versions
    return say(
        "Checked by derive {derive} with SymPy {sympy} and python-flint {flint}. Script: sha256 {sha256}.",
        derive=v.derive, sympy=v.sympy, flint=v.flint, sha256=footer.sha256[:16],
    )  # fmt: skip


def cited_parts(reference: Reference, where: str, say: Words) -> tuple[str, str, str]:
    """What is printed before the title, the title, and what comes after it, with the place."""
    year = f" ({reference.year})" if reference.year else ""
    before = f"{reference.authors}{year}. " if reference.authors or year else ""
    after = ". ".join(filter(None, (reference.published, where[:1].upper() + where[1:])))
    return before.lstrip(), reference.title, f". {after}{say('.')}" if after else say(".")


def cited_words(source: Source) -> str:
    """A source that is in no bibliography."""
    return ", ".join(filter(None, (source.text, source.where)))


def crossed_out(mistake: Mistake) -> Tree:
    """The wrong relation with its sign crossed out."""
    return nt.Relation(CROSSED_OUT[mistake.relation], mistake.left, mistake.right)


def stated(sentence: str, given: str, say: Words) -> str:
    """A display's sentence together with what is given for it, before the full stop or colon that ends it."""
    if not given:
        return sentence
    if sentence.endswith(_STOPS):
        return spaced(sentence, say("Given {facts}.", facts=given))
    end = sentence[-1] if sentence.endswith(_PAUSES) else ""
    return spaced(sentence.removesuffix(end), say("(given {facts})", facts=given)) + end


_STOPS = (".", "!", "?", "\u3002", "\uff01", "\uff1f")
_PAUSES = (":", ",", "\uff1a", "\uff0c")
_WIDE = re.compile("[\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")
"""Marks that bring their own room."""


def spaced(before: str, after: str) -> str:
    """One text after another, with a blank between them where no wide mark is."""
    room = _WIDE.fullmatch(before[-1:]) or _WIDE.fullmatch(after[:1])
    return f"{before}{'' if room else ' '}{after}"


def between(result: Result, say: Words) -> str:
    """What stands between the formulas of a result."""
    return say(" exactly when ") if result.equivalent else ", "


def conditions_of(result: Result, inline: Callable[[Tree], str], say: Words) -> str:
    """What a result needs, after its formulas."""
    given = f" {say('Given {facts}.', facts=inline(joined(result.given)))}" if result.given else ""
    assuming = f" {say('Assuming {facts}.', facts=inline(joined(result.assuming)))}" if result.assuming else ""
    return given + assuming


def failing_point(values: str, sides: tuple[str, str], say: Words) -> str:
    """Where a wrong line fails, and what its sides are there."""
    if values and all(sides):
        return say(
            "At {point} the left side is {left}, the right side {right}.", point=values, left=sides[0], right=sides[1]
        )
    if values:
        return say("At {point} it fails.", point=values)
    if all(sides):
        return say("The left side is {left}, the right side {right}.", left=sides[0], right=sides[1])
    return say("It fails.")


def joined(trees: tuple[Tree, ...]) -> Tree:
    """Several facts as one formula; what holds for the same indices is said of them once."""
    together: list[Tree] = []
    for tree in trees:
        match together[-1:], tree:
            case [nt.ForAll() as before], nt.ForAll(body=body) if replace(before, body=body) == tree:
                together[-1] = replace(before, body=joined((*_parts(before.body), *_parts(body))))
            case _:
                together.append(tree)
    return together[0] if len(together) == 1 else nt.And(tuple(together))


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, nt.And) else (tree,)
