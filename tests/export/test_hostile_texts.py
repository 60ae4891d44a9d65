"""Texts that try to be more than texts: shown as they are written, in every format."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from derive.cli import main
from derive.export import html, markdown
from derive.export.prose_tex import prose_to_tex

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></head><body onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "\\input{/etc/passwd} \\end{document}",
    "100% of & #1 _a_ ^b^ ~c~",
    "a $ b and 5 $",
    "5 $ and 6 $ or from $5 to $6",
    "back\\slash `code` [link](javascript:alert(1))",
    "\N{GRINNING FACE} \N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET} \N{CJK UNIFIED IDEOGRAPH-71B5}",
    "]]> <!-- --> -->",
]
SCRIPT = '''r"""{title}

{text}
"""

from derive import calc, conclusion, mistake, prose, real

x = real("x", note="{text}")
prose("{text}")
result = calc("{text}", x + x).equals(2 * x, by="{text}")
mistake("{text}", 3 * x, instead_of=result)
conclusion("{text}")
'''


class Elements(HTMLParser):
    """The tags of a page, and the attributes that would run something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.running += [name for name, value in attrs if name.startswith("on")]
        self.running += [
            value for name, value in attrs if name in ("href", "src") and (value or "").startswith("javascript")
        ]


def written(folder: Path, text: str) -> Path:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    script = folder / "derivations" / "topic" / "hostile.py"
    script.parent.mkdir(parents=True)
    title = f"Is {text} a title?".replace('"""', "")
    script.write_text(
        SCRIPT.replace("{title}", title).replace('\n{text}\n"""', f'\n{text}\n"""').replace("{text}", quoted),
        encoding="utf-8",
    )
    out = folder / "build"
    assert main(["build", str(script.parent.parent), "-o", str(out), "--to", "md,tex,html", "-q", "--no-cache"]) == 0
    return out / "topic"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_runs(tmp_path: Path, text: str) -> None:
    out = written(tmp_path, text)
    for page in (out / "hostile.html", out.parent / "index.html"):
        seen = Elements()
        seen.feed(page.read_text(encoding="utf-8"))
        assert seen.running == []
        assert "img" not in seen.tags
        assert seen.tags.count("script") == 2
        assert seen.tags.count("body") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_command_of_latex(tmp_path: Path, text: str) -> None:
    tex = (written(tmp_path, text) / "hostile.tex").read_text(encoding="utf-8")
    assert tex.count("\\end{document}") == 1
    assert not re.search(r"(?<!textbackslash\{\})\\input\b", tex)


def test_html_is_text_and_code_is_code_in_markdown_too() -> None:
    text = "a <b> `<i> $x$` [l](<a b>) <https://a.b> $x<y$ </details>\n\n```\nz = '$y$' <b>\n```"
    assert markdown.prose(text) == text.replace("<b> `", r"\<b> `").replace("</d", r"\</d").replace("x<y", "x < y")
    assert r"\texttt{\textless{}i\textgreater{} \$x\$}" in prose_to_tex(text)
    shown = html.prose(text)
    assert "<code>&lt;i&gt; $x$</code>" in shown and "z = '$y$' &lt;b&gt;" in shown and shown.count("<math") == 1


MONEY = "5 $ and 6 $, from $5 to $6, but $x$"


def test_money_is_no_formula_in_any_format() -> None:
    assert markdown.prose(MONEY) == r"5 \$ and 6 \$, from \$5 to \$6, but $x$" == markdown.title(MONEY)
    assert str(html.prose(MONEY)).count("<math") == str(html.title(MONEY)).count("<math") == 1
    assert prose_to_tex(MONEY) == r"5 \$ and 6 \$, from \$5 to \$6, but $x$"


def test_no_blank_stands_before_the_dollar_sign_that_ends_a_formula() -> None:
    assert markdown.prose(r"one of $\{0, 1\}$") == r"one of $\lbrace 0, 1\rbrace$"


def test_the_search_index_ends_no_script(tmp_path: Path) -> None:
    out = written(tmp_path, "</script><b>")
    assert "</" not in (out.parent / "assets" / "search.en.js").read_text(encoding="utf-8")


def test_a_formula_that_is_no_tex_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "derivations" / "topic" / "broken.py"
    script.parent.mkdir(parents=True)
    script.write_text(
        SCRIPT.replace("{title}", "Is it?").replace("{text}", "a formula $\\\\frac{1$ here"), encoding="utf-8"
    )
    assert main(["build", str(script), "-o", str(tmp_path / "out"), "--to", "html", "-q", "--no-cache"]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1 and "topic.broken" in lines[0] and "\\frac{1" in lines[0]
