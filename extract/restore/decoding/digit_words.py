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

from extract.restore.decoding.options import SMALL, STAYS, Options
from extract.restore.decoding.pieces import Kind, Piece
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.lexicon import NUMBER_ID
from extract.unaccent import unaccent

CERTAIN = 0.95  # the least chance at which a number becomes a word
_SHAPE = re.compile(r"6|1[0-8]|[58]6|46")  # what marked vowels and l, r, t before them are read as
# nats: a given number is one of many that the model hears as <num>, which is worth 4; of 612 numbers of held-out text that
# were asked none became a word, down to -3
_PRICE = -1.5
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
    _known: dict[str, Options] = field(default_factory=dict)

    def propose(self, line: str, pieces: Sequence[Piece], number: int) -> Options | None:
        """The options of the line's piece at `number`, the number itself first; `None` where it can be no word."""
        piece = pieces[number]
        if not _SHAPE.fullmatch(piece.text) or not 0 < number < len(pieces) - 1:
            return None
        before, after = pieces[number - 1], pieces[number + 1]
        alone = line[piece.start - 1] == line[piece.end] == " "
        if not (alone and _leads(before, piece) and _follows(piece, after)):
            return None
        found = self._known.get(piece.text)
        if found is None:
            found = self._known[piece.text] = self._propose(piece.text)
        return found

    def _propose(self, text: str) -> Options:
        found, lexicon = self.channel.candidates(text), self.channel.lexicon
        keep = [
            at
            for at, word in enumerate(found.words.tolist())
            if found.modes[at] == SMALL and lexicon.is_syllable(word)
        ]
        words, costs = found.words[keep], found.costs[keep] * CHANNEL_WEIGHT + _PRICE
        return Options(
            np.concatenate(([NUMBER_ID], words)).astype(np.int32),
            np.concatenate(([STAYS], np.full(len(keep), SMALL))).astype(np.int32),
            np.concatenate(([0.0], costs)).astype(np.float32),
        )


def _leads(before: Piece, piece: Piece) -> bool:
    near = before.kind is Kind.WORD and piece.start - before.end <= _NEAR and not piece.stop
    counts = unaccent(before.text).lower() in NUMBERED and before.text != "Nam"  # Việt Nam ở
    return near and not counts


def _follows(piece: Piece, after: Piece) -> bool:
    near = after.kind is Kind.WORD and after.start - piece.end <= _NEAR and not after.stop
    return near and after.text[:1].islower()
