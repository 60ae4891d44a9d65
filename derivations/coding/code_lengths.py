"""What do whole bits cost?

The best lengths are the information of the outcomes, $-\\log_2 p_c$ bits, but a word has a whole number of bits. So the lengths are
rounded up. Rounded lengths still obey Kraft's inequality, and on average they are at most one bit longer than the unrounded ones.
"""

from sympy import Eq, Rational, log

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
p = family("p", c, positive=True, note="the law that the lengths are made for")
q = family("q", c, nonnegative=True, note="the true law, zeros allowed")
s = family("s", c, positive=True, note="a true law without zeros")
f = family("f", c, proportion=True, note="what rounding up adds to a length")

prose(r"""
## Rounding up

Rounding a length up adds a part of a bit, written $f_c$ here. What is shown holds for any parts between 0 and 1, and so for those
that make the lengths whole. They are less than 1, which is used only where it is said.
""")

length = define("l", c, -log2(p[c]) + f[c], "the length of a word, rounded up")
third = claim("One third needs 2 bits, and rounding adds 2 less $\\log_2 3$.",
    (Rational(41, 100) < 2 - log2(3)) & (2 - log2(3) < Rational(42, 100)), by="$\\log_2 3$ is about 1.585")  # fmt: skip

prose(r"""
## There is room for such a code

A longer word takes less room. The unrounded lengths use all of it, so the rounded ones do not use more.
""")

room = (
    calc("Kraft's sum of the rounded lengths:", total(2 ** (-length[c]), c), given=Eq(total(p[c], c), 1))
    .equals(total(p[c] * 2 ** (-f[c]), c), by="$2^{\\log_2 p} = p$")
    .at_most(1, by="each factor $2^{-f_c}$ is at most 1, and the probabilities add up to 1")
)

prose(r"""
## Less than a bit too long

The mean of the unrounded lengths is the cross-entropy of the true law and the law they are made for. Rounding adds the mean of the $f_c$.
""")

cross = define("C", -total(q[c] * log2(p[c]), c), "the cross-entropy, in bits")
mean = calc("The mean length:", total(q[c] * length[c], c)).equals(
    cross + total(q[c] * f[c], c), by="the sum of a sum is split", label="mean"
)
below = claim(
    "It is at least the cross-entropy.", total(q[c] * length[c], c) >= cross, by="rounding up adds nothing negative"
)
above = claim("The mean length exceeds the cross-entropy by at most one bit.", total(q[c] * length[c], c) <= cross + 1, given=Eq(total(q[c], c), 1),
    by="a mean of numbers up to 1")  # fmt: skip
saved = claim("If every part is less than 1, something of that bit is saved.", total(s[c] * (1 - f[c]), c) > 0,
    given=each(c, f[c] < 1), by="all terms are positive")  # fmt: skip
strictly = claim("So it is less than one bit more.", total(s[c] * length[c], c) < 1 - total(s[c] * log2(p[c]), c),
    given=(Eq(total(s[c], c), 1), each(c, f[c] < 1)), by="the bit less what is saved", using=saved)  # fmt: skip

prose(r"""
## The right law and the wrong one

With $p = q$ the cross-entropy is the entropy. Otherwise it exceeds the entropy by the divergence, which is what a wrong law costs.
""")

excess = calc("Ideal lengths less entropy:", cross + total(xlogy(q[c], q[c]), c) / log(2)).equals(
    total(xlogy(q[c], q[c] / p[c]), c) / log(2), by="the logarithm of a quotient is a difference"
)
costs = claim("A wrong law is never an advantage.", total(q[c] * length[c], c) >= -total(xlogy(q[c], q[c]), c) / log(2),
    given=(Eq(total(q[c], c), 1), Eq(total(p[c], c), 1)), by="the cross-entropy is at least the entropy")  # fmt: skip

conclusion(r"""
Lengths that are rounded up still obey Kraft's inequality. Their mean is at least the cross-entropy and at most one bit more; it is
strictly less than that when no outcome is impossible and every part is below 1. With the right law the cross-entropy is the entropy, and
with a wrong one the divergence is paid on top.
""")

mistake("Rounding makes words longer, not shorter.", total(q[c] * length[c], c) <= cross)
mistake("Rounded lengths need not use up all the room.", total(2 ** (-length[c]), c), instead_of=total(p[c], c))
mistake("The mean is weighted: without $\\sum_c q_c = 1$ rounding may add more than a bit.",
    total(q[c] * length[c], c) <= cross + 1)  # fmt: skip

result = above
