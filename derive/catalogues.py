"""Translations in gettext's PO files, read by polib: beside a script, for a whole corpus, and of the words of derive itself.

`mle.zh.po` beside `mle.py` translates what only that script says, `zh.po` in the corpus folder what many say. A message without
a translation stays as the author wrote it. A translation may move a formula, not change it: one that does is not used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import derive
from derive.corpus import BadInput, Script, find
from derive.notation.inline import formulas

BASE = "en"
"""The language in which scripts are written, as far as derive's own words go."""

OWN = Path(derive.__file__).parent / "locale"
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][A-Za-z]+)?")
_LAST_MARKS = ".:\u3002\uff1a"


@dataclass(frozen=True)
class Words:
    """A language, and its translations of what derive and authors say; without one, the text itself."""

    language: str = BASE
    messages: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language, the named values put in."""
        said = self.messages.get(text, text)
        return said.format(**values) if values else said

    def lemma(self, text: str) -> str:
        """A sentence that is quoted without the mark at its end."""
        for end in ("", ".", ":"):
            if text + end in self.messages:
                return self.messages[text + end].rstrip(_LAST_MARKS)
        return text


ENGLISH = Words()


def checked_language(code: str) -> str:
    """The code of a language. Raises BadInput."""
    if not LANGUAGE.fullmatch(code):
        raise BadInput(f"{code!r} is no code of a language: write one such as en, zh or pt_BR")
    return code


def file_for(script: Script, language: str) -> Path:
    return script.path.with_suffix(f".{language}.po")


def shared_file(script: Script, language: str) -> Path:
    return script.root / f"{language}.po"


def languages_of(script: Script) -> tuple[str, ...]:
    """The languages for which there is a catalogue beside the script."""
    return tuple(sorted(f.name.split(".")[-2] for f in script.path.parent.glob(f"{script.path.stem}.*.po")))


def words_for(script: Script, language: str, imported: Iterable[Script] = ()) -> Words:
    """What is known for a script in a language, the nearest catalogue first; what it quotes of scripts that it
    imports comes along.

    Raises BadInput."""
    if language == BASE:
        return ENGLISH
    quoted = [file_for(s, language) for s in imported]
    files = (OWN / f"{language}.po", *quoted, shared_file(script, language), file_for(script, language))
    messages: dict[str, str] = {}
    for file in files:
        messages |= _usable(file)
    return Words(language, messages)


def words_at(file: Path, language: str) -> Words:
    """What is known in a language for the script in a file and for those that it imports; without that file, of derive's
    own words alone. Raises BadInput."""
    if not file.is_file():
        return ENGLISH if language == BASE else Words(language, dict(_usable(OWN / f"{language}.po")))
    (script,) = find([file])
    imported = (replace(script, path=script.root.joinpath(*n.split(".")).with_suffix(".py")) for n in script.imports)
    return words_for(script, language, imported)


def shared_words(script: Script, language: str) -> Mapping[str, str]:
    """What is said in a language without the script's own catalogue."""
    return {**_usable(OWN / f"{language}.po"), **_usable(shared_file(script, language))}


def forget() -> None:
    """Read catalogues anew from now on."""
    _usable.cache_clear()


@cache
def _usable(file: Path) -> Mapping[str, str]:
    return {m: t for m, t, _ in translations(file) if same_formulas(m, t)} if file.is_file() else {}


def same_formulas(text: str, translation: str) -> bool:
    return Counter(formulas(text)) == Counter(formulas(translation))


def translations(file: Path) -> Iterator[tuple[str, str, int]]:
    """Message, translation and line of each entry that is translated and not marked as fuzzy."""
    for entry in opened(file):
        if entry.translated() and not entry.obsolete:
            yield entry.msgid, entry.msgstr, entry.linenum or 0


def opened(file: Path) -> Any:
    """polib's view of a catalogue. Raises BadInput."""
    try:
        import polib
    except ImportError:
        raise BadInput('translations are read by polib: pip install "derive-math[documents]"') from None
    try:
        return polib.pofile(str(file), encoding="utf-8", wrapwidth=110)
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{file}: cannot be read: {e}") from None
