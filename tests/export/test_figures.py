"""Figures: what is sampled, what is drawn, what a slip is told, and how they stand in documents."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sympy as sp

from derive import InvalidStatement, binary_entropy, count, curve, define, family, figure, index, real, sigmoid, total
from derive.catalogues import ENGLISH, Words
from derive.curves import CELLS, Curve, heights, interval
from derive.export import figures
from derive.export.markdown import markdown_files
from derive.page import Figure, Page
from derive.report import DerivationReport, derivation_from, plain
from derive.reporting import block, drawing
from tests.conftest import ROOT
from tests.test_cli import derive, write

SVG = "{http://www.w3.org/2000/svg}"
z, y = real("z"), real("y")

HEAD = "from sympy import *\nfrom derive import *\nz, y = real('z'), real('y')\nk = count('k')\n"
LINE = 'calc("s", z + 1).equals(1 + z)\n'


def pieces(expr: sp.Expr, low: int = -1, high: int = 1) -> tuple[tuple[tuple[float, float], ...], ...]:
    return Curve(expr, z).pieces(interval(sp.Integer(low), sp.Integer(high)))


def page_of(*curves: object, **options: object) -> tuple[Page, Figure]:
    options = {"over": (z, -6, 6), "alt": "a < b & c", **options}
    made = figure("A caption with $z$.", *curves, **options)  # type: ignore[arg-type]
    drawing = block("f", made, ()).drawing
    assert drawing is not None
    f = Figure("f", 1, made.sentence, drawing)
    return Page("topic.name", (f,), ENGLISH), f


# ------------------------------------------------------------------------------------------------------------- sampling


def test_the_points_are_on_the_curve() -> None:
    (piece,) = pieces(sigmoid(z), -6, 6)
    assert len(piece) == CELLS + 1
    assert all(abs(y - 1 / (1 + math.exp(-x))) < 1e-5 for x, y in piece)


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        (1 / z, 2),
        (sp.Piecewise((0, z < 0), (1, True)), 2),
        (sp.Abs(z), 1),
        (sp.floor(2 * z), 4),
        (sp.sqrt(z), 1),
        (1 / (z - sp.Rational(1, 3)), 2),
    ],
    ids=str,
)
def test_a_pole_and_a_jump_leave_a_gap(expr: sp.Expr, ends: int) -> None:
    assert len(pieces(expr)) == ends


def test_no_line_crosses_a_pole() -> None:
    left, right = pieces(1 / z)
    assert left[-1][0] < 0 < right[0][0]


def test_where_a_value_is_not_real_there_is_no_point() -> None:
    assert min(x for x, _ in pieces(sp.log(z))[0]) > 0


def test_a_convention_at_the_end_of_a_domain_holds() -> None:
    (piece,) = pieces(binary_entropy(z), 0, 1)
    assert piece[-1][1] < 1e-3


def test_a_derivative_and_a_defined_name_have_values() -> None:
    loss = define("L", -sp.log(sigmoid(z)))
    (piece,) = pieces(sp.Derivative(loss, z, evaluate=False), -2, 2)
    assert dict(piece)[0.0] == -0.5


def test_a_pole_does_not_flatten_the_rest() -> None:
    low, high = heights([pieces(1 / z)])
    assert -30 < low < -5 and 5 < high < 30


def test_without_a_pole_all_is_shown() -> None:
    assert heights([pieces(sp.exp(z), -6, 6)])[1] == pytest.approx(math.exp(6), rel=1e-5)


# --------------------------------------------------------------------------------------------------------- the drawing


def test_a_figure_survives_as_plain_data() -> None:
    _, f = page_of(sigmoid(z), marks=((0, "half"),))
    made = block("f", figure("c", sigmoid(z), over=(z, -6, 6), alt="a", marks=((0, "half"),)), ())
    report = DerivationReport("t.a", "a.py", blocks=(made,))
    assert derivation_from(json.loads(json.dumps(plain(report)))) == report
    assert f.drawing.marks == made.drawing.marks


def test_the_svg_is_well_formed_and_says_what_it_shows() -> None:
    root = ElementTree.fromstring(figures.svg(*page_of(sigmoid(z))))
    assert root.findtext(f"{SVG}title") == "A caption with z."
    assert root.findtext(f"{SVG}desc") == "a < b & c"
    assert root.get("role") == "img"


def test_the_svg_has_each_curve_in_its_own_dashes() -> None:
    text = figures.svg(*page_of(*(curve(z + n, f"curve {n}") for n in range(len(figures.COLOURS)))))
    styles = {c: set(re.findall(rf"stroke-dasharray: ([^;]+);[^\"]*stroke: {c}", text)) for c in figures.COLOURS}
    assert styles.pop(figures.COLOURS[0]) == set()
    assert len({tuple(sorted(s)) for s in styles.values()}) == len(figures.COLOURS) - 1


def test_the_svg_has_no_ground_of_its_own() -> None:
    assert "fill: #ffffff" not in figures.svg(*page_of(sigmoid(z)))


def luminance(colour: str) -> float:
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("colour", [*figures.COLOURS, figures.TEXT])
@pytest.mark.parametrize("ground", ["#ffffff", "#0d1117"])
def test_colours_can_be_seen_on_light_and_dark(colour: str, ground: str) -> None:
    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= (4 if colour == figures.TEXT else 3)


def test_inlined_its_letters_have_the_colour_of_the_text() -> None:
    text = figures.inline_svg(*page_of(sigmoid(z)))
    assert text.startswith("<svg") and figures.TEXT not in text and "currentColor" in text


def test_a_mark_may_stand_where_a_function_of_derive_says() -> None:
    (mark,) = drawing(figure("c", z**2, over=(z, -2, 2), alt="a", marks=((2 * sigmoid(1) - 1, "there"),))).marks
    assert mark.x == pytest.approx(0.46212, abs=1e-5)


def test_defined_names_get_values_instead_of_what_they_stand_for() -> None:
    i = index("i", 1, count("n"))
    x, y = family("x", i), family("y", i)
    a, b = define("A", total(x[i] ** 2, i), "a sum"), define("B", total(x[i] * y[i], i), "another")
    shown = curve(b / (a + z), given={a: 3})
    assert drawing(figure("c", shown, over=(z, 0, 1), alt="a", given={b: 6})).curves[0].pieces[0][0] == (0.0, 2.0)


def test_inlined_its_ids_are_those_of_the_figure() -> None:
    page, f = page_of(sigmoid(z))
    first, second = (set(re.findall(r' id="([^"]+)"', figures.inline_svg(page, replace(f, number=n)))) for n in (1, 2))
    assert first and not first & second


def test_a_gap_is_not_drawn_over() -> None:
    root = ElementTree.fromstring(figures.svg(*page_of(1 / z, over=(z, -1, 1))))
    drawn = [p.get("d", "") for p in root.iter(f"{SVG}path") if figures.COLOURS[0] in p.get("style", "")]
    assert max(d.count("M") for d in drawn) == 2


def test_names_in_other_letters_get_numbers() -> None:
    page, f = page_of(curve(z, "交叉熵"), curve(z + 1, "above"), marks=((0, "切点"),))
    assert figures.captioned(f, ENGLISH) == [("(1)", "交叉熵"), ("(a)", "切点")]
    ElementTree.fromstring(figures.svg(page, f))


def test_a_lone_curve_is_named_by_the_caption_and_marks_are_lettered_from_a() -> None:
    page, f = page_of(curve(z, "交叉熵"), marks=((0, "zero"), (1, "切点")))
    assert figures.captioned(f, ENGLISH) == [("", "vertical axis: 交叉熵"), ("(a)", "切点")]
    assert 'id="legend' not in figures.svg(page, f)
    assert markdown_files(replace(page, blocks=(f,)))[".md"].rstrip().endswith("交叉熵. (a) 切点.")


def test_what_the_vertical_axis_shows_is_drawn_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(figures._LOOK, "svg.fonttype", "none")
    two = (curve(z, "low"), curve(z + 1, "high"))
    assert "\u2191 the loss" in figures.svg(*page_of(*two, vertical="the loss"))
    assert "\u2191" not in figures.svg(*page_of(*two))
    assert "\u2191 low" in figures.svg(*page_of(two[0]))


def test_where_the_axis_has_words_a_lone_curve_keeps_its_name_beside_its_line() -> None:
    assert 'id="legend' in figures.svg(*page_of(curve(z, "the line"), vertical="the loss"))
    assert 'id="legend' not in figures.svg(*page_of(curve(z, "the line")))


def test_an_axis_whose_words_cannot_be_drawn_is_named_by_the_caption() -> None:
    page, f = page_of(curve(z, "low"), curve(z + 1, "high"), vertical="损失")
    say = Words("zh", {"vertical axis: {name}": "纵轴：{name}"})
    assert figures.captioned(f, say) == [("", "纵轴：损失")]
    assert "\u2191" not in figures.svg(page, f)


def test_a_formula_that_matplotlib_cannot_draw_is_written_out() -> None:
    ElementTree.fromstring(figures.svg(*page_of(curve(z, r"$\nosuchcommand z$"))))


def test_figures_can_be_drawn_in_many_threads() -> None:
    def drawn(k: int) -> bytes:
        return figures.pdf(page_of(curve(z + k, f"$z + {k}$"), marks=((0, rf"$\hat z = {k}$"),))[1])

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(drawn, range(16)))
    assert together == [drawn(k) for k in range(16)]


def test_the_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib\nfrom tests.export.test_figures import *\n"
        "p, f = page_of(sigmoid(z), curve(1 / z, '$1/z$'), marks=((1, 'one'),))\n"
        "print(hashlib.sha256(figures.svg(p, f).encode() + figures.pdf(f)).hexdigest())"
    )
    found = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=env)
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert len(found) == 1
    assert len(found.pop().strip()) == hashlib.sha256().digest_size * 2


# --------------------------------------------------------------------------------------------------------------- slips

SLIPS = {
    "no alt": ('figure("c", z, over=(z, 0, 1))', "alt=, which says what the figure shows, needs some text"),
    "an empty alt": ('figure("c", z, over=(z, 0, 1), alt=" ")', "alt=, which says what the figure shows, needs some text"),
    "an empty caption": ('figure("", z, over=(z, 0, 1), alt="a")', "the caption of a figure needs some text"),
    "no curve": ('figure("c", over=(z, 0, 1), alt="a")', "a figure needs a curve"),
    "an unknown symbol": ('figure("c", z, over=(y, 0, 1), alt="a")', "has z in it: give it a value"),
    "a constant": ('figure("c", S(1), over=(z, 0, 1), alt="a")', "no curve has z in it"),
    "a free symbol": (
        'figure("c", z + y, over=(z, 0, 1), alt="a")',
        "y + z has y in it: give it a value, as in given={y: 1}",
    ),
    "a value for nothing": (
        'figure("c", z, over=(z, 0, 1), alt="a", given={y: 1})',
        "given= has a value for y, which is in no curve",
    ),
    "an empty range": ('figure("c", z, over=(z, 1, 1), alt="a")', "the range from 1 to 1 is empty"),
    "a range that is none": ('figure("c", z, over=z, alt="a")', "over=z must be a symbol and its range"),
    "an infinite range": ('figure("c", z, over=(z, 0, oo), alt="a")', "oo is no real number"),
    "a float": ('figure("c", z, over=(z, 0, 0.5), alt="a")', "write an exact number, such as Rational(1, 2)"),
    "no real value": (
        'figure("c", log(z), over=(z, -2, -1), alt="a")',
        "the curve log(z) has no real values from -2 to -1",
    ),
    "a whole number": ('figure("c", k**2, over=(k, 1, 5), alt="a")', "k takes whole numbers only"),
    "an inequality": ('figure("c", z < 1, over=(z, 0, 1), alt="a")', "an inequality is no curve"),
    "two of one name": (
        'figure("c", curve(z, "a"), curve(-z, "a"), over=(z, 0, 1), alt="a")',
        "two curves of the figure have the same name",
    ),
    "a mark outside": (
        'figure("c", z, over=(z, 0, 1), alt="a", marks=(2, "m"))',
        "the mark 'm' at 2 is outside of the range",
    ),
    "a mark without a value": (
        'figure("c", 1 / z, over=(z, -1, 1), alt="a", marks=(0, "m"))',
        "where the curve has no real value",
    ),
    "a mark on no curve": (
        'figure("c", z, over=(z, 0, 1), alt="a", marks=((1, "m", 2),))',
        "the mark 'm' is on curve 2: there are 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused(slip: str) -> None:
    body, message = SLIPS[slip]
    names = {**vars(sp), "figure": figure, "curve": curve, "z": z, "y": y, "k": sp.Symbol("k", integer=True)}
    if slip == "a whole number":
        from derive import count

        names["k"] = count("k")
    with pytest.raises((InvalidStatement, TypeError), match=re.escape(message)):
        eval(body, names)


def test_a_slip_gets_one_line_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", HEAD + LINE + 'figure("c", z + y, over=(z, 0, 1), alt="a")\n')
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(r"a\.py:6: (y \+ z|z \+ y) has y in it", done.stderr)
    assert len(done.stderr.splitlines()) == 1


# ------------------------------------------------------------------------------------------------------------ documents

GOOD = HEAD + LINE + 'figure("Look at $z$.", curve(z**2, "$z^2$"), over=(z, -1, 1), alt="A [parabola].")\n'


def test_markdown_shows_the_picture_that_is_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    assert derive("build", "--to", "md", cwd=tmp_path).returncode == 0
    text = (tmp_path / "build/t/a.md").read_text()
    assert "![A \\[parabola\\].](a.figure-1.svg)\n\n*Figure 1.* Look at $z$." in text
    ElementTree.fromstring((tmp_path / "build/t/a.figure-1.svg").read_text())


def test_latex_includes_the_picture_that_is_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    assert derive("build", "--to", "tex", cwd=tmp_path).returncode == 0
    assert (
        r"\includegraphics[width=0.8\linewidth]{\figurefolder a.figure-1.pdf}"
        in (tmp_path / "build/t/a.tex").read_text()
    )
    assert (tmp_path / "build/t/a.figure-1.pdf").read_bytes().startswith(b"%PDF")


def test_a_figure_from_the_cache_is_the_same(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    seen = []
    for _ in range(2):
        assert derive("build", cwd=tmp_path).returncode == 0
        seen.append((tmp_path / "build/t/a.figure-1.svg").read_bytes())
    assert seen[0] == seen[1]


def test_a_figure_that_is_gone_leaves_no_picture(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    derive("build", cwd=tmp_path)
    write(tmp_path, "t/a.py", HEAD + LINE)
    derive("build", cwd=tmp_path)
    assert sorted(p.name for p in (tmp_path / "build/t").iterdir()) == ["a.fragment.tex", "a.md", "a.tex"]


def test_without_matplotlib_one_line_says_what_to_install(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "matplotlib.py").write_text("raise ImportError('hidden')\n")
    done = derive("build", "--to", "md", cwd=tmp_path, PYTHONPATH=f"{tmp_path / 'hidden'}{os.pathsep}{ROOT}")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        'derive: figures are drawn by matplotlib: pip install "derive-math[documents]"'
    )


def test_caption_label_and_alt_are_translated() -> None:
    from derive.translation import texts, translated

    made = block("f", figure("A caption.", curve(z, "a line"), over=(z, 0, 1), alt="Rising.", marks=(0, "zero")), ())
    report = DerivationReport("t.a", "a.py", blocks=(made,))
    assert texts(report) == {"A caption.": "caption", "a line": "label", "zero": "label", "Rising.": "alt"}
    said = translated(report, Words("zh", {t: f"<{t}>" for t in texts(report)})).blocks[0]
    assert said.text == "<A caption.>"
    assert said.drawing is not None
    assert (said.drawing.alt, said.drawing.curves[0].label, said.drawing.marks[0].label) == (
        "<Rising.>",
        "<a line>",
        "<zero>",
    )
