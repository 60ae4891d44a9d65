"""Sums of terms that are at least 0: such a sum is 0 only where each of its terms is.

    sum_k f_k = 0,  f_k >= 0 for each k        f_k = 0 for each k of a range
    ----------------------------------         -----------------------------
    f_k = 0 for each k of the range            sum_k f_k = 0

Soundness: a sum has a value only where each of its terms has, and an equation that holds has values on both sides. What is 0
is a factor of the term that may be 0, without its exponent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from derive.kernel import terms as t
from derive.kernel.core import Declaration, Hypothesis, Statement
from derive.kernel.domain import NEGATIVE, POSITIVE, ZERO, sign_product
from derive.kernel.hypotheses import in_ranges, match_all
from derive.kernel.normal import NeedCase, Normalizer, Unsupported
from derive.kernel.signs import bind, is_nonzero, sign
from derive.kernel.terms import Term

Binders = tuple[tuple[int, Term, Term], ...]
Proves = Callable[[Statement], bool]
MAX_ITEMS = 12


def vanishing_terms(n: Normalizer, statement: Statement, equation: Term, proves: Proves) -> list[Hypothesis]:
    """What an equation says of the terms of a sum in it: for each index, and at the elements that the statement mentions.

    proves: whether a statement can be proved; it is asked where the sign of a term is not seen at once.
    """
    try:
        found = _vanishing(n, statement, equation, proves)
    except (Unsupported, NeedCase):
        return []
    return [f for each in found for f in (each, *_instances(n, each, statement))]


def _vanishing(n: Normalizer, statement: Statement, equation: Term, proves: Proves) -> list[Hypothesis]:
    leaves = list(_addends(t.sub(*equation.args[1:])))
    for direction in (t.ONE, t.MINUS_ONE):
        rest = t.add(*(t.mul(direction, c, a) for c, a in leaves if a.op != "sum"))
        sums = _by_range((t.mul(direction, c), a) for c, a in leaves if a.op == "sum")
        least = sign(n, n.rat(rest)) if sums else None
        if least is not None and least & ZERO and not least & NEGATIVE:  # a rest above 0 would leave a sum below 0
            opened = [_opened(n, *s) for s in sums]
            if all(
                _is_nonnegative(n, body) or proves(_at_any_index(statement, ">=", *s))
                for (_, body), s in zip(opened, sums, strict=True)
            ):
                return [
                    Hypothesis(t.rel("==", _what_is_zero(n, body), t.ZERO), binders) for binders, body in opened
                ]  # fmt: skip
    return []


def _at_any_index(statement: Statement, relation: str, binders: Binders, body: Term) -> Statement:
    """body R 0 at indices of which nothing is known but their ranges, and what is given for each index at these."""
    at: dict[Term, Term] = {}
    taken = {d.name for d in statement.declarations}
    declared, hypotheses = list[Declaration](), list(statement.hypotheses)
    for number, lower, upper in binders:
        index = t.sym(next(name for k in count(1) if (name := f"index {k}") not in taken))
        taken.add(index.args[0])
        low, high = (t.substitute(end, at) for end in (lower, upper))
        at[t.var(number)] = index
        declared.append(Declaration(index.args[0], "symbol", "integer"))
        hypotheses += [Hypothesis(t.rel("<=", low, index)), Hypothesis(t.rel("<=", index, high))]
    own = [tuple(t.substitute(end, at) for end in b[1:]) for b in binders]
    for h in statement.hypotheses:
        if len(h.binders) == len(binders) and [tuple(b[1:]) for b in h.binders] == own:
            values = {t.var(b[0]): index for b, index in zip(h.binders, at.values(), strict=True)}
            hypotheses.append(Hypothesis(t.substitute(h.claim, values)))
    claim = t.rel(relation, t.substitute(body, at), t.ZERO)
    return Statement(claim, (*statement.declarations, *declared), tuple(hypotheses))


def _addends(a: Term, factor: Term = t.ONE) -> Iterator[tuple[Term, Term]]:
    """(factor, part) of a sum of products, with the sums over an index as parts of their own."""
    if a.op == "add":
        for part in a.args:
            yield from _addends(part, factor)
        return
    inner = [f for f in a.args if f.op in ("add", "sum", "mul")] if a.op == "mul" else []
    if len(inner) == 1:
        others = [f for f in a.args if f is not inner[0]]
        yield from _addends(inner[0], t.mul(factor, *others))
    else:
        yield factor, a


def _by_range(sums: Iterator[tuple[Term, Term]]) -> list[tuple[Binders, Term]]:
    """Sums over the same range as one: its binders, outermost first, and its body."""
    found: dict[tuple[tuple[Term, Term], ...], tuple[Binders, list[Term]]] = {}
    for factor, a in sums:
        binders, body = list[tuple[int, Term, Term]](), a
        while body.op == "sum":
            number, inner, lower, upper = body.args
            binders.append((number, lower, upper))
            body = inner
        ranges = tuple(b[1:] for b in binders)
        own, bodies = found.setdefault(ranges, (tuple(binders), []))
        same = {t.var(b[0]): t.var(o[0]) for b, o in zip(binders, own, strict=True)}
        bodies.append(t.mul(factor, t.substitute(body, same)))
    return [(binders, t.add(*bodies)) for binders, bodies in found.values()]


def _opened(n: Normalizer, binders: Binders, body: Term) -> tuple[Binders, Term]:
    """The body at variables of the normalizer that run through the ranges."""
    made: list[tuple[int, Term, Term]] = []
    at: dict[Term, Term] = {}
    for number, lower, upper in binders:
        low, high = (t.substitute(end, at) for end in (lower, upper))
        own = bind(n, n.rat(low), n.rat(high))
        at[t.var(number)] = t.var(own)
        made.append((own, low, high))
    return tuple(made), t.substitute(body, at)


def _is_nonnegative(n: Normalizer, a: Term) -> bool:
    s = _sign(n, a)
    return s is not None and not s & NEGATIVE


def _sign(n: Normalizer, a: Term) -> int | None:
    """The possible signs of a term, of a product those of its factors; None where it may be complex."""
    factors = _factors(a)
    if len(factors) == 1 and factors[0] == (a, 1):
        return sign(n, n.rat(a))
    result = POSITIVE
    for base, exponent in factors:
        s = sign(n, n.rat(base))
        if s is None:
            return None
        square = (POSITIVE if s & ~ZERO else 0) | s & ZERO
        result = sign_product(result, s if exponent % 2 else square)
    return result


def _factors(a: Term) -> list[tuple[Term, int]]:
    """(base, exponent) of a product; exponents are positive whole numbers."""
    if a.op == "mul":
        return [f for part in a.args for f in _factors(part)]
    exponent = t.integer_value(a.args[1]) if a.op == "pow" else None
    return [(a.args[0], exponent)] if exponent is not None and exponent > 0 else [(a, 1)]


def _what_is_zero(n: Normalizer, body: Term) -> Term:
    """The product of the factors that may be 0, each once."""
    bases = dict.fromkeys(base for base, _ in _factors(body))
    return t.mul(*(_without_logarithm(base) for base in bases if not is_nonzero(n, n.rat(base))))


def _without_logarithm(a: Term) -> Term:
    """What is 0 where a log b is: log b = 0 says b = 1, and xlogy(a, b) = 0 says a = 0 or b = 1."""
    if a.op == "fn" and a.args[0] == "log":
        return t.sub(a.args[1], t.ONE)
    if a.op == "fn" and a.args[0] == "xlogy" and a.args[1] == a.args[2]:
        return t.mul(a.args[1], t.sub(a.args[2], t.ONE))
    return a


def _instances(n: Normalizer, each: Hypothesis, statement: Statement) -> Iterator[Hypothesis]:
    """A fact for each index at the elements that the statement mentions."""
    numbers = {b[0] for b in each.binders}
    claims = (statement.claim, *(h.claim for h in statement.hypotheses if not h.binders))
    items = sorted({a for c in claims for a in t.atoms(c) if a.op == "item" and not a.free}, key=repr)[:MAX_ITEMS]
    patterns = [a for a in sorted(t.atoms(each.claim), key=repr) if a.op == "item" and a.free & numbers]
    done: set[Term] = set()
    for pattern in patterns:
        for item in items:
            values = match_all(pattern, item, numbers)
            if values is not None and in_ranges(n, values, each.binders):
                instance = t.substitute(each.claim, {t.var(k): v for k, v in values.items()})
                if instance not in done:
                    done.add(instance)
                    yield Hypothesis(instance)


# --------------------------------------------------------------------------------------------- from the terms to the sum


def term_by_term(n: Normalizer, statement: Statement) -> list[Statement]:
    """That each term of the sums in a - b is 0, if the rest of a - b is: from which a = b follows; [] where there are none."""
    if statement.relation != "==" or not any(h.binders for h in statement.hypotheses):
        return []
    leaves = list(_addends(t.sub(statement.lhs, statement.rhs)))
    sums = _by_range((c, a) for c, a in leaves if a.op == "sum")
    try:
        rest = n.rat(t.add(*(t.mul(c, a) for c, a in leaves if a.op != "sum")))
    except (Unsupported, NeedCase):
        return []
    return [_at_any_index(statement, "==", *s) for s in sums] if n.is_zero(rest) else []
