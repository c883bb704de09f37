"""What a run's operator looks at: `report/index.html` and `report/run.json`, facts about the folder beside the tables.

A report is a pure function of the journal: the documents as the tables show them, the pages' thumbnails, and the list of
runs. Times stand in that list alone, so the tables of two runs stay byte-identical (promise D10).
"""

from __future__ import annotations

from extract.report.facts import (
    DocumentFacts,
    FactCollector,
    Facts,
    FailureReason,
    PageFacts,
    Run,
    facts_of,
)
from extract.report.page import FOLDER, Report, write_report

__all__ = [
    "FOLDER",
    "DocumentFacts",
    "FactCollector",
    "Facts",
    "FailureReason",
    "PageFacts",
    "Report",
    "Run",
    "facts_of",
    "write_report",
]
