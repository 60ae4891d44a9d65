"""What a rule is, and when it explains a step.

A rule proposes what a line may become. It explains a step when one of its proposals is the stated line up to a trivial
rearrangement. Rules decide nothing: the kernel judges the line whatever they propose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from derive.kernel.core import InvalidStatement
from derive.rules.matching import SAMENESS, same_but_order
from derive.rules.opening import opened

Proposals = Iterable[Any]

MOST_PROPOSALS = 200
"""How many proposals of one rule are looked at."""

FAILURES = (
    ValueError,
    TypeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    AttributeError,
    IndexError,
    KeyError,
)
"""What SymPy may raise when a rule tries something that it refuses."""


@dataclass(frozen=True, eq=False)
class Rule:
    """name: as in `by=`. phrase: what a document prints. propose: the lines that a line may become.

    slack: how far a stated line may be from a proposal: "order" (order of terms and factors, signs, names of bound
    variables), "ring" (products multiplied out as well) or "rational" (fractions brought together as well).
    takes: how many arguments `by=rule(...)` may give, least and most. arguments: those that were given. of_equations:
    whether it turns one equation into another, and not one side of a step into the other.
    """

    name: str
    phrase: str
    propose: Callable[..., Proposals]
    slack: str = "ring"
    takes: tuple[int, int] = (0, 0)
    arguments: tuple[Any, ...] = ()
    of_equations: bool = False

    def __call__(self, *arguments: Any) -> Rule:
        """The rule with its arguments: `factor_out(n)`, `substitute({p: k / n})`."""
        least, most = self.takes
        if most == 0:
            raise InvalidStatement(f"the rule {self.name} takes no arguments: write by={self.name}")
        if not least <= len(arguments) <= most:
            raise InvalidStatement(f"the rule {self.name} takes {_number(least, most)}, not {len(arguments)}")
        return replace(self, arguments=arguments)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})" if self.arguments else self.name

    def proposals(self, before: Any) -> Iterator[Any]:
        """What the line may become, the line as it stands first, then with its definitions opened; each once."""
        if len(self.arguments) < self.takes[0]:
            raise InvalidStatement(f"the rule {self.name} needs arguments: write by={self.name}(...)")
        seen: dict[Any, None] = {}
        for start in dict.fromkeys((before, opened(before))):
            for proposal in self._safely(start):
                if proposal not in seen:
                    seen[proposal] = None
                    yield proposal

    def _safely(self, before: Any) -> Iterator[Any]:
        """The proposals until one fails."""
        try:
            yield from islice(self.propose(before, *self.arguments), MOST_PROPOSALS)
        except FAILURES:
            return


def _number(least: int, most: int) -> str:
    return "1 argument" if least == most == 1 else f"{least} to {most} arguments"


@dataclass(frozen=True)
class Explanation:
    """Whether a rule leads from one line to the next; if not, what it leads to instead."""

    ok: bool
    proposal: Any = None


def explains(rule: Rule, before: Any, after: Any) -> Explanation:
    """Whether `after` is, up to trivial rearrangement, something that the rule makes of `before`.

    The proposal is the one that matched, or, where none did, the first.
    """
    if before == after:  # SymPy took the step itself, when the line was built
        return Explanation(True, after)
    same = SAMENESS[rule.slack]
    first = None
    for proposal in rule.proposals(before):
        if _matches(same, proposal, after):
            return Explanation(True, proposal)
        first = proposal if first is None else first
    return Explanation(False, first)


def _matches(same: Callable[[Any, Any], bool], proposal: Any, after: Any) -> bool:
    try:
        return same(proposal, after)
    except FAILURES:
        return False


def first_proposal(rule: Any, before: Any) -> Any:
    """What the rule makes of a line, for a line written `...`; a proposal that changes something, if there is one."""
    if not isinstance(rule, Rule):
        raise InvalidStatement("a line ... needs by= with a rule that computes it")
    proposals = list(islice(rule.proposals(before), MOST_PROPOSALS))
    if not proposals:
        raise InvalidStatement(f"{rule.name} does not apply to {before}")
    return next((p for p in proposals if not same_but_order(p, before)), proposals[0])
