"""Words that all formats share: verdicts, footers, points."""

from __future__ import annotations

from derive.notation import tree as nt
from derive.notation.tables import CROSSED_OUT
from derive.notation.tree import Tree
from derive.page import Badge, Footer, Mistake, Result, Row


def verdict(row: Row) -> str:
    """proved, cited, or what is wrong."""
    step = row.step
    if step.verdict == "proved" and not step.explained:
        return "proved, but the reason does not lead there"
    if step.verdict == "undecided":
        return f"UNDECIDED: {step.missing}" if step.missing else "UNDECIDED"
    return step.verdict if step.verdict in ("proved", "cited") else step.verdict.upper()


def badge_words(badge: Badge) -> list[str]:
    """The line under the result, in parts."""
    count = (
        f"{badge.proved} step{'s' if badge.proved != 1 else ''} proved"
        if badge.proved == badge.total
        else f"{badge.proved} of {badge.total} steps proved"
    )
    parts = [count]
    if badge.undecided:
        parts.append(f"{badge.undecided} undecided")
    if badge.cited:
        parts.append(f"{badge.cited} cited")
    parts.append(f"rests on: {', '.join(badge.rests_on) or 'nothing'}")
    return parts


def footer_words(footer: Footer) -> str:
    v = footer.versions
    return f"Checked by derive {v.derive} with SymPy {v.sympy} and python-flint {v.flint}. Script: sha256 {footer.sha256[:16]}."


def crossed_out(mistake: Mistake) -> Tree:
    """The wrong relation with its sign crossed out."""
    return nt.Relation(CROSSED_OUT[mistake.relation], mistake.left, mistake.right)


def stated(sentence: str, given: str) -> str:
    """A display's sentence together with what is given for it, before the full stop or colon that ends it."""
    if not given:
        return sentence
    if sentence.endswith((".", "!", "?")):
        return f"{sentence} Given {given}."
    end = sentence[-1] if sentence.endswith((":", ",")) else ""
    return f"{sentence.removesuffix(end)} (given {given}){end}"


def between(result: Result) -> str:
    """What stands between the formulas of a result."""
    return " exactly when " if result.equivalent else ", "


def joined(trees: tuple[Tree, ...]) -> Tree:
    """Several facts as one formula."""
    return trees[0] if len(trees) == 1 else nt.And(trees)
