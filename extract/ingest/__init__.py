"""The stage `ingest` (see docs/architecture.md)."""
