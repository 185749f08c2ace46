"""Chart forms for budgets, a file each. A form draws on given axes from a small data frame.

The frame is one that :func:`disclosure.report.drawing.prepared` has made: words in the language ``lang``, amounts as
exact decimals in one unit, which become floats only as lengths on the page; the labels beside them are written from
the decimals.
"""
