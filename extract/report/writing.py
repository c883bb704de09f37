"""The two files of `report/`: the page for people and the same facts as JSON, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from extract.report.facts import Facts, Run
from extract.report.page import Thumbnails, page
from extract.tables.files import OutputFolder

FOLDER = "report"
_PAGE, _RECORD = "index.html", "run.json"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report is made of."""

    facts: Facts
    runs: Sequence[Run]
    thumbnails: Thumbnails


def write_report(out: OutputFolder, report: Report) -> None:
    """Write `report/index.html` and `report/run.json`."""
    folder = out.inner(FOLDER)
    try:
        folder.stage(_RECORD, _json(report))
        folder.stage(_PAGE, page(report.facts, report.runs, report.thumbnails).encode())
        folder.publish([_RECORD, _PAGE])
    finally:
        folder.discard()
        folder.close()


def _json(report: Report) -> bytes:
    """The facts as JSON; sources that are no Unicode stay escaped."""
    told = {
        "documents": msgspec.to_builtins(report.facts),
        "runs": msgspec.to_builtins(list(report.runs)),
    }
    return (json.dumps(told, indent=1, ensure_ascii=True) + "\n").encode()
