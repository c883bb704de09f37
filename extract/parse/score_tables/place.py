"""What every reader of a score table is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from extract.parse.context import Context
from extract.parse.criteria.areas import Areas
from extract.parse.ratings.setting import Names, Setting
from extract.records import Result, Score


@dataclass(frozen=True, slots=True)
class Place:
    """The table's surroundings: document, vocabulary, index and year, and the area its caption names."""

    context: Context
    names: Names
    areas: Areas
    setting: Setting
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
