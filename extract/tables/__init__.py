"""The stage `tables` (see docs/architecture.md)."""
