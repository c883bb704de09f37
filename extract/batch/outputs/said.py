"""What the files say of each document, kept in the journal: a run that has one new document makes the others' rows no second time.

It goes when the document's other results go, and its key holds all that decides it. Of a book it is not kept: its rows are long,
and are made from a journal that is read page by page. `vanban check` never uses it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from extract.batch.journal.journal import Journal
from extract.batch.journal.recipe import code, digest
from extract.batch.journal.view import Entry
from extract.batch.outputs.collect import document_of, unreadable
from extract.report import DocumentFacts, facts_of
from extract.tables.document import Document, Status
from extract.tables.files import FileFacts
from extract.tables.rows import RowsOfDocument
from extract.tables.texts import texts_of
from extract.tables.writing import Shown, shown

_STAGE = "said"
#: The source that makes it from a document's other results, whose keys hold the rest.
_CODE = ("model.py", "records.py", "pipeline.py", "restore/replay.py", "tables", "report", "batch/outputs")  # fmt: skip
_BOOK = 100  # pages: more are not kept
_TOGETHER = 100  # documents kept in one transaction


@dataclass(frozen=True, slots=True)
class Said:
    """A document's rows, the sizes and hashes of its texts, and its facts for the report."""

    rows: RowsOfDocument
    texts: tuple[FileFacts, ...]
    facts: DocumentFacts


@dataclass(frozen=True, slots=True)
class Saying:
    """Goes through a journal's documents; `hocr`: their texts with places are written too."""

    journal: Journal
    hocr: bool
    fresh: list[tuple[str, str, bytes]] = field(default_factory=list)

    def documents(self) -> Iterator[tuple[Shown, DocumentFacts]]:
        """What is said of every document, known or made now."""
        names = self.journal.sources()
        for entry in self.journal.entries():
            yield self._of(entry, names[entry.sha256])
            if len(self.fresh) >= _TOGETHER:
                self._keep()
        self._keep()
        for document in unreadable(self.journal):
            yield self._made(document)

    def _of(self, entry: Entry, names: tuple[str, ...]) -> tuple[Shown, DocumentFacts]:
        key = self._key(entry, names)
        known = self.journal.stage(entry.sha256, _STAGE, key) if key else None
        if known is not None:
            said = msgspec.json.decode(zlib.decompress(known), type=Said)
            return Shown(said.rows, said.texts, lambda: self._texts(entry, names)), said.facts
        made, facts = self._made(document_of(self.journal, entry, names))
        if key:
            data = msgspec.json.encode(Said(made.rows, made.texts, facts))
            self.fresh.append((entry.sha256, key, zlib.compress(data, 1)))
        return made, facts

    def _made(self, document: Document) -> tuple[Shown, DocumentFacts]:
        return shown(document, hocr=self.hocr), facts_of(document)

    def _texts(self, entry: Entry, names: tuple[str, ...]) -> dict[str, bytes]:
        return texts_of(document_of(self.journal, entry, names), hocr=self.hocr)

    def _key(self, entry: Entry, names: tuple[str, ...]) -> str | None:
        """`None` where nothing is kept: of a document without results, or with results that are to be made again."""
        if entry.status not in {Status.OK, Status.PARTIAL} or entry.key is None:
            return None
        if entry.pages is None or entry.pages > _BOOK:
            return None
        return digest(code(_CODE), entry.key, entry.words, entry.status, names, self.hocr)

    def _keep(self) -> None:
        with self.journal.together():
            for sha256, key, data in self.fresh:
                self.journal.keep_stage(sha256, _STAGE, key, data)
        self.fresh.clear()
