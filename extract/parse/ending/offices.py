"""Lines that are made of offices alone: what a signature stands under, in capitals or not, one or several side by side.

Forms and tables have no list of recipients and often no name beside a seal: `NGƯỜI LẬP BIỂU   THỦ TRƯỞNG ĐƠN VỊ` tells where they are
signed. A note in brackets, a date and the specks of a seal may stand beside an office; any other word makes the line a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.fold import fold
from extract.parse.passage import Passage

_DATED = re.compile(r"^\W{0,3}(?:[^\W\d_][\w ]{1,30}, )?ng[a4]y\b.{1,12}\bth[a4]ng\b")
_BETWEEN = re.compile(r"[\s|,.:;_'*\"-]*")
_NOTE = re.compile(r"\([^()]*\)?|(?:[^\W\d_][\w ]{1,30}, )?ng[a4]y\b.*$")
_SPECKS = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class EndingWords:
    """Folded offices (longest first) and their forms, surnames, the words that open a copy's block."""

    offices: tuple[str, ...]
    titles: Mapping[str, str]
    surnames: frozenset[str]
    surname_forms: tuple[str, ...]
    copies: tuple[str, ...]


def office_at(folded: str, words: EndingWords) -> str | None:
    """The longest office that a folded text begins with."""
    for office in words.offices:
        if folded.startswith(office) and not folded[len(office) :][:1].isalpha():
            return office
    return None


def whole_offices(line: Passage, words: EndingWords) -> list[Passage]:
    """The offices that a line is made of, none where it says anything else."""
    found: list[Passage] = []
    at = _end(_SPECKS, line.folded, 0)
    while at < len(line.text):
        office = office_at(line.folded[at:], words)
        note = None if office else _NOTE.match(line.folded, at)
        if office and line.text[at].isupper():
            found.append(line.cut(at, at + len(office)))
            at += len(office)
        elif note and found:
            at = note.end()
        else:
            return []
        at = _end(_BETWEEN, line.folded, at)
    return found


def _end(pattern: re.Pattern[str], folded: str, at: int) -> int:
    match = pattern.match(folded, at)
    return match.end() if match else at


def is_beside(text: str) -> bool:
    """Whether a line may stand among signatures: a note in brackets, specks, a few words that are no sentence."""
    bare = text.strip()
    if bare.startswith("(") or _DATED.search(fold(bare)):
        return True
    return len(bare) < _FEW and not bare.endswith((".", ";", ":", ",", "/"))


_FEW = 34  # letters: two names side by side have 30


def first_office(lines: Sequence[tuple[int, bool, bool]]) -> int | None:
    """Of (index, is an office, may stand beside one), from the last line up: where the run of signature lines begins."""
    found = None
    for index, office, beside in lines:
        if office:
            found = index
        elif not beside:
            break
    return found
