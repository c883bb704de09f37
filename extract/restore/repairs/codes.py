"""Repairs the symbols of a document's code (`1085/Qb-UBND`): letters from the list of known groups alone, digits never.

Each group between bars and hyphens is looked up after letters that look alike are folded; where several known symbols fit,
the channel must prefer one clearly (rule `code`). The language model never decides a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.dictionaries import Dictionaries
from extract.restore.edits import Edit
from extract.restore.model.channel import Channel
from extract.unaccent import unaccent

_CLASSES = ("DĐPBÐ¢", "OQ0Ơ", "I1L|Í", "S5$§", "UƯÚ", "E€É")
_FOLD = {letter: group[0] for group in _CLASSES for letter in group}
_GROUP = re.compile(r"[^\W_][\w&.¢€§$]*")
_HEAD = re.compile(r"\d+[ ]?/(?:\d{4}/)?")
_SURE = 0.95
_MARGIN = 1.0  # nats between the best and the second symbol
_UNKNOWN_COST = 50.0
_LISTS = (
    ("code_symbols", "symbol"),
    ("abbreviations", "abbreviation"),
    ("agencies", "abbreviation"),
)


@dataclass(frozen=True, slots=True)
class CodeSymbols:
    """Known groups: all as printed, and by their fold; the channel that weighs them."""

    known: frozenset[str]
    by_fold: dict[str, tuple[str, ...]]
    channel: Channel

    def edits(self, line: str, start: int, end: int, *, marks_only: bool) -> Iterator[Edit]:
        """The repairs of the code that stands at `line[start:end]`; `marks_only`: letters keep their base (QD to QĐ)."""
        head = _HEAD.match(line, start, end)
        for match in _GROUP.finditer(line, head.end() if head else start, end):
            true = self.repair(match.group(), marks_only=marks_only)
            if true != match.group():
                yield Edit(match.start(), match.end(), true, "code", _SURE)

    def repair(self, group: str, *, marks_only: bool) -> str:
        """The known symbol that a group stands for, or the group."""
        if group.isdigit() or group in self.known or any(map(str.isdigit, group[1:])):
            return group
        fits = self.by_fold.get(fold_code(group), ())
        if marks_only:
            fits = tuple(symbol for symbol in fits if unaccent(symbol) == unaccent(group))
        costs = sorted((self._cost(group, symbol), symbol) for symbol in fits)
        if not costs or (len(costs) > 1 and costs[1][0] - costs[0][0] < _MARGIN):
            return group
        return costs[0][1]

    def _cost(self, read: str, true: str) -> float:
        try:
            return self.channel.cost(read, true)
        except ValueError:  # a letter that no word has
            return _UNKNOWN_COST


def fold_code(group: str) -> str:
    """The group with look-alikes folded: `Qb` and `QĐ` give the same."""
    return "".join(_FOLD.get(letter, letter) for letter in group.upper())


def code_symbols(dictionaries: Dictionaries, channel: Channel) -> CodeSymbols:
    """The known groups of the dictionaries."""
    known = frozenset(part for symbol in _symbols(dictionaries) for part in _GROUP.findall(symbol))
    by_fold: dict[str, list[str]] = {}
    for symbol in sorted(known):
        by_fold.setdefault(fold_code(symbol), []).append(symbol)
    return CodeSymbols(known, {key: tuple(values) for key, values in by_fold.items()}, channel)


def _symbols(dictionaries: Dictionaries) -> Iterable[str]:
    for name, column in _LISTS:
        for entry in dictionaries.lists.get(name, ()):
            if entry.get(column):
                yield entry[column]
