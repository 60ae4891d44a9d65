r"""How uncertain is the outcome of a draw?

Each outcome tells something when it happens: a rare one much, a common one little. The entropy is the mean of what will be told.
It is 0 if one outcome is sure, and positive otherwise. With $K$ outcomes it is at most $\log K$, and of all laws only the uniform
one gets there.
"""

from sympy import Eq, KroneckerDelta, Rational, log

from derive import (
    calc,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
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

No term is negative, since no probability is above 1. The sum is 0 only if each term is, and $-q_c \log q_c$ is 0 at 0 and at 1 only.
""")

lower = calc("The entropy of any law:", H, given=law).at_least(
    0,
    by="every term $-q_c \\log q_c$ is at least 0, and 0 only for $q_c = 0$ or $q_c = 1$",
    equality_iff=each(c, Eq(q[c] * (1 - q[c]), 0)),
)

prose(r"""
So with an entropy of 0 each outcome is sure or impossible. Some outcome $l$ can happen, since the probabilities add up to 1. It is then
sure, and nothing is left for the others. Below, $\delta_{cl}$ is 1 for $c = l$ and 0 otherwise.
""")

rest = (
    calc("What the outcome $l$ leaves for the others:", 1 - q[l], given=law)
    .equals(
        total(q[c] * (1 - KroneckerDelta(c, l)), c), by="all probabilities add up to 1, and that of $l$ is left out"
    )
    .at_least(0, by="no probability is negative", equality_iff=each(c, Eq(q[c] * (1 - KroneckerDelta(c, l)), 0)))
)
certain = iff(
    "The outcome $l$ is sure exactly if all others are impossible.",
    Eq(q[l], 1),
    each(c, Eq(q[c], KroneckerDelta(c, l))),
    given=law,
    by=rest,
)
sure = iff(
    "The entropy is 0 exactly if the outcome that can happen is sure.",
    Eq(H, 0),
    each(c, Eq(q[c], KroneckerDelta(c, l))),
    given=(law, q[l] > 0),
    by="with an entropy of 0, $q_l$ is 0 or 1; for a sure outcome all terms are $1 \\log 1$ or $0 \\log 0$",
    using=certain,
)

prose(r"""
## Never above log K

How much is missing to $\log K$? It is a sum again, and each of its terms lies on or above a line, because $\log x \ge 1 - 1/x$.
""")

gap = (
    calc("What is missing to $\\log K$:", log(K) - H, given=law)
    .equals(total(xlogy(q[c], K * q[c]), c), by="$\\log K$ is the sum of all $q_c \\log K$")
    .at_least(
        total(q[c] - 1 / K, c), by="$\\log(K q_c) \\ge 1 - 1/(K q_c)$, term by term; for $q_c = 0$ it is $0 \\ge -1/K$"
    )
    .equals(0, by="both sums are 1")
)
uniform = calc("For the uniform law nothing is missing:", H, given=each(c, Eq(q[c], 1 / K))).equals(
    log(K), by="all $K$ terms are $\\frac1K \\log K$"
)
top = maximum(
    "The uniform law is the most uncertain one, and the only one with this entropy.",
    of=H,
    over=q[c],
    at=1 / K,
    subject_to=law,
)

conclusion(r"""
The entropy is a mean of self-informations, so it is at least 0, and it is 0 for sure outcomes only. It is at most $\log K$, and it is
$\log K$ for the uniform law only. Between these two it measures how much a draw will tell on average.
""")

mistake(
    "Rare outcomes tell much, but they are rare: each term needs its weight.",
    -total(log(q[c]), c),
    instead_of=H,
    given=(law, each(c, q[c] > 0)),
)
mistake(
    "With twice as many equally likely outcomes the entropy grows by one bit and does not double: the logarithm is missing.",
    K,
    instead_of=uniform,
)
mistake(
    "A mean of logarithms is not the logarithm of a mean.",
    -log(total(q[c] ** 2, c)),
    instead_of=H,
    given=law,
)

result = top
