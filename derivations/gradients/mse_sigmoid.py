"""Squared error through a sigmoid: where does the gradient go?

A logistic unit turns a score $z$ into a prediction $a = \\sigma(z)$. Let half the squared error be its loss, in place of the
cross-entropy. Now the slope of the sigmoid stays in the gradient, and it is next to nothing where the sigmoid is saturated, so where the unit is confident: rightly confident or wrongly. A unit that is badly
wrong hardly learns.
"""

from sympy import Abs, Eq, Interval, Limit, Rational, log, oo

from derivations.gradients.bce_sigmoid import gradient as bce_gradient
from derivations.gradients.bce_sigmoid import loss as bce_loss
from derive import (
    D,
    calc,
    claim,
    conclusion,
    curve,
    define,
    figure,
    integer,
    maximum,
    mistake,
    proportion,
    prose,
    real,
    sigmoid,
    source,
    witness,
)
from derive.rules import cancel, chain_rule, differentiate, substitute

source("nielsen2015", "chapter 3")

y = integer("y", values=(0, 1), note="the label")
a = proportion("a", open=True, note="the prediction")
z = real("z", note="the score")

loss = define("L", (sigmoid(z) - y) ** 2 / 2, "half the squared error, as a function of $z$")
gradient = calc("The chain rule keeps the slope of the sigmoid as a factor of the gradient.", D(loss, z)).equals(
    (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z)), by=chain_rule, label="gradient"
)

prose("""
## Compared with the cross-entropy

The gradient of the cross-entropy is $\\sigma(z) - y$. The squared error has a quarter of it at best.
""")

quarter = (
    calc("The ratio of the two gradients:", gradient["gradient"] / bce_gradient["gradient"])
    .equals(sigmoid(z) * (1 - sigmoid(z)), by=cancel, exercise=True)
    .at_most(Rational(1, 4), by="$a(1 - a)$ is largest where the prediction is one half", equality_iff=Eq(z, 0))
)

prose("""
## Confidently wrong

For a positive example the score should be high. Let it go to minus infinity, as wrong as can be: the sigmoid saturates and the gradient
of the squared error dies, while that of the cross-entropy goes to $-1$. For a negative example everything is mirrored.
""")

mse_left = calc(
    "For $y = 1$, on the wrong side, the squared error pulls with no force,",
    Limit((sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z)), z, -oo),
).equals(0, by="$\\sigma(z)$ goes to 0")
bce_left = calc("where the cross-entropy pulls with full force.", Limit(sigmoid(z) - 1, z, -oo)).equals(
    -1, by="$\\sigma(z)$ goes to 0"
)
mse_right = calc(
    "For $y = 0$, on the wrong side, there is no force either,",
    Limit((sigmoid(z) - 0) * sigmoid(z) * (1 - sigmoid(z)), z, oo),
).equals(0, by="$1 - \\sigma(z)$ goes to 0")
bce_right = calc("where again the cross-entropy pulls with full force.", Limit(sigmoid(z), z, oo)).equals(
    1, by="$e^{-z}$ goes to 0"
)
done_one = calc(
    "On the right side both gradients vanish, as they should. For $y = 1$ that of the cross-entropy,",
    Limit(sigmoid(z) - 1, z, oo),
).equals(0, by="$\\sigma(z)$ goes to 1")
done_mse = calc(
    "and that of the squared error.", Limit((sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z)), z, oo)
).equals(0, by="two factors go to 0")
done_zero = calc("For $y = 0$ that of the cross-entropy,", Limit(sigmoid(z), z, -oo)).equals(
    0, by="$e^{-z}$ grows without bound"
)
done_zero_mse = calc("and that of the squared error.", Limit(sigmoid(z) ** 2 * (1 - sigmoid(z)), z, -oo)).equals(
    0, by="two factors go to 0"
)

losses = figure(
    "Both losses of a positive example. On the wrong side, at the left, the squared error levels off below 1/2, while the cross-entropy "
    "goes on rising.",
    curve(bce_loss, "cross-entropy"),
    curve(loss, "half the squared error"),
    over=(z, -6, 6),
    vertical="the loss",
    given={y: 1},
    alt="Two falling curves against the score z for label 1. The cross-entropy falls from 6 almost along a straight line and then "
    "flattens towards 0. Half the squared error starts flat near one half, falls gently around 0, and flattens again.",
)
saturation = figure(
    "Their gradients. Where the unit is confidently wrong, that of the cross-entropy is close to $-1$, that of the squared error close to 0.",
    curve(bce_gradient, "cross-entropy: $\\sigma(z) - y$"),
    curve(gradient, "squared error: $(\\sigma(z) - y) \\, \\sigma(z) \\, (1 - \\sigma(z))$"),
    over=(z, -6, 6),
    vertical="the gradient",
    given={y: 1},
    marks=((-log(2), "strongest pull, at a third", 2),),
    alt="Two curves below 0 against the score z for label 1. The gradient of the cross-entropy rises from -1 at the left to 0 at the "
    "right. That of the squared error is near 0 at both ends and has a shallow dip of about -0.15 at z = -0.7.",
)

prose("""
## Where the pull is strongest

For a positive example the size of the gradient is $a(1 - a)^2$. It is largest when the prediction is one third, and falls
on both sides: making a bad prediction worse makes the correction weaker.
""")

size = (
    calc("The size of the gradient for a positive example:", Abs(gradient["gradient"]), given=Eq(y, 1))
    .equals(Abs((sigmoid(z) - 1) * sigmoid(z) * (1 - sigmoid(z))), by=substitute({y: 1}))
    .equals(sigmoid(z) * (1 - sigmoid(z)) ** 2, by="only the first factor is negative", exercise=True)
)
peak = maximum(
    "It is largest at a third, and only there.", of=a * (1 - a) ** 2, over=a, on=Interval(0, 1), at=Rational(1, 3)
)
height = calc("There it is", Rational(1, 3) * (1 - Rational(1, 3)) ** 2).equals(
    Rational(4, 27), by="$\\frac13 \\cdot \\frac49$"
)
up = claim(
    "Below a third it rises with the prediction,",
    D(a * (1 - a) ** 2, a) > 0,
    given=a < Rational(1, 3),
    by="the slope is $(1 - a)(1 - 3a)$",
)
down = claim(
    "and above a third it falls.", D(a * (1 - a) ** 2, a) < 0, given=a > Rational(1, 3), by="$1 - 3a$ is negative now"
)

mirrored = maximum(
    "For a negative example it is $a^2 (1 - a)$, largest at two thirds.",
    of=a**2 * (1 - a),
    over=a,
    on=Interval(0, 1),
    at=Rational(2, 3),
)

prose("""
## Not convex

The squared error of a sigmoid does not bend upwards everywhere. It is enough to look at a positive example.
""")

hill = define("P", (sigmoid(z) - 1) ** 2 / 2, "the loss of a positive example")
second = calc("The second derivative changes its sign where the prediction is a third:", D(hill, (z, 2))).equals(
    sigmoid(z) * (1 - sigmoid(z)) ** 2 * (3 * sigmoid(z) - 1), by=differentiate, label="curvature"
)
bend = witness("At $z = -\\log 3$ the loss bends downwards.", second["curvature"] < 0, at={z: -log(3)})
value = calc("The value of the second derivative there:", second["curvature"].subs(z, -log(3))).equals(
    Rational(-9, 256), by="the prediction is $1/4$"
)

prose("""
## It is the pair that fails

With the prediction left as it is, without a sigmoid, the squared error has the good gradient too. What fails is the
combination of this loss with this output.
""")

o = real("o", note="an output without a sigmoid")
identity = calc("Squared error with an identity output:", D((o - y) ** 2 / 2, o)).equals(o - y, by=differentiate)

conclusion(r"""
With the squared error the slope of the sigmoid stays in the gradient. It takes away at least three quarters, and nearly all
where the unit is confidently wrong and its sigmoid saturated, just where the cross-entropy pulls hardest. The loss is not convex
either. The squared error alone is not to blame: without the sigmoid its gradient is prediction minus label too.
""")

mistake(
    "The slope of the sigmoid must not be left out: without it the gradient is that of the cross-entropy.",
    sigmoid(z) - y,
    instead_of=gradient,
)
mistake(
    "The pull on a positive example is not strongest where the prediction is most wrong: up to one third it grows with $a$.",
    D(a * (1 - a) ** 2, a) < 0,
)

result = gradient
