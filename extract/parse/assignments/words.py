"""The vocabulary of assignments, compiled: headings that open or close a zone, order sentences, labels, closing words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extract.alternation import any_of
from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.parse.units.vocabulary import Vocabulary, vocabulary

_LONGEST_HEAD = 120  # letters of a column head or label
_MORE = 25  # letters a head may have beyond the entry: "Đơn vị chủ trì tham mưu thực hiện"
_SHORTEST, _LEAST_RATIO = 6, 88.0  # letters and likeness (0 to 100) of a misread head
_NOISE = re.compile(r"\([^()]*\)|\bnam \d{4}\b|[^a-z/, ]")


@dataclass(frozen=True, slots=True)
class Words:
    """All lists an assignment is recognised by. Keys are folded."""

    dictionaries: Dictionaries
    units: Vocabulary
    zones: Mapping[str, str]
    zone: re.Pattern[str]
    openings: Mapping[str, str]
    labels: Mapping[str, str]
    label: re.Pattern[str]
    solid: Mapping[str, str]  # labels by their letters alone
    closings: tuple[str, ...]
    circumstances: tuple[str, ...]
    product: re.Pattern[str]  # as printed: what a column of products holds


@lru_cache(maxsize=4)
def load_words(dictionaries: Dictionaries) -> Words:
    """The compiled lists of these dictionaries."""
    zones = _closed(dictionaries) | _folded(dictionaries.mapping("zone_headings", "words", "zone"))
    products = any_of(dictionaries.column("product_words", "words"))
    labels = _folded(dictionaries.mapping("task_labels", "words", "column"))
    return Words(
        dictionaries,
        vocabulary(dictionaries),
        zones,
        _opening(zones),
        _folded(dictionaries.mapping("order_openings", "words", "force")),
        labels,
        _opening(labels),
        {re.sub(r"[^a-z]", "", label): label for label in labels},
        tuple(map(fold, dictionaries.column("closing_openings", "words"))),
        tuple(map(fold, dictionaries.column("circumstances", "words"))),
        re.compile(rf"(?<=\s){products}(?!\w)"),
    )


def _closed(dictionaries: Dictionaries) -> dict[str, str]:
    """Headings of reasons: below them nobody gets a task."""
    rows = dictionaries.rows("reason_headings")
    kinds = ("end", "skip")
    return {
        fold(row["wording"]): "closed"
        for row in rows
        if row["form"] == "heading" and row["kind"] not in kinds
    }


def zone_of_heading(folded: str, words: Words) -> str | None:
    """The zone a heading's opening words name, the longest entry first; `None` for an ordinary heading."""
    match = words.zone.match(folded.strip(" .:-"))
    return words.zones[match[0]] if match else None


def column_of(folded: str, words: Words) -> str | None:
    """What a column head or a label names (`Thời gian (Năm 2026)` is time), or `None`."""
    if len(folded) > _LONGEST_HEAD:
        return None
    text = " ".join(_NOISE.sub(" ", folded).split()).strip(" ,/")
    match = words.label.match(text)
    if match is None or len(text) > len(match[0]) + _MORE:
        return None
    return words.labels[match[0]]


def nearest_column(folded: str, words: Words) -> str | None:
    """What a head with lost blanks or a misread letter names (`oi dung cong viec`, `don vichu tri`), or `None`."""
    solid = re.sub(r"[^a-z]", "", folded)
    if not _SHORTEST <= len(solid) <= _LONGEST_HEAD:
        return None
    best = process.extractOne(
        solid, list(words.solid), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO
    )
    return words.labels[words.solid[best[0]]] if best else None


def _opening(entries: Iterable[str]) -> re.Pattern[str]:
    """The entry a text opens with, the longest first."""
    return re.compile(rf"{any_of(entries)}\b")


def _folded(mapping: Mapping[str, str]) -> dict[str, str]:
    return {fold(key): value for key, value in mapping.items()}
