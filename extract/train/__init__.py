"""The stage `train` (see docs/architecture.md)."""
