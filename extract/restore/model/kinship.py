"""What a channel learned of one letter holds for its kin: where pages showed `ứ` read as `ii` and never `ừ`, it may be read so too.

A few hundred pages show rare letters too seldom. The four tones above a letter look alike, so none of them costs more than
the likeliest of the four and `_TWIN` nats; and a small letter with a mark may vanish (`cht` for `chức`) for `LOST` nats at
most, however seldom that was seen. Both were chosen on held-out readings: of 1,775 wrong syllables 51 are right by it.
Some vowels lose all but their tone (`thé` for `thứ`): each is read now and then as the others of its tone are (`_TONE_SHARE`; flat
from .004 to .008 on held-out readings, where of 2,294 wrong words 30 are right by it).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extract.restore.model.channel import Channel
from extract.restore.model.memory import Memory

_TWIN, LOST = 2.5, 6.0
_TONE_SHARE = 0.005
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ABOVE = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309"))  # grave, acute, tilde, hook


def with_kin(channel: Channel) -> Channel:
    """The channel, no letter much dearer than its kin."""
    dense, size, alphabet = channel.dense.copy(), channel.lexicon.size, channel.lexicon.alphabet
    for family in _families(alphabet):
        for case in (0, size):
            kin = np.array(family) + case
            dense[:, kin] = np.minimum(dense[:, kin], _cheapest(channel.dense[:, kin]))
    marked = [at for at, letter in enumerate(alphabet) if _parts(letter) != letter]
    dense[0, marked] = np.minimum(dense[0, marked], np.float32(LOST))
    for vowels in _of_one_tone(alphabet):
        for case in (0, size):
            kin = np.array(vowels) + case
            dense[:, kin] = _with_share_of_all(dense[:, kin])
    return replace(channel, dense=dense, easiest=dense.min(axis=1), _known=Memory())


def _cheapest(costs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(costs.min(axis=1, keepdims=True) + np.float32(_TWIN), np.float32)


def _with_share_of_all(costs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The costs by letter (columns) when to each letter's chances comes a share of what the letters together are read as."""
    chances = np.exp(-costs.astype(np.float64))
    together = chances.mean(axis=1, keepdims=True)
    return np.asarray(-np.log(chances + _TONE_SHARE * together), np.float32)


def _of_one_tone(alphabet: str) -> Sequence[list[int]]:
    """The numbers of the letters with each tone mark that any of them has."""
    parts = [_parts(letter) for letter in alphabet]
    found = ([at for at, marks in enumerate(parts) if tone in marks] for tone in _TONES)
    return [vowels for vowels in found if vowels]


def _families(alphabet: str) -> Sequence[list[int]]:
    """The numbers of letters that differ by a tone above them alone."""
    found: dict[str, list[int]] = {}
    for at, letter in enumerate(alphabet):
        parts = _parts(letter)
        without = parts.translate(_ABOVE)
        if without != parts:
            found.setdefault(without, []).append(at)
    return list(found.values())


def _parts(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)
