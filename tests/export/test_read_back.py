"""What was exported is what was proved: formulas are read from the files on disk and compared with the steps."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from derive import corpus
from derive.cli import main
from derive.kernel.core import Verdict
from derive.notation.house import PLAIN, Notation
from derive.notation.tree import And, ForAll, Tree
from derive.outcomes import Session
from derive.page import strongest
from derive.reporting import named_items, step_id
from derive.script import Mistake, Obligation
from derive.script.recording import fact_tree
from derive.statements import close, close_claim, judge_closed
from derive.symbols import Each
from derive.texmath.chain import read_chain
from derive.texmath.compare import same_tree
from derive.texmath.meaning import to_sympy
from derive.texmath.parser import read_latex
from tests.conftest import DERIVATIONS

SCRIPTS = sorted(DERIVATIONS.glob("*/*.py"))
MARKDOWN = re.compile(
    r"<!-- steps (?P<ids>[^>]*) -->\n\$\$\n\\begin\{aligned\}\n(?P<body>.*?)\n\\end\{aligned\}\n\$\$", re.S
)
LATEX = re.compile(r"\\begin\{align\}\n(?P<body>.*?)\n\\end\{align\}", re.S)
TAG = re.compile(r"\\tag\{\d+\}")
LABEL = re.compile(r"\\label\{eq:([^{}]*)\}")
NUMBER = re.compile(r"&?\s*\\text\{\(\d+\)\}")
REASON = re.compile(r" && \\parbox\[t\].*?(?= \\label\{)| \\\\\n&\\qquad \\parbox\[t\].*? \\notag", re.S)
CLAIM_MARKS = re.compile(r"\\cr\b|&|\\quad|\\qquad|\{\}")
ANNOTATION = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.S)
RELATIONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Steps:
    """The obligations of one script by their ids, and the symbols that its formulas use."""

    def __init__(self, script: Path) -> None:
        loaded = corpus.load(script)
        self.session = Session()
        self.by_id: dict[str, Obligation] = {}
        self.symbols: dict[str, Any] = {}
        for name, item in named_items(loaded.items, loaded.namespace):
            for o in self.session.obligations(item):
                if not isinstance(item, Mistake):
                    self.by_id[step_id(name, o)] = o
                closed = self.session.outcome(o).closed
                assert closed is not None
                self.symbols.update(closed.symbols)

    def meaning(self, tree: Any, o: Obligation) -> Any:
        """The tree in the symbols of its statement."""
        closed = self.session.outcome(o).closed
        assert closed is not None
        return to_sympy(tree, closed.symbols)


@pytest.fixture(scope="module", params=SCRIPTS, ids=lambda script: f"{script.parent.name}.{script.stem}")
def steps(request: pytest.FixtureRequest) -> tuple[Path, Steps]:
    return request.param, Steps(request.param)


def document(built: Path, script: Path, suffix: str) -> str:
    return (built / script.parent.name / f"{script.stem}{suffix}").read_text(encoding="utf-8")


def markdown_chains(text: str) -> Iterator[tuple[list[str], str]]:
    for found in MARKDOWN.finditer(text):
        yield found["ids"].split(), found["body"]


def latex_chains(text: str, name: str) -> Iterator[tuple[list[str], str]]:
    for found in LATEX.finditer(text):
        body = found["body"]
        ids = [label.removeprefix(f"{name}:") for label in LABEL.findall(body)]
        plain = LABEL.sub(r"\\text{(1)}", REASON.sub("", TAG.sub("", body))).replace(r"\notag", "")
        yield ids, plain


def html_chains(text: str) -> Iterator[tuple[list[str], str]]:
    """The TeX that the formulas of a page carry, as an aligned display: what is left of a relation, and the rest."""
    for chain in re.findall(r"<ol>(.*?)</ol>", text, re.S):
        steps = re.findall(r'<li class="step[^"]*" id="([^"]*)"(.*?)</li>', chain, re.S)
        if steps:
            yield [step for step, _ in steps], " \\cr\n".join(_html_step(body) for _, body in steps)


def _html_step(body: str) -> str:
    lines = re.findall(r'<span class="left">(.*?)</span><span class="rest">(.*?)</span>', body, re.S)
    sides = [tuple(" ".join(map(html.unescape, ANNOTATION.findall(side))) for side in line) for line in lines]
    left = " ".join(left for left, _ in sides if left)
    return f"{left} & {' '.join(rest for _, rest in sides)} & \\text{{(1)}}"


def lines_of(
    ids: list[str], body: str, steps: Steps, notation: Notation = PLAIN
) -> Iterator[tuple[Obligation, Any, Any, str]]:
    """(obligation, left, right, relation) of each displayed line, as it was read in the notation in which it was printed."""
    for o, left, right, relation in trees_of(ids, body, steps, notation):
        yield o, steps.meaning(left, o), None if right is None else steps.meaning(right, o), relation


def trees_of(
    ids: list[str], body: str, steps: Steps, notation: Notation = PLAIN
) -> Iterator[tuple[Obligation, Tree, Tree | None, str]]:
    """The same as trees."""
    quantities = [n for n, s in steps.symbols.items() if not isinstance(s, type)]
    functions = [n for n in steps.symbols if n not in quantities]
    statements = [steps.by_id[i] for i in ids]
    rows = split_statements(body, statements)
    for row, group in rows:
        if group[0].claim is not None:
            yield group[0], read_latex(CLAIM_MARKS.sub(" ", row), quantities, functions, notation), None, ""
            continue
        sides = read_chain(row, quantities, functions, notation)
        for k, o in enumerate(group, start=1):
            yield o, sides[k - 1][1], sides[k][1], RELATIONS[sides[k][0]]


def split_statements(body: str, statements: list[Obligation]) -> list[tuple[str, list[Obligation]]]:
    """The body cut where a line has a left side of its own: one piece for each chain. A number marks each step."""
    groups: list[tuple[list[str], list[Obligation]]] = []
    remaining = iter(statements)
    for line in re.split(r"\\cr\n|\\\\\n", body):
        if line.split("&")[0].strip():
            groups.append(([], []))
        groups[-1][0].append(NUMBER.sub("", line))
        groups[-1][1].extend(next(remaining) for _ in NUMBER.findall(line))
    assert next(remaining, None) is None
    return [(r" \cr ".join(lines), obligations) for lines, obligations in groups]


@pytest.mark.parametrize("suffix", [".md", ".tex", ".html"])
def test_each_side_is_the_expression_of_its_step(built: Path, steps: tuple[Path, Steps], suffix: str) -> None:
    assert_reads_back(built, *steps, suffix)


def assert_reads_back(built: Path, script: Path, known: Steps, suffix: str, notation: Notation = PLAIN) -> None:
    """Each step of the script stands in its document, and is read from there as what was judged."""
    seen = []
    for ids, body in chains(built, script, suffix):
        for o, left, right, relation in lines_of(ids, body, known, notation):
            seen.append(o)
            if o.claim is not None:
                assert same_tree(judged(left), o.claim), f"{ids}: {left} is not {o.claim}"
                continue
            assert same_tree(left, o.left.expr), f"{ids}: {left} is not {o.left.expr}"
            assert same_tree(right, o.right.expr), f"{ids}: {right} is not {o.right.expr}"
            assert relation == o.relation
    assert len(seen) == len(known.by_id)


def judged(claim: Any) -> Any:
    """What is judged where a page says that a value is a real or a whole number."""
    if not isinstance(claim, sp.Contains):
        return claim
    value, numbers = claim.args
    sides = (sp.im(value, evaluate=False), 0) if numbers == sp.Reals else (sp.floor(value), value)
    assert numbers in (sp.Reals, sp.Integers)
    return sp.Eq(*sides, evaluate=False)


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents of the corpus that show milestones only."""
    folder = tmp_path_factory.mktemp("brief")
    assert main(["build", str(DERIVATIONS), "-o", str(folder), "--to", "md,tex,html", "--detail", "brief", "-q"]) == 0
    return folder


def milestone_chains(text: str) -> Iterator[tuple[list[str], str]]:
    """The chains of an HTML page as "Milestones only" leaves them: where lines are left out, a line follows its full one."""
    for chain in re.findall(r"<ol>(.*?)</ol>", text, re.S):
        shown: list[tuple[str, str]] = []
        step = ""
        for kind, own, body in re.findall(r'<li class="([^"]*)"(?: id="([^"]*)")?(.*?)</li>', chain, re.S):
            step = own or step
            if "only-full" not in kind:
                shown.append((step, _html_step(body)))
        if shown:
            yield [step for step, _ in shown], " \\cr\n".join(body for _, body in shown)


@pytest.mark.parametrize("suffix", [".md", ".tex", ".html"])
def test_what_brief_pages_say_follows_from_the_steps(brief: Path, steps: tuple[Path, Steps], suffix: str) -> None:
    """From one line shown to the next: its sides, and the strongest of the relations between them."""
    script, known = steps
    every, name_of = list(known.by_id), {o: name for name, o in known.by_id.items()}
    read = milestone_chains(document(brief, script, suffix)) if suffix == ".html" else chains(brief, script, suffix)
    last = -1
    for ids, body in read:
        for o, left, right, relation in trees_of(ids, body, known):
            between = [known.by_id[name] for name in every[last + 1 : every.index(name_of[o]) + 1]]
            last += len(between)
            if right is not None:
                first, shown = known.meaning(left, between[0]), known.meaning(right, o)
                assert same_tree(shown, o.right.expr), f"{every[last]}: {shown} is not {o.right.expr}"
                assert same_tree(first, between[0].left.expr), f"{every[last]}: {first} is not {between[0].left.expr}"
                assert relation == strongest([b.relation for b in between])
    assert last == len(every) - 1


@pytest.mark.parametrize("suffix", [".md"])
def test_each_line_as_read_is_proved_by_the_kernel(built: Path, steps: tuple[Path, Steps], suffix: str) -> None:
    script, known = steps
    for ids, body in chains(built, script, suffix):
        for o, left, right, relation in lines_of(ids, body, known):
            closed = (
                close_claim(judged(left), o.given) if o.claim is not None else close(left, right, relation, o.given)
            )
            assert judge_closed(closed, *known.session.lemmas(o)).verdict is Verdict.PROVED, (
                f"{ids}: {left} {relation} {right}"
            )


def chains(built: Path, script: Path, suffix: str) -> Iterator[tuple[list[str], str]]:
    text = document(built, script, suffix)
    name = f"{script.parent.name}.{script.stem}"
    if suffix == ".html":
        return html_chains(text)
    return markdown_chains(text) if suffix == ".md" else latex_chains(text, name)


def formulas(text: str, suffix: str) -> list[str]:
    """The formulas of a document that stand in a line of text; they may be broken after a colon and after "and"."""
    found = ANNOTATION.findall(text) if suffix == ".html" else re.findall(r"\$([^$\n]+)\$", text)
    return re.sub(r"(\\colon|\\land)\n", r"\1 ", "\n".join(map(html.unescape, found))).splitlines()


def facts(tree: Tree) -> Iterator[Tree]:
    """What is said one by one, each with all of its indices."""
    match tree:
        case And(parts):
            yield from (fact for part in parts for fact in facts(part))
        case ForAll():
            yield from (replace(tree, body=fact) for fact in facts(tree.body))
        case _:
            yield tree


@pytest.mark.parametrize("suffix", [".md", ".tex", ".html"])
def test_what_is_given_for_each_index_says_for_which(built: Path, steps: tuple[Path, Steps], suffix: str) -> None:
    script, known = steps
    given = {
        f for o in known.by_id.values() for fact in o.given if isinstance(fact, Each) for f in facts(fact_tree(fact))
    }
    if not given:
        return
    quantities = [n for n, s in known.symbols.items() if not isinstance(s, type)]
    functions = [n for n in known.symbols if n not in quantities]
    shown = [f for f in formulas(document(built, script, suffix), suffix) if r"\forall" in f]
    assert given <= {fact for f in shown for fact in facts(read_latex(f, quantities, functions))}


def test_what_is_copied_of_a_line_is_the_whole_step(built: Path, steps: tuple[Path, Steps]) -> None:
    script, known = steps
    text = document(built, script, ".html")
    rows = re.findall(r'<li class="step[^"]*" id="([^"]*)".*?data-tex="([^"]*)"', text, re.S)
    assert len(rows) == len(known.by_id)
    for step, tex in rows:
        o = known.by_id[step]
        if o.claim is None:
            ((_, left, right, relation),) = lines_of([step], f"{{}} & {html.unescape(tex)} & \\text{{(1)}}", known)
            assert same_tree(left, o.left.expr) and same_tree(right, o.right.expr) and relation == o.relation, step
