"""What tests share: the project's derivations, checked and built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive import corpus
from derive.cli import main
from derive.report import Report
from derive.runner import check

ROOT = Path(__file__).parent.parent
DERIVATIONS = ROOT / "derivations"


@pytest.fixture(scope="session")
def scripts() -> list[corpus.Script]:
    return corpus.find([DERIVATIONS])


@pytest.fixture(scope="session")
def report(scripts: list[corpus.Script]) -> Report:
    """The report of the whole corpus."""
    return check(scripts, jobs=2)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every document of the corpus."""
    folder = tmp_path_factory.mktemp("build")
    assert main(["build", str(DERIVATIONS), "-o", str(folder), "--to", "md,tex,html", "-q"]) == 0
    return folder
