"""Capitals: names that are read one way throughout a document, letters of one shape in both cases, small words with a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from extract.dictionaries import Dictionaries
from extract.restore.artifact import Tables
from extract.restore.channel import Channel, Memory
from extract.restore.lexicon import UNKNOWN_ID, Lexicon, fold_tone, folded, has_tone, is_syllable
from extract.restore.lines import DamagedLine, others_of, word_at
from extract.restore.sequence import Decoded
from extract.restore.tokens import STAYS, Damage, Piece, is_small_line, with_case
from extract.weights import DATA, load_weights

# A name is read one way throughout a document: capitalised words in a row take the reading that fits best on the whole.
#
# What each reading costs is its mean over all places of the same raw words; where the decoder is not sure, syllables of
# known names (family names, provinces, towns) are preferred, and beside a foreign word what was read (`Quỹ Nobel`, `Paul Mony`).
# Capitals in a heading follow the places in small letters.

_LEAST, _MOST = 2, 4  # words of a name
_DOUBTED = 0.95  # chance below which a name is for a person to see, wherever it stands
_UNSURE = 0.9  # chance below which a known name's syllables count
_KNOWN_NAME = 2.0  # nats for a known name's syllable; at 4 a third of its changes were wrong on held-out texts, at 2 none
_LISTS = (
    ("surnames", "surname"), ("provinces", "name"), ("towns", "name"), ("given_names", "name"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """Syllables of known names by word id, and the vocabulary."""

    named: frozenset[int]
    lexicon: Lexicon

    def agreed(self, words: Sequence[Decoded]) -> tuple[list[Decoded], set[int]]:
        """The words with names read one way, and the indexes of words of names of which the decoder was not sure."""
        found, unsure = list(words), set[int]()
        for places in _places(words):
            foreign = any(self._is_foreign(words[at]) for place in places for at in place)
            for positions in zip(*places, strict=True):
                here = [words[at] for at in positions]
                least = min(word.chance for word in here)
                if least < _DOUBTED:
                    unsure.update(positions)
                if least >= _UNSURE:
                    continue
                best = self._best(here, foreign=foreign)
                for at in positions if best is not None else ():
                    found[at] = self._read_as(words[at], best)
        return found, unsure

    def _best(self, words: Sequence[Decoded], *, foreign: bool) -> int | None:
        """The word id that costs least on the whole, among the options of every place; `None` where there is none."""
        costs = [
            {int(w): float(c) for w, c in zip(word.options.words, word.weights, strict=True)}
            for word in words
        ]
        shared = set(costs[0]).intersection(*costs[1:])
        known = {UNKNOWN_ID} if foreign else self.named
        mean = {
            word: sum(cost[word] for cost in costs) / len(costs) - _KNOWN_NAME * (word in known)
            for word in shared
        }
        return min(sorted(mean), key=lambda word: mean[word]) if mean else None

    def _is_foreign(self, word: Decoded) -> bool:
        """Whether the word has no syllable's form: it was left as it was read, or the vocabulary has it (York)."""
        return not self.lexicon.is_syllable(int(word.options.words[word.choice]))

    def _read_as(self, word: Decoded, best: int | None) -> Decoded:
        number = next(n for n, w in enumerate(word.options.words.tolist()) if w == best)
        if number == word.choice:
            return word
        mode, known = (
            int(word.options.modes[number]),
            self.lexicon.words[word.options.words[number]],
        )
        text = word.piece.text if mode == STAYS else with_case(known, mode)
        others = tuple(other for other in (word.text, *word.runners_up) if other != text)
        return replace(word, text=text, choice=number, runners_up=others)


def _places(words: Sequence[Decoded]) -> Iterator[list[range]]:
    """For each name, where it stands: the index ranges of the same raw words."""
    capitals = [at for at, word in enumerate(words) if word.piece.text[:1].isupper()]
    raw = {at: words[at].piece.text.lower() for at in capitals}
    names = {tuple(raw[at] for at in run): None for run in _runs(words, capitals)}
    starts: dict[str, list[int]] = {}
    for at, text in raw.items():
        starts.setdefault(text, []).append(at)
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        places = [
            range(at, at + len(name))
            for at in starts.get(name[0], ())
            if tuple(map(raw.get, range(at, at + len(name)))) == name
            and taken.isdisjoint(range(at, at + len(name)))
        ]
        taken.update(at for place in places for at in place)
        if places:
            yield places


def _runs(words: Sequence[Decoded], capitals: Sequence[int]) -> Iterator[range]:
    """Runs of two to four capitalised words that only spaces part; `capitals`: where words begin with a capital."""
    titles = [at for at in capitals if _is_title(words[at])]
    start = 0
    for at, end in enumerate(titles):
        if at + 1 == len(titles) or titles[at + 1] != end + 1 or not _goes_on(words, end):
            if _LEAST <= at + 1 - start <= _MOST:
                yield range(titles[start], end + 1)
            start = at + 1


def _goes_on(words: Sequence[Decoded], at: int) -> bool:
    """Whether only a space parts the word from the next."""
    before, word = words[at], words[at + 1]
    near = before.line == word.line and word.piece.start - before.piece.end == 1
    return near and not word.piece.stop


def _is_title(word: Decoded) -> bool:
    text = word.piece.text
    if not (text[:1].isupper() and text[1:].islower()):
        return False
    return word.damage in {Damage.STRIPPED, Damage.WRONG_MODEL}


def agreement(dictionaries: Dictionaries, lexicon: Lexicon) -> Agreement:
    """The agreement by the dictionaries' names."""
    names = [
        entry[column]
        for name, column in _LISTS
        for entry in dictionaries.lists.get(name, ())
        if entry.get(column)
    ]
    return Agreement(_ids(names, lexicon), lexicon)


def _ids(names: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    syllables = (fold_tone(word.lower()) for name in names for word in name.split())
    return frozenset(lexicon.ids[word] for word in syllables if word in lexicon.ids)


# Case that the right model misread: letters of one shape in both cases (`công Vụ`, `hợp tác Xã`) differ in size alone.
#
# A syllable with a capital inside, one with a tone in capitals behind a small word, or in small letters between capitals, is
# never right: none of 224,000 words of held-out official text is (abbreviations have no tones: ĐA, TƯ). A capital that begins
# a word gives way where the reader, not sure of the word, weighed the small letter too: on rendered pages 29 of 32 such
# were misread.

_WORD = re.compile(r"[^\W\d_]+")
# confidence of the word below, share of the small letter above
_UNSURE_LETTER_CASE, _WEIGHED = 0.8, 0.4
_SURE = 0.9


def with_case_mended(lines: Sequence[DamagedLine], words: Sequence[Decoded]) -> list[Decoded]:
    """The decoded words, those that a reader read in the case that their line and their reader ask for."""
    return [
        word if word.damage is Damage.STRIPPED else _mended(lines[word.line], word)
        for word in words
    ]


def _mended(line: DamagedLine, word: Decoded) -> Decoded:
    cased = _cased if word.damage is Damage.LIGHT else _among_capitals
    text = cased(line, word.piece, word.text)
    return word if text == word.text else replace(word, text=text, chance=min(word.chance, _SURE))


def _among_capitals(line: DamagedLine, piece: Piece, text: str) -> str:
    """A word whose letters the wrong model read as signs (`S& NOI VU`) in capitals, where all others of its line are."""
    if piece.text.isalpha() or not text.istitle() or not piece.text[0].isupper():
        return text
    others = _WORD.findall(line.text[: piece.start] + line.text[piece.end :])
    words = [word for word in others if len(word) > 1]
    return text.upper() if len(words) > 1 and all(map(str.isupper, words)) else text


def _cased(line: DamagedLine, piece: Piece, text: str) -> str:
    others = line.text[: piece.start] + line.text[piece.end :]
    small = is_small_line(others) if _WORD.search(others) else text[0].islower()
    if small and text.islower():
        return text
    before, after = _letters_before(line.text, piece), _letters_behind(line.text, piece)
    if len(text) > 1 and not text.isascii() and is_syllable(fold_tone(text.lower())):
        if text.isupper():
            lone = small and before[1:].islower() and not after.isupper()
            return text.lower() if lone and has_tone(text) else text
        if not small and all(word.isupper() and has_tone(word) for word in (before, after)):
            return text.upper()
        if not text[1:].islower():
            return _of_line(
                text, small=small, opens=piece.stop or not line.text[: piece.start].strip()
            )
    return text.lower() if small and _is_weighed_small(line, piece, text) else text


def _of_line(text: str, *, small: bool, opens: bool) -> str:
    """A syllable with capitals inside, in the case of its line."""
    if not small:
        return text.upper()
    return text.capitalize() if opens and text[0].isupper() else text.lower()


def _letters_before(line: str, piece: Piece) -> str:
    """The word that only a space parts from a piece behind it; empty for a letter or what is no word."""
    before = line[: piece.start]
    word = before[:-1].rpartition(" ")[2] if before.endswith(" ") else ""
    return word if len(word) > 1 and word.isalpha() else ""


def _letters_behind(line: str, piece: Piece) -> str:
    """The next word of the line."""
    found = _WORD.search(line, piece.end)
    return found.group() if found else ""


def _is_weighed_small(line: DamagedLine, piece: Piece, text: str) -> bool:
    """Whether the reader was in doubt between a word's first capital and its small letter."""
    if not text[:1].isupper() or text.isupper():
        return False
    word = word_at(line.words, piece.start)
    if word is None or word.confidence is None or word.confidence >= _UNSURE_LETTER_CASE:
        return False
    small = piece.text.lower()
    return any(other == small and share >= _WEIGHED for other, share in others_of(piece, word))


# A small word whose first letter was read as a capital (`du An` for dự án, `khong Ap dung`), inside a sentence.
#
# The decoder knows words in one case only, so the channel alone chose it. Here it is weighed against how often text has the word small between small
# words (`extract/data/small_words.tsv`), and against how well it goes with the word before: no sentence begins within `dự án`.

FILE = DATA / "small_words.tsv"
LEAST = 3.0  # nats: of 411 read pages of training text 25 words are mended so and 1 is harmed; at 2.0 39 and 4
_FIRMEST = 4.0  # nats that the word before says at most


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
                beside = _is_beside(line, words[at - 1], word) and _goes_on_lowered(line, word)
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


def _goes_on_lowered(line: str, word: Decoded) -> bool:
    """Whether no capital follows in the line."""
    return not line[word.piece.end : word.piece.end + 2].lstrip()[:1].isupper()


def lowered(channel: Channel, tables: Tables) -> Lowered:
    """With what `benchmarks/small_words.py` counted."""
    return Lowered(load_weights(FILE), channel, tables)
