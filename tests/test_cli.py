"""The command line: what it prints, its exit codes, and one clear line for each kind of bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derive.kernel.codec import decode_term
from tests.conftest import DERIVATIONS, ROOT

GOOD = '''"""What is a square?"""

from derive import calc, mistake, real
from derive.rules import expand

z = real("z")
square = calc("Multiplied out:", (z + 1) ** 2).equals(z**2 + 2 * z + 1, by=expand, label="out")
mistake("Not so.", z**2 + 1, instead_of=square)
'''
WRONG = GOOD.replace("2 * z + 1, by", "3 * z + 1, by")


def derive(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environ}
    return subprocess.run(
        [sys.executable, "-m", "derive", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "derivations" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------------- what is right


def test_a_right_script_checks(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    done = derive("check", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 proved, 1 mistake refuted as expected.\n", "")


def test_a_refuted_step_is_shown_with_its_location_first(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    done = derive("check", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "derivations/t/square.py:7: REFUTED  square.out  (expand)"
    assert [line.split()[0] for line in lines[1:-1]] == ["line", "you", "at", "the"]
    assert "the rule gives  z² + 2z + 1" in lines[4]
    assert lines[-1].endswith("More: derive check --explain t.square#square.out")


def test_the_vision_of_a_script_runs_as_written(tmp_path: Path) -> None:
    script = (ROOT / "README.md").read_text(encoding="utf-8").split("```python")[1].split("```")[0]
    write(tmp_path, "bernoulli/mle.py", script)
    done = derive("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "11 proved.\n")


def test_what_a_helper_of_another_file_states_is_judged(tmp_path: Path) -> None:
    write(
        tmp_path, "helpers.py", "from derive import claim\n\ndef both(x):\n    return claim('False!', x, '==', x + 1)\n"
    )
    script = """from derive import claim, real
from helpers import both
x = real("x")
claim("g.", x, "==", x)
r = both(
    x)
"""
    write(tmp_path, "t/a.py", script)
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout.startswith("derivations/t/a.py:5: REFUTED  r.1")


def test_json_has_the_promised_fields(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    data = json.loads(derive("check", "--format", "json", cwd=tmp_path).stdout)
    assert set(data) == {"derive", "sympy", "flint", "summary", "derivations"}
    assert data["summary"] | {"seconds": 0} == {
        "proved": 0, "refuted": 1, "undecided": 0, "cited": 0, "expected_refuted": 1, "seconds": 0,
    }  # fmt: skip
    (derivation,) = data["derivations"]
    step = derivation["steps"][0]
    assert (derivation["name"], derivation["rests_on"]) == ("t.square", [])
    assert (step["id"], step["label"], step["line"], step["relation"]) == ("square.out", "out", 7, "==")
    assert (step["reason"], step["verdict"], step["expected"]) == ("expand", "refuted", "proved")
    assert set(step["counterexample"]) == {"z"}
    assert decode_term(step["lhs"]).op == "pow"


def test_github_annotations(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    out = derive("check", "--format", "github", cwd=tmp_path).stdout
    assert out.startswith("::error file=derivations/t/square.py,line=7,title=REFUTED square.out::")


def test_one_step_is_explained(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    out = derive("check", "--explain", "t.square#square.out", cwd=tmp_path).stdout
    assert "method          normal form" in out
    assert "leans on        nothing outside the kernel" in out


def test_list_finds_by_words() -> None:
    done = derive("list", "sigmoid", cwd=ROOT)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["gradients.bce_sigmoid", "gradients.mse_sigmoid"]


def test_show_prints_a_derivation(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    out = derive("show", "t.square", cwd=tmp_path).stdout
    assert "(z + 1)²\n      = z² + 2z + 1   [ok] multiplied out" in out


def test_tex_prints_one_line_or_a_chain(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    assert derive("tex", "t.square#square.out", cwd=tmp_path).stdout == "(z + 1)^2 = z^2 + 2 z + 1\n"
    whole = derive("tex", "t.square", cwd=tmp_path).stdout
    assert whole.startswith("\\begin{align}")
    assert r"\label{eq:t.square:square.out}" in whole


def test_a_new_script_checks_at_once(tmp_path: Path) -> None:
    assert derive("new", "topic.idea", cwd=tmp_path).returncode == 0
    assert derive("check", cwd=tmp_path).stdout == "3 proved, 1 mistake refuted as expected.\n"


def test_the_help_loads_no_sympy() -> None:
    code = "import sys; from derive.cli import parser; parser().format_help(); print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_ascii_where_greek_cannot_be_shown(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    done = derive("check", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert "z^2 + 3*z + 1" in done.stdout


# ------------------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = = 1\n", "derivations/t/bad.py:1: invalid syntax"),
        ("raise ValueError('no such thing')\n", "derivations/t/bad.py:1: ValueError: no such thing"),
        ("import sys\nsys.exit(3)\n", "derivations/t/bad.py:2: SystemExit: 3"),
        (
            "from derive import real\nx = real('x') * 0.5\nfrom derive import calc\ncalc('', x)\n",
            "write an exact number",
        ),
        ("x = [0] * (2 * 10**9)\n", "derivations/t/bad.py:1: the script needs more memory than it may use"),
    ],
    ids=["syntax", "raises", "exits", "float", "memory"],
)
def test_a_bad_script_gives_one_line(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, "t/bad.py", text)
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_the_traceback_is_shown_on_request(tmp_path: Path) -> None:
    write(tmp_path, "t/bad.py", "raise ValueError('no such thing')\n")
    assert "Traceback" in derive("check", "-v", cwd=tmp_path).stderr


def test_a_script_that_never_ends_is_stopped(tmp_path: Path) -> None:
    write(tmp_path, "t/bad.py", "while True:\n    pass\n")
    done = derive("check", "--timeout", "1", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "derive: derivations/t/bad.py: the script could not be loaded: time-out after 1 s\n"


def test_a_missing_path(tmp_path: Path) -> None:
    done = derive("check", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "derive: nowhere: there is no such file or folder\n")


def test_an_empty_folder(tmp_path: Path) -> None:
    done = derive("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "derive: .: there are no derivations in this folder\n")


def test_two_derivations_of_one_name(tmp_path: Path) -> None:
    write(tmp_path / "a", "t/square.py", GOOD)
    write(tmp_path / "b", "t/square.py", GOOD)
    done = derive("check", "a", "b", cwd=tmp_path)
    assert done.returncode == 2
    assert "the derivation t.square is also" in done.stderr


def test_a_circle_of_imports(tmp_path: Path) -> None:
    write(tmp_path, "t/one.py", "from t.two import x\n")
    write(tmp_path, "t/two.py", "from t.one import x\n")
    done = derive("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "derivations import each other in a circle: t.one -> t.two -> t.one" in done.stderr


def test_an_unknown_derivation_suggests_near_ones() -> None:
    done = derive("show", "mle", cwd=ROOT)
    assert (done.returncode, done.stderr) == (2, "derive: there is no derivation mle: did you mean bernoulli.mle?\n")


def test_an_unknown_format(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    done = derive("build", "--to", "docx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "derive: --to docx: there is no such format; choose from md, tex, html, pdf, ipynb\n",
    )


def test_a_bad_name_for_a_new_derivation(tmp_path: Path) -> None:
    done = derive("new", "../evil", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "derive: ../evil: a name is topic.name, in letters, digits and _\n")


def test_a_new_derivation_does_not_overwrite(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    done = derive("new", "t.square", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "derive: derivations/t/square.py: exists already; nothing was written\n",
    )


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD)
    (tmp_path / "build").write_text("a file in the way")
    done = derive("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


# ----------------------------------------------------------------------------------------------------------- documents


def test_a_title_that_needs_escaping(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", GOOD.replace("What is a square?", "100% _of_ $x & #1 \\\\input{evil} <b>"))
    assert derive("build", cwd=tmp_path).returncode == 0
    tex = (tmp_path / "build/t/square.tex").read_text()
    assert r"100\% \_of\_ \$x \& \#1 \textbackslash{}input\{evil\} \textless{}b\textgreater{}" in tex
    markdown = (tmp_path / "build/t/square.md").read_text()
    assert r"# 100% \_of\_ \$x & \#1 \\input\{evil\} \<b\>" in markdown


def test_a_refuted_derivation_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, "t/square.py", WRONG)
    done = derive("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "not written: it has a refuted step" in done.stderr
    assert not (tmp_path / "build").exists()


def documents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_bytes_whatever_the_circumstances(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    derive("build", str(DERIVATIONS), "-o", str(one), cwd=ROOT, PYTHONHASHSEED="0", LC_ALL="C")
    derive("build", str(DERIVATIONS), "-o", str(two), "--jobs", "3", cwd=tmp_path, PYTHONHASHSEED="7", LC_ALL="C.UTF-8")
    first, second = documents(one), documents(two)
    assert len(first) >= 3 * len(list(DERIVATIONS.glob("*/*.py")))
    assert {k: v.replace(b"../", b"") for k, v in first.items()} == {
        k: v.replace(b"../", b"") for k, v in second.items()
    }


def test_an_interrupted_build_leaves_whole_files_only(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    derive("build", str(DERIVATIONS), "-o", str(whole), cwd=ROOT)
    expected = documents(whole)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for delay in (0.5, 1.5, 2.0):
        out = tmp_path / f"out{delay}"
        command = [sys.executable, "-m", "derive", "build", str(DERIVATIONS), "-o", str(out)]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
        for name, content in (documents(out) if out.exists() else {}).items():
            assert content == expected[name]
