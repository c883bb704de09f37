"""What a scanner makes of print and writing: paler ink, a turn, blur, noise, JPEG, two levels, specks."""

from __future__ import annotations

import random
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.handwriting.pen import Ink

Dark = NDArray[np.float32]


def scanned(layers: tuple[Dark, Dark], em: float, rng: random.Random) -> Ink:
    """Print and writing (paper 0, ink 1) as one grey picture."""
    noise = np.random.default_rng(rng.getrandbits(32))
    printed, hand = layers
    ink = np.maximum(_worn(printed, rng, noise) * rng.uniform(0.55, 1), _pale(hand, rng, noise))
    ink = _turned(ink, rng)
    if rng.random() < 0.25:
        ink = _coarse(ink, rng)
    ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.012, 0.045) * em)
    paper = rng.uniform(215, 255)
    grey = paper - paper * 0.95 * ink + noise.normal(0, rng.uniform(0, 9), ink.shape)
    if rng.random() < 0.12:
        grey = _specked(grey, em, noise)
    return _stored(np.clip(grey, 0, 255).astype(np.uint8), rng)


def _pale(hand: Dark, rng: random.Random, noise: np.random.Generator) -> Dark:
    """Writing in a pen's colour: paler than print, uneven."""
    ink = hand * rng.uniform(0.3, 1)
    if rng.random() < 0.3:
        ink = ink * _patches(ink, noise, rng.uniform(0.1, 0.5))
    return cast("Dark", ink)


def _worn(printed: Dark, rng: random.Random, noise: np.random.Generator) -> Dark:
    """Print of a poor toner, now and then; swollen or thin."""
    if rng.random() < 0.15:
        printed = printed * _patches(printed, noise, rng.uniform(0.2, 0.7))
    if rng.random() < 0.1:
        printed = cast("Dark", cv2.dilate(printed, np.ones((2, 2), np.uint8)))
    return printed


def _patches(ink: Dark, noise: np.random.Generator, depth: float) -> Dark:
    small = noise.random((len(ink) // 6 + 2, ink.shape[1] // 6 + 2)).astype(np.float32)
    return 1 - depth * cast("Dark", cv2.resize(small, ink.shape[::-1]))


def _turned(ink: Dark, rng: random.Random) -> Dark:
    turn = rng.gauss(0, 0.008)
    shear = np.array([[1, 0, 0], [turn, 1, -turn * ink.shape[1] / 2]], np.float32)
    return cast("Dark", cv2.warpAffine(ink, shear, ink.shape[::-1]))


def _coarse(ink: Dark, rng: random.Random) -> Dark:
    """Scanned with half of the dots, drawn large again."""
    share = rng.uniform(0.4, 0.7)
    small = cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return cast("Dark", cv2.resize(small, ink.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _specked(grey: Dark, em: float, noise: np.random.Generator) -> Dark:
    for _ in range(int(noise.integers(1, 6))):
        at = int(noise.integers(grey.shape[1])), int(noise.integers(len(grey)))
        cv2.circle(grey, at, int(noise.integers(1, max(2, round(0.06 * em)))), 40.0, -1)
    return grey


def _stored(grey: Ink, rng: random.Random) -> Ink:
    """As it was filed: JPEG, two levels, or as it is."""
    chance = rng.random()
    if chance < 0.45:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 92)]
        return cast("Ink", cv2.imdecode(cv2.imencode(".jpg", grey, quality)[1], 0))
    if chance < 0.65:
        dark, paper = np.percentile(grey, (2, 85))
        limit = dark + (paper - dark) * rng.uniform(0.35, 0.75)
        return np.where(grey < limit, 0, 255).astype(np.uint8)
    return grey
