"""The vocabulary of assignments, compiled: headings that open or close a zone, order sentences, labels, closing words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.parse.units_vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class Words:
    """All lists an assignment is recognised by. Keys are folded."""

    dictionaries: Dictionaries
    units: Vocabulary
    zones: Mapping[str, str]
    openings: Mapping[str, str]
    labels: Mapping[str, str]
    closings: tuple[str, ...]


def load_words(dictionaries: Dictionaries) -> Words:
    """The compiled lists of these dictionaries."""
    return Words(
        dictionaries,
        vocabulary(dictionaries),
        _folded(dictionaries.mapping("zone_headings", "words", "zone")),
        _folded(dictionaries.mapping("order_openings", "words", "force")),
        _folded(dictionaries.mapping("task_labels", "words", "column")),
        tuple(map(fold, dictionaries.column("closing_openings", "words"))),
    )


def zone_of_heading(folded: str, words: Words) -> str | None:
    """The zone a heading's opening words name, the longest entry first; `None` for an ordinary heading."""
    text = folded.strip(" .:-")
    fitting = [entry for entry in words.zones if re.match(rf"{re.escape(entry)}\b", text)]
    return words.zones[max(fitting, key=len)] if fitting else None


def column_of(folded: str, words: Words) -> str | None:
    """What a column head or a label names (`Thời gian (Năm 2026)` is time), or `None`."""
    text = re.sub(r"\([^()]*\)|\bnam \d{4}\b|[^a-z/, ]", " ", folded)
    text = " ".join(text.split()).strip(" ,/")
    if text in words.labels:
        return words.labels[text]
    fitting = [entry for entry in words.labels if re.match(rf"{re.escape(entry)}\b", text)]
    return (
        words.labels[max(fitting, key=len)]
        if fitting and len(text) <= len(max(fitting, key=len)) + 25
        else None
    )


def _folded(mapping: Mapping[str, str]) -> dict[str, str]:
    return {fold(key): value for key, value in mapping.items()}
