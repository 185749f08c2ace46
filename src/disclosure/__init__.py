"""Chinese departmental budget disclosures: from the PDF to tidy tables, an audit and reports.

Data walks one way: page → grid → tables → form → tidy → store → audit → charts → report. What the command does, Python
does by the same names: :mod:`disclosure.api`.
"""

__version__ = "0.1.0"
