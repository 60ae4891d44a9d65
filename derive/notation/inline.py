"""Formulas in a line of text: which dollar signs are theirs, as on GitHub and for pandoc.

A formula begins with a dollar sign before anything but a blank, and ends with one behind anything but a blank and before no
digit: there is none in "5 $ and 6 $", nor in "from $5 to $6". It may go on in the next line, not beyond its paragraph.
"""

from __future__ import annotations

import re

INLINE = r"(?<![\\$])\$(?![$\s])((?:[^$\n]|\n(?!\s*\n))*(?<=[^\s\\]))\$(?![$\d])"
"""One formula; its TeX is the group."""

LONE = r"(?<![\\$])\$(?!\$)"
"""A dollar sign that is no formula's, where formulas were looked for before."""

FORMULA = re.compile(INLINE)
DISPLAYED_OR_INLINE = re.compile(rf"(?<![\\$])\$\$[^$]+\$\$|{INLINE}")


def formulas(text: str) -> list[str]:
    """The formulas of a text with their dollar signs, those in lines of their own too."""
    return [found[0] for found in DISPLAYED_OR_INLINE.finditer(text)]
