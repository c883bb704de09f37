"""The output folder of a run before anything stands in it: writable, locked, with a place for temporary files."""
