"""A lemma that needs more than the statement gives."""

# expect: chain.1 undecided

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

lemma = claim("", z / z, "==", 1)
chain = calc("", w).equals(w * z / z, using=lemma)
