"""Words that the wrong model ran together on a poor copy (`tinvé`, `duatinvé`, `QUANLY`), where no one word explains the token.

A token falls into parts where each is read nearly clean and the words, as neighbours in the language model and with
their lost spaces, cost less than the token as one word or as it stands. A mark between letters may be a speck
(`Biéu's6`) or a horn (`nu’éc`): the channel says which. Letters that every language has are parted only into words that
often stand side by side, and a capitalised token of such letters not at all, for it may be a foreign name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.restore.decoding.horns import candidates, stem
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.wrong_model import keep_cost
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.lexicon import UNKNOWN_ID
from extract.restore.model.memory import Memory
from extract.restore.model.ngrams import Tables

_SHORTEST, _LONGEST = 4, 40  # letters of a token
_LEAST, _MOST = 2, 9  # letters of a part
# nats; chosen on held-out copies, where of 109 tokens that were parted 105 were several words
_EXPLAINED = 7.0  # a token that one word explains so well is that word
_ONE_WORD = 2.0  # or that it explains by so much worse than two: context may still be for it
_CLEAN = 4.0  # the most that a part's reading may cost
_SPACE = 2.0  # what a lost space costs
_LONG, _LONG_LETTER = 7, 1.5  # no word is so long: what each further letter adds to leaving it
# the most that a word may cost behind the one before in a token of plain letters: `modem` is short, `solanin` is no sở lần in
_COMPANION, _COMPANION_SHORT, _COMPANION_CAPITAL = 6.7, 5.0, 7.5
_NAME = 12  # letters from which a capitalised token of plain letters is no foreign name
_READINGS = 6  # of a part: its cheapest
_SPECKS = "'’‘`°"
_NEVER = 99.0
Cut = tuple[int, int]  # where a part starts and ends


@dataclass(frozen=True, slots=True)
class _Way:
    """The cheapest way to read the token up to some letter, by its last word: its parts."""

    price: float
    parts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class RunTogether:
    """Parts tokens by the wrong model's channel and the language model; remembers where."""

    channel: Channel
    tables: Tables
    _known: Memory[str, tuple[Cut, ...]] = field(default_factory=Memory)

    def parts(self, piece: Piece) -> list[Piece]:
        """The piece, or its words, all but the first marked as `glued` (a speck before a word goes with it)."""
        text = piece.text
        cuts = self._known.get(text)
        if cuts is None:
            cuts = self._known[text] = self._cut(text) if _may_be_several(text) else ()
        return list(_pieces(piece, cuts)) if len(cuts) > 1 else [piece]

    def _cut(self, text: str) -> tuple[Cut, ...]:
        read, one_word = self._as_one(text)
        if read <= _EXPLAINED:
            return ()
        ways = self._ways(text)[len(text)].values()
        best = min(ways, key=lambda way: way.price, default=_Way(_NEVER))
        return best.parts if best.price < min(one_word - _ONE_WORD, self._left(text)) else ()

    def _as_one(self, text: str) -> tuple[float, float]:
        """What the token costs as one syllable: the best reading alone, and the best with its rarity."""
        readings = self._readings(text)
        read = min((price for _, price in readings), default=_NEVER)
        return read, min((p + self.tables.unigram(w) for w, p in readings), default=_NEVER)

    def _left(self, text: str) -> float:
        """What the token costs left as it stands."""
        long = max(0, len(text) - _LONG)
        kept = keep_cost(text if not long else text.lower())
        return kept + _LONG_LETTER * long + self.tables.unigram(UNKNOWN_ID)

    def _readings(self, part: str, most: float = _NEVER) -> list[tuple[int, float]]:
        """The syllables that a part may be, with what their reading costs, `most` at the most."""
        found, lexicon = candidates(self.channel, part), self.channel.lexicon
        costs = (found.costs * CHANNEL_WEIGHT).tolist()
        pairs = zip(found.words.tolist(), costs, strict=True)
        return [(word, cost) for word, cost in pairs if cost <= most and lexicon.is_syllable(word)]

    def _ways(self, text: str) -> list[dict[int, _Way]]:
        """For each number of letters the cheapest ways to read so many, by the last word's id."""
        ways: list[dict[int, _Way]] = [{} for _ in range(len(text) + 1)]
        ways[0] = {UNKNOWN_ID: _Way(0.0)}
        for before, start, ends in _steps(text):
            if ways[before]:
                self._learn([text[start:after] for after in ends])
                for after in ends:
                    self._lead(ways, before, (start, after), text)
        return ways

    def _lead(self, ways: list[dict[int, _Way]], before: int, part: Cut, text: str) -> None:
        """What the ways up to `before` become with one more part."""
        start, after = part
        for word, price in self._clean(text[start:after], rare=_is_no_foreign_word(text)):
            way = self._longer(ways[before], word, price, part, text)
            if way.price < ways[after].get(word, _Way(_NEVER)).price:
                ways[after][word] = way

    def _learn(self, parts: Sequence[str]) -> None:
        """Let the channel search for parts at once."""
        self.channel.learn([*parts, *map(stem, parts)])

    def _clean(self, part: str, *, rare: bool) -> list[tuple[int, float]]:
        """The cheapest readings of a part; `rare`: with what each word's rarity costs."""
        readings = self._readings(part, _CLEAN)
        if rare:
            return sorted(readings, key=lambda one: one[1] + self.tables.unigram(one[0]))[
                :_READINGS
            ]
        return sorted(readings, key=lambda one: one[::-1])[:_READINGS]

    def _longer(self, ways: dict[int, _Way], word: int, price: float, part: Cut, text: str) -> _Way:
        """The cheapest of the ways with one more word."""
        most = _companion(text)
        best = _Way(_NEVER)
        for last, way in ways.items():
            near = self.tables.bigram(last, word) if way.parts else 0.0
            if near > most:
                continue
            step = _SPACE + near if way.parts else self.tables.unigram(word)
            if way.price + price + step < best.price:
                best = _Way(way.price + price + step, (*way.parts, part))
        return best


def _may_be_several(text: str) -> bool:
    """Whether it is long enough, in one case, and no foreign name: a capital, and letters that every language has."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return False
    foreign = text.istitle() and text.isascii() and text.isalpha() and len(text) < _NAME
    return (text[1:].islower() or text.isupper()) and not foreign


def _is_no_foreign_word(text: str) -> bool:
    """Whether it is long, or in capitals: else rare readings keep `robot` and `hecta` whole."""
    return len(text) >= _LONG or text.isupper()


def _companion(text: str) -> float:
    """The most that a word of the token may cost behind the one before."""
    if not (text.isascii() and text.isalpha()):
        return _NEVER
    if len(text) < _LONG:
        return _COMPANION_SHORT
    return _COMPANION_CAPITAL if text.isupper() else _COMPANION


def _steps(text: str) -> Iterator[tuple[int, int, list[int]]]:
    """Where a part may lie: behind so many letters, where its first letter is (behind a speck), and where it may end."""
    for before in range(len(text) - _LEAST + 1):
        start = before + (before > 0 and text[before] in _SPECKS)
        ends = range(start + _LEAST, min(len(text), start + _MOST) + 1)
        yield before, start, [at for at in ends if at == len(text) or len(text) - at >= _LEAST]


def _pieces(piece: Piece, cuts: Sequence[Cut]) -> Iterator[Piece]:
    end = 0
    for number, (start, after) in enumerate(cuts):
        yield Piece(
            piece.start + end, piece.start + after, piece.text[start:after], piece.kind,
            piece.stop and number == 0, glued=number > 0,
        )  # fmt: skip
        end = after
