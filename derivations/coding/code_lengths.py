"""What do whole bits cost?

The best lengths are the information of the outcomes, $-\\log_2 p_c$ bits, but a word has a whole number of bits. So the lengths are
rounded up. Rounded lengths still obey Kraft's inequality. On average they are less than one bit longer than the unrounded ones, whose
mean is the cross-entropy of the true law with the law they are made for.
"""

from sympy import Eq, Ne, Rational, ceiling, floor, log

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

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
j = index("j", 1, K)
p = family("p", c, positive=True, note="the law that the lengths are made for")
q = family("q", c, nonnegative=True, note="the true law, zeros allowed")
law = Eq(total(q[c], c), 1)
model = Eq(total(p[c], c), 1)

prose(r"""
## Rounding up

The number $\lceil u \rceil$ is the smallest whole number that is not below $u$. Rounding up never shortens a word, and always adds less
than a bit.
""")

length = define("l", c, ceiling(-log2(p[c])), "the length of a word, a whole number of bits")
word = claim("For each word:", (-log2(p[c]) <= length[c]) & (length[c] < 1 - log2(p[c])),
    by="of the numbers from $u$ up to, but without, $u + 1$ exactly one is whole")  # fmt: skip
third = claim("One third needs 2 bits, since 1 is not enough.",
    (-log2(Rational(1, 3)) > 1) & (-log2(Rational(1, 3)) <= 2), by="3 lies between $2^1$ and $2^2$")  # fmt: skip

prose(r"""
## There is room for such a code

A longer word takes less room. The unrounded lengths use all of it, so the rounded ones do not use more. (Whole lengths that obey Kraft's
inequality are always those of a code in which no word begins with another one: give out words from the shortest to the longest, each time
one that begins with none of those before.)
""")

room = (
    calc("Kraft's sum of the rounded lengths:", total(2 ** (-length[c]), c), given=model)
    .at_most(total(p[c], c), by="each word is at least $-\\log_2 p_c$ bits long, and $2^{\\log_2 p} = p$")
    .equals(1, by="the probabilities add up to 1")
)

prose(r"""
## Less than a bit too long

The mean of the unrounded lengths is the cross-entropy of the true law with the law they are made for. Averaged over the outcomes, less than a
bit stays less than a bit.
""")

cross = define("C", -total(q[c] * log2(p[c]), c), "the cross-entropy, in bits")
mean = total(q[c] * length[c], c)
both = claim("The mean length is at least the cross-entropy, and less than a bit longer.",
    (cross <= mean) & (mean < cross + 1), given=law, by="what holds for each word, weighted with its probability")  # fmt: skip

prose(r"""
## The right law and the wrong one

With $p = q$ the cross-entropy is the entropy. Otherwise it exceeds the entropy by the divergence, which is what a wrong law costs.
""")

entropy = define("H", -total(xlogy(q[c], q[c]), c) / log(2), "the entropy of the source, in bits")
right = claim("The mean length of words made for the right law is at least the entropy, and less than a bit longer.",
    (entropy <= mean) & (mean < entropy + 1), given=(law, each(c, Eq(q[c], p[c]))), by=both)  # fmt: skip
excess = (
    calc("Ideal lengths less entropy:", cross - entropy, given=(law, model))
    .equals(total(xlogy(q[c], q[c] / p[c]), c) / log(2), by="the logarithm of a quotient is a difference")
    .at_least(0, by="$\\log x \\le x - 1$ for the ratio of the probabilities, averaged")
)
wrong = claim("One wrong probability is enough for a loss.", cross > entropy, given=(law, model, Ne(p[j], q[j])),
    by="the logarithm lies strictly below its tangent for the outcome $j$")  # fmt: skip
never = (
    calc("So no law makes the words shorter than the entropy.", entropy, given=(law, model))
    .at_most(cross, by=excess)
    .at_most(mean, by=both)
)

conclusion(r"""
Lengths that are rounded up still obey Kraft's inequality. Their mean is at least the cross-entropy and less than one bit more, even if some
outcomes never occur. With the right law the cross-entropy is the entropy, and with a wrong one the divergence is paid on top.
""")

mistake(
    "Rounding down saves bits, but then there is no room for such words.",
    total(2 ** -floor(-log2(p[c])), c) <= 1,
    given=model,
)
mistake(
    "Rounded lengths need not use up all the room.", total(2 ** (-length[c]), c), instead_of=total(p[c], c), given=model
)
mistake("Even with the right law, words of whole bits need not reach the entropy.", mean, instead_of=entropy,
    given=(model, each(c, Eq(q[c], p[c]))))  # fmt: skip

result = both
