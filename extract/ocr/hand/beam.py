"""From chances column by column to the readings they allow, likeliest first: prefix beam search over CTC (Hannun et al. 2014)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from extract.ocr.hand.network import SIGNS, Floats

_BEAM = 12
_LEAST = 1e-4  # a sign less likely at a step is none
_END = "/"  # a printed bar ends the number

Beams = Mapping[
    str, tuple[float, float]
]  # a text's chance where it ended in nothing, and in its last sign


def readings(chances: Floats) -> dict[str, float]:
    """The texts of figures and their chances, likeliest first; "" is a strip without writing.

    >>> import numpy as np
    >>> one = np.full((3, 12), 0.01)
    >>> one[0, 3], one[1, 0], one[2, 8] = 0.9, 0.9, 0.9
    >>> next(iter(readings(one)))
    '27'
    """
    beams: Beams = {"": (1.0, 0.0)}
    for step in chances.tolist():
        grown = _grown(beams, step)
        best = sorted(grown, key=lambda text: (-sum(grown[text]), text))[:_BEAM]
        beams = {text: grown[text] for text in best}
    return _without_ends(beams)


def _grown(beams: Beams, step: list[float]) -> dict[str, tuple[float, float]]:
    """The beams one step on."""
    nothing: defaultdict[str, float] = defaultdict(float)
    ended: defaultdict[str, float] = defaultdict(float)
    likely = [
        (sign, chance) for sign, chance in zip(SIGNS, step[1:], strict=True) if chance > _LEAST
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
        whole[text.partition(_END)[0]] += sum(parts)
    return dict(sorted(whole.items(), key=lambda item: (-item[1], item[0])))
