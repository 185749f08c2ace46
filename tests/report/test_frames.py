"""What JupyterLab shows of a frame that a cell ends with."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import helpers
from disclosure.report import show
from disclosure.words.messages import Both, Message, Term

pytestmark = pytest.mark.unit

FRAME = pd.DataFrame(
    {
        "label": [Term("基本支出"), Message("Everything else")],
        "name": [Both("因公出国", "Travel abroad"), None],
        "amount": [1.5, 2.0],
    }
)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["基本支出", "其余各项", "因公出国"]), ("en", ["Basic expenditure", "Everything else", "Travel abroad"])],
)
def test_terms_and_sentences_stand_in_the_language_in_use(language, words, monkeypatch):
    shell = InteractiveShell()
    show.load_ipython_extension(shell)
    monkeypatch.setattr(show, "_languages", ["en"])
    show.use_language(language)
    shown, _ = shell.display_formatter.format(FRAME)
    assert [word for word in words if word not in shown["text/html"] or word not in shown["text/plain"]] == []
    assert "1.5" in shown["text/html"]
    series, _ = shell.display_formatter.format(FRAME.set_index("label")["amount"])
    assert all(word in series["text/plain"] for word in words[:2])
    assert FRAME["label"].iloc[0] == Term("基本支出"), "what is computed with stays as it is"
    empty, _ = shell.display_formatter.format(FRAME.head(0))
    assert "label" in empty["text/html"]


def test_the_collection_names_its_notebooks_in_every_language():
    titles = helpers.collection()["title"]
    assert titles.iloc[0].said("zh") == "从这里开始" and titles.iloc[0].said("en") == "Start here"
    assert all(title.said("zh") != title.said("en") for title in titles)
