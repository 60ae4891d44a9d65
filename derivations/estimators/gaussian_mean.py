"""Why is the mean the best estimate, if the errors are normal?

The same quantity is measured $n$ times, with errors that follow a normal law of known variance. The likeliest value is the one
with the least sum of squared deviations, and that is the mean: the method of least squares and maximum likelihood agree. If
the measurements differ in precision, it is a weighted mean.
"""

from sympy import Eq, exp, log, pi, sqrt

from derive import (
    D,
    calc,
    conclusion,
    count,
    define,
    family,
    iff,
    index,
    maximum,
    mistake,
    positive,
    product,
    prose,
    real,
    source,
    total,
)
from derive.rules import differentiate, log_of_product, split_sums

n = count("n", note="the number of observations")
i = index("i", 1, n)
x = family("x", i, note="the observations")
mu = real("mu", note="the mean of the law, to be estimated")
v = positive("v", note="the variance of the law")

prose("""
## The likelihood is a sum of squares in disguise

The densities multiply, and the logarithm undoes the exponential function. The mean of the law appears in one term only, in the sum
of the squared deviations.
""")

likelihood = define(
    "L", product(exp(-((x[i] - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), i), "the likelihood of the observations"
)
squares = define("Q", total((x[i] - mu) ** 2, i), "the sum of the squared deviations from $\\mu$")

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood))
    .equals(total(log(exp(-((x[i] - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v)), i), by=log_of_product)
    .equals(
        total(-((x[i] - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2, i),
        by="the logarithm of each factor is taken; that of a root is half",
    )
    .equals(
        -n * log(2 * pi * v) / 2 - squares / (2 * v),
        by="$n$ equal terms are collected, and the factor $1/(2v)$ is common to the others",
        label="loglik",
    )
)

prose("""
## Least squares

Let $m$ be the mean of the observations. Their deviations from it cancel each other. So the sum of squares about any $\\mu$
is the one about $m$ plus $n$ times the square of the distance.
""")

m = define("m", total(x[i], i) / n, "the mean of the observations")
spread = define("S", total((x[i] - m) ** 2, i), "the sum of the squared deviations from the mean")

balance = (
    calc("The deviations from the mean add up to nothing.", total(x[i] - m, i))
    .equals(total(x[i], i) - n * m, by=split_sums, exercise=True)
    .equals(0, by="$n m$ is the sum of the observations")
)
least = (
    calc("The squares about $\\mu$ are taken apart at the mean.", squares)
    .equals(total(((x[i] - m) + (m - mu)) ** 2, i), by="$m$ is taken away and added again")
    .equals(
        spread + 2 * (m - mu) * total(x[i] - m, i) + n * (m - mu) ** 2,
        by="the square of a sum, and $m - \\mu$ does not depend on the index",
    )
    .equals(spread + n * (m - mu) ** 2, by=balance, label="apart")
    .at_least(spread, by="a square is never negative", equality_iff=Eq(mu, m))
)

prose("""
## The summit

The slope says the same: the score is positive below the mean and negative above it.
""")

score = calc("The slope in $\\mu$ is the score.", D(loglik, mu)).equals(
    n * (m - mu) / v, by=differentiate, label="score"
)
stationary = iff(
    "It vanishes at the mean of the observations, and nowhere else.",
    Eq(score["score"], 0),
    Eq(mu, m),
    by="neither $n$ nor $1/v$ is 0",
)
best = maximum(
    "Whatever the variance, the likelihood is highest at the mean of the observations, and only there.",
    of=likelihood,
    over=mu,
    at=m,
)

prose("""
## Measurements that differ in precision

If each measurement has a known variance of its own, the squares are weighted with one over the variance, and so are the
measurements.
""")

g = family("g", i, positive=True, note="the variances of the single measurements, in the last section")
weighted = maximum(
    "The likeliest value is the mean weighted with one over the variance.",
    of=total(-((x[i] - mu) ** 2) / (2 * g[i]) - log(2 * pi * g[i]) / 2, i),
    over=mu,
    at=total(x[i] / g[i], i) / total(1 / g[i], i),
)

conclusion("""
Under normal errors the mean of the observations has the least sum of squares and the highest likelihood, and no other value ties with
it. The variance does not matter for this as long as it is the same for all. If it is not, precise measurements count for more.
""")

mistake("The score has the sign that pulls towards the mean.", n * (mu - m) / v, instead_of=score)
mistake(
    "The mixed terms cancel, but the distance is counted once for each observation.",
    spread + (m - mu) ** 2,
    instead_of=least["apart"],
)
mistake("The deviations add up to 0, their squares do not.", Eq(spread, 0))

source("bishop2006", "section 1.2.4, equations 1.53 to 1.55")

result = best
