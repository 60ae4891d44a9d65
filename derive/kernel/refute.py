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
from derive.kernel.core import Point, Statement
from derive.kernel.sampling import Attempt, Points
from derive.kernel.terms import Term

PRECISIONS = (64, 256)
ENOUGH_AGREEMENTS = 40
FEW_AGREEMENTS = 2
ATTEMPTS = 100
TOUCHES = 24
WITNESS_ATTEMPTS = 240
CROSS_CHECKS = 3
SHARP = fmpq(1, 10**9)


@contextmanager
def _precision(bits: int) -> Iterator[None]:
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def counterexample(claim: Term, points: Points, thorough: bool = True) -> tuple[Point, tuple[str, str]] | None:
    """A point where the claim is false, with both sides' values there as text; None when none was found.

    thorough: whether to look at many points, or at a few before a proof is tried.
    """
    agreements, enough = 0, ENOUGH_AGREEMENTS if thorough else FEW_AGREEMENTS
    for attempt in points.numbered(0, ATTEMPTS if thorough else 4 * enough):
        verdict = _verdict(claim, attempt)
        if verdict is False:
            return exact_point(attempt), sides(claim, attempt)
        agreements += verdict is True
        if agreements >= enough:
            return None
    return None


def touching(claim: Term, points: Points) -> Iterator[Attempt]:
    """The points with rational values where both sides of a relation agree to nine digits."""
    for attempt in points.numbered(0, TOUCHES):
        with _precision(PRECISIONS[0]):
            try:
                near = _sharp(t.rel("==", *claim.args[1:]), attempt.settled())
            except (Undefined, Inconclusive, RecursionError):
                continue
        if near and all(isinstance(v, fmpq) for v in attempt.values.values()):
            yield attempt


def agrees(claim: Term, points: Points) -> bool | None:
    """Whether the claim holds at points that `counterexample` does not use; None when that cannot be seen."""
    seen = 0
    for attempt in points.numbered(1_000, ATTEMPTS // 2):
        verdict = _verdict(claim, attempt)
        if verdict is False:
            return False
        seen += verdict is True
        if seen >= CROSS_CHECKS:
            return True
    return None


def certain(statement: Statement) -> bool:
    """Whether a claim about numbers alone is certainly true, by balls."""
    for attempt in Points(statement).numbered(0, 1):
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
                at = attempt.settled()
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


def sides(claim: Term, attempt: Attempt) -> tuple[str, str]:
    """Both sides' values at a point, as text."""
    if claim.op != "rel":
        return "", ""
    values = []
    with _precision(PRECISIONS[-1]):
        for side in claim.args[1:]:
            try:
                values.append(_shown(evaluate(side, attempt.settled())))
            except (Undefined, Inconclusive):
                values.append("")
    return values[0], values[1]


def _shown(value: fmpq | acb) -> str:
    if isinstance(value, fmpq):
        return str(value)
    return _short(value.real) if value.imag.is_zero() else str(value.str(6, radius=False))


def _short(value: arb) -> str:
    """Six digits, without zeros at the end."""
    if value.contains(0):
        return "0"
    near = float(value)
    return f"{near:.6g}" if 1e-300 < abs(near) < 1e300 else str(value.str(6, radius=False))


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


def witness(claim: Term, conditions: tuple[Term, ...], points: Points) -> Point | None:
    """A point where hypotheses and conditions hold and the claim's sides are defined; None when none was found."""
    for attempt in points.numbered(0, WITNESS_ATTEMPTS):
        if any(_is_witness(claim, conditions, attempt, bits) for bits in PRECISIONS):
            return exact_point(attempt)
    return None


def _is_witness(claim: Term, conditions: tuple[Term, ...], attempt: Attempt, bits: int) -> bool:
    with _precision(bits):
        try:
            at = attempt.settled()
            return all(holds(c, at) is True for c in conditions) and _defined(claim, at)
        except (Inconclusive, Undefined, RecursionError):
            return False


def _defined(a: Term, at: Values) -> bool:
    """Whether every part that can be evaluated has a value.

    Limits, integrals and infinite sums are passed over: a proof about them shows that they exist.
    """
    if not has_limit(a):
        _value(a, at)
        return True
    if a.op in ("lim", "int", "sum", "prod", "deriv"):
        return True
    return all(_defined(c, at) for c in a.children())


def _value(a: Term, at: Values) -> None:
    if a.op in ("rel", "and", "or", "not", "true", "false"):
        for c in a.children():
            _value(c, at)
    else:
        evaluate(a, at)


def is_limit(a: Term) -> bool:
    """Whether a term is a limit, an integral, or a sum or product without end."""
    return a.op in ("lim", "int") or (a.op in ("sum", "prod") and any(x.op == "const" for x in a.args[2:]))


def has_limit(a: Term) -> bool:
    """Whether a limit, an integral or an infinite sum occurs, which has no value until it is worked out."""
    return any(map(is_limit, t.subterms(a)))
