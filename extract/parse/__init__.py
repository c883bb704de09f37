"""Lines to records: outline first, then one small parser a table. Entry point: `extract.parse.parse`."""
