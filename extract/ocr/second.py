"""A second reader of lines: it shares no model with Tesseract, so that what both read alike is right.

TrueOCR (extra `vanban[second]`) reads a line in 4 ms without a language model; measured on ten real pages it is worse on
letters than Tesseract and better on figures, and where both agree 99.3 % of the words are right.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extract.ingest import Pixels

if TYPE_CHECKING:
    from trueocr.recognizer import Recognizer

_kept = threading.local()  # a session can't be sent to workers


class LineReader(Protocol):
    """Reads pictures of single lines."""

    @property
    def version(self) -> str:
        """Name and version, as in fingerprints."""

    def read(self, lines: Sequence[Pixels]) -> list[str]:
        """The text of each line, NFC; ink is dark. A line that it can't read is empty."""


def installed_reader() -> LineReader | None:
    """The second reader, where its packages are installed."""
    needed = ("trueocr", "onnxruntime")
    if any(find_spec(name) is None for name in needed):
        return None
    try:
        return TrueOcr(" ".join(f"{name} {version(name)}" for name in needed))
    except PackageNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class TrueOcr:
    """TrueOCR's recogniser with the model in its package, one thread."""

    version: str

    def read(self, lines: Sequence[Pixels]) -> list[str]:
        """The text of each line."""
        if not lines:
            return []
        return [found.text for found in _recogniser().predict(list(lines))]


def _recogniser() -> Recognizer:
    """The loaded model, one a thread: loading takes 0.2 s.

    onnxruntime (seen with 1.32) keeps a device id and a database of events in the home folder for its maker's server, from its
    import on, unless the environment forbids it; promises S3 and P1 do.
    """
    known: dict[str, Recognizer] = _kept.__dict__
    if "recogniser" not in known:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import trueocr  # noqa: PLC0415 - optional, and slow to import
        from trueocr.recognizer import Recognizer  # noqa: PLC0415

        known["recogniser"] = Recognizer(Path(trueocr.__file__).parent / "models", threads=1)
    return known["recogniser"]
