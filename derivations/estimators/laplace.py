"""Why does the median belong to the Laplace law?

The Laplace law has the density $e^{-|x - \\mu|/s} / (2s)$: a peak at $\\mu$ and tails much heavier than those of the normal law. The
likeliest $\\mu$ is where the *distances* to the observations, not their squares, have the least sum, and that is a median. The
likeliest $s$ is the mean distance.
"""

from sympy import Abs, Eq, Integral, Interval, Ne, Rational, exp, log, oo

from derive import (
    D,
    calc,
    claim,
    conclusion,
    count,
    define,
    each,
    family,
    iff,
    index,
    integer,
    maximum,
    minimum,
    mistake,
    positive,
    product,
    prose,
    real,
    source,
    total,
)
from derive.rules import common_denominator, differentiate, log_of_product

n = count("n", note="the number of observations")
k = index("k", 1, n)
x = family("x", k, note="the observations")
mu = real("mu", note="the centre of the law")
s = positive("s", note="the scale of the law")
t = positive("t", note="a distance, or a sum of distances")

prose("""
## The likelihood and the sum of the distances

The density is symmetric, so each half of it must have the integral 1/2. In the likelihood the centre appears in the sum $A$ of
the distances alone.
""")

half = calc(
    "The upper half, with $t$ for the distance from the centre:", Integral(exp(-t / s) / (2 * s), (t, 0, oo))
).equals(Rational(1, 2), by="an antiderivative is $-e^{-t/s}/2$")
likelihood = define("L", product(exp(-Abs(x[k] - mu) / s) / (2 * s), k), "the likelihood of the observations")
distances = define("A", total(Abs(x[k] - mu), k), "the sum of the distances from the centre")

loglik = (
    calc("The logarithm turns the product into a sum.", log(likelihood))
    .equals(total(log(exp(-Abs(x[k] - mu) / s) / (2 * s)), k), by=log_of_product)
    .equals(total(-Abs(x[k] - mu) / s - log(2 * s), k), by="the logarithm of each factor is taken")
    .equals(-n * log(2 * s) - distances / s, by="the distances add up to $A$", label="loglik")
)

falls = claim(
    "With $t$ for $A$: the larger the sum of the distances, the lower the likelihood.",
    D(-n * log(2 * s) - t / s, t) < 0,
    by="the slope is $-1/s$",
)

prose("""
## Two and three observations

Whatever the scale, the best centre is the one with the least $A$. With two observations, $u \\le v$, all points between them are
equally good. With three there is one best point, the middle one, however far out the others are.
""")

u = real("u", note="the smallest of a few observations")
v = real("v", note="the next one")
w = real("w", note="the largest of three")

two = iff(
    "The way from $u$ to $v$ is shortest through a point between them.",
    Eq(Abs(u - mu) + Abs(v - mu), v - u),
    (u <= mu) & (mu <= v),
    given=u <= v,
    by="outside, one of the distances alone is longer than $v - u$",
)
three = minimum(
    "Of three observations the middle one has the least sum of distances.",
    of=Abs(u - mu) + Abs(v - mu) + Abs(w - mu),
    over=mu,
    at=v,
    given=(u <= v, v <= w),
)

prose("""
## Counting on both sides

Choose any point. Let $f$ observations lie below it, by $a_1, \\ldots, a_f$, and $g$ observations above it, by $b_1, \\ldots, b_g$; and
let $r$ observations lie at the point itself. What happens to the distances if the centre moves by $h$? As long as it passes
no observation, the distances to those below grow by $h$ and to those above shrink by $h$, so only the numbers count. In general
these are lower bounds.
""")

f = integer("f", lower=0, note="how many observations lie below the point")
g = integer("g", lower=0, note="how many lie above it")
r = integer("r", lower=0, note="how many lie at the point itself")
i = index("i", 1, f)
j = index("j", 1, g)
a = family("a", i, positive=True, note="how far below")
b = family("b", j, positive=True, note="how far above")
h = real("h", note="how far the centre moves")
here = define("B", total(a[i], i) + total(b[j], j), "the sum of the distances from the point")
there = define("F", total(Abs(h + a[i]), i) + total(Abs(h - b[j]), j) + r * Abs(h), "the same after the move")

lower = calc("The distances to those below:", total(Abs(h + a[i]), i)).at_least(
    total(a[i], i) + f * h, by="no number is larger than its absolute value"
)
upper = calc("The distances to those above:", total(Abs(h - b[j]), j)).at_least(
    total(b[j], j) - g * h, by="no number is larger than its absolute value"
)
moved = calc("All distances together are at least this.", there).at_least(
    here + (f - g) * h + r * Abs(h), by="both bounds are added", using=(lower, upper)
)
median = (
    calc(
        "At a median, where the numbers below and above differ by no more than $r$, no move lowers the sum of the distances.",
        there,
        given=Abs(f - g) <= r,
    )
    .at_least(here + (f - g) * h + r * Abs(h), by=moved)
    .at_least(here, by="the last term makes up for the one before")
)
only = (
    calc("If they differ by less than $r$, every move makes the sum larger.", there, given=(Abs(f - g) < r, Ne(h, 0)))
    .at_least(here + (f - g) * h + r * Abs(h), by=moved)
    .greater_than(here, by="the last term outweighs the one before")
)

prose("""
A point with this balance is called a median. Elsewhere one side has the majority, and moving towards it helps. Say it is the upper one, $g > f + r$, and the centre moves up by $t$, so that those above are still above, now by $b_1, \\ldots, b_g$.
""")

halves = iff(
    "In other words: neither below a median nor above it lie more than half of the $f + g + r$ observations.",
    Abs(f - g) <= r,
    (2 * f <= f + g + r) & (2 * g <= f + g + r),
    by="each of the two says how far one side may outnumber the other",
)
better = (
    calc(
        "If more than half of the observations lie above, such a move up makes the sum smaller.",
        total(Abs(t + a[i]), i) + total(Abs(t - (t + b[j])), j) + r * Abs(t),
        given=g > f + r,
    )
    .equals(total(a[i], i) + total(b[j], j) + (f + r) * t, by="all of $t$, $a_i$ and $b_j$ are positive")
    .less_than(total(a[i], i) + total(b[j], j) + g * t, by="$g$ is larger than $f + r$")
    .equals(total(a[i], i) + total(t + b[j], j), by="before the move those above were farther away by $t$")
)

prose("""
## The scale

For a given centre, the median or any other, there is one best scale, unless all observations lie at the centre. Then the
likelihood is $(2s)^{-n}$, and smaller scales are always better.
""")

score = (
    calc("The slope in the scale:", D(loglik, s))
    .equals(-n / s + distances / s**2, by=differentiate)
    .equals((distances - n * s) / s**2, by=common_denominator, label="score")
)
stationary = iff(
    "It vanishes at the mean distance, and nowhere else.",
    Eq(score["score"], 0),
    Eq(s, distances / n),
    given=distances > 0,
    by="a fraction is 0 where its numerator is",
)
scale = maximum(
    "The mean distance is the likeliest scale.",
    of=-n * log(2 * s) - distances / s,
    over=s,
    on=Interval.open(0, oo),
    at=distances / n,
    given=distances > 0,
)
flat = calc("If all observations lie at the centre:", likelihood, given=each(k, Eq(x[k], mu))).equals(
    (2 * s) ** (-n), by="all distances are 0"
)
narrower = claim(
    "Half the scale does better.",
    (2 * s) ** (-n) < (2 * (s / 2)) ** (-n),
    by="the base is smaller and the exponent negative",
)

conclusion("""
Under the Laplace law the likeliest centres are the medians: points with as many observations on one side as on the other, up to
those at the point itself. How far away the others are does not matter, which is why the median does not mind outliers. The
likeliest scale is the mean distance from the centre.
""")

mistake(
    "The observations 0, 0 and 3 have the mean 1, but it is not the point with the least sum of distances.",
    Abs(0 - mu) + Abs(0 - mu) + Abs(3 - mu) >= Abs(0 - 1) + Abs(0 - 1) + Abs(3 - 1),
)
mistake("The slope of $-A/s$ in $s$ is positive.", -n / s - distances / s**2, instead_of=score)
mistake(
    "The likeliest scale is the mean distance, not the root of the mean squared distance.",
    Eq(s, (total((x[k] - mu) ** 2, k) / n) ** Rational(1, 2)),
    given=Eq(score["score"], 0),
)

source("boyd2004", "section 7.1.1")

result = median
