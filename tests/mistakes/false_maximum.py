"""Another point is higher."""

# expect: m refuted

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

m = maximum("", of=p * (1 - p), over=p, on=Interval(0, 1), at=Rational(1, 3))
