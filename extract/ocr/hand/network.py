"""A small network that reads figures written by hand: a strip 32 rows high to the chances of each figure, column by column.

Five convolutions and a readout, 71,000 weights, one step for four columns of the strip, read by CTC (Graves et al. 2006).
It learned from invented writing: `benchmarks/handwriting` draws it, trains the network and measures it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

#: The signs it tells apart; the bar is the printed one that ends a number (`275/STTTT`).
SIGNS = "0123456789/"
ROWS = 32
_FILE = "figures.npz"
_BEFORE, _AFTER = 4, 12  # columns of paper at both ends of a strip

Floats = NDArray[np.float32]
_NOTHING: Floats = np.empty((0, 0), np.float32)  # to add to a product


@dataclass(frozen=True, slots=True)
class Kernel:
    """A layer's kernel and stride, rows then columns; whether rows are padded to keep their number."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padded: bool = True


KERNELS = (
    Kernel((5, 5), (2, 2)),
    Kernel((3, 3), (2, 2)),
    Kernel((3, 3), (2, 1)),
    Kernel((4, 3), (1, 1), padded=False),
    Kernel((1, 5), (1, 1)),
)


def chances(strip: Floats) -> Floats:
    """Steps x 12: the chance of nothing, then of each sign. `strip`: 32 rows, ink 1 and paper 0."""
    *layers, (weights, bias) = _weights()
    ends = ((0, 0), (_BEFORE, _AFTER))
    maps: Floats = np.pad(strip, ends)[..., None].astype(np.float32)
    for kernel, (weight, shift) in zip(KERNELS, layers, strict=True):
        maps = np.maximum(_product(_patches(maps, kernel), weight) + shift, 0)
    scores = (_product(maps, weights) + bias)[0]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _product(maps: Floats, weights: Floats) -> Floats:
    """Each place's numbers times the weights, by OpenCV in one thread: numpy's threads cost 25 times the work itself."""
    flat = np.ascontiguousarray(maps.reshape(-1, maps.shape[-1]))
    return np.asarray(cv2.gemm(flat, weights, 1.0, _NOTHING, 0.0), np.float32).reshape(
        *maps.shape[:2], -1
    )


def _patches(maps: Floats, kernel: Kernel) -> Floats:
    """What lies under the kernel at each of its places, as rows of numbers: kernel row, kernel column, map."""
    (high, wide), (down, across) = kernel.size, kernel.stride
    above = (high - 1) // 2 if kernel.padded else 0
    below = high - 1 - above if kernel.padded else 0
    padded = np.pad(maps, ((above, below), ((wide - 1) // 2, wide // 2), (0, 0)))
    seen = sliding_window_view(padded, kernel.size, axis=(0, 1))[::down, ::across]
    return seen.transpose(0, 1, 3, 4, 2).reshape(*seen.shape[:2], -1)


@cache
def _weights() -> tuple[tuple[Floats, Floats], ...]:
    """Weights and bias of each layer and of the readout."""
    return tuple(_loaded())


def _loaded() -> Iterator[tuple[Floats, Floats]]:
    with files("extract.ocr.hand").joinpath(_FILE).open("rb") as file, np.load(file) as arrays:
        for at in range(len(KERNELS) + 1):
            yield arrays[f"weights{at}"].astype(np.float32), arrays[f"bias{at}"].astype(np.float32)
