"""Builds what restoration maps: a language model from plain text, and channels from pages that are rendered and read."""

from __future__ import annotations

from extract.train.training import Plan, train

__all__ = ["Plan", "train"]
