r"""How does a measurement change what we believe?

About a quantity $\mu$ we believe beforehand that it is near $m_0$, with a variance $v_0$ that says how sure we are. Then it is measured
$n$ times, with normal errors. By Bayes' rule the new opinion is normal again. One over the variance is called precision: the
precisions add up, and the new mean weights the old one and the mean of the measurements with their precisions.
"""

from sympy import Integral, Limit, exp, oo, pi, sqrt

from derivations.estimators.gaussian_mean import i, m, mu, n, spread, v, x
from derive import calc, conclusion, define, minimum, mistake, positive, product, prose, real, source
from derive.rules import unfold

source("bishop2006", "section 2.3.6, equations 2.141 and 2.142")
source("gelman2013", "section 2.5")

a = real("m_0", note="the mean of the prior")
b = positive("v_0", note="the variance of the prior")
prior = define("f", mu, exp(-((mu - a) ** 2) / (2 * b)) / sqrt(2 * pi * b), "the prior density")
v_new = define("v_n", 1 / (1 / b + n / v), "the variance of the posterior")
m_new = define("m_n", (a / b + n * m / v) / (1 / b + n / v), "the mean of the posterior")

prose(r"""
## The likelihood, as a function of the quantity

The sum of the squared deviations can be taken apart at the mean $m$ of the measurements. Only one part depends on $\mu$.
""")

likelihood = define(
    "L", mu, product(exp(-((x[i] - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), i), "the likelihood of the observations"
)
bell = calc("The likelihood:", likelihood(mu)).equals(
    (2 * pi * v) ** (-n / 2) * exp(-(spread + n * (m - mu) ** 2) / (2 * v)),
    by="the exponents add up, and the squares are taken apart at $m$",
    label="bell",
)

prose(r"""
## Two squares become one

The product of prior and likelihood has the sum of two squares in its exponent. Completing the square makes it one square with $\mu$,
and a rest without.
""")

precision = calc("The precision of the posterior:", 1 / v_new).equals(1 / b + n / v, by=unfold, label="precision")
square = calc("The squares with $\\mu$:", (mu - a) ** 2 / b + n * (m - mu) ** 2 / v).equals(
    (mu - m_new) ** 2 / v_new + (m - a) ** 2 / (b + v / n), by="the square is completed at $m_n$", label="square"
)
joint = calc("The product:", likelihood(mu) * prior(mu)).equals(
    (2 * pi * v) ** (-n / 2)
    / sqrt(2 * pi * b)
    * exp(-spread / (2 * v) - (m - a) ** 2 / (2 * (b + v / n)))
    * exp(-((mu - m_new) ** 2) / (2 * v_new)),
    by="the exponents add up to one square and a rest",
    label="joint",
)
evidence = calc("Its integral:", Integral(likelihood(mu) * prior(mu), (mu, -oo, oo))).equals(
    (2 * pi * v) ** (-n / 2) * sqrt(v_new / b) * exp(-spread / (2 * v) - (m - a) ** 2 / (2 * (b + v / n))),
    by="a bell has the integral $\\sqrt{2 \\pi v_n}$",
    using=joint,
    label="evidence",
)
posterior = (
    calc(
        "By Bayes' rule the posterior is a normal density:",
        likelihood(mu) * prior(mu) / Integral(likelihood(mu) * prior(mu), (mu, -oo, oo)),
    )
    .equals(joint["joint"] / Integral(likelihood(mu) * prior(mu), (mu, -oo, oo)), by=joint)
    .equals(joint["joint"] / evidence["evidence"], by=evidence)
    .equals(
        exp(-((mu - m_new) ** 2) / (2 * v_new)) / sqrt(2 * pi * v_new),
        by="the integral is known, and all that does not depend on $\\mu$ cancels",
        label="posterior",
    )
)

prose(r"""
## Precisions and weights

This is the density of a normal law, so its parameters can be read off: the mean is $m_n$ and the variance $v_n$. The weights of the mean are shares of the precision.
""")

weighted = (
    calc("The mean of the posterior:", m_new)
    .equals(
        (1 / b) / (1 / b + n / v) * a + (n / v) / (1 / b + n / v) * m,
        by="the numerator has two terms, one from each source",
        label="weighted",
    )
    .equals(a + b / (b + v / n) * (m - a), by="the two weights add up to 1", label="step")
)
sharper = calc("The posterior is surer than the prior,", v_new).less_than(b, by="the precision $n/v$ has been added")
sharpest = calc("and surer than the measurements alone.", v_new).less_than(
    v / n, by="the precision $1/v_0$ has been added"
)
top = minimum(
    "The mean of the posterior has the least sum of weighted squares.",
    of=(mu - a) ** 2 / b + n * (m - mu) ** 2 / v,
    over=mu,
    at=m_new,
)
vague = calc(
    "As the prior gets vaguer, the posterior mean goes to the mean of the measurements.",
    Limit(a + b / (b + v / n) * (m - a), b, oo),
).equals(m, by="the weight $v_0 / (v_0 + v/n)$ goes to 1")

conclusion(r"""
The posterior is a normal law. Its precision is the sum of the precision of the prior and $n$ times that of one measurement, and its mean
is the mean of $m_0$ and $m$, weighted with these two. So a measurement pulls the opinion towards itself, the more the less sure one
was; and it always makes one surer, even if it comes as a surprise.
""")

mistake("Precisions add up, variances do not.", b + v / n, instead_of=v_new)
mistake("The weights are precisions, not variances.", (a * b + m * v / n) / (b + v / n), instead_of=weighted)
mistake(
    "The posterior mean is not simply halfway: the more precise of the two counts for more.",
    (a + m) / 2,
    instead_of=weighted,
)

result = posterior
