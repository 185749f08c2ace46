"""From lines of text to statements: each figure that a sentence states, and what it is of."""
