"""A Pratt reader from LaTeX to the plain formula tree.

It is strict: what mathematicians could read in two ways is refused with a reason, never guessed.  `\\log p q`, `a/b
c`, `2 \\frac{1}{2}`, and `k(1-p)` with an undeclared k are such pieces.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.notation import tree as t
from derive.notation.house import PLAIN, Name, Notation
from derive.notation.names import head_tree, name_tree
from derive.notation.tables import CASE_WORDS, FENCES, FUNCTION_OF, OPERATOR_HEADS, RELATION_COMMANDS
from derive.notation.tree import Tree
from derive.texmath.binders import Binders
from derive.texmath.cursor import BARE, CALLED, CLOSED, Around
from derive.texmath.errors import NotUnderstood
from derive.texmath.lexer import FENCE_OPENERS, OPENERS, Token

MAX_DIGITS = 1_000

TAKEN = "this stands for something else already"
Vocabulary = Iterable[str]
"""Names as in Python (`theta`, `p_hat`, `y`): what counts is the letter that carries accents and subscripts, and the whole
name where a letter is declared both as a quantity and as a function.
"""


def read_latex(text: str, names: Vocabulary = (), functions: Vocabulary = (), notation: Notation = PLAIN) -> Tree:
    """The tree of one formula.

    `names` are letters known to be quantities and `functions` letters known to be functions; without them a letter
    before a bracket is understood only where notation leaves no choice.  `notation` is the house notation in which these
    were printed.  Raises NotUnderstood for everything else, in bounded time and depth.
    """
    quantities, heads = tuple(map(name_tree, names)), tuple(map(head_tree, functions))
    if not notation:
        return read_printed(text, quantities, heads)
    own = notation.within(quantities, heads)
    tree = read_printed(text, map(own.printing.name, quantities), map(own.printing.head, heads))
    return own.reading.of(tree)


def read_printed(text: str, quantities: Iterable[Name], heads: Iterable[Name]) -> Tree:
    """The tree of one formula, by the names of quantities and functions as they are printed in it."""
    reader = Reader(text, frozenset(quantities), frozenset(heads))
    return reader.whole(reader.formula())


def read_name(text: str) -> Name:
    """One name: a letter or a word with accents, a font, subscripts and a label. Raises NotUnderstood."""
    reader = Reader(text)
    if not reader.starts_name():
        reader.fail("a letter was expected")
    tree = reader.whole(reader.name())
    if not isinstance(tree, t.Symbol | t.Item):
        raise NotUnderstood(text, 0, TAKEN)
    return tree


class Reader(Binders):
    """Formula, sum, product, factor, unit: from the loosest binding to the tightest."""

    def whole(self, tree: Tree) -> Tree:
        """What was read, if nothing follows."""
        if self.next.kind != "eof":
            self.fail("nothing that could follow here")
        return tree

    # ---------------------------------------------------------------------------------------- conditions and relations

    def formula(self) -> Tree:
        parts = self._conditions()
        if self.sees(r"\land"):
            while self.skip(r"\land"):
                parts += self._conditions()
            if self.sees(r"\lor"):
                self.fail("put brackets around 'and' inside 'or'")
            return t.And(tuple(parts))
        first = _joined(parts)
        if not self.sees(r"\lor"):
            return first
        alternatives = [first]
        while self.skip(r"\lor"):
            alternatives.append(_joined(self._conditions()))
        if self.sees(r"\land"):
            self.fail("put brackets around 'and' inside 'or'")
        return t.Or(tuple(alternatives))

    def _conditions(self) -> list[Tree]:
        """One condition; a chain a < b < c is two."""
        if self.skip(r"\neg"):
            return [t.Not(self._bracketed_condition())]
        if self.skip(r"\forall"):
            return [self._for_all()]
        left = self.sum()
        if self.next.kind != "relation":
            return [left]
        found: list[Tree] = []
        while self.next.kind == "relation":
            op = RELATION_COMMANDS[self.take().text]
            right = self._set() if op == "in" else self.sum()
            found.append(t.Relation(op, left, right))
            left = right
        return found

    def _bracketed_condition(self) -> Tree:
        if not self.opens():
            self.fail("'not' needs its condition in brackets")
        return self._bracket(self.take())

    def _for_all(self) -> Tree:
        """k \\in \\lbrace 1, \\dots, n \\rbrace \\colon condition, or k \\ge 1 \\colon condition, which reaches to the end."""
        variable = self.variable()
        lower, upper = self._index_range()
        self.expect(":", "between 'for all' and what holds stands \\colon")
        return t.ForAll(variable, lower, upper, self.formula())

    def _index_range(self) -> tuple[Tree, Tree]:
        sign, opener = self.take(), self.next
        if RELATION_COMMANDS.get(sign.text) == ">=":
            return self.sum(), t.Constant("infinity")
        if sign.text != r"\in" or not self.skip("{set"):
            self.fail(_RANGE, opener)
        with self.inside():
            lower = self.sum()
            if not (self.skip(",", r"\dots", ",") or self.skip(",", r"\ldots", ",")):
                self.fail(_RANGE)
            upper = self.sum()
        self.expect("set}", _RANGE)
        return lower, upper

    def _set(self) -> Tree:
        parts = [self._simple_set()]
        while self.skip(r"\cup"):
            parts.append(self._simple_set())
        return parts[0] if len(parts) == 1 else t.UnionOf(tuple(parts))

    def _simple_set(self) -> Tree:
        if self.next.kind != "open":
            return t.Constant("empty_set") if self.skip(r"\emptyset") else self.unit()
        opener = self.take()
        with self.inside():
            parts = self._listed()
        closer = self.take()
        return self._set_between(opener, closer, parts)

    def _set_between(self, opener: Token, closer: Token, parts: list[Tree]) -> Tree:
        if (opener.text, closer.text) == ("{set", "set}"):
            return t.SetOf(tuple(parts))
        if opener.text == "{set" or closer.text not in (")", "]"):
            self.fail("a set ends with another bracket than it began", closer)
        if len(parts) == 1 and (opener.text, closer.text) == ("(", ")"):
            return parts[0]
        if len(parts) != 2:
            self.fail("an interval has two ends", opener)
        return t.Interval(parts[0], parts[1], opener.text == "(", closer.text == ")")

    def _listed(self) -> list[Tree]:
        parts = [self.formula()]
        while self.skip(","):
            parts.append(self.formula())
        return parts

    # ------------------------------------------------------------------------------------------------------------ sums

    def sum(self) -> Tree:
        first: Tree = t.Minus(self.product()) if self.skip("-") else self.product()
        rest: list[tuple[str, Tree]] = []
        while self.sees("+") or self.sees("-"):
            rest.append((self.take().text, self.product()))
        return t.add(first, *rest)

    # -------------------------------------------------------------------------------------------------------- products

    def product(self) -> Tree:
        starts = [self.next]
        factors = [self.factor()]
        while self.skip_dot() or self._goes_on(factors[-1]):
            starts.append(self.next)
            factors.append(self.factor())
            self._check_neighbours(starts, factors)
        return self._inline_quotient(factors) if self.sees("/") else t.mul(*factors)

    def skip_dot(self) -> bool:
        if self.sees("*") and self.end == BARE:
            self.fail("where does the function's argument end? Put it into brackets")
        return self.skip("*")

    def _goes_on(self, before: Tree) -> bool:
        """Whether a factor follows without a sign."""
        if not self.starts_unit() or self.around.subscript or self.ends_body():
            return False
        if self.end == BARE:
            self.fail("where does the function's argument end? Put it into brackets")
        if self.next.kind == "digit":
            self.fail("a number after another factor needs \\cdot")
        if self.end == CALLED and self.next.kind == "open":
            self.fail("a bracket after a function's bracket: write \\cdot for a product")
        if self.opens() and self._may_be_function(before):
            self.fail("a product, or a power of a function? Write \\cdot or brackets")
        return True

    def _may_be_function(self, before: Tree) -> bool:
        match before:
            case t.Power(t.Symbol() | t.Item() as name):
                quantity, function = self.declared(name)
                return function or not quantity
            case _:
                return False

    def _check_neighbours(self, starts: list[Token], factors: list[Tree]) -> None:
        if sum(start.text in ("|", r"\Vert") for start in starts) > 1:
            self.fail("which strokes belong together? Write \\lvert and \\rvert", starts[-1])
        if starts[-1].text == r"\int" and self.integrates_over_a_sum(factors[-1]):
            self.fail("the integral's variable is that of the sum before it: use brackets", starts[-1])
        match factors[-2:]:
            case [t.Number(), t.Quotient(t.Number(), t.Number(), inline=False)] if not self._dotted(starts[-1]):
                self.fail("a mixed number, or a product? Write \\cdot", starts[-1])

    def _dotted(self, start: Token) -> bool:
        return self.tokens[self.tokens.index(start) - 1].text == "*"

    def _inline_quotient(self, factors: list[Tree]) -> Tree:
        if self.end == BARE:
            self.fail("where does the function's argument end? Put it into brackets")
        self.take()
        bottom = self.factor()
        if (
            self.sees("/")
            or self.sees("*")
            or (self.starts_unit() and not self.around.subscript and not self.ends_body())
        ):
            self.fail("what is below the stroke in a/b c? Use brackets or \\frac")
        if self.end == BARE:
            self.fail("put what is below the stroke into brackets", self.tokens[self.at - 1])
        return t.Quotient(t.mul(*factors), bottom, inline=True)

    # --------------------------------------------------------------------------------------------------------- factors

    def factor(self) -> Tree:
        start = self.next
        base = self.unit()
        if not (self.sees("^") or self.sees("!")) or self.at_direction():
            return base
        if self.end != CLOSED:
            self.fail("an exponent of the function, or of its argument? Use brackets")
        if self.skip("!"):
            tree: Tree = t.Factorial(base)
        else:
            self.take()
            natural = base == t.Constant("e") and start.kind in ("letter", "word")
            exponent = self.argument()
            base = self._late_subscript(base)
            tree = t.Call(t.Symbol("exp"), (exponent,)) if natural else t.Power(base, exponent)
        if self.sees("^") or self.sees("!"):
            self.fail("two things stacked on one base: use brackets")
        return tree

    def _late_subscript(self, base: Tree) -> Tree:
        """x^2_i is (x_i)^2."""
        if isinstance(base, t.Symbol) and self.sees("_"):
            return t.Item(base, self.subscript())
        return base

    def argument(self) -> Tree:
        """What stands in braces, or a single token."""
        if self.sees(r"\frac"):
            with self.inside():
                return self.unit()
        return self.group() if self.sees("{") else self.single()

    def group(self) -> Tree:
        self.expect("{", "an opening brace was expected")
        with self.inside():
            tree = self.formula()
        self.expect("}", "nothing that could follow here")
        return tree

    # ----------------------------------------------------------------------------------------------------------- units

    def starts_unit(self) -> bool:
        token = self.next
        if token.kind in ("digit", "open", "fence"):
            return True
        if token.text in ("|", r"\Vert"):
            return not self.around.bars
        return self.starts_name() or token.text in _UNIT_COMMANDS or self.sees("{") or self.at_environment()

    def at_environment(self) -> bool:
        return self.next.kind == "begin"

    def unit(self) -> Tree:
        """A number, name, bracket, fraction, function ...: what an exponent can be put on."""
        token = self.next
        self.end = CLOSED
        if token.kind == "digit":
            return self._number()
        if token.kind == "open":
            return self._bracket(self.take())
        if token.kind == "fence":
            return self._fence()
        if token.text in ("|", r"\Vert"):
            return self._bars()
        if token.kind == "begin":
            return self._environment()
        if token.kind == "command" and token.text in _UNIT_COMMANDS:
            return self._command(token)
        if self.sees("{"):
            return self.group()
        if self.starts_name():
            return self.name()
        raise self.refusal(
            "an unknown command" if token.kind == "command" else "a number, a name or a bracket was expected"
        )

    def _number(self) -> Tree:
        start = self.at
        while self.next.kind == "digit" and (self.at == start or self._adjacent()):
            self.take()
        if self.sees(".") and self.ahead(1).kind == "digit" and self._adjacent():
            self.take()
            while self.next.kind == "digit" and self._adjacent():
                self.take()
        if self.at - start > MAX_DIGITS:
            self.fail(f"a number of more than {MAX_DIGITS} digits", self.tokens[start])
        return t.Number("".join(token.text for token in self.tokens[start : self.at]))

    def _adjacent(self) -> bool:
        return self.next.position == self.tokens[self.at - 1].end

    def _bracket(self, opener: Token) -> Tree:
        with self.inside():
            parts = self._listed()
        closer = self.take()
        if len(parts) > 1:
            if (opener.text, closer.text) == ("(", ")"):
                return t.Sequence(tuple(parts))
            return self._set_between(opener, closer, parts)
        if closer.text != OPENERS[opener.text]:
            self.fail("a bracket that is not closed", opener)
        return parts[0]

    def _fence(self) -> Tree:
        opener = self.take()
        kind, right = FENCE_OPENERS[opener.text]
        with self.inside():
            body = self.formula()
        self.expect(right, f"{FENCES[kind].left} is not closed")
        return t.Fence(kind, body)

    def _bars(self) -> Tree:
        bar = self.take()
        with self.inside(Around(bars=True)):
            body = self.sum()
        self.expect(bar.text, "a stroke | without its partner")
        return t.Fence("abs" if bar.text == "|" else "norm", body)

    # -------------------------------------------------------------------------------------------------------- commands

    def _command(self, token: Token) -> Tree:
        match token.text:
            case r"\frac":
                return self._fraction()
            case r"\sqrt":
                return self._root()
            case r"\binom":
                self.take()
                return t.Binomial(self.argument(), self.argument())
            case r"\sum" | r"\prod" | r"\int":
                return self.big()
            case r"\lim":
                return self.limit()
            case r"\emptyset":
                self.take()
                return t.Constant("empty_set")
            case _:
                return self._function()

    def _fraction(self) -> Tree:
        if self.at_derivative():
            return self.derivative()
        self.take()
        top = self.argument()
        return t.Quotient(top, self.argument())

    def _root(self) -> Tree:
        self.take()
        degree = None
        if self.skip("["):
            with self.inside():
                degree = self.sum()
            self.expect("]", "the root's degree must end with ]")
        return t.Root(self.argument(), degree)

    def _function(self) -> Tree:
        """\\log p, \\log(a b), \\sin^2 x, \\log_2 x, \\max(a, b)."""
        token = self.take()
        name = token.text[1:]
        if name == "log" and self.sees(r"\Gamma"):
            self.take()
            return t.Call(t.Symbol("loggamma"), self.arguments())
        head: t.Symbol | t.Item = t.Symbol(name)
        if self.sees("_"):
            head = t.Item(t.Symbol(name), self.subscript())
        exponent = self._function_exponent()
        args, end = (self.arguments(), CALLED) if self.opens() else ((self._bare_argument(token),), BARE)
        self.end = end
        call = t.Call(head, args)
        return call if exponent is None else t.Power(call, exponent)

    def _function_exponent(self) -> Tree | None:
        if not self.skip("^"):
            return None
        exponent = self.argument()
        if isinstance(exponent, t.Minus):
            self.fail("the inverse function, or one over it?", self.tokens[self.at - 1])
        return exponent

    def _bare_argument(self, function: Token) -> Tree:
        row = FUNCTION_OF[function.text[1:]]
        allowed = self.next.kind in ("digit", "fence") or self.starts_name() or self.sees("|") or self.sees("{")
        if not (allowed or self.next.text in (r"\frac", r"\sqrt", r"\binom")) or not (row.bare or row.head == "exp"):
            self.fail(f"{function.text} needs its argument in brackets")
        argument = self.unit()
        if self.sees("^") or self.sees("!"):
            self.fail("an exponent of the function, or of its argument? Use brackets")
        return argument

    def _environment(self) -> Tree:
        token = self.take()
        if token.text != "cases":
            self.fail(f"the environment {token.text} is not known", token)
        with self.inside():
            languages: list[str] = []
            pieces = [self._piece(languages)]
            while self.skip("\\\\") and self.next.kind != "end":
                pieces.append(self._piece(languages))
        if self.take().kind != "end":
            self.fail("\\begin{cases} without its end", token)
        return t.Cases(tuple(pieces), *languages[:1])

    def _piece(self, languages: list[str]) -> tuple[Tree, Tree | None]:
        """A row of a case distinction; the language of its word is added to `languages`."""
        value = self.sum()
        self.skip(",")
        self.expect("&", "a case is: value & condition")
        language, is_rest = self._case_word() if self.next.kind == "text" else ("", False)
        if language:
            languages.append(language)
        condition = None if is_rest else self.formula()
        _ = self.skip(",") or self.skip(".")
        return value, condition

    def _case_word(self) -> tuple[str, bool]:
        """The language of a word in a case distinction, and whether it stands instead of a condition."""
        word = self.take().text.strip(" ,.")
        found = next((k for k, words in CASE_WORDS.items() if word in words.condition + words.rest), None)
        if found is None:
            self.fail("a case's condition begins with 'if', 'for', 'when' or 'otherwise'", self.tokens[self.at - 1])
        return found, word in CASE_WORDS[found].rest


def _joined(parts: list[Tree]) -> Tree:
    return parts[0] if len(parts) == 1 else t.And(tuple(parts))


_RANGE = r"the range of an index is written \in \lbrace 1, \dots, n \rbrace, or \ge 1"
_UNIT_COMMANDS = frozenset(
    {
        r"\frac",
        r"\sqrt",
        r"\binom",
        r"\sum",
        r"\prod",
        r"\int",
        r"\lim",
        r"\emptyset",
        *("\\" + head for head in OPERATOR_HEADS),
    }
)
