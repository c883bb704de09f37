"""Reads rendered pages with Tesseract, so that the channel learns its errors and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytesseract
from PIL import Image


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as read, with Tesseract's confidence (0 to 100)."""

    text: str
    confidence: float


def read_page(image: Image.Image, lang: str) -> tuple[tuple[ReadWord, ...], ...]:
    """The lines of a page as read with one language's model.

    Set OMP_THREAD_LIMIT=1 in the environment: on a busy machine Tesseract's threads slow each other down.
    """
    data = pytesseract.image_to_data(
        image, lang=lang, config="--psm 6", output_type=pytesseract.Output.DICT
    )
    lines: dict[tuple[int, int, int], list[ReadWord]] = {}
    for at, text in enumerate(data["text"]):
        if text.strip():
            key = (data["block_num"][at], data["par_num"][at], data["line_num"][at])
            lines.setdefault(key, []).append(ReadWord(text.strip(), float(data["conf"][at])))
    return tuple(map(tuple, lines.values()))
