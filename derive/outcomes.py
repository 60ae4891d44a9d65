"""What became of each obligation: judged, explained by its reason, and resting on what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sympy as sp

from derive.kernel import core
from derive.kernel.core import Fact, InvalidStatement, Verdict
from derive.kernel.judge import Lemmas
from derive.kernel.judge import judge as judge_statement
from derive.kernel.reading import OverBudget
from derive.kernel.terms import sym
from derive.rules import Rule, explains
from derive.script import EQUALITY, Assumption, Chain, Instance, Item, Obligation, Taken
from derive.statements import Closed, Judgement, close, close_claim, in_sympy, judge
from derive.verdicts import Verdicts

MAX_SHOWN = 80


@dataclass(frozen=True, eq=False)
class Outcome:
    """verdict: "proved", "refuted", "undecided" or "cited". missing: why it is undecided.

    explained: whether the stated rule leads to the line, if the line is true. gives: what the rule leads to instead, if
    that is proved.
    """

    obligation: Obligation
    verdict: str
    judgement: Judgement | None = None
    closed: Closed | None = None
    missing: str = ""
    explained: bool = True
    gives: Any = None

    @property
    def as_expected(self) -> bool:
        return self.verdict == self.obligation.expected and self.explained


class NotProved(Exception):
    """What was to be used is not proved; the message names it."""


class Session:
    """Judges items, each once; facts stay in this process. known: verdicts from before, if there are any."""

    def __init__(self, known: Verdicts | None = None) -> None:
        self.known = known
        self._obligations: dict[int, tuple[Item, tuple[Obligation, ...]]] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._open: set[int] = set()

    def obligations(self, item: Item) -> tuple[Obligation, ...]:
        """An item's obligations, always the same objects."""
        return self._obligations.setdefault(id(item), (item, item.obligations()))[1]

    def outcomes(self, item: Item) -> tuple[Outcome, ...]:
        """The outcomes of an item's obligations, in their order."""
        self._open.add(id(item))
        try:
            return tuple(map(self.outcome, self.obligations(item)))
        finally:
            self._open.discard(id(item))

    def outcome(self, o: Obligation) -> Outcome:
        """What became of an obligation; it is judged once."""
        if id(o) not in self._outcomes:
            self._outcomes[id(o)] = self._judged(o)
        return self._outcomes[id(o)]

    def _judged(self, o: Obligation) -> Outcome:
        """Judge one obligation. Bad input raises InvalidStatement."""
        try:
            closed = closed_obligation(o)
        except OverBudget as e:
            return Outcome(o, "undecided", missing=f"over budget: {e}")
        if o.expected == "cited":
            return Outcome(o, "cited", closed=closed)
        try:
            lemmas = self.lemmas(o)
        except NotProved as e:
            return Outcome(o, "undecided", closed=closed, missing=f"rests on {e}")
        judgement = self._judgement(closed, lemmas)
        leads, gives = _explanation(o)
        explained = leads or judgement.verdict is not Verdict.PROVED
        return Outcome(o, judgement.verdict.value, judgement, closed, judgement.evidence.missing, explained, gives)

    def lemmas(self, o: Obligation) -> Lemmas:
        """What an obligation uses; where it shares that with others, each takes what applies. Raises NotProved."""
        used = (*o.using, *((o.reason,) if isinstance(o.reason, Item | Instance) else ()))
        found = [self.facts(part) for part in used]
        lemmas = tuple(f for facts, _ in found for f in facts)
        helps = tuple(f for _, facts in found for f in facts)
        return ((), (*lemmas, *helps)) if o.shares else (lemmas, helps)

    def _judgement(self, closed: Closed, lemmas: Lemmas) -> Judgement:
        remembered = None if self.known is None else self.known.get(closed.statement, lemmas)
        if remembered is not None:
            return in_sympy(closed, remembered)
        found = judge_statement(closed.statement, lemmas=lemmas[0], helps=lemmas[1])
        if self.known is not None:
            self.known.put(found, lemmas)
        return in_sympy(closed, found)

    def _with_fact(self, o: Outcome) -> Fact | None:
        """The fact of a proved outcome, judged again if its verdict is from before."""
        if o.judgement is None or o.closed is None or o.judgement.verdict is not Verdict.PROVED:
            return None
        if o.judgement.fact is not None:
            return o.judgement.fact
        lemmas, helps = self.lemmas(o.obligation)
        return judge_statement(o.closed.statement, lemmas=lemmas, helps=helps).fact

    def facts(self, part: Any) -> Lemmas:
        """The facts that a lemma stands for, and what a chain says of equality besides. Raises NotProved when it has none."""
        if isinstance(part, Fact):
            return (part,), ()
        if isinstance(part, Judgement) and part.fact is not None:
            return (part.fact,), ()
        if isinstance(part, Instance):
            facts, besides = self.facts(part.lemma)
            return tuple(_instance(f, part) for f in facts), tuple(_instances(besides, part))
        if isinstance(part, Assumption):
            raise InvalidStatement("an assumption is no proved fact: name it in given=")
        if not isinstance(part, Item):
            raise InvalidStatement(f"only what is proved can be used, not a {type(part).__name__}: {_cut(part)}")
        if id(part) in self._open:
            raise InvalidStatement("a statement cannot be used in its own proof")
        outcomes = self.outcomes(part)
        facts = tuple(fact for o in outcomes if (fact := self._with_fact(o)) is not None)
        if len(facts) < len(outcomes) or not facts:
            raise NotProved(_name(part))
        return _of_chain(outcomes, facts) if isinstance(part, Chain) else (facts, ())


def closed_obligation(o: Obligation) -> Closed:
    """The kernel's statement of an obligation."""
    if o.claim is not None:
        return close_claim(o.claim, o.given)
    return close(o.left.expr, o.right.expr, o.relation, o.given)


def _of_chain(outcomes: tuple[Outcome, ...], facts: tuple[Fact, ...]) -> Lemmas:
    """What a chain's lines give together; and when there is equality."""
    about_equality = [o.obligation.suffix.endswith(EQUALITY) for o in outcomes]
    lines = [fact for fact, about in zip(facts, about_equality, strict=True) if not about]
    return (_result(lines),), tuple(fact for fact, about in zip(facts, about_equality, strict=True) if about)


def _result(facts: list[Fact]) -> Fact:
    """first R last, from the facts of a chain's steps."""
    result = facts[0]
    for fact in facts[1:]:
        result = core.transitive(result, fact)
    return result


def _instance(fact: Fact, part: Instance) -> Fact:
    closed = [close(sp.sympify(value), 0) for _, value in part.values]
    values = {sym(symbol.name): c.statement.lhs for (symbol, _), c in zip(part.values, closed, strict=True)}
    declared = {d.name: d for c in closed for d in c.statement.declarations}
    return core.instance(fact, values, declared.values())


def _cut(thing: object) -> str:
    text = repr(thing)
    return text if len(text) < MAX_SHOWN else f"{text[:MAX_SHOWN]} ..."


def _instances(facts: tuple[Fact, ...], part: Instance) -> Iterator[Fact]:
    """Those of the facts that can be put at the point."""
    for fact in facts:
        with suppress(InvalidStatement):
            yield _instance(fact, part)


def _name(item: Item) -> str:
    what = "a cited result" if isinstance(item, Taken) else getattr(item, "label", None) or "a step that is not proved"
    return f"{what} ({Path(item.place.file).name}, line {item.place.line})"


def _explanation(o: Obligation) -> tuple[bool, Any]:
    """Whether the stated rule leads to the line; if not, what it leads to instead, if that is proved."""
    if not isinstance(o.reason, Rule) or o.relation != "==":
        return True, None
    if o.reason.of_equations:
        return _leads_between_equations(o, o.reason), None
    before = o.before if o.before is not None else o.left.value
    explanation = explains(o.reason, before, o.right.value)
    if explanation.ok or explanation.proposal is None:
        return explanation.ok, None
    instead = judge(before, explanation.proposal, given=o.given)
    return False, explanation.proposal if instead.verdict is Verdict.PROVED else None


def _leads_between_equations(o: Obligation, rule: Rule) -> bool:
    """Whether the rule makes the claim of an equation that is given, or one that is given of the claim."""
    claim = sp.Eq(o.left.value, o.right.value, evaluate=False)
    facts = (getattr(fact, "__derive_fact__", fact) for fact in o.given)
    equations = [fact for fact in facts if isinstance(fact, sp.Eq)]
    pairs = [(fact, claim) for fact in equations] + [(claim, fact) for fact in equations]
    return any(explains(rule, before, after).ok for before, after in pairs)
