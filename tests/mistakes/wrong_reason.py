"""A true line with a reason that does not lead there."""

# expect: chain.1 proved badly explained

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

chain = calc("", (z + w) ** 2).equals(z**2 + 2 * z * w + w**2, by=log_of_product)
