r"""Why does regression minimise squared errors?

A model predicts $f_i$ for the label $y_i$, and the labels scatter about the predictions with normal noise. How likely are the labels
then? The logarithm of the likelihood is a constant minus the sum of the squared errors over $2v$. So to minimise squared errors is
to look for the likeliest model under normal noise of one and the same variance.
"""

from sympy import Eq, Interval, exp, log, oo, pi, sqrt

from derivations.estimators.gaussian_mean import i, n
from derive import (
    D,
    calc,
    conclusion,
    define,
    each,
    family,
    iff,
    maximum,
    mistake,
    positive,
    product,
    prose,
    real,
    source,
    total,
)
from derive.rules import differentiate, log_of_product

source("bishop2006", "section 3.1.1, equations 3.10 to 3.12")
source("goodfellow2016", "section 5.5.1")

y = family("y", i, note="the labels")
f = family("f", i, note="the predictions of a model")
g = family("g", i, note="the predictions of another model")
v = positive("v", note="the variance of the noise")

prose("""
## From the density to the squares

The noise of one label is independent of that of the others, so the densities multiply.
""")

likelihood = define(
    "L", product(exp(-((y[i] - f[i]) ** 2) / (2 * v)) / sqrt(2 * pi * v), i), "the likelihood of the labels"
)
errors = define("Q", total((y[i] - f[i]) ** 2, i), "the sum of the squared errors")
other = define("R", total((y[i] - g[i]) ** 2, i), "the sum of the squared errors of the other model")

loss = (
    calc("The negative log-likelihood:", -log(likelihood))
    .equals(-total(log(exp(-((y[i] - f[i]) ** 2) / (2 * v)) / sqrt(2 * pi * v)), i), by=log_of_product)
    .equals(
        total((y[i] - f[i]) ** 2 / (2 * v) + log(2 * pi * v) / 2, i),
        by="the logarithm of each factor is taken; that of a root is half the logarithm",
    )
    .equals(
        errors / (2 * v) + n * log(2 * pi * v) / 2,
        by="the factor $1/(2v)$ is common, and $n$ equal terms are collected",
        label="loss",
    )
)

prose("""
## Two models compared

The last term is the same for all models, and the factor is positive. So the order of two models by likelihood is the order by squared
errors, turned round. How strong the noise is does not matter.
""")

rival = define(
    "M",
    product(exp(-((y[i] - g[i]) ** 2) / (2 * v)) / sqrt(2 * pi * v), i),
    "the likelihood of the labels under the other model",
)
same = iff(
    "The model with the smaller sum of squared errors is the likelier one.",
    log(likelihood) > log(rival),
    errors < other,
    by="the logarithm is a constant minus $Q/(2v)$, with the same constant for both",
)
pull = calc(
    "The slope of this loss in one prediction is prediction minus label, over the variance.", D(loss["loss"], f[i])
).equals((f[i] - y[i]) / v, by=differentiate)

prose("""
## A line through the origin

Take the simplest model: each prediction is a weight times a feature. The likeliest weight is found without knowing the noise.
""")

x = family("x", i, note="the features")
h = real("h", note="the weight of a line through the origin")
line = define("A", total((y[i] - h * x[i]) ** 2, i), "the sum of the squared errors of the line")
stationary = iff(
    "The slope in the weight vanishes at one place, unless all features are 0.",
    Eq(D(line, h), 0),
    Eq(h, total(x[i] * y[i], i) / total(x[i] ** 2, i)),
    given=total(x[i] ** 2, i) > 0,
    by="the slope is $2h$ times the sum of $x_i^2$, minus twice the sum of $x_i y_i$",
)
best = maximum(
    "That is the likeliest weight, whatever the variance of the noise.",
    of=-line / (2 * v) - n * log(2 * pi * v) / 2,
    over=h,
    at=total(x[i] * y[i], i) / total(x[i] ** 2, i),
    given=total(x[i] ** 2, i) > 0,
)

prose("""
## The noise

How strong the noise is can be estimated afterwards, unless the model hits every label. It is the mean squared error.
""")

noise = maximum(
    "The likeliest variance is the mean of the squared errors.",
    of=-errors / (2 * v) - n * log(2 * pi * v) / 2,
    over=v,
    on=Interval.open(0, oo),
    at=errors / n,
    given=errors > 0,
)

conclusion("""
With normal noise of the same strength for all labels, the likeliest model is the one with the least sum of squared errors, and no other. The
square in the loss is the square in the exponent of the normal density. Other noise leads to another loss.
""")

mistake(
    "The negative log-likelihood rises with the errors: the minus in the exponent is turned round.",
    -errors / (2 * v) + n * log(2 * pi * v) / 2,
    instead_of=loss,
)
mistake(
    "The slope in one prediction has the sign of prediction minus label: it rises when the prediction is too high.",
    (y[i] - f[i]) / v,
    instead_of=pull,
)
mistake(
    "The best weight is not the mean of the quotients $y_i/x_i$: larger features count for more.",
    Eq(h, total(y[i] / x[i], i) / n),
    given=(Eq(D(line, h), 0), each(i, x[i] > 0)),
)

result = same
