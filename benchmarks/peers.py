"""derive beside other programs: the labelled equalities of the tests, true and false ones, in one run.

    python benchmarks/peers.py [--limit SECONDS] [--only PROGRAM ...] [--wrong]

Programs: derive; SymPy's `(lhs - rhs).doit().equals(0)`; math-verify's `verify(lhs.doit(), rhs.doit())`; alkahest,
where `lhs - rhs` is put through its simplifiers and, if none makes it 0, enclosed in balls at three points. math-verify and
alkahest are optional (`pip install math-verify alkahest`); the statements need pytest to be imported.

Of the hypotheses the others know what a symbol's SymPy assumptions say, and alkahest's points fulfil them. A statement
that is true only under its hypotheses may rightly be called unequal without them, so those are counted once more on
their own. math-verify answers yes or no and has no "unknown"; where alkahest refuses to find a value, the answer is unknown.

A program has the limit (default 5 s) for each statement and runs in a process of its own that is killed at the limit.
Statements whose two sides SymPy builds as one and the same object are left out. Times are medians over all statements
that the program can express, in ms; ratios are geometric means of its time / derive's time over the statements that
both answer rightly.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import logging
import multiprocessing
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar

import sympy as sp
from speed import Peer, Statement, geometric_mean, judge, opened
from sympy.core.random import seed

EQUAL, UNEQUAL, UNKNOWN, FOREIGN, LATE, DIED = "equal", "unequal", "unknown", "not expressible", "time-out", "died"
Ask = Callable[[Any, Any, tuple[Any, ...]], str]
"""Asks a program whether lhs == rhs under the facts given: EQUAL, UNEQUAL, UNKNOWN or FOREIGN."""


def statements() -> list[Statement]:
    """Both labelled sets, without the statements in which there is nothing to decide."""
    from tests.kernel.test_labelled import ALL, given

    drawn = [(row.lhs, row.rhs, given(row), row.true) for row in ALL]
    return [s for s in drawn if opened(s[0]) != opened(s[1])]


# ---------------------------------------------------------------------------------------------------------- the programs


def ask_derive(lhs: Any, rhs: Any, given: tuple[Any, ...]) -> str:
    return {"PROVED": EQUAL, "REFUTED": UNEQUAL}.get(judge(lhs, rhs, given=given).verdict.name, UNKNOWN)


def ask_sympy(lhs: Any, rhs: Any, given: tuple[Any, ...]) -> str:
    return {True: EQUAL, False: UNEQUAL, None: UNKNOWN}[(lhs - rhs).doit().equals(0)]


def ask_math_verify(lhs: Any, rhs: Any, given: tuple[Any, ...]) -> str:
    from math_verify import verify

    logging.getLogger("math_verify").setLevel(logging.ERROR)
    return EQUAL if verify(lhs.doit(), rhs.doit(), timeout_seconds=None, raise_on_error=True) else UNEQUAL


def ask_alkahest(lhs: Any, rhs: Any, given: tuple[Any, ...]) -> str:
    translation = Translation()
    try:
        difference = translation.of(lhs) - translation.of(rhs)
    except Foreign:
        return FOREIGN
    if translation.vanishes(difference):
        return EQUAL
    return UNEQUAL if translation.differs(difference, given) else UNKNOWN


class Foreign(Exception):
    """Something that alkahest cannot express."""


class Translation:
    """SymPy expressions in alkahest's terms; derivatives, integrals, limits and sums are replaced by its values for them."""

    FUNCTIONS = frozenset(
        {"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan"}
        | {"asinh", "acosh", "atanh", "erf", "erfc", "gamma", "digamma", "sign", "floor"}
    )
    """Functions of one argument with the same name in both."""
    RENAMED: ClassVar = {"Abs": "abs", "ceiling": "ceil", "Max": "max", "Min": "min"}
    SIMPLIFIERS = ("simplify", "simplify_log_exp", "simplify_expanded", "cancel", "simplify_trig", "simplify_egraph")
    PLACES = (0.375, 0.625, 0.8125, 0.25, 0.6875, 0.4375, 0.75)
    """Values of real symbols, exact in binary, inside of every interval that the labelled statements name."""
    POINTS = 3

    def __init__(self) -> None:
        self.ak: Any = importlib.import_module("alkahest")
        self.pool = self.ak.ExprPool()
        self.symbols: dict[Any, Any] = {}

    def of(self, e: Any) -> Any:
        """The translation of an expression. Raises Foreign, or alkahest's own errors where it finds no value."""
        if e.is_Rational:
            return self.pool.rational(int(e.p), int(e.q)) if e.q != 1 else self.pool.integer(int(e.p))
        if e.is_Symbol:
            return self._symbol(e)
        if e.is_Add or e.is_Mul:
            join = (lambda a, b: a + b) if e.is_Add else (lambda a, b: a * b)
            return reduce(join, map(self.of, e.args))
        name = type(e).__name__
        if name in self.FUNCTIONS or name in self.RENAMED:
            return getattr(self.ak, self.RENAMED.get(name, name))(*map(self.of, e.args))
        if not hasattr(self, f"_{name.lower()}"):
            raise Foreign(name)
        found = getattr(self, f"_{name.lower()}")(e)
        return getattr(found, "value", found)

    def _symbol(self, s: Any) -> Any:
        named = {"positive": s.is_positive, "integer": s.is_integer, "real": s.is_real}
        domain = next((word for word, holds in named.items() if holds), "complex")
        return self.symbols.setdefault(s, self.pool.symbol(s.name, domain))

    def _pow(self, e: Any) -> Any:
        if e.exp == sp.Rational(1, 2):
            return self.ak.sqrt(self.of(e.base))
        return self.of(e.base) ** self.of(e.exp)

    def _polygamma(self, e: Any) -> Any:
        order, argument = e.args
        if order not in (0, 1):
            raise Foreign("polygamma")
        return (self.ak.trigamma if order == 1 else self.ak.digamma)(self.of(argument))

    def _by_gamma(self, e: Any) -> Any:
        return self.of(e.rewrite(sp.gamma))

    _factorial = _binomial = _beta = _by_gamma

    def _piecewise(self, e: Any) -> Any:
        *branches, (last, otherwise) = e.args
        if otherwise != sp.true or not all(isinstance(condition, sp.Rel) for _, condition in branches):
            raise Foreign("Piecewise")
        return self.ak.piecewise([(self._condition(c), self.of(value)) for value, c in branches], self.of(last))

    def _condition(self, c: Any) -> Any:
        words = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "pred_eq", "!=": "pred_ne"}
        return getattr(self.pool, words[c.rel_op])(self.of(c.lhs), self.of(c.rhs))

    def _imaginaryunit(self, e: Any) -> Any:
        return self.pool.imaginary_unit()

    def _exp1(self, e: Any) -> Any:
        return self.ak.exp(self.pool.integer(1))

    def _pi(self, e: Any) -> Any:
        return self.ak.parse("pi", self.pool, {})

    def _infinity(self, e: Any) -> Any:
        return self.pool.pos_infinity()

    def _negativeinfinity(self, e: Any) -> Any:
        return -self.pool.pos_infinity()

    def _derivative(self, e: Any) -> Any:
        found = self.of(e.expr)
        for variable, times in e.variable_count:
            for _ in range(int(times)):
                found = self.ak.diff(found, self.of(variable)).value
        return found

    def _integral(self, e: Any) -> Any:
        return self._over_range(self.ak.integrate, e)

    def _sum(self, e: Any) -> Any:
        return self._over_range(self.ak.sum_definite, e)

    def _product(self, e: Any) -> Any:
        return self._over_range(self.ak.product_definite, e)

    def _over_range(self, operation: Callable[..., Any], e: Any) -> Any:
        found = self.of(e.function)
        for limits in e.limits:
            found = operation(found, *map(self.of, limits)).value
        return found

    def _limit(self, e: Any) -> Any:
        body, variable, point, direction = e.args
        way = {"+": "+", "-": "-"}.get(str(direction)) if point.is_finite else None
        return self.ak.limit(*map(self.of, (body, variable, point)), way)

    def vanishes(self, difference: Any) -> bool:
        """Whether some simplifier, alone or after those before it, makes 0 of the difference."""
        last = difference
        for name in self.SIMPLIFIERS:
            for start in (difference, last):
                try:
                    found = getattr(self.ak, name)(start)
                    last = self.ak.simplify(getattr(found, "value", found)).value
                except Exception:  # a simplifier may refuse what it does not cover
                    continue
                if last.node() == ["integer", "0"]:
                    return True
        return False

    def differs(self, difference: Any, given: tuple[Any, ...]) -> bool:
        """Whether a ball around the difference, at a point that fulfils what is given, does not hold 0."""
        for k in range(self.POINTS):
            point = {s: self._place(s, k + m) for m, s in enumerate(sorted(self.symbols, key=str))}
            if not all(isinstance(f, sp.Basic) and f.subs(point) == sp.true for f in given):
                continue
            balls = {self.symbols[s]: self.ak.ArbBall(float(value), 0.0) for s, value in point.items()}
            try:
                ball = self.ak.interval_eval(difference, balls)
            except ValueError:  # not defined at this point, or no ball arithmetic for a function
                continue
            if float(ball.lo) > 0 or float(ball.hi) < 0:
                return True
        return False

    def _place(self, s: Any, k: int) -> Any:
        return sp.Integer(1 + k % 4) if s.is_integer else sp.Rational(self.PLACES[k % len(self.PLACES)])


@dataclass(frozen=True)
class Program:
    """package: what it is installed as; module: what is imported."""

    name: str
    ask: Ask
    package: str = ""
    module: str = ""

    @property
    def installed(self) -> bool:
        return not self.module or importlib.util.find_spec(self.module) is not None


PROGRAMS = (
    Program("derive", ask_derive),
    Program("SymPy equals", ask_sympy),
    Program("math-verify", ask_math_verify, "math-verify", "math_verify"),
    Program("alkahest", ask_alkahest, "alkahest", "alkahest"),
)


# -------------------------------------------------------------------------------------------------------------- running


def serve(pipe: Any, ask: Ask) -> None:
    """Answer (lhs, rhs, given) with (answer, seconds), for ever; SymPy's random points are the same in each run."""
    x = sp.Symbol("x", real=True)
    ask(sp.exp(x) + 1, 1 + sp.exp(x), ())  # the first call loads what is loaded once
    seed(0)
    gc.collect()
    gc.freeze()
    pipe.send("ready")
    while True:
        message = pipe.recv()
        began = time.perf_counter()
        try:
            answer = ask(*message)
        except Exception:
            answer = UNKNOWN
        pipe.send((answer, time.perf_counter() - began))


class Asked(Peer):
    """A program in a process that can be killed."""

    STARTING = 60.0
    """Seconds for loading the program."""

    def __init__(self, program: Program, limit: float) -> None:
        self.program = program
        super().__init__(limit)

    def start(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=serve, args=(other, self.program.ask), daemon=True)
        self.process.start()
        other.close()
        if not self.pipe.poll(self.STARTING) or self.pipe.recv() != "ready":
            raise RuntimeError(f"{self.program.name} does not start")

    def answer(self, lhs: Any, rhs: Any, given: tuple[Any, ...]) -> tuple[str, float]:
        """What the program says, and its seconds."""
        self.pipe.send((lhs, rhs, given))
        answer = (LATE, self.limit)
        if self.pipe.poll(self.limit):
            try:
                return self.pipe.recv()
            except EOFError:
                answer = (DIED, self.limit)
        self.stop()
        self.start()
        return answer

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


def answers(program: Program, asked: list[Statement], limit: float) -> list[tuple[str, float]]:
    """The program's (answer, seconds) for every statement, in their order."""
    running = Asked(program, limit)
    found = [running.answer(opened(lhs), opened(rhs), given) for lhs, rhs, given, _ in asked]
    running.stop()
    return found


# ------------------------------------------------------------------------------------------------------------ the table


COLUMNS = (
    "program",
    "true, said equal",
    "false, said unequal",
    "**false, said equal**",
    "**true, said unequal**",
    "of them with hypotheses",
    "unknown",
    "not expressible",
    "time-out",
    "died",
    "median, ms",
    "ratio to derive",
    "compared on",
)
Answers = list[tuple[str, float]]


def right(answer: str, true: bool) -> bool:
    return answer == (EQUAL if true else UNEQUAL)


def row(name: str, asked: list[Statement], found: Answers, derive: Answers) -> list[str]:
    """The cells of a program's row."""
    truths = [true for *_, true in asked]
    counts = Counter((answer, true) for (answer, _), true in zip(found, truths, strict=True))
    untold = sum(a == UNEQUAL and true and bool(given) for (a, _), (*_, given, true) in zip(found, asked, strict=True))
    of_true, of_false = sum(truths), len(truths) - sum(truths)
    others = [str(counts[kind, True] + counts[kind, False]) for kind in (UNKNOWN, FOREIGN, LATE, DIED)]
    times = [1e3 * seconds for answer, seconds in found if answer != FOREIGN]
    ratios = [
        mine[1] / own[1]
        for mine, own, true in zip(found, derive, truths, strict=True)
        if right(mine[0], true) and right(own[0], true)
    ]
    return [
        name,
        f"{counts[EQUAL, True]} of {of_true}",
        f"{counts[UNEQUAL, False]} of {of_false}",
        str(counts[EQUAL, False]),
        str(counts[UNEQUAL, True]),
        str(untold),
        *others,
        f"{statistics.median(times):.2f}" if times else "-",
        f"{geometric_mean(ratios):.1f}" if ratios else "-",
        str(len(ratios)),
    ]


def printed(cells: list[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    names = [p.name for p in PROGRAMS[1:]]
    options = argparse.ArgumentParser()
    options.add_argument("--limit", type=float, default=5.0, help="seconds for each statement")
    options.add_argument("--only", nargs="*", choices=names, default=names, help="the programs beside derive")
    options.add_argument("--wrong", action="store_true", help="list the statements that are answered wrongly")
    chosen = options.parse_args()
    asked = statements()
    printed(list(COLUMNS))
    print("|---|" + "--:|" * (len(COLUMNS) - 1))
    derive = answers(PROGRAMS[0], asked, chosen.limit)
    printed(row(PROGRAMS[0].name, asked, derive, derive))
    wrong = []
    for program in PROGRAMS[1:]:
        if program.name not in chosen.only:
            continue
        if not program.installed:
            printed([program.name, f"not installed (pip install {program.package})", *[""] * (len(COLUMNS) - 2)])
            continue
        found = answers(program, asked, chosen.limit)
        printed(row(program.name, asked, found, derive))
        wrong += [
            f"{program.name} says {answer}: {lhs} == {rhs}"
            for (answer, _), (lhs, rhs, _, true) in zip(found, asked, strict=True)
            if answer == (UNEQUAL if true else EQUAL)
        ]
    if chosen.wrong:
        print("", *wrong, sep="\n\n")


if __name__ == "__main__":
    main()
