"""What the ``disclosure`` command does, for Python, by the same names::

from disclosure.api import audit, batch, clean, extract, open_document, report

clean("FILE.pdf", "DIR")               # disclosure extract: DIR/FILE/ with its audit; returns what --json prints
extraction = extract("FILE.pdf")       # the same in memory: .facts, .rows["procurement"], .remarks
checks, flags, findings = audit("DIR/FILE")  # the audit in memory
open_document("DIR/FILE").facts        # clean data as a data frame
report("FILE.pdf", "DIR/FILE", "reports")
batch("FOLDER", "DIR")                 # disclosure batch; returns what there is to say of the run
"""

from disclosure.audit import audit
from disclosure.model.errors import InputError
from disclosure.report.build import build as report
from disclosure.run.batch import batch
from disclosure.run.document import clean
from disclosure.run.extraction import extract, save
from disclosure.run.opening import open_document

__all__ = ["InputError", "audit", "batch", "clean", "extract", "open_document", "report", "save"]
