"""An output folder to the files that are asked for, in one place, all of them or none: tables in other forms, and registers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from extract.export.columns import parquet_of, put, sqlite_of
from extract.export.folder import FinishedFolder, TypedTable, read_folder, wide, with_sources
from extract.export.register import (
    PaperFiles,
    entries_of,
    open_table,
    read_form,
    register_csv,
    register_table,
)
from extract.export.typed_register import ComparedRegister, compare
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


@dataclass(frozen=True, slots=True)
class Registered:
    """What was written where: rows, files of papers, cells to be filled or shortened; what the typed register says otherwise."""

    place: Path
    names: tuple[str, ...]
    rows: int
    files: int
    open: int
    withheld: int
    checked: ComparedRegister | None = None


def register(
    out: Path,
    place: Path,
    name: str,
    *,
    hoso: Path | None = None,
    typed: Path | None = None,
    office: str = "",
    language: str = "en",
) -> Registered:
    """Write a register by a form, as XLSX and CSV, with what is open in it. Errors as `read_folder`, `read_form`, and `NotWritable`.

    `hoso`: the list of files of papers; `office`: whose register it is; `typed`: one that was typed, to be compared row by row.
    """
    form, files = read_form(name), PaperFiles.read(hoso)
    folder, stem = read_folder(out), Path(name).stem
    entries = list(entries_of(folder, form, files, office))
    checked = None if typed is None else compare(folder, form, entries, typed)
    sheets = [register_table(stem, form, entries), open_table(entries, language)]
    sheets += [checked.table(language)] if checked else []
    book = make_workbook(sheets, language, relative(out / "text", place))
    made = {f"{stem}.xlsx": book.data, f"{stem}.csv": register_csv(form, entries)}
    put(place, made)
    return Registered(
        place,
        tuple(made),
        rows=len(entries),
        files=len({entry.facts["file"] for entry in entries}),
        open=sum(len(entry.open) for entry in entries),
        withheld=folder.withheld,
        checked=checked,
    )
