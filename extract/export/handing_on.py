"""An output folder to the files that are asked for, in one place; all of them or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from extract.export.columns import parquet_of, put, sqlite_of
from extract.export.folder import FinishedFolder, TypedTable, read_folder, wide, with_sources
from extract.export.workbook import make_workbook, relative
from extract.tables.definition import REVIEW


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What was written where; papers left out as withheld, texts that were cut."""

    place: Path
    names: tuple[str, ...]
    withheld: int
    cut: int


def hand_on(
    out: Path, place: Path, kinds: Collection[str], *, language: str = "en", with_wide: bool = False
) -> HandedOn:
    """Write the forms (`xlsx`, `parquet`, `sqlite`) of a folder's tables. Errors as `read_folder`, and `NotWritable`."""
    folder = read_folder(out)
    more = (wide(folder),) if with_wide else ()
    tables = (*folder.tables.values(), *more)
    files, cut = {}, 0
    if "xlsx" in kinds:
        book = make_workbook(_sheets(folder, more), language, relative(out / "text", place))
        files["tables.xlsx"], cut = book.data, book.cut
    if "parquet" in kinds:
        files |= parquet_of(tables)
    if "sqlite" in kinds:
        files["tables.sqlite"] = sqlite_of(tables)
    put(place, files)
    return HandedOn(place, tuple(files), folder.withheld, cut)


def _sheets(folder: FinishedFolder, more: tuple[TypedTable, ...]) -> tuple[TypedTable, ...]:
    """Documents and rows, then the questions, then what machines need more than people."""
    tables = dict(folder.tables) | {REVIEW.name: with_sources(folder)}
    last = ("corrections", "evidence")
    first = [table for name, table in tables.items() if name not in last]
    return (*first, *more, *(tables[name] for name in last))
