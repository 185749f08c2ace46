"""What notebooks ask of a disclosure: its data, its years, its projects, and other disclosures beside it."""
