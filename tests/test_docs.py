"""The examples in the documentation run, each page from its top to its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.outcomes import Session
from derive.script import recording
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [p for p in PAGES if "```python" in p.read_text(encoding="utf-8")]
LINK = re.compile(r"\]\(([^)#:]+)\)")


def python_blocks(page: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda p: p.name)
def test_the_examples_hold(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as one script in a file of its own, so that the author's lines can be recovered."""
    script = tmp_path / "example.py"
    script.write_text("\n".join(python_blocks(page)), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with recording() as record:
        __import__("runpy").run_path(str(script))
    session = Session()
    for item in record.items:
        for outcome in session.outcomes(item):
            assert outcome.as_expected, (
                f"{page.name}: line {outcome.obligation.place.line}: {outcome.verdict} {outcome.missing}"
            )


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_shown_refutation_is_what_is_printed(tmp_path: Path) -> None:
    from tests.test_cli import derive, write

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    wrong = python_blocks(ROOT / "README.md")[0].replace("equals((k - n * theta)", "equals((k - theta)")
    write(tmp_path, "mine/mle.py", wrong)
    shown = text.split("it says where, and why:\n\n```\n")[1].split("```")[0]
    assert derive("check", cwd=tmp_path).stdout.startswith(shown)


def test_the_soundness_page_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "soundness.md").read_text(encoding="utf-8")
    ledger = (ROOT / "tests" / "kernel" / "test_soundness_ledger.py").read_text(encoding="utf-8")
    for name in re.findall(r"`(?:test_soundness_ledger\.py)?::(\w+)`", text):
        assert f"def {name}(" in ledger
