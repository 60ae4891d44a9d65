"""With a single sample, can a gradient step be too long?

One sample, one label, one logistic unit. The gradient step moves the score against the error, towards the side of the label. The loss of one
sample falls all the way in that direction, because its valley has no floor: there is nothing to overshoot. So every step size lowers this loss,
and if a step can be too long, it must be because samples pull in different directions.
"""

from sympy import Eq, Rational

from derive import (
    D,
    binary_cross_entropy,
    calc,
    cases,
    claim,
    conclusion,
    count,
    define,
    family,
    index,
    integer,
    mistake,
    positive,
    proportion,
    prose,
    real,
    sigmoid,
    softplus,
    source,
    total,
    witness,
)  # fmt: skip
from derive.rules import chain_rule

source("bishop2006", "equations 4.88 and 4.91")
source("shalev2014", "section 14.1")

d = count("d", note="the number of features")
j = index("j", 1, d)
m = index("m", 1, d)
x = family("x", j, note="the features of the sample")
w = family("w", j, note="the weights")
b = real("b", note="the bias")
t = integer("t", values=(0, 1), note="the label")
eta = positive("eta", note="the step size")
h = real("h", note="any score before the step")

prose(r"""
## The gradient

The score is $\sum_m w_m x_m + b$, where the bias counts as the weight of a constant feature 1. Both parts of the gradient contain the error
$\sigma(z) - t$.
""")

score = define("z", total(w[m] * x[m], m) + b, "the score of the sample")
alone = calc("The cross-entropy of the label, in terms of the score:", binary_cross_entropy(t, sigmoid(h))).equals(
    softplus(h) - t * h,
    by="$-\\log \\sigma(h) = \\operatorname{softplus}(h) - h$ for a one, $-\\log(1 - \\sigma(h)) = \\operatorname{softplus}(h)$ for a zero",
)
loss = define("L", h, softplus(h) - t * h, "the cross-entropy of the label, as a function of the score, in nats")
weights = calc("In a weight:", D(softplus(score) - t * score, w[j])).equals((sigmoid(score) - t) * x[j], by=chain_rule)
bias = calc("In the bias:", D(softplus(score) - t * score, b)).equals(sigmoid(score) - t, by=chain_rule)

prose(r"""
## How the score moves

A step of size $\eta$ changes every weight, and each change is multiplied by its feature once more. The squares add up to the squared
length of the features, and the constant 1 adds its own.
""")

length = define("N", total(x[m] ** 2, m) + 1, "the squared length of the features with the constant 1")
error = define("E", sigmoid(score) - t, "the error")
moved = calc("The score after the step:",
    total((w[m] - eta * error * x[m]) * x[m], m) + b - eta * error).equals(score - eta * error * length, by="the squares of the features and the 1 of the bias add up to $N$", label="moved")  # fmt: skip

prose(r"""
## The loss after the step

Let $h$ be any score before the step. A one pushes it up, a zero pushes it down, and in both cases the loss falls in that direction without
end. So it does not matter how large $\eta N$ is.
""")

after = loss(h - eta * length * (sigmoid(h) - t))
one = (
    calc("For a one the score rises:", after, given=Eq(t, 1))
    .equals(
        softplus(h + eta * length * (1 - sigmoid(h))) - (h + eta * length * (1 - sigmoid(h))),
        by="the error is $\\sigma(h) - 1$, and the loss of a one is $\\operatorname{softplus}(h) - h$",
    )
    .less_than(loss(h), by="$\\operatorname{softplus}(h) - h$ falls everywhere")
)
zero = (
    calc("For a zero it falls:", after, given=Eq(t, 0))
    .equals(softplus(h - eta * length * sigmoid(h)), by="the error is $\\sigma(h)$, and the loss of a zero is softplus")
    .less_than(loss(h), by="softplus rises everywhere")
)

prose("With the score of the sample for $h$ this is the loss at the weights and the bias after the step.")

lowered = loss(score - eta * length * error)
sample_one = calc("A one:", lowered, given=Eq(t, 1)).less_than(loss(score), by=one.at({h: score}))
sample_zero = calc("A zero:", lowered, given=Eq(t, 0)).less_than(loss(score), by=zero.at({h: score}))
both = cases("These are all the labels:", t, {0: sample_zero, 1: sample_one})
every = claim(
    "Whichever label the sample has, every step size lowers its loss.",
    lowered < loss(score),
    by=both,
)

prose(r"""
## Why the label must be 0 or 1

Two samples with equal features and different labels act together like one sample with the label $\frac12$. Its loss
$\operatorname{softplus}(h) - \frac h2$ has a floor, and a step can jump over it. Take $N = 1$, the score 1 and the step size 40: the step
ends at $1 - 40\,(\sigma(1) - \frac12) = 21 - 40\,\sigma(1)$, about $-8.24$.
""")

soft = proportion("q", note="a label between 0 and 1")
overshoot = witness(
    "With the label one half this step raises the loss, from about 0.81 to about 4.12.",
    softplus(h - eta * (sigmoid(h) - soft)) - soft * (h - eta * (sigmoid(h) - soft)) > softplus(h) - soft * h,
    at={h: 1, eta: 40, soft: Rational(1, 2)},
)

conclusion(r"""
For one sample with a label 0 or 1 no gradient step is too long: every $\eta > 0$ lowers the loss of this sample. The step
moves the score towards the side of the label, and the loss falls on that side for ever. This says nothing about other samples, whose loss the same step
may raise.
""")

mistake("The bias moves too: the constant 1 counts in the squared length.",
    score - eta * error * total(x[m] ** 2, m), instead_of=moved["moved"])  # fmt: skip
mistake("The step goes against the gradient.", score + eta * error * length, instead_of=moved["moved"])
mistake("Lower does not mean low: a step need not halve the loss.", loss(h - eta * (sigmoid(h) - t)) <= loss(h) / 2)

result = every
