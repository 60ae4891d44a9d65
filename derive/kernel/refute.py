"""Counterexamples, witnesses and the cross-check: what a statement says at exact points of its domain.

Soundness: a counterexample satisfies every declaration and hypothesis exactly, both sides have a value there, and their
balls (or exact values) make the relation false.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flint import acb, arb, ctx, fmpq

from derive.kernel import terms as t
from derive.kernel.ball_functions import Inconclusive, Undefined, as_ball
from derive.kernel.balls import Values, evaluate, holds
from derive.kernel.core import Hypothesis, Point, Statement
from derive.kernel.sampling import Attempt, points
from derive.kernel.terms import Term

PRECISIONS = (64, 256)
ENOUGH_AGREEMENTS = 40
FEW_AGREEMENTS = 4
ATTEMPTS = 100
WITNESS_ATTEMPTS = 240
CROSS_CHECKS = 5
SHARP = fmpq(1, 10**9)


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def counterexample(
    statement: Statement, solved: tuple[Hypothesis, ...] = (), thorough: bool = True
) -> tuple[Point, tuple[str, str]] | None:
    """A point where the claim is false, with both sides' values there as text; None when none was found.

    thorough: whether to look at many points, or at a few before a proof is tried.
    """
    agreements, enough = 0, ENOUGH_AGREEMENTS if thorough else FEW_AGREEMENTS
    for attempt in points(statement, ATTEMPTS if thorough else 2 * enough, solved=solved):
        verdict = _verdict(statement.claim, attempt)
        if verdict is False:
            return exact_point(attempt), _sides(statement, attempt)
        agreements += verdict is True
        if agreements >= enough:
            return None
    return None


def agrees(statement: Statement, solved: tuple[Hypothesis, ...] = ()) -> bool | None:
    """Whether the claim holds at points that `counterexample` does not use; None when that cannot be seen."""
    seen = 0
    for attempt in points(statement, ATTEMPTS // 2, first=1_000, solved=solved):
        verdict = _verdict(statement.claim, attempt)
        if verdict is False:
            return False
        seen += verdict is True
        if seen >= CROSS_CHECKS:
            return True
    return None


def certain(statement: Statement) -> bool:
    """Whether a claim about numbers alone is certainly true, by balls."""
    for attempt in points(statement, 1):
        with _precision(PRECISIONS[-1]):
            try:
                return holds(statement.claim, attempt.at()) is True
            except (Undefined, Inconclusive, RecursionError):
                return False
    return False


def _verdict(claim: Term, attempt: Attempt) -> bool | None:
    """True or False where the claim is decided or agrees sharply, None where it is undefined or unclear."""
    for bits in PRECISIONS:
        with _precision(bits):
            try:
                at = attempt.at()
                found = holds(claim, at)
                if found is not None:
                    return found
                if _sharp(claim, at):
                    return True
            except Undefined:
                return None
            except (Inconclusive, RecursionError):
                continue
    return None


def _sharp(claim: Term, at: Values) -> bool:
    """Whether both sides agree to nine digits."""
    if claim.op != "rel" or claim.args[0] not in ("==", "<=", ">="):
        return False
    _, a, b = claim.args
    left, right = (as_ball(evaluate(x, at)) for x in (a, b))
    d = left - right
    scale = abs(left) + 1
    return bool(abs(d) < scale * SHARP)


def _sides(statement: Statement, attempt: Attempt) -> tuple[str, str]:
    with _precision(PRECISIONS[-1]):
        values = []
        for side in (statement.lhs, statement.rhs):
            try:
                values.append(_shown(evaluate(side, attempt.at())) if statement.claim.op == "rel" else "")
            except (Undefined, Inconclusive):
                values.append("")
    return values[0], values[1]


def _shown(value: fmpq | acb) -> str:
    if isinstance(value, fmpq):
        return str(value)
    return str(value.real.str(6, radius=False) if value.imag.is_zero() else value.str(6, radius=False))


def exact_point(attempt: Attempt) -> Point:
    """The values that were used, as terms, in the order of their text."""
    return tuple((atom, _number(v)) for atom, v in sorted(attempt.values.items(), key=lambda pair: repr(pair[0])))


def _number(value: fmpq | acb) -> Term:
    if isinstance(value, fmpq):
        return t.num(value)
    real, imaginary = (t.num(_rational(part)) for part in (value.real, value.imag))
    return t.add(real, t.mul(imaginary, t.IMAGINARY))


def _rational(x: arb) -> fmpq:
    """The simplest fraction in the ball: complex values are chosen with small denominators."""
    for q in range(1, 100):
        whole = (x * q).unique_fmpz()
        if whole is not None and (x - fmpq(whole, q)).contains(0):
            return fmpq(int(whole), q)
    raise Inconclusive("a value that is no small fraction")


# ------------------------------------------------------------------------------------------------------------ witness


def witness(statement: Statement, conditions: tuple[Term, ...], solved: tuple[Hypothesis, ...] = ()) -> Point | None:
    """A point where hypotheses and conditions hold and the claim's sides are defined; None when none was found."""
    for attempt in points(statement, WITNESS_ATTEMPTS, solved=solved):
        with _precision(PRECISIONS[-1]):
            try:
                if all(holds(c, attempt.at()) is True for c in conditions) and _defined(statement.claim, attempt):
                    return exact_point(attempt)
            except (Inconclusive, Undefined, RecursionError):
                continue
    return None


def _defined(a: Term, attempt: Attempt) -> bool:
    """Whether every part that can be evaluated has a value.

    Limits, integrals and infinite sums are passed over: a proof about them shows that they exist.
    """
    if not _has_limit(a):
        _value(a, attempt)
        return True
    if a.op in ("lim", "int", "sum", "prod", "deriv"):
        return True
    return all(_defined(c, attempt) for c in a.children())


def _value(a: Term, attempt: Attempt) -> None:
    if a.op in ("rel", "and", "or", "not", "true", "false"):
        for c in a.children():
            _value(c, attempt)
    else:
        evaluate(a, attempt.at())


def is_limit(a: Term) -> bool:
    """Whether a term is a limit, an integral, or a sum or product without end."""
    return a.op in ("lim", "int") or (a.op in ("sum", "prod") and any(x.op == "const" for x in a.args[2:]))


def _has_limit(a: Term) -> bool:
    return any(map(is_limit, t.subterms(a)))
