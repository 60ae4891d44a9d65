r"""How do counts change our opinion about a rate?

Calls come in at an unknown rate of $\lambda$ a day, and our opinion about it is a gamma law with shape $\alpha$ and rate $\beta$. Then
$n$ days are watched, and the calls are counted. By Bayes' rule the new opinion is a gamma law again: the shape grows by the number of
calls, $\beta$ by the number of days. So the prior acts like $\alpha$ calls that were counted in $\beta$ days before. (That counts are
whole numbers is used nowhere.)
"""

from sympy import Eq, Integral, Limit, exp, factorial, gamma, oo

from derivations.estimators.poisson import i, lam, m, n, x
from derive import calc, claim, conclusion, define, each, iff, mistake, positive, product, prose, source

source("gelman2013", "section 2.6")

a = positive("alpha", note="the shape of the prior")
b = positive("beta", note="the rate parameter of the prior")

prose(r"""
## The prior

The prior is a power of $\lambda$ times an exponential function. The integral of the two needs the gamma function.
""")

constant = calc("The constant:", Integral(lam ** (a - 1) * exp(-b * lam), (lam, 0, oo))).equals(
    gamma(a) / b**a,
    by="with $u = \\beta \\lambda$ it is the integral that defines $\\Gamma(\\alpha)$",
    label="constant",
)
prior = define("f", lam, b**a * lam ** (a - 1) * exp(-b * lam) / gamma(a), "the prior density")
mass = calc("Divided by it, the prior has the total 1.", Integral(prior(lam), (lam, 0, oo))).equals(
    1, by="the constant is the integral of the power and the exponential function"
)
prior_mean = (
    calc("The mean of the prior:", Integral(lam * prior(lam), (lam, 0, oo)))
    .equals(
        b**a / gamma(a) * (gamma(a + 1) / b ** (a + 1)),
        by="the factor $\\lambda$ raises the exponent of the power by 1",
    )
    .equals(a / b, by="$\\Gamma(\\alpha + 1) = \\alpha \\Gamma(\\alpha)$", label="mean")
)

prose(r"""
## The posterior

Of the likelihood, only the factors with $\lambda$ matter: a power and an exponential function, as in the prior, so that the
exponents add up. The factorials will cancel.
""")

likelihood = define("L", lam, product(exp(-lam) * lam ** x[i] / factorial(x[i]), i), "the likelihood of the counts")
powers = calc("The likelihood:", likelihood(lam)).equals(
    lam ** (n * m) * exp(-n * lam) / product(factorial(x[i]), i),
    by="equal factors are collected, and the counts add up to $n m$",
)
joint = calc("The product:", likelihood(lam) * prior(lam)).equals(
    b**a / (gamma(a) * product(factorial(x[i]), i)) * (lam ** (a + n * m - 1) * exp(-(b + n) * lam)),
    by="the exponents add up",
    using=powers,
    label="joint",
)
evidence = (
    calc("Its integral:", Integral(likelihood(lam) * prior(lam), (lam, 0, oo)))
    .equals(Integral(joint["joint"], (lam, 0, oo)), by="the product is put in")
    .equals(
        b**a / (gamma(a) * product(factorial(x[i]), i)) * (gamma(a + n * m) / (b + n) ** (a + n * m)),
        by="the same integral with the new parameters",
        label="evidence",
    )
)
posterior = (
    calc(
        "By Bayes' rule the posterior is a gamma density:",
        likelihood(lam) * prior(lam) / Integral(likelihood(lam) * prior(lam), (lam, 0, oo)),
    )
    .equals(joint["joint"] / evidence["evidence"], by="product and integral are put in")
    .equals(
        (b + n) ** (a + n * m) * lam ** (a + n * m - 1) * exp(-(b + n) * lam) / gamma(a + n * m),
        by="all that does not depend on $\\lambda$ cancels, the factorials included",
        label="posterior",
    )
)

prose(r"""
## The mean moves towards the mean count

The posterior is the prior with the parameters $\alpha + n m$ and $\beta + n$, so its mean is that of the prior with these parameters.
""")

mean = (
    calc("The posterior mean:", Integral(lam * posterior["posterior"], (lam, 0, oo)))
    .equals((a + n * m) / (b + n), by="the mean of a gamma law, with the new parameters", label="mean")
    .equals(b / (b + n) * (a / b) + n / (b + n) * m, by="$\\alpha$ is $\\beta$ times the old mean", label="weighted")
)
vanishing = calc("The weight of the prior vanishes as the days add up.", Limit(b / (b + n), n, oo)).equals(
    0, by="only the denominator grows"
)
rises = iff(
    "The mean rises if and only if the mean count is above the prior mean.",
    mean["mean"] > prior_mean["mean"],
    m > prior_mean["mean"],
    by="the change is the weight of the days times the distance",
)
fade = calc("What is left of the distance to the mean count:", mean["mean"] - m).equals(
    b / (b + n) * (prior_mean["mean"] - m), by="the weights add up to 1", label="left"
)

prose(r"""
## How sure the opinion is

A gamma law has the variance $\alpha / \beta^2$, so the posterior has the variance of the prior with the new parameters. The variance
itself may grow, when far more calls come in than were expected. Divided by the mean it is smaller than before, whatever was counted:
for the prior the quotient is $1/\beta$.
""")

variance = calc("The variance of the prior:", Integral((lam - a / b) ** 2 * prior(lam), (lam, 0, oo))).equals(
    a / b**2, by="the mean square is $\\alpha (\\alpha + 1) / \\beta^2$, and the square of the mean is taken away"
)
spread = calc(
    "The variance of the posterior:", Integral((lam - mean["mean"]) ** 2 * posterior["posterior"], (lam, 0, oo))
).equals((a + n * m) / (b + n) ** 2, by="the same with the new parameters", label="spread")
surprised = claim(
    "One day with more than 3 calls, after a prior with one call in one day:",
    spread["spread"] > a / b**2,
    given=(Eq(a, 1), Eq(b, 1), Eq(n, 1), m > 3),
    by="it is $(1 + m)/4$, which was 1 before",
)
ratio = (
    calc("The variance divided by the mean:", spread["spread"] / mean["mean"])
    .equals(1 / (b + n), by="$\\alpha + n m$ and one $\\beta + n$ cancel")
    .less_than(1 / b, by="the denominator is larger")
)

conclusion(r"""
The posterior is a gamma law with the parameters $\alpha + n m$ and $\beta + n$: calls are added to calls, days to days. Its mean is a
weighted mean of the prior mean and the mean count, with weights in the ratio of $\beta$ to $n$. The more days, the less the prior
matters.
""")

twos = each(i, Eq(x[i], 2))
mistake(
    "It is the calls that are added to the shape, not the days.",
    (a + n) / (b + n * m),
    instead_of=mean["mean"],
    given=twos,
)
mistake(
    "Each of the $n$ days brings its own $e^{-\\lambda}$.", (a + n * m) / (b + 1), instead_of=mean["mean"], given=twos
)
mistake(
    "The mean of a gamma law with the rate $\\beta$ is a quotient, not a product.", a * b, instead_of=prior_mean["mean"]
)

result = posterior
