r"""How much does an event tell, and why is it a logarithm?

That a fair coin fell on heads is no great news; that it did so ten times in a row is. Suppose that what an event tells depends on its
probability alone, smoothly, and that two independent events tell together as much as they do apart. Probabilities multiply and
information adds up, and only multiples of the logarithm turn one into the other. The factor is a choice of unit.
"""

from sympy import Eq, Function, Integral, Rational, log

from derive import D, calc, claim, conclusion, log2, mistake, positive, proportion, prose, real, source
from derive.rules import differentiate, expand, log_of_product

source("shannon1948", "section 6")
source("cover2006", "chapter 2")

p = proportion("p", open=True, note="the probability of an event")
q = positive("q", note="the probability of an independent event")
u = positive("u", note="a probability on the way from $p$ to 1")
c = real("c", note="the slope of the information at probability 1")
info, rise = Function("I", real=True), Function("J", real=True)

prose(r"""
## What is asked for

Let $I(p)$ be what an event of probability $p$ tells. Two independent events of probabilities $p$ and $q$ happen together with
probability $pq$, so we ask for $I(pq) = I(p) + I(q)$. A first consequence: what is sure tells nothing.
""")

sure = claim(
    "Take $p = q = 1$.", Eq(info(1), 0), given=Eq(info(1), info(1) + info(1)), by="$I(1)$ is taken away from both sides"
)

prose(r"""
## The slope

Let $J$ be the slope of $I$. Differentiated in $q$, with $p$ held fixed, the left side of the equation becomes $p\,J(pq)$ by the chain
rule, and the right side $J(q)$. That is given in the next line. At $q = 1$ it says how the slope at any
$p$ depends on the slope at 1, which is called $c$.
""")

slope = claim(
    "The slope at $p$ is the slope at 1, divided by $p$.",
    Eq(rise(p), c / p),
    given=(Eq(p * rise(p * q), rise(q)), Eq(q, 1), Eq(rise(1), c)),
    by="the equation at $q = 1$ is $p\\,J(p) = J(1)$",
)

prose(r"""
## Back to the information

On the way from $p$ to 1 the information changes by the integral of its slope. What it is at $p$ is what it is at 1, less that
change.
""")

information = (
    calc("The information at $p$:", info(1) - Integral(c / u, (u, p, 1)), given=Eq(info(1), 0))
    .equals(-Integral(c / u, (u, p, 1)), by="what is sure tells nothing")
    .equals(c * log(p), by="$\\log u$ has the slope $1/u$, and $\\log 1 = 0$")
)

prose(r"""
So there is no other choice than a multiple of the logarithm. And each of them does what is asked for, whatever $c$ is.
""")

adds = (
    calc("The information of both events:", c * log(p * q))
    .equals(c * (log(p) + log(q)), by=log_of_product)
    .equals(c * log(p) + c * log(q), by=expand, label="sum")
)
back = calc("Its slope is the one that was found.", D(c * log(p), p)).equals(c / p, by=differentiate)

prose(r"""
## Sign and unit

News should count as a gain, so the factor has to be negative. Its size is the unit: $c = -1$ counts in nats, and
$c = -1/\log 2$ in bits, where heads of a fair coin tells 1.
""")

gain = claim(
    "With a negative factor every event that is not sure tells something.",
    c * log(p) > 0,
    given=c < 0,
    by="$\\log p$ is negative",
)
loss = claim("With any other factor none does.", c * log(p) <= 0, given=c >= 0, by="$\\log p$ is negative")
unit = calc("The unit of the bit:", -log(p) / log(2)).equals(-log2(p), by="this is the binary logarithm")
coin = calc("Heads of a fair coin:", -log2(Rational(1, 2))).equals(1, by="$2^{-1} = 1/2$")
four = calc("One card out of four:", -log2(Rational(1, 4))).equals(2, by="$2^{-2} = 1/4$, twice as much as one coin")
r = proportion("r", note="the probability of an event, 1 included")
never = calc("No event takes information away.", -log2(r), given=r > 0).at_least(
    0, by="no probability is above 1", equality_iff=Eq(r, 1)
)
rarer = claim("The rarer, the more it tells.", D(-log2(p), p) < 0, by="the logarithm rises")

conclusion(r"""
If information is a smooth function of the probability and adds up over independent events, its slope is $c/p$, and so it is
$c \log p$. The factor $c$ is negative and fixes the unit; in bits the information is $-\log_2 p$. A sure event tells nothing, and an
event of probability 1/4 tells 2 bits.
""")

mistake(
    "An event of probability 1/4 does not tell $-2$ bits: the sign is part of the information.",
    log2(Rational(1, 4)),
    instead_of=four,
)
mistake("Probabilities multiply where information adds up.", c * log(p) * log(q), instead_of=adds)
mistake(
    "A reciprocal would be large for rare events too, but it does not add up.", 1 / p + 1 / q, instead_of=1 / (p * q)
)

result = information
