r"""Why is ridge regression the likeliest choice for someone who expects small weights?

Ridge regression adds $\lambda$ times the sum of the squared weights to the sum of the squared errors. The same sum appears by
itself if the noise is normal with variance $v$ and each weight is believed to be normal about 0 with variance $v_0$. Then the
likeliest weights, given the labels, are those of ridge regression with $\lambda = v / v_0$.
"""

from sympy import Abs, Eq, Ne, exp, log, pi, sqrt

from derivations.regression.squared_error import h, i, line, n, v, x, y
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
    minimum,
    mistake,
    positive,
    product,
    prose,
    source,
    total,
)
from derive.rules import differentiate

source("bishop2006", "section 3.3.1, equation 3.55")
source("hastie2009", "section 3.4.1")

v0 = positive("v_0", note="the variance of a weight before the labels are known")
lam = positive("lambda", note="the factor of the penalty")

prose(r"""
## The posterior of one weight

Begin with one weight and one feature, as in a line through the origin. The posterior is the likelihood times the prior, up to a factor
that does not depend on the weight.
""")

likelihood = define(
    "L",
    product(exp(-((y[i] - h * x[i]) ** 2) / (2 * v)) / sqrt(2 * pi * v), i),
    "the likelihood of the labels, for one weight",
)
prior = define("f", exp(-(h**2) / (2 * v0)) / sqrt(2 * pi * v0), "the prior density of the weight")
posterior = (
    calc("Minus the logarithm of likelihood times prior, for one weight:", -log(likelihood * prior))
    .equals(-log(likelihood) - log(prior), by="the logarithm of a product is a sum", exercise=True)
    .equals(
        line / (2 * v) + n * log(2 * pi * v) / 2 + h**2 / (2 * v0) + log(2 * pi * v0) / 2,
        by="the logarithm of an exponential is its exponent; the roots leave the constants",
    )
    .equals(
        (line + v / v0 * h**2) / (2 * v) + n * log(2 * pi * v) / 2 + log(2 * pi * v0) / 2,
        by="$1/(2v)$ is taken out of the two terms with $h$",
        label="penalty",
    )
)

prose(r"""
## One valley

With $\lambda = v / v_0$ the bracket is the loss of ridge regression. It has one minimum, even where all features are 0 and the
labels say nothing about the weight.
""")

cross = define("C", total(x[i] * y[i], i), "the sum of feature times label")
size = define("G", total(x[i] ** 2, i), "the sum of the squared features")
slope = calc("The slope in the weight:", D(line + lam * h**2, h)).equals(
    2 * (size + lam) * h - 2 * cross, by="the derivative is taken term by term", label="slope"
)
best = minimum(
    "The loss is least at the weight $C/(G + \\lambda)$, and only there.",
    of=line + lam * h**2,
    over=h,
    at=cross / (size + lam),
)

prose(r"""
## Why it is called shrinkage

Without the penalty the weight would be $C / G$. With it the weight is a share of that, with the same sign.
""")

shrunk = calc("The best weight:", cross / (size + lam), given=size > 0).equals(
    size / (size + lam) * (cross / size), by="numerator and denominator are multiplied by $G$", label="share"
)
shorter = claim(
    "It is nearer to 0.",
    Abs(cross / (size + lam)) < Abs(cross / size),
    given=(size > 0, Ne(cross, 0)),
    by="the denominator is larger",
)
monotone = claim(
    "The stronger the penalty, the nearer.",
    D(size / (size + lam), lam) < 0,
    given=size > 0,
    by="the share falls as $\\lambda$ grows",
)

prose(r"""
## Many weights

With $d$ features nothing new happens: the logarithm of the prior is a sum over the weights. Now $x_{ij}$ is the feature $j$ of the
observation $i$, and the weights are believed to be independent of each other.
""")

d = count("d", note="the number of features")
j = index("j", 1, d)
m = index("m", 1, d)
w = family("w", j, note="the weights")
X = family("x", i, j, note="the features, by sample and feature")
errors = define("Q", total((y[i] - total(w[j] * X[i, j], j)) ** 2, i), "the sum of the squared errors")
many = define(
    "M",
    product(exp(-((y[i] - total(w[j] * X[i, j], j)) ** 2) / (2 * v)) / sqrt(2 * pi * v), i),
    "the likelihood of the labels, for many weights",
)
priors = define("P", product(exp(-(w[j] ** 2) / (2 * v0)) / sqrt(2 * pi * v0), j), "the prior density of the weights")
ridge = (
    calc(
        "Minus the logarithm of likelihood times prior is, up to constants and a factor, the loss of ridge regression.",
        -log(many * priors),
    )
    .equals(
        errors / (2 * v) + n * log(2 * pi * v) / 2 + total(w[j] ** 2, j) / (2 * v0) + d * log(2 * pi * v0) / 2,
        by="products become sums, and the logarithm of an exponential is its exponent",
    )
    .equals(
        (errors + v / v0 * total(w[j] ** 2, j)) / (2 * v) + n * log(2 * pi * v) / 2 + d * log(2 * pi * v0) / 2,
        by="$1/(2v)$ is taken out of the two terms with weights",
        label="ridge",
    )
)

prose(r"""
The logarithm of the posterior is highest where the loss of ridge regression is least. Where all slopes of that loss are 0, it is
less than anywhere else: going from the weights $w_j$ to $w_j + u_j$ adds squares only.
""")

u = family("u", j, note="how far the weights are moved")
loss = define("R", errors + lam * total(w[j] ** 2, j), "the loss of ridge regression")
moved = define(
    "S",
    total((y[i] - total((w[j] + u[j]) * X[i, j], j)) ** 2, i) + lam * total((w[j] + u[j]) ** 2, j),
    "the loss with the weights moved",
)
slopes = calc("The slope of the loss in one weight:", D(loss, w[j])).equals(
    2 * lam * w[j] - 2 * total((y[i] - total(w[m] * X[i, m], m)) * X[i, j], i), by=differentiate, label="slope"
)
gap = calc("What a move changes in the loss:", moved - loss).equals(
    total(u[j] * slopes["slope"], j) + total(total(u[j] * X[i, j], j) ** 2, i) + lam * total(u[j] ** 2, j),
    by="the squares are multiplied out, and collected by powers of the $u_j$",
    label="gap",
)
still = claim(
    "Where all slopes are 0, the first of these three sums vanishes.",
    total(u[j] * slopes["slope"], j),
    "==",
    0,
    given=each(j, Eq(slopes["slope"], 0)),
    by="each of its terms is 0",
)
rest = claim(
    "The other two add up to a positive number.",
    total(total(u[j] * X[i, j], j) ** 2, i) + lam * total(u[j] ** 2, j) > 0,
    given=total(u[j] ** 2, j) > 0,
    by="squares are not negative, and the last sum is positive",
)
unique = (
    calc(
        "So wherever all slopes are 0, all other weights are worse.",
        moved - loss,
        given=(Eq(total(u[j] * slopes["slope"], j), 0), total(u[j] ** 2, j) > 0),
    )
    .equals(total(total(u[j] * X[i, j], j) ** 2, i) + lam * total(u[j] ** 2, j), by="the first of the three sums is 0")
    .greater_than(0, by=rest)
)

conclusion(r"""
The weights with the highest posterior are the weights with the least loss of ridge regression, with $\lambda = v / v_0$: noisy labels and
firm expectations make a strong penalty. The loss has one minimum at most, however few the samples are. With one feature the weight
is a share of the least-squares weight, and the stronger the penalty, the smaller the share.
""")

mistake(
    "The factor of the penalty is $v/v_0$, not its inverse: loose expectations make a weak penalty.",
    (line + v0 / v * h**2) / (2 * v) + n * log(2 * pi * v) / 2 + log(2 * pi * v0) / 2,
    instead_of=posterior,
)
mistake(
    "The penalty is added to the sum of squares, not taken away.",
    cross / (size - lam),
    instead_of=cross / (size + lam),
    given=size > lam,
)
mistake(
    "The penalty multiplies the weight by a factor below 1, it does not subtract $\\lambda$.",
    cross / size - lam,
    instead_of=shrunk,
)

result = ridge
