"""The files of an output folder, written from its journal: by a run, and by whatever else changes the journal (`forget`, `retry`, answers)."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import signal
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath

from extract.batch.collect import Answers, Saying
from extract.batch.folder import Opening, RunFolder, chosen_form, opened_place
from extract.batch.journal import release
from extract.batch.progress import Silent, Stop
from extract.batch.reporting import report
from extract.decisions import Decision, read_decisions
from extract.decisions.learned import FOLDER, learned
from extract.decisions.store import drop
from extract.errors import UsageError
from extract.options import Options
from extract.records import Status
from extract.report import FactCollector
from extract.tables import package
from extract.tables.files import STATE, FileFacts, OutputFolder
from extract.tables.writing import DocumentFiles, WrittenFiles, write_all

# Tables that somebody edited by hand are noticed before they are replaced, and kept aside in `edited/` (promise D16).
#
# A table is ours if its bytes are those of one of the last writings; a run that was killed between two renames leaves tables of
# both. What is kept aside loses the rows of a paper that is forgotten or withheld, as all else does (promises P1, S5).

#: Where searchable PDFs lie (`extract.export.searchable`), and the list of them.
PDFS, PDF_LIST = "pdf", "list.csv"
_PDF = re.compile(r"[0-9a-f]{16}\.pdf\Z")
EDITED, _WRITTEN = "edited", "written.json"
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
    inner = out.inner(EDITED)
    try:
        out.move(found.path, inner, name)
    finally:
        inner.close()
    return f"{EDITED}/{name}"


def scrub_edited(out: OutputFolder, ids: Collection[str]) -> None:
    """Take the rows of these documents (`doc_id`) out of what was kept aside; a file that cannot be taken apart goes whole."""
    if not ids or EDITED not in out.names():
        return
    inner = out.inner(EDITED)
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


# The dictionaries that people's answers teach, in `.vanban/learned/`: made before a run reads, gone with the papers they came from.


def with_learned(here: RunFolder, options: Options) -> Options:
    """The options with what the folder's answers teach, behind the user's own dictionaries."""
    if not options.learned:
        return options
    teach(here, read_decisions(here.out.path).standing())
    return with_known(here.out.path, options)


def with_known(out: Path, options: Options) -> Options:
    """The options with what was taught before; nothing is written."""
    if not options.learned:
        return options
    paths = tuple(sorted((out / STATE / FOLDER).glob("*.tsv")))
    return dataclasses.replace(options, dictionaries=(*options.dictionaries, *paths))


def teach(here: RunFolder, decisions: Iterable[Decision]) -> None:
    """Write what these decisions teach, and remove what others taught."""
    files = learned(decisions)
    if not files and FOLDER not in here.state.names():
        return
    inner = here.state.inner(FOLDER)
    try:
        for name, data in files.items():
            inner.stage(name, data)
        inner.publish([*files])
        inner.remove(name for name in inner.names() if name not in files)
    finally:
        inner.close()


# The files of an output folder, written from its journal: by a run, and by whatever else changes the journal.


def write_outputs(here: RunFolder, options: Options, stop: Stop) -> WrittenFiles:
    """All tables and texts, and the report of them."""
    tally = FactCollector()
    documents = _counted(Saying(here.journal, options.forms, answers_of(here)), tally)
    keep = partial(keep_edited, here)
    written = write_all(here.out, documents, excel=options.excel, keep=keep)
    drop_pdfs(here)
    report(here, tally.facts(), options, stop)
    return written


def drop_pdfs(here: RunFolder) -> None:
    """Remove the searchable PDFs of papers that are withheld now, or forgotten (promises S5, P1), and their rows of the list."""
    if PDFS not in here.out.names():
        return
    shown = {e.sha256[:16] for e in here.journal.entries() if e.status is not Status.WITHHELD}
    inner = here.out.inner(PDFS)
    try:
        gone = [name for name in inner.names() if _PDF.match(name) and name[:16] not in shown]
        inner.remove(gone)
        if gone and PDF_LIST in inner.names():
            data = (inner.path / PDF_LIST).read_bytes()
            inner.stage(PDF_LIST, _without(data, {name[:16] for name in gone}))
            inner.publish([PDF_LIST])
    finally:
        inner.close()


def answers_of(here: RunFolder) -> Answers:
    """What people said of the documents; of those that are withheld now nothing is kept (promise S5)."""
    found = read_decisions(here.out.path)
    withheld = {e.sha256 for e in here.journal.entries() if e.status is Status.WITHHELD}
    if withheld and (found.all or found.unreadable):
        drop(here.out.path, withheld)
        found = read_decisions(here.out.path)
        teach(here, found.standing())
    scrub_edited(here.out, {sha256[:16] for sha256 in withheld})
    return found.by_document()


def _counted(saying: Saying, tally: FactCollector) -> Iterator[DocumentFiles]:
    """What is said of each document, while its facts are counted."""
    for document, facts in saying.documents():
        tally.add(facts)
        yield document


# A folder's keeping between runs: take documents out of quarantine (W4), or remove them from all it holds (P1).


def retry_documents(out: Path, ids: Sequence[str]) -> list[str]:
    """Let documents that were given up, or have pages that failed, be tried by the next run; their names.

    `ids`: only these. `UsageError`: the folder holds no results, or not this document.
    """
    with opened_folder(out) as here:
        _check(here, ids)
        return release(here.journal, frozenset(ids))


def forget_documents(out: Path, ids: Sequence[str]) -> list[str]:
    """Remove documents from journal, texts and tables; the names they had.

    The journal comes first, in one transaction: a kill between it and the last file leaves files that the next command
    writes anew, never a document that is half there. Errors as `retry_documents`.
    """
    with opened_folder(out) as here:
        chosen = _check(here, ids)
        names = here.journal.sources()
        with here.journal.together():
            for sha256 in chosen:
                here.journal.forget(sha256)
        here.journal.scrub()
        drop(out, chosen)
        teach(here, read_decisions(out).standing())
        scrub_edited(here.out, ids)
        _write(here, out)
        return sorted(name for sha256 in chosen for name in names.get(sha256, ()))


def rewrite(out: Path) -> None:
    """Write all files anew from the journal and what people said, reading nothing. Errors as `retry_documents`."""
    with opened_folder(out) as here:
        _write(here, out)


def set_aside(out: Path) -> list[str]:
    """Journals that were set aside (damaged, newer), which are never touched: they may hold a forgotten text."""
    return sorted(path.name for path in (out / STATE).glob("journal.aside-*"))


def opened_folder(out: Path) -> Opening:
    """A folder of results, to be changed. `UsageError`: it is none; `OutputLocked`: it is in use."""
    if not (out / STATE).is_dir():
        do = "Name a folder that `vanban extract` wrote."
        raise UsageError(f"Folder {out}", "it holds no results of vanban", do)
    return opened_place(out, Silent(), fresh=False)


def _check(here: RunFolder, ids: Sequence[str]) -> list[str]:
    """The hashes of the documents that ids stand for; an id is the first 16 digits of one (`documents.doc_id`)."""
    known = {sha256[:16]: sha256 for sha256 in here.journal.hashes()}
    for given in ids:
        if given not in known:
            do = "Take doc_id from documents.csv."
            raise UsageError(f"Document {given}", "this folder does not hold it", do)
    return [known[given] for given in ids]


def _write(here: RunFolder, out: Path) -> WrittenFiles:
    """All files anew, in the form the last run chose; no picture is drawn anew for the report, as after a stop."""
    return write_outputs(here, chosen_form(out / STATE), Stop([signal.SIGTERM]))
