"""Damages a true text as a reader does that knows the language's letters: digits, commas, marks, spaces, specks; seeded.

Real readings of such pages are dear to make. This form gives figures and names in all the ways they go wrong, at rates drawn for
each document and line, so that what a check says about a cell can be counted.
"""

from __future__ import annotations

import random
import re

from extract.check.arithmetic import CONFUSED

#: Letters read for others by Tesseract's Vietnamese model: marks lost, exchanged, added.
_MARKS = {
    "ả": "áà", "ạ": "aą", "ấ": "âầ", "ề": "èê", "ế": "êé", "ể": "ê", "ễ": "ê", "ị": "iì", "ỉ": "íi", "ồ": "ô", "ổ": "ỗô",
    "ộ": "ô", "ờ": "ở", "ở": "ờ", "ụ": "u", "ứ": "ú", "ữ": "ũ", "ự": "ư", "đ": "d", "ê": "ệ", "ô": "ồ", "ă": "ä", "í": "ï",
    "Ề": "È", "Ế": "É", "Ở": "Ỏ", "Đ": "D", "l": "I1", "I": "l", "a": "ạ", "n": "m", "h": "b", "g": "ø", "ì": "i",
}  # fmt: skip
_SPECKS = ("„", "~", "'", "¬", "›", "_", "|", "°", ".", "*", "\\", "»")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORST = {"digit": 0.06, "comma": 0.1, "letter": 0.06, "glue": 0.04, "cut": 0.015, "speck": 0.05}
_BAD_LINES = 0.12  # lines that are read five times worse: under a stamp, in small type


def damaged(text: str, seed: int) -> str:
    """The text, line by line as it would be read; the same seed gives the same damage."""
    rng = random.Random(f"damage {seed}")  # noqa: S311 (invented text, no secret)
    rates = {kind: most * rng.random() ** 2 for kind, most in _WORST.items()}
    return "\n".join(_line(line, rates, rng) for line in text.split("\n"))


def _line(line: str, rates: dict[str, float], rng: random.Random) -> str:
    times = 5.0 if rng.random() < _BAD_LINES or line.startswith("- Lưu") else 1.0
    mine = {kind: rate * times for kind, rate in rates.items()}
    line = _NUMBER.sub(lambda match: _number(match.group(), mine, rng), line)
    line = _WORD.sub(lambda match: _word(match.group(), mine, rng), line)
    line = re.sub(r"(?<=\w) (?=\w)", lambda _: "" if rng.random() < mine["glue"] else " ", line)
    if line.strip() and rng.random() < mine["speck"]:
        line += f" {rng.choice(_SPECKS)}{rng.choice(_SPECKS)}{rng.choice('xepqo')}"
    return line


def _number(text: str, rates: dict[str, float], rng: random.Random) -> str:
    if "," in text and rng.random() < rates["comma"]:
        text = text.replace(",", rng.choice(("", "", ".")))
    return "".join(
        rng.choice(CONFUSED[c]) if c in CONFUSED and rng.random() < rates["digit"] else c
        for c in text
    )


def _word(text: str, rates: dict[str, float], rng: random.Random) -> str:
    if rng.random() < rates["cut"]:
        return text[1:] if rng.random() < 0.5 else text[:-1]
    if len(text) == 2 and text[0].isupper() and rng.random() < rates["cut"]:
        return text.upper()
    return "".join(
        rng.choice(_MARKS[c]) if c in _MARKS and rng.random() < rates["letter"] else c for c in text
    )
