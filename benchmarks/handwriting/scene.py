"""Examples: what a hand wrote between printed words of a header, as a scanner gives it, and the text it stands for."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import ABOVE, LEFT, SIZE, Hand, Ink
from extract.ocr.hand.strip import normal
from extract.train.rendering import find_fonts

Piece = Callable[
    [str, random.Random], Ink
]  # a figure as real hands or fonts write it, cut to its ink
Example = tuple[str, NDArray[np.float32]]  # figures, with the bar where one follows, and the strip
_PRINT = (("LiberationSerif-Regular", 1), ("LiberationSerif-Italic", 1), ("Tinos-Regular", 1))


@cache
def _faces() -> tuple[ImageFont.FreeTypeFont, ...]:
    return tuple(ImageFont.truetype(str(file), 78) for file, _ in find_fonts(_PRINT))


def text(rng: random.Random) -> str:
    """A day, a month or a number; now and then nothing."""
    chance = rng.random()
    if chance < 0.03:
        return ""
    if chance < 0.33:
        return f"{rng.randint(1, 31):02d}"
    if chance < 0.41:
        return f"{rng.randint(1, 12):02d}"
    if chance < 0.48:
        return str(rng.randint(1, 9))
    return "".join(rng.choice("0123456789") for _ in range(rng.choice((1, 2, 2, 3, 3, 3, 4, 4, 5))))


def example(rng: random.Random, pieces: Sequence[Piece] = ()) -> Example:
    """A strip with its text; a third each by pieces (where there are some), by print now and then, else by the pen."""
    said, chance = text(rng), rng.random()
    if said and pieces and chance < 0.45:
        field, x = _pieced(said, rng, rng.choice(pieces))
    elif said and chance < 0.52:
        field, x = _beside(_printed(said, rng))
    elif said:
        field, x = Hand(rng).written(said)
    else:
        field = np.zeros((round(SIZE * 1.9), round(SIZE * rng.uniform(0.8, 2.5))), np.uint8)
        x = field.shape[1] - 0.8 * SIZE
    field, bar = _followed(field, x, rng)
    return said + bar, normal(_scanned(_ruled(_led(field, rng), rng), rng))


def _printed(said: str, rng: random.Random) -> Ink:
    face = rng.choice(_faces())
    image = Image.new("L", (round(face.getlength(said)) + 30, 2 * SIZE), 0)
    ImageDraw.Draw(image).text((15, SIZE * ABOVE - 14), said, font=face, fill=255)
    return np.array(image)


def _beside(ink: Ink) -> tuple[Ink, float]:
    field = np.zeros((round(SIZE * 1.9), ink.shape[1] + round(1.3 * SIZE)), np.uint8)
    _put(field, ink, 0.5 * SIZE)
    return field, 0.5 * SIZE + ink.shape[1]


def _put(field: Ink, ink: Ink, x: float) -> None:
    left = max(0, int(x))
    right = min(field.shape[1], int(x) + ink.shape[1])
    high = min(len(field), len(ink))
    if right > left:
        part = field[:high, left:right]
        np.maximum(part, ink[:high, left - int(x) : right - int(x)], out=part)


def _pieced(said: str, rng: random.Random, piece: Piece) -> tuple[Ink, float]:
    """Figures side by side on one base line, slanted together."""
    field = np.zeros((round(SIZE * 1.9), round(1.1 * SIZE * len(said)) + 220), np.uint8)
    x, gap, size = LEFT * SIZE, rng.uniform(-4, 16), rng.uniform(0.85, 1.05)
    for figure in said:
        ink = piece(figure, rng)
        high = round(SIZE * size * rng.uniform(0.88, 1.08))
        wide = max(6, round(ink.shape[1] * high / len(ink) * rng.uniform(0.75, 1.05)))
        y = round(SIZE * ABOVE + SIZE - high + rng.gauss(0, 3))
        drawn = np.zeros((len(field), wide), np.uint8)
        top = max(0, min(y, len(field) - high))
        drawn[top : top + high] = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)
        _put(field, drawn, x)
        x += wide + gap * rng.uniform(0.6, 1.4)
    field, slant = field[:, : round(x + 0.8 * SIZE)], rng.uniform(-0.1, 0.3)
    shear = np.array([[1, -slant, slant * SIZE], [0, 1, 0]], np.float32)
    return cv2.warpAffine(field, shear, field.shape[::-1]), x


def _followed(field: Ink, x: float, rng: random.Random) -> tuple[Ink, str]:
    """The field with what is printed after the figures, and the bar if it is one."""
    chance = rng.random()
    if chance < 0.3:
        ink = _printed("/" + rng.choice(("", *"QSTBCU")), rng)
        field = np.pad(field, ((0, 0), (0, ink.shape[1])))
        _put(field, ink, x + rng.uniform(-12, 20))
        return field, "/"
    if chance < 0.48:
        ink = _printed(rng.choice("tthn"), rng)
        _put(field, ink[:, : round(ink.shape[1] * rng.uniform(0.3, 1))], x + rng.uniform(10, 30))
    return field, ""


def _led(field: Ink, rng: random.Random) -> Ink:
    """The field with the end of what is printed before the figures."""
    if rng.random() < 0.25:
        ink = _printed(rng.choice(("ố", "ố:", ":", "y", "y", "g", "g")), rng)
        _put(field, ink[:, round(ink.shape[1] * rng.uniform(0.2, 0.8)) :], rng.uniform(-10, 15))
    return field


def _ruled(field: Ink, rng: random.Random) -> Ink:
    """The field with a line to write on, now and then, of dots or whole."""
    if rng.random() < 0.15:
        y = round(SIZE * (ABOVE + rng.uniform(0.92, 1.1)))
        if rng.random() < 0.5:
            cv2.line(
                field, (0, y), (field.shape[1], y + rng.randint(-2, 2)), 255, rng.randint(2, 4)
            )
        else:
            for x in range(rng.randint(0, 14), field.shape[1], rng.randint(12, 22)):
                cv2.circle(field, (x, y), rng.randint(2, 4), 255, -1)
    return field


def _scanned(field: Ink, rng: random.Random) -> Ink:
    """Grey as a scanner gives it: a little turned and bent, 18 to 52 rows, blurred, noisy or of two levels."""
    noise = np.random.default_rng(rng.getrandbits(32))
    turn = rng.gauss(0, 0.035)
    shear = np.array([[1, 0, 0], [turn, 1, -turn * field.shape[1] / 2]], np.float32)
    ink = _cut(
        _bent(cv2.warpAffine(field, shear, field.shape[::-1]) / np.float32(255), rng, noise), rng
    )
    rows = rng.randint(18, 52)
    size = max(6, round(ink.shape[1] * rows / len(ink) * rng.uniform(0.9, 1.15))), rows
    ink = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.2, 0.9))
    grey = 255 - 255 * ink * rng.uniform(0.35, 1) + noise.normal(0, rng.uniform(0, 12), ink.shape)
    if rng.random() < 0.2:
        dark, paper = np.percentile(grey, (2, 85))
        grey = np.where(grey < dark + (paper - dark) * rng.uniform(0.35, 0.75), 0.0, 255.0)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _bent(
    ink: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    if rng.random() < 0.5:
        return ink
    off = cv2.GaussianBlur(
        noise.normal(0, 1, (*ink.shape, 2)).astype(np.float32), (0, 0), rng.uniform(8, 16)
    )
    off *= rng.uniform(3, 7.5) / (np.abs(off).max() + 1e-6)
    y, x = np.mgrid[: ink.shape[0], : ink.shape[1]].astype(np.float32)
    return cv2.remap(ink, x + off[..., 0], y + off[..., 1], cv2.INTER_LINEAR)


def _cut(ink: NDArray[np.float32], rng: random.Random) -> NDArray[np.float32]:
    """The part that bears ink and a little around it."""
    rows, columns = (np.flatnonzero((ink > 0.4).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return ink
    room, left, right = rng.randint(0, 10), rng.randint(0, 24), rng.randint(0, 24)
    top = max(0, int(rows[0]) - room)
    return ink[
        top : int(rows[-1]) + 1 + room,
        max(0, int(columns[0]) - left) : int(columns[-1]) + 1 + right,
    ]
