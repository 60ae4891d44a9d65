"""Counting events: which rate makes the counts most likely?

Calls in an hour, typing errors on a page: such counts are often described by the Poisson law, which has one parameter, its
rate $\\lambda$. We have $n$ counts and look for the rate that makes them most likely. The answer is what everyone would guess,
the mean count. If nothing happened at all, the answer is the rate 0, and the slope does not vanish there.
"""

from sympy import Eq, Interval, Limit, exp, factorial, log, oo

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
    source,
    total,
)
from derive.rules import common_denominator, differentiate, log_of_product

n = count("n", note="the number of counts")
i = index("i", 1, n)
h = index("h", 0, oo)
x = family("x", i, nonnegative=True, note="the counts")
lam = positive("lambda", note="the rate")

prose(r"""
## The law

A count $h$ has probability $e^{-\lambda} \lambda^h / h!$. Two things should be checked before it is used: that the probabilities
add up to 1, and what the rate means.
""")

whole = calc(
    "The probabilities of all counts add up to 1.", total(exp(-lam) * lam**h / factorial(h), (h, 0, oo))
).equals(1, by="the sum of $\\lambda^h / h!$ is the series of $e^\\lambda$")
mean_of_law = calc("The mean of the law is its rate.", total(h * exp(-lam) * lam**h / factorial(h), (h, 0, oo))).equals(
    lam, by="$h$ cancels in $h!$, and what is left is $\\lambda$ times the same series"
)

prose("""
## From the likelihood to the score

The counts are independent, so their probabilities multiply. After the logarithm the rate meets the counts in their mean alone. The
factorials stay behind in a term without the rate. (That counts are whole numbers is used nowhere.)
""")

m = define("m", total(x[i], i) / n, "the mean count")
likelihood = define("L", product(exp(-lam) * lam ** x[i] / factorial(x[i]), i), "the likelihood of the counts")

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood))
    .equals(total(log(exp(-lam) * lam ** x[i] / factorial(x[i])), i), by=log_of_product, exercise=True)
    .equals(
        total(x[i] * log(lam) - lam - log(factorial(x[i])), i),
        by="the logarithm of each factor is taken, and $\\log e^{-\\lambda} = -\\lambda$",
    )
    .equals(
        n * m * log(lam) - n * lam - total(log(factorial(x[i])), i), by="the counts add up to $n m$", label="loglik"
    )
)
score = (
    calc("Its slope in the rate is the score.", D(loglik, lam))
    .equals(n * m / lam - n, by=differentiate, exercise=True)
    .equals(n * (m - lam) / lam, by=common_denominator, label="score")
)
stationary = iff(
    "The score vanishes at the mean count, and nowhere else.",
    Eq(score["score"], 0),
    Eq(lam, m),
    by="a fraction is 0 where its numerator is",
)
bent = (
    calc("The slope never rises: the log-likelihood is concave.", D(loglik, (lam, 2)))
    .equals(-n * m / lam**2, by=differentiate, exercise=True)
    .at_most(0, by="neither a mean count nor a square is negative")
)
collected = calc("The likelihood itself:", likelihood).equals(
    lam ** (n * m) * exp(-n * lam) / product(factorial(x[i]), i), by="equal factors and exponents are collected"
)
best = maximum(
    "The likelihood is highest at the mean count, and only there.",
    of=lam ** (n * m) * exp(-n * lam) / product(factorial(x[i]), i),
    over=lam,
    on=Interval(0, oo),
    at=m,
    cases=(Eq(m, 0), m > 0),
)

prose(r"""
## When nothing happened

If every count is 0, the mean count is 0, which the slope does not tell: it is $-n$ there. The rate 0 is the best on
$[0, \infty)$, with $0^0 = 1$. If only positive rates are allowed there is no best one, because half the rate always does better.
""")

nothing = iff(
    "The mean count is 0 only if nothing happened at all.",
    Eq(m, 0),
    each(i, Eq(x[i], 0)),
    by="counts are not negative, so none can make up for another",
)
empty = calc("Then only the first factor is left.", likelihood, given=each(i, Eq(x[i], 0))).equals(
    exp(-n * lam), by="$\\lambda^0 = 0! = 1$"
)
edge = calc("Towards the rate 0 the slope goes to $-n$.", Limit(D(exp(-n * lam), lam), lam, 0)).equals(
    -n, by="the slope is $-n e^{-n \\lambda}$"
)
halving = claim("Half the rate does better.", exp(-n * lam) < exp(-n * lam / 2), by="the exponent is larger")

conclusion("""
The likeliest rate of a Poisson law is the mean of the counts, which is also what the rate means: the mean of the law. It is the
only summit of the likelihood. Only a sample without any event is special, since there the summit is the end of the
range and not a zero of the score.
""")

twos = each(i, Eq(x[i], 2))
mistake(
    "The counts add up to $n m$; their sum must not be left out of the score.",
    n / lam - n,
    instead_of=score,
    given=twos,
)
mistake("Each of the $n$ factors brings its own $e^{-\\lambda}$.", n * m / lam - 1, instead_of=score, given=twos)
mistake(
    "The slope is not always 0 at the summit: without any event it is not.", Eq(Limit(D(exp(-n * lam), lam), lam, 0), 0)
)

source("casella2002", "section 7.2.2")

result = best
