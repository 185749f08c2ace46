"""Shells complete the command: what `disclosure --install-completion` sets up asks it in this way."""

import os

from typer.testing import CliRunner

from disclosure.cli import app


def test_commands_and_options_are_completed():
    def completed(words):
        asked = {"_DISCLOSURE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return CliRunner().invoke(app, prog_name="disclosure", env=os.environ | asked).stdout.split()

    assert completed("disclosure ex") == ["extract"]
    assert "--out" in completed("disclosure extract --o")
