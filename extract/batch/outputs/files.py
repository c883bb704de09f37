"""The files of an output folder, written from its journal: by a run, and by whatever else changes the journal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from extract.batch.folder.place import Place
from extract.batch.outputs.collect import Answers
from extract.batch.outputs.edited import keep_edited, scrub_edited
from extract.batch.outputs.reporting import report
from extract.batch.outputs.said import Saying
from extract.batch.outputs.taught import teach
from extract.batch.signals import Stop
from extract.decisions import read_decisions
from extract.decisions.store import drop
from extract.options import Options
from extract.report import Tally
from extract.tables.document import Status
from extract.tables.writing import Shown, Written, write_all


def write_outputs(here: Place, options: Options, stop: Stop) -> Written:
    """All tables and texts, and the report of them."""
    tally = Tally()
    documents = _counted(Saying(here.journal, options.hocr, _answers(here)), tally)
    keep = partial(keep_edited, here)
    written = write_all(here.out, documents, excel=options.excel, keep=keep)
    report(here, tally.facts(), options, stop)
    return written


def _answers(here: Place) -> Answers:
    """What people said of the documents; of those that are withheld now nothing is kept (promise S5)."""
    found = read_decisions(here.out.path)
    withheld = {e.sha256 for e in here.journal.entries() if e.status is Status.WITHHELD}
    if withheld and (found.all or found.unreadable):
        drop(here.out.path, withheld)
        found = read_decisions(here.out.path)
        teach(here, found.standing())
    scrub_edited(here.out, {sha256[:16] for sha256 in withheld})
    return found.by_document()


def _counted(saying: Saying, tally: Tally) -> Iterator[Shown]:
    """What is said of each document, while its facts are counted."""
    for document, facts in saying.documents():
        tally.add(facts)
        yield document
