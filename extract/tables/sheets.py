"""Workbooks (.xlsx) read as text: the cells of the first sheet, with zipfile and ElementTree, which refuse what could ask for much (promise I4).

Lists of questions come back in them, and registers that were typed; openpyxl would be 3 MB for texts of one sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from extract.errors import UnreadableInput

_MOST_BYTES = 48 * 10**6
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"[A-Z]+")
_LETTERS = 26


def sheet_rows(path: Path, do: str) -> list[Mapping[int, str]]:
    """The rows of the first sheet, each a text by its column (from 0); a day is the number that Excel keeps.

    `UnreadableInput`: it is no workbook; `do` says what to do then.
    """
    try:
        with zipfile.ZipFile(path) as book:
            texts = tuple(_shared(book))
            sheet = _xml(book, _first_sheet(book))
            return [_row(row, texts) for row in sheet.iter(f"{_NAMESPACE}row")]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, IndexError, ET.ParseError) as error:
        why = "it is no spreadsheet (.xlsx), or damaged"
        raise UnreadableInput(path.name, why, do) from error


def _first_sheet(book: zipfile.ZipFile) -> str:
    return min(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))


def _xml(book: zipfile.ZipFile, name: str) -> ET.Element:
    """A part parsed; one that declares entities, or is too large, is refused."""
    with book.open(name) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError(name)
    return ET.fromstring(data)  # noqa: S314 - declarations were refused, the size is limited


def _shared(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        for item in _xml(book, "xl/sharedStrings.xml").iter(f"{_NAMESPACE}si"):
            yield _text(item)


def _row(row: ET.Element, texts: Sequence[str]) -> Mapping[int, str]:
    return dict(_cell(cell, texts) for cell in row.iter(f"{_NAMESPACE}c"))


def _cell(cell: ET.Element, texts: Sequence[str]) -> tuple[int, str]:
    """Column (from 0) and text of a cell."""
    letters = _COLUMN.match(cell.get("r", ""))
    column = 0
    for letter in letters[0] if letters else "A":
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    value = cell.findtext(f"{_NAMESPACE}v") or ""
    kind = cell.get("t")
    text = _text(cell) if kind == "inlineStr" else texts[int(value)] if kind == "s" else value
    return column - 1, text


def _text(node: ET.Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{_NAMESPACE}t"))
