"""The stage `restore` (see docs/architecture.md)."""
