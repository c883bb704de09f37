"""Pages of known text as a scanner might see them: set in type, copied by a poor copier, with dirt on the glass; and read with Tesseract."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytesseract
from PIL import Image, ImageDraw, ImageFilter, ImageFont

# Reads rendered pages with Tesseract, so that the channel learns its errors and nothing else.


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


# Pages of known text as a scanner might see them: set in type, blurred, turned, speckled, thresholded, compressed.
#
# Line lengths, sizes and noise are those of the feasibility study (70-88 characters a line, 28-42 lines, 26-56 px); every
# choice comes from one seeded generator, so a page can be made again.

_FONT_HOMES = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts"), Path.home() / ".fonts")
TRAINING_FONTS = (
    ("Tinos-Regular", 12), ("Tinos-Bold", 4), ("Tinos-Italic", 4), ("Tinos-BoldItalic", 1),
    ("LiberationSerif-Regular", 6), ("LiberationSerif-Bold", 2), ("LiberationSerif-Italic", 2),
    ("DejaVuSerif", 1), ("Arimo-Regular", 2), ("LiberationSans-Regular", 1),
)  # fmt: skip
_RARE_LETTERS = "ệởữĐặỵẵ"  # some builds of Liberation draw boxes for these
HELD_OUT_FONTS = (
    ("FreeSerif", 4),
    ("texgyretermes-regular", 4),
    ("FreeSerifBold", 1),
    ("FreeSerifItalic", 1),
)
_SHRUNK, _THRESHOLDED = 0.3, 0.35  # shares of pages
_CAPITALS = 0.06  # share of paragraphs set in capitals, as in headings


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's picture and the lines that were set."""

    image: Image.Image
    lines: tuple[str, ...]


def find_fonts(wanted: Sequence[tuple[str, int]]) -> tuple[tuple[Path, int], ...]:
    """The wanted fonts that this system has and that draw every Vietnamese letter, with their weights."""
    files = {
        file.stem: file
        for home in _FONT_HOMES
        for file in sorted(home.rglob("*"))
        if file.suffix in (".ttf", ".otf")
    }
    return tuple(
        (files[name], weight) for name, weight in wanted if name in files and _draws(files[name])
    )


def _draws(file: Path) -> bool:
    font = ImageFont.truetype(str(file), 40)
    missing = bytes(font.getmask("\U000f1234"))
    return all(bytes(font.getmask(letter)) != missing for letter in _RARE_LETTERS)


def pages(
    texts: Sequence[str], fonts: Sequence[tuple[Path, int]], count: int, rng: random.Random
) -> Iterator[Rendered]:
    """`count` pages of paragraphs drawn at random from `texts`."""
    paths, weights = [path for path, _ in fonts], [weight for _, weight in fonts]
    for _ in range(count):
        font = rng.choices(paths, weights)[0]
        yield _page(lines_of(texts, rng), font, rng)


def lines_of(texts: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    """The lines of a page: paragraphs drawn at random, wrapped."""
    width, height = rng.randint(70, 88), rng.randint(28, 42)
    lines: list[str] = []
    while len(lines) < height:
        start = rng.randrange(len(texts))
        for text in texts[start : start + 4]:
            lines += _wrap(text.upper() if rng.random() < _CAPITALS else text, width)
    return tuple(lines[:height])


def _wrap(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line][:14]


def _page(lines: tuple[str, ...], font_path: Path, rng: random.Random) -> Rendered:
    size = rng.randint(26, 56)
    font = ImageFont.truetype(str(font_path), size)
    step = int(size * rng.uniform(1.25, 1.6))
    width = int(max(font.getlength(line) for line in lines)) + 4 * size
    image = Image.new("L", (width, step * len(lines) + 4 * size), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((2 * size, 2 * size + number * step), line, font=font, fill=rng.randint(0, 60))
    return Rendered(_degrade(image, size, rng), lines)


def _degrade(image: Image.Image, size: int, rng: random.Random) -> Image.Image:
    image = image.rotate(rng.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=255)
    if rng.random() < _SHRUNK:
        small = rng.uniform(0.5, 0.8)
        image = image.resize((int(image.width * small), int(image.height * small)))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.022) * size))
    pixels = np.asarray(image, dtype=np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 28), pixels.shape)
    grey = np.clip(pixels + noise, 0, 255)
    if rng.random() < _THRESHOLDED:
        grey = np.where(grey > rng.uniform(110, 190), 255, 0)
    return _as_jpeg(Image.fromarray(grey.astype(np.uint8)), rng.randint(25, 90))


def _as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue()))


# Pages as a poor copier leaves them: toner too thick or too thin, uneven, streaked and grainy, with dirt (`dirt.py`), specks and gaps.
#
# Beyond `rendering.py`, whose pages are scans. Every choice comes from one seeded generator, so a page can be made again.

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
