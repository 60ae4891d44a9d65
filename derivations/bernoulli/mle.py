"""Which theta makes the labels most likely?

Each of n labels is 1 with probability theta, independently of the others. We write down how likely the labels that we
saw are, and look for the theta that makes them most likely. The answer is the share of ones, whatever the labels were;
the two extreme samples (no ones at all, nothing but ones) need a closer look, because there the slope never vanishes.
"""

from sympy import Eq, Interval, Ne, log

from derive import D, calc, cases, claim, count, define, iff, index, integer, maximum, mistake, product, proportion
from derive import prose, sample, source, total
from derive.rules import (
    cancel,
    common_denominator,
    differentiate,
    log_of_power,
    log_of_product,
    split_sums,
    substitute,
)

source("Bishop (2006), Pattern Recognition and Machine Learning, section 2.1, equations 2.5 to 2.8")

n = count("n", note="the number of labels")
i = index("i", 1, n)
y = sample("y", i, values=(0, 1), note="the labels")
theta = proportion("theta", open=True, note="the chance of a one")

prose("""
## One label

A label is 1 with probability $\\theta$ and 0 with probability $1 - \\theta$. The two cases fit into one formula, because
the exponent that does not apply is 0 and takes its factor away.
""")

label = integer("t", values=(0, 1), note="one label")
one = cases(
    "One formula serves both labels.",
    label,
    {
        0: calc("A zero:", theta**label * (1 - theta) ** (1 - label), given=(Eq(label, 0),)).equals(1 - theta, by=substitute({label: 0})),
        1: calc("A one:", theta**label * (1 - theta) ** (1 - label), given=(Eq(label, 1),)).equals(theta, by=substitute({label: 1})),
    },
)
