"""The documentation: its code runs, its links lead somewhere, and the built site loads nothing from outside."""

import ast
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from documents import ROOT

DOCS = ROOT / "docs"


def blocks(page):
    """The Python of a page, block by block."""
    return re.findall(r"^```python\n(.*?)^```$", (DOCS / f"{page}.md").read_text(encoding="utf-8"), re.M | re.S)


def run(block, names):
    """Run a block as a notebook runs a cell: the value of its last line, if it has one."""
    *steps, last = ast.parse(block).body
    if not isinstance(last, ast.Expr):
        steps, last = [*steps, last], None
    exec(compile(ast.Module(steps, []), "page", "exec"), names)
    return eval(compile(ast.Expression(last.value), "page", "eval"), names) if last else None


@pytest.mark.notebook
@pytest.mark.parametrize(("page", "frames"), [("tutorial", 4), ("recipes", 14), ("camelot", 0)])
def test_the_code_of_a_page_runs_and_no_answer_is_empty(page, frames, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict = {}
    answers = [(block, answer) for block in blocks(page) if isinstance(answer := run(block, names), pd.DataFrame)]
    assert len(answers) >= frames
    for block, answer in answers:
        assert len(answer) and answer.notna().any(axis=None), block
    if page == "recipes":
        (ROOT / "example-2024-budget.xlsx").unlink()  # which a block has written


def test_links_between_pages_lead_to_files():
    pages = [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "data/example/README.md"]
    for page in pages:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists() or link == "dictionary.md", f"{page.name}: {link}"


class Page(HTMLParser):
    """The links, ids and loaded addresses of an HTML page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.loads = [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids.add(attributes.get("id"))
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        elif tag != "a":
            self.loads += [attributes[name] for name in ("src", "href") if attributes.get(name)]


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_links_hold_and_nothing_comes_from_outside(tmp_path):
    pytest.importorskip("sphinx", reason="the docs extra is not installed: make docs installs it")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "--fail-on-warning", "--quiet", "docs", tmp_path],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    pages = {path: Page(path) for path in tmp_path.rglob("*.html")}
    assert {"index.html", "tutorial.html", "recipes.html", "dictionary.html", "api.html"} <= {p.name for p in pages}
    for path, page in pages.items():
        assert not [address for address in page.loads if urlsplit(address).netloc], path.name
        for link in page.links:
            address = urlsplit(link)
            if not address.netloc and not address.scheme:
                target = (path.parent / unquote(address.path)).resolve() if address.path else path
                assert target.exists(), f"{path.name}: {link}"
                if address.fragment and target in pages:
                    assert unquote(address.fragment) in pages[target].ids, f"{path.name}: {link}"
    for style in tmp_path.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", style.read_text(encoding="utf-8")), style.name
    told = (tmp_path / "dictionary.html").read_text(encoding="utf-8")
    assert all(name in told for name in ("facts.csv", "findings.csv", "amount_yuan", "project_indicators.csv"))
