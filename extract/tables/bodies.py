"""Keys of bodies: one for every spelling of a name, and `bodies.csv`, the register of a folder's bodies with all their spellings.

A key is that of dictionaries/agencies.tsv where the name stands there, `tinh_` and the code of dictionaries/provinces.tsv for a province, else the
name itself without marks, its abbreviations written out (`uy_ban_nhan_dan_tinh`). Departments are called alike in every province, so a body of
the register is a key and a province; provinces keep the code they had on the day, and say what they are since the mergers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from extract import dictionaries
from extract.dictionaries import Entry
from extract.fold import fold
from extract.parse.header.names import agency_words, issuer_id, province_code
from extract.tables.definition import BODIES, cell

Row = tuple[str, ...]
_WORD = re.compile(r"[a-z0-9]+")
_TOWN = re.compile(r"\bTP\.? ?(?=[A-ZĐ])")
_CITY = "thanh pho "
_KIND = re.compile(r"^(?:tinh|thanh pho) ")
_HERE = re.compile(r" (?:tinh|thanh pho)$")
_MAY_BE_BEHIND = ".,;:)"
_LETTER_FIRST = "b_"  # before a key that would begin with a figure
_PROVINCE = "tinh_"
_PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "documents": (("issuer", "issuer_id"),),
    "results": (("entity", "entity_id"),),
    "scores": (("entity", "entity_id"),),
    "assignments": (("unit", "unit_id"),),
}  # where bodies are named: columns of names and of their keys


def keys_of(names: str | None, on: date | None) -> str | None:
    """The keys of a cell that names bodies joined by `|`, in their order; `None` for an empty one.

    >>> keys_of("Sở Nội vụ|UBND các xã", date(2024, 5, 1))
    'so_noi_vu|uy_ban_nhan_dan_cac_xa'
    """
    return "|".join(key_of(name, on) for name in names.split("|")) if names else None


@lru_cache(maxsize=1 << 14)
def key_of(name: str, on: date | None) -> str:
    """The key of one body on a day."""
    words = agency_words(dictionaries.load())
    whole = " ".join(_written_out(name).split())
    province = _province(_bare(whole), on)
    if province:
        return _PROVINCE + province["code"].replace("-", "_")
    known = issuer_id(whole, on, words) or issuer_id(_HERE.sub("", fold(whole)), on, words)
    key = known or "_".join(_WORD.findall(fold(whole)))
    return key if key[:1].isalpha() else _LETTER_FIRST + key


def _bare(name: str) -> str:
    return " ".join(_KIND.sub("", fold(name)).replace("-", " ").split())


def _province(bare: str, on: date | None) -> Entry | None:
    """The province of this name as it stood on the day; of a name that is gone, or without a day, its last."""
    found = agency_words(dictionaries.load()).provinces.get(bare, ())
    day = on.isoformat() if on else ""
    valid = [e for e in found if e["from"] <= day and (not e["to"] or day <= e["to"])]
    return max(valid or found, key=lambda entry: entry["from"], default=None)


@lru_cache(maxsize=1)
def _abbreviations() -> Mapping[str, str]:
    """What an abbreviation stands for, of those that stand for one thing."""
    meanings: dict[str, set[str]] = {}
    for row in dictionaries.load().rows("abbreviations"):
        meanings.setdefault(row["abbreviation"], set()).add(row["meaning"])
    return {short: min(long) for short, long in meanings.items() if len(long) == 1}


def _written_out(name: str) -> str:
    known = _abbreviations()
    words = ((word.rstrip(_MAY_BE_BEHIND), word) for word in _TOWN.sub(_CITY, name).split())
    return " ".join(
        word.replace(bare, known.get(bare, bare)) if bare else word for bare, word in words
    )


def year_end(year: int | None) -> date | None:
    """The last day of a year that was evaluated: a paper without a date speaks of the bodies of that day."""
    return date(year, 12, 31) if year else None


@dataclass(slots=True)
class _Body:
    """What a folder says of a body: its spellings with their counts, the papers that name it, and as what."""

    spellings: Counter[str] = field(default_factory=Counter)
    papers: set[tuple[str, str]] = field(default_factory=set)
    named: Counter[str] = field(default_factory=Counter)


def register(rows: Mapping[str, Sequence[Row]], columns: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of bodies.csv from the rows of the other tables (names of their columns in `columns`), by key and province."""
    day, at = (columns["documents"].index(name) for name in ("issued_date", "province_code"))
    papers = {row[:2]: (row[day], row[at]) for row in rows["documents"]}
    found: dict[tuple[str, str], _Body] = {}
    for table, paper, name, key, place in _named(rows, columns):
        province = _of_body(key, name, *papers.get(paper, ("", "")))
        body = found.setdefault((key, province), _Body())
        body.spellings[name] += 1
        body.papers.add(paper)
        body.named["entity" if table == "scores" else place] += 1
    return [_row(key, province, body) for (key, province), body in sorted(found.items())]


def _named(
    rows: Mapping[str, Sequence[Row]], columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, str], str, str, str]]:
    for table, places in _PLACES.items():
        for name, key in places:
            first, second = columns[table].index(name), columns[table].index(key)
            for row in rows[table]:
                yield from _each(table, row, row[first], row[second], name)


def _each(
    table: str, row: Row, names: str, keys: str, place: str
) -> Iterator[tuple[str, tuple[str, str], str, str, str]]:
    for name, key in zip(names.split("|"), keys.split("|"), strict=False):
        if name and key:
            yield table, (row[0], row[1]), name, key, place


@lru_cache(maxsize=1)
def _known() -> tuple[Mapping[str, str], Mapping[str, Entry]]:
    """Levels of agencies by key, provinces by code."""
    lists = dictionaries.load()
    levels = {row["id"]: row["level"] for row in lists.rows("agencies")}
    return levels, {row["code"]: row for row in lists.rows("provinces")}


def _of_body(key: str, name: str, issued: str, paper: str) -> str:
    """The province that a body belongs to: its own, that of its name, none for one of the centre, else the paper's."""
    levels, _provinces = _known()
    if key.startswith(_PROVINCE):
        return key.removeprefix(_PROVINCE).replace("_", "-")
    if levels.get(key) == "centre":
        return ""
    words = agency_words(dictionaries.load())
    day = date.fromisoformat(issued) if issued else None
    return province_code(name, day, words) or paper


def _row(key: str, province: str, body: _Body) -> Row:
    levels, provinces = _known()
    spellings = sorted(body.spellings.items(), key=lambda pair: (-pair[1], pair[0]))
    of = provinces.get(province)
    level = "province" if key.startswith(_PROVINCE) else levels.get(key)
    values: dict[str, object] = {
        "body_id": key,
        "name": spellings[0][0],
        "level": level,
        "province_code": province,
        "province_now": (of["merged_into"] or of["code"]) if of else None,
        "spellings": tuple(name for name, _ in spellings),
        "counts": tuple(str(count) for _, count in spellings),
        "documents": len(body.papers),
        "as_issuer": body.named["issuer"],
        "as_entity": body.named["entity"],
        "as_unit": body.named["unit"],
    }
    return tuple(cell(column, values[column.name]) for column in BODIES.columns)
