r"""How surprised is someone who believes in the wrong law?

Outcomes follow the law $q$, but whoever measures their surprise believes in another law $p$. The surprise that is met on average is
the cross-entropy $H(q, p)$, in the formulas $H_{\mathrm{qp}}$. It is never below the entropy of $q$, and it reaches that floor for one belief only: the truth. This is
why cross-entropy can serve as a loss. Outcomes that never happen may have any probability, even 0.
"""

from sympy import Eq, Or, Rational, log

from derive import (
    binary_cross_entropy,
    binary_entropy,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    minimum,
    mistake,
    nonnegative,
    prose,
    source,
    total,
    xlogy,
)
from derive.rules import merge_sums

source("cover2006", "section 2.6")
source("mackay2003", "section 2.6")

K = count("K", note="the number of outcomes")
c = index("c", 1, K)
q = family("q", c, proportion=True, note="the true probabilities of the outcomes")
p = family("p", c, proportion=True, note="the probabilities that are believed in")
H = define("H_q", -total(xlogy(q[c], q[c]), c), "the entropy of the true law, in nats")
C = define("H_qp", -total(xlogy(q[c], p[c]), c), "the cross-entropy of the true law with the believed one, in nats")

prose(r"""
## What is asked of the two laws

The $q_c$ add up to 1. Of the $p_c$ less is needed: they may add up to less than 1, as they do if some of the belief is wasted on
outcomes that are not on the list. But whatever can happen must have been thought possible: $p_c > 0$ wherever $q_c > 0$. Otherwise
the surprise has no bound. Where $q_c = 0$ the term counts as 0, whatever $p_c$ is: what never happens surprises nobody.
""")

law = Eq(total(q[c], c), 1)
belief = total(p[c], c) <= 1
possible = each(c, Or(Eq(q[c], 0), p[c] > 0))

same = calc("With the truth as belief the cross-entropy is the entropy.", C, given=each(c, Eq(p[c], q[c]))).equals(
    H, by="both sums have the same terms"
)
signed = claim("It is never negative.", C >= 0, given=possible, by="no logarithm of a probability is positive")

prose(r"""
## One outcome

Everything rests on a comparison for a single outcome. The logarithm lies below its tangent at 1, $\log x \leq x - 1$, and touches it
only there. Put in $x = w/u$ and multiply by $u$. With $u = 0$ both sides can still be read: what is left says $0 \geq -w$.
""")

u = nonnegative("u", note="a true probability")
w = nonnegative("w", note="a believed probability")
tangent = calc(
    "One outcome costs at least the difference of its probabilities more than it needs to.",
    xlogy(u, u) - xlogy(u, w),
    given=Or(Eq(u, 0), w > 0),
).at_least(u - w, by="the logarithm lies below its tangent", equality_iff=Eq(u, w))

prose(r"""
## All outcomes

Summed up, the costs are the cross-entropy minus the entropy. The differences of the probabilities add up to 1 minus the sum of all
$p_c$, and that is not negative.
""")

excess = (
    calc("How much the cross-entropy exceeds the entropy:", C - H, given=(law, belief, possible))
    .equals(total(xlogy(q[c], q[c]) - xlogy(q[c], p[c]), c), by=merge_sums, label="excess")
    .at_least(total(q[c] - p[c], c), by="the comparison holds for each outcome, so it holds for the sums")
    .equals(1 - total(p[c], c), by="the $q_c$ add up to 1")
    .at_least(0, by="the $p_c$ add up to 1 at most")
)
gibbs = calc("So it is at least the entropy: the inequality of Gibbs.", C, given=(law, belief, possible)).at_least(
    H, by="the excess is at least 0", equality_iff=each(c, Eq(p[c], q[c]))
)

prose(r"""
## The best belief

Read as a search for $p$, this is the reason why learning by cross-entropy works: among all beliefs that add up to 1 at most, the
truth is the only one with the smallest loss.
""")

best = minimum(
    "The cross-entropy is least where the belief is the truth, and only there.",
    of=C,
    over=p[c],
    at=q[c],
    subject_to=belief,
    given=law,
)

prose(r"""
The roles must not be mixed up. Here the truth is fixed and the belief is varied. Let the belief be (3/4, 1/4), with an entropy of
0.811 bits. If in truth the first outcome always happens, its surprise of 0.415 bits is all that is ever met.
""")

roles = calc("The cross-entropy of the sure law with that belief:", binary_cross_entropy(1, Rational(3, 4))).less_than(
    binary_entropy(Rational(3, 4)),
    by="$-\\log(3/4)$ is the smaller of two surprises, and the entropy is a mean of both",
)
in_bits = (
    calc("In bits:", binary_cross_entropy(1, Rational(3, 4)) / log(2))
    .less_than(Rational(416, 1000), by="$\\log_2 \\frac43$ is about 0.415")
    .less_than(binary_entropy(Rational(3, 4)) / log(2), by="$2 - \\frac34 \\log_2 3$ is about 0.811")
)

conclusion(
    "The cross-entropy of the true law with a belief is at least the entropy of the true law, and it is equal to it exactly where "
    "the belief is the truth. The belief may waste probability and the true law may have zeros. So whoever lowers the cross-entropy "
    "as far as it goes has found the true law."
)

mistake(
    "For a fixed belief the truth $q = p$ is not the cheapest: the floor is the entropy of the true law, not that of the belief.",
    -total(xlogy(p[c], p[c]), c) <= C,
    given=(law, Eq(total(p[c], c), 1)),
)
mistake(
    "The two laws do not play the same part: exchanging them changes the cross-entropy.",
    -total(xlogy(p[c], q[c]), c),
    instead_of=C,
    given=(law, Eq(total(p[c], c), 1)),
)

result = best
