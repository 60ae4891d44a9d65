"""The largest ticket number: how many tickets are there?

Numbers are drawn evenly from 0 to an unknown end $\\theta$, as when a few ticket numbers are seen and the size of the roll is
asked for. The likelihood falls as $\\theta$ grows, but $\\theta$ may not be smaller than any number that was seen. So the largest
observation is the likeliest end, although the slope vanishes nowhere. On average it is too small.
"""

from sympy import Integral, Limit, Piecewise, log, oo

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
    maximum,
    mistake,
    nonnegative,
    positive,
    product,
    prose,
    source,
)
from derive.rules import differentiate

n = count("n", note="the number of observations")
i = index("i", 1, n)
j = index("j", 1, n)
x = family("x", i, positive=True, note="the observations")
theta = positive("theta", note="the end of the range")
h = positive("h", note="a single number")

prose("""
## The law

The density is $1/\\theta$ up to the end and 0 beyond it. One observation beyond the end is enough to make the likelihood 0.
""")

density = define("f", Piecewise((1 / theta, h <= theta), (0, True)), "the density at $h$")
whole = calc("The total probability is 1.", Integral(1 / theta, (h, 0, theta))).equals(
    1, by="a rectangle of width $\\theta$ and height $1/\\theta$"
)
within = calc("Within the range:", density, given=h <= theta).equals(1 / theta, by="the first case applies")
w = nonnegative("w", note="the product of the densities of all other observations")
beyond = calc("Beyond the end, whatever the other observations are:", density * w, given=h > theta).equals(
    0, by="the second case applies, and 0 times anything is 0"
)

prose("""
## A likelihood that only falls

If the range covers all observations, all factors of the likelihood are the same.
""")

likelihood = define("L", product(1 / theta, i), "the likelihood of the observations, all of them within the range")
power = calc("Equal factors make a power.", likelihood).equals(theta ** (-n), by="there are $n$ of them", label="power")
score = (
    calc("The slope of its logarithm never vanishes:", D(log(theta ** (-n)), theta))
    .equals(-n / theta, by=differentiate, label="score")
    .less_than(0, by="both $n$ and $\\theta$ are positive")
)

prose("""
## The end of the range is the maximum

Let $x_j$ be the largest observation. The range covers all of them exactly if it covers $x_j$. Among these ends the smallest is
the best.
""")

covered = claim(
    "What covers the largest observation covers any other.",
    h <= theta,
    given=(h <= x[j], x[j] <= theta),
    by="one inequality after the other",
)
best = maximum(
    "Of all ends that cover the observations, the largest observation is the likeliest, and no other is.",
    of=likelihood,
    over=theta,
    subject_to=theta >= x[j],
    at=x[j],
    given=each(i, x[i] <= x[j]),
)

prose("""
## Too small on average

The largest of $n$ numbers is at most $h$ if all of them are. For $h$ within the range each of them is, with the probability
$h/\\theta$, and independently of the others; so all are with the probability $(h/\\theta)^n$. The density of the largest is the slope of that,
and its mean stays below the end.
""")

largest = calc("The density of the largest observation:", D((h / theta) ** n, h)).equals(
    n * (h / theta) ** (n - 1) / theta, by=differentiate, label="density"
)
mean = (
    calc("Its mean:", Integral(h * (n * (h / theta) ** (n - 1) / theta), (h, 0, theta)))
    .equals(n * theta / (n + 1), by="an antiderivative of $h^n$ is $h^{n+1}/(n+1)$", label="mean")
    .less_than(theta, by="$n$ is smaller than $n + 1$")
)
limit = calc("With more observations the gap closes.", Limit(n * theta / (n + 1), n, oo)).equals(
    theta, by="$n/(n+1)$ goes to 1"
)
repaired = calc(
    "A factor makes up for that: on average the product is right.", (n + 1) / n * (n * theta / (n + 1))
).equals(theta, by="the factors cancel")

u = positive("u", note="each of the first two of three observations")
v = positive("v", note="the third one")
twice = claim(
    "Twice the mean of the observations, another popular guess, may miss the largest of three, $u$, $u$ and $v$.",
    2 * ((u + u + v) / 3) < v,
    given=v > 4 * u,
    by="it is $(4u + 2v)/3$, and $4u$ is less than $v$",
)

conclusion("""
A slope of 0 is not what makes a maximum: here the slope is negative everywhere, and the likeliest end is as far to the left
as the observations allow, at the largest of them. Such an estimate is never too large. The factor $(n + 1)/n$ makes up for it on average.
""")

mistake("A power of $1/\\theta$ falls, so its slope is negative.", n / theta, instead_of=score["score"])
mistake("On average the largest observation is not the end itself.", theta, instead_of=mean["mean"])
mistake(
    "The density of the largest observation keeps the factor $n$.", (h / theta) ** (n - 1) / theta, instead_of=largest
)

source("casella2002", "section 7.2.2")

result = best
