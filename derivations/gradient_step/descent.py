"""How long may a gradient step be so that the cross-entropy falls?

A logistic unit is trained on n samples with labels 0 and 1. The gradient tells where the mean cross-entropy falls fastest, but
not how far one may go. There is no need to try it out: a number $M$, read off the lengths of the feature vectors, bounds how much
the loss can bend. A step against the gradient with any step size below $2/M$ lowers the loss, unless the gradient is already 0.
"""

from sympy import Eq, Or, Rational

from derivations.gradient_step import softplus_bound as tangent
from derive import (
    D,
    binary_cross_entropy,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
    index,
    mistake,
    positive,
    prose,
    sample,
    sigmoid,
    softplus,
    source,
    total,
)
from derive.rules import chain_rule, split_sums

source("nesterov2004", "chapter 1")
source("boyd2004", "section 9.3")

n = count("n", note="the number of samples")
d = count("d", note="the number of features, the constant included")
i = index("i", 1, n)
j = index("j", 1, d)
m = index("m", 1, d)
x = family("x", i, j, note="the features of each sample, extended by a constant 1")
w = family("w", j, note="the weights; the bias is the weight of the constant")
y = sample("y", i, values=(0, 1), note="the labels")
s = family("s", i, note="the scores before the step")
v = family("v", i, note="how much each score falls per unit of the step size")
g = family("g", j, note="the gradient")
eta = positive("eta", note="the step size")

prose(r"""
## The gradient, and what a step does to the scores

The constant 1 is the last feature of every sample, and the bias is its weight. So the bias needs no formulas of its own.
""")

alone = calc(
    "The cross-entropy of one label, in terms of the score:", binary_cross_entropy(y[i], sigmoid(s[i]))
).equals(
    softplus(s[i]) - y[i] * s[i],
    by="$-\\log \\sigma(s) = \\operatorname{softplus}(s) - s$ for a one, $-\\log(1 - \\sigma(s)) = \\operatorname{softplus}(s)$ for a zero",
)
score = define("z", i, total(w[m] * x[i, m], m), "the score of a sample in terms of the weights")
gradient = calc(
    "The slope of the mean cross-entropy in a weight:", D(total(softplus(score[i]) - y[i] * score[i], i) / n, w[j])
).equals(total((sigmoid(score[i]) - y[i]) * x[i, j], i) / n, by=chain_rule)
there = total((w[m] - eta * g[m]) * x[i, m], m)
move = calc(
    "A step against the gradient moves every score in proportion to the step size.",
    there,
).equals(score[i] - eta * total(g[m] * x[i, m], m), by=split_sums)

prose(r"""
From here on $s_i$ is the score before the step, and $g_j$ and $v_i$ are what the two lines above say.
""")

error = sigmoid(s[i]) - y[i]
scores = each(i, Eq(s[i], score[i]))
slopes = each(j, Eq(g[j], total(error * x[i, j], i) / n))
moves = each(i, Eq(v[i], total(g[m] * x[i, m], m)))
loss = define("L", total(softplus(s[i]) - y[i] * s[i], i) / n, "the mean cross-entropy before the step, in nats")
after = define(
    "A",
    total(softplus(s[i] - eta * v[i]) - y[i] * (s[i] - eta * v[i]), i) / n,
    "the mean cross-entropy after the step, in nats",
)

before = calc("So $L$ is the mean cross-entropy at the weights $w_j$,", loss, given=scores).equals(
    total(softplus(score[i]) - y[i] * score[i], i) / n, by="this is what $s_i$ is"
)
moved = calc("and $A$ is that at the weights $w_j - \\eta g_j$.", after, given=(scores, moves)).equals(
    total(softplus(there) - y[i] * there, i) / n, by="a step moves every score by $-\\eta v_i$"
)

prose(r"""
## A parabola above the loss

The bound on softplus holds for each sample. What it leaves over is never negative, and neither is the sum.
""")

one = claim(
    "For one sample the gap above the tangent is bounded.",
    softplus(s[i] - eta * v[i]) - softplus(s[i]) + eta * v[i] * sigmoid(s[i]) <= eta**2 * v[i] ** 2 / 8,
    by=tangent.bound.at({tangent.z: s[i], tangent.u: -eta * v[i]}),
)
rest = define(
    "R",
    total(softplus(s[i]) - eta * v[i] * sigmoid(s[i]) + eta**2 * v[i] ** 2 / 8 - softplus(s[i] - eta * v[i]), i),
    "how far the parabolas lie above softplus, summed over the samples",
)
above = claim("For all samples together:", rest >= 0, by="by the line above each term is at least 0")
above_loss = loss - eta * total(error * v[i], i) / n + eta**2 * total(v[i] ** 2, i) / (8 * n)
parabola = (
    calc("The loss after the step is a parabola in the step size, less what is left over.", after)
    .equals(above_loss - rest / n, by="the rest is what the parabolas are too large by")
    .at_most(above_loss, by=above)
)

prose(r"""
## What the step gains

Every score moves by features times gradient, and features times errors make up the gradient. Together that is the gradient times itself.
""")

swapped = calc("The sums change places.", total(error * v[i], i) / n, given=moves).equals(
    total(g[m] * (total(error * x[i, m], i) / n), m), by="a finite sum may be taken in either order"
)
gain = calc(
    "The fraction is a part of the gradient.", total(g[m] * (total(error * x[i, m], i) / n), m), given=slopes
).equals(total(g[m] ** 2, m), by="this is what $g_m$ is")

prose(r"""
## What the step costs

By the inequality of Cauchy and Schwarz no score moves faster than the length of the gradient times the length of its features.
""")

G = define("G", total(g[m] ** 2, m), "the squared length of the gradient")
M = define("M", total(total(x[i, m] ** 2, m), i) / (4 * n), "a quarter of the mean squared length of the features")
cauchy = claim(
    "Cauchy and Schwarz for one sample:",
    total(g[m] * x[i, m], m) ** 2 <= G * total(x[i, m] ** 2, m),
    by="an inner product is at most as large as the product of the lengths",
)
summed = claim(
    "The same for all of them:",
    total(total(g[m] * x[i, m], m) ** 2, i) <= total(G * total(x[i, m] ** 2, m), i),
    by="the inequality of each sample, added up",
)
cost = (
    calc("So the square in the parabola is bounded.", total(v[i] ** 2, i) / (8 * n), given=moves)
    .equals(total(total(g[m] * x[i, m], m) ** 2, i) / (8 * n), by="this is what $v_i$ is")
    .at_most(total(G * total(x[i, m] ** 2, m), i) / (8 * n), by=summed)
    .equals(G * M / 2, by="$G$ is the same for all samples, and the rest is what $M$ is")
)

prose(r"""
## Gain and cost together

The gain is proportional to the step size, the cost to its square. So for short steps the gain wins.
""")

descent = (
    calc(
        "After a step against the gradient the loss is at most this, which is less than before for $\\eta < \\frac2M$ unless the gradient is 0.",
        after,
        given=(moves, slopes),
    )
    .at_most(above_loss, by=parabola)
    .equals(
        loss - eta * G + eta**2 * total(v[i] ** 2, i) / (8 * n),
        by="the last sum, divided by $n$, is $G$: the sums change places, and the fraction is a part of the gradient",
        using=(swapped, gain),
    )
    .at_most(loss - eta * G + eta**2 * G * M / 2, by=cost)
    .equals(loss - eta * (1 - eta * M / 2) * G, by="$\\eta G$ is taken out")
)

prose(r"""
The loss falls as long as $1 - \frac{\eta M}2$ is positive and the gradient is not 0. Because of the constant 1, $M$ is never 0, so
$\eta < \frac2M$ and $\eta M < 2$ say the same.
""")

quarter = (
    calc("With the constant 1 it is at least a quarter.", M, given=each(i, Eq(x[i, d], 1)))
    .at_least(total(x[i, d] ** 2, i) / (4 * n), by="the square of the last feature is one of those added up")
    .equals(Rational(1, 4), by="each of the $n$ squares is 1")
)
still = iff(
    "The squared length of the gradient is 0 only if each of its parts is.",
    Eq(G, 0),
    each(j, Eq(g[j], 0)),
    by="no square is negative",
)
falls = claim(
    "After a step of a size below $2/M$ the loss is lower than before, unless the gradient is 0.",
    Or(Eq(G, 0), after < loss),
    given=(moves, slopes, eta * M < 2),
    by=descent,
)

conclusion(r"""
One gradient step lowers the mean cross-entropy by at least $\eta\,(1 - \frac{\eta M}2)$ times the squared length of the gradient. So the loss
falls for every $\eta$ between 0 and $\frac2M$, whatever the labels and the weights are, unless the gradient is 0. The
condition is sufficient, not necessary: a longer step may lower the loss as well, but nothing here promises it.
""")

mistake(
    "The step costs something: it gains less than the slope promises.",
    after <= loss - eta * total(error * v[i], i) / n,
)
mistake(
    "Lengths multiply; the inner product can be smaller.",
    total(g[m] * x[i, m], m) ** 2,
    instead_of=G * total(x[i, m] ** 2, m),
)

result = descent
