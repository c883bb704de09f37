"""How often each word stands small, and how often with a capital, between two small words of a text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from extract.restore.model.lexicon import folded, is_syllable

_BETWEEN = re.compile(r"(?<=[^\W\dA-ZĐ_] )(?=([^\W\d_]+) ([^\W\d_]))")
FEWEST, LEAST = 20, 3.0  # times a word stands; nats


def small_and_capital(texts: Iterable[str]) -> Counter[str]:
    """Times of words between small words, by the word as it stands."""
    found = (match for text in texts for match in _BETWEEN.finditer(text))
    return Counter(folded_as_is(match[1]) for match in found if match[2].islower())


def folded_as_is(word: str) -> str:
    """The word with its tone mark in the older place, its first capital kept."""
    small = folded(word)
    return small.capitalize() if word[:1].isupper() else small


def usually_small(counts: Mapping[str, int]) -> dict[str, float]:
    """By syllable, the logarithm of how many times oftener it stands small, where that is `LEAST` nats or more."""
    nats = {
        word: math.log((count + 0.5) / (counts.get(word.capitalize(), 0) + 1))
        for word, count in counts.items()
        if count >= FEWEST and word.islower() and is_syllable(word)
    }
    return {word: value for word, value in nats.items() if value >= LEAST}
