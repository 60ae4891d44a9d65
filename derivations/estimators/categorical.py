"""Why are relative frequencies the best estimate of a law?

A die is thrown, a voter is asked, a word is drawn: each draw has one of $K$ outcomes. How likely is the sample if outcome $c$ has
probability $p_c$? Of all laws, the one that makes it most likely gives each outcome the share that it has in the sample. An outcome
that was never seen gets the probability 0.
"""

from sympy import Eq, log

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
    maximum,
    mistake,
    positive,
    product,
    prose,
    sample,
    source,
    total,
    xlogy,
)
from derive.rules import differentiate, log_of_power, log_of_product, swap_sums

K = count("K", note="the number of outcomes")
n = count("n", note="the number of draws")
i = index("i", 1, n)
c = index("c", 1, K)
l = index("l", 1, K)  # noqa: E741
y = sample("y", i, c, values=(0, 1), note="1 if draw $i$ has outcome $c$, and 0 otherwise")
N = family("N", c, nonnegative=True, note="how often each outcome was seen")
p = family("p", c, nonnegative=True, note="the probabilities of the outcomes")
lam = positive("lambda", note="the multiplier")

seen = each(c, Eq(total(y[i, c], i), N[c]))

prose("""
## Only the counts matter

A draw with outcome $c$ has $y_{ic} = 1$ and a 0 for all other outcomes, so that the exponents pick the right probability. After the
logarithm the order of the sums can be changed, and the draws enter through the counts alone. For the logarithm all probabilities
are taken to be positive; the maximum below is among all laws, zeros included.
""")

likelihood = define("L", product(product(p[c] ** y[i, c], c), i), "the likelihood of the draws")

loglik = (
    calc("The logarithm turns the products into sums.", log(likelihood), given=(seen, each(c, p[c] > 0)))
    .equals(total(total(log(p[c] ** y[i, c]), c), i), by=log_of_product)
    .equals(total(total(y[i, c] * log(p[c]), c), i), by=log_of_power)
    .equals(total(total(y[i, c] * log(p[c]), i), c), by=swap_sums)
    .equals(total(total(y[i, c], i) * log(p[c]), c), by="the logarithm does not depend on the draw")
    .equals(total(N[c] * log(p[c]), c), by="the ones of each outcome are counted", label="loglik")
)
size = (
    calc("Each draw is counted once.", total(total(y[i, c], i), c), given=each(i, Eq(total(y[i, c], c), 1)))
    .equals(total(total(y[i, c], c), i), by=swap_sums)
    .equals(n, by="each draw has one outcome")
)

prose("""
## A condition, and a multiplier

The probabilities must add up to 1. Without this condition larger ones would always be better. A multiplier $\\lambda$ is the price of
probability; where the slopes vanish, a little more of it gains just that price, whatever the outcome.
""")

slope = calc(
    "The slope in one of the probabilities:", D(total(N[l] * log(p[l]), l) - lam * (total(p[l], l) - 1), p[c])
).equals(N[c] / p[c] - lam, by=differentiate, label="slope")
stationary = iff(
    "It vanishes where the probability is in proportion to the count.",
    Eq(N[c] / p[c] - lam, 0),
    Eq(p[c], N[c] / lam),
    given=N[c] > 0,
    by="the equation is multiplied by $p_c / \\lambda$",
)
price = iff(
    "The condition sets the price: it is the number of draws.",
    Eq(total(N[c] / lam, c), 1),
    Eq(lam, n),
    given=Eq(total(N[c], c), n),
    by="$1/\\lambda$ is taken out of the sum",
)

prose("""
## The maximum

A vanishing slope is a candidate and no proof, and it says nothing of outcomes that were never seen. The following does: the frequencies
beat every other law, with $0 \\log 0 = 0$ for outcomes without a count.
""")

m = define("m", total(N[c], c), "the sum of the counts")
best = maximum(
    "Of all laws the relative frequencies make the sample most likely, and no other law does.",
    of=total(xlogy(N[c], p[c]), c),
    over=p[c],
    at=N[c] / m,
    subject_to=Eq(total(p[c], c), 1),
    given=m > 0,
)
unseen = claim(
    "An outcome that was never seen gets the probability 0.",
    N[c] / m,
    "==",
    0,
    given=(Eq(N[c], 0), m > 0),
    by="0 of $m$ draws",
)
hopeless = claim(
    "A law that rules out what was seen has the likelihood 0, because one factor is 0.",
    p[c] ** N[c],
    "==",
    0,
    given=(Eq(p[c], 0), N[c] > 0),
    by="0 to a positive power",
)
gap = calc(
    "How much any other law loses: for each draw, the relative entropy of the frequencies and that law.",
    total(xlogy(N[c], N[c] / m), c) - total(xlogy(N[c], p[c]), c),
    given=m > 0,
).equals(m * total(xlogy(N[c] / m, N[c] / m / p[c]), c), by="the logarithms are merged, and $m$ is taken out")

conclusion("""
The relative frequencies are the likeliest law, the only one, and this holds for any counts, zeros included. The multiplier only finds
the candidate; what proves that it is the best is that the loss of every other law is a relative entropy, which is positive. Since
outcomes that were not seen get the probability 0, small samples call for smoothing.
""")

mistake(
    "The counts are divided by the number of draws, not by the number of outcomes.",
    Eq(p[c], N[c] / K),
    given=(Eq(N[c] / p[c] - lam, 0), Eq(lam, n)),
)
mistake(
    "The multiplier is not one: the counts add up to $n$.",
    Eq(lam, 1),
    given=(Eq(total(N[c] / lam, c), 1), Eq(total(N[c], c), n)),
)
mistake("The slope in one probability contains its own count only.", n / p[c] - lam, instead_of=slope)

source("bishop2006", "section 2.2, equations 2.29 to 2.33")

result = best
