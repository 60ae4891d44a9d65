r"""What makes an estimator err, and can it pay to be wrong on purpose?

An estimator can miss its target in two ways: by being off on average, and by scattering. The mean squared error is exactly the sum of
the two, bias squared plus variance. So a little bias may be worth its price: an unbiased estimator that is pulled towards 0 by the right
amount has a smaller error than before. The catch is that the right amount depends on what is not known. All this is shown for
estimates that take finitely many values.
"""

from sympy import Eq, Interval, oo

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
    prose,
    real,
    source,
    total,
)

source("hastie2009", "section 7.3")
source("casella2002", "section 7.3.1")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
p = family("p", c, proportion=True, note="the probabilities of the outcomes")
S = family("S", c, note="the estimate that is given for each outcome")
theta = real("theta", note="the number to be estimated")
law = Eq(total(p[c], c), 1)

M = define("M", total(p[c] * S[c], c), "the mean of the estimate")
B = define("B", M - theta, "the bias of the estimate")
V = define("V", total(p[c] * (S[c] - M) ** 2, c), "the variance of the estimate")
R = define("R", total(p[c] * (S[c] - theta) ** 2, c), "the mean squared error")

prose(r"""
## Two ways to miss

Put the mean of the estimate between the estimate and its target. The square of the sum has three parts, and the middle one vanishes.
""")

middle = calc("Deviations from the mean cancel.", total(p[c] * (S[c] - M), c), given=law).equals(
    0, by="the mean minus itself, since the probabilities add up to 1"
)
split = (
    calc("The mean squared error is the bias squared plus the variance.", R, given=law)
    .equals(total(p[c] * ((S[c] - M) + (M - theta)) ** 2, c), by="the mean is put in between")
    .equals(
        V + 2 * B * total(p[c] * (S[c] - M), c) + B**2,
        by="the square of a sum, averaged part by part; the bias is the same for all outcomes",
    )
    .equals(B**2 + V, by=middle, label="sum")
)
above = calc("So the error is at least the variance.", R, given=law).at_least(
    V, by="the bias enters through its square", equality_iff=Eq(M, theta)
)
u = real("u", note="a constant answer")
sure = claim(
    "A constant answer has no variance at all, only bias.",
    R,
    "==",
    (u - theta) ** 2,
    given=(law, each(c, Eq(S[c], u))),
    by="each outcome gives the same estimate",
)
nearest = minimum(
    "An estimate serves best the target that it hits on average.",
    of=total(p[c] * (S[c] - theta) ** 2, c),
    over=theta,
    at=M,
    given=law,
)

prose(r"""
## Shrinking

Take an estimate that is right on average and multiply it by a factor $h$. Its variance is multiplied by $h^2$, and a bias of $(h - 1)\theta$ comes
in. From here on $v$ stands for $V$, a positive number. For $h$ a little below 1 the variance falls at once, while the bias squared is still tiny.
""")

h = real("h", note="the factor by which an estimate is shrunk")
v = positive("v", note="the variance of the unbiased estimate")
shrunk = calc(
    "The error of the shrunk estimate:",
    total(p[c] * (h * S[c] - theta) ** 2, c),
    given=(law, Eq(M, theta)),
).equals(
    h**2 * V + (1 - h) ** 2 * theta**2,
    by="its mean is $h\\theta$, so its variance is $h^2 V$ and its bias $(h - 1)\\theta$",
)
start = (
    calc(
        "At $h = 1$, where nothing is shrunk yet, the error rises with $h$, so a smaller $h$ lowers it.",
        D(h**2 * v + (1 - h) ** 2 * theta**2, h),
        given=Eq(h, 1),
    )
    .equals(2 * v, by="the second part has a double zero at $h = 1$")
    .greater_than(0, by="the variance is positive")
)
factor = minimum(
    "One factor is best: $\\theta^2/(\\theta^2 + v)$.",
    of=h**2 * v + (1 - h) ** 2 * theta**2,
    over=h,
    on=Interval(-oo, oo),
    at=theta**2 / (theta**2 + v),
)
gain = (
    calc(
        "With this factor the error is smaller than before.",
        h**2 * v + (1 - h) ** 2 * theta**2,
        given=Eq(h, theta**2 / (theta**2 + v)),
    )
    .equals(v * theta**2 / (theta**2 + v), by="common denominator, then $\\theta^2 + v$ cancels once", label="best")
    .less_than(v, by="the factor $\\theta^2/(\\theta^2 + v)$ is below 1")
)
saved = calc("What is saved is much when the variance is large compared with $\\theta^2$.", v - gain["best"]).equals(
    v**2 / (theta**2 + v), by="common denominator"
)

conclusion(r"""
The mean squared error is bias squared plus variance, for every estimator with finitely many values and every target. Shrinking an unbiased estimate by the factor
$\theta^2/(\theta^2 + v)$ lowers the error from $v$ to $v\theta^2/(\theta^2 + v)$. That factor depends on $\theta$, which is unknown:
in practice it has to be guessed.
""")

mistake("The bias enters squared.", B + V, instead_of=split)
mistake("The factor is squared in the variance.", h * V + (1 - h) ** 2 * theta**2, instead_of=shrunk)
mistake(
    "With the factor 0 the variance is gone, but $\\theta^2$ is left, and that need not be less than $v$.",
    theta**2 < v,
)

result = split
