"""How far can softplus rise above its tangent?

The softplus function is the curved part of the cross-entropy of a logistic unit. Its tangent lies below it, as for every
convex function. Here it is caught from above as well: a parabola with second derivative 1/4, drawn through the point of
contact, is nowhere below it, however long the step. With that, what a gradient step does to the cross-entropy can be bounded
before the step is taken.
"""

from sympy import Eq, Ne, Rational, cosh, log, sinh, tanh

from derive import D, calc, claim, conclusion, curve, figure, mistake, positive, prose, real, sigmoid, softplus, source
from derive.rules import differentiate

source("nesterov2004", "chapter 1")
source("boyd2004", "section 9.1")

z = real("z", note="the point of contact, a score")
u = real("u", note="the step away from it, in either direction")
h = positive("h", note="the length of a step to the right")

prose(r"""
## How much softplus bends

The slope of softplus is the sigmoid, so its second derivative is the slope of the sigmoid. That is a product of two numbers
whose sum is 1, and such a product is never more than $\frac14$.
""")

slope = calc("The slope of softplus:", D(softplus(z), z)).equals(sigmoid(z), by=differentiate)
bend = (
    calc("Its second derivative is largest at 0, where the sigmoid is one half.", D(softplus(z), (z, 2)))
    .equals(sigmoid(z) * (1 - sigmoid(z)), by=differentiate, label="second")
    .at_most(Rational(1, 4), by="$\\frac14 - a(1 - a) = (a - \\frac12)^2$ with $a = \\sigma(z)$", equality_iff=Eq(z, 0))
)
curved = claim("It is positive,", bend["second"] > 0, by="both factors are")
above = calc("so the curve is strictly convex, and the tangent lies below it.", softplus(z + u)).at_least(
    softplus(z) + sigmoid(z) * u,
    by="a curve that bends upwards everywhere is above its tangents",
    equality_iff=Eq(u, 0),
)

prose(r"""
## How fast the slope can change

A second derivative of at most $\frac14$ lets the sigmoid rise by at most $\frac h4$ over a length $h$. It can rise by that much only if
it is steepest all the way, and it is steepest at a single point. To find the largest rise over the length $h$, write it with the
middle of the step, $z + \frac h2$: the rise is largest if that middle is the steepest point, 0. It is a hyperbolic tangent then,
which is strictly less than $\frac h4$.
""")

middle = calc("The rise in terms of the middle:", sigmoid(z + h) - sigmoid(z)).equals(
    sinh(h / 2) / (cosh(z + h / 2) + cosh(h / 2)),
    by="$\\sigma(x) = \\frac12 (1 + \\tanh \\frac x2)$, and both are brought to a common denominator",
    label="middle",
)
halved = calc("With 0 in the middle:", sinh(h / 2) / (1 + cosh(h / 2))).equals(
    tanh(h / 4), by="the tangent of half an angle"
)
rise = (
    calc("So this is the most that the sigmoid can rise.", sigmoid(z + h) - sigmoid(z))
    .equals(middle["middle"], by=middle)
    .at_most(
        tanh(h / 4),
        by="the hyperbolic cosine of the middle is at least 1, and 1 only at 0",
        using=halved,
        equality_iff=Eq(z, -h / 2),
    )
)
less = claim("And that is less than a quarter of the step.", tanh(h / 4) < h / 4, by="tanh is below its tangent at 0")

prose(r"""
## Above the tangent

What the slope gains along the step adds up to what the curve gains on its tangent. To the right the slope gains at most
$\tanh \frac t4$ over the length $t$, and the integral of that from 0 to $u$ is $4 \log \cosh \frac u4$. A step to the left is a step
to the right seen from its other end: the slope loses at most as much, and the bound is the same. It no longer depends on the
place. The parabola lies above it.
""")

gain = (
    calc("The gain has the slope that was just found.", D(4 * log(cosh(u / 4)), u))
    .equals(sinh(u / 4) / cosh(u / 4), by=differentiate)
    .equals(tanh(u / 4), by="the hyperbolic tangent is this quotient")
)
caught = calc("So softplus is caught from above.", softplus(z + u)).at_most(
    softplus(z) + sigmoid(z) * u + 4 * log(cosh(u / 4)),
    by="both sides agree at $u = 0$, and the right one gains on the left one from there, in both directions",
)
simpler = calc("The parabola is simpler, and higher everywhere else.", 4 * log(cosh(u / 4))).at_most(
    u**2 / 8, by="both agree at $u = 0$, and $\\tanh \\frac u4$ is nearer to 0 than $\\frac u4$", equality_iff=Eq(u, 0)
)
strict = (
    calc("After any step other than 0 softplus is strictly below the parabola.", softplus(z + u), given=Ne(u, 0))
    .at_most(softplus(z) + sigmoid(z) * u + 4 * log(cosh(u / 4)), by=caught)
    .less_than(softplus(z) + sigmoid(z) * u + u**2 / 8, by=simpler)
)
bound = calc(
    "Softplus is above its tangent by at most an eighth of the squared step, and by just that only where the step is 0.",
    softplus(z + u),
).at_most(softplus(z) + sigmoid(z) * u + u**2 / 8, by=strict, using=(caught, simpler), equality_iff=Eq(u, 0))

fence = figure(
    "Softplus between its tangent and the parabola, for the point of contact $z = -1$.",
    curve(bound.start, "softplus: $\\mathrm{softplus}(z + u)$"),
    curve(bound, "the parabola: $\\mathrm{softplus}(z) + \\sigma(z) \\, u + u^2/8$"),
    curve(softplus(z) + sigmoid(z) * u, "the tangent: $\\mathrm{softplus}(z) + \\sigma(z) \\, u$"),
    over=(u, -5, 6),
    vertical="the value",
    given={z: -1},
    marks=((0, "the point of contact"),),
    alt="Three curves against the step u that touch at u = 0. The straight tangent is lowest, softplus bends up from it, and the parabola "
    "lies above softplus on both sides.",
)

conclusion(r"""
Softplus lies between its tangent and a parabola of second derivative $\frac14$, and it touches either only at the point of contact. The gap above
the tangent is at most $\frac{u^2}{8}$, wherever the tangent is drawn. So a step against the slope can be judged without looking
at the curve again: the tangent tells the gain, the parabola the price.
""")

mistake("The parabola takes half of the second derivative, and half of $\\frac14$ is $\\frac18$, not $\\frac1{16}$.",
    softplus(z + u) <= softplus(z) + sigmoid(z) * u + u**2 / 16)  # fmt: skip
mistake("The bend at the point of contact is not the largest along the step.",
    softplus(z + u) <= softplus(z) + sigmoid(z) * u + sigmoid(z) * (1 - sigmoid(z)) * u**2 / 2)  # fmt: skip
mistake("A convex curve lies above its tangent, not below it.", softplus(z + u) <= softplus(z) + sigmoid(z) * u)

result = bound
