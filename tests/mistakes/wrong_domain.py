"""True for positive numbers only."""

# expect: chain.1 refuted

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

chain = calc("", abs(z)).equals(z, by="as if z were positive")
