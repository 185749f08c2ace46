"""From executed notebooks to reports: charts, evidence, the imprint, and the pages themselves."""
