"""The judge: refute, prove, cross-check. Its answers are the only source of new Facts (through `core.decided`).

Every statement is first tried at points of its domain, in ball arithmetic. If no point speaks against it, the provers
try; what they prove needs a witness (a point where the statement says something) and is evaluated once more at points
that the refuter did not use. A statement both proved and refuted is a KernelError. Work is counted in fuel, so an
answer does not depend on the machine.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from flint import fmpq

from derive.kernel import refute
from derive.kernel import terms as t
from derive.kernel.cases import alternatives
from derive.kernel.conditions import surely_defined
from derive.kernel.core import (
    Contradiction,
    Evidence,
    Fact,
    Hypothesis,
    InvalidStatement,
    Judgement,
    KernelError,
    Point,
    Proof,
    Statement,
    Verdict,
    cut,
    decided,
    instance,
    merged_declarations,
    restated,
)
from derive.kernel.decision import Unproved, shown
from derive.kernel.domain import Domain, flat
from derive.kernel.normal import Fuel, NeedCase, Unsupported
from derive.kernel.prover import FUEL, Prover, doubtful_limit, with_limits_taken
from derive.kernel.reading import OverBudget
from derive.kernel.sampling import Points
from derive.kernel.terms import Term
from derive.kernel.traits import is_about_a_sum
from derive.kernel.unending import METHOD, at_zero, ended, with_functions_zero, with_limits_of_steps
from derive.kernel.zero_sums import vanishing

FUEL_AT_A_POINT = 2_000
FUEL_FOR_A_LEMMA = 20_000
FUEL_FOR_STEPS = 20_000
LIMITS_TRIED = 12

Lemmas = tuple[tuple[Fact, ...], tuple[Fact, ...]]
"""Facts that must apply, and facts that may."""


def judge(
    statement: Statement,
    *,
    lemmas: tuple[Fact, ...] = (),
    helps: tuple[Fact, ...] = (),
    fuel: int = FUEL,
    refutation: bool = True,
) -> Judgement:
    """PROVED, REFUTED or UNDECIDED, with the evidence.

    lemmas: facts to be used; each is cut in when its own hypotheses follow from those of the statement, else the statement is
    UNDECIDED. helps: facts that are left aside where they do not apply.
    refutation=False leaves out the search for counterexamples before the proof (for auditing the provers); the
    cross-check after a proof stays. Raises Contradiction when the hypotheses contradict each other, KernelError when
    two parts of the kernel do.
    """
    _check_hypotheses(statement)
    return _judged(statement, (lemmas, helps), Fuel(fuel), refutation)


def _judged(statement: Statement, lemmas: Lemmas, fuel: Fuel, refutation: bool) -> Judgement:
    prover = Prover(fuel)
    points = Points(statement, _solved_equations(ended(statement), prover.beside(fuel)))
    evaluable = not refute.has_limit(statement.claim)
    if refutation and evaluable:
        found = refute.counterexample(statement.claim, points, thorough=False)
        if found is not None:
            return _refuted(statement, *found)
    try:
        used = _applying(lemmas, points, prover)
    except UnusableLemma as e:
        return _undecided(statement, str(e), ("add what the lemma needs to given",))
    extended = _with_lemmas(statement, used) if used else statement
    try:
        proof = _proved(extended, prover)
    except (OverBudget, RecursionError) as e:
        why = str(e) if isinstance(e, OverBudget) else "it is nested too deeply"
        proof = Unproved(f"over budget: {why}", ("state a line in between, or a smaller claim",))
    if isinstance(proof, Unproved):
        found = refute.counterexample(with_limits_taken(statement, fuel).claim, points) if refutation else None
        if refutation and found is None:
            found = _equal_at_a_point(statement, points) or _false_where_limits_are_taken(statement, points)
        return _refuted(statement, *found) if found else _undecided(statement, str(proof), proof.hints)
    witness = _witness(statement, proof.conditions, points, prover)
    if witness is None:
        witness = _with_functions_zero(statement, proof, prover)
    if witness is None:
        return _undecided(statement, "possibly vacuous: no point was found where both sides are defined", ())
    doubtful = doubtful_limit(ended(statement), fuel)
    if doubtful is not None:
        return _undecided(statement, f"possibly vacuous: {shown(doubtful)} is not known to have a value", ())
    if evaluable and refute.agrees(statement.claim, points) is False:
        raise KernelError(f"proved by {proof.method}, but false at a point: {statement.claim!r}")
    evidence = Evidence(proof.method, proof.conditions, proof.trusts, witness=witness)
    fact = decided(proof, witness)
    for lemma in used:
        claim = Hypothesis(lemma.statement.claim)
        if claim in fact.statement.hypotheses and claim not in statement.hypotheses:
            fact = cut(lemma, fact)
    fact = restated(fact, statement) if used else fact
    return Judgement(statement, Verdict.PROVED, evidence, fact)


def _proved(statement: Statement, prover: Prover) -> Proof | Unproved:
    """A proof; what is given without end is used for limits, and put aside."""
    plain = ended(statement)
    if plain is statement:
        return prover.prove(statement)
    found = _by_steps(statement, plain, prover.beside(Fuel(FUEL_FOR_STEPS))) or prover.prove(plain)
    return found if isinstance(found, Unproved) else replace(found, statement=statement)


def _by_steps(statement: Statement, plain: Statement, prover: Prover) -> Proof | None:
    """A proof with the limits that what is given without end determines."""
    taken = with_limits_of_steps(prover, statement)
    try:
        found = None if taken == plain else prover.prove(taken)
    except (OverBudget, RecursionError):
        return None
    return replace(found, method=METHOD) if isinstance(found, Proof) else None


def _with_functions_zero(statement: Statement, proof: Proof, prover: Prover) -> Point | None:
    """A witness for what is given without end: a point at which it is shown to hold for functions that are 0 everywhere."""
    if ended(statement) is statement:
        return None
    try:
        found = with_functions_zero(prover.beside(Fuel(FUEL_FOR_STEPS)), statement)
        if found is None:
            return None
        there, names = found
        points = Points(there, _solved_equations(there, prover.beside(prover.fuel)))
    except Contradiction:
        return None
    if not refute.has_limit(there.claim) and refute.agrees(there.claim, points) is False:
        raise KernelError(f"proved by {proof.method}, but false for functions that are 0: {statement.claim!r}")
    at = _witness(there, tuple(at_zero(c, names) for c in proof.conditions), points, prover)
    return None if at is None else (*((t.sym(name), t.ZERO) for name in names), *at)


def _witness(statement: Statement, conditions: tuple[Term, ...], points: Points, prover: Prover) -> Point | None:
    """A point where the statement says something; looked for under each fact of a disjunction too."""
    found = refute.witness(statement.claim, conditions, points)
    either = tuple(h.claim for h in flat(statement.hypotheses) if h.claim.op == "or" and not h.binders)
    for alternative in alternatives(statement) if found is None else ():
        there = Points(alternative, _solved_equations(alternative, prover.beside(prover.fuel)))
        found = _witness(alternative, (*conditions, *either), there, prover)
        if found is not None:
            break
    return found


def _equal_at_a_point(statement: Statement, points: Points) -> tuple[Point, tuple[str, str]] | None:
    """A point where both sides of <, > or != are proved to be equal; only balls that touch show otherwise."""
    if statement.relation not in ("<", ">", "!=") or any(a.op != "sym" for a in t.atoms(statement.claim)):
        return None
    for attempt in refute.touching(statement.claim, points):
        values = {atom: t.num(v) for atom, v in attempt.values.items() if isinstance(v, fmpq)}
        sides = (t.substitute(side, values) for side in statement.claim.args[1:])
        try:
            proof = Prover(Fuel(FUEL_AT_A_POINT)).prove(Statement(t.rel("==", *sides)))
        except (OverBudget, RecursionError):
            continue
        if not isinstance(proof, Unproved):
            return refute.exact_point(attempt), refute.sides(statement.claim, attempt)
    return None


def _false_where_limits_are_taken(statement: Statement, points: Points) -> tuple[Point, tuple[str, str]] | None:
    """A point where the limits, integrals and series have values once numbers are put in, and the claim is false."""
    if not refute.has_limit(statement.claim) or any(a.op != "sym" for a in t.atoms(statement.claim)):
        return None
    for attempt in points.numbered(0, LIMITS_TRIED):
        values = {atom: attempt.at().atom(atom) for atom in sorted(t.atoms(statement.claim), key=repr)}
        numbers = {atom: t.num(v) for atom, v in values.items() if isinstance(v, fmpq)}
        if len(numbers) < len(values):
            continue
        here = Statement(t.substitute(statement.claim, numbers))
        taken = with_limits_taken(here, Fuel(FUEL_AT_A_POINT))
        found = (
            None if refute.has_limit(taken.claim) else refute.counterexample(taken.claim, Points(taken), thorough=False)
        )
        if found is not None:
            return refute.exact_point(attempt), found[1]
    return None


def _solved_equations(statement: Statement, prover: Prover) -> tuple[Hypothesis, ...]:
    """The equations among the hypotheses, each solved for one part, and what they say of single terms, to guide the choice of
    points."""
    if not any(h.claim.op == "rel" and h.claim.args[0] == "==" for h in statement.hypotheses):
        return ()
    try:
        found = prover.work(statement, lambda n: n.solved)
        equations = [h.claim for h in statement.hypotheses if is_about_a_sum(h)]
        terms = [h for h in vanishing(prover, statement, *equations) if h.binders] if equations else []
    except (Unsupported, NeedCase, OverBudget, RecursionError):
        return ()
    return (*terms, *(Hypothesis(t.rel("==", r.head, r.instead)) for r in found if not r.binders))


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


def _applying(lemmas: Lemmas, points: Points, prover: Prover) -> tuple[Fact, ...]:
    """The lemmas, and those of the helps that apply, in the domain of the statement whose points these are.

    Raises UnusableLemma."""
    needed, helps = lemmas
    used = [_discharged(fact, points, prover) for fact in needed]
    for fact in helps:
        with suppress(UnusableLemma):
            used.append(_discharged(fact, points, prover))
    return tuple(used)


def _discharged(lemma: Fact, points: Points, prover: Prover) -> Fact:
    """With a fuel of its own, so that a lemma that does not apply leaves enough for the proof. Raises UnusableLemma."""
    try:
        return discharged(lemma, points, prover.beside(Fuel(FUEL_FOR_A_LEMMA)))
    except (OverBudget, RecursionError, Unsupported, NeedCase) as e:
        raise UnusableLemma(f"what the lemma needs is not decided: {e}") from None


def _with_lemmas(statement: Statement, lemmas: tuple[Fact, ...]) -> Statement:
    claims = (Hypothesis(lemma.statement.claim) for lemma in lemmas)
    return _with_declarations(statement, lemmas).under(*claims)


def _with_declarations(statement: Statement, lemmas: tuple[Fact, ...]) -> Statement:
    """The statement in a context that also knows the atoms of the lemmas."""
    declarations = statement.declarations
    for lemma in lemmas:
        declarations = merged_declarations(declarations, lemma.statement.declarations)
    return replace(statement, declarations=declarations)


def discharged(lemma: Fact, points: Points, prover: Prover) -> Fact:
    """The lemma with each of its hypotheses proved from those of a statement, in the statement's domain.

    points: of the statement."""
    fact = _in_domain_of(lemma, points.statement)
    statement = _with_declarations(points.statement, (fact,))
    plain = ended(statement)
    if plain != points.statement:
        points = Points(plain, points.solved)
    for h in fact.statement.hypotheses:
        if h in statement.hypotheses:
            continue
        if h.binders:
            raise UnusableLemma("a lemma's hypothesis for each index is not among those given")
        goal = plain.claiming(h.claim)
        proof = prover.beside(prover.fuel).prove(goal)
        witness = refute.witness(goal.claim, (), points)
        if isinstance(proof, Unproved) or proof.conditions or witness is None:
            raise UnusableLemma(f"the lemma needs {shown(h.claim)}, which does not follow here")
        fact = cut(decided(proof, witness), fact)
    defined = prover.beside(prover.fuel).work(plain, lambda n: surely_defined(n, fact.statement.claim))
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
