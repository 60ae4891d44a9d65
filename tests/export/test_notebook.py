"""Notebooks: valid, the same every time, and each chain shows its verdict when they are run; items show themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
import sympy as sp
from nbclient import NotebookClient

from derive import calc, claim, figure, judge, mistake, positive, real
from derive.cli import main
from derive.display import speak
from derive.export.notebook import parts
from tests.conftest import DERIVATIONS, ROOT
from tests.test_cli import GOOD, derive, write

RUN = ["bernoulli/worked_example", "gradients/mse_sigmoid", "entropy/binary_entropy"]
x, a, b = real("x"), positive("a"), positive("b")


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    scripts = [str(DERIVATIONS / f"{name}.py") for name in RUN]
    assert main(["build", *scripts, "-o", str(folder), "--to", "ipynb", "--lang", "en,zh", "-q"]) == 0
    return folder


def read(file: Path) -> Any:
    return nbformat.read(file, as_version=4)


def outputs(cell: Any) -> str:
    return "".join(o["data"].get("text/markdown", "") for o in cell.outputs if o.output_type == "execute_result")


@pytest.fixture(scope="module", params=RUN)
def run(request: pytest.FixtureRequest, notebooks: Path) -> Any:
    file = notebooks / f"{request.param}.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        return NotebookClient(
            read(file), timeout=120, kernel_name="python3", resources={"metadata": {"path": str(file.parent)}}
        ).execute()


def test_every_chain_shows_its_verdict(run: Any) -> None:
    asked = [c for c in run.cells if c.cell_type == "code" and c.source.endswith(".verdicts")]
    assert len(asked) > 5
    for cell in asked:
        words = outputs(cell)
        assert "proved" in words or "refuted" in words, f"{cell.source}: {words!r}"
        assert "UNDECIDED" not in words and "REFUTED" not in words


def test_every_figure_is_drawn(run: Any) -> None:
    drawn = [c for c in run.cells if "figure(" in c.source and c.cell_type == "code" and "import" not in c.source]
    assert drawn
    for cell in drawn:
        assert any("image/svg+xml" in o["data"] for o in cell.outputs if o.output_type == "execute_result")


def test_formulas_are_shown_once(run: Any) -> None:
    assert not any("aligned" in outputs(c) for c in run.cells if c.cell_type == "code")


def test_a_notebook_has_no_outputs_and_is_valid(notebooks: Path) -> None:
    for file in sorted(notebooks.rglob("*.ipynb")):
        found = read(file)
        nbformat.validate(found)
        assert all(not c.outputs and c.execution_count is None for c in found.cells if c.cell_type == "code")


def test_the_same_script_gives_the_same_bytes(notebooks: Path, tmp_path: Path) -> None:
    script = str(DERIVATIONS / f"{RUN[0]}.py")
    assert main(["build", script, "-o", str(notebooks / "again"), "--to", "ipynb", "-q"]) == 0
    first, again = (f / f"{RUN[0]}.ipynb" for f in (notebooks, notebooks / "again"))
    assert first.read_bytes() == again.read_bytes()


def test_it_begins_with_question_result_and_symbols(notebooks: Path) -> None:
    for code, words in (("", ("Result.", "rests on:", "Symbols.")), (".zh", ("结论。", "依据：", "符号。"))):
        first = read(notebooks / f"{RUN[1]}{code}.ipynb").cells[0].source
        assert [first.index(word) for word in ("# ", *words)] == sorted(first.index(word) for word in ("# ", *words))


def test_what_it_rests_on_is_linked_as_a_notebook(notebooks: Path, tmp_path: Path) -> None:
    """Where there is one: a single script that is built has none beside it."""
    assert r"(gradients.bce\_sigmoid)" in read(notebooks / f"{RUN[1]}.ipynb").cells[-1].source
    write(tmp_path, "t/a.py", GOOD)
    write(tmp_path, "t/b.py", GOOD + "from derivations.t import a\n")
    assert derive("build", "-o", "out", "--to", "ipynb", cwd=tmp_path).returncode == 0
    assert "(../t/a.ipynb)" in read(tmp_path / "out/t/b.ipynb").cells[-1].source


def test_code_is_the_scripts_own(notebooks: Path) -> None:
    script = (DERIVATIONS / f"{RUN[0]}.py").read_text(encoding="utf-8")
    for cell in read(notebooks / f"{RUN[0]}.ipynb").cells:
        if cell.cell_type == "code":
            assert re.sub(r"((\n\w+)?\.verdicts|\n(hill|loghill))$", "", cell.source) in script


def test_what_is_said_is_translated_and_code_is_not(notebooks: Path) -> None:
    cells = {code: read(notebooks / f"{RUN[0]}{code}.ipynb").cells for code in ("", ".zh")}
    code = {k: [c.source for c in v if c.cell_type == "code"] for k, v in cells.items()}
    speaks, *rest = code[".zh"]
    assert code[""] == rest and speaks.startswith("from derive.display import speak\n\nspeak('zh', ")
    assert cells[""][0].source.startswith("# Seven heads") and not cells[".zh"][0].source.startswith("# Seven")


def test_a_caption_explains_what_the_drawing_cannot_show(notebooks: Path) -> None:
    text = "\n".join(c.source for c in read(notebooks / "gradients" / "mse_sigmoid.zh.ipynb").cells)
    captions = re.findall(r"^\*图 \d\.\*.*$", text, re.M)
    assert len(captions) == 2 and all("纵轴：" in c and "(1)" in c and "(2)" in c for c in captions)


def test_cells_answer_in_the_language_of_the_notebook(notebooks: Path) -> None:
    file = notebooks / f"{RUN[1]}.zh.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        resources = {"metadata": {"path": str(file.parent)}}
        cells = NotebookClient(read(file), timeout=120, kernel_name="python3", resources=resources).execute().cells
    words = [outputs(c) for c in cells if c.cell_type == "code" and c.source.endswith(".verdicts")]
    assert len(words) > 5 and all(re.search("已证明|已否证", w) and not re.search("proved|refuted", w) for w in words)
    assert not any(re.search(r"[a-z]{3,} [a-z]{3,}", re.sub(r"\$[^$]*\$", "", w)) for w in words)


def test_items_speak_the_language_that_was_asked_for() -> None:
    made = calc("s", (x + 1) ** 2).equals(x**2 + 2 * x + 1, by="squared")
    try:
        speak("zh")
        assert "1. squared · 已证明" in made._repr_markdown_() and r"\text{已证明}" in made._repr_latex_()
    finally:
        speak("en")
    assert "1. squared · proved" in made._repr_markdown_()


def test_without_nbformat_one_line_says_what_to_install(tmp_path: Path) -> None:
    write(tmp_path, "t/a.py", GOOD)
    (tmp_path / "nbformat.py").write_text("raise ImportError('hidden')\n")
    done = derive("build", "--to", "ipynb", cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        'derive: notebooks are written by nbformat: pip install "derive-math[documents]"'
    )


def test_comments_stay_with_the_statement_below_them() -> None:
    first, second = parts('"""Doc."""\nx = 1\n\n# about y\ny = claim(x)\n')
    assert (first.text, second.text, second.shows) == ("x = 1", "\n# about y\ny = claim(x)", "y.verdicts")


def test_statements_on_one_line_stay_together() -> None:
    assert [p.text for p in parts("x = 1; y = 2\nz = 3\n")] == ["x = 1; y = 2", "z = 3"]


# ------------------------------------------------------------------------------------------------------------- display


def test_a_chain_shows_its_lines_with_their_verdicts() -> None:
    shown = calc("Multiplied out:", (x + 1) ** 2).equals(x**2 + 2 * x + 1, by="squared")._repr_markdown_()
    assert "Multiplied out:" in shown and r"\begin{aligned}" in shown and "1. squared · proved" in shown


def test_a_wrong_chain_says_so() -> None:
    assert "REFUTED" in calc("s", (x + 1) ** 2).equals(x**2 + 1)._repr_markdown_()


def test_latex_has_the_verdict_words() -> None:
    shown = calc("s", (x + 1) ** 2).equals(x**2 + 2 * x + 1)._repr_latex_()
    assert shown.startswith("$$") and r"\text{proved}" in shown


def test_a_claim_is_judged_when_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from derive import outcomes

    seen = []
    judged = outcomes.judge_statement
    monkeypatch.setattr(
        outcomes, "judge_statement", lambda *args, **options: seen.append(1) or judged(*args, **options)
    )
    made = claim("A square.", x**2 >= 0)
    assert not seen
    assert "proved" in made._repr_markdown_() and "proved" in str(made.verdicts)
    assert len(seen) == 1


def test_a_mistake_shows_where_it_fails() -> None:
    assert "Mistake: refuted, " in str(mistake("s", a + b, instead_of=sp.sqrt(a**2 + b**2)).verdicts)


def test_a_figure_shows_its_drawing() -> None:
    made = figure("c", x**2, over=(x, -1, 1), alt="a")
    assert "<svg" in made._repr_svg_() and made._repr_markdown_() is None


def test_a_judgement_shows_its_verdict() -> None:
    shown = judge(x**2, 0, ">=")
    assert shown._repr_markdown_() == "$x^2 \\ge 0$ · proved"
    assert shown._repr_latex_() == r"$x^2 \ge 0 \qquad \text{proved}$"
