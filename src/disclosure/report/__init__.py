"""From executed notebooks to reports: charts, evidence, the imprint, and the pages themselves."""

import sys

# What jsonschema would check web addresses by takes a second to load, and nothing in a notebook is one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # so Python says that there is none
