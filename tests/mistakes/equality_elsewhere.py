"""Equality holds at more points."""

# expect: chain.1.only refuted

from sympy import Eq

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

chain = calc("", z**2).at_least(0, equality_iff=Eq(z, 1) & Eq(w, 0))
