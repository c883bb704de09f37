"""The words a unit's name is recognised by, compiled once for a set of dictionaries.

Lists: unit_heads, unit_stops, task_verbs, partner_stops, lead_ins. Patterns run on the fold; whether a head is in capitals
or a verb in small letters is decided on the text, since the fold loses both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.alternation import any_of
from extract.dictionaries import Dictionaries
from extract.fold import fold


@dataclass(frozen=True, slots=True)
class Head:
    """How a unit's name opens: the kind of unit, whether the words alone are a name, and their printed capitals."""

    kind: str
    bare: bool
    capital: bool
    forms: frozenset[
        str
    ]  # as printed, in small letters; a fold may be that of another word (`Cổng`, `Công`)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """Words before the name: the force they give, and whether a colon (or nothing) must follow the name."""

    force: str
    colon: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled patterns and what their matches mean."""

    head: re.Pattern[str]
    heads: Mapping[str, Head]
    stop: re.Pattern[str]
    verb: re.Pattern[str]
    verb_forms: Mapping[str, frozenset[str]]  # as printed, by fold
    duties: frozenset[str]  # folded verbs that are never part of a name
    name_phrase: re.Pattern[str]
    phrase_forms: Mapping[str, frozenset[str]]  # the same as printed, by fold
    partner_stop: re.Pattern[str]
    lead_in: re.Pattern[str]
    lead_ins: Mapping[str, LeadIn]


_Rows = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def vocabulary(dictionaries: Dictionaries) -> Vocabulary:
    """The compiled lists."""
    lists = ("unit_heads", "unit_stops", "task_verbs", "partner_stops", "lead_ins", "name_phrases")
    heads, stops, verbs, partners, leads, phrases = (
        tuple(tuple(row.values()) for row in dictionaries.rows(name)) for name in lists
    )
    words = [row[0] for row in verbs]
    stops_after = [*words, *(row[0] for row in partners)]
    return Vocabulary(
        head=_words(row[0] for row in heads),
        heads=_heads(heads),
        stop=_words(row[0] for row in stops),
        verb=_words(words),
        verb_forms=_forms(stops_after),
        duties=frozenset(fold(row[0]) for row in verbs if row[1]),
        name_phrase=_words(row[0] for row in phrases),
        phrase_forms=_forms(row[0] for row in phrases),
        partner_stop=_words(stops_after),
        lead_in=_words((row[0] for row in leads), end=r"(?![^\W_])"),
        lead_ins={fold(row[0]): LeadIn(row[1], bool(row[2])) for row in leads},
    )


def _heads(rows: _Rows) -> dict[str, Head]:
    forms = _forms(row[0] for row in rows)
    return {
        fold(words): Head(kind, bool(bare), words[0].isupper(), forms[fold(words)])
        for words, kind, bare in reversed(rows)
    }


def _forms(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    """The printed forms, in small letters, behind each fold (`giao`, but not `giáo`)."""
    forms: dict[str, set[str]] = {}
    for entry in entries:
        forms.setdefault(fold(entry), set()).add(entry.lower())
    return {folded: frozenset(printed) for folded, printed in forms.items()}


def is_printed(printed: str, forms: frozenset[str], around: str) -> bool:
    """Whether a match on the fold is the word meant: by its own marks, by several syllables, or among lost marks only.

    A lone `Quy` among words with marks is no `Quỹ`.
    """
    small = printed.lower()
    return small in forms or " " in small or (small.isascii() and around.isascii())


def _words(entries: Iterable[str], end: str = r"\b") -> re.Pattern[str]:
    """Whole words, the longest first so that it matches greedily."""
    return re.compile(rf"\b{any_of(map(fold, entries))}{end}")
