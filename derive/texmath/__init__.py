"""LaTeX to the plain formula tree, and on to SymPy without evaluation; or a reason why not.  Nothing is ever
guessed.
"""
