"""A report as a page: what is printed, in which order, without saying how. Exporters only walk it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.catalogues import ENGLISH, Words
from derive.house import in_house
from derive.notation import tree as nt
from derive.notation.house import PLAIN, Notation
from derive.notation.tree import Tree
from derive.references import Reference
from derive.report import Block, DerivationReport, Drawing, Formula, StepReport, SymbolReport, Value, Versions


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Result:
    """What the page shows, in words and as formulas that hold together, or exactly where the other does.

    given, assuming: what it needs beyond the domains of its symbols."""

    sentence: str
    formulas: tuple[Tree, ...]
    equivalent: bool = False
    given: tuple[Tree, ...] = ()
    assuming: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class Badge:
    """How many steps hold, what they rest on, where the script is, and the other languages of the page: code and own name."""

    proved: int
    total: int
    undecided: int
    cited: int
    rests_on: tuple[str, ...]
    file: str
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """Another derivation, its title, and whether there is a document of it."""

    name: str
    title: str
    written: bool = True


@dataclass(frozen=True)
class Related:
    """What a page rests on, and what rests on it."""

    rests_on: tuple[Neighbour, ...]
    used_by: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Symbols:
    rows: tuple[SymbolReport, ...]
    definitions: tuple[tuple[Tree, Tree, str], ...]


@dataclass(frozen=True)
class Prose:
    markdown: str
    line: int = 0


@dataclass(frozen=True)
class Row:
    """One line of a display: left (first line only) relation right, its number on the page, its step.

    blank: whether the reader is to find the right side, so that a handout leaves it out. milestone: whether a brief page shows
    it. left_out: how many lines before it are not shown, which its relation and what it needs then comprise. tagged: whether its
    number must be written, since not all lines before it are there to be counted."""

    left: Tree | None
    relation: str
    right: Tree | None
    number: int
    step: StepReport
    blank: bool = False
    milestone: bool = True
    left_out: int = 0
    tagged: bool = False


@dataclass(frozen=True)
class Display:
    """A sentence, what is given, and the lines of a chain or a single statement."""

    name: str
    sentence: str
    given: tuple[Tree, ...]
    rows: tuple[Row, ...]
    line: int = 0


@dataclass(frozen=True)
class Mistake:
    """A tempting wrong line, and a point where it fails."""

    name: str
    sentence: str
    given: tuple[Tree, ...]
    left: Tree
    relation: str
    right: Tree
    at: tuple[Value, ...]
    sides: tuple[str, str]
    line: int = 0


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption; number: counted over the page, from 1 on."""

    name: str
    number: int
    caption: str
    drawing: Drawing
    line: int = 0


@dataclass(frozen=True)
class Assuming:
    sentence: str
    formula: Tree
    line: int = 0


@dataclass(frozen=True)
class Source:
    """A book or paper, or else words; and the place in it."""

    reference: Reference | None
    text: str
    where: str
    line: int = 0


@dataclass(frozen=True)
class Footer:
    versions: Versions
    sha256: str


PageBlock = (
    Title
    | Heading
    | Result
    | Badge
    | Symbols
    | Prose
    | Display
    | Figure
    | Mistake
    | Assuming
    | Related
    | Source
    | Footer
)


@dataclass(frozen=True)
class Page:
    """What is printed, in order; the text of the script where it is shown, and the pages before and after it in the course.

    source: the text of the script. Where a block has a `line`, it is that of the script that made it.
    """

    name: str
    blocks: tuple[PageBlock, ...]
    words: Words = ENGLISH
    script: str = ""
    before: Neighbour | None = None
    after: Neighbour | None = None
    source: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a page shows that its own report does not know."""

    words: Words = ENGLISH
    references: Mapping[str, Reference] = field(default_factory=dict)
    related: Related = Related((), ())
    languages: tuple[tuple[str, str], ...] = ()
    script: str = ""
    before: Neighbour | None = None
    after: Neighbour | None = None
    source: str = ""
    notation: Notation = PLAIN


RELATION_SIGN = {"==": "="}


def page(report: DerivationReport, versions: Versions, around: Surroundings | None = None) -> Page:
    """The page of one derivation: title, result, badge, symbols, then everything in the script's order.

    report: in the language of `around.words` already. Raises BadInput where the house notation makes two names print alike.
    """
    around = around or Surroundings()
    blocks = tuple(_Writer(report, versions, around).blocks())
    made = Page(report.name, blocks, around.words, around.script, around.before, around.after, around.source)
    return in_house(made, around.notation, report.name)


def shown(b: Block) -> tuple[PageBlock, ...]:
    """What is printed of one thing that a script made, as on a page of its own."""
    return tuple(_Writer(DerivationReport("", "", blocks=(b,)), Versions("", "", ""), Surroundings()).block(b))


class _Writer:
    def __init__(self, report: DerivationReport, versions: Versions, around: Surroundings) -> None:
        self.report, self.versions, self.around = report, versions, around
        self.say = around.words
        self.number = 0
        self.figures = 0

    def blocks(self) -> Iterator[PageBlock]:
        yield Title(self.report.title)
        result = self.result()
        if result is not None:
            yield result
        yield self.badge()
        yield Symbols(self.report.symbols, tuple(self.definitions()))
        if self.report.introduction:
            yield Prose(self.report.introduction)
        mistakes = [b for b in self.report.blocks if b.kind == "mistake"]
        for b in self.report.blocks:
            if b.kind not in ("mistake", "source", "conclusion"):
                yield from self.block(b)
        if mistakes:
            yield Heading(self.say("Tempting mistakes"))
            yield from (m for b in mistakes for m in self.block(b))
        yield from self.end()
        yield Footer(self.versions, self.report.sha256)

    def end(self) -> Iterator[PageBlock]:
        """What was shown, what it rests on and what rests on it, where to read more."""
        shown = [b for b in self.report.blocks if b.kind == "conclusion"]
        related = self.around.related
        if shown or related.rests_on or related.used_by:
            yield Heading(self.say("What was shown"))
            yield from (Prose(b.text, b.line) for b in shown)
            yield related
        sources = [b for b in self.report.blocks if b.kind == "source"]
        if sources:
            yield Heading(self.say("Sources"))
            yield from (Source(self.around.references.get(b.text), b.text, b.word, b.line) for b in sources)

    # ----------------------------------------------------------------------------------------------------- the top

    def result(self) -> Result | None:
        """What the item called `result` says; without one, the first extremum, else the last chain or claim."""
        blocks = [b for b in self.report.blocks if b.steps and b.kind not in ("mistake", "taken")]
        chosen = [b for b in blocks if b.name == self.report.result]
        chosen += [b for b in blocks if b.kind == "extremum"]
        chosen += [b for b in reversed(blocks) if b.kind in ("chain", "claim", "iff")]
        if not chosen:
            return None
        b = chosen[0]
        assumed = tuple(a.formulas[0].tree for a in self.report.blocks if a.kind == "assumption")
        given = dict.fromkeys((*trees(b.given), *(t for s in b.steps for t in trees(s.given) if b.kind == "claim")))
        assuming = tuple(t for t in assumed if t in given)
        return Result(
            b.text, tuple(conclusion(b)), b.kind == "iff", tuple(t for t in given if t not in assumed), assuming
        )

    def badge(self) -> Badge:
        steps = self.report.steps
        counted = [s for s in steps if s.expected == "proved"]
        proved = sum(s.verdict == "proved" for s in counted)
        undecided = sum(s.verdict == "undecided" for s in counted)
        cited = sum(s.verdict == "cited" for s in steps)
        return Badge(proved, len(counted), undecided, cited, self.report.rests_on, self.report.file,
                     self.around.languages)  # fmt: skip

    def definitions(self) -> Iterator[tuple[Tree, Tree, str]]:
        for b in self.report.blocks:
            if b.kind == "definition":
                yield b.formulas[0].tree, b.formulas[1].tree, b.text

    # --------------------------------------------------------------------------------------------------- the blocks

    def block(self, b: Block) -> Iterator[PageBlock]:
        match b.kind:
            case "prose":
                yield Prose(b.text, b.line)
            case "assumption":
                yield Assuming(b.text, b.formulas[0].tree, b.line)
            case "mistake":
                yield self.mistake(b)
            case "extremum":
                yield self.extremum(b)
            case "figure" if b.drawing is not None:
                self.figures += 1
                yield Figure(b.name, self.figures, b.text, b.drawing, b.line)
            case "definition":
                return
            case _:
                yield Display(b.name, b.text, trees(b.given), tuple(self.rows(b)), b.line)

    def rows(self, b: Block) -> Iterator[Row]:
        """The lines of a chain share their first left side; other items show each statement whole, as does what a line says of
        equality and the line behind it."""
        aside = [b.kind != "chain" or "." in s.id.rpartition(b.name)[2].lstrip(".") for s in b.steps]
        opens = [own or before for own, before in zip(aside, [True, *aside], strict=False)]
        for s, first, ends in zip(b.steps, opens, [*opens[1:], True], strict=False):
            row = self.row(s, s.left.tree if first else None)
            yield replace(row, milestone=first or ends or s.label is not None)

    def row(self, s: StepReport, left: Tree | None) -> Row:
        self.number += 1
        right = s.right.tree if s.relation else None
        if not s.relation:
            left = s.left.tree
        return Row(left, RELATION_SIGN.get(s.relation, s.relation), right, self.number, s)

    def extremum(self, b: Block) -> Display:
        return Display(b.name, b.text, trees(b.given), tuple(self.row(s, s.left.tree) for s in b.steps), b.line)

    def mistake(self, b: Block) -> Mistake:
        s = b.steps[0]
        relation = RELATION_SIGN.get(s.relation, s.relation)
        return Mistake(
            b.name, b.text, trees(b.given), s.left.tree, relation, s.right.tree, s.counterexample or (), s.sides, b.line
        )


def trees(formulas: tuple[Formula, ...]) -> tuple[Tree, ...]:
    return tuple(f.tree for f in formulas)


def conclusion(b: Block) -> Iterator[Tree]:
    """What an item says, as relations."""
    if b.kind == "extremum":
        parts = [f.tree for f in b.formulas[1:]]
        coordinates = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
        yield from (nt.Relation("=", _hat(over), at) for over, _, at in coordinates)
        yield from (nt.Relation("in", over, on) for over, on, _ in coordinates)
    elif b.kind == "iff":
        yield from (f.tree for f in b.formulas)
    elif b.steps and b.steps[0].relation:
        lines = [
            s for s in b.steps if not s.id.endswith((".if", ".only"))
        ]  # what a line says of equality stands for itself
        relation = strongest([s.relation for s in lines if s.relation])
        yield nt.Relation(RELATION_SIGN.get(relation, relation), lines[0].left.tree, lines[-1].right.tree)
    elif b.kind == "claim":
        yield from (s.left.tree for s in b.steps)


def _hat(symbol: Tree) -> Tree:
    if isinstance(symbol, nt.Item):
        return replace(symbol, base=nt.Symbol(symbol.base.name, (*symbol.base.marks, "hat"), symbol.base.style))
    return nt.Symbol(symbol.name, (*symbol.marks, "hat"), symbol.style) if isinstance(symbol, nt.Symbol) else symbol


def strongest(relations: list[str]) -> str:
    """The relation of a whole chain."""
    orders = [r for r in relations if r != "=="]
    if not orders:
        return "=="
    return next((r for r in orders if len(r) == 1), orders[0])
