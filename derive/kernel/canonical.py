"""One form for all sums that differ only in the names and the order of their summation variables.

The factors of a summand are a coloured graph on the bound variables. Colours are refined until they are stable; ties
are broken by trying each variable of the smallest tied colour (those that may be swapped freely count once) and
keeping the least text. Bound variables get numbers above every number bound inside, so that no inner sum can capture
them.
"""

from __future__ import annotations

from typing import NamedTuple

from derive.kernel import terms as t
from derive.kernel.reading import OverBudget
from derive.kernel.terms import Term
from derive.kernel.text import highest_binder, ordered, text

MAX_LEAVES = 400


class Index(NamedTuple):
    """A summation variable and its range."""

    number: int
    lower: Term
    upper: Term


Factor = tuple[Term, int]


def components(
    indices: tuple[Index, ...], factors: tuple[Factor, ...]
) -> list[tuple[tuple[Index, ...], tuple[Factor, ...]]]:
    """Indices that share a factor or a bound, together with the factors that they are in."""
    groups: list[set[int]] = [{i.number} for i in indices]
    own = {i.number for i in indices}
    links = [f.free & own for f, _ in factors]
    links += [(i.lower.free | i.upper.free) & own | {i.number} for i in indices]
    for link in links:
        touched = [g for g in groups if g & link]
        groups = [g for g in groups if not g & link] + ([set().union(*touched)] if touched else [])
    result = []
    for group in sorted(groups, key=min):
        mine = tuple(i for i in indices if i.number in group)
        result.append((mine, tuple((f, e) for f, e in factors if f.free & group)))
    return result


def canonical_sum(indices: tuple[Index, ...], factors: tuple[Factor, ...]) -> Term:
    """The sum of the product of the factors over the indices, as nested sums in canonical form."""
    return _Labelling(indices, factors).result()


class _Labelling:
    def __init__(self, indices: tuple[Index, ...], factors: tuple[Factor, ...]) -> None:
        self.indices, self.factors = indices, factors
        self.numbers = [i.number for i in indices]
        self.leaves = 0
        inner = [f for f, _ in factors] + [b for i in indices for b in (i.lower, i.upper)]
        self.first = 1 + max(highest_binder(f) for f in inner)

    def result(self) -> Term:
        order = self._best({i.number: self._range_colour(i) for i in self.indices})[1]
        return self._built(order)

    def _range_colour(self, i: Index) -> str:
        others = dict.fromkeys(self.numbers, "*")
        return f"{text(i.lower, others)}..{text(i.upper, others)}"

    def _refined(self, colours: dict[int, str]) -> dict[int, str]:
        while True:
            looks = {n: (colours[n], *self._neighbourhood(n, colours)) for n in self.numbers}
            rank = {look: k for k, look in enumerate(sorted(set(looks.values())))}
            if len(rank) == len(set(colours.values())):
                return {n: f"c{rank[looks[n]]:03d}" for n in self.numbers}
            colours = {n: f"c{rank[looks[n]]:03d}" for n in self.numbers}

    def _neighbourhood(self, number: int, colours: dict[int, str]) -> list[str]:
        labels = {**colours, number: "*" + colours[number]}
        near = [f"{text(f, labels)}^{e}" for f, e in self.factors if number in f.free]
        near += [f"{text(i.lower, labels)}..{text(i.upper, labels)}" for i in self.indices
                 if number in i.lower.free | i.upper.free]  # fmt: skip
        return sorted(near)

    def _best(self, colours: dict[int, str]) -> tuple[str, list[int]]:
        """The least text over all ways to break the ties, with the order of the variables that gives it."""
        colours = self._refined(colours)
        cells: dict[str, list[int]] = {}
        for n in self.numbers:
            cells.setdefault(colours[n], []).append(n)
        tied = min((c for c in cells if len(cells[c]) > 1), default=None)
        if tied is None:
            self.leaves += 1
            if self.leaves > MAX_LEAVES:
                raise OverBudget("a sum has too many interchangeable variables")
            order = sorted(self.numbers, key=lambda n: colours[n])
            return self._leaf_text(order), order
        return min(self._best({**colours, n: colours[n] + "!"}) for n in self._representatives(cells[tied]))

    def _representatives(self, cell: list[int]) -> list[int]:
        """One variable of each set that may be swapped without changing the summand."""
        kept: list[int] = []
        plain = self._swapped_text({})
        for n in cell:
            if not any(self._swapped_text({n: k, k: n}) == plain for k in kept):
                kept.append(n)
        return kept

    def _swapped_text(self, swap: dict[int, int]) -> list[str]:
        return self._all_text({n: f"u{swap.get(n, n)}" for n in self.numbers})

    def _all_text(self, labels: dict[int, str]) -> list[str]:
        ranges = [f"{labels[i.number]}:{text(i.lower, labels)}..{text(i.upper, labels)}" for i in self.indices]
        return sorted([f"{text(f, labels)}^{e}" for f, e in self.factors] + ranges)

    def _leaf_text(self, order: list[int]) -> str:
        return ";".join(self._all_text({n: f"%{k}" for k, n in enumerate(order)}))

    def _built(self, order: list[int]) -> Term:
        """Sums nested so that a range stands inside the variables that it mentions."""
        labels = {n: self.first + k for k, n in enumerate(order)}
        values = {t.var(n): t.var(label) for n, label in labels.items()}
        body = t.mul(*(f if e == 1 else t.power(f, t.num(e)) for f, e in self.factors))
        result = t.substitute(body, values)
        for i in self._inner_first(order):
            lower, upper = t.substitute(i.lower, values), t.substitute(i.upper, values)
            result = t.big("sum", labels[i.number], result, lower, upper)
        return ordered(result)

    def _inner_first(self, order: list[int]) -> list[Index]:
        left = [next(i for i in self.indices if i.number == n) for n in reversed(order)]
        result: list[Index] = []
        while left:
            needed = frozenset().union(*(i.lower.free | i.upper.free for i in left))
            inner = next((i for i in left if i.number not in needed), None)
            if inner is None:
                raise OverBudget("the ranges of a sum depend on each other")
            result.append(inner)
            left.remove(inner)
        return result
