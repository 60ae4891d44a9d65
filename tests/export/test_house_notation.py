"""House notation in documents: every format prints it, reads back as what was proved, and nothing else of the file gets in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from derive import typesetting
from derive.cli import main
from derive.corpus import find
from derive.house import FILE, notation_for
from derive.notation.house import Notation
from tests.conftest import DERIVATIONS
from tests.export.test_read_back import Steps, assert_reads_back, document
from tests.export.tex import build, needs_browser, needs_tex, text_of
from tests.test_cli import derive, write

RICH = r"""
[symbols]
theta = '\vartheta'
theta_hat = '\hat{\theta}_{\mathrm{ML}}'
y = '\mathbf{y}'
x = '\mathbf{x}'
w = '\boldsymbol{w}'
p = '\boldsymbol{\pi}'
q = '\bar{\boldsymbol{\pi}}'
mu = '\vec{\mu}'
KL = 'D_{\text{KL}}'
L = '\mathcal{L}'
ell = '\mathcal{L}^{(\ell)}'
n = 'N'
N = 'n'
i = '\iota'

[functions]
log = '\ln'
sigmoid = '\operatorname{expit}'
binary_entropy = '\mathbb{H}'
"""
NAMES = (
    "bernoulli/mle", "entropy/binary_entropy", "entropy/relative_entropy", "estimators/gaussian", "gradients/bce_sigmoid",
    "information/fisher", "regression/ridge", "softmax/temperature",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with a rich notation and, in `build`, the documents of some of its derivations."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(DERIVATIONS, folder / "derivations")
    (folder / "derivations" / FILE).write_text(RICH, encoding="utf-8")
    scripts = [str(folder / "derivations" / f"{name}.py") for name in NAMES]
    assert main(["build", *scripts, "-o", str(folder / "build"), "--to", "md,tex,html,ipynb", "-q"]) == 0
    return folder


def notation_of(house: Path) -> Notation:
    (script,) = find([house / "derivations/bernoulli/mle.py"])
    return notation_for(script)


@pytest.mark.parametrize("suffix", [".md", ".tex", ".html"])
@pytest.mark.parametrize("name", NAMES)
def test_each_side_is_the_expression_of_its_step(house: Path, name: str, suffix: str) -> None:
    script = house / "derivations" / f"{name}.py"
    assert_reads_back(house / "build", script, Steps(script), suffix, notation_of(house))


@pytest.mark.parametrize("suffix", [".md", ".tex", ".fragment.tex", ".html", ".ipynb"])
def test_every_format_prints_it(house: Path, suffix: str) -> None:
    text = document(house / "build", house / "derivations/bernoulli/mle.py", suffix)
    formulas = text.replace("\\\\", "\\") if suffix == ".ipynb" else text
    assert all(command in formulas for command in (r"\vartheta", r"\mathbf{y}", r"\ln "))


def test_mathml_has_the_letters_themselves(house: Path) -> None:
    text = document(house / "build", house / "derivations/regression/ridge.py", ".html")
    assert "<mi>\N{MATHEMATICAL BOLD ITALIC SMALL W}</mi>" in text and 'mathvariant="bold' not in text


def test_the_formulas_for_papers_are_in_it(house: Path) -> None:
    style = (house / "build/derive.sty").read_text()
    assert r"\hat{\theta}_{\mathrm{ML}}" in style or r"\vartheta" in style
    assert r"\log" not in style


def test_formulas_in_prose_stay_as_they_were_written(house: Path) -> None:
    said = document(house / "build", house / "derivations/bernoulli/mle.py", ".md")
    assert r"Each of $n$ labels is 1 with probability $\theta$" in said


def test_search_finds_what_authors_wrote(house: Path) -> None:
    rows = (house / "build/assets/search.en.js").read_text().splitlines()
    (row,) = [row for row in rows if '"name": "bernoulli.mle"' in row]
    assert "θ" in row and "ϑ" not in row


def test_a_result_is_printed_by_the_name_of_the_estimate(house: Path) -> None:
    said = document(house / "build", house / "derivations/bernoulli/mle.py", ".md")
    assert r"$\hat{\theta}_ {\mathrm{ML}} = \frac{k}{N}$" in said


@pytest.mark.parametrize("options", [(), ("--overlay",)])
def test_derive_tex_prints_it(house: Path, options: tuple[str, ...]) -> None:
    done = derive("tex", "gradients.bce_sigmoid", *options, cwd=house)
    assert done.returncode == 0, done.stderr
    assert r"\operatorname{expit}" in done.stdout and r"\sigma(" not in done.stdout


def test_the_terminal_keeps_the_names_of_the_script(house: Path) -> None:
    shown = derive("show", "bernoulli.mle", cwd=house).stdout
    assert "\N{GREEK SMALL LETTER THETA}" in shown and "\N{GREEK THETA SYMBOL}" not in shown


def test_verdicts_stay_in_the_cache(house: Path) -> None:
    (script,) = find([house / "derivations/bernoulli/mle.py"])
    assert script.path.with_name(FILE) not in script.files and script.root / FILE not in script.files


# ------------------------------------------------------------------------------------------------------- small corpora

SCRIPT = '''"""Squares"""
from derive import calc, claim, real, define

x, y = real("x"), real("y")
square = calc("A square, $x$ as written:", (x + y)**2).equals(x**2 + 2*x*y + y**2, by="expand")
'''


def made(folder: Path, notation: str, *arguments: str, script: str = SCRIPT) -> tuple[int, str, Path]:
    """Exit code, what was said, and where the documents are."""
    write(folder, "t/a.py", script)
    (folder / "derivations" / FILE).write_text(notation, encoding="utf-8")
    done = derive("build", "-o", "out", *arguments, cwd=folder)
    return done.returncode, done.stderr.strip(), folder / "out/t"


def test_without_a_line_nothing_changes(tmp_path: Path) -> None:
    made(tmp_path / "a", "[symbols]\n[functions]\n", "--to", "md,tex,html")
    write(tmp_path / "b", "t/a.py", SCRIPT)
    assert derive("build", "-o", "out", "--to", "md,tex,html", cwd=tmp_path / "b").returncode == 0
    for suffix in (".md", ".tex", ".html"):
        own, plain = ((tmp_path / c / f"out/t/a{suffix}").read_bytes() for c in "ab")
        assert own == plain


def test_myst_prints_it(tmp_path: Path) -> None:
    code, _, out = made(tmp_path, r"symbols.x = '\mathbf{x}'", "--flavour", "myst")
    assert code == 0 and r"\mathbf{x}^2" in (out / "a.md").read_text()


def test_a_file_beside_a_script_refines_the_one_above(tmp_path: Path) -> None:
    (tmp_path / "derivations/t").mkdir(parents=True)
    (tmp_path / "derivations/t" / FILE).write_text(r"symbols.x = '\xi'")
    code, _, out = made(tmp_path, "symbols = {x = 'u', y = 'v'}")
    assert code == 0 and r"(\xi + v)^2" in (out / "a.md").read_text()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("y = 'x'", r"y and x are both printed as x: change one of them, or rename it in the script"),
        ("x = 'b'\ny = 'b'", r"x and y are both printed as b: change one of them, or rename it in the script"),
    ],
)
def test_names_that_print_alike_are_one_line(tmp_path: Path, line: str, said: str) -> None:
    code, error, out = made(tmp_path, f"[symbols]\n{line}\n", "--to", "md,tex,html")
    assert (code, error) == (2, f"derive: derivations/notation.toml: t.a: {said}")
    assert not list(out.glob("*"))


def test_names_may_print_alike_on_different_pages(tmp_path: Path) -> None:
    assert made(tmp_path, "[symbols]\nb = 'u'\nx = 'u'\n")[0] == 0


def test_names_may_change_places(tmp_path: Path) -> None:
    code, _, out = made(tmp_path, "[symbols]\ny = 'x'\nx = 'y'\n")
    text = (out / "a.md").read_text()
    (body,) = re.findall(r"aligned\}\n(.*?) & .text", text)
    assert code == 0 and body.startswith("(y + x)^2")
    assert "$x$ as written" in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "[functions]\nsigmoid = 's'",
            r"with sigmoid as s, s \sigma(x) = \sigma(x) s would be printed as s s(x) = s(x) s, which may be read otherwise: "
            "change it",
        ),
        (
            "[functions]\nsigmoid = '\\ln'",
            r"with sigmoid as \ln, s \sigma(x) = \sigma(x) s would be printed as s \ln x = \ln(x) s, which may be read "
            "otherwise: change it",
        ),
        (
            "[symbols]\nx = 's_{12}'\ny = 's_i'",
            r"x is printed as s_{12} and y as s_i, which may be the same: change one of them",
        ),
    ],
)
def test_a_formula_that_could_be_read_otherwise_is_one_line(tmp_path: Path, line: str, said: str) -> None:
    script = (
        SCRIPT.replace("define", "sigmoid")
        + 's = real("s")\nproduct = calc("", s * sigmoid(x)).equals(sigmoid(x) * s)\n'
    )
    code, error, _ = made(tmp_path, f"{line}\n", script=script)
    assert (code, error) == (2, f"derive: derivations/notation.toml: t.a: {said}")


def test_a_handout_prints_it(tmp_path: Path) -> None:
    made(tmp_path, r"symbols.x = '\mathbf{x}'", script=SCRIPT.replace('by="expand"', 'by="expand", exercise=True'))
    done = derive("tex", "t.a", "--handout", cwd=tmp_path)
    assert done.returncode == 0 and r"\underline{\hphantom{\mathbf{x}^2" in done.stdout


def test_a_figure_prints_it_along_its_axis(tmp_path: Path) -> None:
    from derive.export.figures import _understood

    figure = 'figure("A parabola.", curve(x**2), over=(x, -1, 1), alt="A parabola in $x$.")\n'
    script = SCRIPT.replace("define", "curve, figure") + figure
    code, error, out = made(tmp_path, r"symbols.x = '\boldsymbol{w}'", script=script)
    assert code == 0, error
    assert "A parabola in x." in (out / "a.figure-1.svg").read_text()
    assert _understood(r"$\boldsymbol{w}^2$")


@needs_tex
def test_tex_sets_it(house: Path, tmp_path: Path) -> None:
    script = str(house / "derivations/regression/ridge.py")
    assert build(tmp_path, script, "--to", "pdf") == 0
    assert "w" in text_of(tmp_path / "regression/ridge.pdf")


@needs_tex
def test_a_book_is_bound_in_it(house: Path, tmp_path: Path) -> None:
    script = str(house / "derivations/bernoulli/mle.py")
    assert build(tmp_path, script, "--book", "--to", "tex,pdf") == 0
    assert r"\vartheta" in (tmp_path / "book.tex").read_text()


@needs_browser
def test_a_browser_draws_bold_letters(house: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=typesetting.browser(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((house / "build/regression/ridge.html").as_uri())
        assert "\N{MATHEMATICAL BOLD ITALIC SMALL W}" in page.inner_text("main")
        browser.close()
