"""One relation under one normalizer: by normal forms, or by an argument for inequalities.

Soundness: a Proof is returned only when the relation holds at every point of the domain where both sides are defined;
what a form of one side needs beyond that is proved too (`needs`), or there is no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.conditions import conditions, never_zero
from derive.kernel.core import Hypothesis, Proof, Statement
from derive.kernel.derivatives import carried_out
from derive.kernel.domain import NEGATIVE, POSITIVE, ZERO, simple_bound
from derive.kernel.normal import Kernel, NeedCase, Normalizer, Rat
from derive.kernel.order import holds
from derive.kernel.reading import to_sympy
from derive.kernel.signs import is_nonzero, is_real, remember, sign
from derive.kernel.terms import Term

MAX_SHOWN = 200
FEW_FACTORS = 6
UNKNOWN_SIGN = "the sign of {} is not known"
SWITCHES = ("abs", "sgn", "delta")
"""Kinds of kernels whose value depends on the sign of their argument."""


@dataclass(frozen=True)
class Unproved:
    """Why no proof was found, and what an author may try. missing: with {} for `about`, which is only written out for the
    author of the statement."""

    missing: str
    hints: tuple[str, ...] = ()
    switches: tuple[Term, ...] = ()
    about: Term | None = None

    def __str__(self) -> str:
        return self.missing if self.about is None else self.missing.format(shown(self.about))


def decide_relation(n: Normalizer, statement: Statement) -> Proof | Unproved:
    op, a, b = statement.claim.args
    if op == "==":
        method, failed = _decide_equality(n, a, b)
    else:
        method, failed = _decide_order(n, statement)
    if not method:
        return failed or Unproved("neither side says more")
    needed = list(n.needs)
    found = [*conditions(n, a), *conditions(n, b)]
    unmet = _unmet(n, needed, found)
    if unmet is not None:
        return Unproved("the proof does not cover the points where {} = 0", ("exclude them in given",), about=unmet)
    return Proof(statement, method, tuple(dict.fromkeys(found)), tuple(n.trusts))


def _decide_equality(n: Normalizer, a: Term, b: Term) -> tuple[str, Unproved | None]:
    if a == b:
        n.rat(a)
        return "same expression", None
    difference = n.simplified(n.minus(*map(n.rat, _without_common_factors(n, a, b))))
    if n.is_zero(difference) or _vanishes_by_hypothesis(n, difference):
        return "normal form", None
    switches = _switches(n)
    if n.is_zero(_joined_exponents(n, difference[0])):
        return "normal form", None
    top, bottom = (_without_powers_of_zero(n, p) for p in difference)
    if top == 0 and not n.is_formal(bottom) and is_nonzero(n, (bottom, n.one_poly)):
        return "normal form", None
    left = n.term_of((difference[0], n.one_poly))
    hints = ("state a line in between", "add a condition to given")
    return "", Unproved("it is open whether {} is 0", hints, tuple(switches), left)


def _without_powers_of_zero(n: Normalizer, p: Any) -> Any:
    """A polynomial without its terms c 0^a with a > 0, where all that is formal in the term is 0^b with b >= 0."""
    kept = {}
    for exponents, c in p.terms():
        formal = [i for i, e in enumerate(exponents) if e and n.kernels[i].formal]
        signs = [_sign_of_power_of_zero(n, n.kernels[i]) for i in formal]
        if POSITIVE not in signs or any(s is None or s & NEGATIVE for s in signs):
            kept[exponents] = c
    return n.ring.from_dict(kept)


def _sign_of_power_of_zero(n: Normalizer, kernel: Kernel) -> int | None:
    """The possible signs of b in 0^b; None for other kernels."""
    if kernel.exponent is None or not kernel.exponent[1].is_one():
        return None
    b, rest = divmod(kernel.exponent[0], n.rat(ex.LOG_OF_ZERO)[0])
    return sign(n, (b, n.one_poly)) if rest == 0 and not ex.mentions_formal(n, (b, n.one_poly)) else None


def _joined_exponents(n: Normalizer, p: Any) -> Rat:
    """A polynomial with the exponents of each term's exponentials added up where their denominators are sums: parts of
    them may cancel."""
    total = n.zero
    for exponents, c in p.terms():
        rest, exponent = list(exponents), n.zero
        for i, e in enumerate(exponents):
            own = n.kernels[i].exponent if e else None
            if own is not None and len(own[1]) > 1:
                rest[i], exponent = 0, n.plus(exponent, n.scaled(own, int(e)))
        total = n.plus(total, n.times((n.ring.from_dict({tuple(rest): c}), n.one_poly), ex.exp(n, exponent)))
    return n.simplified(total)


def _decide_order(n: Normalizer, statement: Statement) -> tuple[str, Unproved | None]:
    """By one of the arguments of `order.py`. What decides by cases is taken from the claim itself, which has a value there,
    not from what an argument brought in."""
    _, a, b = statement.claim.args
    difference = n.minus(n.rat(a), n.rat(b))
    switches = _switches(n)
    try:
        method = holds(n, statement)
    except NeedCase:
        method = ""
    if method:
        return method, None
    if statement.relation != "!=" and not all(is_real(n, n.rat(side)) for side in (a, b)):
        return "", Unproved(
            "an order is between real numbers, and a side may not be real", ("declare its symbols real",)
        )
    own = (
        [t.sub(a, b)] if is_real(n, difference) and any(_ties(h, statement.claim) for h in statement.hypotheses) else []
    )
    hints = ("state a bound in between", "add a condition to given")
    return "", Unproved(UNKNOWN_SIGN, hints, (*switches[:2], *own), t.sub(a, b))


def _without_common_factors(n: Normalizer, a: Term, b: Term) -> tuple[Term, Term]:
    """c a' and c b' as a' and b': a product of many sums is not multiplied out where both sides have it."""
    sides = [_factors(n, side) for side in (a, b)]
    if min(map(len, sides)) < FEW_FACTORS:
        return a, b
    left, right = (Counter(n.term_of(n.rat(f)) for f in side) for side in sides)
    common = left & right
    return t.mul(*(left - common).elements()), t.mul(*(right - common).elements())


def _factors(n: Normalizer, a: Term) -> list[Term]:
    if a.op in ("deriv", "ideriv"):
        a = carried_out(n, a)
    return [f for part in a.args for f in _factors(n, part)] if a.op == "mul" else [a]


def _switches(n: Normalizer) -> list[Term]:
    """The terms on whose sign, or on whether they are 0, a kernel's form depends."""
    found = [k.term.args[1] for k in n.kernels if k.kind in SWITCHES and not k.free]
    logs = [k for k in n.kernels if k.logarithm_of is not None and k.formal and not k.free]
    return found + [k.term.args[1] for k in logs if k.term.op == "fn"]


def _vanishes_by_hypothesis(n: Normalizer, a: Rat) -> bool:
    """Whether a polynomial that the hypotheses say is 0 divides the numerator."""
    zeros = (known.poly for known in n.facts if known.signs == ZERO and not n.is_formal(known.poly))
    return any(divmod(a[0], p)[1] == 0 for p in zeros)


def _ties(h: Hypothesis, claim: Term) -> bool:
    """Whether a hypothesis says more of something in the claim than a numeric bound."""
    return h.claim.op == "rel" and not h.binders and simple_bound(h) is None and bool(t.atoms(h.claim) & t.atoms(claim))


def _unmet(n: Normalizer, needed: list[Term], found: list[Term]) -> Term | None:
    """The first need that neither the domain nor the conditions of both sides meet."""
    if not needed:
        return None
    for c in found:
        if c.op == "rel":
            remember(n, n.rat(c.args[1]), NEGATIVE | POSITIVE, defined=True)
    return next((need for need in dict.fromkeys(needed) if not never_zero(n, need)), None)


def shown(a: Term) -> str:
    """A term as SymPy writes it; its parts are not put in order, for which SymPy would work out what they are worth."""
    while a.op == "forall":
        a = a.args[1]
    text = str(sp.sstr(to_sympy(a), order="none"))
    return text if len(text) < MAX_SHOWN else text[:MAX_SHOWN] + " ..."


def joined(statement: Statement, parts: list[Proof | Unproved], method: str) -> Proof | Unproved:
    for part in parts:
        if isinstance(part, Unproved):
            return part
    proofs = [p for p in parts if isinstance(p, Proof)]
    found = tuple(dict.fromkeys(c for p in proofs for c in p.conditions))
    return Proof(statement, method, found, trusts_of(proofs))


def trusts_of(parts: Iterable[Proof | Unproved]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x for p in parts if isinstance(p, Proof) for x in p.trusts))
