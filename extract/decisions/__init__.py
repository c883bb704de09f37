"""What people said of cells and words: kept in a file that only grows, and put over what the machine read (promise D16)."""

from __future__ import annotations

from extract.decisions.record import Address, Decision, Judgement, address, standing, word_address
from extract.decisions.replay import decided, replayed
from extract.decisions.store import Decisions, append, read_decisions, undo

__all__ = [
    "Address",
    "Decision",
    "Decisions",
    "Judgement",
    "address",
    "append",
    "decided",
    "read_decisions",
    "replayed",
    "standing",
    "undo",
    "word_address",
]
