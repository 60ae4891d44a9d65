"""How likely is a success, if it took some failures to get there?

Somebody tries until it works for the first time and notes the number of failures; this is repeated $n$ times. The geometric law says
that $x$ failures have the probability $(1 - \\theta)^x \\theta$. The likeliest chance of success is the share of successes among all
attempts. If every first attempt worked, it is 1.
"""

from sympy import Eq, Interval, Limit, log, oo

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
    product,
    proportion,
    prose,
    source,
    total,
)
from derive.rules import common_denominator, differentiate, log_of_product

n = count("n", note="the number of rounds, each with one success at its end")
i = index("i", 1, n)
h = index("h", 0, oo)
x = family("x", i, nonnegative=True, note="the numbers of failures before the success")
theta = proportion("theta", open=True, note="the chance that an attempt works")

prose(r"""
## The law

In a round with $h$ failures the failures come first, each with probability $1 - \theta$, and then the success. The longer a
round, the less likely it is, and the probabilities of all lengths must add up to 1.
""")

whole = calc("The probabilities add up to 1.", total((1 - theta) ** h * theta, (h, 0, oo))).equals(
    1, by="a geometric series with the ratio $1 - \\theta$"
)
mean_of_law = calc("The mean number of failures:", total(h * (1 - theta) ** h * theta, (h, 0, oo))).equals(
    (1 - theta) / theta, by="the sum of $h q^h$ is $q / (1 - q)^2$, here with $q = 1 - \\theta$"
)

prose("""
## From the likelihood to the score

The rounds are independent, so their probabilities multiply. In total there are $n$ successes and $n m$ failures, where $m$ is the
mean number of failures. (That numbers of failures are whole is used nowhere.)
""")

m = define("m", total(x[i], i) / n, "the mean number of failures")
likelihood = define("L", product((1 - theta) ** x[i] * theta, i), "the likelihood of the rounds")

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood))
    .equals(total(log((1 - theta) ** x[i] * theta), i), by=log_of_product)
    .equals(total(x[i] * log(1 - theta) + log(theta), i), by="the logarithm of each factor is taken")
    .equals(n * m * log(1 - theta) + n * log(theta), by="the failures add up to $n m$", label="loglik")
)
score = (
    calc("Its slope is the score.", D(loglik, theta))
    .equals(n / theta - n * m / (1 - theta), by=differentiate)
    .equals(n * (1 - (1 + m) * theta) / (theta * (1 - theta)), by=common_denominator, label="score")
)
stationary = iff(
    "The score vanishes at one success in $1 + m$ attempts, which is below 1 if there were failures, and nowhere else.",
    Eq(score["score"], 0),
    Eq(theta, 1 / (1 + m)),
    by="a fraction is 0 where its numerator is",
)
share = calc("This is the share of successes among all attempts.", 1 / (1 + m)).equals(
    n / (n + total(x[i], i)), by="numerator and denominator are multiplied by $n$"
)
best = maximum(
    "The likelihood is highest at the share of successes, and only there.",
    of=likelihood,
    over=theta,
    on=Interval(0, 1),
    at=1 / (1 + m),
    cases=(Eq(m, 0), m > 0),
)

prose(r"""
## When every first attempt worked

Without failures the likelihood is $\theta^n$. It rises up to the right end, where its slope is $n$. If certainty is ruled
out, $0 < \theta < 1$, there is no maximum: going half of the way to 1 always helps. At the other end there is no such case, since
the number of failures is finite in every round.
""")

perfect = iff(
    "The mean number of failures is 0 only if there was none.",
    Eq(m, 0),
    each(i, Eq(x[i], 0)),
    by="numbers of failures are not negative, so none can make up for another",
)
power = calc("Then only the successes are left.", likelihood, given=each(i, Eq(x[i], 0))).equals(
    theta**n, by="$(1 - \\theta)^0 = 1$"
)
top = calc("Towards the right end the slope goes to $n$, not to 0.", Limit(D(theta**n, theta), theta, 1, "-")).equals(
    n, by="the slope is $n \\theta^{n-1}$"
)
nearer = claim(
    "Going half of the way to 1 makes the rounds more likely.",
    theta**n < ((1 + theta) / 2) ** n,
    by="the base is larger",
)

conclusion("""
The likeliest chance of success is the number of successes over the number of attempts, just as for single labels, although here
the number of successes was fixed and the number of attempts was left to chance. It is the only summit, and a zero of the score unless
there were no failures at all.
""")

mistake(
    "The attempts include the successes: one over the mean number of failures is too large.",
    Eq(theta, 1 / m),
    given=(Eq(score["score"], 0), each(i, Eq(x[i], 2))),
)
twos = each(i, Eq(x[i], 2))
mistake(
    "The inner derivative of $\\log(1 - \\theta)$ is $-1$.",
    n / theta + n * m / (1 - theta),
    instead_of=score,
    given=twos,
)
mistake(
    "One success in every round makes $n$ of them, not one.",
    1 / theta - n * m / (1 - theta),
    instead_of=score,
    given=twos,
)

source("casella2002", "section 7.2.2")

result = best
