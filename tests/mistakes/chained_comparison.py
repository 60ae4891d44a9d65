"""0 < z < 1 is no SymPy relation."""

# expect: error: `0 < p < 1` cannot be read

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

chain = calc("", z, given=(0 < z < 1,)).equals(z)
