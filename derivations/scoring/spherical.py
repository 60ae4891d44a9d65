"""Can a forecast be scored by its direction?

A forecast of several classes is a list of numbers, so it is an arrow. The spherical score is the probability that was given to
the outcome, divided by the length of that arrow. Here more is better. No report has a higher expected score than
the honest one, for a geometric reason: an arrow goes farthest along its own direction.
"""

from sympy import Eq, Interval, Ne, sqrt

from derivations.scoring.brier import p, q
from derive import (
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    maximum,
    mistake,
    positive,
    prose,
    source,
    total,
)

source("gneiting2007", "section 3")

prose("""
## Two classes

A forecast $p$ of a one is the arrow with the coordinates $p$ and $1 - p$.
""")

score = define(
    "S", p, q, (q * p + (1 - q) * (1 - p)) / sqrt(p**2 + (1 - p) ** 2), "the expected score of the forecast $p$"
)
identity = calc(
    "The squared inner product of the arrows and the squared area that they span add up to the squared product of their lengths.",
    (q * p + (1 - q) * (1 - p)) ** 2 + (q - p) ** 2,
).equals((p**2 + (1 - p) ** 2) * (q**2 + (1 - q) ** 2), by="both sides are multiplied out")
honest = calc("An honest forecast scores the length of its arrow.", score(q, q)).equals(
    sqrt(q**2 + (1 - q) ** 2), by="the square of the length over the length"
)
below = calc("No forecast scores more.", score(p, q)).at_most(
    sqrt(q**2 + (1 - q) ** 2),
    by="by the identity of the squares the inner product is at most the product of the lengths, and equal to it only for $q - p = 0$",
    equality_iff=Eq(p, q),
)
best = maximum(
    "The honest forecast has the highest expected score, and no other forecast has it.",
    of=score(p, q),
    over=p,
    on=Interval(0, 1),
    at=q,
)

prose("""
## Any number of classes

Divide each arrow by its length. What dishonesty costs is measured by the squared distance of the two directions.
""")

K = count("K", note="the number of classes")
c = index("c", 1, K)
other = index("l", 1, K)
law = family("r", c, positive=True, note="the true probabilities")
report = family("h", c, positive=True, note="the forecast")
u = define("u", sqrt(total(report[c] ** 2, c)), "the length of the forecast's arrow")
v = define("v", sqrt(total(law[c] ** 2, c)), "the length of the truth's arrow")
x = positive("x", note="a length")
y = positive("y", note="another length")

own = calc("The honest report scores the length of its arrow.", total(law[c] * law[c], c) / v).equals(
    v, by="the sum is $v^2$"
)
below_own = calc("No report scores more.", total(law[c] * report[c], c) / u).at_most(
    v, by="Cauchy and Schwarz: $\\sum_c r_c h_c \\leq u v$"
)
gap = calc("Any report falls short of that by $v/2$ times a sum of squares.", total(law[c] * report[c], c) / u).equals(
    v - v / 2 * total((report[c] / u - law[c] / v) ** 2, c),
    by="the square is multiplied out, and the sums of squares are $u^2$ and $v^2$",
    label="gap",
)
strict = claim(
    "Whatever the lengths $x$ and $y$ are, that is a loss as soon as the directions differ in one coordinate.",
    y - y / 2 * total((report[c] / x - law[c] / y) ** 2, c) < y,
    given=Ne(report[other] / x, law[other] / y),
    by="then one of the squares is positive",
)
classes = (
    calc(
        "So a report that points another way scores less.",
        total(law[c] * report[c], c) / u,
        given=Ne(report[other] / u, law[other] / v),
    )
    .equals(gap["gap"], by=gap)
    .less_than(v, by=strict.at({x: u, y: v}))
)
alike = claim(
    "And no two different laws have the same direction.",
    report[other],
    "==",
    law[other],
    given=(each(c, Eq(report[c] / x, law[c] / y)), Eq(total(report[c], c), 1), Eq(total(law[c], c), 1)),
    by="the coordinates of both add up to 1, so the lengths are equal",
)

conclusion("""
Dividing by the length of the arrow leaves only its direction. A report scores best when it points the way the truth does, and among
the laws only the truth itself does that. So the spherical score rewards honesty, as log score and Brier score do.
""")

mistake(
    "Without the length, the score is not proper: reporting 1 can then beat honesty.",
    q * p + (1 - q) * (1 - p) <= q**2 + (1 - q) ** 2,
)
mistake(
    "The honest score is the length of the arrow, not its square.",
    q**2 + (1 - q) ** 2,
    instead_of=honest,
)

result = best
