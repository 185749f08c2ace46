"""The reports of a disclosure do not contradict each other: a fact has one wording, and a figure one amount."""

import re
from collections import defaultdict
from html import unescape
from itertools import combinations

import pytest
from test_reports import told as reports_told

from disclosure.report.build import LANGUAGES

NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?")


class Sentence:
    """A paragraph of a report: where it stands, its text, and what its linked figures are, by their place."""

    def __init__(self, report, html):
        self.report = report
        html = re.sub(r' ?<span class="term"[^>]*>[^<]*</span>', "", html)
        self.text = plain(html)
        self.figures = {
            place: plain(said)
            for place, said in re.findall(r'<a class="figure"[^>]* href="#e-([^"]+)">(.*?)</a>', html)
        }

    @property
    def pattern(self):
        """The words alone."""
        return NUMBER.sub("#", self.text)

    @property
    def shares(self):
        return re.findall(r"[+−]?[\d.,]+%", self.text)


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def sentences(pages):
    """The prose of reports: what stands in paragraphs, outside tables, charts, cases and the imprint."""
    for report, html in pages.items():
        main = html[html.index("<main") : html.index("</main>")]
        main = re.sub(r"(?s)<(figure|details|nav|svg)\b.*?</\1>", "", main)
        for paragraph in re.findall(r"(?s)<p\b[^>]*>(.*?)</p>", main):
            if NUMBER.search(plain(paragraph)):
                yield Sentence(report, paragraph)


def contradictions(pages):
    """What two sentences of these reports say differently of the same thing."""
    said = list(sentences(pages))
    for one, other in combinations(said, 2):
        both = f"{one.report}: {one.text}\n{other.report}: {other.text}"
        if one.pattern == other.pattern and one.text != other.text:
            yield f"the same words with other numbers\n{both}"
        shared = one.figures.keys() & other.figures.keys()
        if any(one.figures[place] != other.figures[place] for place in shared):
            yield f"one printed figure, two amounts\n{both}"
        same = one.figures and one.figures.keys() == other.figures.keys()
        if same and len(one.shares) == len(other.shares) == 1 and one.shares != other.shares:
            yield f"the same figures, another share\n{both}"


def facts(html):
    """The sentences of a report that come from one source, by the name of their fact."""
    found = defaultdict(set)
    for name, words in re.findall(r'(?s)<p[^>]* data-fact="([^"]+)">(.*?)</p>', html):
        found[name].add(plain(re.sub(r' ?<span class="term"[^>]*>[^<]*</span>', "", words)))
    return found


@pytest.fixture(params=LANGUAGES)
def pages(request, reports):
    """The reports of one disclosure in a language, without those that tell of other disclosures."""
    return {
        path.stem: html
        for path, html in reports_told(reports)
        if path.parent.name == request.param and not path.stem.startswith("4")
    }


def test_no_two_reports_say_different_things_of_one_figure(pages):
    assert list(contradictions(pages)) == []


def test_a_fact_is_told_in_the_same_words_wherever_it_is_told(pages):
    known = defaultdict(dict)
    for report, html in pages.items():
        for name, said in facts(html).items():
            known[name][report] = said
    apart = [
        (name, one, other)
        for name, told in known.items()
        for one, other in combinations(told, 2)
        if not (told[one] <= told[other] or told[other] <= told[one])
    ]
    assert apart == []
    assert sum(len(told) > 1 for told in known.values()) >= 8, "facts that several reports tell"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("94.3%", "94.4%"),  # a share
        (">44.36 million yuan<", ">44.63 million yuan<"),  # a printed figure
        ("names 7 projects", "names 8 projects"),  # a count
    ],
)
def test_a_report_that_says_something_else_is_found(reports, old, new):
    pages = {
        path.stem: html for path, html in reports_told(reports) if path.parent.name == "en" and path.stem[0] != "4"
    }
    changed = next(report for report in pages if report[0] == "3" and old in pages[report])
    assert list(contradictions(pages | {changed: pages[changed].replace(old, new)}))


def test_both_languages_tell_the_same_facts(reports):
    told = defaultdict(list)
    for path, html in reports_told(reports):
        told[path.stem].append(sorted((name, len(said)) for name, said in facts(html).items()))
    assert [name for name, (one, other) in told.items() if one != other] == []


def test_what_is_said_of_figures_with_links_is_so(reports):
    """Where a report says that its figures can be followed there are such figures, and each leads to a picture."""
    saying = 0
    for path, html in reports_told(reports):
        body = html[html.index("<main") :]
        linked = set(re.findall(r'<a class="figure"[^>]* href="#([^"]+)"', body))
        says = any(words in body for words in ("A figure with a link leads to", "带链接的数字，点一下"))
        assert says == bool(linked) or path.stem == "questions", path
        for name in linked:
            crop = re.search(rf'(?s)<(\w+)[^>]* id="{re.escape(name)}".*?</\1>', body)
            assert crop and "<svg" in crop[0], f"{path}: {name} has no picture"
        saying += says
    assert saying >= 10
