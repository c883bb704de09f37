"""Personal names: letters may be repaired, but the confidence stays at .8 or below, and a person should look (promise R7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extract.dictionaries import Dictionaries
from extract.restore.decoding.decoded import Decoded

HIGHEST = 0.8
_LONGEST = 5  # syllables of a name


def family_names(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The family names of the dictionaries, as they stand there."""
    return tuple(entry["surname"] for entry in dictionaries.lists.get("surnames", ()))


def place_names(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The provinces and towns of the dictionaries."""
    lists = (dictionaries.lists.get(name, ()) for name in ("provinces", "towns"))
    return tuple(entry["name"] for entries in lists for entry in entries if entry.get("name"))


def name_positions(words: Sequence[Decoded], family: Collection[str]) -> set[int]:
    """The indexes of decoded words that belong to a name: a family name and the Title words behind it."""
    found: set[int] = set()
    for start, word in enumerate(words):
        if word.text in family:
            run = _run(words, start)
            if run > 1:
                found.update(range(start, start + run))
    return found


def _run(words: Sequence[Decoded], start: int) -> int:
    length = 1
    while start + length < len(words) and length < _LONGEST:
        before, here = words[start + length - 1], words[start + length]
        near = before.line == here.line and here.piece.start - before.piece.end == 1
        if not near or here.piece.stop or not here.text[:1].isupper():
            break
        length += 1
    return length
