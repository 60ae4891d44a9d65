r"""Which question should a decision tree ask first?

A tree sorts examples into branches by the value of one feature, and hopes that the labels in each branch are nearly all alike. The
information gain says how well that works: the entropy of the labels before the split, less what is left of it in the branches, on
average. It is the mutual information of feature and label in the sample, so no split can lose. Fourteen days of tennis show it in numbers.
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

source("quinlan1986", "section 4")
source("hastie2009", "section 9.2.3")

prose(r"""
## The law of a sample

Of the examples in the sample, $N_{cl}$ have the value $c$ of the feature and the label $l$. One example is drawn, each with the same
chance. Then the shares $N_{cl}/n$ are the joint law of feature and label: the empirical law. Branches without any examples are left out.
That the $N_{cl}$ are whole numbers is not needed: the formulas hold for all numbers that are not negative.
""")

K = count("K", note="the number of values of the feature, one branch for each")
M = count("M", note="the number of different labels")
c = index("c", 1, K)
l = index("l", 1, M)  # noqa: E741
N = family("N", c, l, nonnegative=True, note="how many examples have the value c and the label l")
n = define("n", total(N[c, l], c, l), "the number of examples")
B = define("B", c, total(N[c, l], l), "the number of examples in the branch c")
S = define("S", l, total(N[c, l], c), "the number of examples with the label l")
filled = (n > 0, each(c, B[c] > 0))

shares = calc("The shares are a law.", total(N[c, l] / n, c, l), given=n > 0).equals(1, by="the counts add up to $n$")
branch = calc(
    "In each branch the shares of the labels are a law, too.", total(N[c, l] / B[c], l), given=each(c, B[c] > 0)
).equals(1, by="the counts of the branch add up to $B_c$")

prose(r"""
## Before and after

Each branch counts as much as it has examples.
""")

H_Y = define("H_Y", -total(xlogy(S[l] / n, S[l] / n), l), "the entropy of the labels before the split, in nats")
h = define(
    "h", c, -total(xlogy(N[c, l] / B[c], N[c, l] / B[c]), l), "the entropy of the labels in the branch c, in nats"
)
R_Y = define("R_Y", total(B[c] / n * h[c], c), "what is left in the branches, on average, in nats")
G = define("G", H_Y - R_Y, "the information gain, in nats")

rest = calc("What is left:", R_Y, given=filled).equals(
    -total(xlogy(N[c, l] / n, N[c, l] / B[c]), c, l), by="the factor $B_c$ cancels before the logarithm"
)
gain = (
    calc("No split loses anything: the information gain is never negative.", G, given=filled)
    .equals(
        total(xlogy(N[c, l] / n, N[c, l] / B[c]) - xlogy(N[c, l] / n, S[l] / n), c, l),
        by="$S_l$ is the sum of the $N_{cl}$, so both entropies are sums over all pairs",
    )
    .equals(
        total(xlogy(N[c, l] / n, N[c, l] / n) - xlogy(N[c, l] / n, B[c] / n * (S[l] / n)), c, l),
        by="$B_c/n$ is taken to the other logarithm",
        label="information",
    )
    .at_least(0, by="this is the relative entropy of the shares and the products of their sums")
)

prose(r"""
The sum before the last sign is the mutual information of feature and label under the empirical law. When is nothing gained? Compare
the counts with other numbers $s_{cl}$, pair by pair, taking $N_{cl} - s_{cl}$ away from each term. If the labels were mixed alike in all
branches, the counts would be $s_{cl} = B_c S_l / n$. With these the sum is the gain times $n$.
""")

s = family("s", c, l, nonnegative=True, note="what the counts are compared with")
possible = each(c, each(l, Or(Eq(N[c, l], 0), s[c, l] > 0)))
mixed_alike = each(c, each(l, Eq(s[c, l], B[c] * S[l] / n)))
E = define(
    "E",
    c,
    l,
    xlogy(N[c, l], N[c, l]) - xlogy(N[c, l], s[c, l]) - N[c, l] + s[c, l],
    "what a pair adds to $n$ times the gain",
)
pairs = calc(
    "No pair takes anything away, and a pair with another count adds something.", total(E[c, l], c, l), given=possible
).at_least(
    0,
    by="the logarithm lies below its tangent and touches it only once",
    equality_iff=each(c, each(l, Eq(N[c, l], s[c, l]))),
)
covered = claim(
    "Where there are examples, there would be some in the mixture.",
    Or(Eq(N[c, l], 0), B[c] * S[l] / n > 0),
    given=n > 0,
    by="$B_c$ and $S_l$ are sums in which $N_{cl}$ occurs",
)
gain_of_pairs = calc("The gain, pair by pair:", n * G, given=(*filled, mixed_alike)).equals(
    total(E[c, l], c, l), by="the counts and those of the mixture both add up to $n$, so their differences add up to 0"
)
nothing_gained = iff(
    "The gain is 0 exactly if the labels are mixed alike in all branches.",
    Eq(G, 0),
    each(c, each(l, Eq(N[c, l], s[c, l]))),
    given=(*filled, mixed_alike, possible),
    by="each pair with another count adds something, and no pair takes anything away",
    using=(gain_of_pairs, pairs),
)

prose(r"""
## Fourteen days of tennis

In an example that goes back to Quinlan, tennis was played on 9 of 14 days. Two of its features are compared here. All entropies are in bits, so with binary logarithms.

| feature | value | played | not played |
|---|---|---|---|
| outlook | sunny | 2 | 3 |
| outlook | overcast | 4 | 0 |
| outlook | rain | 3 | 2 |
| wind | weak | 6 | 2 |
| wind | strong | 3 | 3 |
""")

H_0 = define(
    "H_0",
    -Rational(9, 14) * log2(Rational(9, 14)) - Rational(5, 14) * log2(Rational(5, 14)),
    "the entropy of 9 days in 14, in bits",
)
H_5 = define(
    "H_5",
    -Rational(2, 5) * log2(Rational(2, 5)) - Rational(3, 5) * log2(Rational(3, 5)),
    "the entropy of 2 or 3 days in 5, in bits",
)
H_8 = define(
    "H_8",
    -Rational(6, 8) * log2(Rational(6, 8)) - Rational(2, 8) * log2(Rational(2, 8)),
    "the entropy of 6 days in 8, in bits",
)

days = (
    calc("Before any question:", H_0)
    .equals(log2(14) - (9 * log2(9) + 5 * log2(5)) / 14, by="the logarithms of quotients are split")
    .greater_than(Rational(940, 1000), by="it is about 0.9403")
)
mixed = (
    calc("A day known to be sunny, or known to be rainy, is a little more uncertain than that.", H_5)
    .equals(log2(5) - (2 * log2(2) + 3 * log2(3)) / 5, by="the logarithms of quotients are split")
    .greater_than(H_0, by="0.971 is more than 0.940")
)
outlook = (
    calc(
        "But overcast days are sure. The gain of the outlook:",
        H_0 - Rational(5, 14) * H_5 - Rational(4, 14) * (-log2(1)) - Rational(5, 14) * H_5,
    )
    .equals(H_0 - Rational(5, 7) * H_5, by="$\\log_2 1 = 0$", label="gain")
    .greater_than(Rational(246, 1000), by="0.9403 less five sevenths of 0.9710 is about 0.2467")
)
windy = calc(
    "Days with strong wind could not be more uncertain.",
    -Rational(3, 6) * log2(Rational(3, 6)) - Rational(3, 6) * log2(Rational(3, 6)),
).equals(1, by="$\\log_2 \\frac12 = -1$")
wind = (
    calc("The gain of the wind:", H_0 - Rational(8, 14) * H_8 - Rational(6, 14) * 1)
    .equals(
        H_0 - Rational(4, 7) * (2 - 3 * log2(3) / 4) - Rational(3, 7),
        by="$\\log_2 \\frac34 = \\log_2 3 - 2$",
        label="gain",
    )
    .less_than(Rational(49, 1000), by="0.9403 less 0.4636 and 0.4286 is about 0.0481")
)
choice = claim(
    "The outlook tells more: it should be asked for first.",
    H_0 - Rational(5, 7) * H_5 > H_0 - Rational(8, 14) * H_8 - Rational(6, 14),
    by="0.246 is more than 0.049",
)
conclusion(
    "The gain of a split is the mutual information of feature and label in the sample. So it is never negative, and it is 0 only if "
    "all branches have the labels in the same mixture. The tree asks for the feature with the largest gain: of outlook and wind, the outlook. "
    "A single branch may be more uncertain than the whole was: only the average counts."
)

mistake("Branches count by their size, not all alike.", total(h[c], c) / K, instead_of=R_Y, given=filled)
mistake("Not every branch gets purer: the gain is about the average.", h[c] <= H_Y, given=filled)
mistake(
    "What is left after the split is not the gain: it has to be taken away from the entropy before.",
    R_Y,
    instead_of=G,
    given=filled,
)

result = gain
