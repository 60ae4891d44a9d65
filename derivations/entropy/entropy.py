r"""How uncertain is the outcome of a draw?

Each outcome tells something when it happens: a rare one much, a common one little. The entropy is the mean of what will be told.
It is 0 when one outcome is sure, and positive as soon as a single one might happen or might not. With $K$ outcomes it can
reach $\log K$, and of all laws only the uniform one gets there.
"""

from sympy import Eq, KroneckerDelta, Ne, Rational, log

from derive import (
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    log2,
    maximum,
    mistake,
    prose,
    source,
    total,
    xlogy,
)

source("shannon1948", "section 6")
source("cover2006", "sections 2.1 and 2.6")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
l = index("l", 1, K)  # noqa: E741
m = index("m", 1, K)
q = family("q", c, proportion=True, note="the probabilities of the outcomes")
law = Eq(total(q[c], c), 1)

prose(r"""
## The mean of the self-information

An outcome with probability $q_c$ tells $-\log q_c$ when it happens, and in the long run it happens in the share $q_c$ of all draws. An
outcome that never happens adds nothing to the mean, so $0 \log 0$ counts as 0. Logarithms are natural.
""")

H = define("H", -total(xlogy(q[c], q[c]), c), "the entropy, in nats")
mean = calc(
    "The mean self-information, where every outcome can happen:",
    total(q[c] * (-log(q[c])), c),
    given=each(c, q[c] > 0),
).equals(H, by="the sign goes in front of the sum")
half, quarter = Rational(1, 2), Rational(1, 4)
bits = calc(
    "For instance, in bits, with probabilities 1/2, 1/4 and 1/4:",
    half * -log2(half) + quarter * -log2(quarter) + quarter * -log2(quarter),
).equals(Rational(3, 2), by="the three outcomes tell 1, 2 and 2 bits")

prose(r"""
## Never below zero

No term is negative, since no probability is above 1. When is the sum 0? Because $\log x \le x - 1$, the entropy is at least the sum of
all $q_c(1 - q_c)$. Such a term is positive unless the outcome is sure or impossible. The terms of all outcomes but one, $l$, may be
left out; $\delta_{cl}$ is 1 for $c = l$ and 0 otherwise.
""")

lower = calc("The entropy of any law:", H, given=law).at_least(0, by="every term $-q_c \\log q_c$ is at least 0")
rest = claim(
    "The terms of all outcomes but one:",
    total(q[c] * (1 - q[c]) * (1 - KroneckerDelta(c, l)), c) >= 0,
    by="$q_c$ and $1 - q_c$ are not negative, and $\\delta_{cl}$ leaves out the term of $l$",
)
unsure = (
    calc("One outcome that might happen or might not:", H, given=(q[l] > 0, q[l] < 1))
    .at_least(total(q[c] * (1 - q[c]), c), by="$\\log q_c \\le q_c - 1$, term by term")
    .at_least(q[l] * (1 - q[l]), by="the other terms are left out", using=rest)
    .greater_than(0, by="both factors are positive")
)

prose(r"""
So an entropy of 0 needs a law in which each outcome is sure or impossible. One of them must be sure, as the probabilities have the
sum 1. Then all others are impossible, and the entropy is indeed 0.
""")

others = claim(
    "The probabilities of all outcomes but two:",
    total(q[c] * (1 - KroneckerDelta(c, l)) * (1 - KroneckerDelta(c, m)), c) >= 0,
    by="no probability is negative",
)
rest_of_sum = claim(
    "Any other outcome $m$ gets at most the rest, and next to a sure outcome there is no rest.",
    q[m] <= 1 - q[l],
    given=(law, Ne(l, m)),
    by="the sum above is $1 - q_l - q_m$",
    using=others,
)
sure = calc("With a sure outcome $l$:", H, given=each(c, Eq(q[c], KroneckerDelta(c, l)))).equals(
    0, by="all terms are $1 \\log 1$ or $0 \\log 0$"
)

prose(r"""
## Never above log K

How much is missing to $\log K$? It is a sum again, and each of its terms lies on or above a line, because $\log x \ge 1 - 1/x$.
""")

gap = (
    calc("What is missing to $\\log K$:", log(K) - H, given=law)
    .equals(total(xlogy(q[c], K * q[c]), c), by="$\\log K$ is the sum of all $q_c \\log K$")
    .at_least(total(q[c] - 1 / K, c), by="$\\log(K q_c) \\ge 1 - 1/(K q_c)$, term by term")
    .equals(0, by="both sums are 1")
)
uniform = calc("For the uniform law nothing is missing:", H, given=each(c, Eq(q[c], 1 / K))).equals(
    log(K), by="all $K$ terms are $\\frac1K \\log K$"
)
top = maximum("The uniform law is the most uncertain one.", of=H, over=q[c], at=1 / K, subject_to=law)

conclusion(r"""
The entropy is a mean of self-informations, so it is at least 0, and it is 0 for sure outcomes only. It is at most $\log K$, and it is
$\log K$ for the uniform law only. Between these two it measures how much a draw will tell on average.
""")

mistake(
    "Rare outcomes tell much, but they are rare: each term needs its weight.",
    -total(log(q[c]), c),
    instead_of=H,
    given=each(c, q[c] > 0),
)
mistake("Twice as many outcomes do not make twice the entropy: the logarithm is missing.", K, instead_of=uniform)
mistake(
    "A mean of logarithms is not the logarithm of a mean.",
    -log(total(q[c] ** 2, c)),
    instead_of=H,
    given=law,
)

result = top
