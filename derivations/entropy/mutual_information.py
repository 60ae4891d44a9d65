r"""How much does one thing tell about another?

Before $X$ is known, $Y$ has the uncertainty $H_Y$. Afterwards, some of it is left. What has gone is the mutual information: the
information that $X$ gives about $Y$. Surprisingly, $Y$ tells just as much about $X$. Both numbers say how far the joint law is from
that of two independent variables with the same single laws, so they are 0 exactly for independent ones.
"""

from sympy import Eq, KroneckerDelta

from derivations.entropy.joint_and_conditional import (
    H_X,
    H_XY,
    H_Y,
    R_Y,
    E,
    K,
    a,
    c,
    f,
    g,
    l,
    law,
    pairs,
    possible,
    product,
    r,
    s,
    seen,
)
from derive import (
    calc,
    claim,
    conclusion,
    define,
    each,
    iff,
    index,
    mistake,
    prose,
    source,
    total,
    xlogy,
)

source("cover2006", "sections 2.3 to 2.5")
source("mackay2003", "chapter 8")

prose(r"""
## How far from independence

The notation is that of joint and conditional entropy: $r_{cl}$ is the joint law, $f_c$ is the law of $X$ and $g_l$ that of $Y$. If the two
were independent, the pair $(c, l)$ would have the probability $f_c g_l$. The mutual information is the relative entropy of the joint law
and this product, in nats.
""")

I = define(  # noqa: E741
    "I",
    total(xlogy(r[c, l], r[c, l]) - xlogy(r[c, l], f[c] * g[l]), c, l),
    "the mutual information of X and Y, in nats",
)
parts = (
    calc("It is the amount by which the two single entropies exceed the joint one.", I)
    .equals(
        -total(xlogy(r[c, l], f[c] * g[l]), c, l) - H_XY,
        by="the second part with its minus is a cross-entropy, the first is minus the joint entropy",
    )
    .equals(
        H_X + H_Y - H_XY, by="the logarithm of a product is a sum, and $r$ adds up to $f$ and $g$", label="entropies"
    )
)

prose(r"""
## What each tells about the other

By the chain rule, $H_{\mathrm{XY}} - H_X$ is what is left of $Y$ when $X$ is known. The same holds with the roles exchanged. Where a condition
$X = c$ or $Y = l$ occurs, values that never occur are left out.
""")

seen_Y = each(l, g[l] > 0)
w = define("w", l, -total(xlogy(r[c, l] / g[l], r[c, l] / g[l]), c), "the entropy of X if Y = l is known, in nats")
R_X = define("R_X", total(g[l] * w[l], l), "the conditional entropy of X given Y, in nats: what is left of X")

of_Y = (
    calc("What $X$ tells about $Y$:", H_Y - R_Y, given=seen)
    .equals(H_Y - (H_XY - H_X), by="the chain rule: first $X$, then $Y$")
    .equals(I, by="the mutual information is $H_X + H_Y - H_{\\mathrm{XY}}$")
)
of_X = (
    calc("What $Y$ tells about $X$:", H_X - R_X, given=seen_Y)
    .equals(H_X - (H_XY - H_Y), by="the chain rule: first $Y$, then $X$")
    .equals(I, by="the mutual information is $H_X + H_Y - H_{\\mathrm{XY}}$")
)
symmetric = claim(
    "$X$ tells as much about $Y$ as $Y$ tells about $X$.",
    H_Y - R_Y,
    "==",
    H_X - R_X,
    given=(seen, seen_Y),
    by="both are the mutual information",
)

prose(r"""
## Never negative, and 0 for independent variables only

The relative entropy of two laws is never negative. To see when it is 0, the sum over pairs from the page on joint and conditional
entropy compares the joint law with numbers $s_{cl}$. Here they are the products $f_c g_l$ again. What occurs together occurs singly, so a product is positive wherever the joint law is.
""")

nonnegative_information = calc("On the whole, nothing is ever lost.", I, given=law).at_least(
    0, by="a relative entropy of two laws is never negative"
)
sum_of_pairs = calc("The information, pair by pair:", I, given=(law, product)).equals(
    total(E[c, l], c, l), by="the $r_{cl}$ add up to 1, and so do the products"
)
independence = iff(
    "Nothing is told exactly if each pair has the probability that independence asks for.",
    Eq(I, 0),
    each(c, each(l, Eq(r[c, l], s[c, l]))),
    given=(law, product, possible),
    by="each pair with another probability adds something, and no pair takes anything away",
    using=(sum_of_pairs, pairs),
)

prose(r"""
## What a thing tells about itself

If $Y$ is just $X$, only the pairs $(c, c)$ occur, with the probabilities of the values, called $a_c$ here. The pair $(c, k)$ has
the probability $\delta_{ck} a_c$, where $\delta_{ck}$ is 1 for $c = k$ and 0 otherwise. Then everything is told that there was to ask.
""")

k = index("k", 1, K)
own = calc(
    "The joint entropy of a thing with itself is its entropy,",
    -total(xlogy(KroneckerDelta(c, k) * a[c], KroneckerDelta(c, k) * a[c]), c, k),
).equals(-total(xlogy(a[c], a[c]), c), by="all pairs with two different values have the probability 0")
itself = calc(
    "so the information is the entropy as well.",
    -2 * total(xlogy(a[c], a[c]), c) + total(xlogy(KroneckerDelta(c, k) * a[c], KroneckerDelta(c, k) * a[c]), c, k),
).equals(-total(xlogy(a[c], a[c]), c), by="twice the entropy less the entropy of the pair")
conclusion(
    "The mutual information is what knowing one of two things takes off the uncertainty of the other, on average. It is the same in both "
    "directions, since it is the relative entropy of the joint law and the product of the single laws. So it is never negative, and 0 "
    "exactly for independent variables."
)

mistake("The joint entropy is taken away once, not added.", H_X + H_Y + H_XY, instead_of=parts, given=law)
mistake(
    "What is left of $Y$ is no information about $Y$: it has to be taken away from $H_Y$.",
    I,
    instead_of=R_Y,
    given=(law, seen),
)
mistake(
    "The logarithm of $f_c g_l$ may not be left out: what is left is minus the joint entropy.",
    total(xlogy(r[c, l], r[c, l]), c, l),
    instead_of=I,
    given=law,
)

result = symmetric
