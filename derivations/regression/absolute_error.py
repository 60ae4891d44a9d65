r"""Which noise makes the absolute error the right loss?

The Laplace law has the density $e^{-|u|/s} / (2s)$. If labels scatter about the predictions $f_i$ with this noise, the logarithm of
their likelihood is a constant minus the sum of the absolute errors over $s$. The tails of the Laplace law are heavier than those of
the normal law: large errors are less unusual, and a large one does not pull harder than a small one.
"""

from sympy import Abs, Interval, exp, log, oo

from derivations.regression.squared_error import f, g, i, n, y
from derive import (
    D,
    calc,
    conclusion,
    define,
    iff,
    maximum,
    minimum,
    mistake,
    positive,
    product,
    prose,
    real,
    source,
    total,
)
from derive.rules import differentiate, log_of_product

source("boyd2004", "section 7.1.1")

s = positive("s", note="the scale of the noise")

prose("""
## From the density to the distances

The derivation is that of the squared error, with another exponent. Again the noise of each label is independent of that of the others.
""")

likelihood = define("L", product(exp(-Abs(y[i] - f[i]) / s) / (2 * s), i), "the likelihood of the labels")
errors = define("A", total(Abs(y[i] - f[i]), i), "the sum of the absolute errors")
other = define("B", total(Abs(y[i] - g[i]), i), "the sum of the absolute errors of the other model")

loss = (
    calc("The negative log-likelihood:", -log(likelihood))
    .equals(-total(log(exp(-Abs(y[i] - f[i]) / s) / (2 * s)), i), by=log_of_product)
    .equals(total(Abs(y[i] - f[i]) / s + log(2 * s), i), by="the logarithm of each factor is taken")
    .equals(
        errors / s + n * log(2 * s), by="the factor $1/s$ is common, and $n$ equal terms are collected", label="loss"
    )
)
rival = define(
    "M", product(exp(-Abs(y[i] - g[i]) / s) / (2 * s), i), "the likelihood of the labels under the other model"
)
same = iff(
    "The model with the smaller sum of absolute errors is the likelier one.",
    log(likelihood) > log(rival),
    errors < other,
    by="the logarithm is a constant minus $A/s$, with the same constant for both",
)

prose("""
## How hard an error pulls

The slope of a squared error grows with the error. That of an absolute error is the same for all errors of one sign.
""")

u = real("u", note="a prediction")
t = real("t", note="its label")
above = calc("For a prediction that is too high the slope is 1.", D(Abs(u - t), u), given=u > t).equals(
    1, by="the distance is $u - t$"
)
below = calc("For one that is too low it is $-1$.", D(Abs(u - t), u), given=u < t).equals(
    -1, by="the distance is $t - u$"
)
square = calc("With the square it depends on the error.", D((u - t) ** 2, u)).equals(2 * (u - t), by=differentiate)

prose("""
## One outlier

Let a constant be fitted to three labels, two of them 0 and one of them $h$. The sum of the distances has its least value at the
median 0, however far off $h$ is. The sum of the squares has it at the mean, which follows the outlier.
""")

h = positive("h", note="the label that is far off")
median = minimum(
    "The sum of the distances is least at the median 0.", of=Abs(0 - u) + Abs(0 - u) + Abs(h - u), over=u, at=0
)
mean = minimum(
    "The sum of the squares is least at the mean $h/3$.",
    of=(0 - u) ** 2 + (0 - u) ** 2 + (h - u) ** 2,
    over=u,
    at=h / 3,
)

prose("""
## The scale

As with the variance of normal noise, the scale can be estimated afterwards.
""")

scale = maximum(
    "The likeliest scale is the mean absolute error.",
    of=-errors / s - n * log(2 * s),
    over=s,
    on=Interval.open(0, oo),
    at=errors / n,
    given=errors > 0,
)

conclusion("""
With Laplace noise the likeliest model is the one with the smallest sum of absolute errors. The absolute value in the loss is the one in
the exponent of the density. A constant fitted in this way stays with the two labels that agree, wherever the third one lies.
""")

mistake("The slope of a distance does not depend on how large it is.", u - t, instead_of=D(Abs(u - t), u), given=u > t)
mistake("Each label has a normalising factor of its own.", errors / s + log(2 * s), instead_of=loss)
mistake(
    "The mean need not have a smaller sum of distances than the median: for the labels 0, 0 and $h$ it has a larger one.",
    2 * Abs(h / 3) + Abs(h - h / 3) <= 2 * Abs(0) + Abs(h - 0),
)

result = same
