"""Why is the loss of a classifier with many classes called cross-entropy?

A classifier gives every example a chance for each of $K$ classes. The label of an example is written as a row of zeros with a
single one, at the true class. The negative log-likelihood of such labels is a sum of cross-entropies, one for each example. And
as the entropy of the labels does not depend on the model, it makes no difference to learning whether cross-entropy or
relative entropy is minimised.
"""

from sympy import Eq, exp, log

from derive import (
    D,
    calc,
    conclusion,
    count,
    define,
    each,
    family,
    index,
    mistake,
    product,
    prose,
    sample,
    source,
    total,
    xlogy,
)
from derive.rules import differentiate, log_of_power, log_of_product, split_sums, swap_sums

source("bishop2006", "section 4.3.4")
source("goodfellow2016", "section 5.5")

n = count("n", note="the number of examples")
K = count("K", note="the number of classes")
i, c, l = index("i", 1, n), index("c", 1, K), index("l", 1, K)  # noqa: E741
y = sample("y", i, c, values=(0, 1), note="1 where the example is of the class, else 0")
a = family("a", i, c, proportion=True, open=True, note="the chance that the model gives the example for the class")
p = family("p", c, positive=True, note="one law for all examples")
q = family("q", c, positive=True, note="the shares of the classes in the sample")
z = family("z", c, note="the scores of the classes")
one_hot = each(i, Eq(total(y[i, c], c), 1))

prose(r"""
## Labels with a single one

In the product over the classes all factors but one have the exponent 0, so what remains is the chance of the true class.
The labels are independent, given the examples, and the products multiply.
""")

likelihood = define("L", product(product(a[i, c] ** y[i, c], c), i), "the likelihood of the labels")
entropy = define(
    "H", i, -total(xlogy(y[i, c], a[i, c]), c), "the cross-entropy of a label with its prediction, in nats"
)
loss = (
    calc(
        "The negative log-likelihood adds up the cross-entropies of the labels with the predictions.", -log(likelihood)
    )
    .equals(-total(total(log(a[i, c] ** y[i, c]), c), i), by=log_of_product)
    .equals(-total(total(y[i, c] * log(a[i, c]), c), i), by=log_of_power, label="loss")
    .equals(total(entropy[i], i), by="the definition, with $0 \\log 0 = 0$")
)
prose(r"""
## One law for all examples

If all examples get the same law $p$, only the numbers of examples in each class matter. Per example, the loss is the
cross-entropy of the law of the *sample*, which gives each class its share $q_c$, with $p$. Classes without examples are left out, so
$q_c > 0$.
""")

k = define("k", c, total(y[i, c], i), "the number of examples of a class")
common = (
    calc("The negative log-likelihood with one law:", -log(product(product(p[c] ** y[i, c], c), i)))
    .equals(-total(total(y[i, c] * log(p[c]), c), i), by="as before, with the same law in each row")
    .equals(-total(total(y[i, c] * log(p[c]), i), c), by=swap_sums)
    .equals(-total(k[c] * log(p[c]), c), by="the logarithm does not depend on the example", label="counts")
)
laws = calc("The shares are a law,", total(k[c] / n, c), given=one_hot).equals(
    1, by="each row of labels has a single one"
)
shares = each(c, Eq(k[c], n * q[c]))
per_example = calc(
    "and per example the loss is its cross-entropy with the model.", common["counts"] / n, given=shares
).equals(-total(q[c] * log(p[c]), c), by="the share is the number divided by $n$")
least = calc(
    "It is never below the entropy of the sample, and only the model with the shares of the sample reaches that.",
    -total(q[c] * log(p[c]), c),
    given=(Eq(total(q[c], c), 1), Eq(total(p[c], c), 1)),
).at_least(
    -total(q[c] * log(q[c]), c),
    by="Gibbs' inequality: $\\log x \\leq x - 1$, term by term",
    equality_iff=each(c, Eq(p[c], q[c])),
)

prose(r"""
## The same gradient as the relative entropy

Let the law depend on parameters. For a classifier it is the softmax of scores, one score for each class.
The relative entropy (Kullback-Leibler divergence) is the cross-entropy minus the entropy of $q$, in which there is no
score.
""")

softmax = define("P", c, exp(z[c]) / total(exp(z[l]), l), "the softmax of the scores")
cross = define("C", -total(q[c] * log(softmax[c]), c), "the cross-entropy of $q$ with the softmax, in nats")
relative = define("KL", total(q[c] * log(q[c] / softmax[c]), c), "the relative entropy of $q$ and the softmax, in nats")
difference = (
    calc("The two losses differ", relative)
    .equals(total(q[c] * (log(q[c]) - log(softmax[c])), c), by="log of a quotient")
    .equals(cross + total(q[c] * log(q[c]), c), by=split_sums)
)
constant = calc("by something that no score moves.", D(total(q[c] * log(q[c]), c), z[l])).equals(0, by=differentiate)
same = calc("So the slopes are equal, with respect to every score.", D(relative, z[l])).equals(
    D(cross, z[l]), by="the derivative of a constant is 0"
)
scores = calc("With the scores written out the cross-entropy is short,", cross, given=Eq(total(q[c], c), 1)).equals(
    log(total(exp(z[c]), c)) - total(q[c] * z[c], c),
    by="$\\log P_c = z_c - \\log \\sum_l e^{z_l}$, and the shares add up to 1",
)
plain = calc("and its slope is the difference of prediction and share.", D(scores, z[l])).equals(
    softmax[l] - q[l], by=differentiate
)

conclusion(r"""
For labels with a single one the negative log-likelihood is the sum of the cross-entropies of the labels with the predictions;
with one law for all examples it is $n$ times the cross-entropy of the sample's shares with that law, which is least where the law
is the shares. Relative entropy has the same slopes: in the scores of a softmax, prediction minus share. So it does not matter which of
the three is minimised.
""")

mistake(
    "The log-likelihood itself is not the cross-entropy: the sign is the other way round.",
    total(total(y[i, c] * log(a[i, c]), c), i),
    instead_of=loss["loss"],
    given=(one_hot, each(i, Eq(total(a[i, c], c), 1))),
)
mistake(
    "A sum over the examples is no mean: here $n$ is missing.",
    -total(k[c] / n * log(p[c]), c),
    instead_of=common,
    given=(one_hot, Eq(total(p[c], c), 1)),
)
mistake(
    "The slope is prediction minus share, not the other way round.",
    q[l] - softmax[l],
    instead_of=plain,
    given=Eq(total(q[c], c), 1),
)

result = loss
