"""vanban: scanned Vietnamese government documents into text and tables that people can trust.

    from extract import Options, extract_file, read_table, restore_text
    document = extract_file("thong-bao.pdf")           # restored text and records of one file
    restore_text("UBND tinh Hoa Binh")                 # the text with its marks, and the corrections
    read_table("out/results.csv")                      # a pandas frame with a type for each column

`extract.batch.run` reads many files into a folder, as `vanban extract` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.api import extract_file, restore_text
    from extract.options import Options
    from extract.tables.definition import read_table

__version__ = "0.1.0"
__all__ = ["Options", "extract_file", "read_table", "restore_text"]

#: Where each name lives; imported when it is first used, so that `import extract` loads neither OpenCV nor pandas.
_HOMES = {
    "Options": "extract.options",
    "extract_file": "extract.api",
    "restore_text": "extract.api",
    "read_table": "extract.tables.definition",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
