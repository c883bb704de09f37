"""Examples of name stamps: a title and a name in script, italic or upright type, worn, tilted, with rings and strokes across.

The label is the text in small letters; capitals are told by nothing but place, as names are written.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import Ink
from benchmarks.handwriting.scan import scanned
from extract import dictionaries
from extract.ocr.hand.network import NAMES
from extract.ocr.stamps import normal
from extract.train.pages import find_fonts

Example = tuple[str, NDArray[np.float32]]
_SIZE = 60  # pixels of the type drawn
_TITLES = ("", "", "", "", "BS.", "BSCKI.", "BSCKII.", "ThS.", "TS.", "PGS.TS.", "GS.TS.", "KS.", "CN.", "DS.", "LS.",
           "ThS.BS.", "BS.CKI.", "BS.CKII.", "KTS.", "Đại tá ", "Thượng tá ", "Trung tá ", "Thiếu tướng ", "Luật sư ")  # fmt: skip
_SYSTEM = (
    ("LiberationSerif-Regular", 1), ("LiberationSerif-Italic", 1), ("LiberationSerif-Bold", 1), ("LiberationSerif-BoldItalic", 1),
    ("LiberationSans-Regular", 1), ("LiberationSans-Italic", 1), ("LiberationSans-Bold", 1), ("LiberationSansNarrow-Regular", 1),
    ("FreeSerifItalic", 1), ("FreeSerif", 1), ("DejaVuSans", 1), ("DejaVuSerif", 1), ("Tinos-BoldItalic", 1),
)  # fmt: skip
_SCRIPTS = (
    "alex-brush birthstone corinthia dancing-script ephesis great-vibes italianno licorice lobster montecarlo ms-madi "
    "oooh-baby pacifico pinyon-script smooch sriracha twinkle-star whisper bad-script"
)
_RARE = 0.12  # names of syllables that are drawn alike, whatever their count


@cache
def names() -> dict[str, tuple[list[str], list[int]]]:
    """Surnames, middle and given names with their counts; where there are none, those of our own lists."""
    file = Path(os.environ.get("VANBAN_DATA", "")) / "corpora" / "person_name_counts.tsv"
    if file.exists():
        rows = [row.split("\t") for row in file.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(_listed())
    found: dict[str, tuple[list[str], list[int]]] = {}
    for kind, name, count in rows:
        known = found.setdefault(kind, ([], []))
        known[0].append(name)
        known[1].append(int(count))
    return found


def _listed() -> Iterator[list[str]]:
    lists = dictionaries.load()
    yield from (["ho", name, "1"] for name in lists.column("surnames", "surname"))
    kinds = {"middle": "dem", "given": "ten"}
    yield from ([kinds[row["kind"]], row["name"], "1"] for row in lists.rows("given_names"))


def faces(folder: Path | None, *, held_out: bool) -> tuple[Path, ...]:
    """Font files: the system's and those below a folder; every fifth of those is kept for measuring."""
    own = [
        file
        for at, file in enumerate(sorted(folder.rglob("*.ttf")) if folder else [])
        if (at % 5 == 0) == held_out
    ]
    return (*own, *(() if held_out else (file for file, _ in find_fonts(_SYSTEM))))


@cache
def _face(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size)


def name(rng: random.Random) -> str:
    """A name of three or so syllables."""
    known, syllables = names(), []
    for kind in rng.choice(
        (("ho", "dem", "ten"),) * 5 + (("ho", "ten"), ("ho", "dem", "dem", "ten"))
    ):
        said, counts = known[kind]
        flat = rng.random() < _RARE
        syllables.append(
            rng.choice(said) if flat else rng.choices(said, [c**0.6 for c in counts])[0]
        )
    return " ".join(syllables)


def example(rng: random.Random, files: Sequence[Path]) -> Example:
    """A strip with its label."""
    said, ink = _stamp(rng, files)
    grey = scanned(_marred(ink, rng), _SIZE * 0.8, rng)
    return _label(said), normal(_band(grey, ink, rng))


def drawn_stamp(rng: random.Random, files: Sequence[Path]) -> tuple[str, Ink]:
    """A whole stamp in grey, and what it says."""
    said, ink = _stamp(rng, files)
    plain = np.zeros(ink.shape, np.float32)
    return said, scanned((ink.astype(np.float32) / 255, plain), _SIZE * 0.8, rng)


def _stamp(rng: random.Random, files: Sequence[Path]) -> tuple[str, Ink]:
    """What a stamp says, and its line of type."""
    title, said = rng.choice(_TITLES), name(rng)
    script = [file for file in files if file.stem.rsplit("-", 2)[0] in _SCRIPTS.split()]
    plain = [file for file in files if file not in script]
    if script and rng.random() < 0.4:
        pair = rng.choice(plain), rng.choice(script)
    else:
        pair = (rng.choice(plain),) * 2
        said = said.upper() if rng.random() < 0.3 else said
    space = " " if title and rng.random() < 0.6 and not title.endswith(" ") else ""
    return title + space + said, _typed((title + space, said), pair, rng)


def _label(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign in NAMES.signs)


def _typed(parts: tuple[str, str], files: tuple[Path, Path], rng: random.Random) -> Ink:
    """The stamp's line, tilted a little."""
    sizes = [round(_SIZE * rng.uniform(0.85, 1.1)) for _ in parts]
    fonts = [_face(file, size) for file, size in zip(files, sizes, strict=True)]
    wide = sum(font.getlength(text) for font, text in zip(fonts, parts, strict=True))
    image = Image.new("L", (round(wide) + 3 * _SIZE, 3 * _SIZE), 0)
    x, pen = 1.2 * _SIZE, ImageDraw.Draw(image)
    for font, text in zip(fonts, parts, strict=True):
        pen.text((x, 1.9 * _SIZE), text, font=font, fill=255, anchor="ls")
        x += font.getlength(text)
    ink = np.asarray(image)
    narrow, turn = rng.uniform(0.75, 1.15), rng.gauss(0, 0.02)
    move = np.array(
        [[narrow, rng.gauss(0, 0.06), 0], [turn, 1, -turn * ink.shape[1] / 2]], np.float32
    )
    made = cv2.warpAffine(ink, move, (round(ink.shape[1] * narrow) + 8, len(ink)))
    thick = rng.choice((0, 0, 0, 2, 3))
    return np.asarray(cv2.dilate(made, np.ones((thick, thick))) if thick else made, np.uint8)


def _marred(ink: Ink, rng: random.Random) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Type with gaps where strokes of another colour were taken out, and what remains of a seal and a signature."""
    type_, remains = ink.astype(np.float32) / 255, np.zeros(ink.shape, np.float32)
    for _ in range(rng.choice((0, 0, 1, 2))):
        _stroke(type_, rng, 0.0)
    for _ in range(rng.choice((0, 0, 0, 1))):
        _stroke(remains, rng, 1.0)
    if rng.random() < 0.3:
        _ring(remains, rng)
    return type_, remains


def _stroke(field: NDArray[np.float32], rng: random.Random, dark: float) -> None:
    """A signature's stroke across."""
    high, wide = field.shape
    points = np.array([(rng.uniform(-0.1, 1.1) * wide, rng.uniform(0, 1) * high) for _ in range(4)])
    t = np.linspace(0, 1, 40)[:, None]
    curve = sum(
        share * t**at * (1 - t) ** (3 - at) * points[at] for at, share in enumerate((1, 3, 3, 1))
    )
    line = np.round(np.asarray(curve)).astype(np.int32)
    cv2.polylines(field, [line], False, dark, rng.randint(2, 5), cv2.LINE_AA)


def _ring(field: NDArray[np.float32], rng: random.Random) -> None:
    """Part of a seal's double ring at the line's start."""
    high = len(field)
    radius = round(high * rng.uniform(0.9, 2))
    middle = (
        round(rng.uniform(-0.8, 0.4) * radius),
        round(high * 0.5 - radius * rng.uniform(-0.2, 1)),
    )
    for grown in (0, rng.randint(6, 12)):
        cv2.circle(field, middle, radius + grown, 1.0, rng.randint(2, 5), cv2.LINE_AA)


def _band(grey: Ink, ink: Ink, rng: random.Random) -> Ink:
    """The rows and columns that the type fills, a little more or less."""
    rows, columns = (np.flatnonzero((ink > 100).any(axis=axis)) for axis in (1, 0))
    high = rows[-1] + 1 - rows[0]
    top = rows[0] - round(high * rng.uniform(-0.06, 0.2))
    low = rows[-1] + 1 + round(high * rng.uniform(-0.06, 0.2))
    left = columns[0] - round(high * rng.uniform(0, 0.6))
    right = columns[-1] + 1 + round(high * rng.uniform(0, 0.6))
    return grey[max(0, top) : low, max(0, left) : right]
