"""The words of stamps: each mark that may have some is cut out on its own ink, set level, and read with all others on one sheet."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np

from extract import dictionaries
from extract.fold import fold
from extract.image import CleanPage, InkMark, PageBlock, Rect, Shape, grey
from extract.ingest import Pixels
from extract.model import Line, Region, Word
from extract.ocr.engine import Engine
from extract.ocr.hand.network import NAMES, Beams, Floats, grown

# Names on stamps: a line of script, italic or upright type to the names it may say, by a network of letters and a list of names.
#
# The network (`NAMES`) gives the chance of each letter, column by column; a beam search over CTC keeps the likeliest texts, where a
# word that is a family or given name, or a title before one (`BSCKI.`), counts more than one that is not. A name that is in no
# list can be read too: no name is exchanged for another, it is only less sure.

# A stamp's line of type as the network of names takes it: ink 1 and paper 0, at its rows.

_PAPER, _DARK = 80, 2  # percentiles of a line's grey
_LEAST_CONTRAST = 25.0
_NARROWEST, _WIDEST = 32, 720  # columns


def normal(grey: Pixels) -> Floats:
    """A line cut out of a grey page, or of one ink of it."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    ink = np.clip((paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST), 0, 1)
    wide = min(max(round(ink.shape[1] * NAMES.rows / len(ink)), _NARROWEST), _WIDEST)
    how = cv2.INTER_AREA if len(ink) >= NAMES.rows else cv2.INTER_LINEAR
    size = (wide, NAMES.rows)
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=how), np.float32)


_BEAM = 16
_LEAST = 3e-3  # a letter less likely at a step is none
_KNOWN, _OTHER = -5.0, -11.0  # log chance of a word that is in a list, and of any other
_WEIGHT = 0.6  # of words beside letters
_INK = 0.35  # of the way from paper to ink
_FULL = 0.03  # of the most inked row: rows with less are beside the line
_SHEARS = (-0.05, 0.0, 0.05)  # how much a line rises beyond what was levelled
_OFFERED = 3
_NO_TYPE = 0.02  # strokes of a signature stay below .002
# share of drawn names that were read right from a score on (benchmarks/handwriting/measure.py --stamps)
_RIGHT = ((0.0, 0.02), (0.1, 0.15), (0.2, 0.24), (0.3, 0.6), (0.4, 0.75), (0.5, 0.9))


def read_name(grey: Pixels) -> tuple[tuple[str, float], ...]:
    """What a stamp's line may say, likeliest first, with chances; nothing where there is no line of type."""
    best: dict[str, float] = {}
    for strip in _strips(grey):
        found = texts(NAMES.chances(strip[None])[0])
        if max(found.values(), default=0.0) > max(best.values(), default=0.0):
            best = found
    whole = sum(best.values()) or 1.0
    ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))[:_OFFERED]
    if not ranked:
        return ()
    # the mean of its letters beside the share of its beam: low where there is no type
    first = ranked[0][1] / whole * ranked[0][1] ** (1 / len(ranked[0][0]))
    if first < _NO_TYPE:
        return ()
    right = _RIGHT[bisect_right(_RIGHT, (first, 1.0)) - 1][1]
    return tuple((written(text), round(right * one / ranked[0][1], 3)) for text, one in ranked)


def written(text: str) -> str:
    """A text of small letters as names are written: titles in capitals, each syllable with one.

    >>> written("bscki. trần thị b")
    'BSCKI. Trần Thị B'
    """
    titles = {
        title.lower(): title for title in dictionaries.load().column("person_titles", "title")
    }
    return " ".join(
        titles.get(word.rstrip("."), word[:1].upper() + word[1:].rstrip("."))
        + "." * word.endswith(".")
        for word in text.split(" ")
    )


def texts(chances: Floats) -> dict[str, float]:
    """The likeliest texts of a strip and their scores: chance of the letters and of the words."""
    beams: Beams = {"": (1.0, 0.0)}
    for step in chances.astype(np.float64):
        likely = [(NAMES.signs[at], step[at + 1]) for at in np.flatnonzero(step[1:] > _LEAST)]
        longer = grown(beams, step[0], likely)
        ranked = sorted(longer, key=lambda text: (-_score(text, longer[text], whole=False), text))
        beams = {text: longer[text] for text in ranked[:_BEAM]}
    made: defaultdict[str, float] = defaultdict(float)
    for text, parts in beams.items():
        made[_spaced(text)] += float(_score(text, parts, whole=True))
    return {text: score for text, score in made.items() if text}


def _spaced(text: str) -> str:
    """A text with one space behind each full stop, and none alone.

    >>> _spaced("bscki.trần  thị b")
    'bscki. trần thị b'
    """
    return " ".join(part for part in text.replace(".", ". ").split() if part != ".")


def _score(text: str, parts: tuple[float, float], *, whole: bool) -> float:
    """A text's chance by its letters and its words; the last word only where the text is whole."""
    words = text.replace(".", " ").split()
    if not whole and text[-1:] not in (" ", "."):
        words = words[:-1]
    return sum(parts) * math.exp(_WEIGHT * sum(map(_worth, words)))


@cache
def _known() -> frozenset[str]:
    lists = dictionaries.load()
    columns = (("surnames", "surname"), ("given_names", "name"), ("person_titles", "title"))
    names = (name for column in columns for name in lists.column(*column))
    return frozenset(part for name in names for part in name.lower().split())


def _worth(word: str) -> float:
    """The log chance of a word."""
    return _KNOWN if word in _known() else _OTHER


def _strips(grey: Pixels) -> Iterator[Floats]:
    """The line's strip, level and rising or falling a little."""
    for shear in _SHEARS:
        line = _line(_sheared(grey, shear))
        if line is not None:
            yield normal(line)


def _sheared(grey: Pixels, shear: float) -> Pixels:
    high, wide = grey.shape
    move = np.array([[1, 0, 0], [shear, 1, -shear * wide / 2]], np.float32)
    paper = int(np.percentile(grey, 90))
    return np.asarray(cv2.warpAffine(grey, move, (wide, high), borderValue=(paper,)), np.uint8)


def _line(grey: Pixels) -> Pixels | None:
    """The rows and columns that type fills."""
    paper, dark = np.percentile(grey, (90, 1))
    ink = grey < paper - _INK * max(paper - dark, 25.0)
    rows, columns = _run(ink.sum(axis=1)), _run(ink.any(axis=0))
    if rows is None or columns is None:
        return None
    room = round(0.05 * (rows[1] - rows[0])) + 1
    top, left = max(0, rows[0] - room), max(0, columns[0] - 3 * room)
    return grey[top : rows[1] + room, left : columns[1] + 3 * room]


def _run(
    filled: Sequence[int] | np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> tuple[int, int] | None:
    """From the first to behind the last place that is filled well."""
    counts = np.asarray(filled, np.float64)
    full = np.flatnonzero(counts > _FULL * counts.max(initial=0.0))
    return (int(full[0]), int(full[-1]) + 1) if full.size else None


_WHITE = 0.12  # inches of white around what is cut out
_RIM = 0.012  # inches by which ink is wider than its colour
_DARK_STAMPS = 160
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
    _, labels, stats, _ = cv2.connectedComponentsWithStats((piece < _DARK_STAMPS).astype(np.uint8))
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
