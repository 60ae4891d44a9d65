r"""What does knowing $X$ leave to be asked about $Y$?

Two things are drawn together. Whoever asks for both can ask for $X$ first and for $Y$ afterwards: the uncertainties add up. What is
left of the second after the first was answered is the conditional entropy. On average an answer never makes $Y$ more uncertain, and
it leaves everything open only if the two are independent. A single answer, however, may well make things worse.
"""

from sympy import Eq, Ne, Rational

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
    nonnegative,
    prose,
    source,
    total,
    xlogy,
)
from derive.rules import swap_sums

source("shannon1948", "section 6")
source("cover2006", "sections 2.2, 2.5 and 2.6")

K = count("K", note="the number of values of X")
M = count("M", note="the number of values of Y")
c = index("c", 1, K)
l = index("l", 1, M)  # noqa: E741
k = index("k", 1, K)
m = index("m", 1, M)
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

H_X = define("H_X", -total(xlogy(f[c], f[c]), c), "the entropy of X")
H_Y = define("H_Y", -total(xlogy(g[l], g[l]), l), "the entropy of Y")
H_XY = define("H_XY", -total(xlogy(r[c, l], r[c, l]), c, l), "the entropy of both together")

rows = calc("If $X = c$ is known, the shares $r_{cl}/f_c$ are the law of $Y$.", total(r[c, l] / f[c], l), given=seen).equals(
    1, by="$f_c$ is the sum of the row"
)
h = define("h", c, -total(xlogy(r[c, l] / f[c], r[c, l] / f[c]), l), "the entropy of Y if X = c is known")
left = define("R_Y", total(f[c] * h[c], c), "the conditional entropy of Y given X: what is left of Y")

prose(r"""
## One question after the other

The logarithm of a quotient splits, and the two parts of the sum are entropies that have a name already.
""")

remaining = (
    calc("What is left when $X$ is known:", left, given=seen)
    .equals(-total(xlogy(r[c, l], r[c, l] / f[c]), c, l), by="the factor $f_c$ cancels before the logarithm")
    .equals(H_XY + total(xlogy(r[c, l], f[c]), c, l), by="the logarithm of a quotient is a difference")
    .equals(H_XY + total(xlogy(f[c], f[c]), c), by="$\\log f_c$ does not depend on $l$, and the row adds up to $f_c$")
    .equals(H_XY - H_X, by="the sum is minus the entropy of $X$", label="difference")
)
chain_rule = calc("The chain rule: first ask for $X$, then for what is left.", H_X + left, given=seen).equals(
    H_XY, by=remaining
)

prose(r"""
## On average, knowing helps

Compare the joint law with the product $f_c g_l$, which is the joint law that two independent variables with these laws would have.
That product is a law too.
""")

product_law = calc("The products add up to 1.", total(f[c] * g[l], c, l), given=law).equals(
    1, by="the sum of products is the product of the sums"
)
apart = calc("The two entropies are a cross-entropy: that of the joint law with the product.", H_X + H_Y).equals(
    -total(xlogy(r[c, l], f[c] * g[l]), c, l), by="the logarithm of a product is a sum, and $r$ adds up to $f$ and $g$"
)
together = calc("By the inequality of Gibbs, both together are at most as uncertain as the two apart.", H_XY, given=law).at_most(
    H_X + H_Y, by="a cross-entropy is at least the entropy"
)
helps = calc("So knowing $X$ does not make $Y$ more uncertain, on average.", left, given=(law, seen)).at_most(
    H_Y, by="the chain rule: $R_Y = H_{XY} - H_X$, which is at most $H_Y$"
)
