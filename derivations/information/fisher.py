r"""How much does one observation tell about a parameter?

The score says how steeply the log-probability of what was seen rises with the parameter. On average it is 0, so what counts
is how far it strays: its variance is called the Fisher information. There is a second way to the same number, the mean
curvature of the log-probability with its sign turned round. Both are followed for a label, for a Poisson count and for the
mean of a normal law, the first also for a waiting time, a number of failures and the variance of a normal law, and the reason why they agree is shown for every law with finitely many outcomes.
"""

from sympy import Eq, Integral, Interval, Rational, exp, factorial, log, oo, pi, sqrt

from derive import (
    D,
    calc,
    conclusion,
    count,
    define,
    family,
    index,
    integer,
    minimum,
    mistake,
    positive,
    proportion,
    prose,
    real,
    source,
    total,
)
from derive.rules import common_denominator, differentiate, split_sums

source("lehmann1998", "section 2.5")
source("casella2002", "section 7.3.2")

prose(r"""
## A label that is 0 or 1

The label $y$ is a one with chance $\theta$. First the score, for either label. Then its mean and its mean square, in which both
labels have their probabilities as weights.
""")

theta = proportion("theta", open=True, note="the chance of a one")
y = index("y", 0, 1)
f = define("f", y, theta**y * (1 - theta) ** (1 - y), "the probability of the label")

score = (
    calc("The slope of the log-probability:", D(y * log(theta) + (1 - y) * log(1 - theta), theta))
    .equals(y / theta - (1 - y) / (1 - theta), by=differentiate, label="slope")
    .equals((y - theta) / (theta * (1 - theta)), by=common_denominator, label="score")
)
centred = calc("Its mean is 0,", total(f[y] * (y - theta) / (theta * (1 - theta)), y)).equals(
    0, by="the mean of the label is $\\theta$"
)
variance = calc(
    "so its variance is its mean square.", total(f[y] * ((y - theta) / (theta * (1 - theta))) ** 2, y)
).equals(1 / (theta * (1 - theta)), by="the mean square of $y - \\theta$ is $\\theta(1 - \\theta)$")
bent = calc("The other way: the score has a slope itself,", D(score["slope"], theta)).equals(
    -y / theta**2 - (1 - y) / (1 - theta) ** 2, by=differentiate
)
curvature = (
    calc("and its mean, with the sign turned round, is:", total(f[y] * (y / theta**2 + (1 - y) / (1 - theta) ** 2), y))
    .equals(1 / theta + 1 / (1 - theta), by="a one has probability $\\theta$, a zero $1 - \\theta$")
    .equals(1 / (theta * (1 - theta)), by=common_denominator)
)
least = minimum(
    "A fair coin tells least about its chance; a coin that is nearly sure of its side tells much.",
    of=1 / (theta * (1 - theta)),
    over=theta,
    on=Interval.open(0, 1),
    at=Rational(1, 2),
)

prose(r"""
## A Poisson count

A count $k$ with rate $\lambda$ has the probability $\lambda^k e^{-\lambda}/k!$. Now the sums have infinitely many terms, but the
two ways are the same.
""")

rate = positive("lambda", note="the rate of the Poisson law")
k = integer("k", lower=0, note="a count")
g = define("g", k, rate**k * exp(-rate) / factorial(k), "the probability of the count")

poisson_score = calc("The score:", D(k * log(rate) - rate - log(factorial(k)), rate)).equals(
    k / rate - 1, by=differentiate
)
poisson = calc("Its mean square:", total(g(k) * (k / rate - 1) ** 2, (k, 0, oo))).equals(
    1 / rate, by="mean and variance of the count are both $\\lambda$"
)
poisson_bent = calc("Its slope:", D(k / rate - 1, rate)).equals(-k / rate**2, by=differentiate)
poisson_curvature = calc("The mean of that, with the sign turned round:", total(g(k) * k / rate**2, (k, 0, oo))).equals(
    1 / rate, by="the mean of the count is $\\lambda$"
)

prose(r"""
## The mean of a normal law

For an observation with mean $\mu$ and a known variance $v$ the sums become integrals. The score is a multiple of the deviation.
Its slope does not depend on the observation at all, so there is nothing left to average.
""")

mu = real("mu", note="the mean of the normal law")
v = positive("v", note="the variance of the normal law")
x = real("x", note="an observation")
h = define("h", x, exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), "the normal density")

normal_score = calc("The score:", D(log(h(x)), mu)).equals((x - mu) / v, by=differentiate)
normal = calc("Its mean square:", Integral(h(x) * ((x - mu) / v) ** 2, (x, -oo, oo))).equals(
    1 / v, by="the mean square of the deviation is $v$"
)
normal_bent = calc("Its slope, with the sign turned round:", -D((x - mu) / v, mu)).equals(1 / v, by=differentiate)

prose(r"""
## A waiting time, a number of failures, a variance

The same is done for three parameters that are no means of what is observed: the rate $\lambda$ of an exponential law, with $t$ for the
waiting time, the chance $\theta$ of success in a geometric law, with $m$ failures before the first success, and the variance $v$ of
the normal law.
""")

t = positive("t", note="a waiting time")
wait_score = calc("The score of a waiting time:", D(log(rate * exp(-rate * t)), rate)).equals(
    1 / rate - t, by=differentiate
)
wait = calc("Its mean square:", Integral(rate * exp(-rate * t) * (1 / rate - t) ** 2, (t, 0, oo))).equals(
    1 / rate**2, by="the mean of the waiting time is $1/\\lambda$, and its variance $1/\\lambda^2$"
)
m = index("m", 0, oo)
failures_score = calc("That of a number of failures:", D(m * log(1 - theta) + log(theta), theta)).equals(
    1 / theta - m / (1 - theta), by=differentiate
)
failures = calc(
    "Its mean square:", total((1 - theta) ** m * theta * (1 / theta - m / (1 - theta)) ** 2, (m, 0, oo))
).equals(
    1 / (theta**2 * (1 - theta)),
    by="the score is $1/(1 - \\theta)$ times how far $m$ lies from its mean, and the variance of $m$ is $(1 - \\theta)/\\theta^2$",
)
spread_score = calc("And that of an observation in the variance:", D(log(h(x)), v)).equals(
    ((x - mu) ** 2 - v) / (2 * v**2), by=differentiate
)
spread = calc("Its mean square:", Integral(h(x) * (((x - mu) ** 2 - v) / (2 * v**2)) ** 2, (x, -oo, oo))).equals(
    1 / (2 * v**2), by="the fourth power of the deviation has the mean $3v^2$, its square the mean $v$"
)

prose(r"""
## Why the two ways agree

Let a law on $K$ outcomes move with a parameter. At the value in question the outcome $c$ has probability $p_c$, with the slope
$u_c$ and the second derivative $s_c$; nearby, as far as two derivatives can see, its probability is $p_c + u_c z + s_c z^2/2$, where
$z$ is how far the parameter has moved. Probabilities add up to 1 all the time, so the $u_c$ add up to 0, and so do the $s_c$.
""")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
z = real("z", note="how far the parameter has moved")
p = family("p", c, positive=True, note="the probabilities")
u = family("u", c, note="the slopes of the probabilities in the parameter")
s = family("s", c, note="the second derivatives of the probabilities")
still = (Eq(total(u[c], c), 0), Eq(total(s[c], c), 0))

first = calc("The score at $z = 0$:", D(log(p[c] + u[c] * z + s[c] * z**2 / 2), z), given=Eq(z, 0)).equals(
    u[c] / p[c], by="the slope of a logarithm is the slope over the value"
)
second = calc("Its slope there:", D(log(p[c] + u[c] * z + s[c] * z**2 / 2), (z, 2)), given=Eq(z, 0)).equals(
    s[c] / p[c] - (u[c] / p[c]) ** 2, by="the quotient rule, and $p_c + u_c z + s_c z^2/2 = p_c$ at $z = 0$"
)
mean = calc("The mean of the score:", total(p[c] * (u[c] / p[c]), c), given=still).equals(
    0, by="the probability cancels, and the slopes add up to 0"
)
agree = (
    calc(
        "The mean curvature, with its sign turned round, is the variance of the score.",
        -total(p[c] * (s[c] / p[c] - (u[c] / p[c]) ** 2), c),
        given=still,
    )
    .equals(total(p[c] * (u[c] / p[c]) ** 2, c) - total(s[c], c), by=split_sums)
    .equals(total(p[c] * (u[c] / p[c]) ** 2, c), by="the second derivatives add up to 0")
    .equals(total(p[c] * (u[c] / p[c]) ** 2, c) - total(p[c] * (u[c] / p[c]), c) ** 2, by=mean)
)

conclusion(r"""
The information is $1/(\theta(1-\theta))$ for a label, $1/\lambda$ for a Poisson count and $1/v$ for an observation with a normal
law. Each time the parameter is the mean of the observation, and the information is the reciprocal of its variance: what scatters little
tells much about its mean. About other parameters it is another number: $1/\lambda^2$ for the rate of a waiting time, $1/(\theta^2(1 - \theta))$ for
the chance of success, $1/(2v^2)$ for the variance of a normal law. The variance of the score and the
mean curvature with its sign turned round agree because probabilities add up to 1 whatever the parameter is.
""")

mistake(
    "The variance of the label is the reciprocal of the information about $\\theta$, not the information.",
    theta * (1 - theta),
    instead_of=variance,
)
mistake(
    "The inner derivative of $1 - \\theta$ comes in twice, so the second part of the curvature keeps its minus.",
    -y / theta**2 + (1 - y) / (1 - theta) ** 2,
    instead_of=bent,
)
mistake("A count with a high rate tells less about that rate, not more.", rate, instead_of=poisson)

result = agree
