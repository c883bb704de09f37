"""Reads the vocabulary and the shapes of the invented documents, one half of them at a time.

Half of all phrasings and layouts are for developers to look at (`dev`), the other half is kept for measuring only
(`held_out`); entries marked `both` carry no phrasing.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
DEV, HELD_OUT = "dev", "held_out"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write rows: a lead, a part for each item, a foot, and the rows these stand for."""

    name: str
    slot: str
    half: str
    count: tuple[int, int]
    lead: str
    each: str
    foot: str
    lead_rows: tuple[Row, ...]
    rows: tuple[Row, ...]
    foot_rows: tuple[Row, ...]


@functools.cache
def read(name: str) -> dict[str, Any]:
    """The data file NAME.toml."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def of_half(entries: list[dict[str, Any]], half: str) -> list[dict[str, Any]]:
    """The entries that belong to a half or to both."""
    return [e for e in entries if e["half"] in {half, "both"}]


def _shape(entry: dict[str, Any]) -> Shape:
    low, high = entry.get("count", [2, 5])
    texts = {key: entry.get(key, "").strip("\n") for key in ("lead", "each", "foot")}
    rows = {key: tuple(entry.get(key, [])) for key in ("lead_rows", "rows", "foot_rows")}
    return Shape(entry["name"], entry["slot"], entry["half"], (low, high), **texts, **rows)


@functools.cache
def shapes(half: str) -> tuple[Shape, ...]:
    """All shapes of a half."""
    files = ("assignments", "scores", "reasons", "assignments_more", "scores_more")
    entries = [entry for name in files for entry in read(name)["shape"]]
    return tuple(_shape(entry) for entry in of_half(entries, half))
