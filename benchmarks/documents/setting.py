"""Draws what holds for a whole document: who writes, when, about what, which index, whom it commands.

The fields are plain strings that the templates of the data files name in braces.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from benchmarks.documents.vocabulary import of_half, read

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """A document to be written: its type, its office, its half, its fields and its units in order."""

    kind: dict[str, Any]
    office: dict[str, Any]
    half: str
    issued: dt.date
    fields: Fields
    units: tuple[str, ...]
    hard: str = ""  # what makes its head or end hard to read (`hard.draw_hardship`)


def bare(name: str) -> str:
    """The name of a place without its kind (`tỉnh Hà Nam`: `Hà Nam`)."""
    for kind in ("thành phố ", "tỉnh ", "huyện ", "thị xã ", "thị trấn ", "phường ", "xã "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def abbreviation(name: str) -> str:
    """A body's letters as its codes have them (`Sở Khoa học và Công nghệ`: `SKHCN`)."""
    words = name.replace(",", " ").replace("-", " ").split()
    return "".join(word[0].upper() for word in words if word not in {"và", "các"})


def capital(text: str) -> str:
    """The text with a capital first letter, unless it opens with a mark such as `a)`."""
    return text if text[1:2] == ")" else text[:1].upper() + text[1:]


def _places(rng: random.Random) -> Fields:
    words = read("words")
    tinh, huyen, xa = (rng.choice(words[k]) for k in ("provinces", "districts", "communes"))
    so, bo = rng.choice(words["departments"]), rng.choice(words["ministries"])
    return {
        "tinh": tinh, "tinh_name": bare(tinh), "province": bare(tinh),
        "huyen": huyen, "huyen_name": bare(huyen), "xa": xa, "xa_name": bare(xa),
        "so": so, "so_abbr": abbreviation(so), "bo": bo, "bo_abbr": abbreviation(bo),
    }  # fmt: skip


def _units(office: dict[str, Any], half: str, rng: random.Random, own: str) -> tuple[str, ...]:
    words, name = read("words"), office["units"]
    if name == "communes_units":
        pool = [f"UBND {xa}" for xa in words["communes"]]
    else:
        pool = [unit for unit in words[name] if unit != own]
    share = pool[::2] + pool[1::4] if half == "dev" else pool[1::2] + pool[::4]
    rng.shuffle(share)
    return tuple(share)


def _times(issued: dt.date) -> Fields:
    year = issued.year - 1
    return {"y": str(issued.year), "year": str(year), "year_prev": str(year - 1)}


def _family(office: dict[str, Any], half: str, rng: random.Random) -> Fields:
    name, key = rng.choice(read("phrases")["families"][half])
    self_rated = office["level"] in {"ministry", "province", "council", "party"}
    if self_rated and key == "ddci":
        name, key = read("phrases")["families"][half][0]
    upper = {"FAMILY": name.upper(), "Family": capital(name)}
    return {"family": name, "family_key": key, "self_rated": "1" if self_rated else "", **upper}


def draw_setting(half: str, rng: random.Random) -> Setting:
    """A document's setting, drawn from one half."""
    kind = rng.choice(of_half(read("types")["type"], half))
    offices = [o for o in of_half(read("offices")["office"], half) if o["level"] in kind["levels"]]
    office = rng.choice(offices)
    issued = dt.date(rng.randint(2006, 2026), rng.randint(1, 12), rng.randint(1, 28))
    fields = _places(rng) | _times(issued) | _family(office, half, rng)
    fields["topic"] = rng.choice(read("words")["topics"])
    names = ("issuer", "parent", "organ", "place", "self", "chief", "entity")
    fields |= {name: office[name].format_map(fields) for name in names}
    fields["issuer_text"] = fields["issuer"]
    fields["drafter"] = rng.choice(read("phrases")["drafters"][half])
    units = _units(office, half, rng, fields["so"])
    return Setting(kind, office, half, issued, fields, units)
