"""Mean and variance of a normal law at once: when do likeliest values exist?

Both parameters of a normal law are to be estimated from $n$ observations. The mean is dealt with first: for every variance the
mean of the observations is best. With that put in, the variance is left, and the mean squared deviation is best. If all
observations are equal, though, the likelihood has no maximum: it can be made as large as one likes.
"""

from sympy import Eq, Ne, exp, log, pi

from derivations.estimators.gaussian_mean import best as best_mean
from derivations.estimators.gaussian_mean import i, likelihood, loglik, m, mu, n, spread, squares, v, x
from derive import (
    D,
    calc,
    claim,
    conclusion,
    each,
    iff,
    maximum,
    mistake,
    positive,
    prose,
    source,
)
from derive.rules import common_denominator, differentiate, substitute

prose("""
## First the mean

Let $L$ be the likelihood, $m = \\frac1n \\sum_i x_i$ the mean of the observations, $Q = \\sum_i (x_i - \\mu)^2$ the sum of the squared
deviations from $\\mu$, and $S = \\sum_i (x_i - m)^2$ that from $m$. For known variance $m$ is the likeliest. Since this holds for every variance, it may be put in for $\\mu$ before the
variance is looked for. What remains is called the profile likelihood.
""")

profile = calc("The mean of the observations is put in.", loglik["loglik"], given=Eq(mu, m)).equals(
    -n * log(2 * pi * v) / 2 - spread / (2 * v), by="at $\\mu = m$ the sum of squares is $S$", label="profile"
)
below = claim(
    "For every other mean of the law the likelihood is lower.",
    -n * log(2 * pi * v) / 2 - squares / (2 * v) < -n * log(2 * pi * v) / 2 - spread / (2 * v),
    given=Ne(mu, m),
    by=best_mean,
)

prose("""
## Then the variance

A large variance makes the density flat, a small one makes the deviations unlikely. In between the slope of the
profile vanishes once.
""")

score = (
    calc("The slope of the profile in the variance:", D(profile["profile"], v))
    .equals(-n / (2 * v) + spread / (2 * v**2), by=differentiate)
    .equals((spread - n * v) / (2 * v**2), by=common_denominator, label="score")
)
stationary = iff(
    "It vanishes at the mean squared deviation, and nowhere else.",
    Eq(score["score"], 0),
    Eq(v, spread / n),
    given=spread > 0,
    by="a fraction is 0 where its numerator is",
)
rising = claim(
    "Below that variance the profile rises,", score["score"] > 0, given=v < spread / n, by="the numerator is positive"
)
falling = claim("and above it falls.", score["score"] < 0, given=v > spread / n, by="the numerator is negative")
collected = calc("Without the logarithm:", likelihood).equals(
    (2 * pi * v) ** (-n / 2) * exp(-squares / (2 * v)), by="equal factors and exponents are collected"
)
best = maximum(
    "If the observations are not all equal, their mean and their mean squared deviation $S/n$ are likelier than all other values.",
    of=(2 * pi * v) ** (-n / 2) * exp(-squares / (2 * v)),
    over=(mu, v),
    at={mu: m, v: spread / n},
    given=spread > 0,
)
height = calc(
    "The height of the summit depends on $n$ and on the spread only.",
    profile["profile"],
    given=(Eq(v, spread / n), spread > 0),
).equals(-n * (log(2 * pi * spread / n) + 1) / 2, by=substitute({v: spread / n}))

prose("""
## Without any spread

The condition $S > 0$ fails exactly when all observations are equal. Then the law can be concentrated more and more at
their common value, and no variance is best.
""")

equal = iff(
    "There is no spread exactly if each observation is the mean, that is, if all are equal.",
    Eq(spread, 0),
    each(i, Eq(x[i], m)),
    by="no square is negative",
)
single = calc("A single observation never has a spread.", spread, given=Eq(n, 1)).equals(0, by="it is its own mean")
spike = calc("At the common value only the factor in front is left,", likelihood, given=each(i, Eq(x[i], mu))).equals(
    (2 * pi * v) ** (-n / 2), by="all deviations are 0"
)
narrower = claim(
    "and half the variance always does better.",
    (2 * pi * v) ** (-n / 2) < (2 * pi * (v / 2)) ** (-n / 2),
    by="the base is smaller and the exponent negative",
)
u = positive("u", note="any height")
reached = calc(
    "However large $u$ is, the variance $u^{-2/n}/(2\\pi)$ reaches it.",
    (2 * pi * (u ** (-2 / n) / (2 * pi))) ** (-n / 2),
).equals(u, by="$2 \\pi$ cancels, and the exponents multiply to 1")

conclusion("""
If at least two observations differ, the likelihood of a normal law has exactly one maximum: at the mean of the observations
and at their mean squared deviation. If all are equal, and in particular for a single observation, it grows without bound as the
variance goes to 0, and there is no likeliest law.
""")

mistake(
    "The likeliest variance divides by $n$; the $n - 1$ comes from the wish for an unbiased estimate.",
    Eq(v, spread / (n - 1)),
    given=(Eq(score["score"], 0), n > 1, spread > 0),
)
mistake("The slope of $1/v$ is $-1/v^2$.", -n / (2 * v) - spread / (2 * v**2), instead_of=score)
mistake(
    "The number of observations stays in front of the logarithm.", -1 / (2 * v) + spread / (2 * v**2), instead_of=score
)

source("bishop2006", "section 1.2.4, equations 1.54 to 1.56")

result = best
