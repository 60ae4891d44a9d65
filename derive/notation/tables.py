"""Notation as data: each table is read by the printers and by the LaTeX reader alike."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

# --------------------------------------------------------------------------------------------------------------- names

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

LETTERS = {**GREEK, "ell": "ℓ", "nabla": "∇", "hbar": "ℏ"}
"""Names printed as \\name, with their Unicode letter."""

ALIASES = {"lam": "lambda", "lamda": "lambda", "eps": "epsilon"}
"""Spellings for what Python reserves or what people shorten."""


class Mark(NamedTuple):
    latex: str  # what goes around (`\hat`) or behind (`'`) the letter
    combining: str  # Unicode, put behind the letter


MARKS = {
    "hat": Mark(r"\hat", "\u0302"),
    "bar": Mark(r"\bar", "\u0304"),
    "tilde": Mark(r"\tilde", "\u0303"),
    "dot": Mark(r"\dot", "\u0307"),
    "prime": Mark("'", "′"),
    "star": Mark(r"^\ast", "*"),
    "vec": Mark(r"\vec", "\u20d7"),
    "ddot": Mark(r"\ddot", "\u0308"),
    "check": Mark(r"\check", "\u030c"),
    "breve": Mark(r"\breve", "\u0306"),
}
NAME_MARKS = frozenset({"hat", "bar", "tilde", "dot", "prime", "star"})
"""Marks that a Python name can ask for: `x_hat`."""

ACCENTS = {
    r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar", r"\tilde": "tilde", r"\widetilde": "tilde",
    r"\dot": "dot", r"\vec": "vec", r"\ddot": "ddot", r"\check": "check", r"\breve": "breve",
}  # fmt: skip

STYLES = {
    "bold": r"\mathbf", "bold italic": r"\boldsymbol", "calligraphic": r"\mathcal", "blackboard": r"\mathbb",
}  # fmt: skip
STYLE_COMMANDS = {**{command: style for style, command in STYLES.items()}, r"\bm": "bold italic"}


_UNICODE_STYLES = {
    "bold": ("MATHEMATICAL BOLD",),
    "bold italic": ("MATHEMATICAL BOLD ITALIC",),
    "calligraphic": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "blackboard": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
}


def styled(letter: str, style: str) -> str:
    """A Unicode letter in a font of its own; the letter itself where there is none."""
    plain = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    for font in _UNICODE_STYLES.get(style, ()):
        try:
            return unicodedata.lookup(f"{font} {plain}")
        except KeyError:
            continue
    return letter


class Spelling(NamedTuple):
    latex: str
    unicode: str
    ascii: str


CONSTANTS = {
    "e": Spelling("e", "e", "e"),
    "pi": Spelling(r"\pi", "π", "pi"),
    "i": Spelling(r"\mathrm{i}", "i", "i"),
    "infinity": Spelling(r"\infty", "∞", "oo"),
    "euler_gamma": Spelling(r"\gamma_{\mathrm{Euler}}", "γ", "gamma_Euler"),
    "true": Spelling(r"\mathrm{true}", "true", "true"),
    "false": Spelling(r"\mathrm{false}", "false", "false"),
    "reals": Spelling(r"\mathbb{R}", "ℝ", "R"),
    "integers": Spelling(r"\mathbb{Z}", "ℤ", "Z"),
    "naturals": Spelling(r"\mathbb{N}", "ℕ", "N"),
    "empty_set": Spelling(r"\emptyset", "∅", "{}"),
}

# ----------------------------------------------------------------------------------------------------------- functions


class Named(NamedTuple):
    """A function of the standard notation."""

    sympy: str  # the SymPy (or derive) name
    head: str  # the tree's head: Call(Symbol(head), ...)
    latex: str
    bare: bool = False  # `\log x`: a single small argument needs no brackets


NAMED_FUNCTIONS = (
    Named("exp", "exp", r"\exp"),
    Named("log", "log", r"\log", bare=True),
    *(Named(name, name, "\\" + name, bare=True) for name in ("sin", "cos", "tan", "cot", "sec", "csc")),
    *(Named(name, name, "\\" + name, bare=True) for name in ("sinh", "cosh", "tanh", "coth")),
    Named("asin", "arcsin", r"\arcsin", bare=True),
    Named("acos", "arccos", r"\arccos", bare=True),
    Named("atan", "arctan", r"\arctan", bare=True),
    Named("Max", "max", r"\max"),
    Named("Min", "min", r"\min"),
    Named("gamma", "Gamma", r"\Gamma"),
    Named("loggamma", "loggamma", r"\log\Gamma"),
    Named("digamma", "psi", r"\psi"),
    Named("beta", "Beta", r"\mathrm{B}"),
    Named("sigmoid", "sigma", r"\sigma"),
    Named("binary_cross_entropy", "BCE", r"\operatorname{BCE}"),
    Named("binary_entropy", "H", "H"),
    Named("re", "Re", r"\operatorname{Re}"),
    Named("im", "Im", r"\operatorname{Im}"),
    *(Named(name, name, rf"\operatorname{{{name}}}") for name in ("erf", "erfc", "sign", "polygamma")),
)
HEAD_OF = {row.sympy: row.head for row in NAMED_FUNCTIONS}
FUNCTION_OF = {row.head: row for row in NAMED_FUNCTIONS}
COMMAND_HEADS = {row.latex: row for row in NAMED_FUNCTIONS if row.latex.startswith("\\") and row.latex[1:] == row.head}
COMMAND = "command"
COMMANDS = {"ln": Named("log", "ln", r"\ln", bare=True)}
"""Further commands for functions, printed only where a house notation asks for one: `Symbol("ln", style=COMMAND)`. The reader
takes each for the function that it stands for.
"""

LETTER_HEADS = frozenset({"sigma", "Gamma", "psi", "f", "g", "h", "F", "G", "H"})
"""Letters that a reader takes for a function when a bracket follows: a product with such a letter is written with a
dot.
"""

OPERATOR_HEADS = frozenset(COMMAND_HEADS[key].head for key in COMMAND_HEADS) - LETTER_HEADS
"""Heads set in roman by a LaTeX command of their own: \\log, \\max ..."""

# ------------------------------------------------------------------------------------------- operators and their signs

BIG = {
    "sum": Spelling(r"\sum", "Σ", "sum"),
    "product": Spelling(r"\prod", "Π", "prod"),
    "integral": Spelling(r"\int", "∫", "int"),
}
RELATIONS = {
    "=": Spelling("=", "=", "="),
    "!=": Spelling(r"\ne", "≠", "!="),
    "<": Spelling("<", "<", "<"),
    "<=": Spelling(r"\le", "≤", "<="),
    ">": Spelling(">", ">", ">"),
    ">=": Spelling(r"\ge", "≥", ">="),
    "in": Spelling(r"\in", "∈", "in"),
}
RELATION_COMMANDS = {
    **{spelling.latex: op for op, spelling in RELATIONS.items()},
    r"\neq": "!=", r"\leq": "<=", r"\leqslant": "<=", r"\geq": ">=", r"\geqslant": ">=", r"\lt": "<", r"\gt": ">",
}  # fmt: skip
CROSSED_OUT = {op: f"not {op}" for op in ("=", "!=", "<", "<=", ">", ">=")}
"""The relation that a wrong line is printed with."""
RELATIONS |= {
    no: Spelling(rf"\not{RELATIONS[op].latex}", f"{RELATIONS[op].unicode}\N{COMBINING LONG SOLIDUS OVERLAY}", no)
    for op, no in CROSSED_OUT.items()
}


class Strokes(NamedTuple):
    left: str
    right: str
    unicode: tuple[str, str]
    ascii: tuple[str, str]


FENCES = {
    "abs": Strokes(r"\lvert", r"\rvert", ("|", "|"), ("|", "|")),
    "norm": Strokes(r"\lVert", r"\rVert", ("‖", "‖"), ("||", "||")),
    "floor": Strokes(r"\lfloor", r"\rfloor", ("⌊", "⌋"), ("floor(", ")")),
    "ceiling": Strokes(r"\lceil", r"\rceil", ("⌈", "⌉"), ("ceiling(", ")")),
}


class CaseWords(NamedTuple):
    """Words before a condition and instead of one; the first of each is printed, all of them are read."""

    condition: tuple[str, ...]
    rest: tuple[str, ...]


CASE_WORDS = {
    "en": CaseWords(("if", "for", "when"), ("otherwise", "else")),
    "zh": CaseWords(("若", "当", "如果"), ("其他", "其它", "否则")),
}
"""The words of case distinctions, by language."""

DERIVATIVE_SIGNS = {
    "partial": Spelling(r"\partial", "∂", "d"),
    "d": Spelling(r"\mathrm{d}", "d", "d"),
}
