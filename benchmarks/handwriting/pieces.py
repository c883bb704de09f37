"""Figures as real hands and handwriting fonts write them, beside those of our pen: scikit-learn's set and font files.

Both are optional and no part of the project. Every fifth picture and every fourth font is kept for measuring.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import Ink
from benchmarks.handwriting.scene import Piece

_SIDE = 64


def pieces(fonts: Path | None, *, held_out: bool) -> tuple[Piece, ...]:
    """What there is: the set where scikit-learn is installed, the fonts below a folder."""
    return (*_public_set(held_out=held_out), *_fonts(fonts, held_out=held_out))


def _public_set(*, held_out: bool) -> Iterator[Piece]:
    """1,797 figures of 43 writers (UCI, optical recognition of handwritten digits, CC BY 4.0), 8 x 8 greys each."""
    try:
        from sklearn.datasets import load_digits  # noqa: PLC0415 - optional
    except ImportError:
        return
    known = load_digits()
    chosen = [at for at in range(len(known.target)) if (at % 5 == 0) == held_out]
    by_figure = {
        str(f): [known.images[at] for at in chosen if known.target[at] == f] for f in range(10)
    }

    def piece(figure: str, rng: random.Random) -> Ink:
        large = cv2.resize(
            rng.choice(by_figure[figure]).astype(np.float32),
            (_SIDE, _SIDE),
            interpolation=cv2.INTER_CUBIC,
        )
        ink = (cv2.GaussianBlur(large, (0, 0), 1.6) > rng.uniform(6.5, 9.5)).astype(np.uint8) * 255
        thinner = rng.choice((0, 0, 3, 5))
        if thinner:
            thin = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thinner, thinner)))
            ink = thin if thin.any() else ink
        return _to_ink(ink)

    yield piece


def _fonts(folder: Path | None, *, held_out: bool) -> Iterator[Piece]:
    files = sorted(folder.rglob("*.[ot]tf")) if folder else []
    chosen = [file for at, file in enumerate(files) if (at % 4 == 0) == held_out]
    if chosen:
        yield lambda figure, rng: _of_font(figure, rng.choice(chosen))


def _of_font(figure: str, file: Path) -> Ink:
    image = Image.new("L", (240, 260), 0)
    font = ImageFont.truetype(str(file), 110)
    ImageDraw.Draw(image).text((60, 50), figure, font=font, fill=255)
    return _to_ink(np.array(image))


def _to_ink(field: Ink) -> Ink:
    rows, columns = (np.flatnonzero((field > 100).any(axis=axis)) for axis in (1, 0))
    return field[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def names(found: Sequence[Piece]) -> str:
    """What to tell of the pieces."""
    return f"{len(found)} kinds of figures beside the pen's"
