"""An answer as decisions: which cell it is about, or which words of a line were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec
from msgspec import structs

from extract.batch.view import JournalView
from extract.decisions import Address, Decision, Judgement, address, word_address
from extract.decisions.record import DOCUMENTS, WORDS, raw_line
from extract.model import Correction, Reading, Restored
from extract.restore.lines import replay_line
from extract.review.asked import Asked
from extract.review.sight import ReadParts, change_name, column_values, page_of, told_of

_UNSAID = datetime.min.replace(tzinfo=UTC)
_NONE: Mapping[str, str] = MappingProxyType({})
_ENDS = "\f\r"
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"\S*\Z"), re.compile(r"\S*")


def decisions(
    journal: JournalView,
    asked: Asked,
    verdict: Judgement,
    after: str,
    cells: Mapping[str, str] = _NONE,
) -> list[Decision]:
    """What an answer says, of each cell that it is about; by whom and when is filled in by who says it.

    `cells`: what was typed where a question is about many: by column of its row, by value of its column, by change of a word.
    Nothing where nobody can say that of so many cells at once.
    """
    if asked.row is None and verdict is Judgement.ILLEGIBLE:
        return []
    if asked.row is None and not asked.field and verdict is Judgement.EMPTY:
        return []
    if asked.row is None and asked.table == WORDS:
        return [] if verdict is Judgement.EMPTY else list(_of_changes(journal, asked, cells))
    if asked.row is None and asked.table != DOCUMENTS:
        return list(_of_column(journal, asked, verdict, cells))
    if cells:
        after = msgspec.json.encode(cells).decode()
    cell = asked.table, asked.field
    return [_decision(asked, cell, address_of(journal, asked), verdict, after)]


def _of_column(
    journal: JournalView, asked: Asked, verdict: Judgement, cells: Mapping[str, str]
) -> Iterator[Decision]:
    """The column as it stands, or each that a table's question names, is right, but for the cells with a value that was typed anew; or it is empty."""
    whole = Judgement.EMPTY if verdict is Judgement.EMPTY else Judgement.RIGHT
    for field in asked.columns:
        yield _decision(asked, (asked.table, field), address_of(journal, asked), whole, "")
    told = told_of(journal, asked.paper.sha256)
    part = told.row(asked)[0] if told else None
    if part is None or verdict is not Judgement.CORRECTED:
        return
    for value in column_values(getattr(part.extracted, asked.table, ()), asked):
        if (text := cells.get(value.name, value.text)) != value.text:
            cell = asked.table, value.field
            for number in value.rows:
                yield _filled(asked, cell, address(part, asked.table, number, value.field), text)


def _of_changes(journal: JournalView, asked: Asked, cells: Mapping[str, str]) -> Iterator[Decision]:
    """Each change is right, or what was typed for it."""
    told = told_of(journal, asked.paper.sha256)
    for change in told.changes(asked) if told else ():
        at = _of_change(journal, told, change) if told else None
        text = cells.get(change_name(change), change.after)
        verdict = Judgement.RIGHT if text == change.after else Judgement.CORRECTED
        if at is not None:
            yield _decision(asked, (WORDS, "after"), at, verdict, text)


def _filled(asked: Asked, cell: tuple[str, str], at: Address, text: str) -> Decision:
    """A cell that a person typed, or emptied."""
    return _decision(asked, cell, at, Judgement.CORRECTED if text else Judgement.EMPTY, text)


def address_of(journal: JournalView, asked: Asked) -> Address:
    """The cell that a question is about, as decisions name it; what review.csv says where the journal has it no longer."""
    said = Address("", asked.raw, asked.row or 0, asked.value, asked.page, box=None)
    told = told_of(journal, asked.paper.sha256)
    if told is None or asked.row == 0:
        return said
    try:
        if asked.table == WORDS:
            changes = told.changes(asked)
            return _of_change(journal, told, changes[0]) if changes else said
        part, row = told.row(asked)
        return address(part, asked.table, row, asked.field) if part else said
    except LookupError:
        return said


def _of_change(journal: JournalView, told: ReadParts, change: Correction) -> Address:
    restored = _with_page(journal, told, change.page)
    return word_address(restored, (change.page, change.line), change.start, change.end)


def _with_page(journal: JournalView, told: ReadParts, number: int | None) -> Restored:
    page = page_of(journal, told.entry, number)
    return replace(told.restored, reading=Reading((page,) if page else ()))


def _as_change(raw: str, said: Decision) -> Correction:
    start, _, end = said.key.partition("-")
    first, last = int(start), int(end)
    return Correction(
        said.page,
        said.row,
        first,
        last,
        raw[first:last],
        after=said.after,
        rule="person",
        confidence=1.0,
    )


@dataclass(frozen=True, slots=True)
class LineOfWords:
    """A line whose words may be changed: as it was read, as the machine restored it, and as people left it."""

    restored: Restored
    place: tuple[int | None, int]
    said: tuple[Decision, ...]  # what people said of its words

    @property
    def raw(self) -> str:
        """As it was read."""
        return raw_line(self.restored, *self.place)

    @property
    def changes(self) -> list[Correction]:
        """What restoration changed in it."""
        return [c for c in self.restored.corrections if (c.page, c.line) == self.place]

    @property
    def text(self) -> str:
        """The line as people left it."""
        own = [_as_change(self.raw, decision) for decision in self.said]
        others: Sequence[Correction] = [
            c for c in self.changes if not any(c.start < o.end and o.start < c.end for o in own)
        ]
        return replay_line(self.raw, [*others, *own]).strip(_ENDS)


def line_of(
    journal: JournalView, standing: Sequence[Decision], asked: Asked, place: tuple[int | None, int]
) -> LineOfWords:
    """A line (page, number) of a question's document. `LookupError`: there is none."""
    told = told_of(journal, asked.paper.sha256)
    if told is None:
        raise LookupError(asked.id)
    said = tuple(
        d for d in standing
        if d.table == WORDS and d.sha256 == asked.paper.sha256 and (d.page, d.row) == place
    )  # fmt: skip
    return LineOfWords(_with_page(journal, told, place[0]), place, said)


def line_decisions(line: LineOfWords, asked: Asked, text: str) -> Iterator[Decision]:
    """What a person says who makes a line read so: one stretch of words; what was said of its words before is void."""
    if text == line.text:
        return
    yield from (structs.replace(before, verdict=Judgement.UNDONE) for before in line.said)
    machine = replay_line(line.raw, line.changes)
    bare = machine.strip(_ENDS)
    if text == bare:
        return
    start, end, words = _changed(line, machine, machine.replace(bare, text) if bare else text)
    at = word_address(line.restored, line.place, start, end)
    yield _decision(asked, (WORDS, "after"), at, Judgement.CORRECTED, words)


def _changed(line: LineOfWords, before: str, after: str) -> tuple[int, int, str]:
    """The stretch of whole words that differs, and whole corrections with it: its place in the raw line, and what it became."""
    first = _alike(before, after)
    start = first - len(_WORD_BEFORE.search(before[:first])[0])  # type: ignore[index] # it matches everywhere
    behind = len(before) - _alike(before[start:][::-1], after[start:][::-1])
    end = behind + len(_WORD_BEHIND.match(before[behind:])[0])  # type: ignore[index]
    grown, spans = 0, []
    for change in sorted(line.changes, key=lambda change: change.start):
        there = change.start + grown
        spans.append((there, there + len(change.after), len(change.after) - len(change.before)))
        grown += spans[-1][2]
    for there, until, _ in spans:
        if there < end and start < until:
            start, end = min(start, there), max(end, until)
    raw_start, raw_end = (
        at - sum(more for _, until, more in spans if until <= at) for at in (start, end)
    )
    return raw_start, raw_end, after[start : len(after) - (len(before) - end)]


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common from their start on."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _decision(
    asked: Asked, cell: tuple[str, str], at: Address, verdict: Judgement, after: str
) -> Decision:
    return Decision(
        when=_UNSAID, who="", sha256=asked.paper.sha256, part=asked.part, table=cell[0], field=cell[1],
        verdict=verdict, before=at.before, after=after, key=at.key, raw=at.raw, row=at.row, page=at.page, box=at.box,
    )  # fmt: skip
