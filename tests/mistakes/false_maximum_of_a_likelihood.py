"""The share of zeros is no maximum."""

# expect: m.case3 refuted

from sympy import Eq, Interval

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

m = maximum(
    "",
    of=product(p ** y[i] * (1 - p) ** (1 - y[i]), i),
    over=p,
    on=Interval(0, 1),
    at=1 - k / n,
    cases=(Eq(k, 0), Eq(k, n), (k > 0) & (k < n)),
)
