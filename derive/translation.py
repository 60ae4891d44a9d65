"""What a derivation says in words, collected and replaced: verdicts and everything else stay as they are, and formulas but for
words in them, such as "otherwise"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from derive.catalogues import (
    BASE,
    Words,
    file_for,
    languages_of,
    opened,
    same_formulas,
    shared_words,
    translations,
    words_for,
)
from derive.corpus import Script
from derive.files import write_whole
from derive.notation.house import mapped
from derive.notation.tables import CASE_WORDS
from derive.notation.tree import Cases, Tree
from derive.report import Block, DerivationReport, Drawing, StepReport
from derive.sources import KEY

Say = Callable[[str, str], str]
"""(kind of text, text) to what is said instead. Kinds: title, introduction, prose, conclusion, sentence, caption, label, alt,
note, source, reason; rule and lemma, whose words are not the script's own."""

NOT_OWN = ("rule", "lemma")


def rewritten(d: DerivationReport, say: Say) -> DerivationReport:
    """The report with each of its texts replaced."""

    def said(kind: str, text: str) -> str:
        return say(kind, text) if text else ""

    return replace(
        d,
        title=said("title", d.title),
        introduction=said("introduction", d.introduction),
        blocks=tuple(_block(b, said) for b in d.blocks),
        symbols=tuple(replace(s, note=said("note", s.note)) for s in d.symbols),
    )


_KIND = {"prose": "prose", "conclusion": "conclusion", "definition": "note", "source": "source", "figure": "caption"}


def _block(b: Block, say: Say) -> Block:
    is_key = b.kind == "source" and KEY.fullmatch(b.text)
    text = b.text if is_key else say(_KIND.get(b.kind, "sentence"), b.text)
    word = say("source", b.word) if b.kind in ("source", "taken") else b.word
    drawing = None if b.drawing is None else _drawing(b.drawing, say)
    return replace(b, text=text, word=word, steps=tuple(_step(s, say) for s in b.steps), drawing=drawing)


def _drawing(d: Drawing, say: Say) -> Drawing:
    curves = tuple(replace(c, label=say("label", c.label)) for c in d.curves)
    marks = tuple(replace(m, label=say("label", m.label)) for m in d.marks)
    return replace(d, alt=say("alt", d.alt), curves=curves, marks=marks, vertical=say("label", d.vertical))


def _step(s: StepReport, say: Say) -> StepReport:
    kind = {"rule": "rule", "lemma": "lemma"}.get(s.reason_kind, "reason")
    return replace(s, reason=say(kind, s.reason))


def translated(d: DerivationReport, words: Words) -> DerivationReport:
    """The report in another language, as far as its words are known there, those in its formulas too."""
    said = rewritten(d, lambda kind, text: words.lemma(text) if kind == "lemma" else words(text))
    return mapped(said, partial(_spoken, words.language)) if words.language in CASE_WORDS.keys() - {BASE} else said


def _spoken(language: str, tree: Tree) -> Tree:
    """A formula with its words in a language."""
    said = mapped(tree, partial(_spoken, language))
    return replace(said, language=language) if isinstance(said, Cases) else said


def texts(d: DerivationReport) -> dict[str, str]:
    """What the script itself says, in order, each text with its kind."""
    found: dict[str, str] = {}

    def note(kind: str, text: str) -> str:
        if kind not in NOT_OWN:
            found.setdefault(text, kind)
        return text

    rewritten(d, note)
    return found


# ------------------------------------------------------------------------------------------------------------ catalogues


def faults(
    script: Script, d: DerivationReport, languages: Iterable[str], imported: Sequence[Script] = ()
) -> Iterator[str]:
    """One line for each text that has no usable translation, and for each translation of what is not said any more."""
    own = texts(d)
    for language in languages:
        file = file_for(script, language)
        if language not in languages_of(script):
            yield f"{script.path}: no {language} translation ({len(own)} texts); `derive translate {language}` begins one"
            continue
        known, here = words_for(script, language, imported).messages, list(translations(file))
        tried = {text for text, _, _ in here}
        for text in own:
            if text not in known and text not in tried:
                yield f"{file}: not translated: {_short(text)}"
        for text, translation, line in here:
            if text not in own:
                yield f"{file}:{line}: not said any more: {_short(text)}"
            elif not same_formulas(text, translation):
                yield f"{file}:{line}: not used, since its formulas are not those of the text: {_short(text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."


def update(script: Script, d: DerivationReport, language: str, imported: Sequence[Script] = ()) -> tuple[Path, int]:
    """Write the catalogue beside a script anew: its texts in their order, translations kept, what is not said any more at the end
    as a comment. The file, and how many texts wait for a translation."""
    import polib

    file = file_for(script, language)
    old = opened(file) if file.is_file() else []
    known = {e.msgid: e for e in old}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    shared = shared_words(script, language)
    quoted = words_for(script, language, imported).messages
    for text, kind in texts(d).items():
        if text not in shared and (text in known or text not in quoted):
            entry = known.get(text)
            kept = (entry.msgstr, entry.flags) if entry is not None else ("", [])
            fresh.append(polib.POEntry(msgid=text, msgstr=kept[0], flags=kept[1], comment=kind))
    said = {e.msgid for e in fresh}
    fresh.extend(
        polib.POEntry(msgid=e.msgid, msgstr=e.msgstr, obsolete=True)
        for e in old
        if e.msgid not in said and e.msgstr and e.msgid not in shared
    )
    write_whole(file, f"{fresh}".rstrip("\n") + "\n")
    return file, len(fresh.untranslated_entries()) + len(fresh.fuzzy_entries())
