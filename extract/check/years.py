"""Years that stand alone in a document beside a likelier one: `2044` in a paper that speaks of 2014 all over.

A paper names its years again and again: in its date, the plans it follows, the terms it sets. A year that stands once, while another
one that differs in one digit OCR is known to confuse stands elsewhere, was misread more often than not (22 of 29 such cells of misread
documents that were written by hand). Neighbours are left out: papers compare a year with the last ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from extract.check.arithmetic import CONFUSED
from extract.check.doubts import doubted
from extract.model import Doubt, TextLine
from extract.records import Extracted, Header, Row

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEIGHBOURS = 3  # years
_AnyRow = TypeVar("_AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Years:
    """How often each year stands in a document."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, lines: Iterable[TextLine]) -> Years:
        """Of a document's own lines."""
        return cls(Counter(year for line in lines for year in _YEAR.findall(line.text)))

    def meant(self, year: int) -> tuple[str, ...]:
        """The years that one standing here alone may have been, the commonest first; none for a year that stands well."""
        text = str(year)
        if self.counts.get(text, 0) > 1:
            return ()
        others = (
            text[:at] + other + text[at + 1 :]
            for at, digit in enumerate(text)
            for other in CONFUSED.get(digit, "")
        )
        found = [y for y in others if y in self.counts and abs(int(y) - year) >= _NEIGHBOURS]
        return tuple(sorted(found, key=lambda y: (-self.counts[y], y)))


def check_years(extracted: Extracted, lines: Iterable[TextLine]) -> Extracted:
    """The document with a doubt for each year and date whose year stands alone beside a likelier one; those are offered."""
    years = Years.of(lines)
    known = {doubt.field for doubt in extracted.doubts}
    issued = () if "issued_date" in known else _doubts(extracted.header, ("issued_date",), years)
    return replace(
        extracted,
        doubts=(*extracted.doubts, *issued),
        results=_checked(extracted.results, ("index_year", "base_year"), years),
        scores=_checked(extracted.scores, ("index_year",), years),
        assignments=_checked(extracted.assignments, ("start_date", "due_date"), years),
        references=_checked(extracted.references, ("ref_date",), years),
    )


def _checked(rows: Sequence[_AnyRow], columns: Sequence[str], years: Years) -> tuple[_AnyRow, ...]:
    return tuple(_of_row(row, columns, years) for row in rows)


def _of_row(row: _AnyRow, columns: Sequence[str], years: Years) -> _AnyRow:
    known = {doubt.field for doubt in row.doubts}
    return doubted(row, _doubts(row, [name for name in columns if name not in known], years))


def _doubts(record: Header | Row, columns: Sequence[str], years: Years) -> Iterator[Doubt]:
    for name in columns:
        value: date | int | None = getattr(record, name)
        if value is None:
            continue
        meant = years.meant(value if isinstance(value, int) else value.year)
        if meant:
            yield Doubt(name, "conflict", tuple(_written(value, year) for year in meant))


def _written(value: date | int, year: str) -> str:
    """The value with another year, as a cell has it."""
    return year if isinstance(value, int) else f"{year}{value.isoformat()[4:]}"
