r"""The words we think in: recognised lines that nothing overwrites, and data beside them.

A file becomes a `Reading`: pages of lines, as decoded or recognised. Restoration adds `Correction`s beside the lines;
a `Restored` document is the reading, the corrected text of each line and the corrections that lead from one to the other.
Parsing reads `TextLine`s, a flat view that carries both. Every record is frozen; every later output is a function of these.

Rules that hold for all of them:

- text is NFC `str` unless the field is called `raw`; `raw` is the text as decoded or recognised, NUL removed, nothing else;
- lines are split at "\n" only. A form feed stays in the line that it opens, so the first line of every page but the first
  begins with "\f"; joining the raw lines of all pages with "\n" gives the raw file back;
- boxes are shares of the page (0 to 1, origin top left); confidences are probabilities (0 to 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, overload

from msgspec import Struct


class TextSource(StrEnum):
    """Where a page's letters came from (`documents.text_source`)."""

    OCR = "ocr"
    TEXT_LAYER = "text_layer"
    TEXT_INPUT = "text_input"
    DOCX = "docx"
    MIXED = "mixed"


class Region(StrEnum):
    """The part of the page a line was found in; `BODY` where layout is unknown (plain text)."""

    HEADER_LEFT = "header_left"  # agency, number
    HEADER_RIGHT = "header_right"  # quốc hiệu, tiêu ngữ, place and date
    BODY = "body"
    TABLE = "table"  # one row of a table, cells separated by " | "
    RECIPIENTS = "recipients"  # nơi nhận
    SIGNATURE = "signature"
    MARGIN = "margin"  # page number, running head, footnote


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as shares of the page: x to the right, y down, each 0 to 1."""

    x0: float
    y0: float
    x1: float
    y1: float


def around(boxes: Sequence[Box]) -> Box | None:
    """The box around boxes, `None` around nothing."""
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a word and the reader's probability for it."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word: `raw[start:start + len(text)]` of its line is `text`. `hand`: it was written by hand."""

    text: str
    start: int
    box: Box | None = None
    confidence: float | None = None
    alternatives: tuple[Alternative, ...] = ()
    hand: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as decoded or recognised; a table's row is one line, its cells joined by " | "."""

    raw: str
    words: tuple[Word, ...] = ()
    box: Box | None = None
    region: Region = Region.BODY


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled table, 0-based row and column of its top left corner."""

    row: int
    column: int
    text: str
    box: Box | None = None
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of a page; its rows stand among the page's lines from `first_line` (0-based) on."""

    first_line: int
    cells: tuple[Cell, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """A page's picture as it came: pixels across and down, and its resolution where the file states one."""

    width: int
    height: int
    dpi: float | None = None


class RegionKind(StrEnum):
    """What lies on a page beside its text (`PageRegion.kind`)."""

    SEAL = "seal"  # con dấu
    NAME_STAMP = "name_stamp"  # the signer's name, stamped
    INCOMING_STAMP = "incoming_stamp"  # dấu ĐẾN
    URGENCY_STAMP = "urgency_stamp"  # khẩn, thượng khẩn, hỏa tốc
    SECRECY_STAMP = "secrecy_stamp"  # mật, tối mật, tuyệt mật
    COPY_STAMP = "copy_stamp"  # sao y, sao lục, trích sao
    STAMP = "stamp"  # any other
    SIGNATURE = "signature"  # a hand's
    SIGNATURE_PANEL = "signature_panel"  # what signing software draws
    HANDWRITING = "handwriting"  # of a pen, no signature
    PENCIL = "pencil"  # a note or a sheet number


@dataclass(frozen=True, slots=True)
class PageRegion:
    """A stamp, seal, signature or note on a page: kept apart from the text it lies on.

    `colour`: red, blue, black or grey. `text`: what was read of it, "" where it was not; `confidence`: how sure that is.
    """

    kind: RegionKind
    box: Box
    colour: str
    text: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature of a PDF (chữ ký số): that it is there, not that it is valid.

    `signer`: the common name on the certificate; `signed_at`: ISO 8601, as the file states it; "" where unknown. `field`: the
    name of its form field; `page`: where that stands, `None` where it is not known.
    """

    signer: str
    signed_at: str
    reason: str = ""
    field: str = ""
    page: int | None = None


class NoteCode(StrEnum):
    """What later stages ask of notes, however their words change."""

    NOT_UTF8 = "not_utf8"
    WINDOWS_1258 = "windows_1258"
    NUL_REMOVED = "nul_removed"
    IMAGE_CUT = "image_cut"
    LAYER_USED = "layer_used"
    LAYER_DECODED = "layer_decoded"  # used, and in a code before Unicode
    FIELDS_UNREAD = "fields_unread"
    PHOTO = "photo"  # what only a camera or a copier does to a page
    INK_LOST = "ink_lost"  # more than was read
    INK_UNREAD = "ink_unread"  # places that a pen filled in


_CODE = re.compile(r"\[(\w+)\] ")


def noted(code: str, words: str) -> str:
    """A note that a later stage asks for, or the failure of a page with its flag: the code, then the words.

    >>> noted(NoteCode.IMAGE_CUT, "the part that is there was read")
    '[image_cut] the part that is there was read'
    """
    return f"[{code}] {words}"


def note_code(note: str) -> str | None:
    """The code of a note, `None` for one that is for people alone."""
    found = _CODE.match(note)
    return found[1] if found else None


def note_words(note: str) -> str:
    """A note as people read it."""
    return _CODE.sub("", note, count=1)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of recognised lines, in reading order; at least one line, be it empty.

    `number` is 1-based, `None` for a text without form feeds. `notes` say what was decided about the page and why
    (rotated, text layer rejected, blank), in words; `failure` is the reason where the page could not be read. What a
    later stage asks for has a code before its words (`noted`).
    `size` is that of the picture whose shares boxes are, `None` where the page has none. `regions`: what lies on the page
    beside its text. `signatures`: the digital ones that stand on the page; the first has all, for some have no page.
    """

    number: int | None
    lines: tuple[Line, ...]
    text_source: TextSource
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    failure: str | None = None
    size: Size | None = None
    regions: tuple[PageRegion, ...] = ()
    signatures: tuple[Signature, ...] = ()


def pages_at(pages: Sequence[Page], first: int | None, last: int | None) -> Sequence[Page]:
    """The pages from one number to another; a text that opens with a form feed begins with page 2. `None`: a text without pages."""
    before = (pages[0].number or 1) if pages else 1
    start, end = (first or 1) - before, (last or 1) - before + 1
    return pages[max(0, start) : max(0, end)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, before anything is repaired: the result of ingest, image and ocr."""

    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()

    @property
    def raw(self) -> str:
        """The whole text as recognised, form feeds between pages."""
        return "\n".join(line.raw for page in self.pages for line in page.lines)

    @property
    def text_source(self) -> TextSource:
        """The source of all pages, or `MIXED`."""
        sources = {page.text_source for page in self.pages}
        return sources.pop() if len(sources) == 1 else TextSource.MIXED


class Correction(Struct, frozen=True, gc=False):
    """One thing restoration changed: `raw[start:end] == before` of that line became `after`.

    `line` is 1-based within its page (or text); offsets count code points of the raw line. `rule` is one of the
    enumeration `rule`. Corrections of a line do not overlap and are sorted by `start`.
    """

    page: int | None
    line: int
    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float
    alternatives: tuple[str, ...] = ()


def changed_share(lines: Iterable[str], found: Sequence[Correction]) -> float:
    """The share of the words of raw lines that were changed."""
    words = sum(1 for line in lines for word in line.split() if any(map(str.isalpha, word)))
    return round(min(1.0, len(found) / words), 4) if words else 0.0


@dataclass(frozen=True, slots=True)
class Strange:
    """A word that official language does not know, or (`known`) two known neighbours that it never puts together."""

    text: str
    known: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as the parser sees it: `text` restored and without its form feed, `raw` as recognised."""

    page: int | None
    number: int
    raw: str
    text: str
    region: Region = Region.BODY
    box: Box | None = None
    confidence: float | None = None  # lowest probability that a word of it is right, where known
    strange: tuple[Strange, ...] = ()  # words of `text` to be doubted


@dataclass(frozen=True, slots=True)
class Restored:
    """A reading, its restored lines (as many as the reading has) and the corrections between the two."""

    reading: Reading
    lines: tuple[TextLine, ...]
    corrections: tuple[Correction, ...]
    encoding: str = "unicode"
    restored_share: float = 0.0  # share of the syllables that were changed
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: page and lines (1-based), the recognised text, the rule, how sure it is."""

    page: int | None
    line_start: int
    line_end: int
    raw: str
    confidence: float
    rule: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person should look at a field; `reason` is one of the enumeration `reason`.

    `at`: where a field stands that was not read, where that is known. `proof`: the arithmetic that fails (enumeration `proof`).
    """

    field: str
    reason: str
    alternatives: tuple[str, ...] = ()
    at: Evidence | None = None
    proof: tuple[str, ...] = ()


From = TypeVar("From")
To = TypeVar("To")


@dataclass(frozen=True, slots=True)
class Mapped(Sequence[To], Generic[From, To]):
    """A sequence whose items are made when they are looked at, so that five thousand pages need no more memory than one.

    `make` of each of the `items`; it may be looked through often, and makes an item each time.

    >>> list(Mapped((1, 2), str)), Mapped((1, 2), str)[-1], Mapped((1, 2), str)[:1]
    (['1', '2'], '2', ('1',))
    """

    items: Sequence[From]
    make: Callable[[From], To]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[To]:
        return map(self.make, self.items)

    @overload
    def __getitem__(self, at: int) -> To: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[To, ...]: ...
    def __getitem__(self, at: int | slice) -> To | tuple[To, ...]:
        if isinstance(at, slice):
            return tuple(map(self.make, self.items[at]))
        return self.make(self.items[at])
