"""The word Sở read as `80` before the rest of a department's name (`80 Tài chính`), rule `numeric`: always a row to review.

Only inside a line, behind a word that takes no number, and only before a capital: no number of things stands so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.dictionaries import Dictionaries
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.numbered import COUNTING
from extract.restore.edits import Edit
from extract.unaccent import unaccent

_EIGHTY = re.compile(r"(?<=[^\W\d_] )80(?= [^\W\d_])")
_HEAD = "Sở "
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The first two syllables of departments' names behind Sở, without marks."""

    tails: frozenset[tuple[str, str]]

    def edits(self, lines: Sequence[str], words: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
        """Line indexes and repairs, in lines that a wrong model read."""
        matches = [(at, match) for at, line in enumerate(lines) for match in _EIGHTY.finditer(line)]
        if not matches:
            return
        where = {(word.line, word.piece.start): at for at, word in enumerate(words)}
        for index, match in matches:
            at = where.get((index, match.end() + 1))
            if at is not None and self._fits(words, at):
                yield index, Edit(match.start(), match.end(), "Sở", "numeric", _SURE)

    def _fits(self, words: Sequence[Decoded], at: int) -> bool:
        before, tail = words[max(at - 1, 0)], words[at : at + 2]
        counted = at == 0 or before.line != tail[0].line or _bare(before) in COUNTING
        named = tail[0].text[:1].isupper() and tuple(map(_bare, tail)) in self.tails
        return named and not counted


def _bare(word: Decoded) -> str:
    return unaccent(word.text).lower()


def number_words(dictionaries: Dictionaries) -> NumberWords:
    """From the departments among the agencies."""
    names = [entry.get("name", "") for entry in dictionaries.lists.get("agencies", ())]
    tails = [unaccent(name).lower().split()[1:3] for name in names if name.startswith(_HEAD)]
    return NumberWords(frozenset((tail[0], tail[1]) for tail in tails if len(tail) > 1))
