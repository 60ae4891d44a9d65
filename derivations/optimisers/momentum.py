r"""How fast does gradient descent with momentum get?

With momentum, each step is the share $\beta$ of the one before plus the new gradient. If the gradients agree, the steps add up, but not
without end: like a ball in syrup, the descent reaches a terminal speed. It is $1/(1 - \beta)$ times the step without momentum. If the
gradients change their sign from step to step, momentum does the opposite and calms the descent down.
"""

from sympy import Abs, Eq, Limit, Ne, oo

from derivations.optimisers.adam import b, c, g, i, m, t
from derive import calc, claim, conclusion, count, define, each, iff, index, mistake, prose, real, source, total

source("goodfellow2016", "section 8.3.2")

prose(r"""
## The velocity, written out

What is left of the gradient $g_i$ after $t$ steps is $\beta^{t - i} g_i$. So the velocity is a weighted sum of all gradients, in which old
ones count for less and less. A step goes downhill, by the velocity times the step size.
""")

u = define("u", t, total(b ** (t - i) * g[i], (i, 1, t)), "the velocity after $t$ steps")

first = calc("At first it is the gradient.", u(1)).equals(g[1], by="the sum has one term")
later = calc("Then it is the share $\\beta$ of the old one plus the new gradient.", u(t + 1)).equals(
    b * u(t) + g[t + 1], by="in the sum, all terms but the last have a factor $\\beta$"
)
mean = calc("It is the running mean that Adam uses, up to a factor.", u(t)).equals(
    m(t) / (1 - b), by="the weights of the mean are $1 - \\beta$ times as large"
)

prose(r"""
## Downhill all the way

On an even slope the gradient is the same in each step. Then the velocity is a geometric sum.
""")

speed = (
    calc("The velocity after $t$ steps:", u(t), given=each(i, Eq(g[i], c)))
    .equals(c * total(b ** (t - i), i), by="the gradient is a common factor")
    .equals(c * (1 - b**t) / (1 - b), by="the powers of $\\beta$ are a geometric sum", label="speed")
)
terminal = calc(
    "With the same gradient in each step, the velocity goes to $1/(1 - \\beta)$ times that gradient.",
    Limit(speed["speed"], t, oo),
).equals(c / (1 - b), by="$\\beta^t$ goes to 0", label="terminal")
below = calc("The terminal speed is never reached.", Abs(c * (1 - b**t) / (1 - b)), given=Ne(c, 0)).less_than(
    Abs(c) / (1 - b), by="$1 - \\beta^t$ is below 1"
)
missing = calc("What is missing shrinks by the factor $\\beta$ in each step.", c / (1 - b) - speed["speed"]).equals(
    b**t * (c / (1 - b)), by="the terms without $\\beta^t$ cancel"
)
a = real("a", note="some velocity")
rest = iff(
    "A velocity that stays as it is must be the terminal one.",
    Eq(b * a + c, a),
    Eq(a, c / (1 - b)),
    by="both say $(1 - \\beta) a = c$, and $1 - \\beta$ is not 0",
)

prose(r"""
## To and fro

In a narrow valley the gradient may point to one side, then to the other. Such gradients cancel. After an even number of steps they
can be taken in pairs.
""")

n = count("n", note="a number of pairs of steps")
k = index("k", 1, n)
pairs = calc("The velocity after $2n$ steps:", u(2 * n)).equals(
    total(b ** (2 * (n - k)) * (g[2 * k] + b * g[2 * k - 1]), k),
    by="of two gradients in a row, the older one has one more factor $\\beta$",
    label="pairs",
)
swing = (
    calc(
        "With gradients that alternate:",
        pairs["pairs"],
        given=(each(k, Eq(g[2 * k], c)), each(k, Eq(g[2 * k - 1], -c))),
    )
    .equals(c * (1 - b) * total(b ** (2 * (n - k)), k), by="each pair leaves $c - \\beta c$")
    .equals(
        c * (1 - b ** (2 * n)) / (1 + b),
        by="a geometric sum, and $1 - \\beta^2 = (1 - \\beta)(1 + \\beta)$",
        label="swing",
    )
)
calm = calc("After many pairs of steps:", Limit(swing["swing"], n, oo)).equals(
    c / (1 + b), by="$\\beta^{2n}$ goes to 0"
)
calmer = claim(
    "That is less than a single gradient.",
    Abs(c / (1 + b)) < Abs(c),
    given=Ne(c, 0),
    by="$1 + \\beta$ is larger than 1",
)
ratio = (
    calc("Compared with gradients that agree:", (c / (1 + b)) / (c / (1 - b)), given=Ne(c, 0))
    .equals((1 - b) / (1 + b), by="$c$ cancels")
    .less_than(1, by="the numerator is smaller than the denominator")
)

conclusion(r"""
The velocity is a sum of all gradients with weights that fall off like powers of $\beta$. Gradients that agree make it grow to $1/(1 - \beta)$ times
one of them, ten times for $\beta = 9/10$. Gradients that alternate leave less than one of them. So momentum speeds up the directions in
which the gradients agree, and slows down those in which they change sign.
""")

mistake("Old gradients fade, so the velocity is not the sum of all of them.", t * c, instead_of=speed)
mistake("The terminal speed has $1 - \\beta$ below, not $\\beta$.", c / b, instead_of=terminal)
mistake("Gradients that alternate do not cancel completely: the latest counts most.", 0, instead_of=swing)

result = terminal
