"""The files of an output folder, written from its journal: by a run, and by whatever else changes the journal."""

from __future__ import annotations

from collections.abc import Iterator

from extract.batch.folder.place import Place
from extract.batch.outputs.reporting import report
from extract.batch.outputs.said import Saying
from extract.batch.signals import Stop
from extract.options import Options
from extract.report import Tally
from extract.tables.writing import Shown, Written, write_all


def write_outputs(here: Place, options: Options, stop: Stop) -> Written:
    """All tables and texts, and the report of them."""
    tally = Tally()
    documents = _counted(Saying(here.journal, options.hocr), tally)
    written = write_all(here.out, documents, excel=options.excel)
    report(here, tally.facts(), options, stop)
    return written


def _counted(saying: Saying, tally: Tally) -> Iterator[Shown]:
    """What is said of each document, while its facts are counted."""
    for document, facts in saying.documents():
        tally.add(facts)
        yield document
