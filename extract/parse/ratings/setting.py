"""What the document says around a figure: the index and the year that headings, earlier paragraphs and the subject name.

Shared by sentences, lists and tables, so that a list without an index of its own belongs to the one spoken of last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, fold
from extract.parse.context import Context
from extract.parse.outline import Node
from extract.parse.passage import Passage, join
from extract.parse.ratings.bodies import BodyNames, body_names, is_below
from extract.parse.ratings.index import (
    IndexNames,
    Mention,
    index_names,
    last,
    settle_family,
    years,
)
from extract.parse.ratings.sentences import Reader

#: What may stand between an index and its owner: its year and "của".
_INDEXES = re.compile(r"\bcac chi so\b")
_OWNED = re.compile(r"[ (]*(?:(?:nam )?(?:19|20)\d\d[ ),]*)?(?:cua|doi voi|cho|tai) ")


@dataclass(frozen=True, slots=True)
class Setting:
    """The index spoken of, and the year where the index has none of its own."""

    mention: Mention | None
    year: int | None

    @property
    def index_year(self) -> int | None:
        """The index's own year, else the year of headings or subject."""
        return self.mention.year if self.mention and self.mention.year else self.year


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that is looked for by name: strong index names, weak ones too, bodies."""

    strong: IndexNames
    weak: IndexNames
    bodies: BodyNames


@lru_cache(maxsize=4)
def make_names(dictionaries: Dictionaries) -> Names:
    """The names of the dictionaries."""
    return Names(
        index_names(dictionaries), index_names(dictionaries, weak=True), body_names(dictionaries)
    )


@lru_cache(maxsize=4)
def make_reader(dictionaries: Dictionaries) -> Reader:
    """The vocabulary of sentences."""
    ordinals = {entry["word"]: int(entry["value"]) for entry in dictionaries.rows("rank_words")}
    targets = dictionaries.rows("target_words")
    before = tuple(entry["wording"] for entry in targets if entry["reach"] == "before")
    after = tuple(entry["wording"] for entry in targets if entry["reach"] == "after")
    names = make_names(dictionaries)
    return Reader(names.strong, names.bodies, ordinals, _phrases(before), _phrases(after))


def _phrases(wordings: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?<!\w)(?:{'|'.join(map(re.escape, wordings))})(?!\w)")


def subject_setting(context: Context, names: Names) -> Setting:
    """What the subject (trích yếu) names."""
    folded = fold(context.header.subject or "")
    said = years(folded)
    return Setting(last(names.weak.find(folded)), said[0] if said else None)


def setting_at(
    above: Sequence[Node], recent: Mention | None, subject: Setting, names: Names
) -> Setting:
    """The nearest heading above that names an index (a year), else what was named last, else the subject."""
    mention, year = None, None
    for node in above:
        mention = last(names.weak.find(node.own.folded)) or mention
        said = years(node.own.folded)
        year = said[-1] if said else year
    return Setting(mention or recent or subject.mention, subject.year if year is None else year)


def owner_named(passage: Passage, names: Names) -> str | None:
    """The body whose index a caption or lead names: "Bảng điểm chỉ số CCHC năm 2025 của huyện X"."""
    ends = [m.end for m in names.strong.find(passage.folded)]
    ends += [m.end() for m in _INDEXES.finditer(passage.folded)]
    for body in names.bodies.find(passage) if ends else ():
        between = (passage.folded[end : body.start] for end in ends if end <= body.start)
        if any(_OWNED.fullmatch(words) for words in between):
            return body.name
    return None


def settled(family: str | None, entity: str | None, rank_of: int | None, names: Names) -> str:
    """The family after the rated body's level is known ("other" where no index is named)."""
    below = is_below(entity, names.bodies) if entity else None
    return settle_family(family or "other", entity, rank_of, below=below)


def without_lines(own: Passage, taken: frozenset[tuple[int | None, int]]) -> Passage:
    """A passage without the lines that a table took; the same passage where it took none of them."""
    kept = [line for line in own.lines if (line.page, line.number) not in taken]
    return own if len(kept) == len(own.lines) else join(kept)
