"""Which theta makes the labels most likely?

Each of $n$ labels is 1 with probability $\\theta$, independently of the others. We write down how likely the labels are that we
saw, and look for the $\\theta$ that makes them most likely. The answer is the share of ones, whatever the labels are. The two
extreme samples, with no ones at all or nothing but ones, need a look of their own: the best $\\theta$ is then an end of the interval,
where setting the slope to 0 does not find it.
"""

from sympy import Eq, Interval, Limit, log

from derive import (
    D,
    calc,
    cases,
    claim,
    conclusion,
    count,
    define,
    iff,
    index,
    integer,
    maximum,
    mistake,
    product,
    proportion,
    prose,
    sample,
    source,
    total,
)
from derive.rules import (
    common_denominator,
    differentiate,
    log_of_power,
    log_of_product,
    split_products,
    split_sums,
    substitute,
)

source("bishop2006", "section 2.1, equations 2.5 to 2.8")

n = count("n", note="the number of labels")
i = index("i", 1, n)
y = sample("y", i, values=(0, 1), note="the labels")
theta = proportion("theta", open=True, note="the chance of a one")
t = integer("t", values=(0, 1), note="a single label")

prose(r"""
## One formula for both labels

A one has probability $\theta$, a zero has $1 - \theta$. The exponents 1 and 0 pick the right factor.
""")

zero = calc("For a zero the first factor is switched off.", theta**t * (1 - theta) ** (1 - t), given=Eq(t, 0)).equals(
    1 - theta, by=substitute({t: 0})
)
one = calc("For a one it is the second.", theta**t * (1 - theta) ** (1 - t), given=Eq(t, 1)).equals(
    theta, by=substitute({t: 1})
)
both = cases("There are no other labels.", t, {0: zero, 1: one})

prose("""
## All labels

The labels are independent, so their probabilities multiply. What we know of the sample enters through one number only:
how many ones there are. Logarithm and slope are taken for $0 < \\theta < 1$; the maximum is sought on all of $[0, 1]$, where
$0^0 = 1$ stands for a factor that does not occur.
""")

k = define("k", total(y[i], i), "the number of ones")
likelihood = define("L", product(theta ** y[i] * (1 - theta) ** (1 - y[i]), i), "the likelihood of the labels")

powers = calc("Equal factors are collected.", likelihood).equals(theta**k * (1 - theta) ** (n - k), by=split_products)
loglik = (
    calc("Taking logs turns the product into a sum.", log(likelihood))
    .equals(total(log(theta ** y[i] * (1 - theta) ** (1 - y[i])), i), by=log_of_product)
    .equals(total(y[i] * log(theta) + (1 - y[i]) * log(1 - theta), i), by=log_of_power, exercise=True)
    .equals(k * log(theta) + (n - k) * log(1 - theta), by=split_sums, label="counts")
)
score = (
    calc("Its slope in $\\theta$ is the score.", D(loglik, theta))
    .equals(k / theta - (n - k) / (1 - theta), by=differentiate, exercise=True)
    .equals((k - n * theta) / (theta * (1 - theta)), by=common_denominator, label="score")
)
stationary = iff(
    "Between 0 and 1 the score vanishes at the share of ones only, and nowhere if that share is 0 or 1.",
    Eq(score["score"], 0),
    Eq(theta, k / n),
    by="a fraction is 0 where its numerator is",
)
mle = maximum(
    "The likelihood is highest at the share of ones, and only there.",
    of=likelihood,
    over=theta,
    on=Interval(0, 1),
    at=k / n,
    cases=(Eq(k, 0), Eq(k, n), (k > 0) & (k < n)),
)

prose("""
## No ones, or nothing but ones

Without any ones the likelihood falls all the way, so its maximum on $[0, 1]$ is at the left end. It is no stationary point: the
score there is $-n$. If only $0 < \\theta < 1$ is allowed there is no maximum at all, since halving $\\theta$ always helps.
""")

none = calc("Without ones only the second factor is left.", likelihood, given=Eq(k, 0)).equals(
    (1 - theta) ** n, by="all labels are zero"
)
falls = claim("It falls everywhere.", D((1 - theta) ** n, theta) < 0, by="each factor of the slope has a known sign")
low = calc("The score is negative,", score["score"], given=Eq(k, 0)).equals(-n / (1 - theta), by="$k$ is 0")
end = calc("and towards the left end it goes to $-n$, not to 0.", Limit(-n / (1 - theta), theta, 0)).equals(
    -n, by="$1 - \\theta$ goes to 1"
)
halving = claim(
    "Halving $\\theta$ makes the labels more likely.", (1 - theta) ** n < (1 - theta / 2) ** n, by="the base is larger"
)
every = calc("With ones only, the first factor is left.", likelihood, given=Eq(k, n)).equals(
    theta**n, by="all labels are one"
)
rises = claim("It rises everywhere.", D(theta**n, theta) > 0, by="a power with a positive exponent rises")
high = calc("The score is positive,", score["score"], given=Eq(k, n)).equals(n / theta, by="$k$ is $n$")
top = calc("and towards the right end it goes to $n$, not to 0.", Limit(n / theta, theta, 1, "-")).equals(
    n, by="$\\theta$ goes to 1"
)
nearer = claim(
    "Going half of the way to 1 makes the labels more likely.",
    theta**n < ((1 + theta) / 2) ** n,
    by="the base is larger",
)

conclusion(r"""
Whatever the labels are, exactly one $\theta$ in $[0, 1]$ makes them most likely: the share of ones. With ones and zeros among
them it is the only point where the score vanishes. With one kind of label only it is an end of the interval, where the score does
not vanish, and the open interval has no maximum.
""")

mistake(
    "The exponents $y_i$ and $1 - y_i$ of one label do not become $k$ and $1 - k$: there are $n - k$ zeros.",
    k * log(theta) + (1 - k) * log(1 - theta),
    instead_of=loglik,
)
mistake(
    "The inner derivative of $\\log(1 - \\theta)$ is $-1$; without it the score would never vanish.",
    k / theta + (n - k) / (1 - theta),
    instead_of=score,
)
mistake(
    "A maximum need not be a zero of the slope: at the end of an interval the slope may point outwards.",
    Eq(Limit(-n / (1 - theta), theta, 0), 0),
)

result = mle
