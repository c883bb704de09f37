"""The rows of the output tables: one frozen class a table, and everything about a column from its one definition.

The contract (names, meanings, enumerations) is docs/tables.md, generated from these classes together with the CSV headers
and `datapackage.json`. A column is a dataclass field made by `column`: its annotation is its type, its metadata its
meaning and, where it is an enumeration, the name of the closed list in `dictionaries/enumerations.toml`.
Unknown is `None` (an empty cell); a list in one cell is a tuple, written with "|" between its items.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extract.model import Correction, Doubt, Evidence, Restored


def column(meaning: str, values: str | None = None) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """A column of a table: what it means, and the enumeration its values come from."""
    return field(default=None, metadata={"meaning": meaning, "values": values})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the document's header with its provenance (a row of evidence.csv)."""

    name: str
    value: str
    at: Evidence


@dataclass(frozen=True, slots=True)
class Row:
    """What every table row has beside its columns: where it was read, and why a person should look."""

    at: Evidence = field(kw_only=True)
    doubts: tuple[Doubt, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Header:
    """The parsed columns of documents.csv (one row a document)."""

    rule_set: str | None = column("rules the form follows, by date and form", "rule_set")
    doc_type: str | None = column("type of document (tên loại)", "doc_type")
    number: str | None = column("number as printed (số), leading zeros kept")
    symbol: str | None = column("symbol (ký hiệu)")
    code: str | None = column("number and symbol, case and bars restored")
    issued_date: date | None = column("date of issue")
    place: str | None = column("place of issue (địa danh)")
    parent_agency: str | None = column("superior agency (cơ quan chủ quản), usual capitals")
    issuer: str | None = column(
        "issuing agency (cơ quan ban hành), usual capitals; several joined by |"
    )
    issuer_id: str | None = column(
        "key of the issuer in dictionaries/agencies.tsv; empty where not certain"
    )
    province_code: str | None = column(
        "key of the province in dictionaries/provinces.tsv; empty where not certain"
    )
    subject: str | None = column("subject (trích yếu) without V/v, on one line")
    addressees: tuple[str, ...] | None = column("addressees (Kính gửi)")
    signer_name: str | None = column("name of the signer; several joined by |")
    signer_position: str | None = column("position of the signer in usual case")
    signer_authority: str | None = column("authority of the signature", "signer_authority")
    urgency: str | None = column("mark of urgency (độ khẩn)", "urgency")
    secrecy: str | None = column("mark of secrecy (độ mật)", "secrecy")
    is_copy: bool | None = column(
        "a copy (sao y, sao lục, trích sao); the fields are the original's"
    )
    number_source: str | None = column("how the number stands on the paper", "field_source")
    date_source: str | None = column("how the date stands on the paper", "field_source")
    signer_source: str | None = column("how the signer's name stands on the paper", "field_source")
    signed_by: str | None = column(
        "who signed the file (chữ ký số); several joined by |; that the signature is there, not that it is valid"
    )
    signed_at: str | None = column("time of the last of these signatures, ISO 8601")
    received_number: str | None = column("number of the incoming stamp (dấu ĐẾN)")
    received_date: date | None = column("date of the incoming stamp")
    received_to: str | None = column("who it was passed on to (Chuyển), on the incoming stamp")
    sheet: str | None = column("pencilled number of the sheet in its file (tờ số)")


@dataclass(frozen=True, slots=True)
class Result(Row):
    """results.csv: one row for each evaluated body, index and year."""

    index_family: str | None = column("family of the index", "index_family")
    index_year: int | None = column("year that was evaluated")
    entity: str | None = column("who is rated; the issuer where the text says only Sở")
    score: Decimal | None = column("the figure by which bodies are ranked")
    score_max: Decimal | None = column("highest possible score")
    score_unit: str | None = column("unit of the score", "score_unit")
    rank: int | None = column("rank")
    rank_of: int | None = column("number of ranked bodies, where printed")
    rank_change: int | None = column("places won (+) or lost (-)")
    rank_change_raw: str | None = column("the words that state the change")
    rank_prev: int | None = column("former rank, where printed")
    score_prev: Decimal | None = column("former score, where printed")
    score_change: Decimal | None = column("points won (+) or lost (-)")
    base_year: int | None = column("year compared with, as printed")
    grade: str | None = column("grade (xếp loại) as printed")
    decided_by: str | None = column("code of the decision that published the index")
    sum_check: str | None = column("whether the areas add up to the score", "sum_check")


@dataclass(frozen=True, slots=True)
class Score(Row):
    """scores.csv: one row for each criterion."""

    entity: str | None = column("who is rated")
    index_family: str | None = column("family of the index", "index_family")
    index_year: int | None = column("year that was evaluated")
    level: str | None = column("level of the criterion", "level")
    order: int | None = column("running number within the document")
    criterion: str | None = column("criterion as printed")
    area_key: str | None = column("area the criterion belongs to (lĩnh vực)", "area_key")
    points: Decimal | None = column("points given")
    points_max: Decimal | None = column("highest possible points, as printed")
    self_points: Decimal | None = column("points the body gave itself (tự chấm)")
    appraised_points: Decimal | None = column("points after appraisal (thẩm định)")
    survey_points: Decimal | None = column("points of the survey (điều tra xã hội học)")
    percent: Decimal | None = column("percent, printed or computed to two decimals")
    rank: int | None = column("rank in this criterion")
    rank_of: int | None = column("number of ranked bodies, where printed")
    check: str | None = column("arithmetic of the row", "score_check")


@dataclass(frozen=True, slots=True)
class Reason(Row):
    """reasons.csv: causes and the items where points were lost."""

    kind: str | None = column("kind of the item", "reason_kind")
    order: int | None = column("running number within the kind")
    text: str | None = column("the whole item without its mark and closing points")
    points: Decimal | None = column("points stated")
    points_role: str | None = column("whether these points were won or lost", "points_role")
    points_max: Decimal | None = column("highest possible points, where stated")
    ratio_num: int | None = column("numerator of a stated ratio (20/27 nhiệm vụ)")
    ratio_den: int | None = column("denominator of a stated ratio")


@dataclass(frozen=True, slots=True)
class Assignment(Row):
    """assignments.csv: one row for each unit and numbered item."""

    item_no: str | None = column("mark of the item as printed, repaired by sequence")
    section: str | None = column("marks of the headings above it, joined by dots")
    order: int | None = column("running number within the document")
    force: str | None = column("force of the wording", "force")
    assigner: str | None = column("who assigns")
    unit: str | None = column(
        "who is to do it, in one spelling (groups begin small); several joined by |"
    )
    unit_raw: str | None = column("the same as printed")
    unit_scope: str | None = column("one unit, a list, a group or a person", "unit_scope")
    role: str | None = column("lead, support or all", "role")
    co_units: tuple[str, ...] | None = column("partners (phối hợp với)")
    task: str | None = column("whole item without the unit's name and the colon")
    deadline_raw: str | None = column("words of the deadline, verbatim")
    deadline_kind: str | None = column("kind of the deadline", "deadline_kind")
    start_date: date | None = column("first day")
    due_date: date | None = column("last day")
    due_bound: str | None = column("whether the day itself is included", "due_bound")
    due_rrule: str | None = column("recurrence rule (RFC 5545), canonical")
    product: str | None = column("product (sản phẩm) as printed")


@dataclass(frozen=True, slots=True)
class Reference(Row):
    """references.csv: documents cited."""

    order: int | None = column("running number within the document")
    ref_type: str | None = column("type of the cited document", "ref_type")
    code: str | None = column("code of the cited document")
    number: str | None = column("its number")
    symbol: str | None = column("its symbol")
    ref_date: date | None = column("its date")
    issuer: str | None = column("its issuer as printed")
    relation: str | None = column("what this document does with it", "relation")


@dataclass(frozen=True, slots=True)
class Recipient(Row):
    """recipients.csv: Kính gửi and Nơi nhận."""

    order: int | None = column("running number within the document")
    section: str | None = column("the list it stands in", "recipient_section")
    name: str | None = column("recipient as printed")
    purpose: str | None = column("purpose of the copy", "purpose")
    purpose_raw: str | None = column("what stood in the brackets")
    copies: int | None = column("number of copies, where stated")


@dataclass(frozen=True, slots=True)
class Extracted:
    """One document (part) of a file: its header, the rows of its tables, flags (enumeration `flag`) and doubts.

    `doubts` are those of the header's fields; a row's own stand in the row. `pages`: the first and last page of the file that are
    its own; `None` for a text without pages.
    """

    part: int
    header: Header
    fields: tuple[Field, ...] = ()
    results: tuple[Result, ...] = ()
    scores: tuple[Score, ...] = ()
    reasons: tuple[Reason, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    references: tuple[Reference, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    flags: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pages: tuple[int, int] | None = None

    @property
    def unread(self) -> tuple[Field, ...]:
        """The header's fields that were not read, with the place where they stand and confidence 0."""
        read = {found.name for found in self.fields}
        places = {doubt.field: doubt.at for doubt in self.doubts if doubt.at is not None}
        return tuple(
            Field(name, "", replace(at, confidence=0.0))
            for name, at in places.items()
            if name not in read and getattr(self.header, name) is None
        )


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """review.csv: a question to a person; `row` is 1-based within the document's rows of that table.

    `row` None asks about the whole column, an empty `field` about the whole row, both about the whole table (`value` names the columns
    most in doubt), `row` 0 about lines that no row uses.
    """

    page: int | None
    table: str
    row: int | None
    field: str
    value: str
    raw: str
    alternatives: tuple[str, ...]
    reason: str
    priority: float  # expected gain of looking, 0 to 1; review.csv is sorted by it, highest first
    cells: int = 1  # that hang on the answer
    proof: tuple[str, ...] = ()  # the arithmetic that contradicts the value

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a question about many rows names."""
        return columns_asked(self.field, self.value)


def columns_asked(field: str, value: str) -> tuple[str, ...]:
    """The columns that a question about many rows names: its own; of a table those that its value lists.

    >>> columns_asked("unit", "Sở Nội vụ"), columns_asked("", "task, unit")
    (('unit',), ('task', 'unit'))
    """
    return (field,) if field else tuple(value.split(", "))


@dataclass(frozen=True, slots=True)
class ReviewedCell:
    """A cell of a table of rows that a person confirmed or corrected (a row of evidence.csv, rule `person`)."""

    table: str
    field: str
    value: str
    at: Evidence


@dataclass(frozen=True, slots=True)
class Checked:
    """A part after the checks: rows with their check columns filled, flags completed, review items listed.

    `reviewed`: what a person said of its rows.
    """

    extracted: Extracted
    review: tuple[ReviewItem, ...]
    corrections: tuple[Correction, ...] = ()  # those of this part's lines
    reviewed: tuple[ReviewedCell, ...] = ()


class Status(StrEnum):
    """What became of an input (`documents.status`)."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    WITHHELD = "withheld"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Document:
    """One input: `sources` are its names, sorted, the first is `source`.

    A failed or skipped one has the reason in `flags` and neither text nor parts; a withheld one has its secrecy mark instead and `mark_at`, where that stands.
    """

    sources: tuple[str, ...]
    sha256: str | None
    status: Status
    pages: int | None = None
    flags: tuple[str, ...] = ()
    secrecy: str | None = None
    mark_at: str | None = None
    restored: Restored | None = None
    parts: tuple[Checked, ...] = ()

    @property
    def doc_id(self) -> str | None:
        """The key of all its rows and the name of its texts."""
        return self.sha256[:16] if self.sha256 else None
