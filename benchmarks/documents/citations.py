"""Draws cited documents: how they are printed and the rows of references they stand for."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from benchmarks.documents.setting import Setting
from benchmarks.documents.vocabulary import Row, of_half, read


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document as it is printed, parts of it, and its row."""

    text: str
    date: str
    issuer: str
    short: str
    row: Row


PROPOSAL = ["Tờ trình", "TTr-SNV", "Sở Nội vụ", "to_trinh", "0", "900"]


def draw_proposal(setting: Setting, rng: random.Random) -> Citation:
    """The cited proposal of the department that prepared a decision (the sentence names who proposes)."""
    cited = _cite(PROPOSAL, "{word} số {code} ngày {dmy}", setting, rng)
    cited.row["issuer"] = ["", "Sở Nội vụ", "Giám đốc Sở Nội vụ", "Chánh Văn phòng"]
    return cited


def draw_citation(setting: Setting, rng: random.Random) -> Citation:
    """A citation in a form of the document's half."""
    phrases = read("phrases")
    source = rng.choice(of_half(phrases["source"], setting.half))["row"]
    return _cite(source, rng.choice(phrases["forms"][setting.half]), setting, rng)


def _cite(source: list[str], form: str, setting: Setting, rng: random.Random) -> Citation:
    word, symbol, issuer, kind, with_year, most = source
    day = setting.issued - dt.timedelta(days=rng.randint(10, 700))
    number = f"{rng.randint(1, int(most)):02d}"
    code = f"{number}/{day.year}/{symbol}" if with_year == "1" else f"{number}/{symbol}"
    dmy = (
        f"{day.day:02d}/{day.month}/{day.year}"
        if day.month > 2
        else f"{day.day:02d}/{day.month:02d}/{day.year}"
    )
    parts = {
        "word": word,
        "code": code,
        "issuer": issuer,
        "dmy": dmy,
        "d": f"{day.day:02d}",
        "m": f"{day.month:02d}",
        "y": str(day.year),
    }
    row: Row = {"ref_type": kind, "code": code, "number": number, "symbol": symbol}
    row |= {
        "ref_date": day.isoformat() if "{d" in form else "",
        "issuer": issuer if "{issuer}" in form else "",
    }
    return Citation(form.format_map(parts), dmy, issuer, f"{word} số {code}", row)
