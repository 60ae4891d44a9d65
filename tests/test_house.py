"""`notation.toml`: what it may say, and the one line for everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive import functions
from derive.corpus import BadInput, Script, find
from derive.house import FILE, KNOWN, forget, notation_for
from derive.notation.latex import latex
from derive.notation.tables import HEAD_OF
from derive.page import Surroundings
from tests.test_cli import GOOD, derive, write

A_NAME = (
    r"one letter, or one word as \mathrm{KL}, with accents, a font and subscripts, as in \hat{\theta}_{\mathrm{ML}}"
)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    write(tmp_path, "t/a.py", GOOD)
    monkeypatch.chdir(tmp_path)
    forget()
    (found,) = find([Path("derivations")])
    return found


def complaint(script: Script, text: str) -> str:
    (script.root / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        notation_for(script)
    return str(refused.value)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x = 'a b'", f"what is printed must be {A_NAME} (nothing that could follow here: 'b' at 2)"),
        ("x = 'y^2'", f"what is printed must be {A_NAME} (nothing that could follow here: '^2' at 1)"),
        ("x = 'a + b'", f"what is printed must be {A_NAME} (nothing that could follow here: '+ b' at 2)"),
        (r"x = '\input{a}'", rf"what is printed must be {A_NAME} (a letter was expected: '\\input{{a}}' at 0)"),
        (r"x = '\def\x{}'", rf"what is printed must be {A_NAME} (a letter was expected: '\\def\\x{{}}' at 0)"),
        (r"x = '\catcode1'", rf"what is printed must be {A_NAME} (a letter was expected: '\\catcode1' at 0)"),
        (r"x = '\end{align}'", rf"what is printed must be {A_NAME} (a letter was expected: '\\end{{align}}' at 0)"),
        ("x = '$y$'", f"what is printed must be {A_NAME} (this character is not LaTeX maths: '$' at 0)"),
        ("x = 'a&b'", f"what is printed must be {A_NAME} (nothing that could follow here: '&b' at 1)"),
        ("x = 'a#b'", f"what is printed must be {A_NAME} (this character is not LaTeX maths: '#' at 1)"),
        ("x = '<b>'", f"what is printed must be {A_NAME} (a letter was expected: '<b>' at 0)"),
        ("x = 'y}'", f"what is printed must be {A_NAME} (nothing that could follow here: '}}' at 1)"),
        ("x = '{y'", f"what is printed must be {A_NAME} (a letter was expected: '{{y' at 0)"),
        ("x = ''", f"what is printed must be {A_NAME} (a letter was expected: 'end of formula' at 0)"),
        ("x = 'x_{a+b}'", f"what is printed must be {A_NAME}, and a subscript a number, a letter or a word"),
        ("x = 'y%a'", "it would be printed as y: write that, if it is meant"),
        (r"x = 'y\label{a}'", "it would be printed as y: write that, if it is meant"),
        (r"x = '\widehat{y}'", r"it would be printed as \hat{y}: write that, if it is meant"),
        (r"x = '\mathrm{y}'", "it would be printed as y: write that, if it is meant"),
        (r"x = '\mathcal{l}'", "this font has capital letters only"),
        (r"x = '\mathbb{R}'", "this stands for something else already"),
        ("x = 'e'", "this stands for something else already"),
        ("x = 3", "its LaTeX must be a text between single quotes"),
        (r'''x = "\theta"''', "there is a control character in it: write LaTeX between single quotes, on one line"),
        ("log = 'l'", "log is a function: put it under [functions]"),
        ("'x y' = 'l'", "no name of a symbol: use letters, digits and _"),
    ],
)
def test_a_symbol_that_cannot_be_printed_so_is_one_line(script: Script, line: str, why: str) -> None:
    said = complaint(script, f"# house\n[symbols]\nz = 'z'\n{line}\n")
    assert said.startswith("derivations/notation.toml:4: ") and said.endswith(f": {why}") and "\n" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[functions]\nlgo = 'l'", "2: lgo = 'l': derive prints no function by this name: did you mean log?"),
        (
            "[functions]\ntranspose = 'l'",
            "2: transpose = 'l': derive prints no function by this name: what scripts define themselves stands under [symbols]",
        ),
        (
            "[functions]\nlog = '^\\top'",
            rf"2: log = '^\top': what is printed must be {A_NAME} (a letter was expected: '^\\top' at 0)",
        ),
        ("[symbol]\nx = 'y'", "1: [symbol] is no table of a house notation: there are [symbols] and [functions]"),
        ("x = 'y'", "1: x stands in no table: there are [symbols] and [functions]"),
        ("[symbols]\nx = 'y'\nx = 'z'", "3: not TOML: Cannot overwrite a value"),
        ("[symbols]\nx = \"\\mathbf{x}\"", r"2: not TOML: Unescaped '\' in a string; LaTeX stands between single quotes: 'x'"),
    ],
)  # fmt: skip
def test_a_file_that_says_something_else_is_one_line(script: Script, text: str, said: str) -> None:
    assert complaint(script, f"{text}\n") == f"derivations/notation.toml:{said}"


def test_a_file_that_is_no_text_is_one_line(script: Script) -> None:
    (script.root / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match=r"derivations/notation\.toml: cannot be read: "):
        notation_for(script)


def test_nothing_is_written_and_the_code_is_2(script: Script, tmp_path: Path) -> None:
    (script.root / FILE).write_text("[symbols]\nz = 'a b'\n")
    done = derive("build", "--to", "md,tex,html", cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert not (tmp_path / "build").exists()


def test_checking_does_not_look_at_it(script: Script, tmp_path: Path) -> None:
    (script.root / FILE).write_text("no TOML")
    assert derive("check", cwd=tmp_path).returncode == 0


def test_without_a_file_there_is_no_notation(script: Script) -> None:
    assert not notation_for(script)


def test_nearer_files_refine_those_above(script: Script) -> None:
    (script.root / FILE).write_text("[symbols]\nx = 'u'\ny = 'v'\n")
    (script.path.parent / FILE).write_text("[symbols]\nx = 'w'\n")
    assert [latex(e.printed) for e in notation_for(script).symbols] == ["w", "v"]


def test_it_is_part_of_what_surrounds_a_page(script: Script) -> None:
    (script.root / FILE).write_text("[symbols]\nx = 'u'\n")
    around = Surroundings(notation=notation_for(script))
    assert "'u'" in repr(around) and str(script.root) not in repr(around)
    assert around != Surroundings()


def test_the_functions_that_it_may_name_are_those_of_derive() -> None:
    own = {d.name for d in (getattr(f, "derive_definition", None) for f in vars(functions).values()) if d is not None}
    assert own <= KNOWN and set(HEAD_OF) <= KNOWN
