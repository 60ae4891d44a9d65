r"""How uncertain is a normal law with a given variance?

The entropy of a density is the mean of minus its logarithm. For a normal law that is a constant plus a square, and the mean of the
square is the variance. So the entropy is $\frac{1}{2}\log(2\pi e v)$: it grows with the variance and does not depend on the mean. The
normal law is known as the most uncertain one with its variance. Here this is proved for laws on any finite list of values; for
densities the page has a part of the proof and two examples.
"""

from sympy import Abs, E, Eq, Integral, Rational, exp, log, oo, pi, sqrt

from derivations.normal.moments import f, mu, v, x
from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    each,
    family,
    index,
    mistake,
    positive,
    prose,
    real,
    source,
    total,
    xlogy,
)

source("cover2006", "chapter 8")
source("bishop2006", "section 1.6")

prose("## The entropy of a normal law")

surprise = calc("Minus the logarithm of the density is a parabola.", -log(f(x))).equals(
    log(2 * pi * v) / 2 + (x - mu) ** 2 / (2 * v),
    by="the logarithm of an exponential is its exponent",
    label="parabola",
)
entropy = (
    calc(
        "The entropy of a normal law, the mean of minus the logarithm of its density:",
        -Integral(f(x) * log(f(x)), (x, -oo, oo)),
    )
    .equals(
        log(2 * pi * v) / 2 * Integral(f(x), (x, -oo, oo)) + Integral((x - mu) ** 2 * f(x), (x, -oo, oo)) / (2 * v),
        by="the parabola is averaged term by term",
    )
    .equals(log(2 * pi * v) / 2 + Rational(1, 2), by="the total mass is 1, the variance $v$")
    .equals(log(2 * pi * E * v) / 2, by="$\\frac{1}{2} = \\frac{1}{2}\\log e$", label="entropy")
)
moved = claim("It does not depend on where the law lies,", D(entropy, mu), "==", 0, by="the mean does not occur in it")
wider = claim("and a wider law is more uncertain.", D(entropy, v) > 0, by="the slope is $1/(2v)$")

prose(r"""
## No law on a grid is more uncertain

Let the possible values be any finite list $y_1, \dots, y_K$, a fine grid for instance. Let $h$ be the law on them that is shaped like
the normal density, $h_c = e^{-a - (y_c - \mu)^2/(2v)}$ with the $a$ that makes the total 1. The rival $q$ is any other law on these
values, zeros allowed, with the same mean square of $y_c - \mu$. Two steps lead to the result. The cross-entropy of any law with
another is at least its own entropy. And minus the logarithm of $h$ is a parabola, so that the cross-entropy with $h$ is the same for
all laws with this mean square, $h$ included.
""")

K = count("K", note="the number of possible values, or of components")
c = index("c", 1, K)
y = family("y", c, note="the possible values")
q = family("q", c, proportion=True, note="any law on these values, or the weights of a mixture")
h = family("h", c, positive=True, note="a law on these values without zeros")
a = real("a", note="the constant that makes the total 1")
laws = (Eq(total(q[c], c), 1), Eq(total(h[c], c), 1))
shaped = each(c, Eq(h[c], exp(-a - (y[c] - mu) ** 2 / (2 * v))))
level = Eq(total(q[c] * (y[c] - mu) ** 2, c), total(h[c] * (y[c] - mu) ** 2, c))

gibbs = calc("The inequality of Gibbs:", -total(xlogy(q[c], q[c]), c), given=laws).at_most(
    -total(q[c] * log(h[c]), c),
    by="$\\log u \\leq u - 1$ for $u = h_c/q_c$, averaged",
    equality_iff=each(c, Eq(q[c], h[c])),
)
most = (
    calc(
        "Of all laws with the same mean square, the one shaped like the normal density has the most entropy.",
        -total(xlogy(q[c], q[c]), c),
        given=(*laws, shaped, level),
    )
    .at_most(-total(q[c] * log(h[c]), c), by=gibbs)
    .equals(a + total(q[c] * (y[c] - mu) ** 2, c) / (2 * v), by="minus the logarithm of $h_c$ is $a$ plus a parabola")
    .equals(a + total(h[c] * (y[c] - mu) ** 2, c) / (2 * v), by="the mean squares are the same")
    .equals(-total(h[c] * log(h[c]), c), by="the same steps backwards, for $h$ itself")
)

prose(r"""
By the inequality of Gibbs no other law comes up to it: the first step is an equality for $q = h$ only.

## Densities

For densities the same two steps are made under an integral. At each point the terms of Gibbs' inequality are compared with $g - w$ to
spare, where $w$ is the rival's density and $g$ the normal one; both densities have the integral 1, so $g - w$ integrates to 0. That
integration is not carried out here for an arbitrary density. The second step is, for mixtures of normal laws with any number of
components: their cross-entropy with the normal law depends on the mean square only.
""")

w = positive("w", note="the rival's density at a point")
g = positive("g", note="the normal density there")
pointwise = calc("At one point:", -w * log(w)).at_most(
    -w * log(g) + g - w, by="$\\log u \\leq u - 1$ for $u = g/w$", equality_iff=Eq(w, g)
)
m = family("m", c, note="the means of the components")
r = family("r", c, positive=True, note="their variances")
mixed = (Eq(total(q[c], c), 1), Eq(total(q[c] * (r[c] + (m[c] - mu) ** 2), c), v))
mixture = calc(
    "A mixture whose mean square about $\\mu$ is $v$ has a cross-entropy with the normal law that is the normal law's own entropy.",
    total(
        q[c]
        * Integral(
            (log(2 * pi * v) / 2 + (x - mu) ** 2 / (2 * v))
            * exp(-((x - m[c]) ** 2) / (2 * r[c]))
            / sqrt(2 * pi * r[c]),
            (x, -oo, oo),
        ),
        c,
    ),
    given=mixed,
).equals(log(2 * pi * E * v) / 2, by="the component $c$ has the mean square $r_c + (m_c - \\mu)^2$ about $\\mu$")

prose(r"""
## Two rivals

A Laplace law and a uniform law about the same mean, with the same variance as the normal law, have less entropy than it.
""")

b = positive("b", note="the scale of a Laplace law, or the width of a uniform one")
scatter = calc(
    "The variance of a Laplace law of scale $b$:",
    Integral((x - mu) ** 2 * exp(-Abs(x - mu) / b) / (2 * b), (x, -oo, oo)),
).equals(2 * b**2, by="twice the integral of $t^2 e^{-t/b}/(2b)$ over $t > 0$, by parts")
circle = claim("A number that is needed:", log(pi) > 1, by="$\\pi > e$")
laplace = (
    calc(
        "The entropy of a Laplace law with the variance $v$:",
        Integral(exp(-Abs(x - mu) / b) / (2 * b) * (log(2 * b) + Abs(x - mu) / b), (x, -oo, oo)),
        given=Eq(v, 2 * b**2),
    )
    .equals(log(2 * b) + 1, by="the mean of $|x - \\mu|$ is $b$")
    .equals(log(2 * v) / 2 + 1, by="$b = \\sqrt{v/2}$")
    .less_than(log(2 * pi * E * v) / 2, by="$\\log\\pi$ is above 1", using=circle)
)
width = calc(
    "The variance of a uniform law of width $b$:", Integral((x - mu) ** 2 / b, (x, mu - b / 2, mu + b / 2))
).equals(b**2 / 12, by="an antiderivative is $(x - \\mu)^3/(3b)$")
uniform = (
    calc(
        "The entropy of a uniform law with the variance $v$:",
        -Integral(1 / b * log(1 / b), (x, mu - b / 2, mu + b / 2)),
        given=Eq(v, b**2 / 12),
    )
    .equals(log(b), by="the density is $1/b$ on the whole width")
    .equals(log(12 * v) / 2, by="$b = \\sqrt{12v}$")
    .less_than(log(2 * pi * E * v) / 2, by="$12 < 2\\pi e$")
)

conclusion(r"""
The entropy of a normal law is $\frac{1}{2}\log(2\pi e v)$, whatever the mean is. On any finite list of values the law that is shaped like
the normal density has more entropy than every other law with the same mean square about $\mu$, because a square is all that its
logarithm contains. That no density at all with the variance $v$ has more entropy than the normal one is not shown here; a Laplace
law and a uniform one with that variance do have less.
""")

mistake(
    "The mean does not make a law uncertain; only the variance does.",
    log(2 * pi * E * (v + mu**2)) / 2,
    instead_of=entropy,
)
mistake(
    "The average of the parabola's second term must not be forgotten, it is $\\frac{1}{2}$.",
    log(2 * pi * v) / 2,
    instead_of=entropy,
)
mistake(
    "The entropy of a density may be negative: that of a narrow normal law is.",
    log(2 * pi * E * v) / 2 >= 0,
    given=v < Rational(1, 20),
)

result = entropy
