"""A small word whose first letter was read as a capital (`du An` for dự án, `khong Ap dung`), inside a sentence.

The decoder knows words in one case only, so the channel alone chose it. Here it is weighed against how often text has the word small between small
words (`extract/data/small_words.tsv`), and against how well it goes with the word before: no sentence begins within `dự án`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.damaged_line import DamagedLine
from extract.restore.decoding.decoded import Decoded
from extract.restore.model import weights
from extract.restore.model.channel import Channel
from extract.restore.model.memory import Memory
from extract.restore.model.ngrams import Tables
from extract.restore.model.syllable import folded

FILE = weights.FOLDER / "small_words.tsv"
LEAST = 3.0  # nats: of 411 read pages of training text 25 words are mended so and 1 is harmed; at 2.0 39 and 4
_FIRMEST = 4.0  # nats that the word before says at most
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Lowered:
    """The logarithm of how many times oftener each word stands small between small words than with a capital."""

    small: Mapping[str, float]
    channel: Channel
    tables: Tables
    _known: Memory[tuple[str, str], float] = field(default_factory=Memory)

    def of(self, lines: Sequence[DamagedLine], words: Sequence[Decoded]) -> list[Decoded]:
        """The decoded words, those that the wrong model read with a wrong capital in small letters."""
        found = list(words)
        if all(line.damage is not Damage.WRONG_MODEL for line in lines):
            return found
        for at, word in enumerate(words):
            if at and word.damage is Damage.WRONG_MODEL and word.text[:1].isupper():
                line = lines[word.line].text
                beside = _is_beside(line, words[at - 1], word) and _goes_on(line, word)
                if beside and self.nats(words[at - 1].text, word.piece.text, word.text) >= LEAST:
                    chance = min(word.chance, _SURE)
                    found[at] = replace(word, text=word.text.lower(), chance=chance)
        return found

    def nats(self, before: str, read: str, text: str) -> float:
        """What speaks for the small word: the logarithm of the odds, `before` being the word before."""
        small, lexicon = folded(text), self.channel.lexicon
        usual, first, second = self.small.get(small), lexicon.id_of(before), lexicon.id_of(text)
        if usual is None or first is None or second is None:
            return -_FIRMEST
        joined = self.tables.unigram(second) - self.tables.bigram(first, second)
        nats = usual + max(-LEAST, min(joined, _FIRMEST))
        return nats if nats < LEAST else nats - self._lost(read, small)

    def _lost(self, read: str, small: str) -> float:
        """How much likelier the capital is read so, in nats."""
        known = self._known.get((read, small))
        if known is None:
            costs = (self.channel.cost(read, word) for word in (small, small.capitalize()))
            known = self._known[read, small] = next(costs) - next(costs)
        return known


def _is_beside(line: str, before: Decoded, word: Decoded) -> bool:
    """Whether a small word of two letters or more stands right before a word with a first capital."""
    text, near = word.text, line[before.piece.end : word.piece.start] == " "
    titled = text[1:] == text[1:].lower() and text.isalpha() and word.piece.text[0].isupper()
    small = len(before.text) > 1 and before.text.islower() and before.piece.text[0].islower()
    return before.line == word.line and near and titled and small


def _goes_on(line: str, word: Decoded) -> bool:
    """Whether no capital follows in the line."""
    return not line[word.piece.end : word.piece.end + 2].lstrip()[:1].isupper()


def lowered(channel: Channel, tables: Tables) -> Lowered:
    """With what `benchmarks/small_words.py` counted."""
    return Lowered(weights.load(FILE), channel, tables)
