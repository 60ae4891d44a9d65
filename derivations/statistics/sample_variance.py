r"""Why divide by n - 1?

The variance of a law is the mean square of the deviation from the law's mean. From a sample one has to make do with the sample's own
mean, and no point is nearer to the data than that, the true mean included. So the squares come out too small, on average by the
factor $(n-1)/n$ exactly. Dividing by $n - 1$ instead of $n$ puts it right.
"""

from sympy import Eq, KroneckerDelta

from derive import (
    calc,
    claim,
    conclusion,
    count,
    define,
    family,
    index,
    minimum,
    mistake,
    positive,
    prose,
    real,
    sample,
    source,
    total,
)
from derive.rules import factor_out

source("casella2002", "section 5.2")

n = count("n", note="the number of observations")
i = index("i", 1, n)
j = index("j", 1, n)
x = sample("x", i, note="the observations")
mu = real("mu", note="the mean of the law")
m = define("m", total(x[i], i) / n, "the mean of the sample")
Q = define("Q", total((x[i] - m) ** 2, i), "the sum of squared deviations from the mean of the sample")

prose(r"""
## The squares come apart

The deviations from the sample's own mean add up to 0. Therefore the squares about any other point are those about the mean, plus $n$ times the
square of the distance.
""")

balance = calc("The deviations cancel.", total(x[i] - m, i)).equals(0, by="the sum of the observations is $nm$")
apart = (
    calc("The squares about the true mean:", total((x[i] - mu) ** 2, i))
    .equals(Q + 2 * (m - mu) * total(x[i] - m, i) + n * (m - mu) ** 2, by="$x_i - \\mu = (x_i - m) + (m - \\mu)$")
    .equals(Q + n * (m - mu) ** 2, by=balance, label="apart")
    .at_least(Q, by="a square is never negative", equality_iff=Eq(mu, m))
)
nearest = minimum("So no point is nearer to the data than their mean.", of=total((x[i] - mu) ** 2, i), over=mu, at=m)

prose(r"""
## On average

Let the observations be independent with mean $\mu$ and variance $v$. All the average (the expectation) needs of that is one table: the
product $(x_i - \mu)(x_j - \mu)$ has the average $v\delta_{ij}$, where $\delta_{ij}$ is 1 for $i = j$ and 0 otherwise. So $Q$ is written with
these products first; its average is then the same expression with the table in place of the products.
""")

v = positive("v", note="the variance of the law")
products = calc("The sum of squares, written with products:", Q).equals(
    total((x[i] - mu) ** 2, i) - total((x[i] - mu) * (x[j] - mu), i, j) / n,
    by="$n(m - \\mu)$ is the sum of the $x_i - \\mu$, and its square the sum of all products",
)
of_mean = (
    calc("The variance of the mean of the sample, from the same table:", total(v * KroneckerDelta(i, j), i, j) / n**2)
    .equals(total(v, i) / n**2, by="only the terms with $i = j$ are left")
    .equals(v / n, by="$n$ equal terms")
)
biased = (
    calc(
        "On average, $Q/n$ has only the share $(n - 1)/n$ of the variance.",
        (total(v, i) - total(v * KroneckerDelta(i, j), i, j) / n) / n,
    )
    .equals((n * v - v) / n, by="$n$ equal terms, and of the double sum those with $i = j$")
    .equals((n - 1) / n * v, by=factor_out(v), label="biased")
)
short = claim("That is too small.", biased["biased"] < v, by="$(n - 1)/n < 1$")
right = calc(
    "On average, $Q/(n - 1)$ is the variance.",
    (total(v, i) - total(v * KroneckerDelta(i, j), i, j) / n) / (n - 1),
    given=n > 1,
).equals(v, by="the numerator is $(n - 1) v$, as above, and $n - 1$ cancels")

prose(r"""
## Summed out for two draws

The smallest case can be checked to the end, without the table: with a law on $K$ values and two independent draws, the average is a
sum over all pairs of values, weighted with the products of their probabilities.
""")

K = count("K", note="the number of values")
c = index("c", 1, K)
other = index("l", 1, K)
q = family("q", c, proportion=True, note="the law")
y = family("y", c, note="its values")
one = Eq(total(q[c], c), 1)
M = define("M", total(q[c] * y[c], c), "the mean of the law")
V = define("V", total(q[c] * (y[c] - M) ** 2, c), "the variance of the law")
pairs = (
    calc(
        "For two draws, $Q/n$ is half the sum of two squares. On average it is half the variance, as $(n - 1)/n$ says.",
        total(
            q[c] * q[other] * ((y[c] - (y[c] + y[other]) / 2) ** 2 + (y[other] - (y[c] + y[other]) / 2) ** 2) / 2,
            c,
            other,
        ),
        given=one,
    )
    .equals(total(q[c] * q[other] * (y[c] - y[other]) ** 2, c, other) / 4, by="both deviations are half the difference")
    .equals(
        V / 2, by="the square multiplied out: its average is twice the variance, since the probabilities add up to 1"
    )
)

conclusion(r"""
About its own mean a sample looks less spread out than about the true one, by exactly $n(m - \mu)^2$. On average that takes away one observation's share:
$Q/n$ has the average $(n-1)v/n$, and $Q/(n-1)$ has the average $v$. For two draws from any law on finitely many values this was summed out in full.
""")

mistake(
    "The mean of a sample is not the true mean: one of the $n$ shares of $v$ is lost.", v, instead_of=biased["biased"]
)
mistake(
    "The squares about the mean of the sample are the smaller ones, so the extra term is added on the other side.",
    Q - n * (m - mu) ** 2,
    instead_of=apart["apart"],
)
mistake("The variance of the mean falls with $n$, not with $n^2$.", v / n**2, instead_of=of_mean)

result = biased
