"""Books and papers by their keys, from the `references.bib` of a corpus (BibTeX, read by bibtexparser)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from derive.corpus import BadInput, Script

FILE = "references.bib"
MANY_AUTHORS = 3
_HEAD = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,{}()]+)\s*,", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A book or paper, in the parts in which it is printed."""

    authors: str
    year: str
    title: str
    published: str
    url: str


def file_for(script: Script) -> Path | None:
    """The nearest `references.bib` from the script's folder up to its corpus folder."""
    folder = script.path.resolve().parent
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        if place == script.root:
            return None
    return None


def unknown_keys(scripts: Iterable[Script]) -> Iterator[str]:
    """One line for each source whose key is in no bibliography; only the keys of the entries are read."""
    known: dict[Path | None, frozenset[str]] = {None: frozenset()}
    for s in scripts:
        if not s.cites:
            continue
        file = file_for(s)
        if file is not None and file not in known:
            known[file] = frozenset(_HEAD.findall(_text(file)))
        for line, key in s.cites:
            if key not in known[file]:
                yield _unknown(s, line, key, file)


def _unknown(s: Script, line: int, key: str, file: Path | None) -> str:
    where = (
        f"there is no entry {key} in {_shown(file)}" if file else f"there is no {FILE} beside the script or above it"
    )
    return f'{s.path}:{line}: source("{key}"): {where}'


def _shown(file: Path) -> str:
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{_shown(file)}: cannot be read: {e}") from None


def references_for(script: Script) -> Mapping[str, Reference]:
    """The bibliography of a script by key; empty where it cites none. Raises BadInput for one that cannot be read."""
    file = file_for(script) if script.cites else None
    return {} if file is None else _references(file)


def forget() -> None:
    """Read bibliographies anew from now on."""
    _references.cache_clear()


@cache
def _references(file: Path) -> Mapping[str, Reference]:
    try:
        import bibtexparser
        from bibtexparser.bparser import BibTexParser
        from bibtexparser.customization import convert_to_unicode
    except ImportError:
        raise BadInput('a bibliography is read by bibtexparser: pip install "derive-math[documents]"') from None
    parser = BibTexParser(customization=convert_to_unicode, ignore_nonstandard_types=False, common_strings=True)
    try:
        entries = bibtexparser.loads(_text(file), parser).entries
    except BadInput:
        raise
    except Exception as e:  # the parser's own errors have no common class
        raise BadInput(f"{_shown(file)}: cannot be read as BibTeX: {e}") from None
    return {e["ID"]: _reference(e) for e in entries}


def _reference(entry: Mapping[str, str]) -> Reference:
    def field(name: str) -> str:
        return " ".join(entry.get(name, "").replace("--", "–").split())

    places = (field(n) for n in ("booktitle", "publisher", "school", "institution", "howpublished"))
    return Reference(
        _authors(entry.get("author") or entry.get("editor") or ""),
        field("year"),
        field("title").rstrip("."),
        ", ".join(filter(None, (_edition(field("edition")), _journal(field), *places))),
        _url(entry),
    )


def _authors(text: str) -> str:
    """C. M. Bishop; S. Boyd and L. Vandenberghe; A. Gelman et al."""
    from bibtexparser.customization import splitname

    names = [n for n in re.split(r"\s+and\s+", text.strip()) if n]
    shown = [_author(splitname(n, strict_mode=False)) for n in names]
    if len(shown) > MANY_AUTHORS:
        return f"{shown[0]} et al."
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _author(parts: Mapping[str, Any]) -> str:
    given = [f"{name[0]}." for name in parts["first"] if name]
    return " ".join((*given, *parts["von"], *parts["last"], *parts["jr"]))


def _edition(text: str) -> str:
    ordinal = {"1": "1st", "2": "2nd", "3": "3rd"}.get(text, f"{text}th" if text.isdigit() else text.lower())
    return f"{ordinal} edition" if text else ""


def _journal(field: Any) -> str:
    if not field("journal"):
        return ""
    volume = field("volume") + (f"({field('number')})" if field("number") else "")
    pages = field("pages")
    return ", ".join(filter(None, (f"{field('journal')} {volume}".strip(), pages)))


def _url(entry: Mapping[str, str]) -> str:
    if entry.get("url"):
        return entry["url"].strip()
    return f"https://doi.org/{entry['doi'].strip()}" if entry.get("doi") else ""
