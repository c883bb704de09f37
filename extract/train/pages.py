"""Pages of known text as a scanner might see them: set in type, scanned, and read with Tesseract."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image, ImageDraw, ImageFilter, ImageFont

# Reads rendered pages with Tesseract, so that the channel learns its errors and nothing else.


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as read, with Tesseract's confidence (0 to 100)."""

    text: str
    confidence: float


def read_page(image: Image.Image, lang: str) -> tuple[tuple[OcrWord, ...], ...]:
    """The lines of a page as read with one language's model.

    Set OMP_THREAD_LIMIT=1 in the environment: on a busy machine Tesseract's threads slow each other down.
    """
    data = pytesseract.image_to_data(
        image, lang=lang, config="--psm 6", output_type=pytesseract.Output.DICT
    )
    lines: dict[tuple[int, int, int], list[OcrWord]] = {}
    for at, text in enumerate(data["text"]):
        if text.strip():
            key = (data["block_num"][at], data["par_num"][at], data["line_num"][at])
            lines.setdefault(key, []).append(OcrWord(text.strip(), float(data["conf"][at])))
    return tuple(map(tuple, lines.values()))


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
