"""The words of stamps: each mark that may have some is cut out on its own ink, set level, and read with all others on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from extract.fold import fold
from extract.image import CleanPage, InkMark, PageBlock, Rect, Shape, grey
from extract.ingest import Pixels
from extract.model import Line, Region, Word
from extract.ocr.engine import Engine
from extract.ocr.hand.names import read_name

# The words of stamps: each mark that may have some is cut out on its own ink, set level, and read with all others on one sheet.

_WHITE = 0.12  # inches of white around what is cut out
_RIM = 0.012  # inches by which ink is wider than its colour
_DARK = 160
_DOT = 0.03  # inches across at most
_LEADER = 7  # dots in a row: a line of letters has fewer
_LEVEL = 1.0  # degrees of tilt that are left as they are
_WORDY = (Shape.WORDS, Shape.FRAME)


@dataclass(frozen=True, slots=True)
class StampText:
    """The words of a mark, its lines parted by line feeds, and how sure they are.

    `words`: with their places on `own`, the mark's own ink, level, and on `others`, its part of the page without it: there
    stands what a hand filled in.
    """

    text: str = ""
    confidence: float = 0.0
    words: tuple[tuple[str, Rect], ...] = ()
    own: Pixels | None = field(default=None, repr=False, compare=False)
    others: Pixels | None = field(default=None, repr=False, compare=False)


NOTHING = StampText()


def read_marks(tidy: CleanPage, engine: Engine) -> Mapping[int, StampText]:
    """What the engine reads in each mark that may have words, by the mark's place among all."""
    wordy = {at: mark for at, mark in enumerate(tidy.marks) if _may_say(mark)}
    if not wordy or tidy.straight is None:
        return {}
    pieces = [_own(tidy.straight, mark, tidy.dpi) for mark in wordy.values()]
    sheet, rects = _stacked(tidy, pieces)
    lines = engine.read(sheet).lines
    return {
        at: _said(tidy, mark, piece, _between(lines, rect, sheet.pixels))
        for (at, mark), piece, rect in zip(wordy.items(), pieces, rects, strict=True)
    }


def _may_say(mark: InkMark) -> bool:
    return mark.shape in _WORDY and mark.ink is not None and bool(mark.ink.any())


def _said(tidy: CleanPage, mark: InkMark, own: Pixels, lines: Sequence[Placed]) -> StampText:
    words = [placed for line in lines for placed in line]
    sure = [word.confidence for word, _ in words if word.confidence is not None]
    if not sure or tidy.straight is None:
        return StampText(own=own)
    text = "\n".join(" ".join(word.text for word, _ in line) for line in lines)
    others = _others(tidy.straight, mark, tidy.dpi) if mark.shape is Shape.FRAME else None
    places = tuple((word.text, rect) for word, rect in words)
    return StampText(text, sum(sure) / len(sure), places, own, others)


Placed = Sequence[tuple[Word, Rect]]  # the words of a line with their places on a mark's piece


def _between(lines: Sequence[Line], rect: Rect, sheet: Pixels) -> list[Placed]:
    """The lines read between two rows of a sheet."""
    found = [list(_placed(line, rect, sheet)) for line in lines]
    return [line for line in found if line]


def _placed(line: Line, rect: Rect, sheet: Pixels) -> Iterator[tuple[Word, Rect]]:
    high, wide = sheet.shape
    for word in line.words:
        if word.box is None:
            continue
        xs = (round(word.box.x0 * wide), round(word.box.x1 * wide))
        ys = (round(word.box.y0 * high), round(word.box.y1 * high))
        if rect.y0 <= sum(ys) / 2 < rect.y1:
            yield word, Rect(xs[0], ys[0] - rect.y0, xs[1], ys[1] - rect.y0)


def _stacked(tidy: CleanPage, pieces: Sequence[Pixels]) -> tuple[CleanPage, list[Rect]]:
    """Pieces one below the other, each a block of its own."""
    width = max(piece.shape[1] for piece in pieces)
    rects = list(_rows(pieces, width))
    pixels = np.full((rects[-1].y1, width), 255, np.uint8)
    for piece, rect in zip(pieces, rects, strict=True):
        pixels[rect.y0 : rect.y1, : piece.shape[1]] = piece
    back = np.diag([1 / pixels.shape[1], 1 / pixels.shape[0], 1.0])
    blocks = tuple(PageBlock(Region.BODY, rect) for rect in rects)
    return CleanPage(tidy.number, pixels, tidy.dpi, blocks, back), rects


def _rows(pieces: Sequence[Pixels], width: int) -> Iterator[Rect]:
    y = 0
    for piece in pieces:
        yield Rect(0, y, width, y + len(piece))
        y += len(piece)


def _own(straight: Pixels, mark: InkMark, dpi: float) -> Pixels:
    """A mark's own ink in grey on white, level, with a margin."""
    part = straight[mark.rect.slices]
    own = _mask(mark, part, dpi)
    plane = part if part.ndim == 2 else part[..., 0 if mark.colour == "blue" else 1]  # noqa: PLR2004
    ink = np.where(own, _stretched(plane, plane[own]), 255).astype(np.uint8)
    return without_leaders(_levelled(ink, mark.tilt, round(_WHITE * dpi)), dpi)


def without_leaders(piece: Pixels, dpi: float) -> Pixels:
    """A level piece without rows of dots to write on, beside which an engine loses the word before them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((piece < _DARK).astype(np.uint8))
    dots = stats[:, 2:4].max(axis=1) <= _DOT * dpi
    dots[0] = False
    rows = np.round((stats[:, 1] + stats[:, 3] / 2) / (_DOT * dpi)).astype(np.int64)
    count = np.bincount(rows[dots], minlength=rows.max() + 2)
    many = count + np.roll(count, 1) + np.roll(count, -1) >= _LEADER
    return np.where((dots & many[rows])[labels], np.uint8(255), piece)


def _others(straight: Pixels, mark: InkMark, dpi: float) -> Pixels:
    """What is written in a mark in other ink than its own, at the places it has on the mark's own piece."""
    part = straight[mark.rect.slices]
    plain = grey(part)
    ink = np.where(_mask(mark, part, dpi), np.uint8(np.percentile(plain, 85)), plain)
    return _levelled(ink, mark.tilt, round(_WHITE * dpi))


def _mask(
    mark: InkMark, part: Pixels, dpi: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where a part of the page bears a mark's own ink."""
    assert mark.ink is not None, "only marks with ink may have words"
    side = 2 * round(_RIM * dpi * mark.ink.shape[1] / part.shape[1]) + 1
    grown = cv2.dilate(mark.ink, np.ones((side, side), np.uint8))
    return np.asarray(
        cv2.resize(grown, part.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0, np.bool_
    )


def _stretched(plane: Pixels, own: Pixels) -> Pixels:
    """Grey from the darkest of a mark's ink, 0, to paper, 255."""
    dark = float(np.percentile(own, 5))
    return np.asarray(np.clip((plane - dark) * (255 / max(255 - dark, 1)), 0, 255), np.uint8)


def _levelled(ink: Pixels, tilt: float, side: int) -> Pixels:
    """A piece with white around it, turned back by its tilt."""
    framed = cv2.copyMakeBorder(ink, side, side, side, side, cv2.BORDER_CONSTANT, value=(255,))
    if abs(tilt) < _LEVEL:
        return np.asarray(framed, np.uint8)
    height, width = framed.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    level = cv2.warpAffine(framed, turn, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, np.uint8)


# The name on a stamp, by two readers: the engine, which knows upright type, and the network of names, which knows script as well.

_AGREED = 0.97  # how sure a name is that both read
_ENGINE = 0.9  # what the engine is as sure of and names a person by wins
Name = tuple[str, float]


def named(said: StampText) -> Name:
    """The name of a stamp and how sure it is; "" where neither reader finds one."""
    engine = (" ".join(said.text.split()), said.confidence)
    found = read_name(said.own) if said.own is not None else ()
    if not found:
        return engine
    if _bare(found[0][0]) == _bare(engine[0]):
        return found[0][0], max(_AGREED, engine[1])
    return engine if engine[1] >= _ENGINE else found[0]


def _bare(text: str) -> str:
    """The letters of a name, small and without marks."""
    return "".join(filter(str.isalpha, fold(text)))
