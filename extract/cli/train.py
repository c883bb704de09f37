"""`vanban train`: builds the language model and the channels from plain text."""

from __future__ import annotations

EXAMPLES = ""


def train() -> None:
    """Train."""
