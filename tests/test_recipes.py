"""The recipes that are there to be copied: they are read by a YAML reader, and name what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from derive.cli import parser
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("text", BLOCKS, ids=lambda t: t.splitlines()[0])
def test_the_yaml_of_the_page_is_yaml(text: str) -> None:
    assert isinstance(yaml.safe_load(text), dict)


def test_the_action_runs_a_command_that_exists() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    (command,) = [s["run"] for s in steps if s.get("run", "").startswith("derive ")]
    words = command.replace("$ARGUMENTS", "").replace("$PATHS", "derivations").split()[1:]
    options = parser().parse_args(words)
    assert (options.format, options.paths) == ("github", ["derivations"])
    assert {"PATHS", "ARGUMENTS"} == set(steps[-1]["env"])


def test_the_hooks_run_commands_that_exist_on_the_scripts() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(h["id"], h["language"]) for h in hooks] == [("derive", "python"), ("derive-system", "system")]
    for h in hooks:
        parser().parse_args(h["entry"].split()[1:])
        assert re.search(h["files"], "derivations/bernoulli/mle.py") and not re.search(h["files"], "tests/mle.py")


def test_commands_of_the_page_are_commands() -> None:
    lines = [
        line.partition("#  ")[0].partition("    #")[0].strip()
        for line in PAGE.splitlines()
        if line.startswith("derive ")
    ]
    lines += re.findall(r"- run: (derive .*)", PAGE)
    assert len(lines) >= 7
    for line in lines:
        parser().parse_args(line.split()[1:])


def test_options_of_the_plugin_are_those_of_the_page() -> None:
    plugin = Path(ROOT / "derive" / "pytest_plugin.py").read_text(encoding="utf-8")
    known = set(re.findall(r'addini\("(\w+)"', plugin)) | set(re.findall(r'addoption\("(--[\w-]+)"', plugin))
    assert known == set(re.findall(r"^\| `([\w-]+)`", PAGE, flags=re.MULTILINE))
