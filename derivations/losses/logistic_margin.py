"""Do labels 0 and 1, or -1 and +1, make a difference to the cross-entropy?

Some books call the two classes 0 and 1, others $-1$ and $+1$, and their losses look like different things. They are the same
loss. With signs for labels it gets very short: everything it knows of label and score is their product, the *margin*, which
is positive when the score is on the right side.
"""

from sympy import Eq, Limit, log, oo

from derive import (
    D,
    binary_cross_entropy,
    calc,
    cases,
    claim,
    conclusion,
    define,
    iff,
    integer,
    mistake,
    prose,
    real,
    sigmoid,
    softplus,
    source,
)
from derive.rules import differentiate

source("hastie2009", "section 10.6")
source("shalev2014", "section 9.3")

t = integer("t", values=(0, 1), note="the label, written as 0 or 1")
z = real("z", note="the score")
u = real("u", note="a margin, seen as any number")

prose(r"""
## Labels 0 and 1

The model says that a one has probability $\sigma(z)$. With softplus, which is $\log(1 + e^z)$, the loss of either label is a
single term.
""")

one = calc("A one costs", binary_cross_entropy(t, sigmoid(z)), given=Eq(t, 1)).equals(
    softplus(-z), by="only $-\\log \\sigma(z)$ is left, and that is $\\log(1 + e^{-z})$"
)
zero = calc("and a zero costs", binary_cross_entropy(t, sigmoid(z)), given=Eq(t, 0)).equals(
    softplus(z), by="only $-\\log(1 - \\sigma(z))$ is left, and that is $\\log(1 + e^z)$"
)

prose(r"""
## Labels with a sign

The two differ only in the sign of the score. So let the label supply that sign: $y$ is $+1$ for a one and $-1$ for a zero. The
probability of either label is then a single sigmoid, because turning the score round swaps the two classes.
""")

y = define("y", 2 * t - 1, "the same label, written as a sign")
mirror = calc("Turning the score round swaps the classes.", sigmoid(-z)).equals(
    1 - sigmoid(z), by="both are $1 / (1 + e^z)$"
)
likelihood = cases("So the sigmoid of $y z$ is the probability of the label.", t, {
    1: calc("For a one:", sigmoid(y * z), given=Eq(t, 1)).equals(sigmoid(z), by="the sign is $+1$"),
    0: calc("For a zero:", sigmoid(y * z), given=Eq(t, 0)).equals(1 - sigmoid(z), by=mirror),
})  # fmt: skip
short = calc("The negative logarithm of that is a softplus.", -log(sigmoid(y * z))).equals(
    softplus(-y * z), by="$-\\log \\sigma(u)$ is $\\log(1 + e^{-u})$"
)
same = calc(
    "The loss of the labels 0 and 1 is the softplus of minus the margin.", binary_cross_entropy(t, sigmoid(z))
).equals(softplus(-y * z), by="a one costs softplus of $-z$ and a zero softplus of $z$", label="margin")

prose("""
## The same gradient too

In the coding by 0 and 1 the gradient is prediction minus label. With signs it looks different, but it is the same number.
""")

gradient = (
    calc("The slope in the score:", D(softplus(-y * z), z))
    .equals(-y * sigmoid(-y * z), by=differentiate, label="signs")
    .equals(sigmoid(z) - t, by="for a one both are $\\sigma(z) - 1$, for a zero both are $\\sigma(z)$")
)

prose("""
## What the margin tells

Now the loss is a function of the margin alone. At the margin 0, the border between right and wrong, it is that of a coin, $\\log 2$.
""")

falls = claim("A larger margin always costs less.", D(softplus(-u), u) < 0, by="the slope is $-\\sigma(-u)$")
outside = iff(
    "The loss is at least that of a coin exactly where the score is not on the right side.",
    softplus(-u) >= log(2),
    u <= 0,
    by="it falls, and is $\\log 2$ at 0",
)
right = calc("Far on the right side the loss goes to 0,", Limit(softplus(-u), u, oo)).equals(0, by="$e^{-u}$ goes to 0")
wrong = calc("and far on the wrong side it is nearly the size of the margin.", Limit(softplus(-u) + u, u, -oo)).equals(
    0, by="the sum is $\\log(1 + e^u)$, and $e^u$ goes to 0"
)

conclusion(r"""
The coding is a matter of taste: $y = 2t - 1$ turns one loss into the other, value by value and slope by slope. With signs the
loss is the softplus of minus the margin. It falls as the margin rises, passes $\log 2$ where the score changes sides, and goes
to 0 only far on the right side.
""")

mistake(
    "Labels 0 and 1 do not belong in the formula for signs: a zero would always cost $\\log 2$.",
    softplus(-t * z),
    instead_of=same,
)
mistake("Without the minus, the wrong label is paid for.", softplus(y * z), instead_of=same)
mistake(
    "Prediction minus label needs the label 0 or 1, not the sign.",
    sigmoid(z) - y,
    instead_of=gradient,
)

result = same
