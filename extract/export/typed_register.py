"""A register that was typed, held against the papers row by row: where both say different things, with the place on the page.

Only what is likely a typing error is told: days and numbers that we read surely, and words where the typed ones are unknown to official
language and ours are not, or where ours are sure. A subject that was shortened or an office in short form is no error.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from extract.batch.files import table_rows
from extract.dictionaries import load
from extract.errors import UnreadableInput
from extract.export.folder import Cell, FinishedFolder, TypedTable
from extract.export.register import Entry, RegisterForm, day_of
from extract.fold import fold
from extract.model import Strange
from extract.pipeline import restorer
from extract.restore import Restorer
from extract.restore.lexicon import is_syllable
from extract.tables.definition import Column, ColumnKind
from extract.tables.sheets import sheet_rows
from extract.words import told

_DO = "Save it as CSV or XLSX, with its head as the form has it."
_HEADS = 20  # rows in which the head is looked for
_LIKE_HEAD = 85.0  # of 100: names of columns that mean the same
_FEWEST = 2  # columns that a head must name
_LEAST = 0.55  # of 1: a row that is so like a paper is its row
#: How much a fact that is alike says of a row being a paper's: by what the column takes.
_WEIGHTS = {"source": 6.0, "code": 4.0, "number": 3.0, "symbol": 1.0, "issued_date": 3.0, "subject": 4.0, "type_subject": 4.0, "issuer": 1.5, "doc_id": 6.0}  # fmt: skip
#: What of the evidence stands behind a fact of a paper.
_BEHIND = {"type_subject": "subject", "signer": "signer_name", "issued_day": "issued_date", "issued_month": "issued_date", "issued_year": "issued_date", "type_name": "doc_type"}  # fmt: skip
#: Facts that are no reading of the paper, so a typed register may say otherwise.
_NOT_READ = frozenset({"ordinal", "file", "file_ordinal", "file_documents", "file_pages", "source", "doc_id", "doc_code", "sheet", "pages", "recipients", "kept_by"})  # fmt: skip
_SURE_FIGURE, _SURE_WORDS, _LEAST_SURE, _NEVER = 0.8, 0.9, 0.3, 2.0
_CODES = frozenset({"code", "symbol"})
_WORD = re.compile(r"[^\W_]+")
_LIKE_WORD = 50.0  # of 100: a word that was typed for another
_ALIKE = str.maketrans("1L|05826", "IIIOSBZG")  # what readers of print take for each other
_COLUMNS = {
    "register_row": ColumnKind.INTEGER,
    **dict.fromkeys(("source", "column", "typed", "paper", "words"), ColumnKind.STRING),
    "confidence": ColumnKind.SHARE,
    "page": ColumnKind.INTEGER,
    **dict.fromkeys(("x0", "y0", "x1", "y1"), ColumnKind.SHARE),
}
_MOST_WORDS = 3  # that one error spans


@dataclass(frozen=True, slots=True)
class TypedDifference:
    """Where a typed row and its paper disagree: what each says, the words that differ, and where ours stand."""

    row: int
    source: Cell
    column: str
    typed: str
    paper: str
    words: str
    confidence: Cell
    page: Cell
    box: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ComparedRegister:
    """What a comparison found: rows matched, rows without a paper, papers without a row, differences."""

    matched: int
    without_paper: tuple[int, ...]
    without_row: tuple[str, ...]
    differences: tuple[TypedDifference, ...]

    def table(self, language: str) -> TypedTable:
        """The differences as a table; what has no counterpart stands behind them."""
        columns = [Column(name, kind, "") for name, kind in _COLUMNS.items()]
        rows: list[tuple[Cell, ...]] = [
            (d.row, d.source, d.column, d.typed, d.paper, d.words, d.confidence, d.page, *d.box)
            for d in self.differences
        ]
        said = ("no paper is like this row", "no row is like this paper")
        lost: list[tuple[Cell, ...]] = [
            (row, None, told(said[0], language)) for row in self.without_paper
        ]
        lost += [(None, source, told(said[1], language)) for source in self.without_row]
        rows += [(*row, *(None,) * (len(columns) - 3)) for row in lost]
        return TypedTable("differences", tuple(columns), rows)


def compare(
    folder: FinishedFolder, form: RegisterForm, entries: Sequence[Entry], path: Path
) -> ComparedRegister:
    """Hold a typed register against the papers. `UnreadableInput`: it cannot be read, or has none of the form's columns."""
    typed = _Typed.read(path, form)
    pairs = _matched(typed, entries)
    evidence = {
        (row["doc_id"], row["part"], row["field"]): row
        for row in folder.tables["evidence"].by_name()
        if row["table"] == "documents"
    }
    judge = _Judge(restorer(()), _signs(entries))
    differences = [
        difference
        for at, entry in sorted(pairs.items())
        for difference in _differences(typed, at, entry, evidence, judge)
    ]
    taken = {id(entry) for entry in pairs.values()}
    lost = [str(entry.paper["source"]) for entry in entries if id(entry) not in taken]
    alone = [number for at, (number, _) in enumerate(typed.rows) if at not in pairs]
    return ComparedRegister(len(pairs), tuple(alone), tuple(lost), tuple(differences))


# The typed register: its head found, its rows by what each column takes.


@dataclass(frozen=True, slots=True)
class _Typed:
    """The typed rows with their numbers (as a spreadsheet counts), and of each fact where it stands and how its column is called."""

    places: Mapping[str, tuple[int, str]]
    rows: Sequence[tuple[int, Mapping[int, str]]]

    @classmethod
    def read(cls, path: Path, form: RegisterForm) -> _Typed:
        """A CSV file or workbook."""
        rows = _rows(path)
        heads = [
            (len(places := _places(row, form)), -at, places) for at, row in enumerate(rows[:_HEADS])
        ]
        count, at, places = max(heads, default=(0, 0, {}), key=lambda head: head[:2])
        if count < _FEWEST:
            raise UnreadableInput(
                path.name, "none of its rows is a head with the columns of the form", _DO
            )
        body = [(number, row) for number, row in enumerate(rows, 1) if number > 1 - at]
        return cls(
            places, [(n, row) for n, row in body if any(cell.strip() for cell in row.values())]
        )

    def cell(self, at: int, fact: str) -> str:
        """What a row says of a fact."""
        place, _ = self.places[fact]
        return unicodedata.normalize("NFC", " ".join(self.rows[at][1].get(place, "").split()))


def _rows(path: Path) -> list[Mapping[int, str]]:
    if path.suffix.lower() == ".xlsx":
        return sheet_rows(path, _DO)
    try:
        return [dict(enumerate(row)) for row in table_rows(path.read_bytes())]
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableInput(path.name, "it cannot be read as CSV", _DO) from error


def _places(row: Mapping[int, str], form: RegisterForm) -> dict[str, tuple[int, str]]:
    """Where a head has the form's columns; each is taken once, the best first."""
    likeness = [
        (fuzz.ratio(fold(text), fold(column.name)), -place, column)
        for place, text in row.items()
        for column in form.columns
        if column.take and text.strip()
    ]
    found: dict[str, tuple[int, str]] = {}
    for like, place, column in sorted(likeness, key=lambda one: one[:2], reverse=True):
        if (
            like >= _LIKE_HEAD
            and column.take not in found
            and -place not in {p for p, _ in found.values()}
        ):
            found[column.take] = -place, column.name
    return found


# Which paper a row is of: rows and papers that share a fact are held against each other, the likest pairs first.


def _matched(typed: _Typed, entries: Sequence[Entry]) -> dict[int, Entry]:
    shared: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for fact in _WEIGHTS:
            for key in _keys(fact, entry.facts.get(fact)):
                shared[key].append(number)
    scores = []
    for at in range(len(typed.rows)):
        said = {fact: typed.cell(at, fact) for fact in _WEIGHTS if fact in typed.places}
        near = {
            n
            for fact, text in said.items()
            for key in _keys(fact, text)
            for n in shared.get(key, ())
        }
        scores += [
            (score, -at, -n) for n in near if (score := _likeness(said, entries[n])) >= _LEAST
        ]
    found: dict[int, int] = {}
    for _, at, number in sorted(scores, reverse=True):
        if -at not in found and -number not in found.values():
            found[-at] = -number
    return {at: entries[number] for at, number in found.items()}


def _keys(fact: str, value: Cell) -> Iterator[tuple[str, str]]:
    """By what a paper is found again: a fact as a whole, and of a subject its longest words."""
    if value is None or value == "":
        return
    if fact in {"subject", "type_subject"}:
        words = sorted(set(_WORD.findall(fold(str(value)))), key=lambda word: (-len(word), word))
        yield from (("subject", word) for word in words[:6])
    elif fact == "issued_date":
        yield fact, str(day_of(value))
    elif fact != "issuer":
        yield fact, fold(str(value))


def _likeness(said: Mapping[str, str], entry: Entry) -> float:
    """How like a row is to a paper, 0 to 1, of the facts that both tell."""
    both = [
        (fact, text) for fact, text in said.items() if text and entry.facts.get(fact) is not None
    ]
    whole = sum(_WEIGHTS[fact] for fact, _ in both)
    alike = sum(_WEIGHTS[fact] * _alike(fact, text, entry.facts[fact]) for fact, text in both)
    return alike / whole if whole else 0.0


def _alike(fact: str, text: str, value: Cell) -> float:
    if fact == "issued_date":
        return float(day_of(text) == value)
    if fact in {"number", "code", "source", "doc_id"} and fold(text) == fold(str(value)):
        return 1.0
    return fuzz.token_set_ratio(fold(text), fold(str(value))) / 100


# Where a row and its paper disagree.

_Two = tuple[Sequence[str], Sequence[str]]
_Evidence = Mapping[tuple[Cell, Cell, Cell], Mapping[str, Cell]]


def _differences(
    typed: _Typed, at: int, entry: Entry, evidence: _Evidence, judge: _Judge
) -> Iterator[TypedDifference]:
    for fact, (_, column) in typed.places.items():
        text, value = typed.cell(at, fact), entry.facts.get(fact)
        if fact in _NOT_READ or not text or value is None:
            continue
        key = entry.paper["doc_id"], entry.paper["part"], _BEHIND.get(fact, fact)
        behind = evidence.get(key, {})
        sure = behind.get("confidence")
        chance = float(sure) if isinstance(sure, Decimal) else 0.0
        for words in judge.differing(
            text, value, _Behind(fact, chance, str(behind.get("raw") or ""))
        ):
            said = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
            box = tuple(behind.get(name) for name in ("x0", "y0", "x1", "y1"))
            number, _ = typed.rows[at]
            yield TypedDifference(
                number,
                entry.paper["source"],
                column,
                typed=text,
                paper=said,
                words=words,
                confidence=sure,
                page=behind.get("page"),
                box=box,
            )


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind a fact of a paper: how sure it is, and the words as they were recognised, before restoration."""

    fact: str
    chance: float
    raw: str


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells what is likely a typing error, by how sure ours is and by what official language and the other papers know.

    `signs`: pieces of codes that more than one paper has.
    """

    restorer: Restorer
    signs: frozenset[str]

    def differing(self, text: str, value: Cell, behind: _Behind) -> Iterator[str]:
        """The words that differ, `typed → paper`."""
        if isinstance(value, date):
            typed = day_of(text)
            least = _SURE_FIGURE if typed else _LEAST_SURE  # a day that is none is an error
            if typed != value and behind.chance >= least:
                yield f"{text} → {value:%d/%m/%Y}"
        elif isinstance(value, int) or behind.fact in {"number", "received_number"}:
            if text.lstrip("0") != str(value).lstrip("0") and behind.chance >= _SURE_FIGURE:
                yield f"{text} → {value}"
        else:
            yield from self._words(text, str(value), behind)

    def _words(self, text: str, value: str, behind: _Behind) -> Iterator[str]:
        ours, theirs = _WORD.findall(value), _WORD.findall(text)
        match = SequenceMatcher(None, _lower(theirs), _lower(ours), autojunk=False)
        for kind, a, b, c, d in match.get_opcodes():
            typed, paper = theirs[a:b], ours[c:d]
            if kind != "replace" or not _is_slip(typed, paper) or _stands_in(typed, behind.raw):
                continue
            around = theirs[max(0, a - 1) : b + 1], ours[max(0, c - 1) : d + 1]
            if behind.chance >= self._least(behind.fact, (typed, paper), around):
                yield f"{' '.join(typed)} → {' '.join(paper)}"

    def _least(self, fact: str, words: _Two, around: _Two) -> float:
        """How sure ours must be that the typed words are an error; more than 1: never."""
        typed, paper = words
        if _look_alike(typed, paper):
            return _NEVER
        if fact in _CODES and not any(word.isdecimal() for word in (*typed, *paper)):
            return _SURE_FIGURE if self._is_known(paper) and not self._is_known(typed) else _NEVER
        if any(char.isdigit() for word in (*typed, *paper) for char in word):
            return _SURE_FIGURE if fact in _CODES else _SURE_WORDS
        if "signer" in fact:
            return _LEAST_SURE if _are_syllables(paper) and not _are_syllables(typed) else _NEVER
        if self._is_known(typed) and not self._is_known(paper):
            return _NEVER
        odd = len(self._strange(around[0])) > len(self._strange(around[1]))
        return _LEAST_SURE if odd else _SURE_WORDS

    def _is_known(self, words: Sequence[str]) -> bool:
        """Whether short forms or signs are ones that papers are written with."""
        return all(word in self.signs or word in _short_forms() for word in words)

    def _strange(self, words: Sequence[str]) -> Sequence[Strange]:
        """What official language does not know, or never puts together."""
        return self.restorer.strange(" ".join(words).lower())


def _signs(entries: Sequence[Entry]) -> frozenset[str]:
    counts = Counter(
        word
        for entry in entries
        for word in set(_WORD.findall(f"{entry.facts.get('symbol') or ''}"))
    )
    return frozenset(word for word, count in counts.items() if count > 1)


def _are_syllables(words: Sequence[str]) -> bool:
    return all(map(is_syllable, _lower(words)))


def _stands_in(typed: Sequence[str], raw: str) -> bool:
    """Whether the typed words were recognised so: then restoration made ours, and may be wrong."""
    return f" {' '.join(_lower(typed))} " in f" {' '.join(_lower(_WORD.findall(raw)))} "


def _lower(words: Iterable[str]) -> list[str]:
    """Words to compare by: a number's zeros in front say nothing."""
    return [word.lower().lstrip("0") if word.isdecimal() else word.lower() for word in words]


def _is_slip(typed: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether one was typed for the other: few words, and alike."""
    few = max(len(typed), len(ours)) <= _MOST_WORDS
    return few and fuzz.ratio(fold(" ".join(typed)), fold(" ".join(ours))) >= _LIKE_WORD


def _look_alike(typed: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether only figures and letters differ that readers of print take for each other."""
    one, other = ("".join(words).upper().translate(_ALIKE) for words in (typed, ours))
    return one == other


@cache
def _short_forms() -> frozenset[str]:
    """Abbreviations that papers and their codes are written with."""
    lists = load()
    kinds = lists.column("document_types", "abbreviation")
    return frozenset((*kinds, *lists.column("abbreviations", "abbreviation")))
