"""Continuity and differentiability of a term in one variable, read off its structure.

Soundness: True means that the term is continuous (differentiable) in the variable at every point of the variable's
interval; the term's own values are taken to be defined at one point of it at least. False only means: not shown.
"""

from __future__ import annotations

from derive.kernel import terms as t
from derive.kernel.domain import NEGATIVE, POSITIVE
from derive.kernel.normal import NeedCase, Normalizer, Unsupported
from derive.kernel.signs import bind, is_nonzero, sign
from derive.kernel.terms import Term

ENTIRE = frozenset({"exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc"})
WITH_CUTS = frozenset({"atan", "asinh"})
"""Those of them that are so on the real line only."""
ON_POSITIVE = frozenset({"log", "gamma", "loggamma", "digamma"})
CONTINUOUS_WITH_A_CORNER = frozenset({"abs", "max", "min"})


def continuous(n: Normalizer, a: Term, number: int) -> bool:
    return _Regular(n, number, corners=True).check(a)


def differentiable(n: Normalizer, a: Term, number: int) -> bool:
    return _Regular(n, number, corners=False).check(a)


class _Regular:
    def __init__(self, n: Normalizer, number: int, corners: bool) -> None:
        self.n, self.number, self.corners = n, number, corners

    def check(self, a: Term) -> bool:
        if self.number not in a.free:
            return True
        try:
            return self._check(a)
        except (Unsupported, NeedCase):
            return False

    def _check(self, a: Term) -> bool:
        match a.op:
            case "var":
                return True
            case "add" | "mul":
                return all(map(self.check, a.args))
            case "pow":
                return self._power(*a.args)
            case "fn":
                return self._function(a.args[0], a.args[1:])
            case "sum" | "prod":
                return self._pile(a)
        return False

    def _sign(self, a: Term) -> int:
        s = sign(self.n, self.n.rat(a))
        return 7 if s is None else s

    def _power(self, base: Term, exponent: Term) -> bool:
        """b^e: b > 0; or e a whole number and b != 0 or e >= 0; or b >= 0 and e >= 0 fixed (continuous only)."""
        if not (self.check(base) and self.check(exponent)):
            return False
        base_sign = self._sign(base)
        if base_sign == POSITIVE:
            return True
        if self.number in exponent.free:
            return False
        not_negative = not self._sign(exponent) & NEGATIVE
        if self.n.is_integer(self.n.rat(exponent)):
            return not_negative or is_nonzero(self.n, self.n.rat(base))
        return self.corners and not_negative and not base_sign & NEGATIVE

    def _function(self, name: str, args: tuple[Term, ...]) -> bool:
        if not all(map(self.check, args)):
            return False
        if name in WITH_CUTS:
            return sign(self.n, self.n.rat(args[0])) is not None
        if name in ENTIRE:
            return True
        if name in ON_POSITIVE:
            return self._sign(args[0]) == POSITIVE
        if name == "xlogy":
            return self._sign(args[1]) == POSITIVE
        return name in CONTINUOUS_WITH_A_CORNER and self.corners

    def _pile(self, a: Term) -> bool:
        """A finite sum or product of such terms."""
        _, _, lower, upper = a.args
        if self.number in lower.free | upper.free:
            return False
        inner = bind(self.n, self.n.rat(lower), self.n.rat(upper))
        return self.check(t.instantiate(a, t.var(inner)))
