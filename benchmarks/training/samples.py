"""What weights are learned from: short numbers and last words of misread lines, each with what the true text says."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.fold import unaccent
from extract.restore.channel import CHANNEL_WEIGHT, Channel
from extract.restore.decoder import WordDecoder
from extract.restore.digit_words import NumberSigns
from extract.restore.lexicon import folded
from extract.restore.lines import DamagedLine
from extract.restore.tokens import Damage, core
from extract.train.channel import align_lists
from extract.train.open_places import Misreader

# Short numbers of misread text, some of them words (`14` for là): what `benchmarks/digit_words.py` learns to tell apart.
#
# How often a number stands for a word was counted on read pages; for which words, the channel says. A line's other words are misread letter by letter,
# as the channel draws them. Half of the short numbers of the text are exchanged for those that words are read as, which harms no word but puts these numbers
# into the places of all others.

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

    engine: WordDecoder
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


# Which words of a line as read no true word stands beside: what specks were read as.
#
# A line is laid beside the true one by the likeness of letters without marks. Where one true word stands beside two read
# ones, the one that is less like it is of specks, unless both together are more like it; where that is not plain, nobody knows.

Label = bool | None  # specks, a word, or who knows
_SPANS = ((1, 1), (1, 0), (0, 1), (2, 1), (3, 1), (4, 1), (1, 2))
_GAP, _MANY, _PART = (
    0.5,
    0.15,
    0.8,
)  # costs of a word alone, of each word more; each true word of several counts so much
_UNLIKE, _STRANGE = (
    0.75,
    0.55,
)  # of the letters: what is laid beside a word by chance; what nothing near is like
_NO_LINE = 0.6  # the like for each word of a line
_PLAIN = 0.15  # by how much one of two must be more like
_MARKS = ".,;:!?\"'“”‘’()[]*~_-—–|"


def page_labels(truth: Sequence[str], read: Sequence[str]) -> list[list[Label]]:
    """The labels of the tokens of each line as read."""
    found: list[list[Label]] = [[None] * len(line.split()) for line in read]
    for (i, di), (j, dj) in align_lists(_plain(truth), _plain(read)):
        near = " ".join(truth[max(0, i - 2) : i + di + 2]).split()
        words = [at for at in range(j, j + dj) if not _is_strange(read[at].split(), near)]
        for at in range(j, j + dj):
            if at not in words:
                found[at] = [True] * len(read[at].split())
        if di == len(words) == 1:
            found[words[0]] = line_labels(truth[i].split(), read[words[0]].split())
    return found


def _is_strange(tokens: Sequence[str], near: Sequence[str]) -> bool:
    """Whether a line is like nothing near."""
    return all(_is_mark(token) or _nearest(token, near) >= _NO_LINE for token in tokens)


def line_labels(truth: Sequence[str], read: Sequence[str]) -> list[Label]:
    """The labels of the tokens of a line beside its true words.

    >>> line_labels("ban hành văn bản".split(), "ban hanh van ban . oe".split())
    [False, False, False, False, True, True]
    """
    labels: list[Label] = []
    for i, di, j, dj in _beside(truth, read):
        near = truth[max(0, i - 2) : i + di + 2]
        if dj == 1:
            labels.append(_label(read[j], truth[i : i + di], near))
        elif dj > 1:
            labels += _of_two(truth[i], read[j], read[j + 1])
    return labels


def _label(token: str, beside: Sequence[str], near: Sequence[str]) -> Label:
    if _is_mark(token):
        return not any(map(_is_mark, beside))
    unlike = _nearest(token, near)
    if not beside:
        return True if unlike >= _STRANGE else None
    return None if len(beside) == 1 and unlike >= _UNLIKE else False


def _of_two(true: str, one: str, two: str) -> list[Label]:
    first, second, both = (_distance(true, read) for read in (one, two, one + two))
    if both < min(first, second) - 0.1:
        return [False, False]
    if abs(first - second) < _PLAIN:
        return [None, None]
    return [first > second, second > first]


def _beside(truth: Sequence[str], read: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The cheapest way to lay the words beside each other: (true word, how many, read word, how many)."""
    one, two = _plain(truth), _plain(read)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            for di, dj in _SPANS:
                if (i - di, j - dj) in best and di <= i and dj <= j:
                    cost = best[i - di, j - dj][0] + _cost(one[i - di : i], two[j - dj : j])
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = cost, (di, dj)
    return iter(_path(best, len(one), len(two)))


def _path(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int
) -> list[tuple[int, int, int, int]]:
    path = []
    while i or j:
        di, dj = best[i, j][1]
        i, j = i - di, j - dj
        path.append((i, di, j, dj))
    return path[::-1]


def _cost(one: Sequence[str], two: Sequence[str]) -> float:
    if not one or not two:
        return _GAP
    unlike = Levenshtein.normalized_distance("".join(one), "".join(two))
    return unlike * max(1, _PART * len(one)) + _MANY * (len(one) + len(two) - 2)


def _nearest(token: str, words: Sequence[str]) -> float:
    return min((_distance(token, word) for word in words), default=1.0)


def _distance(one: str, two: str) -> float:
    plain = _plain([one.strip(_MARKS) or one, two.strip(_MARKS) or two])
    return Levenshtein.normalized_distance(*plain)


def _is_mark(token: str) -> bool:
    return not any(map(str.isalnum, token))


def _plain(words: Sequence[str]) -> list[str]:
    """Words without marks and capitals."""
    return [unaccent(word).lower() for word in words]
