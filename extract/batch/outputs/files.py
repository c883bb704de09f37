"""The files of an output folder, written from its journal: by a run, and by whatever else changes the journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from extract.batch.folder import RunFolder
from extract.batch.outputs.collect import Answers, Saying
from extract.batch.outputs.edited import keep_edited, scrub_edited
from extract.batch.outputs.reporting import report
from extract.batch.progress import Stop
from extract.decisions import Decision, read_decisions
from extract.decisions.learned import FOLDER, learned
from extract.decisions.store import drop
from extract.options import Options
from extract.records import Status
from extract.report import FactCollector
from extract.tables.files import STATE
from extract.tables.writing import DocumentFiles, WrittenFiles, write_all

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
    documents = _counted(Saying(here.journal, options.hocr, _answers(here)), tally)
    keep = partial(keep_edited, here)
    written = write_all(here.out, documents, excel=options.excel, keep=keep)
    report(here, tally.facts(), options, stop)
    return written


def _answers(here: RunFolder) -> Answers:
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
