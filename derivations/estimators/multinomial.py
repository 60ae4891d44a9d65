"""Does it matter whether the order of the draws is known?

Often only the counts are reported: two red, one blue, one green. Many orders of the draws give the same counts, so the counts are more
likely than any single order. But the factor is the same for every law, and therefore the relative frequencies stay the best
estimate.
"""

from sympy import Eq, Ne, binomial, factorial, log

from derivations.estimators.categorical import K, N, c, l, lam, m, p
from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    iff,
    index,
    integer,
    mistake,
    nonnegative,
    positive,
    product,
    proportion,
    prose,
    source,
    total,
    xlogy,
)
from derive.rules import differentiate, evaluate, log_of_product

prose("""
## Counting the orders

Four draws can be put in order in $4!$ ways, but draws with the same outcome cannot be told apart. With two outcomes this gives the
binomial coefficients.
""")

example = calc(
    "Two of one kind and one each of two others:", factorial(4) / (factorial(2) * factorial(1) * factorial(1))
).equals(12, by=evaluate)
n = count("n", note="the number of draws, where there are two outcomes")
k = integer("k", lower=0, note="how many of them have the first outcome")
theta = proportion("theta", open=True, note="the probability of the first of two outcomes")
h = index("h", 0, n)

pair = calc(
    "With two outcomes, $k$ and $n - k$ times:", factorial(n) / (factorial(k) * factorial(n - k)), given=k <= n
).equals(binomial(n, k), by="this is the binomial coefficient")
whole = (
    calc(
        "With the orders counted, the probabilities add up.",
        total(binomial(n, h) * theta**h * (1 - theta) ** (n - h), (h, 0, n)),
    )
    .equals((theta + (1 - theta)) ** n, by="the binomial theorem")
    .equals(1, by="$1^n = 1$")
)

prose("""
## A factor without the law

As before, $N_c$ counts the outcome $c$, $p_c$ is its probability and $m$ is the sum of the counts. Let $C$ be the number of
orders. It is made of the counts alone: the probabilities do not occur in it. In the logarithm it is a constant, and constants have
no slope. As before, a multiplier $\\lambda$ takes care of the condition that the probabilities add up to 1.
""")

C = define("C", factorial(m) / product(factorial(N[c]), c), "the number of orders")
some = claim("The factor is positive.", C > 0, by="factorials are positive")
loglik = (
    calc(
        "The log-likelihood of the counts, for a law without zeros:",
        log(C * product(p[c] ** N[c], c)),
        given=each(c, p[c] > 0),
    )
    .equals(log(C) + log(product(p[c] ** N[c], c)), by=log_of_product)
    .equals(log(C) + total(N[c] * log(p[c]), c), by="the logarithm of each power is taken", label="loglik")
)
slopes = (
    calc(
        "The slope is the one that it was without counting the orders.",
        D(log(C) + total(N[l] * log(p[l]), l) - lam * (total(p[l], l) - 1), p[c]),
    )
    .equals(D(total(N[l] * log(p[l]), l) - lam * (total(p[l], l) - 1), p[c]), by="the derivative of a constant is 0")
    .equals(N[c] / p[c] - lam, by=differentiate, label="slope")
)

prose("""
## The maximum stays

A positive factor changes the heights but not which one is higher. So of two laws the better one is the same, with and without the
orders, and no other law comes up to the relative frequencies. (Another law differs from them at some outcome $c$.)
""")

t = positive("t", note="a factor, such as the number of orders")
u = nonnegative("u", note="the likelihood of one law")
v = nonnegative("v", note="the likelihood of another one")

order = iff(
    "Which of two laws is better does not depend on the factor.",
    t * u < t * v,
    u < v,
    by="both sides are divided by $t$",
)
best = (
    calc(
        "Every law but the relative frequencies makes the counts less likely, since the number of orders cancels.",
        (log(C) + total(xlogy(N[c], p[c]), c)) - (log(C) + total(xlogy(N[c], N[c] / m), c)),
        given=(Eq(total(p[c], c), 1), Ne(p[c], N[c] / m), m > 0),
    )
    .equals(total(xlogy(N[c], p[c]), c) - total(xlogy(N[c], N[c] / m), c), by="$\\log C$ is taken away from itself")
    .less_than(0, by="of all laws the relative frequencies make the draws most likely")
)

conclusion("""
Knowing the order of the draws does not help to estimate the law: the counts say everything, they are a sufficient statistic. The number of orders multiplies the
likelihood by the same factor for all laws, and the likeliest law is that of the relative frequencies in both cases.
""")

mistake(
    "Draws with the same outcome cannot be told apart: there are fewer than $4!$ orders.",
    Eq(factorial(4) / (factorial(2) * factorial(1) * factorial(1)), factorial(4)),
)
mistake(
    "The logarithm turns the factor into a summand.",
    log(C) * total(N[c] * log(p[c]), c),
    instead_of=loglik,
    given=(each(c, Eq(p[c], 1 / K)), each(c, Eq(N[c], 1)), Eq(K, 2)),
)
mistake("The number of orders does not enter the slope.", C * N[c] / p[c] - lam, instead_of=slopes)

source("bishop2006", "section 2.2, equations 2.34 and 2.35")

result = best
