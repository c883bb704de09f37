"""A second reader of lines: it shares no model with Tesseract, so that what both read alike is right.

TrueOCR (extra `vanban[second]`) reads a line in 4 ms without a language model; measured on ten real pages it is worse on
letters than Tesseract and better on figures, and where both agree 99.3 % of the words are right.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from extract.ingest import Pixels

if TYPE_CHECKING:
    from trueocr.recognizer import Recognizer

_kept = threading.local()  # a session can't be sent to workers


@dataclass(frozen=True, slots=True)
class LineText:
    """What a reader makes of a line: NFC, and how sure it is of each sign, 0 to 1, not calibrated."""

    text: str
    chances: tuple[float, ...]


class LineReader(Protocol):
    """Reads pictures of single lines."""

    @property
    def version(self) -> str:
        """Name and version, as in fingerprints."""

    def read(self, lines: Sequence[Pixels]) -> list[LineText]:
        """The text of each line; ink is dark. A line that it can't read is empty."""


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

    def read(self, lines: Sequence[Pixels]) -> list[LineText]:
        """The text of each line, lines of like width together, as the package does it."""
        if not lines:
            return []
        known = _recogniser()  # before any other import of the package
        from trueocr.preprocess import pad_batch, prepare_image, width_batches  # noqa: PLC0415

        pads = {"max_width": known.max_width, "pad_y": known.pad_y, "pad_x": known.pad_x}
        crops = [prepare_image(line, **pads) for line in lines]
        found = [LineText("", ())] * len(lines)
        for batch in width_batches([crop.shape[1] for crop in crops]):
            tensor, widths = pad_batch([crops[at] for at in batch])
            made = known.session.run(["ids", "conf", "lengths"], {"x": tensor, "widths": widths})
            for at, ids, sure, length in zip(batch, *made, strict=True):
                found[at] = _line(known.chars, ids[: int(length)], sure[: int(length)])
        return found


def _line(signs: Sequence[str], ids: NDArray[np.int64], sure: NDArray[np.float32]) -> LineText:
    """The text of a line's steps: what is repeated, or no sign (0), counts once or not; one space between words."""
    kept = (ids != 0) & np.concatenate(([True], ids[1:] != ids[:-1]))
    text, chances = "", []
    for sign, chance in zip(ids[kept].tolist(), sure[kept].tolist(), strict=True):
        letter = unicodedata.normalize("NFC", signs[sign - 1])
        if letter.isspace() and (not text or text[-1] == " "):
            continue
        text += " " if letter.isspace() else letter
        chances += [chance] * len(letter)
    whole = len(text.rstrip())
    return LineText(text[:whole], tuple(chances[:whole]))


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
