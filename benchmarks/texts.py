"""The texts that `benchmarks/restore.py` measures on: readings with their truth, and what is made of right text."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extract.dictionaries import load
from extract.fold import unaccent_letter
from extract.train.counting import CAPITAL

_TESTS = Path(__file__).parents[1] / "tests"
sys.path.append(str(_TESTS))
from typed_codes import tcvn3, vni  # noqa: E402 the tests' own converters

_CASES = _TESTS / "cases" / "restore" / "recognised.json"
WORD = re.compile(r"\w*[^\W\d_]\w*")
_READ = ("eng", "scan", "vie")
_PLACE = "tỉnh|huyện|xã|phường|quận|thị trấn|thị xã|thành phố"
_FIRM = "công ty|doanh nghiệp|tập đoàn|ngân hàng|hợp tác xã|xí nghiệp|khách sạn"
_FIRM_KIND = "cổ phần|tnhh|cp|trách nhiệm hữu hạn|một thành viên|mtv|thương mại|xây dựng|đầu tư|dịch vụ|sản xuất"
_UNIT = "trường (?:mầm non|tiểu học|trung học cơ sở|trung học phổ thông|thcs|thpt|cao đẳng|đại học)|bệnh viện|chi nhánh|đường|phố|thôn|cầu|chợ|sông"
_WORD_OF_NAME = rf"{CAPITAL}[^\W\d_]+"
_NAME = rf"(?P<name>{_WORD_OF_NAME}(?: {_WORD_OF_NAME}){{1,3}})"
_AFTER = {
    "places": re.compile(rf"\b(?i:{_PLACE}) {_NAME}"),
    "firms": re.compile(rf"\b(?i:{_FIRM})(?: (?i:{_FIRM_KIND}))* {_NAME}"),
    "units": re.compile(rf"\b(?i:{_UNIT}) {_NAME}"),
}


class Pair(NamedTuple):
    """A kind of input, a text of it, and what it should become."""

    kind: str
    text: str
    truth: str


def folder_pairs(folder: Path) -> Iterator[Pair]:
    """Readings with their own truth, and right texts."""
    for file in sorted(folder.glob("*.truth.txt")):
        stem, truth = file.name.removesuffix(".truth.txt"), file.read_text("utf-8")
        kind = stem.rpartition(".")[2]
        if kind in _READ:
            yield Pair(kind, (folder / f"{stem}.txt").read_text("utf-8"), truth)
        else:
            yield Pair("right", truth, truth)


def case_pairs() -> Iterator[Pair]:
    """The invented readings of the tests, and their truths as right texts."""
    for case in json.loads(_CASES.read_text("utf-8")):
        truth = "\n".join(case["truth"])
        yield Pair("reading", "\n".join(case["text"]), truth)
        yield Pair("right", truth, truth)


def seed_pair() -> Iterator[Pair]:
    """The user's own document, where VANBAN_DATA names its folder."""
    seed = Path(os.environ.get("VANBAN_DATA", "")) / "seed"
    if os.environ.get("VANBAN_DATA") and (seed / "raw.txt").exists():
        yield Pair(
            "seed", (seed / "raw.txt").read_text("utf-8"), (seed / "truth.txt").read_text("utf-8")
        )


def made_from(truth: str) -> Iterator[Pair]:
    """What is made of a right text: its marks taken off, and typed in other codes."""
    yield Pair("stripped", stripped(truth), truth)
    yield Pair("tcvn3", tcvn3(truth), truth)
    yield Pair("vni", vni(truth), truth)
    yield Pair("nfd", unicodedata.normalize("NFD", truth), truth)


def stripped(text: str) -> str:
    """The text without its marks."""
    return "".join(map(_bare, text))


def _bare(letter: str) -> str:
    return unaccent_letter(letter) if letter.isalpha() else letter


def named_words(truth: str) -> dict[str, list[int]]:
    """The positions among the words of names: behind what says place or firm, and persons by their family name."""
    starts = {
        at: number for number, at in enumerate(match.start() for match in WORD.finditer(truth))
    }
    found = {kind: _positions(pattern, truth, starts) for kind, pattern in _AFTER.items()}
    family = "|".join(entry["surname"] for entry in load().rows("surnames"))
    person = re.compile(rf"(?<![^\W\d_] )\b(?P<name>(?:{family})(?: {_WORD_OF_NAME}){{2,3}})\b")
    return {**found, "persons": _positions(person, truth, starts)}


def _positions(pattern: re.Pattern[str], truth: str, starts: dict[int, int]) -> list[int]:
    names = (match for match in pattern.finditer(truth))
    return [starts[at] for name in names for at in range(*name.span("name")) if at in starts]
