"""The judge: refute, prove, cross-check. Its answers are the only source of new Facts (through `core.decided`).

Every statement is first tried at points of its domain, in ball arithmetic. If no point speaks against it, the provers
try; what they prove needs a witness (a point where the statement says something) and is evaluated once more at points
that the refuter did not use. A statement both proved and refuted is a KernelError. Work is counted in fuel, so an
answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from derive.kernel import refute
from derive.kernel import terms as t
from derive.kernel.conditions import conditions, never_zero, surely_defined
from derive.kernel.core import (
    NEGATED,
    Contradiction,
    Evidence,
    Fact,
    Hypothesis,
    InvalidStatement,
    Judgement,
    KernelError,
    Proof,
    Statement,
    Verdict,
    cut,
    decided,
    instance,
    merged_declarations,
    restated,
)
from derive.kernel.domain import ZERO, Domain
from derive.kernel.exponentials import joined_exponents, power_term
from derive.kernel.functions import cases_term, function_term
from derive.kernel.hypotheses import Rewriting, element_term, install, rewritings
from derive.kernel.integrals import integral_term
from derive.kernel.limits import limit_term
from derive.kernel.normal import BASIC_RULES, NeedCase, Normalizer, Rat, Restart, Unsupported
from derive.kernel.order import holds
from derive.kernel.reading import OverBudget, to_sympy
from derive.kernel.sampling import Points
from derive.kernel.signs import is_real, remember
from derive.kernel.sums import product_term, sum_term
from derive.kernel.terms import Term

RULES = {
    **BASIC_RULES,
    "item": element_term,
    "pow": power_term,
    "fn": function_term,
    "cases": cases_term,
    "sum": sum_term,
    "prod": product_term,
    "int": integral_term,
    "lim": limit_term,
}
"""How each operator of the language is brought to normal form."""

FUEL = 60_000
RING_SIZES = (8, 16, 32, 64, 128)
MAX_RESTARTS = 12
MAX_CASE_DEPTH = 4
MAX_NODES = 60_000
MAX_VALUES = 6
SWITCHES = ("abs", "sgn", "delta")
"""Kinds of kernels whose value depends on the sign of their argument."""

T = TypeVar("T")


def judge(
    statement: Statement, *, lemmas: tuple[Fact, ...] = (), fuel: int = FUEL, refutation: bool = True
) -> Judgement:
    """PROVED, REFUTED or UNDECIDED, with the evidence.

    lemmas: facts to be used; each is cut in when its own hypotheses follow from those of the statement.
    refutation=False leaves out the search for counterexamples before the proof (for auditing the provers); the
    cross-check after a proof stays. Raises Contradiction when the hypotheses contradict each other, KernelError when
    two parts of the kernel do.
    """
    _check_hypotheses(statement)
    points = Points(statement, _solved_equations(statement, fuel))
    evaluable = not refute.has_limit(statement.claim)
    if refutation and evaluable:
        found = refute.counterexample(statement.claim, points, thorough=False)
        if found is not None:
            return _refuted(statement, *found)
    try:
        used = tuple(discharged(fact, statement, fuel) for fact in lemmas)
    except UnusableLemma as e:
        return _undecided(statement, str(e), ("add what the lemma needs to given",))
    extended = _with_lemmas(statement, used) if used else statement
    try:
        proof = Prover(fuel).prove(extended)
    except (OverBudget, RecursionError):
        proof = Unproved("over budget", ("state a line in between, or a smaller claim",))
    if isinstance(proof, Unproved):
        found = refute.counterexample(_with_limits_taken(statement, fuel).claim, points) if refutation else None
        return _refuted(statement, *found) if found else _undecided(statement, proof.missing, proof.hints)
    witness = refute.witness(statement.claim, proof.conditions, points)
    if witness is None:
        return _undecided(statement, "possibly vacuous: no point was found where both sides are defined", ())
    if evaluable and refute.agrees(statement.claim, points) is False:
        raise KernelError(f"proved by {proof.method}, but false at a point: {statement.claim!r}")
    evidence = Evidence(proof.method, proof.conditions, proof.trusts, witness=witness)
    fact = decided(proof, witness)
    for lemma in used:
        fact = cut(lemma, fact) if Hypothesis(lemma.statement.claim) not in statement.hypotheses else fact
    fact = restated(fact, statement) if used else fact
    return Judgement(statement, Verdict.PROVED, evidence, fact)


def _solved_equations(statement: Statement, fuel: int) -> tuple[Hypothesis, ...]:
    """The equations among the hypotheses, each solved for one part, to guide the choice of points."""
    if not any(h.claim.op == "rel" and h.claim.args[0] == "==" for h in statement.hypotheses):
        return ()
    prover = Prover(fuel)
    try:
        found = prover.work(statement, lambda n: n.solved)
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return ()
    return tuple(Hypothesis(t.rel("==", r.head, r.instead)) for r in found if not r.binders)


def _with_limits_taken(statement: Statement, fuel: int) -> Statement:
    """The statement with its limits, integrals and series replaced by their values, where these are known without
    exceptions: an equivalent one that can be evaluated."""
    limits = [a for a in t.subterms(statement.claim) if not a.free and refute.is_limit(a)]
    if not limits:
        return statement

    def taken(n: Normalizer) -> dict[Term, Term]:
        values = {a: n.term_of(n.rat(a)) for a in limits}
        return values if all(never_zero(n, need) for need in n.needs) else {}

    try:
        values = Prover(fuel).work(statement, taken)
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return statement
    return statement.claiming(t.substitute(statement.claim, values))


def _check_hypotheses(statement: Statement) -> None:
    for h in statement.hypotheses:
        if h.claim.op == "false":
            raise Contradiction("a hypothesis is false: nothing satisfies it")
    name = Domain(statement.declarations, statement.hypotheses).contradiction()
    if name:
        raise Contradiction(f"the hypotheses on {name} contradict each other: no value satisfies them")


def _refuted(statement: Statement, point: tuple[tuple[Term, Term], ...], sides: tuple[str, str]) -> Judgement:
    evidence = Evidence("counterexample", counterexample=point, sides=sides)
    return Judgement(statement, Verdict.REFUTED, evidence)


def _undecided(statement: Statement, missing: str, hints: tuple[str, ...]) -> Judgement:
    return Judgement(statement, Verdict.UNDECIDED, Evidence("none", missing=missing, hints=hints))


# ------------------------------------------------------------------------------------------------------------- lemmas


class UnusableLemma(Exception):
    """A lemma whose hypotheses, domain or definedness do not follow in the statement; the message says which."""


def _with_lemmas(statement: Statement, lemmas: tuple[Fact, ...]) -> Statement:
    claims = (Hypothesis(lemma.statement.claim) for lemma in lemmas)
    return _with_declarations(statement, lemmas).under(*claims)


def _with_declarations(statement: Statement, lemmas: tuple[Fact, ...]) -> Statement:
    """The statement in a context that also knows the atoms of the lemmas."""
    declarations = statement.declarations
    for lemma in lemmas:
        declarations = merged_declarations(declarations, lemma.statement.declarations)
    return replace(statement, declarations=declarations)


def discharged(lemma: Fact, statement: Statement, fuel: int) -> Fact:
    """The lemma with each of its hypotheses proved from those of the statement, in the statement's domain."""
    fact = _in_domain_of(lemma, statement)
    statement = _with_declarations(statement, (fact,))
    for h in fact.statement.hypotheses:
        if h in statement.hypotheses:
            continue
        if h.binders:
            raise UnusableLemma("a lemma's hypothesis for each index is not among those given")
        goal = statement.claiming(h.claim)
        proof = Prover(fuel).prove(goal)
        witness = refute.witness(goal.claim, (), Points(goal))
        if isinstance(proof, Unproved) or proof.conditions or witness is None:
            raise UnusableLemma(f"the lemma needs {_shown(h.claim)}, which does not follow here")
        fact = cut(decided(proof, witness), fact)
    defined = Prover(fuel).work(statement, lambda n: surely_defined(n, fact.statement.claim))
    if not defined or not all(c in statement.hypotheses for c in map(Hypothesis, fact.conditions)):
        raise UnusableLemma("the lemma's sides are not known to be defined here")
    return fact


def _in_domain_of(lemma: Fact, statement: Statement) -> Fact:
    """The lemma about the statement's own atoms, where those have narrower domains."""
    own = {d.name: d for d in statement.declarations}
    other = [d for d in lemma.statement.declarations if d.name in own and own[d.name] != d]
    if not other:
        return lemma
    try:
        return instance(lemma, {t.sym(d.name): t.sym(d.name) for d in other}, [own[d.name] for d in other])
    except InvalidStatement as e:
        raise UnusableLemma(str(e)) from None


# ------------------------------------------------------------------------------------------------------------ proving


@dataclass(frozen=True)
class Unproved:
    """Why no proof was found, and what an author may try."""

    missing: str
    hints: tuple[str, ...] = ()
    switches: tuple[Term, ...] = ()


class Prover:
    """Tries the provers on a statement and, where signs decide, on its cases."""

    def __init__(self, fuel: int) -> None:
        self.fuel = fuel
        self.roots: dict[Term, int] = {}
        self.size = 0
        self.closing, self.closable = False, False

    def prove(self, statement: Statement, depth: int = 0) -> Proof | Unproved:
        if t.size(statement.claim, MAX_NODES) > MAX_NODES:
            raise OverBudget("the statement is too large")
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
        result = self._relation(statement)
        if isinstance(result, Unproved) and depth < MAX_CASE_DEPTH:
            return self._by_cases(statement, result, depth)
        return result

    def _renamed(self, statement: Statement, proof: Proof | Unproved) -> Proof | Unproved:
        return proof if isinstance(proof, Unproved) else Proof(
            statement, proof.method, proof.conditions, proof.trusts)  # fmt: skip

    def _all(self, statement: Statement, depth: int) -> Proof | Unproved:
        parts = [self.prove(statement.claiming(c), depth) for c in statement.claim.args]
        return _joined(statement, parts, "each part")

    def _any(self, statement: Statement, depth: int) -> Proof | Unproved:
        """One of the claims, from the failure of the others."""
        claims = sorted(statement.claim.args, key=lambda c: c.op != "rel")
        for last in reversed(claims):
            others = [c for c in claims if c is not last and c.op == "rel" and self._has_a_negation(statement, c)]
            against = [Hypothesis(t.rel(NEGATED[c.args[0]], *c.args[1:])) for c in others]
            context = statement.under(*against).claiming(last)
            try:
                found = self.prove(context, depth) if not _vacuous(context) else None
            except Contradiction:
                found = None
            if found is None or isinstance(found, Proof):
                return Proof(statement, "exclusion", found.conditions if found else ())
        return Unproved("none of the claims follows from the failure of the others")

    def _has_a_negation(self, statement: Statement, claim: Term) -> bool:
        """Whether the failure of a relation is the opposite relation: an order of complex numbers says nothing."""
        op, a, b = claim.args
        try:
            return op in ("==", "!=") or self.work(statement, lambda n: is_real(n, n.rat(a)) and is_real(n, n.rat(b)))
        except (Unsupported, NeedCase):
            return False

    def _by_cases(self, statement: Statement, failed: Unproved, depth: int) -> Proof | Unproved:
        """g < 0, g = 0, g > 0 for something whose sign decides; or each value of a symbol that has only a few."""
        defined = self._defined_where(statement)
        context = statement.under(*defined)
        splits = [[t.rel(op, switch, t.ZERO) for op in ("<", "==", ">")] for switch in failed.switches[:2]]
        for split in splits + _few_values(statement):
            parts: list[Proof | Unproved] = []
            for case in split:
                part = self._case(context, Hypothesis(case), depth)
                parts.append(part)
                if isinstance(part, Unproved):
                    break
            if all(isinstance(p, Proof) for p in parts):
                trusts = tuple(dict.fromkeys(x for p in parts if isinstance(p, Proof) for x in p.trusts))
                return Proof(statement, "cases", tuple(h.claim for h in defined), trusts)
        return Unproved(failed.missing, failed.hints)

    def _defined_where(self, statement: Statement) -> list[Hypothesis]:
        """What holds wherever both sides are defined: the claim says nothing elsewhere, so no case need cover more."""

        def task(n: Normalizer) -> list[Term]:
            return [c for side in (statement.lhs, statement.rhs) for c in conditions(n, side)]

        try:
            return [Hypothesis(c) for c in self.work(statement, task) if c.op == "rel"]
        except (Unsupported, NeedCase):
            return []

    def _case(self, statement: Statement, case: Hypothesis, depth: int) -> Proof | Unproved:
        context = statement.under(case)
        if _vacuous(context):
            return Proof(context, "empty case")
        try:
            return self.prove(context, depth + 1)
        except Contradiction:
            return Proof(context, "empty case")

    def _relation(self, statement: Statement) -> Proof | Unproved:
        """Without closed forms that exclude a point first; with them where that leads nowhere and there are some."""
        result = self._decided(statement)
        if isinstance(result, Proof) or self.closing or not self.closable:
            return result
        self.closing = True
        closed = self._decided(statement)
        self.closing = self.closable = False
        return closed if isinstance(closed, Proof) else result

    def _decided(self, statement: Statement) -> Proof | Unproved:
        try:
            by_numbers = _by_numbers(statement, self.fuel)
            return by_numbers or self.work(statement, lambda n: _decide_relation(n, statement))
        except NeedCase as e:
            if e.switch.free:
                return Unproved("a case distinction inside a sum is needed")
            return Unproved(f"the sign of {_shown(e.switch)} is not known", ("add a condition to given",), (e.switch,))
        except Unsupported as e:
            return Unproved(f"the kernel does not take apart {e}")

    def work(self, statement: Statement, task: Callable[[Normalizer], T]) -> T:
        """Run a task in a fresh normalizer, with a larger ring or finer roots when it asks for them."""
        self.size = max(self.size, _ring_size(statement))
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
        domain = Domain(statement.declarations, statement.hypotheses)

        def fresh_one(found: list[Rewriting]) -> Normalizer:
            n = Normalizer(domain, RULES, self.fuel, size, self.roots)
            n.closing = self.closing
            install(n, found)
            return n

        if not any(h.claim.op == "rel" and h.claim.args[0] == "==" for h in domain.hypotheses):
            return fresh_one([])
        return fresh_one(rewritings(domain.hypotheses, fresh_one))


def _ring_size(statement: Statement) -> int:
    """The position of the ring that is likely to hold all kernels; a ring that is too small only costs a restart."""
    parts = [a.op for a in t.subterms(statement.claim)]
    plain = len(parts) - sum(op in ("add", "mul", "num", "var") for op in parts)
    binders = sum(op in t.BINDERS or op == "ideriv" for op in parts)
    likely = plain + 4 * binders + len(statement.hypotheses)
    return next((k for k, size in enumerate(RING_SIZES) if size >= likely), len(RING_SIZES) - 1)


def _few_values(statement: Statement) -> list[list[Term]]:
    """The cases x = v for each symbol of the claim that can only take a few values and is not fixed yet."""
    domain = Domain(statement.declarations, statement.hypotheses)
    splits = []
    for a in sorted(t.atoms(statement.claim), key=repr):
        bounds = domain.symbols.get(a.args[0]) if a.op == "sym" and domain.is_integer(a) else None
        if bounds is None or bounds.lo is None or bounds.hi is None or not 0 < bounds.hi - bounds.lo < MAX_VALUES:
            continue
        places = range(int(bounds.lo.p), int(bounds.hi.p) + 1)
        splits.append([t.rel("==", a, t.num(v)) for v in places])
    return splits


def _vacuous(statement: Statement) -> bool:
    return bool(Domain(statement.declarations, statement.hypotheses).contradiction())


def _joined(statement: Statement, parts: list[Proof | Unproved], method: str) -> Proof | Unproved:
    for part in parts:
        if isinstance(part, Unproved):
            return part
    proofs = [p for p in parts if isinstance(p, Proof)]
    found = tuple(dict.fromkeys(c for p in proofs for c in p.conditions))
    trusts = tuple(dict.fromkeys(x for p in proofs for x in p.trusts))
    return Proof(statement, method, found, trusts)


def _decide_relation(n: Normalizer, statement: Statement) -> Proof | Unproved:
    op, a, b = statement.claim.args
    if op == "==":
        method, failed = _decide_equality(n, a, b)
    else:
        method, failed = holds(n, statement), None
    if not method:
        return failed or _open_order(n, statement)
    needed = list(n.needs)
    found = [*conditions(n, a), *conditions(n, b)]
    unmet = _unmet(n, needed, found)
    if unmet is not None:
        return Unproved(f"the proof does not cover the points where {_shown(unmet)} = 0", ("exclude them in given",))
    return Proof(statement, method, tuple(dict.fromkeys(found)), tuple(n.trusts))


def _decide_equality(n: Normalizer, a: Term, b: Term) -> tuple[str, Unproved | None]:
    if a == b:
        n.rat(a)
        return "same expression", None
    difference = n.simplified(n.minus(n.rat(a), n.rat(b)))
    if n.is_zero(difference) or _vanishes_by_hypothesis(n, difference):
        return "normal form", None
    if n.is_zero(joined_exponents(n, difference[0])):
        return "normal form", None
    switches = _switches(n)
    left = to_sympy(n.term_of((difference[0], n.one_poly)))
    hints = ("state a line in between", "add a condition to given")
    text = str(left)
    what = text if len(text) < 200 else text[:200] + " ..."
    return "", Unproved(f"it is open whether {what} is 0", hints, tuple(switches))


def _switches(n: Normalizer) -> list[Term]:
    """The real terms on whose sign a kernel's form depends."""
    found = [k.term.args[1] for k in n.kernels if k.kind in SWITCHES and not k.free]
    logs = [k for k in n.kernels if k.logarithm_of is not None and k.formal and not k.free]
    return found + [k.term.args[1] for k in logs if k.term.op == "fn" and is_real(n, k.logarithm_of or n.zero)]


def _vanishes_by_hypothesis(n: Normalizer, a: Rat) -> bool:
    """Whether a polynomial that the hypotheses say is 0 divides the numerator."""
    zeros = (known.poly for known in n.facts if known.signs == ZERO and not n.is_formal(known.poly))
    return any(divmod(a[0], p)[1] == 0 for p in zeros)


def _by_numbers(statement: Statement, fuel: int) -> Proof | None:
    """A strict relation between two numbers is proved by balls that do not overlap."""
    parts = t.subterms(statement.claim)
    if statement.relation not in ("<", ">", "!=") or any(s.op in ("sym", "item", "app", "dapp") for s in parts):
        return None
    return Proof(statement, "ball arithmetic") if refute.certain(_with_limits_taken(statement, fuel)) else None


def _open_order(n: Normalizer, statement: Statement) -> Unproved:
    _, a, b = statement.claim.args
    n.minus(n.rat(a), n.rat(b))
    switches = _switches(n)
    missing = f"the sign of {_shown(t.sub(a, b))} is not known"
    return Unproved(missing, ("state a bound in between", "add a condition to given"), tuple(switches))


def _unmet(n: Normalizer, needed: list[Term], found: list[Term]) -> Term | None:
    """The first need that neither the domain nor the conditions of both sides meet."""
    if not needed:
        return None
    for c in found:
        if c.op == "rel":
            remember(n, n.rat(c.args[1]), 5)
    return next((need for need in dict.fromkeys(needed) if not never_zero(n, need)), None)


def _shown(a: Term) -> str:
    while a.op == "forall":
        a = a.args[1]
    return str(to_sympy(a))
