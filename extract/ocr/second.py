"""A second reader of lines that shares no model with Tesseract, and how likely each of two readings of a word is right."""

from __future__ import annotations

import csv
import os
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from extract.fold import unaccent
from extract.ingest import Pixels, is_syllable
from extract.ocr.hocr import ReadWord

if TYPE_CHECKING:
    from trueocr.recognizer import Recognizer

# A second reader of lines: it shares no model with Tesseract, so that what both read alike is right.
#
# TrueOCR (extra `vanban[second]`) reads a line in 4 ms without a language model; measured on ten real pages it is worse on
# letters than Tesseract and better on figures, and where both agree 99.3 % of the words are right.

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


# Two readings of a word, weighed: how likely the first is right, how likely the second, by signs of both.
#
# Signs are how sure either reader is, how far they lie apart, which of them are syllables, figures, capitals, where in the
# line the word stands, and how much the readings of its line have in common, which tells print from writing. Their weights
# are fitted on drawn pages (`benchmarks/readers.py`).

FILE = Path(__file__).parents[1] / "data" / "readers.tsv"
_LEAST = 0.002  # a chance that is neither none nor whole
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d")
_ODD = re.compile(r"""[^\w.,;:()/\-+"%&']|_""")
_MOST_LONGER = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A word, how each reader reads it without the signs at its ends, how sure the second is of each sign, its place in its line.

    `line`: share of the line's words that both readers read alike.
    """

    word: ReadWord
    first: str
    second: str
    chances: Sequence[float]
    starts: bool
    ends: bool
    line: float
    weighed: float


def signs_of(difference: Difference) -> dict[str, float]:
    """What speaks for the first or the second reading."""
    first, second = difference.first, difference.second
    chances = difference.chances or (0.5,)
    same = first.lower() == second.lower()
    return {
        "": 1.0,
        "sure first": _odds(difference.word.confidence),
        "sure second": _odds(sum(chances) / len(chances)),
        "least sure second": _odds(min(chances)),
        "alike": Levenshtein.normalized_similarity(first, second),
        "syllables first": _is_legal(first),
        "syllables second": _is_legal(second),
        "figures first": bool(_DIGITS.search(first)),
        "figures second": bool(_DIGITS.search(second)),
        "starts the line": difference.starts,
        "ends the line": difference.ends,
        "other case": same,
        "other marks": not same and unaccent(first).lower() == unaccent(second).lower(),
        "capitals first": first.isupper(),
        "capitals second": second.isupper(),
        "odd sign first": bool(_ODD.search(first)),
        "longer second": max(-_MOST_LONGER, min(_MOST_LONGER, len(second) - len(first))),
        "weighed by the first": difference.weighed,
        "line alike": difference.line,
        "letters first": first.isalpha(),
        "letters second": second.isalpha(),
        "code": "/" in first or "/" in second,
        "one sign": len(first) == 1,
        "second within first": bool(second) and second in first,
    }


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return float(np.log(held / (1 - held)))


def _is_legal(text: str) -> bool:
    parts = _LETTERS.findall(text)
    return bool(parts) and all(is_syllable(part.lower()) for part in parts)


def chances_of(difference: Difference) -> tuple[float, float]:
    """How likely the first reading is right, and how likely the second."""
    names, weights = _weights()
    signs = signs_of(difference)
    odds = weights @ np.array([float(signs[name]) for name in names])
    first, second = (1 / (1 + np.exp(-odds))).tolist()
    return round(first, 3), round(second, 3)


@cache
def _weights() -> tuple[tuple[str, ...], Floats]:
    """The signs, and what each adds to the log odds of the first reading and of the second."""
    with FILE.open(encoding="utf-8") as file:
        _, *rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
    names = tuple(name for name, *_ in rows)
    return names, np.array([[float(row[1]), float(row[2])] for row in rows]).T
