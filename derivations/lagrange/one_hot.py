"""What does the Lagrange multiplier say about a label?

In classification the true law is a label: one class has the chance 1, all others 0. The multiplier argument took every
chance to be positive, and with a label it breaks down: inside, the slopes never vanish together. The loss still has a least
value, but on the boundary, where the true class is certain, and no model with positive chances everywhere reaches it.
"""

from sympy import Eq, KroneckerDelta, Ne, log

from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
    index,
    mistake,
    prose,
    real,
    source,
    total,
    xlogy,
)
from derive.rules import differentiate

source("boyd2004", "section 5.5.3")
source("cover2006", "section 2.6")

K = count("K", note="the number of classes")
c, l = index("c", 1, K), index("l", 1, K)  # noqa: E741
y = index("y", 1, K, note="the class of the label")
p = family("p", c, positive=True, note="a model with positive chances")
r = family("r", c, proportion=True, note="any law, zeros allowed")
multiplier = real("lambda", note="the multiplier of the condition")

prose(r"""
## One term is left

As a law, the label $y$ gives the class $c$ the chance $\delta_{cy}$: 1 if $c$ is $y$, else 0.
""")

loss = calc(
    "Of the cross-entropy only the term of the true class remains.", -total(KroneckerDelta(c, y) * log(p[c]), c)
).equals(-log(p[y]), by="all other chances of the label are 0")

prose(r"""
## No stationary point inside

All chances of the model are positive, and $\lambda$ is the multiplier of the condition that they add up to 1. There is a second
class, $l$, else there would be nothing to learn.
""")

lagrangian = define("Lambda", -log(p[y]) + multiplier * (total(p[c], c) - 1), "the Lagrange function, in nats")
of_true = calc("The slope in the chance of the true class,", D(lagrangian, p[y])).equals(
    multiplier - 1 / p[y], by=differentiate, label="slope"
)
of_other = calc("and in the chance of another one.", D(lagrangian, p[l]), given=Ne(l, y)).equals(
    multiplier, by="the loss does not contain this chance", label="slope"
)
apart = (
    calc("They are never equal,", of_other["slope"] - of_true["slope"])
    .equals(1 / p[y], by="the multiplier cancels")
    .greater_than(0, by="the chance is positive")
)
never = claim(
    "so they never vanish together, whatever the multiplier is.",
    of_true["slope"] ** 2 + of_other["slope"] ** 2 > 0,
    by="two different numbers are not both 0",
    using=apart,
)

prose(r"""
No wonder: as there is a second class, $p_y$ is below 1, so going half of the way to the label is always an improvement, and it
does not leave the inside.
""")

halfway = calc(
    "Halfway to the label there is another law,",
    total((p[c] + KroneckerDelta(c, y)) / 2, c),
    given=Eq(total(p[c], c), 1),
).equals(1, by="both laws add up to 1")
better = claim(
    "and its loss is smaller.",
    -log((p[y] + 1) / 2) < -log(p[y]),
    given=p[y] < 1,
    by="the chance of the true class grows",
)

prose(r"""
## The least value is on the boundary

Now $r$ is any law that gives the true class a positive chance; other chances may be 0, with $0 \log 0 = 0$.
""")

law = Eq(total(r[c], c), 1)
rest = (
    calc("What the true class leaves for the others:", 1 - r[y], given=law)
    .equals(
        total(r[c] * (1 - KroneckerDelta(c, y)), c), by="all chances add up to 1, and the factor leaves out that of $y$"
    )
    .at_least(0, by="no chance is negative", equality_iff=each(c, Eq(r[c] * (1 - KroneckerDelta(c, y)), 0)))
)
certain = iff(
    "So a model that is certain of the true class is the label.",
    Eq(r[y], 1),
    each(c, Eq(r[c], KroneckerDelta(c, y))),
    given=law,
    by=rest,
)
least = (
    calc(
        "The cross-entropy with a label is never negative, and 0 only if the model is the label.",
        -total(xlogy(KroneckerDelta(c, y), r[c]), c),
        given=(law, r[y] > 0),
    )
    .equals(-log(r[y]), by="all other chances of the label are 0")
    .at_least(0, by="a chance is at most 1", using=certain, equality_iff=each(c, Eq(r[c], KroneckerDelta(c, y))))
)
entropy = calc(
    "By Gibbs' inequality the least value is the entropy of the label, and that is",
    -total(xlogy(KroneckerDelta(c, y), KroneckerDelta(c, y)), c),
).equals(0, by="$1 \\log 1 = 0$ and $0 \\log 0 = 0$")

conclusion(r"""
With a label there is no stationary point among the laws with positive chances, and moving towards the label always helps. The
least loss is 0, at the boundary, where the model is certain of the true class. So the multiplier argument does not cover
the case in which cross-entropy is used most; Gibbs' inequality does, as it asks for no slope.
""")

mistake(
    "The multiplier 0 suits the other classes, but not the true one.",
    Eq(multiplier - 1 / p[y], 0),
    given=Eq(multiplier, 0),
)
mistake(
    "The cross-entropy with a label has one term, not one for each class.",
    -total(log(p[c]), c),
    instead_of=loss,
)

result = least
