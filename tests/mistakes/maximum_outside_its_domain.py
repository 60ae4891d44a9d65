"""The point is not in the domain."""

# expect: m.to refuted

from sympy import Interval, Rational

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

m = maximum("", of=-((z - 2) ** 2), over=z, on=Interval(0, 1), at=Rational(2))
