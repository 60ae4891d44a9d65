r"""What does dropout do to a linear unit?

Dropout switches inputs off at random: each is kept with probability $p$, and divided by $p$ if it is. On average the output stays as it
was, so the same weights can be used without dropout later. But the squared error does change: on average it gets a penalty,
$(1 - p)/p$ times the squared weights times the squares of their features, which looks like that of ridge regression.
"""

from sympy import Eq, KroneckerDelta

from derivations.regression.ridge import X, cross, errors, h, i, j, line, m, size, w, y
from derive import (
    calc,
    conclusion,
    define,
    each,
    index,
    minimum,
    mistake,
    positive,
    proportion,
    prose,
    real,
    source,
    total,
)
from derive.rules import common_denominator, unroll

source("srivastava2014", "section 9.1")

p = proportion("p", open=True, note="the chance that an input is kept")
a = index("a", 0, 1)
b = index("b", 0, 1)
z = real("z", note="what an input adds to the output: weight times feature")
u = real("u", note="what the other inputs add, or one of them")
t = real("t", note="a label")

prose(r"""
## One input

The mask of an input is 1 with probability $p$, and otherwise 0. So the mean of whatever depends on it is a sum of two terms.
""")

law = define("f", a, p**a * (1 - p) ** (1 - a), "the law of a mask")

mean = (
    calc("The mean of the masked input:", total(law[a] * (a * z / p), a))
    .equals(p * (z / p), by="the term for the mask 0 vanishes")
    .equals(z, by="the division by $p$ makes up for the mask")
)
variance = (
    calc("The variance of the masked input:", total(law[a] * (a * z / p - z) ** 2, a))
    .equals((1 - p) * z**2 + p * (z / p - z) ** 2, by=unroll)
    .equals((1 - p) / p * z**2, by="$(1 - p)/p$ is common, and $p + (1 - p) = 1$ is left", label="variance")
)

prose(r"""
## One squared error

Let the other inputs add $u$ to the output, whatever their masks are. The mean over the one mask is the squared error without that
mask, plus the variance. So the masks may be averaged one after the other, and each leaves a term behind.
""")

error = calc("The mean of the squared error over one mask:", total(law[a] * (t - u - a * z / p) ** 2, a)).equals(
    (t - u - z) ** 2 + (1 - p) / p * z**2,
    by="the mixed term has the mean 0, since the mean of the mask over $p$ is 1",
    label="error",
)
two = calc(
    "Over two masks, for inputs $z$ and $u$ and nothing else:",
    total(total(law[a] * law[b] * (t - a * z / p - b * u / p) ** 2, a), b),
).equals((t - z - u) ** 2 + (1 - p) / p * (z**2 + u**2), by="first one mask, then the other", label="two")

prose(r"""
## Many inputs

The squared error is a label squared, minus twice the label times a sum, plus a double sum over pairs of inputs. The mean is
taken term by term, and only two kinds of pairs occur: a mask with itself, and two masks that are independent. So each pair has the factor 1, and
the pairs of an input with itself have the surplus in addition; it is multiplied by $\delta_{jm}$, which is 1 for $j = m$ and 0 otherwise.
""")

same = calc("The mean for a mask with itself:", total(law[a] * (a / p) ** 2, a)).equals(
    1 / p, by="the term for 0 vanishes, and $p \\cdot 1/p^2 = 1/p$", label="same"
)
other = calc("The mean for two different masks:", total(total(law[a] * law[b] * (a / p) * (b / p), a), b)).equals(
    1, by="the double sum is the product of two means", label="other"
)
more = calc("A mask with itself has a surplus.", same["same"] - other["other"]).equals(
    (1 - p) / p, by=common_denominator
)
many = calc(
    "Averaged over all masks, the squared error of a sample is the one without dropout plus a penalty.",
    y[i] ** 2
    - 2 * y[i] * total(w[j] * X[i, j], j)
    + total(total(w[j] * X[i, j] * w[m] * X[i, m] * (1 + (1 - p) / p * KroneckerDelta(j, m)), j), m),
).equals(
    (y[i] - total(w[j] * X[i, j], j)) ** 2 + (1 - p) / p * total(w[j] ** 2 * X[i, j] ** 2, j),
    by="the ones make the double sum a square, the delta leaves the terms with equal indices",
    label="many",
)

prose(r"""
## The penalty

Now all samples are added up. Each weight is penalised in proportion to the squares of its feature. If the features are scaled
so that these have the same sum $g$, the penalty is that of ridge regression.
""")

g = positive("g", note="the sum of the squares of each feature, if all are scaled alike")
penalty = calc("The same for the sum of the squared errors:", total(many["many"], i)).equals(
    errors + (1 - p) / p * total(w[j] ** 2 * total(X[i, j] ** 2, i), j),
    by="in the last term, the order of the sums is changed",
    label="penalty",
)
ridge = calc(
    "With features that are scaled alike:", penalty["penalty"], given=each(j, Eq(total(X[i, j] ** 2, i), g))
).equals(errors + (1 - p) / p * g * total(w[j] ** 2, j), by="the inner sum is the same for all features", label="ridge")
single = minimum(
    "With one feature, the best weight is the share $p$ of the least-squares weight.",
    of=line + (1 - p) / p * h**2 * size,
    over=h,
    at=p * (cross / size),
    given=size > 0,
)

conclusion(r"""
The mean of the output is the same with and without dropout. The mean of the squared error is not: it has the additional term
$(1 - p)/p$ times the squared weights, each times the squares of its feature. For a linear unit whose features are scaled
alike, then, dropout is ridge regression on average, and the more inputs are switched off, the stronger the penalty.
""")

mistake("Without the division by $p$ the output shrinks.", z, instead_of=total(law[a] * (a * z), a))
mistake(
    "The mean of the squared error is not the squared error of the mean output.", (t - u - z) ** 2, instead_of=error
)
mistake("The penalty grows as fewer inputs are kept.", p / (1 - p) * z**2, instead_of=variance)

result = many
