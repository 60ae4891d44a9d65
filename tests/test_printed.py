"""Documents that would come out the same are left as they are; whatever they are made of, a change of it is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from derive import edition
from derive.cli import main
from derive.export.site import times_of
from tests.test_cli import write
from tests.test_translation import catalogue

FIRST = '''"""A square"""

from derive import calc, real, source

z = real("z")
source("a1999", "page 3")
square = calc("Multiplied out:", (z + 1) ** 2).equals(z**2 + 2 * z + 1, by="each with each")
'''
SECOND = '''"""A cube"""

from derive import calc, real

from derivations.t.square import square

z = real("z")
cube = calc("Once more:", (z + 1) ** 3).equals(z**3 + 3 * z**2 + 3 * z + 1, by="each with each")
'''
THIRD = '"""A sum"""\nfrom derive import claim, real\nz = real("z")\nclaim("Twice.", z + z, "==", 2 * z)\n'
BIB = "@book{{a1999, title = {{{}}}, author = {{A. Author}}, year = {{1999}}}}\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"square": FIRST, "cube": SECOND, "sum": THIRD}.items():
        write(tmp_path, f"t/{name}.py", text)
    root = tmp_path / "derivations"
    catalogue(root / "t" / "square.zh.po", {"A square": "平方", "Multiplied out:": "展开:"})
    (root / "references.bib").write_text(BIB.format("Squares"), encoding="utf-8")
    (root / "README.md").write_text("# Course\n\n[one](t/square.py), [two](t/cube.py)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    return tmp_path


def build(folder: str, *options: str) -> None:
    standard = options or ("--to", "md,tex,html,ipynb", "--lang", "en,zh")
    assert main(["build", "-o", folder, "-q", "--jobs", "1", *standard]) == 0


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that exporters were asked for."""
    names: list[str] = []
    real = edition.exporter

    def noting(f: str, flavour: str = "portable") -> Callable[..., object]:
        def export(page: edition.Page) -> object:
            names.append(page.name)
            return real(f, flavour)(page)

        return export

    monkeypatch.setattr(edition, "exporter", noting)
    return names


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_nothing_is_printed_twice(corpus: Path, printed: list[str]) -> None:
    build("out")
    before, asked = contents(corpus / "out"), set(printed)
    printed.clear()
    build("out")
    assert (asked, printed) == ({"t.square", "t.cube", "t.sum"}, [])
    assert contents(corpus / "out") == before


def test_one_changed_script_is_printed_with_those_that_name_it(corpus: Path, printed: list[str]) -> None:
    build("out")
    printed.clear()
    script = corpus / "derivations" / "t" / "sum.py"
    script.write_text(THIRD.replace("Twice.", "Two times."), encoding="utf-8")
    build("out")
    assert set(printed) == {"t.sum"}


def edit(path: str, old: str, new: str) -> Callable[[Path], object]:
    def change(corpus: Path) -> None:
        file = corpus / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "a comment": edit("derivations/t/square.py", "from derive", "# why\nfrom derive"),
    "a title that others show": edit("derivations/t/square.py", "A square", "The square"),
    "a translation": edit("derivations/t/square.zh.po", "展开", "乘开"),
    "a book": edit("derivations/references.bib", "Squares", "Cubes"),
    "the order of the course": edit(
        "derivations/README.md", "[one](t/square.py), [two]", "[two](t/cube.py), [one](t/square.py), [three]"
    ),
    "a new user": edit("derivations/t/sum.py", "z = real", "from derivations.t.square import square\nz = real"),
    "a document that someone changed": edit("out/t/cube.md", "cube", "cone"),
    "a document that someone removed": lambda corpus: (corpus / "out/t/sum.tex").unlink(),
    "a step refuted": edit("derivations/t/sum.py", "2 * z", "3 * z"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_gives_what_a_fresh_build_gives(corpus: Path, change: str) -> None:
    build("out")
    CHANGES[change](corpus)
    options = ("-q", "--jobs", "1", "--to", "md,tex,html,ipynb", "--lang", "en,zh")
    codes = [main(["build", "-o", folder, *options, *more]) for folder, more in (("out", ()), ("new", ("--no-cache",)))]
    assert codes[0] == codes[1] == (1 if change == "a step refuted" else 0)
    assert contents(corpus / "out") == contents(corpus / "new")


def test_other_formats_and_details_are_printed(corpus: Path) -> None:
    build("out", "--to", "md")
    build("out", "--to", "md", "--flavour", "myst", "--detail", "brief")
    build("new", "--to", "md", "--flavour", "myst", "--detail", "brief", "--no-cache")
    assert contents(corpus / "out") == contents(corpus / "new")


def test_what_a_document_is_made_of_does_not_depend_on_the_order_of_sets(corpus: Path) -> None:
    """Under another hash seed the records of before are found: no new ones are added."""
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "derive.cli", "build", "-o", "out", "-q", "--jobs", "1"],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True,
        )  # fmt: skip
        assert rows(corpus) == 3


def rows(corpus: Path) -> int:
    from derive.cache import Cache

    return Cache(corpus / ".derive_cache").info()["documents"]


def test_times_stay_until_a_text_changes(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build("out", "--to", "html", "--no-cache")
    before = times_of((corpus / "out/assets/times.js").read_text(encoding="utf-8"))
    edit("derivations/t/sum.py", "Twice.", "Two times.")(corpus)
    build("out", "--to", "html", "--no-cache")
    after = times_of((corpus / "out/assets/times.js").read_text(encoding="utf-8"))
    assert {n for n in after if after[n] != before[n]} == {"t.sum"}


def test_there_are_no_times_where_builds_are_to_be_alike(corpus: Path) -> None:
    build("out", "--to", "html")
    assert times_of((corpus / "out/assets/times.js").read_text(encoding="utf-8")) == {}


# --------------------------------------------------------------------------------------------------- what is left behind


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_documents_of_a_script_that_is_gone_are_removed(corpus: Path, options: tuple[str, ...]) -> None:
    build("out", *options)
    (corpus / "out/t/sum.note.md").write_text("mine")
    (corpus / "derivations/t/sum.py").unlink()
    build("out", *options)
    assert sorted(p.name for p in (corpus / "out/t").glob("sum.*")) == ["sum.note.md"]
    assert (corpus / "out/t/square.md").is_file()


def test_a_folder_that_is_left_empty_is_removed(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(corpus, "u/other.py", THIRD)
    build("out", "--to", "md,tex")
    (corpus / "derivations/u/other.py").unlink()
    assert main(["build", "-o", "out", "--jobs", "1"]) == 0
    assert "3 of derivations that are gone removed" in capsys.readouterr().out
    assert not (corpus / "out/u").exists()


def test_a_document_that_somebody_changed_stays(corpus: Path) -> None:
    build("out")
    (corpus / "out/t/sum.md").write_text("mine")
    (corpus / "derivations/t/sum.py").unlink()
    build("out")
    assert sorted(p.name for p in (corpus / "out/t").glob("sum.*")) == ["sum.md"]


def test_documents_of_another_corpus_stay(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build("out")
    other = tmp_path_factory.mktemp("other")
    write(other, "v/own.py", THIRD)
    assert main(["build", str(other / "derivations"), "-o", "out", "-q", "--jobs", "1"]) == 0
    assert {"out/t/sum.md", "out/v/own.md"} <= {f"out/{p}" for p in contents(corpus / "out")}


def test_one_script_alone_takes_no_others_away(corpus: Path) -> None:
    build("out")
    before = contents(corpus / "out").keys()
    assert main(["build", "derivations/t/square.py", "-o", "out", "-q", "--jobs", "1"]) == 0
    assert contents(corpus / "out").keys() == before


@pytest.mark.parametrize(
    "note", ["", "{", "[]", '{"t.x": {"corpus": "../derivations", "files": {"../mine.txt": "0"}}}']
)
def test_a_note_that_somebody_made_removes_nothing(corpus: Path, note: str) -> None:
    (corpus / "mine.txt").write_text("mine")
    (corpus / "out").mkdir()
    (corpus / "out/.derive-files.json").write_text(note)
    build("out")
    assert (corpus / "mine.txt").read_text() == "mine"


def test_links_of_the_course_page_that_lead_nowhere_are_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = corpus / "derivations/README.md"
    page.write_text("[a](t/square.py) [b](t/gone.py) [c](https://x.y/z) [d](#end) [e](lost.md) [f](references.bib)\n")
    build("out")
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "derive: derivations/README.md: 2 links lead nowhere: t/gone.py, lost.md"
