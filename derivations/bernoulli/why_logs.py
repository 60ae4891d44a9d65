"""Why may we maximise the logarithm instead?

Likelihoods are products of many small numbers. Everybody maximises their logarithm instead, and finds the same place. This
is allowed because the logarithm is strictly increasing where it is defined: it changes the heights but not their order.
"""

from sympy import log

from derive import D, calc, claim, count, family, iff, index, mistake, positive, product, prose, source, total
from derive.rules import differentiate, log_of_product

source("Casella and Berger (2002), Statistical Inference, section 7.2.2")

u = positive("u", note="a positive number, such as the likelihood at one point")
v = positive("v", note="another one, such as the likelihood at another point")

slope = calc("The slope of the logarithm is positive everywhere.", D(log(u), u)).equals(1 / u, by=differentiate)
rising = claim(
    "So it has no flat piece and never turns back.",
    D(log(u), u) > 0,
    by="a reciprocal of a positive number is positive",
)

order = iff(
    "Comparing logarithms is comparing the numbers themselves.",
    log(u) < log(v),
    u < v,
    by="the logarithm is strictly increasing",
)

prose("""
So the largest of some positive numbers is the one with the largest logarithm. Points where the likelihood is 0 have no
logarithm. They can be left out: no such point is a maximum as long as the likelihood is positive somewhere.
""")

n = count("n", note="the number of factors")
i = index("i", 1, n)
x = family("x", i, positive=True, note="the factors")

sums = calc(
    "The reason to bother: a product becomes a sum, and sums have simple derivatives.", log(product(x[i], i))
).equals(total(log(x[i]), i), by=log_of_product)

mistake("Sums do not come apart under the logarithm.", log(u) + log(v), instead_of=log(u + v))
mistake("Larger numbers have larger logarithms, not smaller ones.", log(u) > log(v), given=(u < v,))

result = order
