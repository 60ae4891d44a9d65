"""A corpus as one LaTeX document: the course page gives chapters and order, each derivation is a section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.catalogues import Words
from derive.export.latex import body, figures_beside, head, outlined
from derive.export.prose_tex import escaped, plain, prose_to_tex
from derive.page import Badge, Page, Prose

_LINK = re.compile(r"(?:[-*] +)?\[(?P<title>[^\]]*)\]\((?P<path>[\w/]+)\.py\)(?P<rest>.*)", re.DOTALL)
_SCRIPT = re.compile(r"\]\(([\w/]+)\.py\)")
_OTHER_LINK = re.compile(r"\[([^\]]*)\]\([\w./]+\.(?:py|md)\)")
_COUNTED = re.compile(r"(?:Part \w+|\u7b2c\w+?\u90e8\u5206)[:\uff1a] *")
"""How the course numbers its parts, which a book does by itself."""

_LANGUAGES = re.compile(r"(\[[^\]]*\]\(README[\w.]*\)\W*)+")

_SETTING = r"""\usepackage{fancyhdr}
\numberwithin{equation}{section}
\setcounter{tocdepth}{1}
\setlength{\headheight}{14pt}
\pagestyle{fancy}
\fancyhf{}
\fancyhead[L]{\small\nouppercase{\leftmark}}
\fancyhead[R]{\small\thepage}
\makeatletter
\newcommand{\derivationtitle}[2]{\section{#2}\label{derivation:#1}}
\newcommand{\derivationheading}[1]{\subsection*{#1}}
\newcommand{\deriveto}[3]{\@ifundefined{r@derivation:#1}{#2 (\texttt{#3})}%
  {\hyperref[derivation:#1]{\ref*{derivation:#1}~#2} (PAGE)}}
\renewcommand{\@pnumwidth}{2em}
\renewcommand{\@tocrmarg}{4em}
\renewcommand{\l@section}{\@dottedtocline{1}{1.5em}{3em}}
\makeatother
"""


@dataclass(frozen=True)
class Part:
    title: str


@dataclass(frozen=True)
class Chapter:
    """numbered: whether derivations stand in it; a chapter of text only has no number."""

    title: str
    numbered: bool = True


@dataclass(frozen=True)
class Text:
    markdown: str


@dataclass(frozen=True)
class Section:
    """A derivation, and what the course says of it."""

    name: str
    opening: str = ""


Piece = Part | Chapter | Text | Section


@dataclass(frozen=True)
class Book:
    title: str
    pieces: tuple[Piece, ...]


def read_course(course: str, pages: Mapping[str, Page], say: Words) -> Book:
    """The book of a course page; derivations that it does not name come after it, in chapters by topic. Each comes once."""
    title = re.search(r"^# (.+)$", course, re.MULTILINE)
    pieces = list(_without_empty(list(_pieces(course, pages))))
    named = {p.name for p in pieces if isinstance(p, Section)}
    rest = [name for name in sorted(pages) if name not in named]
    topics = dict.fromkeys(name.rpartition(".")[0] for name in rest)
    for topic in topics:
        pieces.append(Chapter(_topic(topic) or say("Derivations")))
        pieces += [Section(name) for name in rest if name.rpartition(".")[0] == topic]
    opening = list(_until(pieces, (Part, Chapter)))
    if opening:
        first = say("Introduction") if isinstance(opening[0], Text) else say("Derivations")
        pieces.insert(0, Chapter(first, any(isinstance(p, Section) for p in opening)))
    return Book(title[1] if title else say("Derivations"), tuple(pieces))


def _topic(name: str) -> str:
    words = name.replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:]


def _pieces(course: str, pages: Mapping[str, Page]) -> Iterator[Piece]:
    """A paragraph that begins with a link is about that derivation; one that leads to others on its way stands before them."""
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n|\n(?=[-*] )", course)]
    begun = {_named(link["path"]) for p in paragraphs if (link := _LINK.fullmatch(p))}
    seen = set[str]()
    for text in paragraphs:
        link = _LINK.fullmatch(text)
        name = _named(link["path"]) if link else ""
        new = [n for n in dict.fromkeys(map(_named, _SCRIPT.findall(text))) if n in pages and n not in seen]
        others = [n for n in new if n not in begun]
        if text.startswith("### "):
            yield Chapter(text[4:])
        elif text.startswith("## "):
            title = _COUNTED.sub("", text[3:])
            yield Part(title[:1].upper() + title[1:])
        elif others:
            met = [n for n in new if n in (name, *others)]
            seen.update(met)
            yield Text(_unlinked(text))
            yield from map(Section, met)
        elif link and name in new:
            seen.add(name)
            yield Section(name, _unlinked(link["rest"].strip()))
        elif text and not link and not text.startswith("# ") and not _LANGUAGES.fullmatch(text):
            yield Text(_unlinked(text))


def _named(path: str) -> str:
    return path.replace("/", ".")


def _unlinked(text: str) -> str:
    """Without the links between files, which lead nowhere in a book."""
    return _OTHER_LINK.sub(r"\1", text)


def _without_empty(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """No chapter without a derivation or a text, no part without a chapter; a part of text only is a chapter."""
    for k, piece in enumerate(pieces):
        after = pieces[k + 1 :]
        if isinstance(piece, Part):
            own = list(_until(after, (Part,)))
            chapters = any(isinstance(p, Chapter) and _has_more(own[j + 1 :]) for j, p in enumerate(own))
            if chapters:
                yield piece
            elif own and isinstance(own[0], Text | Section):
                yield Chapter(piece.title, any(isinstance(p, Section) for p in own))
        elif not isinstance(piece, Chapter) or _has_more(after):
            yield piece


def _until(pieces: Iterable[Piece], kinds: tuple[type, ...]) -> Iterator[Piece]:
    for p in pieces:
        if isinstance(p, kinds):
            return
        yield p


def _has_more(pieces: Sequence[Piece]) -> bool:
    """Whether a derivation or a text comes before the next heading."""
    return next(_until(pieces, (Part, Chapter)), None) is not None


def book_tex(book: Book, pages: Mapping[str, Page], say: Words) -> str:
    """The whole document; its labels are those of the single documents, for these name their derivation."""
    text = "\n".join(_printed(p, pages) for p in book.pieces)
    setting = _SETTING.replace("PAGE", say("page {number}", number=r"\pageref{derivation:#1}"))
    return (
        head(say, book.title + text, "book").replace("[11pt", "[11pt,oneside,openany") + setting
        + rf"\hypersetup{{pdftitle={{{plain(book.title)}}}}}" + "\n\\begin{document}\n\\frontmatter\n"
        + _title_page(book, pages, say) + "\\tableofcontents\n\\mainmatter\n" + text + "\n\\end{document}\n"
    )  # fmt: skip


def _title_page(book: Book, pages: Mapping[str, Page], say: Words) -> str:
    badges = [b for p in pages.values() for b in p.blocks if isinstance(b, Badge)]
    counts = say(
        "{derivations} derivations, {steps} steps proved",
        derivations=len(badges), steps=sum(b.proved for b in badges),
    )  # fmt: skip
    return (
        "\\begin{titlepage}\n\\centering\n\\vspace*{0.25\\textheight}\n"
        rf"{{\Huge\bfseries\raggedright\centering {escaped(book.title)}\par}}" "\n\\vspace{2em}\n"
        rf"{{\large {escaped(counts)}\par}}" "\n\\vfill\n"
        rf"{{\small {escaped(say('Every numbered line in this book was checked by derive.'))}\par}}" "\n\\end{titlepage}\n"
    )  # fmt: skip


def _printed(piece: Piece, pages: Mapping[str, Page]) -> str:
    match piece:
        case Part(title):
            return rf"\part{{{outlined(title)}}}" + "\n"
        case Chapter(title, numbered):
            if numbered:
                return rf"\chapter{{{outlined(title)}}}" + "\n"
            shown = outlined(title)
            return rf"\chapter*{{{shown}}}\addcontentsline{{toc}}{{chapter}}{{{shown}}}\markboth{{{shown}}}{{}}" + "\n"
        case Text(markdown):
            return prose_to_tex(markdown) + "\n"
        case Section(name, opening):
            folder = rf"\def\figurefolder{{{_folder(name)}}}" + "\n"
            return folder + body(_opened(pages[name], opening))


def _folder(name: str) -> str:
    """Where the figures of a derivation are, seen from the book."""
    return "".join(f"{part}/" for part in name.split(".")[:-1])


def book_figures(pages: Mapping[str, Page]) -> Mapping[str, bytes]:
    """The figures of the book by the paths at which it asks for them."""
    return {
        _folder(name) + own: content for name, page in pages.items() for own, content in figures_beside(page).items()
    }


def _opened(page: Page, opening: str) -> Page:
    """The page with what the course says of it after its title."""
    first, *others = page.blocks
    return replace(page, blocks=(first, Prose(opening), *others)) if opening else page
