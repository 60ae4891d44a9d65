"""Statements as text and back. Reading executes nothing: the text is a tree of brackets, words, numbers and strings.

(statement CLAIM (declare ...) (given ...))      a term is (op argument ...)
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

from flint import fmpq

from derive.kernel.core import Declaration, Hypothesis, InvalidStatement, Statement
from derive.kernel.terms import Term, rational

_TOKEN = re.compile(r'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
_WORDS = {"#none": None, "#true": True, "#false": False}
MAX_DEPTH = 400


def encode(statement: Statement) -> str:
    """One line of text; equal statements give equal text."""
    return _write(
        (
            "statement",
            statement.claim,
            ("declare", *(_declaration(d) for d in statement.declarations)),
            ("given", *((h.claim, *h.binders) for h in statement.hypotheses)),
        )
    )


def encode_term(term: Term) -> str:
    return _write(term)


def decode(text: str) -> Statement:
    """The statement that `encode` wrote. Raises InvalidStatement on anything else."""
    match _parse(text):
        case ["statement", claim, ["declare", *declared], ["given", *given]]:
            declarations = tuple(_read_declaration(d) for d in declared)
            return Statement(_term(claim), declarations, tuple(_hypothesis(h) for h in given))
    raise InvalidStatement("the text is no encoded statement")


def decode_term(text: str) -> Term:
    return _term(_parse(text))


def _declaration(d: Declaration) -> tuple[Any, ...]:
    return tuple(getattr(d, f.name) for f in fields(Declaration))


def _write(x: Any) -> str:
    match x:
        case Term():
            return f"({' '.join((x.op, *map(_write, x.args)))})"
        case tuple():
            return f"({' '.join(map(_write, x))})"
        case None:
            return "#none"
        case bool():
            return f"#{str(x).lower()}"
        case int():
            return f"#{x}"
        case fmpq():
            return f"{x.p}/{x.q}"
        case _:
            return json.dumps(str(x))


def _parse(text: str) -> Any:
    stack: list[list[Any]] = [[]]
    position = 0
    text = text.rstrip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or len(stack) > MAX_DEPTH:
            raise InvalidStatement(f"unreadable text at character {position}")
        position = token.end()
        if token[1] == "(":
            stack.append([])
        elif token[1] == ")":
            if len(stack) == 1:
                raise InvalidStatement("a bracket too many")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(_atom(token))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise InvalidStatement("the text ends too early")
    return stack[0][0]


def _atom(token: re.Match[str]) -> Any:
    if token[2] is not None:
        return json.loads(f'"{token[2]}"')
    word = token[3]
    if word in _WORDS:
        return _WORDS[word]
    if re.fullmatch(r"#-?\d+", word):
        return int(word[1:])
    if re.fullmatch(r"-?\d+/\d*[1-9]\d*", word):
        return rational(word)
    return word


def _term(x: Any) -> Term:
    if not isinstance(x, list) or not x or not isinstance(x[0], str):
        raise InvalidStatement("a term was expected")
    op, *args = x
    if op == "dapp":
        name, orders, *rest = args
        return Term(op, (name, tuple(orders), *map(_term, rest)))
    return Term(op, tuple(_term(a) if isinstance(a, list) else a for a in args))


def _hypothesis(x: list[Any]) -> Hypothesis:
    claim, *binders = x
    return Hypothesis(_term(claim), tuple((n, _term(a), _term(b)) for n, a, b in binders))


def _read_declaration(x: list[Any]) -> Declaration:
    values = dict(zip((f.name for f in fields(Declaration)), x, strict=True))
    if values["values"] is not None:
        values["values"] = tuple(values["values"])
    if values["ranges"] is not None:
        values["ranges"] = tuple((_term(a), _term(b)) for a, b in values["ranges"])
    return Declaration(**values)
