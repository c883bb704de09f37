"""The window of a printed line that a hand filled in: two em high round the line's middle, what is printed beside it left in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.image import Rect
from extract.ingest import Pixels
from extract.ocr.hand.network import STRINGS, Floats

_PAPER, _DARK = 85, 1  # percentiles of a window's grey
_LEAST_CONTRAST = 25.0  # greys between paper and ink: less is paper alone
_NARROWEST, _WIDEST = 16, 320  # columns
# the views of a window: down (em), and how much more or less of the page it shows
_VIEWS = ((0.0, 1.0), (-0.07, 1.0), (0.07, 1.0), (0.0, 0.93), (0.0, 1.08))


@dataclass(frozen=True, slots=True)
class Window:
    """Columns x0 <= x < x1 of the page, the middle row of the printed line, the size of its type (pixels)."""

    x0: float
    x1: float
    middle: float
    em: float

    @property
    def rect(self) -> Rect:
        """What is cut out."""
        top, bottom = round(self.middle - self.em), round(self.middle + self.em)
        return Rect(max(0, round(self.x0)), max(0, top), max(0, round(self.x1)), bottom)

    def moved(self, across: float, down: float) -> Window:
        """The window so many pixels to the right and down."""
        return Window(self.x0 + across, self.x1 + across, self.middle + down, self.em)

    def zoomed(self, share: float) -> Window:
        """The window showing so much of the page."""
        beside = (self.x1 - self.x0) * (share - 1) / 2
        return Window(self.x0 - beside, self.x1 + beside, self.middle, self.em * share)


def views(page: Pixels, window: Window) -> Floats | None:
    """A window as the network takes it, seen in five ways; `None` where the page does not reach."""
    seen = [window.moved(0, down * window.em).zoomed(share) for down, share in _VIEWS]
    parts = [page[one.rect.slices] for one in seen]
    if min(min(part.shape) for part in parts) < _NARROWEST // 2:
        return None
    first = normal(parts[0])
    return np.stack([first, *(normal(part, first.shape[1]) for part in parts[1:])])


def normal(grey: Pixels, wide: int = 0) -> Floats:
    """A piece of a grey page at 40 rows (and so many columns); paper 0, ink 1."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    ink = np.clip((paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST), 0, 1)
    wide = wide or min(max(round(ink.shape[1] * STRINGS.rows / ink.shape[0]), _NARROWEST), _WIDEST)
    how = cv2.INTER_AREA if len(ink) >= STRINGS.rows else cv2.INTER_LINEAR
    size = (wide, STRINGS.rows)
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=how), np.float32)
