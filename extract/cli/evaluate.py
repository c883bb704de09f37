"""`vanban evaluate`: figures for text and tables against truth."""

from __future__ import annotations

EXAMPLES = ""


def evaluate() -> None:
    """Score."""
