"""Formulas as people write them: a plain tree, its printers, and the ways into it from SymPy and from an author's
source line.
"""
