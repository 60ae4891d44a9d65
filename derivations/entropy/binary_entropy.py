r"""How uncertain is a coin with chance p?

A coin that always falls on the same side surprises nobody; a fair coin is as hard to foresee as a coin can be. The entropy of a
label that is a one with chance $p$ puts this into numbers. It rises from 0 to $\log 2$, which is one bit, and falls back to 0;
its slope is minus the logit of $p$, so it changes fastest where the coin is nearly sure.
"""

from sympy import Eq, Interval, Rational, log

from derive import (
    D,
    binary_entropy,
    calc,
    cases,
    claim,
    conclusion,
    curve,
    figure,
    index,
    integer,
    logit,
    maximum,
    mistake,
    proportion,
    prose,
    source,
    total,
)
from derive.rules import differentiate, unroll

source("cover2006", "section 2.1")
source("mackay2003", "chapter 2")

p = proportion("p", open=True, note="the chance of a one")

prose(r"""
## The mean surprise

A label $t$ has the probability $p^t(1 - p)^{1 - t}$, and seeing it tells minus the logarithm of that. The entropy is the mean over both
labels. Logarithms are natural here, so the unit is the nat.
""")

t = index("t", 0, 1)
mean = (
    calc(
        "The mean self-information of a label:",
        -total(p**t * (1 - p) ** (1 - t) * log(p**t * (1 - p) ** (1 - t)), t),
    )
    .equals(-(1 - p) * log(1 - p) - p * log(p), by=unroll)
    .equals(binary_entropy(p), by="this sum is the binary entropy")
)

prose(r"""
## The slope

The slope is the difference of the two logarithms. It is positive as long as zeros are likelier than ones.
""")

slope = (
    calc("The slope in $p$:", D(binary_entropy(p), p))
    .equals(log(1 - p) + 1 - log(p) - 1, by=differentiate, exercise=True)
    .equals(-logit(p), by="the logit is $\\log p - \\log(1 - p)$", label="slope")
)
rises = claim("It rises on the left half.", -logit(p) > 0, given=p < Rational(1, 2), by="there $1 - p$ is above $p$")
falls = claim("It falls on the right half.", -logit(p) < 0, given=p > Rational(1, 2), by="there $1 - p$ is below $p$")
curvature = (
    calc("The slope itself always falls:", D(slope["slope"], p))
    .equals(-1 / (p * (1 - p)), by="$-1/p - 1/(1 - p)$ over a common denominator", label="curvature", exercise=True)
    .less_than(0, by="both factors are positive")
)

prose(r"""
## Mixing coins

A curve whose slope falls lies below each of its tangents. For the entropy the tangent at $p$ has a simple form, and what follows
from it is concavity: to mix two coins, neither of them sure, by taking the first with chance $w$ and the second otherwise gives a coin
that is at least as uncertain as the two are on average.
""")

q = proportion("q", open=True, note="another chance of a one")
tangent = claim(
    "No point lies above the tangent at $p$.",
    -q * log(q) - (1 - q) * log(1 - q) <= -q * log(p) - (1 - q) * log(1 - p),
    by="both sides and their slopes agree at $q = p$, and the left side is concave",
)
a = proportion("a", open=True, note="the chance of a one of the first coin")
b = proportion("b", open=True, note="the chance of a one of the second coin")
w = proportion("w", open=True, note="the chance of taking the first coin")
concave = (
    calc(
        "The average of two entropies:",
        w * binary_entropy(a) + (1 - w) * binary_entropy(b),
        given=Eq(p, w * a + (1 - w) * b),
    )
    .equals(
        w * (-a * log(a) - (1 - a) * log(1 - a)) + (1 - w) * (-b * log(b) - (1 - b) * log(1 - b)),
        by="the definition of both",
    )
    .at_most(
        w * (-a * log(p) - (1 - a) * log(1 - p)) + (1 - w) * (-b * log(p) - (1 - b) * log(1 - p)),
        by="each point lies on or below the tangent at $p$",
        using=(tangent.at({q: a}), tangent.at({q: b})),
    )
    .equals(binary_entropy(p), by="the chances of ones add up to $p$, those of zeros to $1 - p$")
)

prose(r"""
## From end to end

Now the two sure coins are let in as well, with $0 \log 0 = 0$. They have no entropy; every other coin has some. Ones and zeros may
change places, and the fair coin is the only one that reaches $\log 2$.
""")

r = proportion("r", note="the chance of a one, 0 and 1 included")
s = integer("s", values=(0, 1), note="the chance of a one of a sure coin")
never = calc("Never a one:", binary_entropy(s), given=Eq(s, 0)).equals(0, by="$1 \\log 1 = 0$ and $0 \\log 0 = 0$")
always = calc("Always a one:", binary_entropy(s), given=Eq(s, 1)).equals(0, by="$1 \\log 1 = 0$ and $0 \\log 0 = 0$")
sure = cases("A sure coin has no entropy.", s, {0: never, 1: always})
unsure = claim("Any other coin has some.", binary_entropy(p) > 0, by="both logarithms are negative")
symmetric = calc("Ones and zeros change places:", binary_entropy(1 - r)).equals(
    binary_entropy(r), by="the two terms change places"
)
top = maximum(
    "A fair coin is the most uncertain one.", of=binary_entropy(r), over=r, on=Interval(0, 1), at=Rational(1, 2)
)
arch = figure(
    "The entropy of a coin, in nats: 0 at both ends, $\\log 2$ in the middle.",
    curve(mean, "the entropy $H(p)$"),
    over=(p, 0, 1),
    marks=((Rational(1, 2), "a fair coin"),),
    alt="An arch. It rises steeply from 0 at p = 0 to log 2, about 0.69, at p = 0.5, and falls to 0 at p = 1, the same on both sides.",
)
height = calc("There the entropy is", binary_entropy(Rational(1, 2))).equals(
    log(2), by="both terms are $\\frac12 \\log 2$"
)
bit = calc("In bits that is", binary_entropy(Rational(1, 2)) / log(2)).equals(1, by="one bit is $\\log 2$ nats")

conclusion(r"""
The entropy of a coin is 0 when the coin is sure, positive otherwise, and never above $\log 2$ nats, which is one bit; only the fair
coin reaches it. The slope is minus the logit of $p$. Mixing two coins that are not sure never makes them more certain on average.
""")

mistake("The logit has the other sign: at small $p$ the entropy rises.", logit(p), instead_of=slope)
mistake("A fair coin has one bit, not one nat.", 1, instead_of=binary_entropy(Rational(1, 2)))
mistake(
    "The inner derivative of $\\log(1 - p)$ is $-1$: without it the two terms partly cancel.",
    -1 / p + 1 / (1 - p),
    instead_of=curvature["curvature"],
)

result = top
