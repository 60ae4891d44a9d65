r"""What do we know about a coin after a few throws?

Before the first throw, our opinion about the chance $\theta$ of a one is a beta law with parameters $\alpha$ and $\beta$. Then $n$
throws bring $k$ ones. By Bayes' rule the new opinion is a beta law again, with $\alpha + k$ and $\beta + n - k$: learning from a coin
is counting. The new mean lies between the old mean and the share of ones, and moves to the latter as the throws add up.
"""

from sympy import Eq, Integral, Limit, Rational, oo
from sympy import beta as beta_function

from derivations.bernoulli.mle import i, k, n, powers, theta, y
from derive import calc, conclusion, define, iff, maximum, mistake, positive, product, prose, source
from derive.rules import substitute

source("bishop2006", "section 2.1.1")
source("gelman2013", "chapter 2")

a = positive("alpha", note="the parameter of the prior that goes with the ones")
b = positive("beta", note="the parameter of the prior that goes with the zeros")

prose(r"""
## The prior

A throw is a label that is 1 or 0. The prior is a power of $\theta$ times a power of $1 - \theta$. The constant that makes it a density
is an integral with a name, the beta function $B(\alpha, \beta)$.
""")

constant = calc("The constant:", Integral(theta ** (a - 1) * (1 - theta) ** (b - 1), (theta, 0, 1))).equals(
    beta_function(a, b), by="this integral is how the beta function is defined", label="constant"
)
prior = define("f", theta, theta ** (a - 1) * (1 - theta) ** (b - 1) / beta_function(a, b), "the prior density")
mass = calc("Divided by it, the prior has the total 1.", Integral(prior(theta), (theta, 0, 1))).equals(
    1, by="the constant is the integral of the two powers"
)
prior_mean = (
    calc("The mean of the prior:", Integral(theta * prior(theta), (theta, 0, 1)))
    .equals(beta_function(a + 1, b) / beta_function(a, b), by="the factor $\\theta$ raises the first exponent by 1")
    .equals(
        a / (a + b), by="raising the first argument by 1 multiplies $B$ by $\\alpha / (\\alpha + \\beta)$", label="mean"
    )
)

prose(r"""
## The posterior

Bayes' rule multiplies the prior by the likelihood and divides by the integral of the product. Powers with the same base are
multiplied by adding exponents, so the product has the shape of a beta density again.
""")

likelihood = define("L", theta, product(theta ** y[i] * (1 - theta) ** (1 - y[i]), i), "the likelihood of the labels")
joint = calc("The product:", likelihood(theta) * prior(theta)).equals(
    theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1) / beta_function(a, b),
    by="the exponents add up",
    using=powers,
    label="joint",
)
evidence = (
    calc("Its integral:", Integral(likelihood(theta) * prior(theta), (theta, 0, 1)))
    .equals(Integral(joint["joint"], (theta, 0, 1)), by="the product is put in")
    .equals(
        beta_function(a + k, b + n - k) / beta_function(a, b),
        by="it is the integral of two powers, with the new exponents",
        label="evidence",
    )
)
posterior = (
    calc(
        "By Bayes' rule the posterior is a beta density:",
        likelihood(theta) * prior(theta) / Integral(likelihood(theta) * prior(theta), (theta, 0, 1)),
    )
    .equals(joint["joint"] / evidence["evidence"], by="product and integral are put in")
    .equals(
        theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1) / beta_function(a + k, b + n - k),
        by="$B(\\alpha, \\beta)$ cancels",
        label="posterior",
    )
)

prose(r"""
## The mean moves towards the share of ones

The posterior is the prior with other parameters, so its mean is that of the prior with these parameters. It can be
written as a weighted mean: the prior counts like $\alpha + \beta$ throws that have been made before.
""")

mean = (
    calc("The posterior mean:", Integral(theta * posterior["posterior"], (theta, 0, 1)))
    .equals((a + k) / (a + b + n), by="the mean of a beta law, with the new parameters", label="mean")
    .equals(
        (a + b) / (a + b + n) * (a / (a + b)) + n / (a + b + n) * (k / n),
        by="$\\alpha$ is $\\alpha + \\beta$ times the old mean, and $k$ is $n$ times the share",
        label="weighted",
    )
)
weights = calc("The two weights add up to 1.", (a + b) / (a + b + n) + n / (a + b + n)).equals(
    1, by="the numerators add up to the denominator"
)
vanishing = calc("The weight of the prior vanishes as the throws add up.", Limit((a + b) / (a + b + n), n, oo)).equals(
    0, by="only the denominator grows"
)
rises = iff(
    "The mean rises if and only if the share of ones is above the prior mean.",
    mean["mean"] > prior_mean["mean"],
    k / n > prior_mean["mean"],
    by="the change is the weight of the throws times the distance",
)
fade = calc("What is left of the distance to the share of ones:", mean["mean"] - k / n).equals(
    (a + b) / (a + b + n) * (prior_mean["mean"] - k / n), by="the weights add up to 1", label="left"
)

prose(r"""
## The flat prior

With $\alpha = \beta = 1$ the prior is constant, and the posterior is the likelihood up to a constant. Its mean is known as Laplace's
rule of succession: it lies between the share of ones and a half, as if one more one and one more zero had been seen.
""")

flat = calc("Each $\\theta$ has the same density.", prior(theta), given=(Eq(a, 1), Eq(b, 1))).equals(
    1, by="both exponents are 0, and $B(1, 1) = 1$"
)
laplace = calc("The mean under the flat prior:", mean["mean"], given=(Eq(a, 1), Eq(b, 1))).equals(
    (k + 1) / (n + 2),
    by=substitute({a: 1, b: 1}),
    exercise=True,
)
middle = calc("How far that is from a half:", (k + 1) / (n + 2) - Rational(1, 2)).equals(
    n / (n + 2) * (k / n - Rational(1, 2)), by="a half is the share of the one and the zero that were added"
)

prose(r"""
## Mean and peak

The value with the highest density is another summary of the posterior. If both exponents are positive, that is
$\alpha + k > 1$ and $\beta + n - k > 1$, there is one such peak between 0 and 1. Under the flat prior it is the share of ones itself.
""")

u = positive("u", note="an exponent of $\\theta$")
h = positive("h", note="an exponent of $1 - \\theta$")
peak = maximum(
    "With positive exponents, the product of two such powers has one peak.",
    of=theta**u * (1 - theta) ** h,
    over=theta,
    at=u / (u + h),
)
mode = calc(
    "With the exponents of the posterior, the peak of its density is here.",
    u / (u + h),
    given=(Eq(u, a + k - 1), Eq(h, b + n - k - 1)),
).equals((a + k - 1) / (a + b + n - 2), by=substitute({u: a + k - 1, h: b + n - k - 1}))

same = calc("Under the flat prior:", mode, given=(Eq(a, 1), Eq(b, 1))).equals(k / n, by=substitute({a: 1, b: 1}))

conclusion(r"""
The posterior is a beta law with the parameters $\alpha + k$ and $\beta + n - k$, so only the numbers of ones and
zeros matter, not their order. Its mean is a weighted mean of the prior mean and the share of ones, with weights in the ratio of
$\alpha + \beta$ to $n$: the more throws, the less the prior matters.
""")

mistake(
    "Zeros are counted by $\\beta$: there are $n - k$ of them, not $n$.",
    (a + k) / (a + b + k + n),
    instead_of=mean["mean"],
)
mistake("In general, the posterior mean is not the share of ones.", k / n, instead_of=mean["mean"])
mistake(
    "In general, mean and peak of the posterior differ.",
    (a + k) / (a + b + n),
    instead_of=(a + k - 1) / (a + b + n - 2),
    given=(a > 1, b > 1),
)

result = posterior
