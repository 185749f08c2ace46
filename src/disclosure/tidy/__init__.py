"""From tables to tidy rows: which form a table is, what its lines and columns mean, annexes, and prose."""
