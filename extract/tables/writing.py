"""All documents to the files of the output folder: texts first, then the tables in one go, datapackage.json last (D11)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from extract.dictionaries import read_enumerations
from extract.tables import package
from extract.tables.csv_text import encode
from extract.tables.definition import TABLES
from extract.tables.document import Document
from extract.tables.files import FileFacts, OutputFolder
from extract.tables.rows import rows_of
from extract.tables.texts import texts_of

#: Names in text/ that are ours to remove once their document is gone (withheld now, or forgotten).
_OURS = re.compile(r"\.?[0-9a-f]{16}(\.raw)?\.txt(\.part)?\Z")


def write_all(out: OutputFolder, documents: Sequence[Document], *, excel: bool) -> tuple[str, ...]:
    """Write everything these documents say; the paths that were written, or stood there with the same bytes."""
    texts = _write_texts(out, documents)
    rows = rows_of(documents)
    tables: list[FileFacts] = []
    try:
        for table in TABLES:
            data = encode(table, rows[table.name], excel=excel)
            tables.append(out.stage(f"{table.name}.csv", data))
        files = [*tables, *texts]
        descriptor = package.describe_package(files, read_enumerations(), excel=excel)
        out.stage(package.NAME, descriptor)
    except BaseException:
        out.discard(f"{table.name}.csv" for table in TABLES)
        raise
    out.publish([*(table.path for table in tables), package.NAME])
    return (*(file.path for file in files), package.NAME)


def _write_texts(out: OutputFolder, documents: Sequence[Document]) -> list[FileFacts]:
    folder = out.inner("text")
    try:
        files = [
            folder.stage(path.removeprefix("text/"), data)
            for document in documents
            for path, data in texts_of(document).items()
        ]
        folder.publish([file.path for file in files])
        kept = {file.path for file in files}
        folder.remove(n for n in folder.names() if _OURS.match(n) and n not in kept)
    finally:
        folder.close()
    named = [dataclasses.replace(file, path=f"text/{file.path}") for file in files]
    return sorted(named, key=lambda file: file.path)
