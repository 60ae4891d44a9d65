r"""How uncertain is a normal law with a given variance?

The entropy of a density is the mean of minus its logarithm. For a normal law that logarithm is a constant minus a square, and this is
the whole point: its mean depends on nothing but the mean and the variance of the law that the data come from. So what
the normal law's code costs is the same for all mixtures of normal laws with the same variance about the same mean.
"""

from sympy import Abs, E, Eq, Integral, Rational, exp, log, oo, pi, sqrt

from derivations.normal.moments import f, mu, v, x
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
    mistake,
    positive,
    prose,
    source,
    total,
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
    calc("Its mean under the law itself:", -Integral(f(x) * log(f(x)), (x, -oo, oo)))
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
## Laws on a grid

Let the possible values be any finite list $y_1, \dots, y_K$, a fine grid for instance, and give each value a probability
proportional to the normal density, $p_c = e^{-(y_c - \mu)^2/(2v)}/Z$. The rival $q$ is any other law on the same values whose mean square
of $y_c - \mu$ is $v$ as well. What the code of $p$ costs for data from $q$ depends
on that mean square only, and no law has a code that is better than its own.
""")

K = count("K", note="the number of possible values")
c = index("c", 1, K)
other = index("l", 1, K)
y = family("y", c, note="the possible values")
q = family("q", c, proportion=True, note="any law on these values")
s = family("s", c, positive=True, note="a law with no zeros")
Z = define("Z", total(exp(-((y[other] - mu) ** 2) / (2 * v)), other), "the sum of the normal weights")
p = define("p", c, exp(-((y[c] - mu) ** 2) / (2 * v)) / Z, "the normal law on these values")
spread = (Eq(total(q[c], c), 1), Eq(total(q[c] * (y[c] - mu) ** 2, c), v))

normed = calc("The normal weights are made a law.", total(p[c], c)).equals(
    1, by="numerators and denominator are the same sum"
)
cost = (
    calc("What the code of $p$ costs for data from $q$:", -total(q[c] * log(p[c]), c), given=spread)
    .equals(
        log(Z) * total(q[c], c) + total(q[c] * (y[c] - mu) ** 2, c) / (2 * v),
        by="minus the logarithm of $p_c$ is $\\log Z$ plus a parabola",
    )
    .equals(log(Z) + Rational(1, 2), by="the weights add up to 1, the mean square is $v$", label="cost")
)
h = family("h", c, positive=True, note="the law that a code is made for")
gibbs = calc(
    "And no law's entropy exceeds what another law's code costs for it.",
    -total(s[c] * log(s[c]), c),
    given=(Eq(total(s[c], c), 1), Eq(total(h[c], c), 1)),
).at_most(-total(s[c] * log(h[c]), c), by="Gibbs' inequality", equality_iff=each(c, Eq(s[c], h[c])))

prose(r"""
## Densities

For densities the same comparison is made under an integral. At each point the terms of Gibbs' inequality are compared with $g - w$ to spare, where
$w$ is the rival's density and $g$ the normal one; both densities have the integral 1, so $g - w$ integrates to 0. That integration is not carried
out here for an arbitrary density. The cost of the normal code is worked out for mixtures of normal laws with any number of components.
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
    "A mixture with the variance $v$ costs in the normal code what the normal law itself costs.",
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

b = positive("b", note="the scale of a Laplace law, or the width of a uniform one")
circle = claim("One number beforehand:", log(pi) > 1, by="$\\pi > e$")
laplace = (
    calc(
        "A Laplace law of scale $b$ has the variance $2b^2$. Its entropy:",
        Integral(exp(-Abs(x - mu) / b) / (2 * b) * (log(2 * b) + Abs(x - mu) / b), (x, -oo, oo)),
        given=Eq(v, 2 * b**2),
    )
    .equals(log(2 * b) + 1, by="the mean of $|x - \\mu|$ is $b$")
    .equals(log(2 * v) / 2 + 1, by="$b = \\sqrt{v/2}$")
    .less_than(log(2 * pi * E * v) / 2, by=circle)
)
uniform = (
    calc("A uniform law of width $b$ has the variance $b^2/12$. Its entropy:", log(b), given=Eq(v, b**2 / 12))
    .equals(log(12 * v) / 2, by="$b = \\sqrt{12v}$")
    .less_than(log(2 * pi * E * v) / 2, by="$12 < 2\\pi e$")
)

conclusion(r"""
The entropy of a normal law is $\frac{1}{2}\log(2\pi e v)$. What the code of a normal law costs depends only on the mean square of the data about $\mu$;
this is proved for every law on a grid and for every mixture of normal laws. No entropy exceeds what another code costs; this is proved for laws without
zeros on finitely many values and, for densities, at each point. That no density at all with the variance $v$ has a larger entropy than the normal one is
not shown here; a Laplace law and a uniform one with that variance do have less.
""")

mistake(
    "The mean does not make a law uncertain; only the variance does.",
    log(2 * pi * E * (v + mu**2)) / 2,
    instead_of=entropy,
)
mistake("The parabola costs something too: $\\frac{1}{2}$ on average.", log(2 * pi * v) / 2, instead_of=entropy)
mistake(
    "The entropy of a density may be negative: that of a narrow normal law is.",
    log(2 * pi * E * v) / 2 >= 0,
    given=v < Rational(1, 20),
)

result = mixture
