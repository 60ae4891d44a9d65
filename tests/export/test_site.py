"""The site in a real browser, from disk: every page opens, every formula is drawn, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from derive import typesetting
from derive.cli import main
from derive.export.mathml import NoMathML, mathml
from derive.texmath.chain import read_chain
from tests.conftest import DERIVATIONS
from tests.export.tex import needs_browser

MEGABYTE = 10**6
MEASURED = "times.js"
"""The one file that holds what a clock said."""

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}

FORMULAS_NOT_DRAWN = r"""() => [...document.querySelectorAll("math")]
    .filter((m) => !m.closest("details:not([open])") && getComputedStyle(m.closest("li") || m).display !== "none")
    .filter((m) => m.querySelector("merror") || m.getBoundingClientRect().width < 2)
    .map((m) => m.outerHTML.slice(0, 200))"""
RAW_TEX = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const within = walker.currentNode.parentElement.closest("annotation, pre, code, script");
        if (!within && /\\[a-z]+|\$/.test(walker.currentNode.textContent)) { found.push(walker.currentNode.textContent); }
    }
    return found;
}"""
WIDER_THAN_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


OUT_OF_THEIR_ROWS = """() => [...document.querySelectorAll(".step")].filter(step =>
    [...step.children].some(part => part.getBoundingClientRect().bottom > step.getBoundingClientRect().bottom + 0.5)
).map(step => step.id)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert main(["build", str(DERIVATIONS), "-o", str(folder), "--to", "html", "--lang", "en,zh", "-q"]) == 0
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=typesetting.browser(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    made = browser.new_page(viewport=DESK)
    yield made
    made.close()


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@needs_browser
def test_every_page_opens_and_shows_its_formulas(site: Path, tab: Any) -> None:
    complaints: list[str] = []
    tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda e: complaints.append(str(e)))
    tab.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
    tab.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
    for page in pages(site):
        tab.goto(page.as_uri())
        assert complaints == [], page
        assert tab.evaluate(FORMULAS_NOT_DRAWN) == [], page
        assert tab.evaluate(RAW_TEX) == [], page
    assert len(pages(site)) == 2 * len(list(DERIVATIONS.glob("*/*.py"))) + 2


@needs_browser
def test_no_page_is_wider_than_a_phone(site: Path, tab: Any) -> None:
    tab.set_viewport_size(PHONE)
    for page in pages(site):
        tab.goto(page.as_uri())
        assert tab.evaluate(WIDER_THAN_THE_PAGE) <= 0, page


@needs_browser
def test_a_reason_of_two_lines_stays_in_its_row(site: Path, tab: Any) -> None:
    for page in (site / "gradients" / "bce_sigmoid.html", site / "normal" / "kl.html"):
        tab.goto(page.as_uri())
        assert tab.evaluate(OUT_OF_THEIR_ROWS) == [], page


@needs_browser
def test_tables_are_tables(tmp_path: Path, tab: Any) -> None:
    script = tmp_path / "derivations" / "topic" / "table.py"
    script.parent.mkdir(parents=True)
    script.write_text(
        '"""A table."""\n\nfrom derive import calc, prose, real\n\nx = real("x")\n'
        'prose("| name | formula |\\n|---|---|\\n| a log | $\\\\log x$ |")\n'
        'twice = calc("Twice.", x + x).equals(2 * x, by="collected")\n'
    )
    assert main(["build", str(script), "-o", str(tmp_path / "out"), "--to", "html", "-q", "--no-cache"]) == 0
    tab.goto((tmp_path / "out" / "topic" / "table.html").as_uri())
    assert tab.locator(".prose th").all_inner_texts() == ["name", "formula"]
    assert tab.locator(".prose td math").count() == 1


@needs_browser
@pytest.mark.parametrize(("index", "query", "name"), [
    ("index.html", "sigmoid gradient", "gradients/bce_sigmoid.html"),
    ("index.html", "SHARE of ones", "bernoulli/mle.html"),
    ("index.zh.html", "交叉熵", "entropy/cross_entropy.zh.html"),
    ("index.zh.html", "似然", "bernoulli/mle.zh.html"),
])  # fmt: skip
def test_search_finds(site: Path, tab: Any, index: str, query: str, name: str) -> None:
    tab.goto((site / index).as_uri())
    tab.fill("#search", query)
    hits = [a.get_attribute("href") for a in tab.locator("#found a").all()]
    assert name in hits
    tab.locator(f'#found a[href="{name}"]').click()
    assert tab.url == (site / name).as_uri()


@needs_browser
def test_search_shows_formulas_without_tex_and_finds_greek_letters_by_name(site: Path, tab: Any) -> None:
    tab.goto((site / "index.html").as_uri())
    tab.fill("#search", "softmax epsilon")
    shown = tab.inner_text("#found")
    assert tab.locator("#found mark", has_text="ϵ").count() > 0
    assert not re.search(r"\\[a-z]|[$]", shown)


@needs_browser
def test_search_says_when_nothing_is_found(site: Path, tab: Any) -> None:
    tab.goto((site / "index.html").as_uri())
    tab.fill("#search", "no such word anywhere")
    assert tab.locator("#found").inner_text().strip() == "nothing found"


@needs_browser
def test_a_line_and_a_chain_are_copied_as_tex_that_is_read_back(site: Path, tab: Any) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto((site / "bernoulli" / "mle.html").as_uri())
    step = tab.locator("#loglik\\.counts")
    step.locator("summary").click()
    step.locator("button.copy").click()
    line = tab.evaluate("() => navigator.clipboard.readText()")
    assert [relation for relation, _ in read_chain(line, ["k", "n", "y", "theta", "i"], ["log"])] == [
        "=",
        "=",
    ] or "=" in line
    tab.locator("#loglik .chain-copy").click()
    chain = tab.evaluate("() => navigator.clipboard.readText()")
    assert chain.startswith("\\begin{aligned}") and chain.count("\\\\\n") == 2
    body = chain.removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}")
    assert len(read_chain(body, ["k", "n", "y", "theta", "i", "L"], [])) == 4


@needs_browser
def test_links_lead_to_lines_and_to_the_script(site: Path, tab: Any) -> None:
    tab.goto((site / "bernoulli" / "mle.html").as_uri() + "#score.1")
    assert tab.locator(":target").get_attribute("data-step") == "score.1"
    tab.locator(":target summary").click()
    tab.locator(":target a", has_text="script, line").click()
    assert tab.locator("details.script").get_attribute("open") is not None


@needs_browser
def test_a_verdict_opens_to_its_method_and_time(site: Path, tab: Any) -> None:
    tab.goto((site / "bernoulli" / "mle.html").as_uri())
    step = tab.locator("#score\\.1")
    assert not step.locator("dl").first.is_visible()
    step.locator("summary").press("Enter")
    words = step.locator("dl").inner_text()
    assert "method" in words and "leaning on" in words and re.search(r"[\d.]+ ms", words)


@needs_browser
def test_only_milestones_are_shown_on_demand(site: Path, tab: Any) -> None:
    tab.goto((site / "bernoulli" / "mle.html").as_uri())
    assert tab.locator("#loglik\\.2").is_visible() and not tab.locator(".only-brief").first.is_visible()
    tab.locator("#brief").click()
    assert tab.locator("#brief").get_attribute("aria-pressed") == "true"
    assert not tab.locator("#loglik\\.2").is_visible()
    assert "line left out" in tab.locator(".only-brief").first.inner_text()
    assert tab.evaluate(FORMULAS_NOT_DRAWN) == []


@needs_browser
def test_light_and_dark_have_grounds_of_their_own(site: Path, browser: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        tab = browser.new_page(color_scheme=scheme)
        tab.goto((site / "bernoulli" / "mle.html").as_uri())
        grounds.append(tab.evaluate("() => getComputedStyle(document.body).backgroundColor"))
        tab.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(site: Path, browser: Any, scheme: str) -> None:
    """axe-core finds no serious violation."""
    from axe_playwright_python.sync_playwright import Axe

    tab = browser.new_page(color_scheme=scheme, viewport=PHONE if scheme == "dark" else DESK)
    for page in ("index.html", "index.zh.html", "bernoulli/mle.html", "entropy/joint_and_conditional.zh.html"):
        tab.goto((site / page).as_uri())
        found = Axe().run(tab).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == [], page
    tab.close()


@needs_browser
def test_no_page_keeps_a_reader_out_on_a_phone(site: Path, browser: Any) -> None:
    """axe-core on every page; without colours, which are the same on all, and without the insides of formulas."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
        "rules": {"color-contrast": {"enabled": False}},
        "resultTypes": ["violations"],
    }
    tab, axe = browser.new_page(viewport=PHONE), Axe()
    for page in pages(site):
        tab.goto(page.as_uri())
        found = axe.run(tab, context={"exclude": [["math"]]}, options=options).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], page
    tab.close()


@needs_browser
def test_print_leaves_out_what_paper_cannot_do(site: Path, tab: Any) -> None:
    tab.goto((site / "bernoulli" / "mle.html").as_uri())
    tab.emulate_media(media="print")
    assert not tab.locator("header.top").is_visible()
    assert not tab.locator("button.copy").first.is_visible()
    assert tab.locator("#score").is_visible()


@needs_browser
def test_everything_is_reached_with_the_keyboard(site: Path, tab: Any) -> None:
    tab.goto((site / "bernoulli" / "mle.html").as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("() => document.activeElement.id") == "main"


def test_the_site_is_small_and_is_built_again_alike(site: Path, tmp_path: Path) -> None:
    size = sum(p.stat().st_size for p in site.rglob("*") if p.is_file())
    assert size < 8 * MEGABYTE
    assert main(["build", str(DERIVATIONS), "-o", str(tmp_path), "--to", "html", "--lang", "en,zh", "-q"]) == 0
    for page in [p for p in site.rglob("*") if p.is_file() and p.name != MEASURED]:
        assert page.read_bytes() == (tmp_path / page.relative_to(site)).read_bytes(), page


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    ids = {p: set(re.findall(r'\bid="([^"]*)"', p.read_text(encoding="utf-8"))) for p in pages(site)}
    for page in pages(site):
        for href in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            if href.startswith(("https:", "http:", "data:")):
                continue
            path, _, anchor = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), f"{page}: {href}"
            assert not anchor or target not in ids or anchor in ids[target], f"{page}: {href}"


def test_pages_of_former_runs_stay_in_the_index(tmp_path: Path) -> None:
    for name in ("bernoulli/mle", "bernoulli/why_logs"):
        assert main(["build", str(DERIVATIONS / f"{name}.py"), "-o", str(tmp_path), "--to", "html", "-q"]) == 0
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "bernoulli/mle.html" in index and "bernoulli/why_logs.html" in index


def test_pages_without_their_script_leave_the_index(tmp_path: Path) -> None:
    script = tmp_path / "derivations" / "topic" / "before.py"
    script.parent.mkdir(parents=True)
    script.write_text(
        '"""A page."""\n\nfrom derive import calc, real\n\nx = real("x")\n'
        'twice = calc("Twice.", x + x).equals(2 * x, by="collected")\n'
    )
    order = ["build", str(script.parent), "-o", str(tmp_path / "out"), "--to", "html", "-q", "--no-cache"]
    assert main(order) == 0
    script.rename(script.with_name("after.py"))
    assert main(order) == 0
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "topic/after.html" in index and "topic/before.html" not in index


@pytest.mark.parametrize("where", ["derivations", "."])
def test_no_course_page_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    topic = tmp_path / "derivations" / "topic"
    topic.mkdir(parents=True)
    (topic / "page.py").write_text(
        '"""A page."""\n\nfrom derive import calc, real\n\nx = real("x")\n'
        'twice = calc("Twice.", x + x).equals(2 * x, by="collected")\n'
    )
    for own in (tmp_path, tmp_path / "derivations"):
        (own / "README.md").write_text("# Mine\n\n[page](topic/page.py)\n")
    assert main(["build", "-o", where, "-q", "--no-cache"]) == 2
    assert capsys.readouterr().err.startswith(f"derive: -o {where}: the course page would be written over ")
    assert {p.read_text() for p in tmp_path.rglob("README.md")} == {"# Mine\n\n[page](topic/page.py)\n"}
    assert not list(tmp_path.rglob("*.tex"))


@pytest.mark.parametrize(("tex", "part"), [
    (r"a \not= b", "=\N{COMBINING LONG SOLIDUS OVERLAY}"),
    (r"\lim_{x \to 0} f", "<munder>"),
    (r"\operatorname{softplus}(z)", "<mi>softplus</mi>"),
    (r"\log L", '<mi>log</mi><mspace width="0.1667em" />'),
    (r"\Gamma", 'mathvariant="normal"'),
    (r"x \to -\infty", 'form="prefix"'),
])  # fmt: skip
def test_formulas_as_mathml(tex: str, part: str) -> None:
    assert part in mathml(tex)


def test_what_is_no_tex_is_refused() -> None:
    with pytest.raises(NoMathML):
        mathml(r"\frac{1")
