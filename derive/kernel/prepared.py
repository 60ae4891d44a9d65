"""Normalizers with the hypotheses already read: what many attempts under the same hypotheses begin with.

Soundness: an attempt gets a copy of its own, and the copy is what would have been made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.domain import Domain
from derive.kernel.hypotheses import Rewriting, install, rewritings
from derive.kernel.normal import Fuel, Normalizer, Rat
from derive.kernel.terms import Term


class Ways(NamedTuple):
    """How a normalizer works: see Normalizer."""

    size: int
    closing: bool
    plain: bool
    euler: bool
    keeps_signs: bool


Context = tuple[tuple[Declaration, ...], tuple[Hypothesis, ...], Ways, frozenset[tuple[Term, int]]]


class Prepared:
    """The normalizers of one judgement, by what their hypotheses, ways and roots are."""

    def __init__(self, rules: Mapping[str, Callable[[Normalizer, Term], Rat]]) -> None:
        self.rules = rules
        self._made: dict[Context, Normalizer] = {}

    def normalizer(self, statement: Statement, ways: Ways, fuel: Fuel, roots: dict[Term, int]) -> Normalizer:
        """A fresh one. Raises Contradiction, Restart, Unsupported, NeedCase, OverBudget."""
        if not statement.hypotheses:
            return self._anew(statement, ways, fuel, roots)
        context = (statement.declarations, statement.hypotheses, ways, frozenset(roots.items()))
        made = self._made.get(context)
        if made is None:
            made = self._anew(statement, ways, fuel, roots)
            if frozenset(roots.items()) != context[3]:
                return made  # read with coarser roots than there are now
            self._made[context] = made
        return made.copy(fuel, roots)

    def _anew(self, statement: Statement, ways: Ways, fuel: Fuel, roots: dict[Term, int]) -> Normalizer:
        domain = Domain(statement.declarations, statement.hypotheses)
        last: list[tuple[list[Rewriting], Normalizer]] = []

        def scratch(found: list[Rewriting]) -> Normalizer:
            if last and last[0][0] == found and not last[0][1].needs:
                return last[0][1]
            n = Normalizer(domain, self.rules, fuel, ways.size, roots)
            n.closing, n.plain, n.euler, n.keeps_signs = ways[1:]
            install(n, found)
            last[:] = [(list(found), n)]
            return n

        if not any(h.claim.op == "rel" and h.claim.args[0] == "==" for h in domain.hypotheses):
            return scratch([])
        return scratch(rewritings(domain.hypotheses, scratch))
