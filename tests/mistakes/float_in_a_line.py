"""A float."""

# expect: error: the line holds the float 0.7: write an exact number, such as Rational(7, 10)

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

chain = calc("", 0.7 * z).equals(z)
