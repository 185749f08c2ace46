"""One document and many: from file to audited clean data, with limits, cache and batch."""
