"""Reading sums, products, integrals, limits and derivatives: their heads, and how far their bodies reach."""

from __future__ import annotations

from derive.notation import tree as t
from derive.notation.tables import BIG
from derive.notation.tree import Tree
from derive.texmath.cursor import BARE, CLOSED
from derive.texmath.naming import Names

_KINDS = {spelling.latex: kind for kind, spelling in BIG.items()}


class Binders(Names):
    """The part of the reader that knows bound variables."""

    # ------------------------------------------------------------------------------------- sums, products and integrals

    def big(self) -> Tree:
        kind = _KINDS[self.take().text]
        variable, lower, upper = self._bounds(kind)
        if kind == "integral":
            return self._integral(lower, upper)
        if variable is None:
            self.fail(f"a {kind} needs its variable")
        with self.under(variable):
            body = self.product()
        return t.Big(kind, variable, lower, upper, body)

    def _bounds(self, kind: str) -> tuple[t.Symbol | t.Item | None, Tree | None, Tree | None]:
        variable: t.Symbol | t.Item | None = None
        lower: Tree | None = None
        upper: Tree | None = None
        while self.sees("_") or self.sees("^"):
            if self.skip("^"):
                upper = self._bound_argument()
            elif kind == "integral":
                self.take()
                lower = self._bound_argument()
            else:
                self.take()
                variable, lower = self._range()
        if (lower is None) != (upper is None):
            self.fail("a lower bound without an upper one, or the reverse")
        return variable, lower, upper

    def _bound_argument(self) -> Tree:
        return self.group() if self.sees("{") else self.single()

    def _range(self) -> tuple[t.Symbol | t.Item, Tree | None]:
        """i, or {i=1}."""
        if not self.skip("{"):
            return self.letter(), None
        with self.inside():
            variable = self.variable()
            lower = self.sum() if self.skip("=") else None
        self.expect("}", "under a sum, write i=1 or i")
        return variable, lower

    def _integral(self, lower: Tree | None, upper: Tree | None) -> Tree:
        with self.under(integrals=1):
            body = self.product()
        if not self.at_differential():
            self.fail("the integral has no \\mathrm{d}x that ends it (put a sum below it into brackets)")
        self.take()
        variable = self.variable()
        self.end = BARE
        return t.Big("integral", variable, lower, upper, body)

    def integrates_over_a_sum(self, tree: Tree) -> bool:
        """Whether an integral's variable is that of a sum whose body is open: another sum over it would end the body."""
        return isinstance(tree, t.Big) and tree.variable in self.around.bound

    def at_differential(self) -> bool:
        token = self.next
        plain = (
            token.kind == "letter" and token.text == "d" and t.Symbol("d") not in self.names and self._name_follows()
        )
        return plain or (token.kind == "word" and token.text == "d")

    def _name_follows(self) -> bool:
        self.at += 1
        follows = self.starts_name()
        self.at -= 1
        return follows

    def ends_body(self) -> bool:
        """Whether what comes next closes an open body: a differential, or another sum over the same variable."""
        if self.around.integrals and self.at_differential():
            return True
        if _KINDS.get(self.next.text, "integral") == "integral" or not self.around.bound:
            return False
        return self._next_variable() in self.around.bound

    def _next_variable(self) -> Tree | None:
        saved = self.at
        self.take()
        if self.sees("^"):
            self.at = self.closing(self.at + 1) + 1 if self.sees("^", "{") else self.at + 2
        variable: Tree | None = None
        if self.skip("_"):
            variable = self.variable() if self.skip("{") else self.letter()
        self.at = saved
        return variable

    # ---------------------------------------------------------------------------------------------------------- limits

    def limit(self) -> Tree:
        self.take()
        self.expect("_", "a limit needs its variable")
        self.expect("{", "a limit needs its variable in braces")
        with self.inside():
            variable = self.variable()
            self.expect(r"\to", "a limit needs \\to")
            point = self.sum()
            direction = self._direction()
        self.expect("}", "nothing that could follow in a limit's head")
        with self.under():
            body = self.product()
        return t.Limit(variable, point, direction, body)

    def at_direction(self) -> bool:
        """x \\to 0^+ or 0^{+}."""
        after = 2 if self.sees("^", "{") else 1
        return self.sees("^") and self.ahead(after).text in ("+", "-") and self.ahead(after + 1).text == "}"

    def _direction(self) -> str:
        if not self.at_direction():
            return ""
        self.take()
        braced = self.skip("{")
        sign = self.take().text
        if braced:
            self.expect("}", "a limit's side is + or -")
        return sign

    # ------------------------------------------------------------------------------------------------------ derivatives

    def at_derivative(self) -> bool:
        """\\frac with a differential sign at the start of both halves."""
        if not self.sees(r"\frac", "{"):
            return False
        below = self.closing(self.at + 1) + 1
        if self.tokens[below].text != "{":
            return False
        above = self._sign(self.at + 2)
        return above != "" and above == self._sign(below + 1)

    def _sign(self, index: int) -> str:
        token = self.tokens[min(index, len(self.tokens) - 1)]
        if token.text == r"\partial":
            return "partial"
        upright = token.kind == "word" and token.text == "d"
        return (
            "d" if upright or (token.kind == "letter" and token.text == "d" and t.Symbol("d") not in self.names) else ""
        )

    def derivative(self) -> Tree:
        sign = self._sign(self.at + 2)
        self.at += 2
        with self.inside():
            self.take()
            order = self._order()
            body = None if self.sees("}") else self.unit()
        self.expect("}", "above a derivative's line, one name or one bracket")
        by = self._differentials(sign, order)
        if body is not None:
            self.end = CLOSED
            return t.Derivative(body, by, sign)
        return t.Derivative(self._operand(), by, sign)

    def _order(self) -> int:
        if not self.skip("^"):
            return 1
        match self._bound_argument():
            case t.Number(text) if text.isdecimal() and 1 <= int(text) <= 99:
                return int(text)
            case _:
                raise self.refusal("a derivative's order must be a number", self.tokens[self.at - 1])

    def _differentials(self, sign: str, order: int) -> tuple[tuple[Tree, int], ...]:
        self.expect("{", "a derivative needs its variable in braces")
        by: list[tuple[Tree, int]] = []
        with self.inside():
            while not self.sees("}"):
                if self._sign(self.at) != sign:
                    self.fail("below a derivative's line, each variable needs its sign")
                self.take()
                by.append(self._differential(order))
        self.expect("}", "a derivative's variables are not closed")
        if sum(times for _, times in by) != order:
            self.fail("the orders above and below a derivative's line differ", self.tokens[self.at - 1])
        return tuple(by)

    def _differential(self, order: int) -> tuple[Tree, int]:
        """x, x^2 in a second derivative; in a first derivative by \\sigma^2, the square is the variable."""
        variable: Tree = self.variable()
        if order == 1 and self.skip("^"):
            return t.Power(variable, self._bound_argument()), 1
        return variable, self._order()

    def _operand(self) -> Tree:
        """What a derivative operator acts on: one unit, or a sum or limit to its end."""
        with self.under():
            reaches_out = self.next.text in _KINDS or self.sees(r"\lim")
            body = self.unit()
        if self.sees("^") or self.sees("!"):
            self.fail("the derivative of a power, or the power of a derivative? Use brackets")
        if not reaches_out:
            self.end = BARE
        return body
