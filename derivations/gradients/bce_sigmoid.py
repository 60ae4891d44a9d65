"""Cross-entropy through a sigmoid: why is the gradient just a - y?

A logistic unit turns a score $z$ into a probability $a = \\sigma(z)$. Measured with the binary cross-entropy, its error comes
back to the score as the plain difference of prediction and label. The worse the prediction, the larger the gradient: a unit
that is confidently wrong learns fastest.
"""

from sympy import Abs, Eq, KroneckerDelta, Limit, exp, log, oo

from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    curve,
    define,
    family,
    figure,
    index,
    integer,
    mistake,
    proportion,
    prose,
    real,
    sigmoid,
    softplus,
    source,
    total,
)
from derive.rules import chain_rule, common_denominator, differentiate, fold, rearrange, substitute

source("bishop2006", "equations 4.88 and 4.91")

y = integer("y", values=(0, 1), note="the label")
a = proportion("a", open=True, note="the predicted probability of a one")
z = real("z", note="the score")

prose("""
## One factor after the other

First the slope of the loss in the prediction, then the slope of the prediction in the score.
""")

outer = (
    calc("How the loss depends on the prediction:", D(-(y * log(a) + (1 - y) * log(1 - a)), a))
    .equals(-(y / a - (1 - y) / (1 - a)), by=differentiate)
    .equals((a - y) / (a * (1 - a)), by=common_denominator, label="outer", exercise=True)
)
inner = (
    calc("How the prediction depends on the score:", D(sigmoid(z), z))
    .equals(exp(-z) / (1 + exp(-z)) ** 2, by=differentiate, exercise=True)
    .equals(sigmoid(z) * (1 - sigmoid(z)), by=fold, label="inner")
)

prose("""
The denominator of the first is just the second: in the product they cancel.
""")

loss = define(
    "L",
    -(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z))),
    "the cross-entropy of the label, as a function of $z$, in nats",
)
gradient = (
    calc("The chain rule multiplies the two slopes, and prediction minus label is left.", D(loss, z))
    .equals((sigmoid(z) - y) / (sigmoid(z) * (1 - sigmoid(z))) * (sigmoid(z) * (1 - sigmoid(z))), by=chain_rule)
    .equals(sigmoid(z) - y, by=rearrange, label="gradient")
)

prose("""
## Weights and bias

If the score is computed from $d$ features with weights and a bias, each weight gets the gradient of the score times its
feature, and the bias gets the gradient itself.
""")

d = count("d", note="the number of features")
j = index("j", 1, d)
m = index("m", 1, d)
w = family("w", j, note="the weights")
x = family("x", j, note="the features")
b = real("b", note="the bias")
score = define("z_x", total(w[m] * x[m], m) + b, "the score of the features")
unit = define("U", -(y * log(sigmoid(score)) + (1 - y) * log(1 - sigmoid(score))), "the loss of the unit")

weights = calc("The slope in a weight:", D(unit, w[j])).equals((sigmoid(score) - y) * x[j], by=chain_rule)
bias = calc("The slope in the bias:", D(unit, b)).equals(sigmoid(score) - y, by=chain_rule)

prose("""
## The farther off, the faster

For a positive example the loss falls as the prediction approaches 1, and the size of the gradient is the distance that is
still missing. For a negative one everything is mirrored.
""")

positive_loss = claim(
    "For $y = 1$ the loss falls as the prediction rises.", D(-log(a), a) < 0, by="the slope is $-1/a$"
)
positive_size = (
    calc("The size of the gradient is the distance to 1,", Abs(gradient["gradient"]), given=Eq(y, 1))
    .equals(Abs(sigmoid(z) - 1), by=substitute({y: 1}))
    .equals(1 - sigmoid(z), by="the prediction is below 1")
)
farther = claim(
    "and that distance grows as the score falls.", D(1 - sigmoid(z), z) < 0, by="the sigmoid rises everywhere"
)
negative_loss = claim(
    "For $y = 0$ the loss rises with the prediction.", D(-log(1 - a), a) > 0, by="the slope is $1/(1 - a)$"
)
negative_size = (
    calc("The size of the gradient is the prediction itself,", Abs(gradient["gradient"]), given=Eq(y, 0))
    .equals(Abs(sigmoid(z) - 0), by=substitute({y: 0}), exercise=True)
    .equals(sigmoid(z), by="the prediction is positive")
)
nearer = claim("and it grows with the score.", D(sigmoid(z), z) > 0, by="the sigmoid rises everywhere")

pulls = figure(
    "The gradient for both labels. Its size is how far the prediction is off, so a confident mistake has almost the full gradient of 1.",
    curve(gradient["gradient"], "$y = 1$: $\\sigma(z) - 1$", given={y: 1}),
    curve(gradient["gradient"], "$y = 0$: $\\sigma(z) - 0$", given={y: 0}),
    over=(z, -6, 6),
    vertical="the gradient",
    alt="Two rising S-shaped curves against the score z. For label 1 the gradient rises from -1 to 0, for label 0 from 0 to 1; both "
    "flatten at either end.",
)

prose("""
## One valley, without a lowest point

The loss is strictly convex in the score. In the weights and the bias it is convex, but not strictly: along a direction that
leaves the score as it is, nothing changes. One such direction is given below, with $\\delta_{mj}$ for 1 if $m = j$ and 0 otherwise.
""")

simple = calc("Written with softplus the loss is short.", loss).equals(
    softplus(z) - y * z, by="$\\log(1 + e^z)$ is taken out of both logarithms"
)
convex = (
    calc("The second derivative does not depend on the label.", D(loss, (z, 2)))
    .equals(sigmoid(z) * (1 - sigmoid(z)), by=differentiate)
    .greater_than(0, by="both factors lie between 0 and 1")
)

u = family("u", j, note="a direction for the weights")
u_b = real("u_b", note="a direction for the bias")
h = real("h", note="how far to go in that direction")
moved = define("z_h", total((w[m] + h * u[m]) * x[m], m) + b + h * u_b, "the score after going $h$ in that direction")
curved = (
    calc("Along a direction:", D(softplus(moved) - y * moved, (h, 2)))
    .equals(
        sigmoid(moved) * (1 - sigmoid(moved)) * (total(u[m] * x[m], m) + u_b) ** 2, by=differentiate, label="curvature"
    )
    .at_least(0, by="a square between factors that are positive")
)
flat = claim(
    "Where the direction does not change the score there is no curvature.",
    Eq(curved["curvature"], 0),
    given=Eq(total(u[m] * x[m], m) + u_b, 0),
    by="the last factor is 0",
)
level = calc(
    "There always is such a direction: one weight goes up by $h$, the bias down by $h$ times its feature, and the score stays.",
    total((w[m] + h * KroneckerDelta(m, j)) * x[m], m) + b - h * x[j],
).equals(score, by="the two changes cancel")

above = claim("The loss is never 0.", loss > 0, by="no prediction is certain")
right = calc("For $y = 1$ it comes as near to 0 as one likes,", Limit(softplus(z) - z, z, oo)).equals(
    0, by="$e^{-z}$ goes to 0"
)
left = calc("and for $y = 0$ on the other side.", Limit(softplus(z), z, -oo)).equals(0, by="$e^z$ goes to 0")

conclusion(r"""
Through a sigmoid, the slope of the cross-entropy in the score is prediction minus label, and each weight gets it times its
feature. The farther the prediction is from the label, the larger it is. The loss is one convex valley, which comes as near to 0 as one
likes without reaching it. That is how cross-entropy drives learning.
""")

mistake("The prediction comes first: $y - a$ would climb instead of descend.", y - sigmoid(z), instead_of=gradient)
mistake(
    "The slope of the sigmoid is not forgotten, it is cancelled: the slope in $a$ is not $a - y$.",
    a - y,
    instead_of=outer,
)
mistake("The slope of the sigmoid has a minus in it.", sigmoid(z) * (1 + sigmoid(z)), instead_of=inner)

result = gradient
