"""One name, two domains."""

# expect: error: z is used with two different domains in one statement

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

q = positive("z")
chain = calc("", z + q).equals(2 * z)
