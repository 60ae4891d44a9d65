"""The options of the commands of `derive`, as argparse wants them."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def common(p: argparse.ArgumentParser) -> None:
    p.add_argument("--jobs", type=_at_least_one, default=0, metavar="N",
                   help="how many processes judge (default: one a processor)")  # fmt: skip
    p.add_argument("--memory", type=_at_least_one, default=4096, metavar="MB", help="of a process (default 4096)")
    p.add_argument("--no-cache", action="store_true", help="judge everything anew, and remember nothing")
    p.add_argument("--cache-dir", metavar="DIR", help="where verdicts are remembered (default: .derive_cache)")
    p.add_argument("--timeout", type=_seconds, default=30.0, metavar="SECONDS",
                   help="for loading a script and for each step (default 30)")  # fmt: skip
    p.add_argument("-q", "--quiet", action="store_true", help="print problems only")
    p.add_argument("-v", "--verbose", action="store_true", help="print every step, and Python's traceback of a script")


def _at_least_one(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _seconds(value: str) -> float:
    number = float(value)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("a number of seconds above 0")
    return number


def check_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument("paths", nargs="*", metavar="PATH", help="scripts or folders (default: ./derivations)")
    p.add_argument("--format", choices=("text", "json", "github", "junit"), default="text")
    p.add_argument("--translations", action="store_true",
                   help="list what is not translated into the languages that there are")  # fmt: skip
    p.add_argument("--watch", action="store_true", help="check again at each change, until interrupted")
    p.add_argument("--badge", metavar="FILE", help="write a badge, as shields.io reads it")
    p.add_argument("--allow-undecided", action="store_true", help="undecided steps are no failure")
    p.add_argument("--explain", metavar="ID", help="all that is known of a step, such as bernoulli.mle#score.score")


def build_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument("paths", nargs="*", metavar="PATH", help="scripts or folders (default: ./derivations)")
    p.add_argument("-o", "--output", default="build", metavar="DIR", help="where documents go (default: build)")
    p.add_argument(
        "--to",
        default="md,tex",
        metavar="FORMATS",
        help="md, tex, html, pdf, ipynb, or several with commas (default: md,tex)",
    )
    p.add_argument("--book", action="store_true", help="tex and pdf become one document: book.tex, book.pdf")
    p.add_argument(
        "--lang", default="en", metavar="LANGUAGES", help="such as en,zh (default: en, as the scripts are written)"
    )
    p.add_argument("--watch", action="store_true", help="build again what changes, until interrupted")
    p.add_argument("--detail", choices=("full", "brief"), default="full",
                   help="all lines, or first and last ones and those with a label (default: full)")  # fmt: skip
    p.add_argument("--flavour", choices=("portable", "myst"), default="portable",
                   help="of Markdown (default: portable, for GitHub, Obsidian, Quarto ...; myst: for Sphinx)")  # fmt: skip
    p.add_argument("--allow-undecided", action="store_true", help="undecided steps are no failure")


def translate_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument("language", metavar="LANGUAGE", help="a code such as zh or pt_BR")
    p.add_argument("paths", nargs="*", metavar="PATH", help="scripts or folders (default: ./derivations)")


def list_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "query", nargs="?", default="", metavar="QUERY", help="words that name, title or introduction must have"
    )


def cache_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument("action", choices=("info", "clear"))


def name_argument(words: str) -> Callable[[argparse.ArgumentParser], None]:
    def add(p: argparse.ArgumentParser) -> None:
        p.add_argument("name", metavar="NAME", help=words)

    return add


def tex_arguments(p: argparse.ArgumentParser) -> None:
    name_argument("such as bernoulli.mle#score")(p)
    either = p.add_mutually_exclusive_group()
    either.add_argument("--overlay", action="store_true", help="as Beamer frames that reveal line by line")
    either.add_argument(
        "--handout", action="store_true", help="the lines marked exercise=True blank; a whole derivation as a document"
    )
