"""Can a gradient step make the cross-entropy worse?

Take the smallest sample that contradicts itself: the same feature $x = 1$ twice, once with label 1 and once with label 0, and a
unit without a bias. The best it can do is to predict one half. A step of the right length brings it nearer to that; a long one
jumps over the valley and lands higher up on the other side. Everything can be computed here, so the border can be as well.
"""

from sympy import Eq, Limit, Rational, cosh, exp, log

from derive import (
    D,
    calc,
    claim,
    conclusion,
    curve,
    define,
    each,
    family,
    figure,
    iff,
    index,
    minimum,
    mistake,
    positive,
    prose,
    real,
    sigmoid,
    softplus,
    source,
    total,
)
from derive.rules import differentiate, substitute

source("nesterov2004", "chapter 1")
source("goodfellow2016", "section 4.3")

w = real("w", note="the weight")
eta = positive("eta", note="the step size")
h = real("h", note="any weight")
r = positive("r", note="a weight right of the valley's floor")
i = index("i", 1, 2)
x = family("x", i, note="the features of the two samples")

prose(r"""
## The loss of the two samples

With $x = 1$ the score is the weight itself. The losses are $-\log \sigma(w) = \operatorname{softplus}(w) - w$ for the one and
$-\log(1 - \sigma(w)) = \operatorname{softplus}(w)$ for the zero.
""")

loss = define("L", w, ((softplus(w) - w) + softplus(w)) / 2, "the mean loss of the two samples")
short = calc("Their mean is symmetric about 0.", loss(w)).equals(
    log(2 * cosh(w / 2)), by="$1 + e^w$ is $e^{w/2}$ times $2 \\cosh \\frac w2$"
)
gradient = calc("Its slope:", D(loss(w), w)).equals(sigmoid(w) - Rational(1, 2), by=differentiate, label="gradient")
floor = minimum("It is least at 0, where the unit predicts one half.", of=loss(w), over=w, at=0)

prose(r"""
## From the weight 1

The slope there is positive, so the step goes to the left, which is right. With the step size 40 it goes far beyond 0.
""")

start = claim("The loss before the step is about 0.81.",
    (Rational(813, 1000) < loss(1)) & (loss(1) < Rational(814, 1000)), by="softplus(1) is about 1.313")  # fmt: skip
after = calc("The weight after a step of size 40:", 1 - 40 * gradient["gradient"], given=Eq(w, 1)).equals(
    21 - 40 * sigmoid(1), by=substitute({w: 1}), label="after"
)
place = claim("It is about $-8.24$, eight times as far from the floor.",
    (-Rational(825, 100) < after["after"]) & (after["after"] < -Rational(824, 100)), by="sigmoid(1) is about 0.731")  # fmt: skip
worse = claim("The loss after the step is about 4.12.",
    (Rational(412, 100) < loss(21 - 40 * sigmoid(1))) & (loss(21 - 40 * sigmoid(1)) < Rational(413, 100)),
    by="so far out softplus is nearly 0, and half of 8.24 remains")  # fmt: skip

raised = claim(
    "From the weight 1, a step of size 40 raises the mean loss of the two samples from about 0.81 to about 4.12.",
    loss(21 - 40 * sigmoid(1)) > loss(1),
    by="both numbers were just bounded",
    using=(start, worse),
)

jump = figure(
    "The step of size 40 crosses the valley and ends higher up.",
    curve(loss(w), "the mean loss of the two samples"),
    over=(w, -10, 4),
    marks=((1, "before"), (21 - 40 / (1 + exp(-1)), "after")),
    alt="A valley with its floor at w = 0. The point before the step is low on its right side, at w = 1; the point after it is high on "
    "the left side, at about w = -8.2.",
)

prose(r"""
## Where the border is

The loss is symmetric and grows on both sides of its floor. From a weight $r > 0$ a step therefore raises the loss exactly when it lands
farther from 0 than it began.
""")

nearer = claim("Nearer to 0 the loss is lower:", loss(h) < loss(r), given=(h < r, h > -r),
    by="$\\cosh \\frac h2 < \\cosh \\frac r2$")  # fmt: skip
farther = claim("Beyond $-r$ it is higher:", loss(h) > loss(r), given=h < -r,
    by="$\\cosh \\frac h2 > \\cosh \\frac r2$")  # fmt: skip
border = iff("So from $r$ the loss rises exactly when the step size is beyond $2r$ divided by the slope.",
    r - eta * (sigmoid(r) - Rational(1, 2)) < -r, eta > 2 * r / (sigmoid(r) - Rational(1, 2)), by="the slope at $r$ is positive")  # fmt: skip
number = claim("From the weight 1 the border lies between 8.65 and 8.66.",
    (Rational(865, 100) < 2 / (sigmoid(1) - Rational(1, 2))) & (2 / (sigmoid(1) - Rational(1, 2)) < Rational(866, 100)),
    by="sigmoid(1) is about 0.731")  # fmt: skip

prose(r"""
The general bound knows only the features: a step is short enough if $\eta < \frac2M$, where $M$ is a quarter of the mean square of the
features. Here that border is 8. A step up to it lowers the loss from every $r > 0$, and by symmetry from every weight left of the
floor; from a weight near 0 hardly a longer one is safe.
""")

M = define("M", total(x[i] ** 2, i) / (4 * 2), "a quarter of the mean square of the features")
general = calc("The general border:", 2 / M, given=each(i, Eq(x[i], 1))).equals(
    8, by="$M = \\frac{1 + 1}{4 \\cdot 2} = \\frac14$"
)
safe = claim("A step of size 8 never lands beyond $-r$.", r - 8 * (sigmoid(r) - Rational(1, 2)) > -r,
    by="the sigmoid rises by less than $\\frac r4$ from 0 to $r$")  # fmt: skip
landing = r - eta * (sigmoid(r) - Rational(1, 2))
between = claim("A step up to this size lands between $-r$ and $r$.", (-r < landing) & (landing < r), given=eta <= 8,
    by="it goes to the left, and no farther than the step of size 8", using=safe)  # fmt: skip
lower = claim(
    "So it lowers the loss, however far out $r$ is.",
    loss(landing) < loss(r),
    given=eta <= 8,
    by=nearer.at({h: landing}),
    using=between,
)
sharp = calc("Near the floor 8 is the border itself.", Limit(2 * r / (sigmoid(r) - Rational(1, 2)), r, 0)).equals(
    8, by="the slope of the sigmoid at 0 is $\\frac14$"
)

conclusion(r"""
A step against the gradient does not always lower the cross-entropy: from $w = 1$ the step size 40 raises the loss of these two samples from
about 0.81 to about 4.12. The border is near 8.66 from there, and it moves to $\frac2M = 8$ as the weight approaches the floor. A bound on
the step size is needed, and for this sample the general bound cannot be improved.
""")

mistake("The slope is subtracted, not added.",
    40 * sigmoid(1) - 19, instead_of=after["after"])  # fmt: skip
mistake("Going downhill does not always mean arriving lower.", loss(21 - 40 * sigmoid(1)) < loss(1))
mistake(
    "The mean loss of samples that disagree does not go down to 0: it is never below $\\log 2$.",
    loss(w) < Rational(1, 2),
)

result = raised
