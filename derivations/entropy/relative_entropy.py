r"""How far is one law from another?

What a wrong belief $p$ costs beyond the entropy of the true law $q$ is called relative entropy, or Kullback-Leibler divergence. It
is 0 for the right belief and positive for any other. It looks like a distance but is none: it changes when the two laws are
exchanged, and a detour can be shorter than the direct way.
"""

from sympy import Abs, Eq, Rational, log

from derivations.entropy.cross_entropy import C, H, belief, c, gibbs, law, p, possible, q
from derive import (
    calc,
    claim,
    conclusion,
    curve,
    define,
    each,
    figure,
    iff,
    minimum,
    mistake,
    proportion,
    prose,
    source,
    total,
    xlogy,
)
from derive.rules import merge_sums

source("kullback1951")
source("cover2006", "section 2.3")

prose(r"""
## Cross-entropy less entropy

As in the inequality of Gibbs, the $q_c$ add up to 1, the $p_c$ to 1 at most, and $p_c > 0$ wherever $q_c > 0$. What the two sums
have in common is put together.
""")

KL = define("KL_qp", C - H, "the relative entropy of the true law and the believed one, in nats")
meaning = calc("Relative entropy is the mean excess of surprise.", KL, given=possible).equals(
    total(xlogy(q[c], q[c]) - xlogy(q[c], p[c]), c), by=merge_sums, label="terms"
)
ratio = calc(
    "If both laws are positive everywhere, it is the mean logarithm of the ratio.",
    KL,
    given=(each(c, q[c] > 0), each(c, p[c] > 0)),
).equals(total(q[c] * log(q[c] / p[c]), c), by="a difference of logarithms is the logarithm of a ratio")

prose(r"""
## Zero for the truth, positive otherwise

The cross-entropy is at least the entropy, and equal to it for the truth only. The same is said here of their difference.
""")

nonnegative_kl = calc("It is never negative.", KL, given=(law, belief, possible)).at_least(
    0, by="the cross-entropy is never below the entropy"
)
zero = iff(
    "Only the truth costs nothing.",
    Eq(KL, 0),
    each(c, Eq(p[c], q[c])),
    given=(law, belief, possible),
    by="the cross-entropy is equal to the entropy for the truth only",
    using=gibbs,
)
best = minimum(
    "As a function of the belief, the relative entropy is least at the truth, and only there.",
    of=KL,
    over=p[c],
    at=q[c],
    subject_to=belief,
    given=law,
)

prose(r"""
## It has a direction

Three coins show how far it is from being a distance. The first shows a one with probability 1/2, the second with 1/4, the third with
1/10. All values are in nats.
""")

a = proportion("a", note="the true chance of a one")
b = proportion("b", open=True, note="the chance that is believed in")
D = define("D", a, b, xlogy(a, a / b) + xlogy(1 - a, (1 - a) / (1 - b)), "the relative entropy of two coins, in nats")
half, quarter, tenth = Rational(1, 2), Rational(1, 4), Rational(1, 10)

coins = calc("For coins, too, only the truth costs nothing.", D(a, b)).at_least(
    0, by="the logarithm lies below its tangent, for both outcomes", equality_iff=Eq(a, b)
)
fair_first = calc("A fair coin that is taken for the second one costs about 0.144.", D(half, quarter)).equals(
    log(Rational(4, 3)) / 2, by="$\\frac12 \\log 2 + \\frac12 \\log \\frac23$"
)
fair_second = calc("The second one taken for fair costs about 0.131.", D(quarter, half)).equals(
    3 * log(3) / 4 - log(2), by="$\\frac14 \\log \\frac12 + \\frac34 \\log \\frac32$"
)
direction = claim(
    "The two are not the same: relative entropy has a direction.",
    D(quarter, half) < D(half, quarter),
    by="0.131 is less than 0.144",
)

both_ways = figure(
    "A fair coin and a coin with chance $b$. Both directions are 0 only where the coins are alike; elsewhere they differ, and more so the "
    "farther apart the coins are.",
    curve(D(half, b), "the fair coin taken for the other: $D(1/2, b)$"),
    curve(D(b, half), "the other taken for fair: $D(b, 1/2)$"),
    over=(b, 0, 1),
    vertical="nats",
    within=(0, Rational(3, 2)),
    marks=((tenth, "the third coin: 0.511"),),
    alt="Two valleys that touch 0 at b = 0.5 and nowhere else. The one for the fair coin taken for the other goes up without end "
    "towards b = 0 and b = 1. The one for the other taken for fair ends there at log 2, about 0.69.",
)

prose(r"""
## A detour can be shorter

For a distance, the direct way is never longer than the way over a third place. From the fair coin to the third one it is, and by far.
""")

direct = (
    calc("The direct way, about 0.511:", D(half, tenth))
    .equals(log(Rational(5, 3)), by="$\\frac12 \\log 5 + \\frac12 \\log \\frac59 = \\frac12 \\log \\frac{25}{9}$")
    .greater_than(Rational(51, 100), by="$e^{0.51}$ is less than 5/3")
)
leg = calc("The second leg of the detour, about 0.092:", D(quarter, tenth)).equals(
    log(Rational(5, 2)) / 4 + 3 * log(Rational(5, 6)) / 4,
    by="the ratios are $\\frac14 : \\frac1{10} = \\frac52$ and $\\frac34 : \\frac9{10} = \\frac56$",
)
detour = (
    calc("The detour over the second coin, less than half as long:", D(half, quarter) + D(quarter, tenth))
    .equals(log(Rational(4, 3)) / 2 + log(Rational(5, 2)) / 4 + 3 * log(Rational(5, 6)) / 4, by="the two legs")
    .less_than(Rational(24, 100), by="0.144 and 0.092 are 0.236, with less than 0.004 lost in rounding")
)
digits = claim(
    "To three digits, the direct way is 0.511,",
    Abs(D(half, tenth) - Rational(511, 1000)) < Rational(1, 2000),
    by="the logarithm of $\\frac53$ is about 0.5108",
)
first_leg = claim(
    "the first leg of the detour 0.144,",
    Abs(D(half, quarter) - Rational(144, 1000)) < Rational(1, 2000),
    by="half the logarithm of $\\frac43$ is about 0.1438",
)
second_leg = claim(
    "and the second 0.092.",
    Abs(D(quarter, tenth) - Rational(92, 1000)) < Rational(1, 2000),
    by="the logarithms of $\\frac52$ and $\\frac56$ are about 0.9163 and $-0.1823$",
)
triangle = claim(
    "So the triangle inequality fails.",
    D(half, tenth) > D(half, quarter) + D(quarter, tenth),
    by="0.511 is more than 0.24",
)
conclusion(
    "Relative entropy is cross-entropy without the part that no belief can avoid. It is 0 exactly where the belief is the truth, which "
    "makes it fit to measure errors. But it is not symmetric and breaks the triangle inequality, so it is no distance: the order of its "
    "arguments has to be chosen."
)

mistake("The order matters: exchanging the two laws changes the value.", D(b, a), instead_of=D(a, b))
mistake(
    "The ratio must not be turned over: this is minus the relative entropy.",
    total(xlogy(q[c], p[c]) - xlogy(q[c], q[c]), c),
    instead_of=meaning,
    given=(law, Eq(total(p[c], c), 1)),
)
mistake(
    "It is no distance: a detour over a third coin may be shorter.",
    D(half, tenth) <= D(half, quarter) + D(quarter, tenth),
)

result = best
