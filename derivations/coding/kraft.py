"""How short can the words of a code be on average?

A code gives every outcome a word of zeros and ones. If no word begins with another one, the lengths obey Kraft's inequality:
short words use up the room for others. Whatever the lengths are, their mean is then at least the entropy of the source. It is
the entropy only if each length is the information of its outcome.
"""

from sympy import Eq, Ne, log

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

A word of length $l$ is the beginning of the share $2^{-l}$ of all long words. Any lengths at all, whole numbers or not, can be
written with such shares as $l_c = -\log_2 r_c$. Kraft's inequality says that the shares add up to at most 1.
""")

length = define("l", c, -log2(r[c]), "the length of the word of an outcome, in bits")
share = calc("The share belongs to the length.", 2 ** (-length[c])).equals(r[c], by="$2^{\\log_2 r} = r$")
room = calc("So Kraft's sum is the sum of the shares.", total(2 ** (-length[c]), c)).equals(
    total(r[c], c), by="the same in every term"
)

prose(r"""
## No code beats the entropy

The shares and the true law are compared. The logarithm lies below its tangent, and this is all that is needed.
""")

law = Eq(total(q[c], c), 1)
kraft = total(2 ** (-length[c]), c) <= 1
mean = total(q[c] * length[c], c)
entropy = define("H", -total(xlogy(q[c], q[c]), c) / log(2), "the entropy of the source, in bits")
shortest = calc("The mean length is at least the entropy.", mean, given=(law, kraft)).at_least(
    entropy, by="$\\log x \\le x - 1$ for the ratio of share and probability, averaged"
)
reached = calc(
    "Lengths that are the information of the outcomes reach it.", mean, given=each(c, Eq(r[c], q[c]))
).equals(entropy, by="the shares are the probabilities")
strict = claim("As soon as one length is not the information of its outcome, the mean is larger.", mean > entropy,
    given=(law, kraft, Ne(r[j], q[j])), by="the logarithm lies strictly below its tangent for the outcome $j$")  # fmt: skip

prose(r"""
## What a wrong law costs

Let the lengths be the information that a law assigns, while the outcomes follow another law. What the mean length exceeds the
entropy by is the divergence of the two laws.
""")

excess = calc("Lengths less entropy:", mean - entropy).equals(
    total(xlogy(q[c], q[c] / r[c]), c) / log(2), by="the logarithm of a quotient is a difference", label="excess"
)

conclusion(r"""
No lengths that obey Kraft's inequality have a mean below the entropy $H(q)$. The bound is reached when the shares are the probabilities, and
only then. Lengths made for another law cost extra bits, and the extra is the divergence $KL(q \| r)$.
""")

mistake("Without Kraft's inequality there is no such floor.", mean >= entropy, given=(law, Eq(total(r[c], c), 2)))
mistake(
    "The excess is averaged over the true law, not over the law of the lengths.",
    total(r[c] * log2(r[c] / q[c]), c),
    instead_of=excess["excess"],
)

result = shortest
