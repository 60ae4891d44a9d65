"""Waiting times: which rate makes them most likely?

How long until the next bus, or until a light bulb fails? The exponential law has a density $\\lambda e^{-\\lambda x}$ for waiting
times $x \\ge 0$. From $n$ observed times the likeliest rate comes out as one over the mean time. Short waits mean a high rate; if all
times are 0, no rate is the likeliest.
"""

from sympy import Eq, Integral, Interval, exp, log, oo

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
    nonnegative,
    positive,
    product,
    prose,
    source,
    total,
)
from derive.rules import common_denominator, differentiate, log_of_product

n = count("n", note="the number of waiting times")
i = index("i", 1, n)
x = family("x", i, nonnegative=True, note="the waiting times")
lam = positive("lambda", note="the rate")
s = positive("s", note="a mean waiting time, as the parameter in place of the rate")
h = nonnegative("h", note="a single waiting time")

prose(r"""
## The law

A density must have the integral 1. The mean of the law is $1/\lambda$: twice the rate, half the wait.
""")

whole = calc("The total is 1.", Integral(lam * exp(-lam * h), (h, 0, oo))).equals(
    1, by="an antiderivative is $-e^{-\\lambda h}$"
)
mean_of_law = calc("The mean waiting time of the law:", Integral(h * lam * exp(-lam * h), (h, 0, oo))).equals(
    1 / lam, by="integration by parts leaves $\\int e^{-\\lambda h} dh$"
)

prose("""
## From the likelihood to the score

For independent times the densities multiply. All that matters of the sample is its mean.
""")

m = define("m", total(x[i], i) / n, "the mean waiting time")
likelihood = define("L", product(lam * exp(-lam * x[i]), i), "the likelihood of the waiting times")

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood))
    .equals(total(log(lam * exp(-lam * x[i])), i), by=log_of_product)
    .equals(total(log(lam) - lam * x[i], i), by="the logarithm of each factor is taken")
    .equals(n * log(lam) - n * m * lam, by="the times add up to $n m$", label="loglik")
)
score = (
    calc("Its slope in the rate is the score.", D(loglik, lam))
    .equals(n / lam - n * m, by=differentiate)
    .equals(n * (1 - m * lam) / lam, by=common_denominator, label="score")
)
stationary = iff(
    "The score vanishes at one over the mean time, and nowhere else.",
    Eq(score["score"], 0),
    Eq(lam, 1 / m),
    given=m > 0,
    by="a fraction is 0 where its numerator is",
)
bent = (
    calc("The slope falls everywhere, so there is one summit at most.", D(loglik, (lam, 2)))
    .equals(-n / lam**2, by=differentiate)
    .less_than(0, by="a square is positive")
)
best = maximum(
    "The likelihood is highest at one over the mean time, and only there.",
    of=likelihood,
    over=lam,
    on=Interval.open(0, oo),
    at=1 / m,
    given=m > 0,
)

prose("""
## The mean as the parameter

Some books describe the law by its mean $s = 1/\\lambda$. The summit moves along: the likeliest mean is the mean of the sample.
""")

other = maximum(
    "In terms of the mean, the mean of the sample is the likeliest.",
    of=product(exp(-x[i] / s) / s, i),
    over=s,
    on=Interval.open(0, oo),
    at=m,
    given=m > 0,
)

prose("""
## When nobody waited

If all times are 0, the likelihood has no summit, for it grows with the rate and takes every positive value.
""")

nobody = iff(
    "The mean time is 0 only if all times are.",
    Eq(m, 0),
    each(i, Eq(x[i], 0)),
    by="times are not negative, so none can make up for another",
)
power = calc("Then all exponentials are 1.", likelihood, given=each(i, Eq(x[i], 0))).equals(lam**n, by="$e^0 = 1$")
climbs = claim(
    "The higher the rate, the higher the likelihood.", D(lam**n, lam) > 0, by="a power with a positive exponent rises"
)
u = positive("u", note="any height")
reached = calc("However large $u$ is, the rate $u^{1/n}$ reaches it.", (u ** (1 / n)) ** n).equals(
    u, by="the exponents multiply to 1"
)

conclusion("""
If somebody waited, the likeliest rate is one over the mean waiting time, the only zero of the score and the only summit. Seen through the mean of
the law, it is once more the mean of the sample. Without any waiting at all the likelihood grows beyond every bound, and no
rate is likeliest.
""")

mistake(
    "The mean of the sample estimates the mean of the law, which is one over the rate.",
    Eq(lam, m),
    given=Eq(score["score"], 0),
)
mistake("The derivative of $n \\log \\lambda$ keeps its $n$.", 1 / lam - n * m, instead_of=score)
mistake("One over the mean time is no mean of the reciprocals.", total(1 / x[i], i) / n, instead_of=1 / m)

source("casella2002", "section 7.2")

result = best
