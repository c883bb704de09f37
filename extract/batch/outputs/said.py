"""What the files say of each document, kept in the journal: a run that has one new document makes the others' rows no second time.

It goes when the document's other results go, and its key holds all that decides it. Of a book it is not kept: its rows are long,
and are made from a journal that is read page by page. `vanban check` never uses it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from extract.batch.journal.journal import Journal
from extract.batch.journal.recipe import code, digest
from extract.batch.journal.view import Entry
from extract.batch.outputs.collect import Answers, Beside, claims, document_of, unreadable
from extract.check.archive import Claim, Key, verdicts
from extract.decisions import Decision
from extract.report import DocumentFacts, facts_of
from extract.tables.document import Document, Status
from extract.tables.files import FileFacts
from extract.tables.rows import RowsOfDocument
from extract.tables.writing import Shown, shown, texts_of

_STAGE, _CLAIMS = "said", "claims"
#: The source that makes claims from a document's records, whose key holds the rest.
_CLAIMED = ("records.py", "check/archive.py", "decisions", "batch/outputs/collect.py")
#: The source that makes it from a document's other results, whose keys hold the rest.
_CODE = ("model.py", "check/archive.py", "records.py", "pipeline.py", "restore/edits.py", "decisions", "tables", "report", "batch/outputs")  # fmt: skip
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
    """Goes through a journal's documents; `hocr`: their texts with places are written too; `answers`: what people said."""

    journal: Journal
    hocr: bool
    answers: Answers
    fresh: list[tuple[str, str, str, bytes]] = field(default_factory=list)

    def documents(self) -> Iterator[tuple[Shown, DocumentFacts]]:
        """What is said of every document, known or made now."""
        names = self.journal.sources()
        others = verdicts(dict(self._claims()))
        for entry in self.journal.entries():
            known = entry.sha256
            yield self._of(entry, names[known], Beside(others.get(known, {}), self._people(known)))
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
        self, entry: Entry, names: tuple[str, ...], beside: Beside
    ) -> tuple[Shown, DocumentFacts]:
        key = self._key(entry, names, beside)
        known = self.journal.stage(entry.sha256, _STAGE, key) if key else None
        if known is not None:
            said = msgspec.json.decode(zlib.decompress(known), type=Said)
            return Shown(
                said.rows, said.texts, lambda: self._texts(entry, names, beside)
            ), said.facts
        made, facts = self._made(document_of(self.journal, entry, names, beside))
        if key:
            data = msgspec.json.encode(Said(made.rows, made.texts, facts))
            self.fresh.append((entry.sha256, _STAGE, key, zlib.compress(data, 1)))
            self._keep(_TOGETHER)
        return made, facts

    def _made(self, document: Document) -> tuple[Shown, DocumentFacts]:
        return shown(document, hocr=self.hocr), facts_of(document)

    def _texts(self, entry: Entry, names: tuple[str, ...], beside: Beside) -> dict[str, bytes]:
        return texts_of(document_of(self.journal, entry, names, beside), hocr=self.hocr)

    def _people(self, sha256: str) -> Sequence[Decision]:
        return self.answers.get(sha256, ())

    def _key(self, entry: Entry, names: tuple[str, ...], beside: Beside) -> str | None:
        """`None` where nothing is kept: of a document without results, or with results that are to be made again."""
        if entry.status not in {Status.OK, Status.PARTIAL} or entry.key is None:
            return None
        if entry.pages is None or entry.pages > _BOOK:
            return None
        said = msgspec.to_builtins(beside.papers, str_keys=True)
        how = (names, self.hocr, said, _digest(beside.people))
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
