"""What is written from the journal when a run ends: the files, the report, the summary."""
