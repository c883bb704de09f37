"""The stage `check` (see docs/architecture.md)."""
