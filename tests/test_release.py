"""What a newcomer relies on: the metadata, the two commands, and that the project speaks of itself alone."""

from __future__ import annotations

import configparser
import os
import re
import subprocess

import pytest

import derive
from tests.conftest import ROOT


def test_the_metadata_is_in_setup_cfg() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    assert config["metadata"]["name"] == "derive-math"
    core = config["options"]["install_requires"].strip().splitlines()
    assert {line.split()[0] for line in core if ";" not in line} == {
        "sympy",
        "python-flint",
        "latexify-py",
        "executing",
    }
    assert [line for line in core if ";" in line] == ['tomli >= 2.0; python_version < "3.11"']
    assert (ROOT / "pyproject.toml").read_text().count("[") == 2


def test_the_version_has_its_changes() -> None:
    assert f"## {derive.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_do_names_its_tasks() -> None:
    done = subprocess.run(["sh", "-n", str(ROOT / "do")], capture_output=True, check=False)
    assert done.returncode == 0
    assert os.access(ROOT / "do", os.X_OK)


def test_importing_derive_loads_no_sympy() -> None:
    import sys

    code = "import sys, derive; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", sorted(derive.__all__))
def test_every_public_name_is_there_and_explained(name: str) -> None:
    thing = getattr(derive, name)
    assert thing is not None
    if callable(thing) and isinstance(thing, type(test_do_names_its_tasks)):
        assert thing.__doc__, name


def test_text_files_are_utf8_and_end_with_a_newline() -> None:
    folders = ("derive", "tests", "docs", "derivations")
    for path in (p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in (".py", ".md")):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n") or not text, path
        assert not re.search(r"[ \t]+$", text, re.M), path
