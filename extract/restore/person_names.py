"""Names of persons before decoding: in a run of capitalised words behind a family name, name syllables cost what names cost.

The model hears most names as unknown company (training hides names outside official text), so each name syllable would
cost its rarity in running text: `Tuần` beats `Tuấn`. In a name's place it costs what it costs among names instead: family
names by their rank in the dictionary, middle and given names by its grade, dearer where `Thị` or `Văn` says another sex.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.dictionaries import Dictionaries, Entry
from extract.restore.gate import Damage
from extract.restore.lexicon import Lexicon
from extract.restore.options import Options
from extract.restore.pieces import Piece
from extract.restore.syllable import fold_tone
from extract.unaccent import unaccent

_MOST = 4  # words of a name
_TITLES = {"ong": "m", "6ng": "m", "anh": "m", "ba": "f", "chi": "f"}  # also as they are misread
_FIRST, _RANK = 1.0, 1.3  # nats of the commonest family name, and more for each e-fold of rank
_COMMONEST, _RAREST = "4", "2"
# nats, from the grade of a middle or given name
_GRADES = {_COMMONEST: 1.2, "3": 4.0, _RAREST: 5.5}
_SEXES = ("", "f", "m")
_OTHER_PLACE, _OTHER_SEX = 1.0, 4.0  # nats: a middle name as a given one, `Thị` before a man's
_UNIGRAM_WEIGHT = 0.8  # in the lexicon's own costs
_WORTH, _DOUBT = 0.8, 0.5  # share of the nats, and nats less: places and titles have capitals too
_BARE = {Damage.STRIPPED, Damage.WRONG_MODEL}
Costs = Mapping[int, float]
Place = tuple[int, Piece]


@dataclass(frozen=True, slots=True)
class PersonNames:
    """What name syllables cost (nats by word id): family names, then by sex ("" unknown) inner and last syllables."""

    lexicon: Lexicon
    family: Costs
    inner: Mapping[str, Costs]
    last: Mapping[str, Costs]
    sexes: Mapping[str, str]  # skeletons of middle names that only one sex bears

    def weighted(
        self, options: Sequence[Options], places: Sequence[Place | None], damages: Sequence[Damage]
    ) -> list[Options]:
        """The options with name syllables cheaper where a name may stand; `damages` by line."""
        found = list(options)
        for title in _runs(places, damages):
            told = _told_by_title(places, title[0])
            run = self._name(title, found, addressed=told is not None)
            words = [unaccent(place[1].text).lower() for at in run[1:] if (place := places[at])]
            sex = next((self.sexes[word] for word in words if word in self.sexes), told or "")
            skip = (
                0 if len(run) > 1 and self._leads(found[run[0]]) else 1
            )  # no family name in front
            for number, at in enumerate(run, skip):
                found[at] = self._cheaper(found[at], self._costs(number, len(run) + skip, sex))
        return found

    def _name(self, title: range, options: Sequence[Options], *, addressed: bool) -> range:
        """The part of a run of capitalised words that may be a name: from a family name on, or all behind Mr or Mrs."""
        lead = next((at for at in title[:-1] if self._leads(options[at])), None)
        if lead is None:
            return title[:_MOST] if addressed else title[:0]
        return range(lead, min(title[-1] + 1, lead + _MOST))

    def _costs(self, number: int, length: int, sex: str) -> Costs:
        if number == 0:
            return self.family
        return self.last[sex] if number == length - 1 else self.inner[sex]

    def _leads(self, options: Options) -> bool:
        return any(word in self.family for word in options.words.tolist())

    def _cheaper(self, options: Options, costs: Costs) -> Options:
        worth = [
            _WORTH * max(0.0, self._rarity(word) - costs.get(word, math.inf) - _DOUBT)
            for word in options.words.tolist()
        ]
        if not any(worth):
            return options
        return replace(options, costs=options.costs - np.array(worth, np.float32))

    def _rarity(self, word: int) -> float:
        return float(self.lexicon.own[word]) / _UNIGRAM_WEIGHT


def _runs(places: Sequence[Place | None], damages: Sequence[Damage]) -> Iterator[range]:
    """Runs of words with a capital in lines that lost their marks, one word or more, with one space between them."""
    start = 0
    while start < len(places):
        end = start + 1
        while end < len(places) and _goes_on(places[end - 1], places[end]):
            end += 1
        first = places[start]
        if first and damages[first[0]] in _BARE and is_title(first[1].text):
            yield range(start, end)
        start = end


def _goes_on(before: Place | None, here: Place | None) -> bool:
    if before is None or here is None or before[0] != here[0]:
        return False
    near = here[1].start - before[1].end == 1 and not here[1].stop
    return near and is_title(before[1].text) and is_title(here[1].text)


def _told_by_title(places: Sequence[Place | None], start: int) -> str | None:
    """The sex that the word before a name tells (`ông`, `bà`), or `None` where it is no such word."""
    before, here = places[start - 1] if start else None, places[start]
    if before is None or here is None or before[0] != here[0] or here[1].stop:
        return None
    return _TITLES.get(unaccent(before[1].text).lower())


def is_title(text: str) -> bool:
    """Whether the word has a capital in front and small letters behind it."""
    return text[:1].isupper() and text[1:].islower()


def person_names(dictionaries: Dictionaries, lexicon: Lexicon) -> PersonNames:
    """The names of the dictionaries that the vocabulary has."""
    ranked = [entry["surname"] for entry in dictionaries.lists.get("surnames", ())]
    family = {name: _FIRST + _RANK * math.log(rank) for rank, name in enumerate(ranked, 1)}
    entries = dictionaries.lists.get("given_names", ())
    inner, last = {}, {}
    for sex in _SEXES:
        middle, given = (_graded(entries, kind, sex) for kind in ("middle", "given"))
        inner[sex] = _by_id(_least(middle, given), lexicon)
        last[sex] = _by_id(_least(given, middle), lexicon)
    return PersonNames(lexicon, _by_id(family, lexicon), inner, last, _told_sexes(entries))


def _graded(entries: Sequence[Entry], kind: str, sex: str) -> dict[str, float]:
    """The costs of one kind of name for a bearer of that sex; those of the other sex are dearer."""
    costs: dict[str, float] = {}
    for entry in entries:
        if entry["kind"] == kind:
            grade = _GRADES.get(entry["grade"], _GRADES[_RAREST])  # a user's list may say another
            cost = grade + _OTHER_SEX * (sex not in ("", entry["sex"]))
            costs[entry["name"]] = min(cost, costs.get(entry["name"], math.inf))
    return costs


def _least(here: Mapping[str, float], elsewhere: Mapping[str, float]) -> dict[str, float]:
    costs = {name: cost + _OTHER_PLACE for name, cost in elsewhere.items()}
    return costs | {name: min(cost, costs.get(name, math.inf)) for name, cost in here.items()}


def _by_id(costs: Mapping[str, float], lexicon: Lexicon) -> dict[int, float]:
    found = ((lexicon.ids.get(fold_tone(name.lower())), cost) for name, cost in costs.items())
    return {word: cost for word, cost in found if word is not None}


def _told_sexes(entries: Sequence[Entry]) -> dict[str, str]:
    """The sexes that the commonest middle names tell, by their skeletons."""
    return {
        unaccent(entry["name"]).lower(): entry["sex"]
        for entry in entries
        if entry["kind"] == "middle" and entry["grade"] == _COMMONEST
    }
