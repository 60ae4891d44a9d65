"""Inequalities: the sign of a difference, comparison through logarithms, and the sign of a slope.

Soundness: a True from `holds` means that the relation holds at every point of the domain where both sides are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from derive.kernel import exponentials as ex
from derive.kernel import terms as t
from derive.kernel.complexes import remember_moduli
from derive.kernel.core import Statement
from derive.kernel.domain import (
    ANY_SIGN,
    NEGATIVE,
    POSITIVE,
    SIGNS_OF,
    ZERO,
    mirrored,
    sign_of_sum,
    sign_product,
)
from derive.kernel.normal import NeedCase, Normalizer, Rat, Unsupported
from derive.kernel.signs import is_nonzero, is_positive, is_real, may_be_without_value, sign, sign_poly
from derive.kernel.slopes import by_slope
from derive.kernel.tangents import (
    remember_differences,
    remember_members,
    remember_squares,
    remember_tangents,
    remember_terms,
)

MAX_HYPOTHESES = 8


class NeverHolds(Unsupported):
    """A claim that is false at every point: no case distinction can help."""


def holds(n: Normalizer, statement: Statement) -> str:
    """The name of the argument by which a relation of order, or !=, is proved; '' when none succeeds."""
    op, a, b = statement.claim.args
    difference = n.minus(n.rat(a), n.rat(b))
    if op == "!=" and is_nonzero(n, difference):
        return "sign"
    if not all(is_real(n, n.rat(side)) for side in (a, b)):
        return ""  # the order of complex numbers says nothing, whatever their difference is
    wanted = SIGNS_OF[op]
    s = sign(n, difference)
    if s is None:
        return ""
    if s & ~wanted == 0:
        return "sign"
    if s & wanted == 0:
        raise NeverHolds("both sides are in the opposite order wherever they have values")
    if (s & _sign_by_logarithms(n, difference)) & ~wanted == 0:
        return "logarithms"
    if _sign_beside_hypotheses(n, statement, difference) & ~wanted == 0:
        return "a hypothesis and the sign of the rest"
    if _by_squares(n, statement, (n.rat(a), n.rat(b))):
        return "squares of both sides"
    if by_slope(n, statement, _sign_at_once):
        return "sign of the slope"
    logs = _logarithms_of_sides(n, statement)
    if logs is not None and by_slope(n, logs, _sign_at_once):
        return "sign of the slope of logarithms"
    for name, remember_more in _ARGUMENTS:

        def recall(a: Rat, remember_more: Recall = remember_more) -> None:
            remember_more(n, a, statement)

        recall(difference)
        s = sign(n, difference)
        if s is None:
            continue
        if s & ~wanted == 0 or s & _sign_by_logarithms(n, difference, recall=recall) & ~wanted == 0:
            return name
    return ""


def _sign_beside_hypotheses(n: Normalizer, statement: Statement, difference: Rat) -> int:
    """a - b = (c - d) + rest or (d - c) + rest, where an order of c and d is given and the rest is simpler than a - b."""
    result = ANY_SIGN
    for h in statement.hypotheses[-MAX_HYPOTHESES:]:
        if h.binders or h.claim.op != "rel" or h.claim.args[0] in ("==", "!="):
            continue
        op, c, d = h.claim.args
        try:
            given = n.minus(n.rat(c), n.rat(d))
        except (Unsupported, NeedCase):
            continue
        for s, part in ((SIGNS_OF[op], given), (mirrored(SIGNS_OF[op]), n.scaled(given, -1))):
            rest = n.minus(difference, part)
            if len(rest[0]) < len(difference[0]):
                result &= sign_of_sum(s, sign(n, rest) or ANY_SIGN)
    return result


def _by_squares(n: Normalizer, statement: Statement, sides: tuple[Rat, Rat]) -> bool:
    """a < b, or a <= b, between real sides with roots in them, from b >= 0 and the same of their squares: |a| < b."""
    op = statement.claim.args[0]
    low, high = sides if op[0] == "<" else sides[::-1]
    if op == "!=" or not any(n.kernels[i].kind == "root" for side in sides for p in side for i, _ in n.present(p)):
        return False
    height = sign(n, high)
    if height is None or height & NEGATIVE:
        return False
    apart = n.minus(*(n.simplified(n.times(side, side)) for side in (low, high)))
    wanted = NEGATIVE if op in ("<", ">") else NEGATIVE | ZERO
    remember_squares(n, apart)
    s = sign(n, apart)
    return s is not None and not s & ~wanted


def _logarithms_of_sides(n: Normalizer, statement: Statement) -> Statement | None:
    """log a < log b for a < b between positive sides with exponentials in them."""
    op, a, b = statement.claim.args
    grows = any(n.kernels[i].exponent is not None for side in (a, b) for p in n.rat(side) for i, _ in n.present(p))
    if not grows or not all(is_positive(n, n.rat(side)) for side in (a, b)):
        return None
    return statement.claiming(t.rel(op, t.log(a), t.log(b)))


def _sign_at_once(n: Normalizer, a: Rat) -> int:
    s = sign(n, a)
    return ANY_SIGN if s is None else s & _sign_by_logarithms(n, a)


Recall = Callable[[Normalizer, Rat, Statement], None]
_ARGUMENTS: tuple[tuple[str, Recall], ...] = (
    ("one of the terms", remember_members),
    ("squares of differences", remember_differences),
    ("term by term", lambda n, a, statement: remember_terms(n, a)),
    ("tangents", remember_tangents),
    ("triangle inequality", lambda n, a, statement: remember_moduli(n, a)),
    ("Cauchy and Schwarz", lambda n, a, statement: remember_squares(n, a)),
)
"""What is called to mind, in this order, when the sign is not known without."""


# -------------------------------------------------------------------------------------------------------- logarithms


def _sign_by_logarithms(n: Normalizer, a: Rat, depth: int = 2, recall: Callable[[Rat], None] | None = None) -> int:
    """sum c log f has the sign of prod f^c - 1; P - Q of positive P and Q that of log P - log Q; factor by factor.

    recall: brings facts about a difference to mind before its sign is asked for.
    """
    bottom = sign_poly(n, a[1])
    if bottom not in (POSITIVE, NEGATIVE) or depth == 0 or n.is_zero(a) or may_be_without_value(n, a[1]):
        return ANY_SIGN
    lead, factors = n.factored(a[0])
    result = bottom if lead > 0 else mirrored(bottom)
    for f, e in factors:
        own = sign_poly(n, f)
        if own is None:  # the square of what may be complex has no sign
            return ANY_SIGN
        s = own & _sign_of_factor(n, f, depth, recall)
        result = sign_product(result, s if e % 2 else sign_product(s, s) & ~NEGATIVE)
    return result


def _sign_of_factor(n: Normalizer, p: Any, depth: int, recall: Callable[[Rat], None] | None) -> int:
    found, by_product = _exponential_of_logarithms(n, (p, n.one_poly)), ANY_SIGN
    if found is not None:
        product, turned = found
        above = n.minus(product, n.one)
        s = _recalled_sign(n, above, recall) & _sign_by_logarithms(n, above, depth - 1, recall)
        by_product = mirrored(s) if turned else s
    return by_product & _sign_of_difference(n, p, depth, recall)


def _recalled_sign(n: Normalizer, a: Rat, recall: Callable[[Rat], None] | None) -> int:
    s = sign(n, a) or ANY_SIGN
    if recall is None or s in (POSITIVE, NEGATIVE, ZERO):
        return s
    recall(a)
    return sign(n, a) or ANY_SIGN


def _sign_of_difference(n: Normalizer, p: Any, depth: int, recall: Callable[[Rat], None] | None) -> int:
    """The sign of log P - log Q, when p is P - Q with positive P and Q, each a product."""
    if len(p) != 2:
        return ANY_SIGN
    (m1, c1), (m2, c2) = p.terms()
    if (c1 > 0) == (c2 > 0):
        return ANY_SIGN
    up, down = ((m1, c1), (m2, -c2)) if c1 > 0 else ((m2, c2), (m1, -c1))
    pieces = [(n.ring.from_dict({m: c}), n.one_poly) for m, c in (up, down)]
    if any(sign(n, piece) != POSITIVE for piece in pieces):
        return ANY_SIGN
    difference = n.minus(ex.log(n, pieces[0]), ex.log(n, pieces[1]))
    return _recalled_sign(n, difference, recall) & _sign_by_logarithms(n, difference, depth - 1, recall)


def _exponential_of_logarithms(n: Normalizer, a: Rat) -> tuple[Rat, bool] | None:
    """(exp(a/c), whether c < 0), where c log f with a c that is never 0 occurs in a real `a`."""
    if not a[1].is_one() or not is_real(n, a):
        return None
    logarithms = [i for i, degree in n.present(a[0]) if degree == 1 and n.kernels[i].logarithm_of is not None]
    if any(sum(m) == 1 and m[i] == 1 for i in logarithms for m, _ in a[0].terms()):
        return ex.exp(n, a), False
    for i in logarithms:
        c = n.ring.from_dict({(*m[:i], 0, *m[i + 1 :]): q for m, q in a[0].terms() if m[i]})
        s = sign_poly(n, c)
        if s in (POSITIVE, NEGATIVE):
            return ex.exp(n, n.times(a, n.inverse((c, n.one_poly)))), s == NEGATIVE
    return None
