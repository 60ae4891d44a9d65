"""Programs that make a PDF: TeX of a LaTeX document, or a browser that prints a page. The same text gives the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from derive.corpus import BadInput

XELATEX = "% !TEX program = xelatex"
"""The first line of a document that pdfLaTeX cannot read; editors and Overleaf know it too."""

NEEDED = {
    "pdflatex": ("lmodern.sty", "hyperref.sty"),
    "xelatex": ("ctexart.cls", "FandolSong-Regular.otf", "pzdr.tfm", "hyperref.sty"),
}
"""Files without which a TeX is too small for the documents that are made for it."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_INSTALL = (
    "a PDF is made by TeX (Debian: apt-get install latexmk texlive-latex-recommended lmodern; for Chinese texlive-xetex "
    "texlive-lang-chinese texlive-fonts-recommended) or by Chromium (apt-get install chromium): neither that this "
    "document needs is installed"
)

SECONDS = 120.0
"""How long a page may take."""

PASSES = 4
"""How often TeX is run at most, until its page numbers settle, where latexmk is missing."""

EPOCH = "315532800"
"""The date of every PDF, 1 January 1980, unless SOURCE_DATE_EPOCH is set: a document says what was checked, not when."""

_ERROR = re.compile(r"^(?:(?P<file>[^\s:]+):(?P<line>\d+): |! )(?P<message>.+)$", re.MULTILINE)
_MISSING = re.compile(r"Missing character: There is no (.+?) (?:\((U\+[0-9A-F]+)\) )?in font")
_UNKNOWN = re.compile(r"Unicode character (\S+) \((U\+[0-9A-F]+)\)")
_RERUN = ("Rerun to get", "There were undefined references", "Rerun LaTeX")
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[+-]\d\d'\d\d'\)")


class Unprintable(BadInput):
    """The fonts of a TeX lack a character; a browser may have it."""


def compiler_of(document: str) -> str:
    return "xelatex" if document.startswith(XELATEX) else "pdflatex"


@cache
def has_tex(compiler: str) -> bool:
    """Whether a TeX is installed, with what documents need of it."""
    if shutil.which(compiler) is None or shutil.which("kpsewhich") is None:
        return False
    found = subprocess.run(["kpsewhich", *NEEDED[compiler]], capture_output=True, text=True, check=False)
    return len(found.stdout.split()) == len(NEEDED[compiler])


@cache
def browser() -> str | None:
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


# ---------------------------------------------------------------------------------------------------------------- TeX


def typeset(document: str, beside: Mapping[str, bytes] | None = None, seconds: float = SECONDS) -> bytes:
    """The PDF of a LaTeX document, made in a folder of its own, without a shell and without files from elsewhere.

    beside: what it asks for, by relative paths.

    Raises BadInput with TeX's own message; Unprintable for a character that its fonts lack.
    """
    compiler = compiler_of(document)
    with tempfile.TemporaryDirectory(prefix="derive-tex-") as name:
        folder = Path(name)
        (folder / "document.tex").write_text(document, encoding="utf-8")
        for path, content in (beside or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        for _ in range(1 if shutil.which("latexmk") else PASSES):
            code = _run(_command(compiler), folder, _environment(folder), seconds, compiler)
            log = _log(folder)
            if code or not any(word in log for word in _RERUN):
                break
        _checked(log, code, compiler)
        return (folder / "document.pdf").read_bytes()


def _command(compiler: str) -> list[str]:
    options = ["-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape", "document.tex"]
    if shutil.which("latexmk"):
        return ["latexmk", "-norc", "-pdf" if compiler == "pdflatex" else "-xelatex", *options]
    return [compiler, *options]


def _environment(folder: Path) -> Mapping[str, str]:
    """No dates but one, log lines in one piece, and no reading or writing outside of the folder."""
    own = {"FORCE_SOURCE_DATE": "1", "max_print_line": "1000", "error_line": "254", "half_error_line": "238",
           "openin_any": "p", "openout_any": "p", "shell_escape": "f", "TEXMFOUTPUT": str(folder)}  # fmt: skip
    return {"SOURCE_DATE_EPOCH": EPOCH, **os.environ, **own}


def _log(folder: Path) -> str:
    log = folder / "document.log"
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


def _checked(log: str, code: int, compiler: str) -> None:
    """Raises BadInput for what TeX complained of, in one line."""
    lacking = _UNKNOWN.search(log) or _MISSING.search(log)
    if lacking:
        which = " ".join(filter(None, lacking.groups()))
        raise Unprintable(f"{compiler}: its fonts have no character {which}")
    if code:
        raise BadInput(f"{compiler}: {_complaint(log)}")


def _complaint(log: str) -> str:
    found = _ERROR.search(log)
    if found is None:
        return "it failed without a message"
    place = f", line {found['line']} of {Path(found['file']).name}" if found["file"] else ""
    shown = re.search(r"^l\.\d+ (.*)$", log[found.end() :], re.MULTILINE)
    at = f": {shown[1].strip()[-60:]}" if shown and shown[1].strip() else ""
    return f"{found['message'].strip().rstrip('.')}{place}{at}"


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float, what: str) -> int:
    """The exit code of a program. Raises BadInput where it takes too long; all that it started ends with it."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise BadInput(f"{what}: not done after {seconds:g} seconds") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


# ------------------------------------------------------------------------------------------------------------ browser


def printed(page: Path, seconds: float = SECONDS) -> bytes:
    """The PDF that a browser prints of an HTML file, without network. Raises BadInput."""
    program = browser()
    if program is None:
        raise BadInput(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="derive-print-") as name:
        folder = Path(name)
        target = folder / "document.pdf"
        code = _run(_print_command(program, page, target, folder), folder, os.environ, seconds, Path(program).name)
        if code or not target.exists():
            raise BadInput(f"{Path(program).name}: it did not print {page.name}")
        return _undated(target.read_bytes())


def _print_command(program: str, page: Path, target: Path, folder: Path) -> list[str]:
    # As root, in a container, a browser has no sandbox of its own.
    unboxed = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    # Tags are written while the page is still being read out, now more of them and now fewer: no two prints were alike.
    return [
        program, "--headless", *unboxed, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND", "--allow-file-access-from-files",
        "--no-pdf-header-footer", "--print-to-pdf-no-header", "--disable-pdf-tagging", "--virtual-time-budget=20000",
        "--run-all-compositor-stages-before-draw",
        f"--print-to-pdf={target}", page.resolve().as_uri(),
    ]  # fmt: skip


def _undated(pdf: bytes) -> bytes:
    """The same bytes on every day; lengths stay, for a PDF counts them."""
    return _DATE.sub(rb"/\1 (D:19800101000000+00'00')", pdf)
