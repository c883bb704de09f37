"""What is due and what may answer it: the tasks of a finished folder as a register (sổ theo dõi nhiệm vụ) and a calendar.

A later paper that cites the order and comes from the unit is proposed as its answer, never entered: whether a task is done, a person says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from extract.dictionaries import load
from extract.export.columns import put
from extract.export.folder import Cell, FinishedFolder, TypedTable, read_folder
from extract.export.ical import Event, calendar_of
from extract.export.workbook import make_workbook, relative
from extract.fold import fold
from extract.tables.definition import DOCUMENTS, Column, ColumnKind
from extract.words import pair

NAME = "follow"
_SURE = Decimal("0.9")  # below it a person looks at the row before the day is relied on (issue 21)
_SOON = timedelta(days=7)  # a week's notice
_COLUMNS = (
    ("code", ColumnKind.STRING),
    ("issued_date", ColumnKind.DATE),
    ("assigner", ColumnKind.STRING),
    ("task", ColumnKind.STRING),
    ("unit", ColumnKind.STRING),
    ("co_units", ColumnKind.LIST),
    ("due_date", ColumnKind.DATE),
    ("due_rrule", ColumnKind.STRING),
    ("deadline_raw", ColumnKind.STRING),
    ("due_state", ColumnKind.STRING),
    ("answer", ColumnKind.LIST),
    ("extension", ColumnKind.LIST),
    ("reminder", ColumnKind.LIST),
    ("confidence", ColumnKind.SHARE),
    ("source", ColumnKind.STRING),
    ("page", ColumnKind.INTEGER),
)
_Values = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class FollowedTask:
    """A task with its paper's fields, a key that stays the same, and the codes of later papers that cite the order."""

    key: str
    values: _Values
    answer: tuple[str, ...] = ()
    extension: tuple[str, ...] = ()
    reminder: tuple[str, ...] = ()

    def state(self, as_of: date) -> str:
        """What its day means on this day; a key of `due_state` in words.toml."""
        due = self.values["due_date"]
        if self.values["due_rrule"]:
            return "recurrent"
        if not isinstance(due, date):
            return "no_date"
        last = due - timedelta(days=self.values["due_bound"] == "before" and due > date.min)
        return "overdue" if as_of > last else "soon" if last - as_of <= _SOON else "running"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was written where: tasks, those overdue, events, tasks with a proposed answer, papers left out as withheld."""

    place: Path
    names: tuple[str, ...]
    tasks: int
    overdue: int
    events: int
    answered: int
    withheld: int


def follow(
    out: Path, place: Path, as_of: date, *, unit: str = "", language: str = "en"
) -> FollowUp:
    """Write follow.xlsx and follow.ics of a folder's tasks, both or none. Errors as `read_folder`, and `NotWritable`."""
    folder = read_folder(out)
    tasks = [task for task in followed(folder) if _asked(task, unit)]
    tasks.sort(key=lambda task: (task.values["due_date"] or date.max, task.key))
    events = [event for task in tasks if (event := _event(task, as_of))]
    table = _table(tasks, as_of, language)
    book = make_workbook([table], language, relative(out / "text", place))
    put(place, {f"{NAME}.xlsx": book.data, f"{NAME}.ics": calendar_of(events, as_of)})
    return FollowUp(
        place,
        (f"{NAME}.xlsx", f"{NAME}.ics"),
        tasks=len(tasks),
        overdue=sum(task.state(as_of) == "overdue" for task in tasks),
        events=len(events),
        answered=sum(bool(task.answer) for task in tasks),
        withheld=folder.withheld,
    )


def _asked(task: FollowedTask, unit: str) -> bool:
    return fold(unit) in fold(f"{task.values['unit'] or ''}")


def followed(folder: FinishedFolder) -> Iterator[FollowedTask]:
    """Every task of the folder with the later papers that cite its order."""
    papers = {_paper(row): row for row in folder.tables[DOCUMENTS.name].by_name()}
    later = _Later.of(folder, papers)
    counts: defaultdict[tuple[Cell, Cell], int] = defaultdict(int)
    for row in folder.tables["assignments"].by_name():
        paper = papers[_paper(row)]
        counts[_paper(row)] += 1
        told = {name: paper[name] for name in ("code", "issued_date", "source")}
        told["assigner"] = row["assigner"] or paper["issuer"]
        key = f"{row['doc_id']}-{row['part']}-{counts[_paper(row)]}"
        yield FollowedTask(key, {**row, **told}, **later.about(paper, row))


def _paper(row: _Values) -> tuple[Cell, Cell]:
    return row["doc_id"], row["part"]


@dataclass(frozen=True, slots=True)
class _Later:
    """The papers that cite a code, each with the date by which it cites it."""

    citing: Mapping[str, Sequence[tuple[Cell, _Values]]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: FinishedFolder, papers: Mapping[tuple[Cell, Cell], _Values]) -> _Later:
        """What the folder's references say."""
        citing: defaultdict[str, list[tuple[Cell, _Values]]] = defaultdict(list)
        for row in folder.tables["references"].by_name():
            if row["code"]:
                citing[fold(str(row["code"]))].append((row["ref_date"], papers[_paper(row)]))
        return cls(citing)

    def about(self, order: _Values, task: _Values) -> dict[str, tuple[str, ...]]:
        """The codes of the papers that may answer the task, ask for more time for it, or remind of it."""
        found: dict[str, list[str]] = {"answer": [], "extension": [], "reminder": []}
        for cited_date, paper in self.citing.get(fold(f"{order['code'] or ''}"), ()):
            if _follows(paper, order, cited_date) and (kind := _kind(paper, order, task)):
                found[kind].append(str(paper["code"] or paper["source"]))
        return {kind: tuple(dict.fromkeys(codes)) for kind, codes in found.items()}


def _follows(paper: _Values, order: _Values, cited_date: Cell) -> bool:
    """Whether a paper that cites a code comes later and means this order: numbers begin anew each year."""
    issued, begun = paper["issued_date"], order["issued_date"]
    if _paper(paper) == _paper(order) or (cited_date and begun and cited_date != begun):
        return False
    return not (isinstance(issued, date) and isinstance(begun, date) and issued < begun)


def _kind(paper: _Values, order: _Values, task: _Values) -> str:
    """What a later paper is to a task: of the unit an answer or a wish for time, of the assigner a reminder."""
    if same_body(paper["issuer"], task["unit"]):
        return "extension" if _asks_for_time(paper) else "answer"
    return "reminder" if same_body(paper["issuer"], order["issuer"]) else ""


def _asks_for_time(paper: _Values) -> bool:
    subject = fold(f"{paper['subject'] or ''}")
    return any(fold(words) in subject for words in load().column("extension_words", "words"))


def same_body(one: Cell, other: Cell) -> bool:
    """Whether two names mean one body: equal without marks and abbreviations, or one goes on with its place.

    >>> same_body("Sở Nội vụ", "Sở Nội vụ tỉnh Hòa Sơn"), same_body("Sở Y tế", "Sở Nội vụ")
    (True, False)
    """
    short, long = sorted((_plain(f"{one or ''}"), _plain(f"{other or ''}")), key=len)
    if short == long:
        return bool(short)
    if not short or short in _heads():
        return False
    return long.startswith(f"{short} ") and long[len(short) + 1 :].startswith(_PLACES)


_PLACES = ("tinh ", "thanh pho ", "huyen ", "xa ", "phuong ", "thi xa ", "quan ")


@cache
def _heads() -> frozenset[str]:
    """Words that many bodies' names begin with, folded: alone they name none."""
    rows = load().rows("agency_words")
    return frozenset(fold(row["words"]) for row in rows if row["role"] == "head")


@cache
def _abbreviations() -> Mapping[str, str]:
    return load().mapping("abbreviations", "abbreviation", "meaning")


def _plain(name: str) -> str:
    words = (_abbreviations().get(word, word) if word.isupper() else word for word in name.split())
    return " ".join(fold(" ".join(words)).split())


def _table(tasks: Sequence[FollowedTask], as_of: date, language: str) -> TypedTable:
    columns = tuple(Column(name, kind, "") for name, kind in _COLUMNS)
    rows = [tuple(_cell(task, column.name, as_of, language) for column in columns) for task in tasks]  # fmt: skip
    return TypedTable(NAME, columns, rows)


def _cell(task: FollowedTask, name: str, as_of: date, language: str) -> Cell:
    if name == "due_state":
        words = pair(task.state(as_of), "due_state")
        return words and words[language == "vi"]
    if name in {"answer", "extension", "reminder"}:
        return ", ".join(getattr(task, name)) or None
    return task.values[name]


def _event(task: FollowedTask, as_of: date) -> Event | None:
    """The task in the calendar; `None` where it has no day."""
    values, rule = task.values, task.values["due_rrule"]
    due = values["due_date"]
    begins = [day for name in ("start_date", "issued_date") if isinstance(day := values[name], date)]  # fmt: skip
    if not isinstance(due, date) and not rule:
        return None
    sure = isinstance(values["confidence"], Decimal) and values["confidence"] >= _SURE
    about = [values["code"], values["issued_date"], values["assigner"], values["deadline_raw"]]
    title = ": ".join(str(values[name]) for name in ("unit", "task") if values[name])
    return Event(
        f"{task.key}@vanban",
        title if sure else f"? {title}",
        (*begins, as_of)[0] if rule else due if isinstance(due, date) else as_of,
        about=", ".join(str(fact) for fact in about if fact),
        rule=str(rule) if rule else "",
        until=due if rule and isinstance(due, date) else None,
    )
