"""Short numbers of misread text, some of them words (`14` for là): what `benchmarks/digit_words.py` learns to tell apart.

How often a number stands for a word was counted on read pages; for which words, the channel says. A line's other words are misread letter by letter,
as the channel draws them. Half of the short numbers of the text are exchanged for those that words are read as, which harms no word but puts these numbers
into the places of all others.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extract.restore.decoding.decoder import Engine
from extract.restore.decoding.digit_words import NumberSigns
from extract.restore.decoding.lines import DamagedLine
from extract.restore.decoding.tokens import Damage, core
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.lexicon import folded
from extract.train.confusions import Misreader

_TOKEN = re.compile(r"[^\W\d_]+|(?<![\w.,/:%-])\d{1,3}(?![\w/%-]|[.,:]\d)")
_NO_LETTER, _NUMBER = re.compile(r"\W"), re.compile(r"[1-9]\d{0,2}|0")
_SHORTEST, _LONGEST = 60, 88  # characters of a line
_EXCHANGED = 0.5
_NOUGHT = "0"  # stands before nothing that is counted
_HIGHEST = 0.2  # the most that a word is exchanged for a number
_RARE = 0.2  # how often a word stands on the pages that none of them shows
_END = 6  # parts (words and what is between) at a line's end that the next line tells about
_AT_ONCE = 600  # lines decoded together


class Counts(NamedTuple):
    """Of read pages: how often each number was read for a small word, how often each small word stands there."""

    numbers: Mapping[str, int]
    words: Mapping[str, int]


class Sample(NamedTuple):
    """A short number: its signs, whether it is a word, whether it was exchanged, the text with a bar before it."""

    signs: list[str]
    word: bool
    exchanged: bool
    shown: str


class _Label(NamedTuple):
    text: str
    word: bool
    exchanged: bool


_Line = tuple[list[str], dict[int, _Label]]  # parts, and which of them are short numbers


@dataclass(frozen=True, slots=True)
class Sampler:
    """Makes samples of paragraphs; words become numbers so many `times` as often as they do."""

    engine: Engine
    counts: Counts
    times: float

    def samples(self, paragraphs: Sequence[str], seed: int) -> Iterator[Sample]:
        """The short numbers of paragraphs, misread and decoded."""
        rng = random.Random(seed)  # noqa: S311 not for secrets
        channel = self.engine.proposer.wrong_model.channel
        misreader = Misreader(channel, seed)
        rates = self._rates(channel)
        lines: list[str] = []
        labels: dict[tuple[int, int], _Label] = {}
        for paragraph in paragraphs:
            marked = [self._marked(line, rates, rng) for line in _wrapped(paragraph, rng)]
            for at in _kept(marked):
                text, found = _misread(marked[at], misreader)
                labels |= {(len(lines), start): label for start, label in found.items()}
                lines.append(text)
            lines.append("")
            if len(lines) > _AT_ONCE:
                yield from self._decoded(lines, labels)
                lines, labels = [], {}
        yield from self._decoded(lines, labels)

    def _rates(self, channel: Channel) -> dict[str, list[tuple[str, float]]]:
        """For each word the numbers that it becomes, with their chances."""
        rates: dict[str, list[tuple[str, float]]] = {}
        for number, count in self.counts.numbers.items():
            words = small_words(channel, number)
            chances = {word: np.exp(-CHANNEL_WEIGHT * cost).item() for word, cost in words}
            total = sum(
                chance * self.counts.words.get(word, _RARE) for word, chance in chances.items()
            )
            for word, chance in chances.items():
                rate = self.times * count * chance / total
                rates.setdefault(word, []).append((number, min(_HIGHEST, rate)))
        return rates

    def _marked(
        self, line: str, rates: Mapping[str, list[tuple[str, float]]], rng: random.Random
    ) -> _Line:
        parts: list[str] = []
        found: dict[int, _Label] = {}
        last = 0
        for match in _TOKEN.finditer(line):
            parts += [line[last : match.start()], match.group()]
            last, label = match.end(), self._label(match.group(), rates, rng)
            if label is not None:
                found[len(parts) - 1], parts[-1] = label, label.text
        return [*parts, line[last:]], found

    def _label(
        self, token: str, rates: Mapping[str, list[tuple[str, float]]], rng: random.Random
    ) -> _Label | None:
        if token[0].isdigit():
            if rng.random() >= _EXCHANGED or not self.counts.numbers:
                return _Label(token, word=False, exchanged=False)
            numbers = list(self.counts.numbers)
            other = rng.choices(numbers, list(self.counts.numbers.values()))[0]
            return _Label(other if other != _NOUGHT else token, word=False, exchanged=True)
        chance = rng.random()
        for number, rate in rates.get(folded(token), ()) if token.islower() else ():
            chance -= rate
            if chance < 0:
                return _Label(number, word=True, exchanged=False)
        return None

    def _decoded(
        self, lines: Sequence[str], labels: Mapping[tuple[int, int], _Label]
    ) -> Iterator[Sample]:
        damaged = [DamagedLine(line, Damage.WRONG_MODEL if line else Damage.NONE) for line in lines]
        signs = NumberSigns(self.engine.lexicon, self.engine.tables)
        numbers, first = self.engine.short_numbers(damaged)
        for place in numbers:
            label = labels.get((place.row, place.piece.start))
            if label is not None and label.text == place.piece.text:
                start = place.piece.start
                shown = f"{place.line[max(0, start - 50) : start]}|{place.line[start : start + 50]}"
                yield Sample([*signs.of(place, first)], label.word, label.exchanged, shown)


def counted(pairs: Iterable[tuple[str, str]]) -> Counts:
    """What true and read words of pages say; marks beside them do not count."""
    numbers: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for true, read in pairs:
        word, number = _NO_LETTER.sub("", true), _NUMBER.fullmatch(core(read))
        if word.isalpha() and word.islower():
            words[folded(word)] += 1
            numbers.update([number.group()] if number else [])
    return Counts(numbers, words)


def small_words(channel: Channel, number: str) -> Iterator[tuple[str, float]]:
    """The syllables in small letters that may be read as a number, with the channel's cost."""
    found, lexicon = channel.candidates(number), channel.lexicon
    for word, mode, cost in zip(
        found.words.tolist(), found.modes.tolist(), found.costs.tolist(), strict=True
    ):
        if mode == 0 and lexicon.is_syllable(word):
            yield lexicon.words[word], cost


def _wrapped(text: str, rng: random.Random) -> list[str]:
    width = rng.randint(_SHORTEST, _LONGEST)
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _kept(lines: Sequence[_Line]) -> list[int]:
    """The lines with a short number, and those that go on from one at an end."""
    kept = set()
    for at, (parts, found) in enumerate(lines):
        if found:
            near = [at - (min(found) < _END), at, at + (max(found) > len(parts) - _END)]
            kept |= {n for n in near if 0 <= n < len(lines)}
    return sorted(kept)


def _misread(line: _Line, misreader: Misreader) -> tuple[str, dict[int, _Label]]:
    """The text as the wrong model may read it, and its short numbers by their place there."""
    parts, labels = line
    text, found = "", {}
    for at, part in enumerate(parts):
        if at in labels:
            found[len(text)] = labels[at]
        read = misreader.read(part) if part.isalpha() and at not in labels else part
        text += read if any(map(str.isalpha, read)) else part
    return text.strip(), found
