"""What a reader of letters is: it says its name, version and languages, and reads clean pages."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from extract.image import CleanPage
from extract.ingest import Pixels
from extract.model import Page


class Engine(Protocol):
    """A reader of letters. `read` gives lines in reading order with words, boxes, confidences and alternatives."""

    @property
    def name(self) -> str:
        """The engine's name, as in documents' notes."""

    @property
    def version(self) -> str:
        """The version of the program."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it reads."""

    def read(self, page: CleanPage) -> Page:
        """The lines of a page that is not blank; raises a `VanbanError` where it could not do its work."""

    def fingerprint(self) -> str:
        """What its results depend on: version, hash of the trained data, languages, settings."""


@runtime_checkable
class Orienting(Protocol):
    """An engine that can also tell which way a page is turned."""

    def quarter_turns(self, pixels: Pixels) -> int | None:
        """Quarter turns counter-clockwise that set a grey page upright, `None` where it is not sure."""


@runtime_checkable
class Writing(Protocol):
    """An engine that writes files elsewhere than in the temporary folder, where its worker may write nothing else."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which it writes."""


def folders_of(engine: Engine | None) -> tuple[Path, ...]:
    """The folders in which an engine writes beside the temporary one; Tesseract has none."""
    return engine.folders if isinstance(engine, Writing) else ()


@runtime_checkable
class StripReading(Protocol):
    """An engine that reads a word cut out, be it one of three letters."""

    def read_strip(self, page: CleanPage) -> tuple[str, float]:
        """What a strip says, and the mean probability of its words."""
