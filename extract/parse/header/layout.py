"""How a line stands on its page: the space above it, the share of the text's width it fills, its column, its height.

Lines of an image have boxes; lines of a text have their order, blank lines and lengths. Both are told in the same measures, so
that one model reads both. A line of which nothing is known has none of the signs, for or against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from extract.model import Box, TextLine
from extract.parse.lines import is_blank

_SAMPLE = 60  # lines of a document that its measures are taken of
_WIDE = 0.5  # of the page: lines of the body
_MARGINS = (0.12, 0.92)  # of a page without a wide line
_GAP = 0.9  # heights of a line: lines set at 1.5 are 0.7 apart
_CENTRE = 0.045  # of the page: how far off a centred line may be
_SIDE, _COLUMN = (
    0.09,
    0.66,
)  # of the page: off its middle; of the text's width: the national header has 0.6
_LEVEL = (
    0.9  # heights between the middles of two lines on one level: number and date are set by eye
)
_SHORT_TEXT = 40  # letters: a text of shorter lines has no width to speak of


@dataclass(frozen=True, slots=True)
class Frame:
    """The text of a page: its margins and the height of a line; for a text the length of a full line."""

    left: float
    right: float
    height: float
    letters: int

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> Frame:
        """The frame of a document's first lines."""
        sample = [line for line in lines[: 2 * _SAMPLE] if not is_blank(line)][:_SAMPLE]
        boxes = [line.box for line in sample if line.box and line.page == sample[0].page]
        wide = [box for box in boxes if box.x1 - box.x0 > _WIDE]
        left, right = _MARGINS
        if wide:
            left = sorted(b.x0 for b in wide)[len(wide) // 4]
            right = sorted(b.x1 for b in wide)[3 * len(wide) // 4]
        height = median(b.y1 - b.y0 for b in boxes) if boxes else 0.0
        lengths = [len(line.text.strip()) for line in sample]
        full = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else 0.0
        return cls(left, right, height, max(_SHORT_TEXT, round(full)))


@dataclass(frozen=True, slots=True)
class Setting:
    """A line's place: `gap` above it, `fill` of the width, its box; `centred` and `column` are unknown without one."""

    gap: bool
    fill: float
    box: Box | None = None
    centred: bool = False
    column: str = ""  # "left", "right", or "" where it spans both or nothing is known
    height: float = 0.0
    indent: float = 0.0  # right of the margin, as a share of the page

    def is_level(self, other: Setting) -> bool:
        """Whether two lines stand side by side, as number and date do."""
        if self.box is None or other.box is None:
            return False
        return abs(_middle(self.box) - _middle(other.box)) < _LEVEL * self.height

    def is_below(self, other: Setting) -> bool:
        """Whether a line stands clearly below another; false where that is not known."""
        if self.box is None or other.box is None:
            return False
        return _middle(self.box) - _middle(other.box) > 0.5 * self.height

    def is_apart(self, other: Setting) -> bool:
        """Whether two lines have boxes that share no column."""
        if self.box is None or other.box is None:
            return False
        return self.box.x0 > other.box.x1 or other.box.x0 > self.box.x1


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def setting_of(line: TextLine, before: TextLine | None, frame: Frame, *, blank: bool) -> Setting:
    """How a line stands; `before` is the filled line read before it, `blank` whether blank lines stand between."""
    if line.box is None:
        return Setting(blank, min(1.0, len(line.text.strip()) / frame.letters))
    box, width = line.box, frame.right - frame.left
    middle, centre = (box.x0 + box.x1) / 2, (frame.left + frame.right) / 2
    fill = (box.x1 - box.x0) / width
    side = "left" if middle < centre - _SIDE else "right" if middle > centre + _SIDE else ""
    column = side if fill < _COLUMN else ""
    centred = abs(middle - centre) < _CENTRE and box.x0 > frame.left + 0.01
    gap = blank or _is_gap(box, before, frame)
    return Setting(gap, min(1.0, fill), box, centred, column, frame.height, box.x0 - frame.left)


def _is_gap(box: Box, before: TextLine | None, frame: Frame) -> bool:
    """Whether more than a line's leading is free above a line, below what was read before it in its column."""
    if before is None or before.box is None:
        return False
    above = before.box
    beside = above.x0 > box.x1 or box.x0 > above.x1
    return not beside and box.y0 - above.y1 > _GAP * frame.height
