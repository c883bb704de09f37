"""corrections.csv of a text that stands in no output folder (`vanban restore --corrections FILE`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.model import Correction
from extract.tables.cells import cell
from extract.tables.csv_text import encode
from extract.tables.definition import CORRECTIONS
from extract.tables.files import write_file
from extract.tables.rows import fields


def write_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Write the table; `doc_id` stays empty and `part` is 1."""
    rows = [
        tuple(cell(column, values.get(column.name)) for column in CORRECTIONS.columns)
        for values in ({"part": 1} | fields(correction) for correction in corrections)
    ]
    write_file(path, encode(CORRECTIONS, rows, excel=False))
