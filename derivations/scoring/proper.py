"""Which scores make honesty the best policy?

Someone believes that a one has probability $q$ and has to report a probability $p$. A score is *proper* if no report has a smaller
expected loss than the honest one, whatever $q$ is. The logarithm and the squared gap pass this test. The absolute gap looks just as
natural and fails: unless both outcomes are equally likely, it is best to claim certainty.
"""

from sympy import Eq, Interval, Rational, log

from derivations.scoring.brier import decomposition, expected, p, q
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
    minimum,
    mistake,
    prose,
    source,
    total,
)
from derive.rules import differentiate, evaluate, unfold

source("gneiting2007", "section 2")

prose(r"""
## The logarithm

A one costs $-\log p$, a zero $-\log(1 - p)$. The expected loss is the cross-entropy.
""")

log_score = minimum(
    "With the log score the honest report has the smallest expected loss, and no other report has it.",
    of=binary_cross_entropy(q, p),
    over=p,
    on=Interval(0, 1),
    at=q,
)
floor = calc("It costs the entropy then.", binary_cross_entropy(q, q)).equals(binary_entropy(q), by=unfold)

K = count("K", note="the number of classes")
c = index("c", 1, K)
law = family("r", c, positive=True, note="the probabilities that are believed in")
report = family("h", c, positive=True, note="the reported probabilities")
many = minimum(
    "The same holds for any number of classes.",
    of=-total(law[c] * log(report[c]), c),
    over=report[c],
    at=law[c],
    subject_to=Eq(total(report[c], c), 1),
    given=Eq(total(law[c], c), 1),
)

prose("""
## The squared gap

The Brier score has been taken apart already: what a dishonest report costs on top is the squared distance from the belief.
""")

brier = (
    calc("What dishonesty costs:", expected(p, q) - expected(q, q))
    .equals((p - q) ** 2, by=decomposition)
    .at_least(0, by="a square is not negative", equality_iff=Eq(p, q))
)

prose("""
## The absolute gap

A one costs $1 - p$, a zero costs $p$. The expected loss is a straight line in the report, and a straight line that is not level is lowest
at one of its ends.
""")

absolute = define("A", p, q, q * (1 - p) + (1 - q) * p, "the expected absolute gap")
straight = calc("The slope in the report does not depend on the report.", D(absolute(p, q), p)).equals(
    1 - 2 * q, by=differentiate
)
likely = minimum(
    "If a one is the more likely outcome, only the report 1 is best.",
    of=absolute(p, q),
    over=p,
    on=Interval(0, 1),
    at=1,
    given=q > Rational(1, 2),
)
unlikely = minimum(
    "If a zero is, only the report 0 is best.",
    of=absolute(p, q),
    over=p,
    on=Interval(0, 1),
    at=0,
    given=q < Rational(1, 2),
)
even = calc(
    "And if both are equally likely, every report costs the same.", absolute(p, q), given=Eq(q, Rational(1, 2))
).equals(Rational(1, 2), by="half of $(1 - p) + p$")

prose("""
In numbers: someone believes in a one with probability 3/4.
""")

honest = calc("Honesty costs", absolute(Rational(3, 4), Rational(3, 4))).equals(Rational(3, 8), by=evaluate)
bold = calc("and claiming certainty costs less.", absolute(1, Rational(3, 4))).equals(Rational(1, 4), by=evaluate)
honest_brier = calc("With the Brier score honesty costs", expected(Rational(3, 4), Rational(3, 4))).equals(
    Rational(3, 16), by=evaluate
)
bold_brier = calc("and claiming certainty costs more.", expected(1, Rational(3, 4))).equals(Rational(1, 4), by=evaluate)
conclusion("""
Log score and Brier score are proper, even strictly: any report but the honest one costs more on average. The absolute gap is not.
Unless both outcomes are equally likely, its best report is 0 or 1: it tells which class is more likely, but not how likely it is.
""")

mistake("The absolute gap is not least for the honest report.", absolute(p, q) >= absolute(q, q))
mistake(
    "In the cross-entropy the belief comes first: with the two exchanged, honesty is not the best report.",
    binary_cross_entropy(p, q) >= binary_entropy(q),
    given=(q > 0, q < 1),
)

result = log_score
