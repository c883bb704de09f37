"""The stage `image` (see docs/architecture.md)."""
