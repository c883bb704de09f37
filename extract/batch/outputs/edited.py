"""Tables that somebody edited by hand are noticed before they are replaced, and kept aside in `edited/` (promise D16).

A table is ours if its bytes are those of one of the last writings; a run that was killed between two renames leaves tables of
both. What is kept aside loses the rows of a paper that is forgotten or withheld, as all else does (promises P1, S5).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import PurePath

from extract.batch.folder import RunFolder
from extract.tables import package
from extract.tables.files import FileFacts, OutputFolder

FOLDER, _WRITTEN = "edited", "written.json"
_MOST = 500  # hashes remembered: some forty writings
_DELIMITERS = ",;\t"


def keep_edited(here: RunFolder, tables: Sequence[FileFacts]) -> tuple[str, ...]:
    """Move aside the tables whose bytes nobody of us wrote and that are to be replaced by these; where they are now."""
    known = _known(here)
    kept = []
    for new in tables:
        found = here.out.facts(new.path)
        if found is not None and found.sha256 not in {new.sha256, *known}:
            kept.append(_put_aside(here.out, found))
    hashes = list(dict.fromkeys([*known, *(table.sha256 for table in tables)]))[-_MOST:]
    here.state.stage(_WRITTEN, json.dumps(hashes).encode())
    here.state.publish([_WRITTEN])
    return tuple(kept)


def _known(here: RunFolder) -> list[str]:
    """The hashes of the last writings; before the first of this version those that datapackage.json states."""
    with suppress(OSError, ValueError):
        return [str(known) for known in json.loads((here.state.path / _WRITTEN).read_bytes())]
    with suppress(OSError, ValueError, KeyError, TypeError):
        described = json.loads((here.out.path / package.NAME).read_bytes())
        return [file["hash"].removeprefix("sha256:") for file in described["resources"]]
    return []


def _put_aside(out: OutputFolder, found: FileFacts) -> str:
    name = f"{PurePath(found.path).stem}.{found.sha256[:8]}.csv"
    inner = out.inner(FOLDER)
    try:
        out.move(found.path, inner, name)
    finally:
        inner.close()
    return f"{FOLDER}/{name}"


def scrub_edited(out: OutputFolder, ids: Collection[str]) -> None:
    """Take the rows of these documents (`doc_id`) out of what was kept aside; a file that cannot be taken apart goes whole."""
    if not ids or FOLDER not in out.names():
        return
    inner = out.inner(FOLDER)
    try:
        for name in inner.names():
            data = (inner.path / name).read_bytes()
            if not any(doc_id.encode() in data for doc_id in ids):
                continue
            inner.stage(name, _without(data, ids))
            inner.publish([name])
    finally:
        inner.close()


def _without(data: bytes, ids: Collection[str]) -> bytes:
    try:
        rows = table_rows(data)
    except (UnicodeDecodeError, csv.Error):
        return b""
    text = io.StringIO(newline="")
    left = (row for row in rows if not any(doc_id in cell for doc_id in ids for cell in row))
    csv.writer(text, lineterminator="\n").writerows(left)
    return text.getvalue().encode("utf-8", "replace")


def table_rows(data: bytes) -> list[list[str]]:
    """The rows of a table as a spreadsheet may have written it: with commas, semicolons or tabs."""
    text = data.decode("utf-8-sig")
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    return list(csv.reader(_lines(text), delimiter=delimiter, strict=True))


def _lines(text: str) -> Iterable[str]:
    return io.StringIO(text, newline="")
