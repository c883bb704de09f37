"""`vanban register`: an office's own form of a register, filled from a finished folder; what is missing is said, never guessed.

A form is a file of data (`dictionaries/forms/*.toml`, or a user's own): the names of its columns, their order, what each takes of the paper or of
its file (hồ sơ), which are required, how long they may be, and codes. Papers stand file by file: a folder is one, or the list says which.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from extract.batch.files import table_rows
from extract.dictionaries import home, load
from extract.errors import BadDictionary, UnreadableInput, UsageError
from extract.export.folder import Cell, FinishedFolder, TypedTable
from extract.export.follow import same_body
from extract.fold import fold
from extract.tables.definition import BOM, DOCUMENTS, Column, ColumnKind, guard
from extract.words import told

_FILE, _PAPER = "file", "hoso"  # columns of the list of files: a paper or folder, and its file
_OWN = "own"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{5})(?:\.0+)?")
_EXCEL = date(1899, 12, 30)
_KINDS = {int: ColumnKind.INTEGER, date: ColumnKind.DATE}
#: What a column may take: of the paper, and of the file that it lies in.
FACTS = frozenset({
    "ordinal", "doc_id", "doc_code", "source", "code", "number", "symbol", "issued_date", "issued_day", "issued_month", "issued_year",
    "doc_type", "type_name", "subject", "type_subject", "issuer", "signer", "signer_name", "pages", "sheet", "received_date",
    "received_number", "received_to", "addressees", "recipients", "kept_by", "urgency", "file", "file_ordinal", "file_documents", "file_pages",
    *(f"file_{end}_{part}" for end in ("start", "end") for part in ("day", "month", "year")), "file_start", "file_end",
})  # fmt: skip


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: what it takes of the paper (`take`, one of `FACTS`), of the list of files (`hoso`), or always says (`value`)."""

    name: str
    take: str = ""
    hoso: str = ""
    value: str = ""
    required: bool = False
    most: int = 0
    codes: str = ""


class RegisterForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form of a register. `files`: numbers begin anew in each file; `papers`: those of the office itself, of others, or all."""

    title: str
    columns: tuple[FormColumn, ...]
    source: str = ""
    date: date | None = None
    licence: str = ""
    files: bool = False
    papers: Literal["all", "own", "others"] = "all"
    order: tuple[str, ...] = ("issued_date", "source")
    codes: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a register: its paper, the facts known of it, its cells, and what is to be said of them (column, why)."""

    paper: Mapping[str, Cell]
    facts: Mapping[str, Cell]
    cells: tuple[Cell, ...]
    open: tuple[tuple[str, str], ...]


def forms() -> tuple[str, ...]:
    """The names of the project's forms."""
    return tuple(sorted(path.stem for path in (home() / "forms").glob("*.toml")))


def read_form(name: str) -> RegisterForm:
    """A form by its name, or from a file. `UsageError`: there is none; `BadDictionary`: the file is no form."""
    path = home() / "forms" / f"{name}.toml" if name in forms() else Path(name)
    try:
        form = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), RegisterForm)
    except (OSError, UnicodeDecodeError) as error:
        do = f"Name a file of yours, or one of: {', '.join(forms())}."
        raise UsageError(f"Form {name}", "there is no such form", do) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _bad(path, str(error)) from error
    for column in form.columns:
        if column.take and column.take not in FACTS:
            raise _bad(path, f"column {column.name}: nothing is called {column.take}")
        if column.codes and column.codes not in form.codes:
            raise _bad(path, f"column {column.name}: it has no codes {column.codes}")
    return form


def _bad(path: Path, why: str) -> BadDictionary:
    return BadDictionary(f"Form {path}", why, "Correct it; docs/archives.md describes the fields.")


# Which file of papers a paper lies in, and what is known of that.


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The list of files: by a paper's name or folder; without one a folder is a file."""

    listed: Mapping[str, Mapping[str, str]] | None = None

    @classmethod
    def read(cls, path: Path | None) -> PaperFiles:
        """The list of a CSV file, whose columns `file` and `hoso` must be there."""
        if path is None:
            return cls()
        try:
            head, *rows = table_rows(path.read_bytes())
        except (OSError, ValueError, csv.Error) as error:
            raise UnreadableInput(f"List {path}", "it cannot be read as CSV", "Save it as CSV (UTF-8).") from error  # fmt: skip
        if not {_FILE, _PAPER} <= set(head):
            do = "Name a paper or folder in `file`, its file of papers in `hoso`."
            raise UnreadableInput(f"List {path}", "it has no columns `file` and `hoso`", do)
        listed = (dict(zip(head, row, strict=False)) for row in rows if any(row))
        return cls({row[_FILE].strip("/"): row for row in listed})

    def of(self, source: str) -> Mapping[str, str]:
        """What is known of the file that a paper lies in, under `hoso` its name; empty where the list does not name it."""
        folders = [str(path) for path in PurePosixPath(source).parents][:-1]
        if self.listed is None:
            return {_PAPER: folders[0] if folders else ""}
        found = (self.listed[key] for key in (source, *folders) if key in self.listed)
        return next(found, {})


# The papers as rows.


def entries_of(
    folder: FinishedFolder, form: RegisterForm, files: PaperFiles, office: str = ""
) -> Iterator[Entry]:
    """The rows of a register, in its order."""
    recipients = _recipients(folder)
    groups: defaultdict[str, list[tuple[Mapping[str, Cell], Mapping[str, str]]]] = defaultdict(list)
    for paper in folder.tables[DOCUMENTS.name].by_name():
        if paper["doc_type"] and _is_wanted(paper, form, office):
            about = files.of(str(paper["source"]))
            groups[about.get(_PAPER, "") if form.files else ""].append((paper, about))
    for number, name in enumerate(sorted(groups), 1):
        group = sorted(groups[name], key=lambda one: _order(one[0], form.order))
        whole = _file_facts(number, name, [one for one, _ in group])
        for ordinal, (one, about) in enumerate(group, 1):
            own = recipients.get((one["doc_id"], one["part"]), {})
            code = f"{name}.{ordinal:07d}" if name else None
            counted: dict[str, Cell] = {"ordinal": ordinal, "doc_code": code}
            facts = {**_facts(one), **own, **whole, **counted}
            yield _entry(form, one, facts, about)


def _is_wanted(paper: Mapping[str, Cell], form: RegisterForm, office: str) -> bool:
    if form.papers == "all" or not office or not paper["issuer"]:
        return True
    return same_body(paper["issuer"], office) == (form.papers == _OWN)


def _order(paper: Mapping[str, Cell], names: Sequence[str]) -> list[tuple[bool, int, str]]:
    """By these columns, numbers by their value, what is not known last."""
    known = [(paper[name] is None, str(paper[name] or "")) for name in names]
    return [(none, int(text) if text.isdecimal() else 0, text) for none, text in known]


def _facts(paper: Mapping[str, Cell]) -> dict[str, Cell]:
    """What a column may take of a paper."""
    kind, subject = _type_name(paper["doc_type"]), paper["subject"]
    first, last, day = paper["page_from"], paper["page_to"], paper["issued_date"]
    signer = [paper[name] for name in ("signer_position", "signer_name") if paper[name]]
    return {
        **{name: paper[name] for name in FACTS & set(paper)},
        "type_name": kind,
        "type_subject": _joined(kind, subject) if subject else None,
        "doc_type": None if paper["doc_type"] == "unknown" else paper["doc_type"],
        "signer": " ".join(map(str, signer)) or None if paper["signer_name"] else None,
        "pages": last - first + 1 if isinstance(first, int) and isinstance(last, int) else paper["pages"],
        **_parts("issued", day if isinstance(day, date) else None),
    }  # fmt: skip


def _parts(name: str, day: date | None) -> dict[str, Cell]:
    return {f"{name}_{part}": day and getattr(day, part) for part in ("day", "month", "year")}


def _type_name(doc_type: Cell) -> str | None:
    names = load().mapping("document_types", "doc_type", "name")
    name = names.get(str(doc_type))
    return name and name[0].upper() + name[1:]


def _joined(kind: str | None, subject: Cell) -> str:
    """`Quyết định` and `Về việc ...` in one cell, as registers have them; a subject that begins with its type stays."""
    said = " ".join(str(subject).split())
    if kind is None or said.casefold().startswith(kind.casefold()):
        return said
    return f"{kind} {said[0].lower() + said[1:] if fold(said).startswith('ve viec ') else said}"


def _recipients(folder: FinishedFolder) -> dict[tuple[Cell, Cell], dict[str, Cell]]:
    """Of each paper who gets it, and who keeps its copy."""
    found: defaultdict[tuple[Cell, Cell], dict[str, list[str]]] = defaultdict(
        lambda: {"recipients": [], "kept_by": []}
    )
    for row in folder.tables["recipients"].by_name():
        name = "kept_by" if row["purpose"] == "luu" else "recipients"
        found[row["doc_id"], row["part"]][name].append(str(row["name"]))
    return {key: {name: "; ".join(names) or None for name, names in lists.items()} for key, lists in found.items()}  # fmt: skip


def _file_facts(number: int, name: str, papers: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    days = [day for paper in papers if isinstance(day := paper["issued_date"], date)]
    pages = [facts for paper in papers if isinstance(facts := _facts(paper)["pages"], int)]
    first, last = min(days, default=None), max(days, default=None)
    about = {
        "file": name or None,
        "file_ordinal": number,
        "file_documents": len(papers),
        "file_pages": sum(pages),
    }
    return {**about, "file_start": first, "file_end": last, **_parts("file_start", first), **_parts("file_end", last)}  # fmt: skip


def _entry(
    form: RegisterForm,
    paper: Mapping[str, Cell],
    facts: Mapping[str, Cell],
    about: Mapping[str, str],
) -> Entry:
    cells, said = [], []
    for column in form.columns:
        value = _taken(form, column, facts, about)
        cells.append(value)
        if value is None and column.required:
            said.append((column.name, "not found in the paper" if column.take else "not in the list of files"))  # fmt: skip
        elif column.most and len(str(value or "")) > column.most:
            said.append((column.name, f"longer than {column.most} characters"))
    return Entry(paper, facts, tuple(cells), tuple(said))


def _taken(
    form: RegisterForm, column: FormColumn, facts: Mapping[str, Cell], about: Mapping[str, str]
) -> Cell:
    if column.hoso:
        return about.get(column.hoso) or None
    value = facts.get(column.take) if column.take else column.value or None
    return form.codes[column.codes].get(str(value)) if column.codes else value


# The rows as tables.


def register_table(name: str, form: RegisterForm, entries: Sequence[Entry]) -> TypedTable:
    """The register, typed by what stands in each column."""
    rows = [entry.cells for entry in entries]
    kinds = [
        next((_KINDS.get(type(row[at]), ColumnKind.STRING) for row in rows if row[at] is not None), ColumnKind.STRING)
        for at in range(len(form.columns))
    ]  # fmt: skip
    columns = [Column(c.name, kind, "") for c, kind in zip(form.columns, kinds, strict=True)]
    return TypedTable(name[:31], tuple(columns), rows)


def open_table(entries: Sequence[Entry], language: str) -> TypedTable:
    """What a person is to fill in or shorten: row of the register, column, file, why."""
    kinds = (("register_row", ColumnKind.INTEGER), *((name, ColumnKind.STRING) for name in ("column", "source", "open_reason")))  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (number, column, entry.paper["source"], told(why, language))
        for number, entry in enumerate(entries, 1)
        for column, why in entry.open
    ]
    return TypedTable("open", tuple(Column(name, kind, "") for name, kind in kinds), rows)


def register_csv(form: RegisterForm, entries: Sequence[Entry]) -> bytes:
    """The register for a spreadsheet: with a byte order mark, days as offices write them, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(guard(column.name) for column in form.columns)
    writer.writerows([*_said(entry.cells)] for entry in entries)
    return (BOM + text.getvalue()).encode("utf-8", "replace")


def _said(cells: Sequence[Cell]) -> Iterator[str]:
    for cell in cells:
        yield (
            f"{cell:%d/%m/%Y}"
            if isinstance(cell, date)
            else guard("" if cell is None else str(cell))
        )


def day_of(value: Cell) -> date | None:
    """A day as offices write it, ISO, or as Excel counts."""
    if isinstance(value, date):
        return value
    found = _DAY.fullmatch(str(value).strip())
    if found is None:
        return None
    if found[7]:
        return _EXCEL + timedelta(days=int(found[7]))
    day, month, year = (
        (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
