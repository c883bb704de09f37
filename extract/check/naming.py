"""How well the name of a body or an area is known: to the letter, by its first words, nearly (which is suspicious), or not at all.

A name that is nearly one of the dictionaries' and not quite was more often misread than a name nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ne

from rapidfuzz import fuzz

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.records import Header

# How well the name of a body or an area is known: to the letter, by its first words, nearly (which is suspicious), or not at all.
#
# A name that is nearly one of the dictionaries' and not quite was more often misread than a name nobody listed.

_ALIKE = 50.0  # RapidFuzz ratio (0 to 100) of two words of which one is the other misread
_MOST_MISREAD = 2  # words of a name
_WORD = re.compile(r"\w+")
_PLACES = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
_KINDS = tuple(tuple(kind.split()) for kind in _PLACES)


@dataclass(frozen=True, eq=False)
class KnownNames:
    """Known names of bodies and areas in small letters, the heads that open one, as printed and folded.

    Compared and hashed by identity, so that what was found of a name can be kept.
    """

    whole: frozenset[tuple[str, ...]]
    places: frozenset[tuple[str, ...]]
    heads: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]
    folded_heads: frozenset[str]
    verbs: tuple[str, ...] = ()  # folded words that open a task
    surnames: frozenset[str] = frozenset()  # in small letters
    titles: frozenset[str] = frozenset()  # folded

    def known(self, value: str) -> str:
        """How well the worst of a list's names is known: exact, headed, bare, near, misread or other."""
        order = ("misread", "near", "other", "bare", "headed", "exact")
        parts = [part.strip() for part in value.split("|") if part.strip()]
        return min((_known(self, part.lower()) for part in parts), key=order.index, default="other")


@lru_cache(maxsize=4)
def names(dictionaries: Dictionaries) -> KnownNames:
    """The names of the dictionaries."""
    agencies = [*dictionaries.column("agencies", "name"), *dictionaries.column("areas", "wording")]
    places = [*dictionaries.column("provinces", "name"), *dictionaries.column("towns", "name")]
    heads = [row for row in dictionaries.rows("unit_heads") if row["head"][0].isupper()]
    return KnownNames(
        _cut(agencies),
        _cut(places),
        _cut(row["head"] for row in heads),
        _cut(row["head"] for row in heads if row["bare"]),
        frozenset(fold(row["head"]) for row in heads),
        verbs=tuple(fold(verb) for verb in dictionaries.column("task_verbs", "words")),
        surnames=frozenset(map(str.lower, dictionaries.column("surnames", "surname"))),
        titles=frozenset(map(fold, dictionaries.column("titles", "title"))),
    )


def _cut(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Names as their words in small letters: commas and dashes are no part of a name."""
    return frozenset(tuple(_WORD.findall(entry.lower())) for entry in entries)


@lru_cache(maxsize=4096)
def _known(known: KnownNames, name: str) -> str:
    words = tuple(_WORD.findall(name))
    if words in known.whole or words in known.bare or _is_place(words, known):
        return "exact"
    size = next((n for n in range(min(4, len(words)), 0, -1) if words[:n] in known.heads), 0)
    rest = words[size:]
    if size and not rest:
        return "bare"
    if size and _is_place(rest, known):
        return "exact"
    if _is_near(words, known.whole) or (size and _is_near(_without_kind(rest), known.places)):
        return "near"
    if size:
        return "headed"
    return "misread" if words and fold(words[0]) in known.folded_heads else "other"


def _is_place(rest: tuple[str, ...], known: KnownNames) -> bool:
    return rest in known.places or _without_kind(rest) in known.places


def _without_kind(rest: tuple[str, ...]) -> tuple[str, ...]:
    size = next((len(kind) for kind in _KINDS if rest[: len(kind)] == kind), 0)
    return rest[size:]


def _is_near(words: Sequence[str], entries: frozenset[tuple[str, ...]]) -> bool:
    """Whether one or two words of a known name were read otherwise, by a letter or two each."""
    return any(_misread(words, entry) for entry in _by_length(entries).get(len(words), ()))


@lru_cache(maxsize=8)
def _by_length(entries: frozenset[tuple[str, ...]]) -> dict[int, list[tuple[str, ...]]]:
    found: dict[int, list[tuple[str, ...]]] = {}
    for entry in entries:
        found.setdefault(len(entry), []).append(entry)
    return found


def _misread(words: Sequence[str], entry: Sequence[str]) -> bool:
    other = sum(map(ne, words, entry))
    if not 0 < other <= min(_MOST_MISREAD, len(words) - 1):
        return False
    return all(fuzz.ratio(a, b) >= _ALIKE for a, b in zip(words, entry, strict=True) if a != b)


# What is odd in the fields of a header: a signer without a family name, a title in no list, an office of very many words.

_MANY = 9  # words of an office: longer ones have mostly taken in a line below


def heading_notes(header: Header, names: KnownNames) -> Iterator[tuple[str, str]]:
    """Field and note for each thing seen."""
    signers = (header.signer_name or "").split("|")
    if any(name and name.split()[0].lower() not in names.surnames for name in signers):
        yield "signer_name", "surname unknown"
    positions = (header.signer_position or "").split("|")
    if any(position and fold(position) not in names.titles for position in positions):
        yield "signer_position", "title unknown"
    for field in ("issuer", "parent_agency"):
        offices = (getattr(header, field) or "").split("|")
        if any(len(office.split()) > _MANY for office in offices):
            yield field, "many words"
    if fold(header.subject or "").startswith("cua "):  # `CỦA ỦY BAN ...` is a line of the title
        yield "subject", "opens with of"
