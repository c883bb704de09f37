"""Codes of documents and abbreviations, letters from known lists alone; numbers and letters of items, by their order alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import NamedTuple

from extract.dictionaries import Dictionaries
from extract.fold import unaccent
from extract.restore.channel import Channel
from extract.restore.lines import Edit
from extract.restore.sequence import Decoded
from extract.restore.tokens import Damage
from extract.weights import DATA, table_rows

# Repairs the symbols of a document's code (`1085/Qb-UBND`): letters from the list of known groups alone, digits never.
#
# Each group between bars and hyphens is looked up after letters that look alike are folded; where several known symbols fit,
# the channel must prefer one clearly (rule `code`). The language model never decides a code.

_CLASSES = ("DĐPBÐ¢", "OQ0Ơ", "I1L|Í", "S5$§", "UƯÚ", "E€É")
_FOLD = {letter: group[0] for group in _CLASSES for letter in group}
_GROUP = re.compile(r"[^\W_][\w&.¢€§$]*")
_HEAD = re.compile(r"\d+[ ]?/(?:\d{4}/)?")
_SURE = 0.95
_MARGIN = 1.0  # nats between the best and the second symbol
_UNKNOWN_COST = 50.0
_LISTS = (
    ("code_symbols", "symbol"),
    ("abbreviations", "abbreviation"),
    ("agencies", "abbreviation"),
)


@dataclass(frozen=True, slots=True)
class CodeSymbols:
    """Known groups: all as printed, and by their fold; the channel that weighs them."""

    known: frozenset[str]
    by_fold: dict[str, tuple[str, ...]]
    channel: Channel

    def edits(self, line: str, start: int, end: int, *, marks_only: bool) -> Iterator[Edit]:
        """The repairs of the code that stands at `line[start:end]`; `marks_only`: letters keep their base (QD to QĐ)."""
        head = _HEAD.match(line, start, end)
        for match in _GROUP.finditer(line, head.end() if head else start, end):
            true = self.repair(match.group(), marks_only=marks_only)
            if true != match.group():
                yield Edit(match.start(), match.end(), true, "code", _SURE)

    def repair(self, group: str, *, marks_only: bool) -> str:
        """The known symbol that a group stands for, or the group."""
        if group.isdigit() or group in self.known or any(map(str.isdigit, group[1:])):
            return group
        fits = self.by_fold.get(fold_code(group), ())
        if marks_only:
            fits = tuple(symbol for symbol in fits if unaccent(symbol) == unaccent(group))
        costs = sorted((self._cost(group, symbol), symbol) for symbol in fits)
        if not costs or (len(costs) > 1 and costs[1][0] - costs[0][0] < _MARGIN):
            return group
        return costs[0][1]

    def _cost(self, read: str, true: str) -> float:
        try:
            return self.channel.cost(read, true)
        except ValueError:  # a letter that no word has
            return _UNKNOWN_COST


def fold_code(group: str) -> str:
    """The group with look-alikes folded: `Qb` and `QĐ` give the same."""
    return "".join(_FOLD.get(letter, letter) for letter in group.upper())


def code_symbols(dictionaries: Dictionaries, channel: Channel) -> CodeSymbols:
    """The known groups of the dictionaries."""
    known = frozenset(part for symbol in _symbols(dictionaries) for part in _GROUP.findall(symbol))
    by_fold: dict[str, list[str]] = {}
    for symbol in sorted(known):
        by_fold.setdefault(fold_code(symbol), []).append(symbol)
    return CodeSymbols(known, {key: tuple(values) for key, values in by_fold.items()}, channel)


def _symbols(dictionaries: Dictionaries) -> Iterable[str]:
    for name, column in _LISTS:
        for entry in dictionaries.lists.get(name, ()):
            if entry.get(column):
                yield entry[column]


# Abbreviations: `CTDT` is CTĐT where "chương trình đào tạo" stands in the document twice, `BCD` is BCĐ as in most texts (rule `code`).
#
# The wrong model reads Đ as D, B or P; where marks were stripped it is a D. Capitals of three to six letters take the reading with
# Đ whose letters are the initials of a phrase that stands there twice, or right before them ("đặc biệt khó khăn (ĐBKK)"); on
# administrative text the largest single gain of the feasibility study (+1.3 points). Where the document says nothing, what a D
# nearly always stands for in running text (`extract/data/initials.tsv`).

USUAL_FILE = DATA / "initials.tsv"
SHORTEST, LONGEST = 3, 8
_LONGEST_PHRASE = 6  # words that stand for an abbreviation of the document
_LEAST_SEEN = 2
_BARE = {Damage.STRIPPED, Damage.WRONG_MODEL}
_AS_D = frozenset("DBPĐÐ")
_FOLD_ABBREVIATIONS = dict.fromkeys(map(ord, _AS_D), "D")
SURE = 0.85
_BODY = (
    "ban "  # what the abbreviations of bodies that open and close longer ones stand for begins with
)


def abbreviation_edits(
    words: Sequence[Decoded],
    known: Collection[str],
    usual: Mapping[str, str],
    bodies: Mapping[str, str],
) -> Iterator[tuple[Decoded, str]]:
    """Words in capitals of lines without marks and the abbreviation each stands for.

    Those `known` as they stand are left alone; `usual`: abbreviations with a Đ by their letters without marks; `bodies`: those that are
    a part of longer ones.
    """
    capitals = [
        at
        for at, word in enumerate(words)
        if word.text.isupper() and _is_abbreviation(word.text)
        if word.damage in _BARE and word.text not in known
    ]
    if not capitals:
        return
    short = [at for at in capitals if len(words[at].text) <= _LONGEST_PHRASE]
    spelled = _initials(words, {_fold(words[at].text) for at in short})
    told = {words[at].text: text for at in capitals if (text := _spelled_before(words, at))}
    for at in capitals:
        word = words[at]
        fits = [told.get(word.text, ""), *spelled.get(_fold(word.text), ())]
        fits = [text for text in dict.fromkeys(fits) if text and _may_be(word, text)]
        fits = fits or [usual.get(word.text) or composed(word.text, bodies)]
        if len(fits) == 1 and fits[0] != word.text:
            yield word, fits[0]


def composed(text: str, bodies: Mapping[str, str]) -> str:
    """An abbreviation with the Đ of the body that it begins or ends with; as it stands where there is none (`ABCD` are letters).

    >>> composed("BCDTW", {"BCD": "BCĐ"}), composed("CQTTBCD", {"BCD": "BCĐ"}), composed("HDMI", {"BCD": "BCĐ"})
    ('BCĐTW', 'CQTTBCĐ', 'HDMI')
    """
    for bare, barred in bodies.items() if text not in ascii_uppercase else ():
        if text.startswith(bare):
            return barred + text.removeprefix(bare)
        if text.endswith(bare):
            return text.removesuffix(bare) + barred
    return text


def body_abbreviations(dictionaries: Dictionaries) -> dict[str, str]:
    """The dictionary's abbreviations with a Đ of boards (ban chỉ đạo), by their letters without marks."""
    entries = dictionaries.lists.get("abbreviations", ())
    boards = (e["abbreviation"] for e in entries if e["meaning"].lower().startswith(_BODY))
    return {unaccent(text): text for text in boards if "Đ" in text and len(text) >= SHORTEST}


def usual_abbreviations(dictionaries: Dictionaries) -> dict[str, str]:
    """The abbreviations with a Đ of the dictionaries and of running text, by their letters without marks."""
    listed = (entry["abbreviation"] for entry in dictionaries.lists.get("abbreviations", ()))
    known = {unaccent(text): text for text in listed if "Đ" in text and text.isalpha()}
    return known | dict(table_rows(USUAL_FILE))


def _spelled_before(words: Sequence[Decoded], at: int) -> str:
    """The abbreviation with Đ that the words before it spell, if they do."""
    size = len(words[at].text)
    run = words[max(0, at - size) : at]
    initials = "".join(word.text[:1].upper() for word in run)
    near = run and words[at].line - run[0].line <= 1
    spells = near and "Đ" in initials and _fold(initials) == _fold(words[at].text)
    return initials if spells else ""


def _may_be(word: Decoded, text: str) -> bool:
    """Where only marks were lost, every letter but D is right."""
    return word.damage is not Damage.STRIPPED or unaccent(text) == word.text


def _is_abbreviation(text: str) -> bool:
    """Whether a token in capitals may be one with a Đ."""
    return SHORTEST <= len(text) <= LONGEST and text.isalpha() and not _AS_D.isdisjoint(text)


def _initials(words: Sequence[Decoded], folds: Collection[str]) -> dict[str, list[str]]:
    """By fold, the initials with a Đ of phrases that stand in the document twice or more, in small letters or not."""
    letters = "".join(_initial(word.text) for word in words)
    folded = _fold(letters)
    counts: Counter[tuple[str, ...]] = Counter()
    for at, end in _around(letters, {len(fold) for fold in folds}):
        if folded[at:end] in folds and not any(word.piece.stop for word in words[at + 1 : end]):
            counts[tuple(word.text.lower() for word in words[at:end])] += 1
    twice = {"".join(w[0].upper() for w in run) for run, n in counts.items() if n >= _LEAST_SEEN}
    found: dict[str, list[str]] = {}
    for initials in sorted(twice):
        found.setdefault(_fold(initials), []).append(initials)
    return found


def _around(letters: str, sizes: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches of such sizes that have a Đ, each once."""
    barred = [at for at, letter in enumerate(letters) if letter == "Đ"]
    for size in sizes:
        free, last = 0, len(letters) - size
        for at in barred:
            for start in range(max(free, at - size + 1), min(at, last) + 1):
                yield start, start + size
            free = at + 1


@lru_cache(maxsize=65536)
def _initial(text: str) -> str:
    """The capital of a word in small letters, a space for any other."""
    letter = text[:1].upper()
    return letter if len(letter) == 1 and (text[1:].islower() or len(text) == 1) else " "


def _fold(text: str) -> str:
    return text.translate(_FOLD_ABBREVIATIONS)


# Repairs an item's number that was read as a letter, by the sequence alone: `S.` between 4 and 6 is `5.` (rule `numeric`).

_ITEM = re.compile(r"\s*(?P<number>[0-9SsBlIOo]{1,2})(?P<mark>[.)])\s")
_AS_DIGITS = str.maketrans("SsBlIOo", "5581100")
_SURE_NUMBER = 0.97


def numbering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: the letter stands for the number that follows the last item's."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        text, mark = match["number"], match["mark"]
        value = int(text.translate(_AS_DIGITS))
        if text.isdigit():
            last[mark] = value
        elif value > 1 and last.get(mark) == value - 1:
            last[mark] = value
            yield (
                index,
                Edit(
                    match.start("number"), match.end("number"), str(value), "numeric", _SURE_NUMBER
                ),
            )


# The letters of points, put right by their order: a second `d)` in a list is `đ)` that lost its bar (rule `template`).
#
# Likewise `đ)` behind `c)` is `d)` that got one, unless `e)` comes next, for then the `d)` was lost; and `ø)` is `g)`, the only
# letter of points with that shape. The alphabet of the points of a clause: Decree 34/2016/NĐ-CP, Article 54 and its appendix I
# (a, b, c, d, đ, e).

_ITEM_LETTERING = re.compile(r"\s*(?:[-–]\s*)?(?P<letter>[a-zđøA-ZĐØ])(?P<mark>[.)])\s")
_SURE_LETTERING = 0.9
_AFTER = {"d": "đ", "D": "Đ"}
_BEHIND = {("c", "đ"): "d", ("C", "Đ"): "D"}
_SHAPES = {"ø": "g", "Ø": "G"}
_NEXT = {"đ": "e", "Đ": "E"}


class _Point(NamedTuple):
    """A point's letter: its line, its place in it, the mark behind it."""

    line: int
    at: int
    letter: str
    mark: str


def lettering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of letters that the points before and behind them, of the same kind of list, prove wrong."""
    points = [
        _Point(index, match.start("letter"), match["letter"], match["mark"])
        for index, line in enumerate(lines)
        if (match := _ITEM_LETTERING.match(line))
    ]
    for mark in dict.fromkeys(point.mark for point in points):
        yield from _of_list([point for point in points if point.mark == mark])


def _of_list(points: Sequence[_Point]) -> Iterator[tuple[int, Edit]]:
    last = ""
    for number, point in enumerate(points):
        behind = points[number + 1].letter if number + 1 < len(points) else ""
        last, read = _true_letter(last, point.letter, behind), point.letter
        if last != read:
            yield point.line, Edit(point.at, point.at + 1, last, "template", _SURE_LETTERING)


def _true_letter(before: str, letter: str, behind: str) -> str:
    """What a point's letter is between those of its neighbours."""
    if letter == before:
        return _AFTER.get(letter, letter)
    if behind != _NEXT.get(letter):
        letter = _BEHIND.get((before, letter), letter)
    return _SHAPES.get(letter, letter)
