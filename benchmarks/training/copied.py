"""Pages of known text as a poor copier leaves them, with dirt on the glass: what the benchmarks that learn from bad copies draw."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.train.pages import Rendered, lines_of

# What lies on a copy beside its letters: salt, streaks of the drum, the shadow of an edge, bits of a stamp, strokes of a pen.
#
# An engine reads words from each of them, and other words from each: who learns what is no word must have seen them all.

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


# Pages as a poor copier leaves them: toner too thick or too thin, uneven, streaked and grainy, with dirt, specks and gaps.
#
# Beyond `extract.train.pages`, whose pages are scans. Every choice comes from one seeded generator, so a page can be made again.

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
    if rng.random() < 0.5:
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
