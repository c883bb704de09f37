"""From chances column by column to texts: the likeliest ones by prefix beam search, the exact chance of given ones (CTC).

Graves et al. 2006 for the exact chance, Hannun et al. 2014 for the beam.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.ocr.hand.network import Floats

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
        grown = _grown(beams, step, signs)
        best = sorted(grown, key=lambda text: (-sum(grown[text]), text))[:_BEAM]
        beams = {text: grown[text] for text in best}
    return _without_ends(beams)


def _grown(beams: Beams, step: list[float], signs: str) -> dict[str, tuple[float, float]]:
    """The beams one step on."""
    nothing: defaultdict[str, float] = defaultdict(float)
    ended: defaultdict[str, float] = defaultdict(float)
    likely = [
        (sign, chance) for sign, chance in zip(signs, step[1:], strict=True) if chance > _LEAST
    ]
    for text, (blank, last) in beams.items():
        nothing[text] += (blank + last) * step[0]
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
