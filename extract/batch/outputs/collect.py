"""The journal to the documents the tables are written from: a pure function of it.

A document whose stage results stand in the journal is shown: a secret one is there only where that was asked for.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract import pipeline
from extract.batch.journal.packed import reading_of
from extract.batch.journal.stages import unpack_records, unpack_restored
from extract.batch.journal.view import Entry, View
from extract.check.archive import Claim, Key, Verdicts, claim_of, settled, verdicts
from extract.decisions import Decision, decided, replayed
from extract.ingest import PASSED_OVER
from extract.model import Reading
from extract.options import Options
from extract.records import Checked
from extract.secret_marks import Mark
from extract.tables.document import Document, Status

_ESCAPED_BYTE = re.compile(
    r"\\x[89a-f][0-9a-f]"
)  # how a name shows a byte that is no UTF-8 (promise I6)


Answers = Mapping[str, Sequence[Decision]]  # what people said, by the document's hash


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a document beside its own results: what other papers say of its parts, and what people said."""

    papers: Verdicts = field(default_factory=dict)
    people: Sequence[Decision] = ()


def documents(journal: View, answers: Answers) -> Iterator[Document]:
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
        beside = Beside(said.get(known, {}), answers.get(known, ()))
        yield document_of(journal, entry, names[known], beside)
    yield from unreadable(journal)


def unreadable(journal: View) -> Iterator[Document]:
    """The inputs whose bytes could not be read, and what was found and passed over (promise I11)."""
    for source, flag in journal.unreadable():
        status = Status.SKIPPED if flag in PASSED_OVER else Status.FAILED
        yield _with_name_flag(Document((source,), None, status, flags=(flag,)))


def claims(journal: View, entry: Entry, people: Sequence[Decision]) -> Iterator[tuple[Key, Claim]]:
    """What the parts of an entry say that other papers of the archive can confirm; a withheld one says nothing."""
    if entry.status not in {Status.OK, Status.PARTIAL} or entry.failure is not None:
        return
    _, records = _results(journal, entry.sha256)
    for part in unpack_records(records):
        claim = claim_of(decided(part, [d for d in people if d.part == part.extracted.part]))
        if claim is not None:
            yield (entry.sha256, part.extracted.part), claim


def document_of(journal: View, entry: Entry, sources: tuple[str, ...], beside: Beside) -> Document:
    """The document of an entry, which has these names."""
    return _with_name_flag(_document(journal, entry, sources, beside))


def _document(journal: View, entry: Entry, sources: tuple[str, ...], beside: Beside) -> Document:
    if entry.status is Status.WITHHELD:
        mark = Mark(entry.secrecy or "", not entry.doubt)
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


def _results(journal: View, sha256: str) -> Iterator[bytes]:
    for stage in ("restored", "records"):
        result = journal.stage(sha256, stage)
        assert result is not None, (
            "a document with a result has all stages; they are stored together"
        )
        yield result


def _reading(journal: View, entry: Entry) -> Reading:
    key = entry.words or ""
    known = journal.reading(entry.sha256, key)
    pages = tuple(journal.pages(entry.sha256, key))
    return reading_of(pages, known.notes if known else ())


def _with_name_flag(document: Document) -> Document:
    if document.status is Status.WITHHELD or not any(map(_ESCAPED_BYTE.search, document.sources)):
        return document
    return dataclasses.replace(document, flags=(*document.flags, "source_not_utf8"))
