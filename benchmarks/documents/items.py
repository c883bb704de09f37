"""Draws what one item of a list or table holds: its unit, task, deadline, area, figures.

Figures are consistent: a reached score is at most its maximum, ranks follow scores, a percent is the ratio.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.documents.deadlines import Deadline, draw_deadline
from benchmarks.documents.setting import Fields, Setting, capital
from benchmarks.documents.vocabulary import read

LETTERS = "abcdđeghiklmnopqrst"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True, slots=True)
class Item:
    """The fields of one item and the deadlines that its phrases stand for."""

    fields: Fields
    deadlines: dict[str, Deadline] = field(default_factory=dict)


@dataclass(slots=True)
class Deck:
    """Shuffled words that are dealt without repetition until they run out."""

    rng: random.Random
    words: list[str]
    left: list[str] = field(default_factory=list)

    def deal(self) -> str:
        """The next word."""
        if not self.left:
            self.left = self.rng.sample(self.words, len(self.words))
        return self.left.pop()


def comma(value: Decimal) -> str:
    """A figure as it is printed."""
    return str(value).replace(".", ",")


def percent(points: Decimal, most: Decimal) -> str:
    """The share in percent with two decimals, as it is printed."""
    return comma((100 * points / most).quantize(Decimal("0.01")))


def _quarter(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low, high)) / 4


@dataclass(slots=True)
class Dealer:
    """Deals items for one document."""

    setting: Setting
    rng: random.Random
    decks: dict[str, Deck] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """The next word of a list of words.toml of the document's half."""
        if name not in self.decks:
            words = read("words")[name]
            words = words[self.setting.half] if isinstance(words, dict) else words
            self.decks[name] = Deck(self.rng, words)
        return self.decks[name].deal()

    def unit(self) -> str:
        """The next unit that the issuer commands."""
        if "unit" not in self.decks:
            self.decks["unit"] = Deck(self.rng, list(self.setting.units))
        return self.decks["unit"].deal()

    def _words(self) -> Fields:
        out = {}
        for key, name in (
            ("task", "tasks"),
            ("cause", "causes"),
            ("product", "products"),
            ("lost", "lost"),
        ):
            for n in ("", "2", "3", "4"):
                word = self.word(name)
                out |= {
                    key + n: word[:1].lower() + word[1:] if key == "cause" else word,
                    capital(key) + n: capital(word),
                }
        others = {"pci": self.word("pci"), "dti": self.word("dti"), "crit": self.word("criteria")}
        lost = out["lost"][:1].lower() + out["lost"][1:]
        return out | others | {"product": out["Product"], "lost_low": lost}

    def _units(self) -> Fields:
        one, two = self.unit(), self.unit()
        while two == one:
            two = self.unit()
        head = "Giám đốc" if one.startswith("Sở") else "Thủ trưởng"
        return {
            "unit": one,
            "unit2": two,
            "Head_of": f"{head} {one}",
            "head_of": f"{head} {two}",
            "topic_n": self.word("topics"),
        }

    def _figures(self) -> Fields:
        most = _quarter(self.rng, 12, 60)
        points = max(most - _quarter(self.rng, 0, 6), Decimal(1))
        own = min(most, points + _quarter(self.rng, 0, 2))
        keys = {"max": most, "pts": points, "self": own}
        ppts = Decimal(self.rng.randint(410, 890)) / 100
        ded = Decimal(self.rng.choice(("0.25", "0.5", "0.75", "1.5", "1")))
        return {k: comma(v) for k, v in keys.items()} | {
            "pct": percent(points, most), "ppts": comma(ppts), "ded": comma(ded), "arank": str(self.rng.randint(1, 15)),
            "grade": self.rng.choice(read("phrases")["grades"][self.setting.half]),
        }  # fmt: skip

    def _deadlines(self) -> dict[str, Deadline]:
        half, day = (
            self.setting.half,
            self.setting.issued + dt.timedelta(days=self.rng.randint(20, 200)),
        )
        places = {"dl": "text", "dl2": "text", "dlc": "cell", "dlc2": "cell"}
        return {key: draw_deadline(half, where, day, self.rng) for key, where in places.items()}

    def item(self, number: int) -> Item:
        """Item NUMBER (from 1) of a list."""
        deadlines = self._deadlines()
        area, key = self.area(number)
        fields = self._words() | self._units() | self._figures()
        fields |= {
            "n": str(number),
            "let": LETTERS[number - 1],
            "R": ROMAN[number - 1],
            "area": area,
            "area_key": key,
        }
        fields |= {
            k: d.before + d.raw if k in {"dl", "dl2"} else d.raw for k, d in deadlines.items()
        }
        first = deadlines["dl"]
        span = first.before + first.raw if first.raw[0].isdigit() else first.raw
        return Item(fields | {"dlp": span, "Dlp": capital(span)}, deadlines)

    def area(self, number: int) -> tuple[str, str]:
        """The name and the key of area NUMBER of the document's framework."""
        areas = read("words")["areas"][self.setting.half]
        name, key = areas[(number - 1) % len(areas)]
        return name, key
