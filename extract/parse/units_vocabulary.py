"""The words a unit's name is recognised by, compiled once for a set of dictionaries.

Lists: unit_heads, unit_stops, task_verbs, partner_stops, lead_ins. Patterns run on the fold; whether a head is in capitals
or a verb in small letters is decided on the text, since the fold loses both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extract.dictionaries import Dictionaries
from extract.fold import fold


@dataclass(frozen=True, slots=True)
class Head:
    """How a unit's name opens: the kind of unit, whether the words alone are a name, and their printed capitals."""

    kind: str
    bare: bool
    capital: bool


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
    partner_stop: re.Pattern[str]
    lead_in: re.Pattern[str]
    lead_ins: Mapping[str, LeadIn]


def vocabulary(dictionaries: Dictionaries) -> Vocabulary:
    """The compiled lists; equal lists share one."""
    lists = ("unit_heads", "unit_stops", "task_verbs", "partner_stops", "lead_ins")
    return _compiled(*(tuple(tuple(row.values()) for row in dictionaries.rows(n)) for n in lists))


_Rows = tuple[tuple[str, ...], ...]


@cache
def _compiled(
    heads: _Rows, stops: _Rows, verbs: _Rows, partners: _Rows, leads: _Rows
) -> Vocabulary:
    words = [row[0] for row in verbs]
    return Vocabulary(
        head=_words(row[0] for row in heads),
        heads={fold(row[0]): Head(row[1], bool(row[2]), row[0][0].isupper()) for row in heads},
        stop=_words(row[0] for row in stops),
        verb=_words(words),
        partner_stop=_words([*words, *(row[0] for row in partners)]),
        lead_in=_words((row[0] for row in leads), end=r"(?![^\W_])"),
        lead_ins={fold(row[0]): LeadIn(row[1], bool(row[2])) for row in leads},
    )


def _words(entries: Iterable[str], end: str = r"\b") -> re.Pattern[str]:
    """An alternation of whole words, longest first so that it matches greedily."""
    longest = sorted({fold(entry) for entry in entries}, key=lambda entry: (-len(entry), entry))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))}){end}")
