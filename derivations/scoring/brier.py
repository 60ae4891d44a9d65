"""What is in a Brier score?

A forecaster says "70 per cent" and it rains, or it does not. The Brier score is the squared gap between forecast and outcome. Its mean
splits into pieces with a meaning: how far the forecasts are from the frequencies, how well they tell the days apart, and how
unsure the matter is. The first piece goes away if each forecast is the frequency that belongs to it.
"""

from sympy import Eq, Interval, KroneckerDelta, Rational

from derive import (
    calc,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    integer,
    minimum,
    mistake,
    proportion,
    prose,
    sample,
    source,
    total,
)

source("brier1950")
source("gneiting2007", "section 3")

t = integer("t", values=(0, 1), note="a single outcome")
p = proportion("p", note="the forecast, the probability that is given to a one")
q = proportion("q", note="the true probability of a one")

prose("""
## One forecast
""")

both = calc("A one costs $(1 - p)^2$, a zero costs $p^2$.", (t - p) ** 2).equals(
    t * (1 - p) ** 2 + (1 - t) * p**2, by="one of the two terms is switched off, for each outcome"
)
expected = define("B", p, q, q * (1 - p) ** 2 + (1 - q) * p**2, "the expected score of the forecast $p$")
decomposition = calc("On average over the outcomes the score has two parts.", expected(p, q)).equals(
    (p - q) ** 2 + q * (1 - q), by="both are $p^2 - 2 p q + q$", label="parts"
)
floor = calc("Only the first depends on the forecast.", decomposition["parts"]).at_least(
    q * (1 - q), by="a square is not negative", equality_iff=Eq(p, q)
)
best = minimum(
    "The honest forecast is the best, and the only best one.", of=expected(p, q), over=p, on=Interval(0, 1), at=q
)

prose("""
The second part, the variance of the outcome, is nobody's fault. The first is the squared distance of the forecast from the truth.

## Many outcomes, one forecast

If the same is forecast for $n$ days, the share of ones takes the place of the true probability.
""")

n = count("n", note="the number of days")
i = index("i", 1, n)
y = sample("y", i, values=(0, 1), note="the outcome of each day")
k = define("k", total(y[i], i), "how many days end with a one")
many = (
    calc("The mean score of the sample:", total((y[i] - p) ** 2, i) / n)
    .equals(p**2 - 2 * p * (k / n) + k / n, by="$y_i^2 = y_i$, as the outcomes are 0 and 1")
    .equals((p - k / n) ** 2 + k / n * (1 - k / n), by="the square is completed")
    .at_least(k / n * (1 - k / n), by="a square is not negative", equality_iff=Eq(p, k / n))
)

prose("""
## Many forecasts

Now group the days by what was forecast. Group $l$ holds a share of all days; its days had one forecast and a certain frequency of
ones. The base rate is the frequency over all days.
""")

G = count("G", note="the number of groups")
g = index("l", 1, G)
f = family("f", g, nonnegative=True, note="the share of the days that are in a group")
a = family("a", g, proportion=True, note="the forecast of a group")
o = family("o", g, proportion=True, note="the frequency of ones in a group")
base = define("m", total(f[g] * o[g], g), "the base rate")
shares = Eq(total(f[g], g), 1)
groups = (
    calc(
        "The mean score over all days is reliability minus resolution plus uncertainty.",
        total(f[g] * (o[g] * (1 - a[g]) ** 2 + (1 - o[g]) * a[g] ** 2), g),
        given=shares,
    )
    .equals(
        total(f[g] * (a[g] - o[g]) ** 2, g) + total(f[g] * o[g] * (1 - o[g]), g),
        by="the two parts of each group are summed separately",
    )
    .equals(
        total(f[g] * (a[g] - o[g]) ** 2, g) - total(f[g] * (o[g] - base) ** 2, g) + base * (1 - base),
        by="the variance of the outcomes is that of the frequencies plus the mean variance in the groups",
    )
)

prose("""
The three terms are called *reliability* (the mean squared gap between forecasts and frequencies), *resolution* (how far the
frequencies spread) and *uncertainty* (the variance of the outcome). The smaller the first the better. Forecasts should agree with the frequencies, and the frequencies
should differ from group to group. The last term is the same for everyone.
""")

sharper = (
    calc(
        "Against a forecaster who always says the base rate, reliable forecasts gain the resolution.",
        base * (1 - base) - total(f[g] * o[g] * (1 - o[g]), g),
        given=shares,
    )
    .equals(total(f[g] * (o[g] - base) ** 2, g), by="$m(1 - m)$ is split as in the line above")
    .at_least(0, by="squares and shares are not negative", equality_iff=each(g, Eq(f[g] * (o[g] - base), 0)))
)

prose("""
## More than two outcomes

Brier's own score adds the squared gaps over all classes. The outcome of class $c$ is $\\delta_{cd}$ if $d$ is the true class: 1 for
$c = d$ and 0 otherwise.
""")

K = count("K", note="the number of classes")
c = index("c", 1, K)
d = index("d", 1, K)
law = family("r", c, proportion=True, note="the true probabilities of the classes")
report = family("h", c, proportion=True, note="the forecast of the classes")
classes = calc(
    "It has the same two parts.",
    total(law[d] * total((KroneckerDelta(c, d) - report[c]) ** 2, c), d),
    given=Eq(total(law[c], c), 1),
).equals(
    total((report[c] - law[c]) ** 2, c) + 1 - total(law[c] ** 2, c),
    by="class $d$ costs $1 - 2 h_d$ plus the sum of the squares",
    label="parts",
)
best_classes = minimum(
    "Here too the honest forecast is the only best one.", of=classes["parts"], over=report[c], at=law[c]
)

conclusion("""
The expected Brier score is the squared distance from the truth plus a rest that no forecast can change, so only the honest
forecast is best. Over many forecasts the rest splits once more: what remains for skill is to find groups with frequencies far
from the base rate.
""")

mistake(
    "Good resolution lowers the score: the sign is a minus.",
    total(f[g] * (a[g] - o[g]) ** 2, g) + total(f[g] * (o[g] - base) ** 2, g) + base * (1 - base),
    instead_of=groups,
)
mistake("Even an honest forecaster can have a positive score: the expected score is not just the squared distance.",
        (p - q) ** 2, instead_of=decomposition["parts"])  # fmt: skip
mistake(
    "One does not gain by rounding an honest 70 per cent up to certainty.",
    expected(1, q) <= expected(q, q),
    given=Eq(q, Rational(7, 10)),
)

result = groups
