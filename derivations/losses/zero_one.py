"""Why not simply minimise the number of wrong predictions?

In the end a prediction is right or wrong: the class with the larger chance wins, and a wrong one costs 1. As a function of the
predicted chance this 0-1 loss is flat with a single jump, so its slope is 0 and shows no way to go. The cross-entropy is
taken before the decision. Its slope is never 0, and measured in bits it is never below the 0-1 loss: where it is small on
average, errors are rare.
"""

from sympy import Eq, Limit, Ne, Piecewise, Rational, exp, log

from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    curve,
    define,
    each,
    family,
    figure,
    iff,
    index,
    integer,
    log2,
    mistake,
    proportion,
    prose,
    real,
    sigmoid,
    source,
    total,
)

source("shalev2014", "chapter 12")

half = Rational(1, 2)
a = proportion("a", open=True, note="the predicted chance of a one")
u = real("u", note="any number, for the definition")
t = integer("t", values=(0, 1), note="a label")
n = count("n", note="the number of examples")
i = index("i", 1, n)
r = family("r", i, proportion=True, note="the chance that was given to the label of an example")
z = real("z", note="the score")

prose(r"""
## Flat, with one jump

The predicted chance of a one is $a$. For the label 1 the prediction is wrong where $a$ is at most one half; a tie counts as
wrong. For the label 0 the same holds with $1 - a$, the chance of a zero. So the 0-1 loss depends on the chance of the label.
""")

miss = define("E", u, Piecewise((1, u <= half), (0, True)), "the 0-1 loss if the label was given the chance $u$")

flat_one = calc("Away from one half the slope is 0 for the label 1,", D(miss(a), a), given=Ne(a, half)).equals(
    0, by="the loss is constant on both sides"
)
flat_zero = calc("and for the label 0.", D(miss(1 - a), a), given=Ne(a, half)).equals(
    0, by="the loss is constant on both sides"
)
before = calc(
    "At one half it jumps. From the left, the loss for the label 1 has the limit 1,", Limit(miss(a), a, half, "-")
).equals(1, by="a smaller chance is wrong")
after = calc("and from the right the limit 0.", Limit(miss(a), a, half)).equals(0, by="a larger chance is right")
slopes = claim(
    "The cross-entropy of the label 1 falls everywhere, also where the prediction is right already,",
    D(-log2(a), a) < 0,
    by="the slope is $-1/(a \\log 2)$",
)
slopes_zero = claim(
    "and that of the label 0 rises everywhere.", D(-log2(1 - a), a) > 0, by="the slope is $1/((1 - a) \\log 2)$"
)

prose(r"""
## Below the cross-entropy in bits

Where the 0-1 loss is 0, little is to be shown: a chance below 1 costs something. Where it is 1, the chance is at most one half,
and one half costs exactly one bit.
""")

wrong = calc("A wrong prediction costs at least one bit,", -log2(a), given=a <= half).at_least(
    1, by="$-\\log_2$ falls, and is 1 at one half", equality_iff=Eq(a, half)
)
right = claim("and a right one something too.", -log2(a) > 0, given=a > half, by="the chance is below 1")
bound = calc(
    "So for either label the cross-entropy in bits is never below the 0-1 loss, and equal to it only at a tie.",
    miss(t * a + (1 - t) * (1 - a)),
).at_most(
    -t * log2(a) - (1 - t) * log2(1 - a),
    by="the two lines above, with the chance of the label: $a$ or $1 - a$",
    equality_iff=Eq(a, half),
)

prose(r"""
## Averaged over examples

In a sample let $r_i$ be the chance that was given to the label of example $i$. Now it may also be 1. The mean of the 0-1 losses is
the share of errors.
""")

mean = calc(
    "The share of errors is at most the mean cross-entropy in bits, and equal to it only if each chance is one half or 1.",
    total(miss(r[i]), i) / n,
    given=each(i, r[i] > 0),
).at_most(
    -total(log2(r[i]), i) / n,
    by="this holds for each example, and a chance of 1 costs nothing in either loss",
    equality_iff=each(i, Eq((1 - r[i]) * (r[i] - half), 0)),
)

prose(r"""
## Through a sigmoid

With $a = \sigma(z)$ the decision is the sign of the score, and the cross-entropy is a smooth curve above the step.
""")

sign = iff(
    "The chance is at most one half exactly where the score is not positive.",
    sigmoid(z) <= half,
    z <= 0,
    by="the sigmoid rises, and is one half at 0",
)
bits = calc("The cross-entropy of the label 1, in bits:", -log2(sigmoid(z))).equals(
    log2(1 + exp(-z)), by="the sigmoid is a reciprocal"
)
step_one = calc("It lies above the 0-1 loss for the label 1,", miss(sigmoid(z))).at_most(
    log2(1 + exp(-z)), by="for $z \\le 0$ the sum is at least 2", equality_iff=Eq(z, 0)
)
step_zero = calc("and its mirror image above that for the label 0.", miss(1 - sigmoid(z))).at_most(
    log2(1 + exp(z)), by="for $z \\ge 0$ the sum is at least 2", equality_iff=Eq(z, 0)
)

ceiling = figure(
    "The two losses of the label 1.",
    curve(bits, "the cross-entropy in bits"),
    curve(miss(sigmoid(z)), "the 0-1 loss"),
    over=(z, -4, 4),
    vertical="the loss",
    marks=((0, "a tie"),),
    alt="Against the score z: the 0-1 loss is 1 up to z = 0, where it drops to 0. The cross-entropy falls smoothly from about 5.8 to "
    "about 0. It touches the 0-1 loss at the edge of the step, at z = 0 and height 1, and lies above it elsewhere.",
)

conclusion(r"""
The 0-1 loss has the slope 0 wherever it has one, so gradient descent cannot use it. The cross-entropy in bits lies above
it for both labels, and its slope never vanishes. Averaged over examples it is a ceiling for the share of errors, and one that can
be lowered step by step.
""")

mistake(
    "In nats the bound fails: a wrong prediction may cost less than 1.",
    miss(a) <= -log(a),
)
mistake(
    "The bound does not hold the other way round.",
    -log2(a) <= miss(a),
)
result = mean
