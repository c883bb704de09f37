"""A folder's keeping between runs: take documents out of quarantine (W4), or remove them from all it holds (P1)."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

from extract.batch.folder import Opening, RunFolder, chosen_form, opened_place
from extract.batch.journal.journal import release
from extract.batch.outputs.edited import scrub_edited
from extract.batch.outputs.files import teach, write_outputs
from extract.batch.progress import Silent, Stop
from extract.decisions import read_decisions
from extract.decisions.store import drop
from extract.errors import UsageError
from extract.tables.files import STATE
from extract.tables.writing import WrittenFiles


def retry(out: Path, ids: Sequence[str]) -> list[str]:
    """Let documents that were given up, or have pages that failed, be tried by the next run; their names.

    `ids`: only these. `UsageError`: the folder holds no results, or not this document.
    """
    with _opened(out) as here:
        _check(here, ids)
        return release(here.journal, frozenset(ids))


def forget(out: Path, ids: Sequence[str]) -> list[str]:
    """Remove documents from journal, texts and tables; the names they had.

    The journal comes first, in one transaction: a kill between it and the last file leaves files that the next command
    writes anew, never a document that is half there. Errors as `retry`.
    """
    with _opened(out) as here:
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
    """Write all files anew from the journal and what people said, reading nothing. Errors as `retry`."""
    with _opened(out) as here:
        _write(here, out)


def set_aside(out: Path) -> list[str]:
    """Journals that were set aside (damaged, newer), which are never touched: they may hold a forgotten text."""
    return sorted(path.name for path in (out / STATE).glob("journal.aside-*"))


def _opened(out: Path) -> Opening:
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
