"""Marks of secrecy and urgency that fill a line (`TỐI MẬT`, `HỎA TỐC`): read rightly they stay, damaged they get their marks back.

The model knows little of a line of one word: it would read `Mật` as Một. What the marks are stands in `dictionaries/header_words.tsv`
(Law on State Secrets; Decree 30/2020/NĐ-CP, appendix I). A withheld document matters more than a line `MẶT` that was one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.dictionaries import Dictionaries
from extract.restore.edits import Edit
from extract.restore.model.syllable import fold_tone
from extract.unaccent import unaccent

_LISTS = frozenset({"secrecy", "urgency"})
_HEAD_LINES = 40
_LONGEST = 30  # characters
_SURE = 0.9
_AS_LETTERS = str.maketrans("60", "oo")
_AROUND = " \t.,:;-_*|'\"()[]"


def stamp_edits(lines: Sequence[str], stamps: Mapping[str, str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and edits of the lines that are a mark; one that is right already is laid over itself, so that it stays."""
    for index, line in enumerate(lines):
        text = line.strip(_AROUND)
        true = stamps.get(_skeleton(text)) if len(text) <= _LONGEST else None
        if true is None:
            continue
        start = line.index(text)
        if _folded(text) == _folded(true):
            yield index, Edit(start, start + len(text), text, "template", 1.0)
        elif text.isupper() and index < _HEAD_LINES:
            yield index, Edit(start, start + len(text), true.upper(), "template", _SURE)


def stamps(dictionaries: Dictionaries) -> dict[str, str]:
    """The marks by their skeletons."""
    entries = dictionaries.lists.get("header_words", ())
    return {
        _skeleton(entry["words"]): entry["words"] for entry in entries if entry["kind"] in _LISTS
    }


def _folded(text: str) -> list[str]:
    return [fold_tone(word) for word in text.lower().split()]


def _skeleton(text: str) -> str:
    return " ".join(unaccent(text).lower().translate(_AS_LETTERS).split())
