"""When a proposal is the author's line: three degrees of sameness, none of them a proof.

    same_but_order   order, signs, brackets of + and *, numeric factors, names of bound variables
    same_by_ring     also products multiplied out; a denominator stays what it is
    same_by_field    also fractions brought together and cancelled

A sameness that errs makes a reason look right or wrong; whether the step holds is decided by the kernel alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from derive.rules.opening import opened
from derive.rules.walking import BINDERS, Expr, is_leaf, outermost, put_in, rebuilt

XLOGY = sp.Function("xlogy")
"""Written a log b, and so compared."""

Sameness = Callable[[Any, Any], bool]


def same_but_order(a: Expr, b: Expr) -> bool:
    """Equal up to a trivial rearrangement."""
    return bool(a == b or plain(opened(a)) == plain(opened(b)))


def same_by_ring(a: Expr, b: Expr) -> bool:
    """Equal as polynomials in whatever is neither + nor * nor a whole power."""
    first, second = plain(opened(a)), plain(opened(b))
    return bool(first == second or distributed_deeply(first) == distributed_deeply(second))


def same_by_field(a: Expr, b: Expr) -> bool:
    """Equal as rational functions in whatever is not built by + * / and whole powers."""
    first, second = (_base_powers(distributed_deeply(plain(opened(x)))) for x in (a, b))
    if isinstance(first, sp.logic.boolalg.Boolean) or isinstance(second, sp.logic.boolalg.Boolean):
        return bool(first == second)
    return bool(first == second or is_zero_fraction(first - second))


# -------------------------------------------------------------------------------------------------------- plain form


def plain(expr: Expr) -> Expr:
    """SymPy's own ordering and collecting throughout, bound variables numbered, the sign of each bracket fixed."""
    if is_leaf(expr):
        return expr
    if isinstance(expr, BINDERS):
        return _numbered(expr)
    made = rebuilt(expr, [plain(a) for a in expr.args])
    if isinstance(made, XLOGY):
        made = made.args[0] * sp.log(made.args[1])
    return _signed(made) if isinstance(made, sp.Mul | sp.Pow) else made


def _numbered(node: Expr) -> Expr:
    """The binder with its variable named after how deeply binders are nested below it."""
    body, (variable, *bounds) = outermost(node)
    inner = plain(body)
    name = sp.Symbol(f"_{_height(inner) + 1}", integer=True)
    number, rest = inner.as_coeff_Mul() if isinstance(node, sp.Sum) else (sp.S.One, inner)
    return number * node.func(put_in(rest, {variable: name}), (name, *(plain(b) for b in bounds)))


def _height(expr: Expr) -> int:
    if is_leaf(expr):
        return 0
    below = max((_height(a) for a in expr.args), default=0)
    return below + len(expr.args) - 1 if isinstance(expr, BINDERS) else below


def _signed(expr: Expr) -> Expr:
    """Each bracket under a whole power turned so that SymPy finds no minus sign to take out."""
    sign, factors = sp.S.One, []
    for factor in sp.Mul.make_args(expr):
        base, exponent = factor.as_base_exp() if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, sp.Add) and exponent.is_Integer and base.could_extract_minus_sign():
            base, sign = -base, sign * sp.Integer(-1) ** exponent
        factors.append(base**exponent if base is not factor else factor)
    return sp.Mul(sign, *factors)


# --------------------------------------------------------------------------------------------------------- ring, field


def distributed(expr: Expr) -> Expr:
    """Products of sums multiplied out at the top; what stands inside functions and sums stays."""
    terms = sp.Add.make_args(expr)
    done = [_product_distributed(term) for term in terms]
    made = sp.Add(*done)
    return made if made == expr else distributed(made)


def _product_distributed(term: Expr) -> Expr:
    factors = [_power_distributed(f) for f in sp.Mul.make_args(term)]
    below = sp.Mul(*(f for f in factors if is_below(f)))
    above = sp.Mul(*(f for f in factors if not is_below(f)))
    top = sp.expand(above, deep=False, power_base=False, power_exp=False, log=False)
    return sp.Add(*(part * below for part in sp.Add.make_args(top)))


def is_below(factor: Expr) -> bool:
    """Whether a factor stands below the fraction line."""
    return isinstance(factor, sp.Pow) and bool(factor.exp.is_negative)


def _power_distributed(factor: Expr) -> Expr:
    if (
        isinstance(factor, sp.Pow)
        and factor.exp.is_Integer
        and 1 < factor.exp <= 12
        and isinstance(factor.base, sp.Add)
    ):
        return sp.expand(factor, deep=False, power_base=False, power_exp=False, log=False)
    return factor


def distributed_deeply(expr: Expr) -> Expr:
    """Multiplied out at every level, inside functions and sums too."""
    if is_leaf(expr):
        return expr
    made = rebuilt(expr, [distributed_deeply(a) for a in expr.args])
    if isinstance(made, sp.Sum):
        made = _constants_out(made)
    return distributed(made) if isinstance(made, sp.Add | sp.Mul | sp.Pow) else made


def _constants_out(node: Expr) -> Expr:
    """sum_i a f_i as a sum_i f_i, a being what the first term of the summand has that is free of the variables."""
    variables = [limit[0] for limit in node.limits]
    terms = [term.as_independent(*variables, as_Add=False) for term in sp.Add.make_args(distributed(node.function))]
    constant = min(terms, key=lambda parts: sp.default_sort_key(parts[1]))[0]
    body = sp.Add(*(free / constant * bound for free, bound in terms))
    return constant * sp.Sum(body, *node.limits)


def _base_powers(expr: Expr) -> Expr:
    """b^(u + 2v) as b^u (b^v)^2, so that e^z and e^-z are seen to belong together."""
    if is_leaf(expr):
        return expr
    made = rebuilt(expr, [_base_powers(a) for a in expr.args])
    if isinstance(made, sp.exp | sp.Pow) and not made.args[-1].is_Integer:
        base, exponent = made.as_base_exp()
        return sp.Mul(*(_whole_power(base, term) for term in sp.Add.make_args(sp.expand_mul(exponent))))
    return made


def _whole_power(base: Expr, exponent: Expr) -> Expr:
    number, rest = exponent.as_coeff_Mul()
    if not number.is_Integer:
        number, rest = sp.S.One, exponent
    return (base**rest) ** number


def is_zero_fraction(expr: Expr) -> bool:
    """Whether a rational function of its non-rational parts is 0."""
    atoms: dict[Expr, Expr] = {}
    numerator, _ = sp.fraction(sp.together(_over_atoms(expr, atoms)))
    return bool(sp.expand(numerator) == 0)


def _over_atoms(expr: Expr, atoms: dict[Expr, Expr]) -> Expr:
    """The expression with a symbol of its own for each part that is not built by + * and whole powers."""
    if expr.is_Rational:
        return expr
    if isinstance(expr, sp.Add | sp.Mul) or (isinstance(expr, sp.Pow) and expr.exp.is_Integer):
        return expr.func(*(_over_atoms(a, atoms) for a in expr.args))
    if isinstance(expr, sp.exp):
        number, rest = expr.args[0].as_coeff_Mul()
        if number.is_Integer and number != 1:
            return _over_atoms(sp.exp(rest), atoms) ** number
    return atoms.setdefault(expr, sp.Dummy())


SAMENESS: dict[str, Sameness] = {"order": same_but_order, "ring": same_by_ring, "rational": same_by_field}
"""How far a stated line may be from a proposal, from the strictest to the most generous."""
