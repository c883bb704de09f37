"""Examples: a printed line of a header with what a hand filled in, as a scanner gives it, cut out as the reader cuts it.

The label is what stands in the strip: figures, and the printed bar or hyphen that ends a number; what follows it is no part.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import Ink
from benchmarks.handwriting.scan import scanned
from benchmarks.handwriting.writers import Writer
from extract.ocr.hand.places import Gap, Window, normal_window
from extract.train.pages import find_fonts

Dark = NDArray[np.float32]  # 0 paper to 1 ink
Example = tuple[str, NDArray[np.float32]]  # label and strip
_UPRIGHT = (
    ("LiberationSerif-Regular", 1),
    ("Tinos-Regular", 1),
    ("FreeSerif", 1),
    ("DejaVuSerif", 1),
    ("LiberationSans-Regular", 1),
)
_ITALIC = (
    ("LiberationSerif-Italic", 1),
    ("Tinos-Italic", 1),
    ("FreeSerifItalic", 1),
    ("LiberationSerif-Regular", 1),
)
_SYMBOLS = (
    *("QĐ", "BC", "TTr", "CV", "KH", "TB", "UBND", "STTTT", "SYT", "HĐND", "TW", "TU", "VP", "NQ"),
    *("CP", "BTC", "GM", "PC", "CT", "ĐA", "SNV", "TCKT", "BNV", "CCT", "HD", "GP", "VPCP"),
)
_LINE_HIGH = 4.2  # em of the canvas
_BASE = 2.4  # em from its top to the base line
_MIDDLE = 0.27  # em from the base line up to the middle of the words
_PLACES = ("Hà Nội", "Lâm Đồng", "Cần Thơ", "Huế", "Việt Trì", "Đà Nẵng", "", "Vinh")


@dataclass(frozen=True, slots=True)
class Form:
    """A printed line with a blank: what stands before and after it, and how wide it is printed (em)."""

    before: str
    after: str
    italic: bool
    blank: tuple[float, float]
    ends: str = ""  # the sign that ends the number


@cache
def _face(italic: bool, at: int, size: int) -> ImageFont.FreeTypeFont:  # noqa: FBT001
    files = _faces(italic)
    return ImageFont.truetype(str(files[at % len(files)]), size)


@cache
def _faces(italic: bool) -> tuple[Path, ...]:  # noqa: FBT001
    return tuple(file for file, _ in find_fonts(_ITALIC if italic else _UPRIGHT))


def number(rng: random.Random) -> tuple[str, Form]:
    """A document's number and its form."""
    digits = rng.choice((1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5))
    said = str(rng.randint(10 ** (digits - 1), 10**digits - 1))
    said = "0" + said if digits < 3 and rng.random() < 0.25 else said
    symbol = "-".join(rng.choices(_SYMBOLS, k=rng.choice((1, 2, 2))))
    ends = rng.choice("///////-")
    opening = rng.choice(("Số:", "Số:", "Số:", "Số", "Số :", "SỐ:", "Số."))
    room = rng.choice(("", "", "", " "))
    return said, Form(opening, room + ends + room + symbol, rng.random() < 0.1, (0.5, 3.6), ends)


def date(rng: random.Random) -> tuple[str, Form]:
    """A day or a month and its form."""
    most = rng.choice((31, 12))
    said = str(rng.randint(1, most))
    said = said if rng.random() < 0.35 else said.zfill(2)
    italic = rng.random() < 0.85
    blank = (0.3, 2.8)
    if most == 12:
        year = rng.choice(("20", f"20{rng.randint(0, 29):02d}"))
        return said, Form("tháng", f"năm {year}", italic, blank)
    place = rng.choice(_PLACES)
    return said, Form(f"{place}, ngày" if place else "ngày", "tháng", italic, blank)


def example(rng: random.Random, writers: Sequence[tuple[Writer, float]]) -> Example:
    """A strip with its label."""
    said, form = number(rng) if rng.random() < 0.5 else date(rng)
    said = "" if rng.random() < 0.04 else said
    em = rng.uniform(24, 58)
    line = _drawn(said, form, em, rng, writers)
    grey, shown = _cut(line, em, rng)
    return said + (form.ends if shown else ""), normal_window(scanned(grey, em, rng))


def drawn_place(
    rng: random.Random, writers: Sequence[tuple[Writer, float]]
) -> tuple[str, str, Ink, Gap, Window]:
    """A whole line as a grey page: what is written, whether a number, day or month, and its place."""
    said, form = number(rng) if rng.random() < 0.5 else date(rng)
    kind = "number" if form.ends else "month" if form.before == "tháng" else "day"
    said = "" if rng.random() < 0.04 else said
    em = rng.uniform(24, 58)
    line = _drawn(said, form, em, rng, writers)
    grey = scanned((line.print, line.hand), em, rng)
    x0, x1 = (edge + rng.gauss(0, 0.08) * em for edge in line.blank)
    middle = (_BASE - _MIDDLE + rng.gauss(0, 0.05)) * em
    gap = Gap(round(x0), round(x1), round(middle), em)
    beyond = 0.45 if form.ends else 0.3
    return said, kind, grey, gap, Window(x0 - 0.3 * em, x1 + beyond * em, middle, em)


@dataclass(frozen=True, slots=True)
class _Line:
    """A drawn line: print and writing apart; columns of the blank, of the writing, of the sign that ends the number."""

    print: Dark
    hand: Dark
    blank: tuple[float, float]
    written: tuple[float, float]
    bar: float


def _drawn(
    said: str, form: Form, em: float, rng: random.Random, writers: Sequence[tuple[Writer, float]]
) -> _Line:
    size = max(12, round(em * rng.uniform(0.88, 1.08)))
    face = _face(form.italic, rng.randrange(8), size)
    if said and rng.random() < 0.12:
        return _typed(said, form, em, face, rng)
    ink = _sized(_writing(said, rng, writers), em, rng) if said else np.zeros((1, 1), np.uint8)
    wide = ink.shape[1]
    gap = max(rng.uniform(*form.blank) * em, wide - rng.uniform(-0.3, 0.5) * em)
    x0 = face.getlength(form.before) + em
    x1 = x0 + gap
    at = x0 + (gap - wide) * rng.uniform(0.1, 0.9)
    printed = _canvas(x1 + face.getlength(form.after) + em, em)
    _type(printed, form.before, em, face, em)
    _type(printed, form.after, x1, face, em)
    _leaders(printed, x0, x1, em, face, rng)
    hand = np.zeros_like(printed)
    if said:
        _put(hand, ink, at, (_BASE - 0.3 + rng.gauss(0, 0.16)) * em - len(ink) / 2)
        _ticks(hand, at, wide, em, rng)
    bar = x1 + face.getlength(form.after.partition(form.ends)[0] + form.ends) if form.ends else 0
    return _Line(_dark(printed), _dark(hand), (x0, x1), (at, at + wide), bar)


def _typed(
    said: str, form: Form, em: float, face: ImageFont.FreeTypeFont, rng: random.Random
) -> _Line:
    """A line whose figures are printed."""
    spaces = " " * rng.choice((0, 1, 1, 2)), " " * rng.choice((0, 1, 1, 2))
    x0 = face.getlength(form.before) + em
    at = x0 + face.getlength(spaces[0])
    end = at + face.getlength(said)
    x1 = end + face.getlength(spaces[1])
    printed = _canvas(x1 + face.getlength(form.after) + em, em)
    for text, x in ((form.before, em), (said, at), (form.after, x1)):
        _type(printed, text, x, face, em)
    bar = x1 + face.getlength(form.after.partition(form.ends)[0] + form.ends) if form.ends else 0
    return _Line(_dark(printed), np.zeros(printed.shape, np.float32), (x0, x1), (at, end), bar)


def _writing(said: str, rng: random.Random, writers: Sequence[tuple[Writer, float]]) -> Ink:
    writer = rng.choices([w for w, _ in writers], [share for _, share in writers])[0]
    return _trimmed(_tilted(writer(said, rng), rng))


def _tilted(ink: Ink, rng: random.Random) -> Ink:
    """The writing on a base line that rises or falls, bent now and then."""
    turn, wide = rng.gauss(0, 0.06), ink.shape[1]
    ink = np.pad(ink, ((wide // 8, wide // 8), (0, 0)))
    shear = np.array([[1, 0, 0], [turn, 1, -turn * wide / 2]], np.float32)
    ink = np.asarray(cv2.warpAffine(ink, shear, ink.shape[::-1]), np.uint8)
    return _bent(ink, rng) if rng.random() < 0.4 else ink


def _bent(ink: Ink, rng: random.Random) -> Ink:
    noise = np.random.default_rng(rng.getrandbits(32))
    small = noise.normal(0, 1, (len(ink) // 24 + 2, ink.shape[1] // 24 + 2, 2)).astype(np.float32)
    off = cv2.resize(small, ink.shape[::-1], interpolation=cv2.INTER_CUBIC) * rng.uniform(0.5, 2.5)
    y, x = np.mgrid[: ink.shape[0], : ink.shape[1]].astype(np.float32)
    return np.asarray(cv2.remap(ink, x + off[..., 0], y + off[..., 1], cv2.INTER_LINEAR), np.uint8)


def _trimmed(ink: Ink) -> Ink:
    rows, columns = (np.flatnonzero((ink > 100).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return ink
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _sized(ink: Ink, em: float, rng: random.Random) -> Ink:
    """The writing at the height a hand gives it beside print of `em` pixels."""
    high = max(8, round(em * min(1.7, max(0.5, rng.gauss(0.98, 0.22)))))
    wide = max(3, round(ink.shape[1] * high / len(ink) * rng.uniform(0.8, 1.15)))
    return np.asarray(cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


def _canvas(wide: float, em: float) -> Ink:
    return np.zeros((round(_LINE_HIGH * em), round(wide)), np.uint8)


def _type(canvas: Ink, text: str, x: float, face: ImageFont.FreeTypeFont, em: float) -> None:
    image = Image.fromarray(canvas)
    ImageDraw.Draw(image).text((x, _BASE * em), text, font=face, fill=255, anchor="ls")
    canvas[:] = np.maximum(canvas, np.array(image))


def _leaders(
    canvas: Ink, x0: float, x1: float, em: float, face: ImageFont.FreeTypeFont, rng: random.Random
) -> None:
    """Dots or a line to write on, now and then; a rule above, the next line below."""
    chance = rng.random()
    if chance < 0.3:
        dots = int((x1 - x0) / max(1.0, face.getlength("."))) - rng.choice((0, 1, 2))
        _type(canvas, "." * max(0, dots), x0, face, em)
    elif chance < 0.34:
        y = round((_BASE + rng.uniform(0.05, 0.2)) * em)
        cv2.line(canvas, (round(x0), y), (round(x1), y), 255, max(1, round(em / 22)))
    if rng.random() < 0.12:
        y = round((_BASE - rng.uniform(1.0, 1.4)) * em)
        cv2.line(canvas, (0, y), (canvas.shape[1], y), 255, max(1, round(em / 20)))
    for side in (-1, 1):
        if rng.random() < (0.2 if side < 0 else 0.35):
            _beside(canvas, em, side, face, rng)


def _beside(
    canvas: Ink, em: float, side: int, face: ImageFont.FreeTypeFont, rng: random.Random
) -> None:
    """The line above or below."""
    text = " ".join(rng.choices(("V/v", "Kính", "báo", "cáo", "ỦY BAN", "nhân dân", "gửi"), k=5))
    moved = np.zeros_like(canvas)
    _type(moved, text, rng.uniform(-1, 1) * em, face, em)
    shift = round(side * rng.uniform(1.1, 1.5) * em)
    rolled = np.roll(moved, shift, axis=0)
    canvas[:] = np.maximum(canvas, rolled)


def _ticks(hand: Ink, at: float, wide: float, em: float, rng: random.Random) -> None:
    """What hands leave beside figures: an entry tick, a full stop, a stray stroke."""
    thick = max(1, round(em * rng.uniform(0.03, 0.1)))
    base = _BASE * em
    if rng.random() < 0.05:
        x = at - rng.uniform(0.15, 0.5) * em
        tick = [(x - 0.2 * em, base - 0.5 * em), (x - 0.1 * em, base - 0.2 * em), (x, base - em)]
        cv2.polylines(hand, [np.array(tick, np.int32)], False, 255, thick, cv2.LINE_AA)
    if rng.random() < 0.05:
        x = at + wide + rng.uniform(0.05, 0.3) * em
        cv2.circle(hand, (round(x), round(base)), thick, 255, -1)


def _put(canvas: Ink, ink: Ink, x: float, y: float) -> None:
    """Ink on a canvas; what reaches over its edge is lost."""
    left, top = round(x), round(y)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(canvas.shape[1], left + ink.shape[1]), min(len(canvas), top + len(ink))
    if x1 > x0 and y1 > y0:
        part = canvas[y0:y1, x0:x1]
        np.maximum(part, ink[y0 - top : y1 - top, x0 - left : x1 - left], out=part)


def _dark(ink: Ink) -> Dark:
    return ink.astype(np.float32) / 255


def _cut(line: _Line, em: float, rng: random.Random) -> tuple[tuple[Dark, Dark], bool]:
    """Print and writing of the strip, and whether it shows the sign that ends the number."""
    x0, x1 = line.blank
    left = x0 - max(0.05, rng.gauss(0.3, 0.25) if rng.random() < 0.8 else rng.uniform(0, 1.8)) * em
    right = x1 + max(0.05, rng.gauss(0.5 if line.bar else 0.3, 0.3)) * em
    if rng.random() < 0.1:
        right = x1 - rng.uniform(0, 0.3) * em
    room = 0.08 * em
    left, right = min(left, line.written[0] - room), max(right, line.written[1] + room)
    middle = (_BASE - _MIDDLE + rng.gauss(0, 0.08)) * em
    high = em * rng.gauss(1, 0.05)
    box = np.s_[
        max(0, round(middle - high)) : round(middle + high), max(0, round(left)) : round(right)
    ]
    shown = bool(line.bar) and line.bar <= right + 0.08 * em
    return (line.print[box], line.hand[box]), shown
