"""What the document says around a figure: index, year and body that headings, earlier paragraphs and the subject name.

Where the text names nobody, or says `tỉnh`, `huyện`, `xã` alone, the subject tells who is rated, else the head. A province's
index is the province's whoever writes about it; a committee of the Party, a steering board, a team that appraises are
never rated themselves: their place or the body above them is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, fold
from extract.model import TextLine
from extract.parse.criteria import Areas
from extract.parse.outline import Context, Node
from extract.parse.passage import Passage, join
from extract.parse.ratings.bodies import (
    PROVINCES,
    Body,
    BodyNames,
    IndexNames,
    Mention,
    body_names,
    index_names,
    is_below,
    last,
    settle_family,
    years,
)
from extract.parse.ratings.sentences import SentenceVocabulary
from extract.records import Header, Result, Score

# Shared by sentences, lists and tables, so that a list without an index of its own belongs to the one spoken of last.

#: What may stand between an index and its owner: its year and "của".
_INDEXES = re.compile(r"\bcac chi so\b")
_OWNED = re.compile(r"[ (]*(?:(?:nam )?(?:19|20)\d\d[ ),]*)?(?:cua|doi voi|cho|tai) ")


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The index spoken of, and the year where the index has none of its own."""

    mention: Mention | None
    year: int | None

    @property
    def index_year(self) -> int | None:
        """The index's own year, else the year of headings or subject."""
        return self.mention.year if self.mention and self.mention.year else self.year


@dataclass(frozen=True, slots=True)
class RatingNames:
    """Everything that is looked for by name: strong index names, weak ones too, bodies."""

    strong: IndexNames
    weak: IndexNames
    bodies: BodyNames


@lru_cache(maxsize=4)
def make_names(dictionaries: Dictionaries) -> RatingNames:
    """The names of the dictionaries."""
    return RatingNames(
        index_names(dictionaries), index_names(dictionaries, weak=True), body_names(dictionaries)
    )


@lru_cache(maxsize=4)
def make_reader(dictionaries: Dictionaries) -> SentenceVocabulary:
    """The vocabulary of sentences."""
    ordinals = {entry["word"]: int(entry["value"]) for entry in dictionaries.rows("rank_words")}
    targets = dictionaries.rows("target_words")
    before = tuple(entry["wording"] for entry in targets if entry["reach"] == "before")
    after = tuple(entry["wording"] for entry in targets if entry["reach"] == "after")
    names = make_names(dictionaries)
    return SentenceVocabulary(
        names.strong, names.bodies, ordinals, _phrases(before), _phrases(after)
    )


def _phrases(wordings: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?<!\w)(?:{'|'.join(map(re.escape, wordings))})(?!\w)")


def subject_setting(context: Context, names: RatingNames) -> IndexContext:
    """What the subject (trích yếu) names."""
    folded = fold(context.header.subject or "")
    said = years(folded)
    return IndexContext(last(names.weak.find(folded)), said[0] if said else None)


def setting_at(
    above: Sequence[Node], recent: Mention | None, subject: IndexContext, names: RatingNames
) -> IndexContext:
    """The nearest heading above that names an index (a year), else what was named last, else the subject."""
    mention, year = None, None
    for node in above:
        mention = last(names.weak.find(node.own.folded)) or mention
        said = years(node.own.folded)
        year = said[-1] if said else year
    return IndexContext(
        mention or recent or subject.mention, subject.year if year is None else year
    )


def owner_named(passage: Passage, names: RatingNames) -> str | None:
    """The body whose index a caption or lead names: "Bảng điểm chỉ số CCHC năm 2025 của huyện X"."""
    ends = [m.end for m in names.strong.find(passage.folded)]
    ends += [m.end() for m in _INDEXES.finditer(passage.folded)]
    for body in names.bodies.find(passage) if ends else ():
        between = (passage.folded[end : body.start] for end in ends if end <= body.start)
        if any(_OWNED.fullmatch(words) for words in between):
            return body.name
    return None


def settled(family: str | None, entity: str | None, rank_of: int | None, names: RatingNames) -> str:
    """The family after the rated body's level is known ("other" where no index is named)."""
    below = is_below(entity, names.bodies) if entity else None
    return settle_family(family or "other", entity, rank_of, below=below)


def without_lines(own: Passage, taken: frozenset[tuple[int | None, int]]) -> Passage:
    """A passage without the lines that a table took; the same passage where it took none of them."""
    kept = [line for line in own.lines if (line.page, line.number) not in taken]
    return own if len(kept) == len(own.lines) else join(kept)


_OF_PROVINCES = frozenset({"pci", "papi"})
_GOVERNS = re.compile(r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|bo|tinh|thanh pho)\b(?! uy)")
_NEVER_RATED = re.compile(
    r"(?:ban thuong vu |ban chap hanh )?(?:(?:tinh|thanh|huyen|quan|thi|dang) uy\b|to (?:danh gia|tham dinh|cong tac|giup viec)\b"
    r"|hoi dong (?:tham dinh|danh gia)\b|ban chi dao\b|doan (?:kiem tra|khao sat)\b)"
)
PLACE_WORDS = frozenset(
    {"tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"}
)
_NAME = r"(?P<name>(?!ủy)[A-ZĐ][^,;|]{1,40})$"
_PLACES = re.compile(
    rf"\b(?P<kind>[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu)(?: ủy)? {_NAME}"
    rf"|\b(?P<short>[Tt]hành|[Tt]hị) ủy {_NAME.replace('<name>', '<seat>')}"
)
_OF_PLACE = re.compile(
    r"\bcủa (?P<word>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?=\s*(?:$|[,.:;(]|năm\b|theo\b|so với\b|qua\b))"
)
_SHORT = {"thành": "thành phố", "thị": "thị xã"}


def rated(
    context: Context, names: RatingNames, family: str | None, rank_of: int | None = None
) -> str | None:
    """Who is rated where the text names nobody: whom the subject names, else the issuer, or its province or place."""
    owner = _owner_of_subject(context, names)
    return owner or rated_by_head(context.header, family, rank_of)


def rated_by_head(header: Header, family: str | None, rank_of: int | None = None) -> str | None:
    """The issuer, or its province where only provinces are rated, or its place where it is never rated itself.

    >>> rated_by_head(Header(issuer="Sở Tài chính", parent_agency="UBND tỉnh Lào Cai"), "pci")
    'tỉnh Lào Cai'
    >>> rated_by_head(Header(issuer="Tổ đánh giá", parent_agency="UBND xã Hòa An"), "cchc")
    'UBND xã Hòa An'
    """
    issuer = header.issuer
    if issuer and _NEVER_RATED.match(fold(issuer)):
        return _place(issuer) or header.parent_agency or issuer
    of_provinces = family in _OF_PROVINCES or rank_of in PROVINCES
    if not issuer or not of_provinces or _GOVERNS.match(fold(issuer)):
        return issuer
    return place_of(header, "tỉnh") or place_of(header, "thành phố") or issuer


def name_of(body: Body, header: Header) -> str | None:
    """A body's name; whose province or district a bare `tỉnh`, `huyện` in an office's paper is, the head says."""
    return body.name or (place_of(header, body.word) if body.word in PLACE_WORDS else None)


def place_named(text: str, header: Header) -> str | None:
    """The place of the head that a caption means by `của tỉnh`, `của huyện` alone."""
    said = _OF_PLACE.search(text)
    return place_of(header, said["word"]) if said else None


def place_of(header: Header, word: str) -> str | None:
    """The province, district or commune of that word that the head names; `None` for its own paper, whose issuer is rated.

    >>> place_of(Header(issuer="Phòng Nội vụ", parent_agency="UBND huyện Chợ Mới"), "huyện")
    'huyện Chợ Mới'
    >>> place_of(Header(issuer="UBND huyện Chợ Mới"), "huyện")
    """
    if _GOVERNS.match(fold(header.issuer or "")):
        return None
    for name in (header.parent_agency, header.issuer):
        found = _place(name or "")
        if found and found.lower().startswith(word):
            return found
    return None


def _place(name: str) -> str | None:
    """The place that a body's name ends in (`Huyện ủy Mỏ Cày`: `huyện Mỏ Cày`)."""
    found = _PLACES.search(name)
    if found is None:
        return None
    if found["short"]:
        return f"{_SHORT[found['short'].lower()]} {found['seat']}"
    return f"{found['kind'].lower()} {found['name']}"


def _owner_of_subject(context: Context, names: RatingNames) -> str | None:
    """The body whose index the subject names (`Chỉ số cải cách hành chính năm 2025 của UBND xã X`)."""
    subject = context.header.subject
    return owner_named(join([TextLine(None, 1, subject, subject)]), names) if subject else None


@dataclass(frozen=True, slots=True)
class TableScope:
    """The table's surroundings: document, vocabulary, index and year, and the area its caption names."""

    context: Context
    names: RatingNames
    areas: Areas
    setting: IndexContext
    area: str | None
    owner: str | None = None  # the body whose index the caption names
    sure: float = 0.93  # of the table's rows

    @property
    def family(self) -> str | None:
        """The family of the index spoken of, if any."""
        return self.setting.mention.family if self.setting.mention else None


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of both tables, in reading order, and the lines (page, number) of the tables that gave them."""

    results: tuple[Result, ...] = ()
    scores: tuple[Score, ...] = ()
    lines: frozenset[tuple[int | None, int]] = frozenset()

    def plus(self, more: TableRows) -> TableRows:
        """Both tables' rows, one after the other."""
        return TableRows(
            (*self.results, *more.results), (*self.scores, *more.scores), self.lines | more.lines
        )


# Names of provinces of which a cell's narrow column left only the end (`Nông` of `Đắk Nông`). Only a single word that is no
# province's name is looked at, and only under a heading that speaks of provinces: the one province named in the document that
# ends in it is meant; where there is none, or more than one, the row names nobody.

_PROVINCES = re.compile(r"\b(?:tinh|dia phuong)\b")


def completed(cell: str, heading: str, place: TableScope) -> str | None:
    """The province's name, the cell itself where it is no such remnant, `None` where it names nobody."""
    known = place.names.bodies.provinces
    word = cell.strip()
    if " " in word or not _PROVINCES.search(fold(heading)) or known.fullmatch(word):
        return cell
    named = {
        match[0]
        for line in place.context.lines
        for match in known.finditer(line.text)
        if fold(match[0]).endswith(f" {fold(word)}")
    }
    return named.pop() if len(named) == 1 else None
