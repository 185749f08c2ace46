"""The reference data and what is looked up in it: forms, English names, codes by year, provinces."""
