"""Chinese departmental budget disclosures: from the PDF to tidy tables, an audit and reports.

Data walks one way: file → pdf → forms and prose → store → audit → analysis → report. What the command does, Python
does by the same names: :mod:`disclosure.api`.
"""

__version__ = "0.1.0"
