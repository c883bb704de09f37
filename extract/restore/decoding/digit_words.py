"""Short numbers that may be a word: the wrong model reads `ở` as 6 and `là` as 14, one syllable in 250 on good scans.

A number of one or two digits between small words may be what the channel proposes for it, at a high price, and only where
the decoder is nearly certain; such a change is always listed (rule `numeric`) and never more than .8 sure. Numbers behind
a word that counts (`Điều 6`, `quận 6`) stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from extract.restore.decoding.options import SMALL, STAYS, TITLE, Options
from extract.restore.decoding.pieces import Kind, Piece
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.lexicon import NUMBER_ID, UNKNOWN_ID
from extract.restore.model.memory import Memory
from extract.unaccent import unaccent

CERTAIN = 0.9  # the least chance at which a number becomes a word
_SHAPE = re.compile(r"6|1[0-8]|[58]6|46")  # what marked vowels and l, r, t before them are read as
# nats that a word is cheaper: a given number is one of many that the model hears as <num>, which is worth 4.5 for a 6 and
# 5.5 for a 14. Kept 1.5 short of what would make a word of any of 3,400 right numbers of held-out text, their marks taken
# off, and of 1,040 numbers of readings that were exchanged for each of these.
_PRICE, _PRICES = -1.5, {"6": -2.5, **dict.fromkeys(("14", "16", "18", "46", "56", "86"), -5.0)}
# `C4 nhân`: á and ã are read as 4; nats that the label (`B4`) is cheaper
_LABEL, _LABEL_PRICE = re.compile(r"[B-Z]4"), 0.0
_NEAR = 2  # a space, or a quotation mark and a space
#: words that a number follows, by their skeletons
COUNTING = frozenset(
    [
        "dieu",
        "khoan",
        "so",
        "muc",
        "chuong",
        "phan",
        "bang",
        "bieu",
        "nam",
        "ngay",
        "thang",
        "hang",
        "thu",
        "phu",
        "luc",
        "quy",
        "tap",
        "co",
    ]
)
#: words that a number or a letter follows: also as they are misread, and small ones
NUMBERED = COUNTING | {
    "diéu",
    "diem",
    "s6",
    "la",
    "den",
    "tu",
    "trong",
    "gan",
    "hon",
    "khoang",
    "tren",
    "duoi",
    "quan",
    "phuong",
    "to",
    "t6",
    "nhom",
    "lop",
    "khu",
    "thon",
    "ap",
    "xom",
    "khoa",
    "ky",
    "vong",
    "buoc",
    "mau",
    "cot",
    "dong",
    "trang",
    "loai",
    "cap",
    "bac",
    "lan",
    "doi",
    "do",
    "va",
    "con",
    "ca",
}


@dataclass(frozen=True, slots=True)
class DigitWords:
    """Proposes words for short numbers through the wrong model's channel; remembers what it proposed."""

    channel: Channel
    _known: Memory[str, Options] = field(default_factory=Memory)

    def propose(
        self, line: str, pieces: Sequence[Piece], number: int, following: str
    ) -> Options | None:
        """The options of the line's piece at `number`, the number itself first; `None` where it can be no word; `following`: the next line."""
        text = pieces[number].text
        if not (_SHAPE.fullmatch(text) and _leads(line, pieces, number)) and not _LABEL.fullmatch(
            text
        ):
            return None
        if not _follows(line, pieces, number, following):
            return None
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._propose(text)
        return found

    def _propose(self, text: str) -> Options:
        found, lexicon = self.channel.candidates(text), self.channel.lexicon
        mode, itself = (SMALL, NUMBER_ID) if text.isdigit() else (TITLE, UNKNOWN_ID)
        price = _PRICES.get(text, _PRICE) if text.isdigit() else _LABEL_PRICE
        least = len(text) * (not text.isdigit())
        keep = [
            at
            for at, word in enumerate(found.words.tolist())
            if found.modes[at] == mode
            and lexicon.is_syllable(word)
            and len(lexicon.words[word]) >= least
        ]
        words, costs = found.words[keep], found.costs[keep] * CHANNEL_WEIGHT + price
        return Options(
            np.concatenate(([itself], words)).astype(np.int32),
            np.concatenate(([STAYS], np.full(len(keep), mode))).astype(np.int32),
            np.concatenate(([0.0], costs)).astype(np.float32),
        )


def _leads(line: str, pieces: Sequence[Piece], number: int) -> bool:
    """Whether a word stands before the number, and none that counts."""
    piece = pieces[number]
    if not number or line[piece.start - 1] != " ":
        return False
    before = pieces[number - 1]
    near = before.kind is Kind.WORD and piece.start - before.end <= _NEAR and not piece.stop
    counts = unaccent(before.text).lower() in NUMBERED and before.text != "Nam"  # Việt Nam ở
    return near and not counts


def _follows(line: str, pieces: Sequence[Piece], number: int, following: str) -> bool:
    """Whether a small word goes on behind the number, be it in the next line."""
    piece = pieces[number]
    if number + 1 == len(pieces):
        return not line[piece.end :].strip() and following[:1].islower()
    after = pieces[number + 1]
    near = line[piece.end] == " " and after.start - piece.end <= _NEAR and not after.stop
    near = near and "(" not in line[piece.end : after.start]  # `14 (mười bốn)`
    return near and after.kind is Kind.WORD and after.text[:1].islower()
