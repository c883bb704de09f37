"""Short numbers that may be a word: the wrong model reads `ở` as 6 and `là` as 14, one syllable in 250 on good scans.

A number of one to three digits may be what the channel proposes for it. Learned weights of its signs (`number_signs.py`) decide once its
neighbours are known, and the path is searched anew with what they decided; what they leave open among small words the path may decide, where
it is nearly certain. Such a change is always listed (rule `numeric`) and never more than .8 sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.number_signs import NumberSigns, Place
from extract.restore.decoding.numbered import NUMBERED
from extract.restore.decoding.options import SMALL, STAYS, TITLE, Options
from extract.restore.decoding.pieces import Kind, Piece
from extract.restore.decoding.sequence import Solved
from extract.restore.model import weights
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.lexicon import NUMBER_ID, UNKNOWN_ID
from extract.restore.model.memory import Memory
from extract.restore.model.ngrams import Tables
from extract.unaccent import unaccent

FILE = weights.FOLDER / "digit_words.tsv"
CERTAIN = 0.9  # the least chance at which a number becomes a word
LEAST = 3.5  # nats: of 672 right numbers of misread held-out text none becomes a word so, of 2,268 words 70 %; at 3.0 4 and 76 %
_LEFT_OPEN = 0.0  # nats from which the path may decide what the signs leave open: among small words, where it is certain
_USUAL = re.compile(
    r"6|1[0-8]|[58]6|46"
)  # what marked vowels and l, r, t before them are read as most
_DECIDED = 30.0  # nats: the other way is closed
_NUMBER = re.compile(r"(?P<digits>[1-9]\d{0,2}|0)[,.;:]*")
_BEFORE, _AFTER = frozenset(" ("), frozenset(" )\"”'")  # behind a quotation mark it counts: “6 rõ”
_READ_SO = 11.0  # nats of channel and frequency: no word further off was ever read as a number
# What a word costs on the first path, on which its neighbours are found: a given number is one of many that the model hears as <num>,
# which is worth 4.5 nats for a 6 and 5.5 for a 14.
_PRICE, _PRICES = -1.5, {"6": -2.5, **dict.fromkeys(("14", "16", "18", "46", "56", "86"), -5.0)}
# `C4 nhân`: á and ã are read as 4; nats that the label (`B4`) is cheaper
_LABEL, _LABEL_PRICE = re.compile(r"[B-Z]4"), 0.0
_NEAR = 2  # a space, or a quotation mark and a space


@dataclass(frozen=True, slots=True)
class DigitWords:
    """Proposes words for short numbers through the wrong model's channel, and decides; remembers what it proposed."""

    channel: Channel
    signs: NumberSigns
    weights: Mapping[str, float]
    _known: Memory[str, tuple[Options, ...]] = field(default_factory=Memory)

    def propose(
        self, line: str, pieces: Sequence[Piece], number: int, following: str
    ) -> tuple[Piece, Options] | None:
        """The line's piece at `number` without the marks behind it, and its options, itself first; `None` where it can be no word.

        `following` is the next line.
        """
        piece = pieces[number]
        if _LABEL.fullmatch(piece.text):
            core = piece if _follows(line, pieces, number, following) else None
        else:
            core = _core(piece) if _is_between(line, pieces, number) else None
        options = () if core is None else self._options(core.text)
        return (core, options[0]) if core is not None and options else None

    def nats(self, place: Place, solved: Solved) -> float:
        """What speaks for a word: the logarithm of the odds."""
        signs = self.signs.of(place, solved)
        return self.weights[""] + sum(self.weights.get(sign, 0.0) for sign in signs)

    def bonus(self, places: Iterable[Place], solved: Solved) -> npt.NDArray[np.float32]:
        """Nats by option that close the way which each short number does not go."""
        bonus = np.zeros(len(solved.words), np.float32)
        for place in places:
            nats = self.nats(place, solved)
            if nats >= LEAST:
                bonus[solved.starts[place.at]] = -_DECIDED
            elif nats < _LEFT_OPEN or not _is_among_words(place):
                bonus[solved.starts[place.at]] = _DECIDED
        return bonus

    def _options(self, text: str) -> tuple[Options, ...]:
        """The options of a number or a label; none where no word is read so."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(self._proposed(text))
        return known

    def _proposed(self, text: str) -> Iterator[Options]:
        found, lexicon, number = self.channel.candidates(text), self.channel.lexicon, text.isdigit()
        mode, itself = (SMALL, NUMBER_ID) if number else (TITLE, UNKNOWN_ID)
        least = len(text) * (not number)
        keep = [
            at
            for at, word in enumerate(found.words.tolist())
            if found.modes[at] == mode
            and lexicon.is_syllable(word)
            and len(lexicon.words[word]) >= least
        ]
        words, costs = found.words[keep], found.costs[keep] * CHANNEL_WEIGHT
        if keep and (not number or (costs + lexicon.own[words]).min() <= _READ_SO):
            price = _PRICES.get(text, _PRICE) if number else _LABEL_PRICE
            yield Options(
                np.concatenate(([itself], words)).astype(np.int32),
                np.concatenate(([STAYS], np.full(len(keep), mode))).astype(np.int32),
                np.concatenate(([0.0], costs + price)).astype(np.float32),
            )


def _core(piece: Piece) -> Piece | None:
    """A short number without the marks of the sentence that stand behind it."""
    match = _NUMBER.fullmatch(piece.text)
    if match is None:
        return None
    digits = match["digits"]
    return Piece(piece.start, piece.start + len(digits), digits, piece.kind, piece.stop)


def _is_between(line: str, pieces: Sequence[Piece], number: int) -> bool:
    """Whether a number stands by itself within a sentence: `6 nước` may open a line, `6. Nước` counts."""
    piece = pieces[number]
    before, behind = line[max(0, piece.start - 1) : piece.start], line[piece.end : piece.end + 1]
    if piece.kind is not Kind.NUMBER or not {*before} <= _BEFORE or not {*behind} <= _AFTER:
        return False
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    if number == 0:
        small = after is not None and after.text[:1].islower()
        return small and behind == " " and piece.text.isdigit()
    return after is None or "(" not in line[piece.end : after.start]  # `14 (mười bốn)`


def _is_among_words(place: Place) -> bool:
    """Whether small words stand on both sides of a usual number, and none that counts before it."""
    if not place.number or not _USUAL.fullmatch(place.piece.text) or place.piece.stop:
        return False
    before = place.pieces[place.number - 1]
    near = before.kind is Kind.WORD and place.piece.start - before.end <= _NEAR
    counts = unaccent(before.text).lower() in NUMBERED and before.text != "Nam"  # Việt Nam ở
    return near and not counts and _follows(place.line, place.pieces, place.number, place.following)


def _follows(line: str, pieces: Sequence[Piece], number: int, following: str) -> bool:
    """Whether a small word goes on behind the number, be it in the next line."""
    piece = pieces[number]
    if number + 1 == len(pieces):
        return not line[piece.end :].strip() and following[:1].islower()
    after = pieces[number + 1]
    near = line[piece.end] == " " and after.start - piece.end <= _NEAR and not after.stop
    near = near and "(" not in line[piece.end : after.start]  # `14 (mười bốn)`
    return near and after.kind is Kind.WORD and after.text[:1].islower()


def digit_words(channel: Channel, tables: Tables) -> DigitWords:
    """With the weights that `benchmarks/digit_words.py` learned."""
    return DigitWords(channel, NumberSigns(channel.lexicon, tables), weights.load(FILE))
