"""What the tests of PDFs share: which programs are here, and the text of a PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from derive.cli import main
from derive.typesetting import browser, has_tex

needs_tex = pytest.mark.skipif(not has_tex("pdflatex"), reason="pdflatex is not installed (texlive-latex-recommended)")
needs_xetex = pytest.mark.skipif(
    not has_tex("xelatex"), reason="xelatex is not installed (texlive-xetex, texlive-lang-chinese)"
)
needs_browser = pytest.mark.skipif(browser() is None, reason="Chromium is not installed")


needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None or not Path("/usr/share/poppler/cMap").is_dir(),
    reason="pdftotext with its tables of Chinese letters is not installed (poppler-utils, poppler-data)",
)


def chinese_text_of(pdf: Path) -> str:
    """pypdf does not know the numbers by which Chinese fonts call their letters; poppler does."""
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def text_of(pdf: Path | bytes) -> str:
    """The words of a PDF, blanks and line ends as single blanks."""
    reader = PdfReader(BytesIO(pdf) if isinstance(pdf, bytes) else pdf)
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in reader.pages))


def build(folder: Path, *arguments: str) -> int:
    return main(["build", *arguments, "-o", str(folder), "-q"])
