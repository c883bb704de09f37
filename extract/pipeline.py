"""One document, all stages: file to reading, reading to restored text, restored text to checked records.

Each step is a function of its own, so that `extract.batch` can keep a step's result and do only what is missing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from extract import dictionaries
from extract.check import check
from extract.errors import InputChanged, MissingProgram
from extract.image import CleanPage
from extract.ingest import Source, open_bytes, open_source
from extract.model import (
    Correction,
    Doubt,
    NoteCode,
    Page,
    Reading,
    Restored,
    TextLine,
    TextSource,
    changed_share,
    note_code,
    note_words,
    pages_at,
)
from extract.ocr import Engine, read_source
from extract.ocr.reading import with_running_lines
from extract.options import Options
from extract.parse import parse
from extract.records import Checked, Document, Extracted, Status
from extract.restore import Restorer, load_restorer
from extract.secret_marks import GRAVITY, SecretMark, marks_in

#: The flag (enumeration `flag`) that says the same as a note.
_FLAGS: dict[str | None, str] = {
    NoteCode.NOT_UTF8: "text_not_utf8",
    NoteCode.WINDOWS_1258: "text_not_utf8",
    NoteCode.NUL_REMOVED: "control_characters",
    NoteCode.IMAGE_CUT: "image_cut",
    NoteCode.INK_LOST: "ink_lost",
}
_IN_HEAD = "header.secrecy"  # the rule of a mark read to the letter among the lines of a header
_INCOMPLETE = frozenset(("page_failed", "ink_lost"))
SECTION = 200  # pages restored together: some ten thousand lines


def read(
    path: Path, options: Options, engine: Engine, sha256: str | None = None
) -> tuple[str, Reading]:
    """The hash of the file's bytes and what it says; `InputChanged` where the hash is not the one expected."""
    source = opened(path, options, sha256)
    return source.sha256, read_source(source, engine)


def opened(
    path: Path, options: Options, sha256: str | None = None, data: bytes | None = None
) -> Source:
    """A file, or bytes of this name, opened; `InputChanged` where the hash is not the one expected."""
    source = open_source(path, options) if data is None else open_bytes(data, path.name, options)
    if sha256 not in {None, source.sha256}:
        do = "Wait until it is written completely, then run the same command again."
        raise InputChanged(path.name, "it changed while it was read", do)
    return source


class NoEngine:
    """The engine of a run whose inputs are all plain text."""

    name = "none"
    version = ""
    languages: tuple[str, ...] = ()

    def read(self, page: CleanPage) -> Page:
        """Never asked; `MissingProgram` if it is."""
        do = "Run `vanban doctor`."
        raise MissingProgram(f"Page {page.number}", "no engine was started to read pixels", do)

    def fingerprint(self) -> str:
        """Text does not depend on an engine."""
        return ""


def process(path: Path, options: Options, engine: Engine) -> Document:
    """All of it: what the tables say about a file; `options.as_of` must be given."""
    sha256, reading = read(path, options, engine)
    restored = restore(reading, options)
    parts = extract(restored, options)
    return document((path.name,), sha256, restored, parts, options)


def restore(reading: Reading, options: Options) -> Restored:
    """The reading with its corrections; what is as long as a book is restored in sections, in memory for one of them."""
    whole = restorer(options.dictionaries)
    reading = with_running_lines(reading)
    if len(reading.pages) <= SECTION:
        return whole.restore(reading)
    starts = range(0, len(reading.pages), SECTION)
    sections = (Reading(reading.pages[start : start + SECTION]) for start in starts)
    return joined(reading, [_without_reading(whole.restore(section)) for section in sections])


def _without_reading(restored: Restored) -> Restored:
    return replace(restored, reading=Reading(()))


def joined(reading: Reading, sections: Sequence[Restored]) -> Restored:
    """The restored sections of a reading as one."""
    encodings = {section.encoding for section in sections}
    lines = tuple(line for section in sections for line in section.lines)
    shares = sum(section.restored_share * len(section.lines) for section in sections)
    return Restored(
        reading=reading,
        lines=lines,
        corrections=tuple(c for section in sections for c in section.corrections),
        encoding=encodings.pop() if len(encodings) == 1 else "mixed",
        restored_share=round(shares / len(lines), 4),
        notes=tuple(dict.fromkeys(note for section in sections for note in section.notes)),
    )


@cache  # one model in a process; loading it takes longer than a page
def restorer(user_dictionaries: tuple[Path, ...]) -> Restorer:
    """The restorer with these users' dictionaries beside ours."""
    return load_restorer(dictionaries.load(user_dictionaries))


def extract(restored: Restored, options: Options) -> tuple[Checked, ...]:
    """The records of each part, checked; "in the future" is measured from `options.as_of`."""
    assert options.as_of is not None, "today is read at the border (extract.batch.machine)"
    lists = dictionaries.load(options.dictionaries)
    parts = parse(restored, lists)
    return tuple(
        _checked(
            part, restored if len(parts) == 1 else part_of(restored, part), options.as_of, lists
        )
        for part in parts
    )


def _checked(
    part: Extracted, restored: Restored, as_of: date, lists: dictionaries.Dictionaries
) -> Checked:
    """A part with what is to be said of its pages, checked."""
    flags = flags_of(restored.reading) if part.pages else ()
    pages, notes = restored.reading.pages, restored.notes if part.part == 1 else ()
    doubts = (*part.doubts, *_left_unread(pages, notes))
    told = replace(part, doubts=doubts, flags=tuple(dict.fromkeys((*part.flags, *flags))))
    return check(told, restored, as_of, lists)


def part_of(restored: Restored, part: Extracted) -> Restored:
    """What was read and restored on the pages of a part; all of a text without pages."""
    if part.pages is None:
        return restored
    first, last = part.pages
    start = bisect_left(restored.lines, first, key=_page)
    lines = restored.lines[start : bisect_right(restored.lines, last, key=_page)]
    start = bisect_left(restored.corrections, first, key=_page)
    found = restored.corrections[start : bisect_right(restored.corrections, last, key=_page)]
    return replace(
        restored,
        reading=Reading(tuple(pages_at(restored.reading.pages, first, last))),
        lines=lines,
        corrections=found,
        restored_share=changed_share((line.raw for line in lines), found),
    )


def _page(at: TextLine | Correction) -> int:
    return at.page or 0


def _left_unread(pages: Sequence[Page], notes: tuple[str, ...]) -> Iterator[Doubt]:
    """What a person should look at on the pages: what is lost, lines that restoration left alone, what a pen filled in."""
    if lost := tuple(_lost(pages)):
        yield Doubt("status", "unreadable", lost)
    if notes:
        yield Doubt("restored_share", "unreadable", notes)
    unread = tuple(
        f"page {page.number}: {words}"
        for code in (NoteCode.INK_UNREAD, NoteCode.FIELDS_UNREAD)
        for page in pages
        for words in _said(page, code)
    )
    if unread:
        yield Doubt("pages", "unreadable", unread)


def _said(page: Page, code: NoteCode) -> list[str]:
    """The words of the page's notes of a code."""
    return [note_words(note) for note in page.notes if note_code(note) == code]


def _lost(pages: Sequence[Page]) -> Iterator[str]:
    """The pages whose text is lost, each with the reason; all of them where nothing was read."""
    for page in pages:
        why = [note_words(page.failure)] if page.failure else _said(page, NoteCode.INK_LOST)
        yield from (f"page {page.number}: {words}" for words in why[:1])
    if not any(line.raw.strip() for page in pages for line in page.lines):
        yield "no words were found"


def mark_found(reading: Reading, parts: tuple[Checked, ...]) -> tuple[SecretMark, str] | None:
    """The gravest mark of secrecy of a file, and where: of its parts, and of any line, running heads and feet among them."""
    lifted = any("declassified" in checked.extracted.flags for checked in parts)
    pages = () if lifted else reading.pages
    marks = [found for page in pages for found in _placed_marks(page)]
    marks = sorted(marks, key=lambda found: not found[0].sure) + list(_header_marks(parts))
    return min(marks, key=lambda found: GRAVITY.index(found[0].value), default=None)


def secrecy_of(reading: Reading, parts: tuple[Checked, ...]) -> str | None:
    """The gravest mark of secrecy of a file."""
    found = mark_found(reading, parts)
    return found[0].value if found else None


def page_marks(page: Page) -> list[SecretMark]:
    """The marks of secrecy on a page as it was read."""
    return [mark for mark, _ in _placed_marks(page)]


def _header_marks(parts: Sequence[Checked]) -> Iterator[tuple[SecretMark, str]]:
    for extracted in (checked.extracted for checked in parts):
        value = extracted.header.secrecy
        if value in GRAVITY:
            at = next((field.at for field in extracted.fields if field.name == "secrecy"), None)
            sure = "secrecy_suspected" not in extracted.flags and at is not None
            where = f"page {at.page or 1}, line {at.line_start}" if at else "its head"
            yield SecretMark(value, sure and at is not None and at.rule == _IN_HEAD), where


def _placed_marks(page: Page) -> Iterator[tuple[SecretMark, str]]:
    """What a stamp says is read in the words of the law, so a line without words of its own is a doubt."""
    number = page.number or 1
    lines = [(at, line) for at, line in enumerate(page.lines, 1) if line.raw.strip()]
    for index, mark in marks_in([line.raw for _, line in lines]):
        at, line = lines[index]
        drawn = page.text_source is TextSource.OCR and not line.words
        where = f"page {number}, a stamp" if drawn else f"page {number}, line {at}"
        yield SecretMark(mark.value, mark.sure and not drawn), where
    stamps = [line for region in page.regions for line in (region.text or "").split("\n")]
    yield from ((mark, f"page {number}, a stamp") for _, mark in marks_in(stamps))


def document(
    sources: tuple[str, ...],
    sha256: str,
    restored: Restored,
    parts: tuple[Checked, ...],
    options: Options,
) -> Document:
    """What the tables say about a file that was read; withheld where it is secret and that was not asked for."""
    pages = len(restored.reading.pages)
    found = mark_found(restored.reading, parts)
    secrecy = found[0].value if found else None
    if found and not options.include_secret:
        return withheld(sources, sha256, pages, found[0], found[1])
    flags = flags_of(restored.reading)
    return Document(
        sources=sources,
        sha256=sha256,
        status=Status.PARTIAL if _INCOMPLETE & set(flags) else Status.OK,
        pages=pages,
        flags=flags,
        secrecy=secrecy,
        restored=restored,
        parts=parts,
    )


def withheld(
    sources: tuple[str, ...], sha256: str, pages: int | None, mark: SecretMark, where: str
) -> Document:
    """A document of which nothing is shown but its mark, where that stands, and whether there is a doubt."""
    flags = () if mark.sure else ("secrecy_suspected",)
    return Document(
        sources, sha256, Status.WITHHELD, pages, flags, secrecy=mark.value, mark_at=where
    )


def flags_of(reading: Reading) -> tuple[str, ...]:
    """What a person should know about a reading (enumeration `flag`)."""
    notes = [*reading.notes, *(note for page in reading.pages for note in page.notes)]
    found = {flag for note in notes if (flag := _FLAGS.get(note_code(note)))}
    if any(page.failure is not None for page in reading.pages):
        found.add("page_failed")
    elif not reading.raw.strip():
        found.add("no_text")
    return tuple(sorted(found))
