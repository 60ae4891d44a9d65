"""Does a Lagrange multiplier show that cross-entropy pulls the model to the truth?

A popular answer to the question why cross-entropy may drive learning runs like this: among all laws $p$ minimise the
cross-entropy of a true law $q$ with $p$, put a multiplier $\\lambda$ on the condition that the chances add up to 1, and out comes
$p = q$. The computation is right, and this page checks all of it, also what is often left out: that the point found is a
minimum, and that there is no other. Labels and other losses, which the answer leaves open, have pages of their own.
"""

from sympy import Eq, Ne, Rational, log

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
from derive.rules import differentiate, split_sums

source("boyd2004", "section 5.5")
source("cover2006", "section 2.6")

K = count("K", note="the number of outcomes")
c, l = index("c", 1, K), index("l", 1, K)  # noqa: E741
q = family("q", c, positive=True, note="the true law: the chance of each outcome")
p = family("p", c, positive=True, note="the model's law")
r = family("r", c, positive=True, note="another law")
multiplier = real("lambda", note="the multiplier of the condition")
truth, model = Eq(total(q[c], c), 1), Eq(total(p[c], c), 1)

prose(r"""
## The stationary point

All chances are taken to be positive, in $q$ and in $p$: we look in the interior, away from the boundary, where some chance is 0.
The Lagrange function adds to the cross-entropy a multiple of what must vanish. Its slopes may then be set to 0 one by one,
as if the chances were free.
""")

lagrangian = define(
    "Lambda", -total(q[c] * log(p[c]), c) + multiplier * (total(p[c], c) - 1), "the Lagrange function, in nats"
)
slope = calc("Each chance occurs in one term of the cross-entropy only.", D(lagrangian, p[c])).equals(
    multiplier - q[c] / p[c], by=differentiate, label="slope"
)
proportional = iff(
    "All slopes vanish exactly where the two laws are proportional.",
    each(c, Eq(slope["slope"], 0)),
    each(c, Eq(q[c], multiplier * p[c])),
    by="multiply by the positive chance of the model",
)

prose(r"""
## The condition decides the multiplier

If the laws are proportional, so are their sums, and both sums are 1. That leaves a single value for the multiplier.
""")

summed = calc(
    "The factor of proportion comes out of the sum.",
    total(q[c], c),
    given=each(c, Eq(q[c], multiplier * p[c])),
).equals(multiplier * total(p[c], c), by="term by term the chances are proportional")
one = iff(
    "So the model's chances add up to 1 exactly for the multiplier 1.",
    model,
    Eq(multiplier, 1),
    given=(each(c, Eq(q[c], multiplier * p[c])), truth),
    using=summed,
    by="the true chances add up to 1",
)
found = iff(
    "And with that multiplier the slopes vanish at the true law and nowhere else.",
    each(c, Eq(slope["slope"], 0)),
    each(c, Eq(p[c], q[c])),
    given=Eq(multiplier, 1),
    by="the factor of proportion is 1",
)

prose(r"""
## Why it is a minimum

A stationary point may be a maximum or a saddle. Here the cross-entropy is convex in $p$: it bends upwards in each chance, and
the chances do not interact. A convex function lies above all of its tangents, not only nearby.
""")

bent = (
    calc("The curvature in one chance,", D(-total(q[c] * log(p[c]), c), (p[c], 2)))
    .equals(q[c] / p[c] ** 2, by=differentiate)
    .greater_than(0, by="all factors are positive")
)
mixed = calc("and in two of them.", D(-total(q[c] * log(p[c]), c), p[c], p[l]), given=Ne(c, l)).equals(
    0, by="no term contains two different chances"
)
tangent = claim(
    "So it lies above its tangent at any law.",
    -total(q[c] * log(p[c]), c) >= -total(q[c] * log(r[c]), c) - total(q[c] / r[c] * (p[c] - r[c]), c),
    by="$\\log x \\le x - 1$ at $x = p_c / r_c$, term by term",
)
level = (
    calc("At the true law the tangent is level,", total(q[c] / q[c] * (p[c] - q[c]), c), given=(truth, model))
    .equals(total(p[c], c) - total(q[c], c), by=split_sums)
    .equals(0, by="both laws add up to 1")
)
above = calc(
    "so no law leads to a smaller cross-entropy than the true one.", -total(q[c] * log(p[c]), c), given=(truth, model)
).at_least(-total(q[c] * log(q[c]), c), by="the level tangent lies below", using=level)
best = minimum(
    "Of all laws with positive chances the true one, and no other, has the smallest cross-entropy.",
    of=-total(q[c] * log(p[c]), c),
    over=p[c],
    at=q[c],
    subject_to=model,
    given=truth,
)

conclusion(r"""
Under the condition the Lagrange function is stationary for $\lambda = 1$ and $p = q$ only, and as the cross-entropy is convex, that
point is the global minimum, and the only one. So the loss aims at the true law, if that has no zeros. The argument does not say what happens with labels, where
the true law is a sure thing, nor why this loss should be taken and not another one that aims at the same place.
""")

mistake(
    "Without the condition there is nothing to hold the chances back: the true law is not stationary then.",
    Eq(-q[c] / p[c], 0),
    given=Eq(p[c], q[c]),
)
mistake(
    "With the roles exchanged the minimum is elsewhere: for the fixed model $p = (\\frac34, \\frac14)$ the cross-entropy is not least at "
    "$q = p$, as $q = (1, 0)$ shows.",
    -log(Rational(3, 4)) >= -Rational(3, 4) * log(Rational(3, 4)) - Rational(1, 4) * log(Rational(1, 4)),
)
result = best
