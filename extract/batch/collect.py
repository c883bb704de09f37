"""The journal to the documents the tables are written from: a pure function of it.

A document whose stage results stand in the journal is shown: a secret one is there only where that was asked for.
"""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from extract import pipeline
from extract.batch.journal import Journal
from extract.batch.recipe import code, digest
from extract.batch.stages import reading_of, unpack_records, unpack_restored
from extract.batch.view import DocumentStatus, JournalView
from extract.check.archive import Claim, Key, Verdicts, claim_of, settled, verdicts
from extract.decisions import Decision, decided, replayed
from extract.ingest import PASSED_OVER
from extract.model import Reading
from extract.options import Options
from extract.records import Checked, Document, Status
from extract.report import DocumentFacts, facts_of
from extract.secret_marks import SecretMark
from extract.tables.files import FileFacts
from extract.tables.rows import RowsOfDocument
from extract.tables.writing import DocumentFiles, shown, texts_of

_ESCAPED_BYTE = re.compile(
    r"\\x[89a-f][0-9a-f]"
)  # how a name shows a byte that is no UTF-8 (promise I6)


Answers = Mapping[str, Sequence[Decision]]  # what people said, by the document's hash


@dataclass(frozen=True, slots=True)
class Additions:
    """What is known of a document beside its own results: what other papers say of its parts, and what people said."""

    papers: Verdicts = field(default_factory=dict)
    people: Sequence[Decision] = ()


def documents(journal: JournalView, answers: Answers) -> Iterator[Document]:
    """Every document of the journal, one by one, and every input whose bytes could not be read."""
    names = journal.sources()
    said = verdicts(
        {
            key: claim
            for entry in journal.entries()
            for key, claim in claims(journal, entry, answers.get(entry.sha256, ()))
        }
    )
    for entry in journal.entries():
        known = entry.sha256
        beside = Additions(said.get(known, {}), answers.get(known, ()))
        yield document_of(journal, entry, names[known], beside)
    yield from unreadable(journal)


def unreadable(journal: JournalView) -> Iterator[Document]:
    """The inputs whose bytes could not be read, and what was found and passed over (promise I11)."""
    for source, flag in journal.unreadable():
        status = Status.SKIPPED if flag in PASSED_OVER else Status.FAILED
        yield _with_name_flag(Document((source,), None, status, flags=(flag,)))


def claims(
    journal: JournalView, entry: DocumentStatus, people: Sequence[Decision]
) -> Iterator[tuple[Key, Claim]]:
    """What the parts of an entry say that other papers of the archive can confirm; a withheld one says nothing."""
    if entry.status not in {Status.OK, Status.PARTIAL} or entry.failure is not None:
        return
    _, records = _results(journal, entry.sha256)
    for part in unpack_records(records):
        claim = claim_of(decided(part, [d for d in people if d.part == part.extracted.part]))
        if claim is not None:
            yield (entry.sha256, part.extracted.part), claim


def document_of(
    journal: JournalView, entry: DocumentStatus, sources: tuple[str, ...], beside: Additions
) -> Document:
    """The document of an entry, which has these names."""
    return _with_name_flag(_document(journal, entry, sources, beside))


def _document(
    journal: JournalView, entry: DocumentStatus, sources: tuple[str, ...], beside: Additions
) -> Document:
    if entry.status is Status.WITHHELD:
        mark = SecretMark(entry.secrecy or "", not entry.doubt)
        return pipeline.withheld(sources, entry.sha256, entry.pages, mark, entry.mark_at or "")
    if entry.failure is not None:
        return Document(sources, entry.sha256, Status.FAILED, flags=(entry.failure.flag,))
    restored, records = _results(journal, entry.sha256)
    whole = unpack_restored(restored, _reading(journal, entry))
    settled_parts = [_settled(part, beside.papers) for part in unpack_records(records)]
    whole, parts = replayed(whole, settled_parts, beside.people)
    return pipeline.document(sources, entry.sha256, whole, parts, Options(include_secret=True))


def _settled(part: Checked, said: Verdicts) -> Checked:
    verdict = said.get(part.extracted.part)
    return part if verdict is None else settled(part, verdict)


def _results(journal: JournalView, sha256: str) -> Iterator[bytes]:
    for stage in ("restored", "records"):
        result = journal.stage(sha256, stage)
        assert result is not None, (
            "a document with a result has all stages; they are stored together"
        )
        yield result


def _reading(journal: JournalView, entry: DocumentStatus) -> Reading:
    key = entry.words or ""
    known = journal.reading(entry.sha256, key)
    pages = tuple(journal.pages(entry.sha256, key))
    return reading_of(pages, known.notes if known else ())


def _with_name_flag(document: Document) -> Document:
    if document.status is Status.WITHHELD or not any(map(_ESCAPED_BYTE.search, document.sources)):
        return document
    return dataclasses.replace(document, flags=(*document.flags, "source_not_utf8"))


# What the files say of each document, kept in the journal: a run that has one new document makes the others' rows no second time.
#
# It goes when the document's other results go, and its key holds all that decides it. Of a book it is not kept: its rows are long,
# and are made from a journal that is read page by page. `vanban check` never uses it.

_STAGE, _CLAIMS = "said", "claims"
#: The source that makes claims from a document's records, whose key holds the rest.
_CLAIMED = ("records.py", "check/archive.py", "decisions", "batch/collect.py")
#: The source that makes it from a document's other results, whose keys hold the rest.
_CODE = ("model.py", "check/archive.py", "records.py", "pipeline.py", "restore/lines.py", "decisions", "tables", "report", "batch/collect.py", "batch/files.py", "batch/reporting.py")  # fmt: skip
_BOOK = 100  # pages: more are not kept
_TOGETHER = 100  # documents kept in one transaction


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A document's rows, the sizes and hashes of its texts, and its facts for the report."""

    rows: RowsOfDocument
    texts: tuple[FileFacts, ...]
    facts: DocumentFacts


@dataclass(frozen=True, slots=True)
class Saying:
    """Goes through a journal's documents; `forms` (`hocr`, `alto`): their texts with places are written too; `answers`: what people said."""

    journal: Journal
    forms: tuple[str, ...]
    answers: Answers
    fresh: list[tuple[str, str, str, bytes]] = field(default_factory=list)

    def documents(self) -> Iterator[tuple[DocumentFiles, DocumentFacts]]:
        """What is said of every document, known or made now."""
        names = self.journal.sources()
        others = verdicts(dict(self._claims()))
        for entry in self.journal.entries():
            known = entry.sha256
            yield self._of(
                entry, names[known], Additions(others.get(known, {}), self._people(known))
            )
        self._keep()
        for document in unreadable(self.journal):
            yield self._made(document)

    def _claims(self) -> Iterator[tuple[Key, Claim]]:
        """What each paper says that others can confirm, kept beside its other results."""
        for entry in self.journal.entries():
            people = self._people(entry.sha256)
            key = digest(code(_CLAIMED), entry.key, _digest(people)) if entry.key else ""
            known = self.journal.stage(entry.sha256, _CLAIMS, key) if key else None
            if known is not None:
                yield from msgspec.json.decode(known, type=list[tuple[Key, Claim]])
                continue
            found = list(claims(self.journal, entry, people))
            yield from found
            if key:
                self.fresh.append((entry.sha256, _CLAIMS, key, msgspec.json.encode(found)))
                self._keep(_TOGETHER)

    def _of(
        self, entry: DocumentStatus, names: tuple[str, ...], beside: Additions
    ) -> tuple[DocumentFiles, DocumentFacts]:
        key = self._key(entry, names, beside)
        known = self.journal.stage(entry.sha256, _STAGE, key) if key else None
        if known is not None:
            said = msgspec.json.decode(zlib.decompress(known), type=DocumentRows)
            return DocumentFiles(
                said.rows, said.texts, lambda: self._texts(entry, names, beside)
            ), said.facts
        made, facts = self._made(document_of(self.journal, entry, names, beside))
        if key:
            data = msgspec.json.encode(DocumentRows(made.rows, made.texts, facts))
            self.fresh.append((entry.sha256, _STAGE, key, zlib.compress(data, 1)))
            self._keep(_TOGETHER)
        return made, facts

    def _made(self, document: Document) -> tuple[DocumentFiles, DocumentFacts]:
        return shown(document, forms=self.forms), facts_of(document)

    def _texts(
        self, entry: DocumentStatus, names: tuple[str, ...], beside: Additions
    ) -> dict[str, bytes]:
        return texts_of(document_of(self.journal, entry, names, beside), forms=self.forms)

    def _people(self, sha256: str) -> Sequence[Decision]:
        return self.answers.get(sha256, ())

    def _key(self, entry: DocumentStatus, names: tuple[str, ...], beside: Additions) -> str | None:
        """`None` where nothing is kept: of a document without results, or with results that are to be made again."""
        if entry.status not in {Status.OK, Status.PARTIAL} or entry.key is None:
            return None
        if entry.pages is None or entry.pages > _BOOK:
            return None
        said = msgspec.to_builtins(beside.papers, str_keys=True)
        how = (names, self.forms, said, _digest(beside.people))
        return digest(code(_CODE), entry.key, entry.words, entry.status, *how)

    def _keep(self, least: int = 1) -> None:
        """Store what was made, once there is so much of it."""
        if len(self.fresh) < least:
            return
        with self.journal.together():
            for sha256, stage, key, data in self.fresh:
                self.journal.keep_stage(sha256, stage, key, data)
        self.fresh.clear()


def _digest(people: Sequence[Decision]) -> str:
    """What people said of a document, as part of a key."""
    return digest(msgspec.to_builtins(people)) if people else ""
