"""`vanban pdf`: each scan of a folder as a searchable PDF/A: its own pages, and over them, unseen, what we read and people said.

Files are opened in a sandboxed worker (promises S8, S12), which gives back the new file's bytes; each is whole or absent, and is made
again only where the paper's words, or this code, have changed. A signed PDF is copied as it is, for any change voids a signature.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePath

import msgspec
import pikepdf

from extract.batch.collect import documents
from extract.batch.executors import in_pool
from extract.batch.files import PDF_LIST, PDFS, answers_of, drop_pdfs, opened_folder
from extract.batch.folder import RunFolder
from extract.batch.progress import Progress, Silent, watched_signals
from extract.batch.recipe import code, digest
from extract.batch.reporting import picture_of
from extract.batch.tasks import Answer, Ask, Outcome, Result, Subject, Task
from extract.batch.work import reader
from extract.errors import EncryptedInput, TooLargeInput, UnreadableInput
from extract.export.pdf_archival import is_signed, judged, made_archival
from extract.export.pdf_content import BROKEN, PlacedPicture, drawn_by, without_hidden
from extract.export.pdf_layer import PageWords, Placed, WordFont, lay
from extract.export.pdf_pages import pdf_of_pictures
from extract.ingest import FileKind, Source
from extract.ingest.pdf import mended
from extract.model import Correction, Line, NoteCode, Page, TextSource, note_code
from extract.options import Options
from extract.records import Document, Status
from extract.tables.definition import guard
from extract.tables.files import FileFacts, OutputFolder
from extract.tables.hocr import by_line, placed_words
from extract.words import told

_STAGE = "pdf"
_CODE = tuple(f"export/{name}.py" for name in ("searchable", "pdf_archival", "pdf_content", "pdf_layer", "pdf_pages"))  # fmt: skip
_COPIES = 6  # times its size that a file needs while it is made (180 MB: 944 MB at most)
_PAGES = 10  # written in the time one page may take to be read
_HEAD = ("doc_id", "source", "file", "result", "pdfa", "pages", "layer_pages", "least_dpi", "least_bits", "said")  # fmt: skip
#: What TT 05/2025/TT-BNV asks of a scan (Điều 8).
_LEAST_DPI, _LEAST_BITS = 200, 24


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A paper's PDF: `made`, `signed` (a copy) or `failed`, in words what is to be known of it; its bytes until they are written.

    `claimed`: it says that it is PDF/A-2b. `dpi`, `bits`: the least of its pictures, 0 without any. `layers`: pages that got one.
    """

    result: str
    pages: int = 0
    layers: int = 0
    claimed: bool = False
    dpi: int = 0
    bits: int = 0
    said: tuple[str, ...] = ()
    data: bytes = b""
    sha256: str = ""
    size: int = 0
    valid: bool | None = None


@dataclass(frozen=True, slots=True)
class PdfSummary:
    """How many papers were made, copied as they are signed, kept from before, failed, claim PDF/A; have no pictures; are withheld.

    `valid`: those that veraPDF finds to be PDF/A; `refused`: those that it or Ghostscript objects to.
    """

    place: Path
    made: int = 0
    signed: int = 0
    kept: int = 0
    failed: int = 0
    claimed: int = 0
    without: int = 0
    withheld: int = 0
    valid: int = 0
    refused: int = 0


# In the worker: a file and its words to a PDF.


def make_pdf(subject: Subject, pages: tuple[PageWords, ...], *, signed: bool) -> bytes:
    """The PDF of a file as a packed `MadePdf`. `EncryptedInput`, `UnreadableInput`, `TooLargeInput`: it cannot be made."""
    source = reader(subject).source
    _must_have_room(source.size, subject.options.memory * 2**30)
    try:
        return _made_of(source, subject.source, pages, signed=signed)
    except BROKEN as error:
        raise _damaged() from error


def _must_have_room(size: int, memory: float) -> None:
    """`TooLargeInput` where a worker's memory would not hold the file, the new one, and the copies on the way."""
    if size * _COPIES > memory:
        why = f"a file of {size / 1e6:.0f} MB needs more memory than a worker may have"
        raise TooLargeInput("PDF", why, "Give it more with --memory, or split it.")


def _made_of(source: Source, name: str, pages: tuple[PageWords, ...], *, signed: bool) -> bytes:
    if source.kind is not FileKind.PDF:
        with pdf_of_pictures(source.data, source.max_mpixels) as pdf:
            return msgspec.msgpack.encode(_layered(pdf, pages, name))
    with _opened(source.data) as pdf:
        if signed or is_signed(pdf):
            said = ("it is signed: copied unchanged, for any change voids the signature",)
            made = MadePdf("signed", len(pdf.pages), said=said, data=source.data)
        else:
            made = _layered(pdf, pages, name)
    return msgspec.msgpack.encode(made)


def _opened(data: bytes) -> pikepdf.Pdf:
    """The file opened; one that is damaged put together anew from its pages, as it was read."""
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        if pdf.Root.get("/Pages") is not None and len(pdf.pages):
            return pdf
    except pikepdf.PasswordError as error:
        do = "Remove the password and run again."
        raise EncryptedInput("PDF", "it is encrypted and needs a password", do) from error
    except BROKEN:
        pass
    found = mended(data)
    whole = pikepdf.open(io.BytesIO(found.data)) if found else None
    if whole is None or not len(whole.pages):
        raise _damaged()
    return whole


def _damaged() -> UnreadableInput:
    do = "Open it in a PDF viewer and save or print it anew."
    return UnreadableInput("PDF", "its structure is damaged", do)


def _layered(pdf: pikepdf.Pdf, pages: Sequence[PageWords], source: str) -> MadePdf:
    font, name = WordFont(), pdf.make_indirect(pikepdf.Dictionary())
    layers, kept, pictures, cmyk, damaged = 0, 0, list[PlacedPicture](), False, False
    for words in pages[: len(pdf.pages)]:
        page = pdf.pages[words.number - 1]
        drawn = drawn_by(page)
        pictures += drawn.pictures
        cmyk |= drawn.cmyk
        damaged |= drawn.damaged
        if words.read or drawn.hidden > drawn.visible or not drawn.visible:
            without_hidden(pdf, drawn)
            layers += lay(pdf, page, words, font, name)
        else:
            kept += 1
    font.write(pdf, name)
    data, against = made_archival(pdf, PurePath(source).stem, cmyk=cmyk, damaged=damaged)
    large = [picture for picture in pictures if picture.share >= 0.5]  # noqa: PLR2004 - of the page: a scan
    dpi = round(min((picture.dpi for picture in large), default=0))
    bits = min((picture.bits for picture in large if picture.bits), default=0)
    stays = (f"pages whose own text is seen, and stays: {kept}",) if kept else ()
    notes = (*stays, *(f"no PDF/A: {why}" for why in against), *_below(dpi, bits))
    return MadePdf("made", len(pdf.pages), layers, not against, dpi, bits=bits, said=notes, data=data)  # fmt: skip


def _below(dpi: int, bits: int) -> Iterator[str]:
    """What a scan lacks of what the rules of digitising ask."""
    if 0 < dpi < _LEAST_DPI:
        yield f"scanned at {dpi} dpi, and {_LEAST_DPI} are asked for"
    if 0 < bits < _LEAST_BITS:
        yield f"scanned with {bits} bits a pixel, and {_LEAST_BITS} are asked for"


# In the run: the papers of a folder, their words, what is known of them.


def words_of(document: Document) -> tuple[PageWords, ...]:
    """The words of a document's pages, as restored and answered."""
    assert document.restored is not None
    lines = by_line(document.restored)
    return tuple(
        _page_words(page, number, lines.get(page.number, {}))
        for number, page in enumerate(document.restored.reading.pages, 1)
    )


def _page_words(page: Page, number: int, corrections: dict[int, list[Correction]]) -> PageWords:
    lines = tuple(_placed(line, corrections.get(at, ())) for at, line in enumerate(page.lines, 1))
    coded = NoteCode.LAYER_DECODED in map(note_code, page.notes)
    return PageWords(number, lines, page.text_source is TextSource.OCR or coded)


def _placed(line: Line, corrections: Sequence[Correction]) -> tuple[Placed, ...]:
    found = placed_words(line, corrections)
    return tuple((word.text, word.box) for word in found if word.box and word.text)


def make_pdfs(
    out: Path,
    options: Options,
    progress: Progress | None = None,
    *,
    language: str = "en",
    validate: bool = False,
) -> PdfSummary:
    """Write the searchable PDFs of a folder, `pdf/ID.pdf`, and the list of them, which says what there is to say in a language.

    `validate`: veraPDF and Ghostscript look at them too, where they are installed.

    `UsageError`: the folder is none of ours; `OutputLocked`, `NotWritable`; `Interrupted`: what was made stays.
    """
    with opened_folder(out) as here, watched_signals() as stop:
        drop_pdfs(here)
        place = here.out.inner(PDFS)
        try:
            making = _Making(here, place, options, progress or Silent())
            with in_pool(options.jobs, options.memory) as execute:
                waiting = stop.unless_asked(making.tasks())
                supply = lambda free: [task for _, task in zip(range(free), waiting, strict=False)]  # noqa: E731
                for task, result in execute(supply):
                    making.take(task, result)
            making.progress.stop()
            if validate:
                making.judge()
            return making.written(language)
        finally:
            place.close()


@dataclass(slots=True)
class _Making:
    """The papers of a folder while their PDFs are made."""

    here: RunFolder
    place: OutputFolder
    options: Options
    progress: Progress
    keys: dict[str, str] = field(default_factory=dict)  # of papers at work, by hash
    made: dict[str, tuple[str, MadePdf]] = field(default_factory=dict)  # by doc_id: source, facts
    counts: Counter[str] = field(default_factory=Counter)

    def tasks(self) -> Iterator[Task]:
        """What is to do, paper by paper; what is there already is counted."""
        entries = self.here.journal.hashes()
        self.progress.start(len(entries), len(entries))
        for document in documents(self.here.journal, answers_of(self.here)):
            if document.status is Status.SKIPPED:
                continue
            if document.status is Status.WITHHELD:
                self.counts["withheld"] += 1
            elif document.restored is None or not _has_pictures(document):
                self.counts["without"] += 1
            elif task := self._task(document):
                yield task
                continue
            self.progress.done(document.sources[0], Outcome(document.status))

    def _task(self, document: Document) -> Task | None:
        sha256, words = document.sha256 or "", words_of(document)
        key = digest(code(_CODE), sha256, msgspec.json.encode(words).decode())
        kept = self.here.journal.stage(sha256, _STAGE, key)
        known = msgspec.json.decode(kept, type=MadePdf) if kept else None
        name = f"{document.doc_id}.pdf"
        if known and self.place.holds(FileFacts(name, known.size, known.sha256)):
            self._note(document.sources[0], sha256, known)
            self.counts["kept"] += 1
            return None
        drawn = picture_of(self.here.journal, sha256, 1, self.options)
        if drawn is None:
            gone = ("its file has gone: put it back and run the same command again",)
            self._note(document.sources[0], sha256, MadePdf("failed", said=gone))
            return None
        assert document.restored is not None
        signed = any(page.signatures for page in document.restored.reading.pages)
        self.keys[sha256] = key
        seconds = self.options.timeout * (1 + len(words) // _PAGES)
        return Ask(drawn.subject, partial(make_pdf, pages=words, signed=signed), seconds)

    def _note(self, source: str, sha256: str, made: MadePdf) -> None:
        self.made[sha256[:16]] = source, made
        self.counts[made.result] += 1
        self.counts["claimed"] += made.claimed

    def take(self, task: Task, result: Result) -> None:
        """Write a paper's PDF, and keep what is known of it."""
        sha256, source = task.subject.sha256, task.subject.source
        made = _made(result)
        if made.result != "failed":
            name = f"{sha256[:16]}.pdf"
            facts = self.place.stage(name, made.data)
            self.place.publish([name])
            made = replace(made, data=b"", sha256=facts.sha256, size=facts.size)
            facts_kept = msgspec.json.encode(made)
            self.here.journal.keep_stage(sha256, _STAGE, self.keys.pop(sha256), facts_kept)
        self._note(source, sha256, made)
        status = Status.FAILED if made.result == "failed" else Status.OK
        failure = result.failure if isinstance(result, Outcome) else None
        self.progress.done(source, Outcome(status, made.pages, failure=failure))

    def judge(self) -> None:
        """Let other programs look at the files that were made; what they find stands in the list."""
        places = {
            self.place.path / f"{one}.pdf": one
            for one, (_, made) in self.made.items()
            if made.result == "made"
        }
        for path, (valid, objection) in judged([*places]).items():
            source, made = self.made[places[path]]
            said = made.said
            if valid is False:
                said = (*said, "no PDF/A: veraPDF refuses it")
            if objection:
                said = (*said, f"Ghostscript: {objection}")
            self.made[places[path]] = source, replace(made, valid=valid, said=said)
            self.counts["valid"] += bool(valid)
            self.counts["refused"] += bool(objection) or valid is False

    def written(self, language: str) -> PdfSummary:
        """The list of all, written, and their number."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_HEAD)
        writer.writerows(_row(doc_id, *self.made[doc_id], language) for doc_id in sorted(self.made))
        self.place.stage(PDF_LIST, text.getvalue().encode("utf-8", "replace"))
        self.place.publish([PDF_LIST])
        wanted = (
            "made",
            "signed",
            "kept",
            "failed",
            "claimed",
            "without",
            "withheld",
            "valid",
            "refused",
        )
        return PdfSummary(self.place.path, **{name: self.counts[name] for name in wanted})


def _has_pictures(document: Document) -> bool:
    assert document.restored is not None
    return any(page.size for page in document.restored.reading.pages)


def _made(result: Result) -> MadePdf:
    """What a worker gave, its types checked; a worker that failed says why."""
    if isinstance(result, Answer):
        return msgspec.msgpack.decode(result.data, type=MadePdf)
    failure = result.failure if isinstance(result, Outcome) else None
    return MadePdf("failed", said=(f"{failure.why}. {failure.do}" if failure else "",))


def _row(doc_id: str, source: str, made: MadePdf, language: str) -> tuple[str | int, ...]:
    file = "" if made.result == "failed" else f"{doc_id}.pdf"
    part = (
        "2B validated"
        if made.valid and made.claimed
        else "2B claimed"
        if made.claimed and made.valid is None
        else ""
    )
    said = "; ".join(told(one, language) for one in made.said)
    cells = (doc_id, source, file, made.result, part, made.pages, made.layers)
    return tuple(guard(cell) if isinstance(cell, str) else cell for cell in (*cells, made.dpi or "", made.bits or "", said))  # fmt: skip
