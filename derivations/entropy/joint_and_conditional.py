r"""What does knowing $X$ leave to be asked about $Y$?

Two things are drawn together. Whoever asks for both can ask for $X$ first and for $Y$ afterwards: the uncertainties add up. What is
left of the second after the first was answered is the conditional entropy. On average an answer never makes $Y$ more uncertain, and
it leaves everything open only if the two are independent. A single answer, however, may well make things worse.
"""

from sympy import Eq, Or, Rational

from derive import (
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
    index,
    log2,
    mistake,
    prose,
    source,
    total,
    xlogy,
)

source("shannon1948", "section 6")
source("cover2006", "sections 2.2, 2.5 and 2.6")

K = count("K", note="the number of values of X")
M = count("M", note="the number of values of Y")
c = index("c", 1, K)
l = index("l", 1, M)  # noqa: E741
r = family("r", c, l, nonnegative=True, note="the probability that X has its value c and Y its value l")
f = define("f", c, total(r[c, l], l), "the law of X")
g = define("g", l, total(r[c, l], c), "the law of Y")
law = Eq(total(r[c, l], c, l), 1)
seen = each(c, f[c] > 0)

prose(r"""
## Four entropies

The $r_{cl}$ add up to 1. Summed over $l$ they give the law of $X$, summed over $c$ the law of $Y$. Values that $X$ never takes can be
dropped, so $f_c > 0$ is assumed where a condition $X = c$ occurs. Zeros among the $r_{cl}$ are allowed, and their terms count as 0.
""")

H_X = define("H_X", -total(xlogy(f[c], f[c]), c), "the entropy of X, in nats")
H_Y = define("H_Y", -total(xlogy(g[l], g[l]), l), "the entropy of Y, in nats")
H_XY = define("H_XY", -total(xlogy(r[c, l], r[c, l]), c, l), "the entropy of both together, in nats")

rows = calc(
    "If $X = c$ is known, the shares $r_{cl}/f_c$ are the law of $Y$.", total(r[c, l] / f[c], l), given=seen
).equals(1, by="$f_c$ is the sum of the row")
h = define("h", c, -total(xlogy(r[c, l] / f[c], r[c, l] / f[c]), l), "the entropy of Y if X = c is known, in nats")
R_Y = define("R_Y", total(f[c] * h[c], c), "the conditional entropy of Y given X, in nats: what is left of Y")

prose(r"""
## One question after the other

The logarithm of a quotient splits, and the two parts of the sum are entropies that have a name already.
""")

remaining = (
    calc("What is left when $X$ is known:", R_Y, given=seen)
    .equals(-total(xlogy(r[c, l], r[c, l] / f[c]), c, l), by="the factor $f_c$ cancels before the logarithm")
    .equals(H_XY + total(xlogy(r[c, l], f[c]), c, l), by="the logarithm of a quotient is a difference")
    .equals(H_XY + total(xlogy(f[c], f[c]), c), by="$\\log f_c$ does not depend on $l$, and the row adds up to $f_c$")
    .equals(H_XY - H_X, by="the sum is minus the entropy of $X$", label="difference")
)
chain_rule = calc("The chain rule: first ask for $X$, then for what is left.", H_X + R_Y, given=seen).equals(
    H_XY, by="what is left is $H_{\\mathrm{XY}} - H_X$"
)

prose(r"""
## On average, knowing does no harm

Compare the joint law with the product $f_c g_l$, which is the joint law that two independent variables with these laws would have.
That product is a law too, and where the joint law is not 0, neither is the product.
""")

product_law = calc("The products add up to 1.", total(f[c] * g[l], c, l), given=law).equals(
    1, by="the sum of products is the product of the sums"
)
covered = claim(
    "What occurs together occurs singly as well.",
    Or(Eq(r[c, l], 0), f[c] * g[l] > 0),
    by="$f_c$ and $g_l$ are sums in which $r_{cl}$ occurs",
)
apart = calc("The two entropies are a cross-entropy: that of the joint law with the product.", H_X + H_Y).equals(
    -total(xlogy(r[c, l], f[c] * g[l]), c, l), by="the logarithm of a product is a sum, and $r$ adds up to $f$ and $g$"
)
together = calc(
    "By the inequality of Gibbs, both together are at most as uncertain as the two apart.", H_XY, given=law
).at_most(H_X + H_Y, by="a cross-entropy is at least the entropy")

helps = calc("So knowing $X$ does not make $Y$ more uncertain, on average.", R_Y, given=(law, seen)).at_most(
    H_Y, by="the chain rule: what is left is $H_{\\mathrm{XY}} - H_X$"
)

prose(r"""
## When nothing is gained

Let $s$ be any numbers that are positive where the joint law is, and compare pair by pair. Taking $r_{cl} - s_{cl}$ away from each
term shows where equality holds.
""")

s = family("s", c, l, nonnegative=True, note="what the joint law is compared with")
possible = each(c, each(l, Or(Eq(r[c, l], 0), s[c, l] > 0)))
E = define(
    "E",
    c,
    l,
    xlogy(r[c, l], r[c, l]) - xlogy(r[c, l], s[c, l]) - r[c, l] + s[c, l],
    "what a pair adds",
)
pairs = calc(
    "No pair takes anything away, and a pair with another $s_{cl}$ adds something.",
    total(E[c, l], c, l),
    given=possible,
).at_least(
    0,
    by="the logarithm lies below its tangent and touches it only once",
    equality_iff=each(c, each(l, Eq(r[c, l], s[c, l]))),
)

prose(r"""
Now take the products for $s$, so $s_{cl} = f_c g_l$. They are positive where they have to be, as was shown above. As the differences
$r_{cl} - s_{cl}$ add up to 0, the sum is the gap between the two entropies apart and both together.
""")

product = each(c, each(l, Eq(s[c, l], f[c] * g[l])))
gap = calc("The gap, pair by pair:", H_X + H_Y - H_XY, given=(law, product)).equals(
    total(E[c, l], c, l), by="the logarithm of a product is a sum, and the $r_{cl}$ and the products both add up to 1"
)
nothing_gained = iff(
    "Knowing $X$ leaves everything open exactly if each pair has the probability that independence asks for.",
    Eq(R_Y, H_Y),
    each(c, each(l, Eq(r[c, l], s[c, l]))),
    given=(law, product, possible, seen),
    by="by the chain rule, $H_Y - R_Y$ is the gap",
    using=(chain_rule, gap, pairs),
)

prose(r"""
The other way round, take any two laws $a$ and $b$. If the pair $(c, l)$ has the probability $a_c b_l$, then $X$ has the law $a$ and $Y$ the
law $b$, and their entropies add up.
""")

a = family("a", c, nonnegative=True, note="a law for X")
b = family("b", l, nonnegative=True, note="a law for Y")
laws = (Eq(total(a[c], c), 1), Eq(total(b[l], l), 1))

independent = (
    calc("If the two are independent:", -total(xlogy(a[c] * b[l], a[c] * b[l]), c, l), given=laws)
    .equals(-total(b[l] * xlogy(a[c], a[c]) + a[c] * xlogy(b[l], b[l]), c, l), by="the logarithm of a product is a sum")
    .equals(-total(xlogy(a[c], a[c]), c) - total(xlogy(b[l], b[l]), l), by="the factors in front add up to 1")
)

prose(r"""
## One answer can make things worse

The forecast says *fine* with probability 3/4, and then it never rains. With probability 1/4 it says *unsettled*, and then it rains in one
case out of two. All in all it rains with probability 1/8. In bits, so with binary logarithms:
""")

dry, wet, half, likely, rare = Rational(7, 8), Rational(1, 8), Rational(1, 2), Rational(3, 4), Rational(1, 4)
before = (
    calc("Without a forecast, rain is unlikely: about half a bit is open.", -dry * log2(dry) - wet * log2(wet))
    .equals(3 - 7 * log2(7) / 8, by="$\\log_2 8 = 3$", label="bits")
    .less_than(Rational(544, 1000), by="$\\log_2 7$ is a little above 2.807")
)
unsettled = (
    calc("After *unsettled*, nobody knows.", 2 * (-half * log2(half)))
    .equals(1, by="$\\log_2 2 = 1$")
    .greater_than(before["bits"], by="0.544 is less than 1")
)
average = (
    calc(
        "But that forecast is rare. On average, after *fine* nothing is left and after *unsettled* one bit:",
        likely * -log2(1) + rare * -log2(half),
    )
    .equals(Rational(1, 4), by="$\\log_2 1 = 0$ and $\\log_2 \\frac12 = -1$")
    .less_than(before["bits"], by="0.544 is more than 1/4")
)

conclusion(
    "The uncertainty of a pair is that of $X$ plus what is left of $Y$ once $X$ is known. What is left is an average over the answers, and "
    "it never exceeds the uncertainty of $Y$; it is equal to it exactly if $X$ and $Y$ are independent. A single answer has no such "
    "guarantee: one bit was left where about half a bit had been before."
)

mistake("The entropies of the two add up only if they are independent.", H_X + H_Y, instead_of=chain_rule, given=law)
mistake(
    "Not every single answer helps: after *unsettled* more is open than before.",
    2 * (-half * log2(half)) <= -dry * log2(dry) - wet * log2(wet),
)
mistake(
    "What is left is weighted by the law of $X$, not by equal shares.",
    total(h[c], c) / K,
    instead_of=R_Y,
    given=(law, seen),
)

result = nothing_gained
