"""Who may import whom: data flows one way, and the kernel imports nothing of derive but itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import derive

ROOT = Path(derive.__file__).parent

LAYERS: tuple[tuple[str, str], ...] = (
    ("kernel", "what is true"),
    ("notation", "formulas as people write them"),
    ("texmath", "LaTeX back into formulas and SymPy"),
    ("symbols", "symbols that carry their domain"),
    ("functions", "functions as definitions"),
    ("statements", "what an author writes, as closed statements"),
    ("needs", "what a step needs besides, as its author would write it"),
    ("sources", "what a text says without being executed"),
    ("fingerprint", "what a verdict depends on"),
    ("cache", "what was judged before"),
    ("verdicts", "verdicts on statements from before"),
    ("loading", "scripts executed"),
    ("curves", "values along an interval"),
    ("rules", "what may follow by="),
    ("script", "what an author calls"),
    ("outcomes", "what became of each obligation"),
    ("report", "what was checked, as plain data"),
    ("tally", "how many steps have which verdict"),
    ("reporting", "items into reports"),
    ("corpus", "scripts on disk"),
    ("references", "books and papers by their keys"),
    ("house", "how a corpus prints its names"),
    ("catalogues", "what is said in other languages"),
    ("worker", "the process that loads and judges"),
    ("runner", "many scripts, many processes"),
    ("page", "a report as a page"),
    ("detail", "a page without the lines between"),
    ("graph", "which derivation rests on which"),
    ("typesetting", "programs that make a PDF"),
    ("export", "a page as text"),
    ("files", "whole files only"),
    ("written", "which files a build wrote"),
    ("translation", "a report in another language"),
    ("display", "items in a notebook"),
    ("printed", "what was printed before"),
    ("edition", "the pages and documents of a corpus"),
    ("building", "`derive build`"),
    ("graphing", "`derive graph`"),
    ("terminal", "what the commands print for people"),
    ("machine", "what they print for machines"),
    ("progress", "how far a run is"),
    ("checking", "`derive check`"),
    ("outline", "the steps of a script as its text shows them"),
    ("pytest_plugin", "derivations as pytest items"),
    ("skeleton", "what `derive new` writes"),
    ("testing", "for ordinary tests"),
    ("arguments", "the options of the commands"),
    ("cli", "the command"),
)
"""Each module or package may import those above it, and itself."""

KERNEL_ORDER = [
    "terms",
    "core",
    "codec",
    "reading",
    "text",
    "domain",
    "calculus",
    "factoring",
    "normal",
    "polynomials",
    "signs",
    "canonical",
    "opaque",
    "exponentials",
    "complexes",
    "functions",
    "hypotheses",
    "prepared",
    "vanishing",
    "shapes",
    "series",
    "sums",
    "regular",
    "integrals",
    "smooth",
    "limits",
    "derivatives",
    "conditions",
    "slopes",
    "tangents",
    "order",
    "ball_functions",
    "balls",
    "boxes",
    "defined",
    "sampling",
    "refute",
    "decision",
    "induction",
    "traits",
    "zero_sums",
    "cases",
    "termwise",
    "prover",
    "unending",
    "judge",
]
"""The kernel's own loading order."""

OUTSIDE_KERNEL = {"sympy", "flint"}
STANDARD = {
    "__future__", "abc", "collections", "contextlib", "copy", "dataclasses", "enum", "fractions", "functools", "itertools",
    "json", "math", "random", "re", "typing", "weakref",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            if node.module == "derive" or (node.module or "").startswith("derive."):
                found |= {
                    f"{node.module}.{a.name}"
                    for a in node.names
                    if (ROOT / Path(*node.module.split(".")[1:], f"{a.name}.py")).exists()
                }
    return found


def layer(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_each_module_imports_only_what_is_above_it(path: Path) -> None:
    names = [name for name, _ in LAYERS]
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    assert own in names, f"{own} has no place in LAYERS"
    for module in imported(path):
        if module.startswith("derive.") and layer(module):
            assert names.index(layer(module)) <= names.index(own), f"{own} imports {module}"


@pytest.mark.parametrize("path", sorted((ROOT / "kernel").glob("*.py")), ids=lambda p: p.name)
def test_the_kernel_imports_sympy_flint_and_the_standard_library_only(path: Path) -> None:
    for module in imported(path):
        first = module.split(".")[0]
        assert module.startswith("derive.kernel") or first in OUTSIDE_KERNEL | STANDARD, module


@pytest.mark.parametrize("path", sorted((ROOT / "kernel").glob("[a-z]*.py")), ids=lambda p: p.name)
def test_the_kernel_is_loaded_in_its_order(path: Path) -> None:
    for module in imported(path):
        if module.startswith("derive.kernel."):
            other = module.split(".")[2]
            assert KERNEL_ORDER.index(other) <= KERNEL_ORDER.index(path.stem), f"{path.stem} imports {other}"


def test_every_kernel_module_has_its_place() -> None:
    assert sorted(p.stem for p in (ROOT / "kernel").glob("[a-z]*.py")) == sorted(KERNEL_ORDER)


def test_the_kernel_is_described_in_its_order() -> None:
    words = [
        line.split()[0]
        for line in (ROOT / "kernel" / "__init__.py").read_text().splitlines()
        if line.startswith("    ")
    ]
    assert words == KERNEL_ORDER


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_have_one_subject(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 500


def test_only_the_core_makes_facts() -> None:
    makers = [p for p in modules() if "_SEAL" in p.read_text(encoding="utf-8")]
    assert makers == [ROOT / "kernel" / "core.py"]


def test_only_the_judge_enters_what_provers_found() -> None:
    callers = {p.stem for p in modules() if re.search(r"\bdecided\(", p.read_text(encoding="utf-8"))}
    assert callers == {"core", "judge"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_text_is_executed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "parse_expr", "compile")


@pytest.mark.parametrize("path", sorted((ROOT / "kernel").glob("*.py")), ids=lambda p: p.name)
def test_the_kernel_does_not_ask_sympy_to_decide(path: Path) -> None:
    forbidden = {"simplify", "equals", "solve", "doit", "expand_log", "trigsimp", "limit", "integrate"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in forbidden, f"line {node.lineno}: .{node.attr}"
