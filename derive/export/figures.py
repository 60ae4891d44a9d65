"""Figures drawn by matplotlib: the same numbers give the same bytes, as SVG for screens and as PDF for LaTeX.

Curves differ by their dashes as well as by their colours, which are readable on light and on dark grounds; there is no
ground of their own. Letters are drawn as outlines, so that no font is needed; a name in letters that matplotlib's own font lacks
gets a number, which the caption explains. What the vertical axis shows stands above it, to be read as any other line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise, product
from threading import RLock
from typing import Any
from xml.sax.saxutils import escape

from derive.catalogues import Words
from derive.corpus import BadInput
from derive.notation.latex import latex
from derive.notation.text import text
from derive.page import Figure, Page
from derive.report import Drawing, DrawnCurve, DrawnMark
from derive.texmath.plain import without_tex

COLOURS = ("#2f7fd1", "#d2601a", "#2b9160", "#9b62d0", "#c2487e")
DASHES: tuple[Any, ...] = ("solid", (0, (6, 2)), (0, (1.2, 1.4)), (0, (7, 2, 1.2, 2)), (0, (3, 1.5)))
TEXT = "#767676"
"""The colour of letters and axes: a grey that can be read on white and on black."""
INK = "#333333"
"""Their colour on paper."""
SIZE = (6.0, 3.5)
"""In inches; letters can still be read where a phone shows the width of a column."""
FIRST_FOREIGN = "\u2e80"
"""The first of the characters, from Chinese on, that the font does not have."""

_ONE_AT_A_TIME = RLock()
"""matplotlib keeps its settings and its reader of formulas for all threads in common."""


def figure_suffix(number: int, kind: str) -> str:
    """What the name of a file with a figure ends in: `.figure-1.svg`."""
    return f".figure-{number}.{kind}"


def figures_of(page: Page) -> Iterator[Figure]:
    return (b for b in page.blocks if isinstance(b, Figure))


def svg_files(page: Page) -> dict[str, str]:
    """The figures of a page by what is put behind its name. Raises BadInput without matplotlib."""
    return {figure_suffix(f.number, "svg"): svg(page, f) for f in figures_of(page)}


def pdf_files(page: Page) -> dict[str, bytes]:
    """As `svg_files`, for LaTeX."""
    return {figure_suffix(f.number, "pdf"): pdf(f) for f in figures_of(page)}


def svg(page: Page, f: Figure) -> str:
    """A document of its own, with what it shows in words. Raises BadInput without matplotlib."""
    salt = f"{page.name}.{page.words.language}.{f.number}"
    drawn = _saved(f, TEXT, "svg", ("Date", "Creator", "Format", "Type"), salt).decode()
    drawn = re.sub(r" +$", "", drawn, flags=re.M)
    caption, alt = (escape(without_tex(words)) for words in (f.caption, f.drawing.alt))
    words = f'<title id="title">{caption}</title>\n <desc id="desc">{alt}</desc>'
    return drawn.replace('version="1.1">', f'version="1.1" role="img" aria-labelledby="title desc">\n {words}', 1)


def inline_svg(page: Page, f: Figure) -> str:
    """The `<svg>` element for a page of HTML: letters and axes in the colour of its text, ids unlike those of other figures."""
    element = svg(page, f).partition("<svg")[2]
    element = re.sub(r" *<title.*?</title>\n", "", element, count=1, flags=re.S)  # the caption stands beside it
    own = f"figure-{f.number}-"
    element = re.sub(r'\bid="', f'id="{own}', element)
    element = re.sub(r'(href="#|url\(#)', rf"\1{own}", element)
    element = element.replace('aria-labelledby="title desc"', f'aria-labelledby="{own}desc"', 1)
    return "<svg" + _short(element.replace(TEXT, "currentColor"))


def _short(element: str) -> str:
    """Without comments and line ends, lengths to a hundredth of a point: what is seen stays."""
    element = re.sub(r"\s*<!--.*?-->\s*|\s*\n\s*", " ", element, flags=re.S)
    element = re.sub(r"> <", "><", element)
    return _LENGTH.sub(lambda m: m[0] if m[1] is None else f"{float(m[1]):.2f}".rstrip("0").rstrip("."), element)


_LENGTH = re.compile(r"scale\([^)]*\)|(\d+\.\d{3,})")


def pdf(f: Figure) -> bytes:
    """Raises BadInput without matplotlib."""
    return _saved(f, INK, "pdf", ("CreationDate", "Creator", "Producer"), "")


def captioned(f: Figure, say: Words) -> list[tuple[str, str]]:
    """What the caption has to explain: (number in the drawing, name), for names that cannot be drawn; the vertical axis has no
    number."""
    name = _vertical(f.drawing)
    axis = [] if not name or _drawable(name) else [("", say("vertical axis: {name}", name=name))]
    return axis + [(short, name) for name, short in _shorts(f).items()]


# ------------------------------------------------------------------------------------------------------------- names


def _shorts(f: Figure) -> dict[str, str]:
    """Numbers for the names of curves that cannot be drawn, letters for those of marks; that of the vertical axis needs none."""
    curves = [c.label for c in _in_legend(f.drawing) if not _drawable(c.label)]
    marks = [m.label for m in f.drawing.marks if not _drawable(m.label)]
    found = {name: f"({k})" for k, name in enumerate(curves, start=1)}
    return found | {name: f"({chr(ord('a') + k)})" for k, name in enumerate(marks)}


def _vertical(d: Drawing) -> str:
    """What the vertical axis shows, in words: what is said of it, else the name of the curve that is alone; ""."""
    return d.vertical or (d.curves[0].label if len(d.curves) == 1 else "")


def _in_legend(d: Drawing) -> tuple[DrawnCurve, ...]:
    """The curves that are named beside their lines: one that is alone is not, where the axis has its name."""
    return d.curves if d.vertical or len(d.curves) > 1 else ()


def _drawable(name: str) -> bool:
    return all(c < FIRST_FOREIGN for c in name)


def _name_of(c: DrawnCurve, shorts: dict[str, str]) -> str:
    if c.label:
        return _lettered(shorts.get(c.label, c.label))
    formula = f"${latex(c.formula.tree)}$"
    return formula if _understood(formula) else text(c.formula.tree)


def _lettered(words: str) -> str:
    """Words with formulas, as matplotlib can draw them."""
    return words if _understood(words) else words.replace("$", "")


@cache
def _understood(words: str) -> bool:
    from matplotlib.mathtext import MathTextParser

    try:
        with _ONE_AT_A_TIME:
            MathTextParser("path").parse(words)
    except ValueError:
        return False
    return True


# ----------------------------------------------------------------------------------------------------------- drawing


@lru_cache(maxsize=64)
def _saved(f: Figure, colour: str, kind: str, undated: tuple[str, ...], salt: str) -> bytes:
    """A file of a kind: Markdown and HTML ask for the same. undated: what is not written into it."""
    try:
        import matplotlib
        from matplotlib.figure import Figure as Canvas
    except ImportError:
        raise BadInput('figures are drawn by matplotlib: pip install "derive-math[documents]"') from None
    with _ONE_AT_A_TIME, matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = {**_LOOK, **dict.fromkeys(_COLOURED, colour), "svg.hashsalt": salt}
        matplotlib.rcParams.update(settings)
        canvas = Canvas(figsize=SIZE)
        _draw(canvas.add_subplot(), f, colour)
        out = io.BytesIO()
        canvas.savefig(
            out, format=kind, transparent=True, metadata=dict.fromkeys(undated), bbox_inches="tight", pad_inches=0.06
        )
    return out.getvalue()


_LOOK = {
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 11.5,
    "mathtext.fontset": "dejavusans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}
_COLOURED = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")


def _draw(axes: Any, f: Figure, colour: str) -> None:
    shorts, d = _shorts(f), f.drawing
    names = [_name_of(c, shorts) if c in _in_legend(d) else "" for c in d.curves]
    above = _above_axis(d)
    axes.axhline(0, color=colour, linewidth=0.6, alpha=0.6)
    for k, c in enumerate(d.curves):
        _draw_curve(axes, c, k, names[k])
    _set_range(axes, d.across, d.up, HEADROOM if d.marks else MARGIN)
    for m in d.marks:
        _draw_mark(axes, m, COLOURS[m.curve % len(COLOURS)], colour)
    _name_marks(axes, d, [_lettered(shorts.get(m.label, m.label)) for m in d.marks])
    axes.set_xlabel(f"${latex(d.axis.tree)}$", fontsize=11.5)
    if above:
        axes.text(0, 1, f"{UPWARDS} {above}", transform=_raised(axes, 7), va="bottom")
    if any(names):
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=_raised(axes, 26 if above else 5), frameon=False,
            borderpad=0, handlelength=2.9, borderaxespad=0, ncols=_columns(names), columnspacing=2.2,
        )  # fmt: skip


def _raised(axes: Any, points: float) -> Any:
    """The frame, so far up."""
    from matplotlib.transforms import ScaledTranslation

    return axes.transAxes + ScaledTranslation(0, points / 72, axes.figure.dpi_scale_trans)


UPWARDS = "\u2191"
"""What stands before the name of the vertical axis: an arrow."""


def _above_axis(d: Drawing) -> str:
    """What is drawn at the end of the vertical axis: what it shows, as far as that can be drawn; the formula of a lone curve."""
    name = _vertical(d)
    if name:
        return _lettered(name) if _drawable(name) else ""
    return _name_of(d.curves[0], {}) if len(d.curves) == 1 else ""


def _columns(names: list[str]) -> int:
    """As many names in a row as the width has room for."""
    widest = max(map(len, names))
    return max(1, min(len(names), 66 // (widest + 10)))


def _draw_curve(axes: Any, c: DrawnCurve, k: int, name: str) -> None:
    gap = (float("nan"), float("nan"))
    points = [p for piece in c.pieces for p in (*piece, gap)]
    style = {"color": COLOURS[k % len(COLOURS)], "linestyle": DASHES[k % len(DASHES)]}
    axes.plot([x for x, _ in points], [y for _, y in points], linewidth=2.0, label=name, **style)


MARGIN, HEADROOM = 0.05, 0.15
"""What is left free below and above the curves, of their height; above, names of marked points need more."""


def _set_range(axes: Any, across: tuple[float, float], up: tuple[float, float], above: float) -> None:
    height = up[1] - up[0] or 1.0
    axes.set_xlim(*across)
    axes.set_ylim(up[0] - height * MARGIN, up[1] + height * above)


def _draw_mark(axes: Any, m: DrawnMark, curve_colour: str, colour: str) -> None:
    """A dot, and a thin line from it down to the axis."""
    low, _ = axes.get_ylim()
    axes.plot([m.x, m.x], [low, m.y], color=colour, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    axes.plot([m.x], [m.y], marker="o", markersize=6, color=curve_colour, zorder=4, clip_on=False)


# ------------------------------------------------------------------------------------------------- names beside points

_SIDES = (("left", 1, "bottom", 1), ("right", -1, "bottom", 1), ("left", 1, "top", -1), ("right", -1, "top", -1),
          ("center", 0, "bottom", 1), ("center", 0, "top", -1))  # fmt: skip
_DISTANCES = (7, 14, 24, 36)


def _name_marks(axes: Any, d: Drawing, names: list[str]) -> None:
    """Each name goes to the nearest place beside its point where it covers no curve, no point and no other name."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(axes.figure)
    renderer = canvas.get_renderer()
    curves = axes.transData.transform(list(_covered(d)))
    placed: list[Any] = []
    for m, name in zip(d.marks, names, strict=True):
        label = axes.annotate(name, (m.x, m.y), xytext=(0, 0), textcoords="offset points")
        tried: list[Any] = []
        for distance, (ha, right, va, up) in product(_DISTANCES, _SIDES):
            label.set(ha=ha, va=va)
            label.xyann = (right * distance, up * distance)
            box = label.get_window_extent(renderer).padded(2)
            tried.append((_cost(box, curves, placed, axes.bbox), len(tried), label.xyann, ha, va, box))
        *_, label.xyann, ha, va, box = min(tried, key=lambda t: t[:2])
        label.set(ha=ha, va=va)
        placed.append(box)


def _cost(box: Any, curves: Any, placed: list[Any], frame: Any) -> int:
    """How much a name would cover, and how far it would leave the drawing."""
    outside = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1
    x, y = curves.T
    return (
        int(((box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)).sum())
        + 1000 * sum(bool(box.overlaps(p)) for p in placed)
        + 500 * bool(outside)
    )


def _covered(d: Drawing) -> Iterator[tuple[float, float]]:
    """Points on curves, on the lines under marks, and on the horizontal axis, close together."""
    for c in d.curves:
        for piece in c.pieces:
            for (x, y), (x2, y2) in pairwise(piece):
                yield from ((x + (x2 - x) * k / 4, y + (y2 - y) * k / 4) for k in range(4))
    for m in d.marks:
        yield from ((m.x, d.up[0] + (m.y - d.up[0]) * k / 40) for k in range(41))
    if d.up[0] < 0 < d.up[1]:
        yield from ((d.across[0] + (d.across[1] - d.across[0]) * k / 200, 0.0) for k in range(201))
