"""All documents to the files of the output folder: staged first, then renamed in one go, datapackage.json last (D11)."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from extract.dictionaries import read_enumerations
from extract.model import Correction, Restored
from extract.records import Document
from extract.restore.lines import replay_line
from extract.tables import package
from extract.tables.alto import alto_of
from extract.tables.bodies import register
from extract.tables.definition import BODIES, TABLES, encode
from extract.tables.files import FileFacts, OutputFolder, facts_of
from extract.tables.hocr import hocr_of
from extract.tables.rows import Row, RowsOfDocument, merged, rows_of_document

# The text files of a document: restored and as recognised, with the same lines and form feeds; where asked, as hOCR and ALTO.
#
# The restored text is the raw text with the document's corrections replayed, so that corrections.csv explains every
# difference between the two files (promise R3).


#: What words with boxes are written as: the option that asks for it, how the file's name ends, what makes it.
_PLACED = (("hocr", ".hocr", hocr_of), ("alto", ".alto.xml", alto_of))


def forms_in(paths: Iterable[str]) -> tuple[str, ...]:
    """The forms of words with boxes that stand among these files."""
    known = tuple(paths)
    return tuple(form for form, end, _ in _PLACED if any(path.endswith(end) for path in known))


def texts_of(document: Document, *, forms: Collection[str] = ()) -> dict[str, bytes]:
    """Name in the folder text/ to bytes; nothing for a document without text, `forms` (`hocr`, `alto`) for one with pictures alone."""
    if document.restored is None or document.doc_id is None:
        return {}
    raw = document.restored.reading.raw
    texts = {
        f"{document.doc_id}.txt": restored_text(document.restored).encode("utf-8", "replace"),
        f"{document.doc_id}.raw.txt": raw.encode("utf-8", "replace"),
    }
    for form, end, make in _PLACED:
        placed = make(document) if form in forms else None
        if placed is not None:
            texts[f"{document.doc_id}{end}"] = placed
    return texts


def restored_text(restored: Restored) -> str:
    """The whole restored text, as many lines as the raw one."""
    by_line: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in restored.corrections:
        by_line[correction.page, correction.line].append(correction)
    return "\n".join(
        replay_line(line.raw, by_line.get((page.number, number), ()))
        for page in restored.reading.pages
        for number, line in enumerate(page.lines, 1)
    )


#: Names in text/ that are ours to remove once their document is gone (withheld now, or forgotten).
_OURS = re.compile(r"[0-9a-f]{16}(\.raw\.txt|\.txt|\.hocr|\.alto\.xml)\Z")


def is_ours(name: str) -> bool:
    """Whether a file in `text/` is called as ours are."""
    return _OURS.match(name) is not None


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """The paths of an output folder's files, and the number of rows of each table; `edited`: tables that were kept aside."""

    paths: tuple[str, ...]
    rows: dict[str, int]
    edited: tuple[str, ...] = ()


class _Stage(Protocol):
    """Where a file is put down before it is published."""

    def stage(self, name: str, data: bytes) -> FileFacts:
        """Put a file down."""


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """What the files say of one document: its rows, its texts by size and hash, and `make`, which gives the texts' bytes by name."""

    rows: RowsOfDocument
    texts: tuple[FileFacts, ...]
    make: Callable[[], Mapping[str, bytes]]


def shown(document: Document, *, forms: Collection[str] = ()) -> DocumentFiles:
    """What the files are to say of a document."""
    made = texts_of(document, forms=forms)
    texts = tuple(facts_of(name, data) for name, data in made.items())
    return DocumentFiles(rows_of_document(document), texts, lambda: made)


def _nothing_aside(_: Sequence[FileFacts]) -> tuple[str, ...]:
    return ()


def write_all(
    out: OutputFolder,
    documents: Iterable[DocumentFiles],
    *,
    excel: bool = False,
    keep: Callable[[Sequence[FileFacts]], tuple[str, ...]] = _nothing_aside,
) -> WrittenFiles:
    """Write everything that is said of these documents; a file that is there already with the same bytes is left alone.

    hOCR and ALTO files that an earlier run wrote and this one does not are removed, as they would tell of old results.
    Documents are taken one by one, so that only their rows are in memory together. `keep` is told of the tables before any is
    replaced, and says which it has put aside.
    """
    text = out.inner("text")
    try:
        staged: list[FileFacts] = []
        rows = merged(_taken(documents, text, staged))
        texts = sorted(staged, key=lambda file: file.path)
        tables = list(_stage_tables(out, rows, excel=excel))
        named = [dataclasses.replace(file, path=f"text/{file.path}") for file in texts]
        _stage_package(out, [*tables, *named], excel=excel)
        edited = keep(tables[:-1])  # the register of bodies has no rows of documents to keep
        _publish(out, text, tables, texts)
    finally:
        text.discard()
        out.discard()
        text.close()
    paths = (*(file.path for file in [*tables, *named]), package.NAME)
    return WrittenFiles(paths, {name: len(found) for name, found in rows.items()}, edited)


def _taken(
    documents: Iterable[DocumentFiles], text: OutputFolder, staged: list[FileFacts]
) -> Iterator[RowsOfDocument]:
    for document in documents:
        if not all(map(text.holds, document.texts)):
            for name, data in document.make().items():
                text.stage(name, data)
        staged += document.texts
        yield document.rows


@dataclass(frozen=True, slots=True)
class _Reckoner:
    """Stands for a folder to say what would be written."""

    def stage(self, name: str, data: bytes) -> FileFacts:
        """What a file would be."""
        return facts_of(name, data)


def reckon(documents: Iterable[DocumentFiles], *, excel: bool = False) -> tuple[FileFacts, ...]:
    """Path, size and hash of every file that `write_all` would write."""
    nowhere = _Reckoner()
    texts: list[FileFacts] = []
    rows = merged(_noted(documents, texts))
    tables = list(_stage_tables(nowhere, rows, excel=excel))
    named = [
        dataclasses.replace(file, path=f"text/{file.path}")
        for file in sorted(texts, key=lambda file: file.path)
    ]
    return (*tables, *named, _stage_package(nowhere, [*tables, *named], excel=excel))


def _noted(documents: Iterable[DocumentFiles], texts: list[FileFacts]) -> Iterator[RowsOfDocument]:
    for document in documents:
        texts += document.texts
        yield document.rows


def _stage_tables(out: _Stage, rows: dict[str, list[Row]], *, excel: bool) -> Iterator[FileFacts]:
    for table in TABLES:
        yield out.stage(f"{table.name}.csv", encode(table, rows[table.name], excel=excel))
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    yield out.stage(f"{BODIES.name}.csv", encode(BODIES, register(rows, columns), excel=excel))


def _stage_package(out: _Stage, files: list[FileFacts], *, excel: bool) -> FileFacts:
    data = package.describe_package(files, read_enumerations(), excel=excel)
    return out.stage(package.NAME, data)


def _publish(
    out: OutputFolder, text: OutputFolder, tables: list[FileFacts], texts: list[FileFacts]
) -> None:
    kept = [file.path for file in texts]
    text.publish(kept)
    text.remove(name for name in text.names() if _OURS.match(name) and name not in set(kept))
    out.publish([*(table.path for table in tables), package.NAME])
