"""A clean page: straight, evenly lit pixels, the blocks found on it, and the way back to the page as it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extract.ingest import Pixels
from extract.model import Box, Region

if TYPE_CHECKING:
    from extract.image.skew import Curve

Homography = NDArray[np.float64]  # 3 x 3


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels of the clean page: x0 <= x < x1, y0 <= y < y1."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rectangle's part of an array of pixels."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.y1 - self.y0


class Shape(StrEnum):
    """The form of a mark."""

    RING = "ring"
    FRAME = "frame"
    STROKES = "strokes"
    WORDS = "words"
    PENCIL = "pencil"


@dataclass(frozen=True, slots=True)
class InkMark:
    """Ink beside the text: its rectangle on the clean page, red, blue, black or grey, and its form.

    `tilt`: degrees that its lines fall to the right. `ink`: 255 where words of it may be, over the rectangle at a lower
    resolution.
    """

    rect: Rect
    colour: str
    shape: Shape
    tilt: float = 0.0
    ink: Pixels | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled table: its rectangle inside the rules, 0-based row and column, spans."""

    rect: Rect
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A part of a page that is read by itself; a table has cells, any other block none."""

    region: Region
    rect: Rect
    cells: tuple[GridCell, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page ready to be read.

    `pixels`: uint8, height x width, ink low. `blocks` cover the page in reading order. `curve`: by which it was
    unbent; `to_original` takes a point of the page before that, in pixels, to shares of the page as it came. `blank`: there is nothing to read. `head`: the
    upper part of the page in grey as it was scanned, straight, pens of all colours kept and red seals pale; `None` for a
    page that was drawn. `pen`: words in blue ink, which the pixels lack. `marks`: what lies on
    the page beside its text; `straight`: the straight page as scanned, to read them from; `None` where it has none.
    """

    number: int
    pixels: Pixels
    dpi: float
    blocks: tuple[PageBlock, ...]
    to_original: Homography
    blank: bool = False
    notes: tuple[str, ...] = ()
    head: Pixels | None = None
    curve: Curve | None = None
    pen: tuple[Rect, ...] = ()
    marks: tuple[InkMark, ...] = ()
    straight: Pixels | None = None

    def original(self, rect: Rect) -> Box:
        """The box on the page as it came that holds a rectangle of the clean page."""
        return self.originals([rect])[0]

    def originals(self, rects: Sequence[Rect]) -> list[Box]:
        """`original` of many: numpy costs as much for one word as for a line of them."""
        sides = np.array([(r.x0, r.y0, r.x1, r.y1) for r in rects], np.float64).reshape(-1, 4)
        x, y = sides[:, [0, 0, 2, 2]], sides[:, [1, 3, 1, 3]]
        bent = y if self.curve is None else y + self.curve.drop(x, y)
        there = np.stack([x, bent, np.ones_like(x)], axis=-1) @ self.to_original.T
        points = np.clip(there[..., :2] / there[..., 2:], 0.0, 1.0)
        ends = np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)
        return [Box(*(round(side, 5) for side in box)) for box in ends.tolist()]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where on the clean page, in pixels, a point lies that is given in shares of the page as it came."""
        column, row = self.places(np.array([[x, y]]))[0].tolist()
        return column, row

    def places(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """`place` of many points, each a row."""
        there = np.column_stack([points, np.ones(len(points))])
        across, down, scale = np.linalg.solve(self.to_original, there.T)
        column, row = across / scale, down / scale
        lifted = row if self.curve is None else row - self.curve.lift(column, row)
        return np.column_stack([column, lifted])
