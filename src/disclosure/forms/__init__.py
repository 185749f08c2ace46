"""From tables to facts: which statutory form a table is, what its columns and lines mean; annexes."""
