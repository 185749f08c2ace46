"""The nouns of the project: amounts, places, facts, and what can go wrong."""
