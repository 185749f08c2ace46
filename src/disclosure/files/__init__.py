"""Whatever a department publishes, read into what the reader of PDFs gives: one file for each format, named by it."""
