"""Straightening: the angle at which the rows of text are sharpest, searched 0.5, then 0.1, then 0.02 degrees fine, up to 15.

Measured on 26 pages of known angle: median error 0.01 degrees; a page with few lines has no clear peak and stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ingest import Pixels

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
    inner = page[down : height - down or None, across : width - across or None]
    rows = max(1, round(inner.shape[0] * _WIDTH / max(1, width)))
    small = cv2.resize(inner, (_STRIPS, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(255 - small, dtype=np.float32)


def _sharpness(strips: Rows, angle: float) -> float:
    """Energy of the differences between neighbouring rows when the strips are shifted as the angle asks."""
    height, count = strips.shape
    slope = float(np.tan(np.radians(angle))) * _WIDTH * (1 - 2 * _MARGIN) / count
    rows = np.arange(height, dtype=np.float32)
    total = np.zeros(height, dtype=np.float32)
    for strip in range(count):
        shift = slope * (strip - (count - 1) / 2)
        total += np.interp(rows + shift, rows, strips[:, strip]).astype(np.float32)
    return float(np.square(np.diff(total)).sum())


def rotate(page: Pixels, angle: float) -> Pixels:
    """The page turned so that text falling by `angle` degrees is level; same size, white corners."""
    if angle == 0.0:
        return page
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    white: Sequence[float] = (255, 255, 255)
    turned = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(turned, dtype=np.uint8)
