"""What a run tells while it runs; the command line shows it, tests and programs may ignore it."""

from __future__ import annotations

from typing import Protocol

from extract.batch.tasks import Outcome


class Progress(Protocol):
    """Told by the parent process only, in the order in which things happen."""

    def start(self, found: int, to_do: int) -> None:
        """Inputs found, and how many of them must be worked on."""

    def done(self, source: str, outcome: Outcome) -> None:
        """A document came back."""

    def note(self, message: str) -> None:
        """Something a person should know."""

    def stop(self) -> None:
        """The run has ended."""


class Silent:
    """Progress that nobody sees."""

    def start(self, found: int, to_do: int) -> None:
        """Say nothing."""

    def done(self, source: str, outcome: Outcome) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""

    def stop(self) -> None:
        """Say nothing."""
