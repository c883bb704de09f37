"""The stage `evaluate` (see docs/architecture.md)."""
