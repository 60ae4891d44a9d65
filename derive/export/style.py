"""`derive.sty`: what the fragments need of an author's paper, and each checked formula by its name."""

from __future__ import annotations

from collections.abc import Iterable

from derive.export.latex import label
from derive.notation.latex import latex
from derive.notation.tables import RELATIONS
from derive.page import Display, Page, Row

NAME = "derive.sty"

_STYLE = r"""% Formulas that derive checked, for papers: \usepackage{derive}
%   \input{bernoulli/mle.fragment}          a derivation with its text; hyperref, if it is wanted, is loaded before or after
%   \derivation{bernoulli.mle}{score.1}     the formula of a step, in a line of text or a display
%   \deriveref{bernoulli.mle}{score.1}      its number: in this paper where the fragment is part of it, else on its own page
%   \deriveto{bernoulli.mle}{a title}{mle}  the place of a whole derivation, where it is part of this paper
% \renewcommand changes how \derivationtitle{name}{title} and \derivationheading{title} look.
\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{derive}[derivations that were checked]
\RequirePackage{amsmath,amssymb}
\newcommand{\derivationtitle}[2]{\section*{#2}\phantomsection\label{derivation:#1}}
\newcommand{\derivationheading}[1]{\subsection*{#1}}
\newcommand{\deriveto}[3]{\@ifundefined{r@derivation:#1}{#2 (\texttt{#3})}%
  {\hyperref[derivation:#1]{#2} (p.~\pageref{derivation:#1})}}
\newcommand{\derivation}[2]{\@ifundefined{derive@formula@#1:#2}%
  {\PackageError{derive}{#1 has no step #2}{derive show #1 lists its steps.}}%
  {\ensuremath{\csname derive@formula@#1:#2\endcsname}}}
\newcommand{\deriveref}[2]{\@ifundefined{derive@formula@#1:#2}%
  {\PackageError{derive}{#1 has no step #2}{derive show #1 lists its steps.}}%
  {\@ifundefined{r@\csname derive@label@#1:#2\endcsname}{(\csname derive@number@#1:#2\endcsname)}%
    {\eqref{\csname derive@label@#1:#2\endcsname}}}}
\newcommand{\derive@step}[5]{\@namedef{derive@label@#1:#2}{#3}\@namedef{derive@number@#1:#2}{#4}%
  \@namedef{derive@formula@#1:#2}{#5}}
\AtBeginDocument{%
  \providecommand{\phantomsection}{}%
  \providecommand{\href}[2]{#2}%
  \providecommand{\texorpdfstring}[2]{#1}%
  \@ifundefined{hyperref}{\newcommand{\hyperref}[2][]{#2}}{}}
"""
_STEP = r"\derive@step"


def steps_of(page: Page) -> list[str]:
    """A line for each numbered formula of a page: its derivation, its name, its label, its number on the page, and itself."""
    return [_step(page, row) for b in page.blocks if isinstance(b, Display) for row in b.rows]


def _step(page: Page, row: Row) -> str:
    left = latex(row.step.left.tree)
    shown = left if row.right is None else f"{left} {RELATIONS[row.relation].latex} {latex(row.right)}"
    return f"{_STEP}{{{page.name}}}{{{row.step.id}}}{{{label(page.name, row.step.id)}}}{{{row.number}}}{{{shown}}}"


def style(lines: Iterable[str]) -> str:
    return _STYLE + "".join(f"{line}\n" for line in lines) + "\\endinput\n"


def kept(text: str, names: Iterable[str]) -> list[str]:
    """The lines of an older file about derivations that are still there, but were not made anew."""
    begins = tuple(f"{_STEP}{{{name}}}" for name in names)
    return [line for line in text.splitlines() if begins and line.startswith(begins)]
