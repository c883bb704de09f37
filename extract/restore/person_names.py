"""Names before decoding: in a run of capitalised words, behind a family name above all, syllables cost what names cost.

The model hears most names as unknown company (training hides names outside official text), so each name syllable would
cost its rarity in running text: `Tuần` beats `Tuấn`. In a name's place it costs what it costs among names instead, each
beside its best neighbours: `Thị` asks for another given name than `Văn`, `Xuân` for another than `Thu`. How much that
weighs depends on how sure it is that a person's name stands there; any other run may be a place's or a firm's. Weights were set on held-out names (the model card has figures).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.restore.lexicon import Lexicon
from extract.restore.names import (
    F32,
    HIGHEST,
    NEXT,
    NameCue,
    NameStatistics,
    Neighbours,
    Place,
    is_apart,
    is_in_capitals,
    runs,
)
from extract.restore.tokens import Choices, Damage

_MOST, _WHOLE = 4, 3  # words of a name; so many behind a family name are no chance
_UNIGRAM_WEIGHT = 0.8  # in the lexicon's own costs
_FRONT = 9.0  # nats: dearer words are no family names
_SEXES = {"thị": "f", "văn": "m"}  # middle names that tell


class _Weight(NamedTuple):
    """What a name syllable gains (shares of its rarity in running text less those of its cost among names, and some nats), and how sure it is at most."""

    rarity: float
    cost: float
    bonus: float
    surest: float


_SURE, _IN_CAPITALS = _Weight(0.8, 1.4, 9.0, HIGHEST), _Weight(1.0, 1.0, 1.0, HIGHEST)
_MAYBE = _Weight(1.0, 1.0, 1.0, 1.0)  # what it was decoded to says whether it is a name
_OTHER = _Weight(1.0, 1.0, 1.0, 0.95)  # of the words of places and firms 96 % are right


@dataclass(frozen=True, slots=True, eq=False)
class PersonNames:
    """What is known of names and of the words before them."""

    lexicon: Lexicon
    statistics: NameStatistics
    neighbours: Neighbours
    others: NameStatistics

    def weighted(
        self,
        options: Sequence[Choices],
        places: Sequence[Place | None],
        damages: Sequence[Damage],
    ) -> list[Choices]:
        """The options with name syllables cheaper where a name may stand; `damages` by line."""
        found = list(options)
        for title in runs(places, damages):
            said, words = self._before(options, places, title)
            capitals = is_in_capitals(places, title)
            person = self._name(words, options, addressed=_is_addressed(said))
            if capitals and not (
                person and (_is_addressed(said) or _WHOLE <= len(person) == len(title))
            ):
                continue  # most runs of capitals are headings
            sure = self._is_sure(options, person, said) and (_is_addressed(said) or not capitals)
            if not sure and not capitals and len(words) > 1:
                run = _as_other(self, tuple(options[at] for at in words))
                found[words[0] : words[-1] + 1] = run
            if person:
                weight = _SURE if sure else _IN_CAPITALS if capitals else _MAYBE
                here = tuple(options[at] for at in person)
                run = _as_person(self, here, said.sex if said else "", weight)
                for at, one in zip(person, run, strict=True):
                    found[at] = _cheapest(found[at], one)
        return found

    def as_person(self, run: Sequence[Choices], sex: str, weight: _Weight) -> Iterator[Choices]:
        """The options of a run, which costs what a person's name costs."""
        family = len(run) > 1 and self._leads(run[0])
        for options, costs in zip(run, self._costs(run, sex, family=family), strict=True):
            yield self._cheaper(options, costs, weight)

    def as_other(self, run: Sequence[Choices]) -> Iterator[Choices]:
        """The same as the name of a place, a firm, a school."""
        steps = [self.others.cost_in_front(run[0].words)[None, :]]
        steps += [
            self.others.cost_behind(one.words, two.words, NEXT, "") for one, two in pairwise(run)
        ]
        for options, costs in zip(run, _beside_best(run, steps)[0], strict=True):
            yield self._cheaper(options, costs, _OTHER)

    def _is_sure(self, options: Sequence[Choices], run: range, said: NameCue | None) -> bool:
        """Whether a person is addressed, or a family name stands in front of two more capitals and no word says place."""
        whole = len(run) >= _WHOLE and said is None and self._leads(options[run[0]])
        return bool(run) and (_is_addressed(said) or whole)

    def _before(
        self, options: Sequence[Choices], places: Sequence[Place | None], title: range
    ) -> tuple[NameCue | None, range]:
        """What the word before a run says, or the run's first word, and the run without that."""
        within = self.neighbours.title(options, title[0]) if len(title) > 1 else None
        if within is not None:
            return within, title[1:]
        if is_apart(places, title[0]):
            return None, title
        return self.neighbours.before(options, title[0]), title

    def _name(self, title: range, options: Sequence[Choices], *, addressed: bool) -> range:
        """The part of a run of capitalised words that may be a name: from a family name on, or all behind Mr or Mrs."""
        lead = next((at for at in title[:-1] if self._leads(options[at])), None)
        if lead is None:
            return title[:_MOST] if addressed else title[:0]
        whole = range(lead, min(title[-1] + 1, lead + _MOST))
        return self.neighbours.without_title(options, whole)

    def _leads(self, options: Choices) -> bool:
        return _leads(options, self.statistics)

    def _costs(self, run: Sequence[Choices], sex: str, *, family: bool) -> list[F32]:
        """What each option of a name costs among names, beside its best neighbours."""
        found, best = _beside_best(run, self._steps(run, sex, family=family))
        inner = [
            self.lexicon.words[options.words[at]] for options, at in zip(run, best, strict=True)
        ]
        told = next((_SEXES[word] for word in inner[family:-1] if word in _SEXES), "")
        if told and not sex:
            found, _ = _beside_best(run, self._steps(run, told, family=family))
        return found

    def _steps(self, run: Sequence[Choices], sex: str, *, family: bool) -> list[F32]:
        """For each word what its options (columns) cost behind the options before it (rows)."""
        places = ["inner"] * (len(run) - 1) + ["last"]
        statistics, first = self.statistics, run[0].words
        if family:
            steps = [statistics.cost_in_front(first)[None, :]]
        else:
            steps = [statistics.cost(first, places[0], sex)[None, :]]
        for number in range(1, len(run)):
            before, here, place = run[number - 1].words, run[number].words, places[number]
            if number == 1 and family:
                steps.append(np.tile(statistics.cost(here, place, sex), (len(before), 1)))
            else:
                steps.append(statistics.cost_behind(before, here, place, sex))
        return steps

    def _cheaper(self, options: Choices, costs: F32, weight: _Weight) -> Choices:
        rarity = self.lexicon.own[options.words] / _UNIGRAM_WEIGHT
        worth = np.maximum(0.0, weight.rarity * rarity - weight.cost * costs + weight.bonus)
        if not worth.any():
            return options
        costs = (options.costs - worth).astype(np.float32)
        return replace(options, costs=costs, surest=weight.surest)


# A document says most of its names again and again.
@lru_cache(maxsize=2048)
def _as_person(
    names: PersonNames, run: tuple[Choices, ...], sex: str, weight: _Weight
) -> tuple[Choices, ...]:
    return tuple(names.as_person(run, sex, weight))


@lru_cache(maxsize=2048)
def _as_other(names: PersonNames, run: tuple[Choices, ...]) -> tuple[Choices, ...]:
    return tuple(names.as_other(run))


@lru_cache(maxsize=65536)
def _leads(options: Choices, statistics: NameStatistics) -> bool:
    """Whether a piece may be a family name."""
    return bool((statistics.cost_in_front(options.words) < _FRONT).any())


def _is_addressed(said: NameCue | None) -> bool:
    return said is not None and said.says == "person"


@lru_cache(maxsize=2048)
def _cheapest(one: Choices, two: Choices) -> Choices:
    """The options of both, which differ in costs alone, each at the lesser cost."""
    if one is two:
        return one
    costs = np.minimum(one.costs, two.costs)
    return replace(two, costs=costs, surest=min(one.surest, two.surest))


def _beside_best(run: Sequence[Choices], steps: Sequence[F32]) -> tuple[list[F32], list[int]]:
    """For each option its step's cost on the best way through it, less what readings cost; and the best way."""
    ahead = [steps[0][0] + run[0].costs]
    for options, step in zip(run[1:], steps[1:], strict=True):
        ahead.append((ahead[-1][:, None] + step).min(axis=0) + options.costs)
    behind = [np.zeros(len(run[-1].words), np.float32)]
    for options, step in zip(reversed(run[1:]), reversed(steps[1:]), strict=True):
        behind.insert(0, (step + (options.costs + behind[0])[None, :]).min(axis=1))
    found: list[F32] = []
    best: list[int] = []
    for options, step, to, on in zip(run, steps, ahead, behind, strict=True):
        chosen = int(np.argmin(to + on))
        whole = to + on - options.costs
        found.append(whole - whole[chosen] + step[best[-1] if best else 0, chosen])
        best.append(chosen)
    return found, best
