"""Seven heads in ten tosses: which chance of heads fits best?

A coin with an unknown chance $p$ of heads is tossed ten times and shows heads seven times, in a certain order. Every $p$
gives that outcome some probability. Seen as a function of $p$, with the outcome fixed, this probability is the likelihood
of $p$, and the $p$ that makes it largest is the maximum likelihood estimate.
"""

from sympy import Eq, Interval, Rational, binomial, log

from derive import D, calc, claim, conclusion, curve, figure, iff, maximum, mistake, proportion, prose, source
from derive.rules import (
    common_denominator,
    differentiate,
    evaluate,
    log_of_power,
    log_of_product,
)

source("casella2002", "section 7.2.2")

p = proportion("p", open=True, note="the chance of heads")

prose(
    "The tosses do not influence each other, so their probabilities multiply: seven factors $p$ and three factors $1 - p$. At $p = 0$ "
    "and $p = 1$ the product is 0 and has no logarithm; so logarithm and slope are taken in between, and the maximum is sought on all of $[0, 1]$."
)

likelihood = p**7 * (1 - p) ** 3

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood), label="start")
    .equals(log(p**7) + log((1 - p) ** 3), by=log_of_product)
    .equals(7 * log(p) + 3 * log(1 - p), by=log_of_power, label="loglik")
)
score = (
    calc("Its slope in $p$ is the score.", D(loglik, p))
    .equals(7 / p - 3 / (1 - p), by=differentiate)
    .equals((7 - 10 * p) / (p * (1 - p)), by=common_denominator, label="score")
)
zero = iff(
    "The score vanishes at the share of heads, and nowhere else.",
    Eq(score["score"], 0),
    Eq(p, Rational(7, 10)),
    by="a fraction is 0 where its numerator is",
)
best = maximum(
    "The likelihood is highest at 7/10, and only there.",
    of=likelihood,
    over=p,
    on=Interval(0, 1),
    at=Rational(7, 10),
)

hill = figure(
    "The likelihood of every chance $p$ of heads. It is highest at 7/10.",
    curve(best.of, "the likelihood $p^7 (1 - p)^3$"),
    over=(p, 0, 1),
    marks=((Rational(7, 10), "$\\hat p = 7/10$"), (Rational(1, 2), "a fair coin")),
    alt="A curve with a single peak. It is next to 0 up to p = 0.2, rises to about 0.0022 at p = 0.7 and falls back to 0 at p = 1. At "
    "p = 0.5 it is less than half as high.",
)
loghill = figure(
    "Its logarithm has its peak at the same place. At 0 and 1 it goes down without end.",
    curve(loglik["loglik"], "the log-likelihood $7 \\log p + 3 \\log(1 - p)$"),
    over=(p, 0, 1),
    within=(-25, -5),
    marks=((Rational(7, 10), "$\\hat p = 7/10$"),),
    alt="A curve that bends downwards everywhere. It comes up steeply beside p = 0, is highest at p = 0.7 with about -6.1, and drops "
    "steeply beside p = 1.",
)

fair = claim(
    "For $p = 7/10$ the outcome is more than twice as likely as for a fair coin.",
    Rational(7, 10) ** 7 * Rational(3, 10) ** 3 > 2 * Rational(1, 2) ** 10,
    by="0.00222 against 0.00098",
)

prose("""
## Does it matter in which order the heads came?

If only the *number* of heads is reported, every order counts: there are $\\binom{10}{7} = 120$ of them, all equally
likely. The likelihood is 120 times as high, for every $p$ alike, so it is highest at the same place.
""")

orders = calc("The orders can be counted.", binomial(10, 7, evaluate=False)).equals(120, by=evaluate)
counted = maximum(
    "Counting the orders does not move the maximum.",
    of=120 * likelihood,
    over=p,
    on=Interval(0, 1),
    at=Rational(7, 10),
)

conclusion(r"""
Seven heads in ten tosses are most likely for $p = 7/10$, the share of heads. It is the only zero of the score, and the only
maximum on $[0, 1]$. Whether the order of the tosses is known or only the number of heads makes no difference to it.
""")

mistake(
    "The logarithm of a product is no product of logarithms.",
    log(p**7) * log((1 - p) ** 3),
    instead_of=loglik["start"],
)
mistake(
    "The inner derivative of $\\log(1 - p)$ is $-1$; without it the sign of the second term is wrong.",
    7 / p + 3 / (1 - p),
    instead_of=score,
)

mistake(
    "The factor 120 stays outside: its logarithm is added, it does not multiply the log-likelihood.",
    120 * (7 * log(p) + 3 * log(1 - p)),
    instead_of=log(120 * likelihood),
)

result = best
