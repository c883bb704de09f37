"""A question as the page shows it: its words in one language, the place on the picture, what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract.decisions.record import DOCUMENTS, WORDS
from extract.model import Box
from extract.review.asked import Asked, Wanted, Worklist
from extract.review.desk import Desk
from extract.review.recording import line_of
from extract.review.sight import QuestionView, Typed, sight_of, told_of
from extract.review.typed import closed_list, column_of
from extract.tables.definition import Column
from extract.tables.package import label
from extract.words import Speaker

_KEYS = 9
_MOST_ROWS = 12  # named beside a value
_SHORT = 60  # characters; longer values are shown in a field of several lines
_MINUTE = 60
_MOST_FOLDERS = 300  # in the list to choose from
#: The columns that a row of a table can hardly do without: those that a person types for lines that were not read.
_TYPED = {
    "results": ("entity", "index_family", "index_year", "score", "score_max", "rank"),
    "scores": ("entity", "level", "criterion", "points", "points_max"),
    "reasons": ("kind", "text", "points"),
    "assignments": ("item_no", "unit", "task", "deadline_raw", "due_date"),
    "references": ("ref_type", "code", "ref_date", "issuer"),
    "recipients": ("section", "name", "purpose"),
}
_UNREAD, _STATUS = "unread", "status"


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate: the key that chooses it, its text, and what is shown of it."""

    key: int
    text: str
    meaning: str


def question(desk: Desk, asked: Asked, say: Speaker) -> dict[str, Any]:
    """What the template of a question needs."""
    sight, lines = _sight(desk, asked)
    column = column_of(asked.table, asked.field)
    kind = _kind(asked)
    form = _form(asked, kind, sight, say)
    return {
        "asked": asked,
        "kind": kind,
        "ask": _ask(asked, kind, say),
        "picture": f"/picture/{asked.paper.doc_id}/{sight.picture}" if sight.picture else "",
        "page": sight.page,
        "boxes": ";".join(map(_written, sight.boxes)),
        "lines": lines,
        "choices": _choices(asked, say),
        "closed": _meanings(column, say),
        "bottom": asked.field.startswith("signer_"),
        "long": len(asked.value) > _SHORT or "\n" in asked.value,
        "why": _why(asked, say),
        "hangs": _hangs(asked, say),
        "series": len(desk.series(asked)),
        "form": form,
    }


def _why(asked: Asked, say: Speaker) -> str:
    """Why it is asked: the reason, and the arithmetic that fails."""
    reason = say.maybe(asked.reason, "why") or say(asked.reason, "reason")
    return " ".join([reason, *(say(name, "proof") for name in asked.proof)])


def _form(asked: Asked, kind: str, sight: QuestionView, say: Speaker) -> list[dict[str, Any]]:
    """What may be typed where a question is about many cells: name, words, text, and the values of a closed list."""
    names = _TYPED.get(asked.table, ()) if kind == _UNREAD else ()
    return [
        {
            "name": cell.name,
            "label": _label(cell, say),
            "text": cell.text,
            "doubted": _is_doubted(cell, asked),
            "closed": _meanings(
                column_of(asked.table, cell.field or asked.field or cell.name), say
            ),
        }
        for cell in (sight.typed or [Typed(name, "") for name in names])
    ]


def _is_doubted(cell: Typed, asked: Asked) -> bool:
    """Whether the question names this cell: `value` holds "column: text" of those that are doubted."""
    if asked.row is None:
        return asked.value == cell.text or f"{asked.field}: {cell.text}" in asked.value
    return f"{cell.name}: " in asked.value


def _label(cell: Typed, say: Speaker) -> str:
    """A column's name; the rows that have a value; the word that was changed."""
    if cell.rows:
        shown = ", ".join(map(str, cell.rows[:_MOST_ROWS]))
        more = "…" if len(cell.rows) > _MOST_ROWS else ""
        of_table = cell.name != cell.text
        return (f"{say(cell.field, 'field')}, " if of_table else "") + say(
            "rows", rows=shown + more
        )
    return f"{cell.before} →" if cell.before else say(cell.name, "field")


def _sight(desk: Desk, asked: Asked) -> tuple[QuestionView, list[tuple[int, str, bool]]]:
    """Where it stands; and the lines around it, those that are asked about as people left them."""
    with desk.journal() as journal:
        told = told_of(journal, asked.paper.sha256)
        if told is None:
            return QuestionView(), []
        sight = sight_of(journal, told, asked)
        lines = [
            (n.number, line_of(journal, desk.standing, asked, (sight.page, n.number)).text if n.lit else n.text, n.lit)
            for n in sight.lines
        ]  # fmt: skip
        return sight, lines


def picture_address(desk: Desk, asked: Asked) -> str:
    """Where the page of a question is had; empty where it has no picture."""
    sight, _ = _sight(desk, asked)
    return f"/picture/{asked.paper.doc_id}/{sight.picture}" if sight.picture else ""


def _written(box: Box) -> str:
    return f"{box.x0:.4f} {box.y0:.4f} {box.x1:.4f} {box.y1:.4f}"


def _kind(asked: Asked) -> str:
    """Which kind of question it is; the template and the words follow from it."""
    if asked.reason == _UNREAD or asked.row == 0:
        return _UNREAD
    if asked.table == DOCUMENTS:
        return _STATUS if asked.field == _STATUS else "header"
    if asked.table == WORDS:
        return "changes" if asked.row is None else "change"
    if asked.row is None:
        return "column" if asked.field else "table"
    return "cell" if asked.field else "row"


def _ask(asked: Asked, kind: str, say: Speaker) -> str:
    columns = asked.columns if kind == "table" else (asked.field,)
    field = ", ".join(say(column, "field") for column in columns)
    key = f"{kind}_empty" if kind in {"header", "cell"} and not asked.value else kind
    said = say(
        key, "ask", field=field, table=say(asked.table, "table"), row=asked.row, before=asked.raw
    )
    return said[:1].upper() + said[1:]


def _choices(asked: Asked, say: Speaker) -> list[Choice]:
    """Other readings, then the other values of a short closed list."""
    closed = _meanings(column_of(asked.table, asked.field), say)
    found = asked.readings | (closed if len(closed) <= _KEYS else {})
    found.pop(asked.value, None)
    return [
        Choice(key, text, closed.get(text, shown))
        for key, (text, shown) in enumerate(list(found.items())[:_KEYS], 1)
    ]


def _meanings(column: Column | None, say: Speaker) -> dict[str, str]:
    """The values of a closed list, each with its name in the page's language."""
    values = (column and column.values) or "boolean"
    return {text: label(values, text, say.language) for text in closed_list(column)}


def _hangs(asked: Asked, say: Speaker) -> list[str]:
    cells = [say("cells", number=asked.cells)] if asked.cells > 1 else []
    return [*cells, *filter(None, [say.maybe(asked.field, "hangs")])]


def progress(desk: Desk, wanted: Wanted, say: Speaker) -> dict[str, Any]:
    """How far a person has come, in numbers and in words."""
    done, count, seconds = desk.progress(wanted)
    minutes = round(seconds / _MINUTE)
    left = say("minutes", minutes=minutes) if minutes > 1 else say("minute")
    told = say("progress", done=done, count=count, left=left if done < count else say("done"))
    return {"done": done, "count": count, "told": told}


def choices_of_filters(work: Worklist, say: Speaker) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the filters: value and words."""
    folders = sorted({paper.folder for paper in work.papers.values()} - {""})[:_MOST_FOLDERS]
    return {
        "folder": [(folder, folder) for folder in folders],
        "table": sorted(((table, say(table, "table")) for table in work.tables), key=_by_words),
        "reason": sorted(
            ((reason, say(reason, "reason")) for reason in work.reasons), key=_by_words
        ),
    }


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1]
