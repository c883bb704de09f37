"""What is known of a body: how well its name is, and what it has beside the others of its table: places, grades, figures that stand out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ne

from rapidfuzz import fuzz

from extract.check.cells import RowAt
from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.records import (
    Assignment,
    Header,
    Reason,
    Recipient,
    Reference,
    Result,
    Row,
    Score,
)

# How well the name of a body or an area is known: to the letter, by its first words, nearly (which is suspicious), or not at all.
#
# A name that is nearly one of the dictionaries' and not quite was more often misread than a name nobody listed.

_ALIKE = 50.0  # RapidFuzz ratio (0 to 100) of two words of which one is the other misread
_MOST_MISREAD = 2  # words of a name
_WORD = re.compile(r"\w+")
_PLACES = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
_KINDS = tuple(tuple(kind.split()) for kind in _PLACES)


@dataclass(frozen=True, eq=False)
class KnownNames:
    """Known names of bodies and areas in small letters, the heads that open one, as printed and folded.

    Compared and hashed by identity, so that what was found of a name can be kept.
    """

    whole: frozenset[tuple[str, ...]]
    places: frozenset[tuple[str, ...]]
    heads: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]
    folded_heads: frozenset[str]
    verbs: tuple[str, ...] = ()  # folded words that open a task
    surnames: frozenset[str] = frozenset()  # in small letters
    titles: frozenset[str] = frozenset()  # folded

    def known(self, value: str) -> str:
        """How well the worst of a list's names is known: exact, headed, bare, near, misread or other."""
        order = ("misread", "near", "other", "bare", "headed", "exact")
        parts = [part.strip() for part in value.split("|") if part.strip()]
        return min((_known(self, part.lower()) for part in parts), key=order.index, default="other")


@lru_cache(maxsize=4)
def names(dictionaries: Dictionaries) -> KnownNames:
    """The names of the dictionaries."""
    agencies = [*dictionaries.column("agencies", "name"), *dictionaries.column("areas", "wording")]
    places = [*dictionaries.column("provinces", "name"), *dictionaries.column("towns", "name")]
    heads = [row for row in dictionaries.rows("unit_heads") if row["head"][0].isupper()]
    return KnownNames(
        _cut(agencies),
        _cut(places),
        _cut(row["head"] for row in heads),
        _cut(row["head"] for row in heads if row["bare"]),
        frozenset(fold(row["head"]) for row in heads),
        verbs=tuple(fold(verb) for verb in dictionaries.column("task_verbs", "words")),
        surnames=frozenset(map(str.lower, dictionaries.column("surnames", "surname"))),
        titles=frozenset(map(fold, dictionaries.column("titles", "title"))),
    )


def _cut(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Names as their words in small letters: commas and dashes are no part of a name."""
    return frozenset(tuple(_WORD.findall(entry.lower())) for entry in entries)


@lru_cache(maxsize=4096)
def _known(known: KnownNames, name: str) -> str:
    words = tuple(_WORD.findall(name))
    if words in known.whole or words in known.bare or _is_place(words, known):
        return "exact"
    size = next((n for n in range(min(4, len(words)), 0, -1) if words[:n] in known.heads), 0)
    rest = words[size:]
    if size and not rest:
        return "bare"
    if size and _is_place(rest, known):
        return "exact"
    if _is_near(words, known.whole) or (size and _is_near(_without_kind(rest), known.places)):
        return "near"
    if size:
        return "headed"
    return "misread" if words and fold(words[0]) in known.folded_heads else "other"


def _is_place(rest: tuple[str, ...], known: KnownNames) -> bool:
    return rest in known.places or _without_kind(rest) in known.places


def _without_kind(rest: tuple[str, ...]) -> tuple[str, ...]:
    size = next((len(kind) for kind in _KINDS if rest[: len(kind)] == kind), 0)
    return rest[size:]


def _is_near(words: Sequence[str], entries: frozenset[tuple[str, ...]]) -> bool:
    """Whether one or two words of a known name were read otherwise, by a letter or two each."""
    return any(_misread(words, entry) for entry in _by_length(entries).get(len(words), ()))


@lru_cache(maxsize=8)
def _by_length(entries: frozenset[tuple[str, ...]]) -> dict[int, list[tuple[str, ...]]]:
    found: dict[int, list[tuple[str, ...]]] = {}
    for entry in entries:
        found.setdefault(len(entry), []).append(entry)
    return found


def _misread(words: Sequence[str], entry: Sequence[str]) -> bool:
    other = sum(map(ne, words, entry))
    if not 0 < other <= min(_MOST_MISREAD, len(words) - 1):
        return False
    return all(fuzz.ratio(a, b) >= _ALIKE for a, b in zip(words, entry, strict=True) if a != b)


# What is odd in the fields of a header: a signer without a family name, a title in no list, an office of very many words.

_MANY = 9  # words of an office: longer ones have mostly taken in a line below


def heading_notes(header: Header, names: KnownNames) -> Iterator[tuple[str, str]]:
    """Field and note for each thing seen."""
    signers = (header.signer_name or "").split("|")
    if any(name and name.split()[0].lower() not in names.surnames for name in signers):
        yield "signer_name", "surname unknown"
    positions = (header.signer_position or "").split("|")
    if any(position and fold(position) not in names.titles for position in positions):
        yield "signer_position", "title unknown"
    for field in ("issuer", "parent_agency"):
        offices = (getattr(header, field) or "").split("|")
        if any(len(office.split()) > _MANY for office in offices):
            yield field, "many words"
    if fold(header.subject or "").startswith("cua "):  # `CỦA ỦY BAN ...` is a line of the title
        yield "subject", "opens with of"


# What a rated body has beside the others of its table: places, grades, figures that stand out.

# What a rated body's row shows of how it was read: from a table, or put together from a sentence and what stands around it.
#
# In a sentence the figures are sure and what they belong to is not: the body, the index and the year may stand far above, and a
# word that looks like a rank (`đứng đầu`, `thứ Sáu`) may be none. These notes name what does not stand in the row's own lines.

_INDEX = re.compile(
    r"\b(?:chi so|index|parindex|papi|pci|ddci|dti|sipas|pii|ict|cchc|cai cach hanh chinh|chuyen doi so|hai long|xep hang)\b"
)
_SENTENCE = "results.sentence"
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,4}")
_GLUED = re.compile(r"[^\W\d_]\s+\d{1,4}[.,]\d{1,4}(?!\s*(?:điểm|%))")
_PREFIX = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+")
_FIGURES = (
    "points",
    "points_max",
    "self_points",
    "appraised_points",
    "survey_points",
    "percent",
    "score",
    "score_prev",
    "rank",
)
_COLUMNS = (
    "entity",
    "index_family",
    "index_year",
    "score",
    "rank",
    "rank_of",
    "rank_prev",
    "rank_change",
    "score_unit",
)


def rating_notes(at: RowAt) -> Iterator[tuple[str, str]]:
    """Column and note for each thing seen in a row of results that a sentence gave, and where the body of a score stands."""
    row = at.row
    if isinstance(row, Score) and row.entity:
        here = _bare(row.entity) in " ".join(fold(row.at.raw).split())
        yield "entity", "body here" if here else "body elsewhere"
    if isinstance(row, (Score, Result)):
        yield from ((name, note) for note in _of_cells(at) for name in _FIGURES)
    if not isinstance(row, Result) or row.at.rule != _SENTENCE:
        return
    for note in _seen(row, " ".join(fold(row.at.raw).split())):
        yield from ((column, note) for column in _COLUMNS)


def _of_cells(at: RowAt) -> Iterator[str]:
    """Signs that a row's figures may stand in other columns: one read into a name's cell, one that no column took."""
    raw = at.row.at.raw
    if "|" in raw and any(map(_GLUED.search, raw.split("|"))):
        yield "figure beside words"
    taken = {value for value in at.cells().values() if "." in value}
    printed = {figure.replace(",", ".") for figure in _DECIMAL.findall(raw)}
    if printed - taken and at.row.at.rule != _SENTENCE:
        yield "figures left over"


def _bare(body: str) -> str:
    """A body's folded name without "UBND" before a place."""
    return _PREFIX.sub("", fold(body))


def _seen(row: Result, raw: str) -> Iterator[str]:
    body = _bare(row.entity or "")
    if body and body not in raw:
        yield "body elsewhere"
    if row.score is None:
        yield "rank alone"
    if not _INDEX.search(raw):
        yield "index elsewhere"
    if row.index_year is not None and str(row.index_year) not in raw:
        yield "year elsewhere"
    if row.rank is not None and str(row.rank) not in raw:
        yield "rank in words"


# Where a row's words stand: whether its line opens with its mark, its body's name goes on, another body is spoken of.
#
# On right text a parser's mistakes are of one kind: words are read well and taken for what they are not. A closing paragraph gets the
# mark of the item above it, the issuer is rated where the line says `của tỉnh`, a unit takes the verb with it. These notes name what is
# seen of a row, and the calibration counts how often such cells are wrong.

Note = tuple[str, str]  # column and what is seen
_LEVEL = re.compile(r"\b(?:tinh|thanh pho|huyen|thi xa|quan|phuong|xa|dac khu)\b")
_OF = re.compile(
    r"\bcua\s+(?:cac\s+)?(?:tinh|thanh pho|huyen|thi xa|quan|phuong|xa|dac khu|ubnd|uy ban nhan dan|so|ban|bo|cuc|chi cuc)\b"
)
#: Words that open a paragraph of documents that stand for more than a mention.
_OPENING = re.compile(r"\W*(?:can cu|xet|theo|thuc hien|trien khai|thi hanh)\b")
_OWN_NUMBER = re.compile(r"\W*so\b[\s:]{0,4}[\d ]{0,12}[/-]")
_POINTS_LAST = re.compile(r"\d\W{0,3}diem\W*$|\(\s?\d[\d.,/ ]{0,20}\)\W*$")
_POINT_INSIDE = re.compile(r"\w\.\s+[^\W\d_]")
#: Words in the middle of a phrase: a name that ends in one was cut at the wrong place.
_OPEN_END = re.compile(
    r"\b(?:dang|cua|va|voi|cho|tai|thuoc|do|theo|nham|de|xet|duoc|bi|la|trong|ve|cac|nhung|mot)$"
)
_IN_SENTENCE = re.compile(r"[.;]\s+(?=[^\W\d_])")
_BODIES = ("entity", "unit", "co_units", "assigner")
_OF_OPENING = ("task", "unit", "unit_scope", "deadline_kind", "item_no")
_OF_SENTENCE = ("task", "deadline_kind", "due_date", "deadline_raw")
_OF_RATED = ("entity", "score", "rank", "points")
_OF_RECIPIENT = ("name", "section", "purpose")
_DASHES = "-+*•–"
_HEAD_WORDS = 4  # most words of a name's head


def standing_notes(
    rows: Sequence[RowAt], header: Header, names: KnownNames
) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Place (table, row number, column) and note for each thing seen."""
    stored = False
    for at in rows:
        for column, note in _of_row(at.row, header, names):
            yield (at.table, at.number, column), note
        if isinstance(at.row, Recipient):
            if stored:  # nobody stands behind the line that says where it is kept
                yield from (
                    ((at.table, at.number, name), "after the store") for name in _OF_RECIPIENT
                )
            stored = stored or at.row.purpose == "luu"


def _of_row(row: Row, header: Header, names: KnownNames) -> Iterator[Note]:
    raw = " ".join(fold(row.at.raw).split())
    for column in _BODIES:
        value = getattr(row, column, None)
        if value:
            parts = value if isinstance(value, tuple) else tuple(value.split("|"))
            yield from ((column, note) for note in _of_bodies(parts, names))
    if isinstance(row, Assignment):
        yield from _of_task(row, raw, names)
        yield from _of_assigner(row, raw, header)
    elif isinstance(row, (Result, Score)):
        yield from ((name, note) for note in _of_rated(row, raw, header) for name in _OF_RATED)
    else:
        yield from _of_others(row, raw)


@lru_cache(maxsize=4096)
def _of_bodies(parts: tuple[str, ...], names: KnownNames) -> tuple[str, ...]:
    """What is odd in names of bodies, kept as they come again and again."""
    return tuple(_odd_bodies(parts, names))


def _odd_bodies(parts: tuple[str, ...], names: KnownNames) -> Iterator[str]:
    """A verb inside, an end in the middle of a phrase, several in one."""
    if any(_holds_verb(part, names) for part in parts):
        yield "holds a verb"
    if any(_OPEN_END.search(fold(part)) for part in parts):
        yield "ends open"
    if any(is_headed(one, names) for part in parts for one in part.split(", ")[1:]):
        yield "several bodies"


def _holds_verb(part: str, names: KnownNames) -> bool:
    """Whether a verb that opens tasks stands in small letters behind the first word."""
    words = part.split()
    return any(
        word[:1].islower() and fold(" ".join(words[n:])).startswith(names.verbs)
        for n, word in enumerate(words[1:], 1)
    )


def is_headed(text: str, names: KnownNames) -> bool:
    """Whether a text opens with the head of a body's name, in a capital."""
    if not text[:1].isupper():
        return False
    words = tuple(_WORD.findall(text[:40].lower())[:_HEAD_WORDS])
    return any(words[:n] in names.heads for n in range(1, len(words) + 1))


def _of_task(row: Assignment, raw: str, names: KnownNames) -> Iterator[Note]:
    """A mark from another line, a unit that the task begins with, or that a later sentence of it does."""
    mark, task = fold(row.item_no or ""), row.task or ""
    if mark and not raw.lstrip(f"{_DASHES} ").startswith(mark):
        yield "item_no", f"mark above {'a dash' if raw[:1] in _DASHES else 'words'}"
    if is_headed(task, names):
        yield from ((name, "opens with a body") for name in _OF_OPENING)
    if any(is_headed(task[stop.end() :], names) for stop in _IN_SENTENCE.finditer(task)):
        yield from ((name, "body opens a sentence") for name in _OF_SENTENCE)


def _of_assigner(row: Assignment, raw: str, header: Header) -> Iterator[Note]:
    if row.assigner:
        named = "named" if fold(row.assigner) in raw else "from elsewhere"
        yield "assigner", f"assigner {'the issuer' if row.assigner == header.issuer else named}"


def _of_rated(row: Result | Score, raw: str, header: Header) -> Iterator[str]:
    """The issuer is rated where nothing else was found; the line or the subject may say who is."""
    if not row.entity or row.entity != header.issuer:
        return
    body, subject = fold(row.entity), fold(header.subject or "")
    yield "the issuer"
    if any(level.group() not in body for level in _LEVEL.finditer(raw)):
        yield "the issuer beside a place"
    if _OF.search(subject) and body not in subject:
        yield "the issuer, another in the subject"


def _of_others(row: Row, raw: str) -> Iterator[Note]:
    if isinstance(row, Reference):
        if _OWN_NUMBER.match(raw):
            yield from ((name, "own number line") for name in ("code", "ref_type"))
        if row.relation == "mentions" and _OPENING.match(raw):
            yield "relation", "mentions behind an opening"
    elif isinstance(row, Reason) and _POINTS_LAST.search(fold(row.text or "")):
        yield "text", "ends in points"
    elif isinstance(row, Recipient) and _POINT_INSIDE.search(row.name or ""):
        yield "name", "point inside"
