"""The LaTeX documents compile with pdflatex, without overfull lines; the fragments as well."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from derive.catalogues import ENGLISH
from derive.cli import main
from derive.export.latex import preamble
from derive.export.prose_tex import prose_to_tex
from tests.conftest import DERIVATIONS
from tests.export.tex import needs_tex, text_of

NAMES = sorted(f"{p.parent.name}/{p.stem}" for p in DERIVATIONS.glob("*/*.py"))


def compiled(source: Path, folder: Path) -> str:
    command = [
        "pdflatex",
        "-interaction=nonstopmode",
        "-halt-on-error",
        "-no-shell-escape",
        f"-output-directory={folder}",
        str(source),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=120, cwd=source.parent, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


@needs_tex
@pytest.mark.parametrize("name", NAMES)
def test_the_document_compiles_without_overfull_lines(built: Path, tmp_path: Path, name: str) -> None:
    log = compiled(built / f"{name}.tex", tmp_path)
    assert "Overfull \\hbox" not in log, log[log.index("Overfull") :][:400]


PROSE = r"""One line \
[that ends early] and *another*.

- [ ] to be done
- [never closed
- * is a star

| [a | b & c | a column of many words, so that the whole row cannot stand in one line of the page |
|:--|--:|---|
| $\log x$ | *d* | 100% |
| \*e |
"""


@needs_tex
def test_brackets_lists_and_tables_in_prose_compile(tmp_path: Path) -> None:
    tex = prose_to_tex(PROSE)
    assert tex.count(r"\begin{tabular}{p{") == 1
    main = tmp_path / "main.tex"
    main.write_text(f"{preamble(ENGLISH)}\\begin{{document}}\n{tex}\n\\end{{document}}\n", encoding="utf-8")
    assert "Overfull" not in compiled(main, tmp_path)


@needs_tex
@pytest.mark.parametrize("name", ["bernoulli/mle", "estimators/gaussian_mean", "regression/ridge"])
def test_a_brief_document_compiles_and_numbers_lines_as_the_full_one(tmp_path: Path, name: str) -> None:
    script = str(DERIVATIONS / f"{name}.py")
    assert main(["build", script, "-o", str(tmp_path), "--to", "tex,pdf", "--detail", "brief", "-q"]) == 0
    source = tmp_path / f"{name}.tex"
    tags = re.findall(r"\\tag\{(\d+)\}", source.read_text(encoding="utf-8"))
    assert tags != list(map(str, range(1, len(tags) + 1)))  # there is a gap
    assert "Overfull \\hbox" not in compiled(source, tmp_path)
    shown = text_of(tmp_path / f"{name}.pdf")
    assert all(f"({number})" in shown for number in tags) and "left out" in shown


@needs_tex
def test_fragments_can_be_read_in(built: Path, tmp_path: Path) -> None:
    inputs = "\n".join(
        rf"\def\figurefolder{{{(built / name).parent}/}}\input{{{built / name}.fragment.tex}}" for name in NAMES
    )
    main = tmp_path / "main.tex"
    main.write_text(f"{preamble(ENGLISH)}\\begin{{document}}\n{inputs}\n\\end{{document}}\n", encoding="utf-8")
    log = compiled(main, tmp_path)
    assert "multiply defined" not in log
