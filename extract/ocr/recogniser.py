"""What turns pixels into hOCR: Tesseract as a program, or in our own process. Both get the same settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extract.errors import EngineDied, TimedOut, UnreadableInput
from extract.ingest import Pixels

#: Letter choices cost 0.1 s a page with the five rounds that are usual, 0.06 s with one (10 pages: SER 2.09 and 2.12 %);
#: not trying each doubtful line in negative saves 0.05 s (CER equal).
SETTINGS = {"lstm_choice_mode": "2", "lstm_choice_iterations": "1", "invert_threshold": "0.0"}


@dataclass(frozen=True, slots=True)
class Task:
    """How to read: Tesseract's page segmentation mode, dots an inch, seconds allowed (0: no limit)."""

    psm: int
    dpi: int
    timeout: float = 0.0


class Recogniser(Protocol):
    """Reads grey pixels; `UnreadableInput` where it fails on them, `TimedOut` where it took too long."""

    @property
    def version(self) -> str:
        """The version of the Tesseract that reads."""

    def hocr(self, pixels: Pixels, task: Task) -> bytes:
        """The page as hOCR, each letter with what else it may be."""


def failed(why: str) -> UnreadableInput:
    """The error of a page that the recogniser could not read."""
    return UnreadableInput(
        "Reading the page", why, "Look at the page; scan it again if it is damaged."
    )


def died(signal: int) -> EngineDied:
    """The error of an engine that a signal ended."""
    return EngineDied(
        "Reading the page",
        f"Tesseract was ended by signal {signal}",
        "Look at the page if it happens again.",
    )


def too_slow(timeout: float) -> TimedOut:
    """The error of a page that took longer than `timeout` seconds."""
    return TimedOut(
        "Reading the page",
        f"it took longer than {timeout:g} seconds",
        "Give it more time with --timeout.",
    )
