"""Puts an invented document together: head, body and foot as text lays them out, with the gold rows of each."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from benchmarks.documents.body import write_body
from benchmarks.documents.foot import Foot, write_foot
from benchmarks.documents.hard import draw_hardship, write_appendix
from benchmarks.documents.head import Head, subject, write_head
from benchmarks.documents.layout import RAW, lay_out
from benchmarks.documents.setting import Setting, draw_setting
from benchmarks.documents.vocabulary import Row

TABLES = ("results", "scores", "reasons", "assignments", "references", "recipients")


@dataclass(frozen=True, slots=True)
class Document:
    """An invented document: its text, its gold tables, the names of its shapes, its parts as a page shows them."""

    text: str
    gold: dict[str, Row | list[Row]]
    shapes: tuple[str, ...]
    head: Head
    paragraphs: tuple[str, ...]
    foot: Foot
    appendix: tuple[str, ...] = ()
    hard: str = ""  # what makes its head or end hard to read


def _numbered(rows: list[Row]) -> list[Row]:
    """Rows with their order, unless a shape states it."""
    return [{"order": n, **row} for n, row in enumerate(rows, 1)]


def _addressed(names: list[str]) -> list[Row]:
    return [{"section": "kinh_gui", "name": name, "purpose": "none"} for name in names]


def make_document(seed: int, half: str) -> Document:
    """The document of a seed and a half; the same arguments give the same document."""
    rng = random.Random(f"{half} {seed}")  # noqa: S311 (invented text, no secret)
    setting = draw_setting(half, rng)
    state = rng.getstate()
    document = _written(replace(setting, hard=draw_hardship(setting, seed)), seed, rng)
    if "|" in document.head.row["issuer"] and (document.gold["results"] or document.gold["scores"]):
        rng.setstate(state)  # whose scores a joint document tells is nowhere said
        return _written(setting, seed, rng)
    return document


def _written(setting: Setting, seed: int, rng: random.Random) -> Document:
    setting = replace(setting, fields=setting.fields | {"subject": subject(setting, rng)})
    head, body, foot = write_head(setting, rng), write_body(setting, rng), write_foot(setting, rng)
    appendix, tasks = write_appendix(setting, str(head.row["code"]), seed)
    text = lay_out(head.lines, body.paragraphs, foot.lines, rng)
    text += "".join(f"\n{line.removeprefix(RAW)}" for line in appendix) + ("\n" if appendix else "")
    gold: dict[str, Row | list[Row]] = {"documents": head.row | foot.row}
    gold |= {name: body.tables.get(name, []) for name in TABLES}
    gold["assignments"] = _numbered([*body.tables.get("assignments", []), *tasks])
    gold["references"] = _numbered(body.tables.get("references", []))
    gold["recipients"] = _addressed(head.addressees) + foot.rows
    parts = head, tuple(body.paragraphs), foot, tuple(appendix)
    return Document(text, gold, tuple(body.used), *parts, setting.hard)
