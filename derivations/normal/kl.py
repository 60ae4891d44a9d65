r"""How far is one normal law from another?

The Kullback-Leibler divergence, or relative entropy, measures what is lost by using one law in place of another. For two normal laws the integral can
be worked out, and what comes out has two parts: one compares the variances, the other the means. Neither is ever negative, so
the divergence is 0 only if the laws are the same. It is not symmetric.
"""

from sympy import And, Eq, Integral, Rational, exp, log, oo, pi, sqrt

from derivations.normal.moments import f, mu, v, x
from derive import (
    D,
    calc,
    claim,
    conclusion,
    define,
    minimum,
    mistake,
    positive,
    prose,
    real,
    source,
)
from derive.rules import differentiate

source("kullback1951")
source("bishop2006", "section 1.6.1")

m = real("m", note="the mean of the second law")
r = positive("r", note="the variance of the second law")
g = define("g", x, exp(-((x - m) ** 2) / (2 * r)) / sqrt(2 * pi * r), "the second normal density")

prose(r"""
## The logarithm of the quotient

The data come from the first law $f$, with mean $\mu$ and variance $v$; the second, $g$, has mean $m$ and variance $r$. In the
logarithm of the quotient the factors $2\pi$ cancel. The divergence is the mean of that logarithm under the first law.
""")

quotient = calc("The logarithm of the quotient of the densities:", log(f(x) / g(x))).equals(
    log(r / v) / 2 + (x - m) ** 2 / (2 * r) - (x - mu) ** 2 / (2 * v),
    by="the logarithm of an exponential is its exponent",
)
crossed = (
    calc("The mean square of $x - m$ under the first law:", Integral((x - m) ** 2 * f(x), (x, -oo, oo)))
    .equals(
        Integral((x - mu) ** 2 * f(x), (x, -oo, oo)) + (mu - m) ** 2 * Integral(f(x), (x, -oo, oo)),
        by="$x - m = (x - \\mu) + (\\mu - m)$, and the mean of $x - \\mu$ is 0",
    )
    .equals(v + (mu - m) ** 2, by="the variance is $v$, the total mass 1")
)
kl = (
    calc(
        "The divergence of two normal laws, $f$ with $\\mu$ and $v$ and $g$ with $m$ and $r$:",
        Integral(f(x) * log(f(x) / g(x)), (x, -oo, oo)),
    )
    .equals(
        log(r / v) / 2 + (v + (mu - m) ** 2) / (2 * r) - v / (2 * v),
        by="under the first law $(x - m)^2$ has the mean $v + (\\mu - m)^2$, and $(x - \\mu)^2$ has $v$",
    )
    .equals(
        log(r / v) / 2 + (v + (mu - m) ** 2) / (2 * r) - Rational(1, 2),
        by="$v$ cancels in the last term",
        exercise=True,
    )
)
divergence = define("K", log(r / v) / 2 + (v + (mu - m) ** 2) / (2 * r) - Rational(1, 2), "the divergence, in nats")

prose(r"""
## Never negative

The means enter through a square. What is left compares the variances: with $u = v/r$ it is half of $u - 1 - \log u$, and a logarithm
never exceeds its tangent at 1.
""")

signed = (
    calc("The square is not negative, and neither is what is left without it.", divergence)
    .at_least(
        log(r / v) / 2 + v / (2 * r) - Rational(1, 2),
        by="a square over a positive number is left out",
        equality_iff=Eq(mu, m),
    )
    .at_least(0, by="$\\log u \\leq u - 1$ for $u = v/r$, with equality only for $u = 1$", equality_iff=Eq(v, r))
)
nearest = minimum(
    "So among all normal laws the one that the data come from has the least divergence, and only that one.",
    of=log(r / v) / 2 + (v + (mu - m) ** 2) / (2 * r) - Rational(1, 2),
    over=(m, r),
    at={m: mu, r: v},
)
zero = calc("And the divergence is 0 only for the law itself.", divergence).at_least(
    0, by=signed, equality_iff=And(Eq(mu, m), Eq(v, r))
)

prose(r"""
## What it looks like

With equal variances only the squared distance of the means is left, in units of twice the variance. How sharply the divergence rises
when the mean $m$ is moved depends on $r$ only: its second derivative is $1/r$, the Fisher information about the mean of a normal law
with this variance.
""")

equal = calc("The divergence for equal variances:", divergence, given=Eq(r, v)).equals(
    (mu - m) ** 2 / (2 * v), by="$\\log 1 = 0$, and $v/(2v)$ cancels $\\frac{1}{2}$"
)
sharp = calc("The second derivative in the mean:", D(divergence, (m, 2))).equals(1 / r, by=differentiate, exercise=True)

prose(r"""
## Not a distance

Mistaking a narrow law for a wide one may cost less than the other way round: a wide law gives values far out, which a narrow one
hardly thinks possible. Here is an example, with equal means and the variances 1 and 4.
""")

swapped = define(
    "R", log(v / r) / 2 + (r + (m - mu) ** 2) / (2 * v) - Rational(1, 2), "the divergence the other way, in nats"
)
example = (Eq(mu, m), Eq(v, 1), Eq(r, 4))
narrow = calc("Data from the narrow law, taken for the wide one:", divergence, given=example).equals(
    log(2) - Rational(3, 8), by="$\\frac12 \\log 4 = \\log 2$"
)
wide = calc("Data from the wide law, taken for the narrow one:", swapped, given=example).equals(
    Rational(3, 2) - log(2), by="$\\frac12 \\log \\frac14 = -\\log 2$"
)
lopsided = claim(
    "The first is less than half the second, about 0.32 against 0.81.",
    2 * (log(2) - Rational(3, 8)) < Rational(3, 2) - log(2),
    by="$3 \\log 2 = \\log 8$ is below $\\frac94$, the logarithm of about 9.49",
)

conclusion(r"""
The divergence of two normal laws is $\frac{1}{2}\log\frac{r}{v} + \frac{v + (\mu - m)^2}{2r} - \frac{1}{2}$. It is never negative, and 0 only
if both the means and the variances agree. With equal variances it is the squared error of the mean divided by $2v$: of two normal laws
with the right variance, the one whose mean has the smaller squared error is nearer to the truth.
""")

mistake("The divergence is not the same in both directions.", swapped, instead_of=divergence)
mistake(
    "The squared distance of the means is divided by the variance of the second law, not of the first.",
    log(r / v) / 2 + (v + (mu - m) ** 2) / (2 * v) - Rational(1, 2),
    instead_of=divergence,
)
mistake(
    "The roots in front of the exponentials do not cancel unless the variances are equal: their quotient leaves a logarithm.",
    (x - m) ** 2 / (2 * r) - (x - mu) ** 2 / (2 * v),
    instead_of=quotient,
)

result = kl
