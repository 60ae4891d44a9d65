"""How derive's time grows with the size of what it is asked.

    python benchmarks/scaling.py [--limit SECONDS] [--no-peer] [--family WORD]

Each family has a size and is true at every size. Printed, as a Markdown table, for each size: the verdict; derive's
time (the best of 3 runs, in ms, each with symbols of new names, in a process of its own); the time of
`simplify(lhs - rhs) == 0` on the same equalities, without what is given (stopped at the limit, 20 s unless told; larger
sizes are then left out); and peer / derive, where derive proves it and the peer does, or runs out of time.

The growth is the exponent of size in derive's time: the slope, by least squares, of log(time) over log(size), on the
larger half of the sizes that are proved. A run of more than 20 s, or an error, ends its family.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import math
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sympy as sp
from speed import Peer, judge, opened

from derive import corpus, count, each, family, index, positive, product, real, total
from derive.outcomes import Session
from derive.symbols import derivative

RUNS = 3
LONGEST = 20.0
"""Seconds after which a run of derive is given up."""
STEEP = 2.0
"""Families that grow faster than this power of the size are listed at the end."""
PROVED = "PROVED"
FAILED = "failed"
"""What a run is called that ended without a verdict."""


@dataclass(frozen=True)
class Claim:
    """`lhs relation rhs` under `given`."""

    lhs: Any
    rhs: Any
    relation: str = "=="
    given: tuple[Any, ...] = ()


Maker = Callable[[int, str], Claim]
"""Makes the statement of a size; the text is put into the name of every symbol."""


# ------------------------------------------------------------------------------------------------------ the statements


def symbols(make: Callable[[str], Any], letter: str, size: int, mark: str) -> list[Any]:
    return [make(f"{letter}{mark}_{k}") for k in range(1, size + 1)]


def softmax_gradient(size: int, mark: str) -> Claim:
    """d/dz_1 of log(sum of exp z_k) is the first entry of the softmax; `size` classes."""
    z = symbols(real, "z", size, mark)
    below = sp.Add(*map(sp.exp, z))
    return Claim(derivative(sp.log(below), z[0]), sp.exp(z[0]) / below)


def softmax_total(size: int, mark: str) -> Claim:
    """The entries of the softmax sum to 1; `size` classes."""
    z = symbols(real, "z", size, mark)
    below = sp.Add(*map(sp.exp, z))
    return Claim(sp.Add(*(sp.exp(v) / below for v in z)), sp.Integer(1))


def network(size: int, mark: str) -> Claim:
    """Backpropagation through `size` layers h_l = tanh(w_l h_(l-1) + b_l), one unit each."""
    x, w, b = real(f"x{mark}"), symbols(real, "w", size, mark), symbols(real, "b", size, mark)
    layers = list(itertools.accumulate(zip(w, b, strict=True), lambda h, wb: sp.tanh(wb[0] * h + wb[1]), initial=x))
    slopes = sp.Mul(*(1 - h**2 for h in layers[1:]))
    return Claim(derivative(layers[-1], w[0]), x * sp.Mul(*w[1:]) * slopes)


def nested_sums(size: int, mark: str) -> Claim:
    """A product of `size` sums is one nested sum, its indices renamed and in the opposite order."""
    ends = symbols(count, "n", size, mark)
    i = [index(f"i{mark}_{k}", 1, end) for k, end in enumerate(ends)]
    j = [index(f"j{mark}_{k}", 1, end) for k, end in enumerate(ends)]
    a = [family(f"a{mark}_{k}", i[k]) for k in range(size)]
    left = sp.Mul(*(total(base[k], k) for base, k in zip(a, i, strict=True)))
    return Claim(left, total(sp.Mul(*(base[k] for base, k in zip(a, j, strict=True))), *j))


def square(size: int, mark: str) -> Claim:
    """The square of a sum of symbols, expanded; `size` terms or the nearest number of them that there is."""
    v = symbols(real, "v", round((math.sqrt(8 * size + 1) - 1) / 2), mark)
    crossed = [2 * a * b for a, b in itertools.combinations(v, 2)]
    return Claim(sp.Add(*v) ** 2, sp.Add(*(a**2 for a in v), *crossed))


def power(size: int, mark: str) -> Claim:
    """(x + y)^(size - 1), expanded by the binomial theorem; `size` terms."""
    x, y = real(f"x{mark}"), real(f"y{mark}")
    return Claim(
        (x + y) ** (size - 1), sp.Add(*(sp.binomial(size - 1, k) * x**k * y ** (size - 1 - k) for k in range(size)))
    )


def log_of_product(size: int, mark: str) -> Claim:
    """The log of a product of `size` positive symbols is the sum of their logs."""
    v = symbols(positive, "v", size, mark)
    return Claim(sp.log(sp.Mul(*v)), sp.Add(*map(sp.log, v)))


def telescope(size: int, mark: str) -> Claim:
    """`size` fractions 1 / ((x + k)(x + k + 1)) in one symbol, summed."""
    x = positive(f"x{mark}")
    fractions = [1 / ((x + k) * (x + k + 1)) for k in range(size)]
    return Claim(sp.Add(*fractions), size / (x * (x + size)))


def common_denominator(size: int, mark: str) -> Claim:
    """`size` fractions a_k / b_k of separate symbols, over their common denominator."""
    a, b = symbols(real, "a", size, mark), symbols(positive, "b", size, mark)
    parts = [top * sp.Mul(*(b[:k] + b[k + 1 :])) for k, top in enumerate(a)]
    return Claim(sp.Add(*(p / q for p, q in zip(a, b, strict=True))), sp.Add(*parts) / sp.Mul(*b))


def bounds_given(size: int, mark: str) -> Claim:
    """log(a c) = log a + log c, with a > 0, c > 0 and the signs of `size` symbols in all given."""
    v = symbols(real, "v", max(size, 2), mark)
    given = tuple(sp.Gt(s, 0) for s in v)
    return Claim(sp.log(v[0] * v[-1]), sp.log(v[0]) + sp.log(v[-1]), given=given)


def equations_given(size: int, mark: str) -> Claim:
    """The sum of the a_k is the sum of the b_k, plus `size`, given the equations a_k = b_k + 1."""
    a, b = symbols(real, "a", size, mark), symbols(real, "b", size, mark)
    given = tuple(sp.Eq(p, q + 1) for p, q in zip(a, b, strict=True))
    return Claim(sp.Add(*a), sp.Add(*b) + size, given=given)


def facts_for_each(size: int, mark: str) -> Claim:
    """A log of a product over n is a sum of logs, given that each of `size` families is positive."""
    n = count(f"n{mark}")
    i = index(f"i{mark}", 1, n)
    v = [family(f"v{mark}_{k}", i) for k in range(size)]
    given = tuple(each(i, base[i] > 0) for base in v)
    return Claim(sp.log(product(v[0][i], i)), total(sp.log(v[0][i]), i), given=given)


def squares_of_pairs(size: int, mark: str) -> Claim:
    """The sum of a_k^2 + b_k^2 is at least that of 2 a_k b_k; `size` symbols in all."""
    a, b = symbols(real, "a", size // 2, mark), symbols(real, "b", size // 2, mark)
    squares = [v**2 for v in (*a, *b)]
    return Claim(sp.Add(*squares), sp.Add(*(2 * p * q for p, q in zip(a, b, strict=True))), ">=")


def cauchy_schwarz(size: int, mark: str) -> Claim:
    """The square of a sum of `size` symbols is at most `size` times the sum of their squares."""
    v = symbols(real, "v", size, mark)
    return Claim(sp.Add(*v) ** 2, size * sp.Add(*(s**2 for s in v)), "<=")


# --------------------------------------------------------------------------------------------------------- the scripts


def chained_script(size: int, mark: str) -> str:
    """One chain of `size` lines, each a call on the one before, without reasons."""
    lines = [f"    .equals((x + {k}) ** 2 - {2 * k} * x - {k * k})" for k in range(1, size + 1)]
    return _script(mark, ["chain = (", '    calc("A square.", x ** 2)', *lines, ")"])


def grown_script(size: int, mark: str) -> str:
    """One chain of `size` lines, each a statement of its own, with a rule as its reason."""
    lines = [f"chain = chain.equals((x + {k}) ** 2 - {2 * k} * x - {k * k}, by=rearrange)" for k in range(1, size + 1)]
    return _script(mark, ['chain = calc("A square.", x ** 2)', *lines])


def _script(mark: str, lines: list[str]) -> str:
    heading = ["from derive import calc, real", "from derive.rules import rearrange", f'x = real("x{mark}")']
    return "\n".join(['"""A chain."""', *heading, *lines, ""])


# --------------------------------------------------------------------------------------------------------- the families


@dataclass(frozen=True)
class Family:
    """name: what grows. make: the statement of a size, or with `script` the text of a derivation."""

    name: str
    sizes: tuple[int, ...]
    make: Callable[[int, str], Any]
    script: bool = False


FAMILIES = (
    Family("softmax gradient: classes", (2, 4, 8, 16, 32, 64), softmax_gradient),
    Family("softmax sums to 1: classes", (2, 4, 8, 16, 32, 64), softmax_total),
    Family("network, backpropagation: layers", (1, 2, 4, 8, 16), network),
    Family("script, one chained expression: lines", (10, 20, 40, 80, 160, 320, 640), chained_script, script=True),
    Family("script, by=rearrange: lines", (10, 20, 40, 80, 160, 320, 640), grown_script, script=True),
    Family("nested sums: depth", (1, 2, 3, 4, 5), nested_sums),
    Family("square of a sum: terms", (10, 36, 105, 300, 990), square),
    Family("power of x + y: terms", (10, 32, 100, 320, 1000), power),
    Family("log of a product: factors", (10, 20, 40, 80, 160, 320, 1000), log_of_product),
    Family("telescoping fractions: fractions", (2, 4, 8, 16, 32, 64, 128), telescope),
    Family("fractions of separate symbols: fractions", (2, 4, 8, 16, 32, 64), common_denominator),
    Family("signs in given: hypotheses", (2, 4, 8, 16, 32, 64), bounds_given),
    Family("equations in given: hypotheses", (1, 2, 4, 8, 16, 32, 64), equations_given),
    Family("each(...) in given: hypotheses", (1, 2, 4, 8, 16, 32, 64), facts_for_each),
    Family("sums of squares, pairs: symbols", (2, 4, 8, 16, 32, 64), squares_of_pairs),
    Family("sums of squares, Cauchy-Schwarz: symbols", (2, 3, 4, 6, 8, 12, 16), cauchy_schwarz),
)


# -------------------------------------------------------------------------------------------------------------- timing


def run_statement(made: Claim) -> tuple[str, float]:
    """The verdict and its seconds."""
    began = time.perf_counter()
    verdict = judge(made.lhs, made.rhs, made.relation, given=made.given).verdict.name
    return verdict, time.perf_counter() - began


def run_script(text: str) -> tuple[str, float]:
    """The verdict on all lines together, and the seconds of loading and judging the script."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain.py"
        path.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        session = Session()
        outcomes = [o for item in corpus.load(path).items for o in session.outcomes(item)]
        seconds = time.perf_counter() - began
    verdicts = sorted({o.verdict.upper() if o.explained else "NOT EXPLAINED" for o in outcomes})
    return ", ".join(verdicts), seconds


def worker(pipe: Any, kin: Family, size: int) -> None:
    """Send (verdict, seconds) for each of the runs; nothing is kept between them but what derive keeps itself."""
    judge(sp.Symbol("x") + 1, 1 + sp.Symbol("x"))  # the first call loads what is loaded once
    gc.collect()
    gc.freeze()
    for k in range(RUNS):
        try:
            made = kin.make(size, "abc"[k])
            pipe.send(run_script(made) if kin.script else run_statement(made))
        except Exception as error:
            pipe.send((f"{FAILED}: {type(error).__name__}", 0.0))
            return


def timed(kin: Family, size: int) -> tuple[str, float]:
    """The verdict and the best of the runs, in seconds; a run may take LONGEST."""
    pipe, other = multiprocessing.Pipe()
    process = multiprocessing.Process(target=worker, args=(other, kin, size), daemon=True)
    process.start()
    other.close()
    runs = list(_received(pipe))
    process.kill()
    process.join()
    verdicts = sorted({verdict for verdict, _ in runs})
    return " / ".join(verdicts), min(seconds for _, seconds in runs)


def _received(pipe: Any) -> Iterator[tuple[str, float]]:
    for _ in range(RUNS):
        if not pipe.poll(LONGEST):
            yield f"{FAILED}: more than {LONGEST:.0f} s", LONGEST
            return
        try:
            run: tuple[str, float] = pipe.recv()
        except EOFError:
            yield f"{FAILED}: the process died", 0.0
            return
        yield run
        if FAILED in run[0]:
            return


def equalities(kin: Family, size: int) -> list[tuple[Any, Any]]:
    """What the peer is asked: the two sides of each equality; none for inequalities."""
    made = kin.make(size, f"p{size}")
    if not kin.script:
        return [(made.lhs, made.rhs)] if made.relation == "==" else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain.py"
        path.write_text(made, encoding="utf-8")
        session = Session()
        lines = [o for item in corpus.load(path).items for o in session.obligations(item)]
    return [(opened(o.left.value), opened(o.right.value)) for o in lines]


def peer_timed(peer: Peer, pairs: list[tuple[Any, Any]]) -> tuple[str, float]:
    """What the peer says of all the equalities, and its seconds; its limit is for all of them together."""
    spent, all_zero = 0.0, True
    for lhs, rhs in pairs:
        found, seconds, finished = peer(lhs, rhs)
        spent += seconds
        if not finished or spent > peer.limit:
            return "time-out", spent
        all_zero = all_zero and found
    return "zero" if all_zero else "not zero", spent


# ------------------------------------------------------------------------------------------------------------ the table


@dataclass
class Row:
    """One size of a family; times in seconds, None where nothing was measured."""

    size: int
    verdict: str
    own: float
    said: str = "-"
    other: float | None = None


@dataclass
class Measured:
    """A family's rows, and its growth: the exponent of size in derive's time, among what it proves."""

    kin: Family
    rows: list[Row] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """NaN where fewer than two sizes are proved."""
        proved = [r for r in self.rows if r.verdict == PROVED]
        upper = proved[len(proved) // 2 :] if len(proved) > 2 else proved
        if len(upper) < 2:
            return math.nan
        return statistics.linear_regression([math.log(r.size) for r in upper], [math.log(r.own) for r in upper]).slope


def measured(kin: Family, peer: Peer | None) -> Measured:
    """All sizes of a family, up to one that fails; the peer up to its first time-out."""
    found = Measured(kin)
    for size in kin.sizes:
        row = Row(size, *timed(kin, size))
        found.rows.append(row)
        if FAILED in row.verdict:
            break
        pairs = equalities(kin, size) if peer else []
        if peer and pairs:
            row.said, row.other = peer_timed(peer, pairs)
            peer = None if row.said == "time-out" else peer
    return found


def shown(found: Measured) -> Iterator[str]:
    """The lines of the table; the growth stands in the family's last."""
    for k, row in enumerate(found.rows):
        failed = FAILED in row.verdict
        own = "-" if failed else f"{1e3 * row.own:.1f}"
        other = "-" if row.other is None else f"{1e3 * row.other:.0f} ({row.said})"
        comparable = row.other is not None and row.verdict == PROVED and row.said != "not zero"
        ratio = f"{'> ' * (row.said == 'time-out')}{row.other / row.own:.1f}" if comparable else "-"
        growth = f"{found.growth:.2f}" if k == len(found.rows) - 1 else ""
        verdict = f"{row.verdict}; family ended" if failed else row.verdict
        yield f"| {found.kin.name if k == 0 else ''} | {row.size} | {verdict} | {own} | {other} | {ratio} | {growth} |"


def closing(families: list[Measured]) -> Iterator[str]:
    """The families that grow steeply, and those with a size that is not proved."""
    steep = [f"{f.kin.name} ({f.growth:.2f})" for f in families if f.growth > STEEP]
    yield f"Growth above {STEEP:g}: {'; '.join(steep) or 'none'}."
    unproved = {f.kin.name: [str(r.size) for r in f.rows if r.verdict != PROVED] for f in families}
    listed = [f"{name} (at {', '.join(sizes)})" for name, sizes in unproved.items() if sizes]
    yield f"Not proved: {'; '.join(listed) or 'none'}."


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--limit", type=float, default=20.0, help="seconds for the peer")
    options.add_argument("--no-peer", action="store_true")
    options.add_argument("--family", default="", help="only families whose name contains this")
    chosen = options.parse_args()
    peer = None if chosen.no_peer else Peer(chosen.limit)
    print("| family: what grows | size | verdict | derive, ms | simplify(lhs - rhs) == 0, ms | ratio | growth |")
    print("|---|--:|---|--:|--:|--:|--:|")
    families = []
    for kin in FAMILIES:
        if chosen.family in kin.name:
            families.append(measured(kin, peer))
            print(*shown(families[-1]), sep="\n", flush=True)
    print("", *closing(families), sep="\n\n")


if __name__ == "__main__":
    main()
