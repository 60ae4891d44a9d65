r"""What do the two numbers of a normal law stand for?

The normal density has two parameters, $\mu$ and $v$. That it is a density at all, that $\mu$ is its mean and that $v$ is its
variance are statements about three integrals. They are worked out here, with the two that follow: there is no skew, and the mean
fourth power of the deviation is $3v^2$. One more integral, the moment generating function, has the moments as its derivatives at 0.
"""

from sympy import Eq, Integral, exp, oo, pi, sqrt

from derive import D, calc, conclusion, define, iff, maximum, mistake, positive, prose, real, source
from derive.rules import differentiate

source("casella2002", "section 3.3")
source("bishop2006", "section 1.2.4")

x = real("x", note="a possible value")
mu = real("mu", note="the first parameter: the mean")
v = positive("v", note="the second parameter: the variance")
f = define("f", x, exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v), "the normal density")

prose(r"""
## It is a density

All rests on one integral, that of the bell $e^{-u^2}$. The factor in front of the normal density is just what makes the total 1.
""")

u = real("u", note="an auxiliary variable")
bell = calc("The integral of the bell:", Integral(exp(-(u**2)), (u, -oo, oo))).equals(
    sqrt(pi), by="its square is a double integral, which polar coordinates turn into $2\\pi \\cdot \\frac{1}{2}$"
)
stretched = (
    calc("For a bell that is moved and stretched:", Integral(exp(-((x - mu) ** 2) / (2 * v)), (x, -oo, oo)))
    .equals(sqrt(2 * v) * Integral(exp(-(u**2)), (u, -oo, oo)), by="$x = \\mu + u\\sqrt{2v}$")
    .equals(sqrt(2 * pi * v), by="the bell has the integral $\\sqrt{\\pi}$")
)
mass = calc("So the total mass is 1.", Integral(f(x), (x, -oo, oo))).equals(
    1, by="the factor in front is one over that integral"
)

prose(r"""
## Mean and variance

The slope of the density is the density times $-(x - \mu)/v$. Hence a deviation times the density can be integrated at once, and one
integration by parts gives the square of the deviation.
""")

slope = calc("The slope of the density:", D(f(x), x)).equals(-(x - mu) / v * f(x), by=differentiate)
deviation = calc("The mean deviation:", Integral((x - mu) * f(x), (x, -oo, oo))).equals(
    0, by="$-v f$ has the slope $(x - \\mu) f$ and vanishes at both ends"
)
mean = (
    calc("The mean is $\\mu$.", Integral(x * f(x), (x, -oo, oo)))
    .equals(mu * Integral(f(x), (x, -oo, oo)) + Integral((x - mu) * f(x), (x, -oo, oo)), by="$x = \\mu + (x - \\mu)$")
    .equals(mu, by="the total mass is 1, the mean deviation 0")
)
variance = (
    calc("The mean squared deviation, the variance, is $v$.", Integral((x - mu) ** 2 * f(x), (x, -oo, oo)))
    .equals(v * Integral(f(x), (x, -oo, oo)), by="parts: $(x - \\mu)$ times the slope of $-v f$")
    .equals(v, by="the total mass is 1")
)

prose(r"""
## Higher moments

Odd powers of the deviation cancel, since the density is symmetric. For even powers the same integration by parts goes on.
""")

third = calc("There is no skew:", Integral((x - mu) ** 3 * f(x), (x, -oo, oo))).equals(0, by="the two halves cancel")
fourth = (
    calc("The mean fourth power of the deviation:", Integral((x - mu) ** 4 * f(x), (x, -oo, oo)))
    .equals(3 * v * Integral((x - mu) ** 2 * f(x), (x, -oo, oo)), by="parts: $(x - \\mu)^3$ times the slope of $-v f$")
    .equals(3 * v**2, by="the remaining integral is the variance", label="fourth")
)
h = real("h", note="the argument of the moment generating function")
generating = calc("The moment generating function:", Integral(exp(h * x) * f(x), (x, -oo, oo))).equals(
    exp(h * mu + h**2 * v / 2),
    by="the exponents are completed to a square; what is left under the integral is a density with its mean moved by $hv$",
)
first = calc("Its slope at 0 is the mean again.", D(exp(h * mu + h**2 * v / 2), h), given=Eq(h, 0)).equals(
    mu, by="the slope is $\\mu + hv$ times the function itself"
)

second = calc(
    "Its second derivative there is the mean square of $x$.", D(exp(h * mu + h**2 * v / 2), (h, 2)), given=Eq(h, 0)
).equals(v + mu**2, by="the product rule: $v$ plus the square of $\\mu + hv$, times the function itself")

prose("## Where the density is highest")

top = maximum("The density is highest at the mean, and only there.", of=f(x), over=x, at=mu)
curvature = calc("Its second derivative:", D(f(x), (x, 2))).equals(
    ((x - mu) ** 2 / v**2 - 1 / v) * f(x), by="the product rule, with the slope that is known"
)
bend = iff(
    "The first factor is 0 one standard deviation to the left and to the right of the mean: there the bell turns from curving up to curving down.",
    Eq((x - mu) ** 2 / v**2 - 1 / v, 0),
    Eq((x - mu) ** 2, v),
    by="both sides times $v^2$, which is positive",
)

conclusion(r"""
The total mass is 1, the mean is $\mu$, the variance is $v$. So the two numbers of a normal law are the two numbers that one asks for
first, and each can be chosen without the other. Beyond them a normal law has nothing of its own: its moment generating function
contains no other number.
""")

mistake(
    "Without the factor in front, the integral has $v$ under the root, too.", sqrt(2 * pi) * v, instead_of=stretched
)
mistake("The mean square of $x$ itself contains the mean too.", v, instead_of=Integral(x**2 * f(x), (x, -oo, oo)))
mistake("The mean fourth power is not the square of the variance.", v**2, instead_of=fourth)

result = variance
