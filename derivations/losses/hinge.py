"""How can one descend a loss with a kink?

The hinge loss of support vector machines asks for a margin of at least 1: whatever has that much costs nothing, the rest pays
what is missing. At the margin 1 it has a kink and no slope. A *subgradient* helps: the slope of a line that touches the loss
there and is nowhere above it.
"""

from sympy import Eq, Max, Piecewise, log

from derivations.losses.logistic_margin import outside, u
from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    curve,
    define,
    family,
    figure,
    iff,
    index,
    integer,
    mistake,
    prose,
    real,
    softplus,
    source,
    total,
)

source("shalev2014", "sections 14.2 and 15.2")
source("hastie2009", "section 12.3.2")

v = real("v", note="a second margin")
g = real("g", note="the slope of a line")
hinge = define("h", u, Max(0, 1 - u), "the hinge loss of a margin")

prose("""
## Two straight pieces

The loss is made of two lines. Where they meet, the slope from the left is not the slope from the right.
""")

left = calc("Below the margin 1 the loss falls with slope $-1$,", D(hinge(u), u), given=u < 1).equals(
    -1, by="there the loss is $1 - u$"
)
right = calc("and above it the loss is flat.", D(hinge(u), u), given=u > 1).equals(0, by="there the loss is 0")
prose("""
## Lines through the kink

A line through the kink with slope $g$ has the height $g (v - 1)$ at the margin $v$. Two margins are enough to test it.
""")

tests = iff(
    "The loss is at least as high as the line, at 0 and at 2, exactly if the slope lies between those of the pieces, or is one of them.",
    (hinge(0) >= g * (0 - 1)) & (hinge(2) >= g * (2 - 1)),
    (g >= -1) & (g <= 0),
    by="the loss is 1 at 0, and 0 at 2",
)
line = claim(
    "Such a line is nowhere above the loss.",
    hinge(v) >= g * (v - 1),
    given=(g >= -1, g <= 0),
    by="on the left it has at most the height $1 - v$, on the right at most the height 0",
)

prose("""
## Subgradients everywhere

Now take such a line, and ask at which margins it meets the loss. At the kink all of them do.
""")

on_left = iff(
    "Below the margin 1 only the line with the slope of the left piece does,",
    Eq(hinge(u), g * (u - 1)),
    Eq(g, -1),
    given=u < 1,
    by="there the loss is $-(u - 1)$, and $u - 1$ is not 0",
)
on_right = iff(
    "and above it only the one with slope 0.",
    Eq(hinge(u), g * (u - 1)),
    Eq(g, 0),
    given=u > 1,
    by="there the loss is 0, and $u - 1$ is not 0",
)
subgradient = claim(
    "A line through the kink with a slope from $-1$ to 0 gives a subgradient wherever it meets the loss.",
    hinge(v) >= hinge(u) + g * (v - u),
    given=(g >= -1, g <= 0, Eq(hinge(u), g * (u - 1))),
    by=line,
)

prose("""
With a linear score, the slope $-1$ in the margin becomes $-y x_j$ in the weights.
""")

d = count("d", note="the number of features")
j = index("j", 1, d)
x = family("x", j, note="the features")
w = family("w", j, note="the weights")
delta = family("delta", j, note="a change of the weights")
b = real("b", note="the bias")
y = integer("y", values=(-1, 1), note="the label, as a sign")
margin = define("M", y * (total(w[j] * x[j], j) + b), "the margin of the features")
moved = define("N", y * (total((w[j] + delta[j]) * x[j], j) + b), "the margin after the change")
weights = claim(
    "While the margin is below 1, this is a subgradient in the weights.",
    hinge(moved) >= hinge(margin) + total(-y * x[j] * delta[j], j),
    given=margin < 1,
    by="the margin changes by the sum of the $y x_j$ times the changes",
)

prose("""
## Above the errors, next to the cross-entropy

The hinge loss is a bound for the number of errors. It is also a relative of the cross-entropy: softplus of $1 - u$ is the same
loss with the kink rounded off, and softplus of $-u$ is the cross-entropy.
""")

errors = claim(
    "A margin that is not positive is an error, and costs at least 1.",
    hinge(u) >= Piecewise((1, u <= 0), (0, True)),
    by="for such a margin $1 - u$ is at least 1, and the loss is never negative",
)
rounded = (
    calc("Rounding off the kink lifts the loss by $\\log 2$ at most,", softplus(1 - u) - hinge(u))
    .equals(
        softplus(-abs(1 - u)), by="on either side the larger exponential is taken out of the logarithm", label="lift"
    )
    .at_most(log(2), by="the exponential is at most 1", equality_iff=Eq(u, 1))
)
lifted = claim("and always by something.", softplus(-abs(1 - u)) > 0, by="the logarithm of a number above 1")
left_gap = claim(
    "The cross-entropy itself exceeds the hinge loss most at the kink: to its left",
    softplus(-u) <= hinge(u) + softplus(-1),
    given=u <= 1,
    by="the difference is $\\log(1 + e^u) - 1$, which rises with $u$",
)
right_gap = claim(
    "and to its right.",
    softplus(-u) <= hinge(u) + softplus(-1),
    given=u >= 1,
    by="there the hinge loss is 0, and the cross-entropy falls",
)
bits = claim(
    "Measured in bits, it is a bound for the errors as well: each costs at least 1.",
    softplus(-u) / log(2) >= 1,
    given=u <= 0,
    by=outside,
)
three = figure(
    "Three losses of one margin.",
    curve(hinge(u), "the hinge loss"),
    curve(softplus(-u) / log(2), "the cross-entropy in bits"),
    curve(Piecewise((1, u <= 0), (0, True)), "the 0-1 loss"),
    over=(u, -2, 3),
    vertical="the loss",
    marks=((1, "the kink"),),
    alt="Against the margin u: the hinge loss falls in a straight line to 0 at u = 1 and stays there. The cross-entropy is a smooth curve "
    "that never reaches 0. Both are nowhere below the 0-1 loss, which drops from 1 to 0 at u = 0.",
)

prose("""
One difference remains, and it is the reason why support vector machines have support vectors: examples with a margin above 1 have
no say.
""")

free = iff("The loss is 0 exactly from the margin 1 on.", Eq(hinge(u), 0), u >= 1, by="below that $1 - u$ is positive")
never = claim("For the cross-entropy no margin is enough.", softplus(-u) > 0, by="$1 + e^{-u}$ is above 1")

conclusion("""
The slopes from $-1$ to 0, and no others, belong to lines that touch the loss at the margin 1 and are nowhere above it; of these
lines only the one with the slope of the piece touches it elsewhere. Such lines do for a convex loss what tangents do for a smooth one. That
steps against their slopes lead down to the minimum is not shown here.
""")

mistake(
    "A steeper line through the kink will not do: to the left of it, it is above the loss.",
    hinge(v) >= -2 * (v - 1),
)
mistake("Nor will a line that rises: to the right of the kink it is above the loss.", hinge(v) >= (v - 1) / 2)
mistake("A positive margin is not enough to pay nothing.", Eq(hinge(u), 0), given=u > 0)

result = subgradient
