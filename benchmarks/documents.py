"""How long documents take: the corpus in all text formats against its check, one changed script, a thousand formulas.

    python benchmarks/documents.py [FOLDER]

Bars: building anew at most 1.5 times checking anew; one changed script 2 s; a thousand formulas 1.5 s as LaTeX and MathML; the
site 8 MB.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from derive import corpus
from derive.export.mathml import mathml
from derive.notation.latex import latex
from derive.runner import check

FORMATS = "md,tex,html,ipynb"
FORMULAS = 1_000


def seconds(*arguments: str, cwd: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "derive.cli", *arguments, "-q"], cwd=cwd, check=True)
    return time.perf_counter() - began


def main(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        shutil.copytree(folder, here / "derivations")
        checked = seconds("check", "--no-cache", cwd=here)
        built = seconds("build", "--to", FORMATS, "--no-cache", cwd=here)
        seconds("build", "--to", FORMATS, cwd=here)
        script = next((here / "derivations").rglob("mle.py"))
        script.write_text(script.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        one = seconds("build", "--to", FORMATS, cwd=here)
        size = sum(p.stat().st_size for p in (here / "build").rglob("*") if p.suffix in (".html", ".js", ".css"))
    steps = check(corpus.find([folder])).steps
    trees = [side.tree for s in steps for side in (s.left, s.right)][:FORMULAS]
    began = time.perf_counter()
    for tree in trees:
        mathml.__wrapped__(latex(tree), True)
    formulas = (time.perf_counter() - began) * FORMULAS / len(trees)
    print(f"check {checked:.1f} s; build {FORMATS} {built:.1f} s: {built / checked:.2f} times (bar 1.5)")
    print(
        f"one changed script {one:.2f} s (bar 2); 1,000 formulas {formulas:.2f} s (bar 1.5); site {size / 1e6:.1f} MB"
    )
    return 0 if built <= 1.5 * checked and one <= 2 and formulas <= 1.5 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "derivations")))
