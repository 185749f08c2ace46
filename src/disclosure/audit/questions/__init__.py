"""Questions to the publisher: a file for what is asked about."""

from disclosure.audit.questions import document, money, projects  # noqa: F401  (they declare the questions)
