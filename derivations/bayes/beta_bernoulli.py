r"""What do we know about a coin after a few throws?

Before the first throw, our opinion about the chance $\theta$ of a one is a beta law with parameters $\alpha$ and $\beta$. Then $n$
throws bring $k$ ones. By Bayes' rule the new opinion is a beta law again, with $\alpha + k$ and $\beta + n - k$: learning from a coin
is counting. The new mean lies between the old mean and the share of ones, and moves to the latter as the throws add up.
"""

from sympy import Eq, Integral
from sympy import beta as beta_function

from derivations.bernoulli.mle import k, likelihood, n, powers, theta
from derive import calc, conclusion, define, iff, maximum, mistake, positive, prose, source
from derive.rules import rearrange, substitute

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

joint = calc("The product:", likelihood * prior(theta)).equals(
    theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1) / beta_function(a, b),
    by="the exponents add up",
    using=powers,
    label="joint",
)
evidence = calc("Its integral:", Integral(joint["joint"], (theta, 0, 1))).equals(
    beta_function(a + k, b + n - k) / beta_function(a, b),
    by="it is the integral of two powers, with the new exponents",
    label="evidence",
)
posterior = calc(
    "By Bayes' rule the posterior is a beta density:",
    likelihood * prior(theta) / Integral(joint["joint"], (theta, 0, 1)),
).equals(
    theta ** (a + k - 1) * (1 - theta) ** (b + n - k - 1) / beta_function(a + k, b + n - k),
    by="the integral is known, and $B(\\alpha, \\beta)$ cancels",
    label="posterior",
)

prose(r"""
## The mean moves towards the share of ones

The posterior is the prior with other parameters, so its mean is that of the prior with these parameters. It can be
written as a weighted mean: the prior counts like $\alpha + \beta$ throws that have been made before.
""")

mean = (
    calc("The posterior mean:", Integral(theta * posterior["posterior"], (theta, 0, 1)))
    .equals((a + k) / (a + b + n), by="the mean of a beta law, with the new parameters", label="mean")
    .equals((a + b) / (a + b + n) * (a / (a + b)) + n / (a + b + n) * (k / n), by=rearrange, label="weighted")
)
weights = calc("The two weights add up to 1.", (a + b) / (a + b + n) + n / (a + b + n)).equals(
    1, by="the numerators add up to the denominator"
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

With $\alpha = \beta = 1$ the prior is constant. The posterior is then the likelihood up to a constant and has its peak at the share
of ones, while its mean is a little nearer to a half: Laplace's rule of succession.
""")

flat = calc("Each $\\theta$ has the same density.", prior(theta), given=(Eq(a, 1), Eq(b, 1))).equals(
    1, by="both exponents are 0, and $B(1, 1) = 1$"
)
laplace = calc("The mean under the flat prior:", mean["mean"], given=(Eq(a, 1), Eq(b, 1))).equals(
    (k + 1) / (n + 2),
    by=substitute({a: 1, b: 1}),
    exercise=True,
)
u = positive("u", note="an exponent of $\\theta$")
h = positive("h", note="an exponent of $1 - \\theta$")
peak = maximum(
    "With positive exponents, the product of two such powers has one peak.",
    of=theta**u * (1 - theta) ** h,
    over=theta,
    at=u / (u + h),
)
mode = calc(
    "With the exponents of the posterior, the peak is here.",
    u / (u + h),
    given=(Eq(u, a + k - 1), Eq(h, b + n - k - 1)),
).equals((a + k - 1) / (a + b + n - 2), by=substitute({u: a + k - 1, h: b + n - k - 1}))

conclusion(r"""
The posterior is a beta law with the parameters $\alpha + k$ and $\beta + n - k$, so only the numbers of ones and
zeros matter, not their order. Its mean is a weighted mean of the prior mean and the share of ones, with weights in the ratio of
$\alpha + \beta$ to $n$.
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
)

result = posterior
