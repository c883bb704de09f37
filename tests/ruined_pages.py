"""Pages ruined in ways that no cleaning mends altogether, each in five strengths."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import made_pdfs
import numpy as np

SIZE = (1654, 900)
Ruin = Callable[[np.ndarray, int], np.ndarray]


def page() -> np.ndarray:
    """The page before."""
    return np.array(made_pdfs.page_of(size=SIZE))


def _chance(by: int) -> np.random.Generator:
    return np.random.default_rng(by)


def _smeared(sheet: np.ndarray, by: int) -> np.ndarray:
    return cv2.blur(sheet, (9 + 8 * by, 1))


def _blurred(sheet: np.ndarray, by: int) -> np.ndarray:
    return cv2.GaussianBlur(sheet, (0, 0), 2.0 + 1.5 * by)


def _noisy(sheet: np.ndarray, by: int) -> np.ndarray:
    grain = _chance(by).standard_normal(sheet.shape) * 70 * (1 + by)
    return np.clip(sheet * 0.6 + 60 + grain, 0, 255).astype(np.uint8)


def _bleached(sheet: np.ndarray, by: int) -> np.ndarray:
    return np.clip(255 - (255.0 - sheet) * (0.08 - 0.018 * by), 0, 255).astype(np.uint8)


def _blotted(sheet: np.ndarray, by: int) -> np.ndarray:
    spots = _chance(by).random((SIZE[1] // 6 + 1, SIZE[0] // 6 + 1)) < 0.1 + 0.12 * by
    ink = np.kron(spots, np.ones((6, 6), bool))[: SIZE[1], : SIZE[0]]
    return np.where(ink, 0, sheet).astype(np.uint8)


def _printed_over(sheet: np.ndarray, by: int) -> np.ndarray:
    moved = [np.roll(sheet, (7 * n, 31 * n), (0, 1)) for n in range(1, 3 + by)]
    return np.minimum.reduce([sheet, *moved])


def _coarse(sheet: np.ndarray, by: int) -> np.ndarray:
    small = cv2.resize(sheet, None, fx=1 / (4 + by), fy=1 / (4 + by), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, SIZE, interpolation=cv2.INTER_NEAREST)


def _struck_out(sheet: np.ndarray, by: int) -> np.ndarray:
    page = sheet.copy()
    for y in range(255, SIZE[1], 80):
        for line in range(1 + by):
            cv2.line(page, (160, y + 8 * line), (1600, y + 6 + 8 * line), 0, 5)
    return page


RUINS: dict[str, Ruin] = {
    "smeared": _smeared,
    "blurred": _blurred,
    "noisy": _noisy,
    "bleached": _bleached,
    "blotted": _blotted,
    "printed over": _printed_over,
    "coarse": _coarse,
    "struck out": _struck_out,
}
