"""The stage `ocr` (see docs/architecture.md)."""
