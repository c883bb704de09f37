"""What every reader of a score table is given, and what it gives back; names of provinces that a narrow column cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.fold import fold
from extract.parse.criteria import Areas
from extract.parse.outline import Context
from extract.parse.ratings.setting import IndexContext, RatingNames
from extract.records import Result, Score

# What every reader of a score table is given, and what it gives back.


@dataclass(frozen=True, slots=True)
class TableScope:
    """The table's surroundings: document, vocabulary, index and year, and the area its caption names."""

    context: Context
    names: RatingNames
    areas: Areas
    setting: IndexContext
    area: str | None
    owner: str | None = None  # the body whose index the caption names
    sure: float = 0.93  # of the table's rows

    @property
    def family(self) -> str | None:
        """The family of the index spoken of, if any."""
        return self.setting.mention.family if self.setting.mention else None


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of both tables, in reading order, and the lines (page, number) of the tables that gave them."""

    results: tuple[Result, ...] = ()
    scores: tuple[Score, ...] = ()
    lines: frozenset[tuple[int | None, int]] = frozenset()

    def plus(self, more: TableRows) -> TableRows:
        """Both tables' rows, one after the other."""
        return TableRows(
            (*self.results, *more.results), (*self.scores, *more.scores), self.lines | more.lines
        )


# Names of provinces of which a cell's narrow column left only the end (`Nông` of `Đắk Nông`).
#
# Only a single word that is no province's name is looked at, and only under a heading that speaks of provinces: the one
# province named in the document that ends in it is meant; where there is none, or more than one, the row names nobody.

_PROVINCES = re.compile(r"\b(?:tinh|dia phuong)\b")


def completed(cell: str, heading: str, place: TableScope) -> str | None:
    """The province's name, the cell itself where it is no such remnant, `None` where it names nobody."""
    known = place.names.bodies.provinces
    word = cell.strip()
    if " " in word or not _PROVINCES.search(fold(heading)) or known.fullmatch(word):
        return cell
    named = {
        match[0]
        for line in place.context.lines
        for match in known.finditer(line.text)
        if fold(match[0]).endswith(f" {fold(word)}")
    }
    return named.pop() if len(named) == 1 else None
