"""The questions as a spreadsheet for offices without a browser, and the answers that come back in it.

XlsxWriter makes it: every cell is a text that no program guesses a number or a formula from, and the readings that a person chooses
from are lists of the cell. Answers are known by the id of their question, so rows may be sorted, filtered and left out.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from extract.batch.view import JournalView
from extract.decisions import Decision, Judgement
from extract.errors import UnreadableInput
from extract.review.asked import Asked
from extract.review.recording import decisions
from extract.review.typed import NoValue, closed_list, column_of, typed
from extract.tables.files import write_file
from extract.tables.sheets import sheet_rows
from extract.words import Speaker

#: The columns of the sheet: what is shown, what a person fills in, and the id of the question.
_SHOWN = ("source", "page", "table", "row", "field", "value", "raw", "why")
_VERDICT, _ANSWER, _ID = "verdict", "answer", "id"
_HEAD = (*_SHOWN, _VERDICT, _ANSWER, _ID)
_WIDTHS = {"source": 22, "value": 28, "raw": 44, "why": 30, _VERDICT: 16, _ANSWER: 32}
_VERDICTS = (Judgement.RIGHT, Judgement.CORRECTED, Judgement.EMPTY, Judgement.ILLEGIBLE)
_MOST_OFFERED = 60
_GROUP = "sheet"  # of the words
_MOST_CELL = 32_000  # Excel's own limit is 32,767
_QUESTIONS, _LISTS = "questions", "lists"
_AGAIN = "Export the list anew and fill in its two columns."
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same questions, the same bytes; a spreadsheet's dates have no zone


def write_sheet(path: Path, asked: Sequence[Asked], say: Speaker) -> None:
    """Write the list of questions; whole or not at all."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": _CREATED})
        sheet, lists = book.add_worksheet(_QUESTIONS), book.add_worksheet(_LISTS)
        lists.hide()
        head = book.add_format({"bold": True, "text_wrap": True, "locked": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for at, name in enumerate(_HEAD):
            sheet.set_column(at, at, _WIDTHS.get(name, 11), text, {"hidden": name == _ID})
            sheet.write_string(0, at, say(name, _GROUP), head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(asked)), len(_HEAD) - 1)
        verdicts = [say(verdict, _GROUP) for verdict in _VERDICTS]
        _write_list(lists, 0, verdicts)
        for number, one in enumerate(asked, 1):
            for at, cell in enumerate(_cells(one, say)):
                sheet.write_string(number, at, cell[:_MOST_CELL], text)
            _offer(sheet, number, _HEAD.index(_VERDICT), _range(0, len(verdicts)), strict=True)
            offered = _candidates(one)
            _write_list(lists, number, offered)
            if offered:
                _offer(sheet, number, _HEAD.index(_ANSWER), _range(number, len(offered)))
    write_file(path, made.getvalue())


def _cells(one: Asked, say: Speaker) -> tuple[str, ...]:
    shown: dict[str, str] = {
        "source": one.paper.source,
        "page": str(one.page or ""),
        "table": say(one.table, "table"),
        "row": str(one.row or ""),
        "field": say(one.field, "field") if one.field else "",
        "value": one.value,
        "raw": one.raw,
        "why": say(one.reason, "reason"),
        _ID: one.id,
    }
    return tuple(shown.get(name, "") for name in _HEAD)


def _candidates(one: Asked) -> list[str]:
    """What a person chooses from: the other readings, then the closed list of the column."""
    known = closed_list(column_of(one.table, one.field))
    return list(dict.fromkeys((*one.readings, *known)))[:_MOST_OFFERED]


def _write_list(lists: xlsxwriter.worksheet.Worksheet, row: int, values: Sequence[str]) -> None:
    for at, value in enumerate(values):
        lists.write_string(row, at, value[:_MOST_CELL])


def _range(row: int, count: int) -> str:
    cells = xlsxwriter.utility.xl_range_abs(row, 0, row, count - 1)
    return f"={_LISTS}!{cells}"


def _offer(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    source: str,
    *,
    strict: bool = False,
) -> None:
    """A list to choose from; where not `strict`, anything else may be typed as well."""
    told = {"validate": "list", "source": source, "show_error": strict}
    sheet.data_validation(row, column, row, column, told)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled row: the id of its question, what the person chose and typed."""

    id: str
    verdict: str
    answer: str


def read_sheet(path: Path) -> list[Filled]:
    """The filled rows of a list that comes back. `UnreadableInput`: it is none of ours."""
    rows = sheet_rows(path, _AGAIN)
    last = len(_HEAD) - 1
    if not rows or len(rows[0]) <= last:
        why = "it is no list of questions that `vanban review --export` wrote"
        raise UnreadableInput(path.name, why, _AGAIN)
    verdict, answer = _HEAD.index(_VERDICT), _HEAD.index(_ANSWER)
    filled = (
        Filled(row.get(last, ""), row.get(verdict, "").strip(), row.get(answer, "").strip())
        for row in rows[1:]
    )
    return [row for row in filled if row.id and (row.verdict or row.answer)]


def answers_in(
    journal: JournalView, asked: Sequence[Asked], filled: Sequence[Filled]
) -> tuple[list[tuple[Asked, Decision]], list[str]]:
    """The decisions that a list brings, and why some of its rows bring none."""
    known = {one.id: one for one in asked}
    made, refused = [], []
    for row in filled:
        one = known.get(row.id)
        if one is None:
            refused.append(f"{row.id}: this is asked no more")
            continue
        try:
            verdict, after = _judged(one, row)
        except NoValue as error:
            refused.append(
                f"{one.paper.source}, {one.table}.{one.field}: {error.args[0]!r} is no {error.args[1]}"
            )
            continue
        said = decisions(journal, one, verdict, after)
        made += [(one, decision) for decision in said]
        if not said:
            refused.append(f"{one.paper.source}, {one.table}.{one.field}: not of a whole column")
    return made, refused


def _judged(one: Asked, row: Filled) -> tuple[Judgement, str]:
    words = {say(v, _GROUP): v for v in _VERDICTS for say in (Speaker("vi"), Speaker("en"))}
    said = words.get(row.verdict)
    if one.row is None and said in {Judgement.EMPTY, Judgement.ILLEGIBLE}:
        raise NoValue(row.verdict, "answer about a whole column")
    if said in {Judgement.EMPTY, Judgement.ILLEGIBLE}:
        return said, ""
    if row.answer and (one.row is None or not one.field):
        raise NoValue(row.answer, "answer about a whole row or column: that is given on the page")
    if row.answer:
        after = typed(column_of(one.table, one.field), row.answer)
        return (Judgement.RIGHT if after == one.value else Judgement.CORRECTED), after
    if said is Judgement.RIGHT:
        return Judgement.RIGHT, one.value
    raise NoValue(row.verdict, "answer without a value")
