"""Could the same argument recommend another loss than cross-entropy?

A multiplier for the condition that chances add up to 1 leads from the cross-entropy to the true law. Here the cross-entropy
is exchanged for the Brier score, the sum of the squared differences between the two laws, and nothing else is changed.
The same few lines lead to the same place. So they cannot be the reason for choosing cross-entropy.
"""

from sympy import Eq, Ne, Rational, log

from derivations.lagrange.interior import slope as entropy_slope
from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
    index,
    minimum,
    mistake,
    prose,
    real,
    source,
    total,
)
from derive.rules import common_denominator, differentiate, split_sums, substitute

source("brier1950")
source("gneiting2007", "section 3")

K = count("K", note="the number of outcomes")
c, l = index("c", 1, K), index("l", 1, K)  # noqa: E741
q = family("q", c, positive=True, note="the true law: the chance of each outcome")
p = family("p", c, positive=True, note="the model's law")
multiplier = real("lambda", note="the multiplier of the condition")
truth, model = Eq(total(q[c], c), 1), Eq(total(p[c], c), 1)

prose(r"""
## The same Lagrange function, with squares

For a true law $q$ and a model $p$ the Brier score is on average $\sum_c (p_c - q_c)^2$, up to a term without $p$. As before, a
multiple of the condition is added.
""")

brier = define("B", total((p[c] - q[c]) ** 2, c), "the Brier score")
lagrangian = define("Lambda", brier + multiplier * (total(p[c], c) - 1), "the Lagrange function")
slope = calc("Each chance occurs in one square only.", D(lagrangian, p[c])).equals(
    2 * (p[c] - q[c]) + multiplier, by=differentiate, label="slope"
)

prose(r"""
## The condition decides the multiplier again

Where all slopes are 0, their sum is 0 too. In it the two laws cancel, and only the multiplier is left.
""")

summed = (
    calc("The sum of all slopes:", total(2 * (p[c] - q[c]) + multiplier, c), given=(truth, model))
    .equals(2 * (total(p[c], c) - total(q[c], c)) + K * multiplier, by=split_sums)
    .equals(K * multiplier, by="both laws add up to 1", label="sum")
)
zero = iff(
    "It vanishes for the multiplier 0 and for no other.",
    Eq(summed["sum"], 0),
    Eq(multiplier, 0),
    by="there is at least one outcome",
)
found = iff(
    "And with that multiplier the slopes vanish at the true law and nowhere else.",
    each(c, Eq(slope["slope"], 0)),
    each(c, Eq(p[c], q[c])),
    given=Eq(multiplier, 0),
    by="twice a difference is 0 only between equal numbers",
)

prose(r"""
## Again a global minimum

The curvature is the same for every chance and positive, so the score is convex here too.
""")

bent = (
    calc("The curvature in one chance,", D(brier, (p[c], 2)))
    .equals(2, by=differentiate)
    .greater_than(0, by="2 is positive")
)
mixed = calc("and in two of them.", D(brier, p[c], p[l]), given=Ne(c, l)).equals(
    0, by="no square contains two different chances"
)
best = minimum(
    "Of all laws with positive chances the true one, and no other, has the smallest Brier score.",
    of=total((p[c] - q[c]) ** 2, c),
    over=p[c],
    at=q[c],
    subject_to=model,
    given=truth,
)

prose(r"""
## One target, two losses

The cross-entropy and the Brier score are stationary at the same law, each with its own multiplier.
""")

entropy = (
    calc("The slope of the cross-entropy, with its multiplier 1:", entropy_slope, given=Eq(multiplier, 1))
    .equals(1 - q[c] / p[c], by=substitute({multiplier: 1}))
    .equals((p[c] - q[c]) / p[c], by=common_denominator, label="slope")
)
same = iff(
    "It vanishes for the same chances as that of the Brier score with its multiplier 0.",
    Eq(entropy["slope"], 0),
    Eq(2 * (p[c] - q[c]), 0),
    by="both are multiples of the difference, by factors other than 0",
)

prose(r"""
They are different losses all the same, and disagree about models that miss the target. Take an outcome with the chance 9/10, and
two models: an undecided one that says 1/2, and one that is all but certain and leaves only 1/10000 for the other outcome.
""")

h, often, seldom, hardly = Rational(1, 2), Rational(9, 10), Rational(1, 10), Rational(1, 10**4)
by_brier = claim(
    "The Brier score prefers the certain model,",
    (1 - hardly - often) ** 2 + (hardly - seldom) ** 2 < (h - often) ** 2 + (h - seldom) ** 2,
    by="about 1/10 is missing twice, against 4/10 twice",
)
by_entropy = claim(
    "the cross-entropy prefers the undecided one.",
    -often * log(h) - seldom * log(h) < -often * log(1 - hardly) - seldom * log(hardly),
    by="one tenth of $4 \\log 10$ is already more than $\\log 2$",
)

conclusion(r"""
With the Brier score the multiplier argument ends at $p = q$, as it does with the cross-entropy, by the same steps. So it shows
that both losses have the right aim, and cannot single out one of them. The likelihood can, though that is not shown
here: the cross-entropy is the negative log-likelihood of the labels, and the Brier score is not.
""")

mistake(
    "The same minimum does not mean the same slopes: these are not the slopes of the cross-entropy.",
    multiplier - q[c] / p[c],
    instead_of=slope,
)
mistake(
    "The multiplier is not 1 for every loss: with 1 the true law is not stationary.",
    Eq(2 * (p[c] - q[c]) + 1, 0),
    given=Eq(p[c], q[c]),
)

result = best
