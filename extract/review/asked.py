"""The questions of an output folder: the rows of review.csv, each with the name of its document, found by an id."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from rapidfuzz import fuzz

from extract.errors import UsageError
from extract.fold import fold
from extract.records import Status, columns_asked
from extract.tables.definition import BOM, DOCUMENTS, REVIEW, TABLES, ColumnKind, unguard

SHOWN = frozenset({Status.OK, Status.PARTIAL})  # above all no withheld one
_MOST_CELL = 1 << 24  # characters; csv's own limit is below a long list of lines
_WORD = re.compile(r"[^\s,.;:()]+")
_MOST_OF = 0.6  # of a value's letters: another reading that is longer is one of all of it
_LIKE = 50.0  # of 100: the word of a value that another reading may stand for
_FILTERS = 50  # remembered at once
_SEPARATOR = "\x1f"
_WORDY = frozenset({ColumnKind.STRING, ColumnKind.LIST})
_NUMBERING = frozenset(
    {"number", "symbol", "code", "item_no", "section", "sheet", "received_number"}
)
#: Columns whose equal values are no equal errors.
_ONE_OF_A_KIND = frozenset(
    (table.name, column.name)
    for table in TABLES
    for column in table.columns
    if column.kind not in _WORDY or column.name in _NUMBERING
)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that may be shown."""

    doc_id: str
    sha256: str
    source: str

    @property
    def folder(self) -> str:
        """The folder it lies in, empty where it has none."""
        return self.source.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `row` is `None` where it asks about a whole column, `field` empty where about a whole row, both where about a whole table."""

    id: str
    paper: ShownFile
    part: int
    page: int | None
    table: str
    row: int | None
    field: str
    value: str
    raw: str
    alternatives: tuple[str, ...]
    reason: str
    cells: int
    proof: tuple[str, ...] = ()

    @property
    def readings(self) -> dict[str, str]:
        """Other readings as whole values, each with what is shown of it."""
        found = (_with_word(self.value, other) for other in self.alternatives)
        return {text: shown for text, shown in filter(None, found) if text != self.value}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a question about many rows names."""
        return columns_asked(self.field, self.value)

    @property
    def series(self) -> tuple[str, str, str] | None:
        """What equal errors have in common; `None` where the same text elsewhere says nothing: numbers, dates, marks of items."""
        if not self.value or self.row is None or (self.table, self.field) in _ONE_OF_A_KIND:
            return None
        return self.table, self.field, self.value


def _with_word(value: str, other: str) -> tuple[str, str] | None:
    """Another reading as a whole value, and what is shown of it: review.csv names only words where the value is long.

    `None` where no word of the value is like it.

    >>> _with_word("kiến nghị rước đây của Sở", "trước")
    ('kiến nghị trước đây của Sở', 'rước → trước')
    >>> _with_word("Do Van Gia", "Đỗ Văn Giá"), _with_word("kiến nghị của Sở", "15")
    (('Đỗ Văn Giá', 'Đỗ Văn Giá'), None)
    """
    words = [(found.start(), found.end()) for found in _WORD.finditer(value)]
    count = len(other.split())
    if len(words) <= count or len(other) > _MOST_OF * len(value):
        return other, other
    windows = [(words[n][0], words[n + count - 1][1]) for n in range(len(words) - count + 1)]
    like = [fuzz.ratio(fold(value[a:b]), fold(other)) for a, b in windows]
    start, end = windows[like.index(max(like))]
    if max(like) < _LIKE or value[start:end] == other:
        return None
    return value[:start] + other + value[end:], f"{value[start:end]} → {other}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions a person wants to see; an empty filter takes all."""

    folder: str = ""
    document: str = ""  # part of the file's name
    table: str = ""
    reason: str = ""

    def takes(self, asked: Asked) -> bool:
        """Whether a question passes all filters."""
        source = asked.paper.source
        return (
            (not self.table or asked.table == self.table)
            and (not self.reason or asked.reason == self.reason)
            and (not self.folder or source.startswith(f"{self.folder}/"))
            and (not self.document or self.document.casefold() in source.casefold())
        )


@dataclass(slots=True)
class Worklist:
    """The questions of a folder as they stand in its tables: by id, by filter, those that share an error; and their papers."""

    all: Sequence[Asked] = ()
    by_id: dict[str, Asked] = field(default_factory=dict)
    papers: dict[str, ShownFile] = field(default_factory=dict)
    of_paper: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))  # by hash
    alike: dict[tuple[str, str, str], list[Asked]] = field(
        default_factory=lambda: defaultdict(list)
    )
    tables: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    filtered: dict[Wanted, Sequence[Asked]] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> Worklist:
        """Sorted once, so that no page takes a time in proportion to all questions."""
        papers = {one.paper.doc_id: one.paper for one in asked}
        found = cls(asked, {one.id: one for one in asked}, papers)
        for one in asked:
            found.of_paper[one.paper.sha256].append(one)
            found.tables.add(one.table)
            found.reasons.add(one.reason)
            if one.series is not None:
                found.alike[one.series].append(one)
        return found

    def wanted(self, wanted: Wanted) -> Sequence[Asked]:
        """The questions that pass the filters, answered or not."""
        if wanted == Wanted():
            return self.all
        if wanted not in self.filtered:
            if len(self.filtered) >= _FILTERS:
                self.filtered.clear()
            self.filtered[wanted] = [asked for asked in self.all if wanted.takes(asked)]
        return self.filtered[wanted]


def read_asked(out: Path) -> list[Asked]:
    """The questions of a folder, the most valuable first. `UsageError`: it holds no tables."""
    papers = {paper.doc_id: paper for paper in _papers(out)}
    return [
        _asked(row, papers[row["doc_id"]])
        for row in _rows(out / f"{REVIEW.name}.csv")
        if row["doc_id"] in papers
    ]


def _papers(out: Path) -> Iterator[ShownFile]:
    for row in _rows(out / f"{DOCUMENTS.name}.csv"):
        if row["status"] in SHOWN:
            yield ShownFile(row["doc_id"], row["sha256"], row["source"])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_MOST_CELL)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            excel = file.read(1) == BOM
            file.seek(len(BOM.encode()) if excel else 0)
            for row in csv.DictReader(file):
                yield {name: unguard(text) for name, text in row.items()} if excel else row
    except OSError as error:
        do = "Name a folder that `vanban extract` writes."
        raise UsageError(f"Folder {path.parent}", f"{path.name} cannot be read", do) from error


def _asked(row: dict[str, str], paper: ShownFile) -> Asked:
    about = (row[name] for name in ("part", "table", "row", "field", "value", "raw"))
    id_ = blake2b(_SEPARATOR.join((paper.sha256, *about)).encode(), digest_size=8).hexdigest()
    return Asked(
        id_,
        paper,
        int(row["part"] or 1),
        int(row["page"]) if row["page"] else None,
        row["table"],
        row=int(row["row"]) if row["row"] else None,
        field=row["field"],
        value=row["value"],
        raw=row["raw"],
        alternatives=tuple(filter(None, row["alternatives"].split("|"))),
        reason=row["reason"],
        cells=int(row.get("cells") or 1),
        proof=tuple(filter(None, (row.get("proof") or "").split("|"))),
    )
