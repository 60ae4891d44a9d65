"""TeX as MathML, by latex2mathml, put right where it was seen to go wrong; the TeX goes along as an annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from derive.notation.tables import styled

MATHML = "http://www.w3.org/1998/Math/MathML"
SLASH = "\N{BIG SOLIDUS}"
OVERLAY = "\N{COMBINING LONG SOLIDUS OVERLAY}"
INFINITY, MINUS, PARTIAL = "\N{INFINITY}", "\N{MINUS SIGN}", "\N{PARTIAL DIFFERENTIAL}"
COLON = ":"
THIN, THICK = "0.1667em", "0.2778em"
UNDER = frozenset({"lim", "max", "min", "sup", "inf", "argmax", "argmin"})
"""Functions under which an index stands in a display."""

CLOSING = frozenset(")]}|!\N{RIGHT CEILING}\N{RIGHT FLOOR}")
CAPITAL_GREEK = re.compile("[\u0391-\u03a9]")


class NoMathML(ValueError):
    """TeX that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def mathml(tex: str, display: bool = False) -> str:
    """A `<math>` element. Raises NoMathML."""
    from latex2mathml.converter import convert

    try:
        root = ElementTree.fromstring(convert(tex, display="block" if display else "inline"))
    except Exception as e:  # the library raises whatever its tables raise
        raise NoMathML(f"{tex}: {e or type(e).__name__}") from None
    if not _is_balanced(tex) or any("\\" in (e.text or "") for e in root.iter()):
        raise NoMathML(f"{tex}: no TeX that is known")
    _corrected(root)
    root.attrib.pop("xmlns", None)
    if not display:
        root.attrib.pop("display", None)  # inline is what it is without
    _annotated(root, tex)
    return ElementTree.tostring(root, encoding="unicode")


def _annotated(root: Element, tex: str) -> None:
    row = list(root)
    semantics = Element("semantics")
    semantics.extend(row)
    annotation = Element("annotation", {"encoding": "application/x-tex"})
    annotation.text = tex
    semantics.append(annotation)
    for child in row:
        root.remove(child)
    root.append(semantics)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _corrected(parent: Element) -> None:
    """An element with what the library leaves out, from its parts up."""
    for child in parent:
        _corrected(child)
    parent.tag = _name(parent)
    children = list(_without_slashes(list(parent)))
    for k, child in enumerate(children):
        _set(child, children[k - 1] if k else None)
    if parent.tag in ("mrow", "math", "mtd", "mstyle"):
        children = list(_spaced(children))
    for child in list(parent):
        parent.remove(child)
    parent.extend(child[0] if _is_idle(child) else child for child in children)


def _is_idle(child: Element) -> bool:
    """Whether a row has one part only."""
    return _name(child) == "mrow" and len(child) == 1 and not child.attrib


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _without_slashes(children: list[Element]) -> Iterator[Element]:
    """A relation after a slash of no width is crossed out."""
    crossed = False
    for child in children:
        if _name(child) == "mpadded" and "".join(child.itertext()) == SLASH:
            crossed = True
            continue
        if crossed:
            child.text, crossed = f"{child.text or ''}{OVERLAY}", False
        yield child


def _set(child: Element, before: Element | None) -> None:
    text = child.text or ""
    name = _name(child)
    if name == "mo":
        if text in (INFINITY, PARTIAL) or (len(text) > 1 and text.isalpha() and text not in UNDER):
            child.tag = "mi"
        elif text == MINUS and (before is None or (_name(before) == "mo" and before.text not in CLOSING)):
            child.set("form", "prefix")
        elif child.attrib.pop("fence", "") == "true":
            child.attrib.pop("stretchy", None)  # as fences are anyway
            child.attrib.update(lspace="0em", rspace="0em")
    elif name == "mi" and child.get("mathvariant") == "bold-italic" and len(text) == 1:
        child.text = styled(text, child.attrib.pop("mathvariant").replace("-", " "))
    elif name == "mi" and CAPITAL_GREEK.fullmatch(text):
        child.set("mathvariant", "normal")
    elif name == "mi" and text == COLON:
        child.tag = "mo"
        child.attrib.update(lspace="0em", rspace=THICK)
    elif name == "mover" and len(child) == 2 and child[1].text == "^":
        child[1].set("stretchy", "false")
    elif name == "msub" and len(child) == 2 and child[0].text in UNDER:
        child.tag = "munder"
        child[0].tag = "mo"
        child[0].set("movablelimits", "true")


def _spaced(children: list[Element]) -> Iterator[Element]:
    """A thin space before the name of a function, and between it and what it is applied to without brackets."""
    for k, child in enumerate(children):
        yield child
        after = children[k + 1] if k + 1 < len(children) else None
        if after is not None and (
            (_is_function(child) and _begins_without_bracket(after))
            or (_is_function(after) and _ends_an_operand(child))
        ):
            yield Element("mspace", {"width": THIN})


def _is_function(element: Element) -> bool:
    base = element[0] if _name(element) in ("msup", "msub", "msubsup", "munder") and len(element) else element
    text = base.text or ""
    return _name(base) in ("mi", "mo") and len(text) > 1 and text.isalpha()


def _ends_an_operand(element: Element) -> bool:
    return _name(element) not in ("mo", "mspace", "mtext") or element.text in CLOSING


def _begins_without_bracket(element: Element) -> bool:
    if _name(element) == "mo":
        return False
    first = next((e for e in element.iter() if len(e) == 0), element)
    return not (_name(first) == "mo" and first.text in tuple("([{|"))
