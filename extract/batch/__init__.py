"""The stage `batch` (see docs/architecture.md)."""
