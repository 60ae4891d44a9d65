"""A statement cannot be its own lemma."""

# expect: error: a statement cannot be used in its own proof

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


c = claim("", z, "==", 2 * z)
object.__setattr__(c, "using", (c,))
