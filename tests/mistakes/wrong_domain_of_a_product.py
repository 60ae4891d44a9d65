"""True for positive numbers only."""

# expect: chain.1 refuted

from sympy import log

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

chain = calc("", log(z * w)).equals(log(z) + log(w), by=log_of_product)
