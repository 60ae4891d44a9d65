"""Reading names: letters with accents, styles, primes, subscripts and labels; and whether a bracket behind one
makes it a function.
"""

from __future__ import annotations

from dataclasses import replace

from derive.notation.tables import ACCENTS, LETTER_HEADS, LETTERS, STYLE_COMMANDS
from derive.notation.tree import Call, Constant, Delta, Indicator, Item, Number, Symbol, Tree, families, letter_of
from derive.texmath.cursor import CLOSED, Around, Cursor

_BLACKBOARD = {"R": "reals", "Z": "integers", "N": "naturals"}
_UPRIGHT_CONSTANTS = {"e": "e", "i": "i", "true": "true", "false": "false"}
_LETTER_CONSTANTS = {"e": "e", "pi": "pi"}
_SUBSCRIPT = Around(subscript=True)


def _styled(symbol: Symbol, style: str) -> Symbol:
    """Greek letters have one bold form."""
    return replace(symbol, style="bold" if style == "bold italic" and symbol.name in LETTERS else style)


class Names(Cursor):
    """The part of the reader that knows names."""

    def starts_name(self) -> bool:
        token = self.next
        if token.kind in ("letter", "word", "operator"):
            return True
        return token.kind == "command" and (
            token.text in ACCENTS
            or token.text in STYLE_COMMANDS
            or token.text[1:] in LETTERS
            or token.text == r"\infty"
        )

    def name(self) -> Tree:
        """A symbol, family member, constant, or a function applied to a bracket."""
        start = self.next
        fixed = self._fixed()
        if fixed is not None:
            return fixed
        tree = self._scripts(self.letter())
        special = self._special(tree)
        if special is not None:
            return special
        if start.kind == "operator" or (self.opens() and self._is_head(tree)):
            return self._call(tree)
        return tree

    def _fixed(self) -> Tree | None:
        """Constants and indicators that are spelled by more than a letter."""
        token, follower = self.next, self.ahead(2)
        if token.kind == "word" and token.text in _UPRIGHT_CONSTANTS and Symbol(token.text) not in self.names:
            self.take()
            return Constant(_UPRIGHT_CONSTANTS[token.text])
        if self.skip(r"\infty"):
            return Constant("infinity")
        if (
            self.sees(r"\mathbb", "{")
            and follower.text in _BLACKBOARD
            and Symbol(follower.text, (), "blackboard") not in self.names
        ):
            self.at += 4
            return Constant(_BLACKBOARD[follower.text])
        if self.skip(r"\mathbf", "{", "1", "}"):
            return self._indicator()
        return None

    def _indicator(self) -> Tree:
        self.expect("[", "an indicator needs its condition in [ ]")
        with self.inside():
            condition = self.formula()
            self.expect("]", "an indicator's condition must end with ]")
        return Indicator(condition)

    def variable(self) -> Symbol | Item:
        """The variable of a sum, an integral, a limit or a derivative."""
        if not self.starts_name():
            self.fail("a variable was expected")
        return self._scripts(self.letter())

    # ------------------------------------------------------------------------------------------------- one letter

    def letter(self) -> Symbol:
        token = self.take()
        if token.text in ACCENTS:
            symbol = self._bare_symbol()
            return replace(symbol, marks=(*symbol.marks, ACCENTS[token.text]))
        if token.text in STYLE_COMMANDS:
            return _styled(self._bare_symbol(), STYLE_COMMANDS[token.text])
        if token.kind == "word" and token.text == "d":
            self.fail("a differential outside an integral or a derivative", token)
        if token.kind in ("letter", "word", "operator"):
            return Symbol(token.text)
        if token.kind == "command" and token.text[1:] in LETTERS:
            return Symbol(token.text[1:])
        raise self.refusal("a symbol was expected", token)

    def _bare_symbol(self) -> Symbol:
        """What an accent or a style is put on: one symbol, in braces or not."""
        braced = self.skip("{")
        if not self.starts_name():
            self.fail("an accent or a style must stand on one symbol")
        with self.inside(self.around):
            symbol = self.letter()
        while braced and self.skip("'"):
            symbol = replace(symbol, marks=(*symbol.marks, "prime"))
        if braced:
            self.expect("}", "an accent or a style must stand on one symbol")
        return symbol

    # ------------------------------------------------------------------------- primes, stars, subscripts and labels

    def _scripts(self, symbol: Symbol) -> Symbol | Item:
        indices: tuple[Tree, ...] = ()
        label: tuple[Tree, ...] = ()
        while True:
            mark = self._mark()
            if mark is not None:
                symbol = replace(symbol, marks=(*symbol.marks, mark))
            elif self.sees("_"):
                if indices:
                    self.fail("a second subscript")
                indices = self.subscript()
            elif not label and self._at_label():
                label = self._label()
            else:
                return Item(symbol, indices, label) if indices or label else symbol

    def _mark(self) -> str | None:
        for spelling in (("'",), ("^", r"\prime"), ("^", "{", r"\prime", "}")):
            if self.skip(*spelling):
                return "prime"
        for star in ("*", r"\ast"):
            if self.skip("^", star) or self.skip("^", "{", star, "}"):
                return "star"
        return None

    def _at_label(self) -> bool:
        """Whether ^{( ... )} follows, with nothing outside the brackets."""
        if not self.sees("^", "{", "("):
            return False
        depth = 0
        for index in range(self.at + 2, self.closing(self.at + 1)):
            depth += {"open": 1, "close": -1}.get(self.tokens[index].kind, 0)
            if depth == 0:
                return self.tokens[index + 1].text == "}"
        return False

    def _label(self) -> tuple[Tree, ...]:
        self.at += 3
        with self.inside():
            parts = [self.formula()]
            while self.skip(","):
                parts.append(self.formula())
        self.expect(")", "a label must end with )")
        self.expect("}", "a label must end with )}")
        return tuple(parts)

    def subscript(self) -> tuple[Tree, ...]:
        self.take()
        if not self.skip("{"):
            return (self.single(),)
        with self.inside(_SUBSCRIPT):
            parts = [self.sum()]
            while not self.sees("}"):
                self._next_index(parts[-1])
                parts.append(self.sum())
        self.expect("}", "a subscript must end with }")
        return tuple(parts)

    def _next_index(self, before: Tree) -> None:
        side_by_side = isinstance(before, Symbol) and self.starts_name()
        if not self.skip(",") and not side_by_side:
            self.fail("in a subscript, write a comma between indices and \\cdot in a product")

    def single(self) -> Tree:
        """One token as a script or an argument: x^2, \\frac12."""
        if self.next.kind == "digit":
            return Number(self.take().text)
        if self.starts_name():
            symbol = self.letter()
            return self._special(symbol) or symbol
        raise self.refusal("put this script or argument into braces")

    # ----------------------------------------------------------------------------------------- what the name stands for

    def _special(self, tree: Tree) -> Tree | None:
        match tree:
            case Symbol(name, (), "") if name in _LETTER_CONSTANTS and tree not in self.names:
                return Constant(_LETTER_CONSTANTS[name])
            case Item(Symbol("delta", (), "") as delta, (left, right), ()) if delta not in self.names:
                return Delta(left, right)
            case Item(Symbol("gamma"), (Symbol("Euler"),)):
                return Constant("euler_gamma")
            case _:
                return None

    def opens(self) -> bool:
        return self.next.kind == "open" and self.next.text in ("(", "[")

    def declared(self, tree: Symbol | Item) -> tuple[bool, bool]:
        """Whether the name is known as a quantity, and as a function: by its letter, or if that is both, as a whole."""
        quantity, function = letter_of(tree) in self.names, letter_of(tree) in self.functions
        if quantity and function:
            is_quantity = bool(self.quantities & {tree, *families(tree)})
            if is_quantity != (tree in self.heads):
                return is_quantity, not is_quantity
        return quantity, function

    def _is_head(self, tree: Symbol | Item) -> bool:
        name = letter_of(tree).name
        quantity, function = self.declared(tree)
        if quantity and function:
            self.fail(f"{name} is declared both as a quantity and as a function")
        usual = name in LETTER_HEADS or (len(name) > 1 and name not in LETTERS) or self._is_beta()
        if not (quantity or function or usual):
            self.fail(f"a product with {name}, or the function {name}? Declare {name}")
        return function or (usual and not quantity)

    def _is_beta(self) -> bool:
        before = self.tokens[self.at - 1]
        return before.kind == "word" and before.text == "B"

    def _call(self, head: Symbol | Item) -> Tree:
        if head == Symbol("B") and self._is_beta() and head not in self.functions:
            head = Symbol("Beta")
        return Call(head, self.arguments())

    def arguments(self) -> tuple[Tree, ...]:
        """(a, b, ...)"""
        opener = self.take()
        if opener.text not in ("(", "["):
            self.fail("a function needs its arguments in brackets", opener)
        with self.inside():
            parts = [self.formula()]
            while self.skip(","):
                parts.append(self.formula())
        self.expect({"(": ")", "[": "]"}[opener.text], "the arguments' bracket is not closed")
        self.end = CLOSED
        return tuple(parts)
