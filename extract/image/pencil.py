"""What a pen or a pencil left beside print: words in blue, and the number at the top right corner of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.image.page import InkMark, Rect, Shape
from extract.image.tone import Tints, smaller
from extract.ingest import Pixels

# Where a page bears words in blue, of a pen above all: they leave it with the seals before it is read, and what is lost must be known.
#
# Red ink is a seal's; blue and violet lie on the other side of grey in Lab.

_WORD = 0.12  # inches between strokes of one word
_HIGH = (0.06, 0.6)  # inches: less is a speck, more a signature
_LEAST = 0.004  # square inches of ink: a figure 1 has 0.006
_MOST_FILL = 0.6  # of its rectangle: more is a coloured ground


def pen_strokes(tints: Tints, dpi: float) -> tuple[Rect, ...]:
    """The rectangles of words in blue ink, from the top; `dpi` is the page's."""
    by, fine = tints.factor, dpi / tints.factor
    joined = cv2.dilate(tints.blue, np.ones((1, max(1, round(_WORD * fine))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    ink = np.bincount(labels[tints.blue > 0], minlength=len(stats))
    return tuple(
        Rect(by * x, by * y, by * (x + width), by * (y + height))
        for (x, y, width, height, _), area in zip(stats[1:].tolist(), ink[1:].tolist(), strict=True)
        if _HIGH[0] * fine <= height <= _HIGH[1] * fine
        and _LEAST * fine * fine <= area <= _MOST_FILL * width * height
    )


# A number pencilled at the top right corner of a sheet: paler than print, thin, of the size of handwritten figures.
#
# Archives number the sheets of a file so, in soft black pencil (Thông tư 05/2025/TT-BNV and those before it).

_CORNER = (0.26, 0.085)  # shares of the page's width and height, from the top right
_EDGE = 0.03  # inches at the edges of the page, where scanners leave shade
_INK = 10  # greys below white: 150 dpi scans of pencil have 12 to 60, paper 0 to 6
_PALER = 0.62  # of the way from white to the page's type that pencil is dark at most
_PENCIL_HIGH = (0.09, 0.42)  # inches of a figure
_WIDE = 0.4  # inches of figures that touch
_FILL = 0.55  # ink in its box: more is a speck or a letter
_NEAR = 0.12  # inches between figures of one number
_LONGEST = 1.0  # inches of a number


def find_pencil(flat: Pixels, binary: Pixels, dpi: float) -> InkMark | None:
    """The pencilled number of a flattened grey page; `binary`: the same page, ink 0."""
    across, down = (
        round(share * side) for share, side in zip(_CORNER, flat.shape[::-1], strict=True)
    )
    left = flat.shape[1] - across
    edge = round(_EDGE * dpi)
    corner = flat[edge:down, left : flat.shape[1] - edge]
    if min(corner.shape) < _PENCIL_HIGH[1] * dpi:
        return None
    figures = _figures(corner, _type_grey(flat, binary), dpi)
    if not figures:
        return None
    x0, y0 = min(r.x0 for r in figures), min(r.y0 for r in figures)
    x1, y1 = max(r.x1 for r in figures), max(r.y1 for r in figures)
    return InkMark(Rect(left + x0, edge + y0, left + x1, edge + y1), "grey", Shape.PENCIL)


def _type_grey(flat: Pixels, binary: Pixels) -> float:
    ink = flat[binary == 0]
    return float(np.median(ink)) if ink.size else 0.0


def _figures(corner: Pixels, type_grey: float, dpi: float) -> list[Rect]:
    """The row of figures with most ink, in pixels of the corner."""
    soft = np.asarray(smaller(corner, 2), np.uint8)
    ink = (soft < 255 - _INK).astype(np.uint8)
    joined = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    darkest = 255 - _PALER * (255 - type_grey)
    found = [
        Rect(2 * x, 2 * y, 2 * (x + width), 2 * (y + height))
        for number, (x, y, width, height, _) in enumerate(stats[1:].tolist(), 1)
        if _PENCIL_HIGH[0] * dpi <= 2 * height <= _PENCIL_HIGH[1] * dpi
        and 2 * width <= _WIDE * dpi
        and _is_pale(soft, (labels == number) & (ink > 0), darkest, width * height)
    ]
    return _row(found, dpi)


def _is_pale(
    soft: Pixels, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], darkest: float, box: int
) -> bool:
    """Whether strokes are paler than type, and thin."""
    strokes = soft[where]
    thin = len(strokes) <= _FILL * box
    return thin and float(np.percentile(strokes, 25)) >= darkest


def _row(figures: Sequence[Rect], dpi: float) -> list[Rect]:
    """Of figures that stand side by side those of the largest row."""
    rows: list[list[Rect]] = []
    for figure in sorted(figures, key=lambda rect: rect.x0):
        near = (row for row in rows if _follows(row[-1], figure, dpi))
        row = next(near, None)
        if row is None:
            rows.append([figure])
        else:
            row.append(figure)
    fitting = [row for row in rows if row[-1].x1 - row[0].x0 <= _LONGEST * dpi]
    return max(fitting, key=lambda row: sum(r.width * r.height for r in row), default=[])


def _follows(left: Rect, right: Rect, dpi: float) -> bool:
    level = min(left.y1, right.y1) - max(left.y0, right.y0)
    return right.x0 - left.x1 <= _NEAR * dpi and level >= 0.4 * min(left.height, right.height)
