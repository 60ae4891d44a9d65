r"""Why does the slope of the log-partition give the mean?

In an exponential family every outcome has a weight $w_c e^{\eta T_c}$, and dividing by the sum of the weights makes it a law (here
one with finitely many outcomes). That
sum looks like mere bookkeeping, but its logarithm tells much: its slope in $\eta$ is the mean of $T$, and its second
derivative is the variance. A variance is never negative, so the log-partition is convex, and the log-likelihood has at most one hill.
"""

from sympy import Eq, exp, log

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
    mistake,
    prose,
    real,
    sigmoid,
    source,
    total,
)
from derive.rules import differentiate

source("bishop2006", "section 2.4")
source("casella2002", "section 3.4")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
other = index("l", 1, K)
eta = real("eta", note="the natural parameter")
w = family("w", c, positive=True, note="the weights at $\\eta = 0$")
T = family("T", c, note="the statistic of each outcome")

Z = define("Z", total(w[other] * exp(eta * T[other]), other), "the sum of the weights")
A = define("A", log(Z), "the log-partition")
p = define("p", c, w[c] * exp(eta * T[c]) / Z, "the law")
M = define("M", total(p[other] * T[other], other), "the mean of the statistic")

prose("## A law")

normed = calc("The probabilities add up to 1.", total(p[c], c)).equals(
    1, by="numerators and denominator are the same sum"
)

prose(r"""
## The slope is the mean

The slope of a logarithm is the slope over the value. Each weight, differentiated, brings down its $T_c$.
""")

slope = (
    calc("The slope of the log-partition is the mean of the statistic.", D(A, eta))
    .equals(total(w[c] * T[c] * exp(eta * T[c]), c) / Z, by=differentiate)
    .equals(M, by="each weight over the sum is a probability", label="mean")
)
logarithm = calc("The log-probability of an outcome:", log(p[c])).equals(
    log(w[c]) + eta * T[c] - A, by="the logarithm of a quotient, and of an exponential"
)
score = calc("So the score is how far the outcome lies from the mean.", D(log(p[c]), eta)).equals(
    T[c] - M, by="$\\log w_c$ has no slope, $\\eta T_c$ has $T_c$, and $A$ has $M$", using=(logarithm, slope)
)

prose(r"""
## The second derivative is the variance

A probability grows with $\eta$ exactly if its outcome lies above the mean. Outcomes above it gain what those below it lose.
""")

shift = calc("The slope of a probability:", D(p[c], eta)).equals(
    p[c] * (T[c] - M), by="the slope of a logarithm is the slope over the value, and that is the score"
)
variance = (
    calc("The second derivative of the log-partition is the variance of the statistic.", D(A, (eta, 2)))
    .equals(total(p[c] * T[c] * (T[c] - M), c), by="the mean, differentiated term by term")
    .equals(total(p[c] * (T[c] - M) ** 2, c), by="the mean of $T_c - M$ is 0", label="variance")
)
convex = calc(
    "So the log-partition is convex, and strictly so unless each outcome has the mean as its value.", variance
).at_least(0, by="a mean of squares, and all probabilities are positive", equality_iff=each(c, Eq(T[c], M)))
h = real("h", note="a value that all outcomes share")
flat = claim(
    "If all outcomes have the same value there is no curvature.",
    D(A, (eta, 2)),
    "==",
    0,
    given=each(c, Eq(T[c], h)),
    by="the mean is that value, and no outcome differs from it",
)

prose(r"""
## One hill

The log-likelihood of a sample is the sum of its log-probabilities. Divided by the number of observations it is $\eta t - A$ up to a
constant, where $t$ is the mean of the statistic in the sample; nothing else of the sample matters. It is a line minus a convex function.
""")

t = real("t", note="the mean of the statistic in the sample")
slope_of_sample = calc("The slope of the log-likelihood:", D(eta * t - A, eta)).equals(
    t - M, by="the line has the slope $t$, the log-partition $M$", using=slope
)
hill = (
    calc("It is concave.", D(eta * t - A, (eta, 2)))
    .equals(-total(p[c] * (T[c] - M) ** 2, c), by="the line has no curvature, the log-partition has the variance")
    .at_most(0, by="minus a mean of squares")
)
matched = iff(
    "It is stationary exactly where the mean of the statistic is that of the sample.",
    Eq(D(eta * t - A, eta), 0),
    Eq(M, t),
    by="the slope is $t - M$",
)
sigmoidal = calc(
    "With two outcomes, $T = 0$ and $T = 1$, and equal weights the mean is a sigmoid.", D(log(1 + exp(eta)), eta)
).equals(sigmoid(eta), by="the log-partition is softplus, $\\log(1 + e^\\eta)$")

conclusion(r"""
The log-partition gives mean and variance: its slope is the mean of the statistic, its second derivative the variance. Since a variance is
never negative, the log-partition is convex, strictly so unless the statistic is the same for all outcomes. Hence the log-likelihood is concave, and
it is stationary exactly where the mean of the statistic matches that of the sample.
""")

mistake(
    "The slope of the sum itself is $Z M$; for that of its logarithm it still has to be divided by $Z$.",
    Z * M,
    instead_of=slope,
)
mistake(
    "The mean square is not the variance, the square of the mean is missing.",
    total(p[c] * T[c] ** 2, c),
    instead_of=variance["variance"],
)
mistake(
    "A probability does not grow just because its $T_c$ is positive: it must be above the mean.",
    p[c] * T[c],
    instead_of=shift,
)

result = slope
