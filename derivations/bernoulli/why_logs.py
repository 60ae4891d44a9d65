"""Why may we maximise the logarithm instead?

Likelihoods are products of many small numbers. Everybody maximises their logarithm instead, and finds the same place. This
is allowed because the logarithm is strictly increasing where it is defined: it changes the heights but not their order.
"""

from sympy import Eq, Integer, Ne, Rational, log

from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    each,
    family,
    iff,
    index,
    mistake,
    nonnegative,
    positive,
    product,
    prose,
    source,
    total,
)
from derive.rules import differentiate, log_of_power, log_of_product

source("casella2002", "section 7.2.2")

u = positive("u", note="a positive number, such as the likelihood at one point")
v = positive("v", note="another one, such as the likelihood at another point")

slope = calc("The slope of the logarithm is positive everywhere.", D(log(u), u)).equals(1 / u, by=differentiate)
rising = claim(
    "So it has no flat piece and never turns back.",
    D(log(u), u) > 0,
    by="a reciprocal of a positive number is positive",
)

order = iff(
    "The logarithm keeps the order: the smaller number has the smaller logarithm.",
    log(u) < log(v),
    u < v,
    by="the logarithm is strictly increasing",
)

ties = iff(
    "Different numbers have different logarithms, so no ties are made and none are broken.",
    Ne(log(u), log(v)),
    Ne(u, v),
    by="the logarithm is strictly increasing",
)

prose(r"""
## The best point stays the best

Let $K$ points have the likelihoods $L_c$, all positive. The point $l$ is best if no other one has a larger likelihood. Several points
may be best at once; then they are so for the logarithm too.
""")

K = count("K", note="the number of points that are compared")
c, l = index("c", 1, K), index("l", 1, K)  # noqa: E741
L = family("L", c, positive=True, note="the likelihoods at these points")

best = iff(
    "The point $l$ has the largest log-likelihood of all points exactly if it has the largest likelihood.",
    each(c, log(L[c]) <= log(L[l])),
    each(c, L[c] <= L[l]),
    by="the logarithm keeps the order of any two of them",
)

prose("""
The same holds for infinitely many points, since only two of them are compared at a time. Points where the likelihood is 0 have no
logarithm. They can be left out: no such point is a maximum as long as the likelihood is positive somewhere.
""")

h = nonnegative("h", note="the likelihood at a point, 0 allowed")
out = claim("A likelihood of 0 is never the largest.", h < u, given=Eq(h, 0), by="another one is positive")

prose("## Why it is worth it")

n = count("n", note="the number of factors")
i = index("i", 1, n)
x = family("x", i, positive=True, note="the factors")

sums = calc(
    "The reason to bother: a product becomes a sum, and sums have simple derivatives.", log(product(x[i], i))
).equals(total(log(x[i]), i), by=log_of_product)

tiny = claim(
    "And products of many chances become too small for a computer. In double precision the smallest positive number is about "
    "$5 \\cdot 10^{-324}$; a sequence of 1100 tosses of a fair coin has the chance $2^{-1100}$, below $10^{-324}$, and would count as 0.",
    Integer(2) ** 1100 > Integer(10) ** 324,
    by="$2^{10}$ is more than $10^3$",
)
handy = calc(
    "The logarithm of such a chance is an ordinary number; for 1100 tosses it is about $-762$.",
    log(Rational(1, 2) ** n),
).equals(-n * log(2), by=log_of_power)

conclusion(r"""
The logarithm is strictly increasing, so it keeps the order of positive numbers, and with it the place of the
maximum. Points of likelihood 0 drop out, and were no maximum anyway. What is gained: products become sums, which are
easy to differentiate and do not run out of range.
""")

mistake("Sums do not come apart under the logarithm.", log(u) + log(v), instead_of=log(u + v))
mistake(
    "Logarithms of chances are negative, so the better one is nearer to 0: among them it is not the one of the larger size.",
    -log(u) < -log(v),
    given=(u < v, v < 1),
)
mistake(
    "The logarithm keeps the order and nothing else: the logarithm of a mean is not the mean of the logarithms.",
    (log(u) + log(v)) / 2,
    instead_of=log((u + v) / 2),
)

result = order
