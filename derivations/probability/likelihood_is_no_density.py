r"""Is a likelihood a probability?

The same formula can be read in two ways. With the chance of a one held fixed it gives the probabilities of the labels, and they
add up to 1. With the labels held fixed it is a function of the chance, and then nothing makes the area under its curve 1: for
one label that area is one half, for seven ones in ten labels it is 1/1320. A likelihood compares values of a parameter, but it
is no density of the parameter.
"""

from sympy import Eq, Integral, Rational, binomial, exp, factorial, oo

from derivations.bernoulli.mle import k, likelihood, n, powers, t, theta
from derive import (
    D,
    calc,
    cases,
    conclusion,
    count,
    index,
    integer,
    mistake,
    positive,
    proportion,
    prose,
    source,
    total,
    witness,
)
from derive.rules import evaluate, unroll

source("mackay2003", "section 2.3")
source("casella2002", "section 6.3")

prose(r"""
## One label, read in two ways

A label $t$ has the probability $\theta^t(1 - \theta)^{1 - t}$: the exponents pick $\theta$ for a one and $1 - \theta$ for a zero.
First $\theta$ stays as it is, and the label runs through both of its values.
""")

c = index("c", 0, 1)
labels = (
    calc("The probabilities of both labels:", total(theta**c * (1 - theta) ** (1 - c), c))
    .equals(1 - theta + theta, by=unroll)
    .equals(1, by=evaluate)
)
p = proportion("p", note="the chance of a one, 0 and 1 included")
ends = calc("The same for a chance that may be 0 or 1 as well:", total(p**c * (1 - p) ** (1 - c), c)).equals(
    1, by="with $0^0 = 1$ the sum is $1 - p + p$ at the ends, too"
)

prose(r"""
This holds for every $\theta$, and it makes the formula a probability of the label. Now the label stays as it is, and $\theta$
runs through all of its values.
""")

zero = (
    calc("The area for a zero:", Integral(theta**t * (1 - theta) ** (1 - t), (theta, 0, 1)), given=Eq(t, 0))
    .equals(Integral(1 - theta, (theta, 0, 1)), by="the first factor is $\\theta^0 = 1$")
    .equals(Rational(1, 2), by="under the curve lies a triangle, half of the unit square")
)
one = (
    calc("The area for a one:", Integral(theta**t * (1 - theta) ** (1 - t), (theta, 0, 1)), given=Eq(t, 1))
    .equals(Integral(theta, (theta, 0, 1)), by="the second factor is $(1 - \\theta)^0 = 1$")
    .equals(Rational(1, 2), by="it is the other half of the square")
)
half = cases("Whatever the label is, the area is one half.", t, {0: zero, 1: one})

prose(r"""
## Many labels

For $n$ labels in a given order the likelihood is $L = \prod_i \theta^{y_i} (1 - \theta)^{1 - y_i}$, and $k = \sum_i y_i$ of them are ones. To
find its area, begin with ones only. Then turn ones into zeros, one after the other. Integration by parts says what each turn does to the area, here with $m$
ones and $h$ zeros after the turn.
""")

h = count("h", note="the number of zeros after a turn")
m = integer("m", lower=0, note="the number of ones after a turn")
alike = calc("The likelihood depends on the number of ones alone.", likelihood).equals(
    theta**k * (1 - theta) ** (n - k), by=powers
)
ones = calc("With ones only:", Integral(theta**n, (theta, 0, 1))).equals(
    1 / (n + 1), by="$\\theta^{n + 1}/(n + 1)$ has this slope"
)
turn = calc(
    "The area after a turn, by the area before it:", Integral(theta**m * (1 - theta) ** h, (theta, 0, 1))
).equals(
    h / (m + 1) * Integral(theta ** (m + 1) * (1 - theta) ** (h - 1), (theta, 0, 1)),
    by="by parts: $\\theta^m$ is integrated, $(1 - \\theta)^h$ differentiated, and their product is 0 at both ends",
)
area = calc(
    "The area under the likelihood of $n$ labels, $k$ of them ones:",
    Integral(theta**k * (1 - theta) ** (n - k), (theta, 0, 1)),
).equals(
    factorial(k) * factorial(n - k) / factorial(n + 1), by="the factors of $n - k$ turns, times the area for ones only"
)
seven = (
    calc("For seven ones in ten labels:", Integral(theta**7 * (1 - theta) ** 3, (theta, 0, 1)))
    .equals(factorial(7) * factorial(3) / factorial(11), by="$n = 10$ and $k = 7$")
    .equals(Rational(1, 1320), by=evaluate)
)

prose(r"""
## Counting the orders does not help

If only the number $j$ of ones is told and not their order, the probabilities of all orders add up. Over $j$ they sum to 1, again for
every $\theta$. The area over $\theta$ is the same for every $j$, but it is not 1 either.
""")

j = index("j", 0, n)
numbers = calc("Over all numbers of ones:", total(binomial(n, j) * theta**j * (1 - theta) ** (n - j), j)).equals(
    1, by="by the binomial theorem it is $(\\theta + 1 - \\theta)^n$"
)
share = calc("Over all $\\theta$:", Integral(binomial(n, j) * theta**j * (1 - theta) ** (n - j), (theta, 0, 1))).equals(
    1 / (n + 1), by="the binomial coefficient $n!/(j!\\,(n - j)!)$ cancels most of the area above"
)

prose(r"""
## What would be a density

Divided by its area, the likelihood becomes a density. But that is a new function with a new meaning: it is what is known of
$\theta$ after the labels, provided that before them all values of $\theta$ counted alike. The choice of the parameter enters here.
Take $u$ with $u^2 = \theta$ instead: a density gets the factor $2u$ and keeps its area, while a likelihood just keeps its values.
""")

posterior = calc(
    "The likelihood over its area:",
    Integral(factorial(n + 1) / (factorial(k) * factorial(n - k)) * theta**k * (1 - theta) ** (n - k), (theta, 0, 1)),
).equals(1, by="the factor in front is the reciprocal of the area")
u = proportion("u", open=True, note="the square root of the chance of a one")
moved = calc("The likelihood of a one, in terms of $u$, has another area:", Integral(u**2, (u, 0, 1))).equals(
    Rational(1, 3), by="$u^3/3$ has this slope"
)
kept = calc("With the factor of a density it would be the old one.", Integral(u**2 * D(u**2, u), (u, 0, 1))).equals(
    Integral(theta, (theta, 0, 1)), by="$\\theta = u^2$ is substituted"
)

prose(r"""
## Observations that are not counted but measured

A waiting time $x$ with rate $\lambda$ has no probability of its own, only a density. The likelihood is then the value of that density,
and it may well be larger than 1. Again the area is 1 over the observation, and in general not over the parameter.
""")

x = positive("x", note="a waiting time")
rate = positive("lambda", note="its rate")
times = calc("Over all waiting times:", Integral(rate * exp(-rate * x), (x, 0, oo))).equals(
    1, by="$-e^{-\\lambda x}$ has this slope, and rises from $-1$ to 0"
)
rates = calc("Over all rates:", Integral(rate * exp(-rate * x), (rate, 0, oo))).equals(
    1 / x**2, by="by parts: $\\lambda$ is differentiated, and what is left integrates to $1/x^2$"
)
large = witness(
    "A likelihood above 1, which no probability can be.", rate * exp(-rate * x) > 1, at={rate: 2, x: Rational(1, 10)}
)

conclusion(r"""
As a function of the labels the formula is a probability, whatever $\theta$ is: its values add up to 1. As a function of $\theta$ it is a
likelihood, and its area is $k!\,(n - k)!/(n + 1)!$: one half for a single label, and 1/1320 in the example. The likelihoods of two
values of $\theta$ may be compared, but the area under a likelihood is not the probability that $\theta$ lies there.
""")

mistake(
    "A likelihood has not been scaled: its area is not 1.",
    1,
    instead_of=Integral(theta**7 * (1 - theta) ** 3, (theta, 0, 1)),
)
mistake(
    "The area is not one over the number of orders: the factor $1/(n + 1)$ is missing.",
    factorial(k) * factorial(n - k) / factorial(n),
    instead_of=area,
)
mistake(
    "The exponential density has area 1 over the times, not over the rates.",
    1,
    instead_of=Integral(rate * exp(-rate * x), (rate, 0, oo)),
)

result = area
