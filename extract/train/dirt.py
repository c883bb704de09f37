"""What lies on a copy beside its letters: salt, streaks of the drum, the shadow of an edge, bits of a stamp, strokes of a pen.

An engine reads words from each of them, and other words from each: who learns what is no word must have seen them all.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

_SHARE, _SHARE_WORSE = 0.15, 0.4  # of the copies that have each kind of dirt
_UPRIGHT = 0.8  # of the streaks: the drum turns along the sheet


def soil(image: Image.Image, size: int, rng: random.Random, *, worse: bool) -> None:
    """Draw dirt over a black and white page whose letters are `size` pixels high."""
    for kind in KINDS:
        if rng.random() < (_SHARE_WORSE if worse else _SHARE):
            kind(image, size, rng)


def salt(image: Image.Image, size: int, rng: random.Random) -> None:
    """Grains of no shape, thick in some places and thin in others."""
    noise = np.random.default_rng(rng.getrandbits(32))
    shape = (image.height, image.width)
    grains = Image.fromarray((noise.random(shape) * 255).astype(np.uint8))
    blurred = np.asarray(grains.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, size * 0.035))))
    cells = noise.random((shape[0] // (4 * size) + 2, shape[1] // (4 * size) + 2)) * 255
    thick = np.asarray(Image.fromarray(cells.astype(np.uint8)).resize(shape[::-1])) / 255
    level = np.quantile(blurred[::3, ::3], 1 - rng.uniform(0.2e-3, 3e-3))
    _ink(image, (blurred > level) & (noise.random(shape) < 2 * thick))


def streaks(image: Image.Image, size: int, rng: random.Random) -> None:
    """Thin broken lines down the page, or across it."""
    draw, upright = ImageDraw.Draw(image), rng.random() < _UPRIGHT
    length, breadth = image.size[::-1] if upright else image.size
    for _ in range(rng.randint(1, 5)):
        at, wide, start = rng.uniform(0, breadth), _thin(size, rng), 0.0
        while start < length:
            end = start + rng.expovariate(1 / (size * 1.5))
            dash = (at, start, at, end) if upright else (start, at, end, at)
            draw.line(dash, fill=0, width=wide)
            start = end + rng.expovariate(1 / (size * rng.uniform(0.5, 8)))
            at += rng.uniform(-0.5, 0.5)


def shadow(image: Image.Image, size: int, rng: random.Random) -> None:
    """A ragged dark edge to the left, to the right or above."""
    noise = np.random.default_rng(rng.getrandbits(32))
    side = rng.choice(("left", "right", "right", "top"))
    length, other = image.size if side == "top" else image.size[::-1]
    knots = np.arange(0, length + size, size)
    wave = np.interp(np.arange(length), knots, noise.uniform(0.3, 1, len(knots)))
    depth = size * rng.uniform(0.2, 1.5) * wave + noise.normal(0, size * 0.08, length)
    dark = np.arange(other)[None, :] < depth[:, None]
    dark &= noise.random(dark.shape) < rng.uniform(0.5, 1)
    dark = dark[:, ::-1] if side == "right" else dark
    _ink(image, dark.T if side == "top" else dark)


def stamp(image: Image.Image, size: int, rng: random.Random) -> None:
    """Bits of a round stamp's rings and letters, where the copier still saw its red."""
    draw, radius = ImageDraw.Draw(image), size * rng.uniform(2, 4)
    x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
    for share in (1.0, 0.92, 0.6):
        far = radius * share
        for _ in range(rng.randint(2, 8)):
            start = rng.uniform(0, 360)
            turn = start + rng.uniform(3, 35)
            box = (x - far, y - far, x + far, y + far)
            draw.arc(box, start, turn, fill=0, width=_thin(size, rng))
    for _ in range(rng.randint(3, 15)):
        turn, far = rng.uniform(0, 2 * math.pi), radius * rng.uniform(0.65, 0.88)
        a, b = x + far * math.cos(turn), y + far * math.sin(turn)
        end = (a + rng.uniform(-0.3, 0.3) * size, b + rng.uniform(-0.3, 0.3) * size)
        draw.line((a, b, *end), fill=0, width=_thin(size, rng))


def strokes(image: Image.Image, size: int, rng: random.Random) -> None:
    """Ticks and loops of a pen, in the right half of the page."""
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(1, 4)):
        x, y = rng.uniform(0.6, 1) * image.width, rng.uniform(0, image.height)
        points = [(x, y)]
        for _ in range(rng.randint(2, 6)):
            x, y = x + rng.uniform(-1, 1) * size, y + rng.uniform(-0.6, 0.6) * size
            points.append((x, y))
        draw.line(points, fill=0, width=_thin(size, rng), joint="curve")


def _thin(size: int, rng: random.Random) -> int:
    return rng.randint(1, max(2, size // 12))


def _ink(image: Image.Image, where: npt.NDArray[np.bool_]) -> None:
    image.paste(0, mask=Image.fromarray((where * 255).astype(np.uint8)))


Dirt = Callable[[Image.Image, int, random.Random], None]
KINDS: tuple[Dirt, ...] = (salt, streaks, shadow, stamp, strokes)
