"""How short can the words of a code be on average?

A code gives every outcome a word of zeros and ones. If no word begins with another one, the lengths obey Kraft's inequality:
short words use up the room for others. This page starts from that inequality. Whatever lengths obey it, their mean is at least the
entropy of the source, and it is the entropy only if each length is the information of its outcome.
"""

from sympy import Eq, Ne, Rational, log

from derive import (
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    log2,
    mistake,
    prose,
    source,
    total,
    xlogy,
)

source("cover2006", "chapter 5")
source("mackay2003", "chapter 5")
source("shannon1948")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
j = index("j", 1, K)
r = family("r", c, positive=True, note="the share of the room that the word of an outcome uses up")
q = family("q", c, nonnegative=True, note="the true law of the outcomes, zeros allowed")

prose(r"""
## Lengths and shares

Of all rows of zeros and ones of some great length, the share $2^{-l}$ begins with a given word of length $l$. If no word begins with
another one, no row begins with two of the words; so the shares of the words do not overlap and add up to at most 1. That is Kraft's
inequality, and the only thing about words that is used below. Any lengths at all, whole numbers or not, can be written as
$l_c = -\log_2 r_c$ with such shares $r_c$.
""")

length = define("l", c, -log2(r[c]), "the length of the word of an outcome, in bits")
share = calc("The share belongs to the length.", 2 ** (-length[c])).equals(r[c], by="$2^{\\log_2 r} = r$")
room = calc("So Kraft's sum is the sum of the shares.", total(2 ** (-length[c]), c)).equals(
    total(r[c], c), by="each term is a share"
)

prose(r"""
## No code beats the entropy

The shares and the true law are compared, by the tangent to the logarithm at 1: $\log x \le x - 1$, with equality for $x = 1$ only.
""")

law = Eq(total(q[c], c), 1)
kraft = total(2 ** (-length[c]), c) <= 1
mean = total(q[c] * length[c], c)
entropy = define("H", -total(xlogy(q[c], q[c]), c) / log(2), "the entropy of the source, in bits")
shortest = calc("The mean length is at least the entropy.", mean, given=(law, kraft)).at_least(
    entropy, by="$\\log x \\le x - 1$ for the ratio of share and probability, averaged"
)
reached = calc(
    "If every outcome can happen, lengths that are the information of the outcomes reach it.",
    mean,
    given=each(c, Eq(r[c], q[c])),
).equals(entropy, by="the shares are the probabilities")
strict = claim("As soon as one length is not the information of its outcome, the mean is larger.", mean > entropy,
    given=(law, kraft, Ne(r[j], q[j])), by="the logarithm lies strictly below its tangent for the outcome $j$")  # fmt: skip

prose(r"""
## What a wrong law costs

Let the lengths be the information that a law assigns, while the outcomes follow another law. What the mean length exceeds the
entropy by is the divergence of the two laws.
""")

excess = calc("Mean length less entropy:", mean - entropy).equals(
    total(xlogy(q[c], q[c] / r[c]), c) / log(2), by="the logarithm of a quotient is a difference", label="excess"
)

conclusion(r"""
No lengths that obey Kraft's inequality have a mean below the entropy $H$. The bound is reached when the shares are the probabilities, and
only then. Lengths made for another law $r$ cost extra bits, and the extra is the divergence (relative entropy) of $q$ and $r$.
""")

mistake(
    "Without Kraft's inequality there is no such floor: words of one bit for everything can be had, but not be told apart.",
    mean >= entropy,
    given=(law, each(c, Eq(r[c], Rational(1, 2)))),
)
mistake(
    "The excess is averaged over the true law, not over the law of the lengths.",
    total(r[c] * log2(r[c] / q[c]), c),
    instead_of=excess["excess"],
    given=(law, Eq(total(r[c], c), 1)),
)

result = shortest
