"""Answers that come in a file: an edited table, or the filled list of questions; offered first, taken when a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import structs

from extract.batch import upkeep
from extract.batch.handed import edits_in
from extract.decisions import append, read_decisions
from extract.decisions.edits import CellEdit, Edits
from extract.review.desk import Desk
from extract.review.sheet import answers_in, read_sheet, write_sheet
from extract.review.words import Speaker

_SHEET = ".xlsx"
_TICK = timedelta(microseconds=1)


def offered(out: Path, path: Path) -> Edits:
    """What a file changes: a list of questions (.xlsx), else a table (.csv)."""
    if path.suffix.lower() != _SHEET:
        return edits_in(out, path)
    desk = Desk(out, "")
    desk.refresh()
    with desk.journal() as journal:
        made, refused = answers_in(journal, desk.work.all, read_sheet(path))
    known = {said.place: said.after for said in desk.standing}
    new = (
        CellEdit(one.paper.source, said)
        for one, said in made
        if known.get(said.place) != said.after
    )
    return Edits(tuple(new), tuple(refused))


def take(out: Path, edits: Sequence[CellEdit], who: str) -> None:
    """Record them as decisions of this person, later than all before, and write the tables anew."""
    now = datetime.now(UTC)
    before = read_decisions(out).all
    if before:
        now = max(now, before[-1].when + _TICK)
    append(out, *(structs.replace(edit.decision, who=who, when=now) for edit in edits))
    upkeep.rewrite(out)


def export(out: Path, path: Path, language: str) -> int:
    """Write the open questions as a list (.xlsx); how many there are."""
    desk = Desk(out, "")
    desk.refresh()
    still = [one for one in desk.work.all if one.id not in desk.answered]
    write_sheet(path, still, Speaker(language))
    return len(still)
