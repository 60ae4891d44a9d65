"""The prover: a statement by its relation, by its parts, by contradiction, term by term, by cases, and by induction.

Soundness: a Proof is returned only when the claim holds at every point of the domain where its sides are defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from derive.kernel import refute
from derive.kernel import terms as t
from derive.kernel.boxes import holds_on_box
from derive.kernel.cases import alternatives, few_values
from derive.kernel.conditions import conditions, conditions_of_claim, never_zero, surely_defined
from derive.kernel.core import (
    NEGATED,
    Contradiction,
    Hypothesis,
    Proof,
    Statement,
)
from derive.kernel.decision import UNKNOWN_SIGN, Unproved, decide_relation, joined, trusts_of
from derive.kernel.derivatives import derivative_term
from derive.kernel.exponentials import power_term
from derive.kernel.functions import cases_term, function_term
from derive.kernel.hypotheses import element_term, symbol_term
from derive.kernel.induction import inductions, multiples, reaches_down
from derive.kernel.integrals import integral_term
from derive.kernel.limits import limit_term
from derive.kernel.normal import BASIC_RULES, Fuel, NeedCase, Normalizer, Restart, Unsupported
from derive.kernel.order import NeverHolds
from derive.kernel.prepared import Prepared, Ways
from derive.kernel.reading import OverBudget
from derive.kernel.signs import is_real
from derive.kernel.sums import product_term, sum_term
from derive.kernel.terms import Term
from derive.kernel.termwise import is_jagged, routes
from derive.kernel.traits import (
    RING_SIZES,
    beside_elements,
    has_nests,
    has_waves,
    is_about_a_sum,
    is_hard_to_solve,
    ring_size,
    says_more,
    vacuous,
)
from derive.kernel.zero_sums import by_terms, strictly_by_terms

RULES = {
    **BASIC_RULES,
    "sym": symbol_term,
    "item": element_term,
    "pow": power_term,
    "fn": function_term,
    "cases": cases_term,
    "sum": sum_term,
    "prod": product_term,
    "int": integral_term,
    "lim": limit_term,
    "deriv": derivative_term,
    "ideriv": derivative_term,
}
"""How each operator of the language is brought to normal form."""

FUEL = 100_000
FUEL_FOR_ZERO_SUMS = 40_000
FUEL_FOR_CONDITIONS = 20_000
MAX_RESTARTS = 12
MAX_CASE_DEPTH = 4
MAX_NODES = 60_000
MAX_TERM_DEPTH = 2
FUEL_FOR_TERMS = 20_000
MAX_SWITCHES = 3
MAX_CONTRADICTED = 3
FUEL_TO_CONTRADICT = 8_000
LENIENT = frozenset({*t.BINDERS, "cases"})
"""Operators that may have a value where a part of them has none."""

T = TypeVar("T")


def with_limits_taken(statement: Statement, fuel: Fuel) -> Statement:
    """The statement with its limits, integrals and series replaced by their values, where these are known without
    exceptions: an equivalent one that can be evaluated."""
    for euler in (False, True) if has_waves(statement) else (False,):
        limits = [a for a in beside_elements(statement.claim) if not a.free and _is_worked_out(a)]
        if limits:
            statement = statement.claiming(t.substitute(statement.claim, _values(statement, limits, fuel, euler)))
    return statement


def _values(statement: Statement, limits: list[Term], fuel: Fuel, euler: bool) -> dict[Term, Term]:
    def taken(n: Normalizer) -> dict[Term, Term]:
        values = {a: n.term_of(n.rat(a)) for a in limits if all(_exists(n, inner) for inner in _limits_inside(a))}
        return values if all(never_zero(n, need) for need in n.needs) else {}

    prover = Prover(fuel)
    prover.euler = euler
    try:
        return prover.work(statement, taken)
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return {}


def normal_forms(statement: Statement, fuel: int = FUEL) -> tuple[Term, ...]:
    """What both sides of a relation become, to explain a verdict; () where they have no normal form."""
    if statement.claim.op != "rel":
        return ()
    try:
        prover = Prover(Fuel(fuel))
        return prover.work(statement, lambda n: tuple(n.term_of(n.rat(side)) for side in statement.claim.args[1:]))
    except (Unsupported, NeedCase, OverBudget, Contradiction, RecursionError):
        return ()


def doubtful_limit(statement: Statement, fuel: Fuel) -> Term | None:
    """An integral or a series within a limit that is not known to have a value: the limit may have none."""
    outer = [a for a in t.subterms(statement.claim) if refute.is_limit(a)]
    inside = {inner for a in outer for inner in _limits_inside(a) if not inner.free}
    try:
        return (
            Prover(fuel).work(statement, lambda n: next((a for a in inside if not _exists(n, a)), None))
            if inside
            else None
        )
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return next(iter(inside))


def _limits_inside(a: Term) -> list[Term]:
    return [s for s in t.subterms(a) if s is not a and refute.is_limit(s)]


def _exists(n: Normalizer, inner: Term) -> bool:
    """Whether an integral or a series within a limit is known to have a value: 0 times one that has none is not 0."""
    return not inner.free and not refute.has_limit(n.term_of(n.rat(inner)))


def _is_worked_out(a: Term) -> bool:
    """Whether a term is a limit, an integral, a series, or a derivative of something with these."""
    return refute.is_limit(a) or (a.op == "deriv" and refute.has_limit(a))


class Prover:
    """Tries the provers on a statement and, where signs decide, on its cases."""

    def __init__(self, fuel: Fuel, prepared: Prepared | None = None) -> None:
        self.fuel, self.prepared = fuel, prepared or Prepared(RULES)
        self.roots: dict[Term, int] = {}
        self.direct: Proof | None = None
        self.size = 0
        self.closing, self.closable, self.plain, self.euler = False, False, False, False

    def beside(self, fuel: Fuel) -> Prover:
        """Another one, with its own fuel and ways: how hypotheses were read is shared."""
        return Prover(fuel, self.prepared)

    def prove(self, statement: Statement, depth: int = 0) -> Proof | Unproved:
        """A proof comes with all that both sides being defined implies, whatever way led to it: a chain leans on that."""
        found = self._found(statement, depth)
        if depth or isinstance(found, Unproved) or found is self.direct:
            return found
        try:
            implied = self.beside(Fuel(FUEL_FOR_CONDITIONS)).work(
                statement, lambda n: conditions_of_claim(n, statement.claim)
            )
        except (Unsupported, NeedCase, OverBudget, RecursionError):
            return Unproved("it is not known where both sides have values")
        return replace(found, conditions=tuple(dict.fromkeys((*found.conditions, *implied))))

    def _found(self, statement: Statement, depth: int) -> Proof | Unproved:
        if t.size(statement.claim, MAX_NODES) > MAX_NODES:
            raise OverBudget("the statement is too large")
        parted = alternatives(statement)
        if parted:
            return self._for_each(statement, parted, depth)
        if statement.claim.op == "true":
            return Proof(statement, "truth")
        if statement.claim.op == "and":
            return self._all(statement, depth)
        if statement.claim.op == "or":
            return self._any(statement, depth)
        if statement.claim.op == "not" and statement.claim.args[0].op == "rel":
            op, a, b = statement.claim.args[0].args
            return self._renamed(statement, self.prove(statement.claiming(t.rel(NEGATED[op], a, b)), depth))
        if statement.claim.op != "rel":
            return Unproved("the claim is no relation between two sides")
        early = is_jagged(statement)
        if early and depth < MAX_TERM_DEPTH and self._by_terms(statement, depth):
            return Proof(statement, "term by term")
        result = self._relation(statement)
        self.direct = result if isinstance(result, Proof) else None
        if isinstance(result, Unproved) and depth == 0:
            found = self._through_terms(by_terms, statement) or self._through_terms(strictly_by_terms, statement)
            result = found or result
        if isinstance(result, Unproved) and depth == 0 and self.contradicts_an_equation(statement):
            return Proof(statement, "contradiction")
        if isinstance(result, Unproved) and not early and depth < MAX_TERM_DEPTH and self._by_terms(statement, depth):
            return Proof(statement, "term by term")
        if isinstance(result, Unproved) and depth < MAX_CASE_DEPTH:
            result = self._by_cases(statement, result, depth)
        if isinstance(result, Unproved) and depth == 0:
            return self._by_induction(statement) or result
        return result

    def _through_terms(self, way: Callable[[Prover, Statement], Proof | None], statement: Statement) -> Proof | None:
        """With a fuel of its own: what it leads to is simple, or it leads nowhere."""
        try:
            return way(self.beside(Fuel(FUEL_FOR_ZERO_SUMS)), statement)
        except (OverBudget, RecursionError):
            return None

    def contradicts_an_equation(self, statement: Statement) -> bool:
        """Whether the opposite of the claim makes a relation among the hypotheses false; the opposite of a = b being a < b, and
        a > b too."""
        opposites = {"==": ("<", ">")}.get(statement.relation) or (NEGATED[statement.relation],)
        about_sums = filter(is_hard_to_solve, statement.hypotheses) if statement.relation == "==" else ()
        tried = sorted(about_sums, key=lambda h: -t.size(h.claim))  # the one that says most first
        tied = [h for h in statement.hypotheses if says_more(h, statement.claim) and h not in tried]
        if not (tried or tied):
            return False
        try:
            if statement.relation != "!=" and not self._are_real(statement, statement.lhs, statement.rhs):
                return False
        except (Unsupported, NeedCase):
            return False
        cases = [Hypothesis(t.rel(op, statement.lhs, statement.rhs)) for op in opposites]
        return all(
            any(self._fails_cheaply(statement, h, case) for h in tied[:MAX_CONTRADICTED])
            or any(self._never_holds(statement, h, case) for h in tried)
            for case in cases
        )

    def _fails_cheaply(self, statement: Statement, h: Hypothesis, case: Hypothesis) -> bool:
        """Whether a hypothesis is seen to fail in a case, with little fuel."""
        left = self.fuel.left
        self.fuel.left = min(left, FUEL_TO_CONTRADICT)
        allowed = self.fuel.left
        try:
            return self._never_holds(statement, h, case)
        except OverBudget:
            return False
        finally:
            self.fuel.left = left - (allowed - max(self.fuel.left, 0))

    def _never_holds(self, statement: Statement, h: Hypothesis, case: Hypothesis) -> bool:
        """Whether a relation among the hypotheses fails in a case, as the other hypotheses show."""
        others = tuple(other for other in statement.hypotheses if other != h)
        context = replace(statement, hypotheses=(case, *others))
        op, a, b = h.claim.args
        try:
            return any(
                self._follows(context.claiming(t.rel(opposite, a, b)))
                for opposite in ({"==": ("<", ">")}.get(op) or (NEGATED[op],))
            )
        except Contradiction:
            return True

    def _follows(self, statement: Statement) -> bool:
        jagged = is_jagged(statement)
        return (jagged and self._by_terms(statement, MAX_TERM_DEPTH - 1)) or isinstance(self._tried(statement), Proof)

    def _renamed(self, statement: Statement, proof: Proof | Unproved) -> Proof | Unproved:
        return proof if isinstance(proof, Unproved) else Proof(
            statement, proof.method, proof.conditions, proof.trusts)  # fmt: skip

    def _all(self, statement: Statement, depth: int) -> Proof | Unproved:
        parts = [self.prove(statement.claiming(c), depth) for c in statement.claim.args]
        return joined(statement, parts, "each part")

    def _any(self, statement: Statement, depth: int) -> Proof | Unproved:
        """One of the claims, from the failure of the others."""
        claims = sorted(statement.claim.args, key=lambda c: c.op != "rel")
        for last in reversed(claims):
            others = [c for c in claims if c is not last and c.op == "rel" and self._has_a_negation(statement, c)]
            against = [Hypothesis(t.rel(NEGATED[c.args[0]], *c.args[1:])) for c in others]
            context = statement.under(*against).claiming(last)
            try:
                found = self.prove(context, depth) if not vacuous(context) else None
            except Contradiction:
                found = None
            if found is None or isinstance(found, Proof):
                return Proof(statement, "exclusion", found.conditions if found else ())
        return Unproved("none of the claims follows from the failure of the others")

    def _for_each(self, statement: Statement, parted: list[Statement], depth: int) -> Proof | Unproved:
        """What follows from each of some facts follows from their disjunction."""
        proofs: list[Proof | Unproved] = []
        for alternative in parted:
            try:
                found = None if vacuous(alternative) else self.prove(alternative, depth)
            except Contradiction:
                found = None
            if isinstance(found, Unproved):
                return found
            proofs += [] if found is None else [found]
        if not proofs:
            raise Contradiction("the hypotheses contradict each other")
        return Proof(statement, "alternatives", (), trusts_of(proofs))

    def _by_terms(self, statement: Statement, depth: int) -> bool:
        """Whether a relation between sums follows from what holds of their terms."""
        for route in routes(statement):
            prover = self.beside(Fuel(min(self.fuel.left, FUEL_FOR_TERMS)))
            before = prover.fuel.left
            try:
                if all(isinstance(prover.attempt(s, depth + 1), Proof) for s in route):
                    return True
            except OverBudget:
                pass
            finally:
                self.fuel.left -= before - prover.fuel.left
        return False

    def _has_a_negation(self, statement: Statement, claim: Term) -> bool:
        """Whether the failure of a relation is the opposite relation: an order of complex numbers says nothing."""
        op, a, b = claim.args
        try:
            return op in ("==", "!=") or self._are_real(statement, a, b)
        except (Unsupported, NeedCase):
            return False

    def _has_a_value(self, statement: Statement, switch: Term) -> bool:
        """Whether a term has a value wherever both sides have: else its cases are not all there are.

        An empty sum, a branch that is not taken and xlogy(0, .) have values whatever is in them.
        """
        lenient = any(s.op in LENIENT or (s.op == "fn" and s.args[0] == "xlogy") for s in t.subterms(statement.claim))
        try:
            return not lenient or self.work(statement, lambda n: surely_defined(n, switch))
        except (Unsupported, NeedCase):
            return False

    def _split(self, statement: Statement, switch: Term) -> list[Term]:
        """The cases of a term: negative, 0 or positive if it is real; else 0 or not."""
        try:
            real = self._are_real(statement, switch)
        except (Unsupported, NeedCase):
            real = False
        return [t.rel(op, switch, t.ZERO) for op in (("<", "==", ">") if real else ("==", "!="))]

    def _are_real(self, statement: Statement, *terms: Term) -> bool:
        return self.work(statement, lambda n: all(is_real(n, n.rat(a)) for a in terms))

    def _by_cases(self, statement: Statement, failed: Unproved, depth: int) -> Proof | Unproved:
        """g < 0, g = 0, g > 0 for something whose sign decides; or each value of a symbol that has only a few."""
        defined = self.defined_where(statement)
        context = statement.under(*defined)
        switches = [s for s in failed.switches[:MAX_SWITCHES] if self._has_a_value(context, s)]
        splits = [self._split(statement, switch) for switch in switches]
        few = few_values(statement)
        for split in [*(f for f in few if len(f) == 2), *splits, *(f for f in few if len(f) > 2)]:
            parts: list[Proof | Unproved] = []
            for case in split:
                part = self._case(context, Hypothesis(case), depth)
                parts.append(part)
                if isinstance(part, Unproved):
                    break
            if all(isinstance(p, Proof) for p in parts):
                return Proof(statement, "cases", tuple(h.claim for h in defined), trusts_of(parts))
        return replace(failed, switches=())

    def _by_induction(self, statement: Statement) -> Proof | None:
        for number, base, step, before in inductions(statement):
            if not isinstance(self.attempt(base), Proof):
                continue

            def usable(
                n: Normalizer, before: Term = before, after: Term = step.claim, number: Term = number
            ) -> list[Term]:
                return [before, *multiples(n, before, number)] if reaches_down(n, after, before) else []

            facts = self.work(step, usable)
            proof = self.attempt(step.under(*map(Hypothesis, facts))) if facts else None
            if isinstance(proof, Proof):
                defined = tuple(h.claim for h in self.defined_where(statement))
                return Proof(statement, "induction", defined, proof.trusts)
        return None

    def attempt(self, statement: Statement, depth: int = 1) -> Proof | Unproved:
        try:
            return self.prove(statement, depth)
        except (Contradiction, Unsupported, NeedCase) as e:
            return Unproved(str(e))

    def defined_where(self, statement: Statement) -> list[Hypothesis]:
        """What holds wherever both sides are defined: the claim says nothing elsewhere, so no case need cover more."""

        def task(n: Normalizer) -> list[Term]:
            return [c for side in (statement.lhs, statement.rhs) for c in conditions(n, side)]

        try:
            return [Hypothesis(c) for c in self.work(statement, task) if c.op == "rel"]
        except (Unsupported, NeedCase):
            return []

    def _case(self, statement: Statement, case: Hypothesis, depth: int) -> Proof | Unproved:
        context = replace(
            statement, hypotheses=(case, *statement.hypotheses)
        )  # first: the others are read in its light
        if vacuous(context):
            return Proof(context, "empty case")
        try:
            found = self.prove(context, depth + 1)
        except Contradiction:
            return Proof(context, "empty case")
        fewer = tuple(h for h in context.hypotheses if not is_about_a_sum(h))
        if isinstance(found, Proof) or case.claim.args[0] != "==" or len(fewer) == len(context.hypotheses):
            return found
        return self.attempt(replace(context, hypotheses=fewer))  # what it says of sums may need that this is not 0

    def _relation(self, statement: Statement) -> Proof | Unproved:
        """Without closed forms that exclude a point first; with them where that leads nowhere and there are some."""
        if has_nests(statement):
            with self._trying("plain"):
                result = self._tried(statement)
            if isinstance(result, Proof):
                return result
        result = self._tried(statement)
        if isinstance(result, Unproved) and has_waves(statement):
            with self._trying("euler"):
                waves = self._tried(statement)
            if isinstance(waves, Proof):
                return waves
        if isinstance(result, Proof) or self.closing or not self.closable:
            return result
        with self._trying("closing"):
            closed = self._tried(statement)
        self.closable = False
        return closed if isinstance(closed, Proof) else result

    @contextmanager
    def _trying(self, way: str) -> Iterator[None]:
        """One of the ways `plain`, `euler` and `closing` switched on, and off again however it ends."""
        setattr(self, way, True)
        try:
            yield
        finally:
            setattr(self, way, False)

    def _tried(self, statement: Statement) -> Proof | Unproved:
        try:
            by_numbers = _by_numbers(statement, self.fuel)
            found = by_numbers or self.work(statement, lambda n: decide_relation(n, statement))
            if isinstance(found, Unproved) and holds_on_box(statement):
                return Proof(statement, "interval subdivision")
            return found
        except NeedCase as e:
            if e.switch.free:
                return Unproved("a case distinction inside a sum is needed")
            return Unproved(UNKNOWN_SIGN, ("add a condition to given",), (e.switch,), e.switch)
        except NeverHolds as e:
            return Unproved(str(e))
        except Unsupported as e:
            return Unproved(f"the kernel does not take apart {e}")

    def work(self, statement: Statement, task: Callable[[Normalizer], T]) -> T:
        """Run a task in a fresh normalizer, with a larger ring or finer roots when it asks for them."""
        self.size = max(self.size, ring_size(statement))
        for _ in range(MAX_RESTARTS):
            roots = dict(self.roots)
            n = None
            try:
                n = self._normalizer(statement, RING_SIZES[self.size])
                found = task(n)
                if roots == self.roots or isinstance(found, Proof):
                    return found
            except Restart:
                self.size += 1
                if self.size == len(RING_SIZES):
                    raise OverBudget("too many different parts") from None
            except (Unsupported, NeedCase):
                if roots == self.roots:
                    raise
            finally:
                self.closable |= n is not None and n.closable
        raise OverBudget("roots do not settle")

    def _normalizer(self, statement: Statement, size: int) -> Normalizer:
        ways = Ways(size, self.closing, self.plain, self.euler, keeps_signs=statement.relation != "==")
        return self.prepared.normalizer(statement, ways, self.fuel, self.roots)


def _by_numbers(statement: Statement, fuel: Fuel) -> Proof | None:
    """A strict relation between two numbers is proved by balls that do not overlap."""
    parts = t.subterms(statement.claim)
    if statement.relation not in ("<", ">", "!=") or any(s.op in ("sym", "item", "app", "dapp") for s in parts):
        return None
    return Proof(statement, "ball arithmetic") if refute.certain(with_limits_taken(statement, fuel)) else None
