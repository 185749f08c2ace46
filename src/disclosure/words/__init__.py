"""What things are called: reference data, English names, codes by year, provinces."""
