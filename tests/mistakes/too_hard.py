"""True, but not decided."""

# expect: g.1 undecided

from sympy import Integral, oo, pi, sin

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

g = claim("", Integral(sin(z) / z, (z, 0, oo)), "==", pi / 2)
