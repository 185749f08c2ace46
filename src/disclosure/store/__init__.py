"""Clean data on disk: CSV files with their data package, Parquet for many documents, SQL over both, the cache."""
