"""Small networks that read what a hand wrote: a strip of a few rows to the chances of each sign, column by column.

Convolutions and a readout, read by CTC (Graves et al. 2006). `FIGURES` (71,000 weights) takes writing alone, at 32 rows;
`STRINGS` (189,000 weights) takes the window of a printed line with the print left in, at 40 rows. Both learned from invented
writing: `benchmarks/handwriting` draws it, trains and measures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_NOTHING: Floats = np.empty((0, 0), np.float32)  # to add to a product


@dataclass(frozen=True, slots=True)
class LayerKernel:
    """A layer's kernel and stride, rows then columns; whether rows are padded to keep their number."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padded: bool = True


@dataclass(frozen=True, slots=True)
class Network:
    """The file of the weights, the signs told apart, the rows of a strip, its layers, columns of paper put at both ends."""

    file: str
    signs: str
    rows: int
    kernels: tuple[LayerKernel, ...]
    ends: tuple[int, int]

    def chances(self, strips: Floats) -> Floats:
        """Strips x steps x signs: the chance of nothing, then of each sign. `strips`: equally large, ink 1 and paper 0."""
        *layers, (weights, bias) = _weights(self.file)
        maps: Floats = np.pad(strips, ((0, 0), (0, 0), self.ends))[..., None].astype(np.float32)
        for kernel, (weight, shift) in zip(self.kernels, layers, strict=True):
            maps = np.maximum(_product(_patches(maps, kernel), weight) + shift, 0)
        scores = (_product(maps, weights) + bias)[:, 0]
        powers = np.exp(scores - scores.max(axis=2, keepdims=True))
        return np.asarray(powers / powers.sum(axis=2, keepdims=True), np.float32)


#: Figures alone; the bar is the printed one that ends a number (`275/STTTT`).
FIGURES = Network(
    "figures.npz",
    "0123456789/",
    32,
    (
        LayerKernel((5, 5), (2, 2)),
        LayerKernel((3, 3), (2, 2)),
        LayerKernel((3, 3), (2, 1)),
        LayerKernel((4, 3), (1, 1), padded=False),
        LayerKernel((1, 5), (1, 1)),
    ),
    (4, 12),
)
#: Figures between print; a bar or a hyphen ends the number (`275/STTTT`, `275-KH/TU`).
STRINGS = Network(
    "strings.npz",
    "0123456789/-",
    40,
    (
        LayerKernel((5, 5), (2, 2)),
        LayerKernel((3, 3), (2, 1)),
        LayerKernel((3, 3), (1, 1)),
        LayerKernel((3, 3), (2, 1)),
        LayerKernel((5, 3), (1, 1), padded=False),
        LayerKernel((1, 5), (1, 1)),
    ),
    (4, 4),
)

_MARKED = "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
#: Names on stamps, capitals as small letters.
NAMES = Network(
    "names.npz",
    "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz" + _MARKED + " .",
    48,
    (
        LayerKernel((5, 5), (2, 2)),
        LayerKernel((3, 3), (2, 2)),
        LayerKernel((3, 3), (2, 1)),
        LayerKernel((3, 3), (2, 1)),
        LayerKernel((3, 3), (1, 1), padded=False),
        LayerKernel((1, 5), (1, 1)),
        LayerKernel((1, 5), (1, 1)),
    ),
    (8, 8),
)


def _product(maps: Floats, weights: Floats) -> Floats:
    """Each place's numbers times the weights, by OpenCV in one thread: numpy's threads cost 25 times the work itself."""
    flat = np.ascontiguousarray(maps.reshape(-1, maps.shape[-1]))
    made = np.asarray(cv2.gemm(flat, weights, 1.0, _NOTHING, 0.0), np.float32)
    return made.reshape(*maps.shape[:-1], -1)


def _patches(maps: Floats, kernel: LayerKernel) -> Floats:
    """What lies under the kernel at each of its places, as rows of numbers: kernel row, kernel column, map.

    A kernel's row is one run of memory: copied so, five strips of 70 columns cost 4 ms of processor time instead of 17.
    """
    (high, wide), (down, across) = kernel.size, kernel.stride
    above = (high - 1) // 2 if kernel.padded else 0
    below = high - 1 - above if kernel.padded else 0
    edges = ((0, 0), (above, below), ((wide - 1) // 2, wide // 2), (0, 0))
    padded = np.pad(maps, edges)
    count, rows, _, depth = padded.shape
    runs = padded.reshape(count, rows, -1)
    seen = sliding_window_view(runs, (high, wide * depth), axis=(1, 2))
    seen = seen[:, ::down, :: across * depth]
    return np.ascontiguousarray(seen).reshape(*seen.shape[:3], -1)


@cache
def _weights(file: str) -> tuple[tuple[Floats, Floats], ...]:
    """Weights and bias of each layer and of the readout."""
    return tuple(_loaded(file))


def _loaded(file: str) -> Iterator[tuple[Floats, Floats]]:
    with files("extract.ocr.hand").joinpath(file).open("rb") as data, np.load(data) as arrays:
        for at in range(len(arrays) // 2):
            yield arrays[f"weights{at}"].astype(np.float32), arrays[f"bias{at}"].astype(np.float32)


# From chances column by column to texts: the likeliest ones by prefix beam search, the exact chance of given ones (CTC).
#
# Graves et al. 2006 for the exact chance, Hannun et al. 2014 for the beam.

_BEAM = 12
_LEAST = 1e-4  # a sign less likely at a step is none
_ENDS = "/-"  # a printed bar or hyphen ends the number

Beams = Mapping[
    str, tuple[float, float]
]  # a text's chance where it ended in nothing, and in its last sign
Chances = NDArray[np.float64]


def readings(chances: Floats, signs: str) -> dict[str, float]:
    """The texts of figures and their chances, likeliest first; "" is a strip without writing.

    >>> import numpy as np
    >>> one = np.full((3, 12), 0.01)
    >>> one[0, 3], one[1, 0], one[2, 8] = 0.9, 0.9, 0.9
    >>> next(iter(readings(one, "0123456789/")))
    '27'
    """
    beams: Beams = {"": (1.0, 0.0)}
    for step in chances.tolist():
        likely = [
            (sign, chance) for sign, chance in zip(signs, step[1:], strict=True) if chance > _LEAST
        ]
        longer = grown(beams, step[0], likely)
        best = sorted(longer, key=lambda text: (-sum(longer[text]), text))[:_BEAM]
        beams = {text: longer[text] for text in best}
    return _without_ends(beams)


def grown(
    beams: Beams, silent: float, likely: Sequence[tuple[str, float]]
) -> dict[str, tuple[float, float]]:
    """The beams one step on: `silent` is the chance that the step shows nothing, `likely` the signs it may show."""
    nothing: defaultdict[str, float] = defaultdict(float)
    ended: defaultdict[str, float] = defaultdict(float)
    for text, (blank, last) in beams.items():
        nothing[text] += (blank + last) * silent
        for sign, chance in likely:
            again = text[-1:] == sign
            ended[text + sign] += (blank if again else blank + last) * chance
            if again:
                ended[text] += last * chance
    return {text: (nothing[text], ended[text]) for text in {**nothing, **ended}}


def _without_ends(beams: Beams) -> dict[str, float]:
    whole: defaultdict[str, float] = defaultdict(float)
    for text, parts in beams.items():
        end = min((at for sign in _ENDS if (at := text.find(sign)) >= 0), default=len(text))
        whole[text[:end]] += sum(parts)
    return dict(sorted(whole.items(), key=lambda item: (-item[1], item[0])))


def exact(chances: Floats, texts: Sequence[str], signs: str) -> Chances:
    """Views x texts x (not ended, ended by a printed sign): the chance of each text. `chances`: views x steps x signs."""
    labels = [text + end for text in texts for end in ("", *(s for s in _ENDS if s in signs))]
    spelt = [[signs.index(sign) + 1 for sign in label] for label in labels]
    found = _forward(chances.astype(np.float64), spelt)
    by_end = found.reshape(len(chances), len(texts), -1)
    return np.stack([by_end[..., 0], by_end[..., 1:].sum(axis=2)], axis=2)


def _forward(chances: Chances, spelt: list[list[int]]) -> Chances:
    """Views x labels: the sum over all paths, step by step, of all labels at once."""
    states = 2 * max(map(len, spelt)) + 1
    path = np.zeros((len(spelt), states), int)
    for row, label in zip(path, spelt, strict=True):
        row[1 : 2 * len(label) : 2] = label
    skips = np.zeros(path.shape)
    skips[:, 3::2] = path[:, 3::2] != path[:, 1:-2:2]
    at = np.zeros((len(chances), *path.shape))
    at[:, :, 0] = 1
    at[:, :, 1] = 0
    seen = chances[:, :, path]
    for step in range(chances.shape[1]):
        moved = at.copy()
        if step:
            moved[:, :, 2:] += at[:, :, :-2] * skips[:, 2:]
        moved[:, :, 1:] += at[:, :, :-1]
        at = moved * seen[:, step]
    ends = np.array([2 * len(label) for label in spelt])
    rows = np.arange(len(spelt))
    before = np.where(ends > 0, at[:, rows, np.maximum(ends - 1, 0)], 0)
    return np.asarray(at[:, rows, ends] + before, np.float64)
