"""A cited lemma is no proof."""

# expect: chain.1 undecided

from sympy import Eq, log

from derive import *
from derive.rules import *

n = count("n")
i = index("i", 1, n)
y = sample("y", i, values=(0, 1))
x = family("x", i)
p = proportion("p", open=True)
a = positive("a")
b = positive("b")
z = real("z")
w = real("w")
k = define("k", total(y[i], i))

lemma = taken("", Eq(log(a), b), "somewhere")
chain = calc("", log(a) + 1).equals(b + 1, by=lemma)
