r"""Why does Adam divide by 1 minus a power of beta?

Adam keeps a running mean of the gradients: each new one gets the share $1 - \beta$, and the old mean the share $\beta$. The mean
starts at 0, and so it is too small at first. Its weights do not add up to 1 but to $1 - \beta^t$, and the division by this number
puts it right. With it, the very first step is exactly as long as the step size says.
"""

from sympy import Abs, Eq, Limit, Ne, Rational, oo, sign, sqrt

from derive import (
    calc,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    mistake,
    positive,
    proportion,
    prose,
    real,
    source,
    total,
)

source("kingma2015", "section 3")
source("goodfellow2016", "section 8.5.3")

t = count("t", note="the number of steps so far")
i = index("i", 1, t)
k = index("k", 1, oo)
g = family("g", k, note="the gradients, in one weight")
b = proportion("beta", open=True, note="the share of the old mean")
r = proportion("r", open=True, note="the share of the old mean of the squares")
eta = positive("eta", note="the step size")
c = real("c", note="a gradient that does not change")

prose(r"""
## The running mean, written out

After $t$ steps the gradient $g_i$ has been multiplied by $1 - \beta$ once, and by $\beta$ in each of the $t - i$ steps since. The mean of
the squared gradients is made in the same way, with $r$ for $\beta$. (In the paper on Adam the two are called $\beta_1$ and $\beta_2$.)
""")

m = define("m", t, total((1 - b) * b ** (t - i) * g[i], (i, 1, t)), "the running mean of the gradients after $t$ steps")
q = define("v", t, total((1 - r) * r ** (t - i) * g[i] ** 2, (i, 1, t)), "the running mean of the squared gradients")

first = calc("The first step starts from the mean 0.", m(1)).equals(
    (1 - b) * g[1], by="the sum has one term", label="first"
)
later = calc("Each later one uses the mean so far.", m(t + 1)).equals(
    b * m(t) + (1 - b) * g[t + 1], by="in the sum, all terms but the last have a factor $\\beta$"
)

prose(r"""
## What the weights add up to

A mean needs weights that add up to 1. These add up to less, and what is missing is what the zero at the start still weighs.
""")

weights = (
    calc("The weights of the running mean add up to less than 1:", total((1 - b) * b ** (t - i), i))
    .equals((1 - b) * total(b ** (t - i), i), by="the common factor does not depend on $i$")
    .equals((1 - b) * ((1 - b**t) / (1 - b)), by="the powers from $\\beta^{t - 1}$ down to 1 are a geometric sum")
    .equals(1 - b**t, by="the factor cancels", label="weights")
)
light = calc("This is less than 1, indeed.", weights["weights"]).less_than(1, by="a power of $\\beta$ is positive")
shares = calc("Divided by their sum, they are shares.", total((1 - b) * b ** (t - i) / (1 - b**t), i)).equals(
    1, by="their sum is the denominator"
)
fade = calc("After many steps there is nothing left to correct.", Limit(1 - b**t, t, oo)).equals(
    1, by="a power of a number below 1 goes to 0"
)

prose(r"""
## A gradient that does not change

Here it is clear what a mean should be: the gradient itself. The corrected mean is, after any number of steps, and the mean without the
correction is not.
""")

constant = (
    calc("The mean with the correction:", m(t) / (1 - b**t), given=each(i, Eq(g[i], c)))
    .equals(c * total((1 - b) * b ** (t - i), i) / (1 - b**t), by="the gradient is a common factor")
    .equals(c, by="the weights add up to the denominator", label="constant")
)
small = (
    calc("The mean without it is too small.", Abs(m(t)), given=(each(i, Eq(g[i], c)), Ne(c, 0)))
    .equals((1 - b**t) * Abs(c), by="the weights add up to $1 - \\beta^t$")
    .less_than(Abs(c), by="the factor is below 1")
)

prose(r"""
## The first step

Adam goes against the corrected mean, divided by the root of the corrected mean square. In the first step both are made of the same
gradient, so its size cancels. What is left is its sign, times the step size. (The tiny number that Adam adds to the root, to
keep from dividing by 0, is left out.)
""")

length = (
    calc("The first step:", -eta * (m(1) / (1 - b)) / sqrt(q(1) / (1 - r)), given=Ne(g[1], 0))
    .equals(-eta * g[1] / sqrt(g[1] ** 2), by="$1 - \\beta$ and $1 - r$ cancel")
    .equals(
        -eta * sign(g[1]),
        by="the root is the absolute value, and a number divided by its absolute value is its sign",
        label="length",
    )
)
steady = calc(
    "With a gradient that does not change, every step has this length.",
    Abs(-eta * (m(t) / (1 - b**t)) / sqrt(q(t) / (1 - r**t))),
    given=(each(i, Eq(g[i], c)), Ne(c, 0)),
).equals(eta, by="the corrected means are $c$ and $c^2$")
raw = calc(
    "Without the corrections, the first step has another length.", Abs(-eta * m(1) / sqrt(q(1))), given=Ne(g[1], 0)
).equals(
    eta * (1 - b) / sqrt(1 - r), by="of the first mean the factor $1 - \\beta$ is left, of the root $\\sqrt{1 - r}$"
)

conclusion(r"""
The weights of the running mean add up to $1 - \beta^t$. Divided by this, the mean of a constant gradient is the gradient itself, at once and
not only after many steps. The first step has the length $\eta$, however large the gradient is, unless it is 0.
""")

mistake("The weights of the running mean do not add up to 1.", Eq(total((1 - b) * b ** (t - i), i), 1))
mistake(
    "The correction belongs to the number of steps: it is not $1 - \\beta$ every time.",
    c,
    instead_of=m(t) / (1 - b),
    given=each(i, Eq(g[i], c)),
)
mistake(
    "Leaving out both corrections does not make the first step shorter: with the usual shares it is more than three times too long.",
    (1 - b) / sqrt(1 - r) <= 1,
    given=(Eq(b, Rational(9, 10)), Eq(r, Rational(999, 1000))),
)

result = weights
