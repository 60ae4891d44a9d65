"""Sums of symbolic size: linearity, constants in front, names of indices."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from derive.rules.matching import distributed
from derive.rules.walking import BINDERS, Expr, around, depends, fresh, innermost, put_in, repeatedly, rewritings


def split_sums(expr: Expr) -> Iterator[Expr]:
    """sum (a + b) = sum a + sum b, with what does not depend on the index in front, and sum_(i=1)^n c = n c."""
    yield from rewritings(expr, lambda node: _split(node, constants_out=True))
    yield from rewritings(expr, lambda node: _split(node, constants_out=False))


def _split(node: Expr, constants_out: bool) -> Expr | None:
    if not isinstance(node, sp.Sum):
        return None
    body, limit, outer = innermost(node)
    terms = sp.Add.make_args(distributed(body))
    parts = [_summed(term, limit) if constants_out else sp.Sum(term, limit) for term in terms]
    made = around(sp.Sum, sp.Add(*parts), outer)
    return None if made == node else made


def _summed(term: Expr, limit: tuple[Expr, Expr, Expr]) -> Expr:
    """sum over the range of one term: (what is constant) times the sum of the rest."""
    variable, lower, upper = limit
    constant, rest = _parted(term, variable)
    return constant * (upper - lower + 1 if rest == 1 else sp.Sum(rest, limit))


def _parted(term: Expr, variable: Expr) -> tuple[Expr, Expr]:
    """The factors free of the variable, and the others."""
    inside = [f for f in sp.Mul.make_args(term) if depends(f, variable)]
    outside = [f for f in sp.Mul.make_args(term) if not depends(f, variable)]
    return sp.Mul(*outside), sp.Mul(*inside)


def merge_sums(expr: Expr) -> Iterator[Expr]:
    """sum a + sum b = sum (a + b) over the same range, constants drawn in."""
    return rewritings(expr, _merged)


def _merged(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Add):
        return None
    groups: dict[tuple[Expr, ...], list[Expr]] = {}
    rest = []
    for term in node.args:
        factors = sp.Mul.make_args(term)
        sums = [f for f in factors if isinstance(f, sp.Sum)]
        if len(sums) != 1:
            rest.append(term)
            continue
        others = sp.Mul(*(f for f in factors if f is not sums[0]))
        groups.setdefault(sums[0].limits, []).append(others * sums[0].function)
    if all(len(bodies) < 2 for bodies in groups.values()):
        return None
    return sp.Add(*rest, *(sp.Sum(sp.Add(*bodies), *limits) for limits, bodies in groups.items()))


def factor_out(expr: Expr, factor: Expr | None = None) -> Iterator[Expr]:
    """a b + a c = a (b + c);  sum_i a b_i = a sum_i b_i. With an argument, that factor only."""
    if factor is None:
        yield from rewritings(expr, _constants_out)
        yield from rewritings(expr, _common_factor_out)
    else:
        yield from rewritings(expr, lambda node: _given_factor_out(node, factor))


def _constants_out(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Sum):
        return None
    body, limit, outer = innermost(node)
    common = _common_factor(sp.Add.make_args(body))
    constant, _ = _parted(common, limit[0])
    if constant == 1:
        return None
    rest = sp.Add(*(term / constant for term in sp.Add.make_args(body)))
    return around(sp.Sum, constant * sp.Sum(rest, limit), outer)


def _common_factor_out(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Add):
        return None
    common = _common_factor(node.args)
    return None if common == 1 else _front(common, sp.Add(*(term / common for term in node.args)))


def _common_factor(terms: tuple[Expr, ...]) -> Expr:
    """The factors that all terms have, with their least powers; a number only when it divides all."""
    powers = [dict(f.as_base_exp() for f in sp.Mul.make_args(term)) for term in terms]
    shared = [
        base ** min(p[base] for p in powers)
        for base in powers[0]
        if not base.is_number and all(base in p and p[base].is_Integer for p in powers)
    ]
    number = sp.gcd_list([term.as_coeff_Mul()[0] for term in terms]) if len(terms) > 1 else terms[0].as_coeff_Mul()[0]
    return sp.Mul(number, *shared)


def _given_factor_out(node: Expr, factor: Expr) -> Expr | None:
    if isinstance(node, sp.Sum):
        body, limit, outer = innermost(node)
        if depends(factor, limit[0]):
            return None
        rest = body / factor
        if rest.count_ops() >= body.count_ops():
            rest = _divided(body, factor)
        return None if rest is None else around(sp.Sum, factor * sp.Sum(rest, limit), outer)
    rest = _divided(node, factor) if isinstance(node, sp.Add) and factor not in (node, -node) else None
    return None if rest is None else _front(factor, rest)


def _divided(body: Expr, factor: Expr) -> Expr | None:
    """body / factor, term by term."""
    if factor == 1:
        return None
    return sp.Add(*(term / factor for term in sp.Add.make_args(distributed(body))))


def _front(factor: Expr, rest: Expr) -> Expr:
    """factor (rest), a number too."""
    return sp.Mul(factor, rest, evaluate=False) if factor.is_number else factor * rest


def rename_index(expr: Expr, *names: Expr) -> Iterator[Expr]:
    """sum_i a_i = sum_j a_j, into the given name or a fresh one."""
    return rewritings(expr, lambda node: _renamed(node, names))


def _renamed(node: Expr, names: tuple[Expr, ...]) -> Expr | None:
    if not isinstance(node, BINDERS):
        return None
    body, limit, outer = innermost(node)
    new = names[0] if names else fresh(limit[0], [node])
    if depends(body, new) or new == limit[0]:
        return None
    return node.func(put_in(body, {limit[0]: new}), (new, *limit[1:]), *outer)


def swap_sums(expr: Expr) -> Iterator[Expr]:
    """sum_i sum_j a_ij = sum_j sum_i a_ij where neither range mentions the other index."""
    return rewritings(expr, _swapped)


def _swapped(node: Expr) -> Expr | None:
    if not isinstance(node, sp.Sum | sp.Product) or len(node.limits) != 2:
        return None
    first, second = node.limits
    if any(depends(bound, first[0]) for bound in second[1:]) or any(depends(b, second[0]) for b in first[1:]):
        return None
    return node.func(node.function, second, first)


def unroll(expr: Expr) -> Iterator[Expr]:
    """sum_(i=1)^3 a_i = a_1 + a_2 + a_3."""
    made = repeatedly(expr, unrolled)
    if made != expr:
        yield made


MOST_TERMS = 1_000


def unrolled(node: Expr) -> Expr | None:
    """A sum or product over a written range as its terms."""
    if not isinstance(node, sp.Sum | sp.Product):
        return None
    body, (variable, lower, upper), outer = innermost(node)
    if not (lower.is_Integer and upper.is_Integer) or upper - lower > MOST_TERMS:
        return None
    parts = [put_in(body, {variable: sp.Integer(k)}) for k in range(int(lower), int(upper) + 1)]
    whole = sp.Add(*parts) if isinstance(node, sp.Sum) else sp.Mul(*parts)
    return around(node.func, whole, outer)
