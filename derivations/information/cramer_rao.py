r"""How good can an estimator be that is right on average?

An estimator guesses a parameter from what was seen. If it is right on average, whatever the parameter is (it is then called
unbiased), its variance
cannot fall below the reciprocal of the Fisher information. That is the bound of Cramér and Rao. It is proved here for laws with
finitely many outcomes, together with what attains it; then the share of ones, a Poisson count, a waiting time and the mean of normal
observations are shown to reach it. For the last three, whose outcomes are not finitely many, the bound itself is not proved here.
"""

from sympy import Eq, Integral, KroneckerDelta, binomial, exp, factorial, log, oo

from derivations.information.fisher import c, mu, normal_bent, p, rate, t, theta, u, v, x
from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    minimum,
    mistake,
    positive,
    prose,
    real,
    source,
    total,
)
from derive.rules import split_sums

source("lehmann1998", "section 2.5")
source("casella2002", "theorem 7.3.9")
source("cover2006", "section 11.10")

prose(r"""
## The setting

A law on $K$ outcomes moves with a parameter $z$. At the value in question the outcome $c$ has probability $p_c$ with slope
$u_c$, so the $p_c$ add up to 1 and the $u_c$ to 0. The score of the outcome is $u_c/p_c$, and its variance is the information $J$.

An estimator answers $S_c$ when it sees the outcome $c$. That it is right on average says $\sum_c p_c S_c = z$. That it stays right
when the parameter moves says more: both sides have the same slope, $\sum_c u_c S_c = 1$.
""")

z = real("z", note="the parameter")
J = define("J", total(p[c] * (u[c] / p[c]) ** 2, c), "the information of one observation")
S = family("S", c, note="what the estimator answers")
law = (Eq(total(p[c], c), 1), Eq(total(u[c], c), 0), J > 0)
unbiased = (Eq(total(p[c] * S[c], c), z), Eq(total(u[c] * S[c], c), 1))
error = define("V", total(p[c] * (S[c] - z) ** 2, c), "the variance of the estimator")

opened = calc("The covariance of the estimator with the score:", total(p[c] * (S[c] - z) * (u[c] / p[c]), c)).equals(
    total(u[c] * S[c], c) - z * total(u[c], c), by=split_sums
)
together = calc("This covariance is 1.", opened, given=(Eq(total(u[c], c), 0), Eq(total(u[c] * S[c], c), 1))).equals(
    1, by="the estimator stays right, and the slopes add up to 0"
)

prose(r"""
## The bound

Two quantities whose covariance is 1 cannot both have small variances. To see it, compare the estimator with the multiple $1/J$ of
the score: what is left of its variance is a mean of squares.
""")

bound = (
    calc(
        "No estimator that is right on average has a smaller variance than $1/J$.",
        error,
        given=(J > 0, Eq(total(u[c], c), 0), Eq(total(u[c] * S[c], c), 1)),
    )
    .equals(
        1 / J + total(p[c] * (S[c] - z - u[c] / (J * p[c])) ** 2, c),
        by="multiplied out, with the covariance 1 and the mean square $J$ of the score",
    )
    .at_least(1 / J, by="a mean of squares is not negative")
)
best = minimum(
    "At one value of the parameter, exactly one choice of answers attains the bound: the parameter plus the multiple of the score.",
    of=total(p[c] * (S[c] - z) ** 2, c),
    over=S[c],
    at=z + u[c] / (J * p[c]),
    subject_to=unbiased,
    given=law,
)
attained = calc("Its variance is the bound.", total(p[c] * (z + u[c] / (J * p[c]) - z) ** 2, c), given=law).equals(
    1 / J, by="the mean square of the score is $J$"
)

prose(r"""
These answers are made for one value $z$, which an estimator does not know. That the same answers should be best for every value is
rare, but it happens.

## The share of ones attains it

The number $k$ of ones among $n$ labels has a binomial law. The share $k/n$ differs from $\theta$ by a multiple of its score, for
every $\theta$.
""")

n = count("n", note="the number of observations")
k = index("k", 0, n)
B = define("B", k, binomial(n, k) * theta**k * (1 - theta) ** (n - k), "the probability of $k$ ones among $n$ labels")

binomial_score = calc("The score:", D(k * log(theta) + (n - k) * log(1 - theta), theta)).equals(
    (k - n * theta) / (theta * (1 - theta)),
    by="differentiated, with a common denominator; the binomial coefficient has no slope",
)
share = calc("The share of ones is right on average.", total(B[k] * k / n, k)).equals(
    theta, by="the mean of the binomial law is $n\\theta$"
)
spread = calc("The variance of the share:", total(B[k] * (k / n - theta) ** 2, k)).equals(
    theta * (1 - theta) / n, by="the variance of the binomial law is $n\\theta(1 - \\theta)$"
)
informed = calc(
    "The information of all labels:", total(B[k] * ((k - n * theta) / (theta * (1 - theta))) ** 2, k)
).equals(n / (theta * (1 - theta)), by="the score is $n/(\\theta(1 - \\theta))$ times the error of the share")
efficient = claim(
    "The variance is the reciprocal of that information: no estimator that is right on average does better.",
    total(B[k] * (k / n - theta) ** 2, k) * total(B[k] * ((k - n * theta) / (theta * (1 - theta))) ** 2, k),
    "==",
    1,
    by="the two factors are reciprocals of each other",
)

prose(r"""
## So do a count and a waiting time

A Poisson count $h$ is right on average about its rate $\lambda$, and its information about it is $1/\lambda$. A waiting time $t$ is right
on average about the mean $s$ of its exponential law, which has the density $e^{-t/s}/s$; the score in $s$ is $(t - s)/s^2$.
""")

h = index("h", 0, oo)
P = define("P", h, rate**h * exp(-rate) / factorial(h), "the probability of the count")
count_variance = calc("The variance of the count:", total(P[h] * (h - rate) ** 2, h)).equals(
    rate, by="mean and variance of the count are both $\\lambda$"
)
count_reaches = claim(
    "It is the reciprocal of the information.",
    total(P[h] * (h - rate) ** 2, h) * total(P[h] * (h / rate - 1) ** 2, h),
    "==",
    1,
    by="the score is the error of the count divided by $\\lambda$, which is its variance",
)
s = positive("s", note="the mean of the waiting time")
wait_variance = calc("The variance of the waiting time:", Integral(exp(-t / s) / s * (t - s) ** 2, (t, 0, oo))).equals(
    s**2, by="the mean square of $t$ is $2s^2$"
)
wait_reaches = calc(
    "Its information is the reciprocal of that.", Integral(exp(-t / s) / s * ((t - s) / s**2) ** 2, (t, 0, oo))
).equals(1 / s**2, by="the mean square of the error, divided by $s^4$")

prose(r"""
## So does the mean of normal observations

One observation from a normal law with variance $v$ has the information $1/v$, so $n$ of them have $n/v$. Any weighted mean of
them with weights $w_i$ that add up to 1 is right on average. The observations are independent, so all covariances are 0 except
those of an observation with itself: they are $v \delta_{ij}$, where $\delta_{ij}$ is 1 for $i = j$ and 0 otherwise.
""")

i = index("i", 1, n)
j = index("j", 1, n)
w = family("w", i, note="the weights of the observations")
summed = Eq(total(w[i], i), 1)
weighted = (
    calc("The variance of the weighted mean:", total(w[i] * w[j] * v * KroneckerDelta(i, j), i, j), given=summed)
    .equals(v * total(w[i] ** 2, i), by="only the terms with $i = j$ are left", label="squares")
    .equals(v / n + v * total((w[i] - 1 / n) ** 2, i), by="the weights add up to 1")
    .at_least(v / n, by="squares are not negative, and 0 only for equal weights", equality_iff=each(i, Eq(w[i], 1 / n)))
)
reached = (
    calc(
        "The plain mean reaches the reciprocal of $n$ times the information of one observation.",
        total(1 / n**2 * v * KroneckerDelta(i, j), i, j),
    )
    .equals(v / n, by="$n$ of the $n^2$ terms are left")
    .equals(
        1 / (-n * D((x - mu) / v, mu)),
        by="the information of one is minus the slope of its score, $1/v$",
        using=normal_bent,
    )
)

conclusion(r"""
An estimator that is right on average has a covariance of 1 with the score, so its variance is at least $1/J$; it attains that only if
its error is the score divided by $J$. The share of ones and the mean of normal observations do attain it, for every $n$, and so do
a single Poisson count and a single waiting time. The bound
speaks of estimators that are right on average: a biased one may well have a smaller variance.
""")

mistake(
    "The variance of the share falls with the number of labels, not with its square.",
    theta * (1 - theta) / n**2,
    instead_of=spread,
)
mistake(
    "The information of independent observations adds up; it is not averaged.",
    1 / (theta * (1 - theta)),
    instead_of=informed,
)
mistake(
    "The bound is for estimators that are right on average: half of the share has a smaller variance than $\\theta(1 - \\theta)/n$.",
    (theta * (1 - theta) / n) / 4 >= theta * (1 - theta) / n,
)

result = bound
