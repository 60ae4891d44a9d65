"""Why is the negative log-likelihood called cross-entropy?

A classifier gives each example a probability of being a one. How likely do its probabilities make the labels that were
observed? The logarithm of that likelihood, with its sign turned round, is exactly the loss that is called binary
cross-entropy. So minimising that loss is maximum likelihood estimation under another name.
"""

from sympy import Eq, Interval, log

from derivations.bernoulli.mle import loglik, theta
from derive import (
    D,
    binary_cross_entropy,
    binary_entropy,
    calc,
    conclusion,
    count,
    define,
    family,
    index,
    integer,
    minimum,
    mistake,
    product,
    proportion,
    prose,
    sample,
    source,
    total,
)
from derive.rules import differentiate, log_of_power, log_of_product, unfold

source("bishop2006", "equation 4.90")

n = count("n", note="the number of examples")
i = index("i", 1, n)
y = sample("y", i, values=(0, 1), note="the labels")
p = proportion("p", open=True, note="the probability of a one")
t = integer("t", values=(0, 1), note="a single label")

prose("## One label")

single = (
    calc("The label is 1 with probability $p$ and 0 with probability $1 - p$.", -log(p**t * (1 - p) ** (1 - t)))
    .equals(-(log(p**t) + log((1 - p) ** (1 - t))), by=log_of_product)
    .equals(-(t * log(p) + (1 - t) * log(1 - p)), by=log_of_power, label="loss")
)
named = calc(
    "This is the cross-entropy of the law that is sure of the label, with the law $p$.", single["loss"]
).equals(binary_cross_entropy(t, p), by="the definition, with $0 \\log 0 = 0$")

prose("""
## Many labels, each with its own probability

A model that looks at the examples gives each of them a probability of its own, neither 0 nor 1, so that all logarithms exist. Given
the examples the labels are independent, so the likelihoods multiply and the losses add up.
""")

a = family("a", i, proportion=True, open=True, note="the probability that the model gives each example")
sample_loss = (
    calc("The negative log-likelihood of the sample.", -log(product(a[i] ** y[i] * (1 - a[i]) ** (1 - y[i]), i)))
    .equals(-total(log(a[i] ** y[i] * (1 - a[i]) ** (1 - y[i])), i), by=log_of_product)
    .equals(-total(y[i] * log(a[i]) + (1 - y[i]) * log(1 - a[i]), i), by=log_of_power, label="loss")
    .equals(total(binary_cross_entropy(y[i], a[i]), i), by="the sum of the losses of the single labels")
)

prose("""
## Many labels with one probability

If all examples get the same $p$, only the number of ones matters. Divided by $n$, the loss is the cross-entropy of the law of
the *sample*, in which a one has the share of the ones, with the law $p$.
""")

k = define("k", total(y[i], i), "the number of ones")
common = calc(
    "The logarithm of this likelihood was worked out where its maximum was looked for.",
    -log(product(p ** y[i] * (1 - p) ** (1 - y[i]), i)),
).equals(-(k * log(p) + (n - k) * log(1 - p)), by=loglik.at({theta: p}), label="counts")
per_label = (
    calc(
        "Per label, the loss is the cross-entropy of the law of the sample with the law $p$:",
        -log(product(p ** y[i] * (1 - p) ** (1 - y[i]), i)) / n,
    )
    .equals(-(k * log(p) + (n - k) * log(1 - p)) / n, by=common)
    .equals(-(k / n * log(p) + (1 - k / n) * log(1 - p)), by="$n$ divides both terms")
    .equals(binary_cross_entropy(k / n, p), by="the definition", label="cross-entropy")
)
least = minimum(
    "The cross-entropy is least where $p$ is the share of ones, and only there.",
    of=binary_cross_entropy(k / n, p),
    over=p,
    on=Interval(0, 1),
    at=k / n,
    cases=(Eq(k, 0), Eq(k, n), (k > 0) & (k < n)),
)
floor = calc("What remains there is the entropy of the law of the sample.", binary_cross_entropy(k / n, k / n)).equals(
    binary_entropy(k / n), by=unfold
)

prose("""
## The same gradient as the relative entropy

The entropy of the labels does not depend on the model. Taking it away gives the relative entropy (Kullback-Leibler
divergence), which therefore has the same gradient: for learning it does not matter which of the two is minimised.
""")

r = proportion("r", open=True, note="the share of ones, seen as any number")
kl = define("KL", binary_cross_entropy(r, p) - binary_entropy(r), "the relative entropy of $r$ and $p$, in nats")
excess = calc("It is what the loss has above its minimum: never negative, and 0 at the share only.", kl).at_least(
    0, by="$\\log x \\le x - 1$ for both terms", equality_iff=Eq(p, r)
)
gradient = (
    calc("The entropy of $r$ does not depend on $p$.", D(kl, p))
    .equals(D(binary_cross_entropy(r, p), p), by="the derivative of a constant is 0")
    .equals((p - r) / (p * (1 - p)), by=differentiate)
)

conclusion(r"""
The negative log-likelihood of a label is the cross-entropy of the label with the prediction, and losses of independent labels add
up. With one $p$ for all, the loss per label is the cross-entropy of the sample's law with $p$; its minimum is the entropy of the
sample, at the share of ones. So maximum likelihood and least cross-entropy are one and the same, and relative entropy has
the same slope.
""")

mistake(
    "The log-likelihood itself is not the cross-entropy: the sign is the other way round.",
    t * log(p) + (1 - t) * log(1 - p),
    instead_of=single,
)
mistake(
    "A sum over the labels is no mean over the labels: here $n$ is missing.",
    binary_cross_entropy(k / n, p),
    instead_of=common,
)

result = per_label
