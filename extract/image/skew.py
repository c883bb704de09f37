"""Straightening: which way a page lies, the angle at which the rows of its text are sharpest, and lines that bend drawn flat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.polynomial.polynomial import polyfit, polygrid2d, polyval, polyval2d
from numpy.typing import NDArray

from extract.image.tone import smaller
from extract.ingest import Pixels

# Quarter turns: a page whose text lines run down instead of across.
#
# The cheap test looks at the rows and columns of a thumbnail: lines of text make rows uneven. Which of the two ways a page
# lies, and whether it stands on its head, only the letters tell: `extract.ocr.again`.

_SIDE = 600  # pixels of the thumbnail's longer side, about
_LEAST = 16  # pixels of its shorter side: a thinner strip, or a speck, holds no lines to compare
_CLEARLY = 2.0  # columns this much sharper than rows mean that lines run down


def lies_sideways(page: Pixels) -> bool:
    """Whether the lines of a grey page run down instead of across."""
    small = np.asarray(smaller(page, max(1, round(max(page.shape) / _SIDE))))
    if min(small.shape) < _LEAST:
        return False
    ink = (255 - small[_margins(small.shape)]).astype(np.float32)
    rows = np.square(np.diff(ink.mean(axis=1))).mean()
    columns = np.square(np.diff(ink.mean(axis=0))).mean()
    return bool(columns > _CLEARLY * rows and columns > 1.0)


def _margins(shape: tuple[int, ...]) -> tuple[slice, slice]:
    down, across = shape[0] // 16, shape[1] // 16
    return slice(down, shape[0] - down), slice(across, shape[1] - across)


# Straightening: the angle at which the rows of text are sharpest, searched 0.5, then 0.1, then 0.02 degrees fine, up to 15.
#
# Measured on 26 pages of known angle: median error 0.01 degrees; a page with few lines has no clear peak and stays as it is.

_WIDTH = 1000  # pixels of the thumbnail
_STRIPS = 25  # upright strips whose rows are summed once; an angle then only shifts them against each other
_MARGIN = 0.06  # black scanner edges lie here
_RANGE = 3.0  # degrees: further is sought only where no angle within stands out
_PEAK = 6.0  # times the median of the sharpness: 16 pages within the range have 8 to 22, pages 4 to 15 degrees askew 1.2 to 4.3
_FAR_RANGE = 15.5
_FAR_GAIN = (
    1.5  # the least gain beyond the range; the same pages askew have 2.0 to 8.2, others 0.1 to 0.4
)
_STEPS = (0.5, 0.1, 0.02)
_LEAST_GAIN = 1.03  # sharpness at the peak against no turn; below it the peak is noise
_LEAST_ANGLE = (
    0.25  # below it turning blurs as much as it gains (10 pages: CER equal, 0.1 s a page saved)
)

Rows = NDArray[np.float32]


def find_skew(page: Pixels) -> float:
    """Degrees that the text of a grey page falls to the right (to turn back by); 0.0 where no angle is clearly better."""
    strips = _strip_rows(page)
    scores = {angle: _sharpness(strips, angle) for angle in _around(0.0, _STEPS[0], _RANGE)}
    usual = float(np.median(list(scores.values())))
    if abs(_best(scores)) == _RANGE or max(scores.values()) < _PEAK * usual:
        scores |= {angle: _sharpness(strips, angle) for angle in _far_angles()}
    for step, reach in zip(_STEPS[1:], _STEPS, strict=False):
        angles = _around(_best(scores), step, reach)
        scores |= {angle: _sharpness(strips, angle) for angle in angles if angle not in scores}
    best = _best(scores)
    gain = _LEAST_GAIN if abs(best) < _RANGE else _FAR_GAIN
    clear = scores[best] > gain * scores[0.0] and abs(best) < _FAR_RANGE
    return best if clear and abs(best) >= _LEAST_ANGLE else 0.0


def _around(middle: float, step: float, reach: float) -> list[float]:
    """The angles from `reach` below the middle to as much above it."""
    count = round(reach / step)
    return [round(middle + step * index, 3) for index in range(-count, count + 1)]


def _far_angles() -> list[float]:
    return [angle for angle in _around(0.0, _STEPS[0], _FAR_RANGE) if abs(angle) > _RANGE]


def _best(scores: Mapping[float, float]) -> float:
    """The angle of the sharpest rows, of equal ones the smallest."""
    return max(scores, key=lambda angle: (scores[angle], -abs(angle)))


def _strip_rows(page: Pixels) -> Rows:
    """Ink of each row of each strip of a thumbnail, margins off: rows x strips."""
    height, width = page.shape
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    wide = (width - 2 * across) // _STRIPS * _STRIPS or width
    inner = page[down : height - down or None, across : across + wide]
    rows = max(1, round(inner.shape[0] * _WIDTH * (1 - 2 * _MARGIN) / wide))
    return 255 - _narrowed(inner, _STRIPS, rows).astype(np.float32)


def _narrowed(inner: Pixels, strips: int, rows: int) -> Pixels:
    """The means of upright strips, rows x strips; first across, for by whole numbers OpenCV is five times as quick."""
    narrow = cv2.resize(inner, (strips, inner.shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(narrow, (strips, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _sharpness(strips: Rows, angle: float) -> float:
    """Energy of the differences between neighbouring rows when the strips are shifted as the angle asks."""
    height, count = strips.shape
    slope = float(np.tan(np.radians(angle))) * _WIDTH * (1 - 2 * _MARGIN) / count
    shifts = slope * (np.arange(count) - (count - 1) / 2)
    reach = int(np.ceil(np.abs(shifts).max())) + 1
    steps = np.diff(np.pad(strips, ((reach, reach), (0, 0)), mode="edge"), axis=0).T
    total = np.zeros(height - 1, dtype=np.float32)
    for step, shift in zip(steps, shifts, strict=True):
        whole = int(np.floor(shift))
        part, start = np.float32(shift - whole), reach + whole
        total += (1 - part) * step[start : start + height - 1]
        total += part * step[start + 1 : start + height]
    return float(np.square(total).sum())


def rotate(page: Pixels, angle: float) -> Pixels:
    """The page turned so that text falling by `angle` degrees is level; same size, white corners.

    Linear: a fifth of the time of cubic, and read a little better (ten pages: SER 1.05 to .99 %, turned by 10 degrees 1.55 to 1.31 %).
    """
    if angle == 0.0:
        return page
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    white: Sequence[float] = (255, 255, 255)
    turned = cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=white
    )
    return np.asarray(turned, dtype=np.uint8)


# Curved lines: a page photographed or scanned out of a book, whose lines of text bend, drawn flat again.
#
# The page is summed up in upright strips, as for straightening. Where a window of rows of one strip fits best a little higher or lower
# in the strip after the next, the lines rise or fall there; through all these steps a polynomial of low degree is laid, in
# which single stamps and rules have no say (each round gives less weight to what lies far off).

_CURVE_STRIPS = 24
_LEAST_SIDE = 200  # pixels of a page that may have a line in each strip
_APART = (
    2  # strips whose rows are compared: one shares too few letters' heights, three blur a gutter
)
_BAND = 48  # rows; two of them make a window: three lines of text
_PAPER = 61  # rows over which a strip's own mean is taken off
_REACH = 12  # rows that lines may rise or fall between the two strips
_ALIKE = 0.3  # correlation from which a step has a say
_SURE = 0.2  # weight of a step that counts as seen
# of windows in which a strip must be seen: a stamp in the margin is not
_FEWEST_BANDS, _SHARE = 4, 0.25
_FEWEST_STRIPS = 8
_DEGREE = 4  # across; down the page the bend changes evenly
_FAR = 0.7  # rows off the polynomial at which a step's weight is halved
_ROUNDS = 6
_RIDGE = 0.02  # of a step's weight: keeps terms that nothing speaks for at 0
_AGREED = 0.5  # share of the weight that must stand near the polynomial
_LEAST_BEND = 5.0  # rows: flat pages, ten of them real, measure 0.1 to 1.0; up to 5 the engine reads bent lines as well as unbent ones

Floats = NDArray[np.float64]
Strips = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Curve:
    """How many pixels below its place on the flat page each point lies: a polynomial of x and y over -1 to 1.

    `terms`: 5 x 2, pixels. `size`: width and height of the page. `seen`: from where to where across the page lines were seen, -1 to 1.
    """

    terms: Floats
    size: tuple[int, int]
    seen: tuple[float, float]

    def drop(self, x: Floats | float, y: Floats | float) -> Floats:
        """Pixels to go down from points of the flat page; beyond where lines were seen as at the border of it."""
        across, down = np.broadcast_arrays(2 * x / self.size[0] - 1, 2 * y / self.size[1] - 1)
        return np.asarray(polyval2d(np.clip(across, *self.seen), down, self.terms))

    def lift(self, x: Floats | float, y: Floats | float) -> Floats:
        """Pixels to go up from points of the curved page."""
        up = self.drop(x, y)
        for _ in range(3):
            up = self.drop(x, y - up)
        return up

    @property
    def bend(self) -> float:
        """The most that a line departs from a straight one, in pixels."""
        across = np.linspace(*self.seen, 33)
        lines = polygrid2d(across, np.linspace(-0.8, 0.8, 5), self.terms)
        straight = polyval(across, polyfit(across, lines, 1)).T
        return float(np.abs(lines - straight).max())


class _Steps(NamedTuple):
    """By how many rows lines fall from one strip to another, how surely, and where (-1 to 1 across and down)."""

    across: Floats
    down: Floats
    rows: Floats
    weight: Floats


def find_curve(page: Pixels) -> Curve | None:
    """The curve of the lines of a grey page that is straight otherwise; `None` where they are straight or too few to tell."""
    height, width = page.shape
    if min(page.shape) < _LEAST_SIDE or len(strips := _strips(page)) < 3 * _BAND:
        return None
    steps = _steps(strips)
    columns = np.flatnonzero(steps.weight.sum(axis=0))
    if len(columns) < _FEWEST_STRIPS:
        return None
    terms, agreed = _fitted(steps)
    half = _half_step()
    seen = (float(steps.across[columns[0]] - half), float(steps.across[columns[-1]] + half))
    row = width * (1 - 2 * _MARGIN) / _WIDTH  # pixels
    curve = Curve(terms * row, (width, height), seen)
    return curve if agreed > _AGREED and curve.bend > _LEAST_BEND * row else None


def flat_lines(page: Pixels, curve: Curve) -> Pixels:
    """The page with its lines drawn straight; same size, white where nothing comes from."""
    height, width = page.shape[:2]
    x, y = (np.arange(0, side + 15, 16, dtype=np.float64) for side in (width, height))
    coarse = curve.drop(x[None, :], y[:, None]).astype(np.float32)
    size = (16 * len(x), 16 * len(y))
    drop = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    columns = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width))
    rows = np.arange(height, dtype=np.float32)[:, None] + drop
    drawn = cv2.remap(page, columns, rows, cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(drawn, np.uint8)


def _strips(page: Pixels) -> Strips:
    """Ink of the rows of each strip above the mean of the rows around, margins off: rows x strips."""
    height, width = page.shape
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    wide = (width - 2 * across) // _CURVE_STRIPS * _CURVE_STRIPS
    inner = page[down : height - down, across : across + wide]
    rows = round(inner.shape[0] * _WIDTH / wide) // _BAND * _BAND
    ink = 255 - _narrowed(inner, _CURVE_STRIPS, max(1, rows)).astype(np.float32)
    return np.asarray(ink - cv2.blur(ink, (1, _PAPER)), np.float32)


def _half_step() -> float:
    """Half the way between two strips that are compared, -1 to 1 being the page."""
    return _APART * (1 - 2 * _MARGIN) / _CURVE_STRIPS


def _steps(strips: Strips) -> _Steps:
    """The step of each window of each strip to the strip after the next: windows x strips."""
    left, right = strips[:, :-_APART], strips[:, _APART:]
    alike = _alike(left, right)
    at = np.clip(alike.argmax(axis=0), 1, 2 * _REACH - 1)[None]
    before, best, after = (np.take_along_axis(alike, at + by, 0)[0] for by in (-1, 0, 1))
    bow = before - 2 * best + after
    is_peak = (best > np.maximum(before, after)) & (bow < 0)
    rows = at[0] - _REACH + np.where(is_peak, (before - after) / (2 * np.minimum(bow, -1e-9)), 0)
    weight = np.where(is_peak, _weight(left, right, best), 0)
    weight[:, ~_is_column(weight)] = 0
    inner = 1 - 2 * _MARGIN
    across = ((np.arange(left.shape[1]) + (_APART + 1) / 2) / _CURVE_STRIPS * 2 - 1) * inner
    down = ((np.arange(len(weight)) + 1) * _BAND / len(strips) * 2 - 1) * inner
    return _Steps(across, down, rows.astype(np.float64), weight.astype(np.float64))


def _windows(values: Strips) -> Strips:
    """Sums over the rows of windows that overlap by half."""
    bands = values.reshape(-1, _BAND, values.shape[1]).sum(axis=1)
    return np.asarray(bands[:-1] + bands[1:], np.float32)


def _alike(left: Strips, right: Strips) -> Strips:
    """Products of two strips' rows for each fall of the right one: falls x windows x strips."""
    padded = np.pad(right, ((_REACH, _REACH), (0, 0)))
    falls = range(2 * _REACH + 1)
    return np.stack([_windows(left * padded[fall : fall + len(left)]) for fall in falls])


def _weight(left: Strips, right: Strips, best: Strips) -> Strips:
    """How surely the lines of two strips are the same: by their correlation and their ink."""
    one, other = _windows(left * left), _windows(right * right)
    usual = max(1.0, float(np.percentile(one, 75)))
    hardly = 0.05 * usual
    correlation = best / np.sqrt((one + hardly) * (other + hardly))
    inked = np.sqrt(np.minimum(1, np.minimum(one, other) / usual))
    return np.asarray(np.maximum(correlation - _ALIKE, 0) * inked, np.float32)


def _is_column(weight: Strips) -> NDArray[np.bool_]:
    """The strips that lines of text run through, not a stamp in the margin."""
    seen = (weight > _SURE).sum(axis=0)
    return np.asarray(seen >= max(_FEWEST_BANDS, _SHARE * np.sort(seen)[-5]))


def _fitted(steps: _Steps) -> tuple[Floats, float]:
    """The polynomial's terms in rows of the thumbnail, and the share of weight that agrees with it."""
    across, down = (grid.ravel() for grid in np.meshgrid(steps.across, steps.down))
    rows, weight = steps.rows.ravel(), steps.weight.ravel()
    half = _half_step()
    powers = [(i, j) for i in range(1, _DEGREE + 1) for j in range(2)]
    terms = [((across + half) ** i - (across - half) ** i) * down**j for i, j in powers]
    matrix, ridge = np.stack(terms, axis=1), _RIDGE * np.eye(len(powers))
    now = weight
    for _ in range(_ROUNDS):
        weighted = matrix * now[:, None]
        found = np.linalg.solve(weighted.T @ matrix + ridge, weighted.T @ rows)
        now = weight / (1 + ((rows - matrix @ found) / _FAR) ** 2)
    flat_terms = np.zeros((_DEGREE + 1, 2))
    flat_terms[1:] = found.reshape(_DEGREE, 2)
    return flat_terms, float(now.sum() / weight.sum())
