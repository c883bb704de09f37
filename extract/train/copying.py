"""Pages as a poor copier leaves them: toner too thick or too thin, uneven, streaked and grainy, with dirt (`dirt.py`), specks and gaps.

Beyond `rendering.py`, whose pages are scans. Every choice comes from one seeded generator, so a page can be made again.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.train.dirt import soil
from extract.train.rendering import Rendered, lines_of

_SPECKS, _MANY_SPECKS = (0.0, 1.2e-4), (0.3e-4, 4e-4)  # a pixel
_DOTS = 0.15  # share of the worse copies that a dot-matrix printer made
_LEAST_SIZE = 15  # pixels of a letter that a smaller copy keeps


def copied_page(
    texts: Sequence[str], fonts: Sequence[tuple[Path, int]], rng: random.Random, *, worse: bool
) -> Rendered:
    """A page of paragraphs drawn at random from `texts`, copied once or (`worse`) more than once."""
    font_path = rng.choices([path for path, _ in fonts], [weight for _, weight in fonts])[0]
    lines = lines_of(texts, rng)
    size = rng.randint(30, 52)
    font = ImageFont.truetype(str(font_path), size)
    step = int(size * rng.uniform(1.25, 1.6))
    width = int(max(font.getlength(line) for line in lines)) + 4 * size
    image = Image.new("L", (width, step * len(lines) + 4 * size), 255)
    draw, ink = ImageDraw.Draw(image), rng.randint(0, 60)
    for number, line in enumerate(lines):
        draw.text((2 * size, 2 * size + number * step), line, font=font, fill=ink)
    return Rendered(_copied(image, size, rng, worse=worse), lines)


def _copied(image: Image.Image, size: int, rng: random.Random, *, worse: bool) -> Image.Image:
    noise = np.random.default_rng(rng.getrandbits(32))
    image = image.rotate(rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    if rng.random() < (0.6 if worse else 0.3):
        image = _smaller(image, rng.uniform(0.4, 0.75) if worse else rng.uniform(0.6, 0.9), size)
    dots = worse and rng.random() < _DOTS
    grey = np.asarray(
        image.filter(ImageFilter.GaussianBlur(rng.uniform(0.008, 0.025) * size)), np.float32
    )
    if dots:
        grey = _dotted(grey, size / rng.uniform(9, 13))
    image = Image.fromarray(_toned(grey, size, rng, noise, worse=worse))
    soil(image, size, rng, worse=worse)
    amount = _MANY_SPECKS if worse else _SPECKS
    black = int(grey.size * rng.uniform(*amount))
    _specks(image, black, rng.randint(0, 90), rng, max(1.2, size * 0.045))
    white = int(grey.size * rng.uniform(*amount))
    _specks(image, white, 255, rng, max(1.2, size * 0.04))
    if rng.random() < 0.5:  # noqa: PLR2004 every second copy was scanned unsharp
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8)))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(30, 85))
    return Image.open(buffer)


def _smaller(image: Image.Image, share: float, size: int) -> Image.Image:
    share = max(share, _LEAST_SIZE / size)
    if share >= 1:
        return image
    small = image.resize(
        (int(image.width * share), int(image.height * share)), Image.Resampling.BILINEAR
    )
    return small.resize(image.size, Image.Resampling.BICUBIC)


def _dotted(grey: npt.NDArray[np.float32], period: float) -> npt.NDArray[np.float32]:
    """Ink in dots, `period` pixels apart (2 at least)."""
    down, across = np.ogrid[: grey.shape[0], : grey.shape[1]]
    turn = 2 * np.pi / max(2, period)
    dots = 0.55 + 0.45 * np.cos(turn * across) * np.cos(turn * down)
    return np.asarray(255 - (255 - grey) * dots, np.float32)


def _toned(
    grey: npt.NDArray[np.float32],
    size: int,
    rng: random.Random,
    noise: np.random.Generator,
    *,
    worse: bool,
) -> npt.NDArray[np.uint8]:
    """Black and white by a threshold that wanders over the page, with streaks down it and grain."""
    grain = rng.uniform(8, 24) if worse else rng.uniform(4, 14)
    cell = int(size * rng.uniform(0.5, 3))
    uneven = rng.uniform(8, 22) if worse else rng.uniform(4, 14)
    level = rng.uniform(125, 190) + uneven * _field(noise, grey.shape, cell)
    streaks = np.asarray(noise.normal(0, 1, grey.shape[1]), np.float32) * rng.uniform(0, 6)
    grained = grey + noise.normal(0, grain, grey.shape)
    return np.where(grained > level + streaks[None, :], 255, 0).astype(np.uint8)


def _field(
    noise: np.random.Generator, shape: tuple[int, ...], cell: int
) -> npt.NDArray[np.float32]:
    small = np.asarray(noise.normal(0, 1, (shape[0] // cell + 2, shape[1] // cell + 2)), np.float32)
    size = (shape[1], shape[0])
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC), np.float32)


def _specks(image: Image.Image, count: int, ink: int, rng: random.Random, widest: float) -> None:
    draw = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
        a, b = rng.uniform(0.4, widest), rng.uniform(0.4, widest)
        draw.ellipse((x - a, y - b, x + a, y + b), fill=ink)
