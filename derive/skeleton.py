"""What `derive new` writes: a small derivation that checks, with comments that say what goes where."""

from __future__ import annotations

_SKELETON = '''"""What is {name} about? One line, the title.

Then a paragraph: the question, and what the answer will be.
"""

from sympy import log

from derive import D, calc, claim, mistake, positive, prose, real
from derive.rules import differentiate, log_of_product

# Symbols know their domains; the note is printed in the list of symbols.
a = positive("a", note="a positive number")
b = positive("b", note="another one")
x = real("x", note="any real number")

# Each line is judged; `by=` a rule must explain the step, a sentence only says why.
logs = calc("The logarithm of a product is a sum.", log(a * b)).equals(log(a) + log(b), by=log_of_product, label="sum")

prose("Text between the formulas is Markdown, with formulas such as $\\\\log a$ between dollar signs.")

slope = calc("A derivative is written with D.", D(x**2, x)).equals(2 * x, by=differentiate)
bound = claim("Inequalities work too.", x**2 + 1 > 0, by="a square is never negative")

# A tempting wrong line; the build fails unless it is refuted.
mistake("The logarithm of a sum is something else.", log(a) + log(b), instead_of=log(a + b))

# What the page shows at its top.
result = logs
'''


def skeleton(name: str) -> str:
    """The script of a new derivation."""
    return _SKELETON.format(name=name.rpartition(".")[2].replace("_", " "))
