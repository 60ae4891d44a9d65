"""What does the temperature of a softmax do?

Dividing all scores by a temperature $T$ before the softmax does not change which class is ahead, but it changes by how much. As
$T$ goes to 0, a class that is ahead of all others takes everything; as it grows without bound, all classes get the same. In
between the entropy rises with the temperature, unless all scores are equal, at a rate that is the variance of the scores divided
by $T^3$.
"""

from sympy import Eq, Limit, Rational, exp, log, oo

from derive import (
    D,
    binary_entropy,
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
    mistake,
    positive,
    prose,
    real,
    sigmoid,
    source,
    total,
)

source("hinton2015", "section 2")
source("guo2017", "section 4.2")

T = positive("T", note="the temperature")
u = real("u", note="the score of the first of two classes")
v = real("v", note="the score of the second")

prose("""
## Two classes

Only the difference of the scores matters, and the temperature divides it.
""")

two = calc("The probability of the first class is a sigmoid.", exp(u / T) / (exp(u / T) + exp(v / T))).equals(
    sigmoid((u - v) / T), by="numerator and denominator are divided by $e^{u/T}$"
)
cold_ahead = calc(
    "In the cold, a class that is ahead gets everything,", Limit(sigmoid((u - v) / T), T, 0, "+"), given=u > v
).equals(1, by="$(u - v)/T$ goes to infinity")
cold_behind = calc("one that is behind gets nothing,", Limit(sigmoid((u - v) / T), T, 0, "+"), given=u < v).equals(
    0, by="$(u - v)/T$ goes to minus infinity"
)
tie = calc("and a tie stays a tie.", sigmoid((u - v) / T), given=Eq(u, v)).equals(
    Rational(1, 2), by="the sigmoid is one half at 0"
)
hot = calc("In the heat, the scores no longer count.", Limit(sigmoid((u - v) / T), T, oo)).equals(
    Rational(1, 2), by="$(u - v)/T$ goes to 0"
)

prose("""
## Any number of classes
""")

K = count("K", note="the number of classes")
c = index("c", 1, K)
other = index("l", 1, K)
z = family("z", c, note="the scores")
b = real("b", note="what is added to all scores")
p = define("p", c, exp(z[c] / T) / total(exp(z[other] / T), other), "the probabilities at the temperature $T$")

shift = calc(
    "Adding the same to all scores changes nothing.", exp((z[c] + b) / T) / total(exp((z[other] + b) / T), other)
).equals(p[c], by="the factor $e^{b/T}$ is cancelled")
order = iff(
    "The order of the classes is that of their scores, at every temperature.",
    p[c] > p[other],
    z[c] > z[other],
    by="the denominators are equal, and exp rises",
)
ratio = calc("Two classes compare by the difference of their scores.", p[c] / p[other]).equals(
    exp((z[c] - z[other]) / T), by="the denominators cancel"
)
most = claim("No probability is above 1.", p[other] <= 1, by="the numerator is one of the terms of the denominator")
bound = (
    calc("So no class gets more than that ratio, whichever other it is compared with.", p[c])
    .equals(exp((z[c] - z[other]) / T) * p[other], by=ratio)
    .at_most(exp((z[c] - z[other]) / T), by=most)
)
prose("""
For two classes with the scores $u$ and $v$ that ratio is $e^{(u - v)/T}$.
""")

cold = calc(
    "In the cold that ratio goes to 0 for a class that is behind,", Limit(exp((u - v) / T), T, 0, "+"), given=u < v
).equals(0, by="the exponent falls without bound")
even = calc("and in the heat all ratios go to 1.", Limit(exp((u - v) / T), T, oo)).equals(
    1, by="the exponent goes to 0"
)

prose("""
So in the cold all classes that are behind end with nothing, and a class that is ahead of all others gets everything. In the heat all
probabilities become equal, and as they add up to 1, each goes to $1/K$.

## What warming does

A little more heat takes from the classes with scores above the mean and gives to those below. That can only raise the entropy.
""")

mean = define("m", total(p[c] * z[c], c), "the mean score")
entropy = define("H_K", -total(p[c] * log(p[c]), c), "the entropy of the probabilities, in nats")
warming = calc("The logarithm of a probability changes with the distance from the mean score.", D(log(p[c]), T)).equals(
    (mean - z[c]) / T**2, by="the slope of the logarithm of the denominator is $-m / T^2$"
)
written = calc("The entropy in terms of the scores:", entropy).equals(
    log(total(exp(z[other] / T), other)) - mean / T,
    by="the logarithm of a probability is score over $T$ minus that of the denominator",
)
rise = calc("The slope of the entropy is the variance of the scores over $T^3$.", D(entropy, T)).equals(
    total(p[c] * (z[c] - mean) ** 2, c) / T**3,
    by="the terms with the slope of the logarithm cancel, and what is left is minus the slope of $m$, over $T$",
    label="variance",
)
never_falls = calc("So it is never negative, and 0 only where all scores are equal.", rise["variance"]).at_least(
    0, by="probabilities and squares are not negative", equality_iff=each(c, Eq(z[c], mean))
)
two_rise = (
    calc("For two classes it vanishes only in a tie.", D(binary_entropy(sigmoid((u - v) / T)), T))
    .equals(
        (u - v) ** 2 / T**3 * sigmoid((u - v) / T) * (1 - sigmoid((u - v) / T)),
        by="the slope of the entropy in the probability is minus the log-odds, which are $(u - v)/T$",
    )
    .at_least(0, by="a square and factors that are positive", equality_iff=Eq(u, v))
)

warm = figure(
    "Two classes with the scores 1 and 0.",
    curve(sigmoid((u - v) / T), "the probability of the class that is ahead"),
    curve(binary_entropy(sigmoid((u - v) / T)), "the entropy, in nats"),
    over=(T, 0, 6),
    vertical="probability, nats",
    within=(0, 1),
    given={u: 1, v: 0},
    alt="Against the temperature T from 0 to 6: the probability of the class that is ahead falls from 1 towards 1/2, the entropy rises from "
    "0 towards about 0.69.",
)

conclusion("""
The temperature keeps the order of the classes and scales the distances between their scores. Cooling concentrates the
probability on the class that is ahead, warming spreads it evenly. The entropy rises with the temperature, unless all scores are
equal, because its slope is the variance of the scores over $T^3$.
""")

mistake(
    "A temperature is no common factor: it does not cancel.",
    exp(z[c]) / total(exp(z[other]), other),
    instead_of=p[c],
)
mistake("A common factor of the scores is not like a common shift.", sigmoid(2 * (u - v) / T), instead_of=two)
mistake(
    "The variance is divided by $T^3$, not by $T^2$.",
    total(p[c] * (z[c] - mean) ** 2, c) / T**2,
    instead_of=rise["variance"],
)

result = rise
