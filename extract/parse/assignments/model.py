"""What flows down the tree while assignments are read, the vocabulary of assignments, and which documents only propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import any_of, fold
from extract.model import TextLine
from extract.parse.deadlines import Deadline
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage
from extract.parse.units.lists import UnitPatterns, vocabulary
from extract.records import Header

# The vocabulary of assignments, compiled: headings that open or close a zone, order sentences, labels, closing words.

_LONGEST_HEAD = 120  # letters of a column head or label
_MORE = 25  # letters a head may have beyond the entry: "Đơn vị chủ trì tham mưu thực hiện"
_SHORTEST, _LEAST_RATIO = 6, 88.0  # letters and likeness (0 to 100) of a misread head
_NOISE = re.compile(r"\([^()]*\)|\bnam \d{4}\b|[^a-z/, ]")


@dataclass(frozen=True, slots=True)
class TaskWords:
    """All lists an assignment is recognised by. Keys are folded."""

    dictionaries: Dictionaries
    units: UnitPatterns
    zones: Mapping[str, str]
    zone: re.Pattern[str]
    openings: Mapping[str, str]
    labels: Mapping[str, str]
    label: re.Pattern[str]
    solid: Mapping[str, str]  # labels by their letters alone
    closings: tuple[str, ...]
    circumstances: tuple[str, ...]
    product: re.Pattern[str]  # as printed: what a column of products holds
    inside: re.Pattern[str]  # ends in what makes a unit behind it an object or part of a name


@lru_cache(maxsize=4)
def load_words(dictionaries: Dictionaries) -> TaskWords:
    """The compiled lists of these dictionaries."""
    zones = _closed(dictionaries) | _folded(dictionaries.mapping("zone_headings", "words", "zone"))
    products = any_of(dictionaries.column("product_words", "words"))
    inside = any_of(r["words"] for r in dictionaries.rows("open_words") if r["ends"] == "unit")
    labels = _folded(dictionaries.mapping("task_labels", "words", "column"))
    return TaskWords(
        dictionaries,
        vocabulary(dictionaries),
        zones,
        _opening(zones),
        _folded(dictionaries.mapping("order_openings", "words", "force")),
        labels=labels,
        label=_opening(labels),
        solid={re.sub(r"[^a-z]", "", label): label for label in labels},
        closings=tuple(map(fold, dictionaries.column("closing_openings", "words"))),
        circumstances=tuple(map(fold, dictionaries.column("circumstances", "words"))),
        product=re.compile(rf"(?<=\s){products}(?!\w)"),
        inside=re.compile(rf"(?:[,;/(–-]|\b{inside})$", re.IGNORECASE),
    )


def _closed(dictionaries: Dictionaries) -> dict[str, str]:
    """Headings of reasons: below them nobody gets a task."""
    rows = dictionaries.rows("reason_headings")
    kinds = ("end", "skip")
    return {
        fold(row["wording"]): "closed"
        for row in rows
        if row["form"] == "heading" and row["kind"] not in kinds
    }


def zone_of_heading(folded: str, words: TaskWords) -> str | None:
    """The zone a heading's opening words name, the longest entry first; `None` for an ordinary heading."""
    match = words.zone.match(folded.strip(" .:-"))
    return words.zones[match[0]] if match else None


def column_of(folded: str, words: TaskWords) -> str | None:
    """What a column head or a label names (`Thời gian (Năm 2026)` is time), or `None`."""
    if len(folded) > _LONGEST_HEAD:
        return None
    text = " ".join(_NOISE.sub(" ", folded).split()).strip(" ,/")
    match = words.label.match(text)
    if match is None or len(text) > len(match[0]) + _MORE:
        return None
    return words.labels[match[0]]


def nearest_column(folded: str, words: TaskWords) -> str | None:
    """What a head with lost blanks or a misread letter names (`oi dung cong viec`, `don vichu tri`), or `None`."""
    solid = re.sub(r"[^a-z]", "", folded)
    if not _SHORTEST <= len(solid) <= _LONGEST_HEAD:
        return None
    best = process.extractOne(
        solid, list(words.solid), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO
    )
    return words.labels[words.solid[best[0]]] if best else None


def _opening(entries: Iterable[str]) -> re.Pattern[str]:
    """The entry a text opens with, the longest first."""
    return re.compile(rf"{any_of(entries)}\b")


def _folded(mapping: Mapping[str, str]) -> dict[str, str]:
    return {fold(key): value for key, value in mapping.items()}


# What flows down the tree while assignments are read: who is meant, under which headings, in what kind of section.

_TAILS = {
    MarkKind.LETTER: ") ",
    MarkKind.NUMBER: ". ",
    MarkKind.ROMAN: ". ",
    MarkKind.CAPITAL: ". ",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is to do something: names, scope, the rule that found them, and what a lead line says for its letters."""

    units: tuple[str, ...]
    scope: str
    rule: str
    confidence: float
    lead: bool = False
    partners: tuple[str, ...] = ()
    force: str | None = None
    weak: bool = False  # named by the order sentence above the list only


@dataclass(frozen=True, slots=True)
class SectionState:
    """What kind of section it is: order, plan, closed, money, proposal, request or none; and since when (reading order)."""

    kind: str = "none"
    since: int = 0


@dataclass(frozen=True, slots=True)
class Inherited:
    """What the headings above a node hand down to it."""

    path: tuple[str, ...] = ()  # marks of the headings and items above, outermost first
    item_no: str = ""  # mark of the item above, for dashes and plain paragraphs
    item_path: tuple[str, ...] = ()  # the path of that item
    actor: Actor | None = None
    zone: SectionState = SectionState()
    year: int | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A row before the document's own facts (order, assigner, force by type of document) are added."""

    text: Passage  # the task's words
    whole: Passage  # all lines it was read from
    actor: Actor
    item_no: str
    path: tuple[str, ...]
    frame: Inherited
    force: str | None = None
    partners: tuple[str, ...] | None = (
        None  # stated apart from the text (a column, a labelled line)
    )
    time: Passage | None = None  # the same
    product: str | None = None
    said: Passage | None = None  # where the deadline stands, if not in the task's words


def gather(pieces: Iterable[tuple[str, Passage]]) -> Passage:
    """Passages in a row, each behind its printed mark, as one that still knows its lines."""
    text, folded = "", ""
    lines: list[TextLine] = []
    starts: list[int] = []
    for mark, piece in pieces:
        if not piece.text:
            continue
        glue = f" {mark}" if text else mark
        text, folded = text + glue, folded + glue.lower()
        starts += [start + len(text) for start in piece.starts]
        lines += piece.lines
        text, folded = text + piece.text, folded + piece.folded
    return Passage(text, folded, tuple(lines), tuple(starts))


def pieces_of(node: Node) -> Iterable[tuple[str, Passage]]:
    """A node and all below it, each with its mark as printed."""
    yield mark_of(node), node.own
    for child in node.children:
        yield from pieces_of(child)


def mark_of(node: Node) -> str:
    """The mark with what follows it: "a) ", "- "."""
    if node.mark.kind is MarkKind.DASH:
        return "- "
    return f"{node.mark.label}{_TAILS[node.mark.kind]}" if node.mark.kind in _TAILS else ""


# Which documents report to a superior, so that what they ask for are proposals: reports, submissions, letters of that kind.

_REPORTS = frozenset({"bao_cao", "to_trinh"})
_REPORTED = re.compile(
    r"(?:ve viec |v/v )?(?:bao cao|giai trinh|tham muu|de xuat|kien nghi|xin y kien|xin chu truong)\b"
)
_SUPERIOR = re.compile(
    r"(?:(?:chu tich |thuong truc |dong chi chu tich )?(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)|tinh uy|thanh uy|thuong truc (?:tinh|thanh) uy|bo [a-z]+|chinh phu|thu tuong)\b"
)


def is_report(header: Header) -> bool:
    """Whether what the document asks for are proposals.

    A letter is a report where its subject says so and its first addressee stands above the issuer: the same subject in
    a letter to `các sở` asks them to report.
    """
    if header.doc_type in _REPORTS:
        return True
    if header.doc_type != "cong_van" or not _REPORTED.match(fold(header.subject or "")):
        return False
    first = next(iter(header.addressees or ()), "")
    to = fold(first).lstrip("- ")
    return bool(_SUPERIOR.match(to)) and not re.search(r"\bcac\b", to)
