r"""How much does an event tell, and why is it a logarithm?

That a fair coin fell on heads is no great news; that it did so ten times in a row is. Suppose that what an event tells depends on its
probability alone, smoothly, and that two independent events tell together as much as they do apart. Probabilities multiply and
information adds up, and only multiples of the logarithm turn one into the other. The factor is a choice of unit.
"""

from sympy import Eq, Integer, Limit, Rational, log, oo

from derive import (
    D,
    calc,
    claim,
    conclusion,
    define,
    each,
    index,
    log2,
    mistake,
    positive,
    proportion,
    prose,
    real,
    smooth,
    source,
)
from derive.rules import differentiate, expand, log_of_product

source("shannon1948", "section 6")
source("cover2006", "chapter 2")

p = proportion("p", open=True, note="the probability of an event")
q = proportion("q", open=True, note="the probability of an independent event")
u = positive("u", note="the probability at which a slope is taken")
c = real("c", note="the slope of the information at probability 1")
k = index("k", 0, oo)
h = positive("h", note="one over the number of parts")
info = smooth("I")
rise = define("J", u, D(info(u), u), "the slope of the information")
r = define("r", k, p ** (1 / Integer(2) ** k), "the probability of each part, after k times cutting in two")

prose(r"""
## What is asked for

Let $I(p)$ be what an event of probability $p$ tells. Two independent events of probabilities $p$ and $q$ happen together with
probability $pq$, so we ask for $I(pq) = I(p) + I(q)$. Besides, $I$ is smooth: it can be differentiated wherever it has a value.
(Above 1 there are no probabilities; there it may go on in any way, as long as it is smooth at 1.) Nothing else is asked. A first
consequence: what is sure tells nothing.
""")

sure = Eq(info(1), info(1) + info(1))
nothing = claim("Take $p = q = 1$.", Eq(info(1), 0), given=sure, by="$I(1)$ is taken away from both sides")

prose(r"""
## Cut in two, again and again

An event of probability $p$ tells as much as two independent events of probability $\sqrt p$ that both happen, since
$\sqrt p \cdot \sqrt p = p$. Each of these two tells as much as two events of probability $\sqrt{\sqrt p}$, and so on. After $k$ such cuts
there are $2^k$ independent events, each of probability $r_k = p^{1/2^k}$, and all of them together tell what the one event told.
Of what is asked for this needs the case of two equal probabilities $r_{k+1}$, for each $k$: $I(r_{k+1}^2) = 2 I(r_{k+1})$.
""")

whole = calc("Two parts make one part of the cut before.", r[k + 1] * r[k + 1]).equals(
    r[k], by="the exponents $1/2^{k+1}$ and $1/2^{k+1}$ add up to $1/2^k$"
)
start = calc("Before the first cut there is the event itself.", r[0]).equals(p, by="$2^0 = 1$")
halves = Eq(info(r[k + 1] * r[k + 1]), info(r[k + 1]) + info(r[k + 1]))
same = claim(
    "One more cut changes nothing in the sum.",
    Eq(2 ** (k + 1) * info(r[k + 1]), 2**k * info(r[k])),
    given=halves,
    by="$2^{k+1} I(r_{k+1}) = 2^k \\cdot 2 I(r_{k+1})$, and $2 I(r_{k+1}) = I(r_k)$",
)

prose(r"""
## The parts become sure

What stays the same for each $k$ is its own limit. And the limit can be worked out: with growing $k$ the probability $r_k$ of a part
comes near 1, where $I$ is 0 and has a slope, $J(1) = c$. So a part tells about $c (r_k - 1)$, with an error that gets small even
in comparison with $r_k - 1$. All of them together tell about $c \cdot 2^k (r_k - 1)$, and that tends to $c \log p$.
""")

near = calc(
    "With $h = 1/2^k$ the number $2^k (r_k - 1)$ is $(p^h - 1)/h$, and $h$ tends to 0:", Limit((p**h - 1) / h, h, 0)
).equals(log(p), by="it is the slope of $p^h = e^{h \\log p}$ at $h = 0$")
information = (
    calc(
        "What an event tells is a multiple of the logarithm of its probability:",
        info(p),
        given=(each(k, halves), sure, Eq(rise(1), c)),
    )
    .equals(
        Limit(2**k * info(r[k]), k, oo), by="it is what its parts tell together, $2^k I(r_k)$, for each $k$ from 0 on"
    )
    .equals(
        c * log(p),
        by="$I(r_k)$ is $c (r_k - 1)$ up to an error that even $2^k$ times is small, and $2^k (r_k - 1)$ tends to $\\log p$",
    )
)

prose(r"""
So there is no other choice than a multiple of the logarithm, and only equal parts and the slope at 1 were needed to see it. And each
multiple does what is asked for, whatever $c$ is and whatever the two probabilities are.
""")

adds = (
    calc("The information of both events:", c * log(p * q))
    .equals(c * (log(p) + log(q)), by=log_of_product)
    .equals(c * log(p) + c * log(q), by=expand, label="sum")
)
back = (
    calc("Its slope at 1 is $c$, as it must be:", D(c * log(u), u), given=Eq(u, 1))
    .equals(c / u, by=differentiate)
    .equals(c, by="$u = 1$")
)

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
loss = claim(
    "With any other factor none does.", c * log(p) <= 0, given=c >= 0, by="$\\log p$ is negative, and $c$ is not"
)
unit = calc("The unit of the bit:", -log(p) / log(2)).equals(-log2(p), by="this is the binary logarithm")
coin = calc("Heads of a fair coin:", -log2(Rational(1, 2))).equals(1, by="$2^{-1} = 1/2$")
four = calc("One card out of four:", -log2(Rational(1, 4))).equals(2, by="$2^{-2} = 1/4$, twice as much as one coin")
s = proportion("s", note="the probability of an event, 1 included")
never = calc("No event takes information away.", -log2(s), given=s > 0).at_least(
    0, by="no probability is above 1", equality_iff=Eq(s, 1)
)
rarer = claim("The rarer, the more it tells.", D(-log2(p), p) < 0, by="the logarithm rises")

conclusion(r"""
If information is a smooth function of the probability and adds up over independent events, it is $c \log p$, with $c$ its slope at
probability 1. That news should count as a gain makes $c$ negative, and its size is the unit; in bits the information is $-\log_2 p$. A sure
event tells nothing, and an event of probability 1/4 tells 2 bits.
""")

mistake(
    "An event of probability 1/4 does not tell $-2$ bits: the information is minus the logarithm.",
    log2(Rational(1, 4)),
    instead_of=four,
)
mistake(
    "It is the probabilities that are multiplied; what the two events tell is added.",
    c * log(p) * log(q),
    instead_of=adds,
)
mistake(
    "A reciprocal would be large for rare events too, but it does not add up.", 1 / p + 1 / q, instead_of=1 / (p * q)
)

result = information
