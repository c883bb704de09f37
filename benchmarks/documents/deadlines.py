"""Draws deadlines: a phrase, the span that states the time, and its meaning in the columns of assignments."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import dataclass

from benchmarks.documents.vocabulary import of_half, read

QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Deadline:
    """What stands before the span, the span, and the gold cells."""

    before: str
    raw: str
    gold: dict[str, str | list[str]]


def _month_end(year: int, month: int) -> str:
    return dt.date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def day_fields(day: dt.date) -> dict[str, str]:
    """The fields that a deadline's templates may name."""
    quarter = (day.month - 1) // 3
    return {
        "d": f"{day.day:02d}", "m": f"{day.month:02d}" if day.month < 3 else str(day.month), "y": str(day.year),
        "q": QUARTERS[quarter], "iso": day.isoformat(), "month_end": _month_end(day.year, day.month),
        "quarter_end": _month_end(day.year, 3 * quarter + 3), "year_end": _month_end(day.year, 12),
    }  # fmt: skip


def draw_deadline(half: str, where: str, day: dt.date, rng: random.Random) -> Deadline:
    """A deadline of one half for running text or for a cell, around a day."""
    entries = of_half(read("deadlines")["deadline"], half)
    entry = rng.choice([e for e in entries if e["where"] in {where, "both"}])
    fields, raw = day_fields(day), entry["raw"]
    gold = {key: value.format_map(fields) for key, value in entry["gold"].items()}
    raw = raw.format_map(fields)
    raw = raw[:1].upper() + raw[1:] if where == "cell" else raw
    return Deadline(entry["before"], raw, {"deadline_raw": [raw, entry["before"] + raw], **gold})
