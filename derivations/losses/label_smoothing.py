"""What is gained by telling the model less than the truth?

With labels of 0 and 1 a score farther on the right side always lowers the cross-entropy a little more, so training never
comes to rest. *Label
smoothing* mixes each label with the uniform law. The loss is then the old one plus a pull towards that law, and it has its
minimum at a score that is finite.
"""

from sympy import Eq, Limit, Rational, log, oo

from derive import (
    D,
    binary_cross_entropy,
    calc,
    claim,
    conclusion,
    count,
    curve,
    define,
    each,
    family,
    figure,
    index,
    integer,
    minimum,
    mistake,
    proportion,
    prose,
    real,
    sigmoid,
    softplus,
    source,
    total,
)
from derive.rules import differentiate, substitute

source("szegedy2016", "section 7")

K = count("K", note="the number of classes")
c = index("c", 1, K)
q = family("q", c, proportion=True, note="the label as a law: 1 for the true class, otherwise 0")
p = family("p", c, positive=True, note="the probabilities of the model")
r = family("r", c, positive=True, note="the smoothed label")
epsilon = proportion("epsilon", open=True, note="how much is smoothed")

prose(r"""
## A mixture of labels, a mixture of losses

A share $\epsilon$ of the label is taken away and spread evenly over all classes.
""")

smoothing = each(c, Eq(r[c], (1 - epsilon) * q[c] + epsilon / K))
normed = (
    calc("The smoothed label is a law again.", total(r[c], c), given=(smoothing, Eq(total(q[c], c), 1)))
    .equals((1 - epsilon) * total(q[c], c) + epsilon, by="the $K$ parts of $\\epsilon / K$ add up to $\\epsilon$")
    .equals(1, by="the label itself is a law")
)
mixture = calc(
    "Its cross-entropy mixes those of the label and of the uniform law.",
    -total(r[c] * log(p[c]), c),
    given=smoothing,
).equals(
    (1 - epsilon) * (-total(q[c] * log(p[c]), c)) + epsilon * (-total(log(p[c]) / K, c)),
    by="the sum is split along the two parts of the smoothed label",
)
target = minimum(
    "It is least where the model gives the smoothed label itself, and only there.",
    of=-total(r[c] * log(p[c]), c),
    over=p[c],
    at=r[c],
    subject_to=Eq(total(p[c], c), 1),
    given=Eq(total(r[c], c), 1),
)
prose(r"""
In a softmax the difference of two scores is the difference of the logarithms of their probabilities. At the smoothed label these are
$1 - \epsilon + \epsilon/K$ for the true class and $\epsilon/K$ for any other.
""")

gap = calc(
    "So with a softmax the score of the true class should be above the others by this much, and no more:",
    log(1 - epsilon + epsilon / K) - log(epsilon / K),
).equals(
    log(1 + K * (1 - epsilon) / epsilon),
    by="the difference of the logarithms is the logarithm of the quotient",
    label="gap",
)

prose(r"""
## Two classes

With two classes there is one score $z$, and a one has probability $\sigma(z)$. A label of 1 is smoothed to $1 - \epsilon/2$, a
label of 0 to $\epsilon/2$.
""")

t = integer("t", values=(0, 1), note="the label")
z = real("z", note="the score")
loss = define("L", binary_cross_entropy((1 - epsilon) * t + epsilon / 2, sigmoid(z)), "the smoothed loss of a label")
pull = calc("Smoothing adds a term that grows with the score on the right side.", loss).equals(
    binary_cross_entropy(t, sigmoid(z)) + epsilon * (t - Rational(1, 2)) * z,
    by="the cross-entropy is softplus of $z$ minus the label times $z$",
)
gradient = calc("The gradient is prediction minus smoothed label.", D(loss, z)).equals(
    sigmoid(z) - (1 - epsilon) * t - epsilon / 2, by=differentiate
)
best = minimum(
    "The smoothed loss is least at one finite score, and nowhere else.",
    of=loss,
    over=z,
    at=(2 * t - 1) * log((2 - epsilon) / epsilon),
    cases=(Eq(t, 0), Eq(t, 1)),
)
same = calc("It is the gap from above, for two classes.", gap["gap"], given=Eq(K, 2)).equals(
    log((2 - epsilon) / epsilon), by="$1 + 2 (1 - \\epsilon) / \\epsilon$ has the numerator $2 - \\epsilon$"
)
tenth = calc(
    "With a tenth smoothed, a score of about 2.9 is enough:",
    log((2 - epsilon) / epsilon),
    given=Eq(epsilon, Rational(1, 10)),
).equals(log(19), by=substitute({epsilon: Rational(1, 10)}))
less = claim(
    "The more is smoothed, the smaller that score is.",
    D(log((2 - epsilon) / epsilon), epsilon) < 0,
    by="$2/\\epsilon - 1$ falls as $\\epsilon$ grows",
)

prose("""
## What would happen without smoothing

Take a label of 1. Without smoothing the loss falls everywhere, so there is no best score. With it there is a force that turns
round overconfident scores, and far out it is as strong as half of the smoothing.
""")

restless = claim(
    "Unsmoothed, the loss of a one falls with every step to the right.",
    D(softplus(-z), z) < 0,
    by="the slope is $\\sigma(z) - 1$",
)
force = calc(
    "Smoothed, its slope far to the right is positive.", Limit(sigmoid(z) - (1 - epsilon) - epsilon / 2, z, oo)
).equals(epsilon / 2, by="$\\sigma(z)$ goes to 1")

valley = figure(
    "The loss of a label 1, with $\\epsilon = \\frac1{10}$ and without smoothing.",
    curve(loss, "smoothed"),
    curve(binary_cross_entropy(t, sigmoid(z)), "not smoothed"),
    over=(z, -2, 8),
    vertical="the loss",
    given={t: 1, epsilon: Rational(1, 10)},
    marks=((log(19), "the best score"),),
    alt="Both losses fall at first. The one without smoothing goes on falling towards 0, the smoothed one has its minimum near z = 2.9 "
    "and rises again slowly.",
)

conclusion(r"""
Smoothing the label mixes the cross-entropy with a pull towards the uniform law. The model is then best when it gives the smoothed
label, which it can do with finite scores. Without smoothing a score farther on the right side is always better, and the best one
does not exist.
""")

mistake(
    "The uniform part has the share $\\epsilon/2$ for either class, not $\\epsilon$.",
    sigmoid(z) - (1 - epsilon) * t - epsilon,
    instead_of=gradient,
)
mistake(
    "The best prediction for a one is $1 - \\epsilon/2$, not $1 - \\epsilon$.",
    log((1 - epsilon) / epsilon),
    instead_of=same,
)
mistake(
    "Smoothing does not just scale the loss.",
    (1 - epsilon) * binary_cross_entropy(t, sigmoid(z)),
    instead_of=pull,
)

result = best
