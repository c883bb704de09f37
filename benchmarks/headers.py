"""Invented headers made hard: what share of each field stays right when a pen garbles number and date, letters are misread, stamps lie between.

    python benchmarks/headers.py [--rounds 10] [--seed 1]

The cases are those of tests/cases/parse/header_placed.json, as pages with boxes. Every round garbles the places of number and date at
random, exchanges letters that readers take for each other, puts an incoming stamp, a signature panel or a mark of urgency among the
lines, merges some lines of both columns and tilts the page. A text is right when it is nine tenths the expected one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from placed_headers import Placed, placed, restored, width

from extract.check.cells import written
from extract.dictionaries import load
from extract.fold import fold
from extract.model import Box, Region
from extract.parse import parse

CASES = Path(__file__).parents[1] / "tests" / "cases" / "parse" / "header_placed.json"
FIELDS = ("doc_type", "symbol", "place", "parent_agency", "issuer", "subject", "addressees")
SCRAWL = "‡†#¿£§^~<>?!'`.,;:|⁄\\)({}°_+*%&@€$ øłŁlIiOoSsZzGqyfJjAaVvTtPp0123456789"
LIKE = dict(zip("ỘịệếấảổỪẾĐựỏẻhliíưuẠỦOơâĩ", "ÔiêéááôƯÉDưóébiiíuuAÚ0oãï", strict=False))
STAMPS = (
    ("SỞ TÀI CHÍNH MẪU", "ĐẾN", "Số: 4412", "Ngày: 12/3/2015", "Chuyển: VP"),
    ("CÔNG VĂN ĐẾN", "Số 312", "Ngày 04/7"),
    ("HỎA TỐC",),
    ("KHẨN",),
    ("Người ký: Ủy ban nhân dân", "Email: ubnd@mau", "Thời gian ký: 12.03.2019 08:15:10"),
    ("ĐẾN Giờ ..... Ngày 02/4",),
)
SHARES = {"letters": 0.03, "stamp": 0.6, "merged": 0.3}
RIGHT = 90.0


def scrawled(case: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The case with the places of number and date garbled as a pen garbles them."""

    def scrawl(most: int) -> str:
        return "".join(chance.choice(SCRAWL) for _ in range(chance.randint(0, most)))

    number = re.match(r"^(\S{0,3}\s?[:.]?\s?)(.*?)([/-]\s?[A-ZĐ].*)$", case["number"])
    date = re.match(r"^(.*ngày)(.*)(tháng)(.*)(năm.*)$", case["date"])
    changed = dict(case)
    if number:
        changed["number"] = number[1] + scrawl(6) + number[3]
    if date:
        changed["date"] = f"{date[1]} {scrawl(4)} {date[3]}{date[4]}{date[5]}"
    return changed


def misread(text: str, chance: random.Random) -> str:
    """A text with some letters taken for others or lost."""
    share = SHARES["letters"]
    return "".join(
        LIKE[sign]
        if sign in LIKE and chance.random() < 3 * share
        else ""
        if chance.random() < share / 10
        else sign
        for sign in text
    )


def stamped(lines: list[Placed], columns: int, chance: random.Random) -> list[Placed]:
    """The lines with those of a stamp among them, wherever a reading order puts them."""
    x, y = chance.choice((0.03, 0.15, 0.36, 0.72)), chance.choice((0.02, 0.12, 0.16, 0.2))
    stamp: list[Placed] = [
        (text, Box(x, y + 0.017 * n, min(0.99, x + width(text)), y + 0.017 * n + 0.014), Region.BODY, False)
        for n, text in enumerate(chance.choice(STAMPS))
    ]  # fmt: skip
    at = chance.randint(0, columns)
    return [*lines[:at], *stamp, *lines[at:]]


def merged(lines: list[Placed], chance: random.Random) -> list[Placed]:
    """The lines, some of both columns that stand on one level read as one."""
    found: list[Placed] = []
    for line in lines:
        text, box = line[0], line[1]
        level = (i for i, (_, b, _, _) in enumerate(found) if abs(b.y0 - box.y0) < 0.004 and b.x1 < box.x0)  # fmt: skip
        beside = next(level, None)
        if beside is None or chance.random() > 0.7:
            found.append(line)
        else:
            left, own = found[beside][0], found[beside][1]
            whole = Box(own.x0, own.y0, box.x1, own.y1)
            found[beside] = (f"{left} {text}", whole, Region.BODY, False)
    return found


def hardened(case: dict[str, Any], chance: random.Random) -> list[Placed]:
    """A case's lines, made hard."""
    lines = [(misread(text, chance), *rest) for text, *rest in placed(scrawled(case, chance))]
    columns = len(case["left"]) + len(case["right"]) + 2
    found: list[Placed] = [(text, box, region, gap) for text, box, region, gap in lines]  # type: ignore[misc]
    if chance.random() < SHARES["stamp"]:
        found = stamped(found, columns, chance)
    if chance.random() < SHARES["merged"]:
        found = merged(found, chance)
    tilt = chance.uniform(-0.012, 0.012)
    return [
        (text, Box(b.x0, b.y0 + tilt * b.x0, b.x1, b.y1 + tilt * b.x0), region, gap)
        for text, b, region, gap in found
    ]


def judged(case: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, bool]]:
    """Each expected field of a hardened case, and whether it was read right."""
    header = parse(restored(hardened(case, chance)), load())[0].header
    for name in FIELDS:
        if name in case["expected"]:
            got, want = written(getattr(header, name)), case["expected"][name]
            yield name, got == want or fuzz.ratio(fold(got), fold(want)) >= RIGHT


def main() -> None:
    """Print the share of right fields."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)  # noqa: S311 - a benchmark
    cases: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))
    counts: Counter[tuple[str, bool]] = Counter()
    for _ in range(chosen.rounds):
        for case in cases:
            counts.update(judged(case, chance))
    for name in FIELDS:
        right, wrong = counts[name, True], counts[name, False]
        print(f"{name:14} {right / max(1, right + wrong):.3f} of {right + wrong}")


if __name__ == "__main__":
    main()
