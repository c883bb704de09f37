"""The files of an output folder, written from its journal: by a run, and by whatever else changes the journal."""

from __future__ import annotations

from extract.batch.folder.place import Place
from extract.batch.outputs.collect import documents
from extract.batch.outputs.reporting import report
from extract.batch.signals import Stop
from extract.options import Options
from extract.report import Tally
from extract.tables.writing import Written, write_all


def write_outputs(here: Place, options: Options, stop: Stop) -> Written:
    """All tables and texts, and the report of them."""
    tally = Tally()
    passing = tally.watching(documents(here.journal))
    written = write_all(here.out, passing, excel=options.excel, hocr=options.hocr)
    report(here, tally.facts(), options, stop)
    return written
