"""A stamp's line of type as the network of names takes it: ink 1 and paper 0, at its rows."""

from __future__ import annotations

import cv2
import numpy as np

from extract.ingest import Pixels
from extract.ocr.hand.network import NAMES, Floats

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
