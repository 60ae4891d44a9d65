"""Sources by their keys: found in the nearest references.bib, printed alike, and one line for a key that is in none."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from derive.corpus import find
from derive.references import Reference, references_for
from tests.test_cli import derive, write

SCRIPT = '''"""Positive?"""
from derive import claim, real, source

source({source})
z = real("z")
positive = claim("A square is not negative.", z**2 >= 0, by="it is a square")
'''
BIB = r"""
@comment{an entry that is none: @book{ghost, title = {Nothing}}}
@book{bishop2006,
  author = {Bishop, Christopher M.},
  title = {Pattern Recognition and Machine Learning},
  publisher = {Springer},
  year = 2006,
}
@article{muller, author = {M{\"u}ller, J. R. and van der Berg, Ann and Lee, Bo}, title = {On <b>{T}itles</b> & 100\% $x_1$},
  journal = {Annals}, volume = {3}, number = {2}, pages = {1--9}, year = {1999}, doi = {10.1/ab}}
@misc{many, author = {A, B and C, D and E, F and G, H}, title = {Many}, year = {2020}, url = {https://example.org/a_b}}
"""


def corpus(folder: Path, source: str, bib: str | None = BIB) -> Path:
    if bib is not None:
        (folder / "derivations").mkdir()
        (folder / "derivations/references.bib").write_text(bib, encoding="utf-8")
    return write(folder, "t/a.py", SCRIPT.format(source=source))


def last_lines(folder: Path, file: str) -> str:
    done = derive("build", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    return (folder / "out/t" / file).read_text(encoding="utf-8").split("Sources")[1]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            '"bishop2006", "equation 4.91"',
            "- C. M. Bishop (2006). *Pattern Recognition and Machine Learning*. Springer. Equation 4.91.",
        ),
        ('"bishop2006"', "- C. M. Bishop (2006). *Pattern Recognition and Machine Learning*. Springer."),
        ('"many"', "- B. A et al. (2020). *[Many](<https://example.org/a_b>)*."),
        (
            '"muller"',
            r"- J. R. Müller, A. van der Berg and B. Lee (1999). *[On \<b\>Titles\</b\> & 100% $x_ 1$](<https://doi.org/10.1/ab>)*."
            r" Annals 3(2), 1–9.",
        ),
        ('"The author, notes", "page 3"', "- The author, notes, page 3"),
    ],
)
def test_a_source_in_markdown(tmp_path: Path, source: str, shown: str) -> None:
    corpus(tmp_path, source)
    assert shown in last_lines(tmp_path, "a.md")


def test_a_source_in_latex_is_escaped(tmp_path: Path) -> None:
    corpus(tmp_path, '"muller"')
    text = last_lines(tmp_path, "a.tex")
    assert r"\emph{On \textless{}b\textgreater{}Titles" in text
    assert "100\\% $x_1$" in text


def test_a_formula_in_a_source_is_set_as_one(tmp_path: Path) -> None:
    corpus(tmp_path, '"Notes on $\\\\ell_1$ and <b>"')
    assert derive("build", "-o", "out", "--to", "html", cwd=tmp_path).returncode == 0
    text = (tmp_path / "out/t/a.html").read_text(encoding="utf-8")
    assert "<mi>ℓ</mi><mn>1</mn>" in text and "and &lt;b&gt;</p>" in text.replace("<cite></cite>", "")


def test_the_nearest_bibliography_counts(tmp_path: Path) -> None:
    path = corpus(tmp_path, '"bishop2006"')
    path.with_name("references.bib").write_text("@book{bishop2006, title = {Another}, year = 2001}")
    (script,) = find([path])
    assert references_for(script)["bishop2006"] == Reference("", "2001", "Another", "", "")


@pytest.mark.parametrize("key", ["bishop2007", "ghost"])
def test_an_unknown_key_is_one_line(tmp_path: Path, key: str) -> None:
    corpus(tmp_path, f'"{key}"')
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == "1 proved.\n"
    assert done.stderr == (
        f'derive: derivations/t/a.py:4: source("{key}"): there is no entry {key} in derivations/references.bib\n'
    )
    again = derive("check", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (2, done.stderr), "from the cache"


def test_a_key_without_a_bibliography_is_one_line(tmp_path: Path) -> None:
    corpus(tmp_path, '"bishop2006"', None)
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        'derive: derivations/t/a.py:4: source("bishop2006"): there is no references.bib beside the script or above it\n'
    )


def test_build_names_an_unknown_key_too(tmp_path: Path) -> None:
    corpus(tmp_path, '"nobody1900"')
    done = derive("build", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert 'source("nobody1900")' in done.stderr


def test_a_source_needs_words(tmp_path: Path) -> None:
    corpus(tmp_path, '" "')
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "derivations/t/a.py:4: a source needs a key of references.bib, or words" in done.stderr


# ------------------------------------------------------------------------------------------------- neighbours and results


def test_pages_link_what_they_rest_on_and_what_uses_them(tmp_path: Path) -> None:
    corpus(tmp_path, '"bishop2006"')
    other = '"""Sums?"""\nfrom derivations.t.a import positive, z\nfrom derive import claim\n'
    other += 'more = claim("More.", z**2 + 1 > 0, using=positive, by="a square and one")\n'
    write(tmp_path, "u/b.py", other)
    assert derive("build", "-o", "out", cwd=tmp_path).returncode == 0
    assert "**Used by:** [Sums?](../u/b.md)" in (tmp_path / "out/t/a.md").read_text()
    assert "**Rests on:** [Positive?](../t/a.md)" in (tmp_path / "out/u/b.md").read_text()
    assert r"\textbf{Rests on:} \deriveto{t.a}{Positive?}{t.\allowbreak{}a}" in (tmp_path / "out/u/b.tex").read_text()
    before = (tmp_path / "out/t/a.md").read_bytes()
    assert derive("build", "derivations/t/a.py", "-o", "out", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out/t/a.md").read_bytes() == before, "a page does not depend on what else is built"


def test_a_result_names_what_it_needs(tmp_path: Path) -> None:
    text = '"""Given?"""\nfrom derive import assume, claim, conclusion, positive\n'
    text += 'a, b = positive("a"), positive("b")\nsmall = assume("Small.", a < b)\n'
    text += 'result = claim("So it is.", a * b < 4, given=(small, b < 2), by="both are below 2")\nconclusion("Done.")\n'
    write(tmp_path, "t/given.py", text)
    assert derive("build", "-o", "out", cwd=tmp_path).returncode == 0
    assert "**Result.** So it is. $a b \\lt 4$. Given $b \\lt 2$. Assuming $a \\lt b$." in (
        tmp_path / "out/t/given.md"
    ).read_text().replace(" < ", " \\lt ")
    page = (tmp_path / "out/t/given.md").read_text()
    assert page.index("## What was shown") < page.index("Done.") < page.index("Checked by derive")


def test_every_format_prints_what_a_result_needs(tmp_path: Path) -> None:
    """Given, assuming, resting on: at the head of the page, wherever it is read."""
    corpus(tmp_path, '"bishop2006"')
    text = '"""Given?"""\nfrom derivations.t.a import positive, z\nfrom derive import assume, claim\n'
    text += 'small = assume("Small.", z < 7)\n'
    text += 'result = claim("So it is.", z**3 > 0, given=(small, z > 5), using=positive, by="a factor more")\n'
    write(tmp_path, "t/given.py", text)
    assert derive("build", "-o", "out", "--to", "md,tex,html,ipynb", cwd=tmp_path).returncode == 0
    for suffix in ("md", "tex", "html", "ipynb"):
        page = html.unescape((tmp_path / f"out/t/given.{suffix}").read_text())
        head = re.split(r"So it is\.", page)[1]
        assert re.search(r"Given .*z\s*>\s*5.*Assuming .*z\s*<\s*7", head, re.DOTALL), suffix
        assert "rests on: t.a" in head and re.search(r"Rests on:.*Positive\?", page, re.DOTALL), suffix


def test_a_result_with_a_case_of_equality_is_the_inequality(tmp_path: Path) -> None:
    text = '"""Equal?"""\nfrom derive import calc, each, family, count, index, total\nfrom sympy import Eq\n'
    text += 'n = count("n")\ni = index("i", 1, n)\nx, y = family("x", i), family("y", i)\n'
    text += 'result = calc("Apart.", total((x[i] - y[i]) ** 2, i)).at_least(0, by="s", equality_iff=each(i, Eq(x[i], y[i])))\n'
    write(tmp_path, "t/equal.py", text)
    assert derive("build", "-o", "out", "--to", "md", cwd=tmp_path).returncode == 0
    head = (tmp_path / "out/t/equal.md").read_text().split("*3 steps")[0]
    assert head.rstrip().endswith(r"\ge 0$")
