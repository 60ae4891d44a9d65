"""How does focal loss make a model look at the hard examples?

Where almost all examples are easy, their many small losses can drown the few large ones. Focal loss multiplies the cross-entropy
with a power of what is missing to certainty. An example that is almost right then counts for next to nothing, one that is badly
wrong nearly in full. The price: the best prediction need not be the true probability.
"""

from sympy import Eq, Limit, Rational, log

from derive import (
    D,
    calc,
    claim,
    conclusion,
    curve,
    define,
    figure,
    mistake,
    nonnegative,
    proportion,
    prose,
    real,
    sigmoid,
    source,
)
from derive.rules import differentiate

source("lin2017", "section 3")

a = proportion("a", open=True, note="the probability that the model gives to the true class")
u = proportion("u", open=True, note="the same for a harder example")
z = real("z", note="the score of the true class, against the other")
gamma = nonnegative("gamma", note="the strength of the focus")
focal = define("F", a, gamma, -((1 - a) ** gamma) * log(a), "the focal loss")

prose("""
## Cross-entropy with a weight
""")

plain = calc("Without focus this is the cross-entropy.", focal(a, 0)).equals(-log(a), by="a power with exponent 0 is 1")
below = calc("With it the loss is smaller, for every $\\gamma > 0$.", focal(a, gamma)).at_most(
    -log(a), by="the weight $(1 - a)^\\gamma$ is at most 1", equality_iff=Eq(gamma, 0)
)
sharper = claim(
    "The stronger the focus, the smaller the loss.",
    D(focal(a, gamma), gamma) < 0,
    by="a power of a number below 1 falls with the exponent",
)

bend = figure(
    "The focal loss without focus and with two strengths of it.",
    curve(focal(a, 0), "$\\gamma = 0$, the cross-entropy"),
    curve(focal(a, 1), "$\\gamma = 1$"),
    curve(focal(a, 2), "$\\gamma = 2$"),
    over=(a, 0, 1),
    vertical="the loss",
    within=(0, 3),
    alt="Three falling curves against the probability a of the true class, all 0 at a = 1. The stronger the focus, the lower the curve, "
    "and the flatter near a = 1; near a = 0 they come together.",
)

prose("""
## Easy and hard

The weight depends on how good the prediction already is.
""")

weight = calc("The share of the cross-entropy that is left:", focal(a, gamma) / (-log(a))).equals(
    (1 - a) ** gamma, by="the logarithm is cancelled"
)
easy = calc(
    "Sure of the truth to nine tenths, with $\\gamma = 2$, an example keeps one hundredth of its loss.",
    focal(Rational(9, 10), 2) / (-log(Rational(9, 10))),
).equals(Rational(1, 100), by="$(1/10)^2$")
hard = calc(
    "In the limit of an example that is all wrong, everything is kept.", Limit((1 - a) ** gamma, a, 0, "+")
).equals(1, by="$1 - a$ goes to 1")
relative = (
    calc(
        "Beside a harder example, an easy one counts for less than with the cross-entropy.",
        focal(a, gamma) / focal(u, gamma),
        given=(u < a, gamma > 0),
    )
    .equals(((1 - a) / (1 - u)) ** gamma * (log(a) / log(u)), by="weights and logarithms are divided separately")
    .less_than(log(a) / log(u), by="the easy example is nearer to 1, so the power has a base below 1")
)

prose(r"""
## The gradient
""")

slope = (
    calc("In the probability:", D(focal(a, gamma), a))
    .equals(gamma * (1 - a) ** (gamma - 1) * log(a) - (1 - a) ** gamma / a, by=differentiate, label="slope")
    .less_than(0, by="$\\log a$ is negative, so both terms are")
)
inner = claim("A bracket that will be needed:", gamma * a * log(a) + a - 1 < 0, by="$\\log a$ and $a - 1$ are negative")
gradient = (
    calc("In the score:", D(focal(sigmoid(z), gamma), z))
    .equals(
        (1 - sigmoid(z)) ** gamma * (gamma * sigmoid(z) * log(sigmoid(z)) + sigmoid(z) - 1),
        by="the chain rule multiplies the slope with $\\sigma(z)(1 - \\sigma(z))$",
        label="gradient",
    )
    .less_than(0, by="the power is positive and the bracket negative", using=inner.at({a: sigmoid(z)}))
)

prose("""
## Not an honest score

Suppose that a one has probability 4/5, that $a$ is predicted for it, and that $\\gamma = 2$. Then the mean loss of the honest
prediction 4/5 is not the smallest: here it is better to seem less sure than one is.
""")

mean = define("E", a, Rational(4, 5) * focal(a, 2) + Rational(1, 5) * focal(1 - a, 2), "the mean loss of a prediction")
dishonest = claim(
    "The prediction 7/10 is better than the truth.",
    mean(Rational(7, 10)) < mean(Rational(4, 5)),
    by="both numbers are calculated",
)
tilt = claim(
    "At the truth the mean loss still rises with the prediction, so a smaller one is better.",
    D(mean(a), a) > 0,
    given=Eq(a, Rational(4, 5)),
    by="the slope there is calculated",
)

conclusion(r"""
Focal loss is cross-entropy with the weight $(1 - a)^\gamma$. It never exceeds the cross-entropy, still falls whenever the
prediction gets better, and makes easy examples count for less beside hard ones. But it does not reward honesty: in the
example a prediction that seems less sure than the truth is better.
""")

mistake(
    "The weight has a slope of its own, which is missing here.",
    -((1 - a) ** gamma) / a,
    instead_of=slope["slope"],
)
mistake(
    "The gradient of the cross-entropy is not just weighted: the weight depends on the score too.",
    (1 - sigmoid(z)) ** gamma * (sigmoid(z) - 1),
    instead_of=gradient["gradient"],
)
mistake(
    "The weight belongs to what is missing, not to what is there.", -(a**gamma) * log(a), instead_of=focal(a, gamma)
)

result = relative
