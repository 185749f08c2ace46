"""From the file to tables: characters and rules, the grid they draw, tables joined over pages; pictures of pages."""
